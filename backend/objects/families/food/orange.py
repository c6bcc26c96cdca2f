# SPDX-License-Identifier: GPL-3.0-or-later
"""An orange, sometimes with a leaf, or with a half cut open."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import leafed, stalk
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import ball, body, painted, rounded, slab
from backend.objects.modeling.surface import Surface


def _segments(half: float, region: str, d: Draw) -> list[Surface]:
    """The flesh of a cut half, facing up: wedges about the middle."""
    count = int(d.random.integers(9, 12))
    wedges = []
    for k in range(count):
        turn = 2 * np.pi * k / count
        width = 2 * np.pi / count * 0.86
        angles = np.linspace(-width / 2, width / 2, 5)
        outer = 0.86 * half * np.column_stack([np.cos(angles), np.sin(angles)])
        outline = fillet(np.concatenate([[(0.10 * half, 0.0)], outer]), 0.05 * half, 2, closed=True)
        wedge = slab(outline, rounded(0.10 * half, 0.02 * half, 2), region)
        wedges.append(wedge.rotated(turn))
    return wedges


def build(d: Draw) -> list[Part]:
    cut = d.choose({"whole": 1.0, "half": 0.3}) == "half"
    half = d.between(0.036, 0.043)
    tall = half * 2 * d.between(0.90, 1.0)
    navel = d.between(0.3, 1.0)
    knots = [(0, .035), (.06, .012), (.16, 0), (.40, .045), (.62, .11), (.84, .23), (.965, .37), (1.0, .5), (.965, .63),
             (.84, .77), (.62, .89), (.40, .96),
             (.15, 1.0 - .012 * navel), (.05, .985 - .02 * navel), (0, .978 - .02 * navel)]
    phase = d.between(0, 6.28)

    def uneven(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.010 * np.cos(angle + phase) + 0.008 * np.cos(3 * angle - phase)

    if cut:
        lower = [*knots[:7], (.99, .46), (.98, .485), (.93, .49), (.5, .49), (0, .49)]
        rind = painted(body(lower, half, tall, 40, d.segments(52, 28), "skin", uneven), "pith",
                       lambda c: (c[:, 2] > 0.478 * tall) & (np.hypot(c[:, 0], c[:, 1]) < 0.97 * half))
        flesh = [w.moved(z=0.49 * tall - 0.06 * half) for w in _segments(half, "flesh", d)]
        whole = body(knots, half, tall, 40, d.segments(52, 28), "skin", uneven).rotated(0.4, "x")
        whole = whole.moved(1.7 * half, 1.25 * half, -whole.bounds()[0][2])
        lean = d.between(0.35, 0.75)
        opened = [s.moved(z=-0.49 * tall).rotated(lean, "x") for s in (rind, *flesh)]
        low = opened[0].bounds()[0][2]
        opened = [s.moved(z=-low) for s in opened]
        return [part("half", *opened), part("whole", whole)]
    fruit = body(knots, half, tall, 40, d.segments(52, 28), "skin", uneven)
    button = ball((0.10 * half, 0.10 * half, 0.05 * half), 6, 8, "stem").moved(z=0.965 * tall)
    parts = [part("skin", fruit), part("stem", button)]
    if d.chance(0.6) or "leaf" in d.style:
        parts.append(part("leaf", stalk((0, 0, 0.96 * tall), 0.16 * tall, 0.03 * half, d),
                          *leafed((0, 0, 1.02 * tall), 1.15 * half, d, int(d.random.integers(1, 3)))))
    return parts


FAMILY = Family(
    name="orange", words=("tangerine", "mandarin", "clementine", "orange fruit", "oranges", "citrus", "grapefruit"),
    gloss=("an orange, the fruit", "a juicy orange cut in half", "a tangerine with a leaf"),
    extent=(0.055, 0.20), build=build, principal="width", materials=("orange rind",),
    looks={"skin": "main", "stem": "stalk", "leaf": "fresh leaf", "pith": "pale flesh", "flesh": "main"},
    part_words={"skin": ("skin", "peel", "rind"), "leaf": ("leaf", "leaves"), "flesh": ("flesh", "segments")},
    styles={"whole": ("whole",), "half": ("half", "cut", "sliced", "halved")})
