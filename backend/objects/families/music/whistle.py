# SPDX-License-Identifier: GPL-3.0-or-later
"""A referee's whistle: round chamber with its pea, mouthpiece, window, ring and a lanyard."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle, spline
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import extrude, sweep, turned


def build(d: Draw) -> list[Part]:
    r, wide = d.between(.0125, .0145), d.between(.017, .021)
    long = d.between(.026, .031)
    top = 2 * r
    drum = turned([(r, 0), (r, wide)], .0018, d.segments(56, 36), "body").rotated(np.pi / 2, "x").moved(0, wide / 2, r)
    discs = [turned([(r * .72, 0), (r * .70, .0007)], .0003, 40, "trim").rotated(s * np.pi / 2, "x").moved(
        0, -s * wide / 2, r) for s in (1, -1)]
    mouth = fillet([(-.2 * r, top - .0005), (-r - .002, top), (-r - long, top - .0012), (-r - long, top - .0072),
                    (-r * .9, top - .0125), (-.1 * r, top - .012)], [0, .001, .0015, .0015, .003, 0], 4, closed=True)
    beak = extrude(mouth, wide, .0015, "body").rotated(np.pi / 2, "x").moved(0, wide / 2, 0)
    slot = extrude(fillet([(-.62 * r, top + .0004), (-1.12 * r, top + .0004), (-1.06 * r, top - .0045),
                           (-.72 * r, top - .0045)], .0005, 2, closed=True), wide * .72, .0003, "hole")
    slot = slot.rotated(np.pi / 2, "x").moved(0, wide * .36, 0)
    lip = sweep(np.column_stack([np.full(3, -.58 * r), np.linspace(-.40, .40, 3) * wide, np.full(3, top - .0002)]),
                rounded_rectangle(.0035, .0022, .0009, 3), region="body")
    air = extrude(rounded_rectangle(wide * .66, .0024, .0008, 3), .0016, .0004, "hole").rotated(np.pi / 2, "x").rotated(
        -np.pi / 2).moved(-r - long + .0006, 0, top - .0042)
    pea = ball(.0052, 12, 16, "pea").moved(-.78 * r, 0, top - .0040)
    lug = turned([(.0042, -.0018), (.0042, .0018)], .0008, 24, "body").rotated(np.pi / 2, "x").moved(r + .0022, 0,
                                                                                                     r * 1.1)
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    at = np.array([r + .0075, 0, r * .75])
    ring = sweep(at + np.column_stack([.0066 * np.cos(t), .0008 * np.sin(t), .0066 * np.sin(t)]), circle(10, .0009),
                 up=(0, 1, 0), loop=True, region="metal")
    x0 = float(at[0]) + .0066
    lay = .0022
    path = spline([(x0 - .001, 0, .0075), (x0 + .008, .002, .0035), (x0 + .022, .010, lay), (x0 + .030, .032, lay),
                   (x0 + .010, .050, lay), (-.025, .048, lay), (-.050, .028, lay), (-.045, -.004 + .030, lay),
                   (-.010, .032, lay + .004), (x0 + .002, .022, lay + .001), (x0 + .004, .008, .0035)], 90)
    cord = sweep(path, circle(10, .0021) * (1.4, .8), round_ends=True, region="cord")
    clasp = ball((.0048, .0040, .0036), 12, 16, "metal").moved(x0 + .004, .001, .0060)
    return [part("whistle", drum, beak, lip, lug), part("side discs", *discs), part("window", slot, air), part("pea",
                                                                                                               pea),
            part("ring", ring, clasp), part("lanyard", cord)]


FAMILY = Family(
    name="whistle", words=("whistle", "referee whistle", "police whistle", "pea whistle"),
    gloss=("a referee's whistle on a cord", "a small thing blown to give a shrill signal"),
    extent=(0.06, 0.16), build=build, principal="width",
    materials=("chrome", "toy red", "brass", "toy black", "toy blue", "toy yellow"),
    looks={"body": "main", "trim": "main", "hole": "ink", "pea": "pine", "metal": "chrome",
           "cord": ("cord", "ink", "toy red", "toy blue")},
    part_words={"cord": ("cord", "lanyard", "string")})
