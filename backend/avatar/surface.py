# SPDX-License-Identifier: GPL-3.0-or-later
"""Surfaces whose vertices are blends of base mesh vertices, and cuts through them.

A garment is cut from a fitting cage of the base mesh. Every operation here is linear in the
vertices, so one sparse matrix takes any shaped body to the garment's vertices, the body's skin
weights to the garment's weights and the template's limb coordinates to the garment's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backend.body import data


@dataclass
class Surface:
    """Polygons over ``matrix`` (V, 19158), a scipy CSR matrix whose rows sum to 1.

    ``tags`` has one integer a face; its meaning is the garment's (which material).
    """

    matrix: Any
    faces: list[tuple[int, ...]]
    tags: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tags = self.tags or [0] * len(self.faces)

    def points(self, vertices: np.ndarray) -> np.ndarray:
        """This surface's values (V, ...) from values on the base mesh (19158, ...)."""
        return self.matrix @ vertices

    def centres(self, values: np.ndarray) -> np.ndarray:
        """Mean over each face of values on this surface's vertices."""
        return np.array([values[list(face)].mean(axis=0) for face in self.faces])

    def keep(self, chosen: np.ndarray) -> Surface:
        """The faces marked in ``chosen`` (F,) and the vertices they use."""
        faces = [face for face, wanted in zip(self.faces, chosen) if wanted]
        tags = [tag for tag, wanted in zip(self.tags, chosen) if wanted]
        used = np.unique(np.concatenate([np.array(face) for face in faces])) if faces else np.zeros(0, int)
        number = np.full(self.matrix.shape[0], -1)
        number[used] = np.arange(len(used))
        return Surface(self.matrix[used], [tuple(int(number[v]) for v in face) for face in faces], tags)

    def cut(self, values: np.ndarray) -> Surface:
        """Keep where ``values`` (V,) on the vertices are positive, cutting faces along the zero line."""
        inside, values = self.split(values)
        return inside.keep(inside.centres(values) > 0)

    def split(self, values: np.ndarray) -> tuple[Surface, np.ndarray]:
        """Cut faces along the zero line of ``values`` (V,), keeping both sides.

        Returns the new surface and the values on its vertices, zero along the line. A crossing
        close to a vertex moves the line onto the vertex instead of leaving a sliver.
        """
        from scipy.sparse import csr_matrix, vstack

        values = self._snapped(values)
        rows: list[tuple[int, int, float]] = []
        made: dict[tuple[int, int], int] = {}
        count = self.matrix.shape[0]

        def crossing(a: int, b: int) -> int:
            key = (min(a, b), max(a, b))
            if key not in made:
                made[key] = count + len(rows)
                rows.append((*key, float(values[key[0]] / (values[key[0]] - values[key[1]]))))
            return made[key]

        faces, tags = [], []
        for face, tag in zip(self.faces, self.tags):
            signs = values[list(face)]
            if signs.min() >= 0 or signs.max() <= 0:
                faces.append(face)
                tags.append(tag)
                continue
            for side in (1, -1):
                part: list[int] = []
                for position, vertex in enumerate(face):
                    following = face[(position + 1) % len(face)]
                    if values[vertex] * side >= 0:
                        part.append(vertex)
                    if values[vertex] * values[following] < 0:
                        part.append(crossing(vertex, following))
                if len(part) > 2:
                    faces.append(tuple(part))
                    tags.append(tag)
        if not rows:
            return Surface(self.matrix, faces, tags), values
        first, second, share = (np.array(column) for column in zip(*rows))
        blend = csr_matrix(
            (np.concatenate([1 - share, share]), (np.tile(np.arange(len(rows)), 2), np.concatenate([first, second]))),
            shape=(len(rows), count))
        return (Surface(vstack([self.matrix, blend @ self.matrix]).tocsr(), faces, tags),
                np.concatenate([values, np.zeros(len(rows))]))

    def _snapped(self, values: np.ndarray, share: float = 0.04) -> np.ndarray:
        """Values with those nearly on the zero line, compared with a neighbour, set to zero."""
        values = values.astype(np.float64).copy()
        a, b = self.edges().T
        crosses = values[a] * values[b] < 0
        a, b = a[crosses], b[crosses]
        part = values[a] / (values[a] - values[b])
        values[a[part < share]] = 0.0
        values[b[part > 1 - share]] = 0.0
        return values

    def edges(self) -> np.ndarray:
        """Each edge once, (E, 2)."""
        pairs = np.concatenate([np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2)
                                for _, faces in self._by_size()])
        return np.unique(np.sort(pairs, axis=1), axis=0)

    def boundary(self) -> list[list[int]]:
        """Boundary loops, each as vertices in the direction of the faces beside them."""
        directed: dict[tuple[int, int], int] = {}
        for face in self.faces:
            for a, b in zip(face, face[1:] + face[:1]):
                directed[a, b] = directed.get((a, b), 0) + 1
        following: dict[int, int] = {a: b for a, b in directed if (b, a) not in directed}
        loops = []
        while following:
            start = min(following)
            loop, vertex = [], start
            while vertex in following:
                loop.append(vertex)
                vertex = following.pop(vertex)
            if vertex == start and len(loop) > 2:
                loops.append(loop)
        return loops

    def neighbours(self) -> Any:
        """Row-normalised adjacency (V, V): multiplying averages over each vertex's neighbours."""
        from scipy.sparse import coo_matrix, diags

        a, b = self.edges().T
        size = self.matrix.shape[0]
        adjacency = coo_matrix((np.ones(2 * len(a)), (np.r_[a, b], np.r_[b, a])), shape=(size, size)).tocsr()
        return diags(1.0 / np.maximum(np.asarray(adjacency.sum(axis=1)).ravel(), 1.0)) @ adjacency

    def normals(self, points: np.ndarray) -> np.ndarray:
        """Unit vertex normals (V, 3) for vertex positions ``points`` (V, 3)."""
        result = np.zeros_like(points)
        for size, faces in self._by_size():
            normal = np.zeros((len(faces), 3))
            for corner in range(1, size - 1):
                normal += np.cross(points[faces[:, corner]] - points[faces[:, 0]],
                                   points[faces[:, corner + 1]] - points[faces[:, 0]])
            for corner in range(size):
                np.add.at(result, faces[:, corner], normal)
        return result / np.maximum(np.linalg.norm(result, axis=1, keepdims=True), 1e-12)

    def _by_size(self) -> list[tuple[int, np.ndarray]]:
        groups: dict[int, list[tuple[int, ...]]] = {}
        for face in self.faces:
            groups.setdefault(len(face), []).append(face)
        return [(size, np.array(faces)) for size, faces in groups.items()]

    def polygons(self) -> tuple[np.ndarray, np.ndarray]:
        """corner_vertices (C,) i4 and face_offsets (F+1,) i4 for a protocol mesh."""
        corners = np.concatenate([np.array(face, dtype=np.int32) for face in self.faces])
        offsets = np.cumsum([0] + [len(face) for face in self.faces]).astype(np.int32)
        return corners, offsets


