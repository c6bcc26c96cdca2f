# SPDX-License-Identifier: GPL-3.0-or-later
"""A bell pepper: lobed shoulders, a thick stalk."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import stalk
from backend.objects.modeling.organic import body


def build(d: Draw) -> list[Part]:
    half = d.between(0.036, 0.043)
    tall = half * 2 * d.between(0.98, 1.3)
    lobes = 4 if d.chance(0.65) else 3
    phase = d.between(0, 6.28)
    knots = [(0, .10), (.14, .07), (.34, .01), (.56, .02), (.76, .13), (.86, .34), (.97, .66), (1.0, .82), (.90, .95),
             (.66, 1.0), (.38, .965), (.18, .88), (0, .85)]
    depth = d.between(0.055, 0.085)

    def lobed(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        s = np.clip(z / tall, 0, 1)
        furrow = np.abs(np.cos(lobes / 2 * (angle + phase))) ** 0.55
        strong = 0.7 + 1.2 * np.abs(s - 0.5) ** 1.5 * 2
        return 1 + depth * strong * (furrow - 0.75) * 1.6 + 0.02 * np.cos(angle + 3 * s)

    skin_surface = body(knots, half, tall, d.segments(52, 32), d.segments(72, 40), "skin", lobed)
    uneven = d.random.uniform(-1, 1, 2)
    skin_surface = skin_surface.deformed(lambda v: v + np.column_stack(
        [0 * v[:, 0], 0 * v[:, 0], 0.05 * (uneven[0] * v[:, 0] + uneven[1] * v[:, 1]) * (v[:, 2] > 0.4 * tall)
         * np.clip(v[:, 2] / tall - 0.4, 0, 1)]))
    button = body([(0, 0), (.6, .0), (1.0, .2), (.8, .55), (.34, 1.0), (0, 1.0)], 0.30 * half, 0.14 * half, 14, 24,
                  "stem").moved(z=0.86 * tall)
    stem = stalk((0, 0, 0.87 * tall), d.between(0.55, 0.85) * half, 0.12 * half, d, 0.5, 1.35)
    lay = d.choose({"upright": 0.75, "lying": 0.25}) == "lying"
    parts = [part("skin", skin_surface), part("stem", stem, button)]
    if not lay:
        return parts
    return [Part(p.name, tuple(s.rotated(1.35, "y").rotated(0.7, "z") for s in p.pieces)) for p in parts]


FAMILY = Family(
    name="pepper", words=("bell pepper", "pepper", "capsicum", "paprika", "sweet pepper"),
    gloss=("a red bell pepper", "a yellow capsicum", "a green pepper for salad"),
    extent=(0.07, 0.16), build=build, principal="height", materials=("pepper skin",),
    looks={"skin": "main", "stem": "stalk"}, part_words={"skin": ("skin",), "stem": ("stem", "stalk")},
    styles={"upright": ("upright",), "lying": ("lying",)})
