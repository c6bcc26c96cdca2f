# SPDX-License-Identifier: GPL-3.0-or-later
"""A playground on soft ground: a slide from a tower, swings, a climbing dome, a sandpit, a seesaw, a spring horse."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from . import gables
from .builder import Scene
from .dwellings import Heights
from .furniture import Spot
from .materials import CARPET, PLANKS, Material, stuff

#: The middle of its ground and half its size, metres.
AT, HALF = (0.5, 11.4), (9.5, 6.5)
_RED, _BLUE, _YELLOW, _GREEN = (
    Material(color, gloss=0.04, rough=0.25)
    for color in ((0.50, 0.035, 0.025), (0.03, 0.13, 0.42), (0.62, 0.40, 0.025), (0.07, 0.30, 0.06))
)
_STEEL = stuff("steel")
_WOOD = Material((0.40, 0.28, 0.17), (0.31, 0.21, 0.12), PLANKS, 0.13, bump=0.05)
_DARK = Material((0.03, 0.03, 0.032))


def playground(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands at its near edge."""
    axis = np.linspace(-1, 1, 7)
    x, y = (each.ravel() for each in np.meshgrid(AT[0] + HALF[0] * axis, AT[1] + HALF[1] * axis))
    ground = heights(x, y)
    z, low = float(ground.max()) + 0.04, float(ground.min())
    soft = Material((0.30, 0.115, 0.075), (0.22, 0.08, 0.052), CARPET, bump=0.35)
    green = Material((0.12, 0.21, 0.085), (0.085, 0.155, 0.06), CARPET, bump=0.35)
    kerb = Material((0.42, 0.41, 0.39), (0.33, 0.32, 0.305), CARPET, bump=0.1)
    still = scene.still
    still.box((*AT, (z + low) / 2 - 0.3), (2 * HALF[0], 2 * HALF[1], z - low + 0.6), soft)
    still.box((*AT, (z + low) / 2 - 0.3), (2 * HALF[0] + 0.3, 2 * HALF[1] + 0.3, z - low + 0.56), kerb, bevel=0.03)
    for a, b, r in ((-4.6, 13.0, 2.9), (6.0, 8.6, 2.4)):
        still.tube((a, b, z - 0.1), (a, b, z + 0.004), r, green)
    _tower(scene, (1.6, 14.0), z)
    _swings(scene, (-4.6, 13.2), z)
    _dome(scene, (6.6, 13.0), z)
    _sandpit(scene, rng, (-4.4, 7.8), z)
    _seesaw(scene, (1.0, 8.0), z)
    _horse(scene, (5.6, 8.0), z, _RED)
    _horse(scene, (6.9, 8.9), z, _BLUE)
    if gables.snowy(spec):
        still.box(
            (*AT, z + 0.01), (2 * HALF[0] - 0.2, 2 * HALF[1] - 0.2, 0.02), Material((0.8, 0.82, 0.85), None, CARPET)
        )


def _bars(scene: Scene, points: Sequence[np.ndarray], radius: float, made_of: Material) -> None:
    for a, b in pairwise(points):
        scene.still.tube(a, b, radius, made_of)
        scene.still.ball(b, radius, made_of)


