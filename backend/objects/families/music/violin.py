# SPDX-License-Identifier: GPL-3.0-or-later
"""Violins standing upright with their bow: arched plates with corners, f-holes, scroll and pegs."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.music.shared_music import arched, mirrored_outline, neck, string, swell, upright
from backend.objects.families.shared import board
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle, spline
from backend.objects.modeling.organic import ball, rounded, slab
from backend.objects.modeling.solids import extrude, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"violin": 1.0, "cello": 0.0})
    grow = d.between(.97, 1.04) * (2.05 if kind == "cello" else 1.0)
    low, high = d.between(.100, .108), d.between(.080, .087)
    waist, deep = d.between(.053, .058), (.046 if kind == "cello" else .032)
    half = [(0, 0), (.45 * low, .006), (.86 * low, .035), (low, .075), (.955 * low, .105), (.905 * low, .121),
            (.935 * low, .131), (.80 * low, .136), (1.10 * waist, .155), (waist, .178), (1.08 * waist, .205),
            (.80 * high, .222), (.965 * high, .227), (.93 * high, .239), (.97 * high, .258), (high, .285),
            (.86 * high, .325), (.45 * high, .352), (0, .356)]
    outline = mirrored_outline(half, d.segments(168, 112))
    arch = .014
    body = arched(outline, deep, arch, .003, ("back", "sides", "top"))
    center = outline.mean(axis=0)
    angles = np.arctan2(*(outline - center).T[::-1])
    order = np.argsort(angles)
    reach = np.linalg.norm(outline - center, axis=1)[order]

    def height(x: float, y: float) -> float:
        a = np.arctan2(y - center[1], x - center[0])
        r = float(np.interp(a, angles[order], reach, period=2 * np.pi))
        return deep + arch * swell(np.hypot(x - center[0], y - center[1]) / r)

    holes: list[Surface] = []
    for s in (1, -1):
        f = spline([(.024, .214), (.030, .219), (.034, .213), (.035, .198), (.041, .172), (.046, .150), (.051, .143),
                    (.056, .148)], 26)
        path = np.array([(s * x, y, height(s * x, y) + .0002) for x, y in f])
        holes.append(sweep(path, np.array([(1, 0), (.5, .4), (-.5, .4), (-1, 0), (-.5, -.4), (.5, -.4)]) * .0024,
                           .75 + .6 * np.sin(np.linspace(0, np.pi, 26)), region="holes"))
        holes += [ball((.0036, .0036, .0016), 8, 14, "holes").moved(s * x, y, height(s * x, y) + .0001)
                  for x, y in ((.0255, .2125), (.0545, .1505))]
    bridge_z = height(0, .180)
    bridge = extrude(fillet([(-.020, 0), (-.012, .002), (0, .008), (.012, .002), (.020, 0), (.021, .006), (.015, .022),
                             (.019, .030), (0, .036), (-.019, .030), (-.015, .022), (-.021, .006)], .002, 2,
                            closed=True), .004, .0008, "bridge").rotated(np.pi / 2, "x").moved(0, .182, bridge_z - .001)
    nut = .490
    stem = neck(.335, nut + .005, deep + .010, (.030, .024), .020, d)
    heel = board(.028, .030, .030, (0, .352, deep - .022), .006, "neck")
    t = np.linspace(0, 1, 9)
    finger = sweep(np.column_stack([0 * t, nut - .270 * t, deep + .0125 + .0100 * t]), rounded_rectangle(1, 1, .3, 3),
                   np.column_stack([.024 + .018 * t, .005 + .002 * t]), region="black")
    tail = sweep(np.column_stack([0 * t, .012 + .110 * t, height(0, .05) + .006 + .012 * t]),
                 rounded_rectangle(1, 1, .35, 3), np.column_stack([.016 + .028 * t, .006 + 0 * t]), region="black")
    rest = slab(spline([(-.012, .012), (-.055, .006), (-.078, .030), (-.074, .062), (-.048, .072), (-.022, .058)], 36,
                       True), rounded(.010, .004), "black", 2).moved(0, 0, deep + .006)
    box_path = np.column_stack([0 * t, nut + .078 * t, deep + .004 - .020 * t ** 1.4])
    peg_box = sweep(box_path, rounded_rectangle(1, 1, .25, 3), np.column_stack([.026 - .006 * t, .022 - .004 * t]),
                    region="neck")
    turn = np.linspace(-1.7, 2.55 * np.pi, 44)
    radius = .0155 - .0125 * np.linspace(0, 1, 44) ** .8
    eye = np.array([0, nut + .092, deep - .018])
    spiral = np.column_stack([np.zeros(44), eye[1] - radius * np.sin(-turn) * -1, eye[2] + radius * np.cos(turn)])
    widths = np.column_stack([np.linspace(.0035, .0026, 44), np.linspace(.010, .0150, 44)])
    scroll = sweep(spiral, circle(14), widths[:, ::-1] * (1, 1), up=(0, 0, 1), region="neck")
    knot = ball((.0155, .004, .004), 10, 16, "neck").moved(*eye)
    pegs: list[Surface] = []
    strings = []
    for k in range(4):
        x = (k - 1.5) * .0055
        side = -1 if k % 2 == 0 else 1
        y, z = nut + .018 + .0165 * k, deep - .001 - .0042 * k
        shaft = sweep(np.array([(-side * .015, y, z), (side * .028, y, z), (side * .030, y, z)]), circle(10, .0032),
                      region="black")
        pegs += [shaft, ball((.007, .0105, .0042), 10, 16, "black").moved(side * .034, y, z)]
        wide = (k - 1.5) * .0108
        top = bridge_z + .034 - .0012 * abs(k - 1.5) ** 2
        strings += [string((wide * .8, .122, height(0, .05) + .022), (wide, .180, top), .0006),
                    string((wide, .180, top), (x, nut, deep + .0165), .0006),
                    string((x, nut, deep + .0165), (0, y, z), .0006)]
    pin = turned([(.004, 0), (.006, .006), (.003, .012)], .0015, 20, "black").rotated(np.pi / 2, "x").moved(
        0, 0, deep / 2)
    spike = sweep(np.array([(0, .004, deep / 2), (0, -.08, deep / 2), (0, -.085, deep / 2)]), circle(10, .0022),
                  region="metal")
    parts = [part("body", body), part("f-holes", *holes), part("bridge", bridge), part("neck", stem, heel, peg_box),
             part("scroll", scroll, knot), part("fingerboard", finger), part("tailpiece", tail, pin),
             part("end pin", spike) if kind == "cello" else part("chin rest", rest), part("pegs", *pegs),
             part("strings", *strings)]
    stood = [Part(p.name, tuple(upright(s).scaled((grow,) * 3) for s in p.pieces)) for p in parts]
    return [*stood, _bow(d, .14 * grow, d.between(.73, .75) * (.98 if kind == "cello" else 1))]


def _bow(d: Draw, x: float, long: float) -> Part:
    """The bow beside it, its frog below."""
    t = np.linspace(0, 1, 24)
    stick = sweep(np.column_stack([x + .0 * t, -.010 + .018 * np.sin(np.pi * t), .01 + t * long]), circle(10, .0042),
                  1.0 - .35 * t, region="bow")
    hair = sweep(np.column_stack([x + 0 * t, np.full(24, -.030), .035 + t * (long - .035)]),
                 rounded_rectangle(.010, .0018, .0007, 2), up=(0, 1, 0), region="hair")
    frog = board(.012, .026, .045, (x, -.022, .020), .003, "black")
    tip = board(.009, .026, .014, (x, -.021, long - .004), .003, "bow")
    screw = turned([(.0045, 0), (.005, .008), (.004, .014)], .001, 16, "metal").moved(x, -.010, 0)
    return part("bow", stick, hair, frog, tip, screw)


FAMILY = Family(
    name="violin", words=("violin", "fiddle", "viola", "cello", "violoncello"),
    gloss=("a stringed instrument played with a bow", "a fiddle with a bow"),
    extent=(0.57, 1.3), build=build, materials=("varnish",),
    looks={"back": "main", "sides": "main", "top": "main", "neck": "main", "holes": "ink",
           "black": ("ebony", "ebony", "mahogany"), "bridge": "birch", "strings": "steel",
           "bow": ("mahogany", "varnish"), "hair": "horsehair", "metal": "silver"},
    part_words={"black": ("fingerboard", "pegs", "tailpiece", "chin rest"), "bow": ("bow",), "top": ("top",),
                "strings": ("string", "strings"), "neck": ("neck", "scroll")},
    styles={"violin": ("violin", "fiddle", "viola"), "cello": ("cello", "violoncello")})
