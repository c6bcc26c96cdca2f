# SPDX-License-Identifier: GPL-3.0-or-later
"""A cucumber, sometimes with slices cut off."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import disc, painted, roughened, tube
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    long, thick = d.between(0.17, 0.24), d.between(0.019, 0.024)
    bend = d.between(-0.09, 0.09) * long
    sliced = d.choose({"whole": 0.5, "sliced": 0.5}) == "sliced"
    seed = int(d.random.integers(1000))
    end = 0.72 if sliced else 1.0
    t = np.linspace(0, end, d.segments(48, 28))
    path = np.column_stack([t * long, bend * np.sin(np.pi * t), np.full(len(t), thick)])
    fat = thick * np.interp(t, [0, .03, .10, .3, .85, .95, 1], [.45, .66, .86, .98, 1, .82, .55])
    unit = circle(d.segments(28, 16))
    ridge = 1 + 0.03 * np.cos(5 * np.arctan2(unit[:, 1], unit[:, 0]))
    gherkin = sweep(path, unit * ridge[:, None], fat, up=(0, 0, 1), bevel=0.04 if sliced else 0.7, region="skin")
    if sliced:
        x = path[-1, 0] + 0.01 * thick
        gherkin = painted(gherkin, "flesh", lambda c: (c[:, 0] > x) & (
            np.hypot(c[:, 1] - path[-1, 1], c[:, 2] - thick) < 0.955 * thick))
    else:
        gherkin = roughened(gherkin, 0.045 * thick, 0.28 * thick, seed, 2, lambda n: np.clip(n, 0.0, 1) ** 1.5)
    stem = tube([(-0.004, 0, thick), (-0.012, 0, thick + 0.002), (-0.020, 0.003, thick + 0.004)],
                np.array([.16, .12, .16]) * thick, 7, 8, "stem", round_ends=False)
    parts = [part("skin", gherkin), part("stem", stem)]
    if sliced:
        slices = []
        for k in range(3):
            piece = disc(thick * 0.98, 0.0045, 0.0006, d.segments(32, 20), "skin")
            piece = painted(piece, "flesh", lambda c: np.hypot(c[:, 0], c[:, 1]) < 0.95 * thick)
            tip = 1.05 - 0.18 * k
            piece = piece.rotated(tip, "y").moved(0.79 * long + 0.62 * thick * k, bend * 0.4 + 0.12 * thick * k, 0)
            slices.append(piece.moved(z=-piece.bounds()[0][2]))
        parts.append(part("slices", *slices))
    return parts


FAMILY = Family(
    name="cucumber", words=("cucumber", "courgette", "zucchini", "gherkin", "pickle"),
    gloss=("a long green cucumber", "a sliced cucumber", "a green zucchini"),
    extent=(0.16, 0.32), build=build, principal="width", materials=("cucumber skin",),
    looks={"skin": "main", "flesh": "pale flesh", "stem": "stalk"},
    part_words={"skin": ("skin", "peel"), "flesh": ("flesh",)},
    styles={"whole": ("whole",), "sliced": ("sliced", "cut", "slices")})
