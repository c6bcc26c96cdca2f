# SPDX-License-Identifier: GPL-3.0-or-later
"""Punches and kicks: wind up, strike, recover; the hips drive, the trunk counters, the weight stays over a foot."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import ease, plateau, track
from backend.motion.feet import clear_height, keep_above_floor, keep_clear, rolled
from backend.motion.gestures import Arm, place_arm, sides
from backend.motion.idle import TOE_OUT, stance_half_width, stand, standing_height
from backend.motion.kinematics import rotation_z, transform
from backend.motion.pose import Pose, pelvis_rotation
from backend.motion.scene import Scene
from backend.motion.skeleton import HIPS

#: Seconds of one strike when nothing is said.
PUNCH_TIME, KICK_TIME = 1.15, 1.7
_GUARD = Arm(flex=38, abduct=14, rotate=-8, elbow=122, pronate=20, curl=1.0)


def _slots(scene: Scene, natural: float) -> tuple[int, float, np.ndarray, np.ndarray]:
    """(count, seconds each, index (T,), time since its start (T,)) of the strikes that fit the clip."""
    natural = natural / scene.style.tempo
    count = scene.spec.get("repeats") or max(1, round((scene.span - 0.5) / natural))
    lead = min(0.25, 0.1 * scene.span)
    each = (scene.span - 2 * lead) / count
    index = np.clip(np.floor((scene.times - lead) / each), 0, count - 1)
    return count, each, index, scene.times - lead - index * each


def _timing(each: float, tempo: float, natural: float) -> tuple[float, float]:
    """(scale, offset) from the seconds of an ordinary strike to those of this one: a longer slot waits at its
    ends, a shorter one hurries."""
    scale = min(1.0 / tempo, each / natural)
    return scale, (each - natural * scale) / 2


def punch(body: Body, scene: Scene) -> Pose:
    """Straight punches from a guard: the opposite foot leads, the rear hip turns in, the other hand stays up."""
    pose = stand(body, scene)
    _, each, index, t = _slots(scene, PUNCH_TIME)
    scale, offset = _timing(each, scene.style.tempo, PUNCH_TIME)
    local = (t - offset) / scale
    chosen = sides(scene, "right")
    lead = 1 if chosen == (0,) else 0
    rear = 1 - lead
    size = float(np.clip(scene.intensity * scene.style.amplitude, 0.4, 1.3))
    reach = track(local, [
        (0.0, 0.0), (0.20, -0.12), (0.36, 0.35), (0.46, 1.0), (0.54, 0.97), (0.80, 0.1), (1.0, 0.0)])
    drive = track(local, [(0.0, 0.0), (0.18, -0.3), (0.42, 1.0), (0.56, 0.95), (0.85, 0.0), (1.0, 0.0)])
    fighting_stance(body, scene, pose, lead, drive * (1.0 if chosen != (lead,) else 0.4))
    turn_sign = 1.0 if rear == 1 else -1.0
    for side in (0, 1):
        place_arm(pose, side, _GUARD, np.ones(len(t)))
        pose.collar_forward[:, side] += np.radians(6)
    for side in chosen:
        active = (index % 2 == (0 if side == rear else 1)) if len(chosen) == 2 else np.ones(len(t), bool)
        amount = np.where(active, reach, 0.0)
        out = np.clip(amount, 0, None) * min(size, 1.0)
        back = np.clip(-amount, 0, None)
        pose.arm_flex[:, side] += np.radians(64) * out - np.radians(40) * back
        pose.elbow[:, side] += np.radians(-116) * out + np.radians(10) * back
        pose.arm_abduct[:, side] += np.radians(-8) * out
        pose.arm_rotate[:, side] += np.radians(8) * out
        pose.pronate[:, side] += np.radians(55) * out
        pose.collar_forward[:, side] += np.radians(16) * out
        own = turn_sign if side == rear else -turn_sign
        force = np.where(active, drive, 0.0) * size * (1.0 if side == rear else 0.55)
        pose.yaw += own * np.radians(20) * force
        pose.spine_twist += own * np.radians(22) * force
        pose.head_twist -= own * np.radians(38) * force
        pose.spine_flex += np.radians(5) * np.clip(force, 0, None)
        pose.pelvis[:, 1] -= 0.05 * body.leg * force
    return pose


def fighting_stance(body: Body, scene: Scene, pose: Pose, lead: int, drive: np.ndarray) -> None:
    """One foot ahead, knees bent, trunk half turned; the rear heel rises and turns out with the punch."""
    half = stance_half_width(body, scene) * 1.15
    stride = 0.24 * body.leg
    bounce = 0.006 * body.leg * np.sin(2 * np.pi * max(1, round(1.6 * scene.span)) * scene.times / scene.span)
    pose.pelvis[:, 2] = standing_height(body, scene, half, np.radians(42)) - 0.022 * body.leg + bounce
    rear = 1 - lead
    bladed = np.radians(24) * (1 if rear == 0 else -1)
    pose.yaw += bladed
    pose.head_twist -= 0.9 * bladed
    pose.spine_flex += np.radians(9)
    pose.tilt += np.radians(4)
    pose.head_flex -= np.radians(6)
    for side, sign in ((0, 1), (1, -1)):
        ahead = stride if side == lead else -stride
        heel = np.radians(14) + np.radians(24) * np.clip(drive, 0, 1) if side == rear else np.zeros(len(drive))
        spin = (sign * np.radians(20) - sign * np.radians(34) * np.clip(drive, 0, 1)) if side == rear \
            else np.full(len(drive), sign * np.radians(4))
        # The foot turns about its ball, which stays where it is.
        ball = np.array([sign * half, -ahead]) + body.ball[side, :2]
        place = ball - transform(rotation_z(spin), body.ball[side] * [1, 1, 0])[:, :2]
        pose.foot_yaw[:, side], pose.foot_pitch[:, side] = spin, -heel
        pose.ankle[:, side], pose.toe[:, side] = rolled(body, side, place, spin, -heel)
        pose.contacts[:, 2 * side] = heel < 0.035
        pose.contacts[:, 2 * side + 1] = True


def kick(body: Body, scene: Scene) -> Pose:
    """Front kicks: weight over the other leg, knee up, leg out, back and down."""
    pose = stand(body, scene)
    _, each, index, t = _slots(scene, KICK_TIME)
    scale, offset = _timing(each, scene.style.tempo, KICK_TIME)
    chosen = sides(scene, "right")
    size = float(np.clip(scene.intensity * scene.style.amplitude, 0.35, 1.35))

    def keyed(*values: tuple[float, float]) -> np.ndarray:
        return track((t - offset) / scale, values)

    shift = keyed((0, 0), (0.42, 1), (1.15, 1), (1.6, 0))
    up = keyed((0.30, 0), (0.62, 1), (0.86, 1), (1.35, 0))
    out = keyed((0.56, 0), (0.74, 1), (0.80, 1), (1.02, 0))
    back = keyed((0.15, 0), (0.66, 1), (0.85, 1), (1.4, 0))
    begin, end = offset + 0.36 * scale, offset + 1.36 * scale
    half = stance_half_width(body, scene)
    feet = [pose.ankle[:, side].copy() for side in (0, 1)]
    for side in chosen:
        active = (index % 2 == chosen.index(side)) if len(chosen) == 2 else np.ones(len(t), bool)
        on = active.astype(float)
        sign = 1.0 if side == 0 else -1.0
        _balance(body, pose, sign, half, shift * on, back * on, out * on, size)
        for other, arm in ((side, -18.0), (1 - side, 26.0)):
            place_arm(pose, other, Arm(flex=26 + arm * 0.6, abduct=26, rotate=-4, elbow=78, curl=0.8), shift * on)
        pose.arm_flex[:, side] -= np.radians(30) * out * on
        pose.arm_flex[:, 1 - side] += np.radians(22) * out * on
        _kicking_leg(body, pose, side, feet[side], active, t, (begin, end), up, out, size)
    return pose


def _balance(body: Body, pose: Pose, sign: float, half: float, shift: np.ndarray, back: np.ndarray, out: np.ndarray,
             size: float) -> None:
    """Pelvis over the standing foot, trunk leaning away from the leg's mass."""
    pose.pelvis[:, 0] += shift * (-sign * half * 0.92 - pose.pelvis[:, 0])
    pose.pelvis[:, 2] -= 0.022 * body.leg * shift + 0.018 * body.leg * np.sin(np.pi * shift)
    pose.pelvis[:, 1] -= 0.02 * body.leg * out * size
    pose.tilt -= np.radians(15) * back * size
    pose.spine_flex += np.radians(2) * back - np.radians(3) * out * size
    pose.head_flex += np.radians(15) * back * size
    pose.list -= sign * np.radians(4) * back
    pose.spine_side -= -sign * np.radians(3) * back
    pose.yaw += sign * -np.radians(12) * out * size
    pose.spine_twist += sign * np.radians(14) * out * size


