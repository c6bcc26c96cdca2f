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
from scipy.ndimage import gaussian_filter1d

from backend.motion.body import Body
from backend.motion.curves import ease, spread
from backend.motion.feet import clear_height, rolled
from backend.motion.kinematics import bend_limb, forward_kinematics, rotation_z, transform
from backend.motion.pose import Performance
from backend.motion.reach import ADULT_LEG, clearance, floor_weight, goals, reach, resting, support, with_wrists
from backend.motion.skeleton import ANKLES, COLLARS, HIPS, KNEES, PARENTS, TOES, WRISTS

#: Half the time (s) over which a correction fades in and out; the slowest travel (m/s, of an adult) that is moving.
_FADE, _MOVING = 0.10, 0.15


def transfer(performance: Performance, source: Body, body: Body, fps: float,
             drift: np.ndarray | None = None) -> Performance:
    """``performance`` (on ``source``) on ``body``, contacts kept.

    ``drift`` (2,) is the speed (m/s) of the floor below somebody who moves on the spot; None: told by the contacts.
    """
    scale = body.leg / source.leg
    performance = _levelled(performance, source)
    positions = performance.positions(source)
    g = with_wrists(performance.rotations, positions, source.leg, fps).copy()
    for collar in COLLARS:
        if body.bones[collar] < 0:  # the shoulders hang from the chest
            g[:, collar] = g[:, PARENTS[collar]]
    performance = replace(performance, rotations=g)
    # The hips are what scales: rigs have their pelvis joint between them, above them or behind them.
    middles = [each.offsets[list(HIPS)].mean(axis=0) for each in (source, body)]
    hips = (performance.pelvis + transform(g[:, 0], middles[0])) * scale
    hips[:, 2] += body.hip_height - scale * source.hip_height
    pelvis = hips - transform(g[:, 0], middles[1])
    touching = performance.contacts[:, ::2] | performance.contacts[:, 1::2]
    fade = max(1, round(_FADE * fps))
    soles = np.stack([_sole(performance, source, side) + positions[:, ANKLES[side], 2] for side in (0, 1)], axis=1)
    # What bears the body beside the feet lifts or lowers it as that needs.
    rise, _ = support(g, source, body, positions, replace(performance, pelvis=pelvis).positions(body), soles, scale)
    pelvis[:, 2] += gaussian_filter1d(rise, 0.06 * fps, mode="nearest")
    loose = replace(performance, pelvis=pelvis).positions(body)
    if drift is None:
        drift = _treadmill(positions, touching, source.leg, fps)
    ankles = [_ankle(performance, source, body, side, positions[:, ANKLES[side]], loose[:, ANKLES[side]],
                     touching[:, side], drift, scale, fps) for side in (0, 1)]
    # Where a planted foot is out of reach, the pelvis comes down to it.
    pelvis[:, 2] -= spread(np.max([
        np.where(touching[:, side], _overreach(g, pelvis, body, side, ankles[side]), 0.0) for side in (0, 1)], axis=0),
        2 * fade)
    spots = [_hand_spot(performance, source, positions, body, pelvis, side, fps) for side in (0, 1)]
    lift = np.zeros(len(pelvis))
    for _ in range(2):
        g = performance.rotations.copy()
        _legs(g, body, pelvis, ankles)
        after = forward_kinematics(PARENTS, body.offsets, g, pelvis)
        reach(g, body, after, goals(performance.rotations, source, body, positions, after, scale, spots))
        after = forward_kinematics(PARENTS, body.offsets, g, pelvis)
        lift = spread(support(performance.rotations, source, body, positions, after, soles, scale)[1], fade)
        if lift.max() < 1e-3:
            break
        pelvis[:, 2] += lift
    return replace(performance, rotations=g, pelvis=pelvis)


def _levelled(performance: Performance, source: Body) -> Performance:
    """The floor put where the touching feet are: captured soles are rarely as thick as those of the skeleton, and the
    hands and feet of a cartoon figure thicker than its bones."""
    positions = performance.positions(source)
    lows = np.stack([_sole(performance, source, side) + positions[:, ANKLES[side], 2] for side in (0, 1)], axis=1)
    touching = performance.contacts[:, ::2] | performance.contacts[:, 1::2]
    level = min(0.0, float(np.percentile(lows.min(axis=1), 5)))
    if touching.any():
        level = float(np.median(lows[touching]))
    if level > 0:
        hands = np.min([clearance(performance.rotations, positions[:, WRISTS[side]], source, side) for side in (0, 1)],
                       axis=0)
        level = max(0.0, min(level, float(np.percentile(hands, 5))))
    if not 0.0025 * source.leg < abs(level) < (0.08 if level < 0 else 0.3) * source.leg:
        return performance
    return replace(performance, pelvis=performance.pelvis - np.array([0.0, 0.0, level]))


