# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to whole clips: resample, mirror, cut, re-time, stop or make travel, place, blend, chain.

Every function returns a new clip and leaves its argument as it was. Times in seconds, angles in radians;
a heading is a turn about +Z from facing -Y, so that 0 faces -Y and pi/2 faces +X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.engine import EngineError
from backend.motion.body import Body
from backend.motion.clip import Clip
from backend.motion.kinematics import continuous, rotation_z, transform
from backend.motion.quaternions import about_z, multiply, slerp
from backend.motion.skeleton import HAND_JOINTS, INDEX, JOINTS
from backend.motion.transfer import transfer

#: Frames in one clip; more than an hour at 240 fps.
MAXIMUM_FRAMES = 1_000_000


def swap_sides(names: Sequence[str]) -> np.ndarray:
    """(J,) index of each joint's counterpart on the other side; middle joints are their own."""
    def other(name: str) -> str:
        if name.startswith("left_"):
            return "right_" + name[5:]
        return "left_" + name[6:] if name.startswith("right_") else name

    return np.array([names.index(other(name)) for name in names])


_BODY_SWAP, _HAND_SWAP = swap_sides(JOINTS), swap_sides(HAND_JOINTS)


def heading(clip: Clip) -> np.ndarray:
    """(T,) where the pelvis faces, without jumps of 2 pi: the part of its rotation about +Z (swing and twist),
    which stays defined while somebody bends, lies or flips."""
    w, z = clip.rotations[:, 0, 0], clip.rotations[:, 0, 3]
    return np.unwrap(2 * np.arctan2(z, w))


def facing(clip: Clip) -> np.ndarray:
    """(T,) where the trunk as a whole faces: half way between pelvis and chest, which twist against each other in
    every step."""
    pelvis = heading(clip)
    chest = clip.global_rotations()[:, INDEX["spine3"]]
    # The turn about +Z of the chest's rotation, as for the pelvis.
    yaw = np.arctan2(chest[:, 1, 0] - chest[:, 0, 1], chest[:, 0, 0] + chest[:, 1, 1])
    return pelvis + 0.5 * ((yaw - pelvis + np.pi) % (2 * np.pi) - np.pi)


def sample(clip: Clip, frames: np.ndarray, fps: float | None = None) -> Clip:
    """``clip`` at fractional ``frames`` (N,), turns interpolated along great arcs, places linearly.

    Frames beyond the ends hold the end; on a loop they run on into further rounds, each moved by the travel.
    """
    frames = np.asarray(frames, dtype=np.float64)
    last = len(clip) - 1
    travel = np.zeros((len(frames), 3))
    if clip.loop and len(clip) > 1:
        rounds = np.floor(frames / len(clip))
        travel = rounds[:, None] * cycle_travel(clip)
        frames = frames - rounds * len(clip)
        before = np.minimum(np.floor(frames).astype(int), last)
        after = (before + 1) % len(clip)
        following = clip.root[after] + np.where((after == 0)[:, None], cycle_travel(clip), 0.0)
    else:
        frames = np.clip(frames, 0, last)
        before = np.minimum(np.floor(frames).astype(int), max(last - 1, 0))
        after = np.minimum(before + 1, last)
        following = clip.root[after]
    share = frames - before
    root = clip.root[before] + share[:, None] * (following - clip.root[before]) + travel
    weight = np.broadcast_to(share[:, None], (len(frames), len(JOINTS)))
    rotations = continuous(slerp(clip.rotations[before], clip.rotations[after], weight))
    hands = None if clip.hands is None else continuous(
        slerp(clip.hands[before], clip.hands[after], np.repeat(share[:, None], len(HAND_JOINTS), 1)))
    return replace(clip, fps=clip.fps if fps is None else float(fps), rotations=rotations, root=root, hands=hands,
                   contacts=None if clip.contacts is None else _contacts(clip.contacts, before, after, share))


def _contacts(contacts: np.ndarray, before: np.ndarray, after: np.ndarray, share: np.ndarray) -> np.ndarray:
    """(N, 4) between two frames touches what touches in both: the rest is on its way."""
    share = share[:, None]
    return np.where(share < 1e-6, contacts[before], np.where(share > 1 - 1e-6, contacts[after],
                                                             contacts[before] & contacts[after]))


def cycle_travel(clip: Clip) -> np.ndarray:
    """(3,) how far one round of a loop leads over the floor; the step back to the first frame is as long as the
    mean of its neighbours."""
    if len(clip) < 3:
        return np.zeros(3)
    steps = clip.root[1:] - clip.root[:-1]
    travel = clip.root[-1] - clip.root[0] + 0.5 * (steps[-1] + steps[0])
    return travel * np.array([1.0, 1.0, 0.0])


