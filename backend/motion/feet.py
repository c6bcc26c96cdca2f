# SPDX-License-Identifier: GPL-3.0-or-later
"""Feet that roll over the ground: heel, flat sole, ball, tip of the toes."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.kinematics import rotation_x, rotation_z, transform
from backend.motion.pose import Pose, foot_rotation

#: Height (m) an adult's ball joint must have before the foot may travel; what moves along lower than
#: that looks like skating, see backend.motion.metrics.
_CLEAR = 0.055
#: How far the toes extend before the foot tips over them.
TOE_EXTENSION = np.radians(60)


def clear_height(body: Body) -> float:
    """Height (m) of the ball joint above which a foot of this body may travel."""
    return _CLEAR * min(1.0, body.leg / 0.85)


def rolled(body: Body, side: int, place: np.ndarray, yaw: np.ndarray, pitch: np.ndarray,
           ) -> tuple[np.ndarray, np.ndarray]:
    """Ankle (T, 3) and toe extension (T,) of a foot in contact with the floor.

    ``place`` (T, 2) is where the ankle stands above while the sole is flat. A positive ``pitch``
    (toes up) turns about the heel, a negative one about the ball joint while the toes stay flat,
    and past their extension about the tip of the toes.
    """
    heel, ball, tip = body.heel[side], body.ball[side], body.toe_tip[side]
    pitch, yaw = np.asarray(pitch, dtype=np.float64), np.broadcast_to(np.asarray(yaw, dtype=np.float64), pitch.shape)
    toes_up, heel_up = np.maximum(pitch, 0), np.maximum(-pitch, 0)
    toe = np.minimum(heel_up, TOE_EXTENSION)
    over = heel_up - toe
    # From the pivot back to the ankle, one rigid piece after the other.
    about_heel = heel - transform(rotation_x(-toes_up), heel)
    ball_place = ball + tip - transform(rotation_x(over), tip)
    about_ball = ball_place - transform(rotation_x(heel_up), ball)
    offset = np.where((pitch > 0)[:, None], about_heel, about_ball)
    ankle = transform(rotation_z(yaw), offset)
    ankle[:, :2] += place
    ankle[:, 2] += body.ankle_height[side]
    return ankle, toe


def sole_points(body: Body, pose: Pose, side: int) -> np.ndarray:
    """Sole under heel, ball and tip of the toes, (T, 3, 3)."""
    foot = foot_rotation(pose, side)
    toes = foot @ rotation_x(-pose.toe[:, side])
    ankle = pose.ankle[:, side]
    ball = ankle + transform(foot, body.ball[side])
    below = np.array([0.0, 0.0, body.toe_tip[side, 2]])
    return np.stack([ankle + transform(foot, body.heel[side]), ball + transform(toes, below),
                     ball + transform(toes, body.toe_tip[side])], axis=1)


def keep_above_floor(body: Body, pose: Pose, side: int, floor: float = 0.0) -> None:
    """Lift the ankle where a point of the sole would sink into the floor."""
    lowest = sole_points(body, pose, side)[..., 2].min(axis=1)
    pose.ankle[:, side, 2] += np.maximum(floor - lowest, 0.0)


def keep_clear(body: Body, pose: Pose, side: int, height: np.ndarray) -> None:
    """Lift the ankle so that the ball joint stays above ``height`` (T,), with a soft onset of a fifth of it."""
    ball = pose.ankle[:, side, 2] + transform(foot_rotation(pose, side), body.ball[side])[:, 2]
    missing = height - ball
    pose.ankle[:, side, 2] += np.where(
        height > 0, 0.5 * (missing + np.sqrt(missing**2 + (0.2 * np.maximum(height, 0)) ** 2)), 0.0)
