# SPDX-License-Identifier: GPL-3.0-or-later
"""From one walk into another: in step with it, and round a bend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from backend.motion import clip_ops
from backend.motion.clip import Clip
from backend.motion.curves import ease
from backend.motion.editing.cleanup import hold
from backend.motion.editing.contacts import with_contacts
from backend.motion.editing.loops import features
from backend.motion.editing.steering import planted_yaw, steer
from backend.motion.quaternions import conjugate, logarithm, multiply
from backend.motion.spec import LOCOMOTION

#: Frames by which a seam may be moved.
EARLIER = 10


def in_step(before: Clip, clip: Clip, stride: int) -> int:
    """The frame of ``clip``, from :data:`EARLIER` on and within a ``stride``, that best goes on from the end of
    ``before``."""
    tail = features(clip_ops.cut(before, max(len(before) - 4, 0), len(before)))[-1]
    candidates = features(clip_ops.cut(clip, 0, min(EARLIER + stride + 4, len(clip))))[EARLIER - 1:EARLIER + stride - 1]
    # The frame like the last one was shown by the clip before.
    return EARLIER + int(np.linalg.norm(candidates - tail, axis=1).argmin())


def seam(before: Clip, clip: Clip, first: int) -> int:
    """How many frames earlier, at most :data:`EARLIER`, the change from ``before`` to frame ``first`` of ``clip`` is
    best made: where their joints turn most alike, away from the moments at which a knee gives."""
    most = min(EARLIER, first, len(before) // 3)
    frames = np.arange(most)
    ends, starts = len(before) - 1 - frames, first - frames
    told = [logarithm(multiply(each.rotations[after], conjugate(each.rotations[after - 1])))
            for each, after in ((before, ends), (clip, starts + 1))]
    return int(np.linalg.norm(told[0] - told[1], axis=2).sum(axis=1).argmin()) if most else 0


def walks(spec: Mapping[str, Any] | None) -> bool:
    """Whether a procedural spec walks or runs."""
    return spec is not None and spec.get("verb") in LOCOMOTION


def with_ends(segments: Sequence[Mapping[str, Any]], loop: bool = False) -> list[dict[str, Any] | None]:
    """The specs of ``segments``; a walk or run starts from standing and ends in it beside what is done standing."""
    specs = [segment["source"].get("spec") for segment in segments]
    moving = [segment["source"]["engine"] == "procedural" and spec is not None and spec["verb"] in LOCOMOTION
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