def _kicking_leg(body: Body, pose: Pose, side: int, home: np.ndarray, active: np.ndarray, t: np.ndarray,
                 span: tuple[float, float], up: np.ndarray, out: np.ndarray, size: float) -> None:
    """The free leg by thigh angle and knee flexion, spliced to the planted foot with matching position and velocity."""
    begin, end = span
    air = active & (t > begin) & (t < end)
    if not air.any():
        return
    thigh = np.radians((38 + 44 * min(size, 1.2)) * up + 8 * out * size)
    knee = np.radians(96 * up * (1 - out) + 14 * out)
    hip = pose.pelvis + transform(pelvis_rotation(pose), body.offsets[HIPS[side]])
    shin = thigh - knee
    free = hip + np.stack([
        np.zeros_like(t), -(body.thigh[side] * np.sin(thigh) + body.shin[side] * np.sin(shin)),
        -(body.thigh[side] * np.cos(thigh) + body.shin[side] * np.cos(shin))], -1)
    # Up before ahead, and down after back: a foot that travels low would scuff the floor.
    late = 0.12 * (end - begin)
    weight = ease((t - begin - late) / (0.34 * (end - begin))) * ease((end - late - t) / (0.34 * (end - begin)))
    high = plateau((t - begin) / (end - begin), 0.14, 0.14)
    lift = max(0.08 * body.leg, 0.062) * high
    ankle = home + weight[:, None] * (free - home)
    ankle[:, 2] += np.where(air, lift * (1 - weight), 0.0)
    pose.ankle[air, side] = ankle[air]
    # The foot hangs from the shin, pointed while the knee is up, pulled back when the ball of the foot hits.
    pointed = 16 * np.sin(np.pi * weight) + 30 * (up - out).clip(0) * weight
    hanging = np.radians(24 * out - pointed)
    pose.foot_pitch[air, side] = (hanging + 0.75 * weight * (thigh - knee))[air]
    pose.toe[air, side] = np.radians(24) * out[air]
    pose.foot_yaw[air, side] += (0.0 - TOE_OUT * (1 if side == 0 else -1)) * weight[air]
    keep_clear(body, pose, side, np.where(air, clear_height(body) * high, 0.0))
    keep_above_floor(body, pose, side)
    pose.contacts[air, 2 * side] = pose.contacts[air, 2 * side + 1] = False


