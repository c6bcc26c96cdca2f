# SPDX-License-Identifier: GPL-3.0-or-later
"""Monkeys sitting: long limbs and tail, bare face and ears; apes without a tail."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    ape = d.choose({"monkey": 1.3, "ape": .6}) == "ape"
    fat, big = d.between(.95, 1.08) * (1.15 if ape else 1.0), d.between(.95, 1.05)
    s = Sculpt(.06)
    s.limb([(0, .10, .17), (0, .08, .34), (0, .02, .52), (0, -.01, .60)], [.165 * fat, .160 * fat, .150 * fat, .10],
           "coat", squeeze=flat((0, 1, 0), .90))
    s.limb([(0, -.02, .22), (0, -.06, .38), (0, -.07, .50)], [.095, .105 * fat, .085], "belly", .03)
    head = np.array([0, -.06, .76])
    s.blob(head, np.array([.145, .140, .150]) * big, "coat", .05)
    s.blob(head + xyz(.048, -.085, .032), np.array([.060, .062, .062]) * big, "face", .02, mirror=True)
    s.blob(head + xyz(0, -.115, -.055), np.array([.088, .085, .066]) * big, "face", .03)
    s.blob(head + xyz(0, -.150, .004), (.030, .030, .024), "face", .02)
    s.limb([head + xyz(.058, -.168, -.070), head + xyz(.03, -.196, -.082), head + xyz(0, -.205, -.084),
            head + xyz(-.03, -.196, -.082), head + xyz(-.058, -.168, -.070)], [.006] * 5, "mouth", .004, carve=True,
            rows=12)
    s.blob(head + xyz(.013, -.180, .004), (.007, .010, .006), "mouth", .004, mirror=True, carve=True)
    ear = .060 if ape else .072
    s.blob(head + xyz(.152 * big, .0, .0), (.026, ear * .8, ear), "face", .02, (.0, "x"), mirror=True)
    s.blob(head + xyz(.172 * big, -.022, .0), (.020, ear * .5, ear * .62), "face", .012, mirror=True, carve=True)
    reach = d.between(-.02, .05)
    for side in (1, -1):
        k = reach * side
        s.limb([(side * .125 * fat, .0, .54), (side * .235, -.02, .40), (side * .205, -.17 - k, .27),
                (side * .185, -.25 - k, .255)], np.array([.072, .052, .040, .034]) * (1.2 if ape else 1), "coat", .03,
               rows=14)
        s.blob((side * .178, -.285 - k, .250), (.034, .042, .028), "skin", .015)
        for q in (-1, 0, 1):
            s.limb([(side * .178 + q * .020, -.31 - k, .252), (side * .176 + q * .022, -.345 - k, .238)],
                   [.012, .009], "skin", .008)
        s.limb([(side * .10, .06, .15), (side * .20, -.14, .29), (side * .185, -.20, .26), (side * .165, -.15, .06)],
               np.array([.105, .074, .062, .042]) * (1.12 if ape else 1), "coat", .03, rows=16)
        s.blob((side * .172, -.205, .030), (.042, .085, .030), "skin", .02)
        for q in (-1, 0, 1):
            s.limb([(side * .172 + q * .026, -.265, .026), (side * .176 + q * .034, -.315, .018)], [.016, .011], "skin",
                   .01)
        s.limb([(side * .140, -.20, .028), (side * .105, -.245, .020)], [.016, .011], "skin", .01)
    if not ape:
        turn = 1 if d.chance(.5) else -1
        s.limb([(0, .22, .10), (turn * .10, .36, .05), (turn * .30, .38, .06), (turn * .42, .26, .16),
                (turn * .43, .20, .32), (turn * .36, .22, .42), (turn * .31, .25, .37)],
               [.045, .038, .034, .031, .028, .025, .018], "coat", .02, rows=30)
    whites = eyes(s, head + xyz(0, -.03, .034), .024, .40, .90, .04, "white", .52)
    parts = [part("body", s.surface(88, d.detail)), part("eyes", *whites),
             part("pupils", *pupils(whites, .024, (.12, -1, 0), .68))]
    return sized(parts, (1.15 if ape else .62) * d.between(.88, 1.12))


FAMILY = Family(
    name="monkey", words=("monkey", "ape", "chimpanzee", "gorilla", "baboon", "orangutan"),
    gloss=("a monkey with a long tail", "a sitting chimpanzee"), extent=(0.4, 1.4), build=build,
    materials=("brown coat", "brown coat", "grey coat", "lion coat"),
    looks={"coat": "main", "belly": ("cream fur", "brown coat"), "face": ("toy skin", "dark face"), "skin": "dark mane",
           "mouth": "nose", "white": "amber eye", "pupil": "eye"},
    part_words={"coat": ("fur", "coat", "body"), "face": ("face", "ears"), "belly": ("belly",),
                "skin": ("hands", "feet")},
    styles={"monkey": ("long-tailed",), "ape": ("ape", "chimpanzee", "gorilla", "orangutan")})
