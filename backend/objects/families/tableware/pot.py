# SPDX-License-Identifier: GPL-3.0-or-later
"""A cooking pot with a lid and two handles."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tableware.shared_tableware import side_handle
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.solids import lathe, turned, vessel


def build(d: Draw) -> list[Part]:
    half = d.between(0.095, 0.13)
    tall = half * d.between(0.95, 1.5)
    outer = fillet([(0.90 * half, 0), (half, 0.08 * half), (half, tall)], [0, 0.12 * half, 0], 5)
    outer = np.concatenate([outer[:-1], np.linspace(outer[-2], outer[-1], 5)[1:]])
    pot = vessel(outer, 0.0026, 0.004, d.segments(88, 48), rim_width=0.004)
    bulge = d.between(0.16, 0.30) * half
    knob = 0.018 + 0.04 * half
    top = tall + bulge
    lid = lathe(fillet([(0, tall + 0.001), (0.96 * half, tall + 0.001), (0.965 * half, tall - 0.004),
                        (.975 * half, tall - .004),
                        (1.025 * half, tall + 0.002), (1.02 * half, tall + 0.006), (0.6 * half, tall + 0.72 * bulge),
                        (0.012, top), (0, top)], [0, .001, .001, .001, .002, .002, .25 * half, .002, 0], 5),
                d.segments(80, 44), "lid")
    grip = turned([(0.009, top - 0.001), (0.008, top + 0.010), (knob, top + 0.016), (knob * 0.92, top + 0.030)],
                  [.001, .003, .005, .006], d.segments(36, 24), "handle")
    ears = [side_handle(half - 0.002, 0.74 * tall, 0.034, 0.085, 0.0062, d) for _ in range(2)]
    return [part("pot", pot), part("lid", lid), part("knob", grip), part("handles", ears[0], ears[1].rotated(np.pi))]


FAMILY = Family(
    name="pot", words=("pot", "cooking pot", "casserole", "stockpot", "cauldron", "soup pot", "rice cooker"),
    gloss=("a cooking pot with a lid", "a pot to boil pasta", "a casserole"),
    extent=(0.2, 0.38), build=build, materials=("steel", "steel", "copper", "nonstick"),
    looks={"body": "main", "rim": "main", "foot": "main", "inside": "steel", "lid": "main",
           "handle": ("black plastic", "steel", "brass")},
    part_words={"lid": ("lid", "cover"), "handle": ("handle", "handles", "knob"), "inside": ("inside",)})
