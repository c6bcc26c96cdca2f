# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements of an equirectangular map (H, W, 3): seams, poles, light. For the horizon see :mod:`.level`."""

from __future__ import annotations

import math

import numpy as np

from .panorama import directions, elevations, solid_angles
from .spectrum import luminance


def seam_ratio(pixels: np.ndarray) -> float:
    """Mean step across the wrap-around over the mean step between other columns; 1 means no seam.

    Steps are of log luminance, so that a bright sky does not drown the ground.
    """
    level = np.log(luminance(pixels) + 1e-4)
    wrap = np.abs(level[:, 0] - level[:, -1]).mean()
    return float(wrap / max(np.abs(np.diff(level, axis=1)).mean(), 1e-9))


def seam_prominence(pixels: np.ndarray, around: int = 4) -> float:
    """As :func:`seam_ratio`, against the ``around`` nearest steps on both sides only: busy content is no seam."""
    level = np.log(luminance(pixels) + 1e-4)
    near = np.concatenate([level[:, -around - 1:], level[:, :around + 1]], axis=1)
    steps = np.abs(np.diff(near, axis=1)).mean(axis=0)
    return float(steps[around] / max(np.delete(steps, around).mean(), 1e-9))


def pole_variation(pixels: np.ndarray) -> tuple[float, float]:
    """Standard deviation over mean of the luminance along the zenith row and the nadir row."""
    level = luminance(pixels[[0, -1]])
    return tuple(float(row.std() / max(row.mean(), 1e-9)) for row in level)  # type: ignore[return-value]


def irradiance(pixels: np.ndarray) -> np.ndarray:
    """Irradiance (3,) on level ground; ``pixels`` may be a whole map or its upper half."""
    width = pixels.shape[1]
    half = width // 4
    weight = solid_angles(width)[:half] * np.sin(elevations(np.arange(half) + 0.5, width // 2))
    return np.einsum("hwc,h->c", pixels[:half].astype(np.float64), weight)


def within(pixels: np.ndarray, direction: np.ndarray, radius: float) -> np.ndarray:
    """Irradiance (3,) facing ``direction`` from the cap of ``radius`` radians about it."""
    width = pixels.shape[1]
    cosine = directions(np.arange(width // 2) + 0.5, np.arange(width) + 0.5, width) @ np.asarray(direction)
    weight = np.where(cosine > math.cos(radius), cosine, 0.0) * solid_angles(width)[:, None]
    return np.einsum("hwc,hw->c", pixels.astype(np.float64), weight)


def direct_fraction(pixels: np.ndarray, radius: float = math.radians(2.0)) -> float:
    """Share of the light on level ground that comes from within ``radius`` of the brightest pixel."""
    width = pixels.shape[1]
    row, column = np.unravel_index(int(luminance(pixels).argmax()), pixels.shape[:2])
    peak = directions(np.array([row + 0.5]), np.array([column + 0.5]), width)[0, 0]
    cosine = directions(np.arange(width // 2) + 0.5, np.arange(width) + 0.5, width) @ peak
    cap = np.where((cosine > math.cos(radius))[..., None], pixels, 0.0)
    total = luminance(irradiance(pixels))
    return float(luminance(irradiance(cap)) / max(total, 1e-12))


def brightest(pixels: np.ndarray) -> np.ndarray:
    """Direction (3,) of the brightest pixel."""
    row, column = np.unravel_index(int(luminance(pixels).argmax()), pixels.shape[:2])
    return directions(np.array([row + 0.5]), np.array([column + 0.5]), pixels.shape[1])[0, 0]


def peak_over_mean(pixels: np.ndarray) -> float:
    """Largest luminance over the mean by solid angle."""
    level = luminance(pixels)
    mean = (level * solid_angles(pixels.shape[1])[:, None]).sum() / (4 * math.pi)
    return float(level.max() / max(mean, 1e-12))


