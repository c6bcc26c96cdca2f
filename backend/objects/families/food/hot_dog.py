# SPDX-License-Identifier: GPL-3.0-or-later
"""A hot dog: a sausage in a split bun, with mustard."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    long, thick = d.between(0.14, 0.17), d.between(0.021, 0.024)
    bend = d.between(-0.06, 0.06) * long
    s = np.linspace(-1, 1, d.segments(44, 28))

    def spine(reach: float, z: float) -> np.ndarray:
        return np.column_stack([s * reach / 2, bend * (1 - s ** 2), np.full(len(s), z)])

    fat = thick * np.interp(np.abs(s), [0, .72, .90, 1], [1, .97, .82, .60])
    halves = []
    for side in (-1, 1):
        path = spine(0.90 * long, 0.92 * thick) + np.array([0, side * 0.70 * thick, 0])
        path[:, 1] -= side * 0.25 * thick * np.abs(s) ** 2.5
        half = sweep(path, superellipse(d.segments(32, 20), 1.36, 1.85, 2.2), fat, round_ends=True, region="bun")

        def within(c: np.ndarray, side: int = side) -> np.ndarray:
            off = c[:, 1] - bend * (1 - (2 * c[:, 0] / long) ** 2)
            return (side * off < 0.42 * thick) & (c[:, 2] > 0.5 * thick)
        halves.append(painted(half, "crumb", within))
    meat = 0.62 * thick
    sausage = sweep(spine(1.06 * long, 1.62 * thick), circle(d.segments(24, 16)), meat * np.interp(
        np.abs(s), [0, .9, 1], [1, 1, .9]), round_ends=True, region="sausage")
    t = np.linspace(-1, 1, d.segments(88, 60))
    waves = int(d.random.integers(6, 9))
    wiggle = np.sin(np.pi * waves * t)
    line = np.column_stack([t * 0.46 * long, bend * (1 - t ** 2) + 0.36 * thick * wiggle,
                            1.62 * thick + np.sqrt(np.clip(meat ** 2 - (0.36 * thick * wiggle) ** 2, 0, None))
                            + 0.0006])
    sauce = sweep(line, circle(10), 0.0026, round_ends=True, region="sauce")
    return [part("bun", *halves), part("sausage", sausage), part("sauce", sauce)]


FAMILY = Family(
    name="hot_dog", words=("hot dog", "hotdog", "frankfurter", "sausage in a bun", "sausage"),
    gloss=("a hot dog with mustard", "a sausage in a bun"),
    extent=(0.13, 0.20), build=build, principal="width", materials=("bun",),
    looks={"bun": "main", "crumb": "bread crumb", "sausage": "sausage", "sauce": ("mustard", "ketchup")},
    part_words={"bun": ("bun",), "sausage": ("sausages", "meat"), "sauce": ("mustard", "ketchup", "sauce")})
