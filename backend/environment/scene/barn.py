# SPDX-License-Identifier: GPL-3.0-or-later
"""A barn under a gambrel roof: boards with white trim, sliding doors, a hay door, a cupola; a silo and bales by it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import gables
from .builder import Group, Scene
from .dwellings import Heights
from .materials import BRICK, CARPET, PLANKS, Material, glow, stuff

#: Where its middle stands, metres, and how far it is turned: its doors and one long side are seen.
AT, YAW = (2.0, 27.0), 0.45
_WIDE, _LONG, _EAVES = 11.0, 17.0, 4.2
_ROOF: gables.Profile = ((_WIDE / 2, _EAVES), (3.75, 7.15), (0.0, 9.1))
_TRIM = Material((0.72, 0.71, 0.68), gloss=0.02, rough=0.6)
_LIGHT = (1.0, 0.72, 0.42)


def barn(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands in the yard, seventeen metres before its doors."""
    level, low = gables.seat(heights, AT, 9.0)
    group = scene.group()
    boards = Material((0.275, 0.040, 0.028), (0.215, 0.028, 0.020), PLANKS, 0.24, bump=0.12)
    wall = gables.walling(spec, boards)
    _walls(group, wall, low - level - 0.5)
    _doors(group, wall)
    _windows(group, night)
    roof = gables.roofing(spec, (0.145, 0.145, 0.15), 0.3)
    gables.slabs(group, roof, _ROOF, -_LONG / 2 - 0.45, _LONG / 2 + 0.45, 0.14, 0.55)
    for y in (-_LONG / 2 - 0.46, _LONG / 2 + 0.46):
        gables.slabs(group, _TRIM, _ROOF, y - 0.03, y + 0.03, 0.17, 0.57)
    _cupola(group, wall, roof)
    _lamp(group, night)
    scene.place(group, (*AT, level), YAW)
    if night:
        front = np.array([math.sin(YAW), -math.cos(YAW)])
        x, y = np.array(AT) + front * (_LONG / 2 + 0.75)
        scene.bulb((x, y, level + 4.55), 0.13, np.array(_LIGHT) * 240.0)
    silo(scene, spec, (16.2, 31.5), heights)
    _yard(scene, rng, spec, heights)


def _walls(group: Group, wall: Material, foot: float) -> None:
    """Boards over a foundation of stone that reaches down to ``foot``, battens on the joints, white corners."""
    half, end = _WIDE / 2, _LONG / 2
    stone = Material((0.36, 0.335, 0.30), (0.24, 0.225, 0.20), BRICK, 0.5, bump=0.3, more=1.0)
    group.box((0, 0, (foot + 0.45) / 2), (_WIDE + 0.16, _LONG + 0.16, 0.45 - foot), stone, bevel=0.03)
    group.box((0, 0, 0.4 + (_EAVES - 0.4) / 2), (_WIDE, _LONG, _EAVES - 0.4), wall)
    for y in (-end + 0.1, end - 0.1):
        gables.gable(group, wall, _ROOF, 3.0, y, 0.2)
    for side in (-1, 1):
        for y in np.arange(-end + 0.6, end, 0.6):
            group.box((side * half, float(y), 2.3), (0.06, 0.05, 3.7), wall)
        for y in (-end, end):
            group.box((side * half, y, 2.3), (0.26, 0.26, 3.75), _TRIM, bevel=0.01)
        group.box((side * (half + 0.01), 0, _EAVES - 0.12), (0.06, _LONG, 0.24), _TRIM)
    for y in (-end, end):
        for x in np.arange(-half + 0.5, half, 0.6):
            top = float(np.interp(abs(x), [each[0] for each in _ROOF[::-1]], [each[1] for each in _ROOF[::-1]]))
            group.box((float(x), y, (0.45 + top) / 2), (0.05, 0.06, top - 0.45), wall)


