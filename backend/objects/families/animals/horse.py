# SPDX-License-Identifier: GPL-3.0-or-later
"""Horses and foals."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family


def build(d: Draw) -> list[Part]:
    kind = d.choose({"riding": 1.3, "draft": 0.8, "pony": 0.8})
    heavy = {"riding": 1.0, "draft": 1.18, "pony": 1.10}[kind]
    short = {"riding": 1.0, "draft": 1.0, "pony": 0.98}[kind]
    b = varied(Build(
        length=0.80 * short, torso=tuple(r * heavy for r in (.175, .165, .185, .195, .175)), slim=.80,
        legs=.066 * heavy, shin=.035 * heavy, foot=.052 * heavy, hoof=True, neck=(.27, .44),
        neck_radii=(.16 * heavy, .092 * heavy), skull=.115 * heavy, muzzle=.25,
        muzzle_radii=(.085 * heavy, .058 * heavy),
        droop=.85, nose=0, ear="long", ear_size=.12, eye=.020, mane=.075,
        tail=((0, 0), (.10, .10), (.15, .34), (.13, .64)), tail_radii=(.035, .055, .065, .035), blend=.08), d, 0.05)
    height = {"riding": d.between(1.5, 1.7), "draft": d.between(1.65, 1.8), "pony": d.between(1.05, 1.3)}[kind]
    return finished(quadruped(b, d, d.between(-1.4, 1.4)), b, height, d, look=(0.90, 0.42, 0.30))


FAMILY = Family(
    name="horse", words=("horse", "pony", "foal", "stallion", "mare", "steed"),
    gloss=("a horse standing", "an animal to ride", "a galloping horse"),
    extent=(1.0, 3.2), build=build, materials=("horse coat",) * 5 + ("patched coat",),
    looks={**LOOKS, "mane": ("dark mane", "mane", "dark mane"), "tail": ("dark mane", "mane")},
    part_words=words("coat", "ear", "tail", "eye", "mane", "hoof"),
    styles={"riding": ("riding", "thoroughbred"), "draft": ("draft", "cart", "work", "shire"),
            "pony": ("pony", "foal")})
