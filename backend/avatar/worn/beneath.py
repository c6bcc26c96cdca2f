# SPDX-License-Identifier: GPL-3.0-or-later
"""Cloth beneath plates is masked, so that it does not come through them where they are stiff and it bends."""

from __future__ import annotations

import numpy as np

from protocol.assets import Mesh

from .fitting import Fitting

#: How far over the cloth a plate may lie, and how far within its edge the mask begins, metres.
REACH, MARGIN = 0.045, 0.022
#: Half the distance of a plate's vertices from each other, at most, metres.
APART = 0.012
#: Distances from a plate, metres, up to which mail moves wholly with it, and from which not at all.
PRESSED = (0.014, 0.034)
#: Directions about the normal in which there must be more of the plate.
_TURNS = 6


def mask(cloth: Mesh, plates: list[np.ndarray], fitting: Fitting) -> None:
    """Mark as hidden (in place) the vertices of ``cloth`` that lie under plates (each its points (N, 3)), within
    their edges."""
    from scipy.spatial import cKDTree

    points = cloth.vertices.astype(float)
    _, nearest = fitting.body.tree.query(points)
    normals = fitting.body.normals[nearest]
    hidden = np.zeros(len(points), bool)
    for plate in plates:
        tree = cKDTree(plate)
        under = _over(points, normals, plate, tree)
        if not under.any():
            continue
        # A point well within the plate has plate on all sides of it.
        across = np.cross(normals[under], [0.0, 0.0, 1.0])
        across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
        up = np.cross(normals[under], across)
        left, place = np.flatnonzero(under), np.arange(int(under.sum()))
        for turn in np.linspace(0, 2 * np.pi, _TURNS, endpoint=False):
            moved = points[left] + MARGIN * (np.cos(turn) * across[place] + np.sin(turn) * up[place])
            within = _over(moved, normals[left], plate, tree)
            left, place = left[within], place[within]
        hidden[left] = True
    before = np.zeros(len(points), np.uint8) if cloth.hidden is None else cloth.hidden
    cloth.hidden = np.maximum(before, hidden.astype(np.uint8))


def _over(points: np.ndarray, normals: np.ndarray, plate: np.ndarray, tree: object) -> np.ndarray:
    """Which points (N,) have a plate's vertex above them, no further aside than plates' vertices are apart."""
    # None further away can be over a point, and most points are far from a plate.
    _, near = tree.query(points, k=4, distance_upper_bound=np.hypot(REACH, APART))  # type: ignore[attr-defined]
    result = np.zeros(len(points), bool)
    close = np.flatnonzero(near[:, 0] < len(plate))
    if not len(close):
        return result
    near, normal = near[close], normals[close]
    offset = plate[np.minimum(near, len(plate) - 1)] - points[close, None]
    height = np.einsum("nki,ni->nk", offset, normal)
    aside = np.linalg.norm(offset - height[..., None] * normal[:, None], axis=2)
    over = (near < len(plate)) & (height > 0) & (height < REACH) & (aside < APART)
    result[close] = over.any(axis=1)
    return result
