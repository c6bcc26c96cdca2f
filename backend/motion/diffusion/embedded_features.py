# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip as the embedded network sees it: (T, :data:`WIDTH`) at :data:`RATE` frames a second, on one standard body.

| slice | content |
|---|---|
| 0 | turning of the heading from this frame to the next, rad/s |
| 1:3 | velocity of the pelvis over the floor to the next frame, m/s in the frame that faces as the heading does |
| 3 | height of the pelvis, m |
| 4:136 | 22 rotations as their first two columns: the pelvis against the heading, others against their parents |
| 136:199 | 21 places of the other joints, m: over the floor from the pelvis in the heading's frame, and heights |
| 199:203 | contacts: left heel, left toes, right heel, right toes, 0 or 1 |

Local rotations carry the twist that places lack; places and contacts are there for the losses, and for what can be
said about them. The heading is that of the pelvis, smoothed, and held while the pelvis is upside down: the turning is
integrated, so any heading gives the clip back exactly.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.body import Body, body_of
from backend.motion.clip import Clip, canonical
from backend.motion.clip_ops import fitted, heading, resample
from backend.motion.editing.contacts import with_contacts
from backend.motion.kinematics import continuous, matrix_from_quaternion, quaternion_from_matrix, rotation_z
from backend.motion.skeleton import INDEX, JOINTS, make_skeleton

RATE = 30.0
WIDTH = 203
PATH, HEIGHT, ROTATIONS, PLACES, CONTACTS = slice(0, 3), slice(3, 4), slice(4, 136), slice(136, 199), slice(199, 203)
#: Seconds over which the heading is smoothed.
_STEADY = 0.12
#: Squared cosine of half the tilt (here of 115 degrees) below which the heading says nothing.
_UPRIGHT = 0.29
#: What a constraint may know of a frame, each by itself: names of :data:`GROUPS`, in this order.
GROUP_NAMES = ("path", "pelvis", "legs", "trunk", "left_arm", "right_arm", "contacts")


def _groups() -> np.ndarray:
    def of(joint: str) -> int:
        if joint == "pelvis":
            return 1
        if any(part in joint for part in ("hip", "knee", "ankle", "foot")):
            return 2
        if any(part in joint for part in ("shoulder", "elbow", "wrist", "collar")):
            return 4 if joint.startswith("left") else 5
        return 3

    joints = [of(joint) for joint in JOINTS]
    return np.array([0, 0, 0, 1, *np.repeat(joints, 6), *np.repeat(joints[1:], 3), 6, 6, 6, 6])


#: (WIDTH,) index in :data:`GROUP_NAMES` of each feature.
GROUPS = _groups()


@lru_cache(maxsize=1)
def standard_body() -> Body:
    """The body that all features are told on: 1.75 m high."""
    return canonical(body_of(make_skeleton()))


def features_of(clip: Clip) -> np.ndarray:
    """(T, :data:`WIDTH`) float32 of a clip at any rate on any body. Takes at least two frames."""
    clip = with_contacts(fitted(resample(clip, RATE), standard_body()))
    facing = steady_heading(clip)
    back = rotation_z(-facing)
    local = matrix_from_quaternion(clip.rotations)
    local[:, 0] = back @ local[:, 0]
    places = clip.positions()
    seen = np.einsum("tij,tkj->tki", back, places - places[:, :1] * [1.0, 1.0, 0.0])
    steps = np.einsum("tij,tj->ti", back[:-1], np.diff(clip.root, axis=0) * RATE)
    path = np.concatenate([np.diff(facing)[:, None] * RATE, steps[:, :2]], 1)
    path = np.concatenate([path, path[-1:]])
    assert clip.contacts is not None
    columns = np.swapaxes(local[..., :2], -1, -2).reshape(len(clip), -1)
    return np.concatenate([path, clip.root[:, 2:], columns, seen[:, 1:].reshape(len(clip), -1), clip.contacts],
                          1).astype(np.float32)


def clip_from(features: np.ndarray, name: str = "") -> Clip:
    """The clip that features (T, :data:`WIDTH`) tell, from the origin, facing -Y at the first frame.

    Rotations are made sound; contacts touch from 0.5 on. Places follow from the rotations.
    """
    features = np.asarray(features, np.float64)
    turn, root = travelled(features)
    local = rotations_of(features)
    local[:, 0] = rotation_z(turn) @ local[:, 0]
    return Clip(name=name, fps=RATE, body=standard_body(), rotations=continuous(quaternion_from_matrix(local)),
                root=root, contacts=features[:, CONTACTS] > 0.5)


def travelled(features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heading (T,) and place of the pelvis (T, 3), from facing -Y above the origin on."""
    turn = np.concatenate([[0.0], np.cumsum(features[:-1, 0] / RATE)])
    steps = np.einsum("tij,tj->ti", rotation_z(turn)[:-1, :2, :2], features[:-1, 1:3] / RATE)
    flat = np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])
    return turn, np.concatenate([flat, features[:, 3:4]], 1)


def rotations_of(features: np.ndarray) -> np.ndarray:
    """(T, 22, 3, 3) local rotations, the pelvis against the heading, by Gram and Schmidt."""
    columns = features[:, ROTATIONS].reshape(len(features), len(JOINTS), 2, 3)
    first = columns[..., 0, :] / np.maximum(np.linalg.norm(columns[..., 0, :], axis=-1, keepdims=True), 1e-8)
    second = columns[..., 1, :] - (first * columns[..., 1, :]).sum(-1, keepdims=True) * first
    second /= np.maximum(np.linalg.norm(second, axis=-1, keepdims=True), 1e-8)
    return np.stack([first, second, np.cross(first, second)], -1)


def steady_heading(clip: Clip) -> np.ndarray:
    """(T,) where the pelvis faces, smoothed; while it is upside down, on the way from where it faced before to where
    it faces after."""
    turn = heading(clip)
    if len(turn) < 2:
        return turn
    # The length of the turn about +Z within the pelvis's rotation: none is left upside down.
    sure = np.flatnonzero(clip.rotations[:, 0, 0] ** 2 + clip.rotations[:, 0, 3] ** 2 > _UPRIGHT)
    if len(sure):
        turn = np.interp(np.arange(len(turn)), sure, np.unwrap(turn[sure]))
    smooth: np.ndarray = gaussian_filter1d(turn, _STEADY * clip.fps, mode="nearest")
    return smooth


#: Joints whose contacts the features tell, in their order.
CONTACT_JOINTS = (INDEX["left_ankle"], INDEX["left_foot"], INDEX["right_ankle"], INDEX["right_foot"])
