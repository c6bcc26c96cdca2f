# SPDX-License-Identifier: GPL-3.0-or-later
"""Hens, cocks with arched tails, and chicks."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import bird_leg, sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"hen": 1.2, "rooster": 1.0, "chick": .6})
    fat = d.between(.94, 1.08)
    if kind == "chick":
        return _chick(fat, d)
    cock = kind == "rooster"
    up = (.12 if cock else .0) + d.between(-.02, .03)
    neck, tail = ("hackle", "tail") if cock else ("coat", "coat")
    s = Sculpt(.08)
    s.limb([(0, .34, .56), (0, .14, .48), (0, -.08, .45), (0, -.22, .52)], [.12, .205 * fat, .215 * fat, .15], "coat",
           squeeze=flat((1, 0, 0), .90))
    head = np.array([0, -.30, .90 + up])
    s.limb([xyz(0, -.16, .55), xyz(0, -.24, .70 + .5 * up), head], [.16, .105, .074], neck, .05)
    s.blob(head, (.072, .085, .078), neck, .04)
    s.limb([head + xyz(0, -.06, -.006), head + xyz(0, -.12, -.018), head + xyz(0, -.145, -.034)], [.032, .022, .008],
           "beak",
           .01)
    k = 1.35 if cock else .9
    for i, y in enumerate((-.055, -.015, .025, .062)):
        tall = (.040, .058, .054, .036)[i] * k
        s.limb([head + xyz(0, y, .06), head + xyz(0, y + .012 * i, .065 + tall)], [.026, .015], "comb", .012,
               flat((1, 0, 0), .55))
    s.limb([head + xyz(.018, -.062, -.045), head + xyz(.020, -.066, -.085 * k - .02)], [.018, .024 * k], "comb", .01,
           flat((1, 0, 0), .6), mirror=True)
    s.blob(head + xyz(.050, -.02, -.005), (.026, .040, .034), "comb", .012, mirror=True)
    s.limb([(.165 * fat, -.12, .56), (.200 * fat, .06, .52), (.165, .26, .50), (.09, .38, .54)],
           [.085, .125, .095, .03], "wing", .018, flat((1, .0, .15), .32), mirror=True)
    s.limb([(.095, .03, .36), (.10, .03, .25)], [.095, .040], "coat", .05, mirror=True)
    if not cock:
        s.limb([(0, .28, .58), (0, .42, .74), (0, .48, .86)], [.13, .115, .070], tail, .05, flat((1, 0, 0), .42))
    else:
        s.limb([(0, .28, .58), (0, .38, .70)], [.12, .08], "coat", .05, flat((1, 0, 0), .5))
    parts = [part("body", s.surface(92, d.detail)),
             part("eyes", *eyes(s, head + xyz(0, -.012, .012), .018, .9, .38, .12))]
    if cock:
        plumes = []
        for i in range(11):
            t = i / 10
            side = (-1) ** i * (.012 + .03 * (i % 3))
            root = np.array([side * .6, .32 + .02 * t, .62 + .06 * t])
            rise, out = .52 - .42 * t, .30 + .16 * np.sin(np.pi * t)
            pts = [root, root + xyz(side, .12, rise * .72), root + xyz(1.6 * side, out * .8, rise * .95),
                   root + xyz(2.4 * side, out * 1.25, rise * .45 - .10 * t)]
            section = np.column_stack([.28 * np.cos(np.linspace(0, 2 * np.pi, 10, endpoint=False)),
                                       np.sin(np.linspace(0, 2 * np.pi, 10, endpoint=False))])
            plumes.append(tube(pts, [.028, .042, .040, .008], 16, 10, "tail", section, up=(1, 0, 0)).scaled((1, 1, 1)))
        parts.append(part("tail", *plumes))
    for side, name in ((1, "right"), (-1, "left")):
        parts.append(part(f"leg {name}", *bird_leg((side * .10, .03, .28), (side * .11, .0 + d.between(-.05, .05), 0),
                                                   .022, .15)))
    return sized(parts, (.46 if cock else .40) * d.between(.93, 1.07))


def _chick(fat: float, d: Draw) -> list[Part]:
    s = Sculpt(.10)
    s.limb([(0, .20, .36), (0, .0, .36), (0, -.12, .42)], [.15 * fat, .24 * fat, .18], "down")
    head = np.array([0, -.16, .70])
    s.blob(head, (.175, .175, .170), "down")
    s.limb([head + xyz(0, -.15, -.02), head + xyz(0, -.25, -.045)], [.040, .010], "beak", .015)
    s.limb([(.19 * fat, -.05, .44), (.21 * fat, .10, .38), (.16, .20, .36)], [.06, .075, .03], "down", .03,
           flat((1, 0, .2), .5), mirror=True)
    s.blob((0, .27, .42), (.07, .08, .05), "down", .06)
    parts = [part("body", s.surface(72, d.detail)), part("eyes", *eyes(s, head + xyz(0, 0, .02), .030, .75, .66, .12))]
    for side, name in ((1, "right"), (-1, "left")):
        parts.append(part(f"leg {name}", *bird_leg((side * .09, .0, .17), (side * .10, -.03, 0), .020, .12)))
    return sized(parts, .10 * d.between(.9, 1.1))


FAMILY = Family(
    name="chicken", words=("chicken", "hen", "rooster", "cockerel", "chick", "turkey"),
    gloss=("a hen of the farm yard", "a rooster that crows", "a fluffy yellow chick"), extent=(0.06, 0.6), build=build,
    materials=("hen plumage",),
    looks={"coat": "main", "wing": "main", "hackle": ("red plumage", "pale plumage"),
           "tail": ("green plumage", "dark plumage"), "comb": "comb", "beak": "beak", "leg": "beak",
           "down": "sunflower petal", "eye": "eye"},
    part_words={"coat": ("body", "feathers", "plumage"), "wing": ("wing", "wings"), "comb": ("comb",),
                "tail": ("tail",), "beak": ("beak",), "leg": ("leg", "legs", "feet")},
    styles={"hen": ("hen",), "rooster": ("rooster", "cock", "cockerel"), "chick": ("chick", "baby")})
