# SPDX-License-Identifier: GPL-3.0-or-later
"""French fries standing in a paper box."""

from __future__ import annotations

from functools import partial

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.solids import box
from backend.objects.modeling.surface import skin


def _bent(bend: float, v: np.ndarray) -> np.ndarray:
    return v + np.column_stack([.35 * bend * v[:, 2] ** 2, 0 * v[:, 0], 0 * v[:, 0]])


def build(d: Draw) -> list[Part]:
    wide, deep, tall = d.between(.085, .10), d.between(.036, .044), d.between(.085, .10)
    t = np.linspace(0, 1, 12)
    outer, inner = [], []
    for f in t:
        section = rounded_rectangle(wide * (.72 + .28 * f), deep * (.78 + .22 * f), .010, 4)
        back = section[:, 1] > 0
        edge = tall * np.where(back, 1.0, .72 + .26 * (np.abs(section[:, 0]) / (wide / 2)) ** 2)
        outer.append(np.column_stack([section, f * edge]))
        inner.append(np.column_stack([section * (.965, .93), np.maximum(f * edge, .0015)]))
    ends = [np.tile(outer[0].mean(axis=0), (len(section), 1)), np.tile(inner[0].mean(axis=0), (len(section), 1))]
    carton = skin(np.stack([ends[0], *outer, *inner[::-1], ends[1]]), region="body")
    fries = []
    for _ in range(46):
        x, y = d.between(-.42, .42) * wide * .84, d.between(-.36, .36) * deep * .8
        long, w = d.between(.075, .115) * (1.05 if y > 0 else .86), d.between(.0062, .0078)
        stick = box(w, w, long, .0012, 1, 3, "fry")
        bend = d.between(-3.0, 3.0)
        stick = stick.deformed(partial(_bent, bend))
        fries.append(stick.rotated(d.between(0, 1.5)).rotated(x / wide * .75 + d.between(-.08, .08),
                                                              "y").rotated(d.between(-.10, .12), "x").moved(
            x * .70, y, .012 + d.between(0, .018)))
    badge = box(.034, .0022, .020, .006, 3, region="badge").rotated(.055, "x").moved(0, -deep * .49, .34 * tall)
    return [part("box", carton), part("fries", *fries), part("badge", badge)]


FAMILY = Family(
    name="french_fries", words=("french fries", "fries", "french chips", "chips", "puffed food"),
    gloss=("french fries in a box",), extent=(.09, .17),
    build=build, materials=("red stripe", "red stripe", "toy blue", "white card"),
    looks={"body": "main", "fry": ("butter", "corn kernels"), "badge": ("toy yellow", "toy white")},
    part_words={"body": ("box", "carton"), "fry": ("fries",)})
