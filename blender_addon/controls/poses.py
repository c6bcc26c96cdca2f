# SPDX-License-Identifier: GPL-3.0-or-later
"""Keyed poses of an armature as what a motion goes through, and the motion around a frame."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

import bpy
import numpy as np

from .. import compat
from ..builders import action_reader, provenance
from ..protocol.assets import Motion
from ..rigs import rigmap

#: Poses at most; more keys than that, or keys this near to one another (frames), are a motion and no poses.
MOST, NEAR = 64, 1.5
#: Seconds of a motion that are shown to what carries it on.
CONTEXT = 2.0
_BONE = re.compile(r'pose\.bones\["((?:[^"\\]|\\.)+)"\]\.(?:rotation_\w+|location)')
_ARM = ("collar", "shoulder", "elbow", "wrist")
#: Part of the body -> the joints whose keys belong to it; the smallest one that holds all is meant.
PARTS = {**{f"{side}_arm": {f"{side}_{each}" for each in _ARM} for side in ("left", "right")},
         "head": {"neck", "head"}}
PARTS["arms"] = PARTS["left_arm"] | PARTS["right_arm"]
PARTS["upper"] = PARTS["arms"] | PARTS["head"] | {"spine1", "spine2", "spine3"}


def source(armature: bpy.types.Object) -> bpy.types.Action | None:
    """The action whose keyed poses are meant: what the armature does or, where Troupe has made that to go through
    poses, the action that has them."""
    action = armature.animation_data.action if armature.animation_data else None
    edit = (provenance.read(action) or {}).get("edit") or {}
    return bpy.data.actions.get(str(edit.get("action", ""))) or action if edit.get("kind") == "poses" else action


def keyed(armature: bpy.types.Object, selected: bool = False,
          action: bpy.types.Action | None = None) -> dict[float, set[str]]:
    """Frame -> bones that the armature's own action, or another one, keys there, in order; only ``selected`` keys if
    asked for."""
    found: dict[float, set[str]] = {}
    own = armature.animation_data.action if armature.animation_data else None
    for curve in compat.bound_fcurves(armature) if action in (None, own) else compat.fcurves(action):
        match = _BONE.match(curve.data_path)
        if match is None:
            continue
        bone = bpy.utils.unescape_identifier(match[1])
        for key in curve.keyframe_points:
            if not selected or key.select_control_point:
                found.setdefault(round(float(key.co[0]), 3), set()).add(bone)
    return dict(sorted(found.items()))


def read(armature: bpy.types.Object, scene: bpy.types.Scene, start: float,
         action: bpy.types.Action | None = None) -> tuple[list[dict[str, Any]], Motion]:
    """(the poses of a brief, their motion): those that the armature's action (or ``action``) keys from ``start`` on.

    Raises ``ValueError`` with a sentence for the user when there are none, or a key on every frame.
    """
    frames = {frame: bones for frame, bones in keyed(armature, action=action).items() if frame >= start - 1e-3}
    if not frames:
        raise ValueError(f"{armature.name} has no keyed poses from frame {start:g} on. Key some, or turn this off.")
    numbers = list(frames)
    if len(frames) > MOST or (len(frames) > 2 and np.median(np.diff(numbers)) < NEAR):
        raise ValueError(f"The action of {armature.name} has {len(frames)} keyed frames: that is a motion, no poses to "
                         "go through. Use Extend or In-Between, or an action with a few keyed poses.")
    roles = {bone: joint for joint, bone in rigmap.of(armature.data).roles.items()}
    rate = scene.render.fps / scene.render.fps_base
    # Read as one motion, so that the same bone travels in all of them.
    whole = action_reader.read(armature, action=action, start=numbers[0], end=numbers[-1], scene=scene)
    chosen = np.clip(np.round(np.array(numbers) - numbers[0]).astype(int), 0, len(whole.rotations) - 1)
    whole = dataclasses.replace(whole, rotations=whole.rotations[chosen], loop=False, contacts=None,
                                root_translation=whole.root_translation[chosen])
    told = [{"at": round((frame - start) / rate, 6), "frame": number, "part": part_of(bones, roles)}
            for number, (frame, bones) in enumerate(frames.items())]
    return told, whole


def part_of(bones: set[str], roles: dict[str, str]) -> str:
    """The part of the body that keys on ``bones`` pose; "whole" where that is not one, or not known."""
    joints = {roles[bone] for bone in bones if bone in roles}
    if not joints:
        return "whole"
    return next((part for part, own in PARTS.items() if joints <= own), "whole")


def before(armature: bpy.types.Object, scene: bpy.types.Scene, frame: float) -> Motion:
    """What the armature does up to ``frame``."""
    reach = CONTEXT * scene.render.fps / scene.render.fps_base
    first = max(frame - math.floor(reach), _range(armature)[0])
    return action_reader.read(armature, start=min(first, frame), end=frame, scene=scene)


def after(armature: bpy.types.Object, scene: bpy.types.Scene, frame: float) -> Motion:
    """What the armature does from ``frame`` on."""
    reach = CONTEXT * scene.render.fps / scene.render.fps_base
    last = min(frame + math.floor(reach), _range(armature)[1])
    return action_reader.read(armature, start=frame, end=max(last, frame), scene=scene)


def _range(armature: bpy.types.Object) -> tuple[float, float]:
    """The first and the last keyed frame, by the ends of each curve: a recorded motion has keys by the ten thousand."""
    ends = [round(float(curve.keyframe_points[number].co[0]), 3) for curve in compat.bound_fcurves(armature)
            if _BONE.match(curve.data_path) and len(curve.keyframe_points) for number in (0, -1)]
    if not ends:
        raise ValueError(f"{armature.name} has no action with keys on its bones.")
    return min(ends), max(ends)


def last_frame(armature: bpy.types.Object) -> float:
    """The last keyed frame of the armature's action. Raises ``ValueError`` where it has none."""
    return _range(armature)[1]


def gap(armature: bpy.types.Object, scene: bpy.types.Scene) -> tuple[float, float]:
    """The two frames between which a motion is wanted: the two that are selected, else the ends of the preview range
    where one is set, else the keyed ones around the current frame.

    Raises ``ValueError`` with a sentence for the user."""
    chosen = list(keyed(armature, selected=True))
    if len(chosen) == 2:
        return chosen[0], chosen[1]
    if scene.use_preview_range:
        return float(scene.frame_preview_start), float(scene.frame_preview_end)
    every = list(keyed(armature))
    earlier = [frame for frame in every if frame <= scene.frame_current + 1e-3]
    later = [frame for frame in every if frame > scene.frame_current + 1e-3]
    if not earlier or not later:
        raise ValueError("Put the current frame between two keyed poses, select the keys of exactly two frames, or set "
                         "a preview range.")
    if later[0] - earlier[-1] < 2:
        raise ValueError("There is no gap between the keys around the current frame. Select the keys of exactly two "
                         "frames, or set a preview range (P in the timeline).")
    return earlier[-1], later[0]
