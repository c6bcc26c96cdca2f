# SPDX-License-Identifier: GPL-3.0-or-later
"""Motions from joints whose matrices are known in the file's world: what glTF, FBX and .blend files give.

Such files may move, scale and shear every joint; a :class:`~protocol.assets.Motion` turns joints and moves one.
Scale is taken out of the frames. Joints that travel with another joint than their parent, as feet baked from
inverse kinematics do, are hung below that one; other translations are left out, and the notes say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from backend.motion.formats import axes
from backend.motion.formats.assembly import Raw, assemble, without_stray_pose
from backend.motion.formats.base import ReadOptions
from backend.motion.formats.landmarks import Landmarks
from backend.motion.kinematics import quaternion_from_matrix
from backend.motion.quaternions import locals_of
from protocol.assets import Motion

#: Frames evaluated at once, times joints: bounds the memory.
_CHUNK = 200_000
#: Frames of each take, and of all together, looked at to find how joints hang together.
_LOOKED, _LOOKED_TOTAL = 48, 1500
#: Of the figure's size: a joint that leaves its place by more is loose; one that keeps it by less is held.
_LOOSE, _HELD = 0.015, 0.012
#: Lengths of legs, in metres, from a puppet's to a giant's.
_LEGS = (0.15, 4.0)
_END = re.compile(r"(_end|_nub|_tip|_leaf|[._ ]?end ?site)(\.\d+)?$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Take:
    """One animation: ``world(frames)`` gives the joints' matrices (N, J, 4, 4) in the frames (N,)."""

    name: str
    fps: float
    frames: int
    world: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """J joints, parents before children, in the file's axes, in what it takes for metres."""

    names: list[str]
    parents: np.ndarray
    #: (J, 4, 4) at rest.
    rest: np.ndarray
    takes: list[Take]
    up: str = "y"
    #: Such files hold motion capture, which likes to start with a frame of the rest pose.
    recorded: bool = False
    #: (J, 3) ends of the bones, where the file has bones.
    tails: np.ndarray | None = None
    #: Joint -> from its head to its end; filled from end markers here.
    ends: dict[int, np.ndarray] = field(default_factory=dict)
    #: The file, for messages.
    path: Path | None = None

    def __len__(self) -> int:
        return len(self.names)


def motions_of(tree: Hierarchy, options: ReadOptions) -> list[Motion]:
    """A motion a take, on one skeleton where the rest pose is upright."""
    tree = _without_ends(tree)
    samples = _samples(tree)
    tree, samples = _rehung(tree, samples, options.notes)
    body = Landmarks(tree.names, tree.parents)
    root = _travelling(tree, body, samples, options.notes)
    result = []
    for number, take in enumerate(tree.takes):
        options.update(0.2 + 0.8 * number / len(tree.takes), f"reading {take.name}"[:80])
        raw = _raw(tree, take, root)
        raw.trusted = not body.whole or axes.stands(body, raw.heads)
        if tree.recorded and raw.trusted:
            raw = without_stray_pose(raw, options.notes)
        # These formats name their unit. Where the legs say that it is another one, it is told from them.
        if not body.whole or _LEGS[0] < axes.leg_length(body, raw.heads) < _LEGS[1]:
            raw.unit = 1.0
        result.append(assemble(raw, options))
    return result


