# SPDX-License-Identifier: GPL-3.0-or-later
"""Inverse kinematics for any rig with a rig map: controls for hands and feet with poles, and one for the hips.

The bones that deform keep their names, places and keys. Each limb gets a chain of two bones of its own, from joint to
joint, which the solver turns; behind it follow bones that rest where the deforming ones do, and those copy them as far
as the control's switch says. So limbs of several bones (MakeHuman's) work as well as bones of any roll, switching is
animatable, and taking it all away leaves what was there before.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import bpy
from mathutils import Matrix, Quaternion, Vector

from .. import compat
from ..builders import skeleton
from . import ik_shapes, obstacles, rigify, rigmap
from .joints import SIDES

#: Custom property of a control: 0 FK, 1 IK.
SWITCH = "IK"
#: Name of the constraints and the bone collections that are made here.
NAME, HIDDEN = "Troupe IK", "Troupe IK Mechanism"
#: A limb that is bent less (radians) has no plane of its own: its pole is where the joint would bend to.
_STRAIGHT = 0.035
#: The angle from which the solver starts to bend a limb, so that it knows which way.
_START = 0.35
#: Of a limb's length: how far its pole is from the elbow or knee.
_POLE = 0.6


@dataclass(frozen=True)
class Limb:
    """An arm or a leg, and what its bones are called."""

    key: str
    title: str
    joints: tuple[str, str, str]
    control: str
    pole: str

    @property
    def chain(self) -> tuple[str, str]:
        """The two bones that the solver turns."""
        return f"MCH {self.control} 1", f"MCH {self.control} 2"

    @property
    def followers(self) -> tuple[str, str]:
        """The bones that rest where the deforming ones do."""
        return f"MCH {self.control} upper", f"MCH {self.control} lower"


def _limbs() -> dict[str, Limb]:
    found = {}
    for side in SIDES:
        letter = side[0].upper()
        for key, joints, end, middle in (("arm", ("shoulder", "elbow", "wrist"), "Hand", "Elbow"),
                                         ("leg", ("hip", "knee", "ankle"), "Foot", "Knee")):
            found[f"{side}_{key}"] = Limb(f"{side}_{key}", f"{side.title()} {key.title()}", tuple(
                f"{side}_{each}" for each in joints), f"IK {end}.{letter}", f"IK {middle}.{letter}")
    return found


LIMBS: dict[str, Limb] = _limbs()
#: The control of the hips, and the bone behind it that rests where the pelvis does.
COG, COG_FOLLOWER = "IK Hips", "MCH IK Hips"
#: What can be switched: "hips" and the limbs.
PARTS = {"hips": COG, **{key: limb.control for key, limb in LIMBS.items()}}


def has(ob: bpy.types.Object) -> bool:
    """Whether an armature object has the controls."""
    return ob.type == "ARMATURE" and COG in ob.data.bones


def is_on(ob: bpy.types.Object, part: str) -> bool:
    """Whether a part of :data:`PARTS` is moved by its control."""
    return has(ob) and float(ob.pose.bones[PARTS[part]].get(SWITCH, 0.0)) > 0.5


def obstacle(ob: bpy.types.Object) -> str:
    """Why the controls cannot be added, in a sentence for the user; "" when they can."""
    if has(ob):
        return f"{ob.name} has IK controls already."
    if rigify.is_generated(ob.data):
        return f"{ob.name} has a Rigify rig, which has IK of its own."
    if reason := obstacles.of_animating(ob) or obstacles.of_reading(ob):
        return reason
    if ob.data.library is not None:
        return f"The bones of {ob.name} are linked from another file."
    if ob.data.users > 1:
        return f"Other objects share the bones of {ob.name}: make them a single user first (Object > Relations)."
    roles = rigmap.of(ob.data).roles
    for joint in ("pelvis", *(joint for limb in LIMBS.values() for joint in limb.joints)):
        if joint not in roles:
            return f"{ob.name} has no {joint.replace('_', ' ')} in its rig map."
    return obstacles.of_keys(ob, [roles[joint] for joint in _played()], roles["pelvis"])


def _played() -> list[str]:
    return ["pelvis", *(joint for limb in LIMBS.values() for joint in limb.joints)]


def add(ob: bpy.types.Object, *, on: bool = True) -> None:
    """Add the controls, where the pose is now; ``on``: switch everything to IK, else all stays FK.

    Raises ``ValueError`` with a sentence for the user, and then nothing has changed."""
    if reason := obstacle(ob):
        raise ValueError(reason)
    roles = rigmap.of(ob.data).roles
    angles: dict[str, float] = {}
    with _editing(ob) as bones:
        _build(bones, roles, angles)
    _collect(ob)
    for part, control in PARTS.items():
        bone = ob.pose.bones[control]
        bone[SWITCH] = 0.0
        bone.id_properties_ui(SWITCH).update(min=0.0, max=1.0, description="0: FK, 1: IK")
        bone.rotation_mode = "QUATERNION"
        if part == "hips":
            _constrain(ob, roles["pelvis"], "COPY_TRANSFORMS", COG_FOLLOWER, control)
            continue
        limb = LIMBS[part]
        chain = ob.pose.bones[limb.chain[1]].constraints.new("IK")
        chain.name, chain.target, chain.subtarget, chain.chain_count = NAME, ob, control, 2
        chain.pole_target, chain.pole_subtarget, chain.pole_angle = ob, limb.pole, angles[part]
        chain.iterations, chain.use_stretch = 500, False
        start = ob.pose.bones[limb.chain[1]]
        start.rotation_mode, start.rotation_euler = "XYZ", (0.0, 0.0, _START)
        for joint, follower in zip(limb.joints, limb.followers):
            ob.pose.bones[follower].rotation_mode = "QUATERNION"
            _constrain(ob, roles[joint], "COPY_TRANSFORMS", follower, control)
        _constrain(ob, roles[limb.joints[2]], "COPY_ROTATION", control, control)
    ik_shapes.give(ob, [(COG, "ring"), *((limb.control, "box") for limb in LIMBS.values()),
                        *((limb.pole, "ball") for limb in LIMBS.values())])
    _update(ob)
    for part in PARTS:
        if on:
            to_ik(ob, part)
        else:
            _place(ob, part)
    _update(ob)


def remove(ob: bpy.types.Object) -> None:
    """Take the controls away. Bones stay where they are seen now; keys of theirs play on as before."""
    if not has(ob):
        return
    for part in PARTS:
        if is_on(ob, part):
            to_fk(ob, part)
    for bone in ob.pose.bones:
        for each in [each for each in bone.constraints if each.name == NAME]:
            each.driver_remove("influence")
            bone.constraints.remove(each)
    ik_shapes.take(ob, _own())
    with _editing(ob) as bones:
        for name in _own():
            if name in bones:
                bones.remove(bones[name])
    for name in (NAME, HIDDEN):
        if (found := ob.data.collections.get(name)) is not None:
            ob.data.collections.remove(found)
    _update(ob)


def to_ik(ob: bpy.types.Object, part: str, frame: float | None = None) -> None:
    """Switch a part to IK: its control goes where the bones are, so that nothing is seen to move. With ``frame``, keys
    are put on it there."""
    _switch(ob, part, 0.0)
    _update(ob)
    roles = rigmap.of(ob.data).roles
    moved = {name: ob.pose.bones[name].matrix.copy() for name in _bones(roles, part)}
    _place(ob, part)
    _switch(ob, part, 1.0)
    _update(ob)
    if part != "hips":
        limb = LIMBS[part]
        for joint, follower in zip(limb.joints, limb.followers):
            # What the chain does not say, the twist above all, is kept by the bone behind it.
            bone = ob.pose.bones[follower]
            bone.matrix = moved[roles[joint]]
            bone.location = (0.0, 0.0, 0.0)
            _update(ob)
    if frame is not None:
        own = (COG,) if part == "hips" else (LIMBS[part].control, LIMBS[part].pole, *LIMBS[part].followers)
        _key(ob, part, frame, own)


def to_fk(ob: bpy.types.Object, part: str, frame: float | None = None) -> None:
    """Switch a part to FK: its bones stay where the control has brought them. With ``frame``, keys are put on them."""
    _update(ob)
    roles = rigmap.of(ob.data).roles
    names = _bones(roles, part)
    found = {name: basis_of(ob.pose.bones[name]) for name in names}
    for name, matrix in found.items():
        bone = ob.pose.bones[name]
        _turn(bone, matrix.to_quaternion())
        if part == "hips":
            bone.location = matrix.to_translation()
    _switch(ob, part, 0.0)
    _update(ob)
    if frame is not None:
        _key(ob, part, frame, names)


def basis_of(bone: bpy.types.PoseBone, matrix: Matrix | None = None, above: Matrix | None = None) -> Matrix:
    """The basis by which a bone would be where it is seen (or at ``matrix``, under a parent at ``above``) without any
    constraint."""
    own = bone.matrix if matrix is None else matrix
    if bone.parent is None:
        return bone.bone.convert_local_to_pose(own, bone.bone.matrix_local, invert=True)
    return bone.bone.convert_local_to_pose(
        own, bone.bone.matrix_local, parent_matrix=bone.parent.matrix if above is None else above,
        parent_matrix_local=bone.parent.bone.matrix_local, invert=True)


def release(ob: bpy.types.Object) -> list[str]:
    """Switch all to FK where it is seen; the parts that were on IK, for :func:`hold`."""
    parts = [each for each in PARTS if is_on(ob, each)]
    for part in parts:
        to_fk(ob, part)
    return parts


def hold(ob: bpy.types.Object, parts: Iterable[str], frame: float | None = None) -> None:
    """Switch parts to IK, with keys at ``frame``."""
    for part in parts:
        to_ik(ob, part, frame)


def moved_bones(ob: bpy.types.Object) -> list[str]:
    """The bones that the controls move, parents first."""
    roles = rigmap.of(ob.data).roles
    return list(dict.fromkeys(name for part in PARTS for name in _bones(roles, part)))


def is_own(bone: str) -> bool:
    """Whether a bone is one of those that are added here."""
    return bone in _own()


# Bones


def _own() -> list[str]:
    return [COG_FOLLOWER, COG, *(name for limb in LIMBS.values() for name in (
        *limb.followers, *reversed(limb.chain), limb.control, limb.pole))]


def _bones(roles: dict[str, str], part: str) -> list[str]:
    return [roles["pelvis"]] if part == "hips" else [roles[joint] for joint in LIMBS[part].joints]


def _build(bones: bpy.types.ArmatureEditBones, roles: dict[str, str], angles: dict[str, float]) -> None:
    """The new bones; the pole angle of each limb goes into ``angles``."""
    pelvis = bones[roles["pelvis"]]
    left, right = (bones[roles[f"{side}_hip"]].head for side in SIDES)
    across = (left - right).normalized()
    up = (pelvis.head - (bones[roles["left_ankle"]].head + bones[roles["right_ankle"]].head) / 2).normalized()
    back = up.cross(across).normalized()
    size = (pelvis.head - bones[roles["left_ankle"]].head).length
    base = pelvis.parent
    cog = _new(bones, COG, pelvis.head, pelvis.head + 0.22 * size * back, up, base)
    _like(bones, COG_FOLLOWER, pelvis, cog)
    for key, limb in LIMBS.items():
        first, middle, last = (bones[roles[joint]] for joint in limb.joints)
        points = first.head.copy(), middle.head.copy(), last.head.copy()
        way = _bend(points, back if key.endswith("arm") else -back)
        _like(bones, limb.control, last, base)
        reach = (points[1] - points[0]).length + (points[2] - points[1]).length
        start = points[1] + _POLE * reach * way
        pole = _new(bones, limb.pole, start, start + 0.12 * reach * way, up, base)
        upper = _new(bones, limb.chain[0], points[0], points[1], _depth(points[0], points[1], way), first.parent)
        lower = _new(bones, limb.chain[1], points[1], points[2], _depth(points[1], points[2], way), upper)
        lower.use_connect = True
        for joint, follower, above in zip((first, middle), limb.followers, (upper, lower)):
            _like(bones, follower, joint, above)
        angles[key] = _pole_angle(upper, lower, pole.head)


def _bend(points: tuple[Vector, Vector, Vector], usual: Vector) -> Vector:
    """The direction in which the middle of a limb stands out at rest, or would: as a unit vector."""
    along = (points[2] - points[0]).normalized()
    way = usual - along * usual.dot(along)
    return way.normalized()


def _depth(head: Vector, tail: Vector, way: Vector) -> Vector:
    """The Z axis by which a bone's X axis looks along ``way``."""
    return way.cross((tail - head).normalized())


