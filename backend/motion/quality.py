# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures of a motion that any viewer would notice: skating, sinking, seams, flips.

The skate ratio uses the thresholds of the Kimodo technical report: a toe joint (ball of the foot)
below 0.05 m that moves faster than 0.2 m/s over the floor; and any heel or toe marked as touching
that moves so fast. The height shrinks with legs shorter than an adult's. A heel about to land is not
marked: in human walking it comes in low and fast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.motion.body import Body
from backend.motion.kinematics import matrix_from_quaternion, rotation_angle, transform
from backend.motion.pose import Performance
from backend.motion.retarget import from_motion
from backend.motion.skeleton import ANKLES, TOES
from protocol.assets import Motion

HEIGHT, SPEED = 0.05, 0.2
#: Leg length (m) for which HEIGHT is meant; shorter people lift their feet less.
_ADULT_LEG = 0.85


@dataclass(frozen=True)
class Quality:
    """Ratios 0..1, metres, radians a second."""

    #: Share of (frame, foot) samples whose foot slides (see the module).
    skate: float
    #: Greatest slide of a point marked as touching the ground, m/s.
    contact_speed: float
    #: Deepest point of a sole below the floor, metres.
    penetration: float
    #: Fastest joint relative to its parent, radians a second.
    joint_speed: float


def feet(performance: Performance, body: Body) -> np.ndarray:
    """Sole points over time, (T, 2 sides, 3 points: heel, ball, tip of the toes, 3), floor at z = 0."""
    positions = performance.positions(body)
    points = []
    for side in (0, 1):
        foot, toes = performance.rotations[:, ANKLES[side]], performance.rotations[:, TOES[side]]
        ball = positions[:, TOES[side]]
        below = np.array([0.0, 0.0, body.toe_tip[side, 2]])
        points.append(np.stack([positions[:, ANKLES[side]] + transform(foot, body.heel[side]),
                                ball + transform(toes, below), ball + transform(toes, body.toe_tip[side])], 1))
    return np.stack(points, 1)


def measure(motion: Motion) -> Quality:
    """Judge a motion on any recognised rig. ``motion.root_translation`` must travel (not in place)."""
    performance, body = from_motion(motion)
    soles = feet(performance, body)
    toes = performance.positions(body)[:, list(TOES)]
    toe_speed = np.linalg.norm(np.diff(toes[..., :2], axis=0), axis=-1) * motion.fps
    toe_low = np.maximum(toes[1:, ..., 2], toes[:-1, ..., 2]) < HEIGHT * min(1.0, body.leg / _ADULT_LEG)
    speed = np.linalg.norm(np.diff(soles[..., :2, :2], axis=0), axis=-1) * motion.fps
    touching = performance.contacts.reshape(len(soles), 2, 2)
    held = np.where(touching[1:] & touching[:-1], speed, 0.0)
    sliding = (toe_low & (toe_speed > SPEED)) | (held > SPEED).any(-1)
    contact_speed = float(held.max(initial=0.0))
    basis = matrix_from_quaternion(motion.rotations)
    turning = rotation_angle(np.swapaxes(basis[:-1], -1, -2) @ basis[1:]) * motion.fps
    return Quality(float(sliding.mean()) if len(sliding) else 0.0, contact_speed,
                   float(max(0.0, -soles[..., 2].min())), float(turning.max(initial=0.0)))
