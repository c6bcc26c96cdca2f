# SPDX-License-Identifier: GPL-3.0-or-later
"""Squirrels sitting up with a nut, the bushy tail curled behind the back; chipmunks without tufts."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import body


def build(d: Draw) -> list[Part]:
    fat, bushy, tuft = d.between(.94, 1.08), d.between(.92, 1.15), d.between(.8, 1.15)
    s = Sculpt(.06)
    s.limb([(0, .14, .18), (0, .08, .32), (0, -.02, .48), (0, -.07, .60)], [.165 * fat, .165 * fat, .125, .095], "coat",
           squeeze=flat((1, 0, 0), .92))
    s.limb([(0, .0, .20), (0, -.06, .34), (0, -.115, .50)], [.115 * fat, .118 * fat, .075], "belly", .03)
    s.blob((.125, .04, .15), (.085, .135, .135), "coat", .04, mirror=True)
    s.blob((.125, -.12, .028), (.040, .115, .032), "coat", .03, mirror=True)
    head = np.array([0, -.14, .70])
    s.blob(head, (.110, .122, .108), "coat", .06)
    s.limb([head + xyz(0, -.07, -.020), head + xyz(0, -.155, -.042)], [.070, .036], "coat", .04)
    s.blob(head + xyz(0, -.118, -.058), (.050, .045, .034), "belly", .02)
    s.blob(head + xyz(0, -.186, -.026), (.015, .012, .012), "nose", .006)
    at = head + xyz(.062, .035, .075)
    s.limb([at, at + xyz(.022, .012, .055), at + xyz(.034, .016, .105)], [.042, .036, .014], "coat", .02,
           flat((.3, -1, 0), .45), mirror=True)
    s.limb([at + xyz(.030, .014, .085), at + xyz(.038, .018, .115 + .055 * tuft)], [.016, .004], "tail", .01,
           mirror=True)
    s.limb([(.085, -.08, .52), (.135, -.12, .42), (.075, -.23, .44), (.040, -.255, .475)], [.052, .040, .030, .026],
           "coat", .03, mirror=True)
    s.limb([(0, .22, .10), (0, .40, .14), (0, .46, .36), (0, .38, .60), (0, .34, .78), (0, .46, .92), (0, .56, .88)],
           np.array([.055, .115, .150, .160, .150, .115, .055]) * bushy, "tail", .03, flat((1, 0, 0), .82), rows=34)
    nut = body([(0, 0), (.5, .02), (.92, .25), (1.0, .50), (.75, .80), (.3, .96), (0, 1.0)], .042, .085, 20, 24, "nut")
    cap = body([(0, 0), (.9, .05), (1.0, .35), (.7, .8), (.15, 1.0), (.12, 1.5), (0, 1.5)], .046, .036, 16, 24, "cap")
    parts = [part("body", s.surface(88, d.detail)),
             part("eyes", *eyes(s, head + xyz(0, -.03, .012), .026, .84, .46, .26)),
             part("acorn", nut.rotated(.25, "x").moved(0, -.275, .42), cap.rotated(.25, "x").moved(0, -.290, .485))]
    return sized(parts, .26 * d.between(.85, 1.15))


FAMILY = Family(
    name="squirrel", words=("squirrel", "red squirrel", "chipmunk"),
    gloss=("a squirrel with a bushy tail holding a nut",), extent=(0.16, 0.4), build=build,
    materials=("fox coat", "grey coat", "brown coat"),
    looks={"coat": "main", "tail": "main", "belly": "white fur", "nose": "nose", "eye": "eye", "nut": "teak",
           "cap": "bark"},
    part_words={"coat": ("fur", "coat", "body"), "tail": ("tail",), "belly": ("belly",), "eye": ("eye", "eyes"),
                "nut": ("nut", "acorn")})
