# SPDX-License-Identifier: GPL-3.0-or-later
"""What cloth that is pulled tight is laid on: bare skin, or the cloth worn beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .nearest import QuadSurface


class Ground:
    """Vertices (N, 3) with outward unit normals (N, 3) and quads (F, 4) of them, metres; ``rows`` are the blends
    (N, 19158) of base mesh vertices that they move as."""

    def __init__(self, points: np.ndarray, normals: np.ndarray, quads: np.ndarray, rows: Any) -> None:
        self.points, self.normals, self.quads, self.rows = points, normals, quads, rows
        self._surface: QuadSurface | None = None

    @property
    def surface(self) -> QuadSurface:
        """Itself as a surface of quads, made when it is first asked for."""
        if self._surface is None:
            self._surface = QuadSurface(self.points, self.quads)
        return self._surface

    def blend(self, points: np.ndarray) -> Any:
        """Sparse blends (M, 19158) of base mesh vertices that the places nearest to points (M, 3) move as."""
        return self.surface.blend(points) @ self.rows

    def nearest(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The places (M, 3) nearest to points (M, 3), and the unit normals (M, 3) there."""
        rows = self.surface.blend(points)
        normals = rows @ self.normals
        return rows @ self.points, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)

    def clear(self, points: np.ndarray, clearance: float) -> np.ndarray:
        """Points (M, 3) moved out of the surface, not of its vertices alone, to at least ``clearance`` metres.

        Pushing them out of the nearest vertices is many times faster and rough to a millimetre or two where quads are
        large.
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


def quads(faces: Sequence[tuple[int, ...]]) -> np.ndarray:
    """Polygons as quads (F, 4): triangles with their last corner twice, those of more corners as several."""
    return np.array([(face[0], *(face[1:] + face[-1:])[at:at + 3]) for face in faces
                     for at in range(0, len(face) - 2, 2)])


def joined(grounds: Sequence[Ground]) -> Ground:
    """Several as one: whichever of them is nearest counts."""
    from scipy.sparse import vstack

    firsts = np.cumsum([0] + [len(each.points) for each in grounds])
    return Ground(np.concatenate([each.points for each in grounds]), np.concatenate([each.normals for each in grounds]),
                  np.concatenate([each.quads + first for each, first in zip(grounds, firsts)]),
                  vstack([each.rows for each in grounds]).tocsr())


def apart(side: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points (N, 3) kept on their ``side`` (N,) of the middle, negative for x < 0, 0 in it: between thighs that
    touch each other, the nearest surface may be that of the other thigh."""
    result = points.copy()
    result[:, 0] = np.clip(points[:, 0], np.where(side < 0, -np.inf, 0.0), np.where(side > 0, np.inf, 0.0))
    return result
