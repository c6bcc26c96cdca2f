# SPDX-License-Identifier: GPL-3.0-or-later
"""A hamburger: bun, patty, cheese, lettuce, tomato."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import bun_top
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import GOLDEN, ball, body, copies, disc, painted, poses, roughened, slab


def build(d: Draw) -> list[Part]:
    half = d.between(0.048, 0.058)
    seed = int(d.random.integers(1000))
    around = d.segments(56, 32)
    bottom = body([(0, 0), (.6, 0), (.92, .05), (1.0, .45), (.97, .9), (.90, 1.0), (.5, 1.0), (0, 1.0)], half,
                  0.30 * half,
                  24, around, "bun")
    bottom = painted(bottom, "crumb", lambda c: c[:, 2] > 0.292 * half)
    z = 0.30 * half
    parts = [part("bottom bun", bottom)]
    order = ["lettuce", "patty", "cheese", "tomato"]
    if d.chance(0.4) or "double" in d.style:
        order = ["lettuce", "patty", "cheese", "patty", "cheese", "tomato"]
    for number, what in enumerate(order):
        tag = f"{what} {number + 1}"
        if what == "lettuce":
            phase = d.between(0, 6.28)
            leaf = disc(1.14 * half, 0.0022, 0.0009, 2 * around, "lettuce", 2, 4)

            def frilled(v: np.ndarray, phase: float = phase) -> np.ndarray:
                r, a = np.hypot(v[:, 0], v[:, 1]) / half, np.arctan2(v[:, 1], v[:, 0])
                edge = np.clip((r - 0.75) / 0.4, 0, 1) ** 1.5
                v[:, 2] += edge * half * (0.06 * np.sin(9 * a + phase) + 0.045 * np.sin(16 * a - 2 * phase) - 0.06)
                v[:, :2] *= (1 + 0.05 * edge * np.sin(5 * a + phase))[:, None]
                return v
            parts.append(part(tag, leaf.deformed(frilled).moved(z=z + 0.003)))
            z += 0.006
        elif what == "patty":
            patty = disc(1.04 * half, 0.30 * half, 0.11 * half, around, "patty", 4, 3)
            parts.append(part(tag, roughened(patty, 0.035 * half, 0.18 * half, seed + number).moved(z=z)))
            z += 0.29 * half
        elif what == "cheese":
            side = 1.86 * half
            sheet = slab(rounded_rectangle(side, side, 0.006, 3), [(0, 0), (0, 0.0028)], "cheese", 7)

            def melted(v: np.ndarray) -> np.ndarray:
                r = np.hypot(v[:, 0], v[:, 1]) / (1.02 * half)
                v[:, 2] -= 0.62 * half * np.clip(r - 1.0, 0, None) ** 1.0
                return v
            parts.append(part(tag, sheet.deformed(melted).rotated(0.4 + number).moved(z=z)))
            z += 0.0028
        else:
            cut = [disc(0.50 * half, 0.0055, 0.0015, 32, "tomato", 2, 1).moved(
                0.50 * half * np.cos(a), 0.50 * half * np.sin(a), z + 0.0004 * k) for k, a in enumerate((.3, 2.4, 4.5))]
            parts.append(part(tag, *cut))
            z += 0.006
    crown = bun_top(1.04 * half, 0.72 * half, d).moved(z=z)
    crown = painted(crown, "crumb", lambda c: c[:, 2] < z + 0.002)
    count = 46
    a = np.arange(count) * GOLDEN
    r = 0.80 * half * np.sqrt((np.arange(count) + 0.5) / count)
    top = z + 0.72 * half * np.sqrt(np.clip(1 - (r / (1.06 * half)) ** 2.6, 0, 1))
    at = np.column_stack([r * np.cos(a), r * np.sin(a), top])
    seeds = copies(ball((0.0024, 0.0014, 0.0008), 6, 8, "seeds"), poses(at, d.random.uniform(0, 6.28, count), np.zeros(
        count)), shared=True)
    return [*parts, part("top bun", crown), part("sesame", seeds)]


FAMILY = Family(
    name="hamburger", words=("hamburger", "burger", "cheeseburger"),
    gloss=("a juicy hamburger with cheese", "a burger in a sesame bun", "fast food"),
    extent=(0.09, 0.17), build=build, principal="width", materials=("bun",),
    looks={"bun": "main", "crumb": "bread crumb", "patty": "patty", "cheese": "cheddar", "lettuce": "lettuce",
           "tomato": "tomato skin", "seeds": "white card"},
    part_words={"bun": ("bun",), "patty": ("patty", "meat"), "cheese": ("cheese slice",), "lettuce": ("salad leaf",)},
    styles={"double": ("double", "big")})
