# SPDX-License-Identifier: GPL-3.0-or-later
"""The musical triangle: a bent steel rod open at a corner, its loop of cord, and the beater leaning on it."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    side, r = d.between(.15, .21), d.between(.0044, .0055)
    tall = side * np.sqrt(3) / 2
    corner = .020
    gap = d.between(.020, .030)
    # Open at the right foot: the base stops short of where the right side comes down.
    points = np.array([(side / 2 - gap, 0), (-side / 2, 0), (0, tall), (side / 2 + .002, .006)])
    path = fillet(points, [0, corner, corner, 0], 9)
    rod = sweep(np.column_stack([path[:, 0], np.zeros(len(path)), path[:, 1] + r]), circle(d.segments(20, 14), r),
                up=(0, 1, 0), round_ends=True, region="rod")
    top = tall + r - .010
    loop = spline([(0, -r * 1.3, top - .012), (.004, 0, top - .018), (.002, r * 1.6, top - .008), (.010, r * 2,
                                                                                                   top + .02),
                   (.016, .004, top + .060), (0, 0, top + .085), (-.016, -.004, top + .060), (-.010, -r * 2,
                                                                                              top + .02)],
                  48, closed=True)
    cord = sweep(loop, circle(8, .0017), loop=True, region="cord")
    knot = ball((.0042, .0042, .0046), 10, 14, "cord").moved(0, 0, top + .018)
    long = d.between(.15, .18)
    foot, head = np.array([.38 * side, -.075, .0042]), np.array([.24 * side, -r - .0042, 0])
    rise = np.sqrt(max(long ** 2 - ((head - foot)[:2] ** 2).sum(), 1e-4))
    head[2] = rise
    beater = tube([foot, head], .0036, 6, 14, "rod")
    away = (head - foot) / np.linalg.norm(head - foot)
    grip = tube([foot, foot + away * .045], .0062, 6, 16, "grip")
    return [part("triangle", rod), part("cord", cord, knot), part("beater", beater), part("grip", grip)]


FAMILY = Family(
    name="triangle", words=("triangle instrument", "musical triangle", "triangle", "percussion triangle"),
    gloss=("a steel triangle struck with a beater", "a percussion instrument bent of a steel rod"),
    extent=(0.18, 0.34), build=build, materials=("chrome", "steel", "chrome"),
    looks={"rod": "main", "cord": ("cord", "ink", "cord"), "grip": ("rubber", "cord", "birch")},
    part_words={"cord": ("cord", "string", "loop"), "grip": ("grip", "handle")})
