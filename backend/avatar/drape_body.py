# SPDX-License-Identifier: GPL-3.0-or-later
"""A shaped body with what draping asks of it."""

from __future__ import annotations

import numpy as np

from backend.body import hm08

from . import coordinates as c
from .nearest import QuadSurface


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


class Body:
    """A shaped body (19158, 3) with what draping asks of it: normals, a search tree, limb axes."""

    def __init__(self, vertices: np.ndarray) -> None:
        from scipy.spatial import cKDTree

        self.vertices = vertices
        self.skin = vertices[slice(*hm08.BODY)]
        self.normals = hm08.normals(vertices, hm08.base_mesh().faces["body"])[slice(*hm08.BODY)]
        self.tree = cKDTree(self.skin)
        self.floor = float(self.skin[:, 2].min())
        self._surface: QuadSurface | None = None

    @property
    def surface(self) -> QuadSurface:
        """The skin as a surface of quads, made when it is first asked for."""
        if self._surface is None:
            self._surface = QuadSurface(self.vertices, hm08.base_mesh().faces["body"])
        return self._surface

    def nearest(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The places (N, 3) of the skin nearest to points (N, 3), and its unit normals (N, 3) there."""
        rows = self.surface.blend(points)[:, slice(*hm08.BODY)]
        normals = rows @ self.normals
        return rows @ self.skin, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)

    def clear(self, points: np.ndarray, clearance: float) -> np.ndarray:
        """Points (N, 3) moved out of the skin's surface, not of its vertices alone, to at least ``clearance`` metres.

        :meth:`push_out` is many times faster and rough to a millimetre or two where quads are large.
        """
        result, moved = points.copy(), np.arange(len(points))
        for _ in range(2):
            foot, normals = self.nearest(result[moved])
            short = clearance - np.einsum("ij,ij->i", result[moved] - foot, normals)
            low = short > 0
            moved = moved[low]
            result[moved] += short[low, None] * normals[low]
            if not len(moved):
                break
        return result

    def limb(self, *joints: str) -> np.ndarray:
        """Left limb axis through joint cubes, (N, 3)."""
        return np.array([c.joint(f"l-{name}", self.vertices) for name in joints])

    def push_out(self, points: np.ndarray, clearance: np.ndarray | float) -> np.ndarray:
        """Points (N, 3) moved along the nearest skin normals to at least ``clearance`` metres outside."""
        for _ in range(2):
            _, nearest = self.tree.query(points)
            distance = np.einsum("ij,ij->i", points - self.skin[nearest], self.normals[nearest])
            points = points + np.maximum(clearance - distance, 0.0)[:, None] * self.normals[nearest]
        return points