def _braced(group: Group, at: tuple[float, float, float], wide: float, tall: float, made_of: Material) -> None:
    """A door leaf in the wall towards -y, framed and crossed by white boards; ``at`` is the middle of its foot."""
    x, y, z = at
    group.box((x, y, z + tall / 2), (wide, 0.10, tall), made_of)
    for edge in (-1, 1):
        group.box((x + edge * (wide / 2 - 0.09), y - 0.06, z + tall / 2), (0.18, 0.05, tall), _TRIM, bevel=0.006)
        group.box((x, y - 0.06, z + tall / 2 + edge * (tall / 2 - 0.09)), (wide, 0.05, 0.18), _TRIM, bevel=0.006)
    a, b = (wide / 2 - 0.18), (tall / 2 - 0.18)
    for edge in (-1, 1):
        way = np.array([2 * a, 0, edge * 2 * b])
        up = np.array([-way[2], 0, way[0]]) / np.linalg.norm(way) * 0.08
        group.add(
            1,
            _TRIM,
            np.stack(
                [way / 2, np.array([0, 0.02 + 0.004 * edge, 0]), up, np.array([x, y - 0.06, z + tall / 2])], axis=1
            ),
        )


def _doors(group: Group, wall: Material) -> None:
    """Two sliding leaves on a rail, a hay door above them under a beam with its pulley."""
    y = -_LONG / 2 - 0.08
    for side in (-1, 1):
        _braced(group, (side * 1.02, y, 0.12), 2.0, 3.7, wall)
    group.box((0, y - 0.06, 3.98), (6.6, 0.14, 0.22), _TRIM, bevel=0.01)
    iron = Material((0.03, 0.03, 0.032))
    for x in (-1.7, -0.35, 0.35, 1.7):
        group.box((x, y - 0.15, 3.82), (0.10, 0.04, 0.34), iron)
    _braced(group, (0, y, 5.25), 1.7, 1.75, wall)
    group.box((0, y - 0.04, 7.08), (2.1, 0.12, 0.16), _TRIM)
    beam = stuff("wood", (0.16, 0.11, 0.07))
    group.box((0, y - 0.7, 8.3), (0.18, 1.6, 0.22), beam)
    group.tube((-0.05, y - 1.2, 8.05), (0.05, y - 1.2, 8.05), 0.12, iron)
    # a way up to the doors
    ramp = Material((0.34, 0.315, 0.275), (0.25, 0.23, 0.20), BRICK, 0.4, bump=0.3, more=1.0)
    group.add(1, ramp, np.array([[2.3, 0, 0, 0], [0, 1.3, 0, y - 1.0], [0, 0.14, 0.18, -0.06]]))


def _windows(group: Group, night: bool) -> None:
    glass = glow(_LIGHT, 0.4, lamp=False) if night else Material((0.02, 0.023, 0.026), gloss=0.07, rough=0.0)
    spots = [(side * _WIDE / 2, y, 2.35, False) for side in (-1, 1) for y in (-5.6, -2.2, 1.2, 4.6)]
    spots += [(side * 3.9, -_LONG / 2, 2.35, True) for side in (-1, 1)]
    for x, y, z, across in spots:

        def size(wide: float, deep: float, tall: float, flat: bool = across) -> tuple[float, float, float]:
            return (wide, deep, tall) if flat else (deep, wide, tall)

        group.box((x, y, z), size(1.08, 0.14, 1.3), _TRIM, bevel=0.01)
        group.box((x, y, z), size(0.86, 0.17, 1.08), glass)
        group.box((x, y, z), size(0.05, 0.20, 1.08), _TRIM)
        group.box((x, y, z), size(0.86, 0.20, 0.05), _TRIM)


def _cupola(group: Group, wall: Material, roof: Material) -> None:
    """A louvred box on the ridge with a weather vane."""
    dark = Material((0.05, 0.045, 0.04))
    group.box((0, 0.8, 9.55), (1.5, 1.5, 1.5), wall)
    for k in range(5):
        for x, y, size in (
            (0, 0.04, (1.0, 0.04, 0.08)),
            (0.76, 0.8, (0.04, 1.0, 0.08)),
            (-0.76, 0.8, (0.04, 1.0, 0.08)),
        ):
            group.box((x, y, 9.62 + 0.14 * k), size, dark if k % 2 else _TRIM)
    for x in (-0.75, 0.75):
        for y in (0.05, 1.55):
            group.box((x, y, 9.6), (0.14, 0.14, 1.5), _TRIM)
    group.box((0, 0.8, 10.34), (1.8, 1.8, 0.12), _TRIM, bevel=0.02)
    group.tube((0, 0.8, 10.4), (0, 0.8, 11.1), 1.15, roof, 0.03)
    iron = Material((0.035, 0.035, 0.04))
    group.tube((0, 0.8, 11.0), (0, 0.8, 12.2), 0.025, iron)
    group.tube((-0.55, 0.8, 11.8), (0.55, 0.8, 11.8), 0.022, iron)
    group.card((-0.45, 0.8, 11.8), (0.18, 0, 0), (0, 0, 0.14), iron)
    group.tube((0.55, 0.8, 11.8), (0.72, 0.8, 11.8), 0.08, iron, 0.004)


