# SPDX-License-Identifier: GPL-3.0-or-later
"""A baguette with its slanting cuts."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.organic import painted, roughened
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    long, thick = d.between(0.50, 0.62), d.between(0.030, 0.036)
    count = int(d.random.integers(5, 7))
    s = np.linspace(-1, 1, d.segments(110, 72))
    fat = thick * np.interp(np.abs(s), [0, .7, .86, .95, 1], [1, .97, .80, .52, .22])
    bend = d.between(-0.03, 0.03) * long
    path = np.column_stack([s * long / 2, bend * (1 - s ** 2), np.zeros(len(s))])
    loaf = sweep(path, superellipse(d.segments(36, 24), 2.0, 1.62, 2.2), fat, bevel=0.5, region="crust")
    seed = int(d.random.integers(1000))
    cuts = np.linspace(-0.78, 0.78, count) * long / 2

    def off(v: np.ndarray, c: float) -> np.ndarray:
        return v[:, 0] - c - 1.15 * (v[:, 1] - bend * (1 - (2 * v[:, 0] / long) ** 2))

    def scored(v: np.ndarray) -> np.ndarray:
        top = np.clip(v[:, 2] / thick, 0, 1) ** 0.7
        for c in cuts:
            u = off(v, c) / thick
            v[:, 2] -= thick * (0.17 * np.exp(-(u / 0.34) ** 2) - 0.07 * np.exp(-((u - 0.75) / 0.26) ** 2)) * top
        return v

    loaf = roughened(loaf.deformed(scored), 0.03 * thick, 0.6 * thick, seed)
    loaf = painted(loaf, "cut", lambda v: (np.min([np.abs(off(v, c)) for c in cuts], axis=0) < 0.26 * thick)
                   & (v[:, 2] > 0.46 * thick))
    return [part("loaf", loaf)]


FAMILY = Family(
    name="baguette", words=("baguette", "french bread", "breadstick"),
    gloss=("a long crusty french baguette", "a stick of bread"),
    extent=(0.45, 0.70), build=build, principal="width", materials=("bread crust",),
    looks={"crust": "main", "cut": "flour"}, part_words={"crust": ("crust",)})
