# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clip must do at a time: a pose, a place of the body, a hand or foot at a point.

Each constraint is eased in and out and leaves the rest of the clip alone. Hands out of reach bend the
trunk towards the point and, if need be, the knees; feet on the ground stay there throughout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from backend.engine import EngineError
from backend.motion.body import Body
from backend.motion.clip import Clip, local_rotations
from backend.motion.clip_ops import heading, turned
from backend.motion.curves import ease, spread
from backend.motion.editing.cleanup import hold
from backend.motion.editing.contacts import ADULT_LEG, ground, with_contacts
from backend.motion.editing.ik import LIMBS, overreach, reach, swing
from backend.motion.editing.steering import planted_yaw
from backend.motion.kinematics import axis_angle, forward_kinematics, quaternion_from_matrix, transform, unit
from backend.motion.quaternions import conjugate, exponential, logarithm, multiply
from backend.motion.skeleton import ANKLES, HIPS, INDEX, JOINTS, KNEES, PARENTS, SHOULDERS, TOES

#: Palm beyond the wrist, metres, for an adult.
_PALM = 0.085
#: The trunk bends at most so far (radians) for a hand, and the pelvis comes down at most so far, in leg lengths.
_BEND, _CROUCH = 1.5, 0.45
#: How far the pelvis goes back, in leg lengths a radian of bending.
_BALANCE = 0.1
#: Height (m) of the arc in which a foot goes.
_ARC = 0.06
#: Height (m) below which a foot's point is a place on the ground.
_GROUND = 0.03


@dataclass(frozen=True)
class Reach:
    """``limb`` (left_hand, right_hand: the palm; left_foot, right_foot: the ball) at ``point`` (x, y, z) metres,
    from ``start`` to ``end`` seconds, eased over ``ease`` seconds before and after."""

    limb: str
    point: tuple[float, float, float]
    start: float
    end: float | None = None
    ease: float = 0.4


@dataclass(frozen=True)
class KeyPose:
    """The joints of ``rotations`` (local quaternions w, x, y, z, as in a clip) at ``time`` seconds, eased over
    ``ease`` seconds on both sides."""

    time: float
    rotations: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    ease: float = 0.4


@dataclass(frozen=True)
class Place:
    """The pelvis above (x, y) at ``time`` seconds, facing ``heading`` radians if that is given."""

    time: float
    place: tuple[float, float]
    heading: float | None = None


_LEGS = frozenset((*HIPS, *KNEES, *ANKLES, *TOES))
Constraint = Reach | KeyPose | Place
_KINDS: dict[str, type[Reach] | type[KeyPose] | type[Place]] = {"reach": Reach, "pose": KeyPose, "place": Place}


def to_json(constraint: Constraint) -> dict[str, Any]:
    """The constraint as plain JSON with its ``kind``."""
    kind = next(name for name, one in _KINDS.items() if isinstance(constraint, one))
    return {"kind": kind, **asdict(constraint)}


def from_json(value: Mapping[str, Any]) -> Constraint:
    """The inverse of :func:`to_json`; raises :class:`EngineError` naming what is wrong."""
    rest = dict(value)
    kind = _KINDS.get(str(rest.pop("kind", None)))
    if kind is None:
        raise _bad(f"has the kind {value.get('kind')!r}, which is none of {', '.join(_KINDS)}")
    try:
        constraint = kind(**rest)
    except TypeError as error:
        raise _bad(str(error).split("() ")[-1]) from error
    _check(constraint)
    return constraint


def key_pose(clip: Clip, frame: int, time: float, joints: Sequence[str] = JOINTS, ease: float = 0.4) -> KeyPose:
    """The pose of ``clip`` at ``frame`` as a constraint."""
    return KeyPose(time, {name: tuple(float(each) for each in clip.rotations[frame, INDEX[name]])  # type: ignore[misc]
                          for name in joints}, ease)


def apply(clip: Clip, constraints: Sequence[Constraint]) -> Clip:
    """``clip`` with all ``constraints`` met as far as a body can: places first, then poses, then hands and feet.

    Raises :class:`EngineError` for times outside the clip, unknown limbs and joints, numbers that are none.
    """
    for constraint in constraints:
        _check(constraint, clip)
    if not constraints:
        return clip
    clip = _placed(with_contacts(clip), [each for each in constraints if isinstance(each, Place)])
    standing = clip
    poses = [each for each in constraints if isinstance(each, KeyPose)]
    clip = _posed(clip, poses)
    hands = [each for each in constraints if isinstance(each, Reach) and each.limb.endswith("hand")]
    feet = [each for each in constraints if isinstance(each, Reach) and each.limb.endswith("foot")]
    for one in hands:
        clip = _bent(clip, one)
    for one in feet:
        clip = _lowered(clip, one)
    clip = _on_feet(clip, standing, {name for pose in poses for name in pose.rotations})
    for one in (*hands, *feet):
        clip = _reached(clip, one)
    return _lifted(clip, feet)


