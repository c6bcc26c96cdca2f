# SPDX-License-Identifier: GPL-3.0-or-later
"""Sitting down on a seat and standing up from it.

The trunk first leans forward (flexion momentum), the weight moves back over the seat, then the trunk
rights itself (phases of Schenkman et al., Physical Therapy 70, 1990). Feet stay where they are.
"""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import ease
from backend.motion.gestures import Arm, place_arm
from backend.motion.idle import stand
from backend.motion.pose import Pose
from backend.motion.scene import Scene

#: Of the wrist above the axis of the thigh it rests on, in leg lengths: half a thigh and half a wrist.
_WRIST_HEIGHT = 0.125
#: Radians further forward that the arms are held while the trunk leans.
_CLEARING = np.radians(50)


def seat_height(body: Body) -> float:
    """Top of a seat on which the thighs lie level, metres: the knee height less half a thigh's thickness."""
    return float(body.shin.mean() + body.ankle_height.mean() - 0.09 * body.leg)


def sit(body: Body, scene: Scene) -> Pose:
    """From standing to sitting within about two seconds, then seated to the end of the clip."""
    move = min(1.9 / scene.style.tempo, 0.85 * scene.span)
    return _seated(body, scene, scene.times / move)


def stand_up(body: Body, scene: Scene) -> Pose:
    """From sitting to standing; the clip begins seated."""
    move = min(1.8 / scene.style.tempo, 0.85 * scene.span)
    begin = min(0.3, 0.1 * scene.span)
    return _seated(body, scene, 1 - (scene.times - begin) / move)


def _seated(body: Body, scene: Scene, progress: np.ndarray) -> Pose:
    """``progress`` (T,): 0 standing .. 1 seated."""
    pose = stand(body, scene)
    u = np.clip(progress, 0, 1)
    lower = ease((u - 0.08) / 0.84)
    lean = np.sin(np.pi * np.clip((u - 0.02) / 0.93, 0, 1)) ** 2
    seated_hip = float(body.shin.mean() + body.ankle_height.mean()) + 0.01 * body.leg
    target = seated_hip + body.hip_drop
    pose.pelvis[:, 2] += lower * (target - pose.pelvis[:, 2])
    back = 0.94 * float(body.thigh.mean())
    pose.pelvis[:, 1] += back * ease(u / 0.92)
    pose.pelvis[:, 0] *= 1 - 0.8 * lower
    fold = np.radians(40) * lean * scene.style.amplitude**0.3
    pose.tilt += 0.75 * fold - np.radians(8) * lower
    pose.spine_flex += 0.35 * fold + np.radians(9) * lower
    pose.head_flex -= 0.7 * fold - np.radians(2) * lower
    pose.knee_out += np.radians(6) * lower[:, None]
    _hands_on_thighs(body, scene, pose, u, lean)
    return pose


def _hands_on_thighs(body: Body, scene: Scene, pose: Pose, u: np.ndarray, lean: np.ndarray) -> None:
    """Arms reach forward for balance, then rest on the thighs."""
    settle = ease((u - 0.3) / 0.6)
    for side in (0, 1):
        pose.arm_flex[:, side] += np.radians(52) * lean
        pose.elbow[:, side] += np.radians(18) * lean
        flex, elbow = _reach_thigh(body)
        place_arm(pose, side, Arm(flex=flex, abduct=8 + float(np.degrees(scene.clearance)), rotate=-12, elbow=elbow,
                                  pronate=55, wrist=-6), settle)
        # While the trunk still leans, the same arms would go through the thighs.
        pose.arm_flex[:, side] += _CLEARING * lean * settle


def _reach_thigh(body: Body) -> tuple[float, float]:
    """Shoulder flexion and elbow flexion (degrees) that lay the wrist on top of the middle of a level thigh."""
    offsets = body.offsets
    shoulder = sum((offsets[j] for j in (3, 6, 9, 13, 16)), np.zeros(3))
    hip = offsets[1]
    wrist = hip + np.array([0.0, -0.5 * float(body.thigh.mean()), _WRIST_HEIGHT * body.leg])
    reach = wrist - shoulder
    upper, lower = abs(float(offsets[18, 0])), abs(float(offsets[20, 0]))
    distance = float(np.clip(np.hypot(reach[1], reach[2]), abs(upper - lower) + 1e-3, 0.995 * (upper + lower)))
    elbow = np.pi - np.arccos((upper**2 + lower**2 - distance**2) / (2 * upper * lower))
    inside = np.arccos((upper**2 + distance**2 - lower**2) / (2 * upper * distance))
    direction = np.arctan2(-reach[1], -reach[2])
    return float(np.degrees(direction - inside)), float(np.degrees(elbow))
