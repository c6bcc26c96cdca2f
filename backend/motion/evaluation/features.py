# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip as the evaluator sees it: where the joints of one standard body are and how they move.

The clip's rotations are performed by the standard body, so that a cartoon and a captured person who do the same
look the same. Everything is told in the frame of a person who faces as the body does: (T, :data:`WIDTH`) at
:data:`RATE` frames a second.

| slice | content |
|---|---|
| 0:66 | 22 places: metres from the pelvis over the floor, in the facing frame; heights above the floor |
| 66:132 | 22 velocities over the world in the facing frame, m/s |
| 132 | turning, rad/s |
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.body import Body, body_of
from backend.motion.clip import Clip
from backend.motion.clip_ops import heading, resample
from backend.motion.kinematics import rotation_z
from backend.motion.skeleton import JOINTS, PARENTS, make_skeleton

RATE = 30.0
WIDTH = 6 * len(JOINTS) + 1
#: Seconds over which the facing is smoothed: a flip turns the pelvis round in a frame or two.
_STEADY = 0.1


@lru_cache(maxsize=1)
def _standard() -> Body:
    return body_of(make_skeleton())


def features(clip: Clip) -> np.ndarray:
    """(T, :data:`WIDTH`) float32 of a clip at any rate, on any body."""
    clip = resample(clip, RATE)
    places = standard_positions(clip)
    turn = heading(clip)
    if len(clip) > 1:
        turn = gaussian_filter1d(turn, _STEADY * RATE, mode="nearest")
    back = rotation_z(-turn)
    centred = places - places[:, :1] * [1.0, 1.0, 0.0]
    speed = np.gradient(places, axis=0) * RATE if len(clip) > 1 else np.zeros_like(places)
    turning = np.gradient(turn) * RATE if len(clip) > 1 else np.zeros(1)
    local = [np.einsum("tij,tkj->tki", back, each).reshape(len(clip), -1) for each in (centred, speed)]
    return np.concatenate([*local, turning[:, None]], 1).astype(np.float32)


def standard_positions(clip: Clip) -> np.ndarray:
    """(T, 22, 3) joint places of the standard body performing ``clip``; the path is as long as its legs make it."""
    body = _standard()
    scale = body.leg / max(clip.body.leg, 1e-6)
    rotations = clip.global_rotations()
    places = np.empty((len(clip), len(JOINTS), 3))
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            places[:, joint] = clip.root * scale
        else:
            places[:, joint] = places[:, parent] + rotations[:, parent] @ body.offsets[joint]
    return places
