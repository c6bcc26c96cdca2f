# SPDX-License-Identifier: GPL-3.0-or-later
"""Sushi: nigiri and maki on a small board."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import disc, roughened
from backend.objects.modeling.solids import box, lathe
from backend.objects.modeling.surface import Surface


def _nigiri(region: str, at: tuple[float, float], d: Draw) -> list[Surface]:
    seed = int(d.random.integers(1000))
    rice = box(0.052, 0.024, 0.021, 0.009, 4, 9, "rice").deformed(
        lambda v: v * np.column_stack([np.ones(len(v)), 1 - 0.15 * (v[:, 0] / 0.026) ** 2, np.ones(len(v))]))
    rice = roughened(rice, 0.0011, 0.0035, seed, 2)
    fish = box(0.066, 0.027, 0.0068, 0.0030, 3, 12, region).deformed(
        lambda v: v + np.column_stack([0 * v[:, 0], 0 * v[:, 0], 0.020 - 6.5 * v[:, 0] ** 2 - 9 * v[:, 1] ** 2]))
    turn = d.between(-0.15, 0.15) + 0.5
    return [s.rotated(turn).moved(*at) for s in (rice, fish)]


def _maki(region: str, at: tuple[float, float], d: Draw, lying: bool = False) -> list[Surface]:
    seed = int(d.random.integers(1000))
    half, tall = 0.0165, 0.026
    nori = lathe(fillet([(half, 0), (half, tall), (half - 0.0009, tall), (half - .0009, 0)], 0.0003, 2, closed=True),
                 40,
                 "nori", loop=True)
    rice = disc(half - 0.0008, tall - 0.0006, 0.0012, 40, "rice", 2, 5).moved(z=0.0003)
    rice = roughened(rice, 0.0007, 0.003, seed, 2)
    core = [disc(0.0058, tall + 0.0006, 0.0012, 16, region, 2, 1).moved(-0.003, 0.001),
            disc(0.0042, tall + 0.0003, 0.0012, 14, "cucumber", 2, 1).moved(0.0058, -0.002)]
    return [s.moved(*at) for s in (nori, rice, *core)]


def build(d: Draw) -> list[Part]:
    gap = d.between(0.040, 0.046)
    kinds = ["nigiri salmon", "maki", "nigiri tuna", "maki salmon"]
    start = int(d.random.integers(4))
    count = int(d.random.integers(3, 5))
    slab_board = box(gap * count + 0.05, 0.13, 0.012, 0.003, 3, 1, "board").moved(z=-0.022)
    feet = [box(0.012, 0.11, 0.010, 0.002, 2, 1, "board").moved(s * (gap * count / 2), 0, -0.032) for s in (-1, 1)]
    parts = [part("board", slab_board, *feet)]
    for k in range(count):
        x = (k - (count - 1) / 2) * gap
        what = kinds[(start + k) % 4]
        fish = "tuna" if "tuna" in what else "salmon"
        if what.startswith("nigiri"):
            pieces = [*_nigiri(fish, (x, 0.026), d), *_nigiri(fish, (x, -0.028), d)]
        else:
            pieces = [*_maki(fish, (x, 0.032), d), *_maki(fish, (x + .003, -0.004), d), *_maki(fish, (x, -0.040), d)]
        parts.append(part(f"{what} {k + 1}", *(p.moved(z=-0.010) for p in pieces)))
    return parts


FAMILY = Family(
    name="sushi", words=("sushi", "nigiri", "maki", "sushi roll"),
    gloss=("a plate of sushi", "salmon nigiri and maki rolls", "japanese rice rolls"),
    extent=(0.14, 0.30), build=build, principal="width", materials=("birch",),
    looks={"board": "main", "rice": "rice", "nori": "nori", "salmon": "salmon", "tuna": "tuna", "cucumber": "lettuce"},
    part_words={"board": ("board", "plate"), "rice": ("rice",), "salmon": ("salmon",), "tuna": ("tuna",)})
