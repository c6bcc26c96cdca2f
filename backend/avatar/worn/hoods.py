# SPDX-License-Identifier: GPL-3.0-or-later
"""Hoods and headscarves: cloth around the whole head but the face."""

from __future__ import annotations

import numpy as np

from ..coordinates import joint
from .fitting import Fitting
from .pieces import Piece, sheet

#: Kinds that take the place of a hat, and those under which no hair is seen.
COVERS = ("hood", "headscarf")
HIDES_HAIR = frozenset(("headscarf", "space_helmet", "knight_helmet", "robot_head", "turban"))


def _cowl(f: Fitting, added: float, opening: float, drop: float, peak: float) -> np.ndarray:
    """Points (R, C, 3) from the crown's middle line down to the shoulders, open in front of the face.

    Columns run from one edge of the face around the back to the other; rows from the forehead's edge over the top
    are not needed: each column is a line of longitude from the top of the head downwards.
    """
    middle, normal = f.brim
    top = middle + normal * (f.crown + added * f.scale)
    chin = f.at((0.0, -0.13, 0.600))
    neck = joint("neck", f.body.vertices)
    shoulder = joint("l-shoulder", f.body.vertices)
    azimuth = np.linspace(opening, 2 * np.pi - opening, 61)
    outline = f.around(f.outline, azimuth)
    rows = []
    levels = np.linspace(0, 1, 34)
    bottom = neck[2] - drop * f.scale
    for t in levels:
        # A quarter ellipse over the head, then straight down, then out over the shoulders.
        z = top[2] + (bottom - top[2]) * t
        over = np.clip((top[2] - z) / (top[2] - middle[2]), 0, 1)
        radius = (outline + added * f.scale) * np.sqrt(np.maximum(1 - (1 - over) ** 2, 1e-4))
        # Under the jaw the cloth draws in to the neck, and spreads again where it lies on the shoulders.
        low = np.clip((chin[2] + 0.02 - z) / (chin[2] + 0.02 - neck[2]), 0, 1)
        spread = np.clip((neck[2] + 0.01 - z) / max(neck[2] + 0.01 - bottom, 1e-6), 0, 1)
        narrow = radius * (1 - 0.30 * low)
        side = np.abs(np.sin(azimuth))
        reach = 0.62 * shoulder[0] + 0.38 * shoulder[0] * side
        radius = narrow * (1 - spread**0.8) + np.maximum(reach, narrow) * spread**0.8
        centre_y = middle[1] + (neck[1] + 0.008 - middle[1]) * np.clip(low, 0, 1)
        points = np.stack(
            [radius * np.sin(azimuth), centre_y - radius * np.cos(azimuth), np.full(len(azimuth), z)], axis=1
        )
        # The edge of the face: forward at the forehead.
        front = np.clip(np.cos(azimuth), 0, 1) ** 2
        points[:, 1] -= peak * f.scale * front * np.sin(np.pi * np.clip(t * 1.6, 0, 1))
        rows.append(points)
    points = np.stack(rows)
    flat = points.reshape(-1, 3)
    clear = f.body.push_out(flat, 0.010 * f.scale)
    moved = np.concatenate([clear, clear])[: len(flat)].reshape(points.shape)
    for mesh in f.garments:
        moved = _over(moved, mesh.vertices.astype(float))
    return moved


def _over(points: np.ndarray, cloth: np.ndarray) -> np.ndarray:
    """Lift points that lie below the cloth of the shoulders to just above it."""
    from scipy.spatial import cKDTree

    flat = points.reshape(-1, 3)
    near = cKDTree(cloth[:, :2]).query_ball_point(flat[:, :2], 0.012)
    result = flat.copy()
    for index, found in enumerate(near):
        if found:
            high = cloth[found, 2].max()
            if high - 0.10 < flat[index, 2] < high + 0.006:
                result[index, 2] = high + 0.006
    return result.reshape(points.shape)


def _ridge(f: Fitting, points: np.ndarray, rng: np.random.Generator, depth: float) -> np.ndarray:
    rows, columns, _ = points.shape
    v, u = np.linspace(0, 1, rows)[:, None], np.linspace(0, 1, columns)[None]
    phase = rng.uniform(0, 2 * np.pi, 3)
    fold = (
        depth
        * f.scale
        * np.clip((v - 0.35) / 0.3, 0, 1)
        * (np.sin(9 * np.pi * u + 5 * v + phase[0]) + 0.5 * np.sin(17 * np.pi * u - 3 * v + phase[1]))
    )
    out = points - points.mean(axis=1, keepdims=True)
    out[..., 2] = 0
    return points + fold[..., None] * out / np.maximum(np.linalg.norm(out, axis=2, keepdims=True), 1e-9)


def hood(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    points = _ridge(f, _cowl(f, 0.022, np.radians(46), 0.055, 0.022), rng, 0.0025)
    return [sheet(points, 0.003, color, "wool", "near")]


def headscarf(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    points = _ridge(f, _cowl(f, 0.010, np.radians(40), 0.075, 0.010), rng, 0.002)
    return [sheet(points, 0.002, color, "cotton", "near")]


MAKERS = {"hood": hood, "headscarf": headscarf}
