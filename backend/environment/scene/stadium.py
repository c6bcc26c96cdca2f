# SPDX-License-Identifier: GPL-3.0-or-later
"""A football ground: a striped pitch with lines and goals, tiers of seats around it, a roof and floodlights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from .builder import Group, Scene
from .materials import CARPET, SLABS, Material, Rgb, color_of, glow, stuff

#: Half width and half length of the pitch, metres; tiers, their depth and rise.
WIDE, LONG = 34.0, 52.5
TIERS, DEEP, RISE = 22, 0.85, 0.46
#: Where the centre spot lies from the viewer, who would otherwise stand on the line.
CENTRE = (6.0, 13.0)
_BOARDS: tuple[Rgb, ...] = (
    (0.55, 0.05, 0.04),
    (0.04, 0.20, 0.42),
    (0.62, 0.60, 0.56),
    (0.60, 0.44, 0.04),
    (0.05, 0.26, 0.12),
)
_LINE = Material((0.66, 0.66, 0.64))


def stadium(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool) -> None:
    """The viewer stands near the centre spot; the pitch runs along y."""
    ground = scene.group()
    scene.place(ground, (*CENTRE, 0.0))
    _pitch(ground)
    for end in (-1, 1):
        _goal(ground, end)
    said = color_of(spec, "chair")
    seat: Rgb = (float(said[0]), float(said[1]), float(said[2])) if said else (0.05, 0.11, 0.33)
    for turn in range(4):
        across = turn % 2 == 0
        near, half = (WIDE + 8, LONG + 6) if across else (LONG + 9, WIDE + 4)
        _stand(ground, turn * math.pi / 2, near, half, seat)
    dark = night or spec["sun"]["elevation_deg"] < 9
    for x in (-1, 1):
        for y in (-1, 1):
            _floodlight(scene, (CENTRE[0] + x * (WIDE + 33), CENTRE[1] + y * (LONG + 31)), dark)


def _pitch(ground: Group) -> None:
    pale = Material((0.095, 0.175, 0.030), (0.066, 0.122, 0.021), CARPET, bump=0.25)
    dark = Material((0.062, 0.125, 0.022), (0.043, 0.088, 0.015), CARPET, bump=0.25)
    stripe = 2 * LONG / 18
    for k in range(-1, 19):
        y = -LONG + stripe * (k + 0.5)
        ground.box((0, y, -0.01), (2 * WIDE + 12, stripe, 0.05), pale if k % 2 else dark)

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        ground.box(((x0 + x1) / 2, (y0 + y1) / 2, 0.015), (abs(x1 - x0) + 0.12, abs(y1 - y0) + 0.12, 0.012), _LINE)

    def ring(y: float, radius: float, first: float, last: float) -> None:
        angles = np.linspace(first, last, 40)
        for a, b in pairwise(angles):
            p, q = (np.array([radius * math.cos(t), y + radius * math.sin(t), 0.015]) for t in (a, b))
            ground.box((p + q) / 2, (float(np.linalg.norm(q - p)) + 0.02, 0.12, 0.012), _LINE,
                            math.atan2(*(q - p)[1::-1]))

    for x in (-WIDE, WIDE):
        line(x, -LONG, x, LONG)
    for y in (-LONG, 0.0, LONG):
        line(-WIDE, y, WIDE, y)
    ring(0.0, 9.15, 0, 2 * math.pi)
    for end in (-1, 1):
        for half, deep in ((20.16, 16.5), (9.16, 5.5)):
            y = end * (LONG - deep)
            line(-half, y, half, y)
            for x in (-half, half):
                line(x, y, x, end * LONG)
        ring(end * (LONG - 11), 9.15, -end * math.pi / 2 - 0.92, -end * math.pi / 2 + 0.92)


def _goal(ground: Group, end: int) -> None:
    white, y = Material((0.72, 0.72, 0.71), gloss=0.04), end * LONG
    for x in (-3.66, 3.66):
        ground.tube((x, y, 0), (x, y, 2.44), 0.06, white)
        ground.tube((x, y, 2.44), (x, y + end * 0.8, 2.44), 0.03, white)
        ground.tube((x, y + end * 0.8, 2.44), (x, y + end * 2.0, 0), 0.03, white)
    ground.tube((-3.66, y, 2.44), (3.66, y, 2.44), 0.06, white)
    cord = Material((0.55, 0.55, 0.54))
    for k in range(25):
        x = -3.6 + 0.3 * k
        ground.tube((x, y + end * 0.8, 2.42), (x, y + end * 2.0, 0), 0.006, cord)
    for k in range(8):
        t = k / 8
        ground.tube((-3.66, y + end * (0.8 + 1.2 * t), 2.44 * (1 - t)), (3.66, y + end * (0.8 + 1.2 * t),
                         2.44 * (1 - t)), 0.006, cord)


def _stand(ground: Group, yaw: float, near: float, half: float, seat: Rgb) -> None:
    """Tiers of seats that face the pitch, boards before them, a roof on columns behind."""
    c, s = math.cos(yaw), math.sin(yaw)

    def box(center: tuple[float, float, float], size: tuple[float, float, float], made_of: Material, bevel: float = 0.0
            ) -> None:
        x, y, z = center
        ground.box((c * x - s * y, s * x + c * y, z), size, made_of, yaw, bevel)

    concrete = Material((0.38, 0.375, 0.36), (0.30, 0.295, 0.285), SLABS, 3.0)
    steel = stuff("metal", (0.16, 0.17, 0.18))
    cloth, other = Material(seat, gloss=0.04, rough=0.4), Material((0.62, 0.62, 0.61), gloss=0.04, rough=0.4)
    back = near + TIERS * DEEP
    for k in range(TIERS):
        x, z = near + DEEP * k, 1.1 + RISE * k
        box(((x + back) / 2, 0, z / 2), (back - x, 2 * half, z), concrete)
        # blocks of seats between gangways; some rows spell a band of white
        blocks = max(3, round(half / 7))
        wide = 2 * half / blocks - 1.2
        for block in range(blocks):
            y = -half + (block + 0.5) * 2 * half / blocks
            made_of = other if 9 <= k <= 11 and block % 2 == 0 else cloth
            box((x + 0.32, y, z + 0.40), (0.40, wide, 0.06), made_of)
            box((x + 0.54, y, z + 0.62), (0.06, wide, 0.46), made_of)
    count = round(2 * half / 6)
    for k in range(count):
        box((near - 2.5, -half + 6.0 * (k + 0.5), 0.5), (0.12, 5.9, 0.95), Material(_BOARDS[k % 5]))
    top = 1.1 + RISE * TIERS + 7.5
    box(((near + back) / 2 + 4, 0, top), (back - near + 6, 2 * half + 2, 0.5), Material((0.60, 0.60, 0.59)))
    box((near + 1.2, 0, top - 0.5), (0.5, 2 * half + 2, 1.4), steel)
    for k in range(round(2 * half / 12) + 1):
        y = -half + 12.0 * k
        box((back + 0.8, y, top / 2), (0.6, 0.6, top), steel)
        box(((near + back) / 2 + 3, y, top - 0.7), (back - near + 4, 0.3, 0.9), steel)


def _floodlight(scene: Scene, at: tuple[float, float], lit: bool) -> None:
    x, y = at
    steel, high = stuff("metal", (0.30, 0.30, 0.31)), 38.0
    scene.still.tube((x, y, 0), (x, y, high), 0.55, steel, 0.3)
    way = -np.array([x, y, 0]) / math.hypot(x, y)
    side, up = np.array([-way[1], way[0], 0.0]), np.array([0.0, 0, 1.0]) + 0.45 * way
    center = np.array([x, y, high + 2])
    scene.still.card(center - way * 0.3, side * 4.4, up * 2.6, steel)
    radiance = 700.0 if lit else 0.0
    lamp = glow((1.0, 0.96, 0.90), radiance) if lit else Material((0.60, 0.60, 0.60), gloss=0.05)
    for i in range(6):
        for j in range(4):
            spot = center + side * (1.4 * (i - 2.5)) + up * (1.15 * (j - 1.5))
            scene.still.ball(spot, 0.48, lamp)
    if lit:
        scene.bulb(center + way * 0.8, 1.6, np.array((1.0, 0.96, 0.90)) * radiance * 2.0)
