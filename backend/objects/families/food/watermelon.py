# SPDX-License-Identifier: GPL-3.0-or-later
"""A watermelon: whole, or a wedge with its seeds."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball, body, copies, poses, tube
from backend.objects.modeling.surface import Surface, skin


def _wedge(half: float, d: Draw) -> list[Part]:
    """A slice like a boat: two flat faces that meet in an edge at the top."""
    spread = d.between(0.50, 0.68)
    t = np.linspace(-np.pi / 2, np.pi / 2, d.segments(36, 24))
    shells = []
    for inner, outer, region in ((0.935, 1.0, "skin"), (0.86, 0.935, "white")):
        rings = []
        for a in t:
            fan = np.linspace(-spread, spread, 9)
            low = np.column_stack([np.sin(fan), -np.cos(fan)])
            loop = np.concatenate([low * outer, low[::-1] * inner]) * half
            c = max(np.cos(a), 1e-9)
            rings.append(np.column_stack([np.full(18, half * np.sin(a)), loop * c]))
        ends = [np.tile(r.mean(axis=0), (18, 1)) for r in (rings[0], rings[-1])]
        rings[0], rings[-1] = ends
        shells.append(skin(np.stack(rings), region=region))
    rings = []
    for a in t:
        fan = np.linspace(-spread, spread, 9)
        low = 0.86 * half * np.cos(a) * np.column_stack([np.sin(fan), -np.cos(fan)])
        sides = np.linspace(1, 0.0, 6)[1:-1, None]
        loop = np.concatenate([low, low[-1] * sides, [[0.0, -0.01 * half * np.cos(a)]], low[0] * sides[::-1]])
        rings.append(np.column_stack([np.full(len(loop), 0.86 * half * np.sin(a)), loop]))
    rings[0], rings[-1] = (np.tile(r.mean(axis=0), (len(r), 1)) for r in (rings[0], rings[-1]))
    flesh = skin(np.stack(rings), region="flesh")
    seeds = []
    for side in (-1, 1):
        normal = side * np.array([0.0, np.cos(spread), np.sin(spread)])
        for _ in range(15):
            r, a = half * d.between(0.42, 0.74), d.between(-1.15, 1.15)
            down = np.array([0.0, side * np.sin(spread), -np.cos(spread)])
            at = np.array([r * np.sin(a), 0, 0]) + down * r * np.cos(a) + normal * 0.001
            seeds.append(at)
    seed = ball((0.032 * half, 0.022 * half, 0.040 * half), 6, 8, "seeds")
    pips = copies(seed, poses(np.array(seeds), np.zeros(len(seeds)), np.zeros(len(seeds))), shared=True)
    lean = spread + d.between(0.0, 0.12)

    def laid(s: Surface) -> Surface:
        return s.rotated(np.pi / 2 - lean, "x") if d.style & {"lying"} else s

    return [part("rind", *map(laid, shells)), part("flesh", laid(flesh)), part("seeds", laid(pips))]


def build(d: Draw) -> list[Part]:
    half = d.between(0.10, 0.135)
    if d.choose({"whole": 0.45, "slice": 0.55}) == "slice":
        return _wedge(half, d)
    long = half * 2 * d.between(1.0, 1.4)
    knots = [(0, .02), (.08, .004), (.36, .035), (.76, .18), (1.0, .5), (.76, .82), (.36, .965), (.08, .996), (0, .985)]
    melon = body(knots, half, long, d.segments(44, 28), d.segments(56, 32))
    stem = tube([(0, 0, 0.985 * long), (0, 0.004, 1.03 * long), (0.02, 0.012, 1.07 * long), (0.015, 0.03, 1.06 * long)],
                [0.006, 0.0035, 0.003], 12, 8, "stem")
    tip = d.between(1.2, 1.5)
    return [part("skin", melon.rotated(tip, "y")), part("stem", stem.rotated(tip, "y"))]


FAMILY = Family(
    name="watermelon", words=("watermelon", "melon", "watermelon slice", "slice of watermelon"),
    gloss=("a slice of watermelon with seeds", "a big striped watermelon", "a juicy melon"),
    extent=(0.18, 0.42), build=build, principal="width", materials=("melon rind",),
    looks={"skin": "main", "white": "melon white", "flesh": "melon flesh", "seeds": "dark seed", "stem": "stalk"},
    part_words={"skin": ("rind", "skin"), "flesh": ("flesh",), "seeds": ("seeds", "pips")},
    styles={"whole": ("whole",), "slice": ("slice", "wedge", "sliced", "watermelon slice", "slice of watermelon",
            "cut")})