def _pole_angle(upper: bpy.types.EditBone, lower: bpy.types.EditBone, pole: Vector) -> float:
    """The angle between the first bone's X axis and the pole, about the bone, as the IK constraint wants it."""
    along = upper.tail - upper.head
    normal = (lower.tail - upper.head).cross(pole - upper.head)
    if normal.length < 1e-9:
        return 0.0
    towards = normal.cross(along)
    angle = upper.x_axis.angle(towards)
    return -angle if upper.x_axis.cross(towards).angle(along) < 1.0 else angle


def _new(bones: bpy.types.ArmatureEditBones, name: str, head: Vector, tail: Vector, depth: Vector,
         parent: bpy.types.EditBone | None) -> bpy.types.EditBone:
    bone = bones.new(name)
    bone.head, bone.tail = head, tail
    bone.align_roll(depth)
    bone.parent, bone.use_deform = parent, False
    return bone


def _like(bones: bpy.types.ArmatureEditBones, name: str, other: bpy.types.EditBone,
          parent: bpy.types.EditBone | None) -> bpy.types.EditBone:
    """A bone that rests where another does."""
    bone = bones.new(name)
    bone.head, bone.tail, bone.roll = other.head, other.tail, other.roll
    bone.parent, bone.use_deform = parent, False
    return bone


