# SPDX-License-Identifier: GPL-3.0-or-later
"""A pose of the library onto an armature: blended from what is there, set down on the floor, keyed if wanted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import bpy
import numpy as np
from mathutils import Euler, Quaternion, Vector

from ..builders import avatar, skeleton
from ..builders import pose as channels
from ..protocol.assets import Motion
from ..rigs import ik, joints, obstacles, rigify
from .angles import Pose
from .solve import Solver

#: A rotation mode -> the property that holds it; all others are Euler angles.
PROPERTY = {"QUATERNION": "rotation_quaternion", "AXIS_ANGLE": "rotation_axis_angle"}


@dataclass(eq=False)
class Target:
    """What a pose wants of one bone: a basis rotation, and a place for the one that carries the body."""

    rotation: Quaternion | None = None
    location: Vector | None = None


def targets(ob: bpy.types.Object, pose: Pose, lift: float | None = None) -> dict[str, Target]:
    """Bone -> what ``pose`` wants of it; ``lift`` (metres) is how far the pelvis goes up where no foot stands.

    Raises ``ValueError`` with a sentence for the user for an armature that cannot be posed.
    """
    bones = skeleton.read(ob)
    roles = {**joints.fingers(bones.names), **bones.roles}
    if not roles:
        raise ValueError(f"Which bones of {ob.name} play which joints is not known: see the rig map.")
    solver = Solver(bones, roles)
    rotations, travel = solver.solve(pose, lift)
    root = solver.at["pelvis"]
    motion = Motion(name=pose.title, fps=30.0, skeleton=bones, rotations=rotations[None], root_joint=root,
                    root_translation=travel.astype(np.float32)[None])
    playing = {bones.names[number] for number in solver.moved}
    found: dict[str, Target] = {}
    for each in channels.channels(motion, ob, {}):
        target = found.setdefault(each.bone, Target())
        if each.name == "location":
            target.location = Vector(each.values[0].tolist())
        elif each.bone in playing:
            target.rotation = Quaternion(each.values[0].tolist())
    return {bone: each for bone, each in found.items() if each.rotation is not None or each.location is not None}


def apply(ob: bpy.types.Object, pose: Pose, *, amount: float = 1.0, only: Collection[str] | None = None,
          key: bool = False, frame: float | None = None) -> None:
    """Put ``ob`` into ``pose``: all of it, or as far as ``amount`` from where its bones are; ``only`` those bones.

    A pose in which the feet do not carry the body is set down by the lowest point of the avatar's skin and shoes, on
    the height of the armature object's origin. Controls of parts that are on IK are brought along. ``key`` puts keys
    on the bones at ``frame`` (the current one).
    Raises ``ValueError`` with a sentence for the user.
    """
    held = ik.release(ob)
    try:
        _applied(ob, pose, amount, only, key, frame)
    finally:
        ik.hold(ob, held, (bpy.context.scene.frame_current if frame is None else frame) if key else None)


def _applied(ob: bpy.types.Object, pose: Pose, amount: float, only: Collection[str] | None, key: bool,
             frame: float | None) -> None:
    before = {bone.name: (bone.matrix_basis.to_quaternion(), bone.location.copy()) for bone in ob.pose.bones}
    wanted = settled(ob, pose)
    for name, each in wanted.items():
        bone = ob.pose.bones[name]
        rotation, location = before[name]
        share = amount if only is None or name in only else 0.0
        _write(bone, Target(
            None if each.rotation is None else rotation.slerp(each.rotation, share),
            None if each.location is None else location.lerp(each.location, share)))
        if key and share:
            _key(bone, each, frame)


def settled(ob: bpy.types.Object, pose: Pose) -> dict[str, Target]:
    """:func:`targets` of a pose on the floor. The armature is left in some pose between; the switches of a Rigify rig
    are set."""
    if reason := obstacles.of_animating(ob) or obstacles.of_reading(ob):
        raise ValueError(reason)
    wanted = targets(ob, pose)
    for bone, name, value in rigify.switches(ob) if rigify.is_generated(ob.data) else ():
        ob.pose.bones[bone][name] = type(ob.pose.bones[bone][name])(value)
    if set(pose.stands) & {"left_foot", "right_foot"}:
        return wanted
    for name, each in wanted.items():
        _write(ob.pose.bones[name], each)
    return targets(ob, pose, pose.lift * _height(ob) - lowest(ob, arms=not pose.stands))


def lowest(ob: bpy.types.Object, *, arms: bool = True) -> float:
    """How high the lowest point of the avatar's skin and shoes is above the armature object's origin, in metres as
    posed now; without the skin of the arms where those do not count. Of an armature without meshes, its lowest joint
    less some flesh."""
    bpy.context.view_layer.update()
    graph = bpy.context.evaluated_depsgraph_get()
    heights = []
    feet, limbs = _below(ob, "ankle"), _below(ob, "shoulder")
    for part in avatar.parts(ob):
        if part[avatar.ROLE] not in ("body", "garment"):
            continue
        found = part.evaluated_get(graph)
        mesh = found.to_mesh()
        flat = np.empty(3 * len(mesh.vertices), np.float32)
        mesh.vertices.foreach_get("co", flat)
        matrix = np.array(found.matrix_world)
        own = flat.reshape(-1, 3) @ matrix[2, :3] + matrix[2, 3]
        if part[avatar.ROLE] == "garment":
            own = own[_moved(part, mesh, feet)]
        elif not arms:
            own = own[~_moved(part, mesh, limbs)]
        found.to_mesh_clear()
        if len(own):
            heights.append(float(own.min()))
    if not heights:
        flesh = 0.02 * _height(ob)
        heights = [min((ob.matrix_world @ end).z for bone in ob.pose.bones for end in (bone.head, bone.tail)) - flesh]
    return min(heights) - ob.matrix_world.translation.z


def _below(ob: bpy.types.Object, joint: str) -> set[str]:
    """The bones that play a joint of both sides, and what hangs on them."""
    roles = skeleton.read(ob, shown=True).roles
    tops = [ob.data.bones[roles[f"{side}_{joint}"]] for side in joints.SIDES if f"{side}_{joint}" in roles]
    return {each.name.replace("ORG-", "DEF-") for top in tops for each in (top, *top.children_recursive)}


def _moved(part: bpy.types.Object, mesh: bpy.types.Mesh, bones: set[str]) -> np.ndarray:
    """(V,) whether a vertex of the evaluated mesh moves with ``bones``: shoes touch the floor, hems do not."""
    groups = {group.index for group in part.vertex_groups if group.name in bones}
    if not groups:
        return np.zeros(len(mesh.vertices), bool)
    return np.array([sum(each.weight for each in vertex.groups if each.group in groups) > 0.5
                     for vertex in mesh.vertices], bool)


def _height(ob: bpy.types.Object) -> float:
    """Of the armature, metres."""
    points = [ob.matrix_world @ end for bone in ob.data.bones for end in (bone.head_local, bone.tail_local)]
    return max(each.z for each in points) - min(each.z for each in points)


def in_mode(rotation: Quaternion, mode: str, near: Euler | None = None) -> tuple[float, ...]:
    """A rotation as the values of a rotation mode's property, Euler angles near ``near``."""
    if mode == "QUATERNION":
        return tuple(rotation)
    if mode == "AXIS_ANGLE":
        axis, angle = rotation.to_axis_angle()
        return (angle, *axis)
    return tuple(rotation.to_euler(mode, near) if near is not None else rotation.to_euler(mode))


def _write(bone: bpy.types.PoseBone, target: Target) -> None:
    if target.location is not None:
        bone.location = target.location
    if target.rotation is not None:
        mode = bone.rotation_mode
        setattr(bone, PROPERTY.get(mode, "rotation_euler"), in_mode(target.rotation, mode, bone.rotation_euler))


def _key(bone: bpy.types.PoseBone, target: Target, frame: float | None) -> None:
    at = bpy.context.scene.frame_current if frame is None else frame
    if target.location is not None:
        bone.keyframe_insert("location", frame=at, group=bone.name)
    if target.rotation is not None:
        bone.keyframe_insert(PROPERTY.get(bone.rotation_mode, "rotation_euler"), frame=at, group=bone.name)
