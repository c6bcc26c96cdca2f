# SPDX-License-Identifier: GPL-3.0-or-later
"""A teacup on its saucer, or a paper cup to go."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS, ear
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import disc
from backend.objects.modeling.solids import lathe, vessel


def _paper(d: Draw) -> list[Part]:
    low, high, tall = d.between(0.027, 0.031), d.between(0.041, 0.046), d.between(0.105, 0.135)
    outer = np.linspace((low, 0), (high, tall), 12)
    cup = vessel(outer, 0.0012, 0.004, d.segments(64, 40), rim_width=0.001).named("paper")
    lid = lathe(fillet([(0, tall - 0.002), (0.90 * high, tall - 0.002), (.92 * high, tall - .006),
                        (1.07 * high, tall - 0.006),
                        (1.07 * high, tall + 0.002), (0.98 * high, tall + 0.004), (0.94 * high, tall + 0.013),
                        (0.84 * high, tall + 0.013), (0.80 * high, tall + 0.007), (0, tall + 0.007)],
                       [0, .001, .001, .001, .001, .002, .002, .002, .003, 0], 4), d.segments(64, 40), "lid")
    t = np.linspace(.26, .72, 6)
    radius = low + (high - low) * t
    band = np.concatenate([np.column_stack([radius + 0.0022, t * tall]),
                           np.column_stack([radius + .0002, t * tall])[::-1]])
    sleeve = lathe(band, d.segments(64, 40), "sleeve", loop=True)
    return [part("cup", cup), part("lid", lid), part("sleeve", sleeve)]


def build(d: Draw) -> list[Part]:
    kind = d.choose({"teacup": 1.2, "espresso": 0.4, "paper": 0.5})
    if kind == "paper":
        return _paper(d)
    size = 0.78 if kind == "espresso" else 1.0
    half, height = size * d.between(0.044, 0.051), size * d.between(0.056, 0.068)
    flare = d.between(0.0, 0.10)
    knots = [(.42, 0), (.46, .06), (.70, .18), (.90, .48), (.96 - .3 * flare, .80), (1.0 + flare, 1.0)]
    outer = spline([(r * half, z * height) for r, z in knots], d.segments(44, 28))
    wall = 0.0022
    lift = 0.0075
    cup = vessel(outer, wall, 0.003, d.segments(72, 44), foot=0.003, rim_width=0.004)
    handle = ear(outer, 0.30 * height, 0.84 * height, 0.30 * height + 0.006, wall, 0.0046 * size + .0006, d, 1.3, 0.006,
                 0.002)
    wide = half * d.between(1.62, 1.85)
    rim = 0.022 * size
    plate = spline([(.52 * wide, 0), (.56 * wide, .06 * rim), (.80 * wide, .45 * rim), (wide, rim)], d.segments(28, 18))
    saucer = vessel(plate, 0.0026, 0.003, d.segments(72, 44), foot=0.003, rim_width=0.005)
    parts = [part("cup", cup.moved(z=lift)), part("handle", handle.moved(z=lift)), part("saucer", saucer)]
    if d.chance(0.6) or "tea" in d.style:
        level = 0.86 * height
        drink = disc(float(np.interp(level, outer[:, 1], outer[:, 0])) - 1.4 * wall, 0.0016, 0.0004, 48, "drink", 2, 2)
        parts.append(part("drink", drink.moved(z=lift + level)))
    return parts


FAMILY = Family(
    name="cup", words=("cup", "teacup", "tea cup", "coffee cup", "cup and saucer", "espresso cup", "paper cup",
                       "cup of tea", "cup of coffee"),
    gloss=("a cup of tea on a saucer", "an espresso cup", "a paper coffee cup to go"),
    extent=(0.09, 0.20), build=build, principal="height", materials=("porcelain", "porcelain", "ceramic"),
    looks={**VESSEL_LOOKS, "paper": "main or white card", "lid": ("white plastic", "black plastic"),
           "sleeve": "baking cup", "drink": ("syrup", "dark chocolate")},
    part_words={**{k: v for k, v in VESSEL_WORDS.items() if k != "foot"}, "lid": ("lid",), "sleeve": ("sleeve",),
                "drink": ("drink", "liquid")},
    styles={"teacup": ("teacup", "tea cup", "cup and saucer", "cup of tea"), "espresso": ("espresso", "espresso cup"),
            "paper": ("paper", "paper cup", "to go", "takeaway")})
