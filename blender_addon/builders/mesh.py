# SPDX-License-Identifier: GPL-3.0-or-later
"""Mesh assets to mesh objects, by the fastest routes the Blender API has."""

from __future__ import annotations

from collections.abc import Sequence

import bmesh
import bpy
import numpy as np

from ..protocol.assets import Mesh, ShapeKeys
from .material import Materials

#: Vertex group of the vertices that another mesh covers.
HIDDEN_GROUP = "Hidden"


def build(asset: Mesh, collection: bpy.types.Collection, materials: Materials,
          bones: Sequence[str] = ()) -> bpy.types.Object:
    """A mesh object linked to ``collection``; ``bones`` name the joints its weights speak of."""
    mesh = bpy.data.meshes.new(asset.name)
    ob = bpy.data.objects.new(asset.name, mesh)
    collection.objects.link(ob)
    mesh.vertices.add(len(asset.vertices))
    mesh.vertices.foreach_set("co", np.ravel(asset.vertices))
    if asset.joints is not None and asset.weights is not None:
        _set_weights(ob, asset.joints, asset.weights, bones)
    _set_faces(mesh, asset)
    for material in asset.materials:
        mesh.materials.append(materials.get(material))
    mesh.update(calc_edges=True)
    mesh.validate(clean_customdata=False)
    if asset.shape_keys is not None:
        _set_shape_keys(ob, asset.vertices, asset.shape_keys)
    if asset.hidden is not None and asset.hidden.any():
        hide_vertices(ob, np.flatnonzero(asset.hidden))
    return ob


def _set_faces(mesh: bpy.types.Mesh, asset: Mesh) -> None:
    mesh.loops.add(len(asset.corner_vertices))
    mesh.loops.foreach_set("vertex_index", asset.corner_vertices)
    mesh.polygons.add(len(asset.face_offsets) - 1)
    mesh.polygons.foreach_set("loop_start", asset.face_offsets[:-1])
    if asset.material_index is not None:
        mesh.polygons.foreach_set("material_index", asset.material_index.astype(np.int32))
    if not asset.smooth:
        mesh.polygons.foreach_set("use_smooth", np.zeros(len(mesh.polygons), bool))
    if asset.uvs is not None:
        layer = mesh.uv_layers.new(name="UVMap", do_init=False)
        layer.uv.foreach_set("vector", np.ravel(asset.uvs))
    if asset.colors is not None:
        layer = mesh.color_attributes.new("Color", "FLOAT_COLOR", "POINT")
        layer.data.foreach_set("color", np.ravel(asset.colors))


def _set_weights(ob: bpy.types.Object, joints: np.ndarray, weights: np.ndarray, bones: Sequence[str]) -> None:
    """Vertex groups for the bones in use. The mesh must hold vertices alone: without faces a round
    trip through bmesh, whose deform layer is the fastest way in, costs next to nothing."""
    rows, slots = np.nonzero(weights > 0)
    used, groups = np.unique(joints[rows, slots], return_inverse=True)
    for joint in used:
        ob.vertex_groups.new(name=bones[joint])
    pairs = rows.astype(np.int64) * len(used) + groups.ravel()
    pairs, inverse = np.unique(pairs, return_inverse=True)  # a joint named twice for one vertex: sum
    values = np.bincount(inverse.ravel(), weights[rows, slots])
    sheet = bmesh.new()
    sheet.from_mesh(ob.data)
    layer = sheet.verts.layers.deform.verify()
    deforms = [vertex[layer] for vertex in sheet.verts]
    for row, group, value in zip((pairs // len(used)).tolist(), (pairs % len(used)).tolist(), values.tolist()):
        deforms[row][group] = value
    sheet.to_mesh(ob.data)
    sheet.free()


def _set_shape_keys(ob: bpy.types.Object, rest: np.ndarray, keys: ShapeKeys) -> None:
    ob.shape_key_add(name="Basis", from_mix=False)
    for number, name in enumerate(keys.names):
        low, high = keys.offsets[number], keys.offsets[number + 1]
        moved = rest.copy()
        # add.at: an index named twice adds up, as in every other reader of sparse keys
        np.add.at(moved, keys.indices[low:high], keys.deltas[low:high])
        block = ob.shape_key_add(name=name, from_mix=False)
        block.points.foreach_set("co", moved.ravel())
        block.value = 0.0  # 5.0 adds keys at full strength
    ob.active_shape_key_index = 0


def hide_vertices(ob: bpy.types.Object, indices: np.ndarray) -> None:
    """Hide vertices by a vertex group and a Mask modifier: out of sight, still there to edit."""
    group = ob.vertex_groups.new(name=HIDDEN_GROUP)
    group.add(indices.tolist(), 1.0, "REPLACE")
    mask = ob.modifiers.new("Hide covered skin", "MASK")
    mask.vertex_group = group.name
    mask.invert_vertex_group = True
    mask.show_in_editmode = True
