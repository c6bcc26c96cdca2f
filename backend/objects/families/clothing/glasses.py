# SPDX-License-Identifier: GPL-3.0-or-later
"""Glasses standing on their open temples: round, square or aviator frames, clear or tinted."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.organic import ball, rounded, slab, tube
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface

_SHAPES = {
    "round": [(-.024, 0), (-.017, .017), (0, .0238), (.017, .017), (.024, 0), (.017, -.017), (0, -.0238), (-.017,
                                                                                                           -.017)],
    "square": [(-.026, .004), (-.0245, .017), (-.012, .0195), (.010, .0195), (.0265, .0175), (.0275, .006),
               (.023, -.013),
               (.012, -.0195), (-.010, -.0190), (-.0225, -.012)],
    "aviator": [(-.0275, .010), (-.020, .0195), (0, .0205), (.019, .0185), (.0295, .008), (.0285, -.008), (.018, -.024),
                (.003, -.0275), (-.014, -.019), (-.025, -.003)]}


def build(d: Draw) -> list[Part]:
    shape = d.choose({"square": 1.0, "round": 1.0, "aviator": .8})
    dark = d.choose({"clear": 1.0, "sun": .9}) == "sun"
    grow = d.between(.97, 1.06)
    outline = spline(np.array(_SHAPES[shape]) * grow, d.segments(64, 40), closed=True)
    thin = shape == "aviator" or (shape == "round" and d.chance(.6))
    gauge = .0011 if thin else .0023
    half = float(outline[:, 0].max()) - float(outline[:, 0].min())
    x0 = half / 2 + (.0105 if thin else .0080)
    z0 = d.between(.031, .034)
    wrap = .09

    def placed(s: Surface, side: int) -> Surface:
        """An upright right-hand rim, towards its ``side`` and bent a little round the face."""
        s = s.rotated(np.pi / 2, "x")
        s = s if side > 0 else s.mirrored()
        return s.rotated(side * wrap).moved(side * x0, 0, z0)

    rims, lenses = [], []
    for s in (1, -1):
        ring = sweep(np.column_stack([outline, np.zeros(len(outline))]), rounded_rectangle(
            2 * gauge * (1.0 if thin else 1.15), 2 * gauge, .8 * gauge, 3), loop=True, region="frame")
        rims.append(placed(ring, s))
        lenses.append(placed(slab(outline, rounded(.0016, .0004), "lens", 2).moved(z=-.0008), s))
    inner = x0 - half / 2
    arch = [(-inner - .001, 0, z0 + .004), (-inner * .5, -.002, z0 + .009), (inner * .5, -.002, z0 + .009),
            (inner + .001, 0, z0 + .004)]
    bridge = [tube(arch, gauge * 1.1, 18, 12, "frame")]
    if shape == "aviator":
        bridge.append(tube([(-inner - .010, .0, z0 + .0195), (0, -.002, z0 + .0205), (inner + .010, .0, z0 + .0195)],
                           gauge, 18, 12, "frame"))
    pads, temples, hinges, tips = [], [], [], []
    far = x0 + half / 2
    long = d.between(.135, .145)
    for s in (1, -1):
        pads.append(ball((.0022, .0035, .0060), 12, 14, "pad").rotated(.25 * s, "y").moved(s * (inner - .0008), .006,
                                                                                           z0 - .006))
        pads.append(tube([(s * (inner + .001), .001, z0 - .003), (s * (inner - .001), .005, z0 - .004)], .0006, 6, 8,
                         "metal"))
        top = z0 + .012
        y = .004
        corner = s * (far + .0035)
        hinges.append(tube([(s * (far - .004), .0, top), (corner, .001, top), (corner, .010, top)],
                           .0014 if thin else .0026, 12, 12, "frame"))
        hinges.append(ball(.0017, 10, 12, "metal").moved(corner, -.0012, top))
        line = spline([(corner, y, top), (corner + s * .002, .06, top), (corner - s * .001, .098, top - .001),
                       (corner - s * .004, .120, top - .010), (corner - s * .008, long, .0025)], 40)
        tall = np.interp(np.linspace(0, 1, 40), [0, .1, .6, .75, 1], [.0042, .0036, .0030, .0036, .0046])
        if thin:
            tall = np.interp(np.linspace(0, 1, 40), [0, .66, .72, 1], [.0013, .0013, .0022, .0030])
        temples.append(sweep(line, circle(12, 1.0), np.column_stack([np.minimum(tall, .0017), tall]), up=(0, 0, 1),
                             round_ends=True, region="temple"))
        if thin:
            tips.append(sweep(line[26:], circle(12, 1.0), np.column_stack([np.full(14, .0020), tall[26:] + .0005]),
                              up=(0, 0, 1), round_ends=True, region="tip"))
    # The rims' lower edges rest where the temple ends do.
    parts = [part("frame", *rims, *bridge), part("sun lenses" if dark else "lenses", *[
        q.named("sun lens") if dark else q for q in lenses]), part("nose pads", *pads), part("hinges", *hinges),
             part("temples", *temples)]
    if tips:
        parts.append(part("temple tips", *tips))
    return parts


FAMILY = Family(
    name="glasses", words=("glasses", "eyeglasses", "spectacles", "sunglasses", "reading glasses", "shades"),
    gloss=("spectacles to read with", "sunglasses with dark lenses", "round wire glasses"),
    extent=(0.12, 0.17), build=build, principal="width",
    materials=("black plastic", "turtle shell", "gold", "dark steel", "toy red", "silver"),
    looks={"frame": "main", "temple": "main", "lens": "glass", "sun lens": "tinted glass", "pad": "glass",
           "metal": "silver",
           "tip": "black plastic"},
    part_words={"lens": ("lens", "lenses"), "sun lens": ("lens", "lenses"), "frame": ("frame", "frames", "rim"),
                "temple": ("temple", "temples", "arms")},
    styles={"square": ("square", "reading", "horn-rimmed"), "round": ("round",), "aviator": ("aviator", "pilot"),
            "clear": ("reading glasses", "spectacles", "clear"), "sun": ("sunglasses", "shades", "dark")})
