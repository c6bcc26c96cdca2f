# SPDX-License-Identifier: GPL-3.0-or-later
"""A skeleton seen as a human body: its limbs laid into the canonical T-pose, and its feet.

Every action works with *canonical global rotations* ``G`` (T, 22, 3, 3): identity is the T-pose
with straight legs and flat feet. For each joint of a rig an alignment ``A`` leads from the rig's
own rest pose (A-pose, bent elbows, spread legs) to that T-pose, so that bone ``j`` has the global
rotation ``G_j A_j R_j`` with ``R_j`` its rest frame. That makes motion independent of rest poses,
and of the way the rig faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backend.engine import EngineError
from backend.motion.kinematics import rotation_x, rotation_z, shortest_rotation, unit
from backend.motion.limbs import Limbs, limbs_of
from backend.motion.rig_roles import roles_of
from backend.motion.rigs.tree import Tree
from backend.motion.skeleton import ANKLES, ELBOWS, HIPS, INDEX, JOINTS, KNEES, PARENTS, SHOULDERS, TOES, WRISTS
from protocol.assets import Skeleton

GRAVITY = 9.81


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
    #: What else of the rig takes part: all bones of spine and neck, twist bones, fingers. None for a canonical body.
    limbs: Limbs | None = None

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


def bones_of(skeleton: Skeleton, roles: dict[str, str]) -> np.ndarray:
    """(22,) index of the bone that plays each canonical joint, -1 for none."""
    number = {name: index for index, name in enumerate(skeleton.names)}
    return np.array([number[roles[joint]] if joint in roles else -1 for joint in JOINTS])


def _positions(heads: np.ndarray, tails: np.ndarray, bones: np.ndarray) -> np.ndarray:
    """Rest places (22, 3) of the canonical joints; an absent spine joint or neck sits on the next one above it,
    any other on its parent."""
    places = np.zeros((len(JOINTS), 3))
    for joint, parent in enumerate(PARENTS):
        if bones[joint] >= 0:
            places[joint] = heads[bones[joint]]
        elif joint in TOES or joint in WRISTS:
            places[joint] = tails[bones[parent]]
        else:
            places[joint] = places[parent]
    for names in (("spine1", "spine2", "spine3"), ("neck", "head")):
        chain = [INDEX[name] for name in names]
        for lower, upper in reversed(list(pairwise(chain))):
            if bones[lower] < 0 and bones[chain[-1]] >= 0:
                places[lower] = places[upper]
    return places


def rest_places(skeleton: Skeleton, bones: np.ndarray) -> np.ndarray:
    """(22, 3) places of the joints that ``bones`` (22,) play in the rest pose, armature space."""
    return _positions(skeleton.heads.astype(np.float64), skeleton.tails.astype(np.float64), bones)


def _check_connected(skeleton: Skeleton, bones: np.ndarray, tree: Tree) -> None:
    """Each playing bone must hang below the bone that plays the nearest canonical ancestor; feet may hang elsewhere,
    as in rigs whose legs were baked from inverse kinematics."""
    for joint, bone in enumerate(bones):
        ancestor = PARENTS[joint]
        while ancestor >= 0 and bones[ancestor] < 0:
            ancestor = PARENTS[ancestor]
        if bone < 0 or ancestor < 0 or joint in ANKLES or tree.between(int(bones[ancestor]), int(bone)):
            continue
        raise EngineError(
            f"In the rig {skeleton.name!r} the bone {skeleton.names[bone]!r} does not hang below "
            f"{skeleton.names[bones[ancestor]]!r}.",
            "Use the deforming bones of one connected body skeleton.", "unknown_rig")


def stance(places: np.ndarray) -> np.ndarray:
    """(3, 3) rotation of rest places (22, 3) such that the person stands upright and faces -Y.

    A rig that already does, to 12 degrees, is left alone; other yaws near a quarter turn are taken as such.
    """
    across = places[HIPS[0]] - places[HIPS[1]] + places[SHOULDERS[0]] - places[SHOULDERS[1]]
    up = places[list(SHOULDERS)].mean(axis=0) - places[list(HIPS)].mean(axis=0)
    if np.linalg.norm(across) < 1e-9 or np.linalg.norm(up) < 1e-9:
        return np.eye(3)
    up = unit(up)
    if up[2] > np.cos(np.radians(35)):
        yaw = float(np.arctan2(across[1], across[0]))
        quarter = np.round(yaw / (np.pi / 2)) * (np.pi / 2)
        return rotation_z(quarter if abs(yaw - quarter) < np.radians(12) else yaw).T
    left = unit(across - (across @ up) * up)
    return np.stack([left, np.cross(up, left), up])


#: Segments of a limb (starts, ends), and the angle (degrees) by which both sides of a rest pose may differ in them.
_SEGMENTS = ((HIPS, KNEES, 15), (KNEES, ANKLES, 15), (ANKLES, TOES, 12), (SHOULDERS, ELBOWS, 30), (ELBOWS, WRISTS, 30))


def stands(places: np.ndarray) -> bool:
    """Whether rest places (22, 3), turned by :func:`stance`, are those of a standing person, alike on both sides.

    Not so the zero pose of a file whose bones all point along one axis, nor a frame taken from a motion.
    """
    for side in (0, 1):
        hip, knee, ankle, toe = (places[joint[side]] for joint in (HIPS, KNEES, ANKLES, TOES))
        if min(unit(hip - knee)[2], unit(knee - ankle)[2]) < 0.6 or unit(toe - ankle)[2] > 0.5:
            return False
        upper, lower = (places[b[side]] - places[a[side]] for a, b in ((SHOULDERS, ELBOWS), (ELBOWS, WRISTS)))
        if unit(upper) @ unit(lower) < -0.2:
            return False
    for starts, ends, degrees in _SEGMENTS:
        left, right = (unit(places[end] - places[start]) for start, end in zip(starts, ends))
        unknown = ends is TOES and max(left[2], right[2]) < -0.93  # a bone that only continues the shin
        if left @ (right * [-1, 1, 1]) < np.cos(np.radians(degrees)) and not unknown:
            return False
    across = places[HIPS[0]] - places[HIPS[1]]
    return bool(across[0] > 0.7 * np.linalg.norm(across) and places[SHOULDERS[0], 0] > places[SHOULDERS[1], 0])


def _hand_frame(heads: np.ndarray, wrist: int, fingers: dict[str, int]) -> tuple[np.ndarray, np.ndarray] | None:
    """(pointing, little finger -> index finger) of a hand with finger bones, else None."""
    if not {"index", "pinky"} <= set(fingers):
        return None
    index, pinky = heads[fingers["index"]], heads[fingers["pinky"]]
    if np.linalg.norm(index - pinky) < 1e-6:
        return None
    return unit((index + pinky) / 2 - heads[wrist]), unit(index - pinky)


def _knuckles(skeleton: Skeleton, roles: dict[str, str], bones: np.ndarray, tree: Tree, side: int) -> dict[str, int]:
    """Finger -> the bone at its knuckle, told from roles or from any name with the finger in it."""
    wrist = int(bones[WRISTS[side]])
    below = tree.below(wrist)
    found = {}
    for finger in ("index", "pinky"):
        role = roles.get(f"{('left', 'right')[side]}_{finger}1")
        named = [bone for bone in below if finger in skeleton.names[bone].lower()]
        if role is not None and role in skeleton.names:
            found[finger] = skeleton.names.index(role)
        elif named:
            found[finger] = named[0]
    return found


def _align_arm(places: np.ndarray, alignments: np.ndarray, side: int,
               frame: tuple[np.ndarray, np.ndarray] | None) -> None:
    outward = np.array([1.0 if side == 0 else -1.0, 0.0, 0.0])
    shoulder, elbow, wrist = SHOULDERS[side], ELBOWS[side], WRISTS[side]
    upper, lower = places[elbow] - places[shoulder], places[wrist] - places[elbow]
    first = shortest_rotation(upper, outward)
    alignments[shoulder] = first
    # The forearm turns about the elbow's own hinge: the shortest way once the upper arm is level.
    second = shortest_rotation(first @ lower, outward) @ first
    hand = second
    if frame:
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
    bones = bones_of(skeleton, roles)
    tree = Tree(skeleton)
    _check_connected(skeleton, bones, tree)
    turn = stance(_positions(tree.heads, tree.tails, bones))
    heads, tails = tree.heads @ turn.T, tree.tails @ turn.T
    places = _positions(heads, tails, bones)
    alignments = np.tile(np.eye(3), (len(JOINTS), 1, 1))
    down = np.array([0.0, 0.0, -1.0])
    for side in (0, 1):
        hip, knee, ankle, toe = HIPS[side], KNEES[side], ANKLES[side], TOES[side]
        first = shortest_rotation(places[knee] - places[hip], down)
        alignments[hip] = first
        alignments[knee] = shortest_rotation(first @ (places[ankle] - places[knee]), down) @ first
        forward = places[toe] - places[ankle]
        length = float(np.linalg.norm(places[ankle] - places[knee]))
        if np.linalg.norm(forward[:2]) < 0.08 * length or forward[2] > 0.5 * np.linalg.norm(forward):
            # No toes to tell: an ordinary foot that points straight ahead.
            forward = np.array([0.0, -0.33 * length, -0.12 * length])
            places[toe] = places[ankle] + forward
        alignments[ankle] = alignments[toe] = rotation_z(np.arctan2(forward[0], -forward[1])).T
        frame = None
        if bones[WRISTS[side]] >= 0:
            frame = _hand_frame(heads, int(bones[WRISTS[side]]), _knuckles(skeleton, roles, bones, tree, side))
        _align_arm(places, alignments, side, frame)
    offsets = places.copy()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            offsets[joint] = alignments[parent] @ (places[joint] - places[parent])
    offsets[0] = turn.T @ offsets[0]
    limbs = limbs_of(tree, roles, bones, alignments, heads, tails)
    for joint in range(len(JOINTS)):
        alignments[joint] = alignments[joint] @ turn
    return _with_feet(skeleton, bones, places, offsets, alignments, limbs, tails - heads)


def _with_feet(skeleton: Skeleton, bones: np.ndarray, places: np.ndarray, offsets: np.ndarray,
               alignments: np.ndarray, limbs: Limbs, along: np.ndarray) -> Body:
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
        along[bones[toe]] if bones[toe] >= 0 else np.zeros(3) for toe in toes])
    reach = np.maximum(np.linalg.norm(tips[:, :2], axis=1), 0.35 * length)
    toe_tip = np.stack([zero, -reach, -(ankle_height + ball[:, 2])], -1)
    return Body(offsets=offsets, alignments=alignments, bones=bones, floor=floor, ankle_height=ankle_height,
                heel=heel, ball=ball, toe_tip=toe_tip, girth=float(skeleton.girth), limbs=limbs)
