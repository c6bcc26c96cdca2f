# SPDX-License-Identifier: GPL-3.0-or-later
"""Pool balls racked in a triangle, solid and striped, with the white ball."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, resample, rounded_rectangle
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface

_COLOURS = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")


def _ball(r: float, number: int) -> Surface:
    """A ball with its number's disc; numbers over eight have a broad stripe."""
    whole = ball(r, 36, 48, "white" if number > 8 or number == 0 else "black" if number == 8 else _COLOURS[number - 1])
    if number > 8:
        whole = painted(whole, _COLOURS[number - 9], lambda c: np.abs(c[:, 2]) < .52 * r)
    if number:
        def disc(c: np.ndarray) -> np.ndarray:
            return (np.abs(c[:, 1]) > .6 * r) & (np.hypot(c[:, 0], c[:, 2]) < .40 * r)

        def figure(c: np.ndarray) -> np.ndarray:
            return (np.abs(c[:, 1]) > .6 * r) & (np.abs(c[:, 0]) < .07 * r) & (np.abs(c[:, 2]) < .22 * r)

        whole = painted(painted(whole, "white", disc), "black", figure)
    return whole


def build(d: Draw) -> list[Part]:
    r = .0286
    spots = [((k - row / 2) * 2 * r * 1.004, row * np.sqrt(3) * r * 1.004) for row in range(5) for k in range(row + 1)]
    order = list(d.random.permutation([n for n in range(1, 16) if n != 8]))
    numbers = [int(n) for n in (*order[:4], 8, *order[4:])]
    parts = []
    middle = np.array([0, 4 / 3 * 2 * r * .866])
    for (x, y), number in zip(spots, numbers):
        spun = _ball(r, number).rotated(d.between(-.7, .1), "x").rotated(d.between(-.5, .5),
                                                                         "y").rotated(d.between(-.7, .7))
        parts.append(part(f"ball {number}", spun.moved(x, y - middle[1], r)))
    parts.append(part("white ball", _ball(r, 0).moved(d.between(-.05, .05), -.26 + d.between(-.03, .02), r)))
    side = 5 * 2 * r + 2.6 * r
    high = side * np.sqrt(3) / 2
    corners = fillet([(-side / 2, high * .40), (side / 2, high * .40), (0, -high * .60)], 1.05 * r, 8, closed=True)
    path = resample(np.concatenate([corners, corners[:1]]), 121)[:-1]
    shift = float(spots[-1][1] - middle[1]) + r * 1.25 - high * .40
    rack = sweep(np.column_stack([path[:, 0], path[:, 1] + shift, np.full(120, .016)]),
                 rounded_rectangle(.010, .032, .003), up=(0, 0, 1),
                 loop=True, region="rack")
    return [*parts, part("rack", rack)]


FAMILY = Family(
    name="billiards", words=("billiards", "pool balls", "billiard balls", "pool ball", "billiard ball",
                             "snooker balls", "snooker", "eight ball"),
    gloss=("pool balls in a triangle",), extent=(.35, .6), build=build, principal="width",
    materials=("teak", "walnut", "black plastic"),
    looks={"rack": "main", "white": "white candy", "black": "toy black", "c1": "toy yellow", "c2": "toy blue",
           "c3": "toy red", "c4": "aubergine skin",
           "c5": "toy orange", "c6": "toy green", "c7": "lacquer"},
    part_words={"rack": ("rack", "triangle")})
