# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand of bamboo: jointed canes with leaves."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import GOLDEN, blade, copies, poses, tube
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    height = d.between(1.6, 2.6)
    canes, nodes, twigs, leaves = [], [], [], []
    leaf = blade(0.17, 0.024, "lance", 0.1, 0.9, 0.3, thick=0.0012, rows=9, columns=5)
    matrices = []
    for k in range(int(d.random.integers(3, 6))):
        a, r = k * GOLDEN, 0.16 * np.sqrt(k / 6)
        tall, thick = height * d.between(.72, 1.0), d.between(.016, .024)
        lean, way = d.between(0.0, 0.10) * tall, d.between(0, 6.28)
        joints = int(tall / d.between(.20, .25))
        foot = np.array([r * np.cos(a), r * np.sin(a), 0])
        t = np.linspace(0, 1, joints * 4 + 1)
        path = foot + np.column_stack([lean * np.cos(way) * t ** 2, lean * np.sin(way) * t ** 2, tall * t])
        fat = thick * (1 - .45 * t)
        canes.append(sweep(path, circle(d.segments(18, 12)), fat, up=(0, 1, 0), bevel=.1, region="cane"))
        for j in range(1, joints):
            p, rr = path[4 * j], float(fat[4 * j])
            nodes.append(lathe(np.column_stack([.99 * rr + .14 * rr * np.cos(q := np.arange(8) / 8 * 2 * np.pi),
                                                .16 * rr * np.sin(q)]), 18, "node", loop=True).moved(*p))
            if j > joints * .4:
                for side in range(int(d.random.integers(1, 3))):
                    b = j * 2.4 + side * 2.8 + k
                    out = np.array([np.cos(b), np.sin(b), 0])
                    tip = p + out * d.between(.10, .20) + np.array([0, 0, d.between(.05, .14)])
                    twigs.append(tube([p, .5 * (p + tip) + np.array([0, 0, .015]), tip], [.0035, .0025, .0012], 4, 5,
                                      "cane"))
                    spots = np.array([p + (tip - p) * q for q in (.55, .8, 1.0, 1.0)])
                    matrices.append(poses(spots, b + np.array([.8, -.8, .25, -.25]), np.array([.1, .2, .1, -.3]),
                                          d.random.uniform(.75, 1.15, 4), 0.0))
    leaves.append(copies(leaf, np.concatenate(matrices)))
    return [part("canes", *canes, *twigs), part("nodes", *nodes), part("leaves", *leaves)]


FAMILY = Family(
    name="bamboo", words=("bamboo plant", "bamboo grove", "bamboo stalks", "bamboo canes", "bamboos"),
    gloss=("green bamboo stalks with leaves", "a stand of bamboo"),
    extent=(1.1, 2.9), build=build, materials=("bamboo",),
    looks={"cane": "main", "node": "bamboo node", "leaf": "fresh leaf"},
    part_words={"cane": ("cane", "canes", "stalk", "stalks"), "leaf": ("leaf", "leaves"), "node": ("nodes", "joints")})
