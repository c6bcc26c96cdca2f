# SPDX-License-Identifier: GPL-3.0-or-later
"""Soles: a slab with an even outline under the upper of a shoe, with a welt, a heel and a waist before it."""

from __future__ import annotations

import numpy as np

#: Height of a shoe's sole below the foot, metres.
SOLE_HEIGHT = 0.018
#: Points around a sole; half of them on each side from toe to heel.
COUNT = 56
#: Rings of the wall: metres outside of the upper's lower edge, and above the foot's sole.
_WALL = ((-0.004, 0.0120), (0.0030, 0.0115), (0.0048, 0.0085), (0.0048, 0.0015), (0.0036, 0.0), (0.0044, -0.0015),
         (0.0040, 0.0025 - SOLE_HEIGHT), (0.0022, -SOLE_HEIGHT))


def outline(edge: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The smooth outline (COUNT, 3) of the lower edge (N, 3) of an upper, from the toe round in the same direction, and
    the nearest point of the edge for each."""
    start = int(np.argmin(edge[:, 1]))
    turned = np.roll(edge, -start, axis=0)
    heel = int(np.argmax(turned[:, 1]))
    halves = []
    for part in (turned[:heel + 1], np.concatenate([turned[heel:], turned[:1]])):
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(part, axis=0), axis=1))])
        even = np.linspace(0, along[-1], COUNT // 2 + 1)[:-1]
        halves.append(np.stack([np.interp(even, along, part[:, axis]) for axis in range(3)], axis=1))
    ring = np.concatenate(halves)
    for step in range(10):
        # Taubin (1995): as much out as in, so that the outline keeps its size.
        share = 0.5 if step % 2 == 0 else -0.53
        ring = ring + share * (0.5 * (np.roll(ring, 1, axis=0) + np.roll(ring, -1, axis=0)) - ring)
    nearest = np.linalg.norm(ring[:, None, :2] - turned[None, :, :2], axis=2).argmin(axis=1)
    return ring, (nearest + start) % len(edge)


def rings(ring: np.ndarray, floor: float, heel: float) -> list[np.ndarray]:
    """The wall's rings (COUNT, 3) downwards from an ``outline``; ``floor`` is the height of the foot's sole, ``heel``
    that of the hollow before the heel, metres."""
    out = _outward(ring)
    share = (ring[:, 1].max() - ring[:, 1]) / max(float(np.ptp(ring[:, 1])), 1e-9)
    hollow = np.interp(share, [0.0, 0.27, 0.31, 0.48, 0.62, 1.0], [0.0, 0.0, 1.0, 0.8, 0.0, 0.0])
    result = []
    for outset, height in _WALL:
        level = floor + height + hollow * heel * (height < -0.01)
        result.append(np.column_stack([(ring + outset * out)[:, :2], level]))
    return result


def _outward(ring: np.ndarray) -> np.ndarray:
    """Unit directions (N, 3) away from an outline, level."""
    along = np.roll(ring, -1, axis=0) - np.roll(ring, 1, axis=0)
    out = np.stack([along[:, 1], -along[:, 0], np.zeros(len(ring))], axis=1)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return out if np.einsum("ij,ij->i", out, ring - ring.mean(axis=0)).mean() >= 0 else -out


def heeled(ring: np.ndarray, floor: float) -> list[np.ndarray]:
    """The wall's rings (COUNT, 3) of a thin sole under a raised foot, and of the heel that narrows to the floor."""
    out = _outward(ring)
    share = (ring[:, 1].max() - ring[:, 1]) / max(float(np.ptp(ring[:, 1])), 1e-9)
    base = np.maximum(ring[:, 2] - 0.006, floor)
    # The heel stands under the last quarter, the sole on the floor from the ball on.
    heel, front = share < 0.24, np.clip((share - 0.62) / 0.12, 0.0, 1.0)
    bottom = np.where(heel, floor, base + 0.012 * (1 - front)) - SOLE_HEIGHT
    middle = ring[heel].mean(axis=0)
    result = []
    for outset, height in _WALL[:5]:
        result.append(np.column_stack([(ring + outset * out)[:, :2], base + height]))
    for step in (0.25, 0.6, 0.97, 1.0):
        at = ring + 0.0015 * out
        narrow = np.where(heel, 0.42 * min(step / 0.6, 1.0), 0.0)[:, None]
        at = at + narrow * (middle + np.array([0.0, 0.004, 0.0]) - at)
        result.append(np.column_stack([at[:, :2], base + step * (bottom - base)]))
    return result


def underside(last: list[int]) -> list[tuple[int, ...]]:
    """Faces that close the last ring, across from one side to the other; wound to follow on the wall's."""
    count = len(last)
    faces: list[tuple[int, ...]] = []
    for index in range(count // 2):
        across = (last[(index + 1) % count], last[index], last[-index % count], last[-index - 1])
        faces.append(tuple(dict.fromkeys(across)))
    return faces


__all__ = ["SOLE_HEIGHT", "outline", "rings", "underside"]
