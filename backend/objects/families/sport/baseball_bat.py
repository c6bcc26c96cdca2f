# SPDX-License-Identifier: GPL-3.0-or-later
"""Baseball bats lying flat, a stitched ball beside."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.sport.shared_sport import xyz
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    long, r = d.between(.78, .88), d.between(.030, .034)
    rows = spline([(0, 0), (.85, .002), (.92, .010), (.80, .020), (.40, .040), (.36, .09), (.38, .25), (.46, .42),
                   (.72, .60), (.96, .74),
                   (1.0, .86), (.98, .965), (.75, .994), (0, 1.0)], 90) * (r, long)
    rows[:, 0] = np.maximum(rows[:, 0], 0)
    rows[[0, -1], 0] = 0
    bat = lathe(rows, d.segments(44, 28), "body").rotated(-np.pi / 2, "x").moved(0, -long / 2, r)
    t = np.linspace(0, 1, 73)
    grip = sweep(np.column_stack([0 * t, -long / 2 + (.055 + .235 * t) * long, np.full(73, r)]), circle(24, 1.0),
                 np.interp(.055 + .235 * t, [.04, .09, .25, .42], np.array([.40, .36, .38, .46]) * r) + .0014 + .0006
                 * np.cos(2 * np.pi * 16 * t), region="grip", bevel=.05)
    bands = [sweep(np.array([(0, y, r), (0, y + .012, r)]), circle(32, 1.0),
                   np.interp(y / long + .5, [.42, .60, .74, .86],
                                                                                     np.array([.46, .72, .96,
                                                                                          1.0]) * r) + .0006,
                   region="band", bevel=.01) for y in (long * .17, long * .20)]
    parts = [part("bat", bat), part("grip", grip), part("bands", *bands)]
    q = .0365
    x, y = .11, d.between(-.15, .2)
    leather = ball(q, 28, 40, "leather").moved(x, y, q)
    a = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    seam = np.column_stack([np.cos(a) + .36 * np.cos(3 * a), np.sin(a) - .36 * np.sin(3 * a), 1.05 * np.sin(2 * a)])
    seam = seam / np.linalg.norm(seam, axis=1, keepdims=True) * q
    way = np.roll(seam, -1, axis=0) - np.roll(seam, 1, axis=0)
    side = np.cross(seam, way)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    stitches = []
    for k in range(0, 120, 2):
        for s in (1, -1):
            p = seam[k] + s * side[k] * .0035 + way[k] * .15
            stitches.append(sweep(np.array([seam[k], p]) * 1.005 + xyz(x, y, q), circle(5, .0008), region="stitch"))
    return [*parts, part("ball", leather), part("stitches", *stitches)]


FAMILY = Family(
    name="baseball_bat", words=("baseball bat", "softball bat", "baseball", "softball"),
    gloss=("a baseball bat with a ball",), extent=(.7, .95),
    build=build, principal="depth", materials=("birch", "oak", "pine", "toy black"),
    looks={"body": "main", "grip": ("black plastic", "leather", "toy red"),
           "band": ("toy red", "toy blue", "toy black"),
           "leather": "white plastic", "stitch": "toy red"},
    part_words={"grip": ("grip", "handle"), "leather": ("ball",)})
