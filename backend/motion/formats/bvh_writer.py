# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing BVH: right-handed, Y up, facing +Z, metres (``unit="cm"`` writes centimetres, as motion-capture
programs expect), channels Zrotation Xrotation Yrotation in degrees, applied as R = Rz Rx Ry.

Every bone is written in its rest pose with world-aligned axes, as the format demands; only the root and the
travelling joint have position channels.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from backend.engine import EngineError
from backend.motion.kinematics import matrix_from_quaternion
from protocol.assets import Motion, Skeleton

#: Z up, facing -Y -> Y up, facing +Z.
_TO_Y_UP = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
_UNITS = {"m": 1.0, "cm": 100.0}


def write_bvh(path: str | Path, motion: Motion, unit: str = "m") -> None:
    """Write ``motion``; ``unit`` is "m" or "cm". Raises :class:`EngineError` (``invalid_parameter``) for another."""
    if unit not in _UNITS:
        raise EngineError(f"BVH is written in m or cm, not in {unit!r:.40}.", "Choose one of the two.",
                          "invalid_parameter")
    scale = _UNITS[unit]
    motion.validate()
    skeleton = motion.skeleton
    parents = skeleton.parents
    order = list(_depth_first(parents))
    turns = _world_aligned(motion)
    places = (skeleton.heads.astype(np.float64) @ _TO_Y_UP.T) * scale
    tails = (skeleton.tails.astype(np.float64) @ _TO_Y_UP.T) * scale
    moving = {joint for joint in order if parents[joint] < 0} | {motion.root_joint}
    lines = ["HIERARCHY", *_hierarchy(skeleton, places, tails, moving)]
    columns = []
    travel = (motion.root_translation.astype(np.float64) @ _TO_Y_UP.T) * scale
    for joint in order:
        if joint == motion.root_joint:
            columns.append(_inside_parent(places, parents, turns, joint, places[joint] + travel))
        elif joint in moving:
            columns.append(np.tile(places[joint], (len(travel), 1)))
        columns.append(_euler_zxy(turns[:, joint]))
    table = np.concatenate(columns, axis=1)
    lines += ["MOTION", f"Frames: {len(table)}", f"Frame Time: {1 / motion.fps:.8f}"]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")
        np.savetxt(file, table, fmt="%.6f")


def _inside_parent(places: np.ndarray, parents: np.ndarray, turns: np.ndarray, joint: int,
                   path: np.ndarray) -> np.ndarray:
    """(T, 3): the world path of a joint as its parent, which the joints above it turn, sees it."""
    chain: list[int] = []
    while parents[joint] >= 0:
        joint = int(parents[joint])
        chain.insert(0, joint)
    if not chain:
        return path
    place, world = np.tile(places[chain[0]], (len(path), 1)), turns[:, chain[0]]
    for above, below in pairwise(chain):
        place = place + world @ (places[below] - places[above])
        world = world @ turns[:, below]
    return ((path - place)[:, None] @ world)[:, 0]


def _depth_first(parents: np.ndarray) -> Iterator[int]:
    """Joints in the order a BVH hierarchy lists them."""
    waiting = [joint for joint in range(len(parents)) if parents[joint] < 0][::-1]
    while waiting:
        joint = waiting.pop()
        yield joint
        waiting += [child for child in range(len(parents)) if parents[child] == joint][::-1]


def _world_aligned(motion: Motion) -> np.ndarray:
    """(T, J, 3, 3) local rotations in Y-up world axes, as if every rest frame were the world's."""
    rest = motion.skeleton.rest_rotations()
    basis = matrix_from_quaternion(motion.rotations)
    # D_parent^T D_joint = R B R^T with R the rest frame of the joint.
    turn = _TO_Y_UP @ rest
    return turn @ basis @ np.swapaxes(turn, -1, -2)


def _euler_zxy(matrices: np.ndarray) -> np.ndarray:
    """(T, 3) degrees z, x, y of R = Rz Rx Ry, unwrapped over time."""
    x = np.arcsin(np.clip(matrices[:, 2, 1], -1, 1))
    z = np.arctan2(-matrices[:, 0, 1], matrices[:, 1, 1])
    y = np.arctan2(-matrices[:, 2, 0], matrices[:, 2, 2])
    locked = np.abs(matrices[:, 2, 1]) > 1 - 1e-9
    z = np.where(locked, np.arctan2(matrices[:, 1, 0], matrices[:, 0, 0]), z)
    y = np.where(locked, 0.0, y)
    return np.degrees(np.unwrap(np.stack([z, x, y], -1), axis=0))


def _hierarchy(skeleton: Skeleton, places: np.ndarray, tails: np.ndarray, moving: set[int]) -> Iterator[str]:
    parents = skeleton.parents
    names = _words(skeleton.names)
    depth: list[int] = []

    def close(level: int) -> Iterator[str]:
        while len(depth) > level:
            depth.pop()
            yield "  " * len(depth) + "}"

    level_of: dict[int, int] = {}
    for joint in _depth_first(parents):
        parent = int(parents[joint])
        level = level_of[joint] = 0 if parent < 0 else level_of[parent] + 1
        yield from close(level)
        pad = "  " * level
        start = places[joint] - (places[parent] if parent >= 0 else 0)
        yield f"{pad}{'ROOT' if parent < 0 else 'JOINT'} {names[joint]}"
        yield pad + "{"
        depth.append(joint)
        yield f"{pad}  OFFSET {start[0]:.6f} {start[1]:.6f} {start[2]:.6f}"
        position = "Xposition Yposition Zposition " if joint in moving else ""
        yield f"{pad}  CHANNELS {6 if position else 3} {position}Zrotation Xrotation Yrotation"
        if not (parents == joint).any():
            end = tails[joint] - places[joint]
            yield from (f"{pad}  End Site", pad + "  {",
                        f"{pad}    OFFSET {end[0]:.6f} {end[1]:.6f} {end[2]:.6f}", pad + "  }")
    yield from close(0)


def _words(names: list[str]) -> list[str]:
    """Names of one word each, still distinct: BVH separates by white space."""
    result: list[str] = []
    for name in names:
        word = "_".join(name.replace("{", "(").replace("}", ")").split()) or "joint"
        while word in result:
            word += "_"
        result.append(word)
    return result
