# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands where around the viewer: water, shores, tree lines, hills, a dock.

The plan is polar: for each of ``COLUMNS`` azimuths the distances where water begins and ends, and for each
silhouette layer its distance, height and the length walked along it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

COLUMNS = 2048
FAR = 1e7
#: Eye height above the ground the character stands on, metres.
EYE = 1.6
#: Kinds of silhouettes, as the kernel knows them.
HILL, TREES = 0, 1


@dataclass
class Layer:
    """One silhouette around the viewer, far layers first."""

    kind: int
    #: Distance and height above the ground (metres) by azimuth, (COLUMNS,); height 0 leaves a gap.
    distance: np.ndarray
    height: np.ndarray
    #: Albedo.
    color: tuple[float, float, float]
    #: Trees: spacing in metres, share of conifers.
    spacing: float = 4.0
    conifers: float = 0.5

    def arc(self) -> tuple[np.ndarray, float]:
        """Length walked along the layer up to each azimuth (COLUMNS,), and all the way round: whole spacings."""
        steps = self.distance * (2 * math.pi / COLUMNS)
        length = float(steps.sum())
        whole = max(8, round(length / self.spacing)) * self.spacing
        return (np.cumsum(steps) - steps) * (whole / length), whole


@dataclass
class Layout:
    """Everything about the place that the ground kernel needs."""

    water_start: np.ndarray
    water_end: np.ndarray
    #: Height of the water relative to the ground, metres (negative: below).
    water_level: float = -0.35
    #: Root mean square slope of the waves.
    waves: float = 0.06
    #: Longest wave, metres.
    swell: float = 6.0
    water_color: tuple[float, float, float] = (0.010, 0.020, 0.022)
    layers: list[Layer] = field(default_factory=list)
    #: Half width, near and far end along +Y; a zero width means no dock.
    dock: tuple[float, float, float] = (0.0, 0.0, 0.0)
    #: Albedo of the planks.
    wood: tuple[float, float, float] = (0.27, 0.22, 0.175)

    def tables(self) -> tuple[np.ndarray, np.ndarray]:
        """The plan as the kernel reads it: (2 + 3 layers, COLUMNS) by azimuth, and (layers, 8)."""
        rows, fields = [self.water_end], []
        for layer in self.layers or [Layer(HILL, np.ones(COLUMNS), np.zeros(COLUMNS), (0.0, 0.0, 0.0))]:
            arc, length = layer.arc()
            rows += [layer.distance, layer.height, arc]
            fields.append((layer.kind, *layer.color, layer.spacing, layer.conifers, length, 0.0))
        rows.append(self.water_start)
        return np.ascontiguousarray(rows, np.float32), np.asarray(fields, np.float32)

    def silhouette(self) -> float:
        """Elevation of the highest silhouette, radians."""
        return max(
            (
                float(np.arctan2(layer.height * 1.15 + 8.0 * (layer.height > 0), layer.distance).max())
                for layer in self.layers
            ),
            default=0.0,
        )

    def nearest(self) -> float:
        """Least distance of a silhouette, metres; :data:`FAR` without any."""
        return min((float(layer.distance.min()) for layer in self.layers), default=FAR)


def azimuths() -> np.ndarray:
    """Azimuth of each plan column, radians from +X, counter-clockwise, rising."""
    return -math.pi + (np.arange(COLUMNS) + 0.5) * (2 * math.pi / COLUMNS)


def _ridge(rng: np.random.Generator, low: int, roughness: float) -> np.ndarray:
    """Periodic noise by azimuth, 0..1."""
    frequency = np.fft.rfftfreq(COLUMNS, 1 / COLUMNS)
    amplitude = np.where(frequency >= low, np.maximum(frequency, 1) ** -roughness, 0)
    values = np.fft.irfft(amplitude * np.exp(2j * math.pi * rng.random(len(frequency))), COLUMNS)
    return (values - values.min()) / (values.max() - values.min())


