# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle of asparagus tied with a band."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import aimed, blade, body
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    long, r = d.between(.19, .23), d.between(.0055, .007)
    spots = [(0.0, 0.0)] + [(2.02 * r * np.cos(a), 2.02 * r * np.sin(a)) for a in np.arange(6) * np.pi / 3]
    spots += [(3.75 * r * np.cos(a), 3.75 * r * np.sin(a)) for a in np.arange(10) * np.pi / 5 + .2 if np.sin(a) > -.75]
    spears, tips = [], []
    for x, y in spots:
        tall, q = long * d.between(.92, 1.04), r * d.between(.9, 1.05)
        spears.append(body([(0, 0), (.96, .0), (1.0, .04), (.92, .55), (.86, .78), (1.02, .87), (.66, .95),
                            (.12, .995), (0, 1.0)], q, tall, 34, 16,
                           "spear").moved(x, y, 0))
        for k in range(16):
            t = k / 16
            a = k * 2.399963
            z = tall * (.42 + .34 * t if k < 7 else .74 + .24 * (k - 7) / 9)
            w = q * float(np.interp(z / tall, [0, .55, .78, .87, .95, 1], [1, .92, .86, 1.02, .66, .1]))
            leaf = blade((.016 if k < 7 else .013) * (1 - .25 * t), .0085 * (1 - .2 * t), "ovate", 1.48, .10, .5,
                         thick=.0006, rows=7, columns=5,
                         region="tip")
            tips.append(aimed(leaf, a, 0, (x + w * np.cos(a) * .96, y + w * np.sin(a) * .96, z)))
    band = lathe(circle(12, .0034) * (.45, 1) + np.array([4.75 * r, 0]), d.segments(48, 32), "band",
                 loop=True).moved(z=.34 * long)
    lay = d.chance(.7)
    parts = [part("spears", *spears), part("tips", *tips), part("band", band)]
    if not lay:
        return parts
    turn = d.between(-.4, .4)
    return [Part(p.name, tuple(s.rotated(np.pi / 2, "x").rotated(turn) for s in p.pieces)) for p in parts]


FAMILY = Family(
    name="asparagus", words=("asparagus", "asparagus bundle"), gloss=("a bundle of green asparagus",),
    extent=(.16, .27), build=build,
    materials=("stalk", "stalk", "pale flesh"), looks={"spear": "main", "tip": ("fresh leaf", "grape skin"),
                                                       "band": ("toy blue", "toy red", "straw")},
    part_words={"band": ("band",), "tip": ("tips",)})
