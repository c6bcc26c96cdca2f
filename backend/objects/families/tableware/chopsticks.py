# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair of chopsticks on their rest."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import box, sweep


def build(d: Draw) -> list[Part]:
    long, thick = d.between(0.22, 0.25), d.between(0.0034, 0.0042)
    section = rounded_rectangle(2.0, 2.0, 0.35, 2)
    spread = d.between(0.02, 0.09)
    t = np.linspace(0, 1, d.segments(20, 12))
    sticks, bands = [], []
    rest = d.choose({"rest": 0.65, "alone": 0.35}) == "rest"
    for side in (-1, 1):
        path = np.column_stack([long * (t - 0.3), side * (0.006 + spread * 0.10 * t), 0 * t])
        fat = np.interp(t, [0, .5, 1], [.48, .78, 1.0]) * thick
        stick = sweep(path, section, fat, up=(0, 0, 1), bevel=0.3, region="sticks")
        stick = painted(stick, "ends", lambda c: c[:, 0] > 0.44 * long)
        band = sweep(path[-6:-4], section, fat[-6] * 1.06, up=(0, 0, 1), bevel=0.02, region="band")
        turn = 0.035 if rest else 0.0
        sticks.append(stick.rotated(turn, "y"))
        bands.append(band.rotated(turn, "y"))
    parts = [part("sticks", *sticks), part("bands", *bands)]
    if rest:
        low = min(s.bounds()[0][2] for s in sticks)
        pillow = box(0.016, 0.046, 0.010, 0.004, 3, 8, "rest").deformed(lambda v: v + np.column_stack(
            [0 * v[:, 0], 0 * v[:, 0], 3.4 * v[:, 1] ** 2 * (v[:, 2] > 0.005)]))
        x = -0.20 * long
        stick_low = min(s.vertices[np.abs(s.vertices[:, 0] - x) < 0.02, 2].min() for s in sticks)
        parts.append(part("rest", pillow.moved(x, 0, min(low, stick_low - 0.0105))))
    return parts


FAMILY = Family(
    name="chopsticks", words=("chopsticks", "chopstick", "pair of chopsticks"),
    gloss=("a pair of chopsticks on a rest", "sticks to eat sushi with"),
    extent=(0.2, 0.27), build=build, principal="width", materials=("mahogany", "walnut", "birch", "ebony"),
    looks={"sticks": "main", "ends": ("main or red stripe", "main or ink"), "band": "gold", "rest": "porcelain"},
    part_words={"rest": ("rest",), "ends": ("end", "ends"), "band": ("band", "bands")},
    styles={"rest": ("rest",), "alone": ("plain",)})
