# SPDX-License-Identifier: GPL-3.0-or-later
"""A waterfall: a craggy cliff with trees on it, two leaps of white water, spray, a pool within boulders."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import gables
from .builder import BLADE, CARD, DISC, LEAVES, Scene
from .dwellings import Heights
from .materials import LEAF, STONE, STRATA, Material, Rgb
from .plants import Grove

#: The middle of the pool and its radius; where the cliff rises and how high, metres.
POOL, RADIUS, CLIFF, TALL = (0.0, 19.0), 7.2, 27.0, 14.0
#: The lip of the lower leap: how high, and how far before the upper one.
_LEDGE, _STEP, _HALF = 6.4, 1.5, 1.9


def waterfall(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands some twelve metres before the pool that it falls into."""
    spots = np.array([(POOL[0] + RADIUS * math.cos(a), POOL[1] + RADIUS * math.sin(a)) for a in np.arange(0, 6.2, 0.4)])
    ground = heights(spots[:, 0], spots[:, 1])
    level, low = float(ground.max()) + 0.12, float(ground.min())
    base = spec["ground"]["color"] if spec["ground"]["kind"] in ("sand", "dirt", "rock") else None
    tone: Rgb = (0.215, 0.20, 0.178)
    if base is not None:
        tone = (0.7 * float(base[0]), 0.7 * float(base[1]), 0.7 * float(base[2]))
    rock = Material(tone, gables.shade(tone, 0.52), STRATA, 3.2, bump=0.6)
    wet = Material(gables.shade(tone, 0.34), gables.shade(tone, 0.2), STRATA, 3.2, gloss=0.04, rough=0.25, bump=0.6)
    _cliff(scene, rng, rock, wet, low)
    _fall(scene, rng, level, low)
    _pool(scene, rng, spec, rock, wet, level, low, heights)
    _green(scene, rng, spec, low)


def _top(x: float) -> float:
    """Height of the cliff above the pool at its front, metres: broken by a few notches, lower to the sides."""
    side = max(0.0, abs(x) - 6.0) / 14.0
    return (
        TALL * (1 - 0.75 * side**1.4)
        + 0.9 * math.sin(0.9 * x + 0.6)
        + 0.6 * math.sin(2.1 * x)
        - (1.6 if abs(x) < 1.6 else 0.0)
    )


def _front(x: float, z: float) -> float:
    """How far the cliff's face is in y: it bends round the pool, steps at the ledge and leans back."""
    return CLIFF - 0.018 * x * x + 0.16 * z - (_STEP if z < _LEDGE and abs(x) < 4.5 else 0.0)


def _cliff(scene: Scene, rng: np.random.Generator, rock: Material, wet: Material, low: float) -> None:
    still = scene.still
    # a body behind the crags, that no gap between them shows the sky
    for x in np.arange(-19.0, 19.1, 2.0):
        high = _top(float(x)) - 1.3
        y = _front(float(x), high) + 1.2
        still.box((float(x), y + 3.0, low + high / 2 - 1.0), (2.3, 6.0, high + 2.0), rock)
    for x in np.arange(-20.0, 20.1, 1.55):
        z = -0.5
        while z < _top(float(x)):
            tall = float(rng.uniform(1.3, 2.6))
            u = float(x) + float(rng.uniform(-0.5, 0.5))
            water = abs(u) < _HALF + 0.5
            deep = float(rng.uniform(-0.5, 0.35)) + (0.85 if water else 0.0)
            still.rock(
                (u, _front(u, z) + deep + 0.7, low + z + tall * 0.5),
                (float(rng.uniform(1.2, 1.9)), float(rng.uniform(1.1, 1.7)), tall),
                wet if abs(u) < _HALF + 1.1 else rock,
                float(rng.uniform(-0.6, 0.6)),
                float(rng.random()),
            )
            z += tall * 0.85


