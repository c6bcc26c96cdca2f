# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair in ropes: dreadlocks as round, uneven tubes with blunt ends, where other hair is flat locks."""

from __future__ import annotations

import numpy as np

#: Vertices around a rope, at least 4 and even: its end is closed with quads.
SIDES = 6


def spread(points: np.ndarray, count: int) -> np.ndarray:
    """Indices (count,) of points (N, 3), N >= count, each of which lies as far as can be from those before it."""
    chosen = [0]
    distance = np.linalg.norm(points - points[0], axis=1)
    while len(chosen) < count:
        chosen.append(int(distance.argmax()))
        distance = np.minimum(distance, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return np.array(chosen)


def frames(paths: np.ndarray, out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors across paths (N, S, 3) and up from the skin, which ``out`` (N, S, 3) faces away from."""
    along = np.gradient(paths, axis=1)
    across = np.cross(along, out)
    across /= np.maximum(np.linalg.norm(across, axis=2, keepdims=True), 1e-9)
    up = np.cross(across, along)
    up /= np.maximum(np.linalg.norm(up, axis=2, keepdims=True), 1e-9)
    return across, up


def ropes(paths: np.ndarray, out: np.ndarray, diameter: float,
          rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tubes along paths (N, S, 3), metres: vertices (N * S * SIDES, 3), quads (Q, 4), and uvs (N * S * SIDES, 2) that
    wind about them as twisted hair does. ``out`` (N, S, 3) faces away from the skin."""
    count, rings, _ = paths.shape
    across, up = frames(paths, out)
    t = np.linspace(0, 1, rings)
    radius = 0.5 * diameter * np.interp(t, [0, 0.12, 0.9, 0.97, 1.0], [0.7, 1.0, 0.85, 0.7, 0.4])
    # matted hair is thick here and thin there, and no two ropes are alike
    radius = radius[None] * rng.uniform(0.72, 1.25, (count, 1)) * rng.uniform(0.84, 1.16, (count, rings))
    turn = 2 * np.pi * np.arange(SIDES) / SIDES
    ring = np.cos(turn)[:, None] * across[:, :, None] + np.sin(turn)[:, None] * up[:, :, None]
    ring *= radius[..., None, None]
    index = np.arange(count * rings * SIDES).reshape(count, rings, SIDES)
    beside = np.roll(index, -1, axis=2)
    # wound so that they face outwards
    walls = np.stack([index[:, :-1], beside[:, :-1], beside[:, 1:], index[:, 1:]], axis=-1).reshape(-1, 4)
    end = index[:, -1]
    caps = [end[:, [0, k, k + 1, k + 2]] for k in range(1, SIDES - 1, 2)]
    u = rng.uniform(0.15, 0.75, (count, 1, 1)) + 0.012 * np.abs(np.arange(SIDES) - SIDES / 2) + 0.10 * t[None, :, None]
    v = np.broadcast_to(1 - t[None, :, None], u.shape)
    vertices = (paths[:, :, None] + ring).reshape(-1, 3)
    return vertices, np.concatenate([walls, *caps]), np.stack([u, v], axis=-1).reshape(-1, 2)
