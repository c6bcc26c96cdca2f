# SPDX-License-Identifier: GPL-3.0-or-later
"""From a brief to what the embedded network is given: known frames of features, and where the result lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.body import Body
from backend.motion.clip import Clip
from backend.motion.clip_ops import cut, fitted, heading
from backend.motion.diffusion import inpainting
from backend.motion.diffusion.conditioning import after_the_end, beginning, head, tail
from backend.motion.diffusion.constraints import Constraints, timed
from backend.motion.diffusion.embedded_features import (
    GROUP_NAMES,
    GROUPS,
    PLACES,
    RATE,
    ROTATIONS,
    features_of,
    standard_body,
)
from backend.motion.diffusion.embedded_sampling import Known, way_known
from backend.motion.skeleton import JOINTS

#: Seconds over which a drawn way is rounded, and m/s below which nobody turns to where it leads.
_ROUNDED, _SLOW = 0.25, 0.15
#: Metres between two places from which on the way between them is given.
_APART = 0.3
_PATH = GROUP_NAMES.index("path")
#: Groups of each part by which a pose may be taken; a head alone is met afterwards.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "whole": ("pelvis", "legs", "trunk", "left_arm", "right_arm"), "lower": ("pelvis", "legs"),
    "upper": ("trunk", "left_arm", "right_arm"), "arms": ("left_arm", "right_arm"), "left_arm": ("left_arm",),
    "right_arm": ("right_arm",), "head": ()}


@dataclass(frozen=True, eq=False)
class Given:
    """What the network is given for a brief of ``frames`` frames, and how its answer is put into the world."""

    known: Known
    #: Where the decoded clip lies, for :func:`backend.motion.diffusion.conditioning.placed`.
    placing: inpainting.Known


def given(constraints: Constraints, frames: int, body: Body) -> Given:
    """``frames`` of the motion itself, its first and last frame among them; ``body`` is to perform it.

    Raises :class:`EngineError` for poses and places after the end.
    """
    seconds = (frames - 1) / RATE
    before = None if constraints.before is None else _tail(constraints.before)
    after = None if constraints.after is None else _head(constraints.after)
    first = 0 if before is None else len(before) - 1
    behind = 0 if after is None else len(after) - 1
    known = Known.nothing(first + frames + behind)
    values, mask = known.values, known.mask
    turn, shift = _beginning(constraints, seconds)
    way = _way(constraints, frames, body, turn)
    if way is not None:
        values[first:first + frames, :3], mask[first:first + frames, _PATH] = way, 1
    for pose in constraints.poses:
        at = round(pose.seconds * RATE)
        if at >= frames:
            raise after_the_end(pose.seconds, seconds)
        row = features_of(_still(pose.clip, pose.frame))[0]
        for group in _PARTS[pose.part]:
            number = GROUP_NAMES.index(group)
            chosen = np.isin(GROUPS, number)
            values[first + at, chosen], mask[first + at, number] = row[chosen], 1
    if before is not None:
        values[:first + 1], mask[:first + 1] = before, 1
        # Where its last frame leads to is not in it.
        mask[first, _PATH] = float(way is not None)
        if way is not None:
            values[first, :3] = way[0]
    if after is not None:
        values[-len(after):], mask[-len(after):] = after, 1
    placing = inpainting.Known(np.zeros((len(values), 1)), np.zeros((len(values), 1), bool),
                               overlap=1 if constraints.loop else 0, before=first, after=behind, turn=turn,
                               shift=(float(shift[0]), float(shift[1])))
    return Given(known, placing)


def part_features(part: str) -> np.ndarray:
    """(203,) bool: the features that a text for a part of the body decides."""
    if part == "head":
        chosen = np.zeros(len(GROUPS), bool)
        for joint in ("neck", "head"):
            number = JOINTS.index(joint)
            chosen[ROTATIONS.start + 6 * number:ROTATIONS.start + 6 * number + 6] = True
            chosen[PLACES.start + 3 * (number - 1):PLACES.start + 3 * number] = True
        return chosen
    groups = _PARTS[part] + (("path", "contacts") if part == "lower" else ())
    return np.isin(GROUPS, [GROUP_NAMES.index(group) for group in groups])


def _beginning(constraints: Constraints, seconds: float) -> tuple[float, np.ndarray]:
    """Heading and place (metres, on the performing body) in the world of the first frame."""
    if constraints.before is not None:
        return float(heading(constraints.before)[-1]), constraints.before.root[-1, :2]
    if constraints.path:
        return beginning(timed(constraints.path, seconds))
    opening = next((each for each in constraints.poses if each.part == "whole"), None)
    if opening is not None:
        return float(heading(opening.clip)[opening.frame]), opening.clip.root[opening.frame, :2]
    return 0.0, np.zeros(2)


def _way(constraints: Constraints, frames: int, body: Body, turn: float) -> np.ndarray | None:
    """(frames, 3) features of the way, where one is asked for, or places far apart must be met."""
    scale = standard_body().leg / body.leg
    times = np.arange(frames) / RATE
    if constraints.path and len(constraints.path) > 1:
        points = timed(constraints.path, times[-1])
        moments = np.array([each.seconds for each in points])
        line = np.array([(each.x, each.y) for each in points])
        angles = [each.heading for each in points]
    else:
        pinned = [(0.0, constraints.before.root[-1, :2], float(heading(constraints.before)[-1]))] \
            if constraints.before is not None else []
        pinned += [(each.seconds, each.clip.root[each.frame, :2], float(heading(each.clip)[each.frame]))
                   for each in constraints.poses if each.part == "whole"]
        if constraints.after is not None and pinned:
            pinned.append((float(times[-1]), constraints.after.root[0, :2], float(heading(constraints.after)[0])))
        if len(pinned) < 2 or max(np.hypot(*(each[1] - pinned[0][1])) for each in pinned) < _APART:
            return None
        moments = np.array([each[0] for each in pinned])
        line = np.array([each[1] for each in pinned])
        angles = [each[2] for each in pinned]
    places = np.stack([np.interp(times, moments, line[:, axis]) for axis in (0, 1)], -1)
    if frames > 3:
        places = gaussian_filter1d(places, _ROUNDED * RATE / 2, axis=0, mode="nearest")
    if all(each is not None for each in angles):
        told = np.unwrap(np.array(angles, np.float64))
        headings = np.interp(times, moments, told)
    else:
        headings = _along(places, turn)
    if constraints.before is not None:
        # Out of where it faces so far, within half a second.
        gap = (turn - headings[0] + np.pi) % (2 * np.pi) - np.pi
        headings = headings + gap * np.clip(1 - times / 0.5, 0, 1)
    return way_known(places * scale, headings)


def _along(places: np.ndarray, turn: float) -> np.ndarray:
    """(T,) headings along a way; who stands keeps facing as before."""
    steps = np.gradient(places, axis=0) * RATE
    moving = np.linalg.norm(steps, axis=1) > _SLOW
    if not moving.any():
        return np.full(len(places), turn)
    angles = np.arctan2(steps[:, 0], -steps[:, 1])
    frames = np.flatnonzero(moving)
    found = np.interp(np.arange(len(places)), frames, np.unwrap(angles[frames]))
    smooth: np.ndarray = gaussian_filter1d(found, 0.15 * RATE, mode="nearest")
    return smooth


def _tail(clip: Clip) -> np.ndarray:
    """Features of the last second, its last frame exactly."""
    return features_of(_on_standard(tail(clip, RATE)))


def _head(clip: Clip) -> np.ndarray:
    return features_of(_on_standard(head(clip, RATE)))


def _on_standard(clip: Clip) -> Clip:
    part = fitted(clip, standard_body())
    return part if len(part) > 1 else _still(part, 0)


def _still(clip: Clip, frame: int) -> Clip:
    """Two frames of one pose."""
    one = replace(cut(clip, frame, frame + 1), contacts=None, hands=None, loop=False, fps=RATE)
    return replace(one, rotations=np.repeat(one.rotations, 2, 0), root=np.repeat(one.root, 2, 0))

