# SPDX-License-Identifier: GPL-3.0-or-later
"""Cows and bulls with horns or without."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, horn, quadruped, varied, words
from backend.objects.families.base import Draw, Family, part


def build(d: Draw) -> list[Part]:
    horned = d.choose({"horned": 1.0, "polled": 0.8}) == "horned"
    bull = d.choose({"cow": 1.2, "bull": 0.5}) == "bull"
    chest = 1.15 if bull else 1.0
    b = varied(Build(
        length=1.02, torso=(.21, .225, .26, .25 * chest, .215 * chest), slim=.84, legs=.078, shin=.045, foot=.058,
        hoof=True,
        neck=(.34, .10), neck_radii=(.185 * chest, .13 * chest), skull=.145, muzzle=.19, muzzle_radii=(.108, .088),
        droop=.62,
        nose=0, ear="side", ear_size=.17, eye=.024, tail=((0, 0), (.06, .12), (.07, .40), (.06, .62)),
        tail_radii=(.03, .022, .018, .02), tuft=.08, blend=.09), d, 0.05)
    c = quadruped(b, d, d.between(-1, 1))
    c.body.blob(c.tip + np.array([0, -.03, -.005]), (.092, .05, .072), "snout", .05)
    if not bull:
        c.body.blob((0, b.length / 2 - .12, .42), (.13, .15, .12), "udder", .05)
        for x in (.05, -.05):
            for y in (-.17, -.08):
                c.body.limb([(x, b.length / 2 + y, .34), (x, b.length / 2 + y, .28)], [.022, .016], "udder", .02)
    more = []
    if horned:
        k = d.between(0.8, 1.3)
        at = c.head + np.array([.085, .03, .10])
        more.append(part("horns", *horn([at, at + np.array([.11, -.01, .03]) * k, at + np.array([.17, -.06, .14]) * k],
                                        [.034, .028, .008])))
    return finished(c, b, d.between(1.35, 1.5), d, more, (0.92, 0.42, 0.30))


FAMILY = Family(
    name="cow", words=("cow", "bull", "ox", "calf", "cattle"),
    gloss=("a dairy cow with black and white patches", "a farm animal that gives milk"),
    extent=(1.4, 3.0), build=build, materials=("cow coat",) * 3 + ("brown coat",),
    looks={**LOOKS, "snout": "pink skin", "udder": "pink skin", "tuft": "dark mane"},
    part_words={**words("coat", "ear", "tail", "eye", "hoof", "horn"), "udder": ("udder",),
                "snout": ("snout", "muzzle")},
    styles={"horned": ("horned", "horns"), "polled": ("polled",), "bull": ("bull", "ox"), "cow": ("dairy",)})
