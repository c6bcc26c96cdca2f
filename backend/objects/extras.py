# SPDX-License-Identifier: GPL-3.0-or-later
"""What a game engine wants beside an object: coarser levels of detail and convex hulls to collide with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from backend.engine import Progress
from backend.objects.body import triangles_of
from protocol.assets import Mesh

#: Share of the triangles each level keeps.
LEVELS = (0.5, 0.2, 0.06)
#: Hulls of one part at most, and of those the vertices.
MOST_HULLS, MOST_VERTICES = 6, 64
#: A part that fills this share of its hull is one hull.
_SOLID = 0.75


def levels(meshes: list[Mesh], progress: Progress) -> list[Mesh]:
    """Each mesh at each of :data:`LEVELS`, with role "lod1", "lod2" ...: grid clustering along the faces.

    Corners keep their UVs and faces their materials; what shrinks to nothing is left out.
    """
    found = []
    for number, share in enumerate(LEVELS):
        progress.update(number / len(LEVELS), f"Level of detail {number + 1}")
        found += [replace(_simplified(mesh, share), name=f"{mesh.name} LOD{number + 1}", role=f"lod{number + 1}")
                  for mesh in meshes]
    return found


def _simplified(mesh: Mesh, share: float) -> Mesh:
    """``mesh`` as triangles, about ``share`` of them, by merging the vertices of each cell of a grid.

    The cell is found by halving; a cell's vertex is that of its vertices nearest to their mean.
    """
    sizes = np.diff(mesh.face_offsets)
    corner, face = [], []
    for size in np.unique(sizes):
        which = np.flatnonzero(sizes == size)
        starts = mesh.face_offsets[:-1][which]
        for step in range(1, size - 1):
            corner.append(np.stack([starts, starts + step, starts + step + 1], axis=1))
            face.append(which)
    corners, faces = np.concatenate(corner), np.concatenate(face)
    triangles = mesh.corner_vertices[corners]
    extent = float(np.ptp(mesh.vertices, axis=0).max())
    low, high, best = extent / 512, extent, None
    for _ in range(10):
        cell = float(np.sqrt(low * high))
        owner = _clustered(mesh.vertices, cell)
        merged = owner[triangles]
        kept = (merged[:, 0] != merged[:, 1]) & (merged[:, 1] != merged[:, 2]) & (merged[:, 2] != merged[:, 0])
        if kept.sum() > share * len(triangles):
            low = cell
        else:
            high = cell
        if kept.sum() >= 4:
            best = merged, kept
            if abs(kept.sum() / len(triangles) - share) < 0.1 * share:
                break
    if best is None:
        return mesh
    merged, kept = best
    used, index = np.unique(merged[kept], return_inverse=True)
    return replace(
        mesh, vertices=mesh.vertices[used], corner_vertices=index.reshape(-1).astype("<i4"),
        face_offsets=np.arange(0, 3 * int(kept.sum()) + 1, 3, dtype="<i4"),
        uvs=None if mesh.uvs is None else mesh.uvs[corners[kept]].reshape(-1, 2),
        material_index=None if mesh.material_index is None else mesh.material_index[faces[kept]])


def _clustered(vertices: np.ndarray, cell: float) -> np.ndarray:
    """Vertex -> the vertex that stands for its cell."""
    index = np.floor((vertices - vertices.min(axis=0)) / cell).astype(np.int64)
    _, group = np.unique(index @ np.array([1, 1 << 20, 1 << 40]), return_inverse=True)
    count = np.bincount(group)
    mean = np.stack([np.bincount(group, vertices[:, axis]) / count for axis in range(3)], axis=1)
    away = np.sum((vertices - mean[group]) ** 2, axis=1)
    order = np.lexsort((away, group))
    first = np.searchsorted(group[order], np.arange(len(count)))
    return order[first][group]


def colliders(meshes: list[Mesh], progress: Progress) -> list[Mesh]:
    """Convex hulls (role "collider") that cover the meshes: one for a part that nearly fills its hull, several, cut
    across its longest extents, for one that does not."""
    found: list[Mesh] = []
    for number, mesh in enumerate(meshes):
        progress.update(number / len(meshes), "Collision hulls")
        points = mesh.vertices.astype(float)[triangles_of(mesh)]
        for piece in _pieces(points, MOST_HULLS):
            hull = _hull(piece.reshape(-1, 3))
            if hull is not None:
                vertices, triangles = hull
                found.append(Mesh(
                    name=f"{mesh.name} collider {len(found) + 1}", vertices=vertices.astype("<f4"),
                    corner_vertices=triangles.reshape(-1).astype("<i4"),
                    face_offsets=np.arange(0, 3 * len(triangles) + 1, 3, dtype="<i4"), smooth=False, role="collider"))
    return found


def _pieces(triangles: np.ndarray, most: int) -> list[np.ndarray]:
    """Triangle soups (T, 3, 3) that are each nearly convex, or as many as allowed."""
    found = [triangles]
    while len(found) < most:
        waste = [_waste(each) for each in found]
        worst = int(np.argmax(waste))
        if waste[worst] <= 0:
            break
        piece = found.pop(worst)
        centers = piece.mean(axis=1)
        axis = int(np.argmax(np.ptp(centers, axis=0)))
        middle = (centers[:, axis].min() + centers[:, axis].max()) / 2
        halves = [half for half in (piece[centers[:, axis] <= middle], piece[centers[:, axis] > middle]) if len(half)]
        found += halves
        if len(halves) < 2:
            break
    return found


def _waste(triangles: np.ndarray) -> float:
    """Volume of the hull that the soup does not fill; 0 for one that nearly fills it, or is too small to cut."""
    if len(triangles) < 32:
        return 0.0
    try:
        volume = ConvexHull(triangles.reshape(-1, 3)).volume
    except QhullError:
        return 0.0
    a, b, c = triangles.transpose(1, 0, 2) - triangles.reshape(-1, 3).mean(axis=0)[None]
    filled = abs(float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6))
    return volume - filled if filled < _SOLID * volume else 0.0


def _hull(points: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Vertices and outward triangles of the hull, with at most :data:`MOST_VERTICES`; None of something flat."""
    points = np.unique(points, axis=0)
    try:
        hull = ConvexHull(points)
        if len(hull.vertices) > MOST_VERTICES:
            ways = _directions(MOST_VERTICES)
            chosen = np.unique(np.argmax(points @ ways.T, axis=0))
            points = points[chosen]
            hull = ConvexHull(points)
    except QhullError:
        return None
    used, index = np.unique(hull.simplices, return_inverse=True)
    vertices, triangles = points[used], index.reshape(-1, 3)
    a, b, c = vertices[triangles].transpose(1, 0, 2)
    inward = np.einsum("ij,ij->i", np.cross(b - a, c - a), a - vertices.mean(axis=0)) < 0
    triangles[inward] = triangles[inward][:, ::-1]
    return vertices, triangles


def _directions(count: int) -> np.ndarray:
    """Unit vectors spread over the sphere (a Fibonacci spiral)."""
    z = 1 - (2 * np.arange(count) + 1) / count
    angle = np.pi * (3 - np.sqrt(5)) * np.arange(count)
    radius = np.sqrt(1 - z ** 2)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), z], axis=1)
