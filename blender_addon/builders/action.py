# SPDX-License-Identifier: GPL-3.0-or-later
"""Motion assets to actions: slotted, grouped by bone, one key a frame or simplified, on the armature or in its NLA."""

from __future__ import annotations

import bpy
import numpy as np

from .. import compat
from ..protocol.assets import Motion
from ..rigs import obstacles, rigify
from ..rigs.joints import ESSENTIAL
from . import keys, nla, pose, provenance
from .pose import Channel
from .simplify import Tolerance
from .skeleton import upright

#: Share of the tolerance that bones which stand on the floor keep to; of the root's height, what is near the floor.
_FINER, _LOW = 0.2, 0.2
#: Rotation mode -> the property that keys it; all others are Euler angles.
_KEYED = {"QUATERNION": "rotation_quaternion", "AXIS_ANGLE": "rotation_axis_angle"}
#: Every column of a channel that is at rest.
_AT_REST = {"location": (0.0, 0.0, 0.0), "rotation_quaternion": (1.0, 0.0, 0.0, 0.0),
            "rotation_euler": (0.0, 0.0, 0.0), "rotation_axis_angle": (0.0, 0.0, 1.0, 0.0)}


def build(asset: Motion, target: bpy.types.Object, *, start: float = 1.0, cyclic: bool = False,
          fit_scene: bool = True, scene: bpy.types.Scene | None = None, bake: str = "ACTION",
          simplify: Tolerance | None = None, blend: float = 0.0) -> bpy.types.Action:
    """An action for the armature object ``target``, bound to it.

    ``start`` is the frame of the first key. Keys keep the motion's time: they fall between frames
    when the scene has another rate. ``cyclic`` adds Cycles modifiers, so that the clip repeats
    for ever, travelling on where it travels. ``fit_scene`` sets the scene's range to the motion.
    ``bake``: "ACTION" makes it the active action, an earlier one without other users is kept by a
    fake user; "NLA" puts it on a track of its own above all others, with ``blend`` frames of crossfade,
    an earlier active action is pushed down. ``simplify`` leaves out keys that are not needed.
    Raises ``ValueError`` when no bone of the motion exists in the target, or keys on them would have no
    effect. The target and the scene change last, so that they stay as they were, pose and all, when
    anything before fails.
    """
    names = asset.skeleton.names
    if not any(name in target.pose.bones for name in names):
        raise ValueError(f"{target.name} has none of the bones of this motion.")
    _check(asset, target)
    scene = scene or bpy.context.scene
    step = scene.render.fps / scene.render.fps_base / asset.fps
    channels = pose.channels(asset, target, obstacles.keyed_modes(target))
    repeat = asset.loop and cyclic
    if repeat:
        channels = [_closed(channel) for channel in channels]
    frames = (start + step * np.arange(len(channels[0].values))).astype(np.float32)
    action = bpy.data.actions.new(asset.name)
    bag = compat.channels(action, target)
    metres = abs(np.linalg.det(np.array(upright(target))[:3, :3])) ** (1 / 3)
    finer = _standing(asset) if simplify is not None else set()
    errors = [keys.write(bag, channel, frames, repeat=repeat, loop=repeat, metres=metres, tolerance=simplify.scaled(
        _FINER) if simplify is not None and channel.bone in finer else simplify) for channel in channels]
    switches = rigify.switches(target) if rigify.is_generated(target.data) else []
    _hold(bag, target, channels, switches, float(frames[0]))
    action.use_frame_range = True
    action.frame_start, action.frame_end = float(frames[0]), float(frames[-1])
    action.use_cyclic = asset.loop
    details = {} if simplify is None else {"simplified": {
        "rotation": max([error for error, each in zip(errors, channels) if each.name != "location"], default=0.0),
        "location": max([error for error, each in zip(errors, channels) if each.name == "location"], default=0.0)}}
    provenance.write(action, "motion", asset.provenance, caption=asset.caption, fps=asset.fps, loop=asset.loop,
                     **details)
    _assign(action, target, channels, bake, blend)
    for bone, name, value in switches:
        target.pose.bones[bone][name] = type(target.pose.bones[bone][name])(value)
    if fit_scene:
        scene.frame_start, scene.frame_end = int(np.floor(start)), max(int(np.floor(start)), int(frames[-1]))
    return action


