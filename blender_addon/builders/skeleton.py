# SPDX-License-Identifier: GPL-3.0-or-later
"""Skeleton assets to armatures, and armatures back to skeletons."""

from __future__ import annotations

import json

import bpy
import numpy as np
from mathutils import Matrix, Quaternion

from ..protocol.assets import Skeleton

#: Custom property of an armature: rig convention, roles and girth as JSON.
KEY = "troupe_skeleton"
#: A child this near to its parent's tail is drawn connected.
_TOUCHING = 1e-6


def build(asset: Skeleton, collection: bpy.types.Collection, name: str | None = None) -> bpy.types.Object:
    """An armature object whose ``bone.matrix_local`` equals ``asset.rest_rotations()`` and heads.

    Bones can only be made in Edit Mode. It is entered in a scene of its own, so that neither the
    mode, the active object nor the selection of the user is touched.
    """
    armature = bpy.data.armatures.new(name or asset.name)
    ob = bpy.data.objects.new(name or asset.name, armature)
    workshop = bpy.data.scenes.new("Troupe Workshop")
    try:
        workshop.collection.objects.link(ob)
        layer = workshop.view_layers[0]
        layer.objects.active = ob
        with bpy.context.temp_override(scene=workshop, view_layer=layer, active_object=ob, object=ob):
            bpy.ops.object.mode_set(mode="EDIT")
            _add_bones(armature, asset)
            bpy.ops.object.mode_set(mode="OBJECT")
    finally:
        bpy.data.scenes.remove(workshop)
    collection.objects.link(ob)
    armature[KEY] = json.dumps(
        {"name": asset.name, "convention": asset.convention, "roles": asset.roles, "girth": asset.girth})
    return ob


def _add_bones(armature: bpy.types.Armature, asset: Skeleton) -> None:
    pelvis = asset.roles.get("pelvis")
    z_axes = asset.rest_rotations()[:, :, 2]
    bones = []
    for index, (name, parent) in enumerate(zip(asset.names, asset.parents.tolist())):
        bone = armature.edit_bones.new(name)
        bone.head, bone.tail = asset.heads[index].tolist(), asset.tails[index].tolist()
        bone.align_roll(z_axes[index].tolist())
        if parent >= 0:
            bone.parent = bones[parent]
            # A connected bone cannot be moved, and the pelvis carries the travel of every motion.
            touching = np.abs(asset.heads[index] - asset.tails[parent]).max() < _TOUCHING
            bone.use_connect = bool(touching and name != pelvis)
        bones.append(bone)


def upright(ob: bpy.types.Object) -> Matrix:
    """The map from armature space to metres, Z up, facing -Y, as a 4x4 without translation.

    It is the object's scale and tilt: an imported rig in centimetres or with Y up becomes
    comparable with ours, while the way the user has turned it about Z stays the user's.
    """
    _, rotation, scale = ob.matrix_world.decompose()
    length = (rotation.w ** 2 + rotation.z ** 2) ** 0.5
    yaw = Quaternion((rotation.w / length, 0, 0, rotation.z / length)) if length > 1e-6 else Quaternion()
    tilt = yaw.inverted() @ rotation
    return tilt.to_matrix().to_4x4() @ Matrix.Scale(sum(abs(each) for each in scale) / 3, 4)


def read(ob: bpy.types.Object) -> Skeleton:
    """The rest pose of any armature object as a Skeleton, in metres and upright.

    Roles are those stored by :func:`build`, for bones that still exist.
    """
    space = np.array(upright(ob))[:3, :3]
    scale = np.cbrt(np.linalg.det(space))
    bones = sorted(ob.data.bones, key=lambda bone: len(bone.parent_recursive))
    index = {bone.name: number for number, bone in enumerate(bones)}
    stored = _stored(ob.data)
    rest = np.array([bone.matrix_local for bone in bones], np.float64).reshape(-1, 4, 4)
    lengths = np.array([bone.length for bone in bones])
    heads = rest[:, :3, 3] @ space.T
    tails = heads + (rest[:, :3, 1] @ space.T) * np.maximum(lengths, 2 * Skeleton.MINIMUM_LENGTH / scale)[:, None]
    roles = {role: bone for role, bone in stored.get("roles", {}).items() if bone in index}
    return Skeleton(
        name=ob.name, names=[bone.name for bone in bones],
        parents=np.array([index[bone.parent.name] if bone.parent else -1 for bone in bones], np.int32),
        heads=heads.astype(np.float32), tails=tails.astype(np.float32),
        z_axes=(rest[:, :3, 2] @ space.T / scale).astype(np.float32),
        convention=stored.get("convention", "custom"), roles=roles,
        girth=float(stored.get("girth", 0.0) * scale))


def _stored(armature: bpy.types.Armature) -> dict:
    try:
        stored = json.loads(armature.get(KEY, "{}"))
    except (TypeError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}
