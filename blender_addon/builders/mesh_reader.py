# SPDX-License-Identifier: GPL-3.0-or-later
"""Mesh objects to Mesh assets, the inverse of :mod:`.mesh`."""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np

from ..protocol.assets import Material, Mesh, ShapeKeys
from .mesh import HIDDEN_GROUP

#: Metres: a vertex that a shape key moves less stays.
_STILL = 1e-6


def read(ob: bpy.types.Object, bones: Sequence[str], role: str = "part") -> Mesh:
    """The undeformed mesh of ``ob`` in its own space, with UVs, weights of ``bones``, shape keys and hidden vertices.

    Materials are named and no more: V vertices, F faces with the numbers of their slots. Raises ``ValueError`` with a
    sentence for the user for a mesh without faces.
    """
    mesh = ob.data
    if not len(mesh.polygons):
        raise ValueError(f"{ob.name} has no faces.")
    count = len(mesh.vertices)
    keys = mesh.shape_keys
    vertices = _coordinates(keys.key_blocks[0].data if keys else mesh.vertices, count)
    corners, starts = np.empty(len(mesh.loops), np.int32), np.empty(len(mesh.polygons), np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    mesh.polygons.foreach_get("loop_start", starts)
    index = np.empty(len(mesh.polygons), np.int32)
    mesh.polygons.foreach_get("material_index", index)
    smooth = np.empty(len(mesh.polygons), bool)
    mesh.polygons.foreach_get("use_smooth", smooth)
    uvs = None
    if (layer := mesh.uv_layers.active) is not None:
        flat = np.empty(2 * len(corners), np.float32)
        layer.uv.foreach_get("vector", flat)
        uvs = flat.reshape(-1, 2)
    joints, weights, hidden = _groups(ob, count, bones)
    slots = max(1, len(mesh.materials))
    return Mesh(
        name=ob.name, role=role, vertices=vertices, corner_vertices=corners,
        face_offsets=np.append(starts, len(corners)).astype(np.int32), uvs=uvs, smooth=bool(smooth.any()),
        material_index=np.clip(index, 0, slots - 1).astype(np.uint16),
        materials=[Material(name=each.name if each else "Material") for each in mesh.materials],
        joints=joints, weights=weights, hidden=hidden, shape_keys=_shape_keys(keys, vertices) if keys else None)


def _coordinates(of: bpy.types.bpy_prop_collection, count: int) -> np.ndarray:
    flat = np.empty(3 * count, np.float32)
    of.foreach_get("co", flat)
    return flat.reshape(-1, 3)


def _groups(ob: bpy.types.Object, count: int,
            bones: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Joints (V, K) and weights (V, K), which sum to 1, and the hidden vertices or None. A vertex that no bone moves
    hangs on the first one."""
    order = {name: number for number, name in enumerate(bones)}
    joint = {group.index: order[group.name] for group in ob.vertex_groups if group.name in order}
    covered = ob.vertex_groups.get(HIDDEN_GROUP)
    hidden = np.zeros(count, np.uint8)
    rows: list[list[tuple[int, float]]] = []
    for vertex in ob.data.vertices:
        own = []
        for each in vertex.groups:
            if each.group in joint and each.weight > 0:
                own.append((joint[each.group], each.weight))
            elif covered is not None and each.group == covered.index and each.weight > 0.5:
                hidden[vertex.index] = 1
        rows.append(own or [(0, 1.0)])
    most = max(len(own) for own in rows)
    joints, weights = np.zeros((count, most), np.uint16), np.zeros((count, most), np.float32)
    for row, own in enumerate(rows):
        for slot, (number, weight) in enumerate(own):
            joints[row, slot], weights[row, slot] = number, weight
    weights /= weights.sum(axis=1, keepdims=True)
    return joints, weights, hidden if hidden.any() else None


def _shape_keys(keys: bpy.types.Key, rest: np.ndarray) -> ShapeKeys | None:
    """The keys but for the first one, as differences from it."""
    names, indices, deltas, offsets = [], [], [], [0]
    for block in keys.key_blocks[1:]:
        moved = _coordinates(block.data, len(rest)) - rest
        rows = np.flatnonzero(np.abs(moved).max(axis=1) > _STILL)
        names.append(block.name)
        indices.append(rows.astype(np.int32))
        deltas.append(moved[rows])
        offsets.append(offsets[-1] + len(rows))
    if not names:
        return None
    return ShapeKeys(names=names, offsets=np.array(offsets, np.int32), indices=np.concatenate(indices),
                     deltas=np.concatenate(deltas).astype(np.float32))
