# SPDX-License-Identifier: GPL-3.0-or-later
"""Lorries: a box truck, an articulated lorry with a long trailer, a fire engine; the nose points to -x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import along_x, fenders, panel, wheel
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface


def _cab(x0: float, long: float, half: float, low: float, high: float, region: str, d: Draw) -> list[Part]:
    """A cab over the engine whose front is at ``x0``, with windows, lamps, grille, steps and mirrors."""
    rows = [(x0, 0, .90 * half, low + .10, high - .42), (x0 + .06, 0, .95 * half, low + .03, high - .26),
            (x0 + .20, 0, half, low, high - .12), (x0 + .45, 0, half, low, high - .02),
            (x0 + long - .1, 0, half, low, high),
            (x0 + long, 0, .97 * half, low + .04, high - .04)]
    xs = np.array([row[0] for row in rows])
    fine = np.unique(np.concatenate([xs, np.linspace(x0 + .02, x0 + long - .02, 16)]))
    dense = [(x, *(float(np.interp(x, xs, [row[k] for row in rows])) for k in range(1, 5))) for x in fine]
    shell = along_x(dense, superellipse(d.segments(56, 40), 2, 2, 9.0)).named(region)
    z = low + .52 * (high - low)
    glass = [panel(1.78 * half, .30 * (high - low), (x0 + .075, 0, z), "glass", .10, "x", .03).rotated(0),
             *(panel(.62 * long, .28 * (high - low), (x0 + .52 * long, s * half, z), "glass", .04, bevel=.03)
               for s in (1, -1))]
    grille = [box(.06, 1.30 * half, .07, .015, region="trim").moved(x0 + .0, 0, low + .30 + .12 * k) for k in range(5)]
    bump = box(.22, 2.02 * half, .34, .06, region="trim").moved(x0 + .05, 0, low - .12)
    heads = [ball((.05, .17, .10), 14, 20, "headlight").moved(x0 - .055, s * .72 * half, low + .06) for s in (1, -1)]
    mirrors = [box(.10, .12, .52, .04, region="trim").moved(x0 + .16, s * (half + .20), z + .05) for s in (1, -1)]
    mirrors += [rail((x0 + .2, s * (half - .05), z + .5), (x0 + .16, s * (half + .2), z + .5), .035, d, "trim")
                for s in (1, -1)]
    visor = box(.22, 1.7 * half, .06, .02, region="trim").moved(x0 + .02, 0, z + .34 * (high - low))
    handles = [box(.20, .04, .05, .012, region="metal").moved(x0 + .80 * long, s * (half + .005), z - .12) for s in (1,
                                                                                          -1)]
    plate = box(.03, .5, .12, .01, region="plate").moved(x0 - .07, 0, low - .02)
    return [part("cab", shell), part("cab windows", *glass), part("grille", *grille), part("bumper", bump),
            part("headlights", *heads), part("mirrors", *mirrors), part("visor", visor), part("door handles", *handles),
            part("plate", plate)]


def build(d: Draw) -> list[Part]:
    d = replace(d, detail=.6 * d.detail)  # very many pieces
    kind = d.choose({"box": 1.0, "trailer": .9, "fire": .8})
    half, r, low = 1.22, .50, .62
    red = "red" if kind == "fire" else "body"
    cab_long, cab_high = (1.75, 2.75) if kind != "trailer" else (2.2, 3.5)
    load = {"box": 5.2, "trailer": 9.6, "fire": 5.0}[kind] * d.between(.92, 1.08)
    total = cab_long + .22 + load
    x0 = -total / 2
    parts = _cab(x0, cab_long, half - .02, low, cab_high, red, d)
    back = x0 + cab_long + .22
    frame = box(total - .4, .90, .26, .03, region="trim").moved(.1, 0, low - .10)
    parts.append(part("chassis", frame))
    axles: list[tuple[float, bool]] = [(x0 + .95, False)]
    detail: list[Surface] = []
    if kind == "fire":
        lockers = box(load, 2 * half, 1.75, .05, 3, region="red").moved(back + load / 2, 0, low + .12)
        doors = [panel(load / 4 - .14, 1.12, (back + (k + .5) * load / 4, s * half, low + .46), "shutter", .05,
                       bevel=.01)
                 for k in range(4) for s in (1, -1)]
        slats = [box(load / 4 - .16, .02, .02, .006, 1, region="trim").moved(back + (k + .5) * load / 4,
                                                                             s * (half + .027),
                                                                            low + .62 + .18 * q)
                 for k in range(4) for s in (1, -1) for q in range(5)]
        stripe = [box(load + .02, .03, .16, .008, 1, region="stripe").moved(back + load / 2, s * half, low + .22)
                  for s in (1, -1)]
        top = low + 1.95
        ladder = [rail((back + .1, y, top), (back + load + .6, y, top + .25), .09, d, "metal") for y in (.34, -.34)]
        ladder += [rail((back + .3 + .36 * k, -.34, top + .018 * k), (back + .3 + .36 * k, .34, top + .018 * k), .05, d,
                        "metal") for k in range(int((load + .2) / .36))]
        bar = [box(.30, 1.7, .06, .02, region="trim").moved(x0 + .75, 0, cab_high - .02),
               *(box(.26, .62, .16, .06, region="beacon").moved(x0 + .75, s * .5, cab_high + .03) for s in (1, -1))]
        reel = turned([(.32, -.30), (.32, .30)], .04, d.segments(32, 20), "stripe").rotated(np.pi / 2, "x").moved(
            back + load + .04, 0, low + .75)
        parts += [part("body", lockers), part("lockers", *doors, *slats), part("stripes", *stripe),
                  part("ladder", *ladder), part("light bar", *bar), part("hose reel", reel)]
        axles += [(back + load - 1.5, True)]
    else:
        tall = (2.35 if kind == "box" else 2.75) * d.between(.95, 1.05)
        crate = box(load, 2 * half + .04, tall, .04, 3, region="load").moved(back + load / 2, 0, low + .22)
        edges = [box(load + .04, .05, .10, .015, 1, region="metal").moved(back + load / 2, s * (half + .01), z)
                 for s in (1, -1) for z in (low + .20, low + .15 + tall)]
        posts = [box(.10, .05, tall, .015, 1, region="metal").moved(x, s * (half + .01), low + .22)
                 for s in (1, -1) for x in (back + .05, back + load - .05)]
        rear = [box(.05, half - .06, tall - .16, .015, 1, region="load").moved(back + load + .01, s * half / 2,
                                                                               low + .30)
                for s in (1, -1)]
        bars = [rail((back + load + .06, y, low + .4), (back + load + .06, y, low + tall), .05, d, "metal")
                for y in (-.75, -.35, .35, .75)]
        band = [box(load * .99, .03, .26, .01, 1, region="stripe").moved(back + load / 2, s * (half + .022), low + .5)
                for s in (1, -1)] if d.chance(.6) else []
        parts += [part("box", crate), part("frame", *edges, *posts), part("rear doors", *rear, *bars)]
        if band:
            parts.append(part("stripes", *band))
        if kind == "trailer":
            axles += [(x0 + 2.35, True), (back + load - .9, True), (back + load - 2.0, True), (back + load - 3.1, True)]
            stacks = [rail((x0 + cab_long + .08, s * 1.0, low), (x0 + cab_long + .08, s * 1.0, cab_high + .2), .15, d,
                           "metal") for s in (1, -1)]
            detail += stacks
        else:
            axles += [(back + load - 1.4, True)]
        guard = [box(load * .42, .06, .36, .02, 1, region="trim").moved(back + load * .38, s * (half - .08), low - .22)
                 for s in (1, -1)]
        detail += guard
    tails = [box(.06, .24, .14, .03, region="taillight").moved(back + load + .03, s * .95, low + .02) for s in (1, -1)]
    mud = [box(.05, .50, .40, .02, 1, region="trim").moved(axles[-1][0] + .75, s * .92, .22) for s in (1, -1)]
    tank = [turned([(.26, -.5), (.26, .5)], .04, d.segments(28, 20), "metal").rotated(np.pi / 2, "y").moved(
        x0 + cab_long + .55, s * .90, low - .06) for s in (1, -1)]
    parts += [part("tail lights", *tails), part("fittings", *mud, *tank, *detail)]
    arch = [fenders(1.15 * r, (axles[0][0], s * (half - .055), r + .03), .12, d) for s in (1, -1)]
    parts.append(part("wheel arches", *arch))
    lean = replace(d, detail=.7 * d.detail)
    for number, (x, twin) in enumerate(axles):
        pieces: list[Surface] = []
        for s in (1, -1):
            pieces += wheel(r, .30 if not twin else .46, (x, s * (half - .11 if not twin else half - .23), r), lean, 6)
        parts.append(part(f"axle {number + 1}", *pieces,
                          rail((x, -half + .2, r), (x, half - .2, r), .14, d, "trim")))
    return parts


FAMILY = Family(
    name="lorry", words=("truck", "lorry", "fire truck", "fire engine", "tanker", "semi truck", "semi-trailer",
                         "articulated lorry", "box truck", "trailer truck",
                         "delivery truck", "fire brigade truck"),
    gloss=("a big truck on the road", "an articulated lorry with a trailer"), extent=(6.0, 14.5), build=build,
    principal="width", materials=("car paint",),
    looks={"body": "main", "red": "toy red", "load": ("white plastic", "steel", "white plastic"), "glass": "dark glass",
           "trim": "black plastic", "metal": "steel", "shutter": "steel",
           "stripe": ("toy yellow", "toy white", "toy blue"),
           "beacon": "toy blue", "headlight": "headlight", "taillight": "taillight", "plate": "white plastic",
           "tyre": "tyre", "rim": ("steel", "chrome"), "dark": "black plastic"},
    part_words={"load": ("box", "trailer", "container"), "glass": ("window", "windows"), "rim": ("rim", "rims"),
                "tyre": ("wheel", "wheels", "tyres"), "stripe": ("stripe", "stripes")},
    styles={"box": ("box",), "trailer": ("trailer", "semi", "long", "articulated"), "fire": ("fire",)})
