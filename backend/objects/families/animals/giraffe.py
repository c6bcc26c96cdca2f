# SPDX-License-Identifier: GPL-3.0-or-later
"""Giraffes."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family


def build(d: Draw) -> list[Part]:
    b = varied(Build(
        length=0.62, torso=(.125, .125, .14, .155, .145), slim=.82, rump_up=-.14, legs=.055, shin=.030, foot=.042,
        hoof=True,
        neck=(.34, .80), neck_radii=(.125, .062), skull=.075, muzzle=.13, muzzle_radii=(.055, .040), droop=.55, nose=0,
        ear="side", ear_size=.10, eye=.016, tail=((0, 0), (.05, .12), (.06, .32)), tail_radii=(.022, .014, .011),
        tuft=.06,
        mane=.036, blend=.06, cells=124), d, 0.04)
    c = quadruped(b, d, d.between(-1, 1))
    at = c.head + np.array([.03, .01, .055])
    c.body.limb([at, at + np.array([.012, .02, .075])], [.013, .013], "coat", .015, mirror=True)
    c.body.blob(at + np.array([.013, .022, .082]), .019, "tuft", .006, mirror=True)
    return finished(c, b, d.between(2.6, 3.0), d, look=(0.92, 0.40, 0.20))


FAMILY = Family(
    name="giraffe", words=("giraffe",), gloss=("a giraffe with a long neck", "the tallest animal"),
    extent=(3.8, 6.2), build=build, materials=("giraffe coat",),
    looks={**LOOKS, "muzzle": "cream fur", "ear": "cream fur", "tuft": "dark mane"},
    part_words=words("coat", "ear", "tail", "eye", "mane", "hoof"))
