# SPDX-License-Identifier: GPL-3.0-or-later
"""The ruin of a Doric temple: steps, columns standing and broken, a piece of its architrave, drums and blocks about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import gables
from .builder import Group, Scene
from .dwellings import Heights
from .materials import LEAF, STONE, Material, stuff
from .plants import bush

#: The middle of the temple, its turn; columns to each side, from axis to axis, and how high they stood, metres.
AT, YAW = (1.0, 28.0), 0.38
_ACROSS, _ALONG, _GAP, _TALL = 5, 7, 2.75, 6.2
_WIDE, _LONG = _GAP * (_ACROSS - 1), _GAP * (_ALONG - 1)
#: Share of each column's height that stands, along the front (with the architrave), the left and the right side.
_FRONT = (1.0, 1.0, 1.0, 1.0, 0.55)
_LEFT = (1.0, 1.0, 0.78, 0.30, 1.0, 0.45)
_RIGHT = (0.22, 0.85, 1.0, 0.0, 0.62, 0.35)


def ruins(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands before its front, a little to the side."""
    level, low = gables.seat(heights, AT, 10.0)
    own = Material((0.56, 0.50, 0.405), (0.36, 0.32, 0.255), STONE, bump=0.35)
    said = spec["surfaces"].get("building") or {}
    stone = stuff(said["material"], said.get("color")) if said.get("material") else own.tinted(said.get("color"))
    group = scene.group()
    _steps(group, rng, stone, low - level - 0.5)
    floor = 0.96
    for k, share in enumerate(_FRONT):
        _column(group, rng, (-_WIDE / 2 + _GAP * k, -_LONG / 2), floor, share, stone)
    for side, shares in ((-1, _LEFT), (1, _RIGHT)):
        for k, share in enumerate(shares):
            _column(group, rng, (side * _WIDE / 2, -_LONG / 2 + _GAP * (k + 1)), floor, share, stone)
    _beams(group, floor + _TALL, stone)
    scene.place(group, (*AT, level), YAW)
    _fallen(scene, rng, heights, stone)
    if spec["place"]["setting"] not in ("desert", "alien") and not gables.snowy(spec):
        leaf = Material((0.125, 0.165, 0.05), (0.075, 0.11, 0.03), LEAF, through=0.35)
        shrubs = [bush(scene, 80 + k, leaf) for k in range(2)]
        for x, y, size in (
            (-8.4, 18.0, 0.8),
            (-3.2, 16.2, 0.6),
            (9.6, 20.5, 1.0),
            (6.3, 16.6, 0.6),
            (-10.4, 24.0, 1.1),
        ):
            z = gables.seat(heights, (x, y), 0.3)[0]
            scene.place(
                shrubs[int(rng.integers(2))], (x, y, z - 0.05), float(rng.uniform(0, 6)), size, float(rng.random())
            )


def _steps(group: Group, rng: np.random.Generator, stone: Material, foot: float) -> None:
    """Three steps all round of long blocks, some of them shifted or gone."""
    for k in range(3):
        x, y, top = _WIDE / 2 + 1.75 - 0.4 * k, _LONG / 2 + 1.75 - 0.4 * k, 0.32 * (k + 1)
        inner = 0.7
        bottom = foot if k == 0 else top - 0.34
        group.box((0, 0, (bottom + top) / 2 - 0.02), (2 * (x - inner), 2 * (y - inner), top - bottom), stone)
        for along_x, reach, edge in ((True, x, y), (False, y, x)):
            count = round(2 * reach / 1.5)
            for side in (-1, 1):
                for j in range(count):
                    if k and rng.random() < 0.10:
                        continue
                    long_ = 2 * reach / count
                    a, b = -reach + long_ * (j + 0.5), side * (edge - inner / 2 + float(rng.uniform(-0.02, 0.02)))
                    size = (long_ - 0.015, inner, top - bottom) if along_x else (inner, long_ - 0.015, top - bottom)
                    at = (a, b) if along_x else (b, a)
                    drop = float(rng.uniform(-0.02, 0.0))
                    group.box((*at, (bottom + top) / 2 + drop), size, stone, float(rng.normal(0, 0.004)), 0.04)


def _drum(group: Group, foot: np.ndarray, top: np.ndarray, low: float, high: float, stone: Material) -> None:
    """A piece of a fluted shaft from ``foot`` to ``top`` whose radius goes from ``low`` to ``high``."""
    way = (top - foot) / np.linalg.norm(top - foot)
    side = np.cross(way, (1.0, 0, 0) if abs(way[0]) < 0.8 else (0, 1.0, 0))
    side /= np.linalg.norm(side)
    other = np.cross(way, side)
    group.tube(foot, top, low * 0.93, stone, high * 0.93)
    for k in range(18):
        a = 2 * math.pi * k / 18
        out = side * math.cos(a) + other * math.sin(a)
        group.tube(foot + out * low * 0.90, top + out * high * 0.90, low * 0.115, stone, high * 0.115)


def _radius(share: float) -> float:
    """Of a column, metres, at a share of its height: it swells a little and narrows."""
    return 0.60 - 0.14 * share**1.4


