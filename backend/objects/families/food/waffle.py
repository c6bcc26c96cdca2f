# SPDX-License-Identifier: GPL-3.0-or-later
"""Waffles: round or square with deep pockets, butter and syrup."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, rounded_rectangle
from backend.objects.modeling.organic import disc, roughened
from backend.objects.modeling.solids import box, extrude


def build(d: Draw) -> list[Part]:
    round_ = d.choose({"round": 1.0, "square": 1.0}) == "round"
    size, tall = d.between(.075, .09), d.between(.016, .020)
    count = int(d.between(1, 2.99))
    parts = []
    pitch = size * 2 / 9
    for k in range(count):
        z = k * (tall + .004)
        plan = circle(d.segments(64, 40), size) if round_ else rounded_rectangle(2 * size, 2 * size, .016, 5)
        pieces = [extrude(plan, tall * .45, .003, "body", 3).moved(z=tall * .275)]
        for q in np.arange(-4, 5) * pitch:
            half = float(np.sqrt(max(size ** 2 - q ** 2, 0))) if round_ else size
            if half < .02:
                continue
            for turn in (0, np.pi / 2):
                for low in (0.0, .66 * tall):
                    pieces.append(box(2 * half - .004, pitch * .34, .34 * tall + .001, .0016, 2,
                                      region="body").moved(0, q, low).rotated(turn))
        turn = d.between(-.3, .3)
        parts.append(part(f"waffle {k + 1}", *(p.rotated(turn).moved(z=z) for p in pieces)))
    top = (count - 1) * (tall + .004) + tall
    pat = box(.024, .024, .010, .002, 3, region="butter").rotated(d.between(0, 1)).moved(d.between(-.012, .012),
                                                                                         d.between(-.012, .012), top)
    pool = roughened(disc(.42 * size, .0030, .0012, 48, "syrup", 3, 4, lambda a,
                          z: 1 + .16 * np.cos(3 * a) + .10 * np.cos(5 * a + 1)), .0006, .01,
                     int(d.random.integers(99))).moved(0, 0, top - .0012)
    return [*parts, part("syrup", pool), part("butter", pat)]


FAMILY = Family(
    name="waffle", words=("waffle", "waffles", "belgian waffle"), gloss=("a waffle with butter and syrup",),
    extent=(.14, .23), build=build, principal="width",
    materials=("wafer", "pastry", "bun"), looks={"body": "main", "butter": "butter", "syrup": "syrup"},
    part_words={"butter": ("butter",), "syrup": ("syrup", "sauce")},
    styles={"round": ("round",), "square": ("square",)})
