# SPDX-License-Identifier: GPL-3.0-or-later
"""Boomerangs: two curved arms with painted bands."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline, superellipse
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    span, bend = d.between(.20, .26), d.between(.55, .85)
    wide = d.between(.050, .060)
    path = spline([(-span, -span * bend, 0), (-.5 * span, -.34 * span * bend, 0), (0, .12 * span, 0),
                   (.5 * span, -.34 * span * bend, 0),
                   (span, -span * bend, 0)], 90)
    path[:, 2] = .0055 + .004 * np.linspace(-1, 1, 90) ** 2
    t = np.linspace(-1, 1, 90)
    scale = np.where(np.abs(t) > .90, np.sqrt(np.clip(1 - ((np.abs(t) - .90) / .10) ** 2, .002, 1)),
                     1) * (1 - .16 * np.abs(t))
    made = sweep(path, superellipse(32, wide, .010, 2.3), np.column_stack([scale, .5 + .5 * scale]), up=(0, 0, 1),
                 region="body", bevel=.02)
    marks = d.between(.30, .42)

    def place(c: np.ndarray) -> np.ndarray:
        return np.argmin(((c[:, None, :2] - path[None, :, :2]) ** 2).sum(axis=2), axis=1) / 44.5 - 1

    def band(c: np.ndarray) -> np.ndarray:
        a = np.abs(place(c))
        return ((a > marks) & (a < marks + .09)) | ((a > marks + .16) & (a < marks + .20))

    def tip(c: np.ndarray) -> np.ndarray:
        return np.abs(place(c)) > .80

    made = painted(painted(made, "second", tip), "third", band)
    dots = []
    for s in (1, -1):
        for q in np.linspace(.08, .26, 4):
            at = path[int((s * q + 1) * 44.5)]
            dots.append(ball((.006, .006, .0012), 6, 14, "dot").moved(at[0], at[1], at[2] + .0050))
    return [part("blade", made), part("dots", *dots)]


FAMILY = Family(
    name="boomerang", words=("boomerang",), gloss=("a boomerang that comes back",), extent=(.36, .56), build=build,
    principal="width",
    materials=("teak", "oak", "birch", "walnut"),
    looks={"body": "main", "second": ("toy red", "toy black", "toy blue"),
           "third": ("toy white", "toy yellow", "toy orange"),
           "dot": ("toy white", "toy yellow")},
    part_words={"second": ("tip", "tips"), "third": ("band", "bands", "stripes")})
