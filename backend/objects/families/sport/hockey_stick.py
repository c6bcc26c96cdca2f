# SPDX-License-Identifier: GPL-3.0-or-later
"""Ice hockey sticks lying flat, the blade taped, with a puck."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.sport.shared_sport import bound
from backend.objects.modeling.curves import spline, superellipse
from backend.objects.modeling.solids import sweep, turned


def build(d: Draw) -> list[Part]:
    long, reach = d.between(1.25, 1.45), d.between(.27, .32)
    z = .020
    path = spline([(0, -long / 2, z), (0, 0, z), (0, long / 2 - .10, z), (.015, long / 2 - .02, z),
                   (.06, long / 2 + .035, z),
                   (.16, long / 2 + .075, z), (reach, long / 2 + .10, z + .018)], 150)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    u = length / length[-1]
    start = 1 - (reach + .03) / length[-1]
    wide = np.interp(u, [0, start - .06, start + .02, .96, .99, 1], [1, 1, 2.55, 2.45, 1.9, .8])
    thick = np.interp(u, [0, start - .03, start + .03, 1], [1, 1, .40, .34])
    body = sweep(path, superellipse(24, .030, .020, 5.0), np.column_stack([wide, thick]), up=(0, 0, 1), region="body",
                 bevel=.1)
    pick = np.flatnonzero((u > start + .08) & (u < .97))
    wound = np.column_stack([wide[pick] * (1.015 + .008 * np.cos(np.arange(len(pick)) * 2.1)), thick[pick] * 1.12])
    tape = sweep(path[pick], superellipse(24, .031, .0215, 5.0), wound, up=(0, 0, 1), region="tape", bevel=.05)
    grip = bound(-long / 2 + .22, -long / 2 - .004, .034, .0235, 16, d, "tape", z)
    knob = bound(-long / 2 + .016, -long / 2 - .008, .040, .030, 2, d, "tape", z)
    stripes = [bound(y, y + w, .0312, .0212, 2, d, "stripe", z) for y, w in ((-.02, .16), (.17, .05), (.25, .05))]
    puck = turned([(.038, 0), (.038, .0254)], .003, d.segments(48, 32), "puck")
    return [part("stick", body), part("tape", tape, grip, knob), part("stripes", *stripes), part("puck", puck.moved(
        .16, long / 2 - .09 + d.between(-.05, .02), 0))]


FAMILY = Family(
    name="hockey_stick", words=("hockey stick", "hockey", "ice hockey stick", "hockey puck", "puck"),
    gloss=("an ice hockey stick with a puck",), extent=(1.2, 1.7), build=build, principal="depth",
    materials=("birch", "toy black", "toy red", "pine"),
    looks={"body": "main", "tape": ("black plastic", "white plastic"), "stripe": ("toy red", "toy blue", "toy yellow"),
           "puck": "toy black"},
    part_words={"tape": ("tape", "grip", "handle"), "stripe": ("stripe", "stripes"), "puck": ("puck",)})
