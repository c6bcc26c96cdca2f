# SPDX-License-Identifier: GPL-3.0-or-later
"""A Japanese garden: a vermilion torii over a way of stepping stones, stone lanterns, a pond under a red bridge,
raked gravel about rocks, clipped shrubs and maples."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from . import gables
from .builder import DISC, Group, Scene
from .dwellings import Heights
from .materials import CARPET, LEAF, STONE, Material, color_of, glow
from .plants import BARKS, bush, deciduous

#: Where the gate stands, the middle of the pond and of the raked gravel, metres.
GATE, POND, GRAVEL = 12.0, (7.2, 13.5), (-6.8, 9.6)
_RED = Material((0.48, 0.070, 0.022), (0.42, 0.055, 0.018), gloss=0.03, rough=0.35)
_BLACK = Material((0.022, 0.021, 0.022), gloss=0.03, rough=0.4)
_STONE = Material((0.33, 0.325, 0.30), (0.20, 0.205, 0.18), STONE, bump=0.4)
_LIGHT = (1.0, 0.66, 0.32)


def garden(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands on the way to the gate, twelve metres before it."""
    level, _ = gables.seat(heights, (0.0, GATE), 1.0)
    _torii(scene, spec, level)
    for k, (x, y) in enumerate(((-2.2, 8.0), (2.2, 8.0), (-3.6, 15.0), (4.4, 9.2))):
        lantern(scene, (x, y, gables.seat(heights, (x, y), 0.3)[0]), night, 1.0 if k < 3 else 0.8)
    _steps(scene, rng, heights)
    _pond(scene, rng, spec, heights)
    _raked(scene, spec, heights)
    _plants(scene, rng, spec, heights)


def _beam(scene: Scene, low: float, half: float, rise: float, deep: float, tall: float, made_of: Material) -> None:
    """A beam across the gate, ``low`` metres up in its middle, whose ends sweep up by ``rise``."""
    count = 14
    xs = np.linspace(-half, half, count + 1)
    for a, b in pairwise(xs):
        za, zb = (low + rise * abs(v / half) ** 3 for v in (a, b))
        scene.still.add(
            1,
            made_of,
            np.array(
                [
                    [(b - a) / 2 * 1.01, 0, 0, (a + b) / 2],
                    [0, deep / 2, 0, GATE],
                    [(zb - za) / 2, 0, tall / 2, (za + zb) / 2 + tall / 2],
                ]
            ),
        )


def _torii(scene: Scene, spec: Mapping[str, Any], z: float) -> None:
    """Two leaning pillars, a straight tie beam, a lintel that sweeps up under a dark cap, a board between them."""
    said = color_of(spec, "building")
    red = _RED.tinted(said)
    still = scene.still
    for side in (-1, 1):
        foot, top = np.array([side * 2.25, GATE, z - 0.4]), np.array([side * 2.02, GATE, z + 4.55])
        still.tube(foot, top, 0.27, red, 0.22)
        still.tube(foot, foot + np.array([-0.017 * side, 0, 0.85]), 0.33, _BLACK, 0.325)
        still.tube((side * 2.26, GATE, z - 0.4), (side * 2.26, GATE, z + 0.12), 0.55, _STONE, 0.47)
        still.tube((side * 2.03, GATE, z + 4.28), (side * 2.03, GATE, z + 4.5), 0.30, red)
        for y in (-0.24, 0.24):
            still.box((side * 2.12, GATE + y, z + 3.35), (0.30, 0.12, 0.26), red, bevel=0.02)
    still.box((0, GATE, z + 3.35), (5.5, 0.20, 0.36), red, bevel=0.02)
    _beam(scene, z + 4.5, 3.05, 0.20, 0.36, 0.30, red)
    _beam(scene, z + 4.80, 3.40, 0.34, 0.50, 0.26, red)
    cap = Material((0.80, 0.82, 0.85)) if gables.snowy(spec) else _BLACK
    _beam(scene, z + 5.06, 3.52, 0.36, 0.68, 0.13, cap)
    still.box((0, GATE - 0.06, z + 4.0), (0.62, 0.16, 0.94), _BLACK, bevel=0.02)
    still.box((0, GATE - 0.14, z + 4.0), (0.46, 0.04, 0.78), Material((0.46, 0.33, 0.09), gloss=0.2, rough=0.35))
    for k in range(3):
        still.box((0, GATE - 0.17, z + 4.24 - 0.24 * k), (0.22, 0.02, 0.05), _BLACK)
        still.box((0.03 * (k - 1), GATE - 0.17, z + 4.24 - 0.24 * k), (0.05, 0.02, 0.18), _BLACK)
    # a rope of straw with paper streamers
    straw, paper = Material((0.50, 0.40, 0.20), None, LEAF), Material((0.80, 0.80, 0.78), through=0.2)
    spots = [np.array([x, GATE - 0.30, z + 3.02 - 0.28 * (1 - (x / 2.0) ** 2)]) for x in np.linspace(-2.0, 2.0, 13)]
    for a, b in pairwise(spots):
        still.tube(a, b, 0.055, straw)
    for at in spots[2:-1:2]:
        for k in range(3):
            still.card(at + np.array([0.035 * (-1) ** k, 0, -0.14 - 0.13 * k]), (0.055, 0, 0), (0.02, 0, 0.075), paper)


