# SPDX-License-Identifier: GPL-3.0-or-later
"""Bottles with a cork."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.solids import turned, vessel


def build(d: Draw) -> list[Part]:
    shape = d.choose({"bordeaux": 1.0, "burgundy": 0.9, "apothecary": 0.7, "jug": 0.4})
    height = d.measure("height", 0.26, 0.32)
    slim, shoulder, neck, mouth = {"bordeaux": (.25, .62, .72, .40), "burgundy": (.28, .42, .74, .38),
                                   "apothecary": (.40, .58, .70, .42), "jug": (.56, .56, .78, .30)}[shape]
    half = height * slim * d.between(0.94, 1.06) / 2
    throat = half * mouth
    lip = throat * 1.22
    body_top = 0.93 * height
    points = [(half, 0.0), (half, shoulder * body_top), (throat * 1.05, neck * body_top),
              (throat, body_top - 0.05 * height),
              (lip, body_top - 0.045 * height), (lip, body_top)]
    bend = {"bordeaux": (.9, 1.4), "burgundy": (2.6, 2.6), "apothecary": (.7, .6), "jug": (1.4, 1.2)}[shape]
    outer = fillet(points, [0, half * bend[0], half * bend[1], 0.002, 0.003, 0], d.segments(8, 6))
    wall = max(0.0022, 0.009 * height)
    body = vessel(outer, wall, wall * 1.6, d.segments(64), foot=0.02 * height, rim_width=0.05 * height)
    inner = throat - wall
    cork = turned([(inner * 0.93, body_top - 0.07 * height), (inner * 1.0, body_top), (inner * 1.08, height)],
                  0.0012, d.segments(40), "cork")
    return [part("body", body), part("cork", cork)]


FAMILY = Family(
    name="bottle", words=("bottle", "wine bottle", "flask", "carafe", "decanter", "medicine bottle", "glass bottle"),
    gloss=("a bottle of wine", "a flask for a potion", "a glass bottle of water", "a decanter of liquor"),
    extent=(0.25, 0.33), build=build, native=("height",), materials=("glass",),
    looks={**VESSEL_LOOKS, "cork": "birch"}, part_words={**VESSEL_WORDS,
                                                         "cork": ("cork", "stopper", "cap", "lid", "top")},
    styles={"bordeaux": ("bordeaux", "wine"), "burgundy": ("burgundy",),
            "apothecary": ("apothecary", "medicine", "potion"), "jug": ("fat", "squat", "jug shaped")})
