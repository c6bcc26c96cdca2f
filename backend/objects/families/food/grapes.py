# SPDX-License-Identifier: GPL-3.0-or-later
"""A bunch of grapes on its stalk."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, ball, blade, copies, poses, tube


def build(d: Draw) -> list[Part]:
    berry = d.between(0.0085, 0.0105)
    length, wide = d.between(0.11, 0.15), d.between(0.038, 0.048)
    spots: list[np.ndarray] = []
    for _ in range(700):
        s = d.random.random()
        reach = wide * np.sin(np.pi * (0.18 + 0.80 * (1 - s)) ** 0.9) ** 0.8
        a, r = d.between(0, 6.283), np.sqrt(d.random.random()) * reach
        at = np.array([r * np.cos(a), 0.8 * r * np.sin(a), -s * length])
        if not spots or ((at - np.array(spots)) ** 2).sum(axis=1).min() > (1.72 * berry) ** 2:
            spots.append(at)
        if len(spots) >= 64:
            break
    at = np.array(spots)
    fine = d.detail >= 0.75
    grape = ball((berry, berry, berry * d.between(1.02, 1.2)), 11 if fine else 8, 14 if fine else 10, "berries")
    size = d.random.uniform(0.9, 1.06, len(at))
    berries = copies(grape, poses(at, d.random.uniform(0, 6.28, len(at)), d.random.uniform(-0.4, 0.4, len(at)), size))
    stem = tube([(0, 0, -0.8 * length), (0.003, 0, -0.3 * length), (0, 0, 0.01), (0.008, 0.004, 0.035),
                 (0.022, 0.004, 0.048)], [0.0012, 0.0018, 0.002, 0.002, 0.003], 16, 8, "stem")
    cross = tube([(-0.018, 0, 0.046), (0.022, 0.004, 0.048), (0.05, 0.006, 0.044)], [0.0025, 0.0028, 0.0025], 10, 8,
                 "stem")
    parts = [part("berries", berries), part("stem", stem, cross)]
    if d.chance(0.55) or "leaf" in d.style:
        def lobed(s: np.ndarray) -> np.ndarray:
            return np.sin(np.pi * s ** 0.7) ** 0.6 * (1 - 0.14 * np.cos(5 * np.pi * s))
        leaf = blade(0.066, 0.058, lobed, 0.5, 0.9, 0.2, 0.03, 2.5, 0.0008, 14, 9, "leaf")
        parts.append(part("leaf", aimed(leaf, -0.8, 0.2, (0.02, 0.0, 0.045))))
    lay = d.between(1.25, 1.4)
    return [Part(p.name, tuple(s.rotated(lay, "y").rotated(0.25, "z") for s in p.pieces)) for p in parts]


FAMILY = Family(
    name="grapes", words=("grapes", "grape", "bunch of grapes"),
    gloss=("a bunch of purple grapes", "green grapes on a vine", "fruit for wine"),
    extent=(0.11, 0.24), build=build, principal="width", materials=("grape skin",),
    looks={"berries": "main", "stem": "dry stalk", "leaf": "fresh leaf"},
    part_words={"berries": ("berries",), "stem": ("stem", "stalk"), "leaf": ("leaf", "leaves")},
    styles={"leaf": ("leaf", "leaves", "vine")})
