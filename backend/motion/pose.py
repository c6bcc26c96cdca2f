# SPDX-License-Identifier: GPL-3.0-or-later
"""Anatomical channels over time, and their solution into joint rotations for a given body.

An action writes angles a movement scientist would name (hip tilt, shoulder flexion, elbow ...) and
where the ankles are; legs are solved by inverse kinematics, so planted feet stay planted.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from backend.motion.body import Body
from backend.motion.kinematics import (
    forward_kinematics,
    rotation_x,
    rotation_y,
    rotation_z,
    transform,
    two_bone_ik,
    unit,
)
from backend.motion.skeleton import (
    ANKLES,
    COLLARS,
    ELBOWS,
    HIPS,
    INDEX,
    JOINTS,
    KNEES,
    PARENTS,
    SHOULDERS,
    TOES,
    WRISTS,
)


@dataclass
class Pose:
    """T frames. Radians and metres; pairs are (left, right) and mirror-symmetric (outwards, forwards is +)."""

    #: (T, 3) pelvis joint; (T,) yaw about +Z, forward tilt, drop of the left side.
    pelvis: np.ndarray
    yaw: np.ndarray
    tilt: np.ndarray
    list: np.ndarray
    #: (T,) whole spine: forward flexion, bend to the left, twist to the left; the same for neck and head.
    spine_flex: np.ndarray
    spine_side: np.ndarray
    spine_twist: np.ndarray
    head_flex: np.ndarray
    head_side: np.ndarray
    head_twist: np.ndarray
    #: (T, 2) shoulder girdle.
    collar_raise: np.ndarray
    collar_forward: np.ndarray
    #: (T, 2) upper arm from hanging: forward flexion, abduction, external rotation; then the forearm and the hand.
    arm_flex: np.ndarray
    arm_abduct: np.ndarray
    arm_rotate: np.ndarray
    elbow: np.ndarray
    pronate: np.ndarray
    wrist: np.ndarray
    #: (T, 2) 0 relaxed hand .. 1 fist.
    curl: np.ndarray
    #: (T, 2, 3) ankle joints in the world; (T, 2) foot yaw, toes-up pitch, toe extension, knee pointing outwards.
    ankle: np.ndarray
    foot_yaw: np.ndarray
    foot_pitch: np.ndarray
    toe: np.ndarray
    knee_out: np.ndarray
    #: (T, 4) bool: left ankle, left toe, right ankle, right toe on the ground.
    contacts: np.ndarray

    @classmethod
    def rest(cls, frames: int) -> Pose:
        """All channels zero."""
        shapes = {"pelvis": (frames, 3), "ankle": (frames, 2, 3), "contacts": (frames, 4)}
        paired = {"collar_raise", "collar_forward", "arm_flex", "arm_abduct", "arm_rotate", "elbow", "pronate", "wrist",
                  "curl", "foot_yaw", "foot_pitch", "toe", "knee_out"}
        return cls(**{item.name: np.zeros(
            shapes.get(item.name, (frames, 2) if item.name in paired else (frames,)),
            dtype=bool if item.name == "contacts" else np.float64) for item in fields(cls)})


@dataclass(frozen=True)
class Performance:
    """A solved clip on a body: canonical global rotations and the pelvis' path."""

    #: (T, 22, 3, 3)
    rotations: np.ndarray
    #: (T, 3)
    pelvis: np.ndarray
    #: (T, 4) bool
    contacts: np.ndarray
    #: (T, 2)
    curl: np.ndarray
    #: (T, 30, 4) finger rotations as in :class:`~backend.motion.clip.Clip`; None: fingers follow ``curl``.
    hands: np.ndarray | None = None

    def positions(self, body: Body) -> np.ndarray:
        """(T, 22, 3) joint positions in armature space."""
        return forward_kinematics(PARENTS, body.offsets, self.rotations, self.pelvis)


def foot_rotation(pose: Pose, side: int) -> np.ndarray:
    """(T, 3, 3) of a foot."""
    return rotation_z(pose.foot_yaw[:, side]) @ rotation_x(-pose.foot_pitch[:, side])


