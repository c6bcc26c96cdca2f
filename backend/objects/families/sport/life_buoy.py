# SPDX-License-Identifier: GPL-3.0-or-later
"""Life buoys: a ring in two colours with a rope held by bands."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    r, thick = d.between(.27, .32), d.between(.062, .075)
    n = 96 if d.detail >= .75 else 64
    body = lathe(circle(d.segments(32, 20), thick) * (1.0, .86) + np.array([r, 0]), n, "body", loop=True)
    half = d.between(.20, .28)

    def band(c: np.ndarray) -> np.ndarray:
        a = (np.arctan2(c[:, 1], c[:, 0]) / (np.pi / 2)) % 1
        return np.abs(a - .5) < half

    body = painted(body, "second", band)
    straps = []
    for k in range(4):
        a = k * np.pi / 2
        t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        loop = np.column_stack([r + (thick + .003) * np.cos(t), 0 * t, (thick * .86 + .003) * np.sin(t)])
        strap = sweep(loop, np.array([(.003, .022), (-.003, .022), (-.003, -.022), (.003, -.022)]), up=(0, 1, 0),
                      loop=True,
                      region="strap")
        straps.append(strap.rotated(a))
    t = np.linspace(0, 2 * np.pi, 161)[:-1]
    sag = np.abs(np.sin(2 * t)) ** .8
    points = np.column_stack([(r + thick + .006 + .045 * sag) * np.cos(t), (r + thick + .006 + .045 * sag) * np.sin(t),
                              .012 * np.sin(8 * t)])
    rope = sweep(spline(points, 220, closed=True), circle(10, .0085), loop=True, region="rope")
    up = thick * .86
    return [part("ring", body.moved(z=up)), part("bands", *(s.moved(z=up) for s in straps)),
            part("rope", rope.moved(z=up))]


FAMILY = Family(
    name="life_buoy", words=("life buoy", "lifebuoy", "life ring", "lifebelt", "life preserver", "swim ring"),
    gloss=("a ring thrown to a swimmer", "a red and white life ring"), extent=(.6, 1.0), build=build, principal="width",
    materials=("toy white",),
    looks={"body": "main", "second": ("toy red", "toy orange", "toy red", "toy blue"),
           "strap": ("toy red", "toy white", "toy black"),
           "rope": "straw"},
    part_words={"second": ("stripe", "stripes", "bands"), "rope": ("rope",)})
