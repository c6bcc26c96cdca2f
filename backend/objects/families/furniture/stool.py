# SPDX-License-Identifier: GPL-3.0-or-later
"""Stools: three or four splayed legs, low or at bar height."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.furniture.chair import dished
from backend.objects.families.shared import leg, rail
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.solids import extrude


def build(d: Draw) -> list[Part]:
    bar = d.choose({"low": 1.0, "bar": 0.5}) == "bar"
    height = d.measure("height", *((0.66, 0.76) if bar else (0.43, 0.48)))
    width = d.measure("width", 0.31, 0.37)
    square = d.choose({"round": 1.3, "square": 0.5}) == "square"
    count = 4 if square or d.choose({"three legged": 0.6, "four legged": 0.6}) == "four legged" else 3
    thick = d.between(0.030, 0.042)
    kind = d.choose({"round": 1.2, "turned": 0.7, "tapered": 0.6})
    outline = superellipse(d.segments(72), width, width, 6.0) if square else circle(d.segments(72), width / 2)
    under = height - thick
    seat = dished(extrude(outline, thick, 0.011, "seat", 5).moved(z=under), 0.006, width / 2)
    turn = np.pi / 4 if count == 4 else np.pi / 2
    top, foot = width * (0.44 if square else 0.33), width * (0.52 if not square else 0.56) + 0.03 * bar
    angles = turn + np.arange(count) * 2 * np.pi / count
    legs = [leg(kind, (foot * np.cos(a), foot * np.sin(a)), (top * np.cos(a), top * np.sin(a)), under + 0.006, 0.040, d)
            for a in angles]
    low = (0.30 if bar else 0.36) * height
    at = foot + (top - foot) * low / under
    rails = []
    for k in range(count):
        z = low + (0.03 * (k % 2) if count == 4 else 0.0)
        a, b = angles[k], angles[(k + 1) % count]
        rails.append(rail((at * np.cos(a), at * np.sin(a), z), (at * np.cos(b), at * np.sin(b), z), 0.020, d))
    return [part("seat", seat), *(part(f"leg {k + 1}", one) for k, one in enumerate(legs)), part("stretchers", *rails)]


FAMILY = Family(
    name="stool", words=("stool", "bar stool", "barstool", "footstool", "milking stool"),
    gloss=("a stool at a bar", "a three legged stool", "a small seat without a back", "a footstool"),
    extent=(0.4, 0.8), build=build, native=("height", "width"), materials=("wood",) * 4 + ("birch", "oak"),
    looks={"seat": "main", "leg": "main", "stretcher": "main"},
    part_words={"seat": ("seat", "top", "cushion"), "leg": ("leg", "legs"),
                "stretcher": ("stretcher", "stretchers", "rungs")},
    styles={"low": ("low", "milking", "milking stool", "footstool"), "bar": ("bar", "bar stool", "barstool", "high"),
            "round": ("round",), "square": ("square",), "three legged": ("three legged", "3 legged", "tripod"),
            "four legged": ("four legged",), "turned": ("turned", "antique")})
