# SPDX-License-Identifier: GPL-3.0-or-later
"""Vases: the shapes on a potter's shelf."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS, ear
from backend.objects.modeling.curves import spline
from backend.objects.modeling.solids import vessel

#: Body shapes as (height, radius) fractions of the whole height and of half the width.
_SHAPES: dict[str, list[tuple[float, float]]] = {
    "amphora": [(0, .30), (.04, .33), (.22, .62), (.52, 1.0), (.68, .90), (.78, .52), (.86, .36), (.95, .39), (1, .48)],
    "bottle": [(0, .50), (.03, .55), (.20, .92), (.36, 1.0), (.50, .78), (.62, .36), (.76, .22), (.92, .23), (1, .32)],
    "ovoid": [(0, .46), (.03, .50), (.25, .76), (.60, 1.0), (.80, .88), (.90, .56), (.95, .50), (1, .58)],
    "cylinder": [(0, .80), (.02, .86), (.10, .93), (.50, 1.0), (.82, .98), (.92, .84), (.96, .77), (1, .80)],
    "gourd": [(0, .50), (.04, .56), (.22, .98), (.36, .98), (.50, .52), (.58, .46), (.70, .60), (.80, .57), (.92, .28),
              (1, .33)],
    "trumpet": [(0, .52), (.03, .55), (.14, .50), (.34, .43), (.58, .46), (.80, .62), (.93, .86), (1, 1.0)],
    "moon": [(0, .40), (.03, .44), (.22, .82), (.50, 1.0), (.76, .86), (.91, .50), (.95, .44), (1, .46)],
}
_SLIMNESS = {"amphora": (.54, .64), "bottle": (.46, .56), "ovoid": (.60, .72), "cylinder": (.38, .50),
             "gourd": (.48, .56), "trumpet": (.40, .52), "moon": (.82, .96)}


def build(d: Draw) -> list[Part]:
    shape = d.choose({"amphora": 1.2, "bottle": 1.2, "trumpet": 0.7, "ovoid": 1.5, "moon": 0.8, "gourd": 0.4,
                      "cylinder": 0.6})
    height = d.measure("height", 0.28, 0.44)
    half = height * d.between(*_SLIMNESS[shape]) / 2
    knots = np.array(_SHAPES[shape])
    # Each potter's hand: knots move a little, the ends stay.
    knots[1:-1] += np.stack([d.random.uniform(-.012, .012, len(knots) - 2),
                             d.random.uniform(-.035, .035, len(knots) - 2)], axis=1)
    knots[:, 0] = np.maximum.accumulate(knots[:, 0] + np.arange(len(knots)) * 1e-4)
    knots[:, 0] = (knots[:, 0] - knots[0, 0]) / (knots[-1, 0] - knots[0, 0])
    outer = spline(np.column_stack([knots[:, 1] * half, knots[:, 0] * height]), d.segments(88, 40))
    wall = np.clip(0.016 * height + 0.0012, 0.0025, 0.012)
    lobes, deep = int(d.random.integers(8, 15)), d.between(0.02, 0.045)
    fluted = d.choose({"plain": 0.86, "fluted": 0.14}) == "fluted"

    def flute(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        t = np.clip(z / height, 0, 1)
        return 1 + deep * (np.abs(np.cos(angle * lobes / 2)) - 0.6) * np.clip(np.sin(np.pi * t), 0, 1) ** 0.7

    body = vessel(outer, wall, wall * 1.5, d.segments(96), foot=0.012 * height + 0.001,
                  modulation=flute if fluted else None, rim_width=0.03 * height)
    parts = [part("body", body)]
    asked = "handled" in d.style
    if (shape == "amphora" and d.chance(0.65)) or asked:
        low, high = (0.66, 0.90) if shape == "amphora" else (0.55, 0.84)
        one = ear(outer, low * height, high * height, 0.075 * height, wall, 0.028 * height, d, 1.6,
                  rise=0.06 * height, drop=-0.03 * height)
        parts += [part("handle right", one), part("handle left", one.mirrored())]
    return parts


FAMILY = Family(
    name="vase", words=("vase", "urn", "flower vase", "amphora", "flowerpot", "pottery"),
    gloss=("a vase for flowers", "a container for a bouquet", "an urn", "a clay jar", "a pot for a plant",
           "an antique amphora"),
    extent=(0.27, 0.45), build=build, native=("height",), materials=("ceramic",) * 6 + ("terracotta", "porcelain"),
    looks=VESSEL_LOOKS, part_words={**VESSEL_WORDS, "rim": (*VESSEL_WORDS["rim"], "neck")},
    styles={"amphora": ("amphora", "greek", "ancient", "antique", "classical"),
            "bottle": ("long necked", "bottle shaped"),
            "ovoid": ("egg shaped", "ovoid"), "cylinder": ("cylindrical", "cylinder", "straight"),
            "gourd": ("gourd", "double gourd"), "trumpet": ("trumpet", "flared"),
            "moon": ("round", "moon", "spherical", "bulbous", "globe"), "fluted": ("fluted", "ribbed", "lobed"),
            "handled": ("handled", "two handled", "handle", "handles", "ear", "ears")})
