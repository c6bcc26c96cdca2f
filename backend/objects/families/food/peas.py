# SPDX-License-Identifier: GPL-3.0-or-later
"""Peas in an open pod."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, ball, blade, copies, poses, tube
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    long = d.between(0.075, 0.10)
    pea = long * d.between(0.055, 0.064)
    count = int(d.random.integers(6, 9))
    arch = d.between(0.25, 0.6)
    rows = d.segments(32, 20)
    s = np.linspace(0, 1, rows)
    angle = (s - 0.5) * arch
    radius = long / arch
    spine = np.column_stack([radius * np.sin(angle), np.zeros(rows), radius * (1 - np.cos(angle))])
    fat = 1.28 * pea * np.sin(np.pi * np.clip(s, 0.0, 1)) ** 0.42
    gape = d.between(0.75, 1.05)
    fan = np.linspace(-np.pi + gape, np.pi - gape, 17) - np.pi / 2
    rings = []
    for k in range(rows):
        r = max(fat[k], 0.04 * pea)
        loop = np.column_stack([np.cos(fan), np.sin(fan) * 1.15])
        outer, inner = loop * r, loop[::-1] * max(r - 0.10 * pea, 0.02 * pea)
        flat = np.concatenate([outer, inner])
        rings.append(np.column_stack([np.full(len(flat), spine[k, 0]), flat[:, 0], spine[k, 2] + flat[:, 1]]))
    ends = [np.tile(r.mean(axis=0), (len(r), 1)) for r in (rings[0], rings[-1])]
    pod = skin(np.stack([ends[0], *rings, ends[1]]), region="pod")
    t = np.linspace(0.14, 0.86, count)
    at = np.column_stack([np.interp(t, s, spine[:, 0]), np.zeros(count), np.interp(t, s, spine[:, 2]) - 0.05 * pea])
    size = 0.80 + 0.28 * np.sin(np.pi * t)
    spin = d.random.uniform(0, 6, count)
    peas = copies(ball(pea, 12, 18, "peas"), poses(at, np.zeros(count), np.zeros(count), size, spin))
    tip = tube(spine[-1] + np.array([(0, 0, 0), (.06, 0, .006), (.16, .01, .05)]) * long,
               np.array([.30, .18, .10]) * pea, 8, 8, "pod")
    stem = tube(spine[0] - np.array([(0, 0, 0), (.08, 0, -.02), (.18, .01, -.06)]) * long,
                np.array([.34, .2, .26]) * pea, 8, 8, "pod", round_ends=False)
    sepal = blade(0.12 * long, 0.05 * long, "lance", 0.6, 0.9, 0.3, thick=0.0006, rows=7, columns=5, region="pod")
    cap = [aimed(sepal, k * 2 * np.pi / 5, 0.0).rotated(np.pi / 2, "y").moved(*(spine[0] - (0.01 * long, 0, 0)))
           for k in range(5)]
    lean = d.between(0.55, 0.85)
    return [part("pod", *(p.rotated(lean, "x") for p in (pod, tip, stem, *cap))), part("peas", peas.rotated(lean, "x"))]


FAMILY = Family(
    name="peas", words=("peas", "pea pod", "pea", "edamame", "bean pod", "green beans"),
    gloss=("green peas in a pod", "an open pod of edamame"),
    extent=(0.08, 0.15), build=build, principal="width", materials=("pea",),
    looks={"pod": "main", "peas": "main"}, part_words={"pod": ("pod",), "peas": ("peas", "beans")})
