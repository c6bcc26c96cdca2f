# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips made in place set to travel, as far as their feet push them."""

from __future__ import annotations

import numpy as np

from backend.motion.clip import Clip
from backend.motion.clip_ops import with_path
from backend.motion.editing.contacts import ground


def travelling(clip: Clip, speed: float | None = None) -> Clip:
    """``clip`` carried over the floor against the way its standing feet slide.

    ``speed`` (m/s) replaces the one the feet show. A clip that travels already, or whose feet stand still, is
    returned as it is; :func:`backend.motion.clip_ops.in_place` leads back.
    """
    velocity = ground(clip).velocity
    pace = float(np.linalg.norm(velocity))
    if pace == 0:
        return clip
    along = velocity * (1.0 if speed is None else speed / pace)
    return with_path(clip, -np.arange(len(clip))[:, None] / clip.fps * along)
