# SPDX-License-Identifier: GPL-3.0-or-later
"""Nuts: peanuts in waisted shells, walnuts with a seam, chestnuts, almonds; a few together."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import body, painted, roughened
from backend.objects.modeling.surface import Surface


def _peanut(d: Draw) -> Surface:
    n, long = d.segments(56, 40), .036
    waist = d.between(.66, .76)
    made = body([(0, 0), (.55, .02), (.90, .10), (1.0, .24), (waist, .48), (.94, .72), (.80, .90), (.40, .985),
                 (0, 1.0)], .0078, long, 60, n, "peanut",
                lambda a, z: 1 + .030 * np.cos(10 * a) + .022 * np.cos(z / long * 58))
    return made.moved(0, 0, -long / 2).rotated(np.pi / 2,
                                               "x").deformed(lambda v: v + np.column_stack([8 * v[:, 1] ** 2,
                                                                                          0 * v[:, 0], 0 * v[:, 0]]))


def _walnut(d: Draw) -> Surface:
    n, r = d.segments(96, 64), .0165
    made = body([(0, 0), (.40, .01), (.82, .16), (1.0, .46), (.92, .72), (.58, .92), (.14, 1.0), (0, 1.03)], r,
                2.2 * r, 72, n, "walnut",
                lambda a, z: 1 + .060 * np.exp(-(np.sin(a) / .07) ** 2))
    made = roughened(made, .055 * r, .30 * r, int(d.random.integers(999)), 3, lambda q: -np.abs(q) * 1.6 + .35)
    return made.moved(0, 0, -1.1 * r).rotated(d.between(.9, 1.4), "x")


def _chestnut(d: Draw) -> Surface:
    n, r = d.segments(64, 44), .0160
    made = body([(0, 0), (.62, .0), (.92, .12), (1.0, .36), (.86, .66), (.45, .90), (.10, .99), (.05, 1.08),
                 (0, 1.10)], r, 1.65 * r, 44, n, "chestnut")
    made = painted(made, "scar", lambda c: c[:, 2] < .14 * r + .03 * r * np.sin(5 * np.arctan2(c[:, 1], c[:, 0])))
    made = painted(made, "scar", lambda c: c[:, 2] > 1.70 * r)
    return made.scaled((1.08, .88, 1)).moved(0, 0, -.7 * r).rotated(d.between(.7, 1.2), "x")


def _almond(d: Draw) -> Surface:
    n, long = d.segments(48, 32), .024
    made = body([(0, 0), (.50, .03), (.92, .22), (1.0, .40), (.80, .68), (.36, .92), (.08, 1.0), (0, 1.0)], .0066,
                long, 36, n, "almond",
                lambda a, z: 1 + .018 * np.cos(17 * a))
    return made.scaled((1, .62, 1)).moved(0, 0, -long / 2).rotated(np.pi / 2, "x").rotated(np.pi / 2, "y")


_KINDS = {"peanut": _peanut, "walnut": _walnut, "chestnut": _chestnut, "almond": _almond}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"peanut": 1.0, "walnut": 1.0, "chestnut": .8, "almond": .6})
    count = int(d.between(2, 4.9))
    size = d.between(.92, 1.1)
    gap = {"peanut": .034, "walnut": .040, "chestnut": .037, "almond": .026}[kind]
    parts = []
    for k in range(count):
        a, out = 2 * np.pi * k / count + .4, gap / (2 * np.sin(np.pi / count))
        piece = _KINDS[kind](d).rotated(d.between(0, 6.28))
        low = float(piece.vertices[:, 2].min())
        parts.append(part(f"nut {k + 1}", piece.moved(out * np.cos(a), out * np.sin(a), -low).scaled((size,) * 3)))
    return parts


FAMILY = Family(
    name="peanut", words=("peanut", "peanuts", "walnut", "walnuts", "chestnut", "chestnuts", "almond", "almonds",
                          "nut", "nuts", "pistachio",
                          "hazelnut"),
    gloss=("peanuts in their shells", "a walnut", "a chestnut"), extent=(.03, .15), build=build, principal="width",
    materials=("potato skin", "flour"),
    looks={"peanut": "main", "walnut": "main or pastry", "chestnut": "main or mahogany", "scar": "flour",
           "almond": "main or dough"},
    part_words={"peanut": ("shell",)},
    styles={"peanut": ("peanut", "peanuts"), "walnut": ("walnut", "walnuts", "hazelnut"),
            "chestnut": ("chestnut", "chestnuts"),
            "almond": ("almond", "almonds", "pistachio")})
