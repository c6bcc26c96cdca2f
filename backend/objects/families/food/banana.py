# SPDX-License-Identifier: GPL-3.0-or-later
"""A banana, or a hand of them."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import painted, tube
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface


def _one(length: float, thick: float, arch: float, d: Draw) -> Surface:
    t = np.linspace(-1, 1, d.segments(36, 20))
    angle = t * arch
    radius = length / (2 * arch)
    path = np.column_stack([radius * np.sin(angle), np.zeros(len(t)), radius * (1 - np.cos(angle))])
    fat = np.interp(t, [-1, -.93, -.80, -.62, -.2, .3, .62, .76, .84, .93, 1],
                    [.24, .25, .52, .86, 1, 1, .82, .50, .30, .22, .25]) * thick
    unit = circle(d.segments(20, 12))
    angle = np.arctan2(unit[:, 1], unit[:, 0])
    section = unit * (1 + 0.045 * np.cos(5 * angle))[:, None]
    fruit = sweep(path, section, np.convolve(np.pad(fat, 2, mode="edge"), [.1, .2, .4, .2, .1], "valid"),
                  up=(0, 0, 1), bevel=0.5, region="skin")
    fruit = painted(fruit, "stem", lambda c: c[:, 0] > 0.90 * path[-1, 0])
    return painted(fruit, "tip", lambda c: c[:, 0] < 0.965 * path[0, 0])


def build(d: Draw) -> list[Part]:
    bunch = d.choose({"single": 1.0, "bunch": 0.45}) == "bunch"
    length, arch = d.between(0.165, 0.205), d.between(0.62, 0.98)
    thick = d.between(0.0165, 0.0195)
    if not bunch:
        return [part("skin", _one(length, thick, arch, d).rotated(np.pi / 2, "x").moved(z=thick))]
    count = int(d.random.integers(3, 6))
    fruits = []
    for k in range(count):
        fan = (k - (count - 1) / 2)
        fruit = _one(length * d.between(0.93, 1.05), thick * d.between(0.95, 1.05), arch * d.between(0.95, 1.05), d)
        _, high = fruit.bounds()
        fruit = fruit.moved(x=-high[0], z=-high[2]).rotated(np.pi, "x").rotated(-0.30, "y").rotated(0.24 * fan, "z")
        fruits.append(fruit.moved(y=0.010 * fan, z=0.002 * abs(fan)))
    reach = 0.004 * count
    crown = tube([(0.004, -reach, 0.010), (0.008, 0, 0.011), (0.004, reach, 0.010)], [0.010, 0.013, 0.010], 12, 14,
                 "stem")
    return [part("bananas", *fruits), part("crown", crown)]


FAMILY = Family(
    name="banana", words=("banana", "plantain", "bunch of bananas"),
    gloss=("a ripe yellow banana", "a bunch of bananas", "a long curved yellow fruit"),
    extent=(0.10, 0.26), build=build, principal="width", materials=("banana peel",),
    looks={"skin": "main", "stem": "stalk", "tip": "dark tip"},
    part_words={"skin": ("skin", "peel"), "stem": ("stem", "stalk"), "tip": ("tip",)},
    styles={"single": ("single", "one"), "bunch": ("bunch", "bunch of bananas", "hand")})
