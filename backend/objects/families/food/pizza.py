# SPDX-License-Identifier: GPL-3.0-or-later
"""A pizza: whole, missing a slice, or a slice."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import GOLDEN, aimed, blade, disc, painted, roughened
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    kind = d.choose({"whole": 0.5, "cut": 0.6, "slice": 0.5})
    half = d.between(0.135, 0.165)
    gap = {"whole": 0.0, "cut": np.pi / 4, "slice": 2 * np.pi - np.pi / 4}[kind]
    start, end = -np.pi / 2 + gap / 2, 1.5 * np.pi - gap / 2
    count = max(8, round(d.segments(72, 44) * (end - start) / (2 * np.pi)))
    seed = int(d.random.integers(1000))
    thin = 0.006
    rim = [(half - 0.030, thin + .0012), (half - 0.024, thin + .003), (half - 0.018, thin + 0.010), (half - 0.009, thin
           + 0.013), (half - 0.001, thin + 0.008), (half, thin), (half - 0.004, 0.0), (0.7 * half, 0.0),
           (0.35 * half, 0.0)]
    inner = [(0.004, 0.0), (0.004, thin), (0.3 * half, thin), (0.6 * half, thin)]
    section = np.array(inner[:2] + inner[2:] + rim)
    if kind == "whole":
        profile = np.concatenate([[(0, 0)], section[::-1][:-2], [(0.3 * half, thin), (0, thin)]])
        crust = lathe(profile, count, "crust")
    else:
        angles = np.linspace(start, end, count)
        rings = np.stack([np.column_stack([section[:, 0] * np.cos(a), section[:, 0] * np.sin(a), section[:, 1]])
                          for a in angles])
        middle = [np.tile((0.55 * half * np.cos(a), 0.55 * half * np.sin(a), 0.5 * thin), (len(section), 1))
                  for a in (start, end)]
        crust = skin(np.concatenate([middle[:1], rings, middle[1:]]), region="crust")
    crust = painted(crust, "top", lambda c: (np.hypot(c[:, 0], c[:, 1]) < half - 0.022) & (c[:, 2] > 0.75 * thin))
    crust = roughened(crust, 0.0014, 0.022, seed, 2) if kind == "whole" else crust
    rounds, leaves, dots = [], [], []
    for k in range(15):
        r, a = 0.74 * half * np.sqrt((k + 0.4) / 15), k * GOLDEN + d.between(-.25, .25) + seed
        a = np.mod(a - start, 2 * np.pi) + start
        margin = 0.017 / max(r, 0.02)
        if start + margin < a < end - margin or kind == "whole":
            rounds.append(disc(0.0165, 0.0022, 0.0009, 22, "salami", 2, 1).rotated(d.between(-.06, .06), "x").moved(
                r * np.cos(a), r * np.sin(a), thin - 0.0002))
    for k in range(34):
        r, a = 0.80 * half * np.sqrt(d.random.random()), d.between(start + 0.12, end - 0.12)
        if r * (end - start) < 0.03:
            continue
        at = (r * np.cos(a), r * np.sin(a), thin + 0.0012)
        if k % 3:
            ring = np.arange(8) / 8 * 2 * np.pi
            dots.append(lathe(np.column_stack([0.0042 + 0.0016 * np.cos(ring), 0.0014 * np.sin(ring)]), 14, "olives",
                              loop=True).moved(*at))
        else:
            leaves.append(aimed(blade(0.019, 0.012, "ovate", 0.25, 0.6, 0.3, 0.03, thick=0.0006, rows=7, columns=5),
                                d.between(0, 6.28), 0.0, at))
    parts = [part("base", crust)]
    for name, pieces in (("salami", rounds), ("olives", dots), ("basil", leaves)):
        if pieces:
            parts.append(part(name, *pieces))
    return parts


FAMILY = Family(
    name="pizza", words=("pizza", "slice of pizza", "pizza slice", "pepperoni pizza"),
    gloss=("a pizza with salami and olives", "a slice of pizza with melted cheese"),
    extent=(0.11, 0.36), build=build, principal="width", materials=("pizza top",),
    looks={"top": "main", "crust": "dough", "salami": "salami", "olives": "olive", "leaf": "fresh leaf"},
    part_words={"crust": ("crust",), "top": ("cheese", "topping"), "salami": ("salami", "pepperoni"),
                "olives": ("olives",), "leaf": ("basil",)},
    styles={"whole": ("whole",), "cut": ("cut", "sliced"),
            "slice": ("slice", "slice of pizza", "pizza slice", "piece")})