def from_quads(faces: np.ndarray) -> Surface:
    """Quads (F, 4) of the base mesh as a surface; a quad that repeats a corner becomes a triangle."""
    from scipy.sparse import identity

    polygons = [tuple(dict.fromkeys(int(v) for v in face)) for face in faces]
    whole = Surface(identity(data.VERTEX_COUNT, format="csr"), polygons)
    return whole.keep(np.ones(len(polygons), dtype=bool))


def join(surfaces: list[Surface]) -> Surface:
    """Several surfaces as one; their vertices stay apart."""
    from scipy.sparse import vstack

    faces: list[tuple[int, ...]] = []
    tags: list[int] = []
    count = 0
    for surface in surfaces:
        faces += [tuple(v + count for v in face) for face in surface.faces]
        tags += surface.tags
        count += surface.matrix.shape[0]
    return Surface(vstack([surface.matrix for surface in surfaces]).tocsr(), faces, tags)


def subdivide(surface: Surface) -> Surface:
    """One step of Catmull-Clark subdivision (Catmull and Clark 1978) with sharp boundary rule."""
    from scipy.sparse import coo_matrix, diags, vstack

    size = surface.matrix.shape[0]
    edges = surface.edges()
    number = {(int(a), int(b)): index for index, (a, b) in enumerate(edges)}
    face_row, face_col, face_val = [], [], []
    edge_faces: list[list[int]] = [[] for _ in edges]
    faces: list[tuple[int, ...]] = []
    tags: list[int] = []
    for index, (face, tag) in enumerate(zip(surface.faces, surface.tags)):
        around = [number[min(a, b), max(a, b)] for a, b in zip(face, face[1:] + face[:1])]
        for position, vertex in enumerate(face):
            face_row.append(index)
            face_col.append(vertex)
            face_val.append(1.0 / len(face))
            edge_faces[around[position]].append(index)
            faces.append((vertex, size + around[position], size + len(edges) + index,
                          size + around[position - 1]))
            tags.append(tag)
    face_points = coo_matrix((face_val, (face_row, face_col)), shape=(len(surface.faces), size)).tocsr()
    span = np.arange(len(edges))
    middle = coo_matrix((np.full(2 * len(edges), 0.5), (np.r_[span, span], edges.T.ravel())),
                        shape=(len(edges), size)).tocsr()
    inner = np.array([len(each) == 2 for each in edge_faces])
    beside = coo_matrix((np.full(sum(map(len, edge_faces)), 0.5),
                         ([e for e, each in enumerate(edge_faces) for _ in each],
                          [f for each in edge_faces for f in each])),
                        shape=(len(edges), len(surface.faces))).tocsr()
    edge_points = diags(np.where(inner, 0.5, 1.0)) @ middle + diags(inner * 0.5) @ (beside @ face_points)
    vertex_points = _vertex_rule(surface, edges, inner, middle, face_points, size)
    matrix = vstack([vertex_points, edge_points, face_points]).tocsr() @ surface.matrix
    return Surface(matrix.tocsr(), faces, tags)