@contextlib.contextmanager
def _editing(ob: bpy.types.Object) -> Iterator[bpy.types.ArmatureEditBones]:
    """The edit bones, also of an object that is hidden or has X mirroring on."""
    mirrored, ob.data.use_mirror_x = ob.data.use_mirror_x, False
    hidden, ob.hide_viewport = ob.hide_viewport, False
    try:
        with skeleton.editing(ob) as bones:
            yield bones
    finally:
        ob.data.use_mirror_x, ob.hide_viewport = mirrored, hidden


def _collect(ob: bpy.types.Object) -> None:
    """Controls into a bone collection, what lies behind them into a hidden one."""
    shown, hidden = ob.data.collections.new(NAME), ob.data.collections.new(HIDDEN)
    hidden.is_visible = False
    for name in _own():
        bone = ob.data.bones[name]
        for each in list(bone.collections):
            each.unassign(bone)
        (hidden if name.startswith("MCH") else shown).assign(bone)
        bone.color.palette = "THEME09" if name == COG else "THEME01" if name.endswith(".L") else "THEME04"


def _constrain(ob: bpy.types.Object, bone: str, kind: str, target: str, control: str) -> None:
    """A constraint as strong as the control's switch says."""
    made = ob.pose.bones[bone].constraints.new(kind)
    made.name, made.target, made.subtarget = NAME, ob, target
    driver = made.driver_add("influence").driver
    driver.type = "AVERAGE"
    variable = driver.variables.new()
    variable.type = "SINGLE_PROP"
    variable.targets[0].id = ob
    variable.targets[0].data_path = f'pose.bones["{bpy.utils.escape_identifier(control)}"]["{SWITCH}"]'


