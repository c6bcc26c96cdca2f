# SPDX-License-Identifier: GPL-3.0-or-later
"""A lighthouse: a tapering tower with bands, a gallery and a lantern, its keeper's house; in water on a rock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import gables
from .builder import Group, Scene
from .dwellings import Heights
from .materials import BRICK, STRATA, Material, Rgb, glow, stuff

#: Where it stands, metres: on land, and on its rock in the water.
AT, AT_SEA = (1.5, 33.0), (-8.0, 44.0)
_TALL, _FOOT, _NECK = 19.0, 3.3, 2.1
_RED: Rgb = (0.42, 0.030, 0.022)
_BEAM: Rgb = (1.0, 0.88, 0.62)
_WHITE = Material((0.76, 0.755, 0.73), (0.72, 0.71, 0.68), 9, bump=0.02)


def lighthouse(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """On land the viewer stands below it; by a lake or the sea it stands out in the water."""
    wet = spec["place"]["setting"] in ("lake", "sea", "beach")
    if wet:
        at, level = AT_SEA, 2.3
        low = level - 1.0
        _rock(scene, rng, at)
    else:
        at = AT
        level, low = gables.seat(heights, at, 5.0)
        level += 0.3
        _boulders(scene, rng, at, heights)
    group = scene.group()
    _tower(group, spec, night, low - level - 0.6)
    _lantern(group, spec, night)
    scene.place(group, (*at, level), 0.25)
    if night:
        scene.bulb((*at, level + _TALL + 2.2), 0.75, np.array(_BEAM) * 60.0)
    if not wet:
        _house(scene, spec, night, heights)
        gables.way(
            scene,
            heights,
            (0.4, 8.0),
            (at[0] - 0.9, at[1] - 3.6),
            1.5,
            Material((0.42, 0.40, 0.36), (0.30, 0.285, 0.255), 19, bump=0.3),
            0.03,
        )


def _radius(z: float) -> float:
    """Of the tower at a height, metres: it flares a little at its foot."""
    t = z / _TALL
    return _FOOT + (_NECK - _FOOT) * t + 0.45 * math.exp(-7.0 * max(t, 0.0))


def _tower(group: Group, spec: Mapping[str, Any], night: bool, foot: float) -> None:
    said = spec["surfaces"].get("building") or {}
    wall = gables.walling(spec, _WHITE)
    second = said.get("second")
    band = wall if said.get("color") and not second else wall.tinted(second or _RED)
    steps = 20
    for k in range(steps):
        low, high = _TALL * k / steps, _TALL * (k + 1) / steps
        # three bands, and the lowest piece reaches into the ground
        made_of = band if k in (3, 4, 5, 9, 10, 11, 15, 16, 17) else wall
        group.tube((0, 0, low if k else foot), (0, 0, high), _radius(low), made_of, _radius(high))
    stone = Material((0.40, 0.38, 0.34), (0.28, 0.265, 0.235), BRICK, 0.6, bump=0.25, more=1.0)
    group.tube((0, 0, foot), (0, 0, 0.55), _FOOT + 0.8, stone, _FOOT + 0.72)
    trim, dark = Material((0.62, 0.61, 0.58)), Material((0.022, 0.025, 0.03), gloss=0.07, rough=0.0)
    lit = glow((1.0, 0.72, 0.40), 0.35, lamp=False) if night else dark
    for k, (turn, z) in enumerate(((-1.2, 4.4), (-2.1, 7.6), (-1.0, 10.6), (-1.9, 13.8), (-1.3, 16.6))):
        r = _radius(z)
        a, b = math.cos(turn), math.sin(turn)
        group.box((r * a, r * b, z), (0.35, 0.95, 1.45), trim, turn, 0.02)
        group.box((r * a * 1.01, r * b * 1.01, z), (0.40, 0.62, 1.12), lit if k % 2 else dark, turn)
    turn, r = -1.75, _radius(1.2)
    a, b = math.cos(turn), math.sin(turn)
    group.box((r * a, r * b, 1.65), (1.0, 1.7, 2.7), trim, turn, 0.03)
    group.box((r * a * 1.03, r * b * 1.03, 1.55), (1.0, 1.1, 2.2), stuff("wood", (0.10, 0.05, 0.035)), turn, 0.01)
    group.add(1, trim, _turned([0.75, 0, 0], [0, 1.1, 0], [-0.1, 0, 0.09], ((r + 0.4) * a, (r + 0.4) * b, 3.12), turn))
    for k in range(3):
        group.box(
            ((r + 0.75 + 0.32 * k) * a, (r + 0.75 + 0.32 * k) * b, 0.45 - 0.2 * k), (0.6, 1.9, 0.2), stone, turn, 0.02
        )


def _turned(x: list[float], y: list[float], z: list[float], at: tuple[float, float, float], yaw: float) -> np.ndarray:
    turn = np.array([[math.cos(yaw), -math.sin(yaw), 0], [math.sin(yaw), math.cos(yaw), 0], [0, 0, 1]])
    return np.concatenate([turn @ np.array([x, y, z]).T, np.array(at)[:, None]], axis=1)


def _rail(group: Group, z: float, radius: float, made_of: Material) -> None:
    """A round railing, a metre high."""
    count = 20
    for k in range(count):
        a, b = 2 * math.pi * k / count, 2 * math.pi * (k + 1) / count
        p, q = np.array([math.cos(a), math.sin(a)]) * radius, np.array([math.cos(b), math.sin(b)]) * radius
        group.tube((*p, z), (*p, z + 1.05), 0.035, made_of)
        for up in (0.4, 0.72, 1.05):
            group.tube((*p, z + up), (*q, z + up), 0.022, made_of)


def _lantern(group: Group, spec: Mapping[str, Any], night: bool) -> None:
    """The gallery on its brackets, glass in a lattice about the lens, a red dome with a ball and a rod."""
    iron, z = Material((0.045, 0.047, 0.05), gloss=0.04, rough=0.4), _TALL
    red = Material(_RED, gloss=0.04, rough=0.3)
    group.tube((0, 0, z - 1.1), (0, 0, z), _NECK, _WHITE, 2.75)
    for k in range(16):
        a = 2 * math.pi * k / 16
        c, s = math.cos(a), math.sin(a)
        group.tube((2.1 * c, 2.1 * s, z - 1.0), (3.1 * c, 3.1 * s, z), 0.06, iron)
    group.tube((0, 0, z), (0, 0, z + 0.22), 3.25, iron)
    _rail(group, z + 0.22, 3.12, iron)
    group.tube((0, 0, z + 0.22), (0, 0, z + 1.15), 1.75, red)
    group.tube((0, 0, z + 1.15), (0, 0, z + 1.27), 1.85, iron)
    low, high, r = z + 1.27, z + 3.3, 1.62
    # the lens: rings of glass, seen between the bars
    lens = glow(_BEAM, 45.0) if night else Material((0.42, 0.44, 0.42), gloss=0.12, rough=0.05)
    for k in range(7):
        t = (k - 3) / 3.6
        wide = 0.78 * math.sqrt(1 - t * t)
        group.tube((0, 0, low + 0.95 + 0.86 * t - 0.1), (0, 0, low + 0.95 + 0.86 * t + 0.1), wide, lens, wide * 0.94)
    group.tube((0, 0, low), (0, 0, high), 0.10, iron)
    count = 12
    for k in range(count):
        a, b = 2 * math.pi * k / count, 2 * math.pi * (k + 1) / count
        p, q = np.array([math.cos(a), math.sin(a)]) * r, np.array([math.cos(b), math.sin(b)]) * r
        group.tube((*p, low), (*p, high), 0.045, iron)
        for up in (0.68, 1.36):
            group.tube((*p, low + up), (*q, low + up), 0.03, iron)
        lean = (q - p) * 0.33
        group.tube((*p, low), (*(q - lean), low + 0.68), 0.018, iron)
    group.tube((0, 0, high), (0, 0, high + 0.16), 1.95, iron)
    gables.dome(
        group,
        (0, 0),
        ((1.95, high + 0.16), (1.75, high + 0.6), (1.3, high + 1.1), (0.62, high + 1.5), (0.2, high + 1.72)),
        red,
    )
    group.ball((0, 0, high + 1.9), 0.3, red)
    group.tube((0, 0, high + 2.1), (0, 0, high + 3.6), 0.025, iron)


def _house(scene: Scene, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The keeper's house by the tower."""
    at, yaw = (-9.5, 34.0), 0.35
    level, low = gables.seat(heights, at, 5.0)
    group, profile = scene.group(), ((3.2, 3.1), (0.0, 5.6))
    roof = gables.roofing(spec, (0.30, 0.085, 0.055))
    frame, glass = Material((0.62, 0.61, 0.58)), Material((0.02, 0.024, 0.028), gloss=0.07, rough=0.0)
    pane = glow((1.0, 0.72, 0.40), 0.4, lamp=False) if night else glass
    group.box((0, 0, (low - level - 0.4 + 3.1) / 2), (6.4, 9.0, 3.1 - low + level + 0.4), _WHITE)
    for y in (-4.4, 4.4):
        gables.gable(group, _WHITE, profile, 2.6, y, 0.2)
    gables.slabs(group, roof, profile, -4.85, 4.85, 0.14, 0.4)
    group.box((0.8, 1.2, 5.6), (0.7, 0.7, 1.9), Material((0.33, 0.15, 0.10), (0.4, 0.38, 0.36), BRICK, 0.24))
    for side in (-1, 1):
        for y in (-2.7, 0.2, 2.9):
            group.box((side * 3.2, y, 1.65), (0.14, 1.1, 1.35), frame, bevel=0.01)
            group.box((side * 3.2, y, 1.65), (0.18, 0.9, 1.15), pane)
            group.box((side * 3.2, y, 1.65), (0.20, 0.05, 1.15), frame)
        group.box((side * 1.7, -4.5, 1.65), (1.1, 0.14, 1.35), frame, bevel=0.01)
        group.box((side * 1.7, -4.5, 1.65), (0.9, 0.18, 1.15), pane)
        group.box((side * 1.7, -4.5, 1.65), (0.05, 0.20, 1.15), frame)
    group.box((0, -4.5, 1.1), (1.2, 0.14, 2.2), frame, bevel=0.01)
    group.box((0, -4.52, 1.05), (0.95, 0.16, 2.05), Material(_RED), bevel=0.01)
    scene.place(group, (*at, level), yaw)


