# SPDX-License-Identifier: GPL-3.0-or-later
"""Inverse kinematics that changes a pose as little as it can: the limb bends more or less in the plane it
already bends in, then swings the shortest way to the goal. Twist stays; a goal already reached changes nothing.
"""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.kinematics import axis_angle, transform, unit
from backend.motion.skeleton import ANKLES, ELBOWS, HIPS, KNEES, SHOULDERS, WRISTS

#: Name of an end -> (upper joint, middle joint, end joint).
LIMBS = {f"{side}_{end}": (upper[k], middle[k], last[k])
         for k, side in enumerate(("left", "right"))
         for end, (upper, middle, last) in {"foot": (HIPS, KNEES, ANKLES), "hand": (SHOULDERS, ELBOWS, WRISTS)}.items()}
#: A limb whose bend has a smaller sine than this takes its hinge from the joint, not from the bend.
_STRAIGHT = 0.15
#: How much of its length a limb is stretched at most.
STRETCH = 0.9995


def swing(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The smallest rotations (T, 3, 3) that take directions ``start`` to ``end`` (T, 3)."""
    start, end = unit(start), unit(end)
    axis = np.cross(start, end)
    sine = np.linalg.norm(axis, axis=-1)
    cosine = (start * end).sum(-1)
    # Opposite directions have no shortest way: any perpendicular axis.
    other = np.cross(start, np.eye(3)[np.abs(start).argmin(-1)])
    axis = np.where(((sine < 1e-9) & (cosine < 0))[..., None], other, axis)
    return axis_angle(axis, np.arctan2(sine, cosine))


def reach(rotations: np.ndarray, positions: np.ndarray, limb: str, goal: np.ndarray) -> np.ndarray:
    """Global rotations (T, 22, 3, 3) with the end joint of ``limb`` (see :data:`LIMBS`) at ``goal`` (T, 3), or as
    near as it reaches. ``positions`` (T, 22, 3) belong to ``rotations``; the end keeps its rotation in the world."""
    upper, middle, end = LIMBS[limb]
    first, second = positions[:, middle] - positions[:, upper], positions[:, end] - positions[:, middle]
    long, short = (np.linalg.norm(each, axis=-1) for each in (first, second))
    axis = _hinge(rotations[:, upper], first, second, limb)
    span = goal - positions[:, upper]
    wanted = np.clip(np.linalg.norm(span, axis=-1), np.abs(long - short) + 1e-4, STRETCH * (long + short))
    now = np.linalg.norm(first + second, axis=-1)
    # A limb that is straighter than STRETCH already may stay so.
    wanted = np.where(np.linalg.norm(span, axis=-1) >= now, np.maximum(wanted, np.minimum(now, long + short)), wanted)
    # first . R(axis, angle) second = a cos + b sin + c, to be equal to what the law of cosines asks.
    along = (second * axis).sum(-1)
    c = (first * axis).sum(-1) * along
    a = (first * second).sum(-1) - c
    b = (first * np.cross(axis, second)).sum(-1)
    asked = (wanted**2 - long**2 - short**2) / 2 - c
    angle = np.arctan2(b, a) + np.arccos(np.clip(asked / np.maximum(np.hypot(a, b), 1e-12), -1, 1))
    bent = axis_angle(axis, angle)
    turn = swing(first + transform(bent, second), np.where(np.linalg.norm(span, axis=-1, keepdims=True) > 1e-6, span,
                                                           first + second))
    result = rotations.copy()
    result[:, upper] = turn @ rotations[:, upper]
    result[:, middle] = turn @ bent @ rotations[:, middle]
    return result


def overreach(rotations: np.ndarray, pelvis: np.ndarray, body: Body, side: int, goal: np.ndarray,
              stretch: np.ndarray | float = STRETCH) -> np.ndarray:
    """How far (T,) the pelvis must come down for the leg of ``side``, ``stretch`` of its length long at most, to
    reach ``goal`` (T, 3)."""
    start = pelvis + transform(rotations[:, 0], body.offsets[HIPS[side]])
    length = stretch * float(body.thigh[side] + body.shin[side])
    across = ((goal - start)[:, :2] ** 2).sum(-1)
    return np.maximum(start[:, 2] - goal[:, 2] - np.sqrt(np.maximum(length**2 - across, 0.0)), 0.0)


def _hinge(frame: np.ndarray, first: np.ndarray, second: np.ndarray, limb: str) -> np.ndarray:
    """(T, 3) axis that bends the limb further: of its present bend, of the joint itself when it is straight or
    bent the wrong way."""
    if limb.endswith("foot"):
        own = frame[..., 0]
    else:
        own = -frame[..., 2] if limb.startswith("left") else frame[..., 2]
    bend = np.cross(unit(first), unit(second))
    share = (bend * own).sum(-1, keepdims=True)
    return unit(bend + np.maximum(_STRAIGHT - share, 0.0) * own)
