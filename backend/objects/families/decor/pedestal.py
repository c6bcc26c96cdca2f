# SPDX-License-Identifier: GPL-3.0-or-later
"""Statue pedestals: a fluted column drum or a panelled square plinth."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.curves import arc, fillet
from backend.objects.modeling.solids import lathe, post


def build(d: Draw) -> list[Part]:
    kind = d.choose({"column": 1.2, "plinth": 0.8})
    height = d.measure("height", 0.85, 1.10)
    width = d.measure("width", 0.34, 0.42)
    plinth, cap = 0.09 * height, 0.055 * height
    base = board(width, width, plinth, (0, 0, 0), 0.004, "base")
    slab = board(width * 0.98, width * 0.98, cap, (0, 0, height - cap), 0.005, "top")
    if kind == "column":
        return [part("base", base), part("shaft", _shaft(width, plinth, height - cap, d)), part("top", slab)]
    square = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], float) * width / 2
    outline = fillet(square, 0.004, 3, closed=True)

    def moulding(low: float, high: float, rows: list[tuple[float, float]], region: str):
        return post(outline, [(low + t * (high - low), s, 0, 0) for t, s in rows], 0.001, region)

    foot = moulding(plinth - 0.001, plinth + 0.065 * height,
                    [(0, .96), (.12, .96), (.35, .93), (.55, .86), (.75, .80), (1, .78)], "base")
    neck = moulding(height - cap - 0.06 * height, height - cap + 0.001,
                    [(0, .78), (.25, .79), (.5, .84), (.72, .91), (.85, .94), (1, .945)], "top")
    low, high = plinth + 0.063 * height, height - cap - 0.058 * height
    side = 0.76 * width
    die = board(side, side, high - low, (0, 0, low), 0.004, "shaft")
    frame = []
    for k in range(4):
        w, t, proud = 0.60 * width, 0.022, 0.006
        y = -side / 2 - proud / 2 + 0.001
        tall = (high - low) * 0.84
        z = low + (high - low) * 0.08
        bars = [board(w, proud + 0.004, t, (0, y, z), 0.0025, "shaft"),
                board(w, proud + 0.004, t, (0, y, z + tall - t), 0.0025, "shaft")]
        bars += [board(t, proud + 0.004, tall - 2 * t + 0.001, (s * (w - t) / 2, y, z + t - 0.0005), 0.0025,
                       "shaft") for s in (1, -1)]
        frame += [bar.rotated(k * np.pi / 2) for bar in bars]
    return [part("base", base, foot), part("shaft", die, *frame), part("top", slab, neck)]


def _shaft(width: float, low: float, high: float, d: Draw):
    """Attic base, fluted shaft with entasis, simple capital."""
    r = 0.36 * width
    torus = 0.035 * width + 0.006
    z1 = low - 0.001
    foot = np.concatenate([[(0, z1)], [(0.46 * width - torus, z1)],
                           arc((0.46 * width - torus, z1 + torus), torus, -np.pi / 2, np.pi / 2, 10),
                           arc((r + 0.75 * torus + 0.006, z1 + 2.0 * torus + 0.5 * torus + 0.004), 0.5 * torus,
                               -np.pi / 2, -np.pi * 1.5, 7)[1:],
                           arc((r + 0.010, z1 + 3.4 * torus + 0.004), 0.45 * torus, -np.pi / 2, np.pi / 2, 7)])
    start, stop = foot[-1, 1] + 0.012, high - 0.12 * (high - low)
    t = np.linspace(0, 1, d.segments(28, 16))
    shaft = np.column_stack([r * (1 - 0.13 * t ** 1.6), start + t * (stop - start)])
    top = r * 0.87
    head = np.concatenate([arc((top + 0.002, stop + 0.022), 0.008, -np.pi / 2, np.pi / 2, 7),
                           [(top, stop + 0.036), (top, stop + 0.050)],
                           arc((top, high - 0.010 - 0.06 * width), 0.06 * width + 0.006, -np.pi * 0.40, 0, 8),
                           [(top + 0.06 * width + 0.006, high), (0, high + 0.001)]])
    head = head[(head[:, 1] > stop + 0.001)]
    order = np.concatenate([foot, shaft, head])
    flutes = 20

    def modulation(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        away = np.abs((angle / (2 * np.pi) * flutes) % 1 - 0.5) * 2
        scoop = np.sqrt(np.clip(1 - (away / 0.86) ** 2, 0, 1))
        ends = np.clip((z - start - 0.018) / 0.02, 0, 1) * np.clip((stop - 0.014 - z) / 0.02, 0, 1)
        return 1 - 0.055 * scoop * np.sqrt(ends)

    return lathe(order, flutes * 10, "shaft", modulation=modulation)


FAMILY = Family(
    name="pedestal", words=("pedestal", "plinth", "column", "pillar", "statue base", "statue pedestal"),
    gloss=("a pedestal for a statue", "a marble column", "a museum plinth", "a greek pillar"),
    extent=(0.8, 1.15), build=build, native=("height", "width"), materials=("marble", "marble", "stone", "plaster"),
    looks={"base": "main", "shaft": "main", "top": "main"},
    part_words={"base": ("base", "foot"), "shaft": ("shaft", "column"), "top": ("top", "capital", "cap")},
    styles={"column": ("column", "pillar", "round", "fluted", "greek", "roman", "classical"),
            "plinth": ("plinth", "square", "panelled", "museum")})
