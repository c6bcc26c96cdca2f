# SPDX-License-Identifier: GPL-3.0-or-later
"""Fingers: rotations recorded with a motion, else a relaxed hand that closes into a fist."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.kinematics import axis_angle, matrix_from_quaternion, quaternion_from_matrix
from backend.motion.rigs.tree import Tree
from backend.motion.skeleton import HAND_JOINTS, WRISTS
from protocol.assets import Skeleton

_RELAXED, _FIST = np.radians(14), np.radians(72)


def curled_fingers(skeleton: Skeleton, body: Body, rest: np.ndarray) -> dict[int, tuple[int, np.ndarray, float]]:
    """Finger bone -> (side, flexion axis in the bone's rest frame, share of the full curl)."""
    found = {}
    tree = Tree(skeleton)
    for side, sign in ((0, 1.0), (1, -1.0)):
        wrist = int(body.bones[WRISTS[side]])
        if wrist < 0:
            continue
        for bone in tree.below(wrist):
            label = skeleton.names[bone].lower()
            if "thumb" in label or "finger1" in label:
                axis, share = np.array([0.7, 0.0, 0.7 * sign]), 0.5
            elif any(word in label for word in ("index", "middle", "ring", "pinky", "finger")):
                axis, share = np.array([0.0, sign, 0.0]), 1.0
            else:
                continue
            found[bone] = side, rest[bone].T @ body.alignments[WRISTS[side]].T @ axis, share
    return found


def curled(axis: np.ndarray, share: float, curl: np.ndarray) -> np.ndarray:
    """Rotation (T, 3, 3) of a finger bone in its rest frame for a curl (T,) between 0, relaxed, and 1, a fist."""
    angle = share * (_RELAXED + (_FIST - _RELAXED) * np.clip(curl, 0, 1))
    return axis_angle(np.broadcast_to(axis, (len(curl), 3)), angle)


def finger_rotations(hands: np.ndarray, wrists: np.ndarray) -> np.ndarray:
    """Global rotations (T, 30, 3, 3) of finger joints from relative ones (T, 30, 4) and both wrists' (T, 2, 3, 3)."""
    result = matrix_from_quaternion(hands)
    for joint in range(len(HAND_JOINTS)):
        above = wrists[:, joint // 15] if joint % 3 == 0 else result[:, joint - 1]
        result[:, joint] = above @ result[:, joint]
    return result


def read_hands(world: np.ndarray, rest: np.ndarray, body: Body, wrists: np.ndarray,
               basis: np.ndarray) -> np.ndarray | None:
    """(T, 30, 4) finger rotations relative to the joint before, from the bones' frames ``world`` (T, J, 3, 3).

    None when the rig has no hand of three fingers, or none of its fingers ever leaves its rest pose, as in a file
    that carries finger bones nobody recorded. ``basis`` (T, J, 4) are the motion's own rotations.
    """
    limbs = body.limbs
    if limbs is None or not limbs.has_fingers:
        return None
    playing = limbs.fingers >= 0
    if np.abs(basis[:, limbs.fingers[playing], 1:]).max() < 1e-3:
        return None
    turns = np.empty((len(world), len(HAND_JOINTS), 3, 3))
    local = np.empty_like(turns)
    for joint, bone in enumerate(limbs.fingers):
        above = wrists[:, joint // 15] if joint % 3 == 0 else turns[:, joint - 1]
        if bone >= 0:
            turns[:, joint] = world[:, bone] @ (limbs.finger_alignments[joint] @ rest[bone]).T
        else:
            turns[:, joint] = above
        local[:, joint] = np.swapaxes(above, -1, -2) @ turns[:, joint]
    return quaternion_from_matrix(local)
