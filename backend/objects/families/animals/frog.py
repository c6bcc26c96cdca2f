# SPDX-License-Identifier: GPL-3.0-or-later
"""Frogs sitting: pond frogs, slim tree frogs with round toes, broad toads."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import pupils
from backend.objects.families.animals.shared_reptile import sprawl
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import ball


def build(d: Draw) -> list[Part]:
    kind = d.choose({"pond": 1.1, "tree": .9, "toad": .6})
    fat = {"pond": 1.0, "tree": .88, "toad": 1.16}[kind] * d.between(.95, 1.05)
    coat = "toad" if kind == "toad" else "coat"
    s = Sculpt(.06)
    s.limb([(0, .34, .13), (0, .16, .22), (0, -.06, .30), (0, -.22, .37)], [.10, .21 * fat, .225 * fat, .19], coat,
           squeeze=flat((0, 0, 1), .86))
    s.limb([(0, .18, .14), (0, -.04, .19), (0, -.20, .25)], [.14 * fat, .175 * fat, .15], "belly", .03,
           flat((0, 0, 1), .8))
    head = np.array([0, -.30, .42])
    s.limb([head + xyz(0, .06, 0), head + xyz(0, -.07, -.008)], [.20 * fat, .150], coat, .05, flat((0, 0, 1), .66))
    s.limb([head + xyz(0, .02, -.055), head + xyz(0, -.06, -.065)], [.165, .120], "belly", .02, flat((0, 0, 1), .55))
    s.limb([head + xyz(.178 * fat, .02, -.030), head + xyz(.13, -.13, -.036), head + xyz(0, -.215, -.036),
            head + xyz(-.13, -.13, -.036), head + xyz(-.178 * fat, .02, -.030)], [.009] * 5, coat, .008, carve=True,
            rows=18)
    r = .062 if kind != "tree" else .072
    at = np.array([.115, -.30, .535])
    s.blob(at - xyz(0, 0, .02), (r * 1.12, r * 1.12, r * 1.05), coat, .03, mirror=True)
    s.blob(head + xyz(.030, -.205, .030), (.008, .008, .008), coat, .006, mirror=True, carve=True)
    for side in (1, -1):
        sprawl(s, [(side * .15, -.16, .25), (side * .25, -.13, .15), (side * .20, -.27, .025)], [.070, .052, .036], .11,
               side * .15, coat, 4, 1.5, "", .026 if kind == "tree" else 0)
        s.limb([(side * .12, .24, .16), (side * .30, .02, .19), (side * .34, -.05, .20)], [.12, .105, .075], coat, .03)
        s.limb([(side * .34, -.05, .19), (side * .31, .14, .09), (side * .24, .25, .05)], [.072, .058, .036], coat,
               .015)
        sprawl(s, [(side * .24, .25, .05), (side * .30, .14, .03), (side * .34, .02, .022)], [.042, .036, .036], .17,
               side * .42, coat, 4, .95, "", .026 if kind == "tree" else 0)
    if kind == "toad":
        for _ in range(34):
            way = np.array([d.between(-1, 1), d.between(-.9, 1), d.between(.25, 1)])
            out = s.outlet((0, .05 * way[1], .26), way)
            s.blob(out, d.between(.012, .024), coat, .012)
    whites, looks = [], (.55, -.80, .12)
    for side in (1, -1):
        whites.append(ball(r, 16, 20, "iris").moved(*((at + np.array([.016, -.020, .012])) * (side, 1, 1))))
    parts = [part("body", s.surface(84, d.detail)), part("eyes", *whites),
             part("pupils", *pupils(whites, r, looks, .60))]
    return sized(parts, {"pond": .13, "tree": .075, "toad": .13}[kind] * d.between(.85, 1.2))


FAMILY = Family(
    name="frog", words=("frog", "toad", "tree frog", "bullfrog"),
    gloss=("a green frog sitting by a pond", "a toad with warts"), extent=(0.04, 0.25), build=build,
    materials=("frog skin",),
    looks={"coat": "main", "toad": "brown coat", "belly": ("pale plumage", "plastron"),
           "iris": ("amber eye", "amber eye", "comb"), "pupil": "eye"},
    part_words={"coat": ("skin", "body"), "belly": ("belly",), "iris": ("eye", "eyes")},
    styles={"pond": ("pond", "green"), "tree": ("tree",), "toad": ("toad", "warty")})
