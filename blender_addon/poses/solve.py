# SPDX-License-Identifier: GPL-3.0-or-later
"""A pose on a skeleton: from angles of joints to rotations of its bones, whatever their names and rest pose. No bpy."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from ..protocol.assets import Skeleton
from ..rigs.joints import FINGERS, SIDES, playing_parent
from .angles import HANDS, Arm, Leg, Pose

_X, _Y, _Z = np.eye(3)
#: Share of an arm's raising above this angle that the shoulder girdle does, and of its swing across the chest.
_GIRDLE, _GIRDLE_FROM, _PROTRACTION = 0.28, 35.0, 0.14
#: Share of the hand's roll that the forearm's bone takes.
_FOREARM = 0.5


def turn(axis: np.ndarray, degrees: float) -> np.ndarray:
    """(3, 3) rotation about a unit axis (Rodrigues)."""
    a = np.radians(degrees)
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + np.sin(a) * k + (1 - np.cos(a)) * (k @ k)


def swing(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """(3, 3) shortest rotation that takes one direction to another."""
    a, b = _unit(start), _unit(end)
    axis = np.cross(a, b)
    size = np.linalg.norm(axis)
    if size < 1e-9:
        return np.eye(3) if a @ b > 0 else turn(_unit(np.cross(a, _X if abs(a[0]) < 0.9 else _Y)), 180)
    return turn(axis / size, np.degrees(np.arctan2(size, a @ b)))


def _unit(v: np.ndarray) -> np.ndarray:
    return v / max(float(np.linalg.norm(v)), 1e-12)


class Solver:
    """Poses for one skeleton, whose ``roles`` say which bone (of the body, and if known of the fingers) plays which
    joint. Raises ``ValueError`` with a sentence for the user where the body's are not known."""

    def __init__(self, bones: Skeleton, roles: Mapping[str, str]) -> None:
        self.bones = bones
        index = {name: number for number, name in enumerate(bones.names)}
        self.at = {joint: index[name] for joint, name in roles.items() if name in index}
        for joint in ("pelvis", *(f"{side}_{each}" for side in SIDES for each in (
                "hip", "knee", "ankle", "shoulder", "elbow", "wrist"))):
            if joint not in self.at:
                raise ValueError(f"{bones.name} has no {joint.replace('_', ' ')} in its rig map.")
        self.heads = bones.heads.astype(np.float64)
        self.rests = bones.rest_rotations().astype(np.float64)
        across = self._head("left_hip") - self._head("right_hip")
        across[2] = 0.0
        left = _unit(across)
        #: Columns: to the left, backwards, up.
        self.frame = np.stack([left, np.cross(_Z, left), _Z], axis=1)
        self.zero = self._zero()
        #: Numbers of the bones that poses turn.
        self.moved = set(self.at.values()) | set(self._shared({each: np.eye(3) for each in self.at.values()}))
        self.height = float(self.heads[:, 2].max() - min(0.0, self.heads[:, 2].min())) or 1.0

    def _head(self, joint: str) -> np.ndarray:
        return self.heads[self.at[joint]].copy()

    def _way(self, start: str, end: str) -> np.ndarray:
        """From joint to joint at rest, in the body's axes."""
        return self.frame.T @ (self._head(end) - self._head(start))

    def _tip(self, joint: str) -> np.ndarray:
        return self.frame.T @ (self.bones.tails[self.at[joint]].astype(np.float64) - self._head(joint))

    def _zero(self) -> dict[str, np.ndarray]:
        """Joint -> rotation, in the body's axes, from the rest pose to standing upright with hanging arms."""
        found = {joint: np.eye(3) for joint in self.at}
        for side, sign in zip(SIDES, (1.0, -1.0)):
            for chain in (("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist")):
                above = np.eye(3)
                for start, end in pairwise(chain):
                    above = swing(above @ self._way(f"{side}_{start}", f"{side}_{end}"), -_Z) @ above
                    found[f"{side}_{start}"] = above
            foot = self._way(f"{side}_ankle", f"{side}_foot") if f"{side}_foot" in self.at else \
                self._tip(f"{side}_ankle")
            level = np.array([foot[0], foot[1], 0.0])
            if np.linalg.norm(level) > 1e-6:
                found[f"{side}_ankle"] = swing(level, -_Y)
            if f"{side}_foot" in self.at:
                found[f"{side}_foot"] = found[f"{side}_ankle"]
            found[f"{side}_wrist"] = self._hand(side, sign, found[f"{side}_elbow"])
            for finger in FINGERS:
                for number in (1, 2, 3):
                    found[f"{side}_{finger}{number}"] = found[f"{side}_wrist"]
        return found

    def _hand(self, side: str, sign: float, above: np.ndarray) -> np.ndarray:
        """Fingers down, thumb to the front; where fingers are not known, in line with the forearm."""
        names = [f"{side}_{each}1" for each in ("index", "middle", "pinky")]
        if not all(each in self.at for each in names):
            return swing(above @ self._tip(f"{side}_wrist"), -_Z) @ above
        along = _unit(self._way(f"{side}_wrist", f"{side}_middle1"))
        thumb = self._way(f"{side}_pinky1", f"{side}_index1")
        thumb = _unit(thumb - along * (thumb @ along))
        rest = np.stack([along, thumb, np.cross(along, thumb)], axis=1)
        goal = np.stack([-_Z, -_Y, np.cross(-_Z, -_Y)], axis=1)
        return goal @ rest.T

    def solve(self, pose: Pose, lift: float | None = None) -> tuple[np.ndarray, np.ndarray]:
        """(J, 4) quaternions (w, x, y, z) of all bones against their rest pose, and how far the pelvis goes (3,).

        Feet that stand do so as high above the floor, z = 0, as they do at rest. Where none do, the pelvis goes up by
        ``lift``; with it, hands that stand are brought to the floor.
        """
        ways = self._ways(pose)
        turned = self._turned(ways)
        places = self._places(turned)
        move = np.zeros(3)
        feet = [each for each in pose.stands if each.endswith("foot")]
        wanted = {each: self._clearance(each) for each in pose.stands if feet or lift is not None}
        if feet:  # the pelvis is as high as the longer leg reaches: the other one bends
            move[2] = max(wanted[each] - places[self.at[_end(each)]][2] for each in feet)
        elif lift is not None:
            move[2] = lift
        for each, height in wanted.items():
            self._reach(ways, turned, places + move, each, height)
            turned = self._turned(ways)
            places = self._places(turned)
        away = self._head("pelvis") - places[self.at["pelvis"]]
        move[:2] += away[:2]
        return self._local(turned), move

    def _clearance(self, stands: str) -> float:
        """How high the ankle, or the wrist over a flat hand, is above the floor."""
        side = stands.split("_")[0]
        if stands.endswith("foot"):
            return float(self._head(f"{side}_ankle")[2])
        return 0.022 * self.height

    def figure(self, pose: Pose) -> dict[str, np.ndarray]:
        """Joint -> its place (3,) in the body's axes when nothing but the pose moves it; "crown" is the top of the
        head, and left_toe, left_hand and so on are the ends of feet and hands."""
        ways = self._ways(pose)
        turned = self._turned(ways)
        places = self._places(turned)
        found = {joint: self.frame.T @ places[number] for joint, number in self.at.items()}
        tips = [("crown", "head"), *((f"{side}_{name}", f"{side}_{joint}") for side in SIDES for name, joint in (
            ("toe", "foot" if f"{side}_foot" in self.at else "ankle"), ("hand", "wrist")))]
        for name, joint in tips:
            if joint in self.at:
                number = self.at[joint]
                end = self.bones.tails[number].astype(np.float64) - self.heads[number]
                found[name] = found[joint] + self.frame.T @ turned[number] @ end
        return found

    # Angles to rotations

    def _ways(self, pose: Pose) -> dict[str, np.ndarray]:
        """Joint -> rotation from standing upright, in the body's axes."""
        pelvis = turn(_Z, pose.pelvis[2]) @ turn(_X, pose.pelvis[0]) @ turn(_Y, pose.pelvis[1])
        found = {"pelvis": pelvis}
        for number in (1, 2, 3):
            found[f"spine{number}"] = pelvis @ _bent(pose.spine, number / 3)
        chest = found["spine3"]
        found["neck"], found["head"] = chest @ _bent(pose.head, 0.45), chest @ _bent(pose.head, 1.0)
        for side, sign, leg, arm in (("left", 1.0, pose.left_leg, pose.left_arm),
                                     ("right", -1.0, pose.right_leg, pose.right_arm)):
            self._leg(found, side, sign, leg)
            self._arm(found, side, sign, arm, chest)
        return {joint: each for joint, each in found.items() if joint in self.at}

    @staticmethod
    def _leg(found: dict[str, np.ndarray], side: str, sign: float, leg: Leg) -> None:
        thigh = found["pelvis"] @ turn(_X, -leg.flex) @ turn(_Y, -sign * leg.out) @ turn(_Z, sign * leg.turn)
        shin = thigh @ turn(_X, leg.knee)
        found[f"{side}_hip"], found[f"{side}_knee"] = thigh, shin
        if leg.foot is None:
            found[f"{side}_ankle"] = _level(shin)
        else:
            found[f"{side}_ankle"] = shin @ turn(_X, -leg.foot)
        found[f"{side}_foot"] = found[f"{side}_ankle"] @ turn(_X, -leg.toe)

    def _arm(self, found: dict[str, np.ndarray], side: str, sign: float, arm: Arm, chest: np.ndarray) -> None:
        side_ways = np.cos(np.radians(arm.front))
        raised = max(0.0, arm.lift - _GIRDLE_FROM)
        girdle = turn(_Z, -sign * _PROTRACTION * max(0.0, arm.front) * min(1.0, arm.lift / 60)) @ turn(
            _Y, -sign * (_GIRDLE * raised * max(0.35, side_ways) + arm.shrug))
        found[f"{side}_collar"] = chest @ girdle
        axis = turn(_Z, -sign * arm.front) @ (-sign * _Y)
        upper = chest @ turn(axis, arm.lift) @ turn(_Z, -sign * arm.turn)
        lower = upper @ turn(_X, -arm.elbow)
        offset = self._twist(side) * sign
        found[f"{side}_shoulder"] = upper
        found[f"{side}_elbow"] = lower @ turn(_Z, -sign * _FOREARM * (arm.roll - offset))
        hand = lower @ turn(_Z, -sign * arm.roll) @ turn(_X, -arm.tilt) @ turn(_Y, sign * arm.wrist)
        found[f"{side}_wrist"] = hand
        bends, spread, thumb = HANDS[arm.hand]
        for number, (finger, bend) in enumerate(zip(FINGERS, bends)):
            base = hand
            if finger == "thumb":
                if f"{side}_thumb1" not in self.at or f"{side}_thumb2" not in self.at:
                    continue
                along = _unit(self.zero[f"{side}_wrist"] @ self._way(f"{side}_thumb1", f"{side}_thumb2"))
                axis = _unit(np.cross(along, _Y - sign * 0.35 * _X))
                base = hand @ turn(_Z, -sign * thumb)
            else:
                axis = sign * _Y
                base = hand @ turn(_X, spread * (2.5 - number) * -1.0)
            for segment in (1, 2, 3):
                base = base @ turn(axis, bend * (0.5 if finger == "thumb" and segment == 1 else 1.0))
                found[f"{side}_{finger}{segment}"] = base

    def _twist(self, side: str) -> float:
        """Degrees by which the hand, in the zero pose, is rolled against its forearm at rest."""
        apart = self.zero[f"{side}_wrist"] @ self.zero[f"{side}_elbow"].T
        return float(np.degrees(np.arctan2(apart[1, 0] - apart[0, 1], apart[0, 0] + apart[1, 1])))

    # Rotations to bones

    def _turned(self, ways: Mapping[str, np.ndarray]) -> np.ndarray:
        """(J, 3, 3) how far each bone is turned from its rest, in armature space; bones that play nothing follow, and
        those between the joints of the trunk share its bend."""
        own = {self.at[joint]: self.frame @ way @ self.zero[joint] @ self.frame.T for joint, way in ways.items()}
        turned = np.empty((len(self.bones.names), 3, 3))
        shared = self._shared(own)
        for number, parent in enumerate(self.bones.parents):
            if number in own:
                turned[number] = own[number]
            elif number in shared:
                turned[number] = shared[number]
            else:
                turned[number] = np.eye(3) if parent < 0 else turned[parent]
        return turned

    def _shared(self, own: Mapping[int, np.ndarray]) -> dict[int, np.ndarray]:
        """Bones between two joints of the trunk -> a rotation between theirs."""
        found: dict[int, np.ndarray] = {}
        for joint in ("spine1", "spine2", "spine3", "neck", "head"):
            if joint not in self.at:
                continue
            above = playing_parent(joint, {each: each for each in self.at})
            top, chain, parent = self.at[above], [], int(self.bones.parents[self.at[joint]])
            while parent >= 0 and parent != top:
                chain.append(parent)
                parent = int(self.bones.parents[parent])
            if parent != top:
                continue
            start, end = _quaternion(own[top]), _quaternion(own[self.at[joint]])
            for number, bone in enumerate(reversed(chain), 1):
                found[bone] = _matrix(_slerp(start, end, number / (len(chain) + 1)))
        return found

    def _places(self, turned: np.ndarray) -> np.ndarray:
        """(J, 3) where the joints are when the pelvis has not moved."""
        places = self.heads.copy()
        for number, parent in enumerate(self.bones.parents):
            if parent >= 0:
                places[number] = places[parent] + turned[parent] @ (self.heads[number] - self.heads[parent])
        return places

    def _local(self, turned: np.ndarray) -> np.ndarray:
        rotations = np.empty((len(turned), 4), np.float32)
        for number, parent in enumerate(self.bones.parents):
            own = turned[number] if parent < 0 else turned[parent].T @ turned[number]
            rotations[number] = _quaternion(self.rests[number].T @ own @ self.rests[number])
        return rotations

    def _reach(self, ways: dict[str, np.ndarray], turned: np.ndarray, places: np.ndarray, stands: str,
               height: float) -> None:
        """Bend a leg or an arm so that its end is at a height, straight above or below where it is: the law of
        cosines in the plane of its joints. The end keeps its own rotation."""
        side = stands.split("_")[0]
        chain = [f"{side}_{each}" for each in (
            ("hip", "knee", "ankle") if stands.endswith("foot") else ("shoulder", "elbow", "wrist"))]
        first, middle, last = (places[self.at[each]] for each in chain)
        goal = np.array([last[0], last[1], height])
        long, short = np.linalg.norm(middle - first), np.linalg.norm(last - middle)
        far = min(float(np.linalg.norm(goal - first)), 0.9995 * (long + short))
        along = _unit(goal - first)
        hinge = turned[self.at[chain[0]]] @ self.frame @ self.zero[chain[0]].T @ (
            -_Y if stands.endswith("foot") else _Y)  # where a straight limb bends to
        off = (middle - first) - along * ((middle - first) @ along)
        straight = np.linalg.norm(off) < 0.02 * long
        pole = _unit(hinge - along * (hinge @ along)) if straight else _unit(off)
        cosine = np.clip((long ** 2 + far ** 2 - short ** 2) / (2 * long * far), -1, 1)
        knee = first + long * (cosine * along + np.sqrt(1 - cosine ** 2) * pole)
        end = first + far * along
        for joint, before, after in ((chain[0], middle - first, knee - first), (chain[1], last - middle, end - knee)):
            moved = swing(self.frame.T @ before, self.frame.T @ after)
            ways[joint] = moved @ ways[joint]


