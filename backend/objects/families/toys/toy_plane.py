# SPDX-License-Identifier: GPL-3.0-or-later
"""Toy aeroplanes with a propeller: monoplanes and biplanes."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.toys.shared_toy import block, profile, wheel
from backend.objects.modeling.blobs import Sculpt
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface, skin


def _wing(span: float, chord: float, thick: float, region: str, taper: float, d: Draw) -> Surface:
    """A wing along X about the origin, rounded at its tips."""
    t = np.linspace(-1, 1, d.segments(32, 20) + 1)
    around = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    rings = []
    for s in t:
        c = chord * (1 - taper * abs(s)) * max(1 - abs(s) ** 10, .0) ** .5 / 2 + .002
        h = thick * (1 - .4 * abs(s)) * max(1 - abs(s) ** 10, .0) ** .5 / 2 + .001
        rings.append(np.column_stack([np.full(24, s * span / 2), c * np.cos(around),
                                      h * np.sin(around) + .02 * h * np.cos(around)]))
    ends = [np.tile(rings[k].mean(axis=0), (24, 1)) for k in (0, -1)]
    return skin(np.stack([ends[0], *rings, ends[1]]), region=region)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"monoplane": 1.0, "biplane": 1.0})
    fat, span = d.between(.9, 1.1), d.between(.92, 1.10)
    s = Sculpt(.04)
    s.limb([(0, -.42, .24), (0, -.20, .25), (0, .12, .25), (0, .50, .29)], [.105 * fat, .125 * fat, .105 * fat, .035],
           "body")
    s.blob((0, -.02, .37), (.072, .11, .07), "cockpit", .02, carve=True)
    parts = [part("fuselage", s.surface(88, d.detail))]
    if kind == "biplane":
        low, high = .20, .46
        parts.append(part("wings", _wing(1.0 * span, .24, .034, "wing", .1, d).moved(0, -.16, low),
                          _wing(1.06 * span, .24, .034, "wing", .1, d).moved(0, -.18, high)))
        struts = [tube([(x * span, y, low), (x * span, y - .01, high)], .011, 5, 10, "strut") for x in (.34, -.34)
                  for y in (-.23, -.09)]
        struts += [tube([(x, y, .32), (x * 1.3, y, high)], .011, 5, 10, "strut") for x in (.07, -.07) for y in (-.23,
                                                                                                                -.12)]
        parts.append(part("struts", *struts))
    else:
        parts.append(part("wings", _wing(1.12 * span, .27, .05, "wing", .38, d).moved(0, -.12, .22)))
    parts.append(part("tail", _wing(.42, .16, .028, "tail", .25, d).moved(0, .46, .30),
                      profile(spline([(.36, .30), (.44, .46), (.53, .49), (.56, .42), (.55, .30), (.45, .28)], 40,
                                     closed=True),
                              .026, .011, "tail")))
    pilot = ball((.055, .058, .062), 14, 18, "pilot").moved(0, -.01, .385)
    goggles = [ball((.02, .012, .02), 8, 12, "goggles").moved(x, -.064, .395) for x in (.022, -.022)]
    screen = block(.10, .012, .06, (0, 0, 0), .005, "goggles").rotated(-.4, "x").moved(0, -.145, .34)
    parts.append(part("pilot", pilot, *goggles, screen))
    hub = lathe(fillet([(0, 0), (.048, 0), (.034, .05), (0, .075)], [0, .008, .02, 0], 4), d.segments(32), "spinner")
    angle = d.between(0, np.pi)
    blades = []
    for k in range(2):
        one = _wing(.26, .075, .016, "propeller", .15, d).moved(.135).rotated(.35, "x")
        blades.append(one.rotated(angle + k * np.pi, "y").moved(0, -.545, .24))
    parts.append(part("propeller", hub.rotated(np.pi / 2, "x").moved(0, -.515, .24), *blades))
    r = .062
    legs = [tube([(x * .07, -.24, .18), (x * .16, -.26, r)], .014, 6, 10, "strut") for x in (1, -1)]
    parts.append(part("wheels", *(wheel(r, .045, x * .17, -.26, d, None, "tyre", "hub") for x in (1, -1)), *legs,
                      wheel(.026, .022, 0, .47, d, None, "tyre", "hub"),
                      tube([(0, .46, .27), (0, .47, .03)], .009, 5, 10, "strut")))
    size = d.between(.16, .28)
    return [Part(p.name, tuple(q.scaled((size,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="toy_plane", words=("toy plane", "toy airplane", "toy aeroplane", "biplane", "model plane", "model aeroplane"),
    gloss=("a toy plane with a propeller", "a wooden toy aeroplane"), extent=(0.14, 0.4), build=build,
    principal="depth",
    materials=("toy paint",),
    looks={"body": "main", "wing": ("toy yellow", "toy red", "toy white", "toy blue"),
           "tail": ("toy yellow", "toy red", "toy white"),
           "strut": ("birch", "steel"), "cockpit": "toy black", "pilot": "toy skin", "goggles": "dark glass",
           "spinner": "toy red",
           "propeller": ("birch", "toy black"), "tyre": "tyre", "hub": "toy white"},
    part_words={"body": ("body", "fuselage"), "wing": ("wing", "wings"), "tail": ("tail",), "propeller": ("propeller",),
                "tyre": ("wheel", "wheels")},
    styles={"biplane": ("biplane", "old"), "monoplane": ("monoplane", "modern")})
