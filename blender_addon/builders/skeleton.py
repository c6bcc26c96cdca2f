# SPDX-License-Identifier: GPL-3.0-or-later
"""Skeleton assets to armatures, and armatures back to skeletons."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

import bpy
import numpy as np
from mathutils import Matrix, Quaternion

from ..protocol.assets import Skeleton
from ..rigs import joints, obstacles, rigify, rigmap
from ..rigs.rigmap import KEY

#: A child this near to its parent's tail is drawn connected.
_TOUCHING = 1e-6


def build(asset: Skeleton, collection: bpy.types.Collection, name: str | None = None) -> bpy.types.Object:
    """An armature object whose ``bone.matrix_local`` equals ``asset.rest_rotations()`` and heads."""
    armature = bpy.data.armatures.new(name or asset.name)
    ob = bpy.data.objects.new(name or asset.name, armature)
    with editing(ob):
        _add_bones(armature, asset)
    collection.objects.link(ob)
    armature[KEY] = json.dumps(
        {"name": asset.name, "convention": asset.convention, "roles": asset.roles, "girth": asset.girth})
    return ob


@contextlib.contextmanager
def editing(ob: bpy.types.Object) -> Iterator[bpy.types.ArmatureEditBones]:
    """The edit bones of an armature object, which is in Edit Mode meanwhile: bones can only be made there. It is
    entered in a scene of its own, so that neither the mode, the active object nor the selection of the user is
    touched."""
    workshop = bpy.data.scenes.new("Troupe Workshop")
    try:
        workshop.collection.objects.link(ob)
        layer = workshop.view_layers[0]
        layer.objects.active = ob
        there = {"scene": workshop, "view_layer": layer, "active_object": ob, "object": ob}
        with bpy.context.temp_override(**there):
            bpy.ops.object.mode_set(mode="EDIT")
        try:
            yield ob.data.edit_bones
        finally:
            # Asked for anew: now and then the override was lost in Edit Mode ("Context missing active object").
            with bpy.context.temp_override(**there):
                bpy.ops.object.mode_set(mode="OBJECT")
    finally:
        bpy.data.scenes.remove(workshop)


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


def read(ob: bpy.types.Object, *, every_bone: bool = False, shown: bool = False) -> Skeleton:
    """The rest pose of any armature object as a Skeleton, in metres and upright, with the roles of its rig map.

    A rig that is moved by controls gives those alone, each hanging from the control of the joint above:
    what lies between them in the armature follows them and is no business of a motion's. ``every_bone``
    gives all of them as they hang; ``shown`` gives, of a Rigify rig, the bones that follow its controls,
    whichever of them the animator has used.
    Raises ``ValueError`` with a sentence for the user for an armature that cannot be read.
    """
    if reason := obstacles.of_reading(ob):
        raise ValueError(reason)
    known = rigmap.of(ob.data)
    if shown and rigify.is_generated(ob.data):
        known = rigmap.RigMap(roles=rigify.followers(ob.data), convention="custom", girth=known.girth)
    controlled = not every_bone and is_controlled(ob.data, known.roles)
    if controlled:
        bones, parents = _controls(ob, known.roles)
    else:
        bones = sorted(ob.data.bones, key=lambda bone: len(bone.parent_recursive))
        index = {bone.name: number for number, bone in enumerate(bones)}
        parents = [index[bone.parent.name] if bone.parent else -1 for bone in bones]
    space = np.array(upright(ob))[:3, :3]
    scale = np.cbrt(np.linalg.det(space))
    rest = np.array([bone.matrix_local for bone in bones], np.float64).reshape(-1, 4, 4)
    lengths = np.array([bone.length for bone in bones])
    heads = rest[:, :3, 3] @ space.T
    if controlled and bones[0].name == "torso" and rigify.is_generated(ob.data):
        heads[0] = space @ np.array(rigify.pelvis_place(ob.data))
    tails = heads + (rest[:, :3, 1] @ space.T) * np.maximum(lengths, 2 * Skeleton.MINIMUM_LENGTH / scale)[:, None]
    return Skeleton(
        name=ob.name, names=[bone.name for bone in bones], parents=np.array(parents, np.int32),
        heads=heads.astype(np.float32), tails=tails.astype(np.float32),
        z_axes=(rest[:, :3, 2] @ space.T / scale).astype(np.float32),
        convention=known.convention, roles=dict(known.roles), girth=float(known.girth * scale))


def of_target(ob: bpy.types.Object) -> Skeleton:
    """The Skeleton of an armature that a motion is wanted for. Raises ``ValueError`` with a sentence for the
    user where no motion could be put on it, so that none is ordered in vain."""
    if reason := obstacles.of_animating(ob):
        raise ValueError(reason)
    bones = read(ob)
    if bones.roles and (reason := obstacles.of_keys(ob, bones.roles.values(), bones.roles.get("pelvis", ""))):
        raise ValueError(reason)
    bones.validate()
    return bones


def is_controlled(armature: bpy.types.Armature, roles: dict[str, str]) -> bool:
    """Whether the bones that play are controls, which do not hang from one another as the body's joints do."""
    if rigify.is_generated(armature):
        return True
    if not all(joint in roles for joint in joints.ESSENTIAL):
        return False
    for joint, name in roles.items():
        above = joints.playing_parent(joint, roles)
        # Feet of rigs with inverse kinematics baked in hang elsewhere, and are deforming bones all the same.
        if above and not joint.endswith("_ankle") and armature.bones[roles[above]] not in \
                armature.bones[name].parent_recursive:
            return True
    return False


def _controls(ob: bpy.types.Object, roles: dict[str, str]) -> tuple[list[bpy.types.Bone], list[int]]:
    """The bones that play, parents first, and the number of the bone each hangs from."""
    order = [joint for joint in joints.PARENTS if joint in roles]
    above = [joints.playing_parent(joint, roles) for joint in order]
    return [ob.data.bones[roles[joint]] for joint in order], [order.index(each) if each else -1 for each in above]
