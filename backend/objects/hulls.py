# SPDX-License-Identifier: GPL-3.0-or-later
"""Convex hulls to collide with."""

from __future__ import annotations

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from backend.engine import Progress
from backend.objects.modeling.polygons import triangles_of
from protocol.assets import Mesh

#: Hulls of one part at most, and of those the vertices.
MOST_HULLS, MOST_VERTICES = 6, 64
#: A part that fills this share of its hull is one hull.
_SOLID = 0.75


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
