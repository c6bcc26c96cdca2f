# SPDX-License-Identifier: GPL-3.0-or-later
"""What a skeleton's rest pose does not tell, the motion does: where the floor is, and how a person would stand.

In some files (Rokoko Video's and iClone's BVH) all bones of the zero pose point along one axis, so that nothing
about knees, palms or soles can be told from it. Then the motion itself is asked: trunk, arms, legs and feet are
each taken from the frame in which they come nearest to standing upright with straight limbs and flat feet, and
put together as the rest pose. That is as true as those frames are: in a clip that never stands on a flat foot the
feet's pitch is off by how far it does not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.motion.body import Body, body_of
from backend.motion.kinematics import axis_angle, rotation_x, rotation_z, transform, unit
from backend.motion.pose import Performance
from backend.motion.skeleton import ANKLES, ELBOWS, HIPS, KNEES, SHOULDERS, TOES, WRISTS
from protocol.assets import Skeleton

_TRUNK = 0
#: Radians: bend of an elbow that shows its hinge; roll of the hinge that is a rig's own, difference between both sides
#: that is chance, roll that no rig has.
_BENT, _ROLLED, _ALIKE, _FARTHEST = np.radians(25), np.radians(20), np.radians(15), np.radians(70)
#: Length of the mean of an elbow's axes (1: always the same) from which on it is a hinge.
_CONCENTRATED = 0.96


def body_from_motion(skeleton: Skeleton, bones: np.ndarray, turns: np.ndarray, heads: np.ndarray) -> Body:
    """The body of a skeleton whose rest pose is no person's; its alignments lead from that rest pose all the same.

    ``turns`` (T, J, 3, 3) lead from the rest pose to each frame's pose, ``heads`` (T, J, 3) are the bones' places.
    """
    places = _places(skeleton, bones, turns, heads)
    across = places[:, HIPS[0]] - places[:, HIPS[1]]
    frames = _best_frames(places, across)
    part = _parts(skeleton, bones)
    level = rotation_z(-np.arctan2(across[:, 1], across[:, 0]))
    new = np.stack([level[frames[part[bone]]] @ turns[frames[part[bone]], bone] for bone in range(len(part))])
    height = _flatten_feet(places, frames, level, part, new)
    body = body_of(_rested(skeleton, new))
    limbs = body.limbs
    if limbs is not None:
        limbs = replace(limbs, finger_alignments=np.stack([
            alignment @ new[bone] for alignment, bone in zip(limbs.finger_alignments, limbs.fingers)]))
    alignments = np.stack([
        alignment @ new[bone] if bone >= 0 else alignment for alignment, bone in zip(body.alignments, body.bones)])
    offsets = body.offsets.copy()
    offsets[0] = skeleton.heads[bones[0]]
    # Feet that come to 0 stand on it; a clip that stays elsewhere has its floor below its lowest toes.
    drop = float(-body.ball[:, 2].min())
    floor = 0.0 if -0.05 * body.leg < height - drop < 0.12 * body.leg else height - drop - 0.02 * body.leg
    ankle = float(np.clip(height - floor, drop + 0.004 * body.leg, 0.25 * body.leg))
    heel, tip = body.heel.copy(), body.toe_tip.copy()
    heel[:, 2] = -ankle
    tip[:, 2] = -(ankle + body.ball[:, 2])
    return replace(body, alignments=alignments, offsets=offsets, floor=floor, limbs=limbs, heel=heel, toe_tip=tip,
                   ankle_height=np.full(2, ankle))


def _flatten_feet(places: np.ndarray, frames: list[int], level: np.ndarray, part: list[int],
                  new: np.ndarray) -> float:
    """Tilt the foot that was seen less flat like the other one, in ``new``; returns the flatter one's ankle height."""
    slopes, forwards, heights = [], [], []
    for side in (0, 1):
        frame = frames[2 + 3 * side]
        along = level[frame] @ (places[frame, TOES[side]] - places[frame, ANKLES[side]])
        slopes.append(float(np.arctan2(-along[2], np.linalg.norm(along[:2]))))
        forwards.append(along * [1, 1, 0])
        heights.append(float(places[frame, ANKLES[side], 2]))
    flatter = int(slopes[1] < slopes[0])
    other = 1 - flatter
    axis = np.cross([0.0, 0.0, 1.0], forwards[other])
    tilt = axis_angle(axis, slopes[flatter] - slopes[other])
    for bone, number in enumerate(part):
        if number == 2 + 3 * other:
            new[bone] = tilt @ new[bone]
    return heights[flatter]


def _rested(skeleton: Skeleton, new: np.ndarray) -> Skeleton:
    """The skeleton with every bone turned by ``new`` (J, 3, 3) in its rest pose."""
    old_heads, old_tails = skeleton.heads.astype(np.float64), skeleton.tails.astype(np.float64)
    heads = old_heads.copy()
    for bone, parent in enumerate(skeleton.parents):
        if parent >= 0:
            heads[bone] = heads[parent] + new[parent] @ (old_heads[bone] - old_heads[parent])
    tails = heads + transform(new, old_tails - old_heads)
    return Skeleton(
        name=skeleton.name, names=skeleton.names, parents=skeleton.parents, heads=heads.astype("<f4"),
        tails=tails.astype("<f4"), z_axes=transform(new, skeleton.z_axes.astype(np.float64)).astype("<f4"),
        convention=skeleton.convention, roles=skeleton.roles, girth=skeleton.girth)


