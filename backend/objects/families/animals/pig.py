# SPDX-License-Identifier: GPL-3.0-or-later
"""Pigs with a disc of a snout and a curled tail."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import tube


def build(d: Draw) -> list[Part]:
    lop = d.choose({"pointed": 1.0, "floppy": 0.7})
    fat = d.between(0.94, 1.12)
    b = varied(Build(
        length=1.05, torso=tuple(r * fat for r in (.27, .29, .31, .29, .25)), slim=.92, legs=.10, shin=.070, foot=.078,
        hoof=True,
        neck=(.30, .04), neck_radii=(.25, .20), skull=.215, muzzle=.15, muzzle_radii=(.135, .092), droop=.30, nose=0,
        ear=lop, ear_size=.23, eye=.028, tail=((0, 0), (.03, .01)), tail_radii=(.03, .025), blend=.11), d, 0.05)
    c = quadruped(b, d, d.between(-0.8, 0.8))
    c.body.limb([c.tip + np.array([0, -.03, 0]), c.tip + np.array([0, -.075, -.01])], [.098, .102], "snout", .02)
    for x in (.036, -.036):
        c.body.blob(c.tip + np.array([x, -.18, 0]), (.018, .03, .026), "nostril", .01, carve=True)
    t = np.linspace(0, 1, 22)
    curl = np.column_stack([.055 * np.sin(3.2 * np.pi * t), .02 + .13 * t,
                            .055 * (1 - np.cos(3.2 * np.pi * t)) - .03]) + c.rump
    tail = tube(curl, [.026, .022, .010], 40, 10, "tail")
    return finished(c, b, d.between(0.60, 0.80), d, [part("tail", tail)], (0.75, 0.62, 0.42))


FAMILY = Family(
    name="pig", words=("pig", "piglet", "hog", "swine", "boar"),
    gloss=("a pink pig", "a farm animal with a curly tail"),
    extent=(0.6, 1.8), build=build, materials=("pig skin",) * 4 + ("spotted coat",),
    looks={**LOOKS, "snout": "pink skin", "nostril": "nose"},
    part_words={**words("coat", "ear", "tail", "eye", "hoof"), "snout": ("snout", "nose")},
    styles={"pointed": ("pointed",), "floppy": ("floppy", "lop")})
