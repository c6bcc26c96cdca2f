# SPDX-License-Identifier: GPL-3.0-or-later
"""Constraints in the terms of motion vectors: which numbers of which rows are known, and where the way leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backend.engine import EngineError
from backend.motion.body import Body
from backend.motion.clip import Clip
from backend.motion.clip_ops import align, cut, heading, resample, sample
from backend.motion.diffusion.composition import part_features
from backend.motion.diffusion.constraints import Constraints, PathPoint, timed
from backend.motion.diffusion.inpainting import Known, Pin
from backend.motion.editing import layers
from backend.motion.editing.keeping import Kept
from backend.motion.formats.humanml3d import clip_from_vectors, vectors_from_clip
from backend.motion.formats.humanml3d_codec import Layout, root_path
from backend.motion.kinematics import rotation_z
from backend.motion.skeleton import JOINTS

#: Seconds of the motion before and after that the network sees.
CONTEXT = 1.0
#: Rows that the ends of a loop share, at most, and as a share of it.
_OVERLAP, _SHARE = 10, 4
#: Last frames of what is known whose pelvis filters may have turned.
_UNSURE = 3
#: Metres of a path along which a walker's direction is told.
_AHEAD = 0.15
#: Seconds between the places of a line that are met.
_STRIDE = 0.5


@dataclass(frozen=True, eq=False)
class _Seen:
    """A clip as vectors: rows (T, F), and its first facing frame in the world: yaw, and the root's place."""

    rows: np.ndarray
    yaw: float
    place: np.ndarray
    #: Metres of the vectors' body a metre of the clip's.
    scale: float


