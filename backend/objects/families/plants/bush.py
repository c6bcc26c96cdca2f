# SPDX-License-Identifier: GPL-3.0-or-later
"""A bush or hedge: rounded foliage to the ground, flowers if asked."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.plants.shared_plants import clump, leaf_matrices
from backend.objects.modeling.organic import GOLDEN, aimed, ball, blade, copies, poses, roughened
from backend.objects.modeling.solids import box
from backend.objects.modeling.surface import join


def build(d: Draw) -> list[Part]:
    kind = d.choose({"round": 1.0, "flowering": 0.6, "hedge": 0.25})
    wide, height = d.between(0.55, 0.85), d.between(0.55, 0.9)
    crowns, matrices, centers = [], [], []
    if kind == "hedge":
        hedge = roughened(box(2.2 * wide, 0.7 * wide, height, 0.06, 3, 26 if d.detail >= 0.75 else 16, "foliage"), 0.05,
                          0.07, int(d.random.integers(1000)), 3, lambda n: np.abs(n) * 1.7 - 0.35)
        crowns.append(hedge)
        at = np.column_stack([d.random.uniform(-1.1, 1.1, 150) * wide,
                              np.where(d.random.random(150) < .6, -.35, .35) * wide,
                              d.random.uniform(0.05, 1.0, 150) * height])
        top = d.random.random(150) < 0.4
        at[top, 2], at[top, 1] = height, d.random.uniform(-.35, .35, int(top.sum())) * wide
        matrices.append(poses(at, d.random.uniform(0, 6.28, 150), d.random.uniform(-.4, 1.1, 150),
                              d.random.uniform(.7, 1.2, 150), d.random.uniform(-.8, .8, 150)))
    else:
        for k in range(9):
            a, r = k * GOLDEN, wide * 0.5 * np.sqrt(k / 9)
            size = wide * d.between(0.34, 0.44) * np.array([1, 1, 0.95 * height / wide])
            center = np.array([r * np.cos(a), r * np.sin(a),
                               size[2] * 0.92 + height * (0.40 * (1 - r / wide) if k % 2 else 0)])
            crowns.append(clump(size, d, "foliage", 0.15).moved(*center))
            matrices.append(leaf_matrices(d, center, size * 1.04, 18, 1.0))
            centers.append((center, size))
    leaf = blade(0.085, 0.045, "ovate", 0.2, 0.6, 0.3, thick=0.002, rows=6, columns=5, region="foliage")
    parts = [part("foliage", *crowns), part("leaves", copies(leaf, np.concatenate(matrices)))]
    if kind == "flowering":
        petal = blade(0.042, 0.036, "petal", 0.7, 0.5, 0.3, thick=0.002, rows=6, columns=5, region="flowers")
        bloom = join([aimed(petal, j * 2 * np.pi / 5, 0.0) for j in range(5)] + [ball(0.011, 6, 8,
                                                                                      "eyes").moved(z=0.01)])
        bloom = bloom.rotated(np.pi / 2, "y")
        spots = [leaf_matrices(d, center, size * 1.13, 7, 1.15) for center, size in centers]
        parts.append(part("flowers", copies(bloom, np.concatenate(spots))))
    return parts


FAMILY = Family(
    name="bush", words=("bush", "shrub", "hedge", "rose bush", "boxwood"),
    gloss=("a round green bush", "a flowering shrub", "a garden hedge"),
    extent=(0.7, 2.2), build=build, materials=("foliage",),
    looks={"foliage": "main", "flowers": "rose petal", "eyes": "seed"},
    part_words={"foliage": ("leaf", "leaves", "foliage"), "flowers": ("flowers", "blossoms", "roses")},
    styles={"round": ("round", "green"), "flowering": ("flowering", "rose bush", "blooming", "flowers"),
            "hedge": ("hedge", "clipped")})
