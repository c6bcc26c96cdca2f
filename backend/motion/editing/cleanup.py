# SPDX-License-Identifier: GPL-3.0-or-later
"""Feet that stand: on the floor, not in it, and where they were put.

While a foot touches, the point it rolls about is held still; between touches the correction fades from one
to the next; what travels low over the floor is lifted; the pelvis follows slowly, and comes down where a
foot is out of reach; knees and hips take up the rest (constraints before blends, after L. Kovar,
J. Schreiner & M. Gleicher, Footskate cleanup for motion capture editing, SCA 2002).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter1d

from backend.motion.body import Body
from backend.motion.clip import Clip
from backend.motion.clip_ops import blend, cut, sample
from backend.motion.curves import ease, spread
from backend.motion.editing.contacts import ADULT_LEG, Ground, ground, runs, with_contacts
from backend.motion.editing.ik import STRETCH, overreach, reach, swing
from backend.motion.editing.underground import led_into, out_of_the_ground
from backend.motion.editing.wandering import steadied
from backend.motion.feet import clear_height
from backend.motion.kinematics import axis_angle, continuous, quaternion_from_matrix, rotation_x, rotation_z, transform
from backend.motion.pose import Performance
from backend.motion.quaternions import logarithm
from backend.motion.skeleton import ANKLES, HIPS, TOES
from backend.motion.soles import feet, soles

#: Seconds: a foot leaving or coming stays above its spot; corrections of rotations fade; the pelvis follows.
_HOLD, _FADE, _FOLLOW = 0.06, 0.08, 0.25
#: Seconds that a foot which landed on its heel takes to come down on the ball.
_SLAP = 0.12
#: Speed (m/s) below which a low foot is at rest for any viewer.
_MOVING = 0.15
#: A point that moves faster (m/s) does not stand; see backend.motion.metrics.
_SLIDING = 0.19
#: Rotation (radians) of a standing foot that is noise, and that is left alone as meant.
_STEADY, _TILTED = 0.25, 0.6
#: Height (m) above which a resting foot rests on something else than the floor.
_FAR = 0.1
#: Height of the pelvis, in heights of the hips, above which somebody stands, and above which somebody walks who gets
#: anywhere.
_UPRIGHT, _STOOPED = 0.7, 0.5
#: A floor closer to z = 0 than this (m) stays where it is.
_LEVEL = 0.004
#: Share of its length to which a leg is stretched that was bent before.
_STRAIGHTEST = 0.985
#: The pelvis comes down at most so far (m) for a foot out of reach.
_DEEPEST = 0.06


def clean(clip: Clip, *, floor: bool = True, detect: bool = False) -> Clip:
    """``clip`` with feet that neither slide nor sink, otherwise as it was.

    ``floor``: move the clip so that its feet stand on z = 0 (a sloping floor is made level, and one that wanders with
    time is steadied). ``detect``: look for
    contacts anew even where the clip has them. A clip in place keeps being in place: its feet are held on a
    treadmill that runs evenly. The result has contacts.
    """
    if floor and (risen := out_of_the_ground(clip)):
        return led_into(clip, risen, clean(cut(clip, risen, len(clip)), detect=detect))
    if floor and clip.contacts is None:
        clip = steadied(clip)
    seen = ground(clip)
    if floor:
        clip = on_floor(clip, seen)
    clip = _on_the_ground(with_contacts(clip, again=detect))
    return hold(clip, seen.velocity)


def _on_the_ground(clip: Clip) -> Clip:
    """Feet that rest far from the floor, on a chair's rung or in the air while somebody lies, are not held to it."""
    assert clip.contacts is not None
    heights = np.abs(feet(clip.performance(), clip.body)[:, :, :2, 2]).reshape(-1, 4)
    far = clip.contacts & (heights > _FAR * min(1.0, clip.body.leg / ADULT_LEG))
    return replace(clip, contacts=clip.contacts & ~far) if far.any() else clip


def hold(clip: Clip, velocity: np.ndarray | None = None, yaw: np.ndarray | None = None, follow: bool = True) -> Clip:
    """:func:`pin` for loops, whose ends are neighbours, and for clips on a treadmill that runs with ``velocity``
    (2,) m/s."""
    margin = min(len(clip), round(1.5 * clip.fps)) if clip.loop else 0
    frames = np.arange(-margin, len(clip) + margin)
    padded = replace(sample(clip, frames), loop=False) if margin else clip
    away = np.zeros((len(frames), 3))
    if velocity is not None:
        away[:, :2] = -frames[:, None] / clip.fps * velocity
    held = pin(replace(padded, root=padded.root + away), None if yaw is None else yaw[frames % len(clip)],
               follow=follow)
    held = replace(held, root=held.root - away)
    return replace(cut(held, margin, margin + len(clip)), loop=clip.loop) if margin else held


