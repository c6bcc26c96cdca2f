# SPDX-License-Identifier: GPL-3.0-or-later
"""Dolphins arching as if in a leap."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import fin, sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt


def build(d: Draw) -> list[Part]:
    arch, fat = d.between(.015, .06), d.between(.94, 1.08)

    def spot(y: float, z: float = 0.0) -> np.ndarray:
        return np.array([0, y, z + arch * (1 - (y / .62) ** 2)])

    s = Sculpt(.05)
    s.limb([spot(-.40), spot(-.28), spot(-.06), spot(.18), spot(.42), spot(.60)],
           [.080, .112 * fat, .138 * fat, .108 * fat, .050, .022], "coat", rows=30)
    s.limb([spot(-.38, -.045), spot(-.20, -.055), spot(.05, -.060), spot(.22, -.035)], [.052, .088, .100 * fat, .07],
           "belly", .02)
    s.blob(spot(-.435, .018), (.075, .085, .070), "coat", .05)
    s.limb([spot(-.45, -.030), spot(-.51, -.036), spot(-.575, -.038)], [.046, .034, .024], "coat", .03)
    s.limb([spot(-.46, -.054), spot(-.56, -.056)], [.032, .020], "belly", .012)
    s.limb([spot(-.41, -.038) + xyz(.060, 0, 0), spot(-.50, -.046) + xyz(.032, 0, 0), spot(-.595, -.048),
            spot(-.50, -.046) + xyz(-.032, 0, 0), spot(-.41, -.038) + xyz(-.060, 0, 0)], [.0045] * 5, "coat", .003,
           carve=True, rows=16)
    back = fin([(-.09, .0), (-.01, .12), (.10, .18), (.115, .165), (.075, .07), (.085, -.02)], .030, "fin")
    fins = [back.moved(0, .02, .115 * fat + arch)]
    side = fin([(-.05, 0), (-.01, .11), (.075, .205), (.095, .195), (.06, .08), (.05, 0)], .024, "fin")
    for k in (1, -1):
        one = side.rotated(2.15, "y").rotated(.2).moved(.085 * fat, -.19, -.055 + arch * .9)
        fins.append(one if k > 0 else one.mirrored())
    flukes = fin([(-.045, 0), (-.01, .09), (.085, .195), (.105, .185), (.075, .07), (.070, 0), (.075, -.07),
                  (.105, -.185), (.085, -.195), (-.01, -.09)], .026, "fin", 60).rotated(np.pi / 2, "y")
    fins.append(flukes.rotated(-1.8 * arch, "x").moved(*spot(.615)))
    parts = [part("body", s.surface(112, d.detail)), part("fins", *fins),
             part("eyes", *eyes(s, spot(-.385, -.005), .014, .97, .22, .02, sink=.4))]
    return sized(parts, 1.9 * d.between(.88, 1.12))


FAMILY = Family(
    name="dolphin", words=("dolphin", "porpoise"), gloss=("a dolphin leaping out of the water",), extent=(1.8, 3.2),
    build=build, principal="depth", materials=("shark skin",),
    looks={"coat": "main", "fin": "main", "belly": "white plumage", "eye": "eye"},
    part_words={"coat": ("body", "skin", "back"), "fin": ("fin", "fins", "tail"), "belly": ("belly",)})
