# SPDX-License-Identifier: GPL-3.0-or-later
"""Rabbits sitting, with ears up or lop."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, eyes, words
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    lop = d.choose({"upright": 1.2, "lop": 0.6}) == "lop"
    fat, e = d.between(0.94, 1.1), d.between(0.85, 1.2)
    s = Sculpt(.08)
    s.limb([(0, .24, .26), (0, .08, .32), (0, -.14, .30), (0, -.24, .34)], [.24 * fat, .26 * fat, .20 * fat, .14],
           squeeze=flat((1, 0, 0), .92))
    s.blob((.16, .20, .20), (.11, .20, .19), mirror=True)
    s.blob((.18, .02, .045), (.055, .17, .05), "paw", .04, mirror=True)
    s.limb([(.09, -.20, .26), (.085, -.25, .12), (.085, -.28, .045)], [.07, .05, .042], mirror=True)
    s.blob((.085, -.31, .036), (.045, .07, .038), "paw", .03, mirror=True)
    head = np.array([0, -.34, .55])
    s.blob(head, (.132, .165, .145))
    s.blob(head + np.array([0, -.12, -.04]), (.085, .085, .075), "muzzle", .05)
    s.blob(head + np.array([0, -.20, -.005]), (.020, .012, .014), "nose", .008)
    at = head + np.array([.06, .06, .11])
    if lop:
        s.limb([at, at + np.array([.11 * e, .02, .02]), at + np.array([.15 * e, .0, -.18 * e]),
                at + np.array([.13 * e, -.02, -.34 * e])], [.045, .06, .075, .05],
               "ear", .03, flat((1, 0, .2), .45), mirror=True)
    else:
        s.limb([at, at + np.array([.03 * e, .06, .20 * e]), at + np.array([.05 * e, .11, .42 * e])],
               [.045, .072, .030], "ear", .03,
               flat((.3, -1, .2), .42), mirror=True)
    s.blob((0, .48, .25), .095, "tail", .03)
    height = d.between(0.30, 0.40)
    parts = [part("body", s.surface(112, d.detail)),
             part("eyes", *eyes(s, head + np.array([0, -.02, .02]), .030, .86, .45, .22))]
    return [Part(p.name, tuple(q.scaled((height,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="rabbit", words=("rabbit", "bunny", "hare"), gloss=("a rabbit with long ears", "an easter bunny"),
    extent=(0.2, 0.6), build=build, materials=("rabbit coat",) * 4 + ("patched coat",),
    looks={**LOOKS, "nose": "pink skin", "tail": "white fur"},
    part_words=words("coat", "ear", "tail", "eye", "paw", "nose"),
    styles={"lop": ("lop", "floppy"), "upright": ("upright",)})
