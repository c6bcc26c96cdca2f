# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of cutlery and cookware: flattened handles, long pan handles, bails."""

from __future__ import annotations

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import bezier, superellipse
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface


def flatware_handle(length: float, d: Draw, thick: float = 0.0024, region: str = "handle") -> Surface:
    """A metal cutlery handle along +X from the neck at the origin, waisted, widening to a rounded end."""
    t = np.linspace(0, 1, d.segments(32, 20))
    end = d.between(0.0085, 0.0115)
    wide = np.interp(t, [0, .12, .35, .75, .93, 1], [.0032, .0027, .0033, .78 * end, end, .8 * end])
    deep = np.interp(t, [0, .2, .6, 1], [1.15, 1.3, 1.0, .85]) * thick
    rise = 0.012 * np.sin(np.pi * np.clip(t, 0, 1)) * (1 - t) ** 0.5 + 0.004 * t ** 3
    path = np.column_stack([length * t, 0 * t, rise])
    return sweep(path, superellipse(16, 2.0, 2.0, 2.6), np.column_stack([wide, deep / 2]), up=(0, 0, 1),
                 round_ends=True, region=region)


def pan_handle(start: tuple[float, float, float], length: float, thick: float, d: Draw, rise: float = 0.25,
               region: str = "handle") -> list[Surface]:
    """A long handle outward along +X from ``start``: a metal root and a grip."""
    at = np.asarray(start, float)
    t = np.linspace(0, 1, d.segments(24, 16))
    path = at + np.column_stack([length * t, 0 * t, length * rise * t ** 0.8])
    wide = np.interp(t, [0, .25, .6, .9, 1], [.62, .85, 1.0, 1.05, .8]) * thick
    grip = sweep(path[4:], superellipse(20, 2.0, 1.3, 2.4), wide[4:], up=(0, 0, 1), round_ends=True, region=region)
    root = sweep(path[:7] - (0.006, 0, 0), superellipse(16, 1.5, 0.7, 3.0), wide[:7] * 0.9, up=(0, 0, 1),
                 region="metal")
    return [root, grip]


def side_handle(radius: float, z: float, reach: float, wide: float, thick: float, d: Draw,
                region: str = "handle") -> Surface:
    """A loop on the +X side of a pot."""
    path = bezier((radius, -wide / 2, z), (radius + 1.3 * reach, -wide / 2 * 1.1, z), (radius + 1.3 * reach,
                  wide / 2 * 1.1, z), (radius, wide / 2, z), d.segments(24, 16))
    return sweep(path, superellipse(14, 2.0, 1.5, 2.3), thick, up=(0, 0, 1), region=region)