def _vertex_rule(surface: Surface, edges: np.ndarray, inner: np.ndarray, middle: Any, face_points: Any,
                 size: int) -> Any:
    """(F + 2 E + (n - 3) V) / n inside; (e1 + e2 + 2 V) / 4 with edge midpoints on the boundary."""
    from scipy.sparse import coo_matrix, diags, identity

    def averaging(rows: np.ndarray, columns: np.ndarray, width: int) -> Any:
        table = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, width)).tocsr()
        return diags(1.0 / np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1.0)) @ table

    span = np.arange(len(edges))
    face_rows = np.concatenate([np.array(face) for face in surface.faces])
    face_columns = np.repeat(np.arange(len(surface.faces)), [len(face) for face in surface.faces])
    valence = np.maximum(np.bincount(edges.ravel(), minlength=size), 3)
    on_boundary = np.zeros(size, dtype=bool)
    on_boundary[edges[~inner].ravel()] = True
    around_faces = averaging(face_rows, face_columns, len(surface.faces)) @ face_points
    around_edges = averaging(edges.T.ravel(), np.r_[span, span], len(edges)) @ middle
    rim = edges[~inner]
    rim_edges = averaging(rim.T.ravel(), np.tile(span[~inner], 2), len(edges)) @ middle
    inside = diags(1.0 / valence) @ (around_faces + 2 * around_edges + diags(valence - 3.0) @ identity(size))
    outside = 0.5 * rim_edges + 0.5 * identity(size)
    return (diags(~on_boundary * 1.0) @ inside + diags(on_boundary * 1.0) @ outside).tocsr()

