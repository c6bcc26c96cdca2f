# SPDX-License-Identifier: GPL-3.0-or-later
"""What vehicles share: hulls lofted along x, and wheels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import box, lathe, turned
from backend.objects.modeling.surface import Surface, skin


def along_x(rows: Sequence[Sequence[float]], section: np.ndarray, region: str = "body") -> Surface:
    """A hull of ``rows`` (x, y, half width, z low, z high), its unit ``section`` (M, 2) stretched to each."""
    rings = []
    for x, y, half, low, high in rows:
        rings.append(np.column_stack([np.full(len(section), x), y + section[:, 0] * half,
                                      (low + high) / 2 + section[:, 1] * (high - low) / 2]))
    ends = [np.tile(ring.mean(axis=0), (len(section), 1)) for ring in (rings[0], rings[-1])]
    return skin(np.stack([ends[0], *rings, ends[1]]), region=region)


def wheel(radius: float, wide: float, at: Sequence[float], d: Draw, spokes: int = 5) -> list[Surface]:
    """A road wheel with its axle along y: tyre, rim with spokes on both sides, hub."""
    n = d.segments(32, 20)
    half = wide / 2
    tyre = lathe(fillet([(.66 * radius, -half), (radius, -half), (radius, half), (.66 * radius, half)],
                        [.1 * wide, .3 * wide, .3 * wide, .1 * wide], 4, closed=True), n, "tyre", loop=True)
    rim = turned([(.60 * radius, -.36 * wide), (.60 * radius, .36 * wide)], .01 * radius, n, "dark")
    ring = lathe(fillet([(.58 * radius, -.42 * wide), (.68 * radius, -.42 * wide), (.68 * radius, .42 * wide),
                         (.58 * radius, .42 * wide)], .04 * wide, 2, closed=True), n, "rim", loop=True)
    arms = [box(.13 * radius, .56 * radius, .84 * wide, .02 * radius, 1, region="rim").moved(y=.33 * radius,
                                                                                             z=-.42 * wide)
            .rotated(k * 2 * np.pi / spokes) for k in range(spokes)]
    hub = turned([(.16 * radius, -.46 * wide), (.16 * radius, .46 * wide)], .03 * radius, n // 2 * 2, "rim")
    return [s.rotated(np.pi / 2, "x").moved(*at) for s in (tyre, rim, ring, hub, *arms)]


def foil(chords: Sequence[Sequence[float]], region: str = "body", thick: float = .11, upright: bool = False) -> Surface:
    """A wing of ``chords`` (span, leading x, trailing x, z), along y, or along z when ``upright``; ends rounded."""
    turn = np.linspace(0, 2 * np.pi, 33)[:-1]
    shape = np.column_stack([(1 - np.cos(turn)) / 2, np.sin(turn) * (.25 + .75 * np.cos(turn / 2) ** 2) / 2])
    shape[:, 1] = np.sin(turn) / 2 * (1 - .55 * shape[:, 0])
    rings = []
    for span, lead, trail, z in chords:
        x = lead + shape[:, 0] * (trail - lead)
        t = shape[:, 1] * thick * abs(trail - lead)
        rings.append(np.column_stack([x, t, np.full(32, span)] if upright else [x, np.full(32, span), z + t]))
    ends = [np.tile(ring.mean(axis=0), (32, 1)) for ring in (rings[0], rings[-1])]
    return skin(np.stack([ends[0], *rings, ends[1]]), region=region)


def xyz(x: float, y: float, z: float) -> np.ndarray:
    """A step in space."""
    return np.array([x, y, z], float)


def panel(wide: float, high: float, at: Sequence[float], region: str = "glass", thick: float = .03,
          side: str = "y", bevel: float = .01) -> Surface:
    """An upright plate with its lower centre at ``at``, facing along the axis ``side``."""
    shape = (wide, thick, high) if side == "y" else (thick, wide, high)
    return box(*shape, bevel, 2, region=region).moved(*at)


def fenders(radius: float, at: Sequence[float], wide: float, d: Draw, region: str = "trim") -> Surface:
    """A disc behind a wheel that reads as the dark of its arch; axle along y."""
    return turned([(radius, -wide / 2), (radius, wide / 2)], .02 * radius, d.segments(36, 20), region).rotated(
        np.pi / 2, "x").moved(*at)


def brick(wide: float, deep: float, high: float, region: str = "body") -> Surface:
    """A chamfered block on z = 0 of few faces, for what there are very many of."""
    c = .12 * min(wide, deep, high)
    x, y = wide / 2, deep / 2
    outline = np.array([(x, y - c), (x - c, y), (c - x, y), (-x, y - c), (-x, c - y), (c - x, -y), (x - c, -y),
                        (x, c - y)])
    return slab(outline, [(-c, 0), (0, c), (0, high - c), (-c, high)], region)
