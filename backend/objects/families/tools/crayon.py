# SPDX-License-Identifier: GPL-3.0-or-later
"""Wax crayons lying down: a wrapped stick with a worn cone for a tip."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import laid
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    long, r = d.between(.078, .098), d.between(.0046, .0058)
    z = 1.06 * r
    n = d.segments(44, 24)
    worn = d.between(.18, .46)
    tip = d.between(.009, .013)
    wax = turned([(.92 * r, 0), (r, .0012), (r, long - tip), (.86 * r, long - tip + .0006), (worn * r, long)],
                 [.0005, .0004, .0004, .0004, .0010], n, "wax")
    paper = turned([(1.05 * r, .0045), (1.05 * r, long - tip - .0055)], .0002, n, "paper")
    bands: list[Surface] = []
    low, high = .0045, long - tip - .0055
    for at in (low + .0030, high - .0048):
        bands.append(turned([(1.065 * r, at), (1.065 * r, at + .0022)], .0001, n, "print"))
    for at, sign in ((low + .0066, 1), (high - .0064, -1)):
        t = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        path = np.column_stack([1.052 * r * np.cos(t), 1.052 * r * np.sin(t), at + sign * .0009 * np.cos(8 * t)])
        bands.append(sweep(path, np.array([(.00022, .0003), (-.00022, .0003), (-.00022, -.0003), (.00022, -.0003)]),
                           up=(0, 0, 1),
                           loop=True, region="print"))
    # An oval on the upper side, bent onto the stick.
    a = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    oval = np.column_stack([.62 * r * np.cos(a), .15 * long * np.sin(a)])
    inner = oval * (.80, .93)

    def wrapped(v: np.ndarray) -> np.ndarray:
        angle = v[:, 0] / (1.05 * r)
        out = 1.05 * r + v[:, 2]
        return np.column_stack([out * np.sin(angle), v[:, 1], out * np.cos(angle)])

    badge = plate(oval, .0002, .00005, "print", [inner]).deformed(wrapped)
    words = [plate(np.array([(.10 * r, -1), (.10 * r, 1), (-.10 * r, 1), (-.10 * r, -1)]) * (1, w * long), .0002,
                   .00005, "print")
             .moved(x * r, 0).deformed(wrapped) for x, w in ((-.18, .070), (.18, .050))]
    top = [piece.moved(0, .5 * (low + high), z) for piece in (badge, *words)]
    return [part("wax", laid(wax, z)), part("paper", laid(paper, z)), part("print", *(laid(each, z) for each in bands),
                                                                           *top)]


FAMILY = Family(
    name="crayon", words=("crayon", "wax crayon", "colouring crayon", "chalk stick"),
    gloss=("a wax crayon for children to draw with", "a coloured crayon"),
    extent=(.07, .11), build=build, principal="depth", materials=("crayon",),
    looks={"wax": "main", "paper": "main", "print": "ink"},
    part_words={"paper": ("paper", "wrapper", "label"), "wax": ("wax", "tip")})
