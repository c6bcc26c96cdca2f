# SPDX-License-Identifier: GPL-3.0-or-later
"""Snow globes: a glass ball with a little house, fir trees and falling flakes on a turned base."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import ball, roughened
from backend.objects.modeling.solids import box, extrude, turned


def build(d: Draw) -> list[Part]:
    r, n = d.between(.040, .052), d.segments(64, 40)
    base = turned([(1.02 * r, 0), (1.04 * r, .10 * r), (.90 * r, .24 * r), (.92 * r, .34 * r), (.78 * r, .48 * r)],
                  .03 * r, n, "body")
    band = turned([(.955 * r, .26 * r), (.955 * r, .32 * r)], .01 * r, n, "trim")
    middle = 1.26 * r
    glass = ball(r, 40, n, "glass").moved(z=middle)
    snow = roughened(ball((.80 * r, .80 * r, .22 * r), 20, 40, "snow"), .03 * r, .3 * r,
                     int(d.random.integers(999))).moved(z=.62 * r)
    z = .76 * r
    w = .34 * r
    gable = fillet([(-w / 2, 0), (w / 2, 0), (w / 2, .8 * w), (0, 1.35 * w), (-w / 2, .8 * w)], .01 * r, 2, closed=True)
    x = d.between(-.18, .05) * r
    house = [extrude(gable, w * 1.2, .01 * r, "house").rotated(np.pi / 2, "x").moved(x, .6 * w, z)]
    slope = np.arctan2(.55, .5)
    for s in (1, -1):
        house.append(box(w * .86, w * 1.4, .12 * w, .03 * w, 2, region="snow").rotated(s * slope, "y").moved(
            x + s * .29 * w, 0, z + 1.08 * w))
    house += [box(.24 * w, .05 * w, .46 * w, .02 * w, 2, region="door").moved(x - .12 * w, -.61 * w, z + .02 * w),
              box(.20 * w, .05 * w, .22 * w, .02 * w, 2, region="light").moved(x + .24 * w, -.61 * w, z + .32 * w),
              box(.16 * w, .16 * w, .5 * w, .02 * w, 2, region="door").moved(x + .26 * w, .2 * w, z + 1.05 * w)]
    trees = []
    for tx, ty, size in ((.42, .05, .62), (-.50, .18, .48), (.22, .38, .55)):
        for k in range(4):
            f = 1 - .22 * k
            trees.append(turned([(.24 * f * size * r, 0), (.03 * r, .30 * size * r)], .01 * r, 24, "tree").moved(
                tx * r, ty * r, z - .03 * r + (.10 + .22 * k) * size * r))
        trees.append(ball((.05 * r, .05 * r, .05 * r), 8, 12, "snow").moved(tx * r, ty * r, z + 1.02 * size * r))
    flakes = []
    for _ in range(46):
        way = d.random.normal(size=3)
        way = way / np.linalg.norm(way) * r * .88 * d.between(.2, 1) ** .4
        if way[2] > -.30 * r:
            flakes.append(ball(.018 * r * d.between(.7, 1.4), 5, 7, "snow").moved(way[0], way[1], middle + way[2]))
    return [part("base", base), part("band", band), part("glass", glass), part("ground", snow), part("house", *house),
            part("trees", *trees),
            part("flakes", *flakes)]


FAMILY = Family(
    name="snow_globe", words=("snow globe", "snowglobe", "snow dome"), gloss=("a snow globe with a little house",),
    extent=(.07, .14),
    build=build, materials=("mahogany", "walnut", "toy red", "gold"),
    looks={"body": "main", "trim": ("gold", "silver"), "glass": "glass", "snow": "snow",
           "house": ("toy red", "pine", "toy yellow"),
           "door": "walnut", "light": "bulb", "tree": "needles"},
    part_words={"body": ("base", "stand"), "house": ("house",)})
