# SPDX-License-Identifier: GPL-3.0-or-later
"""A peach: downy, with its crease."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import leafed, stalk
from backend.objects.modeling.organic import body


def build(d: Draw) -> list[Part]:
    half = d.between(0.034, 0.040)
    tall = half * 2 * d.between(0.90, 1.02)
    knots = [(0, .0), (.10, .005), (.34, .05), (.72, .20), (.97, .46), (.95, .70), (.74, .89), (.45, .985), (.22, .985),
             (.09, .93), (0, .89)]
    depth, tip = d.between(0.06, 0.10), d.between(0.02, 0.05)

    def crease(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        off = np.arctan2(np.sin(angle + np.pi / 3), np.cos(angle + np.pi / 3))
        return 1 - depth * np.exp(-(off / 0.16) ** 2) + 0.45 * depth * np.exp(-(np.abs(off) - 0.42) ** 2 / 0.06) \
            + 0.01 * np.cos(2 * angle)

    fruit = body(knots, half, tall, d.segments(44, 28), d.segments(60, 32), "skin", crease)
    fruit = fruit.deformed(lambda v: v - np.column_stack([0 * v[:, 0], 0 * v[:, 0], tip * half * np.exp(
        -(np.hypot(v[:, 0], v[:, 1]) / (0.14 * half)) ** 2) * (v[:, 2] < 0.3 * tall)]))
    fruit = fruit.rotated(d.between(-0.2, 0.2), "x").rotated(d.between(-0.2, 0.2), "y")
    parts = [part("skin", fruit), part("stem", stalk((0, 0, 0.87 * tall), 0.14 * tall, 0.05 * half, d))]
    if d.chance(0.75) or "leaf" in d.style:
        parts.append(part("leaf", *leafed((0, 0, 0.96 * tall), 1.7 * half, d, int(d.random.integers(1, 3)), 0.4, 0.32,
                                          "lance")))
    return parts


FAMILY = Family(
    name="peach", words=("peach", "nectarine", "peaches"),
    gloss=("a fuzzy peach", "a ripe apricot", "a stone fruit"),
    extent=(0.055, 0.16), build=build, principal="width", materials=("peach skin",),
    looks={"skin": "main", "stem": "bark", "leaf": "fresh leaf"},
    part_words={"skin": ("skin", "fuzz"), "stem": ("stem", "stalk"), "leaf": ("leaf", "leaves")},
    styles={"leaf": ("leaf", "leaves", "fresh")})
