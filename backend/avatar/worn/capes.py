# SPDX-License-Identifier: GPL-3.0-or-later
"""Capes: cloth from the shoulders down the back, in folds."""

from __future__ import annotations

import numpy as np

from ..coordinates import joint
from .fitting import Fitting
from .pieces import Piece, sheet, tube


def cape(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A cape clasped at the collar bones that falls to the calves and widens as it falls."""
    v = f.body.vertices
    neck, shoulder, knee, ankle = (joint(name, v) for name in ("neck", "l-shoulder", "l-knee", "l-ankle"))
    bottom = 0.45 * knee[2] + 0.55 * ankle[2]
    columns, rows = 49, 56
    s = np.linspace(-1, 1, columns)
    # Upper edge: from one collar bone over the shoulder around the nape to the other.
    high = f.outer
    edge = []
    for each in s:
        angle = each * np.radians(118)
        reach = (0.066 + 0.034 * np.abs(np.sin(angle))) * f.scale
        x, y = reach * np.sin(angle) * 1.15, neck[1] + 0.012 + reach * np.cos(angle)
        near = high[(np.abs(high[:, 0] - x) < 0.018) & (np.abs(high[:, 1] - y) < 0.018) & (high[:, 2] < neck[2] + 0.05)]
        edge.append([x, y, (float(near[:, 2].max()) if len(near) else neck[2] - 0.03) + 0.010])
    top = np.array(edge)
    for _ in range(4):
        top[1:-1] = 0.5 * top[1:-1] + 0.25 * (top[:-2] + top[2:])
    points = np.empty((rows, columns, 3))
    points[0] = top
    wide = 1.12 * shoulder[0]
    phase = rng.uniform(0, 2 * np.pi, 2)
    fall = np.linspace(0, 1, rows)
    back = f.surface_y(np.zeros(rows), np.linspace(shoulder[2], bottom, rows), front=False)
    for i in range(1, rows):
        t = fall[i]
        # Over the shoulders first, then straight down behind everything.
        over = np.clip(t / 0.10, 0, 1)
        over = over * over * (3 - 2 * over)
        x = top[:, 0] * (1 - over) + s * (wide + 0.10 * t) * over
        level = top[:, 2] + (bottom - top[:, 2]) * t
        y_back = max(float(np.max(back[: i + 1])), float(back[i])) + 0.020 + 0.10 * t**1.3
        y_side = shoulder[1] + 0.05
        y = top[:, 1] * (1 - over) + over * (y_back - (y_back - y_side) * np.abs(s) ** 2.6 * (1 - 0.75 * t))
        fold = (
            0.020
            * np.clip(t * 1.6, 0, 1)
            * (np.sin(7 * np.pi * s / 2 + phase[0]) + 0.45 * np.sin(13 * np.pi * s / 2 + phase[1]))
        )
        points[i] = np.stack([x, y + fold, level], axis=1)
    flat = points.reshape(-1, 3)
    flat = f.body.push_out(flat, 0.012)
    points = _outside(f, flat).reshape(points.shape)
    smooth = points.copy()
    for _ in range(3):
        smooth[1:-1] = 0.5 * smooth[1:-1] + 0.25 * (smooth[:-2] + smooth[2:])
    smooth = f.push_out(smooth.reshape(-1, 3), 0.009).reshape(points.shape)
    pieces = [sheet(smooth, 0.003, color, "velvet", "near")]
    for side in (0, -1):
        clasp = smooth[1, side]
        pieces.append(
            tube(
                np.stack([clasp + np.array([0, 0.002, 0]), clasp + np.array([0, -0.006, 0])]),
                0.014,
                np.array([0.7, 0.45, 0.12]),
                "gold",
                "near",
                sides=14,
                name="clasp",
            )
        )
    chain = np.linspace(0, 1, 15)[:, None]
    path = smooth[1, 0] * (1 - chain) + smooth[1, -1] * chain
    path[:, 2] -= 0.016 * np.sin(np.pi * chain[:, 0])
    path[:, 1] = np.minimum(path[:, 1], f.surface_y(path[:, 0], path[:, 2]) - 0.004)
    pieces.append(tube(path, 0.0022, np.array([0.7, 0.45, 0.12]), "gold", "near", sides=6, name="chain"))
    # Cloth that hangs behind follows the trunk, not the legs.
    for piece in pieces[:1]:
        piece.rides = "back"
    return pieces


def _outside(f: Fitting, points: np.ndarray) -> np.ndarray:
    """Points behind the trunk moved behind the cloth there."""
    from scipy.spatial import cKDTree

    if not f.garments:
        return points
    cloth = np.concatenate([mesh.vertices.astype(float) for mesh in f.garments])
    near = cKDTree(cloth[:, [0, 2]]).query_ball_point(points[:, [0, 2]], 0.02)
    result = points.copy()
    for index, found in enumerate(near):
        if found and points[index, 1] > f.axis_y:
            result[index, 1] = max(points[index, 1], float(cloth[found, 1].max()) + 0.008)
    return result


MAKERS = {"cape": cape}
