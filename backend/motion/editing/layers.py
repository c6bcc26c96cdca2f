# SPDX-License-Identifier: GPL-3.0-or-later
"""Several clips at once on different parts of the body: walking below, waving above.

The part of the upper track keeps its place in the whole: its chest stands in the world as it did in its own
clip, turned with the smoothed heading of the base, and the spine in between takes up the difference; the
sway and twist of the base's pelvis do not reach it. Joints outside the part stay exactly as they were.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.engine import EngineError
from backend.motion.clip import Clip
from backend.motion.clip_ops import fit, fitted, heading, resample, sample, straight_hands
from backend.motion.curves import ease
from backend.motion.kinematics import continuous, quaternion_from_matrix, rotation_z
from backend.motion.quaternions import exponential, logarithm, slerp
from backend.motion.skeleton import INDEX

_ARM = ("collar", "shoulder", "elbow", "wrist")
_SPINE = ("spine1", "spine2", "spine3")
#: Part -> joints it takes from the overlay.
PARTS: dict[str, tuple[str, ...]] = {
    "left_arm": tuple(f"left_{joint}" for joint in _ARM),
    "right_arm": tuple(f"right_{joint}" for joint in _ARM),
    "head": ("neck", "head"),
    "torso": _SPINE,
}
PARTS["arms"] = PARTS["left_arm"] + PARTS["right_arm"]
PARTS["upper_body"] = _SPINE + PARTS["head"] + PARTS["arms"]
#: The rest: what :data:`PARTS`' upper body leaves; the overlay then also gives the path.
LOWER = "lower_body"
#: Seconds over which the base's heading is smoothed: about a stride.
_STRIDE = 1.0
#: An overlay that loops is re-timed by at most this factor to fit whole rounds into a loop below.
_MOST_STRETCH = 1.3


def compose(base: Clip, overlay: Clip, part: str, start: float = 0.0, end: float | None = None,
            fade: float = 0.25) -> Clip:
    """``base`` with ``part`` of its body (see :data:`PARTS`, or :data:`LOWER`) taken from ``overlay``.

    From ``start`` to ``end`` seconds, by default as long as the overlay lasts, a loop to the end of the base; eased
    in and out over ``fade`` seconds unless it is there from the first or to the last frame. Raises
    :class:`EngineError` for an unknown part or an empty span.
    """
    if part == LOWER:
        if start > 0 or end is not None:
            raise EngineError("The lower body carries the whole motion, so it cannot change for a part of the time.",
                              "Join two motions instead, or give the upper body to one.", "invalid_parameter")
        below = resample(overlay, base.fps)
        whole = sample(below, np.arange(len(base))) if len(below) != len(base) else below
        return replace(compose(fitted(whole, base.body), base, "upper_body"), name=base.name)
    if part not in PARTS:
        raise EngineError(f"There is no body part {part!r}.", f"Choose one of {', '.join((*PARTS, LOWER))}.",
                          "invalid_parameter")
    joints = [INDEX[name] for name in PARTS[part]]
    overlay = fitted(resample(overlay, base.fps), base.body)
    closes = base.loop and overlay.loop and start == 0 and end is None
    if closes:
        rounds = max(1, round(len(base) / len(overlay)))
        stretch = len(base) / (rounds * len(overlay))
        if 1 / _MOST_STRETCH <= stretch <= _MOST_STRETCH:
            overlay = fit(overlay, base.duration / rounds)
        else:
            closes = False
    if end is None:
        end = base.duration + 1 / base.fps if overlay.loop else start + overlay.duration
    if np.isfinite([start, end, fade]).all():
        first, stop = round(start * base.fps), min(round(end * base.fps) + 1, len(base))
    else:
        first = stop = 0
    if not 0 <= first < stop:
        raise EngineError(f"There is no time between {start:g} s and {end:g} s for the {part.replace('_', ' ')}.",
                          f"Choose times within 0 and {base.duration:.2f} s.", "invalid_parameter")
    frames = np.clip(np.arange(len(base)) - first, 0, None if overlay.loop else len(overlay) - 1)
    above = sample(overlay, frames)
    weight = _weight(len(base), first, stop, max(fade * base.fps, 1e-6))
    target = above.rotations.copy()
    if set(_SPINE) <= set(PARTS[part]):
        target[:, [INDEX[name] for name in _SPINE]] = _spine(base, above)
    rotations = base.rotations.copy()
    rotations[:, joints] = slerp(base.rotations[:, joints], target[:, joints],
                                 np.repeat(weight[:, None], len(joints), 1))
    return replace(base, rotations=continuous(rotations), hands=_hands(base, above, part, weight),
                   loop=bool(closes and (weight == 1).all()),
                   caption=" while ".join(each for each in (base.caption, overlay.caption) if each))


def _weight(count: int, first: int, stop: int, fade: float) -> np.ndarray:
    """(T,) 0 outside ``first``..``stop``, 1 inside, eased; full from the start or to the end where it reaches them."""
    frames = np.arange(count)
    weight = ((frames >= first) & (frames < stop)).astype(float)
    if first > 0:
        weight *= ease((frames - first + 1) / fade)
    if stop < count:
        weight *= ease((stop - frames) / fade)
    return weight


def smooth_heading(clip: Clip) -> np.ndarray:
    """(T,) heading without the twist of the steps."""
    facing = heading(clip)
    if len(clip) < 3:
        return facing
    sigma = _STRIDE / 2.5 * clip.fps
    if clip.loop:
        rounds = facing[-1] - facing[0] + (facing[1] - facing[0] + facing[-1] - facing[-2]) / 2
        whole = 2 * np.pi * np.round(rounds / (2 * np.pi))
        reach = int(np.ceil(4 * sigma))
        frames = np.arange(-reach, len(clip) + reach)
        padded = facing[frames % len(clip)] + (frames // len(clip)) * whole
        return gaussian_filter1d(padded, sigma)[reach:reach + len(clip)]
    reach = min(int(np.ceil(4 * sigma)), len(clip) - 1)
    padded = np.pad(facing, reach, mode="reflect", reflect_type="odd")
    return gaussian_filter1d(padded, sigma)[reach:reach + len(clip)]


def _spine(base: Clip, above: Clip) -> np.ndarray:
    """(T, 3, 4) local rotations of the spine that bring the chest of ``above`` onto the pelvis of ``base``."""
    turn = smooth_heading(base) - smooth_heading(above)
    chest = rotation_z(turn) @ above.global_rotations()[:, INDEX["spine3"]]
    pelvis = base.global_rotations()[:, 0]
    whole = logarithm(quaternion_from_matrix(np.swapaxes(pelvis, -1, -2) @ chest))
    return np.repeat(exponential(whole / 3)[:, None], 3, axis=1)


def _hands(base: Clip, above: Clip, part: str, weight: np.ndarray) -> np.ndarray | None:
    sides = [side for side in (0, 1) if ("left", "right")[side] + "_wrist" in PARTS[part]]
    if above.hands is None or not sides:
        return base.hands
    hands = straight_hands(len(base)) if base.hands is None else base.hands.copy()
    for side in sides:
        fingers = slice(15 * side, 15 * side + 15)
        hands[:, fingers] = slerp(hands[:, fingers], above.hands[:, fingers], np.repeat(weight[:, None], 15, 1))
    return continuous(hands)


