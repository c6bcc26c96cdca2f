# SPDX-License-Identifier: GPL-3.0-or-later
"""Cherries, in pairs or alone."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import leafed
from backend.objects.modeling.organic import ball, body, tube
from backend.objects.modeling.surface import Surface


def _one(half: float, tip: np.ndarray, place: tuple[float, float], d: Draw) -> tuple[Surface, Surface]:
    knots = [(0, .03), (.12, .01), (.45, .05), (.85, .24), (1.0, .52), (.88, .80), (.55, .98), (.24, .97), (.08, .89),
             (0, .86)]
    tall = 1.86 * half
    crease = d.between(0, 6.28)

    def furrow(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        off = np.arctan2(np.sin(angle - crease), np.cos(angle - crease))
        return 1 - 0.05 * np.exp(-(off / 0.25) ** 2)

    fruit = body(knots, half, tall, d.segments(32, 20), d.segments(40, 24), "skin", furrow).moved(*place)
    foot = np.array([*place, 0.87 * tall])
    middle = foot * 0.5 + tip * 0.5 + np.array([0.35 * (foot[0] - tip[0]), 0, 0.10 * tip[2]])
    return fruit, tube([foot, foot + np.array([0, 0, 0.3 * half]), middle, tip],
                       [0.085 * half, 0.055 * half, 0.09 * half], 14, 8, "stem")


def build(d: Draw) -> list[Part]:
    half = d.between(0.0105, 0.0125)
    count = {"pair": 2, "single": 1, "three": 3}[d.choose({"pair": 1.0, "single": 0.25, "three": 0.3})]
    tip = np.array([d.between(-0.004, 0.004), 0.004, half * d.between(5.0, 6.2)])
    places = [(-1.25 * half, 0.0), (1.25 * half, d.between(-0.5, 0.5) * half), (0.1 * half, 2.0 * half)][:count]
    made = [_one(half * d.between(0.94, 1.05), tip, place, d) for place in places]
    knot = ball((0.16 * half, 0.16 * half, 0.13 * half), 6, 8, "stem").moved(*tip)
    parts = [part("cherries", *(fruit for fruit, _ in made)), part("stems", *(stem for _, stem in made), knot)]
    if d.chance(0.6) or "leaf" in d.style:
        parts.append(part("leaf", *leafed(tuple(tip), 2.8 * half, d, int(d.random.integers(1, 3)), 0.3, 0.45)))
    return parts


FAMILY = Family(
    name="cherry", words=("cherries", "cherry fruit", "pair of cherries", "red cherry"),
    gloss=("two red cherries on their stems", "a pair of cherries", "a sweet cherry"),
    extent=(0.05, 0.11), build=build, principal="height", materials=("cherry skin",),
    looks={"skin": "main", "stem": "stalk", "leaf": "fresh leaf"},
    part_words={"skin": ("skin",), "stem": ("stem", "stems", "stalk"), "leaf": ("leaf", "leaves")},
    styles={"pair": ("pair", "pair of cherries", "twin"), "single": ("single",)})
