# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces that several foods are built from: stalks, stalks with leaves, bun halves."""

from __future__ import annotations

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.organic import aimed, blade, body, tube
from backend.objects.modeling.surface import Surface


def stalk(base: tuple[float, float, float], length: float, thick: float, d: Draw, lean: float = 0.25,
          flare: float = 1.5, region: str = "stem") -> Surface:
    """A short stalk upward from ``base``, bent somewhere, wider at its cut end."""
    way = d.between(0, 6.28)
    bend = lean * length * d.between(0.3, 1.0)
    at = np.asarray(base, float)
    points = at + np.array([(0, 0, 0), (0, 0, 0.5 * length), (bend * np.cos(way), bend * np.sin(way), length)])
    return tube(points, np.array([1.15, 0.85, flare]) * thick, 8, 8, region, round_ends=False)


def leafed(at: tuple[float, float, float], length: float, d: Draw, count: int = 1, lift: float = 0.5,
           slim: float = 0.5, kind: str = "ovate", region: str = "leaf") -> list[Surface]:
    """``count`` leaves about ``at``."""
    start = d.between(0, 6.28)
    return [aimed(blade(length * d.between(0.85, 1.15), length * slim, kind, lift, d.between(0.6, 1.2), 0.35, 0.02,
                        thick=0.012 * length, region=region), start + k * 2.2, 0.0, at) for k in range(count)]


def bun_top(half: float, tall: float, d: Draw, region: str = "bun") -> Surface:
    """The upper half of a bun: domed, its cut face flat, on z = 0."""
    knots = [(0, 0), (.5, 0), (.9, 0), (.975, .06), (1.0, .22), (.95, .48), (.78, .76), (.5, .93), (.22, .99), (0, 1)]
    lump = d.between(0, 6.28)

    def wobble(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + 0.018 * np.cos(2 * angle + lump) + 0.012 * np.cos(3 * angle - lump)

    return body(knots, half, tall, 28, d.segments(44, 24), region, wobble)
