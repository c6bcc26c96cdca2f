# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps to the side: the leading foot goes out, the other one closes up, the body keeps facing ahead."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import ease, plateau
from backend.motion.feet import clear_height, keep_above_floor, keep_clear
from backend.motion.idle import TOE_OUT, stance_half_width, stand, standing_height
from backend.motion.pose import Pose
from backend.motion.scene import Scene

#: Seconds of one step out and closing up when nothing is said; how many of them a clip then has.
STEP_TIME, STEPS = 0.86, 4


def natural_length(scene: Scene) -> float:
    """Seconds of the steps the spec asks for."""
    return (scene.spec["repeats"] or STEPS) * STEP_TIME / scene.style.tempo


def sidestep(body: Body, scene: Scene) -> Pose:
    """As many steps as the spec repeats or the clip has room for, to the spec's direction (left is +X)."""
    pose = stand(body, scene)
    # No more steps than the frames can show.
    fitting = min(scene.span / (STEP_TIME / scene.style.tempo), scene.frames / 6)
    count = scene.spec["repeats"] or max(1, round(fitting))
    phase = scene.times / scene.span * count
    sign = -1.0 if scene.spec["direction"] == "right" else 1.0
    size = scene.style.stride * float(np.clip(scene.intensity, 0.3, 1.6))
    step = 0.0 if scene.spec["in_place"] else sign * body.leg * float(np.clip(0.42 * size, 0.12, 0.62))
    half = stance_half_width(body, scene)
    pose.pelvis[:, 2] += standing_height(body, scene, half + 0.52 * abs(step)) - standing_height(body, scene, half)
    # The weight goes over the closing foot, then over the leading one; highest over the feet together.
    lean = np.sin(2 * np.pi * phase)
    pose.pelvis[:, 0] += step * (phase - 0.07 * lean)
    pose.pelvis[:, 2] += 0.03 * abs(step) * np.cos(2 * np.pi * phase)
    pose.list -= np.radians(2.5) * sign * lean
    pose.spine_side += np.radians(3) * sign * lean
    pose.head_side -= np.radians(1) * sign * lean
    pose.head_twist += sign * np.radians(9)
    for side, own in ((0, 1.0), (1, -1.0)):
        leading = own == sign
        local = np.mod(phase - (0.0 if leading else 0.5), 1.0)
        u = np.clip((local - 0.04) / 0.42, 0, 1)
        done = np.floor(phase - (0.0 if leading else 0.5)) + ease((u - 0.17) / 0.66)
        inside = (u > 0) & (u < 1)
        high = np.where(inside, plateau(u, 0.2, 0.2), 0.0)
        pose.ankle[:, side, 0] = own * half + step * done
        pose.ankle[:, side, 1] = 0.0
        pose.ankle[:, side, 2] = body.ankle_height[side] + 0.06 * body.leg * scene.style.foot_lift * high
        pose.foot_pitch[:, side] = -np.radians(7) * np.sin(np.pi * u) ** 2
        pose.foot_yaw[:, side] = own * TOE_OUT
        keep_clear(body, pose, side, 1.1 * clear_height(body) * high)
        keep_above_floor(body, pose, side)
        pose.contacts[:, 2 * side] = pose.contacts[:, 2 * side + 1] = ~inside
        pose.arm_abduct[:, side] += np.radians(4) * (0.5 - 0.5 * np.cos(4 * np.pi * phase)) * np.sqrt(size)
    return pose