def _fall(scene: Scene, rng: np.random.Generator, level: float, low: float) -> None:
    """Sheets of water behind many strands, and spray where they end."""
    upper, lower = _front(0.0, TALL - 2.0) - 1.0, _front(0.0, 3.0) - 1.15
    for top, foot, y0, y1, half in (
        (low + TALL - 1.2, low + _LEDGE - 0.2, upper, upper - 0.7, _HALF * 0.8),
        (low + _LEDGE + 0.3, level - 0.1, lower, lower - 0.5, _HALF),
    ):
        sheet = Material((0.52, 0.60, 0.63), (0.36, 0.44, 0.47), STONE, gloss=0.02, rough=0.4, bump=0.4)
        middle, up = np.array([0.0, (y0 + y1) / 2 + 0.18, (top + foot) / 2]), np.array([0.0, y0 - y1, top - foot]) / 2
        scene.still.card(middle, (half * 0.86, 0, 0), up, sheet)
        for tone, count in ((0.86, 150), (0.66, 70)):
            strand = Material((tone, tone * 1.02, tone * 1.03), (tone * 0.9,) * 3, LEAF, through=0.25)
            maps = []
            for _ in range(count):
                long_ = float(rng.uniform(0.25, 0.6)) * (top - foot)
                x = half * float(np.clip(rng.normal(0, 0.52), -1.08, 1.08))
                share = float(rng.uniform(0, 1)) ** 0.8
                high = top - share * (top - foot - long_ * 0.5)
                y = y0 + (y1 - y0) * (top - high) / (top - foot) + float(rng.uniform(-0.16, 0.1))
                side = np.array([float(rng.uniform(0.22, 0.55)), float(rng.uniform(-0.1, 0.1)), 0])
                # they point downwards, thinning out
                down = np.array([0.02 * x, -0.12, -long_ / 2])
                normal = np.cross(side, down)
                maps.append(
                    np.stack(
                        [
                            side,
                            down,
                            normal / np.linalg.norm(normal),
                            np.array([x * (1 + 0.12 * share), y, high - long_ / 2]),
                        ],
                        axis=1,
                    )
                )
            scene.still.add(CARD, strand, np.stack(maps), BLADE, foot, 0.5 + 0.1 * rng.random(count), 1.0)
        _spray(scene, rng, np.array([0.0, y1 - 0.15, foot + 0.1]), half * 1.25, 90 if y0 == upper else 240)


def _spray(scene: Scene, rng: np.random.Generator, at: np.ndarray, half: float, count: int) -> None:
    """Drops about where water strikes: fine ovals, denser the lower."""
    drops = Material((0.82, 0.85, 0.87), (0.74, 0.78, 0.80), LEAF, through=0.45)
    rise = np.abs(rng.normal(0, 0.55, count)) + 0.02
    centers = at + np.stack([rng.normal(0, half * 0.42, count), -np.abs(rng.normal(0, 0.55, count)), rise], axis=1)
    turn = rng.uniform(0, math.pi, count)
    size = rng.uniform(0.14, 0.30, count)
    side = np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=1) * size[:, None]
    up = np.stack([0 * turn, 0 * turn, 1 + 0 * turn], axis=1) * size[:, None]
    normal = np.cross(side, up) / (size**2)[:, None]
    scene.still.add(
        CARD, drops, np.stack([side, up, normal, centers], axis=2), LEAVES, float(at[2]) - 1.0, rng.random(count), 1.0
    )


