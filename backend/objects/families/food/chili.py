# SPDX-License-Identifier: GPL-3.0-or-later
"""A chilli pepper: long, curved, pointed."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import tube
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    long, thick = d.between(0.09, 0.13), d.between(0.0075, 0.0105)
    curl, twist = d.between(0.5, 1.3), d.between(-0.5, 0.5)
    s = np.linspace(0, 1, d.segments(44, 24))
    angle = curl * s ** 1.5
    step = long / (len(s) - 1)
    x, z = np.cumsum(np.cos(angle)) * step, np.cumsum(np.sin(angle)) * step
    path = np.column_stack([x, twist * 0.25 * long * s ** 2, z + thick])
    fat = thick * np.interp(s, [0, .02, .08, .25, .55, .8, .94, 1], [.70, .9, 1, .96, .78, .46, .16, .05])
    unit = circle(d.segments(24, 14))
    uneven = 1 + 0.05 * np.cos(3 * np.arctan2(unit[:, 1], unit[:, 0]) + 1)
    pod = sweep(path, unit * uneven[:, None], fat, up=(0, 0, 1), bevel=0.3, region="skin")
    cap = sweep(path[0] + np.array([(-1.0, 0, 0), (-.6, 0, 0), (-.1, 0, 0), (.5, 0, 0)]) * thick, circle(20),
                np.array([.35, .72, .92, 1.0]) * thick, bevel=0.08, region="cap")
    stem = tube(path[0] + np.array([(-.9, 0, 0), (-1.8, .1, .15), (-3.2, .35, .7)]) * thick,
                np.array([.24, .2, .26]) * thick, 9, 8, "stem", round_ends=False)
    return [part("skin", pod), part("cap", cap), part("stem", stem)]


FAMILY = Family(
    name="chili", words=("chili", "chilli", "chili pepper", "chilli pepper", "hot pepper", "jalapeno", "cayenne"),
    gloss=("a red hot chili pepper", "a spicy long pepper"),
    extent=(0.08, 0.18), build=build, principal="width", materials=("chili skin",),
    looks={"skin": "main", "cap": "fresh leaf", "stem": "stalk"},
    part_words={"skin": ("skin",), "cap": ("cap",), "stem": ("stem", "stalk")})