# Poses


def _place(ob: bpy.types.Object, part: str) -> None:
    """Put a part's control and pole where its bones are."""
    roles = rigmap.of(ob.data).roles
    if part == "hips":
        pelvis = ob.pose.bones[roles["pelvis"]]
        away = pelvis.matrix @ pelvis.bone.matrix_local.inverted()
        ob.pose.bones[COG].matrix = away @ ob.data.bones[COG].matrix_local
        return
    limb = LIMBS[part]
    upper, middle, last = (ob.pose.bones[roles[joint]] for joint in limb.joints)
    for follower in limb.followers:
        ob.pose.bones[follower].matrix_basis.identity()
    ob.pose.bones[limb.control].matrix = last.matrix.copy()
    points = upper.head.copy(), middle.head.copy(), last.head.copy()
    rest = tuple(ob.data.bones[roles[joint]].head_local for joint in limb.joints)
    lengths = (rest[1] - rest[0]).length, (rest[2] - rest[1]).length
    pole = ob.data.bones[limb.pole]
    way = _plane(points)
    if way is None:  # where the joint would bend to, carried along by the limb
        turned = upper.matrix.to_3x3() @ upper.bone.matrix_local.to_3x3().inverted()
        way = _bend(points, turned @ (pole.tail_local - pole.head_local))
    target = Matrix.Translation(points[1] + _POLE * sum(lengths) * way) @ pole.matrix_local.to_3x3().to_4x4()
    ob.pose.bones[limb.pole].matrix = target


