# SPDX-License-Identifier: GPL-3.0-or-later
"""BVH (Biovision hierarchy), the text format every animation program reads.

BVH names no units and no axes. Written here: right-handed, Y up, facing +Z, metres (``unit="cm"``
writes centimetres, as motion-capture programs expect), channels Zrotation Xrotation Yrotation in
degrees, applied as R = Rz Rx Ry. Every bone is written in its rest pose with world-aligned axes, as
the format demands; only the root and the travelling joint have position channels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from backend.engine import EngineError
from backend.motion.formats.base import Format, ReadOptions, WriteOptions, read_text
from backend.motion.kinematics import (
    continuous,
    matrix_from_quaternion,
    quaternion_from_matrix,
    rotation_x,
    rotation_y,
    rotation_z,
)
from backend.motion.rig_roles import recognise
from protocol.assets import Motion, Skeleton

#: Z up, facing -Y -> Y up, facing +Z.
_TO_Y_UP = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
_UNITS = {"m": 1.0, "cm": 100.0}
_AXES = {"X": rotation_x, "Y": rotation_y, "Z": rotation_z}
_MAXIMUM_JOINTS, _MAXIMUM_VALUES = 4096, 400_000_000


def write_bvh(path: str | Path, motion: Motion, unit: str = "m") -> None:
    """Write ``motion``; ``unit`` is "m" or "cm"."""
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
        if joint in moving:
            start = places[joint] - (places[parents[joint]] if parents[joint] >= 0 else 0)
            columns.append(start + (travel if joint == motion.root_joint else np.zeros_like(travel)))
        columns.append(_euler_zxy(turns[:, joint]))
    table = np.concatenate(columns, axis=1)
    lines += ["MOTION", f"Frames: {len(table)}", f"Frame Time: {1 / motion.fps:.8f}"]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")
        np.savetxt(file, table, fmt="%.6f")


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
        yield f"{pad}{'ROOT' if parent < 0 else 'JOINT'} {skeleton.names[joint].replace(' ', '_')}"
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


class _Reader:
    """Words of the hierarchy with the line they stand on, for error messages."""

    def __init__(self, lines: list[str], name: str) -> None:
        self.words = [(word, number) for number, line in enumerate(lines, 1) for word in line.split()]
        self.at, self.name = 0, name

    def fail(self, reason: str) -> EngineError:
        line = self.words[min(self.at, len(self.words) - 1)][1] if self.words else 1
        return EngineError(f"{self.name}, line {line}: {reason}.", "Export the file again as BVH.", "bad_file")

    def next(self) -> str:
        if self.at >= len(self.words):
            raise self.fail("the hierarchy ends too early")
        self.at += 1
        return self.words[self.at - 1][0]

    def expect(self, word: str) -> None:
        if (found := self.next()) != word:
            self.at -= 1
            raise self.fail(f"expected {word!r}, found {found!r:.40}")

    def number(self) -> float:
        word = self.next()
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.at -= 1
            raise self.fail(f"{word!r:.40} is not a number")
        return value


def read_bvh(path: str | Path, unit: str = "m") -> Motion:
    """Read a BVH whose lengths are in ``unit`` ("m" or "cm"), Y up. Raises :class:`EngineError` for a broken file.

    The travelling joint is the first whose position changes; roles are told from the names.
    """
    path = Path(path)
    lines = read_text(path).splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip() == "MOTION"), None)
    if start is None:
        raise EngineError(f"{path.name} has no MOTION section.", "Export the file again as BVH.", "bad_file")
    names, parents, offsets, channels, ends = _read_hierarchy(_Reader(lines[:start], path.name))
    fps, table = _read_table(lines[start + 1:], sum(map(len, channels)), path.name)
    skeleton = _skeleton(path.stem, names, parents, offsets / _UNITS[unit] @ _TO_Y_UP, ends, unit)
    return _motion(path.stem, skeleton, offsets, channels, table, fps, _UNITS[unit])


def _read_hierarchy(reader: _Reader) -> tuple[list[str], list[int], np.ndarray, list[list[str]], dict[int, np.ndarray]]:
    names: list[str] = []
    parents: list[int] = []
    offsets: list[list[float]] = []
    channels: list[list[str]] = []
    ends: dict[int, np.ndarray] = {}
    open_joints: list[int] = []
    reader.expect("HIERARCHY")
    while reader.at < len(reader.words):
        word = reader.next()
        if word in ("ROOT", "JOINT"):
            if (word == "JOINT") != bool(open_joints) or len(names) >= _MAXIMUM_JOINTS:
                raise reader.fail(f"a {word} is not allowed here")
            name = reader.next()
            names.append(name if name not in names else f"{name}.{len(names)}")
            parents.append(open_joints[-1] if open_joints else -1)
            reader.expect("{")
            reader.expect("OFFSET")
            offsets.append([reader.number() for _ in range(3)])
            reader.expect("CHANNELS")
            kinds = [reader.next() for _ in range(int(reader.number()))]
            if any(kind[1:] not in ("position", "rotation") or kind[:1] not in _AXES for kind in kinds):
                raise reader.fail("unknown channel")
            channels.append(kinds)
            open_joints.append(len(names) - 1)
        elif word == "End" and open_joints:
            for expected in ("Site", "{", "OFFSET"):
                reader.expect(expected)
            ends[open_joints[-1]] = np.array([reader.number() for _ in range(3)])
            reader.expect("}")
        elif word == "}" and open_joints:
            open_joints.pop()
        else:
            raise reader.fail(f"unexpected {word!r:.40}")
    if open_joints or not names:
        raise reader.fail("the hierarchy ends too early")
    return names, parents, np.array(offsets), channels, ends


def _read_table(lines: list[str], width: int, name: str) -> tuple[float, np.ndarray]:
    try:
        rows = [line for line in lines if line.strip()]
        frames, time = int(rows[0].split(":")[1]), float(rows[1].split(":")[1])
        if frames < 1 or frames * width > _MAXIMUM_VALUES or not 1e-3 <= time <= 10:
            raise ValueError
        table = np.array(" ".join(rows[2:2 + frames]).split(), dtype=np.float64).reshape(-1, width)
        if len(table) != frames or not np.isfinite(table).all():
            raise ValueError
    except (ValueError, IndexError):
        raise EngineError(f"The frames of {name} are incomplete or damaged.", "Export the file again as BVH.",
                          "bad_file") from None
    # Frame times are written rounded: 0.0333333 is 30 fps.
    fps = 1 / time
    return (float(round(fps)) if abs(fps - round(fps)) < 2e-3 * fps else fps), table


def _skeleton(name: str, names: list[str], parents: list[int], offsets: np.ndarray, ends: dict[int, np.ndarray],
              unit: str) -> Skeleton:
    """A skeleton in Z-up metres: bones point at the mean of their children, else at their end site."""
    heads = np.zeros_like(offsets)
    for joint, parent in enumerate(parents):
        heads[joint] = offsets[joint] + (heads[parent] if parent >= 0 else 0)
    tails = np.empty_like(heads)
    size = max(float(np.ptp(heads, axis=0).max()), 1e-3)
    for joint, parent in enumerate(parents):
        children = [child for child, above in enumerate(parents) if above == joint]
        if children:
            along = heads[children].mean(axis=0) - heads[joint]
        else:
            along = ends.get(joint, np.zeros(3)) / _UNITS[unit] @ _TO_Y_UP
        if np.linalg.norm(along) < 1e-4 * size:
            along = (heads[joint] - heads[parent]) * 0.5 if parent >= 0 else np.array([0.0, 0.0, 0.1 * size])
        if np.linalg.norm(along) < 1e-4 * size:
            along = np.array([0.0, 0.0, 0.05 * size])
        tails[joint] = heads[joint] + along
    upright = np.abs((tails - heads) / np.linalg.norm(tails - heads, axis=1, keepdims=True))[:, 2] > 0.7
    z_axes = np.where(upright[:, None], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0])
    convention, roles = recognise(names)
    return Skeleton(name=name, names=names, parents=np.array(parents, "<i4"), heads=heads.astype("<f4"),
                    tails=tails.astype("<f4"), z_axes=z_axes.astype("<f4"), convention=convention, roles=roles)


def _motion(name: str, skeleton: Skeleton, offsets: np.ndarray, channels: list[list[str]], table: np.ndarray,
            fps: float, scale: float) -> Motion:
    frames = len(table)
    rest = skeleton.rest_rotations()
    rotations = np.empty((frames, len(channels), 4))
    root, travel = 0, np.zeros((frames, 3))
    column = 0
    for joint, kinds in enumerate(channels):
        turn = np.broadcast_to(np.eye(3), (frames, 3, 3))
        place = np.tile(offsets[joint], (frames, 1))
        for kind in kinds:
            if kind[1:] == "position":
                place[:, "XYZ".index(kind[0])] = table[:, column]
            else:
                turn = turn @ _AXES[kind[0]](np.radians(table[:, column]))
            column += 1
        moved = (place - offsets[joint]) / scale @ _TO_Y_UP
        if np.abs(moved).max() > 1e-6 and np.abs(travel).max() < 1e-6:
            root, travel = joint, moved
        frame = _TO_Y_UP @ rest[joint]
        rotations[:, joint] = quaternion_from_matrix(frame.T @ turn @ frame)
    return Motion(name=name, fps=fps, skeleton=skeleton, rotations=continuous(rotations).astype("<f4"),
                  root_translation=travel.astype("<f4"), root_joint=root)


def _read(path: Path, options: ReadOptions) -> list[Motion]:
    return [read_bvh(path, "m" if options.unit == "auto" else options.unit)]


def _write(path: Path, motions: Sequence[Motion], options: WriteOptions) -> None:
    write_bvh(path, motions[0], options.unit or "m")


FORMAT = Format("bvh", (".bvh",), "BVH (Biovision hierarchy)", _read, _write, packed=True)
