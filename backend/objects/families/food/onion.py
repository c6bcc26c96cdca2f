# SPDX-License-Identifier: GPL-3.0-or-later
"""An onion: papery, with roots below and a dry neck."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import body, tube


def build(d: Draw) -> list[Part]:
    half = d.between(0.033, 0.042)
    tall = half * 2 * d.between(0.95, 1.25)
    knots = [(0, .05), (.14, .045), (.30, .075), (.66, .18), (.94, .34), (1.0, .46), (.88, .64), (.56, .79), (.26, .88),
             (.13, .95), (.10, 1.04), (.13, 1.12), (.05, 1.14), (0, 1.13)]
    phase = d.between(0, 6.28)

    def ribbed(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.008 * np.cos(11 * angle + phase) + 0.015 * np.cos(2 * angle - phase) + 0.06 * np.clip(
            z / tall - 0.95, 0, 1) * np.cos(5 * angle) * 8

    bulb = body(knots, half, tall, d.segments(52, 30), d.segments(56, 32), "skin", ribbed)
    lean = d.between(-0.25, 0.25)
    bulb = bulb.deformed(lambda v: v + np.column_stack([lean * half * np.clip(v[:, 2] / tall - .8, 0, 1) * 2,
                                                        0 * v[:, 0], 0 * v[:, 0]]))
    roots = []
    for _ in range(12):
        a, r = d.between(0, 6.28), d.between(0.02, 0.16) * half
        out = np.array([np.cos(a), np.sin(a), 0])
        foot = out * r + (0, 0, 0.055 * tall)
        roots.append(tube([foot, foot + out * 0.06 * half - (0, 0, 0.04 * tall), foot + out * d.between(.12, .30) * half
                           - (0, 0, 0.065 * tall)], [0.014 * half, 0.012 * half, 0.006 * half], 6, 5, "roots"))
    return [part("skin", bulb), part("roots", *roots)]


FAMILY = Family(
    name="onion", words=("onion", "red onion", "shallot"),
    gloss=("a brown onion", "a red onion", "a bulb that makes you cry"),
    extent=(0.065, 0.12), build=build, principal="height", materials=("onion skin",),
    looks={"skin": "main", "roots": "roots"}, part_words={"skin": ("skin", "peel"), "roots": ("root", "roots")})
