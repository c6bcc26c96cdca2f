# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip from joint places alone, as position-only formats and video give them.

Places leave the twist of bones open. It is filled in as anatomy allows: the pelvis and the chest by their
sides, thighs and upper arms by the plane the knee or elbow bends in (where it bends enough), the spine evenly
between; feet, hands and head follow without twist of their own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from backend.motion.body import body_of
from backend.motion.clip import Clip, canonical, local_rotations
from backend.motion.kinematics import matrix_from_quaternion, quaternion_from_matrix, rotation_x, transform, unit
from backend.motion.pose import Performance
from backend.motion.quaternions import slerp
from backend.motion.skeleton import (
    ANKLES,
    COLLARS,
    ELBOWS,
    HIPS,
    INDEX,
    KNEES,
    PARENTS,
    SHOULDERS,
    TOES,
    WRISTS,
    make_skeleton,
)

#: How far a toe joint lies above the sole, metres; toes as a share of ankle to ball (Drillis & Contini).
_SOLE, _TOES_LENGTH = 0.02, 0.45
#: Sines of the bend between which its plane begins to count, and counts fully.
_BEND = (0.08, 0.30)
#: Forward lean, radians, of the average body's segments in the T-pose, for joints placed as in SMPL's body: what is
#: from the middle of the hips to spine1, then spine1 to spine2, spine2 to spine3, spine3 to neck, neck to head.
_LEAN = np.radians([-6.0, 11.0, 3.0, -9.0, 29.0])
_SPINE = tuple(INDEX[name] for name in ("spine1", "spine2", "spine3", "neck", "head"))


def clip_from_positions(positions: np.ndarray, fps: float, name: str = "", source: str = "",
                        contacts: np.ndarray | None = None) -> Clip:
    """A clip whose joints are at ``positions`` (T, 22, 3): metres, Z up, on a floor at z = 0.

    The body gets the clip's own bone lengths, so that the joints come out where they were, all a sole's thickness
    higher where their lowest was the floor.
    """
    positions = _on_soles(np.asarray(positions, dtype=np.float64))
    g = np.empty((*positions.shape[:2], 3, 3))
    lateral = unit(positions[:, HIPS[0]] - positions[:, HIPS[1]])
    hips = positions[:, list(HIPS)].mean(axis=1)
    g[:, 0] = _frame(lateral, positions[:, INDEX["spine1"]] - hips) @ rotation_x(-_LEAN[0])
    shoulders = positions[:, SHOULDERS[0]] - positions[:, SHOULDERS[1]]
    chest = _frame(shoulders, positions[:, INDEX["neck"]] - positions[:, INDEX["spine3"]]) @ rotation_x(-_LEAN[3])
    first, last = quaternion_from_matrix(g[:, 0]), quaternion_from_matrix(chest)
    for step, (joint, child) in enumerate(pairwise(_SPINE), start=1):
        towards = positions[:, child] - positions[:, joint]
        share = min(step / 3, 1.0)
        sides = matrix_from_quaternion(slerp(first, last, np.full(len(positions), share)))
        g[:, joint] = _upright(sides, towards) @ rotation_x(-_LEAN[step])
    g[:, INDEX["head"]] = g[:, INDEX["neck"]]
    for side, sign in ((0, 1.0), (1, -1.0)):
        _leg(positions, g, side)
        _arm(positions, g, side, sign)
    body = canonical(body_of(make_skeleton(1.7)))
    offsets = _offsets(positions, g, body.offsets)
    scale = float(np.linalg.norm(offsets[list(KNEES)], axis=1).mean()) / float(body.thigh.mean())
    resting = np.quantile(positions[:, list(ANKLES), 2], 0.05, axis=0)
    ankle = np.clip(resting, 0.7 * scale * body.ankle_height, 1.5 * scale * body.ankle_height)
    offsets[0] = (0.0, 0.0, float(ankle.mean()) - offsets[[HIPS[0], KNEES[0], ANKLES[0]], 2].sum())
    shape = replace(body, offsets=offsets, ankle_height=ankle, heel=body.heel * scale, ball=offsets[list(TOES)],
                    toe_tip=body.toe_tip * scale)
    for side in (0, 1):
        shape.heel[side, 2] = -ankle[side]
        shape.toe_tip[side, 2] = -(ankle[side] + shape.ball[side, 2])
    performance = Performance(g, positions[:, 0].copy(), np.zeros((len(g), 4), bool), np.zeros((len(g), 2)))
    return Clip(name=name, fps=fps, body=shape, rotations=local_rotations(performance.rotations),
                root=positions[:, 0].copy(), contacts=contacts, source=source)


def _on_soles(positions: np.ndarray) -> np.ndarray:
    """The joints raised until their lowest toe joint is a sole above the floor: data sets put that joint on it."""
    lowest = float(np.quantile(positions[:, list(TOES), 2].min(axis=1), 0.05))
    if not -0.1 < lowest < _SOLE:
        return positions
    return positions + np.array([0.0, 0.0, _SOLE - lowest])


