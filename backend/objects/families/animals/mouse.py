# SPDX-License-Identifier: GPL-3.0-or-later
"""Mice and rats: big round ears, pointed snout with whiskers, long bare tail."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import tube


def build(d: Draw) -> list[Part]:
    rat = d.choose({"mouse": 1.2, "rat": .5}) == "rat"
    fat, ear = d.between(.94, 1.08), d.between(.9, 1.12) * (.62 if rat else 1.0)
    long = 1.25 if rat else 1.0
    s = Sculpt(.06)
    s.limb([(0, .30 * long, .19), (0, .10, .225), (0, -.14 * long, .20), (0, -.26 * long, .22)],
           [.155 * fat, .205 * fat, .155 * fat, .115], "coat", squeeze=flat((1, 0, 0), .92))
    head = np.array([0, -.34 * long, .25])
    s.blob(head, (.120, .145, .115), "coat", .06)
    s.limb([head + xyz(0, -.07, -.012), head + xyz(0, -.17, -.028), head + xyz(0, -.235, -.034)], [.085, .052, .028],
           "coat",
           .04)
    s.blob(head + xyz(0, -.252, -.028), (.020, .017, .017), "nose", .008)
    at = head + xyz(.085, .035, .085)
    s.blob(at + xyz(.045 * ear, .01, .060 * ear), (.092 * ear, .030, .098 * ear), "ear", .02, (.45, "z"), mirror=True)
    s.blob(at + xyz(.045 * ear, -.020, .062 * ear), (.066 * ear, .024, .072 * ear), "ear", .015, (.45, "z"),
           mirror=True,
           carve=True)
    step = d.between(-.03, .03)
    for side in (1, -1):
        k = step * side
        s.limb([(side * .10, -.20 * long, .15), (side * .105, -.25 * long + k, .07),
                (side * .10, -.27 * long + k, .03)],
               [.055, .035, .024], "coat", .03)
        s.blob((side * .10, -.30 * long + k, .020), (.026, .048, .020), "paw", .02)
        s.blob((side * .135, .20 * long, .14), (.085, .125, .125), "coat", .05)
        s.blob((side * .155, .12 * long - k, .022), (.030, .088, .022), "paw", .02)
    curl = d.between(-.25, .25)
    tail = tube([(0, .42 * long, .15), (curl * .3, .56 * long, .05), (curl, .78 * long, .025),
                 (curl * 2.2, .98 * long, .03), (curl * 2.4, 1.22 * long, .04 + .1 * d.between(0, 1))],
                [.034, .026, .019, .013, .005], 34, 12, "tail")
    whiskers = []
    for side in (1, -1):
        for k in range(4):
            root = head + xyz(side * .032, -.195, -.030 + .008 * k)
            out = np.array([side * (.15 + .01 * k), -.015 + .022 * k, -.03 + .024 * k])
            whiskers.append(tube([root, root + .5 * out + xyz(0, 0, .008), root + out], [.0030, .0024, .0010], 6, 5,
                                 "whisker"))
    r = .025 if not rat else .021
    parts = [part("body", s.surface(96, d.detail)), part("tail", tail), part("whiskers", *whiskers),
             part("eyes", *eyes(s, head + xyz(0, -.05, .012), r, .80, .42, .36))]
    return sized(parts, (.16 if rat else .085) * d.between(.88, 1.15))


FAMILY = Family(
    name="mouse", words=("mouse", "rat", "field mouse", "hamster"),
    gloss=("a little mouse with round ears and a long tail", "a grey rat"), extent=(0.08, 0.4), build=build,
    principal="depth", materials=("grey coat", "brown coat", "rabbit coat", "white fur"),
    looks={"coat": "main", "ear": "pink skin", "paw": "pink skin", "tail": "pink skin", "nose": "pink skin",
           "whisker": "white fur", "eye": "eye"},
    part_words={"coat": ("fur", "coat", "body"), "ear": ("ear", "ears"), "tail": ("tail",), "nose": ("nose",),
                "eye": ("eye", "eyes"), "paw": ("paw", "paws", "feet")},
    styles={"mouse": ("little",), "rat": ("rat",)})
