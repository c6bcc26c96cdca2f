# SPDX-License-Identifier: GPL-3.0-or-later
"""Lizards: quick wall lizards, geckos with round toes, iguanas with a comb of spines."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.animals.shared_reptile import sprawl
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"wall": 1.1, "gecko": .9, "iguana": .9})
    bend = d.between(.06, .16) * (1 if d.chance(.5) else -1)
    fat = {"wall": .85, "gecko": .95, "iguana": 1.2}[kind] * d.between(.94, 1.06)
    up = {"wall": .085, "gecko": .085, "iguana": .14}[kind]
    tail = {"wall": 1.15, "gecko": .75, "iguana": 1.15}[kind] * d.between(.92, 1.08)
    spine = np.array([(bend * .7, -.34, up + .03), (bend * .3, -.20, up + .012), (-bend * .4, 0, up),
                      (0, .22, up - .005), (bend * 1.5, .22 + .30 * tail, up - .04),
                      (bend * 2.2, .22 + .58 * tail, up * .35), (-bend * .4, .22 + .85 * tail, .018)])
    radii = np.array([.062, .075, .100, .068, .040, .024, .008]) * fat
    s = Sculpt(.03)
    s.limb(spine, radii, "coat", squeeze=flat((0, 0, 1), .82 if kind != "iguana" else 1.0), rows=40)
    head = spine[0] + np.array([bend * .2, -.11, .02 + (.03 if kind == "iguana" else 0)])
    big = 1.15 if kind == "gecko" else 1.0
    s.limb([spine[0], head], [.060 * fat, .062], "coat")
    s.blob(head, np.array((.074, .090, .054)) * big, "coat", .04)
    s.limb([head + xyz(0, -.04, -.004), head + xyz(bend * .1, -.145, -.014)], np.array([.056, .030]) * big, "coat", .04,
           flat((0, 0, 1), .70))
    s.limb([head + xyz(.062, -.055, -.018), head + xyz(.03, -.13, -.024), head + xyz(0, -.176 * big, -.024),
            head + xyz(-.03, -.13, -.024), head + xyz(-.062, -.055, -.018)], [.005] * 5, "coat", .004, carve=True,
            rows=14)
    claw = "claw" if kind == "iguana" else ""
    tip = .019 if kind == "gecko" else 0
    step = d.between(.03, .07)
    for side in (1, -1):
        k = step * side
        x0, y0 = spine[1][0] + side * .05 * fat, -.17
        sprawl(s, [(x0, y0, up), (x0 + side * .12, y0 - .02 - k, up * 1.05), (x0 + side * .16, y0 - .10 - k, .020)],
               [.036 * fat, .028 * fat, .022], .075, side * .3, "coat", 4, 1.5, claw, tip)
        x1, y1 = spine[3][0] + side * .04 * fat, .20
        sprawl(s, [(x1, y1, up - .005), (x1 + side * .14, y1 - .05 + k, up * 1.1),
                   (x1 + side * .17, y1 + .06 + k, .020)],
               [.046 * fat, .034 * fat, .023], .090, side * .6, "coat", 4, 1.6, claw, tip)
    parts = []
    if kind == "iguana":
        s.blob(head + xyz(0, -.035, -.075), (.022, .055, .060), "coat", .03)
        curve = spline(np.concatenate([head[None] + xyz(0, .06, .0), spine[:6]]), 120)
        wide = np.interp(np.linspace(0, 1, 120), np.linspace(0, 1, 7), [.05, *radii[:6]])
        spines = []
        for t in np.linspace(.02, .80, 34):
            i = int(t * 119)
            tall = .062 * (1 - .75 * t)
            at = curve[i] + xyz(0, 0, wide[i] - .012)
            spines.append(tube([at, at + xyz(0, .012, tall * .6), at + xyz(0, .034, tall)], [.013, .009, .001], 6, 7,
                               "spine"))
        parts.append(part("comb", *spines))
    r = .020 * big * (1.2 if kind == "gecko" else 1)
    parts.append(part("eyes", *eyes(s, head + xyz(0, -.025, .012), r, .80, .38, .42)))
    return sized([part("body", s.surface(150, d.detail)), *parts],
                 {"wall": .13, "gecko": .16, "iguana": .75}[kind] * d.between(.85, 1.15))


FAMILY = Family(
    name="lizard", words=("lizard", "gecko", "iguana", "salamander", "newt", "chameleon", "reptile", "reptiles"),
    gloss=("a small lizard with a long tail", "a gecko on the wall", "a green iguana"), extent=(0.1, 1.6), build=build,
    principal="depth", materials=("reptile skin",),
    looks={"coat": "main", "spine": ("reptile skin", "horn"), "claw": "dark beak", "eye": ("eye", "amber eye")},
    part_words={"coat": ("skin", "body", "scales"), "spine": ("spines", "crest"), "eye": ("eye", "eyes")},
    styles={"wall": ("wall", "small"), "gecko": ("gecko",), "iguana": ("iguana", "spiny")})
