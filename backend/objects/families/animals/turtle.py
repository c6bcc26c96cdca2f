# SPDX-License-Identifier: GPL-3.0-or-later
"""Turtles: a high-domed tortoise, a flat pond turtle, a sea turtle with flippers."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import ball, painted


def build(d: Draw) -> list[Part]:
    kind = d.choose({"tortoise": 1.1, "sea": 1.0, "pond": .7})
    high = {"tortoise": .36, "sea": .17, "pond": .23}[kind] * d.between(.92, 1.10)
    low = {"tortoise": .17, "sea": .06, "pond": .10}[kind]
    wide, long = (.33, .42) if kind != "sea" else (.34, .44)
    point = .12 if kind == "sea" else .0

    def shaped(v: np.ndarray) -> np.ndarray:
        y = v[:, 1] / long
        out = v.copy()
        out[:, 0] *= 1 - point * np.clip(y, 0, 1) * 1.6 + .04 * y
        out[:, 2] = np.where(v[:, 2] < 0, v[:, 2] * .16, v[:, 2])
        edge = np.clip(1 - v[:, 2] / (.40 * high), 0, 1) * (v[:, 2] > -1e-9)
        out[:, :2] *= (1 + .10 * edge ** 3)[:, None]
        return out

    dome = ball((wide, long, high), 40, d.segments(56, 32), "shell").deformed(shaped).moved(z=low + .06)
    dome = painted(dome, "rim", lambda c: (c[:, 2] < low + .06 + .17 * high) & (c[:, 2] > low + .06 - .02))
    dome = painted(dome, "plastron", lambda c: c[:, 2] < low + .06 - .004)
    belly = ball((wide * .86, long * .90, .075), 16, 40, "plastron").moved(z=low + .035)
    s = Sculpt(.05)
    reach, up = (.60, .17) if kind == "tortoise" else (.58, .06)
    head = np.array([0, -reach, low + up * d.between(.9, 1.15)])
    s.limb([xyz(0, -.28, low + .07), xyz(0, -.44, low + .08), head], [.10, .082, .070], "coat")
    s.blob(head + xyz(0, -.03, .005), (.082, .108, .075), "coat", .04)
    s.limb([head + xyz(0, -.10, -.008), head + xyz(0, -.145, -.022)], [.050, .028], "beak", .03)
    s.limb([head + xyz(.07, -.10, -.036), head + xyz(0, -.165, -.036), head + xyz(-.07, -.10, -.036)],
           [.006, .006, .006],
           "beak", .004, carve=True)
    step = d.between(-.05, .05)
    if kind == "sea":
        for side in (1, -1):
            s.limb([(side * .24, -.24, low + .05), (side * .40, -.36 + step * side, low + .03),
                    (side * .60, -.30 + step * side, low - .01), (side * .74, -.08 + step * side, low - .035)],
                   [.085, .100, .085, .030], "coat", .04, flat((0, .1, 1), .34), rows=18)
            s.limb([(side * .18, .32, low + .04), (side * .28, .46, low + .0), (side * .31, .60, low - .02)],
                   [.06, .075, .04], "coat", .04, flat((0, 0, 1), .36))
    else:
        for side in (1, -1):
            for y, ahead in ((-.24, -.05), (.26, .06)):
                k = step * side * np.sign(ahead)
                out = .30 if kind == "tortoise" else .40
                s.limb([(side * .20, y, low + .08), (side * out, y + ahead + k, low * .75 + .03),
                        (side * (out + .03), y + ahead * 1.6 + k, .05)], [.10, .080, .068], "coat", .04)
                for a in (-.8, -.25, .3, .85):
                    at = (side * (out + .03) + .062 * np.sin(a), y + ahead * 1.6 + k - .062 * np.cos(a), .022)
                    s.blob(at, (.016, .026, .018), "claw", .008)
    s.limb([(0, .38, low + .05), (0, .52, low + .02)], [.05, .012], "coat", .03)
    parts = [part("shell", dome), part("plastron", belly), part("body", s.surface(104, d.detail)),
             part("eyes", *eyes(s, head + xyz(0, -.05, .02), .017, .86, .48, .22))]
    return sized(parts, {"tortoise": .40, "sea": .85, "pond": .22}[kind] * d.between(.85, 1.15))


FAMILY = Family(
    name="turtle", words=("turtle", "tortoise", "sea turtle", "terrapin"),
    gloss=("a turtle with a shell", "a slow tortoise"), extent=(0.15, 1.4), build=build, principal="depth",
    materials=("reptile skin",),
    looks={"coat": "main", "shell": "turtle shell", "rim": "plastron", "plastron": "plastron", "beak": "horn",
           "claw": "dark beak", "eye": "eye"},
    part_words={"shell": ("shell", "carapace"), "coat": ("skin", "body", "legs", "head")},
    styles={"tortoise": ("tortoise", "land"), "sea": ("sea",), "pond": ("pond", "terrapin")})
