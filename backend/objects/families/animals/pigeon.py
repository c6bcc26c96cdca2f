# SPDX-License-Identifier: GPL-3.0-or-later
"""Pigeons and doves: plump, small head, shimmering neck, barred wings."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import bird_leg, sized, xyz
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    dove = d.choose({"rock": 1.2, "white": .7}) == "white"
    coat, wing, neck, bar = ("white",) * 4 if dove else ("coat", "wing", "neck", "bar")
    fat, up = d.between(.94, 1.10), d.between(-.02, .06)
    s = Sculpt(.07)
    s.limb([(0, .36, .36), (0, .12, .37), (0, -.12, .42), (0, -.24, .50)],
           [.10, .19 * fat, .205 * fat, .14], coat, squeeze=flat((1, 0, 0), .95))
    head = np.array([0, -.31, .77 + up])
    s.limb([xyz(0, -.20, .50), xyz(0, -.26, .62 + .5 * up), head + xyz(0, .015, -.02)], [.155, .100, .070], neck, .05)
    s.blob(head, (.078, .092, .080), coat, .04)
    s.limb([head + xyz(0, -.06, -.008), head + xyz(0, -.12, -.020), head + xyz(0, -.155, -.034)], [.026, .019, .008],
           "beak",
           .01)
    s.blob(head + xyz(0, -.085, .010), (.022, .024, .014), "cere", .006)
    s.limb([(0, .26, .38), (0, .50, .32), (0, .80, .25)], [.09, .085, .090], coat, .04, flat((0, .26, 1), .22))
    s.limb([(.145 * fat, -.14, .47), (.185 * fat, .04, .43), (.155, .30, .37), (.05, .64, .29)],
           [.095, .135, .105, .026], wing, .015, flat((1, .08, .22), .28), mirror=True)
    for y in (.14, .28):
        s.limb([(.198 - .35 * (y - .14), y, .475), (.192 - .35 * (y - .14), y + .06, .33)], [.020, .018], bar, .01,
               flat((1, 0, 0), .55), mirror=True)
    balls = eyes(s, head + xyz(0, -.012, .008), .019, .90, .38, .12)
    parts = [part("body", s.surface(92, d.detail)), part("eyes", *balls),
             part("pupils", *pupils(balls, .019, (1, -.4, .1), .62))]
    for side, name in ((1, "right"), (-1, "left")):
        parts.append(part(f"leg {name}", *bird_leg((side * .075, .04, .25), (side * .085, .0 + d.between(-.04, .04), 0),
                                                   .019, .12)))
    return sized(parts, d.between(.30, .36))


FAMILY = Family(
    name="pigeon", words=("pigeon", "dove", "turtle dove"),
    gloss=("a grey city pigeon", "a white dove of peace"), extent=(0.2, 0.45), build=build, materials=("grey coat",),
    looks={"coat": "main", "wing": ("white plumage", "grey coat"), "neck": "green plumage", "bar": "dark plumage",
           "white": "white plumage", "beak": "dark beak", "cere": "white plumage", "leg": "comb", "eye": "amber eye",
           "pupil": "eye"},
    part_words={"coat": ("body", "feathers", "plumage"), "wing": ("wing", "wings"), "neck": ("neck",),
                "beak": ("beak", "bill"), "leg": ("leg", "legs", "feet")},
    styles={"white": ("white", "dove"), "rock": ("grey", "city")})
