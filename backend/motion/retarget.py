# SPDX-License-Identifier: GPL-3.0-or-later
"""From a performance to a Motion on any rig, and from a Motion on one rig to another."""

from __future__ import annotations

import numpy as np

from backend.engine import EngineError
from backend.motion.body import Body, body_of, bones_of, rest_places, stance, stands
from backend.motion.calibration import body_from_motion, on_its_floor, with_hinged_elbows
from backend.motion.hands import curled, curled_fingers, finger_rotations, read_hands
from backend.motion.kinematics import (
    continuous,
    interpolated,
    matrix_from_quaternion,
    quaternion_from_matrix,
    transform,
)
from backend.motion.limbs import twisted
from backend.motion.pose import Performance
from backend.motion.rig_roles import roles_of
from backend.motion.skeleton import ANKLES, INDEX, PARENTS, WRISTS
from protocol.assets import Motion, Skeleton

#: Joints of the canonical spine and neck with the ones they start from, and how far up they are.
_SPINE = ([0, INDEX["spine1"], INDEX["spine2"], INDEX["spine3"]], np.arange(4) / 3)
_NECK = ([INDEX["spine3"], INDEX["neck"], INDEX["head"]], np.arange(3) / 2)


def to_motion(performance: Performance, body: Body, skeleton: Skeleton, *, name: str, fps: float,
              loop: bool = False, caption: str = "") -> Motion:
    """``performance`` (on ``body``, which was read from ``skeleton``) as local rotations of every bone."""
    frames = len(performance.pelvis)
    _check_feet(body, skeleton)
    rest = skeleton.rest_rotations()
    targets = _targets(performance, body, rest)
    fingers = {} if performance.hands is not None else curled_fingers(skeleton, body, rest)
    world = np.empty((frames, len(skeleton.names), 3, 3))
    local = np.tile(np.array([1.0, 0.0, 0.0, 0.0]), (frames, len(skeleton.names), 1))
    moving = [bone for bone in range(len(skeleton.names)) if bone in targets or bone in fingers]
    basis = np.empty((frames, len(moving), 3, 3))
    for bone, parent in enumerate(skeleton.parents):
        if parent < 0:
            frame = np.broadcast_to(rest[bone], (frames, 3, 3))
        else:
            frame = world[:, parent] @ (rest[parent].T @ rest[bone])
        if bone in targets:
            world[:, bone] = targets[bone]
            basis[:, moving.index(bone)] = np.swapaxes(frame, -1, -2) @ targets[bone]
        elif bone in fingers:
            side, axis, share = fingers[bone]
            turn = basis[:, moving.index(bone)] = curled(axis, share, performance.curl[:, side])
            world[:, bone] = frame @ turn
        else:
            world[:, bone] = frame
    local[:, moving] = quaternion_from_matrix(basis)
    root = int(body.bones[0])
    # Actions are made on a floor at 0 around the origin; the armature's pelvis may stand elsewhere.
    translation = performance.pelvis - np.array([0.0, 0.0, body.offsets[0, 2] - body.floor])
    return Motion(
        name=name, fps=float(fps), skeleton=skeleton, rotations=continuous(local).astype("<f4"),
        root_translation=translation.astype("<f4"), contacts=performance.contacts.astype("u1"), root_joint=root,
        loop=loop, caption=caption)


def _check_feet(body: Body, skeleton: Skeleton) -> None:
    for ankle in ANKLES:
        bone = above = int(body.bones[ankle])
        while above >= 0 and above != body.bones[PARENTS[ankle]]:
            above = int(skeleton.parents[above])
        if above < 0:
            raise EngineError(
                f"In the rig {skeleton.name!r} the foot {skeleton.names[bone]!r} does not hang below the lower leg: "
                "it was made for inverse kinematics. Motions can be read from such a rig, not laid on it.",
                "Parent the foot bones to the lower legs, keeping their places.", "unknown_rig")


def _targets(performance: Performance, body: Body, rest: np.ndarray) -> dict[int, np.ndarray]:
    """World frames (T, 3, 3) of all bones that the performance moves."""
    found = {}
    for joint, bone in enumerate(body.bones):
        if bone >= 0:
            found[int(bone)] = performance.rotations[:, joint] @ (body.alignments[joint] @ rest[bone])
    limbs = body.limbs
    if limbs is None:
        return found
    for chain, (knots, heights) in ((limbs.spine, _SPINE), (limbs.neck, _NECK)):
        turns = performance.rotations[:, knots]
        for number, bone in enumerate(chain, 1):
            turn = interpolated(turns, heights, number / len(chain))
            found[bone] = turn @ (body.alignments[knots[-1]] @ rest[bone])
    for twist in limbs.twists:
        turn = twisted(twist, performance.rotations)
        found[twist.bone] = turn @ (body.alignments[twist.joint] @ rest[twist.bone])
    if performance.hands is not None:
        turns = finger_rotations(performance.hands, performance.rotations[:, list(WRISTS)])
        for index, bone in enumerate(limbs.fingers):
            if bone >= 0:
                found[int(bone)] = turns[:, index] @ (limbs.finger_alignments[index] @ rest[bone])
    return found


