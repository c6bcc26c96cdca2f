# SPDX-License-Identifier: GPL-3.0-or-later
"""Motion assets to actions: dense, baked, grouped by bone, written with ``foreach_set``."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from .. import compat
from ..protocol.assets import Motion
from . import provenance
from .skeleton import upright

_LINEAR = 1  # Keyframe.interpolation, as foreach_set wants it


def build(asset: Motion, target: bpy.types.Object, *, start: float = 1.0, cyclic: bool = False,
          fit_scene: bool = True, scene: bpy.types.Scene | None = None) -> bpy.types.Action:
    """An action for the armature object ``target``, bound to it.

    ``start`` is the frame of the first key. Keys keep the motion's time: they fall between frames
    when the scene has another rate. ``cyclic`` adds Cycles modifiers, so that the clip repeats
    for ever, travelling on where it travels. ``fit_scene`` sets the scene's range to the motion.
    An earlier action without other users is kept by a fake user.
    Raises ``ValueError`` when no bone of the motion exists in the target. The target and the scene change
    last, so that they stay as they were, pose and all, when anything before fails.
    """
    names = asset.skeleton.names
    present = [index for index, name in enumerate(names) if name in target.pose.bones]
    if not present:
        raise ValueError(f"{target.name} has none of the bones of this motion.")
    action = bpy.data.actions.new(asset.name)
    bag = compat.channels(action, target)
    scene = scene or bpy.context.scene
    step = scene.render.fps / scene.render.fps_base / asset.fps
    rotations = continuous(asset.rotations)
    translation = root_location(asset, target)
    repeat = asset.loop and cyclic
    if repeat:
        rotations, translation = _closed(rotations, translation)
    frames = (start + step * np.arange(len(rotations))).astype(np.float32)
    for index in present:
        path = f'pose.bones["{bpy.utils.escape_identifier(names[index])}"]'
        if index == asset.root_joint:
            _curves(bag, f"{path}.location", names[index], frames, translation, repeat)
        _curves(bag, f"{path}.rotation_quaternion", names[index], frames, rotations[:, index], repeat)
    action.use_frame_range = True
    action.frame_start, action.frame_end = float(frames[0]), float(frames[-1])
    action.use_cyclic = asset.loop
    provenance.write(action, "motion", asset.provenance, caption=asset.caption, fps=asset.fps, loop=asset.loop)
    _assign(action, target, [names[index] for index in present])
    if fit_scene:
        scene.frame_start, scene.frame_end = int(np.floor(start)), max(int(np.floor(start)), int(frames[-1]))
    return action


def _assign(action: bpy.types.Action, target: bpy.types.Object, bones: list[str]) -> None:
    before = target.animation_data.action if target.animation_data else None
    compat.bind_action(action, target)
    if before is not None and not before.users:
        before.use_fake_user = True
    for name in bones:
        target.pose.bones[name].rotation_mode = "QUATERNION"


def continuous(rotations: np.ndarray) -> np.ndarray:
    """(T, J, 4) with signs chosen so that no quaternion is further than 90 degrees of arc in R4 from
    the one before it: q and -q turn alike, but F-curves between them would not."""
    dots = np.einsum("tjk,tjk->tj", rotations[1:], rotations[:-1])
    signs = np.cumprod(np.where(dots < 0, -1.0, 1.0), axis=0).astype(np.float32)
    result = rotations.copy()
    result[1:] *= signs[:, :, None]
    return result


def root_location(asset: Motion, target: bpy.types.Object) -> np.ndarray:
    """(T, 3) f4: the root bone's ``location`` that moves its head by ``root_translation``.

    A pose bone's matrix is ``parent @ rest_from_parent @ basis``, so the armature-space travel d
    from the rest head h gives ``location = R^-1 (h + d - P h)``: P is the parent's deformation
    (its posed times its inverse rest matrix, from the motion's rotations) and R its rotation
    times the bone's rest rotation.
    """
    skeleton, root = asset.skeleton, asset.root_joint
    rest = _rest_matrices(asset, target)
    space = np.array(upright(target))[:3, :3]
    travel = asset.root_translation @ np.linalg.inv(space).T
    deform = np.broadcast_to(np.eye(4), (len(travel), 4, 4))
    chain = []
    joint = int(skeleton.parents[root])
    while joint >= 0:
        chain.append(joint)
        joint = int(skeleton.parents[joint])
    for joint in reversed(chain):
        basis = np.broadcast_to(np.eye(4), (len(travel), 4, 4)).copy()
        basis[:, :3, :3] = rotation_matrices(asset.rotations[:, joint])
        deform = deform @ rest[joint] @ basis @ np.linalg.inv(rest[joint])
    head = rest[root][:3, 3]
    away = head + travel - (deform[:, :3, :3] @ head + deform[:, :3, 3])
    frame = deform[:, :3, :3] @ rest[root][:3, :3]
    return np.einsum("tji,tj->ti", frame, away).astype(np.float32)


def _rest_matrices(asset: Motion, target: bpy.types.Object) -> dict[int, np.ndarray]:
    """Rest matrices of the target's bones in armature space; the motion's own for bones it lacks."""
    skeleton = asset.skeleton
    frames = skeleton.rest_rotations()
    matrices: dict[int, np.ndarray] = {}
    for index, name in enumerate(skeleton.names):
        bone = target.data.bones.get(name)
        if bone is not None:
            matrices[index] = np.array(bone.matrix_local, np.float64)
        else:
            matrices[index] = np.eye(4)
            matrices[index][:3, :3], matrices[index][:3, 3] = frames[index], skeleton.heads[index]
    return matrices


def rotation_matrices(quaternions: np.ndarray) -> np.ndarray:
    """(N, 4) unit quaternions (w, x, y, z) -> (N, 3, 3) f8."""
    w, x, y, z = quaternions.astype(np.float64).T
    return np.stack([
        1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], axis=1).reshape(-1, 3, 3)


def _closed(rotations: np.ndarray, translation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One frame more, which equals the first one (travel apart), so that a cycle has no gap."""
    rotations = continuous(np.concatenate([rotations, rotations[:1]]))
    after = translation[-1] + (translation[1 % len(translation)] - translation[0])
    return rotations, np.concatenate([translation, after[None]])


def _curves(bag: Any, path: str, group: str, frames: np.ndarray, values: np.ndarray, repeat: bool) -> None:
    """One F-curve a column of ``values`` (T, N); a bone that never moves gets a single key."""
    still = bool((values == values[:1]).all())
    count = 1 if still else len(frames)
    keys = np.empty((count, 2), np.float32)
    keys[:, 0] = frames[:count]
    interpolation = np.full(count, _LINEAR, np.int32)
    for column in range(values.shape[1]):
        curve = compat.new_fcurve(bag, path, column, group)
        keys[:, 1] = values[:count, column]
        points = curve.keyframe_points
        points.add(count)
        points.foreach_set("co", keys.ravel())
        points.foreach_set("interpolation", interpolation)
        curve.update()
        if repeat:
            cycles = curve.modifiers.new("CYCLES")
            cycles.mode_before = cycles.mode_after = "REPEAT_OFFSET" if path.endswith("location") else "REPEAT"
