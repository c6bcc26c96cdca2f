# SPDX-License-Identifier: GPL-3.0-or-later
"""A human rest pose for motions whose skeleton has none.

In some files (Rokoko Video's and iClone's BVH) all bones of the zero pose point along one axis, so that nothing
about knees, palms or soles can be told from it. Then the motion itself is asked: trunk, arms, legs and feet are
each taken from the frame in which they come nearest to standing upright with straight limbs and flat feet, and
put together as the rest pose. That is as true as those frames are: in a clip that never stands on a flat foot the
feet's pitch is off by how far it does not.
"""

from __future__ import annotations

import numpy as np

from backend.motion.kinematics import rotation_z, transform, unit
from backend.motion.skeleton import ANKLES, ELBOWS, HIPS, KNEES, SHOULDERS, TOES, WRISTS
from protocol.assets import Skeleton

_TRUNK = 0


def rest_from_motion(skeleton: Skeleton, bones: np.ndarray, turns: np.ndarray,
                     heads: np.ndarray) -> tuple[Skeleton, np.ndarray]:
    """(the skeleton in a human rest pose, (J, 3, 3) rotation of each bone from its old rest pose to the new one).

    ``turns`` (T, J, 3, 3) lead from the rest pose to each frame's pose, ``heads`` (T, J, 3) are the bones' places.
    """
    places = _places(skeleton, bones, turns, heads)
    across = places[:, HIPS[0]] - places[:, HIPS[1]]
    heading = np.arctan2(across[:, 1], across[:, 0])
    frames = _best_frames(places, across)
    part = _parts(skeleton, bones)
    level = rotation_z(-heading)
    new = np.stack([level[frames[part[bone]]] @ turns[frames[part[bone]], bone] for bone in range(len(part))])
    old_heads, old_tails = skeleton.heads.astype(np.float64), skeleton.tails.astype(np.float64)
    rested = old_heads.copy()
    for bone, parent in enumerate(skeleton.parents):
        if parent >= 0:
            rested[bone] = rested[parent] + new[parent] @ (old_heads[bone] - old_heads[parent])
    tails = rested + transform(new, old_tails - old_heads)
    return Skeleton(
        name=skeleton.name, names=skeleton.names, parents=skeleton.parents, heads=rested.astype("<f4"),
        tails=tails.astype("<f4"), z_axes=transform(new, skeleton.z_axes.astype(np.float64)).astype("<f4"),
        convention=skeleton.convention, roles=skeleton.roles, girth=skeleton.girth), new


def _places(skeleton: Skeleton, bones: np.ndarray, turns: np.ndarray, heads: np.ndarray) -> np.ndarray:
    """(T, 22, 3) places of the joints; wrists and toes without a bone lie at the end of the one before."""
    places = np.zeros((len(heads), len(bones), 3))
    for joint, bone in enumerate(bones):
        if bone >= 0:
            places[:, joint] = heads[:, bone]
    along = (skeleton.tails - skeleton.heads).astype(np.float64)
    for ends, starts in ((WRISTS, ELBOWS), (TOES, ANKLES)):
        for end, start in zip(ends, starts):
            if bones[end] < 0:
                places[:, end] = heads[:, bones[start]] + turns[:, bones[start]] @ along[bones[start]]
    return places


def _best_frames(places: np.ndarray, across: np.ndarray) -> list[int]:
    """Frame for the trunk, then for each side's leg, foot and arm."""
    left = unit(across * [1, 1, 0])
    trunk = unit(places[:, list(SHOULDERS)].mean(axis=1) - places[:, list(HIPS)].mean(axis=1))
    upright = trunk[:, 2] - 0.5 * np.abs(unit(across)[:, 2])
    found = [int(upright.argmax())]
    for side, sign in ((0, 1.0), (1, -1.0)):
        hip, knee, ankle, toe = (places[:, joint[side]] for joint in (HIPS, KNEES, ANKLES, TOES))
        straight = unit(hip - knee)[:, 2] + unit(knee - ankle)[:, 2] + 0.3 * upright
        size = float(np.median(np.linalg.norm(hip - ankle, axis=1)))
        low = np.minimum(ankle[:, 2], toe[:, 2])
        still = np.linalg.norm(np.gradient(toe, axis=0), axis=1) if len(toe) > 1 else np.zeros(len(toe))
        # A foot at rest: both ends low, and not moving.
        planted = -(low - low.min()) / size - 3 * still / size - 2 * (ankle[:, 2] - ankle[:, 2].min()) / size
        shoulder, elbow, wrist = (places[:, joint[side]] for joint in (SHOULDERS, ELBOWS, WRISTS))
        upper, lower = unit(elbow - shoulder), unit(wrist - elbow)
        # Straight, and out to the side (a T-pose) rather than hanging, never forwards.
        sideways = sign * (upper * left).sum(-1)
        forwards = np.abs((upper * np.cross(left, [0.0, 0.0, 1.0])).sum(-1))
        arm = 2 * (upper * lower).sum(-1) + 0.7 * sideways - forwards - 0.3 * upper[:, 2] + 0.3 * upright
        found += [int(straight.argmax()), int(planted.argmax()), int(arm.argmax())]
    return found


def _parts(skeleton: Skeleton, bones: np.ndarray) -> list[int]:
    """For every bone the number of its part in :func:`_best_frames`: that of the nearest playing bone above it."""
    part_of = {}
    for side in (0, 1):
        for number, joints in enumerate(((HIPS, KNEES), (ANKLES, TOES), (SHOULDERS, ELBOWS, WRISTS))):
            part_of |= {int(bones[joint[side]]): 1 + 3 * side + number for joint in joints}
    trunk = [joint for joint in range(len(bones)) if int(bones[joint]) not in part_of]
    part_of |= {int(bones[joint]): _TRUNK for joint in trunk}
    parts: list[int] = []
    for bone, parent in enumerate(skeleton.parents):
        parts.append(part_of.get(bone, parts[parent] if parent >= 0 else _TRUNK))
    return parts
