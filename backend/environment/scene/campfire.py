# SPDX-License-Identifier: GPL-3.0-or-later
"""A campfire within a ring of stones, logs to sit on about it, split wood and an axe in its block."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import gables
from .builder import BLADE, CARD, Scene
from .dwellings import Heights
from .materials import BARK, CARPET, GRAIN, STONE, Material, glow

#: Where it burns, metres.
AT = (0.0, 5.0)
_GLOW = (1.0, 0.50, 0.17)
_BARK = Material((0.17, 0.125, 0.09), (0.10, 0.073, 0.052), BARK, bump=0.5)
_CUT = Material((0.52, 0.37, 0.21), (0.40, 0.27, 0.145), GRAIN, 0.3)
_CHAR = Material((0.030, 0.027, 0.025), (0.016, 0.015, 0.014), BARK, bump=0.5)


def campfire(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands five metres from the fire, the open side of the seats before them."""
    level, _ = gables.seat(heights, AT, 0.5)
    hearth(scene, rng, AT, level, 0.62, 1.0 if night else 0.62, night)
    if spec["ground"]["kind"] not in ("sand", "rock", "gravel"):
        earth = Material((0.155, 0.115, 0.08), (0.10, 0.074, 0.052), CARPET, bump=0.6)
        scene.still.tube((*AT, level - 0.05), (*AT, level + 0.02), 1.55, earth, 1.45)
    for turn, away, long_ in ((0.15, 2.35, 1.9), (1.45, 2.5, 2.1), (2.85, 2.3, 1.8)):
        x, y = AT[0] + away * math.cos(turn), AT[1] + away * math.sin(turn)
        _log(scene, (x, y, gables.seat(heights, (x, y), 0.5)[0] + 0.21), turn + math.pi / 2, long_, 0.23)
    _wood(scene, rng, heights)


def hearth(
    scene: Scene,
    rng: np.random.Generator,
    at: tuple[float, float],
    level: float,
    radius: float,
    size: float,
    lights: bool,
) -> None:
    """Stones in a ring ``radius`` metres about a fire whose flames are ``size`` metres high and more; ``lights`` is
    whether it lights what is about it."""
    x, y = at
    stone = Material((0.30, 0.28, 0.255), (0.17, 0.158, 0.145), STONE, bump=0.5)
    count = round(2 * math.pi * radius / 0.25)
    for k in range(count):
        a, r = 2 * math.pi * k / count + float(rng.uniform(-0.08, 0.08)), radius * float(rng.uniform(0.95, 1.06))
        big = float(rng.uniform(0.12, 0.17))
        scene.still.rock(
            (x + r * math.cos(a), y + r * math.sin(a), level + 0.06),
            (big * 1.2, big, big * 0.95),
            stone,
            float(rng.uniform(0, 3)),
            float(rng.random()),
        )
    ash = Material((0.13, 0.125, 0.12), (0.04, 0.038, 0.036), CARPET, bump=0.7)
    scene.still.tube((x, y, level), (x, y, level + 0.05), radius * 0.95, ash)
    embers = glow((1.0, 0.20, 0.03), 5.0)
    for _ in range(36):
        a, r = float(rng.uniform(0, 6.283)), radius * 0.5 * math.sqrt(float(rng.random()))
        scene.still.rock(
            (x + r * math.cos(a), y + r * math.sin(a), level + 0.06),
            (0.035, 0.03, 0.025),
            embers if rng.random() < 0.6 else _CHAR,
            0.0,
            float(rng.random()),
        )
    top = np.array([x, y, level + 0.34 + 0.22 * size])
    for k in range(8):
        a = 2 * math.pi * k / 8 + float(rng.uniform(-0.2, 0.2))
        foot = np.array([x + 0.78 * radius * math.cos(a), y + 0.78 * radius * math.sin(a), level + 0.05])
        end = top + np.array([0.05 * math.cos(a + 2.6), 0.05 * math.sin(a + 2.6), float(rng.uniform(-0.05, 0.08))])
        middle = foot + (end - foot) * 0.45
        scene.still.tube(foot, middle, 0.052, _BARK, 0.05)
        scene.still.tube(middle, end, 0.05, _CHAR, 0.04)
    _flames(scene, rng, np.array([x, y, level + 0.10]), size, 0.42 * radius)
    if lights:
        scene.bulb((x, y, level + 0.45 + 0.25 * size), 0.30, np.array(_GLOW) * 480.0 * size)


