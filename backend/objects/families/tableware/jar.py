# SPDX-License-Identifier: GPL-3.0-or-later
"""A glass jar: preserve in it under a metal lid, or cookies under a stopper."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import GOLDEN, disc
from backend.objects.modeling.solids import lathe, vessel
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    kind = d.choose({"preserve": 1.0, "cookie": 0.5})
    half = d.between(0.034, 0.044) if kind == "preserve" else d.between(0.060, 0.075)
    tall = half * 2 * (d.between(1.1, 1.6) if kind == "preserve" else d.between(1.05, 1.3))
    neck = 0.82 if kind == "preserve" else 0.74
    knots = [(.90, 0), (.98, .04), (1.0, .12), (1.0, .45), (1.0, .74), (.97, .82), (neck + .02, .90), (neck, .94),
             (neck, 1.0)] if kind == "preserve" else [(.72, 0), (.80, .03), (.98, .26), (1.0, .50), (.92, .76),
                                                      (neck, .94),
                                                     (neck, 1.0)]
    outer = spline([(r * half, z * tall) for r, z in knots], d.segments(56, 32))
    wall = 0.0024
    glass = vessel(outer, wall, 0.004, d.segments(72, 44), foot=0.002, rim_width=0.002)
    glass = glass.named("glass")
    parts = [part("glass", glass)]
    level = d.between(0.70, 0.84) * tall
    side = outer[(outer[:, 1] > 0.008) & (outer[:, 1] < level)]
    inner = np.column_stack([side[:, 0] - wall - 0.0006, side[:, 1]])
    full = np.concatenate([[(0, 0.0085), (inner[0, 0] * .9, 0.0085)], inner, [(inner[-1, 0] * .97, level + .0008),
                                                                           (0, level + .0008)]])
    if kind == "preserve":
        parts.append(part("contents", lathe(full, d.segments(60, 36), "contents")))
        lid_tall, teeth = 0.016, 48
        lid = lathe(fillet([(0, tall + .0015), (neck * half, tall + .0015), (neck * half + .002, tall - lid_tall * .8),
                            (neck * half + .0045, tall - lid_tall * .8), (neck * half + .0045, tall + .003),
                            (.8 * neck * half, tall + .0042), (0, tall + .0036)],
                           [0, .0005, .0005, .001, .0015, .001, 0], 3), teeth * 3, "lid",
                    modulation=lambda a, z: 1 + 0.008 * np.cos(teeth * a) * (z < tall))
        radius = half + 0.0004
        z = np.linspace(.22, .62, 8) * tall
        fan = np.linspace(-0.95, 0.95, d.segments(32, 20)) - np.pi / 2
        rings = []
        for a in fan:
            loop = np.concatenate([np.column_stack([np.full(8, radius + .0004), z]),
                                   np.column_stack([np.full(8, radius - .0006), z[::-1]])])
            rings.append(np.column_stack([loop[:, 0] * np.cos(a), loop[:, 0] * np.sin(a), loop[:, 1]]))
        ends = [np.tile(r.mean(axis=0), (16, 1)) for r in (rings[0], rings[-1])]
        label = skin(np.stack([ends[0], *rings, ends[1]]), region="label")
        return [*parts, part("lid", lid), part("label", label)]
    biscuit = disc(0.022, 0.006, 0.0025, 24, "cookies", 3, 1)
    pile = []
    for k in range(26):
        r = (half - 0.028) * np.sqrt(d.random.random())
        a, low = k * GOLDEN, 0.012 + (level - 0.025) * k / 26
        pile.append(biscuit.rotated(d.between(-.6, .6), "x").rotated(d.between(-.6, .6), "y").moved(
            r * np.cos(a), r * np.sin(a), low))
    grip = 0.018
    mouth = neck * half
    stopper = lathe(fillet([(0, tall - .012), (mouth - .0032, tall - .012), (mouth - .0032, tall + .001),
                            (mouth + .004, tall + .001), (mouth + .004, tall + .008), (.4 * mouth, tall + .016),
                            (.008, tall + .018), (.008, tall + .024), (grip, tall + .032), (grip * .8, tall + .050),
                            (0, tall + .052)], [0, .001, .001, .001, .003, .02, .003, .003, .008, .01, 0], 5),
                    d.segments(56, 36), "stopper")
    return [*parts, part("cookies", *pile), part("stopper", stopper)]


FAMILY = Family(
    name="jar", words=("jar", "jam jar", "cookie jar", "glass jar", "honey jar", "mason jar", "canister", "jam"),
    gloss=("a jar of strawberry jam", "a glass jar with a lid", "a jar full of cookies"),
    extent=(0.08, 0.26), build=build, materials=("glass",),
    looks={"glass": "main", "contents": "jam", "lid": ("brass", "steel", "red stripe"), "label": "white card",
           "cookies": "cookie", "stopper": "main or walnut"},
    part_words={"lid": ("lid", "cap"), "label": ("label",), "contents": ("contents",), "stopper": ("stopper",)},
    styles={"preserve": ("jam", "jam jar", "preserve", "honey jar", "mason jar"), "cookie": ("cookie", "cookie jar",
                                                                                           "cookies", "biscuits")})
