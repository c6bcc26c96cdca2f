# SPDX-License-Identifier: GPL-3.0-or-later
"""A pear with its stalk."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import leafed, stalk
from backend.objects.modeling.organic import body


def build(d: Draw) -> list[Part]:
    half = d.between(0.033, 0.039)
    tall = half * 2 * d.between(1.25, 1.55)
    neck = d.between(0.34, 0.50)
    knots = [(0, .055), (.12, .035), (.26, .004), (.42, .0), (.80, .10), (1.0, .30), (.90, .50), (neck + .22, .68),
             (neck, .84), (neck * .80, .94), (neck * .36, .995), (.06, .985), (0, .975)]
    phase, lean = d.between(0, 6.28), d.between(-0.10, 0.10)

    def uneven(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.025 * np.cos(2 * angle + phase) + 0.02 * np.cos(3 * angle - phase) * (1 - z / tall)

    def bent(v: np.ndarray) -> np.ndarray:
        t = np.clip(v[:, 2] / tall, 0, 1.4)
        v[:, 0] += lean * tall * t ** 2
        return v

    fruit = body(knots, half, tall, d.segments(48, 28), d.segments(48, 24), "skin", uneven).deformed(bent)
    stem = stalk((0, 0, 0.965 * tall), 0.27 * tall, 0.042 * half, d, 0.5).deformed(bent)
    parts = [part("skin", fruit), part("stem", stem)]
    if d.chance(0.35) or "leaf" in d.style:
        parts.append(part("leaf", *(leaf.deformed(bent) for leaf in leafed((0, 0, 1.04 * tall), 1.2 * half, d))))
    return parts


FAMILY = Family(
    name="pear", words=("pear", "avocado", "quince"),
    gloss=("a ripe pear", "a green pear", "a fruit with a narrow top and a round bottom"),
    extent=(0.09, 0.18), build=build, principal="height", materials=("pear skin",),
    looks={"skin": "main", "stem": "bark", "leaf": "fresh leaf"},
    part_words={"skin": ("skin",), "stem": ("stem", "stalk"), "leaf": ("leaf", "leaves")},
    styles={"leaf": ("leaf", "leaves", "fresh")})
