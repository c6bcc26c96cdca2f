# SPDX-License-Identifier: GPL-3.0-or-later
"""A shaped body with what draping asks of it."""

from __future__ import annotations

import numpy as np

from backend.body import hm08

from . import coordinates as c
from .ground import Ground


class Layer:
    """Cloth that others lie over: points (N, 3) with their outward normals."""

    def __init__(self, points: np.ndarray, normals: np.ndarray) -> None:
        from scipy.spatial import cKDTree

        self.points, self.normals = points, normals
        self.tree = cKDTree(points)

    def push_out(self, points: np.ndarray, clearance: float, reach: float = 0.06) -> np.ndarray:
        """Points (M, 3) within ``reach`` metres moved to at least ``clearance`` metres outside of the cloth."""
        for _ in range(3):
            distance, nearest = self.tree.query(points)
            depth = np.einsum("ij,ij->i", points - self.points[nearest], self.normals[nearest])
            move = np.where(distance < reach, np.maximum(clearance - depth, 0.0), 0.0)
            points = points + move[:, None] * self.normals[nearest]
        return points


class Body(Ground):
    """A shaped body (19158, 3) with what draping asks of it: its skin to lay cloth on, a search tree, limb axes."""

    def __init__(self, vertices: np.ndarray) -> None:
        from scipy.sparse import identity
        from scipy.spatial import cKDTree

        faces, skin = hm08.base_mesh().faces["body"], slice(*hm08.BODY)
        super().__init__(vertices[skin], hm08.normals(vertices, faces)[skin], faces,
                         identity(len(vertices), format="csr")[skin])
        self.vertices, self.skin = vertices, self.points
        self.tree = cKDTree(self.skin)
        self.floor = float(self.skin[:, 2].min())

    def limb(self, *joints: str) -> np.ndarray:
        """Left limb axis through joint cubes, (N, 3)."""
        return np.array([c.joint(f"l-{name}", self.vertices) for name in joints])

    def push_out(self, points: np.ndarray, clearance: np.ndarray | float) -> np.ndarray:
        """Points (N, 3) moved along the normals of the nearest skin vertices to at least ``clearance`` metres outside
        (:meth:`clear` is exact)."""
        for _ in range(2):
            _, nearest = self.tree.query(points)
            distance = np.einsum("ij,ij->i", points - self.skin[nearest], self.normals[nearest])
            points = points + np.maximum(clearance - distance, 0.0)[:, None] * self.normals[nearest]
        return points
