# SPDX-License-Identifier: GPL-3.0-or-later
"""A frying pan or a wok."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tableware.shared_tableware import pan_handle
from backend.objects.modeling.curves import fillet, spline, superellipse
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe, sweep, vessel


def build(d: Draw) -> list[Part]:
    kind = d.choose({"frying": 1.0, "iron": 0.45, "wok": 0.3})
    half = d.between(0.115, 0.15) if kind != "wok" else d.between(0.15, 0.18)
    tall = half * (0.62 if kind == "wok" else d.between(0.32, 0.40))
    shape = [(.30, 0), (.52, .10), (.84, .50), (1.0, 1.0)] if kind == "wok" else [(.76, 0), (.82, .06), (.90, .36),
                                                                              (1.0, 1.0)]
    outer = spline([(r * half, z * tall) for r, z in shape], d.segments(32, 20))
    wall = 0.0045 if kind == "iron" else 0.0028
    body_ = vessel(outer, wall, wall * 1.4, d.segments(88, 48), rim_width=0.003)
    if kind == "iron":
        body_ = body_.named("iron")
        t = np.linspace(0, 1, d.segments(24, 16))
        path = np.column_stack([half * 0.94 + 0.14 * t, 0 * t, 0.86 * tall + 0.010 * t])
        grip = sweep(path, superellipse(18, 2.0, 1.0, 2.6),
                     np.interp(t, [0, .2, .6, .9, 1], [.020, .011, .013, .017, .012]),
                     up=(0, 0, 1), round_ends=True, region="iron")
        spout = [ball((0.018, 0.014, 0.010), 10, 16, "iron").moved(0, s * (half + 0.001), tall - 0.009) for s in (1,
                                                                                                                  -1)]
        return [part("pan", body_), part("handle", grip, *spout)]
    handle = pan_handle((0.93 * half, 0, 0.72 * tall), d.between(0.17, 0.20), 0.013, d, 0.22)
    ring = lathe(fillet([(0.004, -.0018), (0.0085, -.0018), (0.0085, .0018), (.004, .0018)], 0.001, 2, closed=True), 20,
                 "metal", loop=True)
    tip = handle[1].vertices[np.argmax(handle[1].vertices[:, 0])]
    rivets = [ball(0.0042, 8, 12, "metal").moved(0.915 * half, y, 0.74 * tall) for y in (-.009, .009)]
    return [part("pan", body_), part("handle", *handle, ring.moved(tip[0] + 0.004, 0, tip[2])), part("rivets", *rivets)]


FAMILY = Family(
    name="pan", words=("pan", "frying pan", "skillet", "saucepan", "wok", "griddle"),
    gloss=("a frying pan for eggs", "a cast iron skillet", "a wok for stir-frying"),
    extent=(0.36, 0.62), build=build, principal="width", materials=("nonstick", "steel", "copper"),
    looks={"body": "main", "rim": "main", "foot": "main", "inside": "nonstick", "iron": "main or cast iron",
           "handle": "black plastic", "metal": "steel"},
    part_words={"body": ("outside",), "inside": ("inside", "coating"), "handle": ("handle", "grip"), "rim": ("rim",)},
    styles={"frying": ("frying", "frying pan"), "iron": ("iron", "cast iron", "skillet"), "wok": ("wok",)})
