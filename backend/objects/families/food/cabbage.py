# SPDX-License-Identifier: GPL-3.0-or-later
"""A cabbage or a lettuce: wrapped leaves about a heart."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import GOLDEN, aimed, ball, blade, roughened, tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"cabbage": 1.0, "lettuce": 0.7})
    half = d.between(0.075, 0.095)
    frill = 0.10 if kind == "lettuce" else 0.03
    seed = int(d.random.integers(1000))
    heart = roughened(ball((0.80 * half, 0.80 * half, 0.74 * half), 16, 28, "heart"), 0.05 * half, 0.5 * half, seed, 2)
    leaves = []
    count = 15 if kind == "lettuce" else 11
    for k in range(count):
        s = k / (count - 1)  # inner leaves first
        length = half * (1.75 + 0.65 * s)
        leaf = blade(length, length * d.between(0.88, 1.05), "petal", -0.45 + 0.25 * (1 - s), -2.75 + 1.15 * s
                     + d.between(-.15, .15), 0.34, frill * (0.4 + 0.6 * s), 4.0 if kind == "lettuce" else 2.0,
                     0.016 * half, 13, 11, "leaf")
        leaves.append(aimed(leaf, k * GOLDEN, 0.0, (0.05 * half * np.cos(k * GOLDEN), 0.05 * half * np.sin(k * GOLDEN),
                                                   -0.80 * half)))
    stump = tube([(0, 0, -0.98 * half), (0, 0, -0.9 * half), (0, 0, -0.7 * half)], [0.20 * half, 0.22 * half], 5, 14,
                 "stalk", round_ends=False)
    return [part("heart", heart), part("leaves", *leaves), part("stump", stump)]


FAMILY = Family(
    name="cabbage", words=("cabbage", "lettuce", "salad head", "red cabbage", "head of lettuce"),
    gloss=("a head of cabbage", "a green lettuce", "a leafy vegetable for salad"),
    extent=(0.13, 0.33), build=build, principal="width", materials=("cabbage leaf",),
    looks={"leaf": "main", "heart": "main", "stalk": "pale flesh"},
    part_words={"leaf": ("leaf", "leaves"), "stalk": ("stalk", "stem")},
    styles={"cabbage": ("cabbage", "red cabbage"), "lettuce": ("lettuce", "head of lettuce", "salad head")})
