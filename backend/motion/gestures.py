# SPDX-License-Identifier: GPL-3.0-or-later
"""Movements of the arms and the head over whatever the legs are doing: wave, raise arms, point, clap, nod, bow ..."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import ease
from backend.motion.idle import stand
from backend.motion.kinematics import rotation_z
from backend.motion.pose import Pose, arm_rotation
from backend.motion.scene import Scene
from backend.motion.skeleton import ELBOWS, WRISTS


@dataclass(frozen=True)
class Arm:
    """Where an arm goes, degrees: shoulder flexion, abduction, external rotation, elbow, pronation, wrist, fist."""

    flex: float
    abduct: float
    rotate: float
    elbow: float
    pronate: float = 0.0
    wrist: float = 0.0
    curl: float = 0.0


def hold(scene: Scene, rise: float, fall: float) -> np.ndarray:
    """0 -> 1 -> 0 over the clip (T,): up in about ``rise`` seconds, down in about ``fall``, shortened to fit."""
    rise, fall = rise / scene.style.tempo, fall / scene.style.tempo
    squeeze = min(1.0, 0.9 * scene.span / (rise + fall))
    t, span = scene.times, scene.span
    return ease(t / (rise * squeeze)) * ease((span - t) / (fall * squeeze))


def place_arm(pose: Pose, side: int, goal: Arm, weight: np.ndarray) -> None:
    """Blend an arm towards ``goal`` by ``weight`` (T,); the elbow leads the shoulder a little on the way up."""
    for name in ("flex", "abduct", "rotate"):
        channel = getattr(pose, f"arm_{name}")
        channel[:, side] += weight * (np.radians(getattr(goal, name)) - channel[:, side])
    leading = 1 - (1 - weight) ** 2
    for name in ("elbow", "pronate", "wrist"):
        channel = getattr(pose, name)
        channel[:, side] += leading * (np.radians(getattr(goal, name)) - channel[:, side])
    pose.curl[:, side] += weight * (goal.curl - pose.curl[:, side])


def sides(scene: Scene, default: str) -> tuple[int, ...]:
    """Which arms or legs the spec names: 0 left, 1 right."""
    return {"left": (0,), "right": (1,), "both": (0, 1)}[scene.spec.get("side") or default]


def _beats(scene: Scene, rate: float, margin: float) -> tuple[np.ndarray, np.ndarray]:
    """(angle of the beat, its envelope) of a movement repeated while an arm is held, ``margin`` seconds
    from the ends."""
    style, t, span = scene.style, scene.times, scene.span
    margin = min(margin / style.tempo, 0.3 * span)
    inside = max(span - 2 * margin, 1e-3)
    count = scene.spec.get("repeats") or max(1, round(inside * rate * style.tempo))
    u = np.clip((t - margin) / inside, 0, 1)
    envelope = ease((t - 0.6 * margin) / (0.9 * margin)) * ease((span - 0.6 * margin - t) / (0.9 * margin))
    return 2 * np.pi * count * u, envelope


def wave(body: Body, scene: Scene, pose: Pose) -> None:
    """The hand rises beside the head and swings from side to side about the elbow."""
    weight = hold(scene, 0.75, 0.7)
    angle, envelope = _beats(scene, 1.7, 0.55)
    size = np.clip(scene.intensity * scene.style.amplitude, 0.3, 1.7)
    swing = envelope * np.sin(angle)
    for side in sides(scene, "right"):
        lift = 72 + 16 * (min(size, 1.5) - 1)
        place_arm(pose, side, Arm(flex=12, abduct=lift, rotate=80, elbow=106, pronate=-8), weight)
        pose.elbow[:, side] += np.radians(27) * size * swing
        pose.arm_abduct[:, side] -= np.radians(4) * size * swing
        pose.arm_rotate[:, side] += np.radians(5) * size * envelope * np.sin(angle - 0.6)
        # The hand trails the forearm: overlapping action.
        pose.head_twist += (1 if side == 0 else -1) * np.radians(4) * weight
    chosen = sides(scene, "right")
    if len(chosen) == 1:
        lean = (1 if chosen[0] == 0 else -1) * weight
        pose.spine_side -= np.radians(2.5) * lean
        pose.head_side += np.radians(4) * lean + np.radians(1) * lean * swing
    pose.head_flex -= np.radians(2) * weight


def raise_arms(body: Body, scene: Scene, pose: Pose) -> None:
    """Arms up over the head through the sides, held, and down."""
    weight = hold(scene, 1.0, 1.0)
    size = np.clip(scene.intensity * scene.style.amplitude, 0.4, 1.15)
    for side in sides(scene, "both"):
        place_arm(pose, side, Arm(flex=6, abduct=158 * size, rotate=62, elbow=14, wrist=-4), weight)
    pose.spine_flex -= np.radians(5) * weight
    pose.head_flex -= np.radians(7) * weight


def cheer(body: Body, scene: Scene, pose: Pose) -> None:
    """Fists thrown up and pumped."""
    weight = hold(scene, 0.45, 0.6)
    angle, envelope = _beats(scene, 2.0, 0.4)
    pump = envelope * (0.5 - 0.5 * np.cos(angle))
    for side in sides(scene, "both"):
        place_arm(pose, side, Arm(flex=20, abduct=140, rotate=60, elbow=38, curl=1.0), weight)
        pose.elbow[:, side] += np.radians(46) * pump
        pose.arm_abduct[:, side] -= np.radians(24) * pump
    pose.spine_flex -= np.radians(5) * weight * (1 - 0.5 * pump)
    pose.head_flex -= np.radians(9) * weight
    pose.pelvis[:, 2] -= 0.035 * body.leg * pump


def clap(body: Body, scene: Scene, pose: Pose) -> None:
    """Hands meet in front of the chest."""
    weight = hold(scene, 0.5, 0.5)
    angle, envelope = _beats(scene, 2.6, 0.45)
    apart = 0.5 - 0.5 * np.cos(angle)
    inward = _towards_middle(body, flex=34, abduct=10, elbow=84)
    for side in (0, 1):
        place_arm(pose, side, Arm(flex=34, abduct=10, rotate=-inward, elbow=84, pronate=-6, wrist=-16), weight)
        pose.arm_rotate[:, side] += np.radians(24) * envelope * apart * weight
    pose.head_flex += np.radians(3) * weight


def _towards_middle(body: Body, flex: float, abduct: float, elbow: float) -> float:
    """Internal rotation (degrees) of the upper arms that brings both wrists almost together before the chest."""
    inward = np.radians(np.arange(0.0, 91.0))
    same = np.ones_like(inward)
    upper = arm_rotation(np.radians(flex) * same, np.radians(abduct) * same, -inward, 0)
    lower = upper @ rotation_z(-np.radians(elbow))
    wrist = body.offsets[ELBOWS[0], 0] * upper[:, 0, 0] + body.offsets[WRISTS[0], 0] * lower[:, 0, 0]
    return float(np.degrees(inward[np.abs(wrist + body.shoulder_width / 2 - 0.13 * body.arm).argmin()]))


def point(body: Body, scene: Scene, pose: Pose) -> None:
    """A straight arm ahead."""
    weight = hold(scene, 0.6, 0.7)
    for side in sides(scene, "right"):
        place_arm(pose, side, Arm(flex=84, abduct=8, rotate=8, elbow=6, curl=0.35), weight)
        pose.spine_twist += (-1 if side == 0 else 1) * np.radians(7) * weight
        pose.head_twist -= (-1 if side == 0 else 1) * np.radians(6) * weight


def nod(body: Body, scene: Scene, pose: Pose) -> None:
    """Yes."""
    angle, envelope = _beats(scene, 1.5, 0.25)
    pose.head_flex += np.radians(13) * scene.intensity * envelope * (0.5 - 0.5 * np.cos(angle))


def shake_head(body: Body, scene: Scene, pose: Pose) -> None:
    """No."""
    angle, envelope = _beats(scene, 1.3, 0.25)
    pose.head_twist += np.radians(26) * min(scene.intensity, 1.6) * envelope * np.sin(angle)
    pose.spine_twist += np.radians(2) * envelope * np.sin(angle - 0.5)


def bow(body: Body, scene: Scene, pose: Pose) -> None:
    """A bow from the hips that keeps the weight over the feet."""
    weight = hold(scene, 0.9, 1.0)
    depth = np.radians(42) * np.clip(scene.intensity, 0.3, 1.6)
    pose.tilt += 0.62 * depth * weight
    pose.spine_flex += 0.38 * depth * weight
    pose.head_flex += np.radians(8) * weight
    pose.pelvis[:, 1] += 0.16 * body.leg * np.sin(depth) * weight
    pose.pelvis[:, 2] -= 0.03 * body.leg * np.sin(depth) * weight
    for side in (0, 1):
        pose.arm_flex[:, side] += 0.55 * depth * weight


def argue(body: Body, scene: Scene, pose: Pose) -> None:
    """Talks back with both hands: open palms beat one after the other, a finger is shaken, the trunk leans in."""
    weight = hold(scene, 0.5, 0.6)
    angle, envelope = _beats(scene, 1.15, 0.35)
    size = float(np.clip(scene.intensity * scene.style.amplitude, 0.5, 1.5))
    main = 0 if scene.spec.get("side") == "left" else 1
    # Now one hand speaks, now the other, now both.
    turn = 0.5 + 0.5 * np.sin(angle / 3 - 0.6)
    for side in (0, 1):
        share = turn if side == main else 1 - 0.75 * turn
        place_arm(pose, side, Arm(flex=22, abduct=20, rotate=12, elbow=78, pronate=-30, curl=0.15), weight)
        beat = envelope * np.sin(angle + (0.0 if side == main else 0.9)) * size
        pose.arm_flex[:, side] += (np.radians(16) * beat + np.radians(22) * envelope) * share
        pose.elbow[:, side] += np.radians(26) * beat * share + np.radians(16) * envelope * share
        pose.arm_abduct[:, side] += np.radians(9) * envelope * np.cos(angle) * size * (1 - share)
        pose.arm_rotate[:, side] += np.radians(14) * envelope * np.sin(0.5 * angle) * share
        pose.curl[:, side] += 0.5 * weight * (share > 0.8)
        pose.collar_raise[:, side] += np.radians(5) * envelope * np.clip(np.sin(angle / 2), 0, 1) * size
    pose.spine_flex += np.radians(6) * weight + np.radians(3) * envelope * np.sin(angle) * size
    pose.spine_twist += np.radians(8) * envelope * np.sin(angle / 3) * size
    pose.head_twist += envelope * (np.radians(9) * np.sin(1.5 * angle) * size - np.radians(5) * np.sin(angle / 3))
    pose.head_flex += np.radians(4) * envelope * np.sin(angle + 0.5) * size - np.radians(2) * weight


#: Gesture: (what it does, seconds it takes when nothing is said).
GESTURES: dict[str, tuple[Callable[[Body, Scene, Pose], None], float]] = {
    "wave": (wave, 3.6), "raise arms": (raise_arms, 3.6), "cheer": (cheer, 3.4), "clap": (clap, 3.0),
    "point": (point, 2.6), "nod": (nod, 2.2), "shake head": (shake_head, 2.4), "bow": (bow, 2.8),
    "argue": (argue, 4.8),
}


def gesture(body: Body, scene: Scene) -> Pose:
    """A standing gesture."""
    pose = stand(body, scene)
    GESTURES[scene.spec["verb"]][0](body, scene, pose)
    return pose
