# SPDX-License-Identifier: GPL-3.0-or-later
"""Wooden boxes: a slatted crate, a lidded case with a clasp."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board

_QUARTER = np.pi / 2


def build(d: Draw) -> list[Part]:
    if d.choose({"crate": 1.2, "box": 0.6}) == "box":
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


FAMILY = Family(
    name="crate", words=("crate", "wooden box", "shipping crate", "fruit crate", "case", "jewelry box",
                         "jewellery box"),
    gloss=("a wooden box to keep things in", "a shipping crate", "a wooden case with a lid"),
    extent=(0.22, 0.85), build=build, materials=("pine", "wood", "oak"),
    looks={"slats": "main", "frame": "main", "floor": "main", "lid": "main", "bands": ("iron", "brass")},
    part_words={"lid": ("lid", "top"), "bands": ("band", "bands", "lock", "clasp", "hinge", "fittings"),
                "slats": ("slat", "slats", "side", "sides")},
    styles={"crate": ("crate", "slatted", "open", "fruit", "shipping"),
            "box": ("wooden box", "lidded", "case", "jewelry box", "jewellery box")})
