# SPDX-License-Identifier: GPL-3.0-or-later
"""From one walk into another: in step with it, and round a bend."""

from __future__ import annotations

import numpy as np

from backend.motion import clip_ops
from backend.motion.clip import Clip
from backend.motion.curves import ease
from backend.motion.editing.cleanup import hold
from backend.motion.editing.contacts import with_contacts
from backend.motion.editing.loops import features
from backend.motion.editing.steering import planted_yaw, steer


def in_step(before: Clip, clip: Clip, stride: int) -> tuple[int, float]:
    """The frame, among the first ``stride`` of ``clip``, that best goes on from the end of ``before``; and how far
    (metres of a joint on average, speed included) it is from that."""
    tail = features(clip_ops.cut(before, max(len(before) - 4, 0), len(before)))[-1]
    candidates = features(clip_ops.cut(clip, 0, min(stride + 4, len(clip))))[:stride]
    gaps = np.linalg.norm(candidates - tail, axis=1)
    best = int(gaps.argmin())
    # The frame like the last one was shown by the clip before.
    return min(best + 1, stride), float(gaps[best])


def bent(clip: Clip, degrees: float, frames: int) -> Clip:
    """``clip`` led round a bend of ``degrees`` in its first ``frames``; feet turn only in the air."""
    clip = with_contacts(clip)
    length = max(1.0, min(frames, 0.85 * len(clip)))
    turn = np.radians(degrees) * ease(np.arange(len(clip)) / length)
    assert clip.contacts is not None
    return hold(steer(clip, turn), None, planted_yaw(clip.contacts, turn))
