# SPDX-License-Identifier: GPL-3.0-or-later
"""A house plant in its pot: broad leaves, swords, ferns, aloe."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.plants.shared_plants import frond, pot
from backend.objects.modeling.organic import GOLDEN, aimed, blade, tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"broad": 1.0, "snake": 0.7, "fern": 0.7, "aloe": 0.6})
    half = d.between(0.065, 0.095)
    tall = half * d.between(1.45, 1.9)
    planter = pot(half, tall, d)
    soil = 0.86 * tall
    leaves, stems = [], []
    if kind == "broad":
        for k in range(int(d.random.integers(11, 16))):
            a, lean = k * GOLDEN, d.between(0.15, 0.75)
            long = d.between(1.6, 3.6) * half * (1.25 - 0.5 * lean)
            out = np.array([np.cos(a), np.sin(a), 0])
            root = out * 0.14 * half + np.array([0, 0, soil])
            tip = root + out * long * np.sin(lean) * 0.75 + np.array([0, 0, long * np.cos(lean)])
            middle = 0.5 * (root + tip) - out * 0.10 * long
            stems.append(tube(np.array([root, middle, tip]), [0.030 * half, 0.022 * half, 0.016 * half], 9, 6, "stem"))
            size = half * d.between(1.15, 1.7)
            leaf = blade(size, 0.62 * size, "ovate", 0.3, d.between(0.9, 1.5), 0.22, 0.012, 3, 0.010 * half, 12, 9)
            leaves.append(aimed(leaf, a + d.between(-.3, .3), d.between(-.1, .35), tip))
    elif kind == "snake":
        for k in range(int(d.random.integers(7, 12))):
            a, r = k * GOLDEN, half * 0.45 * np.sqrt((k + .3) / 10)
            long = half * d.between(2.6, 4.6)
            leaf = blade(long, half * d.between(0.42, 0.58), "strap", 0.0, d.between(-.12, .12), 0.45, 0.02, 2,
                         0.05 * half,
                         14, 7)
            leaves.append(aimed(leaf, a, 1.57 - d.between(0.02, 0.30),
                                (r * np.cos(a), r * np.sin(a), soil - 0.02 * tall),
                                d.between(0, 6.28)))
    elif kind == "fern":
        for k in range(int(d.random.integers(15, 21))):
            long = half * d.between(2.4, 3.6)
            leaf = frond(long, 0.26 * long, 13, d.between(0.9, 1.35), d.between(1.5, 2.2), -0.25)
            leaves.append(aimed(leaf, k * GOLDEN, 0.0,
                                (0.08 * half * np.cos(k * GOLDEN), 0.08 * half * np.sin(k * GOLDEN),
                                                       soil)))
    else:
        count = int(d.random.integers(15, 22))
        for k in range(count):
            s = k / count
            long = half * d.between(1.9, 2.4) * (1 - 0.25 * s)
            leaf = blade(long, 0.30 * long, "lance", 0.0, -0.55 * (1 - s), 0.35, thick=0.10 * half, rows=12, columns=7)
            leaves.append(aimed(leaf, k * GOLDEN, 0.30 + 1.15 * s, (0, 0, soil - 0.02 * tall)))
    parts = [part("pot", planter[0]), part("soil", planter[1]), part("leaves", *leaves)]
    return [*parts, *([part("stems", *stems)] if stems else [])]


FAMILY = Family(
    name="potted_plant", words=("potted plant", "plant", "house plant", "houseplant", "pot plant", "flower pot", "fern",
                                "aloe", "snake plant", "succulent"),
    gloss=("a green plant in a pot", "a houseplant with big leaves", "a fern in a flower pot"),
    extent=(0.2, 0.75), build=build, materials=("terracotta", "ceramic", "porcelain", "terracotta"),
    looks={"pot": "main", "soil": "soil", "leaf": "fresh leaf", "stem": "stalk"},
    part_words={"pot": ("pot", "planter"), "leaf": ("leaf", "leaves"), "soil": ("soil", "earth"),
                "stem": ("stem", "stems")},
    styles={"broad": ("leafy", "broad leaves"), "snake": ("snake plant",), "fern": ("fern",),
            "aloe": ("aloe", "succulent")})