def _column(
    group: Group, rng: np.random.Generator, at: tuple[float, float], floor: float, share: float, stone: Material
) -> None:
    """A column of six drums, whole with its capital or broken off at a ``share`` of its height."""
    if share <= 0:
        return
    whole = share >= 1.0
    shaft = _TALL - 0.75
    drums = max(1, round(6 * share))
    for k in range(drums):
        off = np.array([*rng.normal(0, 0.012, 2), 0.0])
        a, b = k / 6, (k + 1) / 6
        foot = np.array([*at, floor + shaft * a]) + off
        top = np.array([*at, floor + shaft * b - 0.018]) + off
        _drum(group, foot, top, _radius(a), _radius(b), stone)
    high = floor + shaft * drums / 6
    if not whole:
        # broken off aslant
        group.rock((*at, high - 0.02), (0.52, 0.50, 0.28), stone, float(rng.uniform(0, 3)), float(rng.random()))
        return
    group.tube((*at, high), (*at, high + 0.12), 0.47, stone, 0.50)
    group.tube((*at, high + 0.12), (*at, high + 0.42), 0.50, stone, 0.80)
    group.box((*at, high + 0.585), (1.72, 1.72, 0.33), stone, bevel=0.04)


def _beams(group: Group, z: float, stone: Material) -> None:
    """Architrave and frieze over the first four columns of the front and the first two of the left side."""
    x0, y0 = -_WIDE / 2, -_LONG / 2
    for k in range(3):
        x = x0 + _GAP * (k + 0.5)
        group.box((x, y0, z + 0.42), (_GAP - 0.02, 1.15, 0.84), stone, bevel=0.04)
        if k < 2:
            group.box((x, y0, z + 1.26), (_GAP - 0.02, 1.05, 0.80), stone, bevel=0.04)
            for j in range(2):
                u = x + _GAP * (j - 0.5) / 2
                for bar in (-0.2, 0.0, 0.2):
                    group.box((u + bar, y0 - 0.54, z + 1.26), (0.14, 0.12, 0.78), stone, bevel=0.02)
    group.box((x0 + _GAP * 0.9, y0, z + 1.78), (_GAP * 1.8, 1.45, 0.28), stone, bevel=0.04)
    for k in range(2):
        y = y0 + _GAP * (k + 0.5) + 0.28
        group.box((x0, y, z + 0.42), (1.15, _GAP - 0.3, 0.84), stone, bevel=0.04)
    # the corner of the pediment, stepped where its blocks have gone
    for k in range(4):
        wide = _GAP * 1.5 - 0.75 * k
        group.box((x0 + 0.95 * k + wide / 2 + 0.1, y0 + 0.1, z + 2.05 + 0.27 * k), (wide, 0.8, 0.27), stone, 0.0, 0.03)


def _fallen(scene: Scene, rng: np.random.Generator, heights: Heights, stone: Material) -> None:
    """Drums and a capital in the grass, blocks of the walls, small rubble."""
    for x, y, yaw, radius, long_ in (
        (-5.6, 14.6, 0.5, 0.56, 0.95),
        (-7.2, 15.9, 1.3, 0.53, 0.95),
        (7.6, 15.4, -0.4, 0.55, 1.0),
        (9.3, 16.6, 0.1, 0.50, 1.0),
        (11.4, 19.0, 0.9, 0.57, 0.9),
    ):
        z = gables.seat(heights, (x, y), 0.5)[0]
        way, middle = np.array([math.cos(yaw), math.sin(yaw), 0.04]) * long_ / 2, np.array([x, y, z + radius * 0.82])
        _drum(scene.still, middle - way, middle + way, radius, radius * 0.96, stone)
    x, y = 4.6, 13.4
    z = gables.seat(heights, (x, y), 0.5)[0]
    scene.still.box((x, y, z + 0.14), (1.6, 1.6, 0.33), stone, 0.7, 0.04)
    scene.still.tube((x, y, z + 0.30), (x, y, z + 0.60), 0.78, stone, 0.48)
    for x, y, yaw, size in (
        (-9.6, 18.6, 0.3, (1.6, 0.8, 0.7)),
        (-10.7, 20.4, 1.1, (1.2, 0.9, 0.6)),
        (-3.4, 13.2, -0.3, (1.3, 0.7, 0.5)),
        (12.6, 22.0, 0.6, (2.2, 0.9, 0.8)),
        (10.2, 14.4, -0.9, (1.1, 0.8, 0.55)),
        (-12.0, 25.0, 0.2, (1.9, 0.9, 0.8)),
    ):
        z = gables.seat(heights, (x, y), 0.5)[0]
        scene.still.box((x, y, z + size[2] / 2 - 0.12), size, stone, yaw, 0.06)
    for _ in range(70):
        x, y = float(rng.uniform(-12, 13)), float(rng.uniform(12.5, 20.5))
        if abs(x - 1.0) < 2.0 and y < 16:
            continue
        big = float(rng.uniform(0.06, 0.26))
        z = gables.seat(heights, (x, y), 0.2)[0]
        scene.still.rock(
            (x, y, z + 0.2 * big), (big * 1.3, big, big * 0.8), stone, float(rng.uniform(0, 3)), float(rng.random())
        )
