# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of instruments: outlines mirrored about their middle, arched bodies, strings, necks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface, skin

QUARTER = np.pi / 2


def upright(surface: Surface) -> Surface:
    """What lies face up with its top towards +Y, stood up to face -Y."""
    return surface.rotated(QUARTER, "x")


def mirrored_outline(half: Sequence[tuple[float, float]], count: int) -> np.ndarray:
    """The closed smooth outline through ``half`` (x >= 0, from the lower to the upper end of the axis) and its
    mirror image."""
    rows = list(half)
    return spline([*rows, *((-x, y) for x, y in rows[-2:0:-1])], count, closed=True)


def arched(outline: np.ndarray, depth: float, arch: float, edge: float, regions: tuple[str, str, str],
           rings: int = 9) -> Surface:
    """A body whose back, side and front (``regions``) stand on ``outline``: plates swell by ``arch`` from an edge
    that overhangs the side by ``edge``."""
    center = outline.mean(axis=0)
    away = (outline - center) / np.linalg.norm(outline - center, axis=1, keepdims=True)

    def ring(fraction: float, out: float, z: float) -> np.ndarray:
        return np.column_stack([center + (outline - center) * fraction + away * out, np.full(len(outline), z)])

    plate = [(f, 0.0, depth + swell(f) * arch) for f in np.linspace(0, 1, rings)]
    lip = .9 * edge
    rows = [*((f, edge, depth - z) for f, _, z in plate), (1.0, edge * 1.25, lip * .5), (1.0, edge, lip), (1.0, 0, lip),
            (1.0, 0, lip * 1.3), (1.0, 0, depth - lip * 1.3), (1.0, 0, depth - lip), (1.0, edge, depth - lip),
            (1.0, edge * 1.25, depth - lip * .5), *((f, edge, z) for f, _, z in plate[::-1])]
    rows = [(f, out * min(1.0, f * 8), z) for f, out, z in rows]
    labels = [regions[0]] * (rings + 1) + [regions[1]] * 5 + [regions[2]] * (rings + 1)
    return skin(np.stack([ring(*row) for row in rows]), region=labels[:len(rows) - 1])


def swell(fraction: float) -> float:
    """Height of an arched plate, 1 in the middle, by the fraction of the way to the edge."""
    return float((.5 + .5 * np.cos(np.pi * min(fraction, 1.0))) ** .8)


def string(start: Sequence[float], end: Sequence[float], radius: float, region: str = "strings") -> Surface:
    """A taut wire."""
    t = np.linspace(0, 1, 3)[:, None]
    return sweep(np.asarray(start, float) * (1 - t) + np.asarray(end, float) * t, circle(6, radius), region=region)


def neck(low: float, high: float, z: float, wide: tuple[float, float], thick: float, d,
         region: str = "neck") -> Surface:
    """A half-round neck along +Y whose flat face lies at height ``z``."""
    t = np.linspace(0, 1, 9)
    section = superellipse(d.segments(24, 16), 1, 1, 2.2)
    section[:, 1] = np.where(section[:, 1] > 0, section[:, 1] * .25, section[:, 1])
    path = np.column_stack([np.zeros(9), low + t * (high - low), np.full(9, z - .12 * thick)])
    scale = np.column_stack([wide[0] + t * (wide[1] - wide[0]), np.full(9, thick * 1.6)])
    return sweep(path, section, scale, region=region)


def peg(at: tuple[float, float, float], radius: float, tall: float, region: str = "metal") -> Surface:
    """A post standing up (+Z)."""
    return turned([(radius, 0), (radius * .8, tall * .6), (radius * 1.1, tall)], radius * .15, 14, region).moved(*at)