def _places(skeleton: Skeleton, bones: np.ndarray, turns: np.ndarray, heads: np.ndarray) -> np.ndarray:
    """(T, 22, 3) places of the joints. Without a bone, wrists lie at the end of the forearm, toes on the ankle."""
    places = np.zeros((len(heads), len(bones), 3))
    for joint, bone in enumerate(bones):
        if bone >= 0:
            places[:, joint] = heads[:, bone]
    along = (skeleton.tails - skeleton.heads).astype(np.float64)
    for wrist, elbow, toe, ankle in zip(WRISTS, ELBOWS, TOES, ANKLES):
        if bones[wrist] < 0:
            places[:, wrist] = heads[:, bones[elbow]] + turns[:, bones[elbow]] @ along[bones[elbow]]
        if bones[toe] < 0:
            places[:, toe] = heads[:, bones[ankle]]
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
    part_of: dict[int, int] = {}
    for side in (0, 1):
        for number, joints in enumerate(((HIPS, KNEES), (ANKLES, TOES), (SHOULDERS, ELBOWS, WRISTS))):
            part_of |= {int(bones[joint[side]]): 1 + 3 * side + number for joint in joints}
    trunk = [joint for joint in range(len(bones)) if int(bones[joint]) not in part_of]
    part_of |= {int(bones[joint]): _TRUNK for joint in trunk}
    parts: list[int] = []
    for bone, parent in enumerate(skeleton.parents):
        parts.append(part_of.get(bone, parts[parent] if parent >= 0 else _TRUNK))
    return parts


def on_its_floor(performance: Performance, body: Body) -> tuple[Performance, Body]:
    """A performance told above the floor of the rest pose, above the floor it was recorded on.

    Motion capture has its floor at 0, while its rest pose often hangs around the origin, so that neither the floor
    nor the thickness of the soles can be seen in it: where the feet say so, heights count from 0, and the soles
    reach down to it. A rig that stands on 0 is believed.
    """
    if abs(body.floor) < 0.02 * body.leg:
        return performance, body
    positions = performance.positions(body)
    lowest = float(np.percentile(_soles(performance, body, positions), 5))
    if abs(lowest + body.floor) < abs(lowest):
        performance = replace(performance, pelvis=performance.pelvis + np.array([0.0, 0.0, body.floor]))
        lowest, body = lowest + body.floor, replace(body, floor=0.0)
    if abs(lowest) > 0.06 * body.leg:
        return performance, body  # it flies, or stands on something
    thickness = np.minimum(body.heel[:, 2] - lowest, -0.02 * body.leg)
    heel, tip = body.heel.copy(), body.toe_tip.copy()
    tip[:, 2] = np.minimum(tip[:, 2] + thickness - heel[:, 2], -0.004 * body.leg)
    heel[:, 2] = thickness
    return performance, replace(body, heel=heel, toe_tip=tip, ankle_height=-thickness)


def with_hinged_elbows(rotations: np.ndarray, body: Body, alike: bool) -> tuple[np.ndarray, Body]:
    """Rotations (T, 22, 3, 3) and body with the upper arms rolled so that the elbows bend about their hinges.

    A straight arm at rest does not show where its elbow bends to. Files of the Carnegie Mellon database have the hinge
    rolled by 30 degrees there, which would be seen as twisted upper arms on any other rig. Where elbows bend clearly
    and always about one axis, that is the hinge. ``alike``: the rest pose is the same on both sides, and so is the
    roll; whose sides disagree is left alone. So is what is nearly right. Forearms and hands keep their rotations.
    """
    shown = [_hinge_roll(rotations, side) for side in (0, 1)]
    if alike:
        known = [each for each in shown if each is not None]
        agreed = bool(known) and max(known) - min(known) < _ALIKE  # never so for one that is not a number
        shown = [sum(known) / len(known) if agreed else None] * 2
    alignments, result = body.alignments.copy(), rotations.copy()
    for shoulder, roll in zip(SHOULDERS, shown):
        if roll is not None and _ROLLED < abs(roll) < _FARTHEST:
            result[:, shoulder] = rotations[:, shoulder] @ rotation_x(roll)
            alignments[shoulder] = rotation_x(-roll) @ alignments[shoulder]
    return result, replace(body, alignments=alignments)


def _hinge_roll(rotations: np.ndarray, side: int) -> float | None:
    """By how much (radians about X, the same for a mirrored arm) an elbow's axis is off its hinge. None: it hardly
    bends; not a number: it bends about all kinds of axes."""
    sign = 1.0 if side == 0 else -1.0
    upper, lower = rotations[:, SHOULDERS[side]], rotations[:, ELBOWS[side]]
    forearm = sign * transform(np.swapaxes(upper, -1, -2), lower[..., 0])
    axis = np.cross([sign, 0.0, 0.0], forearm)
    bend = np.arctan2(np.linalg.norm(axis, axis=-1), sign * forearm[:, 0])
    bent = (bend > _BENT) & (bend < np.pi - _BENT)
    if bent.sum() < max(10, 0.05 * len(bent)):
        return None
    # The hinge of the left elbow is -Z, of the right one +Z.
    mean = np.exp(1j * np.arctan2(sign * axis[bent, 1], -sign * axis[bent, 2])).mean()
    return float(np.angle(mean)) if abs(mean) > _CONCENTRATED else np.nan


def _soles(performance: Performance, body: Body, positions: np.ndarray) -> np.ndarray:
    """(T,) height of the lowest point of both soles."""
    heights = []
    for side in (0, 1):
        foot, toes = (performance.rotations[:, joint[side]] for joint in (ANKLES, TOES))
        below = np.array([0.0, 0.0, body.toe_tip[side, 2]])
        heights += [(positions[:, ANKLES[side]] + transform(foot, body.heel[side]))[:, 2],
                    *((positions[:, TOES[side]] + transform(toes, each))[:, 2] for each in (below, body.toe_tip[side]))]
    return np.min(heights, axis=0)
