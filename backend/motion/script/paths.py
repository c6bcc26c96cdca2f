# SPDX-License-Identifier: GPL-3.0-or-later
"""The pieces of a script along one path: what walks is laid onto it, what stands is done where the walk has led.

Each run of walking covers a share of the path as large as its share of the way; the pieces between are put at the
place, and face along the line, that it has reached. A length that is stated is kept by walking faster or slower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from backend.engine import EngineError
from backend.motion import clip_ops
from backend.motion.clip import Clip
from backend.motion.editing.path import Curve, follow
from backend.motion.editing.transitions import join
from backend.motion.script.directions import wrapped

#: Metres between the points handed on; a shorter way than this is no walking.
_SPACING, _LEAST = 0.1, 0.3


@dataclass
class Piece:
    """``frames`` frames of a script. ``clip`` None: staying in the pose reached before."""

    slots: list[int]
    clip: Clip | None
    frames: int
    #: Seconds of passing into it.
    transition: float
    #: Travels by itself; lies in the world where it has to be; has a length that must be kept.
    moving: bool = False
    placed: bool = False
    fixed: bool = False
    #: Radians: the heading in the world of what lies ahead in the clip's own frame (-Y); None: as it goes on.
    ahead: float | None = None


def joined(before: Clip, piece: Piece) -> Clip:
    """``before`` and then the clip of ``piece``, facing where it is planned to, whatever the sway at the seam."""
    clip = piece.clip
    assert clip is not None
    turn = 0.0
    if piece.ahead is not None and not piece.placed:
        change = piece.ahead + clip_ops.facing(clip_ops.cut(clip, 0, 1))[0] - clip_ops.facing(before)[-1]
        turn = wrapped(float(np.degrees(change)))
    seconds = min(piece.transition, 0.5 * min(len(clip), len(before)) / clip.fps)
    return join(before, clip, seconds, turn=np.radians(turn), keep_place=piece.placed)


def way(clip: Clip) -> float:
    """Metres that the body goes over the floor."""
    return float(np.linalg.norm(np.diff(clip_ops.smooth_path(clip), axis=0), axis=1).sum())


def curve_of(points: Sequence[Sequence[float]], closed: bool) -> Curve:
    """The line through ``points``, back to the first where it is closed."""
    line = [list(point) for point in points]
    if closed and line[0] != line[-1]:
        line.append(line[0])
    return Curve(line)


def needed(pieces: Sequence[Piece], curve: Curve) -> float | None:
    """How many times as long the walks whose length is free must last to fill ``curve``; None where nothing is free
    or they do already."""
    ways = [(way(piece.clip), piece.fixed) for piece in pieces if piece.moving and piece.clip is not None]
    free = sum(own for own, fixed in ways if not fixed)
    if free < _LEAST:
        return None
    factor = (curve.length - sum(own for own, fixed in ways if fixed)) / free
    return None if 0.9 < factor < 1.1 else float(np.clip(factor, 0.1, 200.0))


def along(pieces: Sequence[Piece], curve: Curve, speed: float | None) -> list[Piece]:
    """``pieces`` on ``curve``; each run of moving ones becomes one piece.

    Raises :class:`EngineError` for a script that goes nowhere.
    """
    groups = _grouped(pieces)
    ways = [way(group.clip) if group.moving and group.clip is not None else 0.0 for group in groups]
    total = sum(ways)
    if total < _LEAST:
        raise EngineError("Nothing in the script walks, so it cannot follow a path.",
                          "Add a walk, or take the path away.", "invalid_spec")
    done = 0.0
    result: list[Piece] = []
    for group, own in zip(groups, ways):
        if own:
            group = _followed(group, curve, done / total * curve.length, (done + own) / total * curve.length, speed)
            done += own
        elif group.clip is not None and not result:
            place = np.array([done / total * curve.length])
            group.clip = clip_ops.align(group.clip, float(curve.direction(place)[0]), curve.place(place)[0])
        result.append(group)
    return result


def _grouped(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours that move as one piece; what turns on the spot is left to the path."""
    groups: list[Piece] = []
    for piece in pieces:
        last = groups[-1] if groups else None
        if piece.moving and piece.clip is not None and last is not None and last.moving and last.clip is not None:
            last.clip = joined(last.clip, piece)
            last.slots, last.frames = [*last.slots, *piece.slots], last.frames + piece.frames
            last.fixed &= piece.fixed
        else:
            groups.append(replace(piece))
    return groups


def _followed(group: Piece, curve: Curve, begin: float, end: float, speed: float | None) -> Piece:
    assert group.clip is not None
    count = max(2, int(np.ceil((end - begin) / _SPACING)) + 1)
    part = curve.place(np.linspace(begin, end, count))
    seconds = group.frames / group.clip.fps
    if group.fixed:
        speed = (end - begin) / seconds
    clip = follow(group.clip, part, speed)
    if group.fixed:
        clip = clip_ops.sample(replace(clip, loop=False), np.linspace(0, len(clip) - 1, group.frames))
    return replace(group, clip=clip, frames=len(clip), placed=True)
