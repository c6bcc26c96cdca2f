# SPDX-License-Identifier: GPL-3.0-or-later
"""A carrot with its greens, or cut short."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import aimed, blade, body, tube
from backend.objects.noise import fractal


def build(d: Draw) -> list[Part]:
    long, thick = d.between(0.15, 0.20), d.between(0.014, 0.018)
    bend = d.random.uniform(-0.06, 0.06, 2) * long
    blunt = d.between(0.35, 0.7)
    knots = [(0, 0), (.07, .004), (.12, .03), (.22, .12), (.52, .42 + .1 * blunt), (.84, .76), (1.0, .93), (.86, .985),
             (.40, 1.0), (.20, .985), (0, .98)]
    root = body(knots, thick, long, d.segments(70, 44), d.segments(32, 20), "skin")
    seed = int(d.random.integers(1000))

    def ringed(v: np.ndarray) -> np.ndarray:
        marks = fractal(np.column_stack([v[:, 2] / 0.004, np.arctan2(v[:, 1], v[:, 0]) * 0, v[:, 2] * 0]), 2, seed)
        v[:, :2] *= (1 - 0.028 * np.clip(marks, 0, 1) ** 2 * 2)[:, None]
        t = v[:, 2] / long
        v[:, 0] += bend[0] * np.sin(np.pi * t)
        v[:, 1] += bend[1] * np.sin(1.7 * np.pi * t)
        return v

    root = root.deformed(ringed)
    greens = []
    for _ in range(int(d.random.integers(5, 8))):
        way, lean = d.between(0, 6.28), d.between(0.1, 0.45)
        tall = long * d.between(0.42, 0.7)
        out = np.array([np.cos(way), np.sin(way), 0])
        points = np.array([0.1 * thick * out + (0, 0, 0.975 * long),
                           out * tall * 0.30 * lean + (0, 0, long + 0.5 * tall),
                           out * tall * lean + (0, 0, long + tall)])
        greens.append(tube(points, [0.0016, 0.0012, 0.0006], 9, 6, "leaf"))
        path = spline(points, 9)
        for k in range(3, 9):
            for side in (-1, 1):
                leaf = blade(0.026 * d.between(0.7, 1.2), 0.010, "ovate", 0.5, 0.7, 0.3, 0.09, 3, 0.0004, 7, 5)
                greens.append(aimed(leaf, way + side * 1.2, 0.5, path[k]))
        greens.append(aimed(blade(0.026, 0.011, "ovate", 0.9, 0.8, 0.3, 0.09, 3, 0.0004, 7, 5), way, 0.4, path[8]))
    parts = [part("root", root)]
    if d.choose({"leafy": 1.0, "topped": 0.2}) == "leafy":
        parts.append(part("greens", *greens))
    else:
        parts.append(part("stub", tube([(0, 0, .97 * long), (0, 0, 1.02 * long), (0, 0, 1.06 * long)],
                                       [0.35 * thick, 0.3 * thick, 0.3 * thick], 6, 8, "leaf", round_ends=False)))
    lay = np.pi / 2 + 0.06
    return [Part(p.name, tuple(s.rotated(lay, "y") for s in p.pieces)) for p in parts]


FAMILY = Family(
    name="carrot", words=("carrot", "parsnip"),
    gloss=("an orange carrot with green leaves", "a root vegetable", "a rabbit's favourite vegetable"),
    extent=(0.14, 0.38), build=build, principal="width", materials=("carrot skin",),
    looks={"skin": "main", "leaf": "fresh leaf"},
    part_words={"skin": ("root", "skin"), "leaf": ("leaf", "leaves", "greens", "top")},
    styles={"leafy": ("leafy", "leaves", "greens", "fresh"), "topped": ("topped", "plain")})
