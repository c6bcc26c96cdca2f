# SPDX-License-Identifier: GPL-3.0-or-later
"""Parrots on a perch: macaws with long tails, a cockatoo with a crest, budgerigars."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import feathers, sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import tube
from backend.objects.modeling.solids import turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"macaw": 1.2, "cockatoo": .7})
    coat, wing, tip, tail = {"macaw": ("coat", "wing", "tip", "tail"), "cockatoo": ("white",) * 4}[kind]
    fat, long = d.between(.94, 1.08), (1.0 if kind == "macaw" else .55) * d.between(.9, 1.1)
    s = Sculpt(.06)
    s.limb([(0, .16, .10), (0, .08, .25), (0, .0, .46), (0, -.03, .60)], [.08, .135 * fat, .145 * fat, .11], coat)
    head = np.array([0, -.06, .74])
    s.limb([xyz(0, -.03, .58), head], [.115, .105], coat)
    s.blob(head, (.105, .125, .110), coat, .05)
    s.blob(head + xyz(.060, -.065, -.012), (.050, .060, .058), "face", .012, mirror=True)
    s.limb([head + xyz(0, -.105, .030), head + xyz(0, -.175, .020), head + xyz(0, -.200, -.050),
            head + xyz(0, -.165, -.105)],
           [.052, .050, .030, .006], "beak", .012, flat((1, 0, 0), .80))
    s.limb([head + xyz(0, -.090, -.055), head + xyz(0, -.135, -.085)], [.038, .020], "dark", .01)
    s.limb([(.125 * fat, -.03, .56), (.165 * fat, .02, .42), (.13, .12, .24)], [.065, .095, .070], wing, .02,
           flat((1, .25, .1), .36), mirror=True)
    s.limb([(.150 * fat, .065, .34), (.105, .17, .16), (.03, .25, .0)], [.075, .062, .018], tip, .02,
           flat((1, .3, .1), .34), mirror=True)
    parts = [part("body", s.surface(92, d.detail)),
             part("eyes", *eyes(s, head + xyz(0, -.03, .01), .018, .86, .45, .16))]
    roots = [(x * .02, .17, .12) for x in (-2, -1, 0, 1, 2)]
    tips = [(x * .030, .40 + .06 * long, .12 - (.70 - .07 * abs(x)) * long) for x in (-2, -1, 0, 1, 2)]
    plumes = feathers(roots, tips, .085, tail, .12)
    parts.append(part("tail", *plumes))
    if kind == "cockatoo":
        crest = [tube([head + xyz(x * .016, -.05 + .02 * k, .095),
                       head + xyz(x * .03, .0 + .035 * k, .17 + .045 * (3 - k)),
                       head + xyz(x * .04, .07 + .055 * k, .205 + .05 * (3 - k))], [.024, .020, .005], 10, 8, "crest")
                 for k, x in ((0, 0), (1, 1), (1, -1), (2, 0), (3, .6), (3, -.6))]
        parts.append(part("crest", *crest))
    grips = []
    for side in (1, -1):
        for x in (-.024, .024):
            at = np.array([side * .065 + x, 0, 0])
            grips.append(tube([at + xyz(0, .045, .045), at + xyz(0, .0, .080), at + xyz(0, -.055, .048),
                               at + xyz(0, -.066, -.005)],
                              [.017, .019, .017, .006], 10, 8, "dark"))
        grips.append(tube([(side * .065, .02, .17), (side * .065, .01, .07)], [.045, .022], 6, 10, coat))
    parts.append(part("feet", *grips))
    half = d.between(.26, .34)
    perch = turned([(.050, -half), (.050, half)], .012, d.segments(28, 16), "perch").rotated(np.pi / 2, "y")
    low = -.70 * long - .14
    pole = turned([(.17, low), (.17, low + .03), (.045, low + .06), (.036, -.03)], .012, d.segments(36, 20), "perch")
    parts.append(part("perch", perch, pole))
    return sized(parts, .46 * d.between(.85, 1.15))


FAMILY = Family(
    name="parrot", words=("parrot", "macaw", "cockatoo", "parakeet", "budgie"),
    gloss=("a colourful parrot on a perch", "a talking tropical bird"), extent=(0.4, 1.1), build=build,
    materials=("toy red", "toy green", "toy blue"),
    looks={"coat": "main", "wing": ("toy yellow", "toy green"), "tip": "toy blue", "tail": ("toy blue", "toy red"),
           "white": "white plumage", "face": "white plumage", "beak": ("dark beak", "horn"), "dark": "dark beak",
           "crest": "toy yellow", "perch": ("oak", "walnut"), "eye": "eye"},
    part_words={"coat": ("body", "feathers", "plumage"), "wing": ("wing", "wings"), "tail": ("tail",),
                "beak": ("beak",), "perch": ("perch",)},
    styles={"macaw": ("macaw", "long"), "cockatoo": ("cockatoo", "white")})