def _pose(motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    """Frames (T, J, 3, 3) and places (T, J, 3) of all bones in armature space."""
    skeleton = motion.skeleton
    rest = skeleton.rest_rotations()
    basis = matrix_from_quaternion(motion.rotations)
    world = np.empty_like(basis)
    heads = np.empty((len(basis), len(skeleton.names), 3))
    for bone, parent in enumerate(skeleton.parents):
        if parent < 0:
            world[:, bone] = rest[bone] @ basis[:, bone]
            heads[:, bone] = skeleton.heads[bone]
        else:
            world[:, bone] = world[:, parent] @ (rest[parent].T @ rest[bone]) @ basis[:, bone]
            turn = world[:, parent] @ rest[parent].T
            offset = skeleton.heads[bone].astype(float) - skeleton.heads[parent]
            heads[:, bone] = heads[:, parent] + transform(turn, offset)
        if bone == motion.root_joint:
            heads[:, bone] = skeleton.heads[bone] + motion.root_translation
    return world, heads


def from_motion(motion: Motion) -> tuple[Performance, Body]:
    """Any Motion as canonical rotations on its own body; the inverse of :func:`to_motion`."""
    skeleton = motion.skeleton
    rest = skeleton.rest_rotations()
    world, heads = _pose(motion)
    body, person = _body(motion, world @ np.swapaxes(rest, -1, -2), heads)
    read = body.bones.copy()
    if body.limbs is not None:
        for twist in body.limbs.twists:
            if twist.carries:
                read[twist.joint] = twist.bone
    rotations = np.empty((len(world), len(PARENTS), 3, 3))
    for joint, bone in enumerate(read):
        if bone >= 0:
            rotations[:, joint] = world[:, bone] @ (body.alignments[joint] @ rest[bone]).T
        else:
            rotations[:, joint] = rotations[:, PARENTS[joint]]
    if body.limbs is not None:
        for chain, (knots, heights) in ((body.limbs.spine, _SPINE), (body.limbs.neck, _NECK)):
            if chain and len(chain) != len(knots) - 1:
                below = rotations[:, knots[0]]
                turns = np.stack([below, *(
                    world[:, bone] @ (body.alignments[knots[-1]] @ rest[bone]).T for bone in chain)], axis=1)
                for joint, height in zip(knots[1:], heights[1:]):
                    rotations[:, joint] = interpolated(turns, np.arange(len(chain) + 1) / len(chain), height)
    rotations, body = with_hinged_elbows(rotations, body, alike=person)
    hands = read_hands(world, rest, body, rotations[:, list(WRISTS)], motion.rotations)
    pelvis = heads[:, body.bones[0]] - np.array([*body.offsets[0, :2], body.floor])
    contacts = np.zeros((len(world), 4), bool) if motion.contacts is None else motion.contacts.astype(bool)
    performance = Performance(rotations, pelvis, contacts, np.zeros((len(world), 2)), hands)
    return on_its_floor(performance, body)


def _body(motion: Motion, turns: np.ndarray, heads: np.ndarray) -> tuple[Body, bool]:
    """The body of the motion's skeleton, and whether its rest pose is a person's; where it is not, the motion tells
    what one would be."""
    skeleton = motion.skeleton
    bones = bones_of(skeleton, roles_of(skeleton))
    places = rest_places(skeleton, bones)
    if stands(places @ stance(places).T):
        return body_of(skeleton), True
    return body_from_motion(skeleton, bones, turns, heads), False


def retarget(motion: Motion, target: Skeleton) -> Motion:
    """``motion`` on ``target``: root path scaled by leg length, feet pinned again where they touched.

    Rest poses may differ (A against T): rotations travel as canonical ones. Contacts that the motion does not know
    are detected. Raises :class:`~backend.engine.EngineError` when either rig is not recognised.
    """
    # Clips are made of motions, so that module imports this one.
    from backend.motion.clip import Clip, canonical, local_rotations, transferred
    performance, source = from_motion(motion)
    body = source if _same(motion.skeleton, target) else body_of(target)
    clip = Clip(name=motion.name, fps=float(motion.fps), body=canonical(source), loop=motion.loop,
                rotations=local_rotations(performance.rotations), root=performance.pelvis,
                contacts=None if motion.contacts is None else performance.contacts)
    moved = transferred(clip, performance, source, body)
    result = to_motion(moved, body, target, name=motion.name, fps=motion.fps, loop=motion.loop, caption=motion.caption)
    result.provenance = motion.provenance
    if motion.contacts is None:
        result.contacts = None
    return result


def _same(one: Skeleton, other: Skeleton) -> bool:
    return one is other or (
        one.names == other.names and one.roles == other.roles and np.array_equal(one.parents, other.parents)
        and np.allclose(one.heads, other.heads, atol=1e-6) and np.allclose(one.tails, other.tails, atol=1e-6))