def _treadmill(positions: np.ndarray, touching: np.ndarray, leg: float, fps: float) -> np.ndarray:
    """(2,) m/s at which the floor moves below somebody who walks on the spot, else zero."""
    held = touching[1:] & touching[:-1]
    if held.sum() < 2:
        return np.zeros(2)
    speeds = np.diff((positions[:, list(ANKLES), :2] + positions[:, list(TOES), :2]) / 2, axis=0)[held] * fps
    drift = np.median(speeds, axis=0)
    deviation = float(np.median(np.linalg.norm(speeds - drift, axis=1)))
    return drift if np.linalg.norm(drift) > max(0.3 * leg, 2 * deviation) else np.zeros(2)


def _legs(g: np.ndarray, body: Body, pelvis: np.ndarray, ankles: list[np.ndarray]) -> None:
    for side, goal in enumerate(ankles):
        hip, knee, ankle = HIPS[side], KNEES[side], ANKLES[side]
        start = pelvis + transform(g[:, 0], body.offsets[hip])
        g[:, hip], g[:, knee] = bend_limb(g[:, hip], g[:, knee], body.offsets[knee], body.offsets[ankle], start, goal,
                                          np.array([1.0, 0.0, 0.0]))


def _hand_spot(performance: Performance, source: Body, positions: np.ndarray, body: Body, pelvis: np.ndarray,
               side: int, fps: float) -> np.ndarray:
    """(T, 2) where a wrist above the floor goes: below where the rotations bring it, still while it rests there."""
    wrist = positions[:, WRISTS[side]]
    height = clearance(performance.rotations, wrist, source, side)
    own = replace(performance, pelvis=pelvis).positions(body)[:, WRISTS[side], :2]
    return _pinned(own, resting(height, wrist, source.leg, fps))


def _ankle(performance: Performance, source: Body, body: Body, side: int, ankle: np.ndarray, loose: np.ndarray,
           touching: np.ndarray, drift: np.ndarray, scale: float, fps: float) -> np.ndarray:
    """Where the target's ankle goes, (T, 3): near the floor as the source's above it, high up where the rotations
    bring it, ``loose``. ``drift`` (2,) is the speed of the source's floor."""
    fade = max(1, round(_FADE * fps))
    foot = performance.rotations[:, ANKLES[side]]
    yaw = np.arctan2(foot[:, 1, 0], foot[:, 0, 0])
    heading = rotation_z(yaw)
    forward = -foot[:, :, 1]
    pitch = np.arctan2(forward[:, 2], -(forward * heading[:, :, 1]).sum(-1))
    flat = np.zeros((len(yaw), 2))
    roll = [rolled(each, side, flat, yaw, pitch)[0][:, :2] for each in (source, body)]
    ball = [transform(heading, each.ball[side])[:, :2] for each in (source, body)]
    # Heading and roll are those of a foot on its sole; one that lies on its side or its back is held by the ball joint.
    sole = np.clip(2 * foot[:, 2, 2], 0.0, 1.0)[:, None]
    held = [sole * (ball[k] - roll[k]) + (1 - sole) * transform(foot, each.ball[side])[:, :2]
            for k, each in enumerate((source, body))]
    # A flat foot's ankle keeps its place, whatever the length of the foot; the feet stand as wide as the hips.
    lateral = performance.rotations[:, 0, :2, 0]
    apart = (body.hip_width - scale * source.hip_width) / 2 * (1 if side == 0 else -1)
    spot = (ankle[:, :2] + held[0]) * scale + sole * (ball[1] - scale * ball[0]) + apart * lateral
    moving = scale * drift * (np.arange(len(yaw)) / fps)[:, None]
    # One that spins on its heel is held by that.
    heel = spot - held[1] + transform(foot, body.heel[side])[:, :2]
    alone = performance.contacts[:, 2 * side] & ~performance.contacts[:, 2 * side + 1]
    spinning = alone & (np.abs(np.gradient(np.unwrap(yaw))) * fps > np.radians(60)) if len(yaw) > 1 else alone
    spot = _pinned(spot - moving, touching, heel - moving, spinning) + moving
    goal = np.empty_like(ankle)
    goal[:, :2] = spot - held[1]
    goal[:, 2] = _height(performance, source, body, side, ankle[:, 2], scale)
    near = floor_weight(ankle[:, 2] + _sole(performance, source, side) - 0.1 * source.leg, 1.6 * source.leg)
    # A foot that falls fast or lands far from where its limb leads is led there in good time.
    near = np.maximum(gaussian_filter1d(near, 0.05 * fps, mode="nearest"), spread(touching.astype(float), fade))
    goal = loose + near[:, None] * (goal - loose)
    joint = goal + transform(foot, body.ball[side])
    lift = np.where(touching | drift.any(), 0.0, _dragging(body, joint, fps))
    goal[:, 2] += np.where(touching, 0.0, spread(lift, fade))
    # Whatever the foot does, its sole stays above the floor.
    goal[:, 2] += np.maximum(-goal[:, 2] - _sole(performance, body, side), 0.0)
    return goal


