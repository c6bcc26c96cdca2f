# SPDX-License-Identifier: GPL-3.0-or-later
"""Bees: furry honey bees, round bumblebees, slim wasps."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import jointed, sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, ball, blade, tube
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    kind = d.choose({"honey": 1.2, "bumble": .9, "wasp": .6})
    wide, long = {"honey": (.155, .52), "bumble": (.205, .48), "wasp": (.125, .62)}[kind]
    wide *= d.between(.94, 1.06)
    t = np.linspace(0, 1, 61)
    shape = np.sin(np.pi * np.clip(t, 0, 1) ** (.72 if kind != "wasp" else .85)) ** .62
    radius = wide * shape * (1 - .018 * np.cos(t * 6 * 2 * np.pi))
    radius[[0, -1]] = 0
    bands = ["band" if int(k / 60 * 9) % 2 else "fur" for k in range(60)]
    z = .30
    belly = lathe(np.column_stack([radius, t * long]), d.segments(36, 24), bands)
    belly = belly.rotated(-np.pi / 2, "x").rotated(-.14, "x").moved(0, .08 if kind != "wasp" else .16, z)
    chest = ball((.150, .160, .150) if kind != "wasp" else (.11, .15, .11), 20, 28, "fur").moved(0, -.03, z)
    pieces = [chest]
    if kind == "wasp":
        pieces.append(tube([(0, .08, z), (0, .20, z)], [.03, .03], 5, 12, "band"))
    else:
        n = 150 if d.detail >= .75 else 120
        g = np.arange(n) * 2.399963
        u = 1 - 2 * (np.arange(n) + .5) / n
        for a, h in zip(g, u):
            way = np.array([np.sqrt(1 - h * h) * np.cos(a), h * .95, np.sqrt(1 - h * h) * np.sin(a)])
            root = np.array([0, -.03, z]) + way * .135
            pieces.append(tube([root, root + way * .030], [.013, .003], 3, 5, "fur"))
    head = ball((.115, .085, .105), 18, 24, "band").moved(0, -.235, z - .02)
    gaze = [ball((.042, .055, .066), 14, 16, "eye").moved(s * .088, -.262, z + .005) for s in (1, -1)]
    feelers = [tube([(s * .03, -.30, z + .06), (s * .07, -.37, z + .15), (s * .10, -.46, z + .12)], [.012, .010, .009],
                    9, 8, "band") for s in (1, -1)]
    spread, lift = d.between(.75, 1.15), d.between(.25, .55)
    wings = []
    for s in (1, -1):
        for size, back in ((.62, 0.0), (.42, .28)):
            leaf = blade(size, size * .40, "spoon", .0, .06, .05, thick=.010, rows=16, columns=9, region="wing")
            turn = np.pi / 2 - s * (spread - back * .8)
            wings.append(aimed(leaf, turn, lift - back * .5, (s * .07, -.04 + .3 * back, z + .115 - .05 * back)))
    legs = []
    for s in (1, -1):
        for k in range(3):
            y = -.11 + .08 * k
            fan = (-.5, .1, .65)[k]
            out = np.array([s * np.cos(fan), np.sin(fan), 0])
            root = np.array([s * .08, y, z - .10])
            legs += jointed([root, root + out * .12 + xyz(0, 0, -.02), root + out * .17 + xyz(0, 0, -.14),
                             root + out * .20 + xyz(0, 0, -.19)], [.020, .018, .015, .008], "band", 8)
    end = np.array([0, .08 + long, z - .14 * long - .03]) + ((0, .08, 0) if kind == "wasp" else (0, 0, 0))
    sting = tube([end - xyz(0, .05, -.008), end + xyz(0, .045, -.012)], [.014, .001], 4, 8, "band")
    parts = [part("abdomen", belly), part("thorax", *pieces), part("head", head), part("eyes", *gaze),
             part("feelers", *feelers), part("wings", *wings), part("legs", *legs), part("sting", sting)]
    return sized(parts, .06 * d.between(.8, 1.2))


FAMILY = Family(
    name="bee", words=("bee", "honey bee", "bumblebee", "wasp", "hornet", "fly"),
    gloss=("a bee with yellow and black stripes", "a buzzing bumblebee"), extent=(0.03, 0.12), build=build,
    principal="depth", materials=("sunflower petal",),
    looks={"fur": "main", "band": "black chitin", "wing": "glass", "eye": "eye"},
    part_words={"fur": ("body", "fur"), "band": ("stripe", "stripes", "bands"), "wing": ("wing", "wings")},
    styles={"honey": ("honey",), "bumble": ("bumble", "round", "fat"), "wasp": ("wasp", "slim", "hornet")})
