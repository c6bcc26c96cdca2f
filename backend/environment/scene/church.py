# SPDX-License-Identifier: GPL-3.0-or-later
"""A country church: a plastered nave under a steep roof, a tower with a spire or an onion dome, a churchyard wall."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import gables
from .builder import Group, Scene
from .dwellings import Heights
from .materials import BRICK, STONE, Material, glow, stuff

#: Where its middle stands, metres, and how far it is turned: its door and one long side are seen.
AT, YAW = (-2.0, 44.0), 0.52
_WIDE, _BACK, _FRONT, _EAVES, _RIDGE = 10.0, 13.0, -8.0, 6.4, 12.4
_ROOF: gables.Profile = ((_WIDE / 2, _EAVES), (0.0, _RIDGE))
#: Half the tower's width, its middle, where its walls end.
_HALF, _TOWER, _TOP = 2.7, -9.6, 16.2
_LIGHT = (1.0, 0.70, 0.38)
_GOLD = Material((0.62, 0.44, 0.12), gloss=0.35, rough=0.3)


def church(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands on the way to its door, some thirty metres before the tower."""
    level, low = gables.seat(heights, AT, 12.0)
    level += 0.35
    group = scene.group()
    said = spec["surfaces"].get("building") or {}
    wall = gables.walling(spec, Material((0.73, 0.715, 0.67), (0.70, 0.68, 0.63), 9, bump=0.03))
    trim = Material((0.50, 0.46, 0.385), (0.38, 0.345, 0.285), BRICK, 0.55, bump=0.2, more=1.0)
    if said.get("material") in ("stone", "brick") or (said.get("color") and sum(said["color"]) < 0.9):
        trim = Material((0.62, 0.60, 0.55), bump=0.05)
    roof = gables.roofing(spec, (0.125, 0.13, 0.145), 0.3)
    pane = glow(_LIGHT, 0.30, lamp=False) if night else Material((0.025, 0.03, 0.038), gloss=0.07, rough=0.0)
    _nave(group, wall, trim, roof, pane, low - level - 0.5)
    _tower(group, wall, trim, night, low - level - 0.5)
    if rng.random() < 0.5:
        _spire(group, roof)
    else:
        _onion(group, spec)
    scene.place(group, (*AT, level), YAW)
    turn = np.array([[math.cos(YAW), -math.sin(YAW)], [math.sin(YAW), math.cos(YAW)]])
    door = np.array(AT) + turn @ (0.0, _TOWER - _HALF)
    gravel = Material((0.40, 0.375, 0.33), (0.29, 0.27, 0.235), STONE, bump=0.4)
    if gables.snowy(spec):
        gravel = Material((0.60, 0.60, 0.60), (0.46, 0.455, 0.45), STONE, bump=0.4)
    gables.way(scene, heights, (0.5, 7.0), door + turn @ (0.0, -0.6), 2.0, gravel, 0.03)
    _yard(scene, spec, heights, trim)


def _nave(group: Group, wall: Material, trim: Material, roof: Material, pane: Material, foot: float) -> None:
    """The nave with buttresses between its windows, and a round apse behind."""
    middle, long_ = (_FRONT + _BACK) / 2, _BACK - _FRONT
    group.box((0, middle, (foot + _EAVES) / 2), (_WIDE, long_, _EAVES - foot), wall)
    group.box((0, middle, (foot + 0.7) / 2), (_WIDE + 0.3, long_ + 0.3, 0.7 - foot), trim, bevel=0.03)
    for y in (_FRONT + 0.2, _BACK - 0.2):
        gables.gable(group, wall, _ROOF, 5.0, y, 0.4)
    gables.slabs(group, roof, _ROOF, _FRONT - 0.3, _BACK + 0.3, 0.16, 0.5)
    group.tube((0, _FRONT - 0.3, _RIDGE + 0.16), (0, _BACK + 0.3, _RIDGE + 0.16), 0.13, roof)
    for y in (_FRONT - 0.31, _BACK + 0.31):
        gables.slabs(group, trim, _ROOF, y - 0.04, y + 0.04, 0.2, 0.5)
    count = 5
    for side in (-1, 1):
        x = side * _WIDE / 2
        group.box((x, middle, _EAVES - 0.15), (0.3, long_, 0.3), trim, bevel=0.03)
        for k in range(count):
            y = _FRONT + 1.4 + (long_ - 1.4) * (k + 0.5) / count
            gables.arched(group, (x, y, 2.1), False, 1.15, 2.3, trim, pane, 0.08)
            for z in (2.75, 3.5, 4.25):
                group.box((x, y, z), (0.24, 1.15, 0.05), trim)
            group.box((x, y, 3.5), (0.24, 0.06, 2.8), trim)
        for k in range(count + 1):
            y = _FRONT + 1.4 + (long_ - 1.4) * k / count - 0.1
            group.box((x + side * 0.3, y, (foot + 4.4) / 2), (0.7, 0.6, 4.4 - foot), wall)
            group.add(1, trim, np.array([[0.4 * side, 0, 0, x + side * 0.33], [0, 0.36, 0, y], [-0.4, 0, 0.09, 4.72]]))
    group.tube((0, _BACK, foot), (0, _BACK, 5.4), 3.3, wall)
    group.tube((0, _BACK, foot), (0, _BACK, 0.7), 3.45, trim)
    group.tube((0, _BACK, 5.3), (0, _BACK, 5.5), 3.5, trim)
    group.tube((0, _BACK, 5.5), (0, _BACK, 8.6), 3.75, roof, 0.05)


