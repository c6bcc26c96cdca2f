# SPDX-License-Identifier: GPL-3.0-or-later
"""A cupcake or muffin in its pleated paper."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import GOLDEN, ball, body, copies, disc, poses, roughened
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    kind = d.choose({"cupcake": 1.0, "muffin": 0.5})
    low, high, tall = d.between(0.022, 0.025), d.between(0.031, 0.035), d.between(0.036, 0.044)
    pleats = 30
    unit_rows = [(0, 0.0), (low * .6, 0.0), (low, 0.0), (low + .3 * (high - low), 0.3 * tall),
                 (low + .65 * (high - low), 0.65 * tall), (high, tall), (high - 0.0018, tall),
                 (high - .004, 0.8 * tall),
                 (0, 0.8 * tall)]

    def pleated(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.028 * np.clip(z / tall, 0.15, 1) * np.sign(np.sin(pleats * angle)) * np.abs(
            np.sin(pleats * angle)) ** 0.6

    cup = lathe(np.array(unit_rows), pleats * (8 if d.detail >= 0.75 else 4), "paper", modulation=pleated)
    parts = [part("paper", cup)]
    if kind == "muffin":
        dome = body([(0, .0), (.9, .0), (1.0, .02), (1.16, .16), (1.14, .34), (.92, .68), (.5, .93), (.2, 1.0),
                     (0, 1.0)],
                    high, 0.030, 30, d.segments(44, 28), "sponge").moved(z=0.86 * tall)
        dome = roughened(dome, 0.0022, 0.014, int(d.random.integers(1000)))
        parts.append(part("muffin", dome))
        a = np.arange(22) * GOLDEN
        r = high * 0.98 * np.sqrt((np.arange(22) + 0.5) / 22)
        z = 0.86 * tall + 0.030 * np.sqrt(np.clip(1.02 - (r / (1.16 * high)) ** 2, 0, 1)) - 0.0006
        at = np.column_stack([r * np.cos(a), r * np.sin(a), z])
        parts.append(part("chips", copies(ball((.0032, .0026, .002), 6, 8, "chips"), poses(
            at, a, 0 * a, d.random.uniform(.7, 1.3, 22)), shared=True)))
        return parts
    base = disc(0.96 * high, 0.010, 0.004, 36, "sponge").moved(z=0.88 * tall)
    turns, rise = d.between(2.6, 3.4), d.between(0.030, 0.040)
    t = np.linspace(0, 1, d.segments(96, 60))
    reach = 0.74 * high * (1 - t) ** 0.85
    path = np.column_stack([reach * np.cos(2 * np.pi * turns * t), reach * np.sin(2 * np.pi * turns * t),
                            tall + 0.003 + rise * t])
    unit = circle(d.segments(24, 16))
    star = unit * (1 + 0.10 * np.cos(6 * np.arctan2(unit[:, 1], unit[:, 0])))[:, None]
    rope = sweep(path, star, 0.0118 * (1 - 0.55 * t), round_ends=True, region="frosting")
    heart = body([(0, 0), (.9, 0), (.95, .1), (.5, .6), (.1, 1.0), (0, 1.0)], 0.80 * high, rise, 14, 28,
                 "frosting").moved(
        z=tall)
    parts += [part("cake", base), part("frosting", rope, heart)]
    top = tall + 0.003 + rise
    if d.chance(0.65) or "cherry" in d.style:
        parts.append(part("cherry", ball(0.0085, 14, 20, "cherry").moved(z=top + 0.010)))
    return parts


FAMILY = Family(
    name="cupcake", words=("cupcake", "muffin", "fairy cake"),
    gloss=("a cupcake with swirled frosting and a cherry", "a blueberry muffin in a paper cup"),
    extent=(0.055, 0.115), build=build, materials=("frosting",),
    looks={"frosting": "main", "paper": "baking cup", "sponge": "sponge", "cherry": "cherry skin",
           "chips": "dark seed"},
    part_words={"frosting": ("frosting", "icing", "cream"), "paper": ("paper", "wrapper"), "cherry": ("cherries",),
                "chips": ("chips", "chocolate chips", "blueberries")},
    styles={"cupcake": ("cupcake", "fairy cake", "frosting"), "muffin": ("muffin",), "cherry": ("cherries",)})
