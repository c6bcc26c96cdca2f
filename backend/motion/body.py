# SPDX-License-Identifier: GPL-3.0-or-later
"""A skeleton seen as a human body: its limbs laid into the canonical T-pose, and its feet.

Every action works with *canonical global rotations* ``G`` (T, 22, 3, 3): identity is the T-pose
with straight legs and flat feet. For each joint of a rig an alignment ``A`` leads from the rig's
own rest pose (A-pose, bent elbows, spread legs) to that T-pose, so that bone ``j`` has the global
rotation ``G_j A_j R_j`` with ``R_j`` its rest frame. That makes motion independent of rest poses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.engine import EngineError
from backend.motion.kinematics import rotation_x, rotation_z, shortest_rotation, unit
from backend.motion.rig_roles import roles_of
from backend.motion.skeleton import ANKLES, ELBOWS, HIPS, JOINTS, KNEES, PARENTS, SHOULDERS, TOES, WRISTS
from protocol.assets import Skeleton

GRAVITY = 9.81
_FINGER = ("index", "pinky")


@dataclass(frozen=True, eq=False)
class Body:
    """Limbs of a skeleton in the canonical T-pose. Lengths in metres; pairs are (left, right)."""

    #: (22, 3) offset of each joint from its parent in the T-pose, pelvis: its rest place.
    offsets: np.ndarray
    #: (22, 3, 3) rest pose -> T-pose.
    alignments: np.ndarray
    #: (22,) index of the playing bone in the skeleton, -1 where the rig has none.
    bones: np.ndarray
    #: Height of the floor in armature space.
    floor: float
    #: (2,) ankle above the sole.
    ankle_height: np.ndarray
    #: (2, 3) from the ankle, in a flat foot's frame (toes towards -Y): sole under heel and ball joint, ball joint.
    heel: np.ndarray
    ball: np.ndarray
    #: (2, 3) from the ball joint: end of the toes, on the floor.
    toe_tip: np.ndarray
    #: Half the width of the trunk, 0 when unknown.
    girth: float = 0.0

    @property
    def thigh(self) -> np.ndarray:
        return -self.offsets[list(KNEES), 2]

    @property
    def shin(self) -> np.ndarray:
        return -self.offsets[list(ANKLES), 2]

    @property
    def leg(self) -> float:
        """Mean hip to ankle length."""
        return float((self.thigh + self.shin).mean())

    @property
    def hip_height(self) -> float:
        """Hip joint above the floor with straight legs: the leg length of gait research."""
        return self.leg + float(self.ankle_height.mean())

    @property
    def hip_width(self) -> float:
        return float(np.abs(self.offsets[HIPS[0], 0] - self.offsets[HIPS[1], 0]))

    @property
    def hip_drop(self) -> float:
        """How far the hip joints lie below the pelvis joint."""
        return -float(self.offsets[list(HIPS), 2].mean())

    @property
    def hip_shift(self) -> float:
        """How far the hip joints lie behind (+Y) the pelvis joint."""
        return float(self.offsets[list(HIPS), 1].mean())

    @property
    def arm(self) -> float:
        """Mean shoulder to wrist length."""
        return float(np.abs(self.offsets[list(ELBOWS), 0]).mean() + np.abs(self.offsets[list(WRISTS), 0]).mean())

    @property
    def shoulder_width(self) -> float:
        """Distance between the shoulder joints."""
        chest = [sum(self.offsets[j, 0] for j in (shoulder, PARENTS[shoulder])) for shoulder in SHOULDERS]
        return float(abs(chest[0] - chest[1]))


def _positions(skeleton: Skeleton, bones: np.ndarray) -> np.ndarray:
    """Rest heads (22, 3) of the canonical joints; an absent joint sits on its parent (spine: between)."""
    heads, tails = skeleton.heads.astype(np.float64), skeleton.tails.astype(np.float64)
    places = np.zeros((len(JOINTS), 3))
    for joint, parent in enumerate(PARENTS):
        if bones[joint] >= 0:
            places[joint] = heads[bones[joint]]
        elif joint in TOES or joint in WRISTS:
            places[joint] = tails[bones[parent]]
        else:
            places[joint] = places[parent]
    return places


def _check_connected(skeleton: Skeleton, bones: np.ndarray) -> None:
    """Each playing bone must hang below the bone that plays the nearest canonical ancestor."""
    for joint, bone in enumerate(bones):
        ancestor = PARENTS[joint]
        while ancestor >= 0 and bones[ancestor] < 0:
            ancestor = PARENTS[ancestor]
        if bone < 0 or ancestor < 0:
            continue
        above = int(skeleton.parents[bone])
        while above >= 0 and above != bones[ancestor]:
            above = int(skeleton.parents[above])
        if above < 0:
            raise EngineError(
                f"In the rig {skeleton.name!r} the bone {skeleton.names[bone]!r} does not hang below "
                f"{skeleton.names[bones[ancestor]]!r}.",
                "Use the deforming bones of one connected body skeleton.", "unknown_rig")


def _hand_frame(skeleton: Skeleton, wrist: int) -> tuple[np.ndarray, np.ndarray] | None:
    """(pointing, little finger -> index finger) of a hand with finger bones, else None."""
    knuckles = {}
    for finger in _FINGER:
        for bone, name in enumerate(skeleton.names):
            if finger in name.lower() and _descends(skeleton, bone, wrist):
                knuckles[finger] = skeleton.heads[bone].astype(np.float64)
                break
    if len(knuckles) < 2:
        return None
    middle = (knuckles["index"] + knuckles["pinky"]) / 2
    return unit(middle - skeleton.heads[wrist]), unit(knuckles["index"] - knuckles["pinky"])


def _descends(skeleton: Skeleton, bone: int, ancestor: int) -> bool:
    while bone >= 0 and bone != ancestor:
        bone = int(skeleton.parents[bone])
    return bone == ancestor


def descendants(skeleton: Skeleton, ancestor: int) -> list[int]:
    """Bones below ``ancestor``, without itself."""
    return [bone for bone in range(len(skeleton.names)) if bone != ancestor and _descends(skeleton, bone, ancestor)]


def _align_arm(skeleton: Skeleton, bones: np.ndarray, places: np.ndarray, alignments: np.ndarray, side: int) -> None:
    outward = np.array([1.0 if side == 0 else -1.0, 0.0, 0.0])
    shoulder, elbow, wrist = SHOULDERS[side], ELBOWS[side], WRISTS[side]
    upper, lower = places[elbow] - places[shoulder], places[wrist] - places[elbow]
    first = shortest_rotation(upper, outward)
    alignments[shoulder] = first
    # The forearm turns about the elbow's own hinge: the shortest way once the upper arm is level.
    second = shortest_rotation(first @ lower, outward) @ first
    hand = second
    if bones[wrist] >= 0 and (frame := _hand_frame(skeleton, int(bones[wrist]))):
        pointing, across = frame
        hand = shortest_rotation(second @ pointing, outward) @ second
        turned = hand @ across
        # Palms face down in the T-pose: index finger forwards. Share the twist with the forearm.
        twist = np.arctan2(turned[2], -turned[1])
        second = rotation_x(twist / 2) @ second
        hand = rotation_x(twist) @ hand
    alignments[elbow], alignments[wrist] = second, hand


def body_of(skeleton: Skeleton) -> Body:
    """Read a skeleton as a human body; raises :class:`EngineError` when it is not one."""
    roles = roles_of(skeleton)
    number = {name: index for index, name in enumerate(skeleton.names)}
    bones = np.array([number[roles[joint]] if joint in roles else -1 for joint in JOINTS])
    _check_connected(skeleton, bones)
    places = _positions(skeleton, bones)
    alignments = np.tile(np.eye(3), (len(JOINTS), 1, 1))
    down = np.array([0.0, 0.0, -1.0])
    for side in (0, 1):
        hip, knee, ankle, toe = HIPS[side], KNEES[side], ANKLES[side], TOES[side]
        first = shortest_rotation(places[knee] - places[hip], down)
        alignments[hip] = first
        alignments[knee] = shortest_rotation(first @ (places[ankle] - places[knee]), down) @ first
        forward = places[toe] - places[ankle]
        alignments[ankle] = alignments[toe] = rotation_z(np.arctan2(forward[0], -forward[1])).T
        _align_arm(skeleton, bones, places, alignments, side)
    offsets = places.copy()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            offsets[joint] = alignments[parent] @ (places[joint] - places[parent])
    return _with_feet(skeleton, bones, places, offsets, alignments)


def _with_feet(skeleton: Skeleton, bones: np.ndarray, places: np.ndarray, offsets: np.ndarray,
               alignments: np.ndarray) -> Body:
    ankles, toes = list(ANKLES), list(TOES)
    hip, knee, ankle = places[HIPS[0]], places[KNEES[0]], places[ankles[0]]
    leg = float(np.linalg.norm(knee - hip) + np.linalg.norm(ankle - knee))
    if leg < 1e-3:
        raise EngineError(f"The legs of the rig {skeleton.name!r} have no length.", "Apply its scale.", "unknown_rig")
    lowest = float(min(places[toes, 2].min(), places[ankles, 2].min()))
    # A rig stands on z = 0 unless its feet clearly say otherwise (origin at the pelvis, say).
    floor = 0.0 if -0.01 * leg <= lowest < 0.15 * leg else lowest - 0.015 * leg
    floor = min(floor, lowest)
    ankle_height = np.maximum(places[ankles, 2] - floor, 0.03 * leg)
    ball = offsets[toes]
    length = np.maximum(-ball[:, 1], 0.08 * leg)
    zero = np.zeros(2)
    heel = np.stack([zero, 0.36 * length, -ankle_height], -1)
    tips = np.stack([
        skeleton.tails[bones[toe]] - skeleton.heads[bones[toe]] if bones[toe] >= 0 else np.zeros(3) for toe in toes])
    reach = np.maximum(np.linalg.norm(tips[:, :2], axis=1), 0.35 * length)
    toe_tip = np.stack([zero, -reach, -(ankle_height + ball[:, 2])], -1)
    return Body(offsets=offsets, alignments=alignments, bones=bones, floor=floor, ankle_height=ankle_height,
                heel=heel, ball=ball, toe_tip=toe_tip, girth=float(skeleton.girth))
