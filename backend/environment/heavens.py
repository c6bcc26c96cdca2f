# SPDX-License-Identifier: GPL-3.0-or-later
"""What is beyond the air: the disc of sun or moon, stars, the Milky Way."""

from __future__ import annotations

import math

import numpy as np

from backend.engine import Progress

from .atmosphere import SUN_RADIUS
from .panorama import directions, pixel_of, solid_angles
from .skymodel import direction_of
from .textures import fbm2

#: Irradiance of a star of magnitude 0, 2.54e-6 lx, in sun units (133 klx), and how much brighter stars are
#: drawn: a long exposure shows what the eye adapts to, and tone mapping takes the rest.
MAGNITUDE_ZERO = 1.9e-11
STAR_GAIN = 22.0


def draw_disc(pixels: np.ndarray, direction: np.ndarray, value: np.ndarray, irradiance: bool = False) -> None:
    """Add a disc of the sun's size to (H, W, C) in place; rows may be the upper half of a map only.

    Coverage of each pixel is counted on an 16 x 16 grid. With ``irradiance``, ``value`` (3,) is the
    irradiance facing the disc and the energy is exact whatever the resolution: the covered solid
    angle is measured and divided by.
    """
    width = pixels.shape[1]
    height = width // 2
    row, column = pixel_of(direction, width)
    elevation = math.asin(float(np.clip(direction[2], -1, 1)))
    reach = SUN_RADIUS / math.pi * height + 2
    wide = min(width // 2, int(reach / max(math.cos(elevation), reach / width)) + 2)
    rows = np.arange(max(0, int(row - reach)), min(pixels.shape[0], int(row + reach) + 2))
    columns = np.arange(int(column) - wide, int(column) + wide + 1)
    grid = (np.arange(16) + 0.5) / 16
    inside = directions((rows[:, None] + grid).ravel(), (columns[:, None] + grid).ravel(), width) @ direction
    covered = (inside >= math.cos(SUN_RADIUS)).reshape(len(rows), 16, len(columns), 16).mean(axis=(1, 3))
    angle = solid_angles(width)[rows, None] * covered
    total = angle.sum()
    if total <= 0:
        raise ValueError("the disc lies outside the map")
    if irradiance:
        # facing the disc, so each pixel counts by its cosine from the centre, 1 within 1e-5
        added = covered[..., None] * (np.asarray(value) / total)
    else:
        added = covered[..., None] * np.asarray(value)
    np.add.at(pixels[..., :3], (rows[:, None], columns[None, :] % width), added.astype(np.float32))


def night_sky(width: int, scale: float, seed: int, progress: Progress) -> np.ndarray:
    """Stars and the Milky Way above the horizon, (width / 4, width, 3) f4, in map units (``scale`` a sun unit).

    Counts rise by 10^0.45 a magnitude, about 9000 to 6.5; colours follow the temperature.
    """
    rng = np.random.Generator(np.random.PCG64([seed, 5]))
    rows = width // 4
    out = np.zeros((rows, width, 3), np.float64)
    progress.update(0.0, "Lighting the stars")
    count = 5200
    magnitude = 6.8 + np.log10(rng.random(count)) / 0.45
    magnitude = np.maximum(magnitude, -1.2)
    z, angle = rng.random(count), rng.uniform(-math.pi, math.pi, count)
    flat = np.sqrt(1 - z * z)
    where = np.stack([flat * np.cos(angle), flat * np.sin(angle), z], axis=1)
    row, column = pixel_of(where.T, width)
    color = np.stack([1 + 0.35 * (warm := rng.normal(0, 0.6, count)), np.ones(count), 1 - 0.35 * warm], axis=1).clip(
        0.4, 1.8
    )
    # air dims what is low: 0.2 magnitudes an air mass
    energy = STAR_GAIN * MAGNITUDE_ZERO * scale * 10 ** (-0.4 * (magnitude + 0.2 / np.maximum(z, 0.05)))
    # a star is a blur of about 0.045 degrees: the same look, and energy, at every width
    blur = max(0.55, math.radians(0.045) / (2 * math.pi) * width)
    reach = max(1, math.ceil(2.2 * blur))
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            i, j = np.floor(row).astype(int) + dy, np.floor(column).astype(int) + dx
            y, x = i + 0.5 - row, (j + 0.5 - column) * np.maximum(flat, 0.05)
            weight = np.exp(-0.5 * (x * x + y * y) / blur**2) / (2 * math.pi * blur**2)
            pixel = (math.pi / (width // 2)) ** 2  # the blur is round on the sphere: one equatorial pixel's angle
            good = (i >= 0) & (i < rows)
            np.add.at(out, (i[good], j[good] % width), (energy * weight / pixel)[good, None] * color[good])
    progress.update(0.6, "Lighting the Milky Way")
    pole = direction_of(math.radians(28), rng.uniform(-math.pi, math.pi))
    d = directions(np.arange(rows) + 0.5, np.arange(width) + 0.5, width)
    latitude = np.arcsin(np.clip(d @ pole, -1, 1))
    side = np.cross(pole, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    longitude = np.arctan2(d @ np.cross(pole, side), d @ side)
    tile = fbm2(512, rng, 1.0, low=2)
    # 512 samples around the band's length twice: periodic in longitude
    i = (longitude / (2 * math.pi) * 1024).astype(int) % 512
    j = (latitude / (2 * math.pi) * 1024).astype(int) % 512
    mottle = tile[i, j]
    core = 0.55 + 0.45 * np.cos(longitude)
    band = np.exp(-0.5 * (latitude / 0.16) ** 2) * np.exp(0.45 * mottle)
    dust = 1 - 0.75 * np.exp(-0.5 * ((latitude + 0.02 * mottle) / 0.035) ** 2) * np.clip(0.6 + 0.5 * mottle, 0, 1)
    glow = 5.0e-8 * scale * core * band * dust
    out += glow[..., None] * np.array([1.05, 0.97, 1.0])
    return out.astype(np.float32)


def draw_planets(sky: np.ndarray, sun: np.ndarray, irradiance: np.ndarray, count: int, seed: int) -> None:
    """Add ``count`` discs of other worlds to the upper half (H / 2, W, 4) of a sky, lit by the ``sun`` (3,).

    They stand behind the air: its own radiance is added to theirs. The first is banded and has a ring.
    """
    rng = np.random.Generator(np.random.PCG64([seed, 31]))
    rows, width = sky.shape[:2]
    d = directions(np.arange(rows) + 0.5, np.arange(width) + 0.5, width)
    tile = fbm2(512, rng, 1.2, low=2)
    azimuth = rng.uniform(-math.pi, math.pi)
    for number in range(count):
        radius = math.radians((13.0, 4.2, 2.2)[number % 3])
        center = direction_of(math.radians((27.0, 44.0, 18.0)[number % 3]), azimuth + 1.9 * number)
        if float(center @ sun) > 0.86:
            center = direction_of(math.radians(30), azimuth + 1.9 * number + 1.4)
        side = np.cross([0.0, 0.0, 1.0], center)
        side /= np.linalg.norm(side)
        up = np.cross(center, side)
        tilt = 0.45
        across, along = side * math.cos(tilt) + up * math.sin(tilt), up * math.cos(tilt) - side * math.sin(tilt)
        ahead = d @ center
        flat = np.maximum(ahead, 0.05) * math.tan(radius)
        x, y = (d @ across) / flat, (d @ along) / flat
        square = x * x + y * y
        soft = 1.0 / (radius / math.pi * rows * 2)
        disc = np.clip((1.0 - np.sqrt(square)) / soft + 0.5, 0, 1) * (ahead > 0)
        depth = np.sqrt(np.clip(1 - square, 0, 1))
        normal = x[..., None] * across + y[..., None] * along - depth[..., None] * center
        lit = np.clip(normal @ sun, 0, 1)
        i = ((y * 0.5 + 0.5) * 140).astype(int) % 512
        j = ((np.arcsin(np.clip(x / np.maximum(np.sqrt(1 - np.clip(y * y, 0, 0.999)), 1e-3), -1, 1)) / math.pi) * 90
             ).astype(int) % 512
        bands = 0.10 * np.sin(y * 17 + 0.7 * tile[i, j]) + 0.06 * np.sin(y * 41 + tile[i, j])
        tone = np.array(((0.62, 0.44, 0.30), (0.36, 0.35, 0.34), (0.30, 0.38, 0.46))[number % 3])
        color = tone * (1 + (bands if number % 3 == 0 else 0.16 * tile[(i * 3) % 512, (j * 3) % 512]))[..., None]
        sky[..., :3] += (disc * lit * 0.55 / math.pi)[..., None] * color * irradiance
        if number % 3 == 0:
            ring = np.sqrt(x * x + (y / 0.20) ** 2)
            gaps = 0.55 + 0.45 * np.sin(ring * 38 + 4 * np.sin(ring * 9))
            band = np.clip((ring - 1.30) * 22, 0, 1) * np.clip((2.15 - ring) * 14, 0, 1) * gaps
            front = np.where((square < 1) & (y > 0), 0.0, 1.0) * (ahead > 0)
            sky[..., :3] += (band * front * 0.16 / math.pi)[..., None] * np.array([0.8, 0.7, 0.58]) * irradiance
