# SPDX-License-Identifier: GPL-3.0-or-later
"""From a performance to a Motion on any rig, and from a Motion on one rig to another."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body, body_of, descendants
from backend.motion.kinematics import (
    axis_angle,
    continuous,
    matrix_from_quaternion,
    quaternion_from_matrix,
    transform,
)
from backend.motion.pose import Performance
from backend.motion.skeleton import PARENTS, WRISTS
from backend.motion.transfer import transfer
from protocol.assets import Motion, Skeleton

_RELAXED, _FIST = np.radians(14), np.radians(72)


def to_motion(performance: Performance, body: Body, skeleton: Skeleton, *, name: str, fps: float,
              loop: bool = False, caption: str = "") -> Motion:
    """``performance`` (on ``body``, which was read from ``skeleton``) as local rotations of every bone."""
    frames = len(performance.pelvis)
    rest = skeleton.rest_rotations()
    playing = {int(bone): joint for joint, bone in enumerate(body.bones) if bone >= 0}
    fingers = _finger_axes(skeleton, body, rest)
    world = np.empty((frames, len(skeleton.names), 3, 3))
    local = np.empty((frames, len(skeleton.names), 4))
    for bone, parent in enumerate(skeleton.parents):
        if parent < 0:
            frame = np.broadcast_to(rest[bone], (frames, 3, 3))
        else:
            frame = world[:, parent] @ (rest[parent].T @ rest[bone])
        if bone in playing:
            joint = playing[bone]
            world[:, bone] = performance.rotations[:, joint] @ (body.alignments[joint] @ rest[bone])
        elif bone in fingers:
            side, axis, share = fingers[bone]
            angle = share * (_RELAXED + (_FIST - _RELAXED) * np.clip(performance.curl[:, side], 0, 1))
            world[:, bone] = frame @ axis_angle(np.broadcast_to(axis, (frames, 3)), angle)
        else:
            world[:, bone] = frame
            local[:, bone] = (1.0, 0.0, 0.0, 0.0)
            continue
        local[:, bone] = quaternion_from_matrix(np.swapaxes(frame, -1, -2) @ world[:, bone])
    root = int(body.bones[0])
    # Actions are made on a floor at 0 around the origin; the armature's pelvis may stand elsewhere.
    translation = performance.pelvis - np.array([0.0, 0.0, body.offsets[0, 2] - body.floor])
    return Motion(
        name=name, fps=float(fps), skeleton=skeleton, rotations=continuous(local).astype("<f4"),
        root_translation=translation.astype("<f4"), contacts=performance.contacts.astype("u1"), root_joint=root,
        loop=loop, caption=caption)


def _finger_axes(skeleton: Skeleton, body: Body, rest: np.ndarray) -> dict[int, tuple[int, np.ndarray, float]]:
    """Finger bone -> (side, flexion axis in the bone's rest frame, share of the full curl)."""
    found = {}
    for side, sign in ((0, 1.0), (1, -1.0)):
        wrist = int(body.bones[WRISTS[side]])
        if wrist < 0:
            continue
        for bone in descendants(skeleton, wrist):
            label = skeleton.names[bone].lower()
            if "thumb" in label or "finger1" in label:
                axis, share = np.array([0.7, 0.0, 0.7 * sign]), 0.5
            elif any(word in label for word in ("index", "middle", "ring", "pinky", "finger")):
                axis, share = np.array([0.0, sign, 0.0]), 1.0
            else:
                continue
            found[bone] = side, rest[bone].T @ body.alignments[WRISTS[side]].T @ axis, share
    return found


def from_motion(motion: Motion) -> tuple[Performance, Body]:
    """Any Motion as canonical rotations on its own body; the inverse of :func:`to_motion` (fingers apart)."""
    skeleton = motion.skeleton
    body = body_of(skeleton)
    rest = skeleton.rest_rotations()
    basis = matrix_from_quaternion(motion.rotations)
    world = np.empty_like(basis)
    heads = np.empty((len(basis), len(skeleton.names), 3))
    for bone, parent in enumerate(skeleton.parents):
        if parent < 0:
            world[:, bone] = rest[bone] @ basis[:, bone]
            heads[:, bone] = skeleton.heads[bone]
        else:
            world[:, bone] = world[:, parent] @ (rest[parent].T @ rest[bone]) @ basis[:, bone]
            turn = world[:, parent] @ rest[parent].T
            offset = skeleton.heads[bone].astype(float) - skeleton.heads[parent]
            heads[:, bone] = heads[:, parent] + transform(turn, offset)
        if bone == motion.root_joint:
            heads[:, bone] += motion.root_translation
    rotations = np.empty((len(basis), len(PARENTS), 3, 3))
    for joint, bone in enumerate(body.bones):
        if bone >= 0:
            rotations[:, joint] = world[:, bone] @ rest[bone].T @ body.alignments[joint].T
        else:
            rotations[:, joint] = rotations[:, PARENTS[joint]]
    pelvis = heads[:, body.bones[0]] - np.array([*body.offsets[0, :2], body.floor])
    contacts = np.zeros((len(basis), 4), bool) if motion.contacts is None else motion.contacts.astype(bool)
    return Performance(rotations, pelvis, contacts, np.zeros((len(basis), 2))), body


def retarget(motion: Motion, target: Skeleton) -> Motion:
    """``motion`` on ``target``: root path scaled by leg length, feet pinned again where they touched.

    Rest poses may differ (A against T): rotations travel as canonical ones. Raises
    :class:`~backend.engine.EngineError` when either rig is not recognised.
    """
    performance, source = from_motion(motion)
    body = body_of(target)
    moved = transfer(performance, source, body, motion.fps)
    result = to_motion(moved, body, target, name=motion.name, fps=motion.fps, loop=motion.loop, caption=motion.caption)
    result.provenance = motion.provenance
    if motion.contacts is None:
        result.contacts = None
    return result
