# SPDX-License-Identifier: GPL-3.0-or-later
"""Sea horses: upright, with a tube of a snout, plated rings, a curled tail and a fin on the back."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import fin, sized, xyz
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    belly, curl = d.between(.9, 1.12), d.between(.92, 1.08)
    t = np.linspace(0, 1, 40)
    a = np.pi * 1.0 + t * 2 * np.pi * 1.15 * curl
    r = .150 * (1 - .62 * t)
    ring = np.column_stack([0 * t, -.02 - r * np.cos(a) - .105, .17 + r * np.sin(a)])
    spine = np.concatenate([[(0, -.055, .98), (0, .035, .93), (0, .06, .82), (0, -.0, .66), (0, -.035, .52),
                             (0, .035, .36), (0, .045, .26)], ring[1:]])
    path = spline(spine, 240)
    at = np.linspace(0, 1, 240)
    radius = np.interp(at, [0, .06, .14, .24, .33, .44, .55, .75, 1],
                       np.array([.045, .060, .066, .120 * belly, .118 * belly, .070, .050, .032, .010]))
    radius = radius * (1 + .075 * np.cos(at * 46 * 2 * np.pi / 1.2))
    section = circle(d.segments(28, 20))
    angle = np.arctan2(section[:, 1], section[:, 0])
    section = section * (1 + .06 * np.cos(7 * angle))[:, None] * (.80, 1.0)
    trunk = sweep(path, section, radius, up=(0, 1, 0), round_ends=True, region="skin")
    spikes = []
    for i in range(10, 200, 9):
        way = path[i + 1] - path[i - 1]
        way = way / np.linalg.norm(way)
        rear = np.cross(way, (1.0, 0, 0))
        for q in (.9, -.9, 2.4, -2.4):
            out = np.cos(q) * rear * (1 if rear[1] > 0 else -1) + np.sin(q) * np.array([.8, 0, 0])
            root = path[i] + out * radius[i] * .90
            spikes.append(tube([root, root + out * .022 * min(1, radius[i] / .05)], [.013, .002], 3, 7, "skin"))
    s = Sculpt(.03)
    head = np.array([0, -.085, 1.005])
    s.limb([xyz(0, .02, .93), head], [.056, .070], "skin")
    s.blob(head, (.062, .085, .072), "skin")
    s.limb([head + xyz(0, -.05, -.012), head + xyz(0, -.15, -.045), head + xyz(0, -.235, -.075)], [.040, .023, .026],
           "skin",
           .025)
    for y, z, tall in ((.02, .06, .07), (.065, .045, .055), (-.03, .062, .045)):
        s.limb([head + xyz(0, y, z), head + xyz(0, y + .02, z + tall)], [.026, .008], "skin", .015)
    s.limb([head + xyz(.045, .0, .05), head + xyz(.062, .012, .085)], [.018, .005], "skin", .012, mirror=True)
    whites = eyes(s, head + xyz(0, -.02, .012), .026, .95, .25, .12, "iris", .5)
    back = fin([(.06, .55), (.10, .51), (.195, .47), (.225, .56), (.205, .67), (.12, .67), (.06, .63)], .016, "fin")
    ears = [ball((.010, .030, .042), 12, 16, "fin").rotated(s_ * -.4, "z").moved(s_ * .065, .0, .93) for s_ in (1, -1)]
    parts = [part("body", trunk, *spikes), part("head", s.surface(72, d.detail)), part("fins", back, *ears),
             part("eyes", *whites), part("pupils", *pupils(whites, .026, (1, -.3, .1), .6))]
    return sized(parts, .15 * d.between(.8, 1.3))


FAMILY = Family(
    name="sea_horse", words=("sea horse", "seahorse"), gloss=("a sea horse with a curled tail",),
    extent=(0.1, 0.3), build=build, materials=("starfish", "coral", "shell"),
    looks={"skin": "main", "fin": ("pale plumage", "fin"), "iris": "amber eye", "pupil": "eye"},
    part_words={"skin": ("body", "skin"), "fin": ("fin", "fins"), "iris": ("eye", "eyes")})
