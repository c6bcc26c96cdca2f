# SPDX-License-Identifier: GPL-3.0-or-later
"""A lemon or a lime, sometimes cut."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import leafed
from backend.objects.modeling.organic import body, painted


def build(d: Draw) -> list[Part]:
    half = d.between(0.025, 0.030)
    long = half * 2 * d.between(1.28, 1.5)
    nipple = d.between(0.6, 1.0)
    knots = [(0, 0), (.10, .008), (.15 * nipple + .05, .04), (.26, .095), (.55, .19), (.88, .36), (1.0, .54),
             (.90, .70), (.60, .85), (.32, .925), (.15, .965), (.08, .985), (0, .975)]
    phase = d.between(0, 6.28)

    def uneven(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.02 * np.cos(angle + phase) + 0.016 * np.cos(4 * angle + phase + 40 * z / long)

    fruit = body(knots, half, long, d.segments(44, 28), d.segments(44, 24), "skin", uneven)
    fruit = painted(fruit, "stem", lambda c: c[:, 2] > 0.972 * long)
    fruit = fruit.moved(z=-long / 2).rotated(np.pi / 2 + d.between(-0.12, 0.12), "y").rotated(d.between(-0.4, 0.4), "z")
    parts = [part("skin", fruit)]
    if d.chance(0.55) or "leaf" in d.style:
        tip = fruit.vertices[np.argmax(fruit.vertices[:, 0])]
        parts.append(part("leaf", *leafed(tuple(tip), 1.5 * half, d, 1, 0.7)))
    return parts


FAMILY = Family(
    name="lemon", words=("lemon", "lemons"),
    gloss=("a sour yellow lemon", "a citrus fruit for lemonade", "a lemon with a leaf"),
    extent=(0.055, 0.125), build=build, principal="width", materials=("lemon rind",),
    looks={"skin": "main", "stem": "stalk", "leaf": "fresh leaf"},
    part_words={"skin": ("skin", "peel", "rind", "zest"), "leaf": ("leaf", "leaves")},
    styles={"leaf": ("leaf", "leaves", "fresh")})