def _frame(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Rotations (T, 3, 3) whose Z axis is ``z`` and whose X axis is as near to ``x`` as that allows."""
    z = unit(z)
    y = unit(np.cross(z, x))
    return np.stack([np.cross(y, z), y, z], -1)


def _upright(sides: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """Rotations whose Z axis points ``towards``, sides as in ``sides`` (T, 3, 3)."""
    return _frame(sides[..., 0], towards)


def _swung(above: np.ndarray, axis: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """``above`` (T, 3, 3) turned the short way so that its direction ``axis`` (3,) points along ``towards`` (T, 3)."""
    start, end = transform(above, np.broadcast_to(axis, towards.shape)), unit(towards)
    scalar = 1.0 + (start * end).sum(-1)
    q = np.concatenate([np.maximum(scalar, 1e-6)[:, None], np.cross(start, end)], -1)
    return matrix_from_quaternion(q) @ above


def _hinged(reference: np.ndarray, hinge: np.ndarray, bend: np.ndarray) -> np.ndarray:
    """``reference`` axes (T, 3), moved to ``hinge`` as far as the bend's sine (T,) is to be believed."""
    weight = np.clip((bend - _BEND[0]) / (_BEND[1] - _BEND[0]), 0.0, 1.0)[:, None]
    # A limb seen to bend backwards is noise about straight: keep to the reference.
    weight = np.where((reference * hinge).sum(-1, keepdims=True) > 0, weight, 0.0)
    return unit((1 - weight) * reference + weight * hinge)


def _leg(positions: np.ndarray, g: np.ndarray, side: int) -> None:
    hip, knee, ankle, toe = HIPS[side], KNEES[side], ANKLES[side], TOES[side]
    upper = unit(positions[:, knee] - positions[:, hip])
    lower = unit(positions[:, ankle] - positions[:, knee])
    foot = unit(positions[:, toe] - positions[:, ankle])
    cross = np.cross(lower, upper)
    bend = np.linalg.norm(cross, axis=-1)
    swung = _swung(g[:, 0], np.array([0.0, 0.0, -1.0]), upper)
    # The foot tells the leg's twist where the knee is straight.
    sideways = unit(np.cross(-lower, foot))
    sideways = np.where((sideways * swung[..., 0]).sum(-1, keepdims=True) > 0.3, sideways, swung[..., 0])
    lateral = _hinged(sideways, unit(cross), bend)
    g[:, hip], g[:, knee] = _frame(lateral, -upper), _frame(lateral, -lower)
    level = positions[:, toe] - positions[:, ankle]
    # A flat foot points down from ankle to ball; both are at their lowest then.
    drop = float(np.quantile(positions[:, ankle, 2], 0.05) - np.quantile(positions[:, toe, 2], 0.05))
    length = max(float(np.median(np.linalg.norm(level, axis=1))), 1e-6)
    angle = np.arcsin(np.clip(drop / length, 0.2, 0.65))
    rest = np.array([0.0, -np.cos(angle), -np.sin(angle)])
    g[:, ankle] = _swung(_flat(g[:, knee], level), rest, level)
    # Toes stay above the floor while the heel rises.
    pitch = np.arcsin(np.clip(-g[:, ankle, 2, 1], -1, 1))
    room = np.arcsin(np.clip((positions[:, toe, 2] - _SOLE) / (_TOES_LENGTH * length), 0, 1))
    g[:, toe] = g[:, ankle] @ rotation_x(-np.clip(-room - pitch, 0, 1.1))


def _flat(above: np.ndarray, level: np.ndarray) -> np.ndarray:
    """A frame (T, 3, 3) with the lateral axis of the shin, facing along the foot."""
    y = -unit(level)
    x = unit(above[..., 0] - (above[..., 0] * y).sum(-1, keepdims=True) * y)
    return np.stack([x, y, np.cross(x, y)], -1)


def _arm(positions: np.ndarray, g: np.ndarray, side: int, sign: float) -> None:
    collar, shoulder, elbow, wrist = COLLARS[side], SHOULDERS[side], ELBOWS[side], WRISTS[side]
    outwards = np.array([sign, 0.0, 0.0])
    girdle = positions[:, shoulder] - positions[:, collar]
    inside = unit(transform(np.swapaxes(g[:, INDEX["spine3"]], -1, -2), girdle))
    # Where models place the collar joint decides how steeply its bone rises: the median is taken for rest.
    rise = np.arcsin(np.clip(np.median(inside[:, 2]), -0.45, 0.6))
    back = np.arcsin(np.clip(np.median(inside[:, 1]), -0.4, 0.4))
    rest = unit(np.array([sign * np.cos(rise) * np.cos(back), np.sin(back), np.sin(rise)]))
    g[:, collar] = _swung(g[:, INDEX["spine3"]], rest, girdle)
    upper = unit(positions[:, elbow] - positions[:, shoulder])
    lower = unit(positions[:, wrist] - positions[:, elbow])
    # Elbows bend forwards about the arm's own upward axis.
    cross = -sign * np.cross(upper, lower)
    bend = np.linalg.norm(cross, axis=-1)
    hanging = _swung(g[:, INDEX["spine3"]], outwards, upper)
    hinge = _hinged(hanging[..., 2], unit(cross), bend)
    for joint, along in ((shoulder, upper), (elbow, lower)):
        x = sign * along
        y = unit(np.cross(hinge, x))
        g[:, joint] = np.stack([x, y, np.cross(x, y)], -1)
    g[:, wrist] = g[:, elbow]


def _offsets(positions: np.ndarray, g: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """(22, 3): where each joint lies in its parent's frame, the median over time, symmetric where the clip is."""
    offsets = usual.copy()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            local = transform(np.swapaxes(g[:, parent], -1, -2), positions[:, joint] - positions[:, parent])
            offsets[joint] = np.median(local, axis=0)
    for side, sign in ((0, 1.0), (1, -1.0)):
        # Limbs lie straight in the T-pose; what the median leaves across them is noise.
        for joint in (KNEES[side], ANKLES[side]):
            offsets[joint] = (0.0, 0.0, -np.linalg.norm(offsets[joint]))
        for joint in (ELBOWS[side], WRISTS[side]):
            offsets[joint] = (sign * np.linalg.norm(offsets[joint]), 0.0, 0.0)
    return offsets
