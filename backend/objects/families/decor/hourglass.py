# SPDX-License-Identifier: GPL-3.0-or-later
"""Hourglasses: two glass bulbs with sand between wooden discs and turned posts."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import tube
from backend.objects.modeling.solids import lathe, turned


def build(d: Draw) -> list[Part]:
    tall, r, n = d.measure("height", .17, .26), d.between(.040, .052), d.segments(64, 40)
    plate = [(1.50 * r, 0), (1.55 * r, .006), (1.50 * r, .016), (1.25 * r, .022)]
    discs = [turned(plate, .003, n, "body"), turned(plate, .003, n, "body").rotated(np.pi, "x").moved(z=tall)]
    low, high = .020, tall - .020
    mid = tall / 2
    h = (high - low) / 2
    half = [(.55, -1.0), (.92, -.93), (1.0, -.70), (.90, -.42), (.50, -.16), (.13, -.03), (.115, 0)]
    side = spline([(x * r, mid + y * h) for x, y in half] + [(x * r, mid - y * h) for x, y in half[-2::-1]], 80)
    glass = lathe(np.concatenate([[(0, low)], side, [(0, high)]]), n, "glass")
    level = d.between(.25, .75)
    bottom = [p for p in side if p[1] < mid]
    inner = np.array(bottom) * (.93, 1)
    heap = low + .003 + (.55 * h) * (1 - .55 * level)
    lower = inner[inner[:, 1] < heap]
    sand = [lathe(np.concatenate([[(0, low + .002)], lower, [(lower[-1][0] * .55, heap + .012), (0, heap + .020)]]), n,
                  "sand")]
    top = np.array([p for p in side if p[1] > mid]) * (.93, 1)
    brim = mid + .10 * h + .62 * h * level
    upper = top[top[:, 1] < brim]
    sand.append(lathe(np.concatenate([[(0, mid)], upper, [(.45 * upper[-1][0], brim - .007), (0, brim - .014)]]), n,
                      "sand"))
    sand.append(tube([(0, 0, heap + .010), (0, 0, mid + .004)], [.0016, .0014], 4, 8, "sand"))
    collar = turned([(.20 * r, -.006), (.24 * r, 0), (.20 * r, .006)], .001, 32, "trim").moved(z=mid)
    posts = []
    count = int(d.choose({"three": 1.0, "four": .8}) == "four") + 3
    for k in range(count):
        a = 2 * np.pi * k / count + .5
        knots = fillet([(0, .018), (.006, .018), (.009, .03), (.005, .04), (.0075, .30 * tall), (.0055, .46 * tall),
                        (.010, .5 * tall),
                        (.0055, .54 * tall), (.0075, .70 * tall), (.005, tall - .04), (.009, tall - .03),
                        (.006, tall - .018), (0, tall - .018)],
                       [0, .001, .003, .003, .02, .003, .003, .003, .02, .003, .003, .001, 0], 3)
        posts.append(lathe(knots, 20, "body").moved(1.28 * r * np.cos(a), 1.28 * r * np.sin(a)))
    return [part("plates", *discs), part("posts", *posts), part("glass", glass), part("sand", *sand),
            part("collar", collar)]


FAMILY = Family(
    name="hourglass", words=("hourglass", "sand timer", "sandglass", "egg timer"),
    gloss=("an hourglass with running sand",),
    extent=(.14, .3), build=build, native=("height",), materials=("walnut", "oak", "mahogany", "brass"),
    looks={"body": "main", "glass": "glass", "sand": ("flour", "toy white", "toy blue", "seed"), "trim": "brass"},
    part_words={"sand": ("sand",), "body": ("frame", "posts")}, styles={"three": ("three",), "four": ("four",)})
