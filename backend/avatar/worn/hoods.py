# SPDX-License-Identifier: GPL-3.0-or-later
"""Hoods and headscarves: cloth around the whole head but the face."""

from __future__ import annotations

import numpy as np

from ..coordinates import joint
from .fitting import Fitting
from .pieces import Piece, sheet, tube

#: Kinds that take the place of a hat, and those under which no hair is seen.
COVERS = ("hood", "headscarf")
HIDES_HAIR = frozenset(("headscarf", "space_helmet", "knight_helmet", "robot_head", "hero_helmet",
                        "turban", "nemes", "head_bandages"))


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


def veil(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A bridal veil: thin cloth from the crown of the head down over the back, below a narrow band of flowers."""
    middle, normal = f.brim
    top = middle + normal * (f.crown + 0.024 * f.scale)
    pelvis = joint("pelvis", f.body.vertices)
    shoulder = joint("l-shoulder", f.body.vertices)
    rows, columns = 34, 49
    s = np.linspace(-1, 1, columns)
    angle = s * np.radians(104)
    bottom = pelvis[2] - 0.10
    radius = f.around(f.outline, np.pi - angle) + 0.020 * f.scale
    phase = rng.uniform(0, 2 * np.pi, 2)
    points = np.empty((rows, columns, 3))
    for row, t in enumerate(np.linspace(0.02, 1, rows)):
        z = top[2] + (bottom - top[2]) * t
        over = np.clip((top[2] - z) / (top[2] - middle[2]), 0, 1)
        round_ = radius * np.sqrt(np.maximum(1 - (1 - over) ** 2, 1e-4))
        fall = np.clip((middle[2] - z) / (middle[2] - bottom), 0, 1)
        spread = fall**0.8
        reach = round_ * (1 - spread) + (1.12 * shoulder[0] + 0.08 * fall) * spread
        deep = round_ * (1 - spread) + (0.16 + 0.10 * fall) * spread
        fold = 0.016 * fall * (np.sin(8 * np.pi * s / 2 + phase[0]) + 0.5 * np.sin(15 * np.pi * s / 2 + phase[1]))
        y = middle[1] + deep * np.cos(angle) * np.where(np.cos(angle) > 0, 1, 1 - 0.6 * spread)
        points[row] = np.stack([reach * np.sin(angle), y + 0.02 * spread + fold, np.full(columns, z)], axis=1)
    flat = f.body.push_out(points.reshape(-1, 3), 0.014)
    moved = flat.reshape(points.shape)
    for mesh in f.garments:
        moved = _over(moved, mesh.vertices.astype(float))
    cloth = sheet(moved, 0.0015, color, "silk", "near")
    cloth.alpha = 0.55
    cloth.rides = "back"
    pieces = [cloth]
    turn = np.linspace(-1, 1, 15) * np.radians(78)
    band = f.around(f.outline, turn % (2 * np.pi)) + 0.012 * f.scale
    forward = np.array([0.0, -1.0, 0.0]) + normal * normal[1]
    forward /= np.linalg.norm(forward)
    height = f.crown * (0.62 + 0.22 * np.cos(turn))
    band = band * np.sqrt(np.maximum(1 - (height / (f.crown * 1.08)) ** 2, 0.05)) + 0.004
    path = (middle + np.cos(turn)[:, None] * band[:, None] * forward + np.sin(turn)[:, None] * band[:, None]
            * np.array([1.0, 0, 0]) + height[:, None] * normal)
    for at in path:
        ends = at + np.array([[0.0, 0.0, -0.004], [0.0, 0.0, 0.0], [0.0, 0.0, 0.004]]) * f.scale
        pieces.append(tube(ends, 0.0075 * f.scale, color * 0.95, "silk", "head", sides=8, name="flower"))
    return pieces


MAKERS = {"hood": hood, "headscarf": headscarf, "veil": veil}
