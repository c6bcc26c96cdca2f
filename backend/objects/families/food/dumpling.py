# SPDX-License-Identifier: GPL-3.0-or-later
"""Dumplings: pleated crescents, or steamed buns gathered at the top."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import body
from backend.objects.modeling.solids import lathe, vessel
from backend.objects.modeling.surface import Surface, skin


def _gyoza(long: float, d: Draw) -> Surface:
    """A half moon on its flat bottom, its sealed edge crimped in folds."""
    s = np.linspace(-1, 1, d.segments(56, 36))
    half = long / 2
    body_radius = 0.36 * half * np.sqrt(np.clip(1 - np.abs(s) ** 2.6, 0.0, 1))
    folds = int(d.random.integers(5, 8))
    rings = []
    fan = circle(d.segments(32, 24))
    angle = np.arctan2(fan[:, 1], fan[:, 0])
    for k, t in enumerate(s):
        r = max(body_radius[k], 0.012 * half)
        crest = np.exp(-(np.arctan2(np.sin(angle - np.pi / 2), np.cos(angle - np.pi / 2)) / 0.24) ** 2)
        height = r * (1 + 0.80 * crest)
        y = np.cos(angle) * r * (1 - 0.65 * crest)
        z = np.sin(angle) * height * 0.95
        y = y + crest * 0.055 * half * np.sign(np.sin(np.pi * folds * t)) * np.abs(np.sin(np.pi * folds * t)) ** 0.6 * (
            1 - t ** 2)
        z = np.maximum(z, -0.62 * r)
        rings.append(np.column_stack([np.full(len(y), half * t), y + 0.22 * half * (1 - t ** 2), z + 0.62 * r]))
    ends = [np.tile(ring.mean(axis=0), (len(ring), 1)) for ring in (rings[0], rings[-1])]
    return skin(np.stack([ends[0], *rings, ends[1]]), region="dough")


def _bun(half: float, d: Draw) -> Surface:
    folds = int(d.random.integers(13, 18))
    knots = [(0, 0), (.7, 0), (.95, .10), (1.0, .32), (.86, .62), (.52, .84), (.24, .93), (.12, 1.0), (.06, .98),
             (0, .92)]
    tall = 1.25 * half
    phase = d.between(0, 6.28)

    def pleats(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        t = np.clip(z / tall, 0, 1)
        return 1 + 0.16 * t ** 1.6 * (np.abs(np.sin(folds / 2 * (angle + phase + 0.9 * t))) ** 0.7 - 0.5)

    return body(knots, half, tall, d.segments(44, 30), d.segments(96, 64), "dough", pleats)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"gyoza": 1.0, "bun": 1.0})
    count = int(d.random.integers(2, 4))
    pieces = []
    for k in range(count):
        a = 2 * np.pi * k / count + d.between(-.2, .2)
        if kind == "gyoza":
            made = _gyoza(d.between(0.072, 0.082), d).rotated(d.between(-.2, .2))
            made = made.moved(0.004 * k, 0.040 * (k - (count - 1) / 2))
        else:
            half = d.between(0.026, 0.030)
            reach = half * (1.08 if count == 2 else 1.22)
            made = _bun(half, d).moved(reach * np.cos(a), reach * np.sin(a))
        pieces.append(part(f"dumpling {k + 1}", made))
    if kind == "gyoza":
        return pieces
    wide = 0.078
    steamer = vessel(fillet([(wide, 0), (wide, 0.034)], 0, 2), 0.004, 0.004, d.segments(72, 44), rim_width=0.001).named(
        "steamer").moved(z=-0.006)
    bands = [lathe(fillet([(wide - .001, z), (wide + .002, z), (wide + .002, z + .007), (wide - .001, z + .007)],
                          0.0008, 2,
                          closed=True), d.segments(72, 44), "steamer", loop=True) for z in (-0.003, 0.019)]
    return [*pieces, part("steamer", steamer, *bands)]


FAMILY = Family(
    name="dumpling", words=("dumpling", "dumplings", "gyoza", "shaomai", "steamed bun", "dim sum", "ravioli", "bao"),
    gloss=("pleated chinese dumplings", "steamed buns in a bamboo steamer"),
    extent=(0.06, 0.19), build=build, principal="width", materials=("dumpling dough",),
    looks={"dough": "main", "steamer": "birch"}, part_words={"dough": ("dough",), "steamer": ("steamer", "basket")},
    styles={"gyoza": ("gyoza", "crescent", "fried"), "bun": ("steamed", "steamed bun", "bao", "dim sum", "shaomai")})
