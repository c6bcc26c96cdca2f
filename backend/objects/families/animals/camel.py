# SPDX-License-Identifier: GPL-3.0-or-later
"""Camels of one hump or two."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family
from backend.objects.modeling.blobs import flat


def build(d: Draw) -> list[Part]:
    two = d.choose({"one": 1.0, "two": 1.0}) == "two"
    b = varied(Build(
        length=0.72, torso=(.155, .16, .185, .185, .155), slim=.86, legs=.062, shin=.038, foot=.062, neck=(.44, .26),
        neck_radii=(.125, .078), skull=.095, muzzle=.14, muzzle_radii=(.072, .056), droop=.15, nose=0, ear="round",
        ear_size=.07,
        eye=.019, tail=((0, 0), (.05, .10), (.06, .30)), tail_radii=(.024, .016, .014), tuft=.045, blend=.08,
        cells=116), d, 0.05)
    c = quadruped(b, d, d.between(-1, 1))
    s = c.body
    s.limb([c.withers + np.array([0, -.06, -.12]), c.withers + np.array([0, -.26, -.16]),
            c.head + np.array([0, .06, -.02])], [.115, .095, .075])
    k = d.between(0.9, 1.15)
    for y in ((-.20, .17) if two else (-.02,)):
        s.limb([(0, y, .95), (0, y + .01, 1.02 + .16 * k)], [.15 if two else .19, .062 if two else .075], "hump", .10,
               flat((1, 0, 0), .8))
    return finished(c, b, d.between(1.75, 1.95), d, look=(0.90, 0.45, 0.30))


FAMILY = Family(
    name="camel", words=("camel", "dromedary", "bactrian camel"), gloss=("a camel with humps", "a desert animal"),
    extent=(1.8, 3.4), build=build, materials=("camel coat",), looks={**LOOKS, "hump": "main"},
    part_words={**words("coat", "ear", "tail", "eye"), "hump": ("hump", "humps")},
    styles={"one": ("dromedary",), "two": ("bactrian", "humps")})
