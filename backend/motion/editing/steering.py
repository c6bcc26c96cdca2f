# SPDX-License-Identifier: GPL-3.0-or-later
"""Turning a walk as it goes, with feet that do not turn while they stand."""

from __future__ import annotations

import numpy as np

from backend.motion.clip import Clip
from backend.motion.clip_ops import turned
from backend.motion.editing.cleanup import bridge
from backend.motion.editing.contacts import runs, standing
from backend.motion.kinematics import rotation_z, transform


def steer(clip: Clip, turn: np.ndarray) -> Clip:
    """``clip`` whose body and way are turned by ``turn`` (T,) radians more: every step goes where the body then
    faces. The first frame stays over its place; feet follow the body (see :func:`planted_yaw`)."""
    steps = np.diff(clip.root, axis=0)
    between = 0.5 * (turn[1:] + turn[:-1])
    path = clip.root[0] + np.concatenate([np.zeros((1, 3)), np.cumsum(transform(rotation_z(between), steps), axis=0)])
    return turned(clip, turn, path)


def planted_yaw(contacts: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """(T, 2) how to turn each foot back, so that of the body's ``turn`` (T,) it takes none while it stands."""
    yaw = np.zeros((len(turn), 2))
    for side, touching in enumerate(standing(contacts).T):
        back = np.zeros((len(turn), 1))
        for begin, end in runs(touching):
            back[begin:end, 0] = turn[(begin + end - 1) // 2] - turn[begin:end]
        yaw[:, side] = bridge(back, touching)[:, 0]
    return yaw
