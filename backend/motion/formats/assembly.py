# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a motion file says to a :class:`~protocol.assets.Motion`: metres, Z up, facing -Y, standing on z = 0.

Readers fill a :class:`Raw` in the file's own unit and axes, with rotations as if every bone's rest frame
were the world's; :func:`assemble` guesses what the file leaves open and says so in the notes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.motion.formats import axes
from backend.motion.formats.base import ReadOptions, bad_file
from backend.motion.formats.landmarks import Landmarks
from backend.motion.formats.raw import Raw, places
from backend.motion.formats.rest_pose import stood_up, with_straight_legs
from backend.motion.kinematics import continuous, quaternion_from_matrix, unit
from backend.motion.quaternions import globals_of, multiply, turned
from backend.motion.rig_roles import recognise
from protocol.assets import Motion, Skeleton

#: Frames looked at to guess axes, floor and rest pose.
_LOOKED = 120
#: A skeleton no larger than this, in any unit, is a point: files write six decimals.
_POINT = 1e-6
#: A first frame counts as a stray rest pose when the joints jump this much further (mean, radians) than usual.
_JUMP, _JUMP_RATIO = 0.08, 8.0


def assemble(raw: Raw, options: ReadOptions) -> Motion:
    """``raw`` as a Motion; appends to ``options.notes`` what was guessed."""
    body = Landmarks(raw.names, raw.parents)
    _check_extent(raw, body)
    looked = np.unique(np.linspace(0, len(raw.turns) - 1, min(_LOOKED, len(raw.turns))).astype(int))
    exact = not raw.trusted and not axes.stands(body, raw.heads)
    if exact:
        raw = stood_up(raw, body, looked, options.notes)
    elif body.whole and not raw.exact_ends:
        raw = with_straight_legs(raw, body)
    if not raw.trusted and (shorter := without_stray_pose(raw, options.notes)) is not raw:
        raw, looked = shorter, np.maximum(looked - 1, 0)
    rest_turn, world_turn = _turns(raw, body, looked, options, exact)
    scale = _scale(raw, body, options)
    heads = scale * raw.heads @ rest_turn.T
    path = scale * raw.path @ world_turn.T
    quaternions = raw.turns.copy()
    inner = np.flatnonzero(raw.parents >= 0)
    quaternions[:, inner] = turned(raw.turns[:, inner], rest_turn)
    across = quaternion_from_matrix(world_turn), quaternion_from_matrix(rest_turn.T)
    for joint in np.flatnonzero(raw.parents < 0):
        quaternions[:, joint] = multiply(multiply(across[0], raw.turns[:, joint]), across[1])
    ends = {joint: scale * rest_turn @ end for joint, end in raw.ends.items()}
    if body.whole:
        ends = _with_feet(body, raw, heads, ends)
        heads, path = _grounded(body, raw, heads, path, quaternions[looked], looked, options.notes)
    z_axes = None if raw.z_axes is None else raw.z_axes @ rest_turn.T
    skeleton = skeleton_of(raw, heads, ends, z_axes)
    rest = skeleton.rest_rotations()
    basis = turned(quaternions, np.swapaxes(rest, -1, -2))
    basis /= np.linalg.norm(basis, axis=-1, keepdims=True)
    # From its place at rest, wherever the joints above would take it.
    travel = path - heads[raw.root]
    return Motion(name=raw.name, fps=raw.fps, skeleton=skeleton, rotations=continuous(basis).astype("<f4"),
                  root_translation=travel.astype("<f4"), root_joint=raw.root, loop=raw.loop, caption=raw.caption,
                  contacts=None if raw.contacts is None else raw.contacts.astype("u1"))


