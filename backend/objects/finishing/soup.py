# SPDX-License-Identifier: GPL-3.0-or-later
"""Triangles on their way through finishing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

#: Refused above this many triangles: about a gigabyte while it is worked on.
MOST_TRIANGLES = 4_000_000


@dataclass
class Soup:
    """Triangles, Z up, metres. Vertices (V, 3) float64, triangles (T, 3) int64."""

    vertices: np.ndarray
    triangles: np.ndarray
    #: Linear RGB a vertex, (V, 3).
    colors: np.ndarray | None = None
    #: One coordinate a vertex, (V, 2), origin at the lower left; lost by repair.
    uvs: np.ndarray | None = None
    #: The texture those coordinates lie on, linear RGB (H, W, 3), first row at the top.
    picture: np.ndarray | None = None
    #: What was assumed or done, in sentences for the user.
    notes: list[str] = field(default_factory=list)

    def normals(self) -> np.ndarray:
        """Twice-area normals of the triangles, (T, 3)."""
        a, b, c = (self.vertices[self.triangles[:, k]] for k in range(3))
        return np.cross(b - a, c - a)

    def vertex_normals(self) -> np.ndarray:
        """Unit normals of the vertices, triangles weighted by area; +Z where there is none."""
        face, total = self.normals(), np.zeros((len(self.vertices), 3))
        for axis in range(3):
            total[:, axis] = np.bincount(self.triangles.ravel(), np.repeat(face[:, axis], 3), len(total))
        length = np.linalg.norm(total, axis=1, keepdims=True)
        return np.where(length > 0, total / np.where(length > 0, length, 1), (0.0, 0.0, 1.0))

    def volume(self) -> float:
        """Signed; positive where the normals point out of a closed surface."""
        a, b, c = (self.vertices[self.triangles[:, k]] for k in range(3))
        return float(np.einsum("nk,nk->", a, np.cross(b, c)) / 6)
