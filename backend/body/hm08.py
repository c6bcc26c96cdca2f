# SPDX-License-Identifier: GPL-3.0-or-later
"""The MakeHuman base mesh hm08: a body of quads with eyes, teeth, fitting cages and joint cubes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from . import data

#: Vertex ranges, end exclusive.
BODY = (0, 13380)
SKIRT = (18002, 18722)


@dataclass(frozen=True)
class BaseMesh:
    """Template vertices (19158, 3) f8 and, for each group, quads (F, 4) of vertices and of UVs.

    A triangle repeats its last corner; ``uvs`` is (21334, 2).
    """

    vertices: np.ndarray
    uvs: np.ndarray
    faces: dict[str, np.ndarray]
    uv_faces: dict[str, np.ndarray]

    def group(self, *names: str) -> tuple[np.ndarray, np.ndarray]:
        """Faces and UV faces of the groups whose names start with any of ``names``."""
        chosen = [key for key in self.faces if key.startswith(names)]
        return (np.concatenate([self.faces[key] for key in chosen]),
                np.concatenate([self.uv_faces[key] for key in chosen]))


@cache
def base_mesh() -> BaseMesh:
    """Read the base mesh once: vertices, UVs and the face groups that are not joint cubes."""
    vertices: list[list[float]] = []
    uvs: list[list[float]] = []
    faces: dict[str, list[list[int]]] = {}
    uv_faces: dict[str, list[list[int]]] = {}
    group = ""
    for line in data.path("mpfb2/3dobjs/base.obj").read_text(encoding="utf-8").splitlines():
        if line.startswith("v "):
            vertices.append([float(value) for value in line.split()[1:4]])
        elif line.startswith("vt "):
            uvs.append([float(value) for value in line.split()[1:3]])
        elif line.startswith("g "):
            group = line.split()[1]
        elif line.startswith("f ") and not group.startswith("joint-"):
            corners = [corner.split("/") for corner in line.split()[1:]]
            corners += [corners[-1]] * (4 - len(corners))
            faces.setdefault(group, []).append([int(corner[0]) - 1 for corner in corners])
            uv_faces.setdefault(group, []).append([int(corner[1]) - 1 for corner in corners])
    return BaseMesh(
        vertices=data.z_up(np.array(vertices)), uvs=np.array(uvs),
        faces={key: np.array(value, dtype=np.int32) for key, value in faces.items()},
        uv_faces={key: np.array(value, dtype=np.int32) for key, value in uv_faces.items()})


@cache
def vertex_group(name: str) -> np.ndarray:
    """Vertex indices of a named group of the wheel's metadata, e.g. "joint-l-knee"."""
    ranges = data.read_json("mpfb2/mesh_metadata/basemesh_vertex_groups.json")[name]
    return np.concatenate([np.arange(first, last + 1) for first, last in ranges])


def normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Area-weighted unit vertex normals (V, 3) of quads (F, 4)."""
    a, b, c, d = (vertices[faces[:, corner]] for corner in range(4))
    face = np.cross(c - a, d - b)
    result = np.zeros_like(vertices)
    for corner in range(4):
        for axis in range(3):
            result[:, axis] += np.bincount(faces[:, corner], face[:, axis], len(vertices))
    return result / np.maximum(np.linalg.norm(result, axis=1, keepdims=True), 1e-12)