def _tower(group: Group, wall: Material, trim: Material, night: bool, foot: float) -> None:
    """The tower: a portal, a round window, clocks, and the louvred openings of the belfry."""
    y0, wide = _TOWER, 2 * _HALF
    dark = Material((0.035, 0.03, 0.026))
    group.box((0, y0, (foot + _TOP) / 2), (wide, wide, _TOP - foot), wall)
    group.box((0, y0, (foot + 0.9) / 2), (wide + 0.35, wide + 0.35, 0.9 - foot), trim, bevel=0.04)
    for z in (6.6, 11.2):
        group.box((0, y0, z), (wide + 0.3, wide + 0.3, 0.28), trim, bevel=0.06)
    group.box((0, y0, _TOP + 0.05), (wide + 0.55, wide + 0.55, 0.4), trim, bevel=0.08)
    # corner stones, long and short
    for x in (-_HALF, _HALF):
        for y in (y0 - _HALF, y0 + _HALF):
            for k in range(27):
                long_, short = (0.62, 0.40) if k % 2 else (0.40, 0.62)
                group.box(
                    (
                        x - math.copysign(long_ / 2 - 0.03, x),
                        y + (long_ * 0 + short / 2 - 0.03) * (1 if y < y0 else -1),
                        1.15 + 0.56 * k,
                    ),
                    (long_, short, 0.54),
                    trim,
                    bevel=0.02,
                )
    front = y0 - _HALF
    for more in (0.55, 0.28, 0.0):
        # the portal: one arch within the other
        gables.arched(
            group,
            (0, front, 0.15),
            True,
            1.7 + more,
            2.3,
            trim if more else wall,
            trim if more else stuff("wood", (0.16, 0.095, 0.05)),
            0.22 - 0.3 * more * 0.5,
        )
    for x in (-0.02, 0.02):
        group.box((x, front, 1.6), (0.03, 0.5, 2.9), dark)
    for k in range(3):
        group.box((0, front - 0.3 - 0.35 * (2 - k), 0.02 - 0.17 * (2 - k)), (3.2, 0.9, 0.17), trim, bevel=0.02)
    group.tube((0, front - 0.12, 5.2), (0, front + 0.1, 5.2), 0.72, trim)
    group.tube((0, front - 0.14, 5.2), (0, front + 0.1, 5.2), 0.52, dark)
    for turn in (0.0, math.pi / 2):
        way = np.array([math.cos(turn), 0, math.sin(turn)]) * 0.52
        group.tube(np.array([0, front - 0.14, 5.2]) - way, np.array([0, front - 0.14, 5.2]) + way, 0.05, trim)
    face = glow((1.0, 0.86, 0.62), 0.4, lamp=False) if night else Material((0.68, 0.66, 0.60))
    for axis, side in ((1, -1), (0, -1), (0, 1)):
        out = np.array([0.0, 0.0, 0.0])
        out[axis] = side
        across = np.array([1.0, 0, 0]) if axis == 1 else np.array([0, 1.0, 0])
        at = np.array([0, y0, 9.3]) + out * _HALF
        group.tube(at - out * 0.05, at + out * 0.10, 1.02, trim)
        group.tube(at, at + out * 0.12, 0.88, face)
        for k in range(12):
            way = across * math.cos(k * math.pi / 6) + np.array([0, 0, math.sin(k * math.pi / 6)])
            group.tube(at + out * 0.13 + way * 0.68, at + out * 0.13 + way * 0.82, 0.03, dark)
        for turn, long_ in ((1.15, 0.62), (2.6, 0.44)):
            way = across * math.cos(turn) + np.array([0, 0, math.sin(turn)])
            group.tube(at + out * 0.14, at + out * 0.14 + way * long_, 0.035, dark)
        for x in (-0.75, 0.75):
            spot = np.array([0, y0, 12.2]) + out * _HALF + across * x
            gables.arched(group, spot, axis == 1, 0.85, 1.9, trim, dark, 0.07)
            for k in range(7):
                size = across * 0.8 + np.abs(out) * 0.24 + np.array([0, 0, 0.05])
                group.box(spot + np.array([0, 0, 0.25 + 0.28 * k]), size, stuff("wood", (0.20, 0.16, 0.12)))


