# SPDX-License-Identifier: GPL-3.0-or-later
"""Solids that stand out of the dressed body, as a ball does in a joint, are cut off where they enter it, and closed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.body import hm08

from ..ground import Ground
from .fitting import Fitting
from .pieces import Piece, cut_away
from .plates import UNDERSUITS

#: How deep the edges of what is cut off lie beneath the surface, metres.
_SUNK = 0.0005


def undersuit(f: Fitting) -> Ground:
    """The cloth beneath plates; the skin where none is worn."""
    for mesh in f.garments:
        if mesh.name in UNDERSUITS:
            points = mesh.vertices.astype(float)
            faces = np.split(mesh.corner_vertices, mesh.face_offsets[1:-1])
            quads = np.array([(*face, face[-1])[:4] for face in faces])
            return Ground(points, hm08.normals(points, quads), quads, None)
    return f.body


def out_of(ground: Ground, piece: Piece) -> Piece:
    """``piece`` without what of it lies within ``ground``; the edge that is left follows the line where both meet,
    just beneath the surface."""
    place, normals = ground.nearest(piece.points)
    height = np.einsum("ij,ij->i", piece.points - place, normals)
    inside = height < 0
    ends = np.array([(a, b) for face in piece.faces for a, b in zip(face, face[1:] + face[:1])])
    ends = np.concatenate([ends, ends[:, ::-1]])
    # Each point within moves along its edges to where these leave the ground.
    within, without = ends[inside[ends[:, 0]] & ~inside[ends[:, 1]]].T
    share = height[within] / (height[within] - height[without])
    met, count = np.zeros(piece.points.shape), np.zeros(len(piece.points))
    np.add.at(met, within, piece.points[within] + share[:, None] * (piece.points[without] - piece.points[within]))
    np.add.at(count, within, 1.0)
    moved = np.where(count[:, None] > 0, met / np.maximum(count, 1.0)[:, None], piece.points)
    left = cut_away(replace(piece, points=moved), inside)
    return replace(left, points=ground.clear(left.points, -_SUNK)) if left.faces else left


def lidded(piece: Piece) -> Piece:
    """``piece`` with each of its openings closed by a fan of triangles about the opening's middle."""
    _, number = np.unique(np.round(piece.points, 6), axis=0, return_inverse=True)
    place = number.ravel().tolist()
    # Seams of UVs are no edges: points at one place are one.
    ends = {(place[a], place[b]): (a, b) for face in piece.faces for a, b in zip(face, face[1:] + face[:1])}
    after = {b: (a, ends[a, b]) for a, b in ends if (b, a) not in ends and a != b}
    points, uv, faces = [piece.points], [piece.uv], list(piece.faces)
    while after:
        loop, at = [], next(iter(after))
        while at in after:
            at, edge = after.pop(at)
            loop.append(edge)
        if len(loop) > 2:
            middle = [a for a, _ in loop]
            faces += [(b, a, len(piece.points) + len(points) - 1) for a, b in loop]
            points.append(piece.points[middle].mean(axis=0, keepdims=True))
            uv.append(piece.uv[middle].mean(axis=0, keepdims=True))
    return replace(piece, points=np.concatenate(points), uv=np.concatenate(uv), faces=faces)
