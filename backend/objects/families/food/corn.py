# SPDX-License-Identifier: GPL-3.0-or-later
"""A cob of corn in its husk."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, blade, body, tube
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    long, thick = d.between(0.16, 0.20), d.between(0.021, 0.025)
    rows = 2 * int(d.random.integers(7, 9))
    ranks = 30
    fine = d.detail >= 0.75
    knots = [(0, 0), (.55, .005), (.85, .05), (1.0, .20), (.98, .50), (.86, .78), (.60, .93), (.34, .985), (0, 1.0)]

    def kernels(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        u, v = angle / (2 * np.pi) * rows, z / long * ranks
        dent = (np.abs(np.sin(np.pi * u)) * np.abs(np.sin(np.pi * (v + 0.5 * (np.floor(u) % 2))))) ** 0.45
        return 0.90 + 0.10 * dent

    cob = body(knots, thick, long, 200 if fine else 122, rows * (6 if fine else 4), "kernels", kernels)
    husk = []
    if d.choose({"husk": 1.0, "bare": 0.35}) == "husk":
        for k in range(7):
            s = d.between(0.0, 1.0)
            leaf = blade(long * d.between(0.72, 1.0), thick * d.between(1.9, 2.4), "lance", 0.50 - 0.1 * s,
                         d.between(-0.1, 0.5) + 0.35 * (k > 3), 0.9, 0.02, 2, 0.0008, 14, 9, "husk")
            # The blade's gutter lies around the cob: its face turned inward.
            husk.append(aimed(leaf, k * 2 * np.pi / 7, 0.62,
                              (0.3 * thick * np.cos(k * .9), 0.3 * thick * np.sin(k * .9), -0.03 * long)))
    stem = tube([(0, 0, -0.16 * long), (0.004, 0, -0.08 * long), (0, 0, 0.02 * long)],
                np.array([.42, .36, .45]) * thick, 8, 10, "husk", round_ends=False)
    lay = np.pi / 2 - 0.02

    def laid(s: Surface) -> Surface:
        return s.rotated(lay, "y").rotated(0.25, "z")

    return [part("cob", laid(cob)), part("husk", laid(stem), *map(laid, husk))]


FAMILY = Family(
    name="corn", words=("corn", "corn cob", "corncob", "sweetcorn", "maize", "ear of corn"),
    gloss=("a yellow corn on the cob", "an ear of maize in its husk"),
    extent=(0.15, 0.30), build=build, principal="width", materials=("corn kernels",),
    looks={"kernels": "main", "husk": "corn husk"},
    part_words={"kernels": ("kernels",), "husk": ("husk", "leaf", "leaves")},
    styles={"husk": ("husk", "leaves"), "bare": ("bare", "boiled", "grilled")})
