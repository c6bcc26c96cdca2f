# SPDX-License-Identifier: GPL-3.0-or-later
"""Submarines: a long grey one, or a round yellow one with portholes; the bow points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import foil
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.organic import ball, body, painted, tube
from backend.objects.modeling.solids import lathe, post, sweep, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"navy": 1.0, "round": 1.0})
    small = kind == "round"
    long, r = (7.0, 1.15) if small else (60.0, 4.0)
    long, r = long * d.between(.93, 1.06), r * d.between(.95, 1.05)
    n = d.segments(64, 40)
    skin = "yellow" if small else "body"
    knots = [(0, 0), (.55, .02), (.86, .09), (1, .24), (1, .62), (.86, .78), (.50, .92), (.16, 1.0),
             (0, 1.0)] if small else \
        [(0, 0), (.50, .012), (.84, .05), (1, .13), (1, .68), (.84, .82), (.45, .94), (.12, 1.0), (0, 1.0)]
    z = r * 1.25
    shell = body(knots, r, long, 72, n, skin).rotated(np.pi / 2, "y").moved(-long / 2, 0, z)
    shell = painted(shell, "bottom", lambda c: c[:, 2] < z - .42 * r)
    a = long / 2
    parts = [part("hull", shell)]
    tower_x, tower_h = (-.02 * long, .78 * r) if small else (-.14 * long, 1.35 * r)
    tall = z + .93 * r
    tower = post(superellipse(40, .26 * long if small else .15 * long, .95 * r if small else .55 * r, 2.4),
                 [(z + .6 * r, 1.05, tower_x, 0), (tall, 1.0, tower_x, 0), (tall + tower_h, .84, tower_x, 0)], .06 * r,
                 skin, 4)
    pieces = [tower]
    if small:
        pieces.append(turned([(.34 * r, 0), (.34 * r, .10 * r), (.22 * r, .18 * r)], .03 * r, 40, "metal").moved(
            tower_x + .1 * r, 0, tall + tower_h - .01))
    parts.append(part("tower", *pieces))
    top = tall + tower_h
    scope = [tube([(tower_x - .3 * r, 0, top - .1 * r), (tower_x - .3 * r, 0, top + .55 * r),
                   (tower_x - .32 * r, 0, top + .68 * r),
                   (tower_x - .52 * r, 0, top + .72 * r)], [.055 * r], 20, 14, "metal")]
    scope.append(ball((.05 * r, .06 * r, .06 * r), 10, 14, "glass").moved(tower_x - .55 * r, 0, top + .72 * r))
    scope.append(rail((tower_x + .2 * r, 0, top - .1), (tower_x + .2 * r, 0, top + .9 * r), .035 * r, d, "metal"))
    parts.append(part("periscope", *scope))
    fins = []
    span = 1.55 * r
    rear = a - (.20 if small else .10) * long
    chord = (.13 if small else .06) * long
    for s in (1, -1):
        fins.append(foil([(s * t * span, rear + .3 * chord * t, rear + .3 * chord * t + chord * f, z) for t, f in
                          ((0, 1), (.5, 1), (.94, .9), (1, .5))], "fin", .12))
        fins.append(foil([(z + s * t * span * .95, rear + .3 * chord * t, rear + .3 * chord * t + chord * f, 0) for t,
                          f in
                          ((0, 1), (.5, 1), (.94, .9), (1, .5))], "fin", .12, True))
        fx = tower_x if not small else -.30 * long
        zz = tall + .5 * tower_h if not small else z
        fins.append(foil([(s * t * (.75 if not small else 1.35) * r, fx - .4 * chord, fx - .4 * chord + chord * f,
                           zz) for t, f in
                          ((0, 1), (.6, 1), (.94, .9), (1, .5))], "fin", .12))
    parts.append(part("fins", *fins))
    blades = []
    count = 4 if small else 7
    for k in range(count):
        blade_ = ball((.05 * r, .17 * r, .34 * r), 12, 18, "brass").rotated(.6).moved(z=.40 * r)
        blades.append(blade_.rotated(2 * np.pi * k / count, "x").moved(a + .08 * r, 0, z))
    blades.append(turned([(.14 * r, -.15 * r), (.13 * r, .12 * r), (.04 * r, .32 * r)], .03 * r, 24, "brass").rotated(
        np.pi / 2, "y").moved(a + .05 * r, 0, z))
    parts.append(part("propeller", *blades))
    if small:
        holes = []
        for s in (1, -1):
            for x in (-.22, -.04, .14):
                ring = lathe(circle(14, .055 * r) * (1.2, 1) + np.array([.26 * r, 0]), 40, "metal", loop=True)
                pane = turned([(.25 * r, -.05 * r), (.25 * r, .02 * r)], .01 * r, 36, "glass")
                holes += [w.rotated(-s * np.pi / 2, "x").moved(x * long, s * .985 * r, z + .12 * r) for w in (ring,
                                                                                          pane)]
        nose = ball((.20 * r, .34 * r, .34 * r), 18, 28, "glass").moved(-a + .10 * r, 0, z)
        skids = [tube([(-.30 * long, s * .55 * r, .10 * r), (-.26 * long, s * .6 * r, .05 * r),
                       (.22 * long, s * .6 * r, .05 * r)],
                      [.07 * r], 20, 12, "metal") for s in (1, -1)]
        legs = [rail((x * long, s * .58 * r, .06 * r), (x * long, s * .42 * r, z - .8 * r), .10 * r, d,
                     "metal") for s in (1, -1)
                for x in (-.22, .14)]
        return [*parts, part("portholes", *holes, nose), part("skids", *skids, *legs)]
    deck = [sweep(np.array([(-.38 * long, 0, z + .985 * r), (.30 * long, 0, z + .985 * r)]),
                  np.array([(.3 * r, .02 * r), (-.3 * r, .02 * r), (-.3 * r, -.06 * r), (.3 * r, -.06 * r)]),
                  region="fin")]
    hatch = [turned([(.16 * r, 0), (.15 * r, .06 * r)], .01 * r, 28, "fin").moved(x * long, 0,
                                                                                  z + .99 * r) for x in (-.28, .05,
                                                                                          .18)]
    return [*parts, part("deck", *deck), part("hatches", *hatch)]


FAMILY = Family(
    name="submarine", words=("submarine", "u-boat", "bathyscaphe"),
    gloss=("a submarine with a periscope", "a yellow submarine"),
    extent=(6.0, 68.0), build=build, principal="width", materials=("toy black", "shark skin", "iron"),
    looks={"body": "main", "yellow": "main or toy yellow", "bottom": ("lacquer", "toy black"), "fin": "black plastic",
           "metal": "steel", "brass": ("brass", "bronze"), "glass": "dark glass"},
    part_words={"body": ("hull",), "glass": ("window", "windows", "portholes"), "brass": ("propeller",)},
    styles={"navy": ("navy", "military", "nuclear"), "round": ("round", "research", "little")})
