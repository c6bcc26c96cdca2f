# SPDX-License-Identifier: GPL-3.0-or-later
"""Rocks: a boulder, slabs, pebbles."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import GOLDEN, ball, roughened
from backend.objects.modeling.surface import Surface


def _stone(size: np.ndarray, d: Draw, facets: int = 11, rough: float = 0.10) -> Surface:
    """An ellipsoid cut by planes, as frost splits rock, then weathered."""
    stone = ball(size, d.segments(40, 24), d.segments(56, 32), "rock")
    ways = d.random.normal(size=(facets, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    depths = d.random.uniform(.66, .92, facets)

    def split(v: np.ndarray) -> np.ndarray:
        unit = v / size
        for way, depth in zip(ways, depths):
            over = unit @ way - depth
            unit = unit - np.clip(over, 0, None)[:, None] * way * .92
        return unit * size
    small = float(size.min())
    stone = stone.deformed(split)
    return roughened(stone, rough * small, .65 * small, int(d.random.integers(1000)), 4)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"boulder": 1.0, "pebbles": 0.35, "group": 0.6})
    if kind == "pebbles":
        stones = []
        for k in range(int(d.random.integers(4, 8))):
            size = np.array([d.between(.018, .032), d.between(.015, .024), d.between(.010, .016)])
            stone = _stone(size, d, 3, .05).rotated(d.between(0, 6.28))
            a, r = k * GOLDEN, .034 * np.sqrt(k)
            stones.append(part(f"pebble {k + 1}", stone.moved(r * np.cos(a), r * np.sin(a), -stone.bounds()[0][2])))
        return stones
    half = d.between(.22, .45)
    size = half * np.array([1.0, d.between(.7, .95), d.between(.55, .85)])
    main = _stone(size, d).rotated(d.between(0, 6.28))
    main = main.deformed(lambda v: np.column_stack([v[:, :2], np.maximum(v[:, 2], -.55 * size[2] + .02 * v[:, 2])]))
    parts = [part("rock", main.moved(z=-main.bounds()[0][2]))]
    if kind == "group":
        for k in range(int(d.random.integers(2, 4))):
            small = size * d.between(.28, .5)
            stone = _stone(small, d).rotated(d.between(0, 6.28))
            a = 2.2 * k + d.between(-.4, .4) - 1.2
            parts.append(part(f"rock {k + 2}", stone.moved(half * 1.12 * np.cos(a), half * 1.05 * np.sin(a),
                                                           -stone.bounds()[0][2] * .9)))
    return parts


FAMILY = Family(
    name="rock", words=("rock", "boulder", "stone boulder", "rocks", "pebble", "pebbles", "stones"),
    gloss=("a grey boulder", "a heap of rocks", "smooth pebbles from the beach"),
    extent=(0.06, 1.4), build=build, principal="width", materials=("boulder",),
    looks={"rock": "main"}, part_words={},
    styles={"boulder": ("boulder", "single"), "pebbles": ("pebble", "pebbles", "smooth"), "group": ("rocks", "group",
                                                                                                 "heap", "stones")})
