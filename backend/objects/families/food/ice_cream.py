# SPDX-License-Identifier: GPL-3.0-or-later
"""Ice cream: scoops on a waffle cone, or soft swirl."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import ball, body, roughened
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    half, tall = d.between(0.026, 0.030), d.between(0.11, 0.13)
    kind = d.choose({"scoop": 1.0, "double": 0.7, "swirl": 0.6})
    grid, rows = 14, 11

    def waffle(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        u, v = angle / (2 * np.pi) * grid, z / tall * rows
        ridge = np.maximum(np.abs(np.cos(np.pi * (u + v) / 1.0)), np.abs(np.cos(np.pi * (u - v)))) ** 6
        return 1 + 0.045 * (ridge - 0.5)

    t = np.linspace(0, 1, d.segments(120, 72))
    outer = np.column_stack([0.05 * half + 0.95 * half * t ** 0.96, tall * t])
    profile = np.concatenate([[(0, 0)], outer, [(0.93 * half, tall), (0.86 * half, 0.93 * tall), (0, 0.93 * tall)]])
    cone = lathe(profile, d.segments(112, 72), "cone", modulation=waffle)
    lip = lathe(fillet([(0.88 * half, tall - 0.008), (1.05 * half, tall - 0.008), (1.08 * half, tall),
                        (.94 * half, tall)],
                       0.0012, 3, closed=True), d.segments(48, 28), "cone", loop=True)
    parts = [part("cone", cone, lip)]
    if kind == "swirl":
        turns, rise = d.between(3.0, 3.8), d.between(0.060, 0.075)
        s = np.linspace(0, 1, d.segments(112, 72))
        reach = 0.66 * half * (1 - s) ** 0.9
        path = np.column_stack([reach * np.cos(2 * np.pi * turns * s), reach * np.sin(2 * np.pi * turns * s),
                                tall + 0.006 + rise * s])
        rope = sweep(path, circle(d.segments(24, 16)), 0.0125 * (1 - 0.62 * s), round_ends=True, region="scoop")
        core = body([(0, 0), (.9, 0), (.9, .1), (.5, .6), (.1, 1.0), (0, 1.0)], 0.9 * half, 0.85 * rise, 12, 28,
                    "scoop").moved(z=tall - 0.004)
        return [*parts, part("ice cream", rope, core)]
    count = 2 if kind == "double" else 1
    z = tall + 0.55 * half
    for k in range(count):
        size = half * (1.14 - 0.06 * k)
        region = "scoop" if k == 0 else "second scoop"
        scoop = roughened(ball(size, d.segments(36, 24), d.segments(48, 28), region), 0.055 * size, 0.30 * size,
                          int(d.random.integers(1000)))
        a = np.arange(12) / 12 * 2 * np.pi
        skirt = lathe(size * np.column_stack([0.90 + 0.20 * np.cos(a), -0.42 + 0.16 * np.sin(a)]), d.segments(48, 28),
                      region, loop=True)
        skirt = roughened(skirt, 0.16 * size, 0.22 * size, int(d.random.integers(1000)))
        parts.append(part(f"scoop {k + 1}", scoop.moved(z=z), skirt.moved(z=z)))
        z += 1.45 * size
    if d.chance(0.4) or "cherry" in d.style:
        parts.append(part("cherry", ball(0.0085, 12, 16, "cherry").moved(z=z - 0.40 * half)))
    return parts


FAMILY = Family(
    name="ice_cream", words=("ice cream", "ice cream cone", "icecream", "gelato", "sundae", "soft serve"),
    gloss=("an ice cream cone", "two scoops of ice cream in a waffle cone"),
    extent=(0.14, 0.27), build=build, materials=("ice cream",),
    looks={"scoop": "main", "second scoop": "ice cream", "cone": "wafer", "cherry": "cherry skin"},
    part_words={"scoop": ("scoop", "scoops"), "second scoop": ("second scoop", "top scoop"), "cone": ("cone", "wafer"),
                "cherry": ("cherries",)},
    styles={"scoop": ("single", "one scoop"), "double": ("double", "scoops", "two scoops"),
            "swirl": ("swirl", "soft", "soft serve", "whipped"), "cherry": ("cherries",)})
