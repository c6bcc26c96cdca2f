# SPDX-License-Identifier: GPL-3.0-or-later
"""The clear sky: Rayleigh, aerosol and ozone in spherical air, with all orders of scattering.

Single scattering is integrated over twelve wavelengths; the higher orders come from the table of
Hillaire, *A Scalable and Production Ready Sky and Atmosphere Rendering Technique* (EGSR 2020).
Units: metres, radians; irradiance relative to the sun above the air (luminance 1, about 133 klx).
Turbidity follows Preetham et al. 1999 up to a factor, see :func:`aerosol_depth`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .spectrum import OZONE, SUN, TO_RGB, WAVELENGTHS

RADIUS = 6_360_000.0
TOP = 6_460_000.0
RAYLEIGH_HEIGHT = 8000.0
AEROSOL_HEIGHT = 1200.0
#: Mean cosine of the aerosol phase function and the share of light it scatters rather than absorbs.
ANISOTROPY = 0.76
ALBEDO = 0.97
#: The solid angle and the angular radius of the sun's disc.
SUN_RADIUS = math.radians(0.266)
SUN_SOLID_ANGLE = 2 * math.pi * (1 - math.cos(SUN_RADIUS))

_ALTITUDES, _COSINES = 48, 256
#: White balance: makes the global light of a clear noon (sun 60 degrees high, turbidity 3) neutral.
DAYLIGHT_GAIN = np.array([0.880, 1.024, 1.181])


def rayleigh_phase(cosine: np.ndarray) -> np.ndarray:
    """Per steradian, of the cosine between the light's travel and the view."""
    return 3.0 / (16.0 * math.pi) * (1.0 + cosine * cosine)


def aerosol_phase(cosine: np.ndarray, g: float = ANISOTROPY) -> np.ndarray:
    """Cornette and Shanks 1992, per steradian."""
    norm = 3.0 / (8.0 * math.pi) * (1.0 - g * g) / (2.0 + g * g)
    return norm * (1.0 + cosine * cosine) / (1.0 + g * g - 2.0 * g * cosine) ** 1.5


def aerosol_depth(turbidity: float, wavelengths: np.ndarray) -> np.ndarray:
    """Vertical optical depth of the aerosol at ``wavelengths`` (nm): ``0.55 beta lambda^-1.3``, lambda in micrometres.

    ``beta = .04608 T - .04586`` is Preetham's (1999). His depths take more
    from a low sun than Hosek and Wilkie's sky of the same turbidity does, whose sun fades with the
    air mass by only 0.15 in luminance; 0.55 gives light its direct share in theirs, within 10 % from
    5 to 85 degrees.
    """
    beta = max(0.04608 * turbidity - 0.04586, 0.004)
    return 0.55 * beta * (wavelengths / 1000.0) ** -1.3


def densities(altitude: np.ndarray) -> np.ndarray:
    """Relative density of air, aerosol and ozone, (..., 3), at ``altitude`` metres."""
    height = np.maximum(altitude, 0.0)
    ozone = np.maximum(0.0, 1.0 - np.abs(height - 25_000.0) / 15_000.0)
    return np.stack([np.exp(-height / RAYLEIGH_HEIGHT), np.exp(-height / AEROSOL_HEIGHT), ozone], axis=-1)


def _distance_to_sphere(r: np.ndarray, mu: np.ndarray, radius: float) -> np.ndarray:
    """Far intersection with a sphere about the planet's centre, from radius ``r`` at zenith cosine ``mu``."""
    return -r * mu + np.sqrt(np.maximum(0.0, r * r * (mu * mu - 1.0) + radius * radius))


def _hits_ground(r: np.ndarray, mu: np.ndarray) -> np.ndarray:
    return (mu < 0.0) & (r * r * (mu * mu - 1.0) + RADIUS * RADIUS >= 0.0)


