# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions inside the worker's Blender, slotted (4.4 and later) or not."""

import math

import bpy
import numpy as np

_LINEAR = 1  # Keyframe.interpolation, as foreach_set wants it


def slotted():
    return "slots" in bpy.types.Action.bl_rna.properties


def fcurves(action, slot=None):
    """The F-curves of an action, of one slot where it has several."""
    if not slotted():
        return list(action.fcurves)
    return [curve for layer in action.layers for strip in layer.strips for bag in strip.channelbags
            if slot is None or bag.slot_handle == slot.handle for curve in bag.fcurves]


def takes_of(ob):
    """(action, slot) of every action that moves bones of the armature; its active action first."""
    names = {bone.name for bone in ob.data.bones}
    active = ob.animation_data.action if ob.animation_data else None
    found = []
    for action in sorted(bpy.data.actions, key=lambda action: (action != active, action.name)):
        slots = [None]
        if slotted():
            slots = [slot for slot in action.slots if slot.target_id_type in ("OBJECT", "UNSPECIFIED")]
        for slot in slots:
            moved = {_bone(curve.data_path) for curve in fcurves(action, slot)} - {""}
            # Another armature's action moves bones this one does not have.
            if moved and len(moved & names) >= max(1, 0.5 * len(moved)) and _fits(ob, action, slot, slots):
                found.append((action, slot))
    return found


def _fits(ob, action, slot, slots):
    """Of several slots, only the one that is named like the object, or bound to it, is its."""
    if slot is None or len(slots) == 1:
        return True
    return slot.name_display == ob.name or any(user == ob for user in slot.users())


def _bone(path):
    if not path.startswith('pose.bones["'):
        return ""
    return path[len('pose.bones["'):].split('"]', 1)[0].replace('\\"', '"')


def plain_name(take, ob):
    """The action's name without the armature's before it ("Armature|Walk")."""
    name = take[0].name
    for prefix in (ob.name, ob.data.name):
        if name.startswith(prefix + "|") and len(name) > len(prefix) + 1:
            name = name[len(prefix) + 1:]
    return name


def clock(take):
    """(first frame, frames a step, number of steps) that meet the action's keys.

    A step is a frame, but where an importer had to lay another rate over the scene's frames.
    """
    keys = set()
    for curve in fcurves(*take):
        times = np.empty(2 * len(curve.keyframe_points), np.float32)
        curve.keyframe_points.foreach_get("co", times)
        keys.update(times[0::2].round(3).tolist())
    frames = np.array(sorted(keys) or [0.0])
    step = 1.0
    if len(frames) > 8 and not _met(frames, math.floor(frames[0] + 1e-3), 1.0):
        usual = (frames[-1] - frames[0]) / max(round((frames[-1] - frames[0]) / float(np.median(np.diff(frames)))), 1)
        if _met(frames, frames[0], usual):
            return float(frames[0]), float(usual), round((frames[-1] - frames[0]) / usual) + 1
    first = math.floor(frames[0] + 1e-3)
    return first, step, max(math.ceil(frames[-1] - 1e-2), first) - first + 1


def _met(times, first, step):
    steps = (times - first) / step
    return (np.abs(steps - np.round(steps)) < 0.02).mean() > 0.98


def length(take):
    return clock(take)[2]


def bind(ob, action, slot=None):
    animation = ob.animation_data or ob.animation_data_create()
    animation.action = action
    if slotted():
        animation.action_slot = slot or action.slots[0]


def evaluated(ob, take, bones, progress):
    """(T, J, 4, 4) f4: the bones' matrices in the world, frame by frame, constraints and all."""
    scene = bpy.context.scene
    animation = ob.animation_data or ob.animation_data_create()
    animation.use_nla = False
    for bone in ob.pose.bones:  # nothing is left over from the take before
        bone.matrix_basis.identity()
        bone.location, bone.scale, bone.rotation_quaternion = (0, 0, 0), (1, 1, 1), (1, 0, 0, 0)
        bone.rotation_euler, bone.rotation_axis_angle = (0, 0, 0), (0, 0, 1, 0)
    bind(ob, *take)
    first, step, count = clock(take)
    order = {bone.name: index for index, bone in enumerate(ob.pose.bones)}
    wanted = [order[bone.name] for bone in bones]
    buffer = np.empty(len(order) * 16, np.float32)
    result = np.empty((count, len(wanted), 4, 4), np.float32)
    for number in range(count):
        frame = first + step * number
        scene.frame_set(math.floor(frame + 1e-4), subframe=max(frame - math.floor(frame + 1e-4), 0.0))
        posed = ob.evaluated_get(bpy.context.evaluated_depsgraph_get())
        posed.pose.bones.foreach_get("matrix", buffer)
        # Blender hands matrices out column by column.
        matrices = buffer.reshape(-1, 4, 4)[wanted].transpose(0, 2, 1)
        result[number] = np.array(posed.matrix_world, np.float32) @ matrices
        if number % 100 == 0:
            progress(number / len(result))
    return result


def build(ob, name, names, root, rotations, location):
    """An action of quaternions (T, J, 4) and the root's location (T, 3), a key a frame from frame 0."""
    action = bpy.data.actions.new(name)
    action.use_fake_user = True
    bag = action
    if slotted():
        slot = action.slots.new(id_type="OBJECT", name=ob.name)
        bag = action.layers.new("Layer").strips.new(type="KEYFRAME").channelbag(slot, ensure=True)
    frames = np.arange(len(rotations), dtype=np.float32)
    for index, bone in enumerate(names):
        path = f'pose.bones["{bpy.utils.escape_identifier(bone)}"]'
        ob.pose.bones[bone].rotation_mode = "QUATERNION"
        columns = [("rotation_quaternion", rotations[:, index])]
        if index == root:
            columns.append(("location", location))
        for prop, values in columns:
            for axis in range(values.shape[1]):
                curve = bag.fcurves.new(f"{path}.{prop}", index=axis)
                points = curve.keyframe_points
                points.add(len(frames))
                points.foreach_set("co", np.stack([frames, values[:, axis].astype(np.float32)], 1).ravel())
                points.foreach_set("interpolation", np.full(len(frames), _LINEAR, np.int32))
                curve.update()
    return action


def lay(ob, actions):
    """Every action as a strip of its own track, from frame 0 on."""
    animation = ob.animation_data or ob.animation_data_create()
    for action in actions:
        track = animation.nla_tracks.new()
        strip = track.strips.new(action.name, 0, action)
        strip.name = action.name
        strip.extrapolation = "HOLD_FORWARD"
        if slotted() and strip.action_slot is None:
            strip.action_slot = action.slots[0]
