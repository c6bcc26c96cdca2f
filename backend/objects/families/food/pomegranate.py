# SPDX-License-Identifier: GPL-3.0-or-later
"""A pomegranate with its crown."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, blade, body


def build(d: Draw) -> list[Part]:
    half = d.between(0.038, 0.046)
    tall = half * 2 * d.between(0.92, 1.02)
    sides = int(d.random.integers(5, 7))
    phase = d.between(0, 6.28)
    knots = [(0, .03), (.08, .01), (.30, .02), (.62, .10), (.90, .28), (1.0, .52), (.90, .74), (.62, .90), (.34, .965),
             (.22, 1.0), (.20, 1.06), (.23, 1.12), (.19, 1.125), (.13, 1.04), (0, 1.0)]

    def ribbed(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        s = np.clip(z / tall, 0, 1)
        return 1 + 0.030 * np.cos(sides * angle + phase) * (1 - 0.5 * s)

    fruit = body(knots, half, tall, d.segments(56, 36), d.segments(56, 30), "skin", ribbed)
    ring = 0.19 * half
    points = [aimed(blade(0.34 * half, 0.20 * half, "lance", 1.25, 0.7, 0.3, thick=0.05 * half, rows=7, columns=5,
                          region="crown"), phase + k * 2 * np.pi / 6, 0.0,
                    (ring * np.cos(phase + k * np.pi / 3), ring * np.sin(phase + k * np.pi / 3), 1.09 * tall))
              for k in range(6)]
    tilt = d.between(0.0, 0.5)
    return [part("skin", fruit.rotated(tilt, "x")), part("crown", *(p.rotated(tilt, "x") for p in points))]


FAMILY = Family(
    name="pomegranate", words=("pomegranate",),
    gloss=("a red pomegranate with a crown", "an exotic red fruit"),
    extent=(0.07, 0.12), build=build, principal="width", materials=("pomegranate skin",),
    looks={"skin": "main", "crown": "pomegranate skin"}, part_words={"skin": ("skin",), "crown": ("crown",)})
