# SPDX-License-Identifier: GPL-3.0-or-later
"""One individual on its way to its place in an arrangement."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backend.objects.modeling.polygons import triangles_of
from protocol.assets import Mesh


@dataclass
class Body:
    """An individual: the meshes of its parts, which share one space, and where that space has been moved."""

    #: Number of its object in the spec, and of the individual among its object's.
    number: int
    index: int
    category: str
    meshes: list[Mesh]
    #: What it stands in or on.
    support: Body | None = None

    def __post_init__(self) -> None:
        counts = np.cumsum([0] + [len(mesh.vertices) for mesh in self.meshes])
        self.vertices = np.concatenate([mesh.vertices for mesh in self.meshes]).astype(float)
        self.triangles = np.concatenate([triangles_of(mesh) + first for mesh, first in zip(self.meshes, counts)])

    def turned(self, angle: float, axis: str = "z") -> None:
        """Turn about an axis through the origin."""
        c, s = np.cos(angle), np.sin(angle)
        i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        matrix = np.eye(3)
        matrix[i, i] = matrix[j, j] = c
        matrix[i, j], matrix[j, i] = -s, s
        self.vertices = self.vertices @ matrix.T

    def move(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Move by so many metres."""
        self.vertices = self.vertices + np.array([x, y, z])

    @property
    def low(self) -> np.ndarray:
        return self.vertices.min(axis=0)

    @property
    def high(self) -> np.ndarray:
        return self.vertices.max(axis=0)

    @property
    def size(self) -> np.ndarray:
        return np.ptp(self.vertices, axis=0)

    @property
    def center(self) -> np.ndarray:
        return (self.low + self.high) / 2

    def stand(self) -> None:
        """Back to the origin: lowest point on z = 0, box centred in x and y."""
        x, y, _ = self.center
        self.move(-x, -y, -self.low[2])

    def apart(self, other: Body, gap: float = 0.0) -> bool:
        """Whether the boxes, seen from above, have at least ``gap`` between them."""
        return bool((np.maximum(self.low - other.high, other.low - self.high)[:2] >= gap - 1e-9).any())

    def placed(self, label: str) -> list[Mesh]:
        """The meshes where they now are; parts are named after ``label`` if one is given."""
        ends = np.cumsum([len(mesh.vertices) for mesh in self.meshes])
        rows = np.split(self.vertices.astype("<f4"), ends[:-1])
        return [replace(mesh, vertices=np.ascontiguousarray(part), name=label.format(mesh.name) if label else mesh.name)
                for mesh, part in zip(self.meshes, rows)]
