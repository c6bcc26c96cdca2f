# SPDX-License-Identifier: GPL-3.0-or-later
"""Where water begins and ends around the viewer, by azimuth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .materials import color_of

COLUMNS = 2048
FAR = 1e7
#: Mean distance of a beach's waterline, metres; how far its line is turned from the X axis, radians: it runs out of
#: sight away from where the left and the right edge of a map meet.
COAST = 6.5
COAST_TURN = math.radians(11.0)
#: Share of a colour said of water that comes back out of it.
_FROM_WATER = 0.16


@dataclass
class Shores:
    """Distances (COLUMNS,) by azimuth from +X counter-clockwise, starting at -180 degrees; and the water itself."""

    start: np.ndarray
    end: np.ndarray
    #: Share of a way along each azimuth that leads straight away from the shore, which lies across +Y or nearly so.
    across: np.ndarray = field(default_factory=lambda: _across(0.0))
    #: Height of the water relative to the ground, metres (negative: below).
    level: float = -0.35
    #: Root mean square slope of the waves; the longest, metres.
    waves: float = 0.06
    swell: float = 6.0
    color: tuple[float, float, float] = (0.010, 0.020, 0.022)

    @property
    def wet(self) -> bool:
        return bool((self.start < 1e6).any())

    def on_land(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a place is ``margin`` metres away from the water."""
        r = math.hypot(x, y)
        column = int((math.atan2(y, x) / (2 * math.pi) + 0.5) * COLUMNS) % COLUMNS
        return not self.start[column] - margin < r < self.end[column] + margin


def _across(turn: float) -> np.ndarray:
    return np.maximum(np.abs(np.sin(azimuths() - turn)), 0.02)


def azimuths() -> np.ndarray:
    """Azimuth of each column, radians."""
    return -math.pi + (np.arange(COLUMNS) + 0.5) * (2 * math.pi / COLUMNS)


def ragged(rng: np.random.Generator, low: int, roughness: float) -> np.ndarray:
    """Periodic noise by azimuth, 0..1."""
    frequency = np.fft.rfftfreq(COLUMNS, 1 / COLUMNS)
    amplitude = np.where(frequency >= low, np.maximum(frequency, 1) ** -roughness, 0)
    values = np.fft.irfft(amplitude * np.exp(2j * math.pi * rng.random(len(frequency))), COLUMNS)
    return (values - values.min()) / (values.max() - values.min())


def _lake(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Distance to the shore of an elliptic lake that lies mostly towards +Y."""
    half_x, half_y, centre = 190.0, 135.0, 80.0
    a = (x / half_x) ** 2 + (y / half_y) ** 2
    b = -2 * y * centre / half_y**2
    c = (centre / half_y) ** 2 - 1
    reach = (-b + np.sqrt(b * b - 4 * a * c)) / (2 * a)
    return reach * (0.9 + 0.25 * ragged(rng, 3, 1.6))


def _headlands(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Distance at which the land comes round to close a bay at both its ends: the coast a kilometre or more away runs
    out to sea, one end farther than the other."""
    end = np.full(COLUMNS, FAR)
    for side in (-1, 1):
        far, out = rng.uniform(700, 2600), rng.uniform(0.10, 0.42)
        along = y / np.maximum(side * x, 1e-3)  # the tangent of the angle from the beach's own line
        bend = far * (1.0 + 0.35 * ragged(rng, 24, 1.4) + 0.9 * np.maximum(along / out, 0.0) ** 2)
        end = np.where((side * x > 0) & (y > 0) & (along < out), bend, end)
    return end


def shores(spec: Mapping[str, Any], seed: int) -> Shores:
    """The water of a spec's place (see :mod:`..spec`)."""
    rng = np.random.Generator(np.random.PCG64([seed, 11]))
    setting, dock, wind = spec["place"]["setting"], spec["place"]["dock"], float(spec["wind"])
    angle = azimuths()
    x, y = np.cos(angle), np.sin(angle)
    never = np.full(COLUMNS, FAR)
    water = Shores(never.copy(), never.copy())
    if setting == "lake":
        water.start = np.zeros(COLUMNS) if dock else np.where(y > 0.15, 6.0 / np.maximum(y, 0.15), FAR)
        water.end = _lake(x, y, rng)
        water.start = np.where(water.start < water.end - 2, water.start, FAR)
        water.level, water.waves, water.swell = -0.55, 0.02 + 0.10 * wind, 2.6
    elif setting in ("sea", "beach"):
        water.level, water.waves, water.swell = -0.4, 0.05 + 0.13 * wind, 14.0
        water.color = (0.006, 0.022, 0.030)
        if setting == "beach":
            x, y = np.cos(angle - COAST_TURN), np.sin(angle - COAST_TURN)
            water.across = _across(COAST_TURN)
            water.start = np.where(y > 0.0006, COAST * (0.9 + 0.25 * ragged(rng, 4, 1.6)) / np.maximum(y, 0.0006), FAR)
            water.end = _headlands(x, y, rng)
        elif dock:
            water.start[:] = 0.0
            water.end = np.where(y < -0.12, -38.0 * (1.0 + 0.25 * ragged(rng, 4, 1.4)) / np.minimum(y, -0.12), FAR)
        else:
            water.start[:] = 0.0
            water.level = -2.5
    said = color_of(spec, "water")
    if said is not None:
        r, g, b = (_FROM_WATER * float(each) for each in said)
        water.color = (r, g, b)
    return water
