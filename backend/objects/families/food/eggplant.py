# SPDX-License-Identifier: GPL-3.0-or-later
"""An aubergine with its green cap."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import stalk
from backend.objects.modeling.organic import aimed, blade, body
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"globe": 1.0, "long": 0.5})
    half = d.between(0.036, 0.044) if kind == "globe" else d.between(0.024, 0.029)
    tall = half * 2 * (d.between(1.9, 2.3) if kind == "globe" else d.between(3.4, 4.2))
    neck = d.between(0.42, 0.58) if kind == "globe" else 0.72
    knots = [(0, .0), (.22, .004), (.58, .05), (.92, .20), (1.0, .36), (.84, .58), (neck + .10, .76), (neck, .90),
             (neck * .8, .965), (.22, .995), (0, 1.0)]
    fruit = body(knots, half, tall, d.segments(52, 30), d.segments(48, 24), "skin")
    wide = neck * half
    count = 5
    cap = [aimed(blade(0.30 * tall if kind == "globe" else 0.2 * tall, 1.25 * wide, "lance", 0.35, d.between(1.7, 1.95),
                       -0.35, 0.0, thick=0.07 * wide, rows=10, columns=7, region="cap"),
                 k * 2 * np.pi / count + d.between(-.15, .15), 0.0, (0, 0, tall + 0.01 * half)) for k in range(count)]
    hood = body([(0, .2), (.60, .0), (.86, -.1), (.90, .05), (.66, .55), (.3, .9), (0, 1.0)], wide, 0.07 * tall, 16, 24,
                "cap").moved(z=0.965 * tall)
    stem = stalk((0, 0, 1.01 * tall), 0.12 * tall, 0.26 * wide, d, 0.5, 1.25)
    bend, lay = d.between(0.05, 0.16) * tall, np.pi / 2 - 0.10

    def bent(s: Surface) -> Surface:
        def arch(v: np.ndarray) -> np.ndarray:
            v[:, 0] += bend * (v[:, 2] / tall) ** 2
            return v
        return s.deformed(arch).rotated(lay, "y").rotated(0.3, "z")

    return [part("skin", bent(fruit)), part("cap", *map(bent, cap), bent(hood)), part("stem", bent(stem))]


FAMILY = Family(
    name="eggplant", words=("eggplant", "aubergine"),
    gloss=("a glossy purple eggplant", "a dark purple vegetable with a green cap"),
    extent=(0.13, 0.31), build=build, principal="width", materials=("aubergine skin",),
    looks={"skin": "main", "cap": "fresh leaf", "stem": "stalk"},
    part_words={"skin": ("skin",), "cap": ("cap", "calyx"), "stem": ("stem", "stalk")},
    styles={"globe": ("globe", "round", "fat"), "long": ("long", "japanese", "slim")})
