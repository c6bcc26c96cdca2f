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

        from backend.objects.finishing.nearest import closest_weights

        near = self.used[self.tree.query(points, k=VERTICES)[1]]
        count = (self._first[near + 1] - self._first[near]).ravel()
        owner = np.repeat(np.repeat(np.arange(len(points)), VERTICES), count)
        place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        corners = self.triangles[self._owned[np.repeat(self._first[near].ravel(), count) + place]]
        places = self.vertices[corners]
        share = closest_weights(points[owner], places)
        offset = points[owner] - np.einsum("nk,nki->ni", share, places)
        order = np.lexsort((np.einsum("ni,ni->n", offset, offset), owner))
        best = order[np.searchsorted(owner[order], np.arange(len(points)))]
        return csr_matrix((share[best].ravel(), corners[best].ravel(), np.arange(0, 3 * len(points) + 1, 3)),
                          shape=(len(points), len(self.vertices)))
