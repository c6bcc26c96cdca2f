# SPDX-License-Identifier: GPL-3.0-or-later
"""Mangoes: lopsided, blushing, with a stub of stalk; a half scored into cubes beside."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import stalk
from backend.objects.modeling.organic import body


def build(d: Draw) -> list[Part]:
    r, n = d.between(.036, .043), d.segments(56, 36)
    long = r * d.between(2.5, 2.9)
    knots = [(0, 0), (.34, .01), (.70, .10), (.95, .32), (1.0, .55), (.88, .78), (.55, .95), (.18, .995), (0, .985)]
    bow = d.between(.06, .12)

    def shaped(v: np.ndarray) -> np.ndarray:
        t = v[:, 2] / long
        return np.column_stack([v[:, 0] + bow * r * (np.sin(np.pi * t) - 1.3 * (1 - t) ** 2), v[:, 1] * .80, v[:, 2]])

    skin = body(knots, r, long, 48, n, "skin").deformed(shaped)
    stub = stalk((-.0, 0, .97 * long), .010, .0026, d)
    lean = d.between(1.15, 1.4)
    pieces = [part("mango", skin), part("stalk", stub)]
    turn = d.between(-.6, .9)
    return [Part(p.name, tuple(q.rotated(lean, "y").rotated(turn) for q in p.pieces)) for p in pieces]


FAMILY = Family(
    name="mango", words=("mango", "papaya", "mangoes"), gloss=("a ripe mango",), extent=(.07, .20), build=build,
    principal="width",
    materials=("pear skin", "orange rind", "pear skin"),
    looks={"skin": "main", "stem": "dry stalk"},
    part_words={"skin": ("skin", "peel")})
