# SPDX-License-Identifier: GPL-3.0-or-later
"""Coral: a branching colony on its foot."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball, roughened, tube
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    fan = d.choose({"bush": 1.0, "fan": 0.5}) == "fan"
    height = d.between(.07, .11)
    thick = d.between(.085, .11) * height
    pieces: list[Surface] = []

    def grow(at: np.ndarray, way: np.ndarray, long: float, radius: float, level: int) -> None:
        bend = d.random.normal(size=3) * .08 * long
        if fan:
            bend[1] *= .15
        end = at + way * long
        pieces.append(tube(np.array([at, at + .5 * long * way + bend, end]), [radius, .86 * radius, .78 * radius], 6,
                           12 if level < 2 else 9, "coral"))
        if level == 3:
            return
        for k in range(2 if level or fan else 4):
            lean = d.between(.35, .70)
            a = (k * np.pi + d.between(-.25, .25)) if fan else k * (2 * np.pi / (2 if level else 4)) + d.between(0, 1.5)
            out = np.array([np.cos(a), np.sin(a) * (.12 if fan else 1.0), 0.0])
            new = way * np.cos(lean) + out * np.sin(lean)
            new[2] = max(new[2], .25)
            new /= np.linalg.norm(new)
            grow(end - .1 * long * way, new, long * d.between(.68, .92), radius * .80, level + 1)

    for k in range(3 if not fan else 1):
        a = k * 2.1 + d.between(-.3, .3)
        start = np.array([.10 * height * np.cos(a), .10 * height * np.sin(a), 0]) * (not fan)
        way = np.array([.5 * np.cos(a), .5 * np.sin(a), 1.0]) if not fan else np.array([0, 0, 1.0])
        grow(start, way / np.linalg.norm(way), .36 * height, thick * (1.25 if fan else 1.0), 0)
    foot = roughened(ball((.30 * height, .26 * height, .10 * height), 12, 20, "foot"), .03 * height, .08 * height,
                     int(d.random.integers(1000)))
    foot = foot.deformed(lambda v: np.column_stack([v[:, :2], np.maximum(v[:, 2], -.03 * height)]))
    return [part("coral", *pieces), part("foot", foot)]


FAMILY = Family(
    name="coral", words=("coral branch", "coral reef", "corals", "branching coral", "sea coral"),
    gloss=("a branch of red coral", "coral from a reef"),
    extent=(0.06, 0.24), build=build, materials=("coral",),
    looks={"coral": "main", "foot": "boulder"}, part_words={"foot": ("foot", "base", "rock")},
    styles={"bush": ("bush",), "fan": ("fan", "flat")})
