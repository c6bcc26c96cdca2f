# SPDX-License-Identifier: GPL-3.0-or-later
"""Sharks: great white, slender reef shark, hammerhead."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import fin, sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import ball, tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"white": 1.2, "reef": .6, "hammerhead": .6})
    fat = d.between(.93, 1.08) * (.82 if kind != "white" else 1)
    bend = d.between(-.10, .10)
    s = Sculpt(.05)
    s.limb([(0, -.52, .01), (0, -.36, .0), (0, -.10, .0), (0, .18, .01), (bend * .4, .44, .02), (bend, .62, .03)],
           [.055 * fat, .105 * fat, .138 * fat, .110 * fat, .050 * fat, .024], "coat", squeeze=flat((1, 0, 0), .94),
           rows=30)
    if kind == "hammerhead":
        s.limb([(-.20, -.49, 0), (-.10, -.53, 0), (0, -.545, 0), (.10, -.53, 0), (.20, -.49, 0)],
               [.042, .046, .046, .046, .042], "coat", .05, flat((0, 0, 1), .62), rows=16)
    else:
        s.limb([(0, -.46, .01), (0, -.585, .018)], [.080 * fat, .022], "coat", .06, flat((0, 0, 1), .92))
    s.limb([(.075 * fat, -.36, -.055), (.05 * fat, -.45, -.060), (0, -.485, -.060), (-.05 * fat, -.45, -.060),
            (-.075 * fat, -.36, -.055)], [.016, .020, .022, .020, .016], "mouth", .008, carve=True, rows=16)
    if kind != "hammerhead":
        s.blob((0, -.425, -.070), (.055 * fat, .07, .024), "mouth", .01)
    gills = [tube([(x * .104 * fat, y, .035), (x * .127 * fat, y - .012, -.005), (x * .110 * fat, y - .006, -.05)],
                  [.004, .006, .004], 8, 6, "gill") for x in (1, -1) for y in (-.285, -.260, -.235, -.210, -.185)]
    up = .115 * fat
    fins = [fin([(-.12, up - .03), (-.02, up + .10), (.07, up + .19), (.095, up + .18), (.065, up + .06),
                 (.07, up - .02)], .034, "fin"),
            fin([(.37, .055), (.42, .115), (.455, .11), (.445, .05)], .016, "fin"),
            fin([(.36, -.045), (.41, -.095), (.44, -.09), (.43, -.03)], .014, "fin")]
    fins.append(fin([(.57, .0), (.62, .10), (.74, .29), (.785, .285), (.70, .075), (.76, -.14), (.73, -.155),
                     (.62, -.04)], .030, "fin").moved(x=bend))
    side = fin([(-.06, 0), (.02, .14), (.12, .30), (.155, .29), (.105, .12), (.08, 0)], .026, "fin")
    low = fin([(-.03, 0), (.03, .10), (.065, .10), (.06, 0)], .014, "fin")
    for k in (1, -1):
        one = side.rotated(1.95, "y").moved(.085 * fat, -.13, -.055)
        two = low.rotated(2.2, "y").moved(.04, .26, -.065)
        fins += [one, two] if k > 0 else [one.mirrored(), two.mirrored()]
    if kind == "hammerhead":
        gaze = [ball(.018, 10, 14, "eye").moved(x * .238, -.49, .004) for x in (1, -1)]
    else:
        gaze = eyes(s, (0, -.42, .020), .015, .97, .20, .10, sink=.4)
    teeth = []
    if kind != "hammerhead":
        for t in np.linspace(-1, 1, 13):
            a = 1.15 * t
            at = np.array([.060 * fat * np.sin(a), -.395 - .075 * np.cos(a), -.050])
            teeth.append(tube([at, at + xyz(0, 0, -.024)], [.0085, .001], 4, 6, "tooth"))
    parts = [part("body", s.surface(116, d.detail)), part("fins", *fins), part("gills", *gills), part("eyes", *gaze)]
    if teeth:
        parts.append(part("teeth", *teeth))
    return sized(parts, {"white": 3.4, "reef": 1.5, "hammerhead": 2.6}[kind] * d.between(.85, 1.1))


FAMILY = Family(
    name="shark", words=("shark", "great white shark", "hammerhead", "hammerhead shark", "reef shark"),
    gloss=("a shark with a fin on its back and sharp teeth", "a great white shark"), extent=(1.5, 6.0), build=build,
    principal="depth", materials=("shark skin",),
    looks={"coat": "main", "fin": "main", "mouth": "pink skin", "gill": "dark beak", "eye": "eye", "tooth": "ivory"},
    part_words={"coat": ("body", "skin"), "fin": ("fin", "fins", "tail"), "tooth": ("tooth", "teeth"),
                "eye": ("eye", "eyes")},
    styles={"white": ("white", "great white"), "reef": ("reef", "small"), "hammerhead": ("hammerhead",)})