def _dragging(body: Body, joint: np.ndarray, fps: float) -> np.ndarray:
    """How much higher (T,) a ball joint (T, 3) must be, so that it does not travel near the floor: between two
    frames that do, the higher one is lifted."""
    fast = np.linalg.norm(np.diff(joint[:, :2], axis=0), axis=1) * fps > _MOVING * body.leg / ADULT_LEG
    missing = 0.93 * clear_height(body) - joint[:, 2]
    later = missing[1:] <= missing[:-1]
    needed = np.where(fast, np.maximum(np.minimum(missing[1:], missing[:-1]), 0.0), 0.0)
    return np.maximum(np.pad(np.where(later, needed, 0.0), (1, 0)), np.pad(np.where(later, 0.0, needed), (0, 1)))


def _pinned(path: np.ndarray, touching: np.ndarray, other: np.ndarray | None = None,
            instead: np.ndarray | None = None) -> np.ndarray:
    """``path`` (T, 2) held still through each contact; between contacts the correction is eased over.

    Where ``instead`` (T,) says so, ``other`` is held, another point of the same body.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], touching.astype(int), [0]])))
    correction = np.zeros_like(path)
    begins, ends = edges[::2], edges[1::2]
    steps = np.diff(path, axis=0, prepend=path[:1])
    if other is not None and instead is not None:
        steps = np.where(instead[:, None], np.diff(other, axis=0, prepend=other[:1]), steps)
    for begin, end in zip(begins, ends):
        moved = -np.cumsum(steps[begin:end], axis=0)
        correction[begin:end] = moved + np.median(path[begin:end], axis=0) - np.median(path[begin:end] + moved, axis=0)
    if len(begins):
        correction[:begins[0]] = correction[begins[0]]
        correction[ends[-1]:] = correction[ends[-1] - 1]
    for end, begin in zip(ends[:-1], begins[1:]):
        share = ease((np.arange(end, begin) - end + 1) / (begin - end + 1))[:, None]
        correction[end:begin] = (1 - share) * correction[end - 1] + share * correction[begin]
    return path + correction


def _overreach(g: np.ndarray, pelvis: np.ndarray, body: Body, side: int, goal: np.ndarray) -> np.ndarray:
    """How far the pelvis must come down (T,) for the leg to reach ``goal``."""
    start = pelvis + transform(g[:, 0], body.offsets[HIPS[side]])
    length = 0.99999 * float(body.thigh[side] + body.shin[side])
    across = ((goal - start)[:, :2] ** 2).sum(-1)
    return np.maximum(start[:, 2] - goal[:, 2] - np.sqrt(np.maximum(length**2 - across, 0.0)), 0.0)


def _height(performance: Performance, source: Body, body: Body, side: int, height: np.ndarray,
            scale: float) -> np.ndarray:
    """Ankle heights (T,) on ``body`` such that the lowest point of the sole clears the floor as before, scaled."""
    clear = height + _sole(performance, source, side)
    return np.maximum(clear * scale, 0.0) - _sole(performance, body, side)


def _sole(performance: Performance, body: Body, side: int) -> np.ndarray:
    """(T,) from the ankle down to the lowest point of the sole, negative."""
    foot, toes = (performance.rotations[:, joint[side]] for joint in (ANKLES, TOES))
    tip = transform(foot, body.ball[side]) + transform(toes, body.toe_tip[side])
    return np.min([transform(foot, body.heel[side])[:, 2], tip[:, 2],
                   (tip - transform(toes, body.toe_tip[side] * [0, 1, 0]))[:, 2]], axis=0)
