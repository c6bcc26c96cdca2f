# SPDX-License-Identifier: GPL-3.0-or-later
"""From a spec to the numbers the kernels need: light, exposure, tables, noise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .atmosphere import Atmosphere, aerosol_phase, rayleigh_phase
from .spectrum import luminance
from .textures import billows3, cells2, fbm2, rank

SKY_ROWS, SKY_COLUMNS = 96, 33
#: Full moon: 0.25 lx of the sun's 133 klx.
MOONLIGHT = 1.9e-6
#: Airglow and unresolved starlight at the zenith, 2e-4 cd/m2 of 133 klx.
STARLIGHT = 1.5e-9
#: Irradiance averaged over all orientations, in sun units, of the scene that exposes to ``pi``.
REFERENCE = 0.30
#: Irradiance so averaged, in map units, at that reference.
KEY = 1.2
#: How far the eye follows the light: exposed = KEY (E / REFERENCE)^ADAPTATION.
ADAPTATION = 0.13
#: How far its white balance follows: 0 stays at daylight, 1 makes every light neutral.
BALANCE = 0.4
#: Eyes turn to blue in moonlight (the Purkinje shift), and so do films.
NIGHT_TINT = np.array([0.68, 0.95, 1.45])


@dataclass(frozen=True)
class SkyLight:
    """All the light of one moment, in map units (see :func:`light_for`)."""

    #: Unit vector to the light (sun or moon).
    direction: np.ndarray
    #: Sky table without phases, (3, E, A, 3).
    table: np.ndarray
    #: Irradiance facing the light, RGB, at the ground and at cloud height, cloudless.
    irradiance: np.ndarray
    irradiance_above: np.ndarray
    #: Clear sky irradiance on the ground, RGB.
    sky_irradiance: np.ndarray
    #: Map units per sun unit, RGB (3,): exposure and white balance.
    scale: np.ndarray
    moon: bool


def direction_of(elevation: float, azimuth: float) -> np.ndarray:
    """Unit vector (3,) from angles in radians; azimuth counter-clockwise from +X."""
    return np.array(
        [math.cos(elevation) * math.cos(azimuth), math.cos(elevation) * math.sin(azimuth), math.sin(elevation)]
    )


def sky_axes() -> tuple[np.ndarray, np.ndarray]:
    """Elevations and azimuths (from the light) of the sky table."""
    return (
        math.pi / 2 * (np.arange(SKY_ROWS) / (SKY_ROWS - 1)) ** 2,
        math.pi * np.arange(SKY_COLUMNS) / (SKY_COLUMNS - 1),
    )


def table_radiance(table: np.ndarray, light_elevation: float) -> np.ndarray:
    """Radiance (E, A, 3) of a sky table with its phase functions."""
    elevations, azimuths = sky_axes()
    mu = (
        np.sin(elevations)[:, None] * math.sin(light_elevation)
        + np.cos(elevations)[:, None] * math.cos(light_elevation) * np.cos(azimuths)[None, :]
    )
    mu = np.clip(mu, -1, 1)[..., None]
    return table[0] * rayleigh_phase(mu) + table[1] * aerosol_phase(mu) + table[2]


def integrate(radiance: np.ndarray, weight: str = "cosine") -> np.ndarray:
    """Integral (3,) of a table (E, A, 3) over the upper hemisphere, times the sine of elevation or 1."""
    elevations, azimuths = sky_axes()
    kernel = np.cos(elevations) * (np.sin(elevations) if weight == "cosine" else 1.0)
    return 2 * np.trapezoid(np.trapezoid(radiance * kernel[:, None, None], azimuths, axis=1), elevations, axis=0)


@lru_cache(maxsize=8)
def clear_table(turbidity: float, elevation: float, albedo: float) -> np.ndarray:
    """Sky table of a light of unit strength; read-only."""
    table = Atmosphere(turbidity, albedo).sky(elevation, *sky_axes())
    table.setflags(write=False)
    return table


def light_for(
    elevation: float, azimuth: float, turbidity: float, albedo: float, overcast: float, moon: float | None
) -> SkyLight:
    """The light of a moment. ``elevation`` and ``azimuth`` (radians) are of the sun, or of the moon
    when ``moon`` (its lit share 0..1) is given; ``overcast`` is the share of the light that
    clouds keep back, 0..1.

    **Exposure.** Radiance is scaled by one factor a map, chosen from the irradiance E averaged over
    all orientations (clear noon: 0.30 sun units): it becomes ``1.2 (E / .30)^.13``. At clear noon the
    ground then receives about pi: a white card has radiance about 1 at exposure 0, a grey card .18;
    and darker scenes stay darker, but no more than the eye would see them. Ratios within a map are
    physical. White balance follows the light's colour part of the way (:data:`BALANCE`), as a camera's does at sunset.
    """
    air = Atmosphere(turbidity, albedo)
    strength = 1.0 if moon is None else MOONLIGHT * max(moon, 0.02)
    table = clear_table(turbidity, elevation, albedo) * strength
    radiance = table_radiance(table, elevation)
    direct = air.sun_irradiance(elevation) * strength
    above = air.sun_irradiance(elevation, 1800.0) * strength
    sky = integrate(radiance)
    mean = luminance(direct + integrate(radiance, "flat")) / 4
    horizontal = luminance(direct) * max(math.sin(elevation), 0) + luminance(sky)
    mean += horizontal * albedo / 4 + STARLIGHT
    if overcast > 0:
        # below an even grey sky the mean over orientations is about six tenths of what level ground
        # gets, and a camera is set for the land, a little brighter
        mean = 0.45 * horizontal * (1 - overcast)
    scale = KEY / mean * (mean / REFERENCE) ** ADAPTATION * (0.7 if moon is not None else 1.0)
    shade = direct * max(math.sin(elevation), 0.15) + sky
    balance = (luminance(shade) / np.maximum(shade, 1e-12)) ** BALANCE
    falling = direct + integrate(radiance, "flat")
    scale = scale * balance * luminance(falling) / luminance(falling * balance)
    if moon is not None:
        scale = scale * NIGHT_TINT
    return SkyLight(
        direction_of(elevation, azimuth),
        (table * scale).astype(np.float32),
        direct * scale,
        above * scale,
        sky * scale,
        scale,
        moon is not None,
    )


def dimmed(light: SkyLight, factor: float, tint: np.ndarray) -> SkyLight:
    """The same light times ``factor`` (the exposure of a place with lamps), under air tinted by ``tint`` (3,)."""
    if factor == 1.0 and np.allclose(tint, 1.0):
        return light
    return SkyLight(light.direction, (light.table * (factor * tint)).astype(np.float32), light.irradiance * factor,
                    light.irradiance_above * factor, light.sky_irradiance * factor * tint, light.scale * factor,
                    light.moon)


@lru_cache(maxsize=1)
def cloud_noise() -> tuple[np.ndarray, np.ndarray]:
    """Noise for the clouds, the same for every seed (which only moves it): (512, 512, 4) and (96, 96, 96).

    Channels: fBm; ranked cells with fBm outlines (cumulus fields); ranked broad fBm; streaks.
    """
    rng = np.random.default_rng(20200713)
    size = 512
    near, _, _ = cells2(size, rng.random((150, 2)))
    small, _, _ = cells2(size, rng.random((700, 2)))
    heaps = -near * 12 - small * 9 + 0.42 * fbm2(size, rng, 1.3, low=3)
    plane = np.stack(
        [
            fbm2(size, rng, 1.1, low=2),
            rank(heaps),
            rank(fbm2(size, rng, 1.5)),
            fbm2(size, rng, 0.95, low=2, stretch=4.5),
        ],
        axis=-1,
    )
    bumps = billows3(96, (4, 8, 16), rng)
    return np.ascontiguousarray(plane, np.float32), rank(bumps) * 0.8 + bumps * 0.2


def cover_threshold(cover: float) -> float:
    """Threshold of the weather map (see ``clouds.weather``) that leaves ``cover`` of the plane covered."""
    if cover >= 0.999:
        return -0.2
    plane, _ = cloud_noise()
    rng = np.random.default_rng(1)
    a = plane[..., 1].ravel()[rng.integers(0, plane.shape[0] ** 2, 40_000)]
    b = plane[..., 2].ravel()[rng.integers(0, plane.shape[0] ** 2, 40_000)]
    return float(np.quantile(0.72 * a + 0.28 * b, 1 - cover))
