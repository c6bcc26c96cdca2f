# SPDX-License-Identifier: GPL-3.0-or-later
"""A castle: seen from the road to its gate, or from its courtyard."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import furniture as f
from .builder import BOX, Scene
from .dwellings import Heights
from .materials import BRICK, TILES, Material, Rgb, glow, stuff

_WOOD = stuff("wood", (0.17, 0.105, 0.062))
_DARK = Material((0.012, 0.011, 0.010))
_FLAME: Rgb = (1.0, 0.50, 0.16)


def _stone(spec: Mapping[str, Any]) -> Material:
    said = spec["surfaces"].get("wall") or spec["surfaces"].get("building") or {}
    own = Material((0.40, 0.365, 0.30), (0.27, 0.245, 0.20), BRICK, 0.8, bump=0.35, more=1.0)
    return own if not said.get("material") else stuff(said["material"], said.get("color"))


def _merlons(scene: Scene, a: np.ndarray, b: np.ndarray, top: float, thick: float, made_of: Material) -> None:
    """Teeth along the way from ``a`` to ``b`` (x, y)."""
    long_ = float(np.linalg.norm(b - a))
    yaw = math.atan2(b[1] - a[1], b[0] - a[0])
    count = max(2, round(long_ / 1.9))
    for k in range(count):
        x, y = a + (b - a) * (k + 0.5) / count
        scene.still.box((x, y, top + 0.45), (1.05, thick, 0.9), made_of, yaw, 0.04)


def _wall(
    scene: Scene,
    a: Sequence[float],
    b: Sequence[float],
    foot: float,
    top: float,
    made_of: Material,
    thick: float = 1.8,
) -> None:
    """A curtain wall between two points, with a walk and teeth on its outer edges, and slits."""
    start, end = np.asarray(a, float), np.asarray(b, float)
    middle, way = (start + end) / 2, end - start
    long_ = float(np.linalg.norm(way))
    yaw = math.atan2(way[1], way[0])
    scene.still.box((*middle, (foot + top) / 2), (long_, thick, top - foot), made_of, yaw)
    scene.still.box((*middle, top + 0.08), (long_, thick + 0.5, 0.3), made_of, yaw, 0.05)
    side = np.array([-way[1], way[0]]) / long_ * (thick / 2)
    for sign in (-1, 1):
        _merlons(scene, start + sign * side, end + sign * side, top + 0.2, 0.5, made_of)
        for k in range(int(long_ / 5)):
            x, y = start + way * (k + 0.5) / int(long_ / 5) + sign * side * 1.005
            scene.still.box((x, y, top - 2.6), (0.16, 0.08, 1.3), _DARK, yaw)


def _tower(
    scene: Scene,
    at: Sequence[float],
    foot: float,
    top: float,
    radius: float,
    made_of: Material,
    roof: Material | None,
    flag: Rgb | None = None,
) -> None:
    """A round tower: a flared top with teeth, slits, and a pointed roof with a flag if it has one."""
    x, y = at
    still = scene.still
    still.tube((x, y, foot), (x, y, foot + 2.5), radius * 1.12, made_of, radius)
    still.tube((x, y, foot), (x, y, top), radius, made_of)
    still.tube((x, y, top - 1.3), (x, y, top - 0.4), radius, made_of, radius * 1.14)
    still.tube((x, y, top - 0.4), (x, y, top + 0.5), radius * 1.14, made_of)
    count = max(8, round(2 * math.pi * radius / 1.6))
    for k in range(count):
        a = 2 * math.pi * (k + 0.5) / count
        still.box(
            (x + 1.1 * radius * math.cos(a), y + 1.1 * radius * math.sin(a), top + 0.9),
            (0.42, 0.85, 0.9),
            made_of,
            a,
            0.03,
        )
    for k in range(8):
        a, z = 2 * math.pi * k / 8 + 0.3, top - 3.2 - 2.6 * (k % 3)
        still.box((x + radius * math.cos(a), y + radius * math.sin(a), z), (0.12, 0.2, 1.2), _DARK, a)
    if roof is None:
        return
    low, high = top + 1.1, top + 1.1 + 2.5 * radius
    still.tube((x, y, low), (x, y, high), 1.28 * radius, roof, 0.03)
    if flag is not None:
        still.tube((x, y, high - 0.2), (x, y, high + 2.4), 0.05, _WOOD)
        cloth = Material(flag, through=0.2)
        for k in range(6):
            a = 0.35 * math.sin(1.3 * k)
            still.card(
                (x + 0.18 + 0.32 * k, y + 0.12 * math.sin(1.2 * k), high + 1.95 - 0.03 * k),
                (0.17, 0.17 * a, 0),
                (0, 0, 0.42 - 0.05 * k),
                cloth,
            )


def _pitched(
    scene: Scene,
    low: Sequence[float],
    high: Sequence[float],
    foot: float,
    eaves: float,
    rise: float,
    wall: Material,
    roof: Material,
) -> None:
    """A hall with its ridge along x, gables and two rows of windows on both long sides."""
    (x0, y0), (x1, y1) = low, high
    cx, cy, w, d = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
    scene.still.box((cx, cy, (foot + eaves) / 2), (w, d, eaves - foot), wall)
    half, side, up = np.array([w / 2, 0, 0]), np.array([0, d / 4, 0]), np.array([0, 0, rise / 2])
    scene.still.add(BOX, wall, np.stack([half, side + up, side - up, np.array([cx, cy, eaves])], axis=1))
    for turn in (-1, 1):
        fall = np.array([0, turn * d / 2, -rise]) * 1.08
        scene.still.card(np.array([cx, cy, eaves + rise + 0.06]) + fall / 2, (w / 2 + 0.4, 0, 0), fall / 2, roof)
    count = max(2, round(w / 3.2))
    for k in range(count):
        x = x0 + w * (k + 0.5) / count
        for y in (y0 - 0.02, y1 + 0.02):
            for z in (foot + (eaves - foot) * 0.78, foot + (eaves - foot) * 0.42):
                _window(scene, (x, y, z), 0.85, 1.7, wall)


def _window(scene: Scene, at: Sequence[float], wide: float, tall: float, stone: Material) -> None:
    """A pointed window in a wall along x: a frame of stone, lead and dark glass."""
    x, y, z = at
    pale = Material((0.50, 0.46, 0.39), bump=0.1)
    glass = Material((0.02, 0.024, 0.03), gloss=0.06, rough=0.0)
    scene.still.box((x, y, z), (wide + 0.3, 0.16, tall + 0.2), pale, bevel=0.02)
    scene.still.tube((x, y - 0.08, z + tall / 2), (x, y + 0.08, z + tall / 2), wide / 2 + 0.15, pale)
    scene.still.box((x, y, z), (wide, 0.22, tall), glass)
    scene.still.tube((x, y - 0.11, z + tall / 2), (x, y + 0.11, z + tall / 2), wide / 2, glass)
    scene.still.box((x, y, z + 0.1), (0.09, 0.26, tall + 0.5), pale)
    scene.still.box((x, y, z + 0.2), (wide, 0.26, 0.08), pale)


def _gate(
    scene: Scene,
    at: Sequence[float],
    foot: float,
    top: float,
    stone: Material,
    roof: Material,
    flag: Rgb,
    facing: float = -1.0,
) -> None:
    """A gatehouse between two round towers, its arch with a half-raised portcullis facing -y, or +y."""
    x, y = at
    still = scene.still
    for side in (-1, 1):
        _tower(scene, (x + side * 4.6, y), foot, top + 3.0, 2.5, stone, roof, flag)
    still.box((x, y + 0.6, (foot + top) / 2), (9.2, 5.0, top - foot), stone)
    _merlons(scene, np.array([x - 4.2, y + facing * 2.1]), np.array([x + 4.2, y + facing * 2.1]), top, 0.5, stone)
    front = y + 0.6 + facing * 2.5
    wide, spring = 1.75, 2.9
    still.box((x, front, foot + (spring) / 2), (2 * wide, 0.12, spring), _DARK)
    still.tube((x, front - 0.06, foot + spring), (x, front + 0.06, foot + spring), wide, _DARK)
    pale = Material((0.50, 0.46, 0.39), bump=0.15)
    for k in range(15):
        a = math.pi * (k + 0.5) / 15
        still.box(
            (x + (wide + 0.25) * math.cos(a), front + facing * 0.05, foot + spring + (wide + 0.25) * math.sin(a)),
            (0.5, 0.3, 0.42),
            pale,
            0.0,
            0.03,
        )
    for side in (-1, 1):
        for k in range(6):
            still.box(
                (x + side * (wide + 0.25), front + facing * 0.05, foot + 0.25 + 0.49 * k),
                (0.5 + 0.12 * (k % 2), 0.3, 0.46),
                pale,
                bevel=0.03,
            )
    iron = Material((0.03, 0.03, 0.032), gloss=0.05, rough=0.5)
    for k in range(7):
        dx = -wide + 0.25 + 0.5 * k
        reach = math.sqrt(max(wide**2 - dx**2, 0.0))
        still.box(
            (x + dx, front + facing * 0.10, foot + (2.0 + spring + reach) / 2),
            (0.09, 0.06, spring + reach - 2.0),
            iron,
        )
    for k in range(4):
        z = spring + wide - 0.35 - 0.55 * k
        half = math.sqrt(max(wide**2 - max(z - spring, 0.0) ** 2, 0.0))
        still.box((x, front + facing * 0.10, foot + z), (2 * half, 0.06, 0.09), iron)
    # a shield above the arch
    still.box((x, front + facing * 0.08, foot + spring + wide + 1.5), (1.1, 0.1, 1.3), Material(flag), bevel=0.05)
    still.box((x, front + facing * 0.12, foot + spring + wide + 1.5), (0.2, 0.08, 1.3), Material((0.62, 0.50, 0.12)))
    for side in (-1, 1):
        cloth = Material(flag, through=0.1)
        still.card((x + side * 3.0, front + facing * 0.2, foot + 4.4), (0.55, 0, 0), (0, 0, 1.7), cloth)
        still.card(
            (x + side * 3.0, front + facing * 0.22, foot + 4.6),
            (0.2, 0, 0),
            (0, 0, 0.4),
            Material((0.62, 0.50, 0.12)),
        )


def _roofing(spec: Mapping[str, Any]) -> Material:
    if spec["ground"]["kind"] == "snow":
        return Material((0.78, 0.80, 0.83), (0.72, 0.75, 0.80), 7, bump=0.1)
    return Material((0.105, 0.12, 0.15), (0.075, 0.088, 0.112), TILES, 0.4, gloss=0.03, rough=0.4, bump=0.25)


def outside(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands on the way to the gate, which is 25 metres away."""
    stone, roof, flag = _stone(spec), _roofing(spec), (0.42, 0.035, 0.03)
    front, back, half = 27.0, 75.0, 34.0
    spots = np.array(
        [(0, front), (-half, front), (half, front), (-half, back), (half, back), (0, back), (0, 51)], float
    )
    ground = heights(spots[:, 0], spots[:, 1])
    level = float(ground[0])
    foot = min(float(ground.min()), level) - 2.0
    top = level + 8.5
    gap = 6.8
    for a, b in (
        ((-half, front), (-gap, front)),
        ((gap, front), (half, front)),
        ((-half, front), (-half, back)),
        ((half, front), (half, back)),
        ((-half, back), (half, back)),
    ):
        _wall(scene, a, b, foot, top, stone)
    for (x, y), radius, tall in (
        ((-half, front), 4.0, 5.0),
        ((half, front), 4.0, 5.0),
        ((-half, back), 3.6, 4.0),
        ((half, back), 3.6, 4.0),
        ((-half, 51.0), 3.0, 3.0),
        ((half, 51.0), 3.0, 3.0),
    ):
        _tower(scene, (x, y), foot, top + tall, radius, stone, roof, flag if y == front else None)
    _gate(scene, (0.0, front), level, top + 2.0, stone, roof, flag)
    # the keep and its turrets, a hall with a pitched roof, a tall tower
    scene.still.box((-6, 55, (foot + top + 15) / 2), (17, 15, top + 15 - foot), stone)
    for x in (-14.5, 2.5):
        for y in (47.5, 62.5):
            _tower(scene, (x, y), foot, top + 19, 2.0, stone, roof, flag if y < 50 and x < 0 else None)
    for a, b in (
        ((-14, 47.5), (2, 47.5)),
        ((-14, 62.5), (2, 62.5)),
        ((-14.5, 48), (-14.5, 62)),
        ((2.5, 48), (2.5, 62)),
    ):
        _merlons(scene, np.asarray(a, float), np.asarray(b, float), top + 15, 0.5, stone)
    for z in (top + 2.2, top + 6.4, top + 10.6):
        for x in (-11.5, -7.8, -4.1, -0.4):
            _window(scene, (x, 47.45, z), 0.9, 1.7, stone)
    _pitched(scene, (7, 49), (27, 59), foot, top + 6.0, 5.0, stone, roof)
    _tower(scene, (16, 65), foot, top + 25, 3.2, stone, roof, flag)
    _road(scene, spec, front, heights)
    if night:
        for side in (-1, 1):
            _torch(scene, (side * 2.6, front - 2.2, level + 2.4))
            _torch(scene, (side * 2.4, 9.0, float(heights(np.array([side * 2.4]), np.array([9.0]))[0]) + 1.9), True)


