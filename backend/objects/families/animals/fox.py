# SPDX-License-Identifier: GPL-3.0-or-later
"""Foxes with a brush of a tail."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family


def build(d: Draw) -> list[Part]:
    b = varied(Build(
        length=1.0, torso=(.155, .145, .155, .165, .155), skull=.155, muzzle=.20, muzzle_radii=(.085, .040), droop=.28,
        nose=.028,
        ear="pointed", ear_size=.22, neck=(.24, .20), neck_radii=(.13, .12), eye=.026, legs=.062, shin=.046, foot=.060,
        blend=.07,
        tail=((0, 0), (.22, .10), (.48, .24), (.78, .20)), tail_radii=(.045, .085, .105, .06)), d, 0.05)
    c = quadruped(b, d, d.between(-1, 1))
    end = c.rump + np.array([0, b.tail[-1][0] + .05, -b.tail[-1][1] + .005])
    c.body.blob(end, (.062, .10, .062), "tip", .04)
    return finished(c, b, d.between(0.34, 0.40), d, look=(0.55, 0.82, 0.28))


FAMILY = Family(
    name="fox", words=("fox", "vixen"), gloss=("a red fox with a bushy tail",), extent=(0.5, 1.1), build=build,
    materials=("fox coat",), looks={**LOOKS, "paw": "dark mane", "tip": "white fur"},
    part_words=words("coat", "ear", "tail", "eye", "paw", "nose"))