def hold_part(clip: Clip, first: int, stop: int, fade: int, anchored: int) -> Clip:
    """:func:`pin` for frames ``first`` to ``stop``; ``fade`` frames on either side lead over to the rest. A foot
    that stands before frame ``anchored`` stays where it stood then."""
    begin, end = max(first - fade, 0), min(stop + fade, len(clip))
    held = pin(cut(clip, begin, end), anchored=anchored - begin)
    frames = np.arange(begin, end)
    weight = np.ones(end - begin)
    if begin > 0:
        weight *= ease((frames - begin + 1) / (first - begin + 1))
    if end < len(clip):
        weight *= ease((end - frames) / (end - stop + 1))
    mixed = blend(cut(clip, begin, end), held, weight)
    assert clip.contacts is not None and held.contacts is not None
    rotations, root, contacts = clip.rotations.copy(), clip.root.copy(), clip.contacts.copy()
    rotations[begin:end], root[begin:end], contacts[begin:end] = mixed.rotations, mixed.root, held.contacts
    return replace(clip, rotations=continuous(rotations), root=root, contacts=contacts)


def on_floor(clip: Clip, seen: Ground | None = None) -> Clip:
    """``clip`` moved up or down so that its feet stand on z = 0.

    Somebody who sits or lies may rest the feet anywhere above the floor, and stays where they are.
    """
    seen = ground(clip) if seen is None else seen
    level = seen.level(clip.root)
    if np.abs(level).max() <= _LEVEL:
        return clip
    going = float(np.linalg.norm(clip.root[-1, :2] - clip.root[0, :2])) > clip.body.leg or seen.moves
    high = float(np.percentile(clip.root[:, 2] - level, 75)) / clip.body.hip_height
    upright = high > (_STOOPED if going else _UPRIGHT)
    if not upright and level.mean() > 0:
        return clip
    root = clip.root.copy()
    root[:, 2] -= level
    return replace(clip, root=root)


def pin(clip: Clip, yaw: np.ndarray | None = None, anchored: int = 0, follow: bool = True) -> Clip:
    """Hold the feet through the contacts that ``clip`` has, on a floor at z = 0.

    ``yaw`` (T, 2): turn each foot about the vertical by so much before, radians. A foot is held where it stands on
    average, or where it does in the frames before ``anchored``. ``follow``: the pelvis goes along with the feet;
    without, it stays where it was put on purpose.
    """
    if clip.contacts is None:
        raise ValueError("A clip without contacts has nothing to hold")
    clip = _above(clip)
    body, performance = clip.body, clip.performance()
    rotations = performance.rotations
    positions = performance.positions(body)
    plans = []
    for side in (0, 1):
        turn = np.zeros(len(clip)) if yaw is None else yaw[:, side]
        plans.append(_plan(clip, rotations, positions[:, ANKLES[side]], side, turn, anchored))
    pelvis = performance.pelvis + (_follow(plans, clip.fps) if follow else 0.0)
    # A knee snaps when a leg is pulled straight: only legs that were straight before may be.
    spans = np.linalg.norm(positions[:, list(ANKLES)] - positions[:, list(HIPS)], axis=-1) / (body.thigh + body.shin)
    stretch = np.clip(spans, _STRAIGHTEST, STRETCH)
    lowered = np.max([np.where(plan.held, overreach(rotations, pelvis, body, side, plan.goal, stretch[:, side]), 0.0)
                      for side, plan in enumerate(plans)], axis=0)
    pelvis[:, 2] -= spread(np.minimum(lowered, _DEEPEST), max(1, round(2 * _HOLD * clip.fps)))
    rotations = rotations.copy()
    positions = positions + (pelvis - performance.pelvis)[:, None]
    for side, plan in enumerate(plans):
        name = ("left_foot", "right_foot")[side]
        rotations = reach(rotations, positions, name, plan.goal)
        rotations[:, ANKLES[side]], rotations[:, TOES[side]] = plan.foot, plan.toes
    moved = Performance(rotations, pelvis, performance.contacts, performance.curl)
    return _honest(clip.with_performance(moved), rotations)


