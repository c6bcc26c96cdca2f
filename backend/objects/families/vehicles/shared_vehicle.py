# SPDX-License-Identifier: GPL-3.0-or-later
"""What vehicles share: hulls lofted along x, and wheels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import fillet
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
