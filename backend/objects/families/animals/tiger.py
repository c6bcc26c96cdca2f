# SPDX-License-Identifier: GPL-3.0-or-later
"""Tigers."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family


def build(d: Draw) -> list[Part]:
    b = varied(Build(
        length=1.14, torso=(.185, .17, .19, .20, .185), slim=.86, legs=.09, shin=.068, foot=.088, neck=(.28, .08),
        neck_radii=(.175, .155), skull=.175, muzzle=.08, muzzle_radii=(.115, .088), droop=.25, nose=.032, ear="round",
        ear_size=.12, eye=.022, tail=((0, 0), (.20, .18), (.36, .40), (.62, .38)), tail_radii=(.042, .036, .032, .026),
        blend=.09), d, 0.05)
    c = quadruped(b, d, d.between(-1.4, 1.4))
    c.body.blob(c.head + np.array([.10, -.03, -.07]), (.07, .06, .09), "muzzle", .05, mirror=True)
    return finished(c, b, d.between(0.9, 1.05), d, look=(0.46, 0.84, 0.30))


FAMILY = Family(
    name="tiger", words=("tiger", "tigress"), gloss=("a striped tiger", "a big striped cat"),
    extent=(1.4, 2.7), build=build, materials=("tiger coat",), looks={**LOOKS, "eye": "amber eye", "nose": "pink skin"},
    part_words=words("coat", "ear", "tail", "eye", "paw", "nose"))
