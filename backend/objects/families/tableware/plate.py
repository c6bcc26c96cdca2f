# SPDX-License-Identifier: GPL-3.0-or-later
"""Plates: coupe and rimmed."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS
from backend.objects.modeling.curves import spline
from backend.objects.modeling.solids import vessel

_SHAPES = {"coupe": [(.56, 0), (.60, .06), (.78, .26), (.92, .62), (1.0, 1.0)],
           "rimmed": [(.58, 0), (.62, .10), (.68, .42), (.74, .60), (.88, .80), (1.0, 1.0)]}


def build(d: Draw) -> list[Part]:
    shape = d.choose({"coupe": 1.0, "rimmed": 1.2})
    width = d.measure("width", 0.19, 0.28)
    height = d.size.get("height", width * d.between(0.085, 0.115))
    outer = spline([(r * width / 2, z * height) for r, z in _SHAPES[shape]], d.segments(44, 24))
    wall = max(0.0028, 0.017 * width)
    body = vessel(outer, wall, wall, d.segments(96), foot=0.12 * height, rim_width=0.035 * width)
    return [part("body", body)]


FAMILY = Family(
    name="plate", words=("plate", "dinner plate", "saucer", "platter"),
    gloss=("a plate for dinner", "a flat dish to eat from", "a serving platter", "a saucer under a cup"),
    extent=(0.18, 0.29), build=build, principal="width", native=("width", "height"),
    materials=("ceramic", "ceramic", "porcelain"), looks=VESSEL_LOOKS, part_words=VESSEL_WORDS,
    styles={"coupe": ("coupe", "rimless"), "rimmed": ("rimmed",)})
