# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudspeakers: a wooden box with its cones, and a small cloth-covered one that needs no wire."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import cone, facing, plate, ring
from backend.objects.families.shared import board
from backend.objects.modeling.curves import circle, rounded_rectangle
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe, sweep, turned


def build(d: Draw) -> list[Part]:
    return {"box": _box, "tube": _tube, "tower": lambda e: _box(e, True)}[
        d.choose({"box": 1.2, "tube": .7, "tower": .6})](d)


def _box(d: Draw, tower: bool = False) -> list[Part]:
    wide = d.between(.19, .23)
    high, deep = wide * (d.between(3.6, 4.4) if tower else d.between(1.55, 1.75)), wide * d.between(1.05, 1.3)
    lift = .030 if tower else .006
    case = board(wide, deep, high, (0, 0, lift), .006, "body")
    front = -deep / 2
    baffle = plate(wide - .012, high - .012, .004, (0, front + .001, lift + .006), .006, "baffle", .0015)
    face = front - .003
    woofer = wide * .385
    low = lift + (woofer + wide * .13)
    drivers = [(woofer, low)]
    if tower:
        drivers.append((woofer, low + 2.25 * woofer))
    tweeter = (wide * .145, lift + high - wide * (.32 if tower else .26))
    parts, cones, rims, screws, domes = [], [], [], [], []
    for r, z in drivers:
        rims.append(facing(ring(r * .985, r * 1.12, .005, d, "rim"), (0, face, z)))
        cones += [facing(piece, (0, face - .002, z)) for piece in cone(r, d)]
        for k in range(8):
            a = 2 * np.pi * (k + .5) / 8
            screws.append(facing(turned([(.0032, 0), (.0028, .0012)], .0005, 12, "screws"),
                                 (r * 1.055 * np.cos(a), face - .0046, z + r * 1.055 * np.sin(a))))
    r, z = tweeter
    rims.append(facing(ring(r * .60, r * 1.35, .004, d, "rim"), (0, face, z)))
    horn = lathe(np.array([(0, .0), (r * .62, .0), (r * .62, .0016), (0, .0016)]), d.segments(40, 24), "cone")
    domes.append(facing(horn, (0, face, z)))
    domes.append(facing(ball((r * .42, r * .42, r * .28), 14, 28, "dome"), (0, face - .0016, z)))
    port_z = lift + high * .52 if tower else 0.0
    if tower:
        parts.append(part("port", facing(ring(wide * .11, wide * .15, .006, d, "rim"), (0, face, port_z)),
                          facing(turned([(wide * .112, 0), (wide * .112, .001)], .0003, 36, "dark"), (0, face,
                                                                                                      port_z))))
        parts.append(part("plinth", board(wide + .05, deep + .04, .018, (0, 0, .014), .005, "plinth"),
                          *[turned([(.004, 0), (.012, .014)], .002, 18, "screws").moved(
                              sx * (wide / 2 + .008), sy * (deep / 2 + .004), 0) for sx in (1, -1) for sy in (1, -1)]))
    else:
        parts.append(part("feet", *[turned([(.009, 0), (.010, .008)], .002, 16, "dark").moved(
            sx * wide * .38, sy * deep * .38, 0) for sx in (1, -1) for sy in (1, -1)]))
    badge = plate(.036, .008, .001, (0, face, lift + .012), .002, "dome", .0004)
    return [part("case", case), part("baffle", baffle), part("rims", *rims), part("cones", *cones),
            part("tweeter", *domes), part("screws", *screws), part("badge", badge), *parts]


def _tube(d: Draw) -> list[Part]:
    """A round-sided wireless speaker lying on its back ridge, its ends throbbing discs."""
    long, r = d.between(.17, .22), d.between(.034, .040)
    n = d.segments(64, 40)
    body = turned([(r * .96, -long / 2), (r, -long / 2 + .006), (r, long / 2 - .006), (r * .96, long / 2)], .002, n,
                  "cloth")
    wraps = [lathe(circle(8, .0007) + np.array([r, x]), n, "cloth", loop=True)
             for x in np.linspace(-long / 2 + .010, long / 2 - .010, 26)]
    ends = []
    for s in (1, -1):
        ends += [ring(r * .80, r * 1.03, .007, d, "rim").moved(z=long / 2 - .002),
                 turned([(r * .82, long / 2 - .004), (r * .80, long / 2 + .0008)], .001, n, "cone"),
                 turned([(r * .50, long / 2), (r * .46, long / 2 + .0035)], .002, n, "dome")]
        if s > 0:
            right = [e.rotated(np.pi / 2, "y") for e in ends]
            ends = []
    left = [e.rotated(-np.pi / 2, "y") for e in ends]
    spine = board(long * .70, .020, .006, (0, 0, 0), .003, "rubber")
    lift = r + .003
    marks = []
    for k, x in enumerate((-.045, -.015, .015, .045)):
        marks.append(plate(.011, .0026, .0012, (x, -r * .93, lift + r * .34), .0008, "mark", .0004))
        if k == 3:
            marks.append(plate(.0026, .011, .0012, (x, -r * .93, lift + r * .34 - .0042), .0008, "mark", .0004))
    logo = plate(.052, .014, .003, (0, -r - .0010, lift - .007), .003, "mark", .001)
    loop = np.column_stack([long / 2 + .004 + .016 * np.sin(np.linspace(.0, np.pi, 20)), 0 * np.zeros(20),
                            lift + np.linspace(r * .8, -r * .3, 20)])
    strap = sweep(loop, rounded_rectangle(.008, .0026, .001, 2), up=(0, 1, 0), region="strap")
    return [part("body", body.rotated(np.pi / 2, "y").moved(z=lift), *[w.rotated(np.pi / 2, "y").moved(z=lift)
                                                                      for w in wraps]),
            part("ends", *[e.moved(z=lift) for e in (*right, *left)]), part("foot", spine), part("buttons", *marks),
            part("badge", logo), part("strap", strap)]


FAMILY = Family(
    name="speaker", words=("speaker", "loudspeaker", "bluetooth speaker", "stereo speaker", "subwoofer"),
    gloss=("a loudspeaker that plays music", "a wooden box with speaker cones", "a hi-fi tower speaker"),
    extent=(0.16, 1.1), build=build, materials=("walnut", "black plastic", "oak", "mahogany", "white plastic"),
    looks={"body": "main", "baffle": ("black plastic", "grey plastic"), "rim": ("dark steel", "black plastic", "steel"),
           "rubber": "black plastic", "cone": "speaker cone", "cap": ("speaker cone", "steel", "brass"),
           "dome": ("steel", "brass", "dark steel"), "screws": "steel", "dark": "ink", "plinth": "black plastic",
           "cloth": "main or sport cloth", "mark": "toy white", "strap": "webbing"},
    part_words={"cone": ("cone", "cones", "woofer"), "dome": ("tweeter",), "rim": ("rim", "rims"),
                "baffle": ("front", "grille")},
    styles={"box": ("bookshelf", "box", "stereo", "wooden"), "tube": ("bluetooth", "bluetooth speaker", "wireless"),
            "tower": ("tower", "floor standing", "hi-fi")})
