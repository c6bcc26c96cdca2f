# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of toys: wheels on axles, faces, rounded blocks. Toys look along -Y."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import ball, slab
from backend.objects.modeling.solids import box, lathe
from backend.objects.modeling.surface import Surface, join


def wheel(radius: float, width: float, x: float, y: float, d: Draw, z: float | None = None, tyre: str = "tyre",
          hub: str = "hub", share: float = 0.62) -> Surface:
    """A wheel on an axle along X, standing on z = 0 unless ``z`` is its centre; ``share`` of its radius is hub."""
    e = 0.22 * width
    bulge = 0.10 * width
    rim = fillet([(0, -width / 2), (share * radius, -width / 2), (radius, -width / 2), (radius, width / 2),
                  (share * radius, width / 2), (0, width / 2)], [0, 0, e, e, 0, 0], 4)
    outer = lathe(rim, d.segments(40, 20), tyre)
    caps = []
    for sign in (1, -1):
        at = sign * width / 2
        rows = [(0, at - sign * 0.3 * width), (share * radius, at - sign * 0.3 * width),
                (share * radius, at + sign * bulge),
                (0.30 * radius, at + sign * bulge * 0.5), (0.22 * radius, at + sign * 2.2 * bulge),
                (0, at + sign * 2.2 * bulge)]
        caps.append(lathe(fillet(rows, [0, bulge, bulge * 0.8, bulge, bulge, 0], 3), d.segments(32, 16), hub))
    whole = join([outer, *caps]).rotated(np.pi / 2, "y")
    return whole.moved(x, y, radius if z is None else z)


def rod(a: float, b: float, y: float, z: float, radius: float, d: Draw, region: str = "axle",
        axis: str = "x") -> Surface:
    """A round bar from a to b along an axis."""
    bar = lathe(fillet([(0, a), (radius, a), (radius, b), (0, b)], [0, 0.25 * radius, 0.25 * radius, 0], 2),
                d.segments(20, 12), region)
    if axis == "x":
        return bar.rotated(np.pi / 2, "y").moved(0, y, z)
    return bar.rotated(-np.pi / 2, "x").moved(y, 0, z) if axis == "y" else bar.moved(y, z, 0)


def block(width: float, depth: float, height: float, at: Sequence[float], bevel: float, region: str,
          divisions: int = 1) -> Surface:
    """A rounded block whose lower centre is ``at``."""
    return box(width, depth, height, bevel, 3, divisions, region).moved(*at)


def profile(outline: np.ndarray, width: float, bevel: float, region: str = "body", steps: int = 3) -> Surface:
    """A side view (y, z), star-shaped about its middle, made solid across X and centred there."""
    turn = np.linspace(0, np.pi / 2, steps + 1)
    rows = [(-bevel * (1 - np.sin(t)), bevel * (1 - np.cos(t))) for t in turn]
    rows = [(-2.0 * bevel, 0.0), *rows]
    rows += [(out, width - z) for out, z in rows[::-1]]
    solid = slab(np.asarray(outline, float), rows, region)
    v = solid.vertices
    solid.vertices = np.column_stack([v[:, 2] - width / 2, v[:, 0], v[:, 1]])
    return solid if solid.volume() > 0 else solid.flipped()


def face(center: Sequence[float], radius: float, d: Draw, eye: float = 0.10) -> list[Surface]:
    """Two dark eyes on a ball of a head that looks along -Y."""
    middle = np.asarray(center, float)
    out = []
    for sign in (1, -1):
        way = np.array([0.36 * sign, -0.90, 0.16])
        out.append(ball(eye * radius, 10, 12, "eye").moved(*(middle + way / np.linalg.norm(way) * radius * 0.97)))
    return out


def xyz(x: float, y: float, z: float) -> np.ndarray:
    """A step in space."""
    return np.array([x, y, z], float)
