# SPDX-License-Identifier: GPL-3.0-or-later
"""Benches of planks: plain trestle, or a garden bench with a back."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board, leg


def build(d: Draw) -> list[Part]:
    back = d.choose({"backless": 0.9, "garden": 1.1}) == "garden"
    width = d.measure("width", 1.2, 1.6)
    depth = d.measure("depth", 0.40, 0.48) if back else d.measure("depth", 0.32, 0.38)
    height = d.measure("height", *((0.80, 0.88) if back else (0.43, 0.46)))
    seat = 0.52 * height if back else height
    thick = d.between(0.030, 0.038)
    count = 4 if back else 3
    gap = 0.012
    pitch = depth / count
    y0 = 0.0
    planks = [board(width, pitch - gap, thick, (0, y0 - depth / 2 + (k + 0.5) * pitch, seat - thick), 0.006, "seat")
              for k in range(count)]
    under = seat - thick
    x, y = width / 2 - d.between(0.10, 0.16), depth / 2 - 0.045
    legs = [part(f"leg {n}", leg("square", (sx * x, sy * y), (sx * x, sy * y), under + 0.002, 0.062, d))
            for n, (sx, sy) in zip(("front right", "front left", "back right", "back left"),
                                   ((1, -1), (-1, -1), (1, 1), (-1, 1)))]
    bearer = [board(0.045, depth - 0.02, 0.062, (s * x, 0, under - 0.060), 0.004, "frame") for s in (1, -1)]
    beam = board(2 * x, 0.045, 0.055, (0, 0, 0.32 * seat), 0.004, "frame")
    cross = [board(0.040, 2 * y, 0.050, (s * x, 0, 0.32 * seat), 0.004, "frame") for s in (1, -1)]
    parts = [part("seat", *planks), *legs, part("frame", *bearer, *cross, beam)]
    if back:
        lean = np.radians(d.between(8, 13))
        rise = height - seat
        uprights = [board(0.055, 0.050, rise + 0.10, (0, 0, 0), 0.006, "back").rotated(-lean, "x").moved(s * x,
                                                                                                         y + 0.012,
                                                                                                         seat - 0.11)
                    for s in (1, -1)]
        top = max(one.vertices[:, 2].max() for one in uprights)
        uprights = [one.moved(z=height - 0.004 - top) for one in uprights]
        slats = []
        for k in range(3):
            along = 0.16 + 0.09 + k * (rise - 0.10) / 2.6
            slat = board(width, 0.022, 0.075, (0, 0, 0), 0.006, "back").rotated(-lean, "x")
            slats.append(slat.moved(0, y - 0.020 + np.sin(lean) * along, seat - 0.14 + np.cos(lean) * along))
        parts += [part("back posts", *uprights), part("back slats", *slats)]
    return parts


FAMILY = Family(
    name="bench", words=("bench", "park bench", "garden bench", "pew", "settle"),
    gloss=("a bench in a park", "a long seat for several people", "a church pew"),
    extent=(1.1, 1.7), build=build,
    principal="width", native=("width", "depth", "height"), materials=("wood",) * 3 + ("teak", "pine"),
    looks={"seat": "main", "leg": "main", "frame": "main", "back": "main"},
    part_words={"seat": ("seat",), "leg": ("leg", "legs"), "back": ("back", "backrest"), "frame": ("frame",)},
    styles={"garden": ("garden", "park", "park bench", "garden bench", "back"),
            "backless": ("backless", "simple", "piano", "trestle")})