def _on_feet(clip: Clip, standing: Clip, posed: set[str]) -> Clip:
    """``clip`` with the feet where ``standing`` has them; a leg of which a joint was ``posed`` is left as it is."""
    if clip is standing:
        return clip
    rotations, before = clip.global_rotations(), standing.global_rotations()
    places = standing.positions()
    if not posed:
        needed = np.max([overreach(rotations, clip.root, clip.body, side, places[:, ANKLES[side]]) for side in (0, 1)],
                        axis=0)
        moved = np.abs(clip.root - standing.root).max(axis=1) > 1e-9
        root = clip.root.copy()
        root[:, 2] -= np.where(moved, np.minimum(needed, _CROUCH * clip.body.leg), 0.0)
        clip = replace(clip, root=root)
    for limb, (hip, knee, ankle) in LIMBS.items():
        side = 0 if limb.startswith("left") else 1
        if limb.endswith("foot") and not posed & {JOINTS[joint] for joint in (hip, knee, ankle)}:
            positions = forward_kinematics(PARENTS, clip.body.offsets, rotations, clip.root)
            moved = np.linalg.norm(positions[:, ankle] - places[:, ankle], axis=-1) > 1e-9
            solved = reach(rotations, positions, limb, places[:, ankle])
            rotations = np.where(moved[:, None, None, None], solved, rotations)
            rotations[:, ankle], rotations[:, TOES[side]] = before[:, ankle], before[:, TOES[side]]
    return replace(clip, rotations=local_rotations(rotations))


def misses(clip: Clip, constraints: Sequence[Constraint]) -> list[float]:
    """How far each constraint is from being met: metres, for poses radians of the worst joint."""
    result = []
    for constraint in constraints:
        if isinstance(constraint, Reach):
            first, last = _span(constraint, clip)
            points = _ends(clip, constraint.limb)[first:last + 1]
            result.append(float(np.linalg.norm(points - np.array(constraint.point), axis=-1).max()))
        elif isinstance(constraint, Place):
            result.append(float(np.linalg.norm(clip.root[round(constraint.time * clip.fps), :2] - constraint.place)))
        else:
            now = clip.rotations[round(constraint.time * clip.fps)]
            result.append(max((float(np.linalg.norm(logarithm(multiply(np.array(wanted), conjugate(now[INDEX[name]])))))
                               for name, wanted in constraint.rotations.items()), default=0.0))
    return result


def _bad(reason: str) -> EngineError:
    return EngineError(f"A constraint {reason}.", "Correct the constraint.", "invalid_parameter")


def _check(constraint: Constraint, clip: Clip | None = None) -> None:
    try:
        if isinstance(constraint, Reach):
            times = [constraint.start, constraint.start if constraint.end is None else constraint.end]
            numbers, count = [*constraint.point], 3
            if constraint.limb not in LIMBS:
                raise _bad(f"names the limb {constraint.limb!r}, which is none of {', '.join(LIMBS)}")
        elif isinstance(constraint, Place):
            times, numbers, count = [constraint.time], [*constraint.place], 2
        else:
            times, numbers = [constraint.time], [each for value in constraint.rotations.values() for each in value]
            count = 4 * len(constraint.rotations)
            unknown = [name for name in constraint.rotations if name not in INDEX]
            if unknown:
                raise _bad(f"names the joint {unknown[0]!r}, which no clip has")
            if any(len(value) != 4 or np.linalg.norm(value) < 1e-6 for value in constraint.rotations.values()):
                raise _bad("has a rotation that is no quaternion (w, x, y, z)")
        if len(numbers) != count or not np.isfinite([*numbers, *times, getattr(constraint, "ease", 0.0)]).all():
            raise _bad("has numbers that are missing or not finite")
    except (TypeError, ValueError) as error:
        raise _bad("has values of the wrong kind") from error
    if getattr(constraint, "ease", 0.0) < 0 or times[-1] < times[0]:
        raise _bad("has a negative time")
    if clip is not None and not (times[0] >= 0 and round(times[-1] * clip.fps) <= len(clip) - 1):
        raise _bad(f"is at {times[-1]:g} s, outside the clip of {(len(clip) - 1) / clip.fps:.2f} s")