def _honest(clip: Clip, rotations: np.ndarray) -> Clip:
    """Marks where the feet do stand: a foot that pivots on one point slides at the other, and a heel that has
    just met the floor still glides while the ball slaps down."""
    assert clip.contacts is not None
    if len(clip) < 2:
        return clip
    points = soles(clip.positions(), rotations, clip.body)[:, :, :2, :2]
    fast = np.linalg.norm(np.diff(points, axis=0), axis=-1) * clip.fps > _SLIDING
    touching = clip.contacts.reshape(-1, 2, 2).copy()
    both = touching[..., 0] & touching[..., 1]
    pivots = fast & (both[1:] & both[:-1])[..., None] & ~fast.all(axis=-1, keepdims=True)
    touching[1:] &= ~pivots
    touching[:-1] &= ~pivots
    for side in (0, 1):
        for begin, _ in runs(touching[:, side, 1]):
            # The ball that slaps down takes over before it quite touches, once the heel glides more than it does.
            early = slice(max(begin - round(_SLAP * clip.fps), 0), begin)
            swap = touching[early, side, 0] & fast[early, side, 0] & ~fast[early, side, 1]
            touching[early, side, 0] &= ~swap
            touching[early, side, 1] |= swap
    most = max(1, round(_HOLD * clip.fps))
    for side, point in np.ndindex(2, 2):
        flags: np.ndarray = touching[:, side, point]
        for begin, end in runs(flags):
            first = begin
            while first < min(begin + most, end - 1) and fast[first, side, point]:
                first += 1
            last = end
            while last > max(end - most, first + 1) and fast[last - 2, side, point]:
                last -= 1
            flags[begin:first] = flags[last:end] = False
    return replace(clip, contacts=touching.reshape(-1, 4))


@dataclass(frozen=True, eq=False)
class _Plan:
    """What one foot shall do: ankle (T, 3), rotations of foot and toes (T, 3, 3), where it stands (T,), where it
    stands or stays above its spot (T,), and how far its ankle is moved (T, 3)."""

    goal: np.ndarray
    foot: np.ndarray
    toes: np.ndarray
    touching: np.ndarray
    held: np.ndarray
    moved: np.ndarray


def _plan(clip: Clip, rotations: np.ndarray, ankle: np.ndarray, side: int, turn: np.ndarray, anchored: int) -> _Plan:
    body, fps = clip.body, clip.fps
    assert clip.contacts is not None
    heel, toe = clip.contacts[:, 2 * side], clip.contacts[:, 2 * side + 1]
    touching = heel | toe
    about = rotation_z(turn)
    foot, toes = _levelled(about @ rotations[:, ANKLES[side]], about @ rotations[:, TOES[side]], heel, toe, fps)
    clear = clear_height(body)
    foot, toes = _toes_up(foot, toes, body, side, heel, toe, fps)
    ball = transform(foot, body.ball[side])
    low = _lowest(foot, toes, body, side)
    goal = ankle.copy()
    # Heights first: what touches has its lowest point on the floor.
    rise = bridge(np.where(touching, -low - ankle[:, 2], 0.0)[:, None], touching)[:, 0]
    goal[:, 2] += rise
    goal[:, 2] += spread(np.maximum(-low - goal[:, 2], 0.0), max(1, round(_FADE * fps))) * ~touching
    held = _held(touching, goal[:, 2] + ball[:, 2], clear, max(1, round(_HOLD * fps)))
    # What is held from one frame to the next: the ball of the foot, or the heel while that alone touches in both,
    # or what lies between them while the ball slaps down, so that neither is seen to slide.
    steps = [np.diff(ankle[:, :2] + each[:, :2], axis=0) for each in (transform(foot, body.heel[side]), ball)]
    on_heel = heel[1:] & heel[:-1] & ~(toe[1:] & toe[:-1])
    low_ball = np.minimum(goal[1:, 2] + ball[1:, 2], goal[:-1, 2] + ball[:-1, 2]) < clear
    for begin, end in runs(on_heel):
        if toe[end:end + 2].any():
            low_ball[begin:max(begin, end - round(_SLAP * fps))] = False
        else:
            low_ball[begin:end] = False
    share = np.where(on_heel, np.where(low_ball, 0.6, 0.0), 1.0)
    # A foot that turns so fast that neither of them would rest turns on its ball.
    sweep = np.linalg.norm(steps[0] - steps[1], axis=-1) * fps
    share = np.where(on_heel & low_ball & (0.4 * sweep > 0.8 * _SLIDING), 1.0, share)[:, None]
    goal[:, :2] += _pinned((1 - share) * steps[0] + share * steps[1], touching, held, anchored)
    goal[:, 2] += _lift(goal + ball, touching, held, clear, fps)
    return _Plan(goal, foot, toes, touching, held, goal - ankle)


