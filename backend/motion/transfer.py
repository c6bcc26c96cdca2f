# SPDX-License-Identifier: GPL-3.0-or-later
"""A performance on a body of other proportions: the path scaled by leg length, feet pinned where they touch.

Feet are carried over by the point they roll about. Taking the roll of the source's foot out of its
ankle leaves the spot on the floor where the ball of the flat foot belongs, which does not move while
the foot is down. That spot is scaled and pinned, and the roll of the target's own foot is put back, so
feet of other lengths turn about their own heels and toes (constraints before blends, after L. Kovar,
J. Schreiner & M. Gleicher, Footskate cleanup for motion capture editing, SCA 2002).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import ease
from backend.motion.feet import clear_height, rolled
from backend.motion.kinematics import rotation_z, transform, two_bone_ik, unit
from backend.motion.pose import Performance
from backend.motion.skeleton import ANKLES, HIPS, KNEES, TOES

#: Half the time (s) over which a correction fades in and out; the slowest travel (m/s) that counts as moving.
_FADE, _MOVING = 0.10, 0.15


def transfer(performance: Performance, source: Body, body: Body, fps: float) -> Performance:
    """``performance`` (on ``source``) on ``body``, contacts kept."""
    scale = body.leg / source.leg
    positions = performance.positions(source)
    g = performance.rotations.copy()
    standing = source.leg + float(source.ankle_height.mean()) + source.hip_drop
    own = body.leg + float(body.ankle_height.mean()) + body.hip_drop
    pelvis = performance.pelvis * scale
    pelvis[:, 2] += own - standing * scale
    touching = performance.contacts[:, ::2] | performance.contacts[:, 1::2]
    fade = max(1, round(_FADE * fps))
    goals = [_ankle(performance, source, body, side, positions[:, ANKLES[side]], touching[:, side], scale, fps)
             for side in (0, 1)]
    # Where a planted foot is out of reach, the pelvis comes down to it.
    pelvis[:, 2] -= _spread(np.max([
        np.where(touching[:, side], _overreach(g, pelvis, body, side, goals[side]), 0.0) for side in (0, 1)], axis=0),
        2 * fade)
    for side, goal in enumerate(goals):
        hip, knee, ankle, toe = HIPS[side], KNEES[side], ANKLES[side], TOES[side]
        start = pelvis + transform(g[:, 0], body.offsets[hip])
        hinge = unit(g[:, hip, :, 0] + g[:, knee, :, 0])
        g[:, hip], g[:, knee] = two_bone_ik(start, goal, float(body.thigh[side]), float(body.shin[side]), hinge)
        g[:, ankle], g[:, toe] = performance.rotations[:, ankle], performance.rotations[:, toe]
    return replace(performance, rotations=g, pelvis=pelvis)


def _ankle(performance: Performance, source: Body, body: Body, side: int, ankle: np.ndarray, touching: np.ndarray,
           scale: float, fps: float) -> np.ndarray:
    """Where the target's ankle goes, (T, 3)."""
    foot = performance.rotations[:, ANKLES[side]]
    yaw = np.arctan2(foot[:, 1, 0], foot[:, 0, 0])
    heading = rotation_z(yaw)
    forward = -foot[:, :, 1]
    pitch = np.arctan2(forward[:, 2], -(forward * heading[:, :, 1]).sum(-1))
    flat = np.zeros((len(yaw), 2))
    roll = [rolled(each, side, flat, yaw, pitch)[0][:, :2] for each in (source, body)]
    ball = [transform(heading, each.ball[side])[:, :2] for each in (source, body)]
    spot = (ankle[:, :2] - roll[0] + ball[0]) * scale
    # A flat foot's ankle keeps its place, whatever the length of the foot; the feet stand as wide as the hips.
    lateral = performance.rotations[:, 0, :2, 0]
    lateral = lateral / np.maximum(np.linalg.norm(lateral, axis=1, keepdims=True), 1e-9)
    spread = (body.hip_width - scale * source.hip_width) / 2 * (1 if side == 0 else -1)
    spot = _pinned(spot + ball[1] - scale * ball[0] + spread * lateral, touching)
    goal = np.empty_like(ankle)
    goal[:, :2] = spot - ball[1] + roll[1]
    goal[:, 2] = _height(performance, source, body, side, ankle[:, 2], scale)
    joint = goal + transform(foot, body.ball[side])
    goal[:, 2] += np.where(touching, 0.0, _spread(_dragging(body, joint, fps), max(1, round(_FADE * fps))))
    return goal


