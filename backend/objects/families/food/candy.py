# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrapped sweets with twisted ends, a handful in several colours."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import body
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface


def _sweet(r: float, n: int, region: str, stripe: str) -> list[Surface]:
    middle = body([(0, 0), (.30, .0), (.42, .02), (.86, .16), (1.0, .42), (1.0, .58), (.86, .84), (.42, .98),
                   (.30, 1.0), (0, 1.0)], r, 2.5 * r, 46, n, region,
                  lambda a, z: 1 + .020 * np.cos(9 * a))
    pieces = [middle.moved(0, 0, -1.25 * r)]
    fan = [(0, 0), (.16, 0), (.20, .12), (.62, .62), (.95, 1.0), (.86, 1.02), (.50, .62), (.12, .22), (0, .22)]
    for s in (1, -1):
        wing = lathe(np.array(fan) * (r * .98, r * 1.15), n, stripe, modulation=lambda a,
                     z: 1 + .30 * np.clip(z / r, 0, 1) * np.cos(7 * a))
        wing = wing.moved(0, 0, 1.12 * r)
        pieces.append(wing if s > 0 else wing.rotated(np.pi, "x"))
    return pieces


def build(d: Draw) -> list[Part]:
    count = int(d.between(1, 5.9))
    r, n = d.between(.0085, .0105), d.segments(84, 56)
    names = ("body", "second", "third")
    parts = []
    for k in range(count):
        a, out = 2.4 * k, (0 if count == 1 else 2.3 * r * (.9 + .55 * (k // 3)))
        yaw = d.between(0, 3.14)
        pieces = [p.rotated(np.pi / 2, "x").rotated(yaw) for p in _sweet(r, n, names[k % 3], names[(k + (k % 2)) % 3])]
        parts.append(part(f"sweet {k + 1}", *(p.moved(out * np.cos(a), out * np.sin(a), 1.28 * r) for p in pieces)))
    return parts


FAMILY = Family(
    name="candy", words=("candy", "candies", "sweets", "wrapped candy", "bonbon", "toffee"),
    gloss=("a wrapped sweet with twisted ends",), extent=(.025, .14),
    build=build, principal="width", materials=("candy",),
    looks={"body": "main", "second": ("toy yellow", "toy blue", "toy green"),
                                                                 "third": ("toy red", "white candy", "toy orange")},
    part_words={"second": ("wrapper",)})
