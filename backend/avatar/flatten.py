# SPDX-License-Identifier: GPL-3.0-or-later
"""Flattening a piece of cloth: as-rigid-as-possible parametrisation of a disc.

Least squares conformal maps (Lévy et al. 2002) give the start, the local/global scheme of Liu et al. 2008
("A Local/Global Approach to Mesh Parameterization", ARAP) makes it keep lengths, as cloth does.
"""

from __future__ import annotations

import numpy as np


def flatten(points: np.ndarray, triangles: np.ndarray, rounds: int = 10) -> np.ndarray:
    """Plane positions (N, 2), in the unit of ``points`` (N, 3), of a connected disc of ``triangles`` (M, 3).

    Counter-clockwise triangles stay so. Position and turn in the plane are arbitrary.
    """
    flat = _local_frames(points, triangles)
    return _arap(_conformal(len(points), triangles, flat), triangles, flat, rounds)


def _local_frames(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Each triangle laid in its own plane, (M, 3, 2): the first corner at 0, the second on the x axis."""
    a, b, c = (points[triangles[:, i]] for i in range(3))
    length = np.maximum(np.linalg.norm(b - a, axis=1), 1e-9)
    x = (b - a) / length[:, None]
    along = np.einsum("ij,ij->i", c - a, x)
    height = np.maximum(np.linalg.norm(c - a - along[:, None] * x, axis=1), 1e-6 * length)
    zero = np.zeros_like(length)
    return np.stack([zero, zero, length, zero, along, height], axis=1).reshape(-1, 3, 2)


def _conformal(count: int, triangles: np.ndarray, flat: np.ndarray) -> np.ndarray:
    """Least squares conformal map: two far vertices pinned, the rest by sparse least squares."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import splu

    area = 0.5 * flat[:, 1, 0] * flat[:, 2, 1]
    # Complex form: sum over corners of (opposite edge as a complex number) * U_corner is 0 where conformal.
    z = flat[..., 0] + 1j * flat[..., 1]
    weights = (np.roll(z, -2, axis=1) - np.roll(z, -1, axis=1)) / np.sqrt(2 * area)[:, None]
    rows = np.repeat(np.arange(len(triangles)), 3)
    matrix = coo_matrix((weights.ravel(), (rows, triangles.ravel())), (len(triangles), count)).tocsc()
    # Far from each other, so that what is free between them is well held.
    pinned = np.array(_far_apart(triangles, flat, count))
    free = np.setdiff1d(np.arange(count), pinned)
    known = np.array([0.0, 1.0 + 0j])
    left = matrix[:, free]
    normal = (left.conj().T @ left).tocsc()
    result = np.empty(count, dtype=complex)
    result[pinned] = known
    result[free] = splu(normal).solve(-(left.conj().T @ (matrix[:, pinned] @ known)))
    edges = np.abs(np.diff(result[triangles[:, :2]], axis=1)).mean()
    result *= flat[:, 1, 0].mean() / max(float(edges), 1e-12)
    return np.stack([result.real, result.imag], axis=1)


def _far_apart(triangles: np.ndarray, flat: np.ndarray, count: int) -> tuple[int, int]:
    """Two vertices about as far from each other as the cloth reaches, by two sweeps of shortest ways."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    ends = np.concatenate([triangles[:, [i, (i + 1) % 3]] for i in range(3)])
    length = np.concatenate([np.linalg.norm(flat[:, i] - flat[:, (i + 1) % 3], axis=1) for i in range(3)])
    graph = coo_matrix((length, (ends[:, 0], ends[:, 1])), (count, count)).tocsr()
    first = int(np.argmax(dijkstra(graph, directed=False, indices=int(triangles[0, 0]))))
    return first, int(np.argmax(dijkstra(graph, directed=False, indices=first)))


def _arap(uv: np.ndarray, triangles: np.ndarray, flat: np.ndarray, rounds: int) -> np.ndarray:
    """Alternate between each triangle's best rotation and the positions that fit them all (cotangent weights)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import splu

    count = len(uv)
    following, last = np.roll(flat, -1, axis=1), np.roll(flat, -2, axis=1)
    # Edge i runs from corner i to the next; its weight is the cotangent of the corner opposite, kept positive.
    p, q = flat - last, following - last
    cross = p[..., 0] * q[..., 1] - p[..., 1] * q[..., 0]
    weight = np.clip((p * q).sum(axis=-1) / np.maximum(cross, 1e-12), 0.02, 20.0)
    start, end = triangles, np.roll(triangles, -1, axis=1)
    rows = np.concatenate([start.ravel(), end.ravel(), start.ravel(), end.ravel()])
    columns = np.concatenate([start.ravel(), end.ravel(), end.ravel(), start.ravel()])
    w = weight.ravel()
    laplacian = coo_matrix((np.concatenate([w, w, -w, -w]), (rows, columns)), (count, count)).tocsc()
    solve = splu(laplacian[1:, 1:].tocsc()).solve  # the first vertex stays where it is
    edge = flat - following
    for _ in range(rounds):
        moved = uv[start] - uv[end]
        s = np.einsum("tei,tej,te->tij", moved, edge, weight)
        # The closest rotation to a 2x2 matrix, in closed form.
        cos, sin = s[:, 0, 0] + s[:, 1, 1], s[:, 1, 0] - s[:, 0, 1]
        size = np.maximum(np.hypot(cos, sin), 1e-12)
        cos, sin = cos / size, sin / size
        turned = np.stack([cos[:, None] * edge[..., 0] - sin[:, None] * edge[..., 1],
                           sin[:, None] * edge[..., 0] + cos[:, None] * edge[..., 1]], axis=-1) * weight[..., None]
        right = np.zeros((count, 2))
        for axis in range(2):
            right[:, axis] = (np.bincount(start.ravel(), turned[..., axis].ravel(), count)
                              - np.bincount(end.ravel(), turned[..., axis].ravel(), count))
        uv = np.concatenate([np.zeros((1, 2)), solve(right[1:])])
    return uv
