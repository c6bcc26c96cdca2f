# SPDX-License-Identifier: GPL-3.0-or-later
"""Fences: white pickets, ranch rails, wrought iron, with or without a gate."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, extrude, sweep, turned
from backend.objects.modeling.surface import Surface


def _picket(wide: float, tall: float, shape: str) -> Surface:
    half = wide / 2
    top = [(half, tall - .8 * wide), (0, tall), (-half, tall - .8 * wide)] if shape == "pointed" else \
        [(half, tall - half), (.7 * half, tall - .3 * half), (0, tall), (-.7 * half, tall - .3 * half),
         (-half, tall - half)]
    outline = fillet([(-half, 0), (half, 0), *top], .005, 2, closed=True)
    return extrude(outline, .022, .004, "body", 2).rotated(np.pi / 2, "x").moved(0, .011, 0)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"picket": 1.2, "ranch": .7, "iron": .9})
    long = d.measure("width", 2.0, 2.8)
    if kind == "ranch":
        tall = d.between(1.05, 1.25)
        count = 3
        posts = [turned([(.062, 0), (.058, tall), (.045, tall + .03)], .01, 20, "post", 2).moved(
            -long / 2 + .07 + k * (long - .14) / (count - 1), 0, 0) for k in range(count)]
        rails = []
        for z in (.26, .58, .90):
            for k in range(count - 1):
                x0 = -long / 2 + .07 + k * (long - .14) / (count - 1)
                x1 = x0 + (long - .14) / (count - 1)
                t = np.linspace(0, 1, 9)
                path = np.column_stack([x0 - .05 + (x1 - x0 + .10) * t, np.full(9, -.065),
                                        z * tall / 1.1 + d.between(-.015, .015)
                                        + .012 * np.sin(7 * t + z)])
                rails.append(sweep(path, circle(12, .042) * (.62, 1.0), .9 + .12 * np.sin(3 * t), round_ends=True,
                                   region="body"))
        return [part("posts", *posts), part("rails", *rails)]
    tall = d.between(.95, 1.15) if kind == "picket" else d.between(1.15, 1.4)
    gate = d.choose({"plain": 1.0, "gate": .8}) == "gate"
    if kind == "picket":
        shape = d.choose({"pointed": 1.0, "rounded": .8})
        step = d.between(.115, .14)
        wide = .072
        count = int((long - .2) / step)
        pickets, posts = [], []
        arched = d.chance(.4)
        for k in range(count):
            x = -long / 2 + .1 + (k + .5) * (long - .2) / count
            lift = .10 * np.cos(2 * np.pi * k / count * 1.0) if arched else 0.0
            pickets.append(_picket(wide, tall - .08 - lift, shape).moved(x, -.035, .06))
        for x in (-long / 2 + .05, 0.0, long / 2 - .05):
            posts += [box(.095, .095, tall + .06, .010, 2, region="body").moved(x, .022, 0),
                      box(.125, .125, .03, .008, 2, region="body").moved(x, .022, tall + .05),
                      ball((.05, .05, .045), 12, 18, "body").moved(x, .022, tall + .11)]
        bars = [box(long - .1, .038, .075, .006, 2, region="body").moved(0, 0, z * tall) for z in (.20, .72)]
        screws = [turned([(.008, 0), (.008, .004)], .001, 8, "metal", 1).rotated(np.pi / 2, "x").moved(
            -long / 2 + .1 + (k + .5) * (long - .2) / count, -.046,
            z * tall + .037) for k in range(count) for z in (.20, .72)]
        return [part("pickets", *pickets), part("posts", *posts), part("rails", *bars), part("nails", *screws)]
    bars_, posts = [], []
    count = int(long / .125)
    for k in range(count):
        x = -long / 2 + .10 + (k + .5) * (long - .20) / count
        high = tall - .06 + (.10 * np.cos(np.pi * x / long) if gate else 0)
        bars_.append(rail((x, 0, .08), (x, 0, high), .018, d, "iron"))
        bars_.append(turned([(.009, 0), (.022, .03), (.012, .06), (.002, .12)], .003, 12, "tip", 2).moved(x, 0,
                                                                                          high - .02))
        if k % 2 == 0:
            for z in (.30, .62):
                a = np.linspace(0, 2 * np.pi, 21)[:-1]
                bars_.append(sweep(np.column_stack([x + .0 + .045 * np.cos(a) + (long - .2) / count / 2, 0 * a,
                                                    z * tall + .045
                                                    * np.sin(a)]), circle(6, .007), loop=True, up=(0, 1, 0),
                                                    region="iron"))
    for z in (.14, .80):
        bars_.append(box(long - .12, .022, .035, .005, 2, region="iron").moved(0, 0, z * tall))
    for x in (-long / 2 + .05, long / 2 - .05):
        posts += [box(.16, .16, tall + .10, .012, 2, region="stone").moved(x, 0, 0),
                  box(.22, .22, .06, .015, 2, region="stone").moved(x, 0, tall + .09),
                  ball(.075, 14, 20, "stone").moved(
                      x, 0, tall + .21)]
    return [part("bars", *bars_), part("posts", *posts)]


FAMILY = Family(
    name="fence", words=("fence", "picket fence", "garden fence", "railing", "iron fence"),
    gloss=("a white picket fence", "a wrought iron fence"), extent=(1.8, 3.1), build=build, principal="width",
    native=("width",),
    materials=("toy white", "pine", "oak"),
    looks={"body": "main", "post": ("rough bark", "oak"), "iron": "iron", "tip": ("iron", "gold"), "stone": "stone",
           "metal": "steel"},
    part_words={"post": ("post", "posts"), "tip": ("tip", "tips", "points")},
    styles={"picket": ("picket", "white"), "ranch": ("ranch", "rail", "rustic"), "iron": ("iron", "wrought"),
            "pointed": ("pointed",), "rounded": ("rounded",), "gate": ("arched",)})
