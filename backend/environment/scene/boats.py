# SPDX-License-Identifier: GPL-3.0-or-later
"""Boats: fishing boats and sailing boats, moored at a dock or lying off the shore."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from .builder import BLADE, CARD, Group, Scene
from .materials import STUFF, Material, Rgb, color_of, stuff
from .shores import Shores

_HULLS: tuple[Rgb, ...] = (
    (0.66, 0.66, 0.64),
    (0.05, 0.12, 0.28),
    (0.42, 0.05, 0.04),
    (0.06, 0.22, 0.20),
    (0.60, 0.42, 0.06),
)


def _hull(group: Group, color: Rgb, long_: float, wide: float, side: float) -> None:
    """A hull along y, its bow at +y, in frames that narrow and rise towards the bow."""
    paint, rail = Material(color, gloss=0.04, rough=0.2), stuff("wood")
    deck = stuff("pine")
    frames = 12
    edge: list[tuple[float, float, float]] = []
    for k in range(frames + 1):
        t = k / frames
        narrow = math.sqrt(max(0.0, 1 - max(0.0, (t - 0.35) / 0.65) ** 2.2)) * (0.82 + 0.18 * min(1.0, t / 0.3))
        sheer = side * (1 + 1.1 * max(0.0, t - 0.45) ** 1.5)
        edge.append((max(0.03, wide / 2 * narrow), long_ * (t - 0.5), sheer))
    for (x0, y0, z0), (x1, y1, z1) in pairwise(edge):
        group.box((0, (y0 + y1) / 2, side * 0.30), (x0 + x1 - 0.1, y1 - y0 + 0.01, 0.06), deck)
        for turn in (-1, 1):
            low0, low1 = np.array([turn * 0.62 * x0, y0, -0.45]), np.array([turn * 0.62 * x1, y1, -0.45])
            top0, top1 = np.array([turn * x0, y0, z0]), np.array([turn * x1, y1, z1])
            middle = (low0 + low1 + top0 + top1) / 4
            group.card(middle, (low1 + top1 - low0 - top0) / 4 * 1.02, (top0 + top1 - low0 - low1) / 4, paint)
            group.tube(top0, top1, 0.045, rail)
    x, y, z = edge[0]
    group.box((0, y, z / 2 - 0.2), (2 * x, 0.06, z + 0.4), paint)


def fishing_boat(scene: Scene, color: Rgb) -> Group:
    """Seven metres with a wheel house, a mast and a winch."""
    group = scene.group()
    _hull(group, color, 7.4, 2.5, 0.85)
    white = Material((0.68, 0.68, 0.66), gloss=0.03)
    group.box((0, -0.9, 1.15), (1.5, 1.7, 1.9), white, bevel=0.04)
    group.box((0, -0.9, 2.15), (1.75, 2.0, 0.1), Material(color), bevel=0.03)
    glass = STUFF["glass"]
    group.box((0, -0.03, 1.6), (1.25, 0.04, 0.5), glass)
    for side in (-1, 1):
        group.box((side * 0.76, -0.7, 1.6), (0.04, 1.0, 0.5), glass)
    iron = stuff("metal", (0.12, 0.12, 0.12))
    group.tube((0, -0.2, 2.2), (0, -0.2, 5.2), 0.05, iron, 0.03)
    group.tube((0, -0.2, 4.9), (0, 3.6, 1.5), 0.012, iron)
    group.tube((0, -0.2, 4.9), (0, -3.6, 1.0), 0.012, iron)
    group.tube((0, -0.2, 2.6), (0, -3.0, 3.6), 0.04, iron)
    group.tube((-0.5, 1.6, 0.55), (0.5, 1.6, 0.55), 0.25, iron)
    for k in range(3):
        group.box((-0.5 + 0.5 * k, -2.6, 0.5), (0.4, 0.6, 0.3), Material((0.10, 0.24, 0.34)), bevel=0.02)
    for k in range(3):
        group.ball((1.28, -2.0 + 1.6 * k, 0.35), (0.16, 0.16, 0.26), Material((0.66, 0.24, 0.04)))
    return group


def sailing_boat(scene: Scene, color: Rgb, sails: bool) -> Group:
    """Eight metres with a mast, its sails set or furled on the boom."""
    group = scene.group()
    _hull(group, color, 8.6, 2.4, 0.75)
    white, alloy = Material((0.70, 0.70, 0.68), gloss=0.03), stuff("metal", (0.45, 0.45, 0.46))
    group.box((0, -0.2, 0.75), (1.3, 2.8, 0.5), white, bevel=0.08)
    group.tube((0, 0.6, 0.3), (0, 0.6, 10.5), 0.065, alloy, 0.045)
    group.tube((0, 0.6, 1.6), (0, -3.3, 1.55), 0.05, alloy)
    for x, y in ((0, 4.1), (0, -4.1), (1.1, 0.4), (-1.1, 0.4)):
        group.tube((0, 0.6, 10.2), (x, y, 0.9), 0.008, alloy)
    cloth = Material((0.76, 0.755, 0.73), through=0.35)
    if sails:
        # half blades: straight along the mast and the stay
        maps = [np.stack([np.array([0.5, -4.2, 0]), np.array([0.0, 0, 4.2]), np.array([1.0, 0, 0]),
                          np.array([0.1, -0.4, 5.9])], axis=1),
                np.stack([np.array([0.4, 3.4, 0]), np.array([0.0, -0.6, 3.9]), np.array([1.0, 0, 0]),
                          np.array([-0.1, 1.9, 4.9])], axis=1)]
        group.add(CARD, cloth, np.stack(maps), BLADE, -1.5, 0.5, 0.9)
    else:
        group.tube((0, 0.5, 1.72), (0, -3.2, 1.66), 0.13, Material((0.05, 0.10, 0.22)))
    return group


def moored(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], water: Shores) -> None:
    """Boats on both sides of the dock if there is one, and others off the shore, heading into the wind; all of the
    colour that was said of boats, if one was."""
    dock = spec["place"]["dock"]
    said = color_of(spec, "boat")
    hulls: tuple[Rgb, ...] = _HULLS if said is None else ((float(said[0]), float(said[1]), float(said[2])),)
    kinds = [fishing_boat(scene, color) for color in (hulls[1:] or hulls)]
    kinds += [sailing_boat(scene, color, not dock) for color in hulls[:2]]
    level = water.level
    if dock:
        for k in range(6):
            for side in (-1, 1):
                if rng.random() < 0.8:
                    y = 9.0 - 9.2 * k + float(rng.uniform(-0.6, 0.6)) + 4.0 * (side > 0)
                    scene.place(kinds[int(rng.integers(len(kinds)))], (side * 3.1, y, level),
                                math.pi * (rng.random() < 0.5) + float(rng.uniform(-0.06, 0.06)))
    wind = float(rng.uniform(0, 2 * math.pi))
    for _ in range(60):
        r, angle = float(rng.uniform(14, 150)), float(rng.uniform(0, math.pi))
        x, y = r * math.cos(angle), r * math.sin(angle)
        if abs(x) > 8 and not water.on_land(x, y, 0.0) and rng.random() < (0.6 if dock else 0.25):
            scene.place(kinds[int(rng.integers(len(kinds)))], (x, y, level), wind + float(rng.uniform(-0.5, 0.5)))
