# SPDX-License-Identifier: GPL-3.0-or-later
"""An armature's action to a Motion asset, the inverse of :mod:`.action`, for any rig.

The armature is put into a scene of its own while it is read, so that stepping through the frames deforms no mesh,
and neither the user's frame nor pose changes. Blender itself evaluates the bones: rotation modes, inheritance,
parents of the object, drivers and constraints are as the user sees them.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import Any

import bpy
import numpy as np

from .. import compat
from ..protocol.assets import Motion, Provenance, Skeleton
from . import provenance, skeleton
from .skeleton import upright

#: Frames a reading may take, times bones.
_MOST = 20_000_000
#: Of the figure's size: a bone that leaves its place at its parent by more carries travel.
_TRAVELS = 1e-5
#: A key this near to a frame, in frames, is on it.
_ON_FRAME = 2e-2


def read(ob: bpy.types.Object, *, action: bpy.types.Action | None = None, start: float | None = None,
         end: float | None = None, baked: bool = True, scene: bpy.types.Scene | None = None) -> Motion:
    """What ``action`` (the armature object's own when None) does with the bones, as a Motion in metres, upright.

    Without an action at all, what the NLA plays over the scene's range. ``start`` and ``end`` are frames; by
    default the action's. ``baked``: constraints and drivers of bones take part; otherwise the keyed rotations
    alone. Where the object itself moves, the bones do, from the place it has in the first frame. A motion turns
    bones and moves one; it holds no other locations and no scale.
    Raises ``ValueError`` when there is nothing to read, in words for the user.
    """
    if ob is None or ob.type != "ARMATURE" or not ob.data.bones:
        raise ValueError("Select an armature.")
    if ob.mode == "EDIT":
        raise ValueError(f"{ob.name} is in Edit Mode. Leave it to read its action.")
    scene = scene or bpy.context.scene
    animation = ob.animation_data
    action = action or (animation.action if animation else None)
    if action is None and not (animation and any(track.strips for track in animation.nla_tracks)):
        raise ValueError(f"{ob.name} has no action.")
    with _bound(ob, action):
        first, step, count = _clock(ob, action, scene, start, end)
        if count * len(ob.data.bones) > _MOST:
            raise ValueError(f"{count} frames are too many. Choose a shorter range.")
        with workshop(ob, scene) as place:
            bones, placed, poses = _evaluated(ob, place, first + step * np.arange(count), baked)
    return _motion(ob, action, bones, placed[:, None] @ poses, scene.render.fps / scene.render.fps_base / step)


@contextlib.contextmanager
def workshop(ob: bpy.types.Object, scene: bpy.types.Scene) -> Iterator[bpy.types.Scene]:
    """A scene with the armature alone, at the speed of ``scene``; what it depends on is evaluated as well."""
    hidden = ob.hide_viewport
    place = bpy.data.scenes.new("Troupe Workshop")
    try:
        place.render.fps, place.render.fps_base = scene.render.fps, scene.render.fps_base
        place.collection.objects.link(ob)
        if hidden:
            ob.hide_viewport = False
        yield place
    finally:
        bpy.data.scenes.remove(place)
        if hidden:
            ob.hide_viewport = True


@contextlib.contextmanager
def _bound(ob: bpy.types.Object, action: bpy.types.Action | None) -> Iterator[None]:
    """``action`` alone moves the armature; afterwards all is as it was."""
    animation = ob.animation_data or ob.animation_data_create()
    before, slot, nla = animation.action, compat.bound_slot(animation), animation.use_nla
    try:
        if action is not None:
            if not animation.use_tweak_mode:
                animation.use_nla = False
            if animation.action != action:
                compat.bind_action(action, ob)
        yield
    finally:
        if animation.action != before:
            animation.action = before
            if before is not None and slot is not None:
                animation.action_slot = slot
        if animation.use_nla != nla:
            animation.use_nla = nla


def _clock(ob: bpy.types.Object, action: bpy.types.Action | None, scene: bpy.types.Scene, start: float | None,
           end: float | None) -> tuple[float, float, int]:
    """(first frame, frames a step, number of steps).

    Keys of ours keep the motion's own rate, between frames where the scene has another; they are read there.
    """
    if action is None:
        first, last, keys = float(scene.frame_start), float(scene.frame_end), np.empty(0)
    else:
        keys = _key_frames(ob)
        first, last = (float(keys[0]), float(keys[-1])) if len(keys) else tuple(map(float, action.frame_range))
        if action.use_frame_range and action.frame_end >= action.frame_start:
            first, last = float(action.frame_start), float(action.frame_end)
    record = provenance.read(action) or {}
    rate = record.get("fps")
    if start is None and end is None and isinstance(rate, (int, float)) and 0 < rate <= 1000:
        step = scene.render.fps / scene.render.fps_base / rate
        steps = (keys - first) / step
        if len(keys) and np.abs(steps - np.round(steps)).max() < _ON_FRAME:
            count = round((last - first) / step) + 1
            # A closed cycle ends with its first frame again.
            closed = bool(record.get("loop")) and count > 2 and any(
                modifier.type == "CYCLES" for curve in compat.bound_fcurves(ob) for modifier in curve.modifiers)
            return first, step, count - 1 if closed else count
    first = math.floor(first + _ON_FRAME) if start is None else float(start)
    last = math.ceil(last - _ON_FRAME) if end is None else float(end)
    return float(first), 1.0, max(math.floor(last - first + 1e-6), 0) + 1


def _key_frames(ob: bpy.types.Object) -> np.ndarray:
    """The frames of all keys of the bound action, sorted."""
    found: list[np.ndarray] = []
    for curve in compat.bound_fcurves(ob):
        frames = np.empty(2 * len(curve.keyframe_points), np.float32)
        curve.keyframe_points.foreach_get("co", frames)
        found.append(frames[0::2])
    return np.unique(np.concatenate(found).astype(np.float64)) if found else np.empty(0)


def _evaluated(ob: bpy.types.Object, place: bpy.types.Scene, frames: np.ndarray,
               baked: bool) -> tuple[Skeleton, np.ndarray, np.ndarray]:
    """(rest pose, from armature space to upright metres (T, 4, 4), bones in armature space (T, J, 4, 4))."""
    what = "matrix" if baked else "matrix_basis"
    count = len(ob.pose.bones)
    buffer = np.empty(count * 16, np.float32)
    poses, world = np.empty((len(frames), count, 4, 4)), np.empty((len(frames), 4, 4))
    bones, space = None, np.eye(4)
    for number, frame in enumerate(frames.tolist()):
        whole = math.floor(frame + 1e-5)
        place.frame_set(whole, subframe=max(frame - whole, 0.0))
        posed = ob.evaluated_get(place.view_layers[0].depsgraph)
        if bones is None:
            bones = skeleton.read(posed, shown=True)
            bones.name = ob.name
            space = np.array(upright(posed), np.float64)
        posed.pose.bones.foreach_get(what, buffer)
        # Blender hands matrices out column by column.
        poses[number] = buffer.reshape(-1, 4, 4).transpose(0, 2, 1)
        world[number] = posed.matrix_world
    assert bones is not None
    order = {bone.name: index for index, bone in enumerate(ob.pose.bones)}
    poses = poses[:, [order[name] for name in bones.names]]
    if not baked:
        poses = _chained(ob, bones, poses)
    # The yaw and place of the object in the first frame stay the object's.
    return bones, np.linalg.inv(world[0] @ np.linalg.inv(space)) @ world, poses


def _chained(ob: bpy.types.Object, bones: Skeleton, basis: np.ndarray) -> np.ndarray:
    """Bones (T, J, 4, 4) in armature space from their own transforms alone, without constraints."""
    rest = np.array([ob.data.bones[name].matrix_local for name in bones.names], np.float64)
    poses = np.empty_like(basis)
    for joint, parent in enumerate(bones.parents.tolist()):
        local = rest[joint] if parent < 0 else np.linalg.inv(rest[parent]) @ rest[joint]
        poses[:, joint] = local @ basis[:, joint] if parent < 0 else poses[:, parent] @ local @ basis[:, joint]
    return poses


def _motion(ob: bpy.types.Object, action: bpy.types.Action | None, bones: Skeleton, posed: np.ndarray,
            fps: float) -> Motion:
    """``posed``: bones (T, J, 4, 4) in upright metres."""
    rest = bones.rest_rotations()
    turned = _frames(posed) @ rest.transpose(0, 2, 1)
    bad = ~np.isfinite(turned).all(axis=(2, 3))
    for joint in np.flatnonzero(bad.any(axis=0)):  # scaled to nothing: it stays as it is at its parent
        parent = int(bones.parents[joint])
        turned[bad[:, joint], joint] = np.eye(3) if parent < 0 else turned[bad[:, joint], parent]
    basis = np.empty_like(turned)
    for joint, parent in enumerate(bones.parents.tolist()):
        local = turned[:, joint] if parent < 0 else turned[:, parent].transpose(0, 2, 1) @ turned[:, joint]
        basis[:, joint] = rest[joint].T @ local @ rest[joint]
    root = _root(bones, posed[:, :, :3, 3], turned)
    record = provenance.read(action) or {}
    caption, loop = record.get("caption", ""), record.get("loop", False)
    return Motion(
        name=action.name if action is not None else ob.name, fps=float(fps), skeleton=bones,
        rotations=_quaternions(basis).astype(np.float32), root_joint=root,
        root_translation=(posed[:, root, :3, 3] - bones.heads[root]).astype(np.float32),
        loop=loop is True, caption=caption if isinstance(caption, str) else "",
        provenance=_provenance(record.get("provenance")))


def _frames(matrices: np.ndarray) -> np.ndarray:
    """Rotations (..., 3, 3) without scale and shear: Y is kept, then X; NaN where a bone is scaled to nothing."""
    x, y = matrices[..., :3, 0], matrices[..., :3, 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        y = y / np.linalg.norm(y, axis=-1, keepdims=True)
        x = x - (x * y).sum(-1, keepdims=True) * y
        x = x / np.linalg.norm(x, axis=-1, keepdims=True)
    return np.stack([x, y, np.cross(x, y)], -1)


def _root(bones: Skeleton, places: np.ndarray, turned: np.ndarray) -> int:
    """The bone that carries the travel: the last one above the pelvis, or above most bones, that moves."""
    count = np.ones(len(bones.names), int)
    for joint in range(len(count) - 1, -1, -1):
        if bones.parents[joint] >= 0:
            count[bones.parents[joint]] += count[joint]
    pelvis = bones.roles.get("pelvis")
    joint = bones.names.index(pelvis) if pelvis in bones.names else int(
        np.flatnonzero(count >= 0.5 * count.max())[-1])
    heads = bones.heads.astype(np.float64)
    size = max(float(np.ptp(heads, axis=0).max()), 1e-6)
    start = joint
    while joint >= 0:
        parent = int(bones.parents[joint])
        held = heads[joint] if parent < 0 else places[:, parent] + turned[:, parent] @ (heads[joint] - heads[parent])
        if np.abs(places[:, joint] - held).max() > _TRAVELS * size:
            return joint
        joint = parent
    return start


def _quaternions(matrices: np.ndarray) -> np.ndarray:
    """Rotations (T, J, 3, 3) -> unit quaternions (T, J, 4) (w, x, y, z) without sign jumps in time.

    The best conditioned of Shepperd's four candidates (J. Guidance and Control 1(3), 1978).
    """
    m = matrices
    a, b, c = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    x, y, z = m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]
    xy, xz, yz = m[..., 0, 1] + m[..., 1, 0], m[..., 0, 2] + m[..., 2, 0], m[..., 1, 2] + m[..., 2, 1]
    candidates = np.stack([
        np.stack([1 + a + b + c, x, y, z], -1), np.stack([x, 1 + a - b - c, xy, xz], -1),
        np.stack([y, xy, 1 - a + b - c, yz], -1), np.stack([z, xz, yz, 1 - a - b + c], -1)], -2)
    best = np.diagonal(candidates, axis1=-2, axis2=-1).argmax(-1)
    found = np.take_along_axis(candidates, best[..., None, None], -2)[..., 0, :]
    found = found / np.linalg.norm(found, axis=-1, keepdims=True)
    found[0] *= np.where(found[0, :, :1] < 0, -1.0, 1.0)
    dots = (found[1:] * found[:-1]).sum(-1)
    found[1:] *= np.cumprod(np.where(dots < 0, -1.0, 1.0), axis=0)[..., None]
    return found


def _provenance(stored: Any) -> Provenance | None:
    """What :mod:`.provenance` keeps of an asset, or None."""
    if not isinstance(stored, dict):
        return None
    try:
        result = Provenance(**stored)
        result.validate()
    except (TypeError, ValueError):
        return None
    return result
