# SPDX-License-Identifier: GPL-3.0-or-later
"""Stags with antlers and does."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, horn, quadruped, varied, words
from backend.objects.families.base import Draw, Family, part


def build(d: Draw) -> list[Part]:
    stag = d.choose({"stag": 1.3, "doe": 0.6}) == "stag"
    b = varied(Build(
        length=0.84, torso=(.15, .145, .16, .175, .16), slim=.82, legs=.058, shin=.028, foot=.042, hoof=True,
        neck=(.28, .42),
        neck_radii=(.135, .085), skull=.10, muzzle=.20, muzzle_radii=(.072, .046), droop=.55, nose=.026, ear="side",
        ear_size=.17,
        eye=.021, tail=((0, 0), (.04, .08)), tail_radii=(.04, .03), blend=.07), d, 0.05)
    c = quadruped(b, d, d.between(-1, 1))
    more = []
    if stag:
        k, at = d.between(0.85, 1.15), c.head + np.array([.045, .03, .08])
        beam = [at, at + np.array([.09, .08, .14]) * k, at + np.array([.17, .08, .32]) * k,
                at + np.array([.15, -.02, .48]) * k]
        pieces = horn(beam, [.022, .019, .015, .007])
        tines = [(0.12, (.03, -.14, .07)), (.42, (.06, -.14, .10)), (.68, (.10, -.06, .12))]
        path = np.array([np.interp([s for s, _ in tines], [0, .33, .66, 1], [p[i] for p in beam]) for i in range(3)]).T
        for start, (_, way) in zip(path, tines):
            step = np.array(way) * k
            pieces += horn([start, start + step * .55 + np.array([0, 0, -.008]), start + step], [.014, .011, .005])
        more.append(part("antlers", *pieces))
    return finished(c, b, d.between(0.95, 1.2), d, more, (0.88, 0.45, 0.30))


FAMILY = Family(
    name="deer", words=("deer", "stag", "doe", "reindeer", "moose", "elk", "fawn"),
    gloss=("a deer with antlers", "a stag in the forest"), extent=(1.1, 2.6), build=build,
    materials=("brown coat", "camel coat"), looks={**LOOKS, "tail": "white fur"},
    part_words={**words("coat", "ear", "tail", "eye", "hoof"), "horn": ("antler", "antlers", "horns")},
    styles={"stag": ("stag", "antlers", "reindeer", "moose", "elk"), "doe": ("doe", "fawn")})
