# SPDX-License-Identifier: GPL-3.0-or-later
"""Jumping: counter-movement, push, ballistic flight, landing that takes up the speed.

Timing after countermovement-jump studies (Bobbert & van Ingen Schenau, J. Biomechanics 1988): the
push is a constant acceleration over the distance from the crouch to the toes, the flight obeys g.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.motion.body import GRAVITY, Body
from backend.motion.curves import ease, track
from backend.motion.feet import keep_above_floor, rolled
from backend.motion.idle import TOE_OUT, stance_half_width, stand
from backend.motion.pose import Pose
from backend.motion.scene import Scene

_PUSH_PITCH = np.radians(-52)
_LAND_PITCH = np.radians(-24)


@dataclass(frozen=True)
class Plan:
    """One jump. Times in seconds from its start; heights of the pelvis relative to standing, metres."""

    dip: float
    rise: float
    lift_speed: float
    crouch_time: float
    push_time: float
    flight_time: float
    land_drop: float
    absorb_time: float
    absorb_depth: float
    recover_time: float
    distance: float

    @property
    def takeoff(self) -> float:
        return self.crouch_time + self.push_time

    @property
    def touchdown(self) -> float:
        return self.takeoff + self.flight_time

    @property
    def length(self) -> float:
        return self.touchdown + self.absorb_time + self.recover_time


def plan(body: Body, scene: Scene, available: float | None = None) -> Plan:
    """A jump whose physics is right; ``available`` seconds shorten the parts that may be shortened, then its height."""
    leg, style = body.leg, scene.style
    effort = float(np.clip(scene.intensity * style.amplitude, 0.25, 2.2))
    distance = 0.0
    if scene.spec.get("direction") in ("forward", "backward") and not scene.spec["in_place"]:
        distance = 0.75 * leg * effort * (1 if scene.spec["direction"] == "forward" else -0.6)
    for shrink in (1.0, 0.7, 0.45, 0.25, 0.12, 0.05, 0.02):
        height = 0.30 * leg * effort * shrink
        dip = (0.30 * leg) * min(1.0, 0.5 + 0.5 * effort) * shrink**0.5
        rise = 0.085 * leg * shrink**0.5
        speed = np.sqrt(2 * GRAVITY * height)
        land_drop = 0.05 * leg * shrink**0.5
        flight = (speed + np.sqrt(speed**2 + 2 * GRAVITY * land_drop)) / GRAVITY
        push = 2 * (dip + rise) / speed
        down = np.sqrt(speed**2 + 2 * GRAVITY * land_drop)
        absorb_depth = dip * 0.85 + (rise - land_drop)
        absorb = 2 * absorb_depth / down
        crouch, recover = 0.62 / style.tempo, 0.75 / style.tempo
        fixed = push + flight + absorb
        if available is None or fixed + 0.75 * (crouch + recover) * shrink <= available:
            break
    if available is not None:
        spare = max(available - fixed, 0.05 * available)
        scale = min(1.0, spare / (crouch + recover))
        crouch, recover = crouch * scale, recover * scale
        if fixed + crouch + recover > available:
            squeeze = available / (fixed + crouch + recover)
            crouch, push, absorb, recover = (each * squeeze for each in (crouch, push, absorb, recover))
            flight *= squeeze
    return Plan(dip, rise, float(speed), crouch, float(push), float(flight), float(land_drop), float(absorb),
                float(absorb_depth), recover, distance)


def natural_length(body: Body, scene: Scene) -> float:
    """Seconds of one jump when nothing is said."""
    return plan(body, scene).length + 0.3


def jump(body: Body, scene: Scene) -> Pose:
    """As many jumps as the spec repeats or the clip has room for."""
    pose = stand(body, scene)
    count = scene.spec.get("repeats") or max(1, int(scene.span / natural_length(body, scene) + 0.25))
    slot = scene.span / count
    one = plan(body, scene, slot)
    start = max(0.0, (slot - one.length) / 2)
    half = stance_half_width(body, scene)
    u = np.minimum(np.floor(scene.times / slot), count - 1)
    t = scene.times - u * slot - start
    travelled = one.distance * u
    _body(body, scene, pose, one, t, travelled, half)
    return pose


def _body(body: Body, scene: Scene, pose: Pose, p: Plan, t: np.ndarray, travelled: np.ndarray, half: float) -> None:
    standing = pose.pelvis[:, 2].copy()
    air = (t >= p.takeoff) & (t < p.touchdown)
    flown = np.clip(t - p.takeoff, 0, p.flight_time)
    pushing = np.clip(t - p.crouch_time, 0, p.push_time) / p.push_time
    landing = np.clip(t - p.touchdown, 0, p.absorb_time) / p.absorb_time
    base = p.rise
    height = np.select(
        [t < p.crouch_time, t < p.takeoff, air, t < p.touchdown + p.absorb_time],
        [-p.dip * ease(t / p.crouch_time),
         -p.dip + (p.dip + p.rise) * pushing**2,
         base + p.lift_speed * flown - 0.5 * GRAVITY * flown**2,
         p.rise - p.land_drop - p.absorb_depth * landing * (2 - landing)],
        (p.rise - p.land_drop - p.absorb_depth) * (1 - ease((t - p.touchdown - p.absorb_time) / p.recover_time)))
    blend = np.ones_like(t)
    pose.pelvis[:, 2] = standing + height * blend
    crouched = np.clip(-height / (0.30 * body.leg), 0, 1.3)
    # Horizontal travel: in flight at constant speed, eased in by the push and out by the landing.
    if p.distance:
        run_up, run_out = 0.5 * p.push_time, 0.5 * p.absorb_time
        speed = p.distance / (p.flight_time + run_up + run_out)
        ahead = (speed * (0.5 * p.push_time * pushing**2 + flown)
                 + speed * 0.5 * p.absorb_time * landing * (2 - landing))
        feet_ahead = np.where(t < p.takeoff, 0.0, np.where(t >= p.touchdown, p.distance, 0.0))
    else:
        ahead, feet_ahead = np.zeros_like(t), np.zeros_like(t)
    hips_back = 0.16 * body.leg * crouched
    pose.pelvis[:, 1] += hips_back - ahead - travelled
    fold = np.radians(38) * crouched
    pose.tilt += 0.7 * fold
    pose.spine_flex += 0.45 * fold
    pose.head_flex -= 0.6 * fold
    _arms(pose, scene, p, t)
    _feet(body, pose, p, t, half, feet_ahead + travelled, air)


def _arms(pose: Pose, scene: Scene, p: Plan, t: np.ndarray) -> None:
    # Arms have time for what the crouch has time for.
    effort = float(np.clip(scene.intensity, 0.4, 1.3)) * min(1.0, p.crouch_time / 0.4)
    land = p.touchdown + p.absorb_time
    swing = track(t, [(0, 0), (0.75 * p.crouch_time, -48 * effort), (p.crouch_time + 0.35 * p.push_time, -36 * effort),
                      (p.takeoff + 0.05 * p.flight_time, 105 * effort), (p.takeoff + 0.45 * p.flight_time, 92 * effort),
                      (p.touchdown, 48 * effort), (land, 22), (p.length, 0)])
    bend = track(t, [(0, 0), (0.75 * p.crouch_time, 12), (p.takeoff, 34), (p.touchdown, 38), (land, 30), (p.length, 0)])
    for side in (0, 1):
        pose.arm_flex[:, side] += np.radians(swing)
        pose.elbow[:, side] += np.radians(bend)
        pose.arm_abduct[:, side] += np.radians(0.12) * np.abs(swing)


def _feet(body: Body, pose: Pose, p: Plan, t: np.ndarray, half: float, ahead: np.ndarray, air: np.ndarray) -> None:
    # A hop is made from the flat foot rather than from the toes.
    hop = min(1.0, p.flight_time / 0.32)
    push_pitch, land_pitch = _PUSH_PITCH * hop, _LAND_PITCH * hop
    push = np.clip((t - p.crouch_time - 0.45 * p.push_time) / (0.55 * p.push_time), 0, 1) ** 2
    settle = ease((t - p.touchdown) / max(0.55 * p.absorb_time, 1e-3))
    recover = ease((t - p.touchdown - p.absorb_time) / max(p.recover_time, 1e-3))
    pitch = np.where(t < p.takeoff, push_pitch * push, land_pitch * (1 - settle)) * (1 - recover)
    u = np.clip((t - p.takeoff) / p.flight_time, 0, 1)
    pitch = np.where(air, push_pitch + (land_pitch - push_pitch) * ease(u), pitch)
    tuck = 0.10 * body.leg * min(1.0, p.lift_speed / 2.2) * np.sin(np.pi * u) ** 2
    for side, sign in ((0, 1), (1, -1)):
        yaw = np.full_like(t, sign * TOE_OUT)
        place = np.stack([np.full_like(t, sign * half), -ahead], -1)
        ankle, toe = rolled(body, side, place, yaw, pitch)
        # In the air the feet hang below the hips: they leave as they were pushed off and arrive as they will land.
        flown = np.clip(t - p.takeoff, 0, p.flight_time)
        lift = p.lift_speed * flown - 0.5 * GRAVITY * flown**2 + p.land_drop * u
        ankle[:, 2] += np.where(air, np.maximum(lift, 0) + tuck, 0.0)
        ankle[:, 1] -= np.where(air, p.distance * u, 0.0)
        pose.ankle[:, side] = ankle
        # Toes straighten in the air and reach for the ground before it comes.
        pose.toe[:, side] = np.where(air, toe * (1 - ease(u / 0.3)) - land_pitch * ease((u - 0.65) / 0.35), toe)
        pose.foot_pitch[:, side], pose.foot_yaw[:, side] = pitch, yaw
        keep_above_floor(body, pose, side)
        pose.contacts[:, 2 * side] = ~air & (pitch > -0.035)
        pose.contacts[:, 2 * side + 1] = ~air


