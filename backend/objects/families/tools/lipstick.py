# SPDX-License-Identifier: GPL-3.0-or-later
"""Lipsticks: a case turned open, the slanted stick standing out, its cap beside it."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_tools import projected
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.solids import lathe, post, turned
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    square = d.choose({"round": 1.0, "square": 0.6}) == "square"
    r = d.between(.0085, .0105)
    low, mid, up = d.between(.026, .032), d.between(.010, .014), d.between(.012, .018)
    n = d.segments(52, 32)
    section = superellipse(48, 2.0, 2.0, 7.0) if square else circle(n)

    def block(rows: list[tuple[float, float]], soft: float, region: str) -> Surface:
        return post(section, [(z, q, 0, 0) for q, z in rows], soft, region)

    base = block([(r, 0), (r, .5 * low), (r, low)], .0009, "case")
    bands = [block([(1.02 * r, z), (1.02 * r, z + w)], .0003, "gold") for z,
             w in ((.0030, .0014), (low - .0030, .0022))]
    inner = turned([(.80 * r, low - .002), (.80 * r, low + mid), (.76 * r, low + mid + .0006)], .0004, n, "gold")
    sleeve = turned([(.72 * r, low + mid - .002), (.72 * r, low + mid + .0062)], .0004, n, "gold")
    # The stick: round, its end cut aslant and rounded like a drop.
    start = low + mid + .003
    q = .635 * r
    slant = d.between(.9, 1.3)
    line = circle(n, 1.0)
    rings = [np.column_stack([line * q, np.full(n, start)]), np.column_stack([line * q, np.full(n, start + .6 * up)])]
    for f, lift in ((1.0, 0), (.99, .06), (.93, .14), (.80, .21), (.60, .26), (.35, .29), (.12, .30)):
        ring = line * q * f
        z = start + up + slant * (ring[:, 1] * .95) + lift * q * 1.4
        rings.append(np.column_stack([ring, z]))
    ends = [np.tile((0, 0, start), (n, 1)), np.tile((0, 0, start + up + .30 * q * 1.4), (n, 1))]
    stick = projected(skin(np.stack([ends[0], *rings, ends[1]]), region="stick"))
    parts = [part("case", base), part("rings", *bands), part("tube", inner, sleeve), part("stick", stick)]
    tall = d.between(.032, .040)
    if d.choose({"open": 0.7, "uncapped": 0.3}) == "open":
        lay = d.chance(.6)
        if square:
            cap = block([(1.01 * r, 0), (1.01 * r, .5 * tall), (1.01 * r, tall)], .0012, "case")
        else:
            cap = lathe(np.array([(0, tall - .0015), (.86 * r, tall - .0015), (.88 * r, .0006), (.91 * r, 0),
                                  (.97 * r, 0), (1.0 * r, .0006), (1.0 * r, tall - .0016),
                                  (.95 * r, tall - .0004), (.86 * r, tall), (0, tall)]), n, "case")
        band = block([(1.03 * r, .0016), (1.03 * r, .0036)], .0003, "gold")
        side = 1 if d.chance(.5) else -1
        group = [cap, band]
        if lay:
            turn = d.between(-.6, .6) + (0 if side > 0 else np.pi)
            group = [piece.rotated(np.pi / 2, "y").moved(0, 0, 1.03 * r).rotated(turn) for piece in group]
            group = [piece.moved(side * 2.1 * r, -1.3 * r) for piece in group]
        else:
            group = [piece.moved(side * 2.8 * r, -.8 * r) for piece in group]
        parts.append(part("cap", *group))
    return parts


FAMILY = Family(
    name="lipstick", words=("lipstick", "lip stick", "lip balm", "chapstick"),
    gloss=("a red lipstick", "a tube of lip colour for make-up"),
    extent=(.05, .12), build=build, materials=("lip colour",),
    looks={"stick": "main", "case": ("toy black", "gold", "toy red", "silver", "toy black"),
           "gold": ("gold", "silver")},
    part_words={"case": ("case", "tube", "cap"), "gold": ("ring", "rings", "trim")},
    styles={"round": ("round",), "square": ("square",), "open": ("open",), "uncapped": ("uncapped",)})
