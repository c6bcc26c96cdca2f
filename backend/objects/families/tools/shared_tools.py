# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of hand tools, which lie along Y with the working end away from the viewer: shafts, grips, screws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface

QUARTER = np.pi / 2


def laid(piece: Surface, z: float = 0.0) -> Surface:
    """What stands along +Z laid down along +Y at the height ``z``."""
    return piece.rotated(-QUARTER, "x").moved(z=z)


def shaft(points: ArrayLike, widths: Sequence[float], heights: Sequence[float], d: Draw, region: str = "handle",
          power: float = 2.4, rows: int = 28, around: int = 20, bevel: float = 0.2) -> Surface:
    """A handle on the smooth curve through ``points``, its full widths and heights spread along it."""
    given = np.asarray(points, float)
    path = spline(given, d.segments(rows, 12)) if len(given) > 2 else given[0] + np.linspace(
        0, 1, d.segments(rows, 12))[:, None] * (given[1] - given[0])
    t = np.linspace(0, 1, len(path))
    size = [np.interp(t, np.linspace(0, 1, len(each)), each) / 2 for each in (widths, heights)]
    return sweep(path, superellipse(d.segments(around, 12), 2.0, 2.0, power), np.column_stack(size), bevel=bevel,
                 region=region)


def fluted(knots: Sequence[Sequence[float]], flutes: int, depth: float, between: tuple[float, float], d: Draw,
           region: str = "handle", rows: int = 40) -> Surface:
    """A turned grip along +Z through ``knots`` (radius, z) with ``flutes`` hollows between two heights."""
    line = spline(knots, d.segments(rows, 20))
    line = np.concatenate([[(0, line[0, 1])], line, [(0, line[-1, 1])]])
    low, high = between

    def hollow(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        here = np.clip(np.minimum(z - low, high - z) / (0.12 * (high - low)), 0, 1)
        return 1 - depth * here * (0.5 + 0.5 * np.cos(flutes * angle)) ** 2

    return lathe(line, max(48, 8 * flutes), region, modulation=hollow)


def rivet(x: float, y: float, z: float, r: float, high: float, region: str = "metal",
          slot: bool = False) -> list[Surface]:
    """A round head of radius ``r`` through a plate about ``z``, standing out ``high`` to both sides."""
    head = turned([(0.82 * r, -high), (r, -0.8 * high), (r, 0.8 * high), (0.82 * r, high)], 0.1 * r, 20, region)
    pieces = [head.moved(x, y, z)]
    if slot:
        pieces.append(sweep(np.array([(-.7 * r, 0, high), (0, 0, high), (.7 * r, 0, high)]), circle(6, .12 * r),
                            region="dark").moved(x, y, z))
    return pieces


def projected(surface: Surface) -> Surface:
    """The same surface, its charts the plane views along the six directions: for thin or ragged shapes, which do not
    unroll well."""
    sizes = np.diff(surface.offsets)
    face = np.repeat(np.arange(len(sizes)), sizes)
    point = surface.vertices[surface.corners]
    following = np.arange(1, len(point) + 1)
    following[surface.offsets[1:] - 1] = surface.offsets[:-1]
    normal = np.zeros((len(sizes), 3))
    np.add.at(normal, face, np.cross(point, point[following]))
    label = np.argmax(normal @ np.concatenate([np.eye(3), -np.eye(3)]).T, axis=1)
    axis = (label % 3)[face]
    rows = np.arange(len(point))
    uvs = np.stack([point[rows, (axis + k) % 3] for k in (1, 2)], axis=1)
    return replace(surface, uvs=uvs, charts=np.unique(label, return_inverse=True)[1])
