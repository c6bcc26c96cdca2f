# SPDX-License-Identifier: GPL-3.0-or-later
"""A camp: ridge tents and dome tents about a small fire, with folding chairs, a box, a lantern."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from . import gables
from .builder import Group, Scene
from .campfire import hearth
from .dwellings import Heights
from .furniture import Spot
from .materials import CLOTH, Material, Rgb, color_of, glow

#: Where the fire burns; where the tents stand, how far they are turned, which are domes, and their colours.
FIRE = (0.2, 6.4)
_TENTS: tuple[tuple[float, float, float, bool, Rgb], ...] = (
    (-4.9, 8.6, 0.55, False, (0.46, 0.155, 0.025)),
    (4.8, 8.8, -0.60, True, (0.035, 0.135, 0.33)),
    (-0.9, 12.6, 0.06, False, (0.10, 0.19, 0.075)),
    (5.6, 14.4, -0.35, True, (0.50, 0.33, 0.03)),
)
_DARK = Material((0.020, 0.019, 0.018))
_POLE = Material((0.42, 0.42, 0.42), gloss=0.4, rough=0.35)
_CORD = Material((0.60, 0.58, 0.50))
_LIGHT = (1.0, 0.66, 0.34)


def tents(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands before the fire, the tents behind it open towards them; by night two are lit from within."""
    hearth(scene, rng, FIRE, gables.seat(heights, FIRE, 0.4)[0], 0.46, 0.85 if night else 0.35, night)
    said = color_of(spec, "building")
    for k, (x, y, yaw, dome, color) in enumerate(_TENTS):
        own = color if said is None else (float(said[0]), float(said[1]), float(said[2]))
        lit = night and k % 2 == 0
        # light within shines through the cloth in its colour
        light = tuple(0.6 * a * b for a, b in zip(own, _LIGHT)) if lit else (0.0, 0.0, 0.0)
        cloth = Material(own, gables.shade(own, 0.85), CLOTH, bump=0.12, light=(light[0], light[1], light[2]))
        group = scene.group()
        (_dome if dome else _ridge)(group, cloth, lit)
        scene.place(group, (x, y, gables.seat(heights, (x, y), 0.8)[0]), yaw)
    for x, y, yaw, color in ((-1.7, 6.3, 1.9, (0.05, 0.10, 0.20)), (1.9, 6.9, -2.0, (0.25, 0.045, 0.03))):
        _chair(scene, (x, y), yaw, gables.seat(heights, (x, y), 0.3)[0], Material(color, None, CLOTH))
    x, y = 2.7, 7.9
    z = gables.seat(heights, (x, y), 0.3)[0]
    scene.still.box((x, y, z + 0.19), (0.6, 0.36, 0.38), Material((0.06, 0.20, 0.34), gloss=0.03), 0.3, 0.03)
    scene.still.box((x, y, z + 0.40), (0.62, 0.38, 0.06), Material((0.70, 0.70, 0.68), gloss=0.03), 0.3, 0.02)
    scene.still.tube((x - 0.1, y, z + 0.43), (x - 0.1, y, z + 0.56), 0.05, glow(_LIGHT, 6.0) if night else _POLE)
    scene.still.tube((x - 0.1, y, z + 0.56), (x - 0.1, y, z + 0.62), 0.06, _DARK, 0.03)
    if night:
        scene.bulb((x - 0.1, y, z + 0.52), 0.08, np.array(_LIGHT) * 40.0)
    for x, y, color in ((-3.1, 7.4, (0.30, 0.06, 0.03)), (-2.6, 7.8, (0.05, 0.14, 0.10))):
        z = gables.seat(heights, (x, y), 0.3)[0]
        scene.still.pillow((x, y, z + 0.30), (0.42, 0.30, 0.62), Material(color, None, CLOTH, bump=0.3), 0.4, 3.0, 3.0)
        scene.still.pillow(
            (x, y - 0.17, z + 0.20), (0.30, 0.12, 0.26), Material(color, None, CLOTH, bump=0.3), 0.4, 3.0, 3.0
        )


def _peg(group: Group, start: tuple[float, float, float], end: tuple[float, float]) -> None:
    """A line from the tent to a peg in the ground."""
    group.tube(start, (*end, 0.06), 0.007, _CORD)
    group.tube((*end, -0.1), (end[0] * 1.01, end[1] * 1.01, 0.12), 0.012, _POLE)