def lantern(scene: Scene, at: tuple[float, float, float], night: bool, size: float = 1.0) -> None:
    """A stone lantern, 1.9 metres high: foot, shaft, platform, fire box, roof, finial."""
    x, y, z = at
    still = scene.still

    def ring(low: float, high: float, radius: float, top: float) -> None:
        still.tube((x, y, z + size * low), (x, y, z + size * high), size * radius, _STONE, size * top)

    ring(-0.2, 0.10, 0.42, 0.40)
    ring(0.10, 0.22, 0.34, 0.22)
    ring(0.22, 0.98, 0.15, 0.13)
    ring(0.58, 0.66, 0.18, 0.18)
    ring(0.98, 1.12, 0.16, 0.34)
    ring(1.12, 1.18, 0.36, 0.36)
    still.box((x, y, z + size * 1.34), (0.38 * size, 0.38 * size, 0.32 * size), _STONE, bevel=0.02)
    inner = glow(_LIGHT, 4.0, lamp=False) if night else Material((0.045, 0.043, 0.04))
    for a, b in ((1, 0), (0, 1)):
        still.box((x, y, z + size * 1.34), ((0.20 + 0.19 * a) * size, (0.20 + 0.19 * b) * size, 0.20 * size), inner)
    for mullion in ((0.40 * size, 0.022, 0.2 * size), (0.022, 0.40 * size, 0.2 * size)):
        still.box((x, y, z + size * 1.34), mullion, _STONE)
    ring(1.49, 1.56, 0.54, 0.50)
    ring(1.56, 1.72, 0.50, 0.13)
    ring(1.72, 1.80, 0.12, 0.14)
    still.ball((x, y, z + size * 1.88), 0.10 * size, _STONE)
    still.tube((x, y, z + size * 1.94), (x, y, z + size * 2.03), 0.06 * size, _STONE, 0.006)
    if night:
        scene.bulb((x, y - 0.34 * size, z + size * 1.34), 0.08, np.array(_LIGHT) * 130.0)


def _steps(scene: Scene, rng: np.random.Generator, heights: Heights) -> None:
    """Flat stones, a pace apart, through the gate."""
    flat = Material((0.34, 0.335, 0.315), (0.235, 0.235, 0.215), STONE, bump=0.3)
    for k in range(22):
        y = 1.5 + 0.78 * k
        x = 0.16 * (-1) ** k + float(rng.uniform(-0.06, 0.06))
        z = gables.seat(heights, (x, y), 0.2)[0]
        wide = float(rng.uniform(0.30, 0.38))
        scene.still.pillow((x, y, z), (2.2 * wide, 1.7 * wide, 0.14), flat, float(rng.uniform(0, 3)), 3.0, 5.0)