def _check_extent(raw: Raw, body: Landmarks) -> None:
    """Raise ``bad_file`` for a skeleton that is one point, or whose legs are; single bones may have no length."""
    remedy = "Export it again with the lengths of its bones."
    path = raw.path_of_file or raw.name
    ends = [raw.heads[joint] + end for joint, end in raw.ends.items()]
    size = float(np.ptp([*raw.heads, *ends], axis=0).max())
    if len(raw.names) > 1 and not size > _POINT and (body.whole or not raw.prop):
        bad_file(path, "all joints are at the same place, the skeleton has no extent", line=raw.line_of(0),
                 element=f"joint {raw.names[0]!r:.60}", remedy=remedy)
    if body.whole and not axes.leg_length(body, raw.heads) > 1e-5 * size:
        knee = body.index.get("left_knee", body.index["left_ankle"])
        bad_file(path, "the legs have no length from hip to ankle", line=raw.line_of(knee),
                 element=f"joint {raw.names[knee]!r:.60}", remedy=remedy)


def without_stray_pose(raw: Raw, notes: list[str]) -> Raw:
    """Motion-capture exports often start with one frame of the rest pose."""
    if len(raw.turns) < 8:
        return raw
    few = raw.turns[:8]
    steps = 2 * np.arccos(np.clip(np.abs((few[1:] * few[:-1]).sum(-1)), 0, 1)).mean(-1)
    if steps[0] < max(_JUMP, _JUMP_RATIO * float(np.median(steps[1:]))):
        return raw
    notes.append(f"The first frame of {raw.name} is a pose apart from the rest; it was left out.")
    return replace(raw, turns=raw.turns[1:], path=raw.path[1:],
                   contacts=None if raw.contacts is None else raw.contacts[1:])


def _turns(raw: Raw, body: Landmarks, looked: np.ndarray, options: ReadOptions,
           exact: bool) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (3, 3) of the rest pose and of the world to Z up, facing -Y."""
    asked = axes.axis_named(options.up if options.up != "auto" else raw.up or "auto")
    if not body.whole:
        turn = axes.basis(asked if asked is not None else np.array([0.0, 1.0, 0.0]), None)
        return turn, turn
    rest_up = body.top(raw.heads) - body.ankles(raw.heads)
    across = body.leftwards(raw.heads)
    if raw.trusted and asked is not None:
        turn = axes.basis(asked, across)
        return turn, turn
    world = globals_of(raw.turns[looked], raw.parents)
    posed = places(raw.parents, raw.heads, world, raw.root, raw.path[looked])
    up, certainty = axes.upward(unit(body.top(posed) - body.ankles(posed)))
    rest_axis, _ = axes.upward(unit(rest_up)[None])
    lying = certainty < 0.9 or not _at_leg_height(body, raw, posed, up)
    if asked is not None:
        up = asked
    elif not exact and (up @ rest_axis > 0.5 or lying):
        up = rest_axis
    if abs(up[1]) < 0.5 or up[1] < 0:
        options.notes.append(f"{raw.name}: {'-' if up.sum() < 0 else ''}{'XYZ'[int(np.abs(up).argmax())]} is up.")
    if exact:
        return axes.basis(rest_up, across, snap=False), axes.basis(up, None)
    if up @ rest_axis > 0.5:
        turn = axes.basis(up, across)
        return turn, turn
    return axes.basis(rest_up, across), axes.basis(up, None)


def _at_leg_height(body: Landmarks, raw: Raw, posed: np.ndarray, up: np.ndarray) -> bool:
    """Whether the hips are about a leg above the world's origin along ``up``, as in a person standing there."""
    height = float(np.median(body.hips(posed) @ up))
    return 0.7 < height / max(axes.leg_length(body, raw.heads), 1e-9) < 1.4


def _scale(raw: Raw, body: Landmarks, options: ReadOptions) -> float:
    if options.unit != "auto":
        return axes.metres(options.unit)
    if raw.unit is not None:
        return raw.unit
    leg = axes.leg_length(body, raw.heads) if body.whole else 0.0
    reach = raw.heads if not raw.ends else np.concatenate(
        [raw.heads, [raw.heads[joint] + end for joint, end in raw.ends.items()]])
    size = float(np.ptp(reach, axis=0).max())
    if body.whole:  # how tall it stands up to its highest joint: arms may span more, and heads and hats rise high
        size = float(np.ptp(raw.heads @ unit(body.top(raw.heads) - body.ankles(raw.heads)))) or size
    scale, name = axes.guess_unit(leg, size)
    if name in ("m", "cm") and leg > 0 and not axes.usual_leg(scale * leg):
        options.notes.append(f"{raw.name}: lengths are taken as {name}; the figure is {scale * size:.3g} m tall up to "
                             "its highest joint, with legs unlike a person's. --unit sets another.")
    elif name != "m":
        options.notes.append(f"{raw.name}: lengths are taken as {name} by the size of the body." if name else
                             f"{raw.name}: the body fits no known unit; one unit is taken as {scale:.4g} m, "
                             "which makes it 1.7 m tall.")
    return scale


