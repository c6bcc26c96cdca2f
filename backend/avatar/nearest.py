# SPDX-License-Identifier: GPL-3.0-or-later
"""The nearest point of a quad surface, as a blend of its vertices."""

from __future__ import annotations

from typing import Any

import numpy as np

#: Vertices about which the nearest point is looked for: as many are needed where quads are long and thin.
VERTICES = 4


class QuadSurface:
    """Quads (F, 4) of ``vertices`` (V, 3) with a search tree of those that a quad uses."""

    def __init__(self, vertices: np.ndarray, quads: np.ndarray) -> None:
        from scipy.spatial import cKDTree

        self.vertices = vertices
        self.triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        self.used = np.unique(self.triangles)
        self.tree = cKDTree(vertices[self.used])
        # Triangles by vertex: those of vertex v are ``_owned[_first[v]:_first[v + 1]]``.
        corner = self.triangles.ravel()
        order = np.argsort(corner, kind="stable")
        self._owned = order // 3
        self._first = np.searchsorted(corner[order], np.arange(len(vertices) + 1))

    def blend(self, points: np.ndarray) -> Any:
        """Sparse rows (N, V) that give the surface's point nearest to each of ``points`` (N, 3), among the triangles
        about its nearest vertices."""
        from scipy.sparse import csr_matrix

        near = self.used[self.tree.query(points, k=VERTICES)[1]]
        count = (self._first[near + 1] - self._first[near]).ravel()
        owner = np.repeat(np.repeat(np.arange(len(points)), VERTICES), count)
        place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        corners = self.triangles[self._owned[np.repeat(self._first[near].ravel(), count) + place]]
        share = barycentric(points[owner], *(self.vertices[corners[:, i]] for i in range(3)))
        offset = points[owner] - np.einsum("nk,nki->ni", share, self.vertices[corners])
        order = np.lexsort((np.einsum("ni,ni->n", offset, offset), owner))
        best = order[np.searchsorted(owner[order], np.arange(len(points)))]
        return csr_matrix((share[best].ravel(), corners[best].ravel(), np.arange(0, 3 * len(points) + 1, 3)),
                          shape=(len(points), len(self.vertices)))


def barycentric(p: np.ndarray, a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Barycentric coordinates (N, 3) of the points of triangles a, b, c (N, 3 each) nearest to points ``p`` (N, 3), one
    triangle a point: within the triangle, or else on the nearest of its edges."""
    def dot(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        return np.asarray(np.einsum("ni,ni->n", u, v))

    ab, ac, ap = b - a, c - a, p - a
    d00, d01, d11, d20, d21 = dot(ab, ab), dot(ab, ac), dot(ac, ac), dot(ap, ab), dot(ap, ac)
    area = np.maximum(d00 * d11 - d01 * d01, 1e-30)
    v, w = (d11 * d20 - d01 * d21) / area, (d00 * d21 - d01 * d20) / area
    found = np.stack([1 - v - w, v, w], axis=1)
    distance = np.full(len(p), np.inf)
    outside = found.min(axis=1) < 0
    for i, (start, end) in enumerate(((a, b), (b, c), (c, a))):
        along = end - start
        t = np.clip(dot(p - start, along) / np.maximum(dot(along, along), 1e-30), 0.0, 1.0)
        offset = p - start - t[:, None] * along
        gap = dot(offset, offset)
        nearer = outside & (gap < distance)
        edge = np.zeros((len(p), 3))
        edge[:, i], edge[:, (i + 1) % 3] = 1 - t, t
        found[nearer], distance[nearer] = edge[nearer], gap[nearer]
    return found
