# SPDX-License-Identifier: GPL-3.0-or-later
"""A pineapple: eyes in two spirals under a crown of leaves."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import GOLDEN, aimed, blade, body


def build(d: Draw) -> list[Part]:
    half = d.between(0.054, 0.064)
    tall = half * 2 * d.between(1.35, 1.65)
    knots = [(0, 0), (.40, .005), (.70, .05), (.92, .20), (1.0, .45), (.95, .70), (.76, .90), (.46, .985), (0, 1.0)]
    around, rows = 13, 11
    phase = d.between(0, 6.28)

    def eyes(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        u, v = angle / (2 * np.pi) * around + phase, z / tall * rows
        a, b = (u + v) / 2, (u - v) / 2
        # Rounded pyramids on a diagonal lattice: 26 places around make both families of lines close.
        peak = (np.abs(np.sin(np.pi * 1.0 * (a * 2) / 2)) * np.abs(np.sin(np.pi * (b * 2) / 2))) ** 0.6
        return 1 + 0.085 * (peak - 0.5)

    fruit = body(knots, half, tall, d.segments(84, 60), 104 if d.detail >= 0.75 else 78, "skin", eyes)
    count, leaves = 34, []
    for k in range(count):
        s = k / (count - 1)
        length = half * (1.15 + 0.75 * np.sin(np.pi * (0.15 + 0.75 * s))) * d.between(0.9, 1.1)
        leaf = blade(length, half * (0.40 - 0.16 * s), "lance", 0.0, 0.95 - 0.8 * s + d.between(-0.15, 0.15), 0.6,
                     thick=0.03 * half, rows=8, columns=5, region="leaf")
        leaves.append(aimed(leaf, k * GOLDEN, 0.75 + 0.78 * s, (0.12 * half * (1 - s) * np.cos(k * GOLDEN),
                                                               0.12 * half * (1 - s) * np.sin(k * GOLDEN),
                                                               tall - 0.03 * half + 0.30 * half * s)))
    return [part("skin", fruit), part("crown", *leaves)]


FAMILY = Family(
    name="pineapple", words=("pineapple", "ananas"),
    gloss=("a tropical pineapple", "a spiky fruit with a crown of leaves"),
    extent=(0.19, 0.38), build=build, materials=("pineapple skin",),
    looks={"skin": "main", "leaf": "pineapple leaf"},
    part_words={"skin": ("skin", "rind"), "leaf": ("leaf", "leaves", "crown")})