def _with_feet(body: Landmarks, raw: Raw, heads: np.ndarray, ends: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
    """Ends of feet where nothing follows the ankle: forwards and down, of usual size for the leg's length."""
    leg = axes.leg_length(body, heads)
    missing = [joint for side in ("left", "right") if (joint := body.index[f"{side}_ankle"]) not in ends
               and not (raw.parents == joint).any()]
    return {**ends, **{joint: leg * np.array([0.0, -0.16, -0.06]) for joint in missing}}


def _grounded(body: Landmarks, raw: Raw, heads: np.ndarray, path: np.ndarray, quaternions: np.ndarray,
              looked: np.ndarray, notes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The rest pose standing on z = 0 as high as the recorded feet do; the path raised from below the floor."""
    feet = body.feet()
    leg = axes.leg_length(body, heads)
    posed = places(raw.parents, heads, globals_of(quaternions, raw.parents), raw.root, path[looked])
    soles = posed[:, feet, 2].min(axis=1)
    lowest = float(np.quantile(soles, 0.05))
    resting = float(heads[feet, 2].min())
    if not -0.01 * leg <= resting < 0.15 * leg:
        wanted = lowest if 0 <= lowest < 0.12 * leg else 0.015 * leg
        heads = heads + np.array([0.0, 0.0, wanted - resting])
        resting = wanted
    if not raw.trusted and (lowest < -0.06 * leg or lowest > 0.4 * leg):
        notes.append(f"{raw.name}: the feet were {lowest:+.2f} m off the floor; the path was moved onto it.")
        path = path + np.array([0.0, 0.0, resting - lowest])
    return heads, path


def skeleton_of(raw: Raw, heads: np.ndarray, ends: dict[int, np.ndarray], z_axes: np.ndarray | None) -> Skeleton:
    """Bones of places ``heads`` in Z-up metres: they point at the mean of their children, else at their end."""
    children: dict[int, list[int]] = {}
    for joint, parent in enumerate(raw.parents):
        children.setdefault(int(parent), []).append(joint)
    size = max(float(np.ptp(heads, axis=0).max(initial=0.0)), 1e-3)
    least = max(1e-4 * size, 2 * Skeleton.MINIMUM_LENGTH)
    tails = np.empty_like(heads)
    for joint, parent in enumerate(raw.parents):
        options = [ends[joint]] if joint in ends else []
        if joint in children:
            towards = heads[children[joint]].mean(axis=0) - heads[joint]
            options.insert(len(options) if raw.exact_ends else 0, towards)
        if parent >= 0:
            options.append(0.5 * (heads[joint] - heads[parent]))
        options.append(np.array([0.0, 0.0, 0.05 * size]))
        tails[joint] = heads[joint] + next(each for each in options if np.linalg.norm(each) >= least)
    along = unit(tails - heads)
    if z_axes is None or (np.linalg.norm(np.cross(along, z_axes), axis=1) < 1e-3).any():
        # Upright bones roll with Z to the back, lying ones with Z upwards.
        z_axes = np.where((np.abs(along[:, 2]) > 0.7)[:, None], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0])
    convention, roles = raw.convention, raw.roles
    if not roles:
        convention, roles = recognise(raw.names)
    return Skeleton(name=raw.name, names=list(raw.names), parents=np.asarray(raw.parents, "<i4"),
                    heads=heads.astype("<f4"), tails=tails.astype("<f4"), z_axes=z_axes.astype("<f4"),
                    convention=convention, roles=dict(roles))
