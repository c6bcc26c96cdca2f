# SPDX-License-Identifier: GPL-3.0-or-later
"""Coarser levels of detail of an avatar: fewer faces on the same skeleton, with UVs, weights and face shapes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.engine import Progress
from backend.objects.finishing.levels import levels
from protocol.assets import Avatar, Mesh, ShapeKeys

#: Share of the triangles that each level keeps.
SHARES = (0.5, 0.25, 0.1)


def level_of(avatar: Avatar, number: int, progress: Progress | None = None) -> Avatar:
    """Level ``number`` (1 to 3) of an avatar; 0 is the avatar itself."""
    if number == 0:
        return avatar
    progress = progress or Progress()
    share = SHARES[number - 1]
    meshes = []
    for step, mesh in enumerate(avatar.meshes):
        own = progress.part(step / len(avatar.meshes), (step + 1) / len(avatar.meshes))
        meshes.append(_hair(mesh, share) if mesh.role == "hair" else _thinned(mesh, share, own))
    return replace(avatar, name=f"{avatar.name} LOD{number}", meshes=meshes)


def _thinned(mesh: Mesh, share: float, progress: Progress) -> Mesh:
    """A mesh with ``share`` of its triangles; what hangs on vertices is that of the nearest one."""
    from scipy.spatial import cKDTree

    seen = _seen(mesh)
    thin = levels([replace(seen, shape_keys=None, hidden=None)], progress, (share,))[0]
    _, near = cKDTree(mesh.vertices).query(thin.vertices)
    return replace(
        thin, name=mesh.name, role=mesh.role, hidden=None, smooth=mesh.smooth,
        joints=None if mesh.joints is None else mesh.joints[near],
        weights=None if mesh.weights is None else mesh.weights[near],
        shape_keys=None if mesh.shape_keys is None else _keys(mesh.shape_keys, len(mesh.vertices), near))


def _seen(mesh: Mesh) -> Mesh:
    """The mesh without the faces that clothes cover: no triangle is spent on them."""
    if mesh.hidden is None or not mesh.hidden.any():
        return mesh
    from backend.export.gltf import without_hidden

    return without_hidden(mesh)


def _keys(keys: ShapeKeys, count: int, near: np.ndarray) -> ShapeKeys:
    indices, deltas, offsets = [], [], [0]
    for number in range(len(keys.names)):
        low, high = keys.offsets[number], keys.offsets[number + 1]
        dense = np.zeros((count, 3), np.float32)
        np.add.at(dense, keys.indices[low:high], keys.deltas[low:high])
        moved = dense[near]
        rows = np.flatnonzero(np.abs(moved).max(axis=1) > 1e-6)
        indices.append(rows)
        deltas.append(moved[rows])
        offsets.append(offsets[-1] + len(rows))
    return ShapeKeys(names=list(keys.names), offsets=np.array(offsets, np.int32),
                     indices=np.concatenate(indices).astype(np.int32),
                     deltas=np.concatenate(deltas).astype(np.float32).reshape(-1, 3))


def _hair(mesh: Mesh, share: float) -> Mesh:
    """Hair with ``share`` of its locks, each wider by what went: strips thinned out as a whole keep their flow."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    corners, offsets = mesh.corner_vertices.astype(np.int64), mesh.face_offsets.astype(np.int64)
    following = np.arange(1, len(corners) + 1)
    following[offsets[1:] - 1] = offsets[:-1]
    count = len(mesh.vertices)
    joined = coo_matrix((np.ones(len(corners)), (corners, corners[following])), shape=(count, count))
    locks, lock = connected_components(joined, directed=False)
    if locks < 8:  # one piece, such as a pack's
        return _thinned(mesh, share, Progress())
    kept = np.random.default_rng(7).permutation(locks) < max(4, round(share * locks))
    chosen = kept[lock[corners[offsets[:-1]]]]
    sizes = np.diff(offsets)
    flat = np.repeat(chosen, sizes)
    used, index = np.unique(corners[flat], return_inverse=True)
    wide = _widened(mesh.vertices.astype(np.float64), min(1.0 / share, 3.0) ** 0.7)
    return replace(
        mesh, vertices=wide[used].astype(np.float32), corner_vertices=index.astype(np.int32),
        face_offsets=np.concatenate([[0], np.cumsum(sizes[chosen])]).astype(np.int32),
        uvs=None if mesh.uvs is None else mesh.uvs[flat],
        material_index=None if mesh.material_index is None else mesh.material_index[chosen],
        joints=None if mesh.joints is None else mesh.joints[used],
        weights=None if mesh.weights is None else mesh.weights[used], shape_keys=None)


def _widened(vertices: np.ndarray, factor: float) -> np.ndarray:
    """Every lock wider by ``factor``. Rows of a strip are three vertices: left, raised middle, right."""
    if len(vertices) % 3:
        return vertices
    rows = vertices.reshape(-1, 3, 3)
    middle = 0.5 * (rows[:, :1] + rows[:, 2:])
    return (middle + factor * (rows - middle)).reshape(-1, 3)