def _road(scene: Scene, spec: Mapping[str, Any], front: float, heights: Heights) -> None:
    """Cobbles from behind the viewer to the gate, along the land."""
    made_of = Material((0.30, 0.28, 0.25), (0.20, 0.185, 0.165), BRICK, 0.26, bump=0.5, more=1.0)
    kerb = Material((0.38, 0.355, 0.31), bump=0.2)
    ys = np.arange(-24.0, front - 1.0, 1.0)
    zs = heights(np.zeros(len(ys)), ys)
    for (y, z), (b, c) in zip(zip(ys, zs), zip(ys[1:], zs[1:])):
        along = np.array([0.0, (b - y) / 2 + 0.01, (c - z) / 2])
        middle = np.array([0.0, (y + b) / 2, (z + c) / 2 + 0.02])
        for x, half in ((0.0, 1.7), (-1.8, 0.14), (1.8, 0.14)):
            scene.still.add(
                BOX,
                made_of if half > 1 else kerb,
                np.stack(
                    [
                        np.array([half, 0, 0]),
                        along,
                        np.array([0, 0, 0.03 if half > 1 else 0.07]),
                        middle + np.array([x, 0, 0]),
                    ],
                    axis=1,
                ),
                0.0,
                0.0,
                0.3,
            )


def _torch(scene: Scene, at: Sequence[float], post: bool = False) -> None:
    x, y, z = at
    scene.still.tube((x, y, z - (1.9 if post else 0.5)), (x, y, z - 0.05), 0.04, _WOOD)
    scene.still.tube((x, y, z - 0.12), (x, y, z), 0.06, Material((0.03, 0.03, 0.03)), 0.11)
    scene.still.ball((x, y, z + 0.13), (0.09, 0.09, 0.17), glow(_FLAME, 90.0))
    scene.bulb((x, y, z + 0.13), 0.14, np.array(_FLAME) * 90.0)