def _pond(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], heights: Heights) -> None:
    """Still water within stones, lily pads on it, and over it an arched red bridge."""
    x0, y0 = POND
    turn = np.arange(0, 6.28, 0.35)
    ground = heights(x0 + 3.8 * np.cos(turn), y0 + 3.2 * np.sin(turn))
    level, low = float(ground.max()) + 0.06, float(ground.min())
    still = scene.still
    frozen = gables.snowy(spec)
    water = Material((0.020, 0.036, 0.030), (0.016, 0.030, 0.026), gloss=0.028, rough=0.0, bump=0.12)
    if frozen:
        water = Material((0.42, 0.47, 0.50), (0.35, 0.40, 0.44), STONE, gloss=0.03, rough=0.15)
    for x, y, r in ((x0 - 1.0, y0, 3.1), (x0 + 1.3, y0 + 0.5, 2.9)):
        still.tube((x, y, low - 0.6), (x, y, level - 0.01), r, _STONE)
        still.card((x, y, level), (r, 0, 0), (0, r, 0), water, DISC)
        for k in range(26):
            a = 2 * math.pi * k / 26 + float(rng.uniform(-0.06, 0.06))
            u, v = x + (r + 0.1) * math.cos(a), y + (r + 0.1) * math.sin(a)
            other = (x0 + 1.3, y0 + 0.5, 2.9) if r == 3.1 else (x0 - 1.0, y0, 3.1)
            if math.hypot(u - other[0], v - other[1]) < other[2] - 0.15:
                continue
            big = float(rng.uniform(0.22, 0.46))
            still.rock(
                (u, v, level - 0.02), (1.3 * big, big, 0.7 * big), _STONE, float(rng.uniform(0, 3)), float(rng.random())
            )
    pad = Material((0.075, 0.17, 0.05), (0.055, 0.13, 0.035), LEAF)
    bloom = Material((0.75, 0.36, 0.45), through=0.3)
    for k in range(0 if frozen else 26):
        a, r = float(rng.uniform(0, 6.28)), float(rng.uniform(0.6, 2.5))
        u, v = x0 + 1.6 + r * math.cos(a), y0 + 0.4 + 0.9 * r * math.sin(a)
        size = float(rng.uniform(0.13, 0.22))
        still.card((u, v, level + 0.012 + 0.001 * k), (size, 0, 0.004), (0, size, 0.004), pad, DISC)
        if k % 6 == 0:
            still.tube((u, v, level + 0.02), (u, v, level + 0.11), 0.03, bloom, 0.09)
    _bridge(scene, x0 - 0.2, y0 - 4.4, y0 + 4.6, level)


def _bridge(scene: Scene, x: float, y0: float, y1: float, level: float) -> None:
    """An arched bridge along y with railings, its deck 1.5 metres wide."""
    still, count, rise = scene.still, 22, 1.25
    deck = Material((0.30, 0.19, 0.11), (0.22, 0.135, 0.075), LEAF, bump=0.1)
    ys = np.linspace(y0, y1, count + 1)
    zs = level + 0.10 + rise * np.sin(np.linspace(0, math.pi, count + 1)) ** 1.1
    for k in range(count):
        y, z = (ys[k] + ys[k + 1]) / 2, (zs[k] + zs[k + 1]) / 2
        half, up = (ys[k + 1] - ys[k]) / 2, (zs[k + 1] - zs[k]) / 2
        still.add(1, deck, np.array([[0.78, 0, 0, x], [0, half * 0.94, 0, y], [0, up * 0.94, 0.03, z]]))
        for side in (-1, 1):
            for wide, low, tall in ((0.07, -0.22, 0.12), (0.05, 0.86, 0.055), (0.035, 0.48, 0.03)):
                still.add(
                    1,
                    _RED,
                    np.array(
                        [[wide, 0, 0, x + side * 0.80], [0, half * 1.03, 0, y], [0, up * 1.03, tall, z + low + tall]]
                    ),
                )
    for k in range(0, count + 1, 4 if count % 4 == 0 else 2):
        for side in (-1, 1):
            end = k in (0, count)
            at = np.array([x + side * 0.80, ys[k], zs[k]])
            still.box(at + np.array([0, 0, 0.42]), (0.13, 0.13, 1.25 if end else 1.1), _RED, bevel=0.01)
            still.ball(at + np.array([0, 0, 1.10 if end else 1.0]), (0.085, 0.085, 0.10), _BLACK)
    for k in (6, 16):
        for side in (-1, 1):
            still.tube((x + side * 0.7, ys[k], level - 0.5), (x + side * 0.7, ys[k], zs[k] - 0.1), 0.09, _RED)


