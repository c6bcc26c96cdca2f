# SPDX-License-Identifier: GPL-3.0-or-later
"""Lions with a mane, and lionesses."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family


def build(d: Draw) -> list[Part]:
    male = d.choose({"male": 1.5, "lioness": 0.5}) == "male"
    b = varied(Build(
        length=1.06, torso=(.185, .17, .19, .215, .20), slim=.84, legs=.088, shin=.066, foot=.085, neck=(.30, .14),
        neck_radii=(.18, .15), skull=.165, muzzle=.10, muzzle_radii=(.115, .086), droop=.25, nose=.034, ear="round",
        ear_size=.12, eye=.022, tail=((0, 0), (.16, .16), (.24, .42), (.40, .62)), tail_radii=(.035, .026, .022, .02),
        tuft=.06,
        blend=.09), d, 0.05)
    c = quadruped(b, d, d.between(-1, 1))
    if male:
        full = d.between(0.92, 1.12)
        s = c.body
        s.blob(c.head + np.array([0, .17, .0]), (.27 * full, .17, .29 * full), "mane", .05, (-0.25, "x"))
        s.blob(c.withers + np.array([0, -.11, -.06]), (.22 * full, .20, .27 * full), "mane", .06)
        s.blob(c.head + np.array([0, .13, -.24]), (.15 * full, .15, .17), "mane", .06)
    return finished(c, b, d.between(1.0, 1.2), d, look=(0.48, 0.84, 0.30))


FAMILY = Family(
    name="lion", words=("lion", "lioness"), gloss=("a lion with a mane", "the king of the animals"),
    extent=(1.4, 2.9), build=build, materials=("lion coat",), looks={**LOOKS, "eye": ("amber eye", "eye")},
    part_words=words("coat", "ear", "tail", "eye", "paw", "nose", "mane"),
    styles={"male": ("male", "maned"), "lioness": ("lioness", "female")})
