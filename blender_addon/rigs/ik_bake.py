# SPDX-License-Identifier: GPL-3.0-or-later
"""What IK controls do over time, as keys on the bones that deform: for export, and to be rid of the controls."""

from __future__ import annotations

import math
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Quaternion

from .. import compat
from ..builders import keys, pose
from ..builders.action_reader import workshop
from . import ik, rigmap

#: Frames a bake may take.
_MOST = 100_000


def bake(ob: bpy.types.Object, scene: bpy.types.Scene) -> bpy.types.Action:
    """A new active action with a key on every frame of the bones that the controls move, and without the controls,
    which are taken away. Over the active action's range, else the scene's; the action before is kept.

    Raises ``ValueError`` with a sentence for the user, and then nothing has changed.
    """
    if not ik.has(ob):
        raise ValueError(f"{ob.name} has no IK controls.")
    before = ob.animation_data.action if ob.animation_data else None
    first, last = (scene.frame_start, scene.frame_end) if before is None else before.frame_range
    frames = np.arange(math.floor(first), math.ceil(last) + 1, dtype=np.float32)
    if len(frames) > _MOST:
        raise ValueError(f"{len(frames)} frames are too many. Choose a shorter range.")
    names = ik.moved_bones(ob)
    pelvis = rigmap.of(ob.data).roles["pelvis"]
    found = _sampled(ob, scene, frames, names)
    action = before.copy() if before is not None else bpy.data.actions.new(f"{ob.name} Baked")
    if before is not None:
        action.name = f"{before.name} Baked"
        before.use_fake_user = True
    slot = compat.slot_name(ob)
    ik.remove(ob)
    bag = _bag(action, ob, slot)
    gone = {f'pose.bones["{bpy.utils.escape_identifier(name)}"]' for name in names}
    for curve in list(bag.fcurves):
        head, _, what = curve.data_path.rpartition(".")
        bone = curve.data_path.split('"')[1] if curve.data_path.startswith('pose.bones["') else ""
        if ik.is_own(bone) or (head in gone and (what.startswith("rotation") or head.endswith(f'"{pelvis}"]'))):
            bag.fcurves.remove(curve)
    for name in names:
        bone = ob.pose.bones[name]
        for channel in _channels(bone, found[name], travels=name == pelvis):
            keys.write(bag, channel, frames)
    compat.bind_action(action, ob, slot)
    return action


def _sampled(ob: bpy.types.Object, scene: bpy.types.Scene, frames: np.ndarray,
             names: list[str]) -> dict[str, list[Matrix]]:
    """Bone -> its basis in each frame, as if there were no constraints."""
    found: dict[str, list[Matrix]] = {name: [] for name in names}
    with workshop(ob, scene) as place:
        for frame in frames.tolist():
            place.frame_set(round(frame))
            posed = ob.evaluated_get(place.view_layers[0].depsgraph)
            for name in names:
                found[name].append(ik.basis_of(posed.pose.bones[name]))
    return found


def _bag(action: bpy.types.Action, ob: bpy.types.Object, slot: str) -> Any:
    """What holds the F-curves of a slot of the action; its first one where the name is not there."""
    if compat.slotted_actions() and action.slots:
        wanted = next((each for each in action.slots if each.identifier == slot), action.slots[0])
        for layer in action.layers:
            for strip in layer.strips:
                if (found := strip.channelbag(wanted)) is not None:
                    return found
    return compat.channels(action, ob)


def _channels(bone: bpy.types.PoseBone, bases: list[Matrix], *, travels: bool) -> list[pose.Channel]:
    quaternions = np.array([each.to_quaternion() for each in bases], np.float32)
    mode = bone.rotation_mode
    if mode == "QUATERNION":
        rotation = pose.Channel(bone.name, "rotation_quaternion", pose.continuous(quaternions[:, None])[:, 0])
    elif mode == "AXIS_ANGLE":
        rows = [Quaternion(each).to_axis_angle() for each in quaternions.tolist()]
        rotation = pose.Channel(bone.name, "rotation_axis_angle", np.array(
            [(angle, *axis) for axis, angle in rows], np.float32))
    else:
        rows, near = [], None
        for each in quaternions.tolist():
            near = Quaternion(each).to_euler(mode, near) if near is not None else Quaternion(each).to_euler(mode)
            rows.append(tuple(near))
        rotation = pose.Channel(bone.name, "rotation_euler", np.array(rows, np.float32))
    if not travels:
        return [rotation]
    return [rotation, pose.Channel(bone.name, "location", np.array([each.to_translation() for each in bases],
                                                                   np.float32))]