def frames_of(matrices: np.ndarray, handed: np.ndarray | float = 1.0) -> np.ndarray:
    """Rotations (..., 3, 3) in matrices (..., 4, 4), without scale and shear; Y is kept, then X.

    ``handed`` (...) is -1 where the frame shall be left-handed. A squashed frame becomes NaN.
    """
    x, y = matrices[..., :3, 0], matrices[..., :3, 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        y = y / np.linalg.norm(y, axis=-1, keepdims=True)
        x = x - (x * y).sum(-1, keepdims=True) * y
        x = x / np.linalg.norm(x, axis=-1, keepdims=True)
    return np.stack([x, y, np.cross(x, y) * np.asarray(handed)[..., None]], -1)


def _without_ends(tree: Hierarchy) -> Hierarchy:
    """End markers ("Hand_end") tell where bones end and are no joints."""
    inner = set(tree.parents.tolist())
    marks = [joint for joint, name in enumerate(tree.names)
             if joint not in inner and tree.parents[joint] >= 0 and _END.search(name)]
    if not marks:
        return tree
    ends = dict(tree.ends)
    for joint in marks:
        parent = int(tree.parents[joint])
        ends.setdefault(parent, tree.rest[joint, :3, 3] - tree.rest[parent, :3, 3])
    kept = np.array(sorted(set(range(len(tree))) - set(marks)))
    return _selected(tree, kept, tree.parents, ends)


def _selected(tree: Hierarchy, order: np.ndarray, parents: np.ndarray, ends: dict[int, np.ndarray]) -> Hierarchy:
    """The joints ``order``, whose ``parents`` and ``ends`` are given in old numbers."""
    new = {int(old): number for number, old in enumerate(order)}

    def world_of(take: Take) -> Callable[[np.ndarray], np.ndarray]:
        return lambda frames: take.world(frames)[:, order]

    return replace(
        tree, names=[tree.names[old] for old in order], rest=tree.rest[order],
        parents=np.array([new.get(int(parents[old]), -1) for old in order], dtype=int),
        tails=None if tree.tails is None else tree.tails[order],
        ends={new[joint]: end for joint, end in ends.items() if joint in new},
        takes=[replace(take, world=world_of(take)) for take in tree.takes])


def _samples(tree: Hierarchy) -> np.ndarray:
    """(S, J, 4, 4): some frames of every take."""
    each = int(np.clip(_LOOKED_TOTAL // len(tree.takes), 4, _LOOKED))
    found = []
    for take in tree.takes[:_LOOKED_TOTAL // 4]:
        frames = np.unique(np.linspace(0, take.frames - 1, min(each, take.frames)).astype(int))
        found.append(take.world(frames))
    return np.concatenate(found)


def _size(tree: Hierarchy) -> float:
    return max(float(np.ptp(tree.rest[:, :3, 3], axis=0).max()), 1e-9)


def _leaving(places: np.ndarray, holder: np.ndarray, rest_place: np.ndarray,
             rest_holder: np.ndarray) -> tuple[float, float]:
    """How far ``places`` (S, 3) leave their rest place as seen by the holders (S, 4, 4), in the file's unit:
    (median, the most but for the worst 5 %, which are bad frames)."""
    seen = ((places - holder[:, :3, 3])[:, None] @ frames_of(holder))[:, 0]
    rest = (rest_place - rest_holder[:3, 3]) @ frames_of(rest_holder)
    usual, most = np.quantile(np.linalg.norm(seen - rest, axis=-1), [0.5, 0.95])
    return float(usual), float(most)


def _sound(matrices: np.ndarray) -> bool:
    return bool((np.abs(np.linalg.det(matrices[..., :3, :3])) > 1e-12).all())


def _rehung(tree: Hierarchy, samples: np.ndarray, notes: list[str]) -> tuple[Hierarchy, np.ndarray]:
    """Joints that leave their place at their parent hung below the joint that holds them."""
    size, parents = _size(tree), tree.parents.copy()
    below: list[set[int]] = [set() for _ in tree.names]
    for joint in range(len(tree) - 1, -1, -1):
        below[joint].add(joint)
        if parents[joint] >= 0:
            below[int(parents[joint])] |= below[joint]
    sound = [_sound(samples[:, joint]) and _sound(tree.rest[joint]) for joint in range(len(tree))]
    loose = {}
    for joint, parent in enumerate(parents.tolist()):
        # What carries most of the joints is the travelling root, not a detached limb.
        if (parent < 0 or sound[parent]) and len(below[joint]) <= 0.3 * len(tree):
            holder, rest = _holder(tree, samples, parent)
            way = _leaving(samples[:, joint, :3, 3], holder, tree.rest[joint, :3, 3], rest)[1]
            if way > _LOOSE * size:
                loose[joint] = way
    moved = []
    for joint, way in loose.items():
        places, rest = samples[:, joint, :3, 3], tree.rest[joint, :3, 3]
        # A leg too short for its goal lets go of the foot now and then: what holds it mostly counts.
        found = []
        for other in range(len(tree)):
            if sound[other] and other not in loose and not _hangs_from(parents, other, joint):
                usual, most = _leaving(places, samples[:, other], rest, tree.rest[other])
                if usual < _HELD * size and most < 0.4 * way:
                    found.append((usual, other))
        if not found:
            continue
        held = [other for usual, other in found if usual < max(2 * min(found)[0], 1e-4 * size)]
        parents[joint] = min(held, key=lambda other: float(np.linalg.norm(tree.rest[other, :3, 3] - rest)))
        moved.append(f"{tree.names[joint]} below {tree.names[int(parents[joint])]}")
    if not moved:
        return tree, samples
    order = _parents_first(parents)
    notes.append("Joints moved by another joint than their parent were hung there: " + ", ".join(moved)[:400] + ".")
    return _selected(tree, order, parents, tree.ends), samples[:, order]


def _holder(tree: Hierarchy, samples: np.ndarray, parent: int) -> tuple[np.ndarray, np.ndarray]:
    """(matrices (S, 4, 4), rest matrix) of a parent; of the world for a joint without one."""
    if parent < 0:
        return np.broadcast_to(np.eye(4), samples[:, 0].shape), np.eye(4)
    return samples[:, parent], tree.rest[parent]


def _hangs_from(parents: np.ndarray, joint: int, above: int) -> bool:
    while joint >= 0 and joint != above:
        joint = int(parents[joint])
    return joint == above


def _parents_first(parents: np.ndarray) -> np.ndarray:
    """An order of the joints of a tree, the given one where possible."""
    order: list[int] = []
    placed: set[int] = {-1}
    waiting = list(range(len(parents)))
    while waiting:
        for joint in waiting:
            if int(parents[joint]) in placed:
                placed.add(joint)
                order.append(joint)
        waiting = [joint for joint in waiting if joint not in placed]
    return np.array(order)


def _travelling(tree: Hierarchy, body: Landmarks, samples: np.ndarray, notes: list[str]) -> int:
    """The joint that carries the travel: the last joint above the legs that moves against its parent."""
    size = _size(tree)
    chain = [_pelvis(tree, body)]
    while tree.parents[chain[-1]] >= 0:
        chain.append(int(tree.parents[chain[-1]]))
    moves = {}
    for joint, parent in enumerate(tree.parents):
        holder, rest = _holder(tree, samples, int(parent))
        if _sound(holder) and _sound(rest):
            moves[joint] = _leaving(samples[:, joint, :3, 3], holder, tree.rest[joint, :3, 3], rest)[1]
    root = next((joint for joint in chain if moves.get(joint, 0.0) > 1e-4 * size), chain[0])
    if moves.get(root, 0.0) <= 1e-4 * size < max(moves.values(), default=0.0):
        root = max(moves, key=lambda joint: moves[joint])
    lost = [tree.names[joint] for joint, way in moves.items()
            if way > 2 * _LOOSE * size and joint != root and joint not in chain]
    if lost:
        notes.append(f"Joints that are pulled off their parents stay on them: {', '.join(lost)[:300]}.")
    return root


def _pelvis(tree: Hierarchy, body: Landmarks) -> int:
    """Where the legs meet; without legs, the deepest joint that carries half of all joints."""
    if body.whole:
        above: list[set[int]] = []
        for side in ("left", "right"):
            joint, line = int(tree.parents[body.index[f"{side}_hip"]]), []
            while joint >= 0:
                line.append(joint)
                joint = int(tree.parents[joint])
            above.append(set(line))
        common = above[0] & above[1]
        if common:
            return max(common)
    count = np.ones(len(tree), int)
    for joint in range(len(tree) - 1, 0, -1):
        if tree.parents[joint] >= 0:
            count[tree.parents[joint]] += count[joint]
    return int(max(np.flatnonzero(count >= 0.5 * len(tree)), default=0))


def _raw(tree: Hierarchy, take: Take, root: int) -> Raw:
    handed = np.where(np.linalg.det(tree.rest[:, :3, :3]) < 0, -1.0, 1.0)
    rest = frames_of(tree.rest, handed)
    squashed = ~np.isfinite(rest).all(axis=(1, 2))
    rest[squashed] = np.eye(3)
    world = np.empty((take.frames, len(tree), 4))
    path = np.empty((take.frames, 3))
    step = max(_CHUNK // len(tree), 1)
    for first in range(0, take.frames, step):
        last = min(first + step, take.frames)
        matrices = take.world(np.arange(first, last))
        frames = frames_of(matrices, handed)
        frames[:, squashed] = np.eye(3)
        turned = frames @ np.swapaxes(rest, -1, -2)
        bad = ~np.isfinite(turned).all(axis=(2, 3))
        if bad.any():  # shrunk to nothing: stays as it is at its parent
            for joint, parent in enumerate(tree.parents):
                turned[bad[:, joint], joint] = np.eye(3) if parent < 0 else turned[bad[:, joint], parent]
        world[first:last] = quaternion_from_matrix(turned)
        path[first:last] = matrices[:, root, :3, 3]
    heads = tree.rest[:, :3, 3].copy()
    ends, z_axes = _bones(tree, rest)
    return Raw(name=take.name, names=list(tree.names), parents=tree.parents, heads=heads,
               turns=locals_of(world, tree.parents), path=path, root=root, fps=take.fps, ends=ends,
               exact_ends=z_axes is not None, z_axes=z_axes, up=tree.up, path_of_file=tree.path, prop=True)


def _bones(tree: Hierarchy, rest: np.ndarray) -> tuple[dict[int, np.ndarray], np.ndarray | None]:
    """(ends, Z axes) of the bones when the joints' Y axes lie along them, as Blender's do; else (ends, None)."""
    heads = tree.rest[:, :3, 3]
    along: dict[int, list[tuple[float, float]]] = {}
    for joint, parent in enumerate(tree.parents):
        if parent >= 0:
            way = heads[joint] - heads[parent]
            length = float(np.linalg.norm(way))
            if length > 1e-4 * _size(tree):
                along.setdefault(int(parent), []).append((float(way @ rest[parent, :, 1]) / length, length))
    single = [found[0][0] for found in along.values() if len(found) == 1]
    if len(single) < 3 or np.mean(np.array(single) > 0.99) < 0.7:
        return dict(tree.ends), None
    ends: dict[int, np.ndarray] = {}
    ankles = [index for key, index in Landmarks(tree.names, tree.parents).index.items() if key.endswith("ankle")]
    for joint, parent in enumerate(tree.parents):
        if tree.tails is not None:
            ends[joint] = tree.tails[joint] - heads[joint]
            continue
        lengths = [cosine * length for cosine, length in along.get(joint, []) if cosine > 0.9]
        if not lengths and joint in tree.ends:
            lengths = [float(np.linalg.norm(tree.ends[joint]))]
        if not lengths and joint in ankles and joint not in tree.parents:
            continue  # a foot without toes does not end where its axis points
        if not lengths:
            above = np.linalg.norm(ends[int(parent)]) if int(parent) in ends else 0.0
            lengths = [0.5 * float(above) or 0.05 * _size(tree)]
        ends[joint] = rest[joint, :, 1] * max(lengths)
    return ends, rest[:, :, 2]
