# SPDX-License-Identifier: GPL-3.0-or-later
"""A kiwifruit, whole or with a half cut open."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball, body, copies, painted, poses


def build(d: Draw) -> list[Part]:
    half = d.between(0.022, 0.026)
    long = half * 2 * d.between(1.2, 1.4)
    knots = [(0, .02), (.07, .0), (.18, .02), (.50, .09), (.86, .28), (1.0, .52), (.86, .76), (.50, .93), (.16, .99),
             (.06, 1.0), (0, .985)]
    squash = d.between(0.02, 0.06)

    def oval(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + squash * np.cos(2 * angle)

    whole = body(knots, half, long, d.segments(40, 24), d.segments(44, 24), "skin", oval).rotated(np.pi / 2, "y")
    if d.choose({"whole": 0.3, "half": 0.7}) == "whole":
        return [part("skin", whole)]
    cut = 0.54
    lower = [*knots[:5], (1.0, .50), (.995, cut - .012), (.965, cut), (.55, cut), (0, cut)]
    rind = painted(body(lower, half, long, d.segments(40, 28), d.segments(44, 24), "skin", oval), "flesh",
                   lambda c: (c[:, 2] > (cut - 0.008) * long) & (np.hypot(c[:, 0], c[:, 1]) < 1.0 * half))
    top = cut * long
    core = ball((0.30 * half, 0.20 * half, 0.02 * half), 6, 20, "core").moved(z=top)
    turn = np.arange(34) / 34 * 2 * np.pi
    reach = half * (0.44 + 0.13 * d.random.random(34))
    at = np.column_stack([reach * np.cos(turn), reach * np.sin(turn), np.full(34, top)])
    seeds = copies(ball((0.055 * half, 0.028 * half, 0.02 * half), 5, 6, "seeds"), poses(at, turn, np.zeros(34)),
                   shared=True)
    lean = d.between(0.7, 1.0)
    half_fruit = [s.rotated(lean, "x") for s in (rind, core, seeds)]
    low = half_fruit[0].bounds()[0][2]
    behind = whole.rotated(0.35, "z").moved(0.75 * half, 1.35 * half, -whole.bounds()[0][2])
    return [part("half", *(s.moved(z=-low) for s in half_fruit)), part("whole", behind)]


FAMILY = Family(
    name="kiwi", words=("kiwi", "kiwifruit", "kiwi fruit"),
    gloss=("a green kiwi cut in half", "a brown fuzzy kiwifruit"),
    extent=(0.05, 0.13), build=build, principal="width", materials=("kiwi skin",),
    looks={"skin": "main", "flesh": "kiwi flesh", "core": "pale flesh", "seeds": "dark seed"},
    part_words={"skin": ("skin", "peel"), "flesh": ("flesh",), "core": ("core",), "seeds": ("seeds",)},
    styles={"whole": ("whole",), "half": ("half", "cut", "sliced")})
