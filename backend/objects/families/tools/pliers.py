# SPDX-License-Identifier: GPL-3.0-or-later
"""Pliers lying a little open: combination, needle-nose or cutting jaws on a pin, dipped handles."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import rivet, shaft
from backend.objects.modeling.curves import spline
from backend.objects.modeling.surface import Surface

#: Outer line of one jaw, from the pin to the tip, in units of the jaw's length.
_JAWS = {"combination": [(.48, -.18), (.56, .10), (.50, .40), (.36, .80), (.26, 1.0)],
         "needle": [(.30, -.12), (.34, .06), (.27, .22), (.15, .60), (.07, 1.0)],
         "cutter": [(.62, -.25), (.78, .15), (.72, .60), (.42, .92), (.16, 1.0)]}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"combination": 1.2, "needle": 0.8, "cutter": 0.5})
    total = d.between(.16, .20)
    jaw = {"combination": .042, "needle": .066, "cutter": .030}[kind] * total / .18
    thick = .0105 * total / .18
    gape = d.between(.10, .24)
    steel: list[Surface] = []
    grips: list[Surface] = []
    reach = total - jaw
    z = .0085 * total / .18
    line = spline(np.array(_JAWS[kind]) * jaw, 16)
    wide = float(line[:, 0].max())
    teeth = np.linspace(.22, .96, 15 if kind != "cutter" else 3) * jaw
    inner = np.column_stack([np.where(np.arange(len(teeth)) % 2, .0009,
                                      .0002) if kind != "cutter" else 0 * teeth + .0002,
                             teeth])
    for side in (1, -1):
        tail = np.array([(-.50 * wide, -.52 * jaw if kind == "needle" else -.75 * jaw), (-.95 * wide, -.40 * jaw),
                         (-.92 * wide, 0), (-.55 * wide, .16 * jaw), (.0002, .18 * jaw)])
        outline = np.concatenate([line, inner[::-1], tail[::-1]])
        # Jaws cross on the pin: one is a hair thinner, so that their faces do not lie in one plane.
        flat = thick * (1 if side > 0 else .95)
        piece = plate(outline, flat, .0006, "steel").moved(z=z - flat / 2)
        start = -.62 * wide
        path = [(start, -.35 * jaw, z), (start - .006, -.25 * reach, z), (start - .012, -.50 * reach, z),
                (start - .010, -.78 * reach, z), (start - .003, -reach, z)]
        tang = shaft(path[:3], [.010, .009, .008], [.9 * thick, .8 * thick, .8 * thick], d, "steel", 3.0, 14, 14)
        grip = shaft([(start - .0035, -.17 * reach, z), *path[1:]], [.0125, .0150, .0145, .0150, .0145, .0110],
                     [.0125, .0150, .0150, .0150, .0140, .0105], d, "grip", 2.6, 30, 18, .35)
        guard = shaft([(start - .010, -.185 * reach, z), (start - .0035, -.175 * reach, z), (start + .004,
                                                                                             -.180 * reach, z)],
                      [.010, .016, .008], [.010, .0165, .008], d, "grip", 2.4, 10, 14, .3)
        for group, pieces in ((steel, (piece, tang)), (grips, (grip, guard))):
            for each in pieces:
                group.append((each if side > 0 else each.mirrored()).rotated(-side * gape / 2))
    pin = rivet(0, 0, z, .30 * wide + .0018, thick / 2 + .0011)
    return [part("jaws", *steel), part("grips", *grips), part("pin", *pin)]


FAMILY = Family(
    name="pliers", words=("pliers", "plier", "pair of pliers", "pincers", "needle nose pliers", "wire cutter",
                          "wire cutters"),
    gloss=("pliers to grip a wire", "a hand tool with two jaws and red handles"),
    extent=(.15, .22), build=build, principal="depth", materials=("toy red", "toy blue", "signal yellow",
                                                                  "black plastic"),
    looks={"grip": "main", "steel": ("steel", "iron"), "metal": "steel"},
    part_words={"grip": ("handle", "handles", "grip", "grips"), "steel": ("jaw", "jaws")},
    styles={"combination": ("combination",), "needle": ("needle nose", "needle nose pliers", "long nose"),
            "cutter": ("cutting", "wire cutter", "wire cutters", "pincers")})
