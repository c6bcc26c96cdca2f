# SPDX-License-Identifier: GPL-3.0-or-later
"""What a human body cannot do: joints beyond their range, limbs inside one another.

Ranges are the normal ones of the American Academy of Orthopaedic Surgeons (Joint Motion: Method of
Measuring and Recording, 1965), the shoulder's and spine's as in Boone & Azen (J. Bone Joint Surg. 61-A,
1979) and White & Panjabi (Clinical Biomechanics of the Spine, 1990), each with :data:`TOLERANCE` added for
athletes and for skeletons whose joints do not lie exactly where ours do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.motion.kinematics import quaternion_from_matrix
from backend.motion.quaternions import conjugate, logarithm, multiply
from backend.motion.skeleton import INDEX

#: Degrees beyond the range before a joint counts as broken.
TOLERANCE = 15.0
#: Depth (m) to which bodies may overlap before they count: skin gives way and capsules are rough.
SOFTNESS = 0.02
_LEG = 0.85


@dataclass(frozen=True)
class _Range:
    """Degrees about X, Y and Z of the lower part relative to the upper one; turns with equal signs on the left."""

    lower: str
    upper: str
    #: Axis of the bone: the turn about it (twist) is split off first.
    bone: int
    low: tuple[float, float, float]
    high: tuple[float, float, float]


#: On the left side and in the middle. Legs hang along -Z (flexion of the hip is about -X, of the knee about
#: +X), arms lie along +X (flexion of the elbow is about -Z), palms down.
_RANGES = (
    _Range("left_hip", "pelvis", 2, (-130, -55, -50), (35, 40, 50)),
    _Range("left_knee", "left_hip", 2, (-10, -15, -45), (150, 15, 45)),
    _Range("left_ankle", "left_knee", 2, (-35, -35, -45), (55, 35, 45)),
    _Range("left_elbow", "left_shoulder", 0, (-100, -20, -150), (100, 20, 10)),
    _Range("left_wrist", "left_elbow", 0, (-60, -85, -45), (60, 85, 45)),
    _Range("head", "spine3", 2, (-75, -50, -85), (65, 50, 85)),
    _Range("spine3", "pelvis", 2, (-40, -45, -60), (95, 45, 60)),
)


def violations(rotations: np.ndarray) -> dict[str, np.ndarray]:
    """Joint -> degrees (T,) beyond its range and tolerance, 0 within, from global rotations (T, 22, 3, 3)."""
    found = {}
    for limit in _RANGES:
        sides = ("left", "right") if limit.lower.startswith("left") else ("",)
        for side in sides:
            lower, upper = (INDEX[name.replace("left", side)] if side else INDEX[name]
                            for name in (limit.lower, limit.upper))
            relative = np.swapaxes(rotations[:, upper], -1, -2) @ rotations[:, lower]
            angles = _swing_twist(quaternion_from_matrix(relative), limit.bone)
            if side == "right":
                angles = angles * np.array([1.0, -1.0, -1.0])
            beyond = np.maximum(np.array(limit.low) - angles, angles - np.array(limit.high)) - TOLERANCE
            name = limit.lower.replace("left", side) if side else limit.lower
            found[name] = np.maximum(beyond.max(axis=-1), 0.0)
    return found


def _swing_twist(quaternions: np.ndarray, bone: int) -> np.ndarray:
    """(T, 3) degrees: the rotation vector of the swing, with the twist about axis ``bone`` in its place."""
    twist = np.zeros_like(quaternions)
    twist[:, 0], twist[:, 1 + bone] = quaternions[:, 0], quaternions[:, 1 + bone]
    length = np.linalg.norm(twist, axis=-1, keepdims=True)
    twist = np.where(length > 1e-6, twist / np.maximum(length, 1e-6), np.array([1.0, 0, 0, 0]))
    vector = logarithm(multiply(quaternions, conjugate(twist)))
    vector[:, bone] += logarithm(twist)[:, bone]
    return np.degrees(vector)


#: Capsules: name -> (joint, joint, radius of an adult in metres, how far beyond the second joint, as a share).
_CAPSULES = {
    "torso": ("pelvis", "spine3", 0.105, 0.3), "head": ("neck", "head", 0.085, 1.0),
    "left forearm": ("left_elbow", "left_wrist", 0.035, 0.3),
    "right forearm": ("right_elbow", "right_wrist", 0.035, 0.3),
    "left thigh": ("left_hip", "left_knee", 0.06, 0.0), "right thigh": ("right_hip", "right_knee", 0.06, 0.0),
    "left shin": ("left_knee", "left_ankle", 0.042, 0.0), "right shin": ("right_knee", "right_ankle", 0.042, 0.0),
}
_PAIRS = (
    ("left forearm", "torso"), ("right forearm", "torso"), ("left forearm", "head"), ("right forearm", "head"),
    ("left forearm", "right forearm"), ("left shin", "right shin"), ("left shin", "right thigh"),
    ("right shin", "left thigh"), ("left forearm", "left thigh"), ("right forearm", "right thigh"))


_PALMS = ("left forearm", "right forearm")


def collisions(positions: np.ndarray, leg: float) -> np.ndarray:
    """(T,) depth in metres to which the worst pair of body parts overlaps, from joint positions (T, 22, 3)."""
    scale = leg / _LEG
    depth = np.zeros(len(positions))
    ends = {}
    for name, (first, second, radius, beyond) in _CAPSULES.items():
        start, end = positions[:, INDEX[first]], positions[:, INDEX[second]]
        ends[name] = start, end + beyond * (end - start), radius * scale
    for one, other in _PAIRS:
        if (one, other) == _PALMS:
            # Hands may meet, as in clapping; forearms may not.
            apart = _distance(*(positions[:, INDEX[joint]] for name in _PALMS for joint in _CAPSULES[name][:2]))
        else:
            apart = _distance(*ends[one][:2], *ends[other][:2])
        depth = np.maximum(depth, ends[one][2] + ends[other][2] - apart)
    return depth


def _distance(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """(T,) least distance of segments a-b and c-d (C. Ericson, Real-Time Collision Detection, 2005, 5.1.9)."""
    u, v, w = b - a, d - c, a - c
    uu, vv = np.maximum((u * u).sum(-1), 1e-12), np.maximum((v * v).sum(-1), 1e-12)
    uv, uw, vw = (u * v).sum(-1), (u * w).sum(-1), (v * w).sum(-1)
    denominator = uu * vv - uv**2
    s = np.where(denominator > 1e-12, np.clip((uv * vw - uw * vv) / np.maximum(denominator, 1e-12), 0, 1), 0.0)
    t = np.clip((uv * s + vw) / vv, 0, 1)
    s = np.clip((uv * t - uw) / uu, 0, 1)
    return np.linalg.norm(w + s[:, None] * u - t[:, None] * v, axis=-1)