def resample(clip: Clip, fps: float) -> Clip:
    """The same seconds at ``fps``. A clip that is no loop keeps its first and last pose, the last one held for
    less than a frame where the length is no whole number of frames."""
    check_positive("fps", fps)
    if fps == clip.fps:
        return clip
    if clip.loop:
        count = max(2, round(len(clip) * fps / clip.fps))
        return sample(clip, np.arange(count) * (len(clip) / count), fps)
    count = int(np.ceil((len(clip) - 1) * fps / clip.fps - 1e-6)) + 1
    _check_length(count)
    return sample(clip, np.arange(count) * (clip.fps / fps), fps)


def retime(clip: Clip, speed: float) -> Clip:
    """Played ``speed`` times as fast, at the same frame rate."""
    check_positive("speed", speed)
    if speed == 1:
        return clip
    if clip.loop:
        count = max(2, round(len(clip) / speed))
        _check_length(count)
        return sample(clip, np.arange(count) * (len(clip) / count))
    count = max(1, round((len(clip) - 1) / speed)) + 1 if len(clip) > 1 else 1
    _check_length(count)
    return sample(clip, np.linspace(0, len(clip) - 1, count))


def fit(clip: Clip, seconds: float) -> Clip:
    """Re-timed to last ``seconds``, to the nearest frame."""
    check_positive("seconds", seconds)
    if clip.duration <= 0:
        return sample(clip, np.zeros(max(1, round(seconds * clip.fps) + 1)))
    return retime(clip, clip.duration / seconds)


def mirror(clip: Clip) -> Clip:
    """Left and right exchanged (reflected at the plane x = 0); done twice it is the same clip."""
    signs = np.array([1.0, 1.0, -1.0, -1.0])
    body = clip.body
    sides = slice(None, None, -1)
    flip = np.array([-1.0, 1.0, 1.0])
    body = replace(body, offsets=body.offsets[_BODY_SWAP] * flip, ankle_height=body.ankle_height[sides],
                   heel=body.heel[sides] * flip, ball=body.ball[sides] * flip, toe_tip=body.toe_tip[sides] * flip)
    return replace(
        clip, body=body, rotations=clip.rotations[:, _BODY_SWAP] * signs, root=clip.root * flip,
        hands=None if clip.hands is None else clip.hands[:, _HAND_SWAP] * signs,
        contacts=None if clip.contacts is None else clip.contacts[:, [2, 3, 0, 1]])


def trim(clip: Clip, start: float = 0.0, end: float | None = None) -> Clip:
    """The seconds from ``start`` to ``end`` (the clip's end by default), both poses included."""
    first = round(start * clip.fps)
    last = len(clip) - 1 if end is None else round(end * clip.fps)
    if not 0 <= first <= min(last, len(clip) - 1):
        raise EngineError(f"There is nothing between {start:g} s and {clip.duration if end is None else end:g} s of "
                          f"{clip.name!r}, which lasts {clip.duration:.2f} s.",
                          "Choose times within the clip, the start before the end.", "invalid_parameter")
    return cut(clip, first, min(last, len(clip) - 1) + 1)


def cut(clip: Clip, first: int, stop: int) -> Clip:
    """Frames ``first`` up to, not including, ``stop``; a part of a loop is no loop."""
    whole = first == 0 and stop >= len(clip)
    part = slice(first, stop)
    return replace(clip, rotations=clip.rotations[part], root=clip.root[part], loop=clip.loop and whole,
                   contacts=None if clip.contacts is None else clip.contacts[part],
                   hands=None if clip.hands is None else clip.hands[part])


def place(clip: Clip, turn: float, shift: np.ndarray) -> Clip:
    """The whole clip turned about the world's +Z by ``turn``, then moved by ``shift`` (3,)."""
    rotations = clip.rotations.copy()
    rotations[:, 0] = multiply(np.broadcast_to(about_z(turn), (len(clip), 4)), rotations[:, 0])
    return replace(clip, rotations=rotations, root=transform(rotation_z(turn), clip.root) + shift)


def align(clip: Clip, heading: float = 0.0, origin: Sequence[float] | np.ndarray = (0.0, 0.0), frame: int = 0) -> Clip:
    """Turned and moved so that the pelvis faces ``heading`` above ``origin`` (x, y) at ``frame``."""
    w, z = clip.rotations[frame, 0, 0], clip.rotations[frame, 0, 3]
    turn = heading - 2 * np.arctan2(z, w)
    turned = rotation_z(turn) @ clip.root[frame]
    return place(clip, float(turn), np.array([origin[0] - turned[0], origin[1] - turned[1], 0.0]))


def turned(clip: Clip, turn: np.ndarray, pivot: np.ndarray | None = None) -> Clip:
    """The body turned about +Z by ``turn`` (T,) on the spot; ``pivot`` (T, 3) replaces the path."""
    rotations = clip.rotations.copy()
    rotations[:, 0] = multiply(about_z(turn), rotations[:, 0])
    return replace(clip, rotations=continuous(rotations), root=clip.root if pivot is None else pivot)


