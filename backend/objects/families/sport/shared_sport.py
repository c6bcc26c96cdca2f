# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of sports gear: bound grips, strings in a frame, boards."""

from __future__ import annotations

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.organic import tube
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface, skin


def xyz(x: float, y: float, z: float) -> np.ndarray:
    """A step in space."""
    return np.array([x, y, z], float)


def bound(y0: float, y1: float, wide: float, thick: float, turns: int, d: Draw, region: str = "grip",
          z: float = 0.0) -> Surface:
    """A handle along y bound with tape: an oval section with ``turns`` soft ridges."""
    t = np.linspace(0, 1, 6 * turns + 1)
    path = np.column_stack([0 * t, y0 + (y1 - y0) * t, np.full(len(t), z)])
    return sweep(path, superellipse(d.segments(24, 16), wide, thick, 2.6), 1 + .03 * np.cos(2 * np.pi * turns * t),
                 region=region, bevel=.2)


def strings(half_x: float, half_y: float, across: int, along: int, thick: float,
            region: str = "string") -> list[Surface]:
    """A net of strings inside an ellipse in the XY plane, woven a little."""
    made = []
    for k in range(along):
        x = half_x * (2 * (k + .5) / along - 1)
        y = half_y * np.sqrt(max(0.0, 1 - (x / half_x) ** 2))
        if y > .05 * half_y:
            made.append(tube([(x, -y, .4 * thick), (x, y, .4 * thick)], [thick / 2], 2, 5, region, round_ends=False))
    for k in range(across):
        y = half_y * (2 * (k + .5) / across - 1)
        x = half_x * np.sqrt(max(0.0, 1 - (y / half_y) ** 2))
        if x > .05 * half_x:
            made.append(tube([(-x, y, -.4 * thick), (x, y, -.4 * thick)], [thick / 2], 2, 5, region, round_ends=False))
    return made


def plank(path: np.ndarray, half: np.ndarray, thick: np.ndarray, d: Draw, top: str = "body", below: str = "below",
          power: float = 3.0) -> Surface:
    """A board along ``path`` (N, 3) of half widths and thicknesses (N,), its upper and under side of two regions."""
    section = superellipse(d.segments(40, 28), 2, 2, power)
    rings = []
    for at, w, h in zip(path, half, thick):
        rings.append(np.column_stack([at[0] + section[:, 0] * w, np.full(len(section), at[1]),
                                      at[2] + section[:, 1] * h / 2]))
    stack = np.stack(rings)
    ends = [np.tile(stack[k].mean(axis=0), (len(section), 1)) for k in (0, -1)]
    made = skin(np.stack([ends[0], *stack, ends[1]]), region=top)
    low = (section[:, 1] + np.roll(section[:, 1], -1)) / 2 < -.2
    made.regions[low[np.arange(len(made.regions)) % len(section)]] = below
    return made


def ring(radius: float, thick: float, d: Draw, region: str, z: float = 0.0) -> Surface:
    """A round hoop lying flat."""
    a = np.linspace(0, 2 * np.pi, d.segments(56, 36), endpoint=False)
    return sweep(np.column_stack([radius * np.cos(a), radius * np.sin(a), np.full(len(a), z)]), circle(12, thick / 2),
                 loop=True,
                 region=region)