def _spire(group: Group, roof: Material) -> None:
    """Four steep slopes of shingles in courses, flared at the eaves."""
    low, high, courses = _TOP + 0.25, _TOP + 11.5, 46
    for k in range(courses):
        t = k / courses
        half = _HALF * (1.0 - t) + 0.42 * (1 - t) ** 12
        tall = (high - low) / courses
        group.box((0, _TOWER, low + tall * (k + 0.5)), (2 * half, 2 * half, tall * 1.02), roof, bevel=0.03)
    _cross(group, high)


def _onion(group: Group, spec: Mapping[str, Any]) -> None:
    """An onion of green copper above an eight-sided drum."""
    copper = Material((0.19, 0.33, 0.27), (0.13, 0.22, 0.18), STONE, gloss=0.04, rough=0.45, bump=0.08)
    z = _TOP + 0.25
    gables.dome(group, (0, _TOWER), ((3.6, z), (3.1, z + 0.5), (2.4, z + 0.95), (2.2, z + 1.3)), copper)
    steps = 16
    swell = []
    for k in range(steps + 1):
        t = k / steps
        # round below, drawn out to a point above
        radius = 2.2 + 0.95 * math.sin(math.pi * min(t / 0.55, 1.0)) if t < 0.28 else 0.0
        radius = radius or 3.15 * (0.5 + 0.5 * math.cos(math.pi * ((t - 0.28) / 0.72) ** 0.8)) ** 1.15
        swell.append((max(radius, 0.12), z + 1.3 + 6.3 * t))
    gables.dome(group, (0, _TOWER), swell, copper)
    for k in range(8):
        a = math.pi * (k + 0.5) / 4
        group.tube(
            (2.0 * math.cos(a), _TOWER + 2.0 * math.sin(a), z + 0.9),
            (2.0 * math.cos(a), _TOWER + 2.0 * math.sin(a), z + 1.35),
            0.28,
            copper,
        )
    _cross(group, z + 7.4)


def _cross(group: Group, z: float) -> None:
    group.tube((0, _TOWER, z - 0.4), (0, _TOWER, z + 0.3), 0.06, _GOLD)
    group.ball((0, _TOWER, z + 0.45), 0.26, _GOLD)
    group.box((0, _TOWER, z + 1.35), (0.11, 0.09, 1.5), _GOLD, bevel=0.02)
    group.box((0, _TOWER, z + 1.60), (0.80, 0.09, 0.11), _GOLD, bevel=0.02)


def _yard(scene: Scene, spec: Mapping[str, Any], heights: Heights, stone: Material) -> None:
    """A low wall of field stones with a gate before the church, and old graves behind it."""
    field = Material((0.36, 0.34, 0.30), (0.22, 0.205, 0.18), BRICK, 0.42, bump=0.5, more=1.0)
    cap = Material((0.70, 0.72, 0.76)) if gables.snowy(spec) else Material((0.42, 0.395, 0.345), bump=0.2)
    y, gate = 19.0, 2.3
    for side in (-1, 1):
        xs = gate + np.linspace(side * 1.6, side * 15.0, 8)
        zs = heights(xs, np.full(len(xs), y))
        for k in range(7):
            x, z = (xs[k] + xs[k + 1]) / 2, (zs[k] + zs[k + 1]) / 2
            half, rise = (xs[k + 1] - xs[k]) / 2, (zs[k + 1] - zs[k]) / 2
            for made_of, deep, low, high in ((field, 0.21, -0.5, 0.85), (cap, 0.26, 0.85, 0.95)):
                scene.still.add(
                    1,
                    made_of,
                    np.array([[half, 0, 0, x], [0, deep, 0, y], [rise, 0, (high - low) / 2, z + (high + low) / 2]]),
                )
        x, z = xs[0], float(zs[0])
        scene.still.box((x, y, z + 0.55), (0.6, 0.6, 1.9), stone, bevel=0.03)
        scene.still.box((x, y, z + 1.56), (0.76, 0.76, 0.14), cap, bevel=0.03)
        scene.still.ball((x, y, z + 1.80), 0.2, cap)
    slab = Material((0.37, 0.36, 0.335), (0.25, 0.25, 0.225), STONE, bump=0.3)
    rng = np.random.default_rng(7)
    for x, y in (
        (-5.0, 24.0),
        (-7.3, 24.6),
        (-9.7, 23.7),
        (-5.6, 27.2),
        (-8.1, 27.6),
        (-10.6, 27.0),
        (11.2, 23.0),
        (13.0, 23.5),
    ):
        z = gables.seat(heights, (x, y), 0.3)[0]
        yaw, tall = float(rng.uniform(-0.25, 0.25)), float(rng.uniform(0.75, 1.1))
        c, s = math.cos(yaw), math.sin(yaw)
        scene.still.box((x, y, z + tall / 2 - 0.1), (0.62, 0.14, tall + 0.2), slab, yaw, 0.02)
        scene.still.tube((x + 0.07 * s, y - 0.07 * c, z + tall), (x - 0.07 * s, y + 0.07 * c, z + tall), 0.31, slab)
