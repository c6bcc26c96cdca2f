# SPDX-License-Identifier: GPL-3.0-or-later
"""A serving tray with two handles."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import bezier, circle, resample, rounded_rectangle
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    kind = d.choose({"rectangular": 1.0, "round": 0.5})
    wide = d.between(0.38, 0.48)
    deep = wide if kind == "round" else wide * d.between(0.62, 0.74)
    tall, wall = d.between(0.028, 0.045), 0.009
    outline = circle(d.segments(96, 56), wide / 2) if kind == "round" else rounded_rectangle(
        wide, deep, d.between(0.02, 0.06), 8)
    if kind != "round":
        outline = resample(np.concatenate([outline, outline[:1]]), d.segments(120, 80) + 1)[:-1]
    rows = [(-0.004, 0), (-0.001, 0.001), (0, 0.004), (0.003, 0.5 * tall), (0.006, tall - 0.002), (0.0045, tall),
            (0.0075 - wall, tall), (0.006 - wall, tall - 0.002), (-wall - 0.001, 0.010), (-wall - 0.004, 0.007),
            (-wall - 0.010, 0.0066)]
    bowl = slab(outline, rows, ["body"] * 4 + ["rim"] * 3 + ["body"] + ["inside"] * 2, 3)
    handles = []
    for side in (-1, 1):
        x = side * (wide / 2 - 0.002)
        path = bezier((x, -0.055, tall - 0.006), (x + side * 0.012, -0.05, tall + 0.050), (x + side * 0.012, 0.05,
                      tall + 0.050), (x, 0.055, tall - 0.006), d.segments(28, 18))
        handles.append(sweep(path, circle(d.segments(16, 10), 0.0055), up=(1, 0, 0), region="handle"))
    return [part("tray", bowl), part("handles", *handles)]


FAMILY = Family(
    name="tray", words=("tray", "serving tray", "tea tray"),
    gloss=("a tray to carry drinks", "a wooden serving tray with handles"),
    extent=(0.36, 0.54), build=build, principal="width", materials=("wood", "walnut", "lacquer", "silver"),
    looks={"body": "main", "rim": "main", "inside": "main", "handle": "brass"},
    part_words={"handle": ("handle", "handles"), "rim": ("rim", "edge"), "inside": ("inside", "bottom")},
    styles={"rectangular": ("rectangular", "square"), "round": ("round", "circular")})
