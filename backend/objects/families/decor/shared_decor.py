# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of ornaments: stars, bows of ribbon."""

from __future__ import annotations

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.solids import extrude, sweep
from backend.objects.modeling.surface import Surface


def xyz(x: float, y: float, z: float) -> np.ndarray:
    """A step in space."""
    return np.array([x, y, z], float)


def star(radius: float, thick: float, points: int = 5, region: str = "star", share: float = .42) -> Surface:
    """An upright star facing -Y about the origin."""
    outline = [(np.sin(a) * r, np.cos(a) * r) for a, r in
               ((k * np.pi / points, radius if k % 2 == 0 else share * radius) for k in range(2 * points))]
    flat = extrude(fillet(outline, .04 * radius, 3, closed=True), thick, .3 * thick, region, 3)
    return flat.rotated(np.pi / 2, "x").moved(0, thick / 2, 0)


def bow(size: float, wide: float, d: Draw, region: str = "ribbon") -> list[Surface]:
    """A ribbon's bow of two loops and two tails lying on z = 0, about the origin."""
    strip = np.array([(.02 * size, .5 * wide), (-.02 * size, .5 * wide), (-.02 * size, -.5 * wide),
                      (.02 * size, -.5 * wide)])
    made = []
    for k, turn in enumerate((.25, np.pi - .25, .25 + np.pi * .62, -.6)):
        t = np.linspace(0, 1, 26)
        x = size * np.sin(np.pi * t) ** .8 * .95
        z = np.where(t < .5, size * .42 * np.sin(np.pi * t), size * .10 + size * .32 * np.sin(np.pi * t))
        loop = np.column_stack([x, 0 * t, z + .02 * size])
        made.append(sweep(loop, strip, .55 + .45 * np.sin(np.pi * t), up=(0, 1, 0),
                          region=region).rotated(turn + .12 * k))
    for turn in (-1.15, -2.0):
        t = np.linspace(0, 1, 14)
        tail = np.column_stack([size * 1.15 * t, 0 * t, size * (.10 * np.sin(np.pi * t) + .03)])
        made.append(sweep(tail, strip, .6 + .4 * t, up=(0, 1, 0), region=region).rotated(turn))
    return made
