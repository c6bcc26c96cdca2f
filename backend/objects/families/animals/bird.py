# SPDX-License-Identifier: GPL-3.0-or-later
"""Birds standing: songbirds with a coloured breast, pigeons, crows, gulls."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import bird_leg, sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    kind = d.choose({"songbird": 1.3, "crow": 0.7, "gull": 0.7})
    fat, tail, up = d.between(.92, 1.10), d.between(.88, 1.15), d.between(-.03, .05)
    coat, wing, leg = {"songbird": ("coat", "coat", "leg"), "crow": ("dark", "dark", "dark leg"),
                       "gull": ("white", "grey", "leg")}[kind]
    big, reach, bill = {"songbird": (1.12, .105, .034), "crow": (.95, .22, .050), "gull": (.94, .20, .038)}[kind]
    s = Sculpt(.07)
    s.limb([(0, .36, .40), (0, .14, .40), (0, -.10, .45), (0, -.22, .56 + up)],
           [.095, .195 * fat, .195 * fat, .130], coat, squeeze=flat((1, 0, 0), .92))
    head = np.array([0, -.27, .72 + up])
    s.limb([xyz(0, -.18, .52 + up), head], [.13, .11], coat)
    s.blob(head, (.122 * big, .135 * big, .120 * big), coat)
    if kind == "songbird":
        s.blob((0, -.20, .475 + .5 * up), (.135 * fat, .125, .175), "breast", .04)
        s.blob((0, -.02, .33), (.13 * fat, .20, .13), "belly", .04)
    s.limb([head + xyz(0, -.09 * big, -.012), head + xyz(0, -.13 * big - .55 * reach, -.016),
            head + xyz(0, -.13 * big - reach, -.045 if kind != "songbird" else -.030)], [bill * 1.15, bill * .8, .010],
           "beak" if kind != "crow" else "dark beak", .012, flat((1, 0, 0), .75))
    s.limb([(0, .26, .43), (0, .52, .37), (0, .30 + .52 * tail, .30)], [.085, .075, .078], coat if kind != "gull"
           else "white", .04, flat((0, .28, 1), .24))
    fold = .04 if kind == "songbird" else .12
    s.limb([(.135 * fat, -.14, .50), (.175 * fat, .04, .47), (.150, .30, .41), (.045, .56 + fold, .34)],
           [.085, .125, .100, .026], wing, .018, flat((1, .10, .25), .30), mirror=True)
    if kind == "gull":
        s.limb([(.100, .44, .385), (.030, .64 + fold, .33)], [.055, .020], "dark", .01, flat((1, .1, .25), .5),
               mirror=True)
    parts = [part("body", s.surface(84, d.detail)),
             part("eyes", *eyes(s, head + xyz(0, -.02, 0), .026 * big, .80, .55, .18))]
    for side, name in ((1, "right"), (-1, "left")):
        s2 = d.between(-.03, .03)
        parts.append(part(f"leg {name}", *bird_leg((side * .075, .06, .29), (side * .085, .02 + s2, 0), .019,
                                                   .13, leg)))
    return sized(parts, {"songbird": .16, "crow": .40, "gull": .42}[kind] * d.between(.9, 1.1))


FAMILY = Family(
    name="bird", words=("bird", "songbird", "sparrow", "robin", "crow", "raven", "blackbird", "gull", "seagull",
                        "finch", "bluebird", "canary"),
    gloss=("a small bird with wings and a beak", "a black crow", "a white sea bird"), extent=(0.1, 0.8), build=build,
    materials=("plumage",),
    looks={"coat": "main", "breast": ("red plumage", "pale plumage", "white plumage"),
           "belly": ("white plumage", "pale plumage"), "dark": "dark plumage", "white": "white plumage",
           "grey": "grey coat", "beak": ("beak", "dark beak"), "dark beak": "dark beak", "leg": "beak",
           "dark leg": "dark beak", "eye": "eye"},
    part_words={"coat": ("coat", "feathers", "plumage", "wings"), "breast": ("breast", "chest"),
                "beak": ("beak", "bill"), "leg": ("leg", "legs", "feet")},
    styles={"songbird": ("songbird", "robin", "sparrow", "finch", "canary", "bluebird"),
            "crow": ("crow", "raven", "blackbird"), "gull": ("gull", "seagull")})
