# SPDX-License-Identifier: GPL-3.0-or-later
"""Ducks and geese standing: green-headed mallards, brown hens, white farm ducks, geese."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import bird_leg, sized, webbed, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    kind = d.choose({"mallard": 1.2, "white": .9, "goose": .7})
    coat, breast, top, ring, wing = {"mallard": ("coat", "breast", "green", "ring", "wing"), "white": ("white",) * 5,
                                     "goose": ("white", "white", "white", "white", "goose wing")}[kind]
    fat, up = d.between(.94, 1.1), d.between(-.03, .05) + (.20 if kind == "goose" else 0)
    s = Sculpt(.07)
    s.limb([(0, .50, .42), (0, .28, .37), (0, .0, .36), (0, -.20, .41)], [.06, .185 * fat, .215 * fat, .14], coat,
           squeeze=flat((1, 0, 0), 1.0))
    s.blob((0, -.255, .43), (.180 * fat, .175, .185), breast, .05)
    head = np.array([0, -.40, .86 + up])
    s.limb([(0, -.26, .46), (0, -.355, .60 + .4 * up), (0, -.36, .72 + .8 * up)], [.125, .082, .070], breast, .05)
    s.limb([(0, -.357, .655 + .8 * up), (0, -.358, .675 + .8 * up)], [.082, .082], ring, .012)
    s.limb([xyz(0, -.358, .70 + .8 * up), xyz(0, -.36, .78 + up), head], [.075, .072, .085], top, .03)
    s.blob(head + xyz(0, -.005, .005), (.090, .118, .094), top, .04)
    s.limb([head + xyz(0, -.085, -.012), head + xyz(0, -.165, -.035), head + xyz(0, -.245, -.042)], [.060, .055, .058],
           "bill",
           .015, flat((0, .15, 1), .42))
    s.limb([head + xyz(0, -.085, -.040), head + xyz(0, -.225, -.062)], [.044, .044], "bill", .006,
           flat((0, .1, 1), .35))
    s.limb([(0, .40, .42), (0, .58, .47), (0, .70, .54)], [.095, .070, .030], coat, .05, flat((0, -.3, 1), .45))
    s.limb([(.165 * fat, -.14, .48), (.205 * fat, .06, .45), (.17, .32, .42), (.05, .60, .46)],
           [.09, .135, .105, .028], wing, .018, flat((1, .05, .20), .30), mirror=True)
    if kind == "mallard":
        s.limb([(.236 * fat, .14, .40), (.205 * fat, .28, .40)], [.034, .030], "speculum", .008, flat((1, .2, 0), .6),
               mirror=True)
    parts = [part("body", s.surface(92, d.detail)),
             part("eyes", *eyes(s, head + xyz(0, -.02, .02), .020, .88, .42, .18))]
    for side, name in ((1, "right"), (-1, "left")):
        at = d.between(-.05, .05)
        parts.append(part(f"leg {name}", bird_leg((side * .085, .04, .22), (side * .10, .04 + at, .004), .026, .05,
                                                  "foot")[0],
                          webbed((side * .10, .05 + at, 0), .17, "foot", .13)))
    return sized(parts, (.70 if kind == "goose" else .42) * d.between(.92, 1.08))


FAMILY = Family(
    name="duck", words=("duck", "mallard", "goose", "duckling", "drake", "swan"),
    gloss=("a duck with a flat bill", "a mallard drake", "a white farm goose"), extent=(0.3, 1.0), build=build,
    materials=("grey coat",),
    looks={"coat": "main", "breast": "brown coat", "green": "green plumage", "ring": "white plumage",
           "wing": ("brown coat", "grey coat"), "white": "white plumage", "goose wing": ("white plumage", "grey coat"),
           "speculum": "toy blue", "bill": "beak", "foot": "beak", "eye": "eye"},
    part_words={"coat": ("body", "feathers", "plumage"), "green": ("head",), "bill": ("bill", "beak"),
                "wing": ("wing", "wings"), "foot": ("foot", "feet", "legs")},
    styles={"mallard": ("mallard", "wild", "drake"), "white": ("white", "farm"), "goose": ("goose", "swan")})
