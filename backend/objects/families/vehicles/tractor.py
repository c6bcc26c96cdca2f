# SPDX-License-Identifier: GPL-3.0-or-later
"""Tractors: big cleated rear wheels, small front ones, an engine hood, with a cab or an open seat; nose to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import brick, panel
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def _wheel(r: float, wide: float, lugs: int, d: Draw) -> list[Surface]:
    """A wheel with slanted cleats, axle along z."""
    n = d.segments(48, 28)
    half = wide / 2
    made = [lathe(fillet([(.62 * r, -half), (.93 * r, -half), (.93 * r, half), (.62 * r, half)], .12 * wide, 3,
                         closed=True),
                  n, "tyre", loop=True),
            lathe(fillet([(.56 * r, -.40 * wide), (.64 * r, -.44 * wide), (.64 * r, .44 * wide), (.56 * r, .40 * wide)],
                         .02 * r, 2, closed=True), n, "rim", loop=True),
            turned([(.58 * r, -.10 * wide), (.58 * r, .10 * wide)], .02 * r, n, "rim"),
            turned([(.22 * r, -.34 * wide), (.20 * r, .30 * wide)], .03 * r, 28, "rim")]
    made += [turned([(.030 * r, .10 * wide), (.030 * r, .16 * wide)], .008 * r, 8, "dark").moved(
        .36 * r * np.cos(a), .36 * r * np.sin(a), 0) for a in np.arange(6) * np.pi / 3]
    for k in range(lugs):
        for s in (1, -1):
            a = 2 * np.pi * (k + (.25 if s > 0 else -.25)) / lugs
            bar = brick(.10 * r, .11 * r, .56 * wide, "tyre").moved(z=-.28 * wide).rotated(s * .62,
                                                                                          "x")
            made.append(bar.moved(.945 * r, 0, s * .24 * wide).rotated(a))
    return made


def build(d: Draw) -> list[Part]:
    cab = d.choose({"cab": 1.1, "open": .9}) == "cab"
    big, small = .84 * d.between(.95, 1.05), .46
    rear, front = .95, -1.25
    parts = []
    for name, r, wide, x, y, lugs in (("rear", big, .46, rear, .80, 18), ("front", small, .28, front, .72, 14)):
        for s, side in ((1, "right"), (-1, "left")):
            pieces = [w.rotated(-s * np.pi / 2, "x").moved(x, s * y, r) for w in _wheel(r, wide, lugs, d)]
            parts.append(part(f"{name} wheel {side}", *pieces))
    belly = box(2.5, .46, .42, .05, region="dark").moved(-.15, 0, .62)
    axles = [rail((rear, -.7, big), (rear, .7, big), .26, d, "dark"),
             rail((front, -.62, small), (front, .62, small), .14, d,
                                                                         "dark")]
    parts.append(part("chassis", belly, *axles))
    hood = box(1.62, .66, .58, .12, 5, 2, "body").moved(-.86, 0, .94).deformed(
        lambda v: v * np.column_stack([np.ones(len(v)), 1 - .12 * np.clip((-.4 - v[:, 0]) / 1.2, 0, 1),
                                       np.ones(len(v))]))
    bars = [box(.03, .44, .035, .01, 1, region="dark").moved(-1.675, 0, 1.02 + .075 * k) for k in range(5)]
    vents = [box(.42, .03, .05, .012, 1, region="dark").moved(-.80, s * .312, 1.10 + .10 * k) for k in range(3)
             for s in (1, -1)]
    lamps = [ball((.05, .085, .085), 14, 20, "headlight").moved(-1.655, s * .20, 1.36) for s in (1, -1)]
    parts += [part("hood", hood), part("grille", *bars, *vents), part("headlights", *lamps)]
    pipe = [tube([(-.95, .22, 1.45), (-.95, .22, 1.80), (-.95, .22, 2.12)], [.035, .060, .040], 12, 16, "pipe"),
            tube([(-.95, .22, 2.10), (-.95, .22, 2.22), (-.90, .22, 2.30)], [.036, .036, .036], 8, 14, "pipe",
                 round_ends=False)]
    parts.append(part("exhaust", *pipe))
    turn = np.linspace(.10, 2.75, 22)
    strip = np.array([(.26, .02), (-.26, .02), (-.26, -.02), (.26, -.02)])
    guards = [sweep(np.column_stack([rear + (big + .09) * np.cos(turn), np.full(22, s * .80), big + (big + .09)
                                     * np.sin(turn)]), strip, up=(0, 0, 1), region="body") for s in (1, -1)]
    parts.append(part("mudguards", *guards))
    seat = [box(.46, .48, .12, .05, region="seat").moved(.80, 0, 1.28),
            box(.10, .46, .46, .04, region="seat").rotated(.15, "y").moved(1.03, 0, 1.34)]
    wheel_ = sweep(np.column_stack([.20 * np.cos(np.linspace(0, 2 * np.pi, 33)[:-1]), .20 * np.sin(
        np.linspace(0, 2 * np.pi, 33)[:-1]), np.zeros(32)]), circle(10, .018), loop=True, region="dark")
    spokes = [rail((0, 0, 0), (.19 * np.cos(a), .19 * np.sin(a), 0), .02, d, "dark") for a in (.5, 2.6, 4.7)]
    parts.append(part("steering wheel", *(w.rotated(-.55, "y").moved(.28, 0, 1.72) for w in (wheel_, *spokes)),
                      rail((.28, 0, 1.72), (-.05, 0, 1.42), .05, d, "dark")))
    parts.append(part("seat", *seat))
    deck = box(1.05, .9, .10, .03, region="dark").moved(.50, 0, 1.0)
    parts.append(part("deck", deck))
    if cab:
        low, top = 1.02, 2.62
        corners = [(-.05, .56), (-.05, -.56), (1.25, .60), (1.25, -.60)]
        posts = [rail((x, y, low), (x + (.10 if x < 0 else -.06), y * .93, top), .075, d, "dark") for x, y in corners]
        roof = box(1.62, 1.36, .16, .07, 5, region="roof").moved(.60, 0, top - .02)
        panes = [panel(1.02, 1.0, (-.015, 0, 1.56), "glass", .03, "x").rotated(0),
                 panel(1.10, 1.30, (1.22, 0, 1.26), "glass", .03, "x")]
        panes += [panel(1.10, 1.26, (.60, s * .555, 1.30), "glass", .03) for s in (1, -1)]
        lights = [box(.08, .18, .10, .03, region="headlight").moved(-.20, s * .46, top + .0) for s in (1, -1)]
        parts += [part("cab frame", *posts), part("roof", roof, *lights), part("windows", *panes)]
    else:
        bar = sweep(np.array([(1.25, -.50, 1.0), (1.25, -.50, 2.2), (1.25, -.40, 2.35), (1.25, .40, 2.35),
                              (1.25, .50, 2.2),
                              (1.25, .50, 1.0)]), circle(14, .045), up=(1, 0, 0), region="dark")
        parts.append(part("roll bar", bar))
    hitch = [rail((1.2, s * .22, .70), (1.72, s * .30, .52), .06, d, "dark") for s in (1, -1)]
    tails = [box(.05, .14, .10, .03, region="taillight").moved(1.46 if cab else 1.30, s * .80, 1.55) for s in (1, -1)]
    return [*parts, part("hitch", *hitch), part("tail lights", *tails)]


FAMILY = Family(
    name="tractor", words=("tractor", "farm tractor"), gloss=("a farm tractor with big rear wheels",),
    extent=(2.8, 4.6), build=build, principal="width", materials=("toy green", "toy red", "toy blue", "toy orange"),
    looks={"body": "main", "roof": ("main", "toy white"), "rim": ("toy yellow", "toy red", "white plastic"),
           "tyre": "tyre", "dark": "black plastic", "seat": "black plastic", "pipe": ("iron", "black plastic"),
           "glass": "glass", "headlight": "headlight", "taillight": "taillight"},
    part_words={"rim": ("rim", "rims"), "tyre": ("wheel", "wheels", "tyres"), "glass": ("window", "windows"),
                "roof": ("roof",), "seat": ("seat",)},
    styles={"cab": ("modern", "cab"), "open": ("old", "vintage", "open")})
