# SPDX-License-Identifier: GPL-3.0-or-later
"""Face shapes of everything on a head, Apple's 52 and visemes made of them: skin, lashes, mouth, brows and beard."""

from __future__ import annotations

import numpy as np

from backend.body import anny_model, hm08
from protocol.assets import Mesh, ShapeKeys

from . import creature
from .surface import Surface

#: The fifteen visemes of Oculus (Meta), by the names that lip sync tools look for, as weights of ARKit shapes.
VISEMES: dict[str, dict[str, float]] = {
    "viseme_sil": {}, "viseme_PP": {"mouthClose": 0.0, "mouthPressLeft": 0.6, "mouthPressRight": 0.6,
                                    "mouthRollLower": 0.35, "mouthRollUpper": 0.35},
    "viseme_FF": {"mouthRollLower": 0.75, "mouthUpperUpLeft": 0.35, "mouthUpperUpRight": 0.35, "jawOpen": 0.06},
    "viseme_TH": {"jawOpen": 0.16, "tongueOut": 0.45, "mouthUpperUpLeft": 0.15, "mouthUpperUpRight": 0.15},
    "viseme_DD": {"jawOpen": 0.16, "mouthLowerDownLeft": 0.3, "mouthLowerDownRight": 0.3, "tongueOut": 0.08},
    "viseme_kk": {"jawOpen": 0.22, "mouthStretchLeft": 0.25, "mouthStretchRight": 0.25},
    "viseme_CH": {"mouthFunnel": 0.55, "mouthPucker": 0.2, "jawOpen": 0.08},
    "viseme_SS": {"mouthStretchLeft": 0.4, "mouthStretchRight": 0.4, "mouthLowerDownLeft": 0.25,
                  "mouthLowerDownRight": 0.25, "jawOpen": 0.04},
    "viseme_nn": {"jawOpen": 0.12, "mouthLowerDownLeft": 0.2, "mouthLowerDownRight": 0.2},
    "viseme_RR": {"mouthFunnel": 0.35, "mouthPucker": 0.3, "jawOpen": 0.12},
    "viseme_aa": {"jawOpen": 0.6, "mouthLowerDownLeft": 0.2, "mouthLowerDownRight": 0.2},
    "viseme_E": {"jawOpen": 0.25, "mouthSmileLeft": 0.25, "mouthSmileRight": 0.25, "mouthStretchLeft": 0.2,
                 "mouthStretchRight": 0.2},
    "viseme_I": {"jawOpen": 0.14, "mouthSmileLeft": 0.45, "mouthSmileRight": 0.45},
    "viseme_O": {"jawOpen": 0.38, "mouthFunnel": 0.6}, "viseme_U": {"jawOpen": 0.12, "mouthPucker": 0.85},
}


class FaceKeys:
    """Face shapes as sparse rows, carried along where a head is warped."""

    def __init__(self, natural: np.ndarray, warp: creature.Warp | None, visemes: bool = False) -> None:
        self.natural, self.warp = natural, warp
        self.at_rest = warp(natural) if warp is not None else natural
        self.names = (*anny_model.ARKIT, *(VISEMES if visemes else ()))

    def _shape(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Base mesh vertices that a shape moves, and by how much."""
        if name in VISEMES:
            total = np.zeros((len(self.natural), 3))
            for part, weight in VISEMES[name].items():
                moved, delta = anny_model.face_shape(part)
                total[moved] += weight * delta
            moved = np.flatnonzero(np.abs(total).max(axis=1) > 1e-7)
            delta = total[moved]
        else:
            moved, delta = anny_model.face_shape(name)
        if self.warp is None:
            return moved, delta
        return moved, self.warp(self.natural[moved] + delta) - self.at_rest[moved]

    def of(self, surface: Surface | None) -> ShapeKeys:
        """The keys of a surface; None means the body's own vertices."""
        indices, deltas, offsets = [], [], [0]
        for name in self.names:
            moved, delta = self._shape(name)
            if surface is None:
                chosen = moved < hm08.BODY[1]
                moved, delta = moved[chosen], delta[chosen]
            else:
                dense = np.zeros((surface.matrix.shape[1], 3))
                dense[moved] = delta
                full = surface.matrix @ dense
                moved = np.nonzero(np.abs(full).max(axis=1) > 1e-7)[0]
                delta = full[moved]
            indices.append(moved)
            deltas.append(delta)
            offsets.append(offsets[-1] + len(moved))
        return ShapeKeys(names=list(self.names), offsets=np.array(offsets, dtype=np.int32),
                         indices=np.concatenate(indices).astype(np.int32),
                         deltas=np.concatenate(deltas).astype(np.float32).reshape(-1, 3))

    def of_beard(self, mesh: Mesh, skin: np.ndarray) -> ShapeKeys:
        """The keys of a beard on ``skin`` (13380, 3): each lock moves as the skin at its root does, and stays whole."""
        from scipy.sparse import coo_matrix, csr_matrix
        from scipy.sparse.csgraph import connected_components
        from scipy.spatial import cKDTree

        quads = mesh.corner_vertices.reshape(-1, 4).astype(np.int64)
        count = len(mesh.vertices)
        pairs = np.concatenate([quads[:, [0, 1]], quads[:, [1, 2]], quads[:, [2, 3]]])
        locks, lock = connected_components(coo_matrix((np.ones(len(pairs)), pairs.T), shape=(count, count)),
                                           directed=False)
        distance, nearest = cKDTree(skin).query(mesh.vertices)
        order = np.lexsort((distance, lock))
        first = np.searchsorted(lock[order], np.arange(locks))
        root = nearest[order[first]][lock]
        rows = csr_matrix((np.ones(count), (np.arange(count), root)), shape=(count, len(self.natural)))
        return self.of(Surface(rows, []))
