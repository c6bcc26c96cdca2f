# SPDX-License-Identifier: GPL-3.0-or-later
"""Standing: feet planted, weight drifting, breath. Every gesture is laid over it."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import drift
from backend.motion.feet import rolled
from backend.motion.pose import Pose
from backend.motion.scene import Scene

TOE_OUT = np.radians(7)
#: Breaths a second at rest, about 15 a minute.
BREATH = 0.25


def stance_half_width(body: Body, scene: Scene) -> float:
    """Half the distance between the ankles of somebody standing."""
    return body.hip_width * (0.5 + 0.14 * (1 + scene.style.width)) + scene.clearance_width


def standing_height(body: Body, scene: Scene, half_width: float, flex: float = np.radians(7)) -> float:
    """Pelvis joint above the floor, the knees bent by ``flex``, ankles ``half_width`` off the middle."""
    leg = body.leg * np.cos(flex / 2) * (1 - scene.style.crouch)
    spread = half_width - body.hip_width / 2
    return float(np.sqrt(leg**2 - spread**2)) + float(body.ankle_height.mean()) + body.hip_drop


def plant(body: Body, pose: Pose, places: np.ndarray, yaw: np.ndarray | float = 0.0,
          pitch: np.ndarray | float = 0.0) -> None:
    """Stand both feet on ``places`` ((T,) 2, 2), rolled by ``pitch`` ((T,) 2), pointing along body ``yaw``."""
    frames = len(pose.yaw)
    places = np.broadcast_to(places, (frames, 2, 2))
    pitch = np.broadcast_to(pitch, (frames, 2))
    for side, sign in ((0, 1), (1, -1)):
        pose.foot_yaw[:, side] = yaw + sign * TOE_OUT
        pose.foot_pitch[:, side] = pitch[:, side]
        pose.ankle[:, side], pose.toe[:, side] = rolled(
            body, side, places[:, side], pose.foot_yaw[:, side], pitch[:, side])
        pose.contacts[:, 2 * side] = pitch[:, side] > -0.03
        pose.contacts[:, 2 * side + 1] = pitch[:, side] < 0.03


def posture(pose: Pose, scene: Scene) -> None:
    """The bearing a style gives, added to whatever the pose holds: trunk, head, shoulders, arms."""
    style = scene.style
    pose.tilt += style.angle("lean") * 0.45
    pose.spine_flex += style.angle("lean") * 0.55 + style.angle("chest")
    pose.head_flex += style.angle("head") - 0.55 * (style.angle("lean") + style.angle("chest")) * (style.head <= 8)
    pose.collar_raise += style.angle("shoulders_up")
    pose.collar_forward += style.angle("shoulders_forward")
    # Arms hang down from a bowed trunk, not along it.
    pose.arm_flex += style.angle("arm_forward") + 0.8 * (style.angle("lean") + style.angle("chest"))
    pose.arm_abduct += np.maximum(style.angle("abduct"), -0.04) + scene.clearance
    # Elbows that are held out carry the forearms past the belly.
    pose.arm_rotate += 0.9 * scene.clearance
    pose.elbow += style.angle("elbow")
    pose.curl += style.fist
    if style.look_about:
        pose.head_twist += style.angle("look_about") * drift(
            scene.times, scene.span, scene.random("look"), count=2, target_period=3.0)


def stand(body: Body, scene: Scene) -> Pose:
    """An idle of the scene's length that leads back into itself."""
    pose = Pose.rest(scene.frames)
    style, t, span = scene.style, scene.times, scene.span
    rng = scene.random("idle")
    half = stance_half_width(body, scene)
    breath = np.sin(2 * np.pi * max(1, round(span * BREATH * style.tempo)) * t / span + rng.uniform(0, 6.3))
    life = scene.liveliness
    sway = drift(t, span, rng, target_period=5.0) * life
    forth = drift(t, span, rng, target_period=4.0) * life
    lateral = 0.05 * body.hip_width * style.sway * sway
    pose.pelvis[:, 0] = lateral
    pose.pelvis[:, 1] = -body.hip_shift - 0.012 * body.leg + 0.004 * style.sway * forth
    pose.pelvis[:, 2] = standing_height(body, scene, half) - 0.0012 * breath - 0.02 * np.abs(lateral)
    pose.list += -lateral / body.hip_width * 0.35
    pose.spine_side += lateral / body.hip_width * 0.3
    pose.yaw += 0.012 * drift(t, span, rng, target_period=6.0) * life
    pose.spine_flex += np.radians(1.5) - np.radians(0.9) * breath
    pose.spine_twist += 0.015 * drift(t, span, rng) * life
    pose.head_flex += 0.02 * drift(t, span, rng) * life - np.radians(1)
    pose.head_twist += 0.06 * drift(t, span, rng, target_period=5.0) * life
    pose.head_side += 0.018 * drift(t, span, rng) * life
    pose.collar_raise += np.radians(0.8) * (breath[:, None] + 1) * 0.6
    for side in (0, 1):
        pose.arm_flex[:, side] = np.radians(-1) + 0.02 * drift(t, span, rng) * life
        pose.arm_abduct[:, side] = np.radians(9) + 0.008 * breath + 0.008 * drift(t, span, rng) * life
        pose.arm_rotate[:, side] = np.radians(-14)
        pose.elbow[:, side] = np.radians(15) + 0.03 * drift(t, span, rng) * life
        pose.pronate[:, side] = np.radians(8)
    posture(pose, scene)
    plant(body, pose, np.array([[half, 0.0], [-half, 0.0]]))
    return pose
