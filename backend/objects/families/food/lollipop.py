# SPDX-License-Identifier: GPL-3.0-or-later
"""A lollipop: a spiral disc or a ball on a stick."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import ball, disc, tube
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    kind = d.choose({"spiral": 1.0, "ball": 0.4})
    long = d.between(0.11, 0.15)
    stick = tube([(0, 0, 0), (0, 0, long / 2), (0, 0, long)], [0.0021], 5, 12, "stick", round_ends=False)
    if kind == "ball":
        half = d.between(0.014, 0.017)
        candy = ball(half, 20, 32, "candy").moved(z=long + 0.7 * half)
        band = lathe(fillet([(half * .96, -0.002), (half * 1.07, -0.002), (half * 1.07, .002), (half * .96, .002)],
                            .0012, 3,
                            closed=True), 32, "candy", loop=True).moved(z=long + 0.7 * half)
        return [part("stick", stick), part("candy", candy, band)]
    half = d.between(0.030, 0.042)
    turns, rope = d.between(3.0, 4.0), 0.0
    rope = half / (turns + 0.5) / 2
    ropes = []
    for offset_turn, region in ((0.0, "candy"), (np.pi, "white")):
        s = np.linspace(0.06, 1, d.segments(160, 96))
        a = 2 * np.pi * turns * s + offset_turn
        r = (half - rope) * s
        path = np.column_stack([r * np.cos(a), np.zeros(len(s)), r * np.sin(a)])
        wide = np.full(len(s), rope * 0.62)
        ropes.append(sweep(path, circle(14), np.column_stack([wide * 1.0, wide * 1.0]), up=(0, 1, 0), round_ends=True,
                           region=region))
    plate = disc(0.93 * half, 0.9 * rope, 0.3 * rope, 56, "white").moved(z=-0.45 * rope).rotated(np.pi / 2, "x")
    lift = long + 0.86 * half
    return [part("stick", stick), part("candy", *(r.moved(z=lift) for r in ropes), plate.moved(z=lift))]


FAMILY = Family(
    name="lollipop", words=("lollipop", "lolly", "sucker", "sweet on a stick"),
    gloss=("a swirly lollipop", "a candy on a stick"),
    extent=(0.12, 0.24), build=build, materials=("candy",),
    looks={"candy": "main", "white": "white candy", "stick": "white card"},
    part_words={"stick": ("stick", "handle"), "white": ("swirl", "spiral")},
    styles={"spiral": ("spiral", "swirl", "swirly"), "ball": ("ball", "round")})
