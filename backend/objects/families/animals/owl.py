# SPDX-License-Identifier: GPL-3.0-or-later
"""Owls: round face, big eyes ahead; horned, barn and snowy."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"horned": 1.2, "barn": .7, "snowy": .6})
    coat, wing, front = {"horned": ("coat", "wing", "front"), "barn": ("pale", "coat", "white"),
                         "snowy": ("white", "white", "white")}[kind]
    face = "white" if kind != "horned" else "face"
    fat = d.between(.94, 1.10)
    s = Sculpt(.07)
    s.limb([(0, .09, .15), (0, .04, .34), (0, .0, .56), (0, -.01, .68)], [.14, .20 * fat, .195 * fat, .15], coat,
           squeeze=flat((0, 1, 0), .92))
    s.limb([(0, -.05, .20), (0, -.075, .38), (0, -.07, .56)], [.115, .155 * fat, .125], front, .03)
    head = np.array([0, -.03, .80])
    s.blob(head, (.185, .160, .150), coat, .06)
    s.blob(head + xyz(.072, -.112, -.005), (.085, .050, .090), face, .012, (.12, "x"), mirror=True)
    s.blob(head + xyz(.072, -.160, .005), (.050, .030, .054), face, .02, mirror=True, carve=True)
    s.limb([head + xyz(0, -.165, .0), head + xyz(0, -.195, -.03), head + xyz(0, -.180, -.068)], [.022, .022, .006],
           "beak", .008)
    if kind == "horned":
        tuft = d.between(.85, 1.2)
        s.limb([head + xyz(.105, -.06, .09), head + xyz(.145, -.05, .15), head + xyz(.175, -.02, .12 + .11 * tuft)],
               [.050, .036, .008], coat, .03, flat((.3, 1, 0), .6), mirror=True)
        s.limb([head + xyz(.012, -.150, .05), head + xyz(.08, -.135, .092), head + xyz(.13, -.10, .105)],
               [.016, .024, .014],
               wing, .015, mirror=True)
    s.limb([(.165 * fat, -.02, .62), (.205 * fat, .03, .46), (.165, .10, .27), (.08, .18, .12)],
           [.075, .105, .085, .03], wing, .02, flat((1, .25, .1), .36), mirror=True)
    s.limb([(0, .14, .20), (0, .20, .06), (0, .23, .02)], [.09, .07, .05], wing, .04, flat((0, 1, .35), .4))
    s.limb([(.075, -.05, .15), (.075, -.06, .06)], [.070, .048], front, .04, mirror=True)
    balls = [ball_ for ball_ in eyes(s, head + xyz(0, .0, .005), .047, .47, .86, .03, "iris", .55)]
    parts = [part("body", s.surface(92, d.detail)), part("eyes", *balls),
             part("pupils", *pupils(balls, .047, (.18, -1, 0), .66))]
    claws = []
    for side in (1, -1):
        for a in (-.5, 0, .5):
            at = np.array([side * .075, -.07, .035])
            way = np.array([np.sin(a), -np.cos(a), 0])
            claws.append(tube([at, at + way * .05 + xyz(0, 0, .004), at + way * .095 + xyz(0, 0, -.022)],
                              [.024, .022, .004],
                              8, 10, "claw"))
    parts.append(part("claws", *claws))
    return sized(parts, .40 * d.between(.85, 1.2))


FAMILY = Family(
    name="owl", words=("owl", "barn owl", "snowy owl", "eagle owl"),
    gloss=("an owl with big round eyes", "a bird of the night"), extent=(0.28, 0.6), build=build,
    materials=("owl plumage",),
    looks={"coat": "main", "wing": ("owl plumage", "brown coat"), "front": "pale plumage", "face": "pale plumage",
           "white": "white plumage", "pale": "pale plumage", "beak": "dark beak", "iris": "amber eye", "pupil": "eye",
           "claw": "dark beak"},
    part_words={"coat": ("body", "feathers", "plumage"), "wing": ("wing", "wings"), "iris": ("eye", "eyes"),
                "front": ("breast", "belly"), "beak": ("beak",)},
    styles={"horned": ("horned", "eagle", "eared"), "barn": ("barn",), "snowy": ("snowy", "white")})
