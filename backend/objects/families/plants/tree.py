# SPDX-License-Identifier: GPL-3.0-or-later
"""A deciduous tree: trunk, boughs, a crown of leaves; bare in winter, coloured in autumn."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.plants.shared_plants import branches, clump, leaf_matrices
from backend.objects.modeling.organic import blade, copies, roughened, tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"summer": 1.0, "autumn": 0.35, "blossom": 0.2, "bare": 0.15})
    height = d.between(4.2, 6.5)
    wide = d.between(0.75, 1.15)
    bare = kind == "bare"
    wood, tips = branches(d, 0.52 * height, 0.032 * height, 4, 3 if bare else 2, 0.75 * wide, 0.55)
    wood = [roughened(wood[0], 0.005 * height, 0.05 * height, int(d.random.integers(1000))), *wood[1:]]
    roots = [tube(np.array([(0, 0, .045 * height), (.030 * height, 0, .016 * height),
                            (.075 * height, 0, -.004 * height)]),
                  [.016 * height, .014 * height, .004 * height], 7, 8,
                  "bark").rotated(k * 2 * np.pi / 5 + d.between(-.3, .3))
             for k in range(5)]
    parts = [part("wood", *wood, *roots)]
    if bare:
        return parts
    region = {"summer": "foliage", "autumn": "autumn", "blossom": "blossom"}[kind]
    order = np.argsort(-tips[:, 2])
    chosen: list[np.ndarray] = []
    for tip in tips[order]:
        if all(np.linalg.norm(tip - other) > 0.085 * height for other in chosen):
            chosen.append(tip)
    crowns, matrices = [], []
    for tip in chosen[:17]:
        size = height * d.between(0.125, 0.17) * np.array([1.0, 1.0, 0.80])
        crowns.append(clump(size, d, region, 0.20).moved(*tip))
        matrices.append(leaf_matrices(d, tip, size * 1.05, 11, 1.0))
    leaf = blade(0.050 * height, 0.030 * height, "ovate", 0.2, 0.6, 0.3, thick=0.001 * height, rows=6, columns=5,
                 region=region)
    return [*parts, part("crown", *crowns), part("leaves", copies(leaf, np.concatenate(matrices)))]


FAMILY = Family(
    name="tree", words=("tree", "oak tree", "maple tree", "apple tree", "cherry tree", "birch tree"),
    gloss=("a leafy green tree", "a tree in autumn colours", "a big oak", "a bare tree in winter"),
    extent=(3.2, 9.0), build=build, materials=("foliage",),
    looks={"foliage": "main", "autumn": "main or autumn foliage", "blossom": "main or blossom", "bark": "rough bark"},
    part_words={"foliage": ("leaf", "leaves", "foliage", "crown"), "bark": ("trunk", "bark", "branches")},
    styles={"summer": ("green", "summer", "leafy"), "autumn": ("autumn", "fall", "maple tree"),
            "blossom": ("blossoming", "cherry tree", "spring", "blossom"),
            "bare": ("bare", "dead", "winter", "leafless")})