_CLIFF = Material((0.20, 0.185, 0.165), (0.11, 0.10, 0.092), STRATA, 2.4, bump=0.5)


def _rock(scene: Scene, rng: np.random.Generator, at: tuple[float, float]) -> None:
    """A rock in the water with a level top, wet and dark at its foot."""
    x, y = at
    wet = Material((0.075, 0.07, 0.062), (0.04, 0.038, 0.034), STRATA, 2.4, gloss=0.04, rough=0.3, bump=0.5)
    scene.still.rock((x, y, -1.2), (8.5, 7.0, 4.4), _CLIFF, 0.4, 0.31)
    scene.still.tube((x, y, -1.0), (x, y, 2.3), 5.6, _CLIFF, 4.6)
    for k in range(26):
        a, r = 2 * math.pi * k / 26 + float(rng.uniform(-0.1, 0.1)), float(rng.uniform(5.0, 9.5))
        size = float(rng.uniform(1.2, 3.0)) * (1.3 - 0.06 * r)
        scene.still.rock(
            (x + r * math.cos(a), y + r * math.sin(a), float(rng.uniform(-1.2, 0.6)) * (r < 8) - 0.3),
            (size * 1.25, size, size * 0.95),
            wet if r > 7.2 else _CLIFF,
            float(rng.uniform(0, 3)),
            float(rng.random()),
        )


def _boulders(scene: Scene, rng: np.random.Generator, at: tuple[float, float], heights: Heights) -> None:
    """Stones about its foot."""
    for k in range(22):
        a, r = 2 * math.pi * k / 22 + float(rng.uniform(-0.1, 0.1)), float(rng.uniform(5.4, 8.5))
        if math.sin(a) < -0.6 and abs(math.cos(a)) < 0.5:
            continue
        x, y = at[0] + r * math.cos(a), at[1] + r * math.sin(a)
        size = float(rng.uniform(0.3, 1.0))
        z = gables.seat(heights, (x, y), 0.4)[0]
        scene.still.rock(
            (x, y, z + 0.2 * size),
            (size * 1.2, size, size * 0.8),
            _CLIFF,
            float(rng.uniform(0, 3)),
            float(rng.random()),
        )
