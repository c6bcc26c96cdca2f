# SPDX-License-Identifier: GPL-3.0-or-later
"""Boxes: a slatted crate, a lidded chest with iron bands, a plain box."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.curves import arc
from backend.objects.modeling.surface import Surface, skin

_QUARTER = np.pi / 2


def build(d: Draw) -> list[Part]:
    kind = d.choose({"crate": 1.2, "box": 0.6, "chest": 0.6})
    if kind == "chest":
        return _chest(d)
    if kind == "box":
        return _box(d)
    width, depth = d.measure("width", 0.44, 0.60), d.measure("depth", 0.32, 0.42)
    height = d.measure("height", 0.28, 0.38)
    thick, count = 0.013, int(d.random.integers(3, 5))
    pitch = height / count
    long, short = [], []
    for k in range(count):
        tall, z = pitch - 0.012, k * pitch + 0.006 * (k > 0)
        tall += 0.006 if k in (0, count - 1) else 0.0
        for s in (1, -1):
            long.append(board(width, thick, tall, (0, s * (depth - thick) / 2, z), 0.002, "slats"))
            short.append(board(depth - 2 * thick - 0.001, thick, tall, (0, 0, 0), 0.002, "slats").rotated(_QUARTER)
                         .moved(s * (width - thick) / 2, 0, z))
    inner = 0.028
    posts = [board(inner, inner, height - 0.004, (sx * (width / 2 - thick - inner / 2),
                                                  sy * (depth / 2 - thick - inner / 2), 0.003),
                   0.002, "frame") for sx in (1, -1) for sy in (1, -1)]
    floor = [board((width - 2 * thick) / 5 - 0.006, depth - 2 * thick - 0.002, 0.010,
                   ((k - 2) * (width - 2 * thick) / 5, 0, 0.006), 0.0015, "floor") for k in range(5)]
    return [part("slats long", *long), part("slats short", *short), part("posts", *posts), part("floor", *floor)]


def _box(d: Draw) -> list[Part]:
    """A lidded box, its lid a little proud."""
    width, depth, height = d.measure("width", 0.24, 0.36), d.measure("depth", 0.18, 0.26), d.measure("height", 0.13,
                                                                                                     0.20)
    lid = 0.26 * height
    wall = 0.010
    low = height - lid - 0.0015
    sides = [board(width, wall, low, (0, s * (depth - wall) / 2, 0), 0.002, "slats") for s in (1, -1)]
    ends = [board(depth - 2 * wall + 0.001, wall, low, (0, 0, 0), 0.002, "slats").rotated(_QUARTER)
            .moved(s * (width - wall) / 2, 0, 0) for s in (1, -1)]
    floor = board(width - 2 * wall + 0.001, depth - 2 * wall + 0.001, wall, (0, 0, 0.002), 0.001, "floor")
    top = board(width + 0.006, depth + 0.006, lid, (0, 0, height - lid), 0.005, "lid")
    clasp = board(0.026, 0.004, 0.7 * lid, (0, -depth / 2 - 0.004, height - 1.05 * lid), 0.0012, "bands")
    return [part("sides", *sides, *ends), part("floor", floor), part("lid", top), part("clasp", clasp)]


def _chest(d: Draw) -> list[Part]:
    """A treasure chest with a barrel lid and iron bands."""
    width, depth = d.measure("width", 0.62, 0.80), d.measure("depth", 0.38, 0.46)
    height = d.measure("height", 0.46, 0.56)
    rise = min(0.40 * height, 0.46 * depth)
    low = height - rise - 0.004
    count = 4
    pitch = low / count
    long, short = [], []
    thick = 0.020
    for k in range(count):
        for s in (1, -1):
            long.append(board(width, thick, pitch - 0.0015, (0, s * (depth - thick) / 2, k * pitch), 0.003, "slats"))
            short.append(board(depth - 2 * thick, thick, pitch - 0.0015, (0, 0, 0), 0.003, "slats").rotated(_QUARTER)
                         .moved(s * (width - thick) / 2, 0, k * pitch))
    floor = board(width - 2 * thick, depth - 2 * thick, 0.02, (0, 0, 0.004), 0.002, "floor")
    lid = _barrel(width, depth, rise, 0.0, "lid").moved(z=low + 0.004)
    parts = [part("sides long", *long), part("sides short", *short), part("floor", floor), part("lid", lid)]
    bands, proud = [], 0.004
    for x in (-0.36 * width, 0.36 * width):
        bands.append(_barrel(0.045, depth + 2 * proud, rise - 0.004, 0.0, "bands").moved(x, 0, low + 0.004 + 0.004))
        bands += [board(0.045, 0.006, low, (x, s * (depth / 2 + 0.001), 0), 0.0015, "bands") for s in (1, -1)]
    lock = board(0.085, 0.014, 0.10, (0, -depth / 2 - 0.005, low - 0.075), 0.004, "bands")
    return [*parts, part("bands", *bands), part("lock", lock)]


def _barrel(width: float, depth: float, rise: float, base: float, region: str) -> Surface:
    """Half an elliptic cylinder along x, edges rounded."""
    turn = arc((0, 0), 1.0, 0, np.pi, 25) * (depth / 2, rise) + (0, base)
    outline = np.concatenate([turn, np.column_stack([np.linspace(-depth / 2, depth / 2, 9)[1:-1], np.full(7, base)])])
    center = outline.mean(axis=0)
    edge = min(0.006, 0.2 * width)
    rows = [(-width / 2, 0.0), (-width / 2, 0.97), (-width / 2 + 0.3 * edge, 0.99), (-width / 2 + edge, 1.0)]
    rows += [(-x, s) for x, s in rows[::-1]]
    return skin(np.stack([np.column_stack([np.full(len(outline), x), center + (outline - center) * s]) for x,
                          s in rows]),
                region=region)


FAMILY = Family(
    name="crate", words=("box", "crate", "chest", "treasure chest", "package", "toolbox", "trunk", "case", "carton"),
    gloss=("a box to keep things in", "a shipping crate", "a treasure chest", "a wooden case with a lid"),
    extent=(0.22, 0.85), build=build, materials=("pine", "wood", "oak"),
    looks={"slats": "main", "frame": "main", "floor": "main", "lid": "main", "bands": ("iron", "brass")},
    part_words={"lid": ("lid", "top"), "bands": ("band", "bands", "lock", "clasp", "hinge", "fittings"),
                "slats": ("slat", "slats", "side", "sides")},
    styles={"crate": ("crate", "slatted", "open", "fruit", "shipping"),
            "chest": ("chest", "treasure chest", "treasure", "trunk", "pirate"),
            "box": ("box", "package", "lidded", "case", "carton", "toolbox")})
