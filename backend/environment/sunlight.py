# SPDX-License-Identifier: GPL-3.0-or-later
"""The sun of a finished map, taken out for a lamp, and as much of it as is seen; and poles that are one point."""

from __future__ import annotations

import math

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.environment import metrics
from backend.environment.panorama import directions, pixel_of, solid_angles
from backend.environment.spectrum import luminance
from protocol.assets import Sun

#: Radians about the brightest pixel: what belongs to the sun, and the sky beside it.
_DISC, _BESIDE = math.radians(2.5), math.radians(5.0)
#: A sun has this luminance over the map's mean, and gives this share of the light on the ground.
_PEAK, _SHARE = 500.0, 0.1
#: Radians about a sun within which crowns and houses count, less and less: things of a metre or two at the viewer's
#: place see it past other twigs ten metres away than the viewer.
_ABOUT = math.radians(8.0)
#: Radians from a pole within which rows are evened out, and how far on the sphere at the pole itself.
_CAP, _EVEN = math.radians(8.0), math.radians(0.5)


def without_sun(pixels: np.ndarray) -> tuple[np.ndarray, Sun | None]:
    """The map (H, W, 3) with sky in the place of its sun, and the sun; the map itself where there is none.

    Light is kept: the lamp gets what the disc had beyond the sky beside it.
    """
    height, width = pixels.shape[:2]
    peak = metrics.brightest(pixels)
    if peak[2] <= 0 or metrics.peak_over_mean(pixels) < _PEAK:
        return pixels, None
    row = float(pixel_of(peak, width)[0])
    reach = math.ceil(_BESIDE / math.pi * height) + 1
    rows = np.arange(max(0, int(row) - reach), min(height, int(row) + reach + 1))
    part = pixels[rows].astype(np.float64)
    towards = directions(rows + 0.5, np.arange(width) + 0.5, width)
    apart = np.arccos(np.clip(towards @ peak, -1, 1))
    disc, beside = apart < _DISC, (apart >= _DISC) & (apart < _BESIDE)
    if not beside.any():
        return pixels, None
    sky = np.median(part[beside], axis=0)
    extra = np.maximum(part - sky, 0) * (disc * solid_angles(width)[rows][:, None])[..., None]
    irradiance = extra.sum((0, 1))
    level = luminance(irradiance)
    if level * peak[2] < _SHARE * luminance(metrics.irradiance(pixels)):
        return pixels, None
    centre = np.einsum("hw,hwc->c", luminance(extra), towards)
    centre /= np.linalg.norm(centre)
    result = pixels.copy()
    result[rows] = np.where(disc[..., None], np.minimum(part, sky), part).astype(np.float32)
    return result, Sun(direction=tuple(float(each) for each in centre),  # type: ignore[arg-type]
                       irradiance=tuple(float(each) for each in irradiance))  # type: ignore[arg-type]


def open_share(covered: np.ndarray, direction: np.ndarray) -> float:
    """How much of the sky above the horizon about ``direction`` is seen past what ``covered`` (H, W) marks, 0 to 1: the
    share of a sun there that reaches the viewer."""
    height, width = covered.shape
    towards = directions(np.arange(height // 2) + 0.5, np.arange(width) + 0.5, width)
    apart = np.arccos(np.clip(towards @ np.asarray(direction), -1, 1))
    weight = np.maximum(1 - apart / max(_ABOUT, 1.5 * math.pi / height), 0) * solid_angles(width)[: height // 2, None]
    return float((weight * (covered[: height // 2] == 0)).sum() / max(weight.sum(), 1e-12))


def with_even_poles(pixels: np.ndarray) -> np.ndarray:
    """The map (H, W, 3) with rows near the poles blurred along themselves, the more the nearer: the first and the last
    row, which are one point each, come out constant."""
    height, width = pixels.shape[:2]
    result = pixels.copy()
    for index in range(height // 2):
        away = (index + 0.5) * math.pi / height
        if away >= _CAP and index:
            break
        sigma = width / (2 * math.pi) * _EVEN * max(0.0, 1 - away / _CAP) / math.sin(away)
        for row in (index, height - 1 - index):
            if index == 0 or sigma > width / 4:
                result[row] = pixels[row].mean(axis=0)
            elif sigma > 0.3:
                result[row] = gaussian_filter1d(pixels[row], sigma, axis=0, mode="wrap")
    return result


def ground_color(pixels: np.ndarray) -> tuple[float, float, float]:
    """What the ground below a map reflects of the light on it, as far as the map tells: 0.02 to 0.9."""
    width = pixels.shape[1]
    weight = solid_angles(width)[-(width // 6):]
    seen = np.einsum("hwc,h->c", pixels[-(width // 6):].astype(np.float64), weight) / (weight.sum() * width)
    share = seen * math.pi / np.maximum(metrics.irradiance(pixels), 1e-9)
    return tuple(float(each) for each in np.clip(share, 0.02, 0.9))  # type: ignore[return-value]
