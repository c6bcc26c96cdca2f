# SPDX-License-Identifier: GPL-3.0-or-later
"""A tomato with its green star."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import stalk
from backend.objects.modeling.organic import aimed, blade, body


def build(d: Draw) -> list[Part]:
    kind = d.choose({"round": 1.0, "beef": 0.7, "plum": 0.4})
    half = {"round": d.between(.030, .037), "beef": d.between(.042, .052), "plum": d.between(.023, .027)}[kind]
    tall = half * 2 * {"round": d.between(.84, .94), "beef": d.between(.66, .74), "plum": d.between(1.35, 1.6)}[kind]
    ribs, depth = (int(d.random.integers(5, 9)), 0.075) if kind == "beef" else (5, 0.014)
    knots = [(0, .03), (.10, .01), (.34, .0), (.66, .08), (.90, .26), (1.0, .50), (.94, .74), (.74, .92), (.44, 1.0),
             (.20, .965), (.07, .90), (0, .88)]
    phase = d.between(0, 6.28)

    def ribbed(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        s = np.clip(z / tall, 0, 1)
        return 1 + depth * (0.3 + 0.9 * s) * (np.abs(np.cos(ribs / 2 * (angle + phase))) - 0.6) + 0.012 * np.cos(
            2 * angle)

    fruit = body(knots, half, tall, d.segments(44, 28), d.segments(64, 36), "skin", ribbed)
    top = 0.90 * tall
    sepals = [aimed(blade(half * d.between(0.62, 0.85), 0.17 * half, "lance", 0.75, d.between(0.9, 1.9), 0.3,
                          thick=0.025 * half, rows=9, columns=5), k * 2 * np.pi / 5 + d.between(-.2, .2), 0.0,
                    (0, 0, top)) for k in range(5)]
    stem = stalk((0, 0, top - 0.03 * half), d.between(0.28, 0.6) * half, 0.065 * half, d, 0.5, 1.3)
    return [part("skin", fruit), part("calyx", *sepals), part("stem", stem)]


FAMILY = Family(
    name="tomato", words=("tomato", "tomatoes", "cherry tomato"),
    gloss=("a ripe red tomato", "a tomato for salad", "a beefsteak tomato"),
    extent=(0.04, 0.12), build=build, principal="width", materials=("tomato skin",),
    looks={"skin": "main", "leaf": "fresh leaf", "stem": "stalk"},
    part_words={"skin": ("skin",), "leaf": ("leaf", "leaves", "calyx"), "stem": ("stem", "stalk")},
    styles={"round": ("round",), "beef": ("beef", "beefsteak", "heirloom"), "plum": ("plum", "roma")})