def courtyard(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool) -> None:
    """High walls with a wooden gallery, the keep before the viewer, the gate behind, a well, a cart, barrels, hay."""
    stone, roof, flag = _stone(spec), _roofing(spec), (0.42, 0.035, 0.03)
    half, south, north = 15.0, -15.0, 19.0
    top = 8.0
    for a, b in (
        ((-half, south), (-7, south)),
        ((7, south), (half, south)),
        ((-half, south), (-half, north)),
        ((half, south), (half, north)),
        ((-half, north), (half, north)),
    ):
        _wall(scene, a, b, -1.0, top, stone)
    for x in (-half, half):
        for y in (south, north):
            _tower(scene, (x, y), -1.0, top + 5.0, 3.6, stone, roof, flag if y < 0 else None)
    _gate(scene, (0.0, south), 0.0, top + 1.5, stone, roof, flag, 1.0)
    # the keep, with a stair to its door
    scene.still.box((2, north - 2, 10), (16, 10, 20), stone)
    for a, b in (
        ((-6, north - 7), (10, north - 7)),
        ((-6, north + 3), (10, north + 3)),
        ((-6, north - 7), (-6, north + 3)),
        ((10, north - 7), (10, north + 3)),
    ):
        _merlons(scene, np.asarray(a, float), np.asarray(b, float), 20.0, 0.5, stone)
    for x in (-6.0, 10.0):
        _tower(scene, (x, north - 7), 13.0, 23.5, 1.6, stone, roof)
        scene.still.tube((x, north - 7, 11.2), (x, north - 7, 13.0), 0.2, stone, 1.6)
    face = north - 7.0
    for z in (8.6, 13.2):
        for x in (-3.6, 0.2, 4.0, 7.6):
            _window(scene, (x, face - 0.02, z), 0.95, 1.8, stone)
    door = 2.6
    scene.still.box((2.0, face - 0.05, door + 1.3), (1.7, 0.2, 2.6), _WOOD)
    scene.still.tube((2.0, face - 0.15, door + 2.6), (2.0, face + 0.05, door + 2.6), 0.85, _WOOD)
    for k in range(9):
        turn = math.pi * (k + 0.5) / 9
        scene.still.box(
            (2 + 1.02 * math.cos(turn), face - 0.1, door + 2.6 + 1.02 * math.sin(turn)),
            (0.36, 0.28, 0.34),
            Material((0.50, 0.46, 0.39), bump=0.1),
            bevel=0.03,
        )
    for k in range(13):
        z = 0.2 * (k + 1)
        scene.still.box(
            (-3.1 + 0.3 * k + (5.3 - 0.3 * k) / 2, face - 0.85, z / 2), (5.9 - 0.3 * k, 1.7, z), stone, bevel=0.02
        )
    _gallery(scene, -half + 0.9, south + 4, north - 8, roof)
    _pitched_lean(scene, half - 0.9, roof)
    _well(scene, (-4.4, 5.2))
    _stores(scene, rng)
    if night:
        for at in (
            (-0.4, face - 0.35, 4.2),
            (4.4, face - 0.35, 4.2),
            (-3.2, south + 3.9, 2.6),
            (3.2, south + 3.9, 2.6),
            (half - 1.4, 2.0, 2.5),
            (-half + 3.4, 1.0, 2.2),
        ):
            _torch(scene, at)


