# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip brought to meet exactly what it must keep to: the motion before and after it, and poses in between.

The difference in pose and speed at each such frame is added and dies out around it (see :mod:`.inertia`), so that
a clip that nearly meets them, as a generated one does, is changed as little as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backend.motion.clip import Clip
from backend.motion.clip_ops import align, fitted, heading
from backend.motion.curves import ease
from backend.motion.editing.constraints import Place, apply
from backend.motion.editing.inertia import Offset, add, difference, fade_place, fade_speed, state
from backend.motion.kinematics import continuous
from backend.motion.quaternions import conjugate, exponential, logarithm, multiply
from backend.motion.skeleton import INDEX, JOINTS

#: Seconds in which a difference dies out, at most.
_FADE = 0.6
#: Metres and radians from which on a way is bent step by step before it is met exactly.
_FAR, _TURNED = 0.03, 0.05


@dataclass(frozen=True, eq=False)
class Kept:
    """The pose of ``clip`` at ``frame`` at ``seconds``, by the joints named; ``place``: where the pelvis is, too."""

    seconds: float
    clip: Clip
    frame: int
    joints: Sequence[str] = JOINTS
    place: bool = True


def keep(clip: Clip, before: Clip | None = None, after: Clip | None = None, poses: Sequence[Kept] = (),
         path: Sequence[tuple[float, float, float]] = (), placed: bool = False) -> Clip:
    """``clip`` with the last frame of ``before`` as its first, the first of ``after`` as its last, and ``poses``.

    All are on any body and rate. ``path``: (seconds, x, y) where the pelvis is. Where a way leads elsewhere it is
    bent, the feet planted. ``placed``: it lies in the world where it shall; otherwise the whole is laid where it begins
    as ``before`` ends, else where it meets its first pose, or what comes after.
    """
    if before is None and after is None and not poses and not path:
        return clip
    before, after = (None if each is None else fitted(each, clip.body) for each in (before, after))
    clip = _led(clip, before, after, poses, path, placed)
    times = np.arange(len(clip)) / clip.fps
    ends = {0.0} if before is not None else set()
    ends |= {float(times[-1])} if after is not None else set()
    moments = sorted({*ends, *(round(each.seconds * clip.fps) / clip.fps for each in poses)})
    if before is not None:
        offset = difference(state(before, len(before) - 1), state(clip, 0))
        if len(before) < 2:
            offset = _still(offset)
        seconds = _room(0.0, moments, times[-1])
        clip = add(clip, offset, fade_place(times, seconds), fade_speed(times, seconds))
    for pose in poses:
        clip = _posed(clip, replace(pose, clip=fitted(pose.clip, clip.body)), moments)
    if after is not None:
        gap = difference(state(after, 0), state(clip, len(clip) - 1))
        if len(after) < 2:
            gap = _still(gap)
        # Time runs backwards from the end: a speed to be gained is one to be lost.
        back = Offset(gap.turn, -gap.spin, gap.place, -gap.speed, gap.fingers)
        seconds = _room(float(times[-1]), moments, times[-1])
        left = times[-1] - times
        clip = add(clip, back, fade_place(left, seconds), fade_speed(left, seconds))
    return clip


def _led(clip: Clip, before: Clip | None, after: Clip | None, poses: Sequence[Kept],
         path: Sequence[tuple[float, float, float]], placed: bool) -> Clip:
    """The way bent through the places that are far from where it leads; the clip laid where it begins."""
    if before is not None and not placed:
        clip = align(clip, float(heading(before)[-1]), before.root[-1, :2])
    end = (len(clip) - 1) / clip.fps
    if before is None and not path and not placed:
        clip = _laid(clip, after, poses)
    wanted = [(each.seconds, each.clip, each.frame) for each in poses if each.place and each.seconds <= end]
    wanted += [(end, after, 0)] if after is not None else []
    places = []
    for seconds, source, frame in wanted:
        at = round(seconds * clip.fps)
        angle = float(heading(source)[frame])
        away = np.linalg.norm(source.root[frame, :2] - clip.root[at, :2])
        turn = abs((angle - heading(clip)[at] + np.pi) % (2 * np.pi) - np.pi)
        if away > _FAR or turn > _TURNED:
            places.append(Place(at / clip.fps, (float(source.root[frame, 0]), float(source.root[frame, 1])), angle))
    taken = {round(each.time * clip.fps) for each in places}
    for seconds, x, y in path:
        at = min(round(seconds * clip.fps), len(clip) - 1)
        if at not in taken and np.hypot(x - clip.root[at, 0], y - clip.root[at, 1]) > _FAR:
            places.append(Place(at / clip.fps, (x, y)))
    if not places:
        return clip
    if before is not None:
        # Its first frame stays where it is.
        places.insert(0, Place(0.0, (float(clip.root[0, 0]), float(clip.root[0, 1])), float(heading(clip)[0])))
    contacts = clip.contacts
    return replace(apply(clip, places), contacts=contacts)


def _laid(clip: Clip, after: Clip | None, poses: Sequence[Kept]) -> Clip:
    """The whole clip moved to where it meets its first pose, else what comes after it: nothing says where it begins."""
    first = min((each for each in poses if each.place), key=lambda each: each.seconds, default=None)
    if first is not None:
        at, source, frame = min(round(first.seconds * clip.fps), len(clip) - 1), first.clip, first.frame
    elif after is not None:
        at, source, frame = len(clip) - 1, after, 0
    else:
        return clip
    return align(clip, float(heading(source)[frame]), source.root[frame, :2], at)


def _room(moment: float, moments: Sequence[float], last: float) -> float:
    """Seconds around ``moment`` that belong to it: up to the next one that must be met, which stays as it is."""
    others = [abs(each - moment) for each in moments if abs(each - moment) > 1e-6]
    return max(min([_FADE, *others, last or _FADE]), 1e-3)


def _still(offset: Offset) -> Offset:
    """Of a single frame no speed is known."""
    return Offset(offset.turn, np.zeros_like(offset.spin), offset.place, np.zeros_like(offset.speed), offset.fingers)


def _posed(clip: Clip, pose: Kept, moments: Sequence[float]) -> Clip:
    at = min(round(pose.seconds * clip.fps), len(clip) - 1)
    times = (np.arange(len(clip)) - at) / clip.fps
    room = _room(at / clip.fps, moments, np.inf)
    weight = 1 - ease(np.clip(np.abs(times) / room, 0, 1))
    rotations, root = clip.rotations.copy(), clip.root.copy()
    for name in pose.joints:
        joint = INDEX[name]
        gap = logarithm(multiply(pose.clip.rotations[pose.frame, joint], conjugate(rotations[at, joint])))
        rotations[:, joint] = multiply(exponential(weight[:, None] * gap), rotations[:, joint])
    if pose.place:
        root += weight[:, None] * (pose.clip.root[pose.frame] - root[at])
    return replace(clip, rotations=continuous(rotations), root=root)
