# SPDX-License-Identifier: GPL-3.0-or-later
"""Steaks: a slab of meat with a rim of fat, grill marks and a T-bone."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import roughened, rounded, slab
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    bone = d.choose({"t-bone": 1.0, "plain": .8}) == "t-bone"
    size, tall = d.between(.085, .10), d.between(.017, .023)
    stretch = d.between(.92, 1.08)
    outline = spline(np.array([(-.95, .1), (-.70, .62), (-.15, .78), (.45, .70), (.92, .42), (1.0, 0), (.80, -.38),
                               (.35, -.52), (-.15, -.66), (-.70, -.50)])
                     * size * (stretch, .78), 90, closed=True)
    seed = int(d.random.integers(999))
    fat = roughened(slab(outline, rounded(tall, .006, 4), "fat", 6), .0016, .018, seed)
    center = outline.mean(axis=0)
    inner = center + (outline - center) * (.90, .88)
    meat = roughened(slab(inner, rounded(tall + .003, .004, 4), "meat", 6), .0013, .014, seed + 1).moved(z=-.0015)
    marks = []
    for k in range(-4, 5):
        y = np.linspace(-1, 1, 30)
        path = np.column_stack([center[0] + .024 * k + .45 * size * y * .55, center[1] + .50 * size * y,
                                np.full(30, tall + .0022)])
        inside = ((path[:, 0] - center[0]) / (.80 * size * stretch)) ** 2 + (
            (path[:, 1] - center[1]) / (.46 * size)) ** 2 < 1
        if inside.sum() > 5:
            marks.append(sweep(path[inside], np.array([(.0022, .0007), (-.0022, .0007), (-.0022, -.0007),
                                                       (.0022, -.0007)]), up=(0, 0, 1), region="char"))
    parts = [part("fat", fat), part("meat", meat), part("grill marks", *marks)]
    if bone:
        arm = spline(np.array([(-.10, -.66), (-.02, -.30), (.02, .05), (.0, .50)]) * size * (1, .78), 60)
        cross = spline(np.array([(-.42, -.60), (-.10, -.66), (.24, -.56)]) * size * (1, .80), 50)
        flat = np.array([(np.cos(a) * .0055, np.sin(a) * (tall / 2 + .0024)) for a in np.linspace(0, 2 * np.pi, 20,
                                                                                          endpoint=False)])
        parts.append(part("bone", *(sweep(np.column_stack([p, np.full(len(p), tall / 2)]), flat,
                                          np.linspace(1.5, .7, len(p)) if p is arm else 1.1,
                                          up=(0, 0, 1), round_ends=True, region="bone") for p in (arm, cross))))
    return parts


FAMILY = Family(
    name="steak", words=("steak", "beef", "t-bone steak", "meat", "beefsteak"),
    gloss=("a grilled steak", "a slab of meat with a bone"), extent=(.14, .24),
    build=build, principal="width", materials=("patty", "tuna", "patty"),
    looks={"meat": "main", "fat": "cream", "char": "dark chocolate", "bone": "ivory"},
    part_words={"meat": ("meat",), "bone": ("bone",), "fat": ("fat", "rim")},
    styles={"t-bone": ("t-bone",), "plain": ("boneless",)})
