# SPDX-License-Identifier: GPL-3.0-or-later
"""Penguins standing upright: emperor with golden cheeks, small Adelie, crested rockhopper, grey chick."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, webbed, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"emperor": 1.2, "adelie": .9, "rockhopper": .6, "chick": .6})
    fat = d.between(.94, 1.10) * (1.14 if kind == "chick" else 1.0)
    coat, front = ("down", "down") if kind == "chick" else ("coat", "front")
    hood = "hood" if kind == "chick" else "coat"
    s = Sculpt(.07)
    s.limb([(0, .06, .16), (0, .03, .34), (0, .0, .58), (0, -.01, .74)], [.185 * fat, .205 * fat, .165 * fat, .10],
           coat, squeeze=flat((0, 1, 0), .92))
    s.limb([(0, -.055, .17), (0, -.085, .34), (0, -.070, .56), (0, -.048, .68)],
           [.150 * fat, .172 * fat, .130 * fat, .070], front, .03)
    big = 1.12 if kind in ("chick", "adelie") else 1.0
    head = np.array([0, -.03, .83])
    s.blob(head, (.095 * big, .108 * big, .095 * big), hood, .06)
    long = {"emperor": .125, "adelie": .085, "rockhopper": .10, "chick": .08}[kind]
    s.limb([head + xyz(0, -.075 * big, -.012), head + xyz(0, -.09 * big - .55 * long, -.018),
            head + xyz(0, -.09 * big - long, -.042)], [.030, .021, .007],
           "orange beak" if kind == "rockhopper" else "beak", .012)
    if kind == "emperor":
        s.blob(head + xyz(.077, .018, -.025), (.030, .046, .062), "cheek", .015, (-.3, "x"), mirror=True)
        s.blob((0, -.130, .66), (.075, .045, .060), "cheek", .02)
    elif kind == "chick":
        s.blob(head + xyz(.062, -.062, .0), (.050, .042, .062), "front", .012, mirror=True)
    swing = d.between(.0, .10)
    s.limb([(.150 * fat, .01, .64), (.205 * fat + swing, .02, .50), (.215 * fat + 1.6 * swing, .05, .33)],
           [.050, .060, .026], coat, .03, flat((1, 0, .25), .38), mirror=True, rows=10)
    s.limb([(0, .18, .14), (0, .27, .045)], [.065, .028], coat, .04)
    parts = [part("body", s.surface(88, d.detail))]
    eye = .019 * big
    if kind == "adelie":
        rims = eyes(s, head + xyz(0, -.02, .01), eye * 1.25, .84, .50, .20, region="front", sink=.55)
        parts.append(part("eye rings", *rims))
    parts.append(part("eyes", *eyes(s, head + xyz(0, -.02, .01), eye, .84, .50, .20, sink=.15)))
    feet = [webbed((side * .095 * fat, -.06, 0), .145, "foot", .20) for side in (1, -1)]
    if kind == "rockhopper":
        plumes = []
        for side in (1, -1):
            at = head + xyz(side * .062, -.045, .062)
            for k in range(4):
                out = np.array([side * (.07 + .022 * k), .045 + .05 * k, .055 - .03 * k])
                plumes.append(tube([at + xyz(side * .004 * k, .016 * k, 0), at + .5 * out + xyz(0, 0, .018), at + out],
                                   [.009, .007, .002], 8, 8, "cheek"))
        parts.append(part("crest", *plumes))
    parts.append(part("feet", *feet))
    return sized(parts, {"emperor": 1.15, "adelie": .68, "rockhopper": .52, "chick": .45}[kind] * d.between(.92, 1.08))


FAMILY = Family(
    name="penguin", words=("penguin", "emperor penguin", "penguin chick"),
    gloss=("a penguin standing on ice", "a black and white bird that cannot fly"), extent=(0.35, 1.4), build=build,
    materials=("dark plumage",),
    looks={"coat": "main", "front": "white plumage", "down": "grey coat", "hood": "dark plumage", "beak": "dark beak",
           "orange beak": "beak", "cheek": "toy yellow", "eye": "eye", "foot": ("beak", "dark beak")},
    part_words={"coat": ("coat", "back", "body", "feathers"), "front": ("belly", "front", "chest"),
                "beak": ("beak", "bill"), "foot": ("foot", "feet")},
    styles={"emperor": ("emperor", "king"), "adelie": ("adelie", "small"), "rockhopper": ("rockhopper", "crested"),
            "chick": ("chick", "baby")})
