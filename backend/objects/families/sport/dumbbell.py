# SPDX-License-Identifier: GPL-3.0-or-later
"""Dumbbells: hexagonal rubber heads, or a chrome bar with round plates."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.solids import extrude, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"hex": 1.0, "plates": 1.0})
    long = d.measure("width", 0.26, 0.36)
    r = d.between(0.055, 0.075) * long / 0.3
    bar = turned([(0.015, -0.46 * long), (0.015, -0.19 * long), (0.0175, 0.0), (0.015, 0.19 * long),
                  (0.015, 0.46 * long)], 0.004, d.segments(32, 16), "bar").rotated(np.pi / 2, "y")
    heads, rings = [], []
    for s in (1, -1):
        if kind == "hex":
            deep = 0.30 * long
            corners = [(r * np.cos(a), r * np.sin(a)) for a in np.arange(6) * np.pi / 3]
            outline = fillet(corners, 0.16 * r, 5, closed=True)
            head = extrude(outline, deep, 0.16 * r, "head", 5).rotated(np.pi / 2, "y")
            heads.append(head.moved((0.20 * long if s > 0 else -0.20 * long - deep), 0, 0))
        else:
            at = 0.21 * long
            for k, f in enumerate((1.0, 1.0, 0.78)):
                thick = (0.075, 0.075, 0.06)[k] * long
                plate = turned([(f * r, 0), (f * r, thick)], 0.006, d.segments(56, 32), "head")
                plate = plate.rotated(np.pi / 2, "y").moved(at if s > 0 else -at - thick, 0, 0)
                heads.append(plate)
                at += thick + 0.002
            nut = turned([(0.026, 0), (0.026, 0.016)], 0.004, d.segments(32, 16), "bar").rotated(np.pi / 2, "y")
            rings.append(nut.moved(at if s > 0 else -at - 0.016, 0, 0))
        collar = turned([(0.024, 0), (0.024, 0.014)], 0.004, d.segments(32, 16), "bar").rotated(np.pi / 2, "y")
        rings.append(collar.moved(0.19 * long if s > 0 else -0.19 * long - 0.014, 0, 0))
    lift = r * (np.sin(np.pi / 3) if kind == "hex" else 1.0)
    return [part("bar", bar.moved(z=lift)), part("heads", *(h.moved(z=lift) for h in heads)),
            part("collars", *(c.moved(z=lift) for c in rings))]


FAMILY = Family(
    name="dumbbell", words=("dumbbell", "barbell", "hand weight", "weights"),
    gloss=("a dumbbell to train the arms", "a weight for lifting in the gym"),
    extent=(0.2, 0.45), build=build, principal="width", native=("width",), materials=("black plastic", "iron",
                                                                                      "rubber"),
    looks={"head": "main", "bar": ("chrome", "steel")},
    part_words={"bar": ("bar", "grip", "handle"), "head": ("head", "heads", "plate", "plates")},
    styles={"hex": ("hex", "hexagonal"), "plates": ("plates", "round")})
