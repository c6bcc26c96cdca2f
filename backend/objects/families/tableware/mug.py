# SPDX-License-Identifier: GPL-3.0-or-later
"""Mugs and cups with one handle."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS, ear
from backend.objects.modeling.curves import spline
from backend.objects.modeling.solids import vessel

_SHAPES = {"straight": [(.92, 0), (.97, .04), (1.0, .12), (1.0, .5), (1.0, 1.0)],
           "barrel": [(.76, 0), (.82, .04), (.97, .26), (1.0, .50), (.94, .82), (.93, 1.0)],
           "tapered": [(.72, 0), (.76, .03), (.82, .25), (.92, .66), (1.0, 1.0)],
           "teacup": [(.44, 0), (.47, .05), (.72, .20), (.88, .52), (.94, .80), (1.0, 1.0)]}


def build(d: Draw) -> list[Part]:
    shape = d.choose({"straight": 1.2, "barrel": 1.0, "tapered": 0.9, "teacup": 0.25})
    tea = shape == "teacup"
    height = d.measure("height", 0.085, 0.105) * (0.68 if tea and "height" not in d.size else 1.0)
    half = height * (d.between(1.28, 1.5) if tea else d.between(0.80, 0.98)) / 2
    outer = spline([(r * half, z * height) for r, z in _SHAPES[shape]], d.segments(56, 32))
    wall = 0.020 * height + (0.0008 if tea else 0.0022)
    body = vessel(outer, wall, wall * 1.5, d.segments(80), foot=0.02 * height + 0.0008, rim_width=0.05 * height)
    handle = ear(outer, (0.26 if tea else 0.20) * height, (0.86 if tea else 0.83) * height,
                 (0.30 if tea else 0.36) * height, wall, (0.055 if tea else 0.088) * height, d,
                 1.5, rise=0.07 * height, drop=0.02 * height)
    return [part("body", body), part("handle", handle)]


FAMILY = Family(
    name="mug", words=("mug", "coffee mug", "tankard", "beaker", "beer mug"),
    gloss=("a mug for coffee", "a big mug of tea", "something to drink coffee from", "a hot chocolate mug"),
    extent=(0.07, 0.16), build=build,
    native=("height",), materials=("ceramic",) * 5 + ("porcelain",), looks=VESSEL_LOOKS,
    part_words=VESSEL_WORDS,
    styles={"straight": ("straight", "cylindrical"), "barrel": ("barrel shaped", "round", "bulbous"),
            "tapered": ("tapered", "conical"), "teacup": ("dainty",)})