def _flames(scene: Scene, rng: np.random.Generator, foot: np.ndarray, size: float, wide: float) -> None:
    """Tongues that rise to a common point, pale and bright within, orange and dim at their tips."""
    layers = (
        ((1.0, 0.60, 0.24), 5.5, 46, 0.55, 0.50),
        ((1.0, 0.40, 0.08), 3.6, 60, 0.85, 0.80),
        ((1.0, 0.25, 0.035), 2.2, 44, 1.00, 1.00),
    )
    for color, radiance, count, tall, spread in layers:
        maps = []
        for _ in range(count):
            a, r = float(rng.uniform(0, 6.283)), math.sqrt(float(rng.random()))
            start = foot + np.array([math.cos(a), math.sin(a), 0]) * wide * spread * r
            high = size * tall * (1.15 - 0.75 * r) * float(rng.uniform(0.55, 1.1))
            end = foot + np.array([0.35 * wide * math.cos(a), 0.35 * wide * math.sin(a), 0]) * r
            end = end + np.array([0.05 * size, -0.02, high]) + np.array([*rng.normal(0, 0.05 * size, 2), 0])
            up = (end - start) / 2
            turn = float(rng.uniform(0, math.pi))
            side = np.array([math.cos(turn), math.sin(turn), 0]) * (0.11 + 0.26 * high)
            normal = np.cross(side, up)
            maps.append(np.stack([side, up, normal / np.linalg.norm(normal), (start + end) / 2], axis=1))
        scene.still.add(CARD, glow(color, radiance), np.stack(maps), BLADE, 0.0, rng.random(count))
    spark = glow((1.0, 0.42, 0.10), 9.0)
    for _ in range(18):
        rise = float(rng.uniform(0.8, 2.6)) * size
        at = foot + np.array([*rng.normal(0.05 * rise, 0.07 + 0.09 * rise, 2), rise])
        scene.still.ball(at, 0.006, spark)


def _log(scene: Scene, at: tuple[float, float, float], yaw: float, long_: float, radius: float) -> None:
    """A log that lies along ``yaw``, sawn at both ends."""
    way, middle = np.array([math.cos(yaw), math.sin(yaw), 0]) * long_ / 2, np.array(at)
    scene.still.tube(middle - way, middle + way, radius, _BARK, radius * 0.93)
    for end, size in ((-1, 1.0), (1, 0.93)):
        scene.still.tube(middle + end * way * 1.001, middle + end * way * 1.006, radius * 0.92 * size, _CUT)


def _wood(scene: Scene, rng: np.random.Generator, heights: Heights) -> None:
    """Split wood in a heap, a block with an axe in it."""
    x, y = 3.3, 7.0
    z = gables.seat(heights, (x, y), 0.6)[0]
    for row in range(3):
        for k in range(6 - row):
            at = (x + 0.02 * row, y + 0.17 * k + 0.085 * row, z + 0.085 + 0.145 * row)
            way = np.array([0.24, 0.02 * float(rng.uniform(-1, 1)), 0])
            scene.still.tube(np.array(at) - way, np.array(at) + way, 0.082, _BARK)
            for end in (-1, 1):
                scene.still.tube(np.array(at) + end * way, np.array(at) + end * way * 1.015, 0.074, _CUT)
    x, y = -3.1, 6.9
    z = gables.seat(heights, (x, y), 0.4)[0]
    scene.still.tube((x, y, z - 0.1), (x, y, z + 0.42), 0.27, _BARK, 0.25)
    scene.still.tube((x, y, z + 0.42), (x, y, z + 0.425), 0.235, _CUT)
    scene.still.tube((x + 0.02, y, z + 0.53), (x + 0.42, y - 0.12, z + 0.92), 0.018, _CUT)
    scene.still.add(
        1,
        Material((0.22, 0.22, 0.23), gloss=0.4, rough=0.3),
        np.array([[0.03, 0, 0.06, x], [0, 0.014, 0, y], [-0.05, 0, 0.08, z + 0.48]]),
    )