def _end(stands: str) -> str:
    side, what = stands.split("_")
    return f"{side}_{'ankle' if what == 'foot' else 'wrist'}"


def _bent(triple: tuple[float, float, float], share: float) -> np.ndarray:
    """The share of a bend (forwards, to the left, turned to the left)."""
    forwards, left, turned = (share * each for each in triple)
    return turn(_Z, turned) @ turn(_X, forwards) @ turn(_Y, left)


def _level(way: np.ndarray) -> np.ndarray:
    """A rotation about the vertical that faces where ``way`` does."""
    front = way @ -_Y
    if np.hypot(front[0], front[1]) < 0.3:  # the shin is level: the sole faces back, the toes go on down
        front = way @ -_Z
    return turn(_Z, np.degrees(np.arctan2(front[0], -front[1])))


def _quaternion(matrix: np.ndarray) -> np.ndarray:
    """(3, 3) rotation -> (w, x, y, z), by the largest component (Shepperd 1978)."""
    m = matrix
    four = np.array([1 + m[0, 0] + m[1, 1] + m[2, 2], 1 + m[0, 0] - m[1, 1] - m[2, 2],
                     1 - m[0, 0] + m[1, 1] - m[2, 2], 1 - m[0, 0] - m[1, 1] + m[2, 2]])
    best = int(four.argmax())
    off = np.array([[four[0], m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1]],
                    [m[2, 1] - m[1, 2], four[1], m[1, 0] + m[0, 1], m[0, 2] + m[2, 0]],
                    [m[0, 2] - m[2, 0], m[1, 0] + m[0, 1], four[2], m[2, 1] + m[1, 2]],
                    [m[1, 0] - m[0, 1], m[0, 2] + m[2, 0], m[2, 1] + m[1, 2], four[3]]])
    found = off[best] / (2 * np.sqrt(max(four[best], 1e-12)))
    found = found / np.linalg.norm(found)
    return found if found[0] >= 0 else -found


def _matrix(quaternion: np.ndarray) -> np.ndarray:
    w, x, y, z = (float(each) for each in quaternion)
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                     [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                     [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]])


def _slerp(start: np.ndarray, end: np.ndarray, share: float) -> np.ndarray:
    dot = float(start @ end)
    if dot < 0:
        end, dot = -end, -dot
    angle = np.arccos(min(dot, 1.0))
    if angle < 1e-6:
        return start
    return (np.sin((1 - share) * angle) * start + np.sin(share * angle) * end) / np.sin(angle)