def _span(constraint: Reach, clip: Clip) -> tuple[int, int]:
    first = round(constraint.start * clip.fps)
    return first, max(first, round((constraint.start if constraint.end is None else constraint.end) * clip.fps))


def _window(clip: Clip, first: int, last: int, seconds: float) -> np.ndarray:
    """(T,) 1 from ``first`` to ``last``, eased to 0 over ``seconds`` on both sides."""
    frames = np.arange(len(clip))
    apart = np.maximum(np.maximum(first - frames, frames - last), 0)
    return 1 - ease(apart / max(seconds * clip.fps, 1.0))


def _placed(clip: Clip, places: list[Place]) -> Clip:
    """The path bent through the places, feet planted; between them, and from the start to the first, the change is
    eased over."""
    if not places:
        return clip
    seen = ground(clip)
    places = sorted(places, key=lambda each: each.time)
    at = [round(each.time * clip.fps) for each in places]
    facing = heading(clip)
    shift, turn = np.zeros((len(clip), 2)), np.zeros(len(clip))
    before, moved, bent = 0, np.zeros(2), 0.0
    for frame, each in zip(at, places):
        goal = np.array(each.place) - clip.root[frame, :2]
        angle = bent if each.heading is None else (each.heading - facing[frame] + np.pi) % (2 * np.pi) - np.pi
        span = np.arange(before, len(clip))
        share = ease((span - before) / max(frame - before, 1)) if frame > before else np.ones(len(span))
        shift[before:] = moved + share[:, None] * (goal - moved)
        turn[before:] = bent + share * (angle - bent)
        before, moved, bent = frame, goal, angle
    path = clip.root.copy()
    path[:, :2] += shift
    assert clip.contacts is not None
    return hold(turned(clip, turn, path), seen.velocity, planted_yaw(clip.contacts, turn), follow=False)


def _posed(clip: Clip, poses: list[KeyPose]) -> Clip:
    if not poses:
        return clip
    rotations = clip.rotations.copy()
    # Poses closer than their easing overlap: meeting them in turns settles quickly.
    for _ in range(1 if len(poses) == 1 else 8):
        for pose in poses:
            frame = round(pose.time * clip.fps)
            weight = _window(clip, frame, frame, pose.ease)[:, None]
            for name, value in pose.rotations.items():
                joint = INDEX[name]
                wanted = np.array(value, dtype=np.float64) / np.linalg.norm(value)
                gap = logarithm(multiply(wanted, conjugate(rotations[frame, joint])))
                rotations[:, joint] = multiply(exponential(weight * gap), rotations[:, joint])
    return replace(clip, rotations=rotations)


def _offset(body: Body, limb: str) -> np.ndarray:
    """The point of a limb that is brought somewhere, from its end joint, in that joint's frame."""
    side = 0 if limb.startswith("left") else 1
    if limb.endswith("hand"):
        return np.array([(1 - 2 * side) * _PALM * body.leg / ADULT_LEG, 0.0, 0.0])
    return body.ball[side] + np.array([0.0, 0.0, body.toe_tip[side, 2]])


def _ends(clip: Clip, limb: str) -> np.ndarray:
    """(T, 3) where the palm or the sole under the ball of the foot is."""
    end = LIMBS[limb][2]
    return clip.positions()[:, end] + transform(clip.global_rotations()[:, end], _offset(clip.body, limb))


def _goal(clip: Clip, one: Reach) -> tuple[np.ndarray, np.ndarray]:
    """(T, 3) where the limb's point shall be, and (T,) how much of it."""
    first, last = _span(one, clip)
    weight = _window(clip, first, last, one.ease)
    now = _ends(clip, one.limb)
    goal = now + weight[:, None] * (np.array(one.point) - now)
    if one.limb.endswith("foot"):
        # A foot goes in an arc, or it would scrape over the floor.
        goal[:, 2] += _ARC * 4 * weight * (1 - weight)
    return goal, weight


def _lowered(clip: Clip, one: Reach) -> Clip:
    """The pelvis as far down as a leg needs to reach its point."""
    goal, weight = _goal(clip, one)
    side = 0 if one.limb.startswith("left") else 1
    rotations = clip.global_rotations()
    ankle = goal - transform(rotations[:, LIMBS[one.limb][2]], _offset(clip.body, one.limb))
    needed = np.where(weight > 0, overreach(rotations, clip.root, clip.body, side, ankle), 0.0)
    root = clip.root.copy()
    # The square root leads, so that the pelvis is down before the foot is far away.
    root[:, 2] -= np.minimum(spread(needed, round(one.ease * clip.fps)), _CROUCH * clip.body.leg) * np.sqrt(weight)
    return replace(clip, root=root)


