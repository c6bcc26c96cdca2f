# SPDX-License-Identifier: GPL-3.0-or-later
"""Scissors lying half open: two pointed blades on a screw, two finger loops."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import rivet
from backend.objects.modeling.curves import bezier, spline, superellipse
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    steel = d.choose({"plastic": 1.4, "steel": 0.5}) == "steel"
    long = d.between(.085, .125)
    wide = long * d.between(.125, .165)
    gape = d.between(.38, .62)
    thick = .0022
    loop = d.between(.021, .026)
    r = .0036 if steel else .0050
    z = 1.25 * r + .0005
    halves = [_half(k, long, wide, thick, loop, r, steel, d) for k in (0, 1)]
    blades: list[Surface] = []
    grips: list[Surface] = []
    for side, (steel_pieces, grip_pieces) in zip((1, -1), halves, strict=True):
        for pieces, out in ((steel_pieces, blades), (grip_pieces, grips)):
            for piece in pieces:
                turned_ = (piece if side > 0 else piece.mirrored()).rotated(-side * gape / 2)
                out.append(turned_.moved(z=z + (-thick if side > 0 else 0.0) * (out is blades)))
    screw = rivet(0, 0, z, .22 * wide + .0012, thick + .0012, slot=True)
    return [part("blade right", blades[0]), part("blade left", blades[1]), part("grips", *grips), part("screw", *screw)]


def _half(which: int, long: float, wide: float, thick: float, loop: float, r: float, steel: bool,
          d: Draw) -> tuple[list[Surface], list[Surface]]:
    """The half whose blade lies to +X of its edge and whose loop lies at -X, pivot at the origin."""
    back = spline([(.20 * wide, long), (.62 * wide, .72 * long), (.86 * wide, .36 * long), (.95 * wide, .02 * long),
                   (.55 * wide, -.12 * long), (-.10 * wide, -.20 * long), (-.45 * wide, -.27 * long)], 22)
    outline = np.concatenate([[(-.10 * wide, .995 * long)], [(-.16 * wide, .30 * long), (-.75 * wide, .06 * long),
                              (-1.0 * wide, -.10 * long), (-1.05 * wide, -.25 * long)], back[::-1]])
    blade = plate(outline, thick, .0004, "blade")
    big = 1.0 if which else 1.25
    middle = np.array([-.75 * wide - .72 * loop, -.30 * long - .95 * loop * big])
    ring = superellipse(56, 1.75 * loop, 2.15 * loop * big, 2.2)
    lean = .30
    ring = ring @ np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]]) + middle
    section = superellipse(14, 2 * r, 2.5 * r, 2.4)
    hoop = sweep(np.column_stack([ring, 0 * ring[:, 0]]), section, loop=True, region="grip")
    end = middle + np.array([.18 * loop, .96 * loop * big])
    start = np.array([-.55 * wide, -.16 * long])
    path = bezier((*start, 0), (*(start + np.array((-.1 * wide, -.05 * long))), 0),
                  (*(end + np.array((.15 * loop, .10 * loop))), 0),
                  (*end, 0), 14)
    shank = sweep(path, section, np.linspace(1.25, 1.05, 14), round_ends=True, region="grip")
    return [blade], [hoop, shank]


FAMILY = Family(
    name="scissors", words=("scissors", "scissor", "pair of scissors", "shears", "kitchen scissors"),
    gloss=("a pair of scissors to cut paper", "shears for cutting cloth"),
    extent=(.12, .26), build=build, principal="depth", materials=("toy red", "toy blue", "black plastic", "toy orange",
                                                                  "toy green"),
    looks={"grip": "main", "blade": ("steel", "chrome"), "metal": "steel", "dark": "iron"},
    part_words={"grip": ("handle", "handles", "grip", "grips", "loops"), "blade": ("blade", "blades")},
    styles={"plastic": ("office", "school"), "steel": ("tailor", "tailor's", "antique", "barber")})
