# SPDX-License-Identifier: GPL-3.0-or-later
"""Toy lorries: tipper, box van, tanker, fire engine."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.toys.shared_toy import block, rod, wheel
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    kind = d.choose({"tipper": 1.0, "box": .8, "tanker": .8, "fire": .8})
    w, r = .34, d.between(.088, .10)
    base = 1.25 * r
    cab_h = d.between(.34, .40)
    parts = [part("chassis", block(w * .72, 1.0, .055, (0, 0, base), .015, "chassis")),
             part("cab", block(w, .27, cab_h, (0, -.365, base + .03), .045, "cab"),
                  block(w * .94, .10, cab_h * .45, (0, -.52, base + .03), .035, "cab"))]
    z = base + .03 + .52 * cab_h
    glass = [block(w * .82, .02, cab_h * .34, (0, -.497, z), .008, "window"),
             *(block(.02, .15, cab_h * .34, (x, -.375, z), .008, "window") for x in (w / 2 - .004, .004 - w / 2))]
    lamps = [ball((.034, .02, .034), 10, 14, "headlight").moved(x * w * .33, -.568, base + .11) for x in (1, -1)]
    parts += [part("windows", *glass), part("lamps", *lamps),
              part("bumper", block(w * 1.05, .05, .05, (0, -.55, base - .01), .02, "chassis"))]
    load = base + .06
    if kind == "tipper":
        tilt = d.between(0, .35)
        bed = [block(w * 1.02, .62, .03, (0, -.31, 0), .01, "bed"),
               *(block(.03, .62, .20, (x, -.31, .01), .01, "bed") for x in (w * .495, -w * .495)),
               block(w * .98, .03, .26, (0, -.605, .01), .01, "bed"),
               block(w * .98, .03, .17, (0, -.015, .01), .01, "bed")]
        parts.append(part("bed", *(b.rotated(-tilt, "x").moved(0, .50, load) for b in bed)))
        ram = tube([(0, .10, load - .02), (0, .10, load + .40 * np.sin(tilt) + .01)], .022, 5, 12, "axle")
        parts.append(part("ram", ram))
    elif kind == "box":
        parts.append(part("box", block(w * 1.05, .68, d.between(.42, .52), (0, .15, load - .01), .03, "bed")))
    elif kind == "tanker":
        k = .19
        tank = lathe(fillet([(0, 0), (k, 0), (k, .70), (0, .70)], [0, .07, .07, 0], 8), d.segments(48),
                     "bed").scaled((.95, 1, 1))
        parts.append(part("tank", tank.rotated(-np.pi / 2, "x").moved(0, -.19, load + k)))
        parts.append(part("hatches", *(lathe(fillet([(0, 0), (.05, 0), (.05, .04), (0, .04)], [0, .004, .008, 0], 3),
                                             24, "chassis")
                                       .moved(0, y, load + 2 * k - .012) for y in (-.02, .28))))
    else:
        parts.append(part("body", block(w * 1.02, .70, .26, (0, .14, load - .01), .03, "bed")))
        rails = [block(.025, .80, .025, (x, .08, load + .30), .008, "ladder") for x in (.07, -.07)]
        rungs = [rod(-.07, .07, y, load + .312, .009, d, "ladder") for y in np.linspace(-.28, .44, 9)]
        parts.append(part("ladder", *(p.rotated(.10, "x").moved(0, .04, .03) for p in (*rails, *rungs))))
        parts.append(part("beacon", ball((.045, .045, .045), 10, 16, "beacon").moved(0, -.37, base + .05 + cab_h)))
        parts.append(part("lockers", *(block(.02, .16, .15, (x, y, load + .03), .008, "ladder") for x in (w * .51,
                                                                                                          -w * .51)
                                       for y in (-.06, .14, .34))))
    axles = (-.36, .20, .40) if kind != "box" else (-.36, .34)
    parts.append(part("wheels", *(wheel(r, .09, x, y, d) for y in axles for x in (w / 2 - .01, .01 - w / 2)),
                      *(rod(-w / 2, w / 2, y, r, .02, d) for y in axles)))
    long = d.between(.16, .28)
    return [Part(p.name, tuple(q.scaled((long,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="toy_truck", words=("toy truck", "toy lorry", "toy fire truck", "toy fire engine", "dump truck",
                             "tipper truck",
                             "toy tanker"),
    gloss=("a toy truck", "a toy fire engine with a ladder"), extent=(0.15, 0.4), build=build, principal="depth",
    materials=("toy paint",),
    looks={"cab": "main", "bed": ("toy yellow", "toy red", "toy blue", "toy green", "toy white"),
           "chassis": "toy black",
           "window": "dark glass", "tyre": "tyre", "hub": ("toy white", "toy yellow"), "axle": "steel",
           "headlight": "headlight",
           "ladder": "steel", "beacon": "toy blue"},
    part_words={"cab": ("cab",), "bed": ("bed", "body", "box", "tank"), "tyre": ("wheel", "wheels", "tyres"),
                "ladder": ("ladder",), "window": ("window", "windows")},
    styles={"tipper": ("tipper", "dump", "dumper"), "box": ("box", "delivery", "cargo"),
            "tanker": ("tanker", "tank", "milk"),
            "fire": ("fire",)})