def _lake(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Distance to the shore of an elliptic lake that lies mostly towards +Y."""
    half_x, half_y, centre = 210.0, 150.0, 92.0
    a = (x / half_x) ** 2 + (y / half_y) ** 2
    b = -2 * y * centre / half_y**2
    c = (centre / half_y) ** 2 - 1
    reach = (-b + np.sqrt(b * b - 4 * a * c)) / (2 * a)
    return reach * (0.9 + 0.25 * _ridge(rng, 3, 1.6))


def plan(spec: Mapping[str, Any], seed: int) -> Layout:
    """Lay out the place of a spec (see :mod:`.spec`)."""
    rng = np.random.Generator(np.random.PCG64([seed, 11]))
    place = spec["place"]
    setting, season = place["setting"], spec["season"]
    angle = azimuths()
    x, y = np.cos(angle), np.sin(angle)
    never = np.full(COLUMNS, FAR)
    layout = Layout(never.copy(), never.copy())
    wind = float(spec["wind"])
    tree_distance = 120.0 + 90.0 * _ridge(rng, 2, 1.5)
    standing = np.ones(COLUMNS)
    if setting == "lake":
        layout.water_start[:] = 0.0 if place["dock"] else np.where(y > 0.15, 6.0 / np.maximum(y, 0.15), FAR)
        layout.water_end = _lake(x, y, rng)
        layout.water_level, layout.waves, layout.swell = -0.55, 0.02 + 0.10 * wind, 2.6
        tree_distance = layout.water_end + 3.0
    elif setting in ("sea", "beach"):
        if setting == "beach" or place["dock"]:
            edge = 7.5 if setting == "beach" else -38.0
            wander = 1.0 + 0.25 * _ridge(rng, 4, 1.4)
            if edge > 0:
                layout.water_start = np.where(y > 0.03, edge * wander / np.maximum(y, 0.03), FAR)
                standing = np.clip((-y - 0.05) * 5, 0, 1)
            else:
                layout.water_start[:] = 0.0
                layout.water_end = np.where(y < -0.12, edge * wander / np.minimum(y, -0.12), FAR)
                standing = np.clip((-y - 0.2) * 6, 0, 1)
                tree_distance = np.minimum(layout.water_end, 400.0) + 6.0
        else:
            layout.water_start[:] = 0.0
            standing[:] = 0.0
        layout.water_level, layout.waves, layout.swell = -0.4, 0.05 + 0.13 * wind, 14.0
        layout.water_color = (0.006, 0.022, 0.030)
        if setting == "sea" and not place["dock"]:
            layout.water_level = -2.5
    if place["dock"]:
        layout.dock = (1.25, -60.0 if setting == "lake" else -40.0, 6.2)
    snow = season == "winter" or spec["ground"]["kind"] == "snow"
    layout.layers = _silhouettes(place, standing, tree_distance, season, snow, rng)
    return layout


def _silhouettes(
    place: Mapping[str, Any],
    standing: np.ndarray,
    tree_distance: np.ndarray,
    season: str,
    snow: bool,
    rng: np.random.Generator,
) -> list[Layer]:
    layers: list[Layer] = []
    leaf = {"autumn": (0.24, 0.12, 0.03), "winter": (0.12, 0.105, 0.09), "spring": (0.12, 0.17, 0.05)}.get(
        season, (0.075, 0.115, 0.035)
    )
    if snow:
        leaf = (0.20, 0.205, 0.22)
    hills = float(place["hills"])
    if hills > 0:
        dunes = place["setting"] == "desert"
        heights: tuple[tuple[float, float, int], ...] = ((6500.0, 1.0, 2), (3000.0, 0.40, 2), (1400.0, 0.13, 3))
        if dunes:
            heights = (*heights, (620.0, 0.11, 4), (280.0, 0.055, 5), (120.0, 0.020, 6))
        forest = (0.62, 0.66, 0.72) if snow and hills > 400 else (0.05, 0.065, 0.038)
        if place["setting"] == "desert" or (place["trees"] == "none" and place["setting"] != "sea"):
            forest = (0.62, 0.66, 0.72) if snow else (0.26, 0.20, 0.14)
        for distance, share, low in heights:
            rough = 1.9 if hills > 400 else 2.3
            shape = np.clip(_ridge(rng, low, rough) * 1.5 - 0.35, 0, None)
            layers.append(
                Layer(HILL, np.full(COLUMNS, distance), hills * share * shape * standing_far(standing), forest)
            )
    if place["setting"] == "beach":
        for distance, rise, color in ((130.0, 9.0, (0.16, 0.17, 0.075)), (70.0, 4.5, (0.24, 0.21, 0.12))):
            shape = np.clip(_ridge(rng, 6, 1.3) * 1.2 - 0.1, 0, None)
            layers.append(Layer(HILL, np.full(COLUMNS, distance), rise * shape * standing, color))
    trees = place["trees"]
    if trees in ("mixed", "conifer", "deciduous", "palm"):
        conifers = {"mixed": 0.5, "conifer": 0.93, "deciduous": 0.06, "palm": 0.0}[trees]
        for step in range(3):
            away = tree_distance + 14.0 * (2 - step) * (1 + 0.02 * tree_distance**0.5)
            grow = np.clip(_ridge(rng, 5, 1.2) * 1.5 + 0.35 - 0.22 * step, 0.0, 1.25)
            height = (13.0 - 2.4 * step) * (0.55 + 0.45 * grow) * (grow > 0.18) * (standing > 0.5)
            # those behind the viewer stand close: keep them low so that the sun clears them
            height = np.minimum(height, 0.17 * away)
            layers.append(Layer(TREES, away, height, leaf, 2.6 + 0.6 * step, conifers))
    return layers


def standing_far(standing: np.ndarray) -> np.ndarray:
    """Where far hills may rise: everywhere on land, and low over open water's ends."""
    return np.where(standing > 0, 0.25 + 0.75 * standing, 0.0) if (standing < 1).any() else standing
