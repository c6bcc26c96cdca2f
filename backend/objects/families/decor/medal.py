# SPDX-License-Identifier: GPL-3.0-or-later
"""Coins and medals: a struck coin with rim and relief, a small stack, a medal on a ribbon."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.decor.shared_decor import star, xyz
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def _coin(r: float, thick: float, n: int, points: int) -> list[Surface]:
    """A coin lying on z = 0."""
    disc = turned([(r, 0), (r, thick)], .12 * thick, n, "body")
    rim = lathe(circle(10, .16 * thick) * (1.6, 1) + np.array([.94 * r, thick]), n, "body", loop=True)
    beads = [ball((.022 * r, .022 * r, .12 * thick), 6, 8, "body").moved(.86 * r * np.cos(a), .86 * r * np.sin(a),
                                                                         thick)
             for a in np.arange(48) * 2 * np.pi / 48]
    relief = star(.58 * r, .5 * thick, points, "body").rotated(-np.pi / 2, "x").moved(0, 0, thick)
    edge = [box(.02 * r, .012 * r, .8 * thick, .003 * r, 1, region="body").moved(1.0 * r, 0, .1 * thick).rotated(a)
            for a in np.arange(60) * 2 * np.pi / 60]
    return [disc, rim, relief, *beads, *edge]


def build(d: Draw) -> list[Part]:
    kind = d.choose({"coin": 1.0, "stack": .9, "medal": 1.1})
    n = d.segments(72, 48)
    points = int(d.between(5, 8.9))
    if kind == "coin":
        r = d.between(.012, .016)
        return [part("coin", *(p.rotated(.30).rotated(np.pi / 2, "x").moved(0, .001, r * 1.016) for p in _coin(r,
                                                                                          .0024, n, points))),
                part("stand", turned([(.62 * r, 0), (.5 * r, .003)], .001, 40, "base").scaled((1, .5, 1)))]
    if kind == "stack":
        n = d.segments(48, 32)
        r = d.between(.012, .015)
        parts, z = [], 0.0
        for k in range(int(d.between(5, 10))):
            shift = (d.between(-.1, .1) * r, d.between(-.1, .1) * r)
            disc = turned([(r, 0), (r, .0024)], .0004, n, "body")
            rim = lathe(circle(8, .0004) * (1.6, 1) + np.array([.94 * r, .0024]), n, "body", loop=True)
            parts.append(part(f"coin {k + 1}", *(p.moved(*shift, z) for p in (disc, rim))))
            z += .0027
        top = _coin(r, .0024, n, points)
        parts.append(part("top coin", *(p.moved(0, 0, z) for p in top)))
        leaning = [p.rotated(.5).rotated(1.05, "y").moved(1.9 * r, -.4 * r, r * .93) for p in top]
        parts.append(part("leaning coin", *leaning))
        return parts
    r = d.between(.030, .036)
    coin = [p.rotated(np.pi / 2, "x").moved(0, .0015, 0) for p in _coin(r, .0035, n, points)]
    loop = lathe(circle(8, .0016) + np.array([.0062, 0]), 28, "body", loop=True).rotated(np.pi / 2, "x").moved(0, 0,
                                                                                          r + .004)
    wide, long = .036, d.between(.10, .13)
    band = []
    for s in (1, -1):
        upper = np.array([s * .030, .004 * s, r + .010 + long])
        low = np.array([0, .002 * s, r + .009])
        path = low + np.linspace(0, 1, 16)[:, None] * (upper - low)
        for x, region, w in ((-.34, "ribbon", .32), (0, "stripe", .36), (.34, "ribbon", .32)):
            flat = np.array([(w * wide / 2, .0006), (-w * wide / 2, .0006), (-w * wide / 2, -.0006),
                             (w * wide / 2, -.0006)])
            strip = sweep(path + xyz(x * wide, 0, 0), flat, np.column_stack([np.linspace(.75, 1, 16), np.ones(16)]),
                          up=(0, 1, 0), region=region)
            band.append(strip)
    foot = [box(.09, .05, .012, .004, 3, region="base"),
            box(.012, .008, r + .02, .003, 2, region="base").moved(0, .012, .006)]
    up = 1.02 * r + .012
    return [part("medal", *(p.moved(z=up) for p in (*coin, loop))), part("ribbon", *(p.moved(z=up) for p in band)),
            part("stand", *foot)]


FAMILY = Family(
    name="medal", words=("medal", "coin", "gold medal", "gold coin", "coins", "medallion", "world currency",
                         "currency"),
    gloss=("a medal on a ribbon for the winner", "a gold coin", "a stack of coins"), extent=(.02, .26), build=build,
    materials=("gold", "silver", "bronze", "gold"),
    looks={"body": "main", "ribbon": ("toy blue", "toy red"), "stripe": ("toy white", "toy yellow"),
           "base": ("walnut", "ebony")},
    part_words={"ribbon": ("ribbon",), "base": ("stand", "base")},
    styles={"coin": ("coin",), "stack": ("coins", "stack"), "medal": ("medal",)})