def _plane(points: tuple[Vector, Vector, Vector]) -> Vector | None:
    """Where the middle of a bent limb stands out to; None of a straight one."""
    if (points[1] - points[0]).angle(points[2] - points[1]) < _STRAIGHT:
        return None
    along = (points[2] - points[0]).normalized()
    off = (points[1] - points[0]) - along * (points[1] - points[0]).dot(along)
    return off.normalized()


def _turn(bone: bpy.types.PoseBone, rotation: Quaternion) -> None:
    """Set a bone's rotation in its own mode, Euler angles near those it has."""
    if bone.rotation_mode == "QUATERNION":
        bone.rotation_quaternion = rotation
    elif bone.rotation_mode == "AXIS_ANGLE":
        axis, angle = rotation.to_axis_angle()
        bone.rotation_axis_angle = (angle, *axis)
    else:
        bone.rotation_euler = rotation.to_euler(bone.rotation_mode, bone.rotation_euler)


def _switch(ob: bpy.types.Object, part: str, value: float) -> None:
    ob.pose.bones[PARTS[part]][SWITCH] = value


def _update(ob: bpy.types.Object) -> None:
    """Have Blender work the bones out."""
    ob.update_tag(refresh={"OBJECT", "DATA"})
    bpy.context.view_layer.update()


def _key(ob: bpy.types.Object, part: str, frame: float, names: Iterable[str]) -> None:
    """Keys on bones as they are, and on the part's switch."""
    for name in names:
        bone = ob.pose.bones[name]
        mode = {"QUATERNION": "rotation_quaternion", "AXIS_ANGLE": "rotation_axis_angle"}.get(
            bone.rotation_mode, "rotation_euler")
        bone.keyframe_insert(mode, frame=frame, group=name)
        if is_own(name) or part == "hips":
            bone.keyframe_insert("location", frame=frame, group=name)
    key_switch(ob, part, frame)


def key_switch(ob: bpy.types.Object, part: str, frame: float) -> None:
    """A key on a part's switch, which is one or the other and nothing between."""
    control = PARTS[part]
    ob.pose.bones[control].keyframe_insert(f'["{SWITCH}"]', frame=frame, group=control)
    path = f'pose.bones["{bpy.utils.escape_identifier(control)}"]["{SWITCH}"]'
    for curve in compat.bound_fcurves(ob):
        if curve.data_path == path:
            for each in curve.keyframe_points:
                each.interpolation = "CONSTANT"
