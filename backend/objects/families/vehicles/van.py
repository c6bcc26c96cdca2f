# SPDX-License-Identifier: GPL-3.0-or-later
"""Vans: a panel van, a rounded camper with two colours, an ambulance; the nose points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.vehicles.shared_vehicle import along_x, fenders, panel, wheel
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import box, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"panel": 1.0, "camper": 1.0, "ambulance": .7})
    long, high, half = {"panel": (5.2, 2.25, .98), "camper": (4.3, 1.98, .86), "ambulance": (5.6, 2.55, 1.02)}[kind]
    long *= d.between(.96, 1.05)
    a, low, r = long / 2, .30, .34
    skin = "white" if kind == "ambulance" else "body"
    waist = low + (.62 if kind == "camper" else .72)
    if kind == "camper":
        rows = [(-a, 0, .72 * half, low + .18, high - .42), (-a + .06, 0, .84 * half, low + .07, high - .20),
                (-a + .20, 0, .95 * half, low + .01, high - .07), (-a + .5, 0, half, low, high - .01),
                (0, 0, half, low, high), (a - .4, 0, half, low, high - .01),
                (a - .12, 0, .96 * half, low + .03, high - .09),
                (a - .03, 0, .88 * half, low + .10, high - .22), (a, 0, .78 * half, low + .2, high - .38)]
        power = 4.0
    else:
        rows = [(-a, 0, .82 * half, low + .14, low + .62), (-a + .05, 0, .90 * half, low + .06, low + .70),
                (-a + .35, 0, .97 * half, low, low + .84), (-a + .75, 0, half, low, low + .98),
                (-a + 1.15, 0, half, low, high - .34), (-a + 1.35, 0, half, low, high - .13),
                (-a + 1.7, 0, half, low, high - .02), (0, 0, half, low, high), (a - .2, 0, half, low, high),
                (a - .05, 0, .97 * half, low + .03, high - .05), (a, 0, .93 * half, low + .09, high - .12)]
        power = 8.0
    xs = np.array([row[0] for row in rows])
    fine = np.unique(np.concatenate([xs, np.linspace(-a + .02, a - .02, 46)]))
    dense = [(x, *(float(np.interp(x, xs, [row[k] for row in rows])) for k in range(1, 5))) for x in fine]
    shell = along_x(dense, superellipse(d.segments(56, 40), 2, 2, power)).named(skin)
    if kind == "camper":
        shell = painted(shell, "upper", lambda c: c[:, 2] > waist + .10 - (c[:, 0] < -a + .30)
                        * np.clip(.50 - .75 * np.abs(c[:, 1]), 0, 1))
    shell = painted(shell, "trim", lambda c: c[:, 2] < low + .09)
    parts = [part("body", shell)]
    glass, extras = [], []
    if kind == "camper":
        for s in (1, -1):
            for x, wide in ((-.62 * a, .62), (-.20 * a, .80), (.24 * a, .80), (.64 * a, .56)):
                glass.append(panel(wide, .48, (x, s * (half - .018), waist + .24), "glass", .07, bevel=.03))
                extras.append(panel(wide + .07, .55, (x, s * (half - .03), waist + .205), "chrome", .07, bevel=.03))
        for s in (1, -1):
            glass.append(panel(.62, .46, (-a + .10, s * .33, waist + .26), "glass", .05, "x", .02).rotated(0))
        glass.append(panel(1.1, .42, (a - .09, 0, waist + .28), "glass", .06, "x", .02))
        badge = turned([(.16, -.012), (.16, .012)], .008, d.segments(36, 24), "chrome").rotated(np.pi / 2, "y")
        extras.append(badge.moved(-a - .004, 0, low + .62))
    else:
        for s in (1, -1):
            glass.append(panel(.74, .52, (-a + 1.62, s * (half - .005), waist + .22), "glass", .05, bevel=.03))
        slope = np.arctan2(.78, .62)
        shield = box(.98, 1.62 * half / .98, .05, .02, region="glass").rotated(-slope, "y")
        glass.append(shield.moved(-a + .98, 0, low + 1.24))
        for s in (1, -1):
            glass.append(panel(.62, .46, (a - .01, s * .42, waist + .45), "glass", .05, "x", .02))
        extras += [box(1.3, .02, .03, .008, 1, region="trim").moved(.25 * a, s * (half + .004),
                                                                    waist + .3) for s in (1, -1)]
    if kind == "ambulance":
        for s in (1, -1):
            extras.append(box(long * .86, .03, .20, .01, 1, region="stripe").moved(.02 * a, s * half, waist - .04))
            extras.append(box(.62, .03, .20, .01, 1, region="stripe").moved(.35 * a, s * half, high - .72))
            extras.append(box(.20, .03, .62, .01, 1, region="stripe").moved(.35 * a, s * half, high - .93))
        bar = [box(.32, 1.2, .05, .02, region="trim").moved(-.30 * a, 0, high - .02),
               *(box(.26, .50, .13, .05, region="beacon").moved(-.30 * a, s * .32, high + .02) for s in (1, -1))]
        parts.append(part("light bar", *bar))
    front = -a - .005
    tall = low + (.30 if kind == "camper" else .42)
    heads = [ball((.06, .13, .13 if kind == "camper" else .10), 14, 20, "headlight").moved(front + .07, s * .62 * half,
                                                                                          tall)
             for s in (1, -1)]
    tails = [box(.05, .12, .30, .03, region="taillight").moved(a - .03, s * .82 * half, low + .42) for s in (1, -1)]
    bump = [box(.12, 1.72 * half, .15, .05, 4, region="chrome" if kind == "camper" else "trim").moved(
        s * (a + .015), 0, low + .02) for s in (1, -1)]
    plate = box(.03, .46, .11, .01, region="plate").moved(front - .06, 0, low + .05)
    mirrors = [ball((.05, .10, .14), 12, 16, "trim").moved(-a + (.55 if kind == "camper" else 1.25), s * (half + .09),
                                                          waist + .3) for s in (1, -1)]
    handles = [box(.16, .03, .035, .01, region="chrome").moved(-a + 1.9, s * (half + .01), waist + .02) for s in (1,
                                                                                          -1)]
    wheels, arches = [], []
    for x, end in zip((-.60 * a, .58 * a), ("front", "rear")):
        for s, side in ((1, "right"), (-1, "left")):
            arches.append(fenders(1.15 * r, (x, s * (half - .055), r + .01), .12, d))
            wheels.append(part(f"wheel {end} {side}", *wheel(r, .21, (x, s * (half - .05), r), d)))
    return [*parts, part("windows", *glass), part("trim", *extras), part("headlights", *heads),
            part("tail lights", *tails), part("bumpers", *bump), part("plate", plate), part("mirrors", *mirrors),
            part("door handles", *handles), part("wheel arches", *arches), *wheels]


FAMILY = Family(
    name="van", words=("van", "minivan", "camper", "camper van", "campervan", "ambulance", "delivery van", "minibus"),
    gloss=("a delivery van", "a camper van for travelling", "an ambulance with a red cross"), extent=(3.8, 6.2),
    build=build, principal="width", materials=("car paint",),
    looks={"body": "main", "white": "toy white", "upper": "toy white", "glass": "dark glass", "trim": "black plastic",
           "chrome": "chrome", "stripe": "toy red", "beacon": "toy blue", "headlight": "headlight",
           "taillight": "taillight", "plate": "white plastic", "tyre": "tyre", "rim": ("steel", "chrome"),
           "dark": "black plastic"},
    part_words={"glass": ("window", "windows"), "rim": ("rim", "rims", "hubcap"), "upper": ("roof", "top"),
                "stripe": ("stripe", "cross"), "tyre": ("wheel", "wheels", "tyres")},
    styles={"panel": ("panel", "delivery", "cargo"), "camper": ("camper", "hippie", "retro"),
            "ambulance": ("ambulance",)})
