# SPDX-License-Identifier: GPL-3.0-or-later
"""Convex hulls to collide with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from backend.engine import Progress
from backend.objects import convex
from backend.objects.finishing.repair import pieces_of
from backend.objects.finishing.simplify import simplified
from backend.objects.finishing.soup import Soup
from backend.objects.modeling.polygons import triangles_of
from protocol.assets import Mesh

#: Vertices of a hull at most, and hulls of one concave piece: by CoACD, and by halving.
MOST_VERTICES, MOST_HULLS, _MOST_HALVES = 64, 24, 6
#: A piece that fills this share of its hull is one hull.
_SOLID = 0.75
#: Hulls of an object at most, about. Parts of more pieces than their share of it are taken as a whole.
_MOST = 96
#: Triangles that CoACD gets of a piece, and seconds it has for an object.
_COARSE, LIMIT = 400, 30.0


def colliders(meshes: Sequence[Mesh], progress: Progress, limit: float = LIMIT) -> tuple[list[Mesh], list[str]]:
    """Convex hulls (role "collider") that cover the meshes, and what to tell about them.

    A piece that nearly fills its hull gets one; others are taken apart by CoACD, or where that is not installed or
    not done within ``limit`` seconds, by halving across their longest extents.
    """
    pieces = [(mesh, soup) for mesh in meshes for soup in _split(mesh, max(1, _MOST // len(meshes)))]
    solid = [_waste(soup.vertices[soup.triangles]) <= 0 for _, soup in pieces]
    # CoACD is made for one closed piece; a part of very many is halved.
    concave = [number for number, fills in enumerate(solid) if not fills and not np.ptp(pieces_of(pieces[number][1]))]
    cut: dict[int, list[np.ndarray] | None] = {}
    notes = []
    if concave and convex.available():
        coarse = []
        for step, number in enumerate(concave):
            progress.update(0.2 * step / len(concave), "Collision hulls")
            coarse.append(simplified(pieces[number][1], _COARSE))
        most = max(2, min(MOST_HULLS, (_MOST - len(pieces)) // len(concave)))
        made = convex.decomposed(coarse, most, MOST_VERTICES, limit, progress.part(0.2, 0.9))
        cut = dict(zip(concave, made))
        late = sum(each is None for each in made)
        if late:
            notes.append(f"{late} of {len(made)} hollow pieces could not be taken apart within {limit:.0f} s: their "
                         "collision hulls are rough.")
    elif concave:
        notes.append("CoACD is not installed: the collision hulls of hollow pieces are rough.")
    found: list[Mesh] = []
    for number, (mesh, soup) in enumerate(pieces):
        progress.update(0.9 + 0.1 * number / len(pieces), "Collision hulls")
        points = [soup.vertices] if solid[number] else cut.get(number) or [
            piece.reshape(-1, 3) for piece in _pieces(soup.vertices[soup.triangles], _MOST_HALVES)]
        for each in points:
            hull = _hull(each)
            if hull is not None:
                vertices, triangles = hull
                found.append(Mesh(
                    name=f"{mesh.name} collider {len(found) + 1}", vertices=vertices.astype("<f4"),
                    corner_vertices=triangles.reshape(-1).astype("<i4"),
                    face_offsets=np.arange(0, 3 * len(triangles) + 1, 3, dtype="<i4"), smooth=False, role="collider"))
    return found, notes


def _split(mesh: Mesh, most: int) -> list[Soup]:
    """The pieces of a mesh that do not hang together, or the whole of it where there are more than ``most``."""
    soup = Soup(mesh.vertices.astype(float), triangles_of(mesh))
    label = pieces_of(soup)
    names = np.unique(label)
    if not 1 < len(names) <= most:
        return [soup]
    found = []
    for name in names:
        used, index = np.unique(soup.triangles[label == name], return_inverse=True)
        found.append(Soup(soup.vertices[used], index.reshape(-1, 3)))
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
