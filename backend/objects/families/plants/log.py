# SPDX-License-Identifier: GPL-3.0-or-later
"""A log with its cut ends, or a stump with roots."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import painted, roughened, tube
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"log": 1.0, "stump": 0.6, "pile": 0.35})
    seed = int(d.random.integers(1000))

    def trunk(half: float, long: float) -> Surface:
        phase = d.random.uniform(0, 6.28, 3)

        def uneven(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
            bark = np.abs(np.sin(9 * angle + 2.5 * np.sin(z / long * 5 + phase[0]) + phase[1])) ** .5
            lobes = .04 * np.cos(2 * angle + phase[0]) + .03 * np.cos(3 * angle + phase[2] + 2 * z / long)
            return 1 + lobes + .045 * bark
        rows = [(0, 0), (.45 * half, 0), (.9 * half, 0), (.92 * half, 0), (half, .02 * half)]
        full = np.array([*rows, *((half, z) for z in np.linspace(.08, .92, 16) * long),
                         *((r, long - z) for r, z in rows[::-1])])
        names = ["wood"] * 3 + ["bark"] * (len(full) - 7) + ["wood"] * 3
        made = lathe(full, d.segments(72, 48), names, modulation=uneven)
        return roughened(made, .012 * half, .10 * half, seed, 2) if d.detail >= .75 else made

    if kind == "stump":
        half, tall = d.between(.20, .28), d.between(.22, .38)
        roots = int(d.random.integers(5, 8))
        phase = d.between(0, 6.28)

        def flare(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
            low = np.clip(1 - z / (.75 * tall), 0, 1) ** 2
            arm = np.clip(np.cos(roots * (angle + phase)), 0, 1) ** 1.5
            bark = np.abs(np.sin(11 * angle + 2 * np.sin(4 * z / tall))) ** .5
            return 1 + low * (.15 + .75 * arm) + .035 * bark + .04 * np.cos(2 * angle + phase)
        full = np.array([(0, 0), (.5 * half, 0), (.96 * half, 0), (half, .01), *((half, z) for z in np.linspace(
            .06, .94, 14) * tall), (.97 * half, tall - .004), (.93 * half, tall), (.45 * half, tall), (0, tall)])
        made = lathe(full, d.segments(120, 80), ["bark"] * (len(full) - 3) + ["wood"] * 2, modulation=flare)
        return [part("stump", roughened(made, .006, .03, seed, 2))]
    if kind == "pile":
        half, long = d.between(.055, .075), d.between(.32, .42)
        spots = [(-2, 1), (0, 1), (2, 1), (-1, 2.73), (1, 2.73), (0, 4.46)]
        stack = []
        for x, z in spots:
            piece = trunk(half * d.between(.90, 1.0), long).rotated(d.between(0, 6.28)).rotated(np.pi / 2, "y")
            stack.append(piece.rotated(np.pi / 2).moved(x * 1.06 * half, -long / 2 + d.between(-.02, .02),
                                                        z * 1.06 * half))
        return [part(f"log {k + 1}", piece) for k, piece in enumerate(stack)]
    half, long = d.between(.075, .12), d.between(.45, .75)
    made = trunk(half, long).rotated(np.pi / 2, "y").moved(-long / 2, 0, half)
    at, turn = d.between(-.2, .2) * long, d.between(.3, 1.1)
    stub = tube(np.array([(at, 0, 0), (at + .03, 0, 1.25 * half), (at + .05, 0, 1.6 * half)]),
                np.array([.42, .30, .28]) * half, 9, 14, "bark", round_ends=False)
    stub = painted(stub, "wood", lambda c: c[:, 2] > 1.605 * half).rotated(turn, "x").moved(z=half)
    return [part("log", made), part("stub", stub)]


FAMILY = Family(
    name="log", words=("log", "tree stump", "stump", "firewood", "wood log", "pile of logs", "tree trunk", "logs"),
    gloss=("a log of wood with bark", "a tree stump with rings", "a pile of firewood"),
    extent=(0.26, 1.0), build=build, principal="width", materials=("rough bark",),
    looks={"bark": "main", "wood": "cut wood"}, part_words={"bark": ("bark",), "wood": ("rings", "cut")},
    styles={"log": ("lying",), "stump": ("stump", "tree stump"), "pile": ("pile", "firewood", "pile of logs", "logs",
                                                                          "stack")})