def _standing(asset: Motion) -> set[str]:
    """Bones between the floor and the root of a motion whose feet touch the floor: errors add up along them, and
    planted feet would slide."""
    if asset.contacts is None or not asset.contacts.any():
        return set()
    bones, heights = asset.skeleton, asset.skeleton.heads[:, 2]
    low = heights < heights.min() + _LOW * (heights[asset.root_joint] - heights.min())
    found = {asset.root_joint}
    for joint in np.flatnonzero(low).tolist():
        while joint >= 0 and joint not in found:
            found.add(joint)
            joint = int(bones.parents[joint])
    return {bones.names[joint] for joint in found}


def _check(asset: Motion, target: bpy.types.Object) -> None:
    """Raise ``ValueError`` unless the target can be animated and will show it."""
    names = asset.skeleton.names
    roles = asset.skeleton.roles
    playing = set(roles.values())
    if not all(joint in roles for joint in ESSENTIAL):
        # Whatever moves, but for ends of chains: bones that spread a twist may well be held.
        moved = np.abs(asset.rotations - asset.rotations[:1]).max(axis=(0, 2)) > 1e-4
        moved[np.setdiff1d(np.arange(len(names)), asset.skeleton.parents)] = False
        playing |= {name for name, each in zip(names, moved) if each}
    reason = obstacles.of_animating(target) or obstacles.of_keys(
        target, [name for name in names if name in playing], names[asset.root_joint])
    if reason:
        raise ValueError(reason)


def _hold(bag: object, target: bpy.types.Object, channels: list[Channel], switches: list[tuple[str, str, float]],
          frame: float) -> None:
    """One key on each control of a generated rig that must rest or be switched for the motion to arrive."""
    for bone, name, value in switches:
        path = f'pose.bones["{bpy.utils.escape_identifier(bone)}"]["{bpy.utils.escape_identifier(name)}"]'
        keys.constant(bag, path, 0, bone, frame, value)
    if not switches:
        return
    for bone in rigify.resting(target, {channel.bone for channel in channels}):
        mode = target.pose.bones[bone].rotation_mode
        rotation = _KEYED.get(mode, "rotation_euler")
        for name in ("location", rotation):
            for index, value in enumerate(_AT_REST[name]):
                keys.constant(bag, Channel(bone, name, np.empty(0)).path, index, bone, frame, value)


def _assign(action: bpy.types.Action, target: bpy.types.Object, channels: list[Channel], bake: str,
            blend: float) -> None:
    before = target.animation_data.action if target.animation_data else None
    if bake == "NLA":
        nla.add(target, action, action.name, blend)
    else:
        compat.bind_action(action, target)
        if before is not None and not before.users:
            before.use_fake_user = True
    for channel in channels:
        if channel.name == "rotation_quaternion":
            target.pose.bones[channel.bone].rotation_mode = "QUATERNION"


def _closed(channel: Channel) -> Channel:
    """One frame more, which equals the first one (travel apart), so that a cycle has no gap."""
    values = channel.values
    if channel.name == "location":
        after = values[-1] + (values[1 % len(values)] - values[0])
        return Channel(channel.bone, channel.name, np.concatenate([values, after[None]]))
    again = values[:1]
    if channel.name == "rotation_quaternion" and float(again[0] @ values[-1]) < 0:
        again = -again
    elif channel.name == "rotation_euler":
        again = again + 2 * np.pi * np.round((values[-1:] - again) / (2 * np.pi))
    return Channel(channel.bone, channel.name, np.concatenate([values, again]).astype(np.float32))
