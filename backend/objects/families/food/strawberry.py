# SPDX-License-Identifier: GPL-3.0-or-later
"""A strawberry: a cone studded with seeds, under a green calyx."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import stalk
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import GOLDEN, aimed, ball, blade, body, copies, poses
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    half = d.between(0.015, 0.019)
    tall = half * 2 * d.between(1.12, 1.4)
    broad = d.between(0.64, 0.76)
    knots = [(0, 0), (.14, .01), (.38, .10), (.66, .30), (.92, broad - .10), (1.0, broad + .04), (.88, .90), (.55, .99),
             (.20, .985), (0, .97)]
    phase = d.between(0, 6.28)

    def uneven(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.035 * np.cos(2 * angle + phase) + 0.025 * np.cos(3 * angle - phase)

    outline = spline([(r * half, z * tall) for r, z in knots], 60)
    fruit = body(knots, half, tall, d.segments(60, 40), d.segments(72, 40), "skin", uneven)
    # Seeds in a spiral, evenly over the surface; each lies in a pit.
    count = 84
    ring = 2 * np.pi * outline[:, 0] * np.append(np.linalg.norm(np.diff(outline, axis=0), axis=1), 0)
    share = np.cumsum(ring) / ring.sum()
    place = np.interp((np.arange(count) + 0.6) / (count + 4), share, np.arange(60))
    turn = np.arange(count) * GOLDEN
    radius, z = (np.interp(place, np.arange(60), outline[:, k]) for k in (0, 1))
    factor = uneven(turn, z)
    at = np.column_stack([radius * factor * np.cos(turn), radius * factor * np.sin(turn), z])
    slope = np.gradient(outline[:, 0]) / np.maximum(np.gradient(outline[:, 1]), 1e-6)
    elevation = -np.arctan(np.clip(np.interp(place, np.arange(60), slope), -6, 6))

    def pitted(v: np.ndarray) -> np.ndarray:
        gap = ((v[:, None, :] - at[None]) ** 2).sum(axis=2)
        pull = np.exp(-gap.min(axis=1) / (0.085 * half) ** 2)
        away = v - (0, 0, 0.5 * tall)
        return v - away / np.linalg.norm(away, axis=1, keepdims=True) * (0.045 * half * pull)[:, None]

    fruit = fruit.deformed(pitted)
    seed = ball((0.028 * half, 0.042 * half, 0.066 * half), 5, 6, "seeds")
    inward = 0.975
    seeds = copies(seed, poses((at - (0, 0, 0.5 * tall)) * inward + (0, 0, 0.5 * tall), turn, elevation), shared=True)
    top = 0.985 * tall
    sepals = [aimed(blade(half * d.between(0.8, 1.0), 0.42 * half, "lance", d.between(0.15, 0.6), d.between(0.3, 1.2),
                          0.4, thick=0.02 * half, rows=8, columns=5, region="leaf"),
                    k * 2 * np.pi / 8 + d.between(-0.12, 0.12), 0.0, (0, 0, top - 0.04 * half)) for k in range(8)]
    stem = stalk((0, 0, top - 0.02 * half), d.between(0.5, 1.0) * half, 0.06 * half, d, 0.7, 1.1)
    tilt = d.choose({"up": 0.5, "lying": 0.5}) == "lying"

    def laid(s: Surface) -> Surface:
        return s.moved(z=-tall / 2).rotated(1.75, "x").rotated(0.5 + phase / 6, "z") if tilt else s

    return [part("skin", laid(fruit)), part("seeds", laid(seeds)),
            part("calyx", *map(laid, sepals)), part("stem", laid(stem))]


FAMILY = Family(
    name="strawberry", words=("strawberry", "strawberries"),
    gloss=("a red strawberry", "a ripe berry with seeds and green leaves on top", "a summer berry"),
    extent=(0.03, 0.075), build=build, principal="height", materials=("strawberry",),
    looks={"skin": "main", "seeds": "seed", "leaf": "fresh leaf", "stem": "stalk"},
    part_words={"seeds": ("seeds",), "leaf": ("leaf", "leaves", "calyx"), "stem": ("stem", "stalk")})