def pelvis_rotation(pose: Pose) -> np.ndarray:
    """(T, 3, 3) of the pelvis."""
    return rotation_z(pose.yaw) @ rotation_x(pose.tilt) @ rotation_y(pose.list)


def arm_rotation(flex: np.ndarray, abduct: np.ndarray, rotate: np.ndarray, side: int) -> np.ndarray:
    """Upper arm relative to the chest, (..., 3, 3); the T-pose is identity."""
    sign = 1.0 if side == 0 else -1.0
    return (rotation_x(-flex) @ rotation_y(-sign * abduct) @ rotation_z(sign * rotate)
            @ rotation_y(sign * np.pi / 2))


def solve(body: Body, pose: Pose) -> Performance:
    """Joint rotations of ``pose`` on ``body``: spine shared out, shoulder girdle following the arms, legs by IK."""
    frames = len(pose.pelvis)
    g = np.empty((frames, len(JOINTS), 3, 3))
    g[:, 0] = pelvis_rotation(pose)
    third = (rotation_z(pose.spine_twist / 3) @ rotation_x(pose.spine_flex / 3) @ rotation_y(pose.spine_side / 3))
    for name in ("spine1", "spine2", "spine3"):
        g[:, INDEX[name]] = g[:, PARENTS[INDEX[name]]] @ third
    chest = g[:, INDEX["spine3"]]
    half = (rotation_z(pose.head_twist / 2) @ rotation_x(pose.head_flex / 2) @ rotation_y(pose.head_side / 2))
    g[:, INDEX["neck"]] = chest @ half
    g[:, INDEX["head"]] = g[:, INDEX["neck"]] @ half
    for side, sign in ((0, 1.0), (1, -1.0)):
        _solve_arm(pose, g, chest, side, sign)
        _solve_leg(body, pose, g, side)
    for joint in np.flatnonzero(body.bones < 0):
        g[:, joint] = g[:, PARENTS[joint]]
    return Performance(g, pose.pelvis.copy(), pose.contacts.copy(), pose.curl.copy())


def _solve_arm(pose: Pose, g: np.ndarray, chest: np.ndarray, side: int, sign: float) -> None:
    local = arm_rotation(pose.arm_flex[:, side], pose.arm_abduct[:, side], pose.arm_rotate[:, side], side)
    # Scapulohumeral rhythm, about 2:1 after the first 30 degrees (Inman, Saunders & Abbott 1944).
    elevation = np.arccos(np.clip(-local[:, 2, 0] * sign, -1, 1))
    rhythm = np.logaddexp(0.0, (elevation - np.radians(45)) * 6) / 6 / 3
    raised = pose.collar_raise[:, side] + rhythm
    g[:, COLLARS[side]] = chest @ rotation_z(-sign * pose.collar_forward[:, side]) @ rotation_y(-sign * raised)
    upper = g[:, SHOULDERS[side]] = chest @ local
    half = rotation_x(-sign * pose.pronate[:, side] / 2)
    lower = g[:, ELBOWS[side]] = upper @ rotation_z(-sign * pose.elbow[:, side]) @ half
    g[:, WRISTS[side]] = lower @ half @ rotation_y(sign * pose.wrist[:, side])


def _solve_leg(body: Body, pose: Pose, g: np.ndarray, side: int) -> None:
    hip, sign = HIPS[side], (1.0 if side == 0 else -1.0)
    foot = foot_rotation(pose, side)
    # The knee points between where the pelvis and the foot point.
    outward = rotation_z(sign * pose.knee_out[:, side])
    lateral = (g[:, 0] @ outward)[..., 0] + rotation_z(pose.foot_yaw[:, side])[..., 0]
    start = pose.pelvis + transform(g[:, 0], body.offsets[hip])
    g[:, hip], g[:, KNEES[side]] = two_bone_ik(
        start, pose.ankle[:, side], float(body.thigh[side]), float(body.shin[side]), unit(lateral))
    g[:, ANKLES[side]] = foot
    g[:, TOES[side]] = foot @ rotation_x(-pose.toe[:, side])
