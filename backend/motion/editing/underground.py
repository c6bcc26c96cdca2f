# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips of somebody who climbs or rises out of the ground: down there, nothing is wrong with feet below the floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.motion.clip import Clip
from backend.motion.clip_ops import blend, concatenate, cut
from backend.motion.curves import ease
from backend.motion.soles import feet

#: Legs: below the floor that deep nobody is by fault of capture; near it is a foot that stands.
_DEEP, _NEAR = 0.7, 0.1
#: Seconds in which the one leads into the other.
_LED = 0.25


def out_of_the_ground(clip: Clip) -> int:
    """The first frame from which somebody who begins deep below z = 0 and ends standing on it is out; else 0."""
    lowest = feet(clip.performance(), clip.body)[..., 2].reshape(len(clip), -1).min(axis=1)
    leg = clip.body.leg
    standing = np.abs(lowest[-max(1, len(lowest) // 20):]) < _NEAR * leg
    if clip.loop or lowest[0] > -_DEEP * leg or not standing.all():
        return 0
    return int(np.flatnonzero(lowest < -_NEAR * leg)[-1]) + 1


def led_into(clip: Clip, first: int, rest: Clip) -> Clip:
    """``clip`` that from frame ``first`` on passes into ``rest``, its end as it should be; no contacts before."""
    assert rest.contacts is not None
    share = ease((np.arange(len(clip)) - first) / max(1, round(_LED * clip.fps)))
    mixed = blend(clip, concatenate([cut(clip, 0, first), rest]), share)
    return replace(mixed, contacts=np.concatenate([np.zeros((first, 4), bool), rest.contacts]))
