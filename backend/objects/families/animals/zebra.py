# SPDX-License-Identifier: GPL-3.0-or-later
"""Zebras."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family


def build(d: Draw) -> list[Part]:
    b = varied(Build(
        length=0.82, torso=(.19, .185, .205, .205, .18), slim=.84, legs=.068, shin=.038, foot=.052, hoof=True,
        neck=(.32, .36),
        neck_radii=(.165, .10), skull=.12, muzzle=.22, muzzle_radii=(.088, .062), droop=.80, nose=0, ear="round",
        ear_size=.13,
        eye=.021, mane=.085, tail=((0, 0), (.07, .12), (.09, .36)), tail_radii=(.03, .022, .02), tuft=.08, blend=.08),
        d, 0.05)
    c = quadruped(b, d, d.between(-1.2, 1.2))
    c.body.blob(c.tip + np.array([0, -.03, .0]), (.066, .05, .060), "snout", .04)
    return finished(c, b, d.between(1.25, 1.4), d, look=(0.90, 0.42, 0.30))


FAMILY = Family(
    name="zebra", words=("zebra",), gloss=("a zebra with black and white stripes",), extent=(1.4, 2.5), build=build,
    materials=("zebra coat",), looks={**LOOKS, "mane": "dark mane", "snout": "nose", "tuft": "dark mane"},
    part_words=words("coat", "ear", "tail", "eye", "mane", "hoof"))
