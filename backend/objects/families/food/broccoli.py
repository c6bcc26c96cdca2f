# SPDX-License-Identifier: GPL-3.0-or-later
"""A head of broccoli: a branching stalk under lumpy florets."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import GOLDEN, aimed, ball, roughened, tube


def build(d: Draw) -> list[Part]:
    wide = d.between(0.055, 0.07)
    tall = wide * d.between(1.5, 1.9)
    fork = 0.50 * tall
    trunk = tube([(0, 0, 0), (0, 0, 0.5 * fork), (0, 0, fork)], np.array([.26, .24, .30]) * wide, 8, 14, "stalk",
                 round_ends=False)
    branches, heads = [trunk], []
    count = int(d.random.integers(11, 15))
    for k in range(count):
        lean = 1.15 * np.sqrt((k + 0.4) / count)
        a = k * GOLDEN
        out = np.array([np.cos(a) * np.sin(lean), np.sin(a) * np.sin(lean), np.cos(lean)])
        tip = np.array([0, 0, fork]) + out * wide * np.array([0.78, 0.78, 0.72]) + (0, 0, 0.06 * wide)
        branches.append(tube([(0, 0, 0.72 * fork), (0, 0, fork) + 0.3 * out * wide * (0.6, 0.6, 1), tip],
                             np.array([.13, .09, .10]) * wide, 7, 8, "stalk"))
        size = wide * d.between(0.30, 0.38)
        head = ball((size, size, 0.82 * size), 16 if d.detail >= 0.75 else 12, 22 if d.detail >= 0.75 else 16, "floret")
        head = roughened(head, 0.22 * size, 0.26 * size, int(d.random.integers(1000)), 2,
                         lambda n: np.abs(n) * 1.6 - 0.4)
        heads.append(aimed(head.rotated(np.pi / 2, "y"), a, np.pi / 2 - lean, tip + out * 0.10 * size))
    return [part("stalk", *branches), part("florets", *heads)]


FAMILY = Family(
    name="broccoli", words=("broccoli", "cauliflower", "broccolini"),
    gloss=("a green head of broccoli", "a floret of cauliflower", "a healthy green vegetable like a little tree"),
    extent=(0.075, 0.17), build=build, materials=("broccoli floret",),
    looks={"floret": "main", "stalk": "broccoli stalk"},
    part_words={"floret": ("floret", "florets", "head"), "stalk": ("stalk", "stem")})
