# SPDX-License-Identifier: GPL-3.0-or-later
"""Domestic cats, standing or sitting."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import (
    LOOKS,
    Build,
    Creature,
    ears,
    eyes,
    finished,
    pupils,
    quadruped,
    words,
)
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    pose = d.choose({"standing": 1.0, "sitting": 1.0})
    stout = d.between(0.92, 1.16)
    length = d.between(0.92, 1.08)
    ear = d.between(0.85, 1.15)
    height = d.between(0.23, 0.28)
    if pose == "sitting":
        return _sitting(stout, ear, height * 1.5, d)
    b = Build(length=1.02 * length, torso=tuple(r * stout for r in (.165, .155, .17, .175, .16)), skull=.175,
              muzzle=.005,
              muzzle_radii=(.10, .075), droop=.35, ear="pointed", ear_size=.17 * ear, neck=(.22, .20),
              neck_radii=(.13, .12), nose=.020, eye=.033, legs=.068, shin=.052, foot=.068, blend=.07,
              tail=((0, 0), (.24, -.06), (.34, -.40), (.46, -.72)), tail_radii=(.045, .042, .042, .035))
    c = quadruped(b, d, d.between(-1, 1))
    return finished(c, b, height, d, [part("pupils", *_pupils(c, b))], (0.52, 0.84, 0.16))


def _pupils(c: Creature, b: Build):
    return pupils(eyes(c.body, c.head + np.array([0, -0.15 * b.skull, 0]), b.eye, 0.52, 0.84, 0.16), b.eye,
                  (0.5, -1, 0.1), 0.5)


def _sitting(stout: float, ear: float, height: float, d: Draw) -> list[Part]:
    s = Sculpt(0.07)
    s.limb([(0, .20, .20), (0, .12, .36), (0, -.02, .56), (0, -.07, .70)],
           [.23 * stout, .215 * stout, .165 * stout, .12], squeeze=flat((1, 0, 0), .88))
    s.limb([(.085, -.08, .50), (.09, -.14, .26), (.085, -.16, .06)], [.075, .055, .048], mirror=True)
    s.blob((.085, -.19, .035), (.052, .075, .042), "paw", .03, mirror=True)
    s.blob((.17, .12, .15), (.085, .17, .15), mirror=True)
    s.blob((.17, -.06, .04), (.05, .10, .045), "paw", .04, mirror=True)
    head = np.array([0, -.12, .83])
    s.blob(head, (.148, .135, .128))
    s.blob(head + np.array([0, -.10, -.05]), (.07, .065, .052), "muzzle", .05)
    s.blob(head + np.array([0, -.163, -.026]), (.018, .012, .012), "nose", .008)
    b = Build(skull=.15, ear_size=.15 * ear)
    ears(s, b, head + np.array([0, -.01, -.005]))
    side = 1 if d.chance(0.5) else -1
    s.limb([(0, .38, .07), (side * .20, .36, .05), (side * .32, .12, .05), (side * .25, -.14, .05)],
           [.05, .045, .042, .03],
           "tail", .03)
    look = eyes(s, head + np.array([0, -.02, 0]), .030, .50, .84, .14, sink=.4)
    parts = [part("body", s.surface(108, d.detail)), part("eyes", *look),
             part("pupils", *pupils(look, .030, (.5, -1, .1), .5))]
    return [Part(p.name, tuple(q.scaled((height,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="cat", words=("cat", "kitten", "kitty", "house cat", "tomcat"),
    gloss=("a cat", "a pet that purrs", "a small feline"),
    extent=(0.2, 0.75), build=build, materials=("tabby coat",) * 3 + ("cat coat",) * 3 + ("patched coat",),
    looks={**LOOKS, "eye": "green eye", "pupil": "eye", "nose": "pink skin"},
    part_words=words("coat", "ear", "tail", "eye", "paw", "nose"),
    styles={"standing": ("standing", "walking"), "sitting": ("sitting", "sat", "seated")})