def _gallery(scene: Scene, x: float, y0: float, y1: float, roof: Material) -> None:
    """A wooden gallery on posts along the western wall, its roof sloping to the yard."""
    long_, middle = y1 - y0, (y0 + y1) / 2
    scene.still.box((x + 1.2, middle, 3.2), (2.4, long_, 0.18), _WOOD)
    count = round(long_ / 2.6)
    for k in range(count + 1):
        y = y0 + long_ * k / count
        scene.still.box((x + 2.25, y, 2.9), (0.2, 0.2, 5.8), _WOOD, bevel=0.02)
        for turn in (-1, 1):
            scene.still.tube((x + 2.25, y, 2.4), (x + 2.25, y + turn * 0.7, 3.15), 0.06, _WOOD)
    for z in (3.75, 4.25):
        scene.still.box((x + 2.25, middle, z), (0.10, long_, 0.10), _WOOD)
    for k in range(int(long_ / 0.3)):
        scene.still.box((x + 2.25, y0 + 0.3 * (k + 0.5), 3.75), (0.05, 0.05, 0.95), _WOOD)
    fall = np.array([2.9, 0, -1.2]) / 2
    scene.still.card(np.array([x + 1.25, middle, 6.25]), (0, long_ / 2 + 0.3, 0), fall, roof)


