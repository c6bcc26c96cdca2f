# SPDX-License-Identifier: GPL-3.0-or-later
"""A palm: ringed trunk, a head of fronds, coconuts."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.plants.shared_plants import frond
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import GOLDEN, aimed, ball
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    height = d.between(4.0, 7.0)
    lean = d.between(-0.22, 0.22) * height
    thick = d.between(0.020, 0.026) * height
    rings = int(height * 5)
    t = np.linspace(0, 1, rings * 4)
    path = np.column_stack([lean * t ** 1.8, 0.1 * lean * np.sin(3 * t), height * t])
    saw = t * rings - np.floor(t * rings)
    fat = thick * (1.45 * np.exp(-t / 0.05) * 0.5 + 1.0 - 0.38 * t) * (0.95 + 0.10 * saw)
    trunk = sweep(path, circle(d.segments(20, 14)), fat, up=(0, 1, 0), round_ends=True, region="bark")
    top = path[-1]
    fronds, nuts = [], []
    count = int(d.random.integers(13, 18))
    for k in range(count):
        s = k / (count - 1)
        long = height * d.between(0.36, 0.44)
        leaf = frond(long, 0.30 * long, 20, 0.55 + 0.65 * s, d.between(1.5, 1.9) - 0.35 * s, -0.75, "leaf",
                     101 if d.detail >= 0.75 else 81)
        fronds.append(aimed(leaf, k * GOLDEN + d.between(-.15, .15), 0.0, top + np.array([0, 0, 0.004 * height * k])))
    for k in range(int(d.random.integers(3, 7))):
        a = k * 1.3 + d.between(0, 1)
        nuts.append(ball((.018 * height, .018 * height, .022 * height), 12, 16, "nuts").moved(
            *(top + np.array([np.cos(a) * 1.5 * thick, np.sin(a) * 1.5 * thick, -0.022 * height]))))
    return [part("trunk", trunk), part("fronds", *fronds), part("coconuts", *nuts)]


FAMILY = Family(
    name="palm", words=("palm", "palm tree", "coconut palm", "coconut tree"),
    gloss=("a tropical palm tree", "a palm on a beach"),
    extent=(3.8, 9.5), build=build, materials=("palm leaf",),
    looks={"leaf": "main", "bark": "rough bark", "nuts": "coconut husk"},
    part_words={"leaf": ("leaf", "leaves", "frond", "fronds"), "bark": ("trunk",), "nuts": ("coconuts", "nuts")})