def _pool(
    scene: Scene,
    rng: np.random.Generator,
    spec: Mapping[str, Any],
    rock: Material,
    wet: Material,
    level: float,
    low: float,
    heights: Heights,
) -> None:
    still, (x0, y0) = scene.still, POOL
    body = Material((0.026, 0.062, 0.058), (0.018, 0.045, 0.043), gloss=0.03, rough=0.0, bump=0.9)
    still.tube((x0, y0, low - 1.0), (x0, y0, level - 0.02), RADIUS - 0.1, wet)
    still.card((x0, y0, level), (RADIUS, 0, 0), (0, RADIUS, 0), body, DISC)
    foam = Material((0.78, 0.81, 0.83), (0.70, 0.74, 0.76), LEAF)
    count = 170
    away = np.abs(rng.normal(0, 2.2, count)) + 0.3
    turn = rng.uniform(-math.pi, 0, count)
    at = np.stack(
        [away * np.cos(turn) * 1.15, CLIFF - 3.4 + away * np.sin(turn), np.full(count, level + 0.012)], axis=1
    )
    inside = np.hypot(at[:, 0] - x0, at[:, 1] - y0) < RADIUS - 0.5
    at, size = at[inside], (0.55 * np.exp(-away / 3.5) + 0.08)[inside]
    spin = rng.uniform(0, math.pi, len(at))
    side = np.stack([np.cos(spin), np.sin(spin), 0 * spin], axis=1) * size[:, None]
    along = np.stack([-np.sin(spin), np.cos(spin), 0 * spin], axis=1) * size[:, None]
    up = np.broadcast_to([0.0, 0, 1.0], side.shape)
    still.add(CARD, foam, np.stack([side, along, up, at], axis=2), LEAVES, level - 1.0, rng.random(len(at)), 1.0)
    for k in range(54):
        a = 2 * math.pi * k / 54 + float(rng.uniform(-0.05, 0.05))
        front = math.sin(a) < -0.2
        # low stones before the viewer, larger ones towards the cliff
        big = float(rng.uniform(0.22, 0.48)) if front else float(rng.uniform(0.7, 1.5))
        r = RADIUS + 0.15 + float(rng.uniform(-0.15, 0.35))
        x, y = x0 + r * math.cos(a), y0 + r * math.sin(a)
        still.rock(
            (x, y, level + (0.02 if front else 0.15) - 0.1 * big),
            (big * 1.25, big, big * 0.75),
            rock if rng.random() < 0.6 else wet,
            float(rng.uniform(0, 3)),
            float(rng.random()),
        )
        if front:
            u, v = x0 + (r + 0.9) * math.cos(a), y0 + (r + 0.9) * math.sin(a)
            z = gables.seat(heights, (u, v), 0.3)[0]
            still.rock(
                (u, v, z + 0.1),
                (big * 1.0, big * 0.8, max(0.3, 0.5 * big, level - z)),
                rock,
                float(rng.uniform(0, 3)),
                float(rng.random()),
            )
    for x, y, big in ((-2.6, 21.6, 0.8), (3.3, 20.4, 1.0), (1.2, 17.0, 0.5), (-3.9, 17.4, 0.6)):
        still.rock((x, y, level), (big * 1.2, big, big * 0.7), wet, x, abs(0.137 * x))


def _green(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], low: float) -> None:
    """Trees and bushes on the cliff's edge, and bushes at its foot, if anything grows in the place."""
    kind = spec["place"]["trees"]
    if kind == "none" or spec["place"]["setting"] in ("desert", "alien"):
        return
    grove = Grove(scene, spec["season"], gables.snowy(spec), kind)
    for x in np.arange(-17.5, 18.0, 2.1):
        u = float(x + rng.uniform(-0.7, 0.7))
        if abs(u) < 2.6:
            continue
        z = low + _top(u) - 1.5
        y = _front(u, _top(u)) + float(rng.uniform(1.8, 3.6))
        grove.tree(rng, (u, y + 1.2, z), float(rng.uniform(5.0, 9.0)))
        grove.shrub(rng, (u + 0.9, y - 1.0, z + 0.6), float(rng.uniform(0.7, 1.3)))
    for side in (-1, 1):
        for k in range(6):
            x = side * (RADIUS + 1.0 + 1.5 * k + float(rng.uniform(-0.4, 0.4)))
            grove.shrub(rng, (x, _front(x, 0.0) - 1.6 - float(rng.uniform(0, 1.2)), low), float(rng.uniform(0.7, 1.4)))
