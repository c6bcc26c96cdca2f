# SPDX-License-Identifier: GPL-3.0-or-later
"""A head of garlic, sometimes with loose cloves."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball, body
from backend.objects.modeling.surface import Surface


def _clove(half: float, region: str = "cloves") -> Surface:
    knots = [(0, .0), (.5, .02), (.9, .2), (1.0, .42), (.72, .70), (.30, .90), (.10, 1.0), (0, 1.0)]

    def ridge(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 - 0.22 * np.cos(angle) + 0.10 * np.cos(3 * angle)

    return body(knots, half, 3.0 * half, 22, 20, region, ridge)


def build(d: Draw) -> list[Part]:
    half = d.between(0.023, 0.028)
    tall = half * 2 * d.between(0.84, 0.98)
    count = int(d.random.integers(8, 12))
    phase = d.between(0, 6.28)
    knots = [(0, .06), (.22, .05), (.42, .01), (.74, .08), (.98, .28), (1.0, .42), (.84, .62), (.54, .78), (.28, .90),
             (.17, 1.05), (.15, 1.30), (.17, 1.42), (.08, 1.44), (0, 1.43)]

    def cloves(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        s = np.clip(z / tall, 0, 1.5)
        strong = 0.15 * np.clip(1.15 - s, 0, 1) * np.clip(6 * s, 0.4, 1)
        wander = 0.25 * np.sin(3 * angle + phase)
        return 1 + strong * (np.abs(np.cos(count / 2 * (angle + phase + 0.3 * wander))) ** 0.7 - 0.7)

    bulb = body(knots, half, tall, d.segments(52, 32), d.segments(88, 56), "skin", cloves)
    lean = d.between(-0.3, 0.3)
    bulb = bulb.deformed(lambda v: v + np.column_stack([lean * half * np.clip(v[:, 2] / tall - .7, 0, 1) ** 1.5 * 2,
                                                        0 * v[:, 0], 0 * v[:, 0]]))
    beard = ball((0.24 * half, 0.24 * half, 0.07 * half), 6, 16, "roots").moved(z=0.05 * tall)
    parts = [part("skin", bulb), part("roots", beard)]
    loose = 0 if d.choose({"head": 0.5, "cloves": 0.5}) == "head" else int(d.random.integers(1, 3))
    pieces = []
    for k in range(loose):
        clove = _clove(0.40 * half).rotated(np.pi / 2, "y").rotated(d.between(-1.2, 1.0) + 2.5 * k, "z")
        pieces.append(clove.moved(half * (0.3 - 1.3 * k), -1.55 * half, -clove.bounds()[0][2]))
    return [*parts, *([part("cloves", *pieces)] if pieces else [])]


FAMILY = Family(
    name="garlic", words=("garlic", "garlic bulb", "head of garlic", "clove of garlic"),
    gloss=("a head of white garlic", "cloves of garlic", "a bulb that keeps vampires away"),
    extent=(0.045, 0.12), build=build, principal="height", materials=("garlic skin",),
    looks={"skin": "main", "cloves": "garlic skin", "roots": "roots"},
    part_words={"skin": ("skin",), "cloves": ("clove", "cloves"), "roots": ("root", "roots")},
    styles={"head": ("whole", "head"), "cloves": ("clove of garlic", "cloves")})