def known_of(constraints: Constraints, layout: Layout, lengths: list[int], body: Body) -> tuple[Known, list[int]]:
    """(what is known, lengths of the segments in rows with the context at both ends); ``body`` is to perform it.

    Raises :class:`EngineError` for times that do not exist.
    """
    rows = sum(lengths)
    before = None if constraints.before is None else _seen(tail(constraints.before, layout.fps), layout)
    after = None if constraints.after is None else _seen(head(constraints.after, layout.fps), layout)
    first = 0 if before is None else len(before.rows) - 1
    # The row of the motion's last frame: the first of what follows, where something does.
    last = first + rows
    overlap = min(_OVERLAP, rows // _SHARE) if constraints.loop else 0
    total = last + (len(after.rows) if after is not None else overlap if overlap else 1)
    known = Known.nothing(total, layout.width)
    turn, shift, scale, pins = 0.0, np.zeros(2), 1.0, []
    if before is not None:
        _fill(known, before.rows, 0, layout)
        turn, shift = before.yaw, before.place
    elif constraints.path:
        turn, shift = beginning(timed(constraints.path, rows / layout.fps))
    elif (opening := next((each for each in constraints.poses if each.part == "whole"), None)) is not None:
        # Nothing says where it begins but the first pose.
        pose = _seen(_still(opening.clip, opening.frame, layout.fps), layout)
        turn, shift = pose.yaw, pose.place
    if constraints.fixed:
        scale = scale_of(body, layout)
    frame = _Frame(turn, shift, scale)
    if after is not None:
        _fill(known, after.rows, last, layout)
        if before is not None or constraints.path or constraints.poses:
            pins.append(frame.pin(last, after.place, after.yaw))
    elif overlap:
        pins.append(Pin(last, None, 0.0))
    for point in _thinned(timed(constraints.path, rows / layout.fps), constraints.path):
        assert point.seconds is not None
        pins.append(frame.pin(first + round(point.seconds * layout.fps), np.array([point.x, point.y]), point.heading))
    pins += _headed(constraints, layout, frame, first, rows)
    for key in constraints.poses:
        at = first + round(key.seconds * layout.fps)
        if at > last:
            raise after_the_end(key.seconds, rows / layout.fps)
        pose = _seen(_still(key.clip, key.frame, layout.fps), layout)
        _fill_pose(known, pose.rows[0], at, layout, key.part)
        if key.part == "whole":
            pins.append(frame.pin(at, pose.place, pose.yaw))
    lengths = [lengths[0] + first, *lengths[1:]]
    lengths[-1] += total - first - rows
    if before is not None:
        turn, shift = frame.world(*_reached(before.rows))
    shown = replace(known, pins=_sorted(pins), overlap=overlap, before=first, after=total - last - 1,
                    turn=float(turn), shift=(float(shift[0]), float(shift[1])))
    return shown, lengths


def placed(clip: Clip, known: Known, constraints: Constraints, frames: int) -> Clip:
    """The decoded ``clip`` of all rows cut to the motion itself, ``frames`` rows and its last frame, in the world."""
    first = known.before
    motion = cut(clip, first, first + frames + (0 if known.overlap else 1))
    if constraints.before is not None:
        # Told by all that is known of it: the last frame's pelvis may be turned by what comes after it.
        back = np.arange(first, -1, -1) * constraints.before.fps / clip.fps
        at = np.clip(np.round(len(constraints.before) - 1 - back), 0, len(constraints.before) - 1).astype(int)
        apart = heading(constraints.before)[at] - heading(clip)[:first + 1]
        apart = apart[:-_UNSURE] if len(apart) > 2 * _UNSURE else apart
        turn = float(np.arctan2(np.sin(apart).mean(), np.cos(apart).mean()))
        return align(motion, float(heading(motion)[0]) + turn, constraints.before.root[-1, :2])
    if constraints.path or any(each.part == "whole" for each in constraints.poses):
        turned = rotation_z(known.turn)[:2, :2] @ motion.root[0, :2]
        return align(motion, float(heading(motion)[0]) + known.turn, turned + np.array(known.shift))
    return motion


def posed(constraints: Constraints) -> list[Kept]:
    """The poses as :func:`~backend.motion.editing.keeping.keep` takes them."""
    return [Kept(each.seconds, each.clip, each.frame, *_joints(each.part)) for each in constraints.poses]


def way(constraints: Constraints, seconds: float) -> list[tuple[float, float, float]]:
    """(seconds, x, y) of the places of the path that are met."""
    points = _thinned(timed(constraints.path, seconds), constraints.path)
    return [(each.seconds or 0.0, each.x, each.y) for each in points]


def _joints(part: str) -> tuple[tuple[str, ...], bool]:
    """(joints of a part, whether it has a place of its own)."""
    if part == "whole":
        return JOINTS, True
    if part == "lower":
        return ("pelvis", *(name for name in JOINTS if name.endswith(("hip", "knee", "ankle", "foot")))), True
    return layers.PARTS["upper_body" if part == "upper" else part], False


@dataclass(frozen=True, eq=False)
class _Frame:
    """From the world to the vectors' own frame."""

    turn: float
    shift: np.ndarray
    scale: float

    def world(self, place: np.ndarray, yaw: float) -> tuple[float, np.ndarray]:
        """(yaw, place (x, y)) in the world of a place (x, z) and yaw in the vectors' own frame."""
        own = np.array([place[0], -place[1]]) / self.scale
        return self.turn + yaw, rotation_z(self.turn)[:2, :2] @ own + self.shift

    def pin(self, frame: int, place: np.ndarray, yaw: float | None) -> Pin:
        x, y = self.scale * (rotation_z(-self.turn)[:2, :2] @ (place[:2] - self.shift))
        # Z up, facing -Y -> Y up, facing +Z.
        return Pin(frame, (float(x), float(-y)), None if yaw is None else float(yaw - self.turn))


def _seen(clip: Clip, layout: Layout) -> _Seen:
    """``clip`` (one frame or more) as vectors, one row a frame; the last knows no velocity."""
    longer = replace(clip, rotations=np.concatenate([clip.rotations, clip.rotations[-1:]]),
                     root=np.concatenate([clip.root, clip.root[-1:]]), contacts=None, hands=None, loop=False)
    rows = vectors_from_clip(longer, layout)
    back = clip_from_vectors(rows[:1], layout)
    scale = float(back.body.leg / clip.body.leg)
    yaw = float(heading(cut(clip, 0, 1))[0] - heading(back)[0])
    return _Seen(rows, yaw, clip.root[0, :2].copy(), scale)


def scale_of(body: Body, layout: Layout) -> float:
    """Metres of the vectors' body a metre of ``body``'s."""
    rest = Clip("", layout.fps, body, np.tile([1.0, 0, 0, 0], (1, len(JOINTS), 1)), body.offsets[:1].copy())
    return _seen(rest, layout).scale


def tail(clip: Clip, fps: float) -> Clip:
    """The last :data:`CONTEXT` seconds at ``fps``, its last frame exactly."""
    count = max(1, min(round(CONTEXT * fps), int((len(clip) - 1) / clip.fps * fps) + 1))
    return _sampled(clip, len(clip) - 1 - np.arange(count)[::-1] * clip.fps / fps, fps)


def head(clip: Clip, fps: float) -> Clip:
    """The first :data:`CONTEXT` seconds at ``fps``, its first frame exactly."""
    count = max(1, min(round(CONTEXT * fps), int((len(clip) - 1) / clip.fps * fps) + 1))
    return _sampled(clip, np.arange(count) * clip.fps / fps, fps)


def _still(clip: Clip, frame: int, fps: float) -> Clip:
    return replace(cut(clip, frame, frame + 1), fps=fps)


def _sampled(clip: Clip, frames: np.ndarray, fps: float) -> Clip:
    return sample(replace(clip, loop=False), np.clip(frames, 0, len(clip) - 1), fps)


def _fill(known: Known, rows: np.ndarray, first: int, layout: Layout) -> None:
    stop = first + len(rows)
    known.values[first:stop] = rows
    known.mask[first:stop] = True
    # Contacts are what the data set calls one; the clip's own are other ones.
    known.mask[first:stop, layout.blocks["contacts"]] = False
    # Where its last frame leads to is not in the clip.
    for name in ("yaw", "velocity", "velocities"):
        known.mask[stop - 1, layout.blocks[name]] = False


def _fill_pose(known: Known, row: np.ndarray, at: int, layout: Layout, part: str) -> None:
    if part == "whole":
        chosen = np.zeros(layout.width, bool)
        for name in ("height", "places", "rotations"):
            chosen[layout.blocks[name]] = True
    else:
        chosen = part_features(layout, part).numpy().copy()
        for name in ("yaw", "velocity", "velocities", "contacts"):
            chosen[layout.blocks[name]] = False
    known.values[at, chosen] = row[chosen]
    known.mask[at, chosen] = True


def _reached(rows: np.ndarray) -> tuple[np.ndarray, float]:
    """(place (x, z), yaw) of the last row, in the frame of the first."""
    turned, places = root_path(rows)
    return places[-1, [0, 2]], float(-2 * np.arctan2(turned[-1, 2], turned[-1, 0]))


def after_the_end(seconds: float, end: float) -> EngineError:
    """What is said of a pose at ``seconds`` of a motion that ends before."""
    return EngineError(f"A pose is to be taken at {seconds:g} s, after the end at {end:g} s.",
                       "Make the motion longer, or its poses earlier.", "invalid_parameter")


def _thinned(path: list[PathPoint], told: Sequence[PathPoint]) -> list[PathPoint]:
    """Points about every :data:`_STRIDE` seconds, and those whose time or heading is told: between them a walker may
    sway, as everybody does."""
    kept: list[PathPoint] = []
    for number, (point, said) in enumerate(zip(path, told)):
        assert point.seconds is not None
        last = kept[-1].seconds if kept else None
        if last is None or said.seconds is not None or said.heading is not None or number == len(path) - 1 \
                or point.seconds - last >= _STRIDE:
            kept.append(point)
    return kept


def beginning(path: list[PathPoint]) -> tuple[float, np.ndarray]:
    """Where a path begins, and which way it leads there (or faces)."""
    first = path[0]
    if first.heading is not None:
        return first.heading, np.array([first.x, first.y])
    there = next((each for each in path if np.hypot(each.x - first.x, each.y - first.y) > _AHEAD), path[-1])
    return float(np.arctan2(there.x - first.x, -(there.y - first.y))), np.array([first.x, first.y])


def _headed(constraints: Constraints, layout: Layout, frame: _Frame, first: int, rows: int) -> list[Pin]:
    """Who goes along a line faces along it, where it says nothing else: seen over :data:`_AHEAD` metres."""
    if len(constraints.path) < 2 or any(each.heading is not None for each in constraints.path):
        return []
    path = timed(constraints.path, rows / layout.fps)
    times = np.array([each.seconds for each in path])
    line = np.array([(each.x, each.y) for each in path])
    frames = np.arange(0, rows + 1)
    places = np.stack([np.interp(frames / layout.fps, times, line[:, axis]) for axis in (0, 1)], -1)
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    if gone[-1] < _AHEAD:
        return []
    found = []
    for number in frames[:: max(1, round(layout.fps / 4))]:
        low, high = np.interp([gone[number] - _AHEAD, gone[number] + _AHEAD], gone, frames)
        step = [np.interp(high, frames, places[:, axis]) - np.interp(low, frames, places[:, axis]) for axis in (0, 1)]
        if np.hypot(*step) > 1e-6 and (number or constraints.before is None):
            yaw = float(np.arctan2(step[0], -step[1]))
            found.append(replace(frame.pin(first + int(number), np.zeros(2), yaw), place=None))
    return found


def _sorted(pins: list[Pin]) -> tuple[Pin, ...]:
    """In order of their frames, none before the first; of two at a frame the later counts."""
    places = {each.frame: each for each in pins if each.place is not None}
    angles = {each.frame: each for each in pins if each.angle is not None}
    merged = [Pin(at, places[at].place if at in places else None, angles[at].angle if at in angles else None)
              for at in sorted({*places, *angles}) if at > 0]
    return tuple(merged)


def at_rate(clip: Clip, fps: float, seconds: float) -> Clip:
    """``clip`` at ``fps``, exactly ``seconds`` long: both ends are frames of it."""
    if clip.loop:
        return resample(clip, fps)
    count = round(seconds * fps) + 1
    return sample(clip, np.linspace(0, len(clip) - 1, count), fps) if len(clip) > 1 else clip
