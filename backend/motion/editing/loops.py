# SPDX-License-Identifier: GPL-3.0-or-later
"""Seamless loops: the best cycle of a clip is found, straightened and closed.

The two ends of the cycle are each bent half the way to the other, in place and speed, and the bend dies out
inwards (D. Holden, Creating looping animations from motion capture, 2022), then the feet are held.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.engine import EngineError
from backend.motion.clip import Clip
from backend.motion.clip_ops import check_positive, cut, fit, heading, resample, sample
from backend.motion.editing.cleanup import hold, on_floor
from backend.motion.editing.contacts import ground, with_contacts
from backend.motion.editing.inertia import Offset, add, difference, fade_place, fade_speed, state
from backend.motion.editing.steering import planted_yaw, steer
from backend.motion.kinematics import rotation_z, transform

#: Frames a second and frames at which cycles are looked for.
_RATE, _MOST = 30.0, 1500
#: Shortest cycle, seconds; seconds of pose that a speed is worth.
_SHORTEST, _AHEAD = 0.4, 0.12
#: How far from the wanted length a cycle may be, to be re-timed.
_STRETCH = 0.2


def find_cycle(clip: Clip, seconds: float | None = None) -> tuple[int, int]:
    """First frame of the best cycle, and the frame that looks like it again (and is not part of the cycle).

    The longest of the cycles that close nearly as well as the best one; near ``seconds`` where given.
    """
    rate = min(_RATE, clip.fps, _RATE * _MOST / max(len(clip) * _RATE / clip.fps, 1))
    coarse = resample(replace(clip, loop=False), rate) if rate < clip.fps else clip
    seen = features(coarse)
    square = (seen**2).sum(1)
    gaps = np.sqrt(np.maximum(square[:, None] + square - 2 * seen @ seen.T, 0.0))
    count = len(gaps)
    begin, end = np.triu_indices(count, max(2, round(_SHORTEST * rate)))
    if seconds is not None:
        length = (end - begin) / rate
        near = (length > seconds * (1 - _STRETCH)) & (length < seconds * (1 + _STRETCH))
        begin, end = begin[near], end[near]
    if not len(begin):
        return 0, len(clip) - 1
    # A cycle has to lead away from its start, or standing still would be the best of all.
    away = np.maximum.accumulate(gaps, axis=1)[begin, end]
    leaves = away > 0.4 * gaps.max()
    if leaves.any():
        begin, end = begin[leaves], end[leaves]
    gap = gaps[begin, end]
    good = np.flatnonzero(gap <= 1.25 * gap.min() + 0.01)
    if seconds is None:
        best = good[(end[good] - begin[good] - 100 * gap[good]).argmax()]
    else:
        best = good[np.abs((end[good] - begin[good]) / rate - seconds).argmin()]
    scale = clip.fps / rate
    return _refined(clip, round(begin[best] * scale), min(round(end[best] * scale), len(clip) - 1), round(scale))


def make_loop(clip: Clip, seconds: float | None = None, blend: float | None = None) -> Clip:
    """A loop made of the best cycle of ``clip``, ``seconds`` long if that is given; travel and treadmill stay.

    ``blend``: seconds over which each end is bent; by default a quarter of the loop, at most 0.6 s. A way that
    turns is made straight, since every round begins as the first one does. Raises :class:`EngineError` for a clip
    too short.
    """
    if seconds is not None:
        check_positive("seconds", seconds)
    if clip.loop:
        return clip if seconds is None else fit(clip, seconds)
    if len(clip) < 4 or clip.duration < _SHORTEST:
        raise EngineError(f"The clip {clip.name!r} of {clip.duration:.2f} s is too short for a loop.",
                          f"Choose a clip of {_SHORTEST} s or more.", "invalid_parameter")
    seen = ground(clip)
    clip = with_contacts(on_floor(clip, seen))
    if seconds is not None and clip.duration < seconds * (1 - _STRETCH):
        cycle = make_loop(clip, None, blend)
        rounds = max(1, round(seconds / cycle.duration))
        return fit(replace(sample(cycle, np.arange(rounds * len(cycle))), loop=True), seconds)
    first, last = find_cycle(clip, seconds)
    part = cut(clip, first, last + 1)
    facing = heading(part)
    turn = (facing[-1] - facing[0] + np.pi) % (2 * np.pi) - np.pi
    bend = -turn * np.linspace(0, 1, len(part))
    part = steer(part, bend)
    loop = closed(part, min(0.6, 0.25 * part.duration) if blend is None else blend)
    assert part.contacts is not None
    loop = hold(loop, seen.velocity, planted_yaw(part.contacts, bend)[:-1])
    return loop if seconds is None else fit(loop, seconds)


def closed(part: Clip, blend: float) -> Clip:
    """Frames 0..T-2 of ``part`` as a loop, its last frame brought to its first."""
    start, end = state(part, 0), state(part, len(part) - 1)
    gap = difference(end, start)
    # Over the floor it travels; only height and speed have to agree.
    gap = Offset(gap.turn, gap.spin, gap.place * np.array([0.0, 0.0, 1.0]), gap.speed, gap.fingers)
    times = np.arange(len(part)) / part.fps
    left = times[-1] - times
    ends = add(part, gap.scaled(0.5), fade_place(times, blend), fade_speed(times, blend))
    back = Offset(-gap.turn, gap.spin, -gap.place, gap.speed, None if gap.fingers is None else -gap.fingers)
    ends = add(ends, back.scaled(0.5), fade_place(left, blend), fade_speed(left, blend))
    return replace(cut(ends, 0, len(part) - 1), loop=True)


def features(clip: Clip) -> np.ndarray:
    """(T, D) whose distances are metres of a joint on average, speed included, seen from the body."""
    back = rotation_z(-heading(clip))[:, None]
    positions = clip.positions()
    places = transform(back, positions - clip.root[:, None] * np.array([1.0, 1.0, 0.0]))
    moving = np.gradient(positions, axis=0) * clip.fps if len(clip) > 1 else np.zeros_like(positions)
    speeds = transform(back, moving) * _AHEAD
    both = np.concatenate([places, speeds], axis=1)
    return both.reshape(len(clip), -1) / np.sqrt(positions.shape[1])


def _refined(clip: Clip, first: int, last: int, reach: int) -> tuple[int, int]:
    """The end within ``reach`` frames of ``last`` that suits ``first`` best."""
    if reach <= 1:
        return first, last
    seen = features(clip)
    ends = np.arange(max(last - reach, first + 2), min(last + reach, len(clip) - 1) + 1)
    return first, int(ends[np.linalg.norm(seen[ends] - seen[first], axis=1).argmin()])


