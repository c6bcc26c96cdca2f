# SPDX-License-Identifier: GPL-3.0-or-later
"""From one walk into another: in step with it, and round a bend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np

from backend.motion import clip_ops
from backend.motion.clip import Clip
from backend.motion.curves import ease
from backend.motion.editing.cleanup import hold
from backend.motion.editing.contacts import with_contacts
from backend.motion.editing.loops import features
from backend.motion.editing.steering import planted_yaw, steer
from backend.motion.editing.transitions import joined, ready
from backend.motion.skeleton import INDEX, JOINTS
from backend.motion.spec import LOCOMOTION

#: Frames by which a seam may be moved.
EARLIER = 10
#: Seconds that one gait takes to pass into another at the least: in less, the change of speed is a shove.
PASSING = 0.6
#: Frames out of step that are tried too; seconds on both sides of a seam in which jerk is looked for.
_SHIFT, _AROUND = 2, 0.6
_UPPER = [INDEX[name] for name in JOINTS if not name.endswith(("ankle", "foot"))]


def in_step(before: Clip, clip: Clip, stride: int, seconds: float) -> tuple[int, int]:
    """(the frame of ``clip``, from :data:`EARLIER` on and within a ``stride``, that goes on from the end of ``before``,
    how many frames earlier, at most :data:`EARLIER`, one passes into the other): in step, and with the least jerk of
    those tried, since a knee that gives or a foot that strikes is no moment to change one's gait."""
    tail = features(clip_ops.cut(before, max(len(before) - 4, 0), len(before)))[-1]
    candidates = features(clip_ops.cut(clip, 0, min(EARLIER + stride + 4, len(clip))))[EARLIER - 1:EARLIER + stride - 1]
    # The frame like the last one was shown by the clip before.
    alike = int(np.linalg.norm(candidates - tail, axis=1).argmin())
    best, least = (EARLIER + alike, 0), np.inf
    # Made ready once, not for each of the seams that are tried.
    around = round(_AROUND * clip.fps) + EARLIER
    before = ready(clip_ops.cut(before, max(len(before) - 3 * around, 0), len(before)))
    clip = ready(clip_ops.cut(clip, 0, min(len(clip), EARLIER + stride + around + round(seconds * clip.fps))))
    for first in sorted({EARLIER + min(max(alike + step, 0), len(candidates) - 1) for step in (-_SHIFT, 0, _SHIFT)}):
        for earlier in range(0, min(EARLIER, first, len(before) // 3) + 1, 2):
            jerk = _jerk(clip_ops.cut(before, 0, len(before) - earlier),
                         clip_ops.cut(clip, first - earlier, len(clip)), seconds)
            if jerk < least:
                best, least = (first, earlier), jerk
    return best


def _jerk(first: Clip, second: Clip, seconds: float) -> float:
    """Greatest mean third difference (m/s^3) of the joints around the seam of two clips, ankles and feet apart: those
    strike the floor in any gait."""
    around = round(_AROUND * first.fps)
    first = clip_ops.cut(first, max(len(first) - around, 0), len(first))
    second = clip_ops.cut(second, 0, min(len(second), around + round(seconds * first.fps)))
    places = joined(first, second, min(seconds, 0.5 * len(second) / first.fps)).positions()[:, _UPPER]
    if len(places) < 4:
        return 0.0
    return float(np.linalg.norm(np.diff(places, 3, axis=0), axis=-1).mean(axis=1).max()) * first.fps**3


def walks(spec: Mapping[str, Any] | None) -> TypeGuard[dict[str, Any]]:
    """Whether a spec walks or runs; that of a clip from the library has no verb."""
    return spec is not None and spec.get("verb") in LOCOMOTION


def with_ends(segments: Sequence[Mapping[str, Any]], loop: bool = False) -> list[dict[str, Any] | None]:
    """The specs of ``segments``; a walk or run starts from standing and ends in it beside what is done standing."""
    specs = [segment["source"].get("spec") for segment in segments]
    moving = [segment["source"]["engine"] == "procedural" and walks(spec)
              for segment, spec in zip(segments, specs)]
    last = len(specs) - 1
    result: list[dict[str, Any] | None] = []
    for number, spec in enumerate(specs):
        if moving[number] and spec is not None:
            starts = not moving[number - 1] and (number > 0 or loop)
            stops = not moving[(number + 1) % len(moving)] and (number < last or loop)
            spec = {**spec, "starts": spec["starts"] or starts, "stops": spec["stops"] or stops}
        result.append(spec)
    return result


def bent(clip: Clip, degrees: float, frames: int) -> Clip:
    """``clip`` led round a bend of ``degrees`` in its first ``frames``; feet turn only in the air."""
    clip = with_contacts(clip)
    length = max(1.0, min(frames, 0.85 * len(clip)))
    turn = np.radians(degrees) * ease(np.arange(len(clip)) / length)
    assert clip.contacts is not None
    return hold(steer(clip, turn), None, planted_yaw(clip.contacts, turn))
