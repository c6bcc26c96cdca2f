# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheep in their fleece; rams carry curled horns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, eyes, horn, quadruped, varied, words
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import normals
from backend.objects.noise import fractal


def build(d: Draw) -> list[Part]:
    ram = d.choose({"ewe": 1.2, "ram": 0.6}) == "ram"
    woolly = d.between(0.95, 1.12)
    b = varied(Build(
        length=0.78, torso=tuple(r * woolly for r in (.27, .29, .30, .29, .26)), slim=.92, legs=.075, shin=.042,
        foot=.052,
        hoof=True, neck=(.30, .14), neck_radii=(.19, .13), skull=.135, muzzle=.15, muzzle_radii=(.092, .066),
        droop=.72, nose=0,
        ear="side", ear_size=.17, eye=.024, tail=((0, 0), (.05, .06), (.07, .18)), tail_radii=(.06, .06, .04),
        blend=.05), d, 0.05)
    c = quadruped(b, d, d.between(-0.8, 0.8))
    body = c.body
    # The head and legs are bare: their limbs are the face's colour.
    for k, limb in enumerate(body.limbs):
        thin = limb.radii.max() < 0.15
        if limb.region in ("muzzle", "ear") or (limb.region == "coat" and thin):
            body.limbs[k] = replace(limb, region="face")
    body.blob(c.head + np.array([0, .06, .09]), (.115, .115, .085), "coat", .03)
    more = []
    if ram:
        t = np.linspace(0, 1.45 * np.pi, 18)
        r = .13 * (1 - .10 * t)
        spiral = np.column_stack([.09 + .035 * t, .07 - r * np.cos(t) + .10,
                                  .06 + r * np.sin(t)]) + c.head - np.array([0, .04, 0])
        more.append(part("horns", *horn(spiral, [.046, .040, .030, .010])))
    skin = body.surface(b.cells, d.detail)
    fleece = np.zeros(len(skin.vertices), bool)
    fleece[skin.corners[np.repeat(skin.regions == "coat", 4)]] = True
    bare = np.zeros(len(skin.vertices), bool)
    bare[skin.corners[np.repeat(skin.regions != "coat", 4)]] = True
    curls = fractal(skin.vertices / 0.085, 2, int(d.random.integers(1000)))
    push = 0.035 * np.abs(curls) * (fleece & ~bare)
    skin = replace(skin, vertices=skin.vertices + normals(skin) * push[:, None])
    pair = eyes(body, c.head + np.array([0, -.03, 0]), b.eye, 0.86, 0.5, 0.22)
    height = d.between(0.62, 0.75)
    parts = [part("body", skin), part("eyes", *pair), *more]
    return [Part(p.name, tuple(q.scaled((height,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="sheep", words=("sheep", "lamb", "ram", "ewe"),
    gloss=("a woolly sheep", "a farm animal with a fleece"),
    extent=(0.6, 1.4), build=build, materials=("wool",),
    looks={**LOOKS, "face": ("dark face", "dark face", "white fur"), "tail": "main"},
    part_words={"coat": ("wool", "fleece", "body"), "face": ("face", "head", "legs"), **words("eye", "hoof", "horn")},
    styles={"ram": ("ram", "horned", "horns"), "ewe": ("ewe", "lamb")})
