# SPDX-License-Identifier: GPL-3.0-or-later
"""The bones of a rig beyond the 22 canonical joints that take part in a motion.

Rigs have more or fewer spine and neck bones than the canonical body, bones that spread the twist of a limb
along it, and fingers. How canonical rotations are laid on those, and read from them, is decided here and done
in :mod:`backend.motion.retarget`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.motion.kinematics import axis_angle, quaternion_from_matrix, rotation_z, shortest_rotation, unit
from backend.motion.rigs.tree import Tree
from backend.motion.skeleton import ELBOWS, FINGERS, HAND_JOINTS, HIPS, INDEX, KNEES, PARENTS, SHOULDERS, WRISTS

_SIDES = ("left", "right")


@dataclass(frozen=True)
class Twist:
    """A bone that takes a share of the twist along one segment of a limb."""

    bone: int
    #: Canonical joint at the segment's start.
    joint: int
    #: 0: as the segment's start is turned, 1: as its end is.
    share: float
    #: Whether the limb hangs from it: then it carries whatever lies beyond, and is read instead of the first bone.
    carries: bool


@dataclass(frozen=True, eq=False)
class Limbs:
    """See the module."""

    #: Bones above the pelvis up to the chest, which is included; likewise above the chest up to the head.
    spine: tuple[int, ...]
    neck: tuple[int, ...]
    twists: tuple[Twist, ...]
    #: (30,) bone of each of :data:`~backend.motion.skeleton.HAND_JOINTS`, -1 for none.
    fingers: np.ndarray
    #: (30, 3, 3) from the finger's rest pose to straight fingers on a hand in the T-pose.
    finger_alignments: np.ndarray

    @property
    def has_fingers(self) -> bool:
        """Three fingers or more on one hand: fewer are not a hand that was recorded."""
        first = self.fingers[::3] >= 0
        return bool(max(first[:5].sum(), first[5:].sum()) >= 3)


def limbs_of(tree: Tree, roles: dict[str, str], bones: np.ndarray, alignments: np.ndarray, heads: np.ndarray,
             tails: np.ndarray) -> Limbs:
    """``alignments`` (22, 3, 3), ``heads`` and ``tails`` (J, 3) are of the rig turned to face -Y."""
    chest, head = int(bones[INDEX["spine3"]]), int(bones[INDEX["head"]])
    spine = tree.between(int(bones[0]), chest) if chest >= 0 else None
    neck = tree.between(chest, head) if chest >= 0 and head >= 0 else None
    fingers, finger_alignments = _fingers(tree, roles, bones, alignments, heads, tails)
    return Limbs(tuple(spine or ()), tuple(neck or ()), tuple(_twists(tree, bones, heads)), fingers, finger_alignments)


def _twists(tree: Tree, bones: np.ndarray, heads: np.ndarray) -> list[Twist]:
    found = []
    for first, second, upper in ((SHOULDERS, ELBOWS, True), (HIPS, KNEES, True), (ELBOWS, WRISTS, False)):
        for side in (0, 1):
            start, end = int(bones[first[side]]), int(bones[second[side]])
            if start < 0 or end < 0:
                continue
            extra = (tree.between(start, end) or [end])[:-1]
            count = len(extra) + 1
            for number, bone in enumerate(extra, 1):
                share = (number + 1) / count if upper else number / count
                found.append(Twist(bone, first[side], share, upper and number == count - 1))
            if upper and extra:
                found.append(Twist(start, first[side], 1 / count, False))
            along = heads[end] - heads[start]
            for bone in (child for each in (start, *extra) for child in tree.children[each]):
                name = tree.names[bone].lower()
                if not tree.children[bone] and ("twist" in name or "roll" in name):
                    share = float((heads[bone] - heads[start]) @ along / max(along @ along, 1e-12))
                    found.append(Twist(bone, first[side], float(np.clip(share, 0, 1)), False))
    return found


def twist_angle(relative: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """How far rotations (T, 3, 3) turn about ``axis`` (3,), radians without jumps; where they turn the axis over,
    which leaves the twist undefined, the value is carried over from before."""
    quaternion = quaternion_from_matrix(relative)
    along = quaternion[:, 1:] @ axis
    angle = 2 * np.arctan2(along, quaternion[:, 0])
    sure = quaternion[:, 0] ** 2 + along**2 > 0.03
    if not sure.any():
        return np.zeros(len(angle))
    frames = np.arange(len(angle))
    angle = np.interp(frames, frames[sure], np.unwrap(angle[sure]))
    return np.asarray(angle - 2 * np.pi * np.round(np.median(angle) / (2 * np.pi)))


def segment_axis(joint: int) -> np.ndarray:
    """Direction in the T-pose of the limb that starts at ``joint``."""
    if joint in HIPS or joint in KNEES:
        return np.array([0.0, 0.0, -1.0])
    return np.array([1.0 if joint in (SHOULDERS[0], ELBOWS[0]) else -1.0, 0.0, 0.0])


def twisted(twist: Twist, rotations: np.ndarray) -> np.ndarray:
    """Canonical global rotation (T, 3, 3) of a twist bone within ``rotations`` (T, 22, 3, 3)."""
    joint, axis = twist.joint, segment_axis(twist.joint)
    own = rotations[:, joint]
    if joint in ELBOWS:
        angle = twist.share * twist_angle(np.swapaxes(own, -1, -2) @ rotations[:, WRISTS[ELBOWS.index(joint)]], axis)
    else:
        parent = rotations[:, PARENTS[joint]]
        angle = (twist.share - 1) * twist_angle(np.swapaxes(parent, -1, -2) @ own, axis)
    return own @ axis_angle(np.broadcast_to(axis, (len(own), 3)), angle)


def _fingers(tree: Tree, roles: dict[str, str], bones: np.ndarray, alignments: np.ndarray, heads: np.ndarray,
             tails: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    number = {name: index for index, name in enumerate(tree.names)}
    found = np.array([number.get(roles.get(role, ""), -1) for role in HAND_JOINTS])
    result = np.tile(np.eye(3), (len(HAND_JOINTS), 1, 1))
    for index, bone in enumerate(found):
        side, finger = index // 15, FINGERS[index // 3 % 5]
        hand = int(bones[WRISTS[side]])
        if bone < 0 or hand < 0 or not tree.between(hand, int(bone)):
            found[index] = -1
            continue
        after = found[index + 1] if index % 3 < 2 else -1
        along = (heads[after] if after >= 0 and tree.between(int(bone), int(after)) else tails[bone]) - heads[bone]
        turn = alignments[WRISTS[side]]
        result[index] = shortest_rotation(turn @ along, straight(side, finger)) @ turn
    return found, result


def straight(side: int, finger: str) -> np.ndarray:
    """Direction of a straight finger of a hand in the T-pose: outwards; a thumb half forwards and a little down."""
    sign = 1.0 if side == 0 else -1.0
    if finger == "thumb":
        return np.asarray(unit(rotation_z(-sign * np.radians(40)) @ np.array([sign, 0.0, -0.35])))
    return np.array([sign, 0.0, 0.0])