def _tower(scene: Scene, at: tuple[float, float], z: float) -> None:
    """A tower with a roof, a slide towards the viewer's left, a ladder, a pole, and a wall to climb."""
    s = Spot(scene.still, at, 0.25, z)
    for x in (-0.7, 0.7):
        for y in (-0.7, 0.7):
            s.box((x, y, 1.5), (0.11, 0.11, 3.0), _GREEN, 0.02)
    s.box((0, 0, 1.5), (1.5, 1.5, 0.08), _WOOD)
    for x, y, size in ((0, 0.7, (1.4, 0.05, 0.7)), (0.7, 0, (0.05, 1.4, 0.7))):
        s.box((x, y, 1.95), size, _BLUE, 0.02)
        s.box((x * 1.03, y * 1.03, 1.95), [*(0.35 if v > 1 else v for v in size[:2]), 0.35], _YELLOW, 0.02)
    group = scene.group()
    gables.slabs(group, _RED, ((0.85, 3.0), (0.0, 3.75)), -0.95, 0.95, 0.05, 0.2)
    for y in (-0.75, 0.75):
        gables.gable(group, _YELLOW, ((0.7, 3.1), (0.0, 3.7)), 2.95, y, 0.05)
    scene.place(group, (*at, z), 0.25)
    # the slide runs down along -y: a chute with raised edges, level at its end
    chute = [(-0.75, 1.54), (-1.15, 1.46), (-2.9, 0.50), (-3.35, 0.33), (-3.9, 0.30)]
    for (y0, z0), (y1, z1) in pairwise(chute):
        for x, wide, up, made_of in ((0.0, 0.30, 0.0, _YELLOW), (-0.31, 0.03, 0.10, _RED), (0.31, 0.03, 0.10, _RED)):
            a, b = s.to(x, y0, z0 + up), s.to(x, y1, z1 + up)
            side = s.to(wide, 0, 0) - s.to(0, 0, 0)
            way = (b - a) / 2 * 1.02
            normal = np.cross(side, way)
            normal = normal / np.linalg.norm(normal) * (0.02 if wide > 0.1 else 0.11)
            scene.still.add(1, made_of, np.stack([side, way, normal, (a + b) / 2], axis=1))
    for x in (-0.28, 0.28):
        s.bar((x, -3.6, 0.0), (x, -3.6, 0.30), 0.025, _STEEL)
        s.bar((x, -2.0, 0.0), (x, -2.0, 0.95), 0.025, _STEEL)
        _bars(
            scene,
            [s.to(x * 1.3, -0.75, 1.5), s.to(x * 1.3, -0.78, 2.25), s.to(x * 1.3, -1.1, 2.2), s.to(x * 1.3, -1.5, 1.5)],
            0.02,
            _STEEL,
        )
    # a ladder at the left
    for y in (-0.30, 0.30):
        s.bar((-1.35, y, 0), (-0.72, y, 1.55), 0.028, _RED)
        _bars(scene, [s.to(-0.72, y * 1.5, 1.55), s.to(-0.85, y * 1.5, 2.3), s.to(-1.25, y * 1.5, 1.3)], 0.02, _RED)
    for k in range(5):
        x, up = -1.35 + 0.126 * (k + 0.6), 0.31 * (k + 0.6)
        s.bar((x, -0.30, up), (x, 0.30, up), 0.022, _YELLOW)
    # a wall with holds at the right
    s.box((1.05, 0, 0.75), (0.05, 1.3, 1.62), _WOOD)
    for k, (y, up) in enumerate(
        ((-0.4, 0.3), (0.1, 0.45), (0.45, 0.7), (-0.2, 0.8), (-0.45, 1.1), (0.2, 1.2), (0.0, 1.42))
    ):
        s.ball((1.10, y, up), (0.05, 0.07, 0.06), (_RED, _BLUE, _YELLOW, _GREEN)[k % 4])


def _swings(scene: Scene, at: tuple[float, float], z: float) -> None:
    """Two swings on chains under a bar between two frames, one of them pushed a little."""
    s = Spot(scene.still, at, -0.12, z)
    for x in (-1.9, 1.9):
        for y in (-0.95, 0.95):
            s.bar((x * 1.06, y, 0), (x, 0, 2.35), 0.05, _BLUE)
        s.bar((x * 1.035, -0.5, 1.1), (x * 1.035, 0.5, 1.1), 0.035, _BLUE)
        s.ball((x, 0, 2.36), 0.08, _YELLOW)
    s.bar((-1.95, 0, 2.36), (1.95, 0, 2.36), 0.055, _RED)
    for x, swing in ((-0.85, 0.10), (0.85, -0.34)):
        end = np.array([x, 1.85 * math.sin(swing), 2.34 - 1.85 * math.cos(swing)])
        for side in (-0.22, 0.22):
            s.bar((x + side, 0, 2.34), (end[0] + side, end[1], end[2]), 0.010, _STEEL)
        scene.still.pillow(s.to(*end), (0.50, 0.20, 0.05), _DARK, s.yaw, 6.0, 3.0, swing)


def _dome(scene: Scene, at: tuple[float, float], z: float) -> None:
    """Rings and meridians of bars, a hemisphere to climb on."""
    radius, rows, count = 1.75, 4, 10
    rings = []
    for row in range(rows + 1):
        rise = row / rows * 0.46 * math.pi
        spots = []
        for k in range(count):
            a = 2 * math.pi * (k + 0.5 * (row % 2)) / count
            flat = radius * math.cos(rise)
            spots.append(
                np.array([at[0] + flat * math.cos(a), at[1] + flat * math.sin(a), z + radius * math.sin(rise)])
            )
        rings.append(spots)
    for row, spots in enumerate(rings):
        for k in range(count):
            scene.still.ball(spots[k], 0.042, _YELLOW)
            if row:
                scene.still.tube(spots[k], spots[(k + 1) % count], 0.026, (_BLUE, _RED, _BLUE, _RED)[row - 1])
            if row < rows:
                over = rings[row + 1]
                for other in (k, (k - 1) % count if row % 2 == 0 else (k + 1) % count):
                    scene.still.tube(spots[k], over[other], 0.026, _BLUE)


