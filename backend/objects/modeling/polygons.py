# SPDX-License-Identifier: GPL-3.0-or-later
"""Polygons to triangles."""

from __future__ import annotations

import numpy as np

from protocol.assets import Mesh


def fans(offsets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Corner numbers (T, 3) of a fan triangulation of the faces that begin at ``offsets`` (F+1,), and each
    triangle's face (T,)."""
    sizes = np.diff(offsets)
    corners, faces = [], []
    for size in np.unique(sizes):
        which = np.flatnonzero(sizes == size)
        starts = offsets[:-1][which]
        for step in range(1, size - 1):
            corners.append(np.stack([starts, starts + step, starts + step + 1], axis=1))
            faces.append(which)
    return np.concatenate(corners), np.concatenate(faces)


def triangles_of(mesh: Mesh) -> np.ndarray:
    """(T, 3) vertex numbers of a fan triangulation of the mesh's faces."""
    return mesh.corner_vertices[fans(mesh.face_offsets)[0]].astype(np.int64)
