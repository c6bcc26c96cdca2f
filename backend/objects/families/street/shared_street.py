# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of buildings: courses of stone, roofs, battlements."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.objects.modeling.organic import slab
from backend.objects.modeling.surface import Surface


def xyz(x: float, y: float, z: float) -> np.ndarray:
    """A step in space."""
    return np.array([x, y, z], float)


def brick(wide: float, deep: float, high: float, region: str = "body") -> Surface:
    """A chamfered block on z = 0 of few faces, for what there are very many of."""
    c = .10 * min(wide, deep, high)
    x, y = wide / 2, deep / 2
    outline = np.array([(x, y - c), (x - c, y), (c - x, y), (-x, y - c), (-x, c - y), (c - x, -y), (x - c, -y),
                        (x, c - y)])
    return slab(outline, [(-c, 0), (0, c), (0, high - c), (-c, high)], region)


def around(piece: Surface, count: int, radius: float, z: float, start: float = 0.0,
           skip: Sequence[int] = ()) -> list[Surface]:
    """Copies of what faces +X set in a ring."""
    return [piece.moved(radius, 0, 0).rotated(start + 2 * np.pi * k / count).moved(z=z)
            for k in range(count) if k not in skip]


def course(radius: float, high: float, count: int, deep: float, region: str, z: float, shift: float = 0.0,
           gap: float = .08) -> list[Surface]:
    """A ring of stones standing on ``z``."""
    stone = brick(deep, 2 * np.pi * radius / count * (1 - gap), high, region)
    return around(stone, count, radius, z, shift)
