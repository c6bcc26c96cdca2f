# SPDX-License-Identifier: GPL-3.0-or-later
"""An egg: in the shell, in an egg cup, or fried."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import ball, body
from backend.objects.modeling.solids import lathe, vessel
from backend.objects.modeling.surface import Surface


def _shell(half: float, tall: float, d: Draw) -> Surface:
    t = np.linspace(-np.pi / 2, np.pi / 2, d.segments(40, 24))
    z = np.sin(t)
    outline = np.column_stack([np.cos(t) * half * (1 - 0.115 * z - 0.03 * z * z), (z + 1) * tall / 2])
    outline[[0, -1], 0] = 0
    return lathe(outline, d.segments(48, 24), "shell")


def build(d: Draw) -> list[Part]:
    kind = d.choose({"egg": 1.0, "cup": 0.5, "fried": 0.5})
    half = d.between(0.0215, 0.0240)
    tall = half * 2 * d.between(1.28, 1.4)
    if kind == "fried":
        phase = d.random.uniform(0, 6.28, 3)
        wide = half * d.between(2.3, 2.8)

        def edge(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
            return 1 + 0.08 * np.cos(2 * angle + phase[0]) + 0.07 * np.cos(3 * angle + phase[1]) + 0.03 * np.cos(
                5 * angle + phase[2])
        knots = [(0, 0), (.5, 0), (.93, 0), (1.0, .3), (.96, .7), (.80, .85), (.5, 1.0), (.36, 1.3), (0, 1.4)]
        white = body(knots, wide, 0.0055, 26, d.segments(56, 32), "white", edge)
        yolk = ball((0.80 * half, 0.80 * half, 0.52 * half), 16, 28, "yolk").moved(
            d.between(-.2, .2) * half, d.between(-.2, .2) * half, 0.0068)
        return [part("white", white), part("yolk", yolk)]
    shell = _shell(half, tall, d)
    if kind == "egg":
        return [part("shell", shell.moved(z=-tall / 2).rotated(1.32, "x").rotated(d.between(-.8, .8), "z"))]
    outer = spline([(.80, 0), (.84, .05), (.42, .30), (.40, .42), (.86, .66), (1.02, 1.0)], 40) * (half * 1.05, 0.048)
    cup = vessel(outer, 0.0028, 0.026, d.segments(56, 32), rim_width=0.003)
    return [part("cup", cup.named("cup")), part("shell", shell.moved(z=0.048 - 0.42 * tall))]


FAMILY = Family(
    name="egg", words=("egg", "eggs", "boiled egg", "fried egg", "egg cup", "easter egg"),
    gloss=("a hen's egg", "a boiled egg in an egg cup", "a fried egg with its yolk"),
    extent=(0.045, 0.15), build=build, materials=("egg shell",),
    looks={"shell": "main", "cup": "porcelain", "white": "cream", "yolk": "mustard"},
    part_words={"shell": ("shell",), "cup": ("cup", "stand"), "yolk": ("yolk",), "white": ("white",)},
    styles={"egg": ("raw", "easter egg"), "cup": ("boiled", "boiled egg", "egg cup"), "fried": ("fried", "fried egg",
                                                                                               "sunny side up")})
