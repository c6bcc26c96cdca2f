# SPDX-License-Identifier: GPL-3.0-or-later
"""Plums and apricots: a seam down the side, a short stalk."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.food.shared_food import leafed, stalk
from backend.objects.modeling.organic import body


def build(d: Draw) -> list[Part]:
    kind = d.choose({"plum": 1.2, "apricot": .8})
    r, n = d.between(.021, .027), d.segments(72, 48)
    tall = r * (d.between(2.05, 2.35) if kind == "plum" else d.between(1.80, 1.95))
    knots = [(0, .03), (.28, .0), (.70, .09), (.97, .34), (1.0, .56), (.84, .82), (.48, .97), (.16, .965), (0, .93)]

    def seam(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 - .07 * np.exp(-((angle + 1.9) / .16) ** 2) * np.sin(np.pi * np.clip(z / tall, 0, 1)) ** .5

    skin = body(knots, r, tall, 46, n, "skin" if kind == "plum" else "apricot", seam)
    parts = [part("fruit", skin), part("stalk", stalk((0, 0, .93 * tall), .016, .0014, d))]
    if d.chance(.5):
        parts.append(part("leaf", *leafed((0, 0, .985 * tall), .040, d, 1, .4, .42)))
    return parts


FAMILY = Family(
    name="plum", words=("plum", "prune", "apricot", "damson", "loquat", "persimmon"),
    gloss=("a ripe plum", "an apricot"), extent=(.035, .09), build=build,
    materials=("aubergine skin",),
    looks={"skin": "main", "apricot": "main or peach skin", "stem": "dry stalk",
                                                                   "leaf": "fresh leaf"},
    part_words={"leaf": ("leaf", "leaves"), "stem": ("stalk",)},
    styles={"plum": ("plum",), "apricot": ("apricot", "loquat", "persimmon")})
