# SPDX-License-Identifier: GPL-3.0-or-later
"""Dice: a pair of rounded cubes with pips sunk into their faces."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box
from backend.objects.modeling.surface import Surface

_PIPS = {1: [(0, 0)], 2: [(-1, -1), (1, 1)], 3: [(-1, -1), (0, 0), (1, 1)], 4: [(-1, -1), (-1, 1), (1, -1), (1, 1)],
         5: [(-1, -1), (-1, 1), (1, -1), (1, 1), (0, 0)], 6: [(-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1)]}
#: Turns that bring the top (+Z) to each side: opposite faces sum to seven.
_SIDES = ((1, 0.0, "x"), (6, np.pi, "x"), (2, np.pi / 2, "x"), (5, -np.pi / 2, "x"), (3, np.pi / 2, "y"),
          (4, -np.pi / 2, "y"))


def build(d: Draw) -> list[Part]:
    count = {"one": 1, "two": 2, "three": 3}[d.choose({"two": 1.4, "one": .5, "three": .4})]
    size, soft = d.between(.015, .018), d.between(.14, .24)
    parts = []
    for k in range(count):
        cube = box(size, size, size, soft * size, 6, 2).moved(z=-size / 2)
        pips: list[Surface] = []
        for number, angle, axis in _SIDES:
            r = .115 * size if number == 1 else .095 * size
            for u, v in _PIPS[number]:
                dot = ball((r, r, .28 * r), 8, 20, "pip").moved(u * .27 * size, v * .27 * size, size / 2 - .10 * r)
                pips.append(dot.rotated(angle, axis))
        roll = int(d.random.integers(4)), int(d.random.integers(4))
        yaw = d.between(0, 2 * np.pi)
        at = (1.5 * size * (k - (count - 1) / 2), (.35 * size if k % 2 else -.1 * size), size / 2)

        def thrown(s: Surface, roll: tuple[int, int] = roll, yaw: float = yaw,
                   at: tuple[float, float, float] = at) -> Surface:
            return s.rotated(roll[0] * np.pi / 2, "x").rotated(roll[1] * np.pi / 2, "y").rotated(yaw).moved(*at)

        parts += [part(f"die {k + 1}", thrown(cube)), part(f"pips {k + 1}", *map(thrown, pips))]
    return parts


FAMILY = Family(
    name="dice", words=("dice", "die", "pair of dice"), gloss=("dice for a board game",), extent=(.014, .08),
    build=build,
    materials=("toy white", "toy red", "ivory", "toy blue", "toy yellow"),
    looks={"body": "main", "pip": "ink"}, part_words={"pip": ("pip", "pips", "dots", "spots")},
    styles={"one": ("one", "single"), "two": ("two", "pair"), "three": ("three",)})