def smooth_path(clip: Clip, seconds: float = 1.0) -> np.ndarray:
    """(T, 2) where the pelvis goes over the floor without the sway of the steps: a Gaussian mean over about
    ``seconds``; beyond its ends the clip goes on as it began and ended."""
    path = clip.root[:, :2]
    sigma = max(seconds * clip.fps / 2.5, 1e-6)
    reach = min(int(np.ceil(3 * sigma)), 4 * len(path))
    if len(path) < 3:
        return path.copy()
    if clip.loop:
        travel = cycle_travel(clip)[:2]
        rounds = np.arange(-reach, len(path) + reach)
        padded = path[rounds % len(path)] + (rounds // len(path))[:, None] * travel
    else:
        # Reflected through its end points the path keeps its direction.
        padded = np.pad(path, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    return np.stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in (0, 1)], -1)


def in_place(clip: Clip, seconds: float = 1.0) -> Clip:
    """On the spot above the origin: the path is taken out, the sway about it stays. A loop loses its mean
    travel, so that it closes; contacts stay, as on a treadmill."""
    if clip.loop and len(clip) > 2:
        path = np.linspace(0, 1, len(clip), endpoint=False)[:, None] * cycle_travel(clip)[:2]
        path = path + (clip.root[:, :2] - path).mean(0)
    else:
        path = smooth_path(clip, seconds)
    root = clip.root.copy()
    root[:, :2] -= path
    return replace(clip, root=root)


def with_path(clip: Clip, path: np.ndarray) -> Clip:
    """``clip`` in place carried along ``path`` (T, 2) over the floor."""
    root = clip.root.copy()
    root[:, :2] += path
    return replace(clip, root=root)


def fitted(clip: Clip, body: Body) -> Clip:
    """``clip`` performed by ``body``: the same clip where the proportions are the same."""
    if np.allclose(clip.body.offsets, body.offsets, atol=1e-4):
        return clip
    return clip.with_performance(transfer(clip.performance(), clip.body, body, clip.fps), body)


def blend(first: Clip, second: Clip, weight: np.ndarray | float) -> Clip:
    """``first`` where ``weight`` (T,) or a number is 0, ``second`` where it is 1, frame by frame. Contacts are
    those of the heavier one. The second is brought to the first's rate and body; the shorter one holds its last
    pose."""
    second = fitted(resample(second, first.fps), first.body)
    count = max(len(first), len(second))
    first, second = (sample(clip, np.arange(count)) if len(clip) != count else clip for clip in (first, second))
    share = np.broadcast_to(np.asarray(weight, dtype=np.float64), (count,))
    rotations = slerp(first.rotations, second.rotations, np.repeat(share[:, None], len(JOINTS), 1))
    hands, contacts = first.hands, first.contacts
    if first.hands is not None and second.hands is not None:
        hands = slerp(first.hands, second.hands, np.repeat(share[:, None], len(HAND_JOINTS), 1))
    elif second.hands is not None and (share >= 1).all():
        hands = second.hands
    if first.contacts is not None and second.contacts is not None:
        contacts = np.where((share < 0.5)[:, None], first.contacts, second.contacts)
    else:
        contacts = None
    root = first.root + share[:, None] * (second.root - first.root)
    return replace(first, rotations=continuous(rotations), root=root, hands=hands, contacts=contacts,
                   loop=first.loop and second.loop)


def concatenate(clips: Sequence[Clip]) -> Clip:
    """One after the other as they lie, at the first one's rate and on its body, with no care for the seams
    (:func:`backend.motion.editing.transitions.join` takes that care)."""
    first = clips[0]
    parts = [fitted(resample(clip, first.fps), first.body) for clip in clips]
    contacts = hands = None
    if all(part.contacts is not None for part in parts):
        contacts = np.concatenate([part.contacts for part in parts if part.contacts is not None])
    if any(part.hands is not None for part in parts):
        hands = continuous(np.concatenate([straight_hands(len(part)) if part.hands is None else part.hands
                                           for part in parts]))
    return replace(first, rotations=continuous(np.concatenate([part.rotations for part in parts])),
                   root=np.concatenate([part.root for part in parts]), contacts=contacts, hands=hands, loop=False)


def repeat(clip: Clip, frames: int) -> Clip:
    """A loop played on for ``frames`` frames; anything else holds its last pose."""
    _check_length(frames)
    return replace(sample(clip, np.arange(frames)), loop=False)


def straight_hands(frames: int) -> np.ndarray:
    """(T, 30, 4) fingers at rest."""
    hands = np.zeros((frames, len(HAND_JOINTS), 4))
    hands[..., 0] = 1.0
    return hands


def check_positive(name: str, value: float) -> None:
    """Raise :class:`EngineError` unless ``value`` is a finite number above zero."""
    if not (np.isfinite(value) and value > 0):
        raise EngineError(f"{name} is {value!r}, which is not a number above 0.", f"Give a positive {name}.",
                          "invalid_parameter")


def _check_length(frames: int) -> None:
    if frames > MAXIMUM_FRAMES:
        raise EngineError(f"The clip would have {frames} frames.", f"Stay below {MAXIMUM_FRAMES} frames.",
                          "invalid_parameter")