def _lamp(group: Group, night: bool) -> None:
    """A lamp on a bracket above the doors."""
    y, iron = -_LONG / 2 - 0.1, Material((0.03, 0.03, 0.032))
    group.tube((0, y, 4.75), (0, y - 0.62, 4.85), 0.03, iron)
    group.tube((0, y - 0.65, 4.62), (0, y - 0.65, 4.86), 0.22, iron, 0.06)
    group.ball((0, y - 0.65, 4.60), 0.11, glow(_LIGHT, 240.0) if night else Material((0.6, 0.58, 0.52)))


def silo(scene: Scene, spec: Mapping[str, Any], at: tuple[float, float], heights: Heights) -> None:
    """A silo of concrete staves within iron hoops, a metal dome on it, a ladder up its side."""
    level, low = gables.seat(heights, at, 2.5)
    x, y = at
    stave = Material((0.46, 0.45, 0.425), (0.36, 0.35, 0.33), BRICK, 0.75, bump=0.15, more=1.0)
    iron = stuff("metal", (0.20, 0.19, 0.18))
    scene.still.tube((x, y, low - 0.4), (x, y, level + 11.5), 2.3, stave)
    for z in np.arange(0.7, 11.4, 0.8):
        scene.still.tube((x, y, level + z), (x, y, level + z + 0.06), 2.33, iron)
    dome = (
        Material((0.80, 0.82, 0.85), (0.76, 0.79, 0.83), CARPET)
        if gables.snowy(spec)
        else stuff("metal", (0.48, 0.49, 0.50))
    )
    scene.still.ball((x, y, level + 11.5), (2.42, 2.42, 1.7), dome)
    scene.still.tube((x, y, level + 11.45), (x, y, level + 11.6), 2.44, iron)
    scene.still.tube((x, y, level + 13.1), (x, y, level + 13.5), 0.35, iron)
    a = -1.9
    foot = np.array([x + 2.42 * math.cos(a), y + 2.42 * math.sin(a), 0])
    side = np.array([-math.sin(a), math.cos(a), 0]) * 0.2
    for edge in (-1, 1):
        base = foot + edge * side
        scene.still.tube(base + np.array([0, 0, level]), base + np.array([0, 0, level + 11.6]), 0.025, iron)
    for k in range(28):
        rung = foot + np.array([0, 0, level + 0.3 + 0.4 * k])
        scene.still.tube(rung - side, rung + side, 0.014, iron)


def _yard(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], heights: Heights) -> None:
    """Round bales of straw, some of them stacked, a rail fence to one side."""
    straw = Material((0.43, 0.325, 0.13), (0.30, 0.215, 0.08), CARPET, bump=0.9)
    if gables.snowy(spec):
        straw = Material((0.56, 0.50, 0.38), (0.40, 0.33, 0.20), CARPET, bump=0.9)
    for x, y, yaw in ((-9.2, 19.0, 0.3), (-10.9, 20.6, 1.2), (-12.8, 18.2, -0.4), (8.6, 17.4, 0.9)):
        z = gables.seat(heights, (x, y), 0.5)[0]
        way = np.array([math.cos(yaw), math.sin(yaw), 0]) * 0.62
        middle = np.array([x, y, z + 0.72])
        scene.still.tube(middle - way, middle + way, 0.78, straw)
    post = stuff("wood", (0.22, 0.18, 0.135))
    xs = np.arange(-14.2, -7.0, 2.3)
    zs = heights(xs, np.full(len(xs), 24.5))
    for k, (x, z) in enumerate(zip(xs, zs)):
        scene.still.tube((x, 24.5, z - 0.3), (x, 24.5, z + 1.25), 0.075, post, 0.065)
        if k:
            for up in (0.45, 0.8, 1.12):
                scene.still.tube(
                    (xs[k - 1], 24.42, zs[k - 1] + up),
                    (x, 24.42, z + up + float(rng.uniform(-0.03, 0.03))),
                    0.045,
                    post,
                )