def _pitched_lean(scene: Scene, x: float, roof: Material) -> None:
    """A stable against the eastern wall: open bays under a sloping roof, straw on its floor."""
    y0, y1 = -8.0, 8.0
    straw = Material((0.46, 0.35, 0.14), (0.32, 0.23, 0.08), 7, bump=0.8)
    scene.still.box((x - 1.9, (y0 + y1) / 2, 0.02), (3.8, y1 - y0, 0.06), straw)
    fall = np.array([-4.4, 0, -1.3]) / 2
    scene.still.card(np.array([x - 2.0, (y0 + y1) / 2, 3.85]), (0, (y1 - y0) / 2 + 0.3, 0), fall, roof)
    for k in range(6):
        y = y0 + (y1 - y0) * k / 5
        scene.still.box((x - 3.8, y, 1.6), (0.2, 0.2, 3.2), _WOOD, bevel=0.02)
        scene.still.box((x - 1.9, y, 0.6), (3.6, 0.1, 1.2), _WOOD)
    scene.still.box((x - 3.8, (y0 + y1) / 2, 3.1), (0.2, y1 - y0, 0.2), _WOOD)
    for k in range(5):
        scene.still.pillow((x - 1.4, y0 + 1.6 + 3.2 * k, 0.35), (1.5, 1.2, 0.8), straw, 0.4 * k, 3.0, 2.0)


