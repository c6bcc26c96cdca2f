# SPDX-License-Identifier: GPL-3.0-or-later
"""One clip after another without a jump: heading and place carried on, pose and speed inertialised, feet held.

A foot that stands before and after the seam, but in different places, either waits until the second clip
lifts it anyway, or takes a step of its own, one foot after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.engine import EngineError
from backend.motion.clip import Clip
from backend.motion.clip_ops import concatenate, cut, facing, fitted, place, resample
from backend.motion.editing.cleanup import hold_part, on_floor
from backend.motion.editing.contacts import runs, standing, with_contacts
from backend.motion.editing.inertia import add, difference, fade_place, fade_speed, state
from backend.motion.editing.loops import features
from backend.motion.kinematics import transform
from backend.motion.skeleton import ANKLES

#: A foot may be drawn so far (m) without a step; seconds: a foot lifted sooner than this waits for it.
_DRAWN, _SOON = 0.05, 0.45
#: Seconds: before the first step, between two, and how long one takes at least, plus so much a metre.
_REST, _PAUSE, _STEP, _STEP_METRE = 0.04, 0.06, 0.28, 0.4
#: Share of a transition after which a foot that was in the air may stand.
_LANDING = 0.7
#: Share of a lost speed's way over the floor that is still gone: speed * seconds * this.
_COAST = 0.3
#: Seconds in which the hold on the feet leads over to the rest of the clips.
_FADE = 0.35
#: How many moments to join at are tried, and how far apart they lie (s).
_TRIED, _APART = 12, 0.05
#: Seconds before a seam and after its transition in which its jerk is looked for.
_AROUND = 0.6
#: The second clip is put on the foot that stands when that moves it less (m) than this.
_SAME_FOOT = 0.3


def join(first: Clip, second: Clip, seconds: float = 0.4, *, search: float = 0.0, turn: float = 0.0,
         keep_place: bool = False) -> Clip:
    """``first``, then ``second``, at the rate and on the body of the first.

    ``seconds``: how long the difference takes to die out, within the second clip. ``search``: up to so many
    seconds may be cut from the end of the first and the start of the second, to meet where they are most alike.
    ``turn``: how much further left (radians) the second faces than the first ended. ``keep_place``: the second lies
    in the world where it has to be. Raises :class:`EngineError` for a negative time.
    """
    if not (np.isfinite([seconds, search, turn]).all() and seconds >= 0 and search >= 0):
        raise EngineError("A transition takes a time of 0 s or more.", "Give seconds and search as 0 or more.",
                          "invalid_parameter")
    first, second = ready(first), ready(fitted(resample(second, first.fps), first.body))
    if search > 0:
        first, second = _cut_alike(first, second, search, seconds)
    return joined(first, second, seconds, turn, keep_place)


def joined(first: Clip, second: Clip, seconds: float, turn: float = 0.0, keep_place: bool = False) -> Clip:
    """:func:`join` of clips on one body and rate that are :func:`ready`, so that many seams may be tried."""
    second, bridged, seconds = _bridged(first, second, seconds, turn, keep_place)
    contacts, last = _stepped(first, second, bridged, seconds)
    whole = concatenate([first, replace(bridged, contacts=contacts)])
    seam = len(first)
    if seconds > 0:
        stop = _settled(contacts, max(last, round(seconds * whole.fps)))
        whole = hold_part(whole, seam - round(0.1 * whole.fps), seam + stop, round(_FADE * whole.fps), seam)
    caption = ", then ".join(each for each in (first.caption, second.caption) if each)
    return replace(whole, caption=caption, name=first.name)


def ready(clip: Clip) -> Clip:
    """``clip`` as :func:`joined` takes it: above the floor, with contacts, no loop."""
    return with_contacts(on_floor(replace(clip, loop=False)))


def chain(clips: Sequence[Clip], seconds: float = 0.4, search: float = 0.0) -> Clip:
    """:func:`join` over any number of clips."""
    result = clips[0]
    for clip in clips[1:]:
        result = join(result, clip, seconds, search=search)
    return result


def _bridged(first: Clip, second: Clip, seconds: float, turn: float = 0.0,
             keep_place: bool = False) -> tuple[Clip, Clip, float]:
    """(the second clip where it lies, the same bridged from the end of the first, seconds that takes)."""
    wanted = state(first, len(first) - 1).later(1 / first.fps)
    if not keep_place:
        second = _placed(first, second, turn, seconds)
    offset = difference(wanted, state(second, 0))
    times = np.arange(len(second)) / second.fps
    seconds = min(seconds, times[-1]) if len(second) > 1 else 0.0
    return second, add(second, offset, fade_place(times, seconds) if seconds > 0 else np.zeros(len(times)),
                       fade_speed(times, seconds) if seconds > 0 else np.zeros(len(times))), seconds


def _cut_alike(first: Clip, second: Clip, search: float, seconds: float) -> tuple[Clip, Clip]:
    """Both clips cut to where they meet with the least jerk: tried where their poses and speeds are most alike."""
    frames = round(search * first.fps)
    ends = np.arange(max(len(first) - 1 - frames, min(1, len(first) - 1)), len(first))
    starts = np.arange(0, max(1, min(frames + 1, len(second) - 1)))
    before, after = (_seen(clip, chosen) for clip, chosen in ((first, ends), (second, starts)))
    gap = np.linalg.norm(before[:, None] - after[None], axis=-1)
    # A little is lost with every second cut away.
    gap = gap + 0.05 * ((ends[-1] - ends)[:, None] + starts[None]) / first.fps
    apart = max(1, round(_APART * first.fps))
    best, least = (first, second), np.inf
    for _ in range(_TRIED):
        end, start = np.unravel_index(gap.argmin(), gap.shape)
        if not np.isfinite(gap[end, start]):
            break
        gap[max(end - apart, 0):end + apart + 1, max(start - apart, 0):start + apart + 1] = np.inf
        tried = cut(first, 0, int(ends[end]) + 1), cut(second, int(starts[start]), len(second))
        jerk = _jerk_between(*tried, seconds)
        if jerk < least:
            best, least = tried, jerk
    return best


def _jerk_between(first: Clip, second: Clip, seconds: float) -> float:
    """Greatest third difference of a joint's place around the seam, m/s^3 at about 30 frames a second."""
    fps = first.fps
    stop = min(len(second), round((seconds + _AROUND) * fps))
    begin = max(len(first) - round(_AROUND * fps), 0)
    places = join(cut(first, begin, len(first)), cut(second, 0, stop), seconds).positions()
    step = max(1, round(fps / 30))
    if len(places) <= 3 * step:
        return 0.0
    third = places[3 * step:] - 3 * places[2 * step:-step] + 3 * places[step:-2 * step] - places[:-3 * step]
    return float(np.linalg.norm(third, axis=-1).max()) * (fps / step) ** 3


