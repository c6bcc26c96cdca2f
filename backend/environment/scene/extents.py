# SPDX-License-Identifier: GPL-3.0-or-later
"""Boxes about shapes. What is cut out of a card may reach less far than the card: the tighter the box, the fewer rays
look into it. The outlines are those of ``tracer.shapes.cut``."""

from __future__ import annotations

import numpy as np

CARD = 0
LEAVES, NEEDLES, BLADE, DISC = 1, 2, 3, 5
#: Corners of what holds a cut-out on a card from -1 to 1, and the radius of the discs about them.
_OUTLINES: dict[int, tuple[tuple[tuple[float, float], ...], float]] = {
    # ovals in the middles of three by three cells, turned any way
    LEAVES: (((-2 / 3, -2 / 3), (-2 / 3, 2 / 3), (2 / 3, -2 / 3), (2 / 3, 2 / 3)), 0.319),
    NEEDLES: (((-1, -1), (-1, 1), (-0.8, -1), (-0.8, 1), (1, -0.1), (1, 0.1)), 0.0),
    DISC: (((0, 0),), 1.0),
}
#: Half the width of a blade where it starts, half way up the tangents there, and at the tip.
_BLADE = (0.25, 0.14, 0.03)
_MARGIN = 1e-4


def boxes(kind: int, forward: np.ndarray, masks: np.ndarray, seeds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper corners (N, 3) of shapes of a kind under maps ``forward`` (N, 3, 4) from the unit shape, metres.
    For cards ``masks`` (N,) says what is cut out of them, and ``seeds`` (N,) how a blade leans."""
    middle = forward[:, :, 3]
    if kind != CARD:
        reach = np.abs(forward[:, :, :3]).sum(axis=2) + _MARGIN
        return middle - reach, middle + reach
    across, up = forward[:, None, :, 0], forward[:, None, :, 1]
    reach = np.abs(forward[:, :, :2]).sum(axis=2)
    low, high = -reach, reach
    for mask in np.unique(masks):
        these = masks == mask
        if mask == BLADE:
            x, y = _blade(seeds[these])
            radius = 0.0
        elif mask in _OUTLINES:
            corners, radius = _OUTLINES[mask]
            x, y = np.array(corners, float).T[:, None, :]
        else:
            continue
        reached = x[..., None] * across[these] + y[..., None] * up[these]
        about = radius * np.hypot(forward[these, :, 0], forward[these, :, 1])
        low[these], high[these] = reached.min(axis=1) - about, reached.max(axis=1) + about
    return middle + low - _MARGIN, middle + high + _MARGIN


def _blade(seeds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Corners (N, 6) about blades: both edges are parabolas, which lie within their ends and the tangents' meeting."""
    tip = 0.55 * (2 * seeds - 1)
    lean = np.repeat(np.stack([0 * tip, 0 * tip, tip], axis=1), 2, axis=1)
    half = np.repeat(_BLADE, 2) * np.array([-1, 1] * 3)
    return lean + half, np.broadcast_to([-1.0, -1.0, 0.0, 0.0, 1.0, 1.0], lean.shape)