def _ridge(group: Group, cloth: Material, lit: bool) -> None:
    """A tent under a ridge, 2.2 metres wide and 1.5 high, its door flaps tied back towards -y."""
    half, high, end = 1.1, 1.5, 1.35
    roof: gables.Profile = ((half, 0.22), (0.0, high))
    gables.slabs(group, cloth, roof, -end, end, 0.02, 0.12)
    for side in (-1, 1):
        group.box((side * half, 0, 0.11), (0.02, 2 * end, 0.24), cloth)
        _peg(group, (side * half, -end, 0.25), (side * 1.75, -end - 0.25))
        _peg(group, (side * half, end, 0.25), (side * 1.75, end + 0.25))
        _peg(group, (side * half, 0.0, 0.25), (side * 1.75, 0.0))
        group.tube((0, side * (end + 0.02), 0), (0, side * (end + 0.02), high + 0.10), 0.02, _POLE)
        _peg(group, (0, side * end, high + 0.06), (0.0, side * (end + 1.25)))
    gables.gable(group, cloth, roof, 0.05, end - 0.02, 0.03)
    gables.gable(group, cloth, roof, 0.05, -end + 0.06, 0.03)
    inner = glow(_LIGHT, 0.32, lamp=False) if lit else _DARK
    gables.gable(group, inner, ((0.52, 0.10), (0.0, 1.28)), 0.03, -end + 0.03, 0.03)
    # the flaps, rolled to the sides of the opening
    for side in (-1, 1):
        group.tube((side * 0.56, -end - 0.01, 0.05), (side * 0.05, -end - 0.01, 1.30), 0.055, cloth, 0.03)


def _dome(group: Group, cloth: Material, lit: bool) -> None:
    """A dome tent on two crossed poles, 2.7 metres wide and 1.45 high, with a porch over its door."""
    wide, deep, high = 1.35, 1.45, 1.45
    group.pillow((0, 0, 0.0), (2 * wide, 2 * deep, 2 * high), cloth, square=2.6, thick=2.0)
    pole = Material((0.12, 0.12, 0.13), gloss=0.04)
    for way in (-1, 1):
        points = []
        for k in range(15):
            t = math.pi * k / 14
            out = 0.80 * math.copysign(abs(math.cos(t)) ** 0.9, math.cos(t))
            points.append(np.array([out * wide * 1.04, way * out * deep * 1.04, high * 1.01 * math.sin(t) ** 0.82]))
        for a, b in pairwise(points):
            group.tube(a, b, 0.014, pole)
    trim = Material(gables.shade(cloth.color, 0.45), None, CLOTH)
    inner = glow(_LIGHT, 0.32, lamp=False) if lit else _DARK
    # the door leans with the wall
    up, across = np.array([0, 0.24, 0.50]), np.array([0.42, 0, 0])
    middle = np.array([0, -deep * 0.86, 0.56])
    group.card(middle + np.array([0, -0.10, 0]), across * 1.12, up * 1.06, trim, 6, 0.35)
    group.card(middle + np.array([0, -0.12, 0]), across, up, inner, 6, 0.35)
    for side in (-1, 1):
        _peg(group, (side * 0.9, -deep * 0.7, 0.8), (side * 1.55, -deep - 0.75))
        _peg(group, (side * 0.9, deep * 0.7, 0.8), (side * 1.55, deep + 0.75))


def _chair(scene: Scene, at: tuple[float, float], yaw: float, level: float, cloth: Material) -> None:
    """A folding chair of cloth on crossed legs; without a turn it faces -y."""
    s = Spot(scene.still, at, yaw, level)
    s.pillow((0, 0, 0.42), (0.52, 0.48, 0.05), cloth, square=6.0, thick=2.5)
    s.pillow((0, 0.27, 0.70), (0.52, 0.05, 0.50), cloth, tilt=-0.2, square=6.0, thick=2.5)
    for side in (-0.27, 0.27):
        s.bar((side, -0.24, 0.0), (side, 0.26, 0.46), 0.013, _DARK)
        s.bar((side, 0.24, 0.0), (side, -0.24, 0.46), 0.013, _DARK)
        s.bar((side, 0.24, 0.40), (side, 0.34, 0.96), 0.013, _DARK)
        s.box((side, -0.02, 0.62), (0.07, 0.46, 0.03), cloth)
        s.bar((side, -0.22, 0.44), (side, -0.22, 0.62), 0.013, _DARK)
    for y in (-0.24, 0.24):
        s.bar((-0.27, y, 0.02), (0.27, -y, 0.40), 0.012, _DARK)
