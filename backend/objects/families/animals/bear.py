# SPDX-License-Identifier: GPL-3.0-or-later
"""Bears: brown, black and polar, walking or sitting up."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family


def build(d: Draw) -> list[Part]:
    polar = d.choose({"brown": 1.2, "polar": 0.5}) == "polar"
    heavy = d.between(0.95, 1.1)
    b = varied(Build(
        length=1.02, torso=tuple(r * heavy for r in (.25, .255, .275, .275, .27)), slim=.92, legs=.125, shin=.10,
        foot=.115,
        neck=(.36 if polar else .30, .02 if polar else .06), neck_radii=(.21, .165), skull=.185 if not polar else .165,
        muzzle=.16, muzzle_radii=(.105, .075), droop=.30, nose=.040, ear="round", ear_size=.135 if not polar else .10,
        eye=.022,
        tail=((0, 0), (.04, .04)), tail_radii=(.05, .04), blend=.13), d, 0.05)
    c = quadruped(b, d, d.between(-1, 1))
    if not polar:
        c.body.blob(c.withers + np.array([0, .10, .16]), (.13, .20, .13), blend=.12)
    return finished(c, b, d.between(0.85, 1.15), d, look=(0.50, 0.80, 0.40))


FAMILY = Family(
    name="bear", words=("bear", "grizzly", "brown bear", "polar bear", "black bear", "grizzly bear"),
    gloss=("a bear on four legs", "a big wild animal that eats honey"),
    extent=(1.2, 2.6), build=build, materials=("bear coat",),
    looks={**LOOKS, "muzzle": "main"}, part_words=words("coat", "ear", "eye", "paw", "nose"),
    styles={"polar": ("polar", "white"), "brown": ("brown", "grizzly")})
