# SPDX-License-Identifier: GPL-3.0-or-later
"""Turning on the spot by stepping round: head first, then the trunk, then foot after foot."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import ease, plateau
from backend.motion.feet import clear_height, keep_above_floor, keep_clear
from backend.motion.idle import TOE_OUT, stance_half_width, stand
from backend.motion.kinematics import rotation_z
from backend.motion.pose import Pose
from backend.motion.scene import Scene

_STEP_TIME = 0.46


def step_angle(total: float) -> tuple[int, float]:
    """(pairs of steps, radians a pair) that turn by ``total``: at most about 60 degrees a pair."""
    pairs = max(1, int(np.ceil(abs(total) / np.radians(62))))
    return pairs, total / pairs


def natural_length(scene: Scene) -> float:
    """Seconds of the turn when nothing is said."""
    pairs, _ = step_angle(np.radians(scene.spec["turn_degrees"]))
    return (2 * pairs * _STEP_TIME + 0.2) / scene.style.tempo + 0.7


def turn(body: Body, scene: Scene) -> Pose:
    """Turn by the spec's ``turn_degrees``; left (counter-clockwise from above) is positive."""
    pose = stand(body, scene)
    total = float(np.radians(scene.spec["turn_degrees"]))
    pairs, each = step_angle(total)
    # A step must last long enough for the frames to show it.
    length = max((2 * pairs * _STEP_TIME + 0.2) / scene.style.tempo, (2 * pairs + 0.4) * 2.4 / scene.fps)
    length = min(length, 0.9 * scene.span)
    begin = 0.35 * (scene.span - length)
    step = length / (2 * pairs + 0.4)
    t = scene.times - begin
    first = 0 if total > 0 else 1
    half = stance_half_width(body, scene)
    heading = total * ease((t - 0.15 * step) / (length - 0.2 * step))
    ahead = total * ease((t + 0.35 * step) / (length - 0.6 * step))
    weight = np.zeros_like(t)
    for side, sign in ((0, 1), (1, -1)):
        angle = np.zeros_like(t)
        lifted, tipped = np.zeros_like(t), np.zeros_like(t)
        down = np.ones(len(t), bool)
        for pair in range(pairs):
            start = step * (0.2 + 2 * pair + (0 if side == first else 1))
            u = (t - start) / step
            angle += each * ease((u - 0.16) / 0.68)
            inside = (u > 0) & (u < 1)
            lifted += np.where(inside, plateau(u, 0.22, 0.22), 0.0)
            tipped += np.where(inside, np.sin(np.pi * u) ** 2, 0.0)
            weight -= np.where(inside, sign * np.sin(np.pi * np.clip(u, 0, 1)), 0.0)
            down &= ~inside
        _foot(body, scene, pose, side, sign, angle, lifted, tipped, down, half)
    _trunk(body, pose, heading, ahead, weight)
    return pose


def _foot(body: Body, scene: Scene, pose: Pose, side: int, sign: int, angle: np.ndarray, lifted: np.ndarray,
          tipped: np.ndarray, down: np.ndarray, half: float) -> None:
    place = rotation_z(angle) @ np.array([sign * half, 0.0, 0.0])
    pose.ankle[:, side, :2] = place[:, :2]
    lift = max(0.075 * body.leg * scene.style.foot_lift, min(0.058, 0.13 * body.leg)) * lifted
    pose.ankle[:, side, 2] = body.ankle_height[side] + lift
    pose.foot_yaw[:, side] = angle + sign * TOE_OUT
    pose.foot_pitch[:, side] = -np.radians(5) * tipped
    pose.contacts[:, 2 * side] = pose.contacts[:, 2 * side + 1] = down
    keep_clear(body, pose, side, 1.1 * clear_height(body) * lifted)
    keep_above_floor(body, pose, side)


def _trunk(body: Body, pose: Pose, heading: np.ndarray, ahead: np.ndarray, weight: np.ndarray) -> None:
    """The pelvis follows the feet and shifts over the standing one; head and chest lead."""
    matrix = rotation_z(heading)
    shift = np.stack([0.22 * body.hip_width * np.clip(weight, -1, 1) * 1.6, np.zeros_like(weight),
                      np.zeros_like(weight)], -1)
    height = pose.pelvis[:, 2] - 0.018 * body.leg * np.abs(np.clip(weight, -1, 1))
    flat = pose.pelvis * [1, 1, 0] + shift
    pose.pelvis = np.einsum("tij,tj->ti", matrix, flat)
    pose.pelvis[:, 2] = height
    pose.yaw = pose.yaw + heading
    lead = ahead - heading
    pose.spine_twist += 0.45 * lead
    pose.head_twist += 0.75 * lead
    pose.list += np.radians(2.5) * np.clip(weight, -1, 1)
    for side in (0, 1):
        pose.arm_flex[:, side] += np.radians(5) * np.clip(weight, -1, 1) * (1 if side else -1)
        pose.arm_abduct[:, side] += np.radians(3) * np.abs(lead)
