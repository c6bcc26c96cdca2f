# SPDX-License-Identifier: GPL-3.0-or-later
"""Bowls, from a tea bowl to a salad bowl."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS
from backend.objects.modeling.curves import spline
from backend.objects.modeling.solids import vessel

_SHAPES = {"round": [(.42, 0), (.46, .03), (.72, .20), (.93, .58), (1.0, 1.0)],
           "flared": [(.34, 0), (.37, .04), (.52, .22), (.74, .58), (1.0, 1.0)],
           "straight": [(.62, 0), (.72, .04), (.90, .20), (.96, .60), (1.0, 1.0)],
           "bulbous": [(.40, 0), (.46, .04), (.82, .24), (1.0, .62), (.96, .88), (.97, 1.0)]}


def build(d: Draw) -> list[Part]:
    shape = d.choose({"round": 1.4, "flared": 1.0, "straight": 0.7, "bulbous": 0.8})
    width = d.measure("width", 0.15, 0.25)
    height = d.size.get("height", width * d.between(0.38, 0.50))
    outer = spline([(r * width / 2, z * height) for r, z in _SHAPES[shape]], d.segments(48, 24))
    wall = max(0.0022, 0.016 * width)
    return [part("body", vessel(outer, wall, wall * 1.4, d.segments(96), foot=0.05 * height, rim_width=0.05 * height))]


FAMILY = Family(
    name="bowl", words=("bowl", "fruit bowl", "salad bowl", "basin", "dish"),
    gloss=("a bowl for soup", "a salad bowl", "a rice bowl", "a basin for washing", "a dish for cereal"),
    extent=(0.14, 0.26), build=build, principal="width", native=("width", "height"),
    materials=("ceramic",) * 4 + ("wood", "wood", "porcelain"), looks=VESSEL_LOOKS, part_words=VESSEL_WORDS,
    styles={"round": ("round", "deep"), "flared": ("flared", "conical"), "straight": ("straight", "shallow"),
            "bulbous": ("bulbous",)})