def _levelled(foot: np.ndarray, toes: np.ndarray, heel: np.ndarray, toe: np.ndarray,
              fps: float) -> tuple[np.ndarray, np.ndarray]:
    """Foot and toes (T, 3, 3) laid flat while they stand flat.

    A pitch that the standing foot always has is how its rig was held, and is taken out of the whole clip.
    """
    flat = heel & toe
    up = np.array([0.0, 0.0, 1.0])
    if flat.sum() >= 3:
        forward = -foot[flat][:, :, 1]
        pitch = float(np.median(np.arcsin(np.clip(forward[:, 2], -1, 1))))
        if abs(pitch) < _TILTED / 2:
            relative = np.swapaxes(foot, -1, -2) @ toes
            foot = foot @ rotation_x(pitch)
            toes = foot @ relative
    upright = np.broadcast_to(up, foot[..., 2].shape)
    foot = _partly(swing(foot[..., 2], upright), _blurred(flat, fps)) @ foot
    toes = _partly(swing(toes[..., 2], upright), _blurred(toe, fps), 2 * _TILTED) @ toes
    yaw = np.unwrap(np.arctan2(foot[:, 1, 0], foot[:, 0, 0]))
    wander = np.zeros((len(yaw), 1))
    for begin, end in runs(heel):
        if np.ptp(yaw[begin:end]) < _STEADY:
            wander[begin:end, 0] = yaw[begin:end].mean() - yaw[begin:end]
    about = rotation_z(bridge(wander, heel)[:, 0])
    return about @ foot, about @ toes


def _toes_up(foot: np.ndarray, toes: np.ndarray, body: Body, side: int, heel: np.ndarray, toe: np.ndarray,
             fps: float) -> tuple[np.ndarray, np.ndarray]:
    """Foot and toes (T, 3, 3) with the toes raised clear of the floor while the foot turns on its heel."""
    if len(foot) < 2 or not heel.any():
        return foot, toes
    lever = transform(foot, body.ball[side] - body.heel[side])
    sweep = np.linalg.norm(np.diff(lever[:, :2], axis=0), axis=-1) * fps > _SLIDING
    turning = heel & ~toe & (np.pad(sweep, (1, 0)) | np.pad(sweep, (0, 1)))
    for begin, _ in runs(toe):
        # A foot that comes down after landing on the heel is no pivot.
        turning[max(begin - round(_SLAP * fps), 0):begin] = False
    missing = np.where(turning, np.maximum(clear_height(body) - lever[:, 2], 0.0), 0.0)
    if not missing.any():
        return foot, toes
    angle = np.arcsin(np.clip(missing / np.linalg.norm(lever, axis=-1), 0, 0.7))
    raised = foot @ rotation_x(-spread(angle, max(1, round(_FADE * fps))) * ~toe)
    return raised, raised @ np.swapaxes(foot, -1, -2) @ toes


def _blurred(flags: np.ndarray, fps: float) -> np.ndarray:
    return gaussian_filter1d(flags.astype(np.float64), max(_FADE / 2 * fps, 1e-3), mode="nearest")


def _partly(rotations: np.ndarray, share: np.ndarray, most: float = _TILTED) -> np.ndarray:
    """``share`` (T,) of each rotation (T, 3, 3); less and less of those wider than ``most``."""
    vectors = logarithm(quaternion_from_matrix(rotations))
    angle = np.linalg.norm(vectors, axis=-1)
    return axis_angle(vectors, angle * share * np.clip(2 - angle / most, 0, 1))


def _lowest(foot: np.ndarray, toes: np.ndarray, body: Body, side: int) -> np.ndarray:
    """(T,) height of the sole's lowest point relative to the ankle."""
    ball = transform(foot, body.ball[side])
    below = np.array([0.0, 0.0, body.toe_tip[side, 2]])
    return np.min([transform(foot, body.heel[side])[:, 2], (ball + transform(toes, below))[:, 2],
                   (ball + transform(toes, body.toe_tip[side]))[:, 2]], axis=0)