@dataclass(frozen=True)
class Atmosphere:
    """Air of one turbidity above ground of one albedo (grey)."""

    turbidity: float = 3.0
    ground_albedo: float = 0.2

    @cached_property
    def scattering(self) -> np.ndarray:
        """Scattering coefficients at sea level of air and aerosol, (2, 12), per metre."""
        rayleigh = 1.16e-5 * (550.0 / WAVELENGTHS) ** 4.08
        return np.stack([rayleigh, ALBEDO * self._aerosol])

    @cached_property
    def extinction(self) -> np.ndarray:
        """Extinction coefficients of air, aerosol and ozone, (3, 12), per metre; ozone column 300 DU."""
        column = 300 * 2.687e20  # molecules a square metre
        return np.stack([self.scattering[0], self._aerosol, OZONE * column / 15_000.0])

    @cached_property
    def _aerosol(self) -> np.ndarray:
        return aerosol_depth(self.turbidity, WAVELENGTHS) / AEROSOL_HEIGHT

    @cached_property
    def _columns(self) -> np.ndarray:
        """Column densities towards the top of the air, (altitude, cosine, 3); infinite through the ground."""
        radius = RADIUS + (TOP - RADIUS) * (np.arange(_ALTITUDES) / (_ALTITUDES - 1)) ** 2
        mu = _cosine_of(np.arange(_COSINES) / (_COSINES - 1))
        r, mu = np.meshgrid(radius, mu, indexing="ij")
        far = _distance_to_sphere(r, mu, TOP)
        steps = 64
        total = np.zeros((*r.shape, 3))
        for index in range(steps):
            # quadratic spacing: the dense air is near one end or the tangent point, both get samples
            low, high = (index / steps) ** 2, ((index + 1) / steps) ** 2
            s = far * 0.5 * (low + high)
            height = np.sqrt(r * r + s * s + 2 * r * mu * s) - RADIUS
            total += densities(height) * (far * (high - low))[..., None]
        total[_hits_ground(r, mu)] = 1e12
        return total

    def columns(self, altitude: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Column densities (..., 3), metres, from ``altitude`` along zenith cosine ``mu`` out of the air."""
        row = np.sqrt(np.clip(altitude / (TOP - RADIUS), 0, 1)) * (_ALTITUDES - 1)
        column = _index_of(mu) * (_COSINES - 1)
        return _bilinear(self._columns, row, column)

    def transmittance(self, altitude: float, elevation: float) -> np.ndarray:
        """Spectral transmittance (12,) from ``altitude`` towards the sun's disc at ``elevation``.

        The disc is averaged over eight rings so that a sun half set is half as bright.
        """
        offsets = SUN_RADIUS * np.sin(np.linspace(-1, 1, 8) * math.pi / 2 * 0.93)
        chord = np.sqrt(np.maximum(1e-6, 1 - (offsets / SUN_RADIUS) ** 2))
        angle = elevation + offsets
        # what hides the sun is the horizon of the place itself, lower when seen from a height
        dip = math.acos(RADIUS / (RADIUS + max(altitude, 0.0)))
        columns = self.columns(np.full(8, altitude), np.sin(np.maximum(angle, 1e-4 - dip)))
        columns[angle < -dip] = 1e12
        values = np.exp(-np.minimum(columns @ self.extinction, 700.0))
        return (values * chord[:, None]).sum(0) / chord.sum()

    def sun_irradiance(self, elevation: float, altitude: float = 0.0) -> np.ndarray:
        """Linear RGB irradiance (3,) on a surface facing the sun at ``altitude``, white balanced."""
        return to_rgb(self.transmittance(altitude, elevation) * SUN)

    @cached_property
    def multiple(self) -> np.ndarray:
        """Light of all orders beyond the first per unit of sun, (32 altitudes, 32 sun cosines, 12 wavelengths)."""
        size, rays, steps = 32, 48, 20
        radius = RADIUS + 10.0 + (TOP - RADIUS - 20.0) * (np.arange(size) / (size - 1)) ** 2
        sun_mu = -0.25 + 1.25 * np.arange(size) / (size - 1)
        r = np.repeat(radius, size)
        mu_sun = np.tile(sun_mu, size)
        second = np.zeros((size * size, 12))
        again = np.zeros((size * size, 12))
        sine = np.sqrt(np.maximum(0, 1 - mu_sun ** 2))
        for ray in range(rays):
            z = 1.0 - 2.0 * (ray + 0.5) / rays  # a spiral of equal areas
            angle = ray * math.pi * (3.0 - math.sqrt(5.0))
            horizontal = math.sqrt(1.0 - z * z) * math.cos(angle)
            mu = np.full_like(r, z)
            ground = _hits_ground(r, mu)
            near = -r * mu - np.sqrt(np.maximum(0.0, r * r * (mu * mu - 1.0) + RADIUS ** 2))
            far = np.where(ground, near, _distance_to_sphere(r, mu, TOP))
            passed = np.zeros((len(r), 3))
            for step in range(steps):
                low, high = (step / steps) ** 2, ((step + 1) / steps) ** 2
                ds = far * (high - low)
                s = far * 0.5 * (low + high)
                here = np.sqrt(r * r + s * s + 2 * r * mu * s)
                cosine = (r * mu_sun + s * (mu * mu_sun + horizontal * sine)) / here
                density = densities(here - RADIUS)
                through = np.exp(-(passed + 0.5 * density * ds[:, None]) @ self.extinction)
                scatter = density[:, :2] @ self.scattering * ds[:, None] * through
                lit = np.exp(-np.minimum(self.columns(here - RADIUS, cosine) @ self.extinction, 700.0))
                second += scatter * lit / (4 * math.pi)
                again += scatter
                passed += density * ds[:, None]
            if ground.any():
                cosine = np.clip((r * mu_sun + far * (mu * mu_sun + horizontal * sine)) / RADIUS, 0, 1)
                lit = np.exp(-np.minimum(self.columns(np.zeros_like(r), cosine) @ self.extinction, 700.0))
                bounce = np.exp(-passed @ self.extinction) * lit * (cosine * self.ground_albedo / math.pi)[:, None]
                second += np.where(ground[:, None], bounce, 0.0)
        second, again = second / rays, again / rays
        return (second / (1.0 - again)).reshape(size, size, 12)

    def sky(self, sun_elevation: float, elevations: np.ndarray, azimuths: np.ndarray,
            observer: float = 2.0) -> np.ndarray:
        """Sky radiance without its phase functions, (3, E, A, 3): air, aerosol, multiple; linear RGB.

        ``elevations`` (E,) and ``azimuths`` (A,) from the sun, radians. The radiance towards a
        direction is ``rayleigh_phase * air + aerosol_phase * aerosol + multiple``; the parts are
        smooth, so a coarse table serves a sharp halo. ``observer`` is in metres above the ground, where
        :meth:`sun_irradiance` stands too: a sky seen from above the haze would not fit that sun.
        """
        el, az = (grid.ravel() for grid in np.meshgrid(elevations, azimuths, indexing="ij"))
        r = RADIUS + observer
        mu = np.sin(el)
        toward_sun = mu * math.sin(sun_elevation) + np.cos(el) * math.cos(sun_elevation) * np.cos(az)
        far = _distance_to_sphere(np.full_like(mu, r), mu, TOP)
        steps = 48
        parts = np.zeros((3, len(el), 12))
        passed = np.zeros((len(el), 3))
        for step in range(steps):
            low, high = (step / steps) ** 2, ((step + 1) / steps) ** 2
            ds, s = far * (high - low), far * 0.5 * (low + high)
            here = np.sqrt(r * r + s * s + 2 * r * mu * s)
            cosine = (r * math.sin(sun_elevation) + s * toward_sun) / here
            density = densities(here - RADIUS)
            through = np.exp(-(passed + 0.5 * density * ds[:, None]) @ self.extinction) * ds[:, None]
            lit = np.exp(-np.minimum(self.columns(here - RADIUS, cosine) @ self.extinction, 700.0)) * through
            air, aerosol = density[:, :1] * self.scattering[0], density[:, 1:2] * self.scattering[1]
            parts[0] += air * lit
            parts[1] += aerosol * lit
            row = np.sqrt(np.clip((here - RADIUS) / (TOP - RADIUS), 0, 1)) * 31
            parts[2] += (air + aerosol) * through * _bilinear(self.multiple, row, (cosine + 0.25) / 1.25 * 31)
            passed += density * ds[:, None]
        return to_rgb(parts * SUN).reshape(3, len(elevations), len(azimuths), 3)


def to_rgb(spectrum: np.ndarray) -> np.ndarray:
    """Spectrum (..., 12) to white-balanced linear Rec.709 (..., 3), kept within the gamut."""
    return np.maximum(spectrum @ TO_RGB, 0.0) * DAYLIGHT_GAIN


def _cosine_of(u: np.ndarray) -> np.ndarray:
    """Table coordinate 0..1 to zenith cosine, dense about the horizon."""
    x = 2.0 * u - 1.0
    return np.sign(x) * np.abs(x) ** 3


def _index_of(mu: np.ndarray) -> np.ndarray:
    return 0.5 * (1.0 + np.cbrt(np.clip(mu, -1.0, 1.0)))


def _bilinear(table: np.ndarray, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    row = np.clip(row, 0, table.shape[0] - 1.000001)
    column = np.clip(column, 0, table.shape[1] - 1.000001)
    i, j = row.astype(np.intp), column.astype(np.intp)
    a, b = (row - i)[..., None], (column - j)[..., None]
    return ((table[i, j] * (1 - b) + table[i, j + 1] * b) * (1 - a)
            + (table[i + 1, j] * (1 - b) + table[i + 1, j + 1] * b) * a)
