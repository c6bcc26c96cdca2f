# SPDX-License-Identifier: GPL-3.0-or-later
"""A vacuum flask with its cup for a cap."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import bezier, fillet, superellipse
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    half, tall = d.between(0.034, 0.042), d.between(0.235, 0.30)
    shoulder, neck = 0.74 * tall, 0.72
    cap_tall = tall - shoulder - 0.022
    shape = fillet([(0, 0), (half, 0), (half, shoulder - 0.012), (neck * half, shoulder + 0.020),
                    (neck * half, shoulder + .03),
                    (0, shoulder + .03)], [0, .005, .016, .006, .001, 0], 6)
    flask = lathe(shape, d.segments(64, 40), "body")
    flask = painted(flask, "trim", lambda c: (c[:, 2] > shoulder - 0.002) | (c[:, 2] < 0.010))
    low = shoulder + 0.022
    grooves = 36
    cap = lathe(fillet([(0, low), (0.86 * half, low), (0.88 * half, low + .004), (0.80 * half, low + cap_tall - .01),
                        (0.74 * half, low + cap_tall), (0, low + cap_tall)], [0, .001, .002, .008, .004, 0], 5),
                        grooves * 4,
                "cap", modulation=lambda a, z: 1 + 0.012 * np.cos(grooves * a) * (z > low + 0.3 * cap_tall) * (
                    z < low + 0.75 * cap_tall))
    parts = [part("body", flask), part("cap", cap)]
    if d.choose({"plain": 0.6, "handled": 0.5}) == "handled":
        side = bezier((half - .002, 0, 0.66 * shoulder), (half + .042, 0, 0.70 * shoulder),
                      (half + .042, 0, 0.22 * shoulder),
                      (half - .002, 0, 0.26 * shoulder), d.segments(28, 18))
        parts.append(part("handle", sweep(side, superellipse(14, 2.0, 1.3, 2.6), 0.0065, up=(0, 1, 0),
                                          region="handle")))
    return parts


FAMILY = Family(
    name="thermos", words=("thermos", "thermos bottle", "thermos flask", "vacuum flask", "water bottle"),
    gloss=("a thermos flask for hot tea", "an insulated bottle"),
    extent=(0.2, 0.33), build=build, materials=("enamelled", "steel"),
    looks={"body": "main", "trim": "steel", "cap": ("steel", "black plastic"), "handle": "black plastic"},
    part_words={"cap": ("cap", "lid", "cup"), "handle": ("handle",), "trim": ("trim", "ring")},
    styles={"plain": ("plain",), "handled": ("handle", "handled")})