def _well(scene: Scene, at: Sequence[float]) -> None:
    """A round well with a roof on two posts, a roller and a bucket."""
    x, y = at
    block = Material((0.42, 0.385, 0.325), (0.30, 0.275, 0.23), 19, bump=0.4)
    for ring in range(3):
        for k in range(14):
            a = 2 * math.pi * (k + 0.5 * (ring % 2)) / 14
            scene.still.box(
                (x + 0.95 * math.cos(a), y + 0.95 * math.sin(a), 0.15 + 0.28 * ring),
                (0.32, 0.42, 0.27),
                block,
                a,
                0.04,
            )
    scene.still.tube((x, y, 0), (x, y, 0.45), 0.85, _DARK)
    for side in (-1, 1):
        scene.still.box((x + side * 1.0, y, 1.3), (0.16, 0.16, 2.6), _WOOD)
        scene.still.card(
            (x, y + side * 0.62, 2.65), (1.45, 0, 0), (0, side * 0.75, -0.42), stuff("wood", (0.13, 0.085, 0.055))
        )
    scene.still.tube((x - 1.0, y, 1.85), (x + 1.0, y, 1.85), 0.10, _WOOD)
    scene.still.tube((x, y, 1.0), (x, y, 1.85), 0.015, Material((0.3, 0.24, 0.14)))
    scene.still.tube((x, y, 0.72), (x, y, 1.0), 0.14, _WOOD, 0.17)


def _stores(scene: Scene, rng: np.random.Generator) -> None:
    """Barrels, crates, sacks, a cart loaded with hay."""
    iron = Material((0.05, 0.05, 0.05))
    for x, y in ((6.2, 9.2), (7.0, 9.8), (6.9, 8.6), (-8.6, -9.5), (-9.3, -8.8)):
        wood = stuff("wood", (0.24, 0.15, 0.085))
        scene.still.tube((x, y, 0), (x, y, 0.45), 0.30, wood, 0.36)
        scene.still.tube((x, y, 0.45), (x, y, 0.9), 0.36, wood, 0.30)
        for z in (0.12, 0.35, 0.55, 0.78):
            scene.still.tube((x, y, z), (x, y, z + 0.05), 0.345 + 0.02 * (0.2 < z < 0.7), iron)
    for x, y, yaw in ((8.4, 9.6, 0.3), (-7.4, -10.4, 0.1), (-7.2, -9.2, -0.2)):
        scene.still.box((x, y, 0.35), (0.8, 0.6, 0.7), stuff("pine", (0.36, 0.26, 0.15)), yaw, 0.01)
    sack = Material((0.42, 0.34, 0.22), (0.36, 0.29, 0.18), 6, bump=0.4)
    for x, y in ((5.1, 9.6), (5.6, 9.0), (-6.4, -9.8)):
        scene.still.pillow((x, y, 0.32), (0.55, 0.5, 0.7), sack, float(rng.uniform(0, 3)), 2.6, 2.4)
    s = f.Spot(scene.still, (5.4, -5.6), 0.7)
    s.box((0, 0, 0.95), (1.5, 2.6, 0.1), _WOOD, 0.02)
    for x in (-0.78, 0.78):
        s.box((x, 0, 1.2), (0.07, 2.6, 0.45), _WOOD, 0.02)
        for k in range(16):
            a, b = 2 * math.pi * k / 16, 2 * math.pi * (k + 1) / 16
            s.bar(
                (x * 1.15, 0.75 * math.cos(a), 0.76 + 0.75 * math.sin(a)),
                (x * 1.15, 0.75 * math.cos(b), 0.76 + 0.75 * math.sin(b)),
                0.055,
                _WOOD,
            )
            if k % 2 == 0:
                s.bar((x * 1.15, 0, 0.76), (x * 1.15, 0.72 * math.cos(a), 0.76 + 0.72 * math.sin(a)), 0.03, _WOOD)
        s.bar((x * 0.6, 1.2, 0.9), (x * 0.6, 3.0, 0.35), 0.05, _WOOD)
    s.pillow((0, 0, 1.45), (1.5, 2.5, 1.2), Material((0.46, 0.35, 0.14), (0.32, 0.23, 0.08), 7, bump=0.9), square=3.0)
