# SPDX-License-Identifier: GPL-3.0-or-later
"""Suitcases: a leather travel case with straps, and a ribbed trolley with wheels and a pull handle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import bezier, circle, rounded_rectangle
from backend.objects.modeling.organic import ball, slab
from backend.objects.modeling.solids import box, sweep, turned


def build(d: Draw) -> list[Part]:
    if d.choose({"vintage": 1.0, "trolley": 1.0}) == "trolley":
        return _trolley(d)
    width, high, deep = d.between(.54, .68), d.between(.36, .44), d.between(.16, .20)
    shell = box(width, deep, high, .028, 6, region="body")
    seam = box(width + .006, .012, high + .006, .005, region="trim").moved(z=-.003)
    parts = [part("case", shell), part("seam", seam)]
    corners = [ball(.036, 14, 20, "trim").moved(x * (width / 2 - .030), y * (deep / 2 - .030), z)
               for x in (1, -1) for y in (1, -1) for z in (.030, high - .030)]
    straps, metal = [], []
    for x in (-.27 * width, .27 * width):
        straps.append(box(.036, deep + .010, high + .010, .012, 4, region="trim").moved(x, 0, -.005))
        metal.append(box(.050, .010, .040, .004, region="metal").moved(x, -deep / 2 - .008, .72 * high))
    lock = box(.05, .016, .05, .004, region="metal").moved(0, -.004 - .006, high - .02)
    path = bezier((-.085, 0, high), (-.08, 0, high + .065), (.08, 0, high + .065), (.085, 0, high), 24)
    grip = sweep(path, circle(d.segments(20, 12), .011), 1 + .35 * np.sin(np.linspace(0, np.pi, 24)), up=(0, 1, 0),
                 round_ends=True, region="trim")
    return [*parts, part("corners", *corners), part("straps", *straps), part("buckles", *metal, lock), part("handle",
                                                                                                            grip)]


def _trolley(d: Draw) -> list[Part]:
    width, high, deep = d.between(.36, .46), d.between(.54, .68), d.between(.22, .27)
    low = .055
    outline = rounded_rectangle(width, deep, .055, 8)
    case = slab(outline, [(-.035, 0), (-.018, .004), (-.006, .014), (0, .034), (0, high / 2), (0, high - .034),
                          (-.006, high - .014), (-.018, high - .004), (-.035, high)], "body", 3)
    ribs = []
    for x in np.linspace(-.34, .34, 6) * width:
        ribs += [box(.022, .010, .86 * high, .0045, region="body").moved(x, s * deep / 2,
                                                                         low + .07 * high) for s in (1, -1)]
    zipper = box(width + .006, .012, high - .03, .05, 6, region="dark").moved(z=low + .015)
    wheels = [turned([(.024, -.011), (.024, .011)], .005, d.segments(28, 16), "dark").rotated(np.pi / 2, "y")
              .moved(x * (.5 * width - .05), y * (.5 * deep - .05), .024) for x in (1, -1) for y in (1, -1)]
    forks = [box(.040, .036, .034, .006, region="dark").moved(x * (.5 * width - .05), y * (.5 * deep - .05), .034)
             for x in (1, -1) for y in (1, -1)]
    pull = d.between(.24, .36)
    rods = [box(.018, .010, pull + .05, .003, region="metal").moved(s * .10, .25 * deep, low + high - .05) for s in (1,
                                                                                                                     -1)]
    grip = box(.25, .030, .034, .014, 5, region="dark").moved(0, .25 * deep, low + high + pull - .01)
    path = bezier((-.07, -.02, low + high - .006), (-.065, -.02, low + high + .045), (.065, -.02, low + high + .045),
                  (.07, -.02, low + high - .006), 20)
    top = sweep(path, circle(14, .010), up=(0, 1, 0), region="dark")
    return [part("case", case.moved(z=low)), part("ribs", *ribs), part("zipper", zipper), part("wheels", *wheels),
            part("forks", *forks), part("rods", *rods), part("grip", grip), part("handle", top)]


FAMILY = Family(
    name="suitcase", words=("suitcase", "luggage", "travel case", "trolley case", "briefcase", "baggage"),
    gloss=("a suitcase for a journey", "luggage with wheels", "an old leather travel case"),
    extent=(0.5, 1.15), build=build, materials=("leather", "plastic", "leather"),
    looks={"body": "main", "trim": "leather", "metal": ("brass", "steel"), "dark": "black plastic"},
    part_words={"trim": ("strap", "straps", "corner", "corners", "trim"), "metal": ("buckle", "buckles", "lock"),
                "dark": ("wheel", "wheels")},
    styles={"vintage": ("vintage", "old", "antique", "leather"), "trolley": ("trolley", "modern", "rolling",
                                                                             "hard shell")})