def _raked(scene: Scene, spec: Mapping[str, Any], heights: Heights) -> None:
    """White gravel raked in lines, and in rings about three rocks, within a kerb of stone."""
    x0, y0 = GRAVEL
    wide, long_ = 7.4, 6.4
    z = float(heights(np.array([x0 - 3, x0, x0 + 3]), np.array([y0 + 3, y0, y0 - 3])).max()) + 0.06
    low = z - 0.6
    pale = Material((0.60, 0.585, 0.55), (0.50, 0.485, 0.455), CARPET, bump=0.7)
    ridge = Material((0.66, 0.645, 0.61), (0.55, 0.535, 0.505), CARPET, bump=0.7)
    if gables.snowy(spec):
        pale = ridge = Material((0.82, 0.83, 0.86), (0.77, 0.79, 0.82), CARPET, bump=0.3)
    still = scene.still
    still.box((x0, y0, (z + low) / 2), (wide, long_, z - low), pale)
    for side in (-1, 1):
        still.box(
            (x0 + side * (wide / 2 + 0.1), y0, (z + low) / 2 + 0.05),
            (0.2, long_ + 0.4, z - low + 0.1),
            _STONE,
            bevel=0.03,
        )
        still.box(
            (x0, y0 + side * (long_ / 2 + 0.1), (z + low) / 2 + 0.05),
            (wide + 0.4, 0.2, z - low + 0.1),
            _STONE,
            bevel=0.03,
        )
    rocks = ((x0 + 1.4, y0 + 0.9, 0.75), (x0 - 1.9, y0 + 1.4, 0.5), (x0 - 0.9, y0 - 1.5, 0.42))
    for y in np.arange(y0 - long_ / 2 + 0.1, y0 + long_ / 2 - 0.05, 0.155):
        xs = np.arange(x0 - wide / 2 + 0.1, x0 + wide / 2 - 0.05, 0.2)
        clear = np.array([all(math.hypot(a - u, y - v) > r + 0.75 for u, v, r in rocks) for a in xs])
        # runs of free ground between the rings
        start = None
        for k in range(len(xs) + 1):
            if k < len(xs) and clear[k]:
                start = k if start is None else start
            elif start is not None:
                a, b = xs[start], xs[k - 1]
                if b > a:
                    still.tube((a, y, z - 0.012), (b, y, z - 0.012), 0.042, ridge)
                start = None
    for u, v, r in rocks:
        for ring in range(4):
            radius, count = r + 0.18 + 0.155 * ring, 26
            for k in range(count):
                a, b = 2 * math.pi * k / count, 2 * math.pi * (k + 1) / count
                p = (u + radius * math.cos(a), v + radius * math.sin(a), z - 0.012)
                q = (u + radius * math.cos(b), v + radius * math.sin(b), z - 0.012)
                still.tube(p, q, 0.042, ridge)
        moss = Material((0.085, 0.125, 0.03), (0.055, 0.085, 0.02), CARPET, bump=0.5)
        still.ball((u, v, z - 0.02), (r * 0.95, r * 0.8, 0.10), moss)
        still.rock((u, v, z + 0.35 * r), (r * 0.75, r * 0.6, r * 1.15), _STONE, u, 0.31 * r + 0.1)


def _plants(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], heights: Heights) -> None:
    """Clipped azaleas, red maples behind, all of it bare in winter but for the shrubs."""
    clipped = Material((0.085, 0.145, 0.040), (0.05, 0.095, 0.026), LEAF, through=0.3)
    shrubs = [bush(scene, 50 + k, clipped) for k in range(3)]
    for x, y, size in (
        (-2.9, 5.4, 0.75),
        (-2.6, 11.9, 0.9),
        (-3.8, 13.2, 1.2),
        (3.1, 11.4, 0.8),
        (2.6, 15.8, 1.0),
        (3.6, 17.2, 1.3),
        (-2.9, 17.0, 1.1),
        (10.9, 9.6, 1.1),
        (11.4, 16.5, 1.4),
        (-6.4, 14.2, 1.3),
        (-9.4, 14.0, 1.0),
    ):
        z = gables.seat(heights, (x, y), 0.3)[0]
        scene.place(
            shrubs[int(rng.integers(3))],
            (x, y, z - 0.05),
            float(rng.uniform(0, 6)),
            (1.15 * size, 1.15 * size, 0.8 * size),
            float(rng.random()),
        )
    maple = Material((0.40, 0.060, 0.030), (0.26, 0.030, 0.018), LEAF, through=0.5)
    leafy = 0.0 if spec["season"] == "winter" else 1.0
    trees: list[Group] = [deciduous(scene, 20 + k, maple, BARKS["deciduous"], leafy) for k in range(2)]
    for k, (x, y, tall) in enumerate(((-7.2, 17.6, 0.40), (5.2, 20.5, 0.46), (12.6, 13.0, 0.36), (-12.0, 11.0, 0.42))):
        z = gables.seat(heights, (x, y), 0.5)[0]
        scene.place(trees[k % 2], (x, y, z), 1.7 * k, (1.15 * tall, 1.15 * tall, tall), 0.21 * k)