def _held(touching: np.ndarray, ball: np.ndarray, clear: float, most: int) -> np.ndarray:
    """(T,) touches, and up to ``most`` frames around each until the ball (T,) of the foot is clear of the floor."""
    held = touching.copy()
    stretches = runs(touching)
    for number, (begin, end) in enumerate(stretches):
        before = begin - (stretches[number - 1][1] if number else 0)
        after = (stretches[number + 1][0] if number + 1 < len(stretches) else len(touching)) - end
        for frame in range(end, end + min(most, (after + 1) // 3)):
            if ball[frame] >= clear:
                break
            held[frame] = True
        for frame in range(begin - 1, begin - 1 - min(most, (before + 1) // 3), -1):
            if ball[frame] >= clear:
                break
            held[frame] = True
    return held


def _pinned(step: np.ndarray, touching: np.ndarray, held: np.ndarray, anchored: int) -> np.ndarray:
    """(T, 2) correction that undoes the steps (T - 1, 2) of the pivot while the foot is held; on average none, or
    none before ``anchored``."""
    correction = np.zeros((len(held), 2))
    for begin, end in runs(held):
        correction[begin + 1:end] = -np.cumsum(step[begin:end - 1], axis=0)
        inside = touching[begin:end].copy()
        if inside[:max(anchored - begin, 0)].any():
            inside[anchored - begin:] = False
        correction[begin:end] -= correction[begin:end][inside].mean(axis=0)
    return bridge(correction, held)


def _lift(ball: np.ndarray, touching: np.ndarray, held: np.ndarray, clear: float, fps: float) -> np.ndarray:
    """(T,) how much higher a foot must be, so that its ball joint (T, 3) does not travel near the floor: between
    two frames that do, the higher one is lifted."""
    if len(ball) < 2:
        return np.zeros(len(ball))
    fast = np.linalg.norm(np.diff(ball[:, :2], axis=0), axis=1) * fps > _MOVING
    fast &= ~(held[1:] & held[:-1])
    missing = 0.95 * clear - ball[:, 2]
    later = missing[1:] <= missing[:-1]
    needed = np.where(fast, np.maximum(np.minimum(missing[1:], missing[:-1]), 0.0), 0.0)
    lift = np.maximum(np.pad(np.where(later, needed, 0.0), (1, 0)), np.pad(np.where(later, 0.0, needed), (0, 1)))
    lift[touching] = 0.0
    smooth = spread(lift, max(1, round(_FADE * fps)))
    if touching.any():
        apart = distance_transform_edt(~touching)
        smooth = np.maximum(smooth * ease(apart / (max(1, round(_HOLD * fps)) + 1)), lift)
    return smooth


def _follow(plans: list[_Plan], fps: float) -> np.ndarray:
    """(T, 3) how the pelvis goes along with the feet that stand."""
    weights = np.stack([_blurred(plan.touching, fps) for plan in plans])[..., None]
    total = weights.sum(0)
    mean = (weights * np.stack([plan.moved for plan in plans])).sum(0) / np.maximum(total, 1e-6)
    standing = total[:, 0] > 0.2
    if not standing.any():
        return np.zeros_like(mean)
    return gaussian_filter1d(bridge(mean, standing), max(_FOLLOW * fps, 1e-3), axis=0, mode="nearest")


def _above(clip: Clip) -> Clip:
    """The whole body lifted where a joint other than the feet's is below the floor."""
    joints = [joint for joint in range(22) if joint not in (*ANKLES, *TOES)]
    depth = np.maximum(-clip.positions()[:, joints, 2].min(axis=1), 0.0)
    if not depth.any():
        return clip
    root = clip.root.copy()
    root[:, 2] += spread(depth, max(1, round(2 * _FADE * clip.fps)))
    return replace(clip, root=root)


def bridge(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """``values`` (T, D) where ``known`` (T,), eased over from one known stretch to the next, held at the ends."""
    result = values.copy()
    stretches = runs(known)
    if not len(stretches):
        return np.zeros_like(values)
    result[:stretches[0, 0]] = values[stretches[0, 0]]
    result[stretches[-1, 1]:] = values[stretches[-1, 1] - 1]
    for end, begin in zip(stretches[:-1, 1], stretches[1:, 0]):
        share = ease(np.arange(1, begin - end + 1) / (begin - end + 1))[:, None]
        result[end:begin] = (1 - share) * values[end - 1] + share * values[begin]
    return result
