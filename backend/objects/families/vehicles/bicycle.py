# SPDX-License-Identifier: GPL-3.0-or-later
"""Bicycles: a diamond frame with dropped or straight bars, or a step-through town bicycle with a basket."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, lathe, sweep, turned, vessel
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"road": 1.0, "mountain": 0.8, "city": 1.0})
    r, wide = {"road": (.34, .026), "mountain": (.35, .055), "city": (.34, .036)}[kind]
    n = d.segments(72, 40)
    base = d.between(1.0, 1.08)
    rear, front = np.array([base / 2, 0, r]), np.array([-base / 2, 0, r])
    crank = np.array([.10, 0, .28])
    seat, head, neck = np.array([.26, 0, .80]), np.array([-.30, 0, .84]), np.array([-.335, 0, .70])
    if kind == "city":
        seat[2], head[2] = .74, .88
    thick = .046 if kind == "mountain" else .034
    parts = []
    for name, at in (("front", front), ("rear", rear)):
        tyre = lathe(circle(14, wide / 2) + np.array([r - wide / 2, 0]), n, "tyre", loop=True)
        rim = lathe(circle(12, .011) * (1, 1.1) + np.array([r - wide - .004, 0]), n, "rim", loop=True)
        hub = turned([(.020, -.05), (.014, -.03), (.014, .03), (.020, .05)], .004, 16, "rim")
        a = np.arange(24) * 2 * np.pi / 24
        spokes = [rail((.016 * np.cos(t), .016 * np.sin(t), .035 * (-1) ** k),
                       ((r - wide) * np.cos(t + .2 * (-1) ** (k // 2)), (r - wide) * np.sin(t + .2 * (-1) ** (k // 2)),
                        0),
                       .0035, d, "rim") for k, t in enumerate(a)]
        parts.append(part(f"{name} wheel", *(s.rotated(np.pi / 2, "x").moved(*at) for s in (tyre, rim, hub, *spokes))))
    def tube_(p: np.ndarray, q: np.ndarray, t: float = thick) -> Surface:
        return rail(tuple(p), tuple(q), t, d, "body")
    low = neck if kind != "city" else neck - np.array([0, 0, .02])
    main = [tube_(crank, seat), tube_(crank, low, 1.15 * thick), tube_(neck - .15 * (head - neck),
                                                                       head + .1 * (head - neck), 1.2 * thick)]
    main.append(tube_(seat + .12 * (crank - seat), head + .2 * (neck - head)) if kind != "city" else
                tube_(seat + .52 * (crank - seat), head + .3 * (neck - head)))
    for s in (1, -1):
        y = np.array([0, s * .055, 0])
        main += [tube_(crank + .4 * y, rear + y, .018), tube_(seat + .3 * y + .1 * (crank - seat), rear + y, .016)]
        main += [tube_(neck + y, front + y, .022), tube_(neck, neck + y * 1.05, .026)]
    parts.append(part("frame", *main))
    post_ = rail(tuple(seat), tuple(seat + np.array([.04, 0, .12])), .026, d, "rim")
    top = seat + np.array([.04, 0, .13])
    saddle = ball((.14, .075, .035), 18, 28, "saddle").deformed(
        lambda v: v * np.column_stack([np.ones(len(v)), np.interp(v[:, 0], [-.14, 0, .1], [.35, .6, 1.15]),
                                       np.ones(len(v))]))
    parts.append(part("saddle", saddle.moved(*top), post_))
    bar = head + np.array([-.01, 0, .08])
    stem = rail(tuple(head), (bar[0] - .04, 0, bar[2] + .02), .028, d, "rim")
    x, z = bar[0] - .04, bar[2] + .02
    if kind == "road":
        path = [(x, 0, z), (x, .10, z), (x, .19, z), (x - .08, .21, z), (x - .12, .21, z - .06), (x - .08, .21,
                                                                                                  z - .13),
                (x, .21, z - .14)]
    elif kind == "mountain":
        path = [(x, 0, z), (x, .1, z + .01), (x + .02, .22, z + .03), (x + .04, .33, z + .03)]
    else:
        path = [(x, 0, z), (x - .01, .1, z + .07), (x + .06, .23, z + .11), (x + .17, .27, z + .10), (x + .26, .275,
                                                                                                      z + .09)]
    full = spline([(a_, -b, c) for a_, b, c in path[:0:-1]] + path, 60)
    bars = sweep(full, circle(12, .0125), round_ends=True, region="rim")
    grips = [sweep(g, circle(14, .018), round_ends=True, region="saddle") for g in (full[:9], full[-9:])]
    parts += [part("handlebar", bars, stem), part("grips", *grips)]
    gear = turned([(.085, -.004), (.085, .004)], .002, d.segments(48, 24), "rim")
    gear = gear.rotated(np.pi / 2, "x").moved(crank[0], -.045, crank[2])
    sprocket = turned([(.045, -.004), (.045, .004)], .002, 32, "rim").rotated(np.pi / 2, "x").moved(rear[0], -.045,
                                                                                                    rear[2])
    arms, pedals = [rail((crank[0], -.06, crank[2]), (crank[0], .06, crank[2]), .03, d, "rim")], []
    for s in (1, -1):
        end = crank + np.array([s * .12, -s * .075, -s * .12])
        arms.append(rail((crank[0], -s * .06, crank[2]), tuple(end), .022, d, "rim"))
        pedals.append(box(.09, .09, .024, .008, region="saddle").moved(end[0], end[1] - s * .05, end[2] - .012))
    chain = [rail((crank[0], -.045, crank[2] + s * .083), (rear[0], -.045, rear[2] + s * .043), .010, d,
                  "tyre") for s in (1, -1)]
    parts += [part("crank", gear, sprocket, *arms), part("pedals", *pedals), part("chain", *chain)]
    if kind == "city":
        basket = vessel(spline([(.10, 0), (.12, .1), (.15, .2)], 12), .008, .008, d.segments(32, 20))
        parts.append(part("basket", basket.named("basket").scaled((1, 1.25, 1)).moved(x - .15, 0, z - .16)))
    return parts


FAMILY = Family(
    name="bicycle", words=("bicycle", "bike", "cycle", "mountain bike", "road bike", "pushbike"),
    gloss=("a bicycle with two wheels and pedals", "a bike to ride"),
    extent=(1.5, 1.9), build=build, principal="width", materials=("car paint", "enamelled"),
    looks={"body": "main", "tyre": "tyre", "rim": ("steel", "chrome"), "saddle": ("leather", "black plastic"),
           "basket": "straw"},
    part_words={"saddle": ("saddle", "seat", "grips"), "basket": ("basket",), "tyre": ("tyre", "tyres"), "rim": ("rim",
                                                                                                                 "rims")},
    styles={"road": ("road", "racing", "road bike"), "mountain": ("mountain", "mountain bike"),
            "city": ("city", "town", "basket", "dutch")})
