# SPDX-License-Identifier: GPL-3.0-or-later
"""A chopping board: rectangular with a hole, or a paddle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, resample, rounded_rectangle, superellipse
from backend.objects.modeling.organic import disc, rounded, slab
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    kind = d.choose({"paddle": 1.0, "plain": 0.6})
    wide, deep, thick = d.between(0.26, 0.34), d.between(0.17, 0.22), d.between(0.015, 0.022)
    count = d.segments(120, 80)
    radius = d.between(0.012, 0.03)
    if kind == "plain":
        outline = rounded_rectangle(wide, deep, radius, 8)
    else:
        neck, long = d.between(0.020, 0.026), d.between(0.09, 0.12)
        x, y = wide / 2, deep / 2
        outline = fillet([(x, -y), (x, -neck * 1.2), (x + long * .4, -neck * .9), (x + long, -neck), (x + long, neck),
                          (x + long * .4, neck * .9), (x, neck * 1.2), (x, y), (-x, y), (-x, -y)],
                         [radius, .02, .05, neck * .95, neck * .95, .05, .02, radius, radius, radius], 6, closed=True)
        outline = outline - (0.12 * long, 0)
    outline = resample(np.concatenate([outline, outline[:1]]), count + 1)[:-1]
    board_ = slab(outline, rounded(thick, 0.003), "wood", 1)
    hole_at = (wide / 2 + long * 0.78 - 0.12 * long, 0.0) if kind == "paddle" else (wide / 2 - 0.030, deep / 2 - 0.030)
    eye = lathe(fillet([(0.0070, -0.0004), (0.0105, -0.0004), (0.0105, thick + .0004), (0.0070, thick + .0004)],
                       0.0006, 2,
                       closed=True), 32, "ring", loop=True).moved(*hole_at)
    dark = disc(0.0075, thick + 0.0002, 0.0002, 28, "hole", 2, 1).moved(*hole_at, -0.0001)
    parts = [part("board", board_), part("hole", dark, eye)]
    if kind == "plain" or d.chance(0.4):
        w, h = wide - 0.045, deep - 0.045
        if kind == "plain":
            w -= 0.03
        loop = rounded_rectangle(w, h, 0.02, 6)
        loop = resample(np.concatenate([loop, loop[:1]]), 73)[:-1]
        path = np.column_stack([loop - (0.018 if kind == "plain" else 0.013, 0), np.full(len(loop), thick - 0.0004)])
        parts.append(part("groove", sweep(path, superellipse(8, 0.0056, 0.0014), loop=True, region="hole")))
    return parts


FAMILY = Family(
    name="cutting_board", words=("cutting board", "chopping board", "bread board", "breadboard", "cheese board"),
    gloss=("a wooden cutting board", "a chopping board for vegetables"),
    extent=(0.25, 0.48), build=build, principal="width", materials=("wood", "birch", "walnut", "teak"),
    looks={"wood": "main", "hole": "walnut", "ring": "main"}, part_words={"wood": ("board",)},
    styles={"paddle": ("paddle", "handle", "cheese board"), "plain": ("plain", "rectangular")})
