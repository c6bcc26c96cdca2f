# SPDX-License-Identifier: GPL-3.0-or-later
"""Wooden building blocks: a gate with columns, arch and roof; or a tower of cubes."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import arc, fillet
from backend.objects.modeling.solids import box, extrude, turned
from backend.objects.modeling.surface import Surface, skin


def _arch(wide: float, high: float, deep: float, region: str) -> Surface:
    """A block with a half-round opening below, standing on z = 0."""
    r = .32 * wide
    low = np.concatenate([[(-wide / 2, 0), (-r, 0)], arc((0, 0), r, np.pi, 0, 21)[1:-1], [(r, 0), (wide / 2, 0)]])
    top = np.column_stack([low[:, 0], np.full(len(low), high)])
    # Not star-shaped: skinned from end to end instead, each section a chamfered rectangle between the edges.
    b, half, rings = .05 * deep, deep / 2, []
    for f, (a, top_) in ((1.0, (low[0], top[0])), *((0.0, pair) for pair in zip(low, top)), (1.0, (low[-1], top[-1]))):
        x = a[0] + np.sign(a[0]) * f * .6 * b
        lo, hi, w = a[1] + f * b, top_[1] - f * b, half - f * b
        rings.append([(x, y, z) for y, z in ((-w, lo + 2 * b), (-w, lo + b), (b - w, lo), (2 * b - w, lo),
                                             (w - 2 * b, lo), (w - b, lo),
                                             (w, lo + b), (w, lo + 2 * b), (w, hi - 2 * b), (w, hi - b), (w - b, hi),
                                             (w - 2 * b, hi),
                                             (2 * b - w, hi), (b - w, hi), (-w, hi - b), (-w, hi - 2 * b))])
    stack = np.array(rings)
    ends = [np.tile(stack[k].mean(axis=0), (16, 1)) for k in (0, -1)]
    return skin(np.stack([ends[0], *stack, ends[1]]), region=region)


def build(d: Draw) -> list[Part]:
    s = d.between(.034, .044)
    names = ["red", "blue", "yellow", "green", "wood"]
    shuffled = [names[int(k)] for k in d.random.permutation(5)]
    b = .05 * s
    parts = []
    if d.choose({"gate": 1.0, "tower": .8}) == "gate":
        column = turned([(.42 * s, 0), (.42 * s, 1.9 * s)], .04 * s, d.segments(40, 28), shuffled[0])
        parts += [part("columns", *(column.moved(x * 1.5 * s, 0, 0) for x in (1, -1))),
                  part("side blocks", *(box(s, s, s, b, 3, region=shuffled[1]).moved(x * 2.6 * s, .05 * s,
                                                                                     0) for x in (1, -1))),
                  part("arch", _arch(4.0 * s, 1.25 * s, s, shuffled[2]).moved(z=1.9 * s)),
                  part("beam", box(3.2 * s, s, .5 * s, b, 3, region=shuffled[3]).moved(d.between(-.1, .1) * s, 0,
                                                                                       3.15 * s))]
        roof = extrude(fillet([(-1.3 * s, 0), (1.3 * s, 0), (0, 1.15 * s)], b, 3, closed=True), s, b, shuffled[4])
        parts.append(part("roof", roof.rotated(np.pi / 2, "x").moved(0, s / 2, 3.65 * s)))
        parts.append(part("prisms", *(extrude(fillet([(-.5 * s, 0), (.5 * s, 0), (0, .8 * s)], b, 3, closed=True), s,
                                              b, shuffled[3]).rotated(
            np.pi / 2, "x").moved(x * 2.6 * s, .55 * s, s) for x in (1, -1))))
    else:
        z = 0.0
        for k in range(int(d.between(4, 6.9))):
            shape = ("cube", "cylinder", "slab")[int(d.random.integers(3))] if k else "cube"
            x, y, turn = d.between(-.12, .12) * s, d.between(-.12, .12) * s, d.between(-.4, .4)
            color = shuffled[k % 5]
            if shape == "cube":
                piece, high = box(1.2 * s, 1.2 * s, 1.2 * s, b, 3, region=color), 1.2 * s
            elif shape == "slab":
                piece, high = box(2.2 * s, 1.1 * s, .55 * s, b, 3, region=color), .55 * s
            else:
                piece, high = turned([(.55 * s, 0), (.55 * s, 1.1 * s)], .05 * s, d.segments(40, 28), color), 1.1 * s
            parts.append(part(f"block {k + 1}", piece.rotated(turn).moved(x, y, z)))
            z += high
        cone = turned([(.62 * s, 0), (.06 * s, 1.3 * s)], .03 * s, d.segments(40, 28), shuffled[2])
        parts.append(part("cone", cone.moved(0, 0, z)))
        ball_ = box(1.0 * s, 1.0 * s, 1.0 * s, b, 3, region=shuffled[1]).rotated(.6).moved(1.5 * s, -.7 * s, 0)
        parts.append(part("loose block", ball_))
    return parts


FAMILY = Family(
    name="toy_blocks", words=("toy blocks", "building blocks", "wooden blocks", "blocks", "toy block", "toys"),
    gloss=("coloured wooden blocks to build with",), extent=(.14, .36), build=build, materials=("birch", "pine"),
    looks={"wood": "main", "red": "toy red", "blue": "toy blue", "yellow": "toy yellow", "green": "toy green"},
    part_words={"wood": ("wood",)}, styles={"gate": ("gate", "castle"), "tower": ("tower",)})
