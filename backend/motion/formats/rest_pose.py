# SPDX-License-Identifier: GPL-3.0-or-later
"""Rest poses that hide how a person stands: replaced by ones that show it, the motion staying the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from backend.motion.formats.landmarks import Landmarks
from backend.motion.formats.raw import Raw, places
from backend.motion.kinematics import axis_angle, quaternion_from_matrix, unit
from backend.motion.quaternions import conjugate, globals_of, locals_of, multiply, rotate

#: A leg further (tangent) to the side than this at rest, its foot rolled along (tangents so close), is straightened.
_SPLAYED, _ROLLED_ALONG = 0.2, 0.12


def stood_up(raw: Raw, body: Landmarks, looked: np.ndarray, notes: list[str]) -> Raw:
    """The same motion from another rest pose, where the file's own is no human one.

    Rokoko's and iClone's BVH have all bones of the zero pose along one axis. The trunk is taken from the most upright
    frame, each limb, relative to what it hangs from, from the frame where it comes nearest to a T-pose.
    """
    world = globals_of(raw.turns[looked], raw.parents)
    posed = places(raw.parents, raw.heads, world, raw.root, raw.path[looked])
    limbs, trunk = _scores(body, posed)
    best = int(trunk.argmax())
    frame = world[best].copy()
    for joint, score in limbs.items():
        own, above = int(score.argmax()), int(raw.parents[joint])
        members = _below(raw.parents, joint)
        carry = multiply(world[best, above], conjugate(world[own, above]))
        frame[members] = multiply(carry, world[own, members])
    notes.append(f"The rest pose of {raw.name} is not that of an upright body; one was put together from its frames, "
                 f"the trunk from frame {looked[best] + 1}.")
    return _rebased(raw, frame, raw.path[looked[best]])


def with_straight_legs(raw: Raw, body: Landmarks) -> Raw:
    """The same motion from a rest pose with legs closed, where they are splayed with the feet rolled along.

    CMU's skeletons stand like that, 20 degrees at each hip: taken for flat, such feet would walk on their edges.
    """
    up = unit(body.hips(raw.heads) - body.ankles(raw.heads))
    left = body.leftwards(raw.heads)
    left = unit(left - (left @ up) * up)
    frame = np.zeros((len(raw.parents), 4))
    frame[:, 0] = 1
    changed = False
    for side in ("left", "right"):
        if not body.has(f"{side}_toe"):
            continue
        hip, ankle, toe = (body.at(raw.heads, f"{side}_{joint}") for joint in ("hip", "ankle", "toe"))
        leg, foot = ankle - hip, toe - ankle
        splay, roll = ((bone @ left) / max(-(bone @ up), 1e-9) for bone in (leg, foot))
        if abs(splay) < _SPLAYED or abs(roll - splay) > _ROLLED_ALONG:
            continue
        turn = axis_angle(np.cross(left, up), np.arctan(splay))
        if abs((turn @ leg) @ left) > abs(leg @ left):
            turn = turn.T
        frame[_below(raw.parents, body.index[f"{side}_hip"])] = quaternion_from_matrix(turn)
        changed = True
    return _rebased(raw, frame, raw.heads[raw.root]) if changed else raw


def _rebased(raw: Raw, frame: np.ndarray, place: np.ndarray) -> Raw:
    """``raw`` with the pose ``frame`` (J, 4), rotations of its rest pose, as rest pose, the root at ``place``."""
    heads = places(raw.parents, raw.heads, frame[None], raw.root, place[None])[0]
    turns = locals_of(multiply(globals_of(raw.turns, raw.parents), conjugate(frame)), raw.parents)
    return replace(raw, heads=heads, turns=turns,
                   ends={joint: rotate(frame[joint], end) for joint, end in raw.ends.items()},
                   z_axes=None if raw.z_axes is None else rotate(frame, raw.z_axes))


def _below(parents: np.ndarray, joint: int) -> np.ndarray:
    """Indices of ``joint`` and all that hangs from it."""
    member = np.zeros(len(parents), bool)
    member[joint] = True
    for index in range(joint + 1, len(parents)):
        member[index] = parents[index] >= 0 and member[parents[index]]
    return np.flatnonzero(member)


def _scores(body: Landmarks, posed: np.ndarray) -> tuple[dict[int, np.ndarray], np.ndarray]:
    """First joint of each limb -> (T,) how nearly it is as in a T-pose; (T,) the same of all together."""
    trunk, across = unit(body.top(posed) - body.hips(posed)), unit(body.leftwards(posed))
    limbs: dict[int, np.ndarray] = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for joints, wanted in ((("hip", "knee", "ankle"), -trunk), (("shoulder", "elbow", "wrist"), sign * across)):
            keys = [f"{side}_{joint}" for joint in joints]
            score = np.zeros(len(posed))
            for start, end in pairwise(keys):
                if body.has(start, end):
                    score += (unit(body.at(posed, end) - body.at(posed, start)) * wanted).sum(-1)
            if "hip" in joints and body.has(f"{side}_toe"):
                foot = unit(body.at(posed, f"{side}_toe") - body.at(posed, f"{side}_ankle"))
                score += (foot * np.cross(across, trunk)).sum(-1)
            if keys[0] in body.index:
                limbs[body.index[keys[0]]] = score
    # Legs count double: the trunk is upright where they stand straight below it.
    total = sum(score * (2 if joint in (body.index["left_hip"], body.index["right_hip"]) else 1)
                for joint, score in limbs.items())
    return limbs, np.asarray(total)