def _sandpit(scene: Scene, rng: np.random.Generator, at: tuple[float, float], z: float) -> None:
    """Sand within six-sided beams, a bucket, a spade, and sand castles."""
    x, y = at
    sand = Material((0.55, 0.44, 0.28), (0.45, 0.355, 0.22), CARPET, bump=0.9)
    scene.still.tube((x, y, z - 0.1), (x, y, z + 0.16), 1.75, sand)
    for k in range(6):
        a = 2 * math.pi * (k + 0.5) / 6
        at_ = (x + 1.72 * math.cos(a), y + 1.72 * math.sin(a), z + 0.14)
        scene.still.box(at_, (0.24, 2.05, 0.30), _WOOD, a, 0.02)
    for u, v, r in ((0.3, 0.4, 0.26), (0.55, -0.1, 0.15), (-0.6, 0.2, 0.4), (-0.2, -0.5, 0.32)):
        scene.still.tube((x + u, y + v, z + 0.15), (x + u, y + v, z + 0.16 + 0.7 * r), r, sand, 0.55 * r)
    scene.still.tube((x - 0.9, y - 0.7, z + 0.16), (x - 0.9, y - 0.7, z + 0.38), 0.10, _RED, 0.135)
    scene.still.tube((x + 0.8, y - 0.6, z + 0.2), (x + 1.0, y - 0.35, z + 0.5), 0.015, _WOOD)
    scene.still.ball((x + 0.77, y - 0.64, z + 0.17), (0.07, 0.09, 0.03), _BLUE)


def _seesaw(scene: Scene, at: tuple[float, float], z: float) -> None:
    s = Spot(scene.still, at, 0.35, z)
    lean = 0.16
    s.box((0, 0, 0.28), (0.34, 0.5, 0.56), _GREEN, 0.04)
    s.bar((0, -0.3, 0.56), (0, 0.3, 0.56), 0.05, _STEEL)
    way = s.to(1.55 * math.cos(lean), 0, 1.55 * math.sin(lean)) - s.to(0, 0, 0)
    middle = s.to(0, 0, 0.63)
    side = s.to(0, 0.13, 0) - s.to(0, 0, 0)
    up = np.cross(way, side)
    scene.still.add(1, _YELLOW, np.stack([way, side, up / np.linalg.norm(up) * 0.035, middle], axis=1))
    for end in (-1, 1):
        x, h = end * 1.3 * math.cos(lean), 0.66 + end * 1.3 * math.sin(lean)
        s.pillow((x, 0, h + 0.04), (0.34, 0.30, 0.06), _RED, square=5.0, thick=3.0)
        x, h = end * 0.95 * math.cos(lean), 0.66 + end * 0.95 * math.sin(lean)
        s.bar((x, 0, h), (x, 0, h + 0.28), 0.022, _STEEL)
        s.bar((x, -0.2, h + 0.28), (x, 0.2, h + 0.28), 0.022, _DARK)


def _horse(scene: Scene, at: tuple[float, float], z: float, made_of: Material) -> None:
    """A seat between two boards cut like a horse, on a coil."""
    s = Spot(scene.still, at, 0.6, z)
    for k in range(28):
        a, b = 0.9 * k, 0.9 * (k + 1)
        s.bar(
            (0.10 * math.cos(a), 0.10 * math.sin(a), 0.05 + 0.013 * k),
            (0.10 * math.cos(b), 0.10 * math.sin(b), 0.063 + 0.013 * k),
            0.014,
            _DARK,
        )
    s.box((0, 0, 0.02), (0.36, 0.36, 0.04), _STEEL, 0.01)
    for y in (-0.12, 0.12):
        s.box((0, y, 0.60), (0.78, 0.035, 0.30), made_of, 0.05)
        s.box((0.36, y, 0.84), (0.20, 0.035, 0.34), made_of, 0.05)
        s.box((0.46, y, 0.98), (0.30, 0.035, 0.15), made_of, 0.05)
        s.ball((0.47, y * 1.16, 1.0), 0.022, _DARK)
    s.box((-0.02, 0, 0.72), (0.36, 0.22, 0.05), _YELLOW, 0.02)
    s.bar((0.30, -0.26, 0.88), (0.30, 0.26, 0.88), 0.018, _STEEL)
    s.bar((0.05, -0.28, 0.40), (0.05, 0.28, 0.40), 0.02, _STEEL)