def _dragging(body: Body, joint: np.ndarray, fps: float) -> np.ndarray:
    """How much higher (T,) a ball joint (T, 3) must be, so that it does not travel near the floor: between two
    frames that do, the higher one is lifted."""
    fast = np.linalg.norm(np.diff(joint[:, :2], axis=0), axis=1) * fps > _MOVING
    missing = 0.93 * clear_height(body) - joint[:, 2]
    later = missing[1:] <= missing[:-1]
    needed = np.where(fast, np.maximum(np.minimum(missing[1:], missing[:-1]), 0.0), 0.0)
    return np.maximum(np.pad(np.where(later, needed, 0.0), (1, 0)), np.pad(np.where(later, 0.0, needed), (0, 1)))


def _pinned(path: np.ndarray, touching: np.ndarray) -> np.ndarray:
    """``path`` (T, 2) held still through each contact; between contacts the correction is eased over."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], touching.astype(int), [0]])))
    correction = np.zeros_like(path)
    begins, ends = edges[::2], edges[1::2]
    for begin, end in zip(begins, ends):
        correction[begin:end] = np.median(path[begin:end], axis=0) - path[begin:end]
    if len(begins):
        correction[:begins[0]] = correction[begins[0]]
        correction[ends[-1]:] = correction[ends[-1] - 1]
    for end, begin in zip(ends[:-1], begins[1:]):
        share = ease((np.arange(end, begin) - end + 1) / (begin - end + 1))[:, None]
        correction[end:begin] = (1 - share) * correction[end - 1] + share * correction[begin]
    return path + correction


def _spread(values: np.ndarray, frames: int) -> np.ndarray:
    """Peaks of ``values`` (T,) >= 0 with slopes ``frames`` long on both sides."""
    result = values.copy()
    for shift in range(1, min(frames, len(values) - 1) + 1):
        weight = np.cos(0.5 * np.pi * shift / (frames + 1)) ** 2
        result[shift:] = np.maximum(result[shift:], weight * values[:-shift])
        result[:-shift] = np.maximum(result[:-shift], weight * values[shift:])
    return result


def _overreach(g: np.ndarray, pelvis: np.ndarray, body: Body, side: int, goal: np.ndarray) -> np.ndarray:
    """How far the pelvis must come down (T,) for the leg to reach ``goal``."""
    start = pelvis + transform(g[:, 0], body.offsets[HIPS[side]])
    length = 0.99999 * float(body.thigh[side] + body.shin[side])
    across = ((goal - start)[:, :2] ** 2).sum(-1)
    return np.maximum(start[:, 2] - goal[:, 2] - np.sqrt(np.maximum(length**2 - across, 0.0)), 0.0)


def _height(performance: Performance, source: Body, body: Body, side: int, height: np.ndarray,
            scale: float) -> np.ndarray:
    """Ankle heights (T,) on ``body`` such that the lowest point of the sole clears the floor as before, scaled."""
    foot, toes = (performance.rotations[:, joint[side]] for joint in (ANKLES, TOES))
    lowest = [np.min([
        transform(foot, each.heel[side])[:, 2],
        (tip := transform(foot, each.ball[side]) + transform(toes, each.toe_tip[side]))[:, 2],
        (tip - transform(toes, each.toe_tip[side] * [0, 1, 0]))[:, 2]], axis=0) for each in (source, body)]
    return (height + lowest[0]) * scale - lowest[1]
