# SPDX-License-Identifier: GPL-3.0-or-later
"""A jug with a pouring lip and a handle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS, ear
from backend.objects.modeling.curves import spline
from backend.objects.modeling.solids import vessel

_SHAPES = {"belly": [(.62, 0), (.68, .03), (.98, .26), (1.0, .42), (.74, .74), (.64, .86), (.78, 1.0)],
           "tall": [(.86, 0), (.90, .02), (1.0, .22), (.94, .55), (.82, .84), (.92, 1.0)],
           "milk": [(.80, 0), (.86, .03), (1.0, .22), (.92, .48), (.62, .76), (.58, .86), (.70, 1.0)]}


def build(d: Draw) -> list[Part]:
    shape = d.choose({"belly": 1.0, "tall": 0.8, "milk": 0.6})
    height = d.measure("height", 0.17, 0.26) * (0.72 if shape == "milk" and "height" not in d.size else 1.0)
    half = height * {"belly": .37, "tall": .29, "milk": .36}[shape] * d.between(0.95, 1.06)
    outer = spline([(r * half, z * height) for r, z in _SHAPES[shape]], d.segments(56, 32))
    wall = 0.021 * height + 0.001
    pitcher = vessel(outer, wall, wall * 1.3, d.segments(80, 48), foot=0.02 * height, rim_width=0.04 * height)
    lip = d.between(0.32, 0.45)

    def poured(v: np.ndarray) -> np.ndarray:
        # The wall is drawn out to a spout at -X, near the mouth.
        angle = np.arctan2(v[:, 1], -v[:, 0])
        near = np.exp(-(angle / 0.34) ** 2)
        high = np.clip((v[:, 2] / height - 0.70) / 0.30, 0, 1.05) ** 1.6
        r = np.hypot(v[:, 0], v[:, 1])
        grow = lip * near * high
        grow -= 0.10 * high * np.exp(-((np.abs(angle) - 0.72) / 0.3) ** 2)
        v[:, :2] *= (1 + grow)[:, None]
        v[:, 2] += 0.055 * height * near * high * (r > 0.2 * half)
        return v

    handle = ear(outer, 0.22 * height, 0.88 * height, 0.30 * height, wall, 0.072 * height, d, 1.5, rise=0.10 * height)
    return [part("body", pitcher.deformed(poured)), part("handle", handle)]


FAMILY = Family(
    name="jug", words=("jug", "pitcher", "ewer", "milk jug", "creamer", "gravy boat"),
    gloss=("a water jug with a handle and a spout", "a pitcher of milk"),
    extent=(0.11, 0.34), build=build, native=(), materials=("ceramic",) * 4 + ("porcelain", "terracotta"),
    looks=VESSEL_LOOKS, part_words=VESSEL_WORDS,
    styles={"belly": ("round", "bulbous"), "tall": ("tall", "slender"),
            "milk": ("milk", "milk jug", "creamer")})
