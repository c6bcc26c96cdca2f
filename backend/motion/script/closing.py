# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a whole script led into its own beginning, nothing cut away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.motion import clip_ops
from backend.motion.clip import Clip
from backend.motion.editing.transitions import join

#: Seconds after a transition in which the hold on the feet has died out too.
_SETTLED = 0.8


def closed(clip: Clip, seconds: float) -> Clip:
    """``clip`` as a loop of the same length: its first frames are replaced by those that would follow its last
    ones. It must end facing as it began."""
    head = min(round((seconds + _SETTLED) * clip.fps), len(clip) // 2)
    if head < 2:
        return replace(clip, loop=True)
    onward = join(clip, clip_ops.cut(clip, 0, head), min(seconds, 0.5 * head / clip.fps))
    opening = clip_ops.cut(onward, len(clip), len(clip) + head)
    # Moved back by the travel of one round, to where the clip goes on from it.
    facing = float(clip_ops.heading(clip)[head - 1])
    opening = clip_ops.align(opening, facing, clip.root[head - 1, :2], frame=head - 1)
    whole = clip_ops.concatenate([opening, clip_ops.cut(clip, head, len(clip))])
    if clip.contacts is not None and opening.contacts is not None:
        whole = replace(whole, contacts=np.concatenate([opening.contacts, clip.contacts[head:]]))
    return replace(whole, loop=True)