def _bent(clip: Clip, one: Reach) -> Clip:
    """The trunk bent, and the pelvis lowered, as far as the arm alone does not reach the point."""
    goal, weight = _goal(clip, one)
    active = weight > 0
    upper, middle, end = LIMBS[one.limb]
    body = clip.body
    arm = 0.97 * (np.linalg.norm(body.offsets[middle]) + np.linalg.norm(body.offsets[end])
                  + np.linalg.norm(_offset(body, one.limb)))
    rotations, root = clip.global_rotations(), clip.root.copy()
    other = _below(SHOULDERS[0 if one.limb.startswith("right") else 1])
    hanging = rotations[:, other]
    trunk = [INDEX[name] for name in ("pelvis", "spine1", "spine2", "spine3")]
    bent = np.zeros(len(clip))
    for _ in range(8):
        positions = forward_kinematics(PARENTS, body.offsets, rotations, root)
        missing = np.where(active, np.maximum(np.linalg.norm(goal - positions[:, upper], axis=-1) - arm, 0.0), 0.0)
        if missing.max() < 1e-3:
            break
        pivot = positions[:, trunk[1]]
        lever = positions[:, upper] - pivot
        vector = logarithm(quaternion_from_matrix(swing(lever, goal - pivot)))
        angle = np.minimum(1.3 * missing / np.linalg.norm(lever, axis=-1), np.linalg.norm(vector, axis=-1))
        angle = np.maximum(np.minimum(angle, _BEND - bent), 0.0)
        bent += angle
        turn = axis_angle(vector, angle / len(trunk))
        for joint in trunk:
            for child in _below(joint):
                # Legs keep standing; the other arm is put back below.
                if child not in _LEGS:
                    rotations[:, child] = turn @ rotations[:, child]
        # The hips go back as the chest goes forwards, to keep the balance.
        away = (goal - pivot) * np.array([1.0, 1.0, 0.0])
        root -= _BALANCE * body.leg * angle[:, None] * unit(away)
    rotations[:, other] = hanging
    positions = forward_kinematics(PARENTS, body.offsets, rotations, root)
    missing = np.where(active, np.maximum(np.linalg.norm(goal - positions[:, upper], axis=-1) - arm, 0.0), 0.0)
    down = np.maximum(positions[:, upper, 2] - goal[:, 2], 0.0)
    apart = np.linalg.norm((goal - positions[:, upper])[:, :2], axis=-1)
    lower = np.maximum(down - np.sqrt(np.maximum(arm**2 - apart**2, 0.0)), 0.0)
    root[:, 2] -= np.where(missing > 0, np.minimum(lower, _CROUCH * body.leg), 0.0) * weight
    return replace(clip, rotations=local_rotations(rotations), root=root)


def _below(joint: int) -> list[int]:
    """``joint`` and all that hangs on it."""
    found = [joint]
    for child, parent in enumerate(PARENTS):
        if parent in found:
            found.append(child)
    return found


def _lifted(clip: Clip, feet: list[Reach]) -> Clip:
    """A foot that goes elsewhere does not touch on the way, nor up there."""
    assert clip.contacts is not None
    contacts = clip.contacts.copy()
    for one in feet:
        first, last = _span(one, clip)
        side = 0 if one.limb.startswith("left") else 1
        weight = _window(clip, first, last, one.ease)
        contacts[weight > 0, 2 * side:2 * side + 2] = False
        if one.point[2] <= _GROUND:
            contacts[first:last + 1, 2 * side + 1] = True
    return replace(clip, contacts=contacts)


def _reached(clip: Clip, one: Reach) -> Clip:
    goal, weight = _goal(clip, one)
    if not weight.any():
        return clip
    _, middle, end = LIMBS[one.limb]
    rotations, offset = clip.global_rotations(), _offset(clip.body, one.limb)
    hand = one.limb.endswith("hand")
    follow = np.swapaxes(rotations[:, middle], -1, -2) @ rotations[:, end]
    # The hand goes along with the forearm, which moves the wrist's goal: a few rounds settle that.
    for _ in range(12 if hand else 1):
        positions = forward_kinematics(PARENTS, clip.body.offsets, rotations, clip.root)
        wrist = goal - transform(rotations[:, end], offset)
        rotations = reach(rotations, positions, one.limb, wrist)
        if hand:
            rotations[:, end] = rotations[:, middle] @ follow
    mixed = local_rotations(rotations)
    keep = weight <= 0
    mixed[keep] = clip.rotations[keep]
    return replace(clip, rotations=mixed)