def _seen(clip: Clip, frames: np.ndarray) -> np.ndarray:
    """(N, D) pose and speed at ``frames`` as the body itself sees them; distances are mean metres."""
    return features(clip)[frames]


def _placed(first: Clip, second: Clip, turn: float, seconds: float) -> Clip:
    """``second`` facing on from where ``first`` ends, standing on the same foot where they share one."""
    angle = facing(first)[-1] + turn - facing(second)[0]
    lost = state(first, len(first) - 1)
    goal = lost.root + lost.speed / first.fps
    second = place(second, float(angle), np.zeros(3))
    second = place(second, 0.0, (goal - second.root[0]) * np.array([1.0, 1.0, 0.0]))
    assert first.contacts is not None and second.contacts is not None
    ends, starts = first.positions()[-1], second.positions()[0]
    shifts = [ends[ankle, :2] - starts[ankle, :2] for side, ankle in enumerate(ANKLES)
              if first.contacts[-1, 2 * side:2 * side + 2].any() and second.contacts[0, 2 * side:2 * side + 2].any()]
    shift = min(shifts, key=lambda each: float(np.linalg.norm(each)), default=np.full(2, np.inf))
    if np.linalg.norm(shift) > _SAME_FOOT:
        # Speed that the second clip does not have carries on a little.
        shift = _COAST * seconds * (lost.speed - state(second, 0).speed)[:2]
    return place(second, 0.0, np.array([*shift, 0.0]))


def _settled(contacts: np.ndarray, frame: int) -> int:
    """The first frame from ``frame`` on by which every foot has left the place where it stood before ``frame``."""
    stop = frame
    for touching in standing(contacts).T:
        for begin, end in runs(touching):
            if begin < frame:
                stop = max(stop, int(end))
    return stop


def _stepped(first: Clip, second: Clip, bridged: Clip, seconds: float) -> tuple[np.ndarray, int]:
    """Contacts (T, 4) for ``bridged``, with steps for feet that stand elsewhere in the second clip than in the
    first, and the frame after the last step."""
    assert first.contacts is not None and second.contacts is not None
    contacts = second.contacts.copy()
    fps, last = second.fps, 0
    before = first.contacts[-1].reshape(2, 2)
    touching = standing(contacts)
    for side in (0, 1):
        if touching[0, side] and not before[side].any():
            # A foot in the air takes its time to come down.
            contacts[:round(max(_LANDING * seconds, _STEP / 2) * fps), 2 * side:2 * side + 2] = False
    touching = standing(contacts)
    ends, starts = first.positions()[-1], second.positions()[0]
    gaps = [np.linalg.norm(ends[ankle, :2] - starts[ankle, :2]) for ankle in ANKLES]
    # The foot on the side from which the weight goes away steps first: the one farther behind.
    ahead = transform(first.global_rotations()[-1, 0].T, (starts - ends)[list(ANKLES)].mean(0))
    order = sorted((0, 1), key=lambda side: (-round(float(gaps[side]), 2), ahead[0] * (1 if side else -1)))
    free = round(_REST * fps)
    for side in order:
        if not (before[side].any() and touching[0, side]) or gaps[side] <= _DRAWN:
            continue
        stays = int(runs(touching[:, side])[0, 1])
        if stays < round(_SOON * fps):
            continue
        length = round((_STEP + _STEP_METRE * min(float(gaps[side]), 0.6)) * fps)
        other = touching[:, 1 - side]
        begin = free
        while begin + length < stays and not other[begin:begin + length].all():
            begin += 1
        if begin + length >= min(stays, len(contacts)):
            continue
        contacts[:begin, 2 * side:2 * side + 2] = before[side]
        contacts[begin:begin + length, 2 * side:2 * side + 2] = False
        free = begin + length + round(_PAUSE * fps)
        last = max(last, begin + length)
    return contacts, last
