# SPDX-License-Identifier: GPL-3.0-or-later
"""Whales: blue or humpback with a pleated throat, sperm whale with a box of a head, black and white orca."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import fin, sized
from backend.objects.families.animals.shared_creature import eyes
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt


def build(d: Draw) -> list[Part]:
    kind = d.choose({"baleen": 1.2, "sperm": .8, "orca": .9})
    coat, below = {"baleen": ("coat", "belly"), "sperm": ("coat", "coat"), "orca": ("black", "white")}[kind]
    fat, lift = d.between(.93, 1.08), d.between(.02, .12)
    s = Sculpt(.06)
    rise = [(0, .20, .01), (0, .44, .03 + .5 * lift), (0, .62, .05 + lift)]
    if kind == "sperm":
        s.limb([(0, -.50, .03), (0, -.30, .03), (0, -.05, .01), *rise],
               [.125 * fat, .150 * fat, .155 * fat, .125 * fat, .060, .024], coat, rows=30)
        s.limb([(0, -.13, -.135), (0, -.30, -.148), (0, -.45, -.125)], [.045, .040, .024], "belly", .015)
    elif kind == "orca":
        s.limb([(0, -.50, .0), (0, -.36, .005), (0, -.10, .0), *rise],
               [.062, .125 * fat, .168 * fat, .130 * fat, .060, .026], coat, rows=30)
        s.limb([(0, -.47, -.045), (0, -.28, -.065), (0, .0, -.085), (0, .18, -.06)], [.045, .10, .115 * fat, .085],
               below, .02)
        s.blob((.118 * fat, -.30, .055), (.022, .058, .030), "white", .012, (-.2, "x"), mirror=True)
        s.blob((0, .02, .155 * fat), (.05, .07, .028), "grey", .01)
        s.blob((.110 * fat, .20, -.05), (.03, .07, .05), "white", .01, mirror=True)
    else:
        s.limb([(0, -.54, .02), (0, -.38, .02), (0, -.12, .01), *rise],
               [.060, .115 * fat, .145 * fat, .115 * fat, .055, .024], coat, rows=30)
        s.limb([(0, -.52, -.03), (0, -.34, -.060), (0, -.08, -.050), (0, .12, -.03)], [.055, .112 * fat, .118 * fat,
                                                                                     .085], below, .02)
        for k in range(-4, 5):
            a = k * .26
            s.limb([(.058 * np.sin(a), -.50, -.03 - .058 * np.cos(a)),
                    (.117 * fat * np.sin(a), -.32, -.060 - .117 * fat * np.cos(a)),
                    (.120 * fat * np.sin(a), -.06, -.050 - .117 * fat * np.cos(a))], [.004, .0065, .004], below, .006,
                   carve=True, rows=10)
    parts = []
    web = "black" if kind == "orca" else "fin"
    z = .10 * fat
    back = {"baleen": [(.16, z - .02), (.22, z + .05), (.27, z + .055), (.26, z - .03)],
            "sperm": [(.08, z), (.16, z + .06), (.22, z + .05), (.26, z - .03), (.16, z - .03)],
            "orca": [(-.07, z + .03), (.0, z + .20), (.03, z + .255), (.055, z + .24), (.07, z + .12), (.10, z)]}[kind]
    fins = [fin(back, .036, web)]
    wide = .26 if kind != "orca" else .22
    flukes = fin([(-.055, 0), (-.02, .10), (.075, wide), (.115, wide - .01), (.085, .10), (.065, 0), (.085, -.10),
                  (.115, -wide + .01), (.075, -wide), (-.02, -.10)], .034, web, 60).rotated(np.pi / 2, "y")
    fins.append(flukes.rotated(-.25, "x").moved(0, .635, .055 + lift))
    long = {"baleen": .30, "sperm": .14, "orca": .19}[kind]
    side = fin([(-.06, 0), (-.05, .4 * long), (.02, .95 * long), (.06, long), (.075, .6 * long), (.07, 0)], .032, web)
    for k in (1, -1):
        one = side.rotated(2.0, "y").rotated(.25).moved(.105 * fat, -.20, -.06)
        fins.append(one if k > 0 else one.mirrored())
    parts += [part("fins", *fins)]
    at = {"baleen": (0, -.34, -.005), "sperm": (0, -.20, -.065), "orca": (0, -.40, .005)}[kind]
    parts.append(part("eyes", *eyes(s, at, .011, .98, .15, -.05, sink=.4)))
    return sized([part("body", s.surface(120, d.detail)), *parts],
                 {"baleen": 10.0, "sperm": 9.0, "orca": 4.8}[kind] * d.between(.9, 1.1))


FAMILY = Family(
    name="whale", words=("whale", "blue whale", "humpback whale", "sperm whale", "orca", "killer whale"),
    gloss=("a huge whale of the sea", "a black and white killer whale"), extent=(4.5, 15.0), build=build,
    principal="depth", materials=("shark skin", "grey coat"),
    looks={"coat": "main", "fin": "main", "belly": "white plumage", "white": "white plumage",
           "black": "dark plumage", "grey": "shark skin", "eye": "eye"},
    part_words={"coat": ("body", "skin", "back"), "belly": ("belly", "throat"), "fin": ("fin", "fins", "tail")},
    styles={"baleen": ("blue", "humpback", "baleen"), "sperm": ("sperm",), "orca": ("orca", "killer")})
