# SPDX-License-Identifier: GPL-3.0-or-later
"""BVH (Biovision hierarchy), the text format every animation program reads.

BVH names no units and no axes; they are told from the body in it (:mod:`.axes`). Root positions are the
joint's place in the world (most programs) or its distance from the OFFSET (iClone, Blender rigs): told from
where the feet would be. Writing: :mod:`.bvh_writer`.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import numpy as np

from backend.motion.formats.assembly import assemble
from backend.motion.formats.base import (
    MAXIMUM_FRAMES,
    MAXIMUM_JOINTS,
    MAXIMUM_ROTATIONS,
    Format,
    ReadOptions,
    WriteOptions,
    bad_file,
    read_bytes,
    stem_of,
)
from backend.motion.formats.bvh_writer import write_bvh
from backend.motion.formats.raw import Raw, places
from backend.motion.quaternions import from_euler, globals_of, multiply, rotate
from protocol.assets import Motion

__all__ = ["FORMAT", "read_bvh", "write_bvh"]

_CHANNEL = re.compile(r"([XYZ])(position|rotation)$", re.IGNORECASE)
_MOTION = re.compile(rb"^[ \t]*MOTION[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_HEADER = re.compile(rb"\s*Frames\s*:\s*(\S+)\s+Frame\s+Time\s*:\s*(\S+)[ \t]*", re.IGNORECASE)
#: Bytes of a hierarchy of 4,096 joints, generously, and of one number with the blanks around it.
_MAXIMUM_HIERARCHY, _MAXIMUM_NUMBER = 4 << 20, 64
#: No body in a motion file is larger, in any unit.
_MAXIMUM_LENGTH = 1e7


@dataclass
class _Hierarchy:
    names: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    offsets: list[list[float]] = field(default_factory=list)
    #: (kind, axis) of each channel: ("position", 0..2) or ("rotation", 0..2).
    channels: list[list[tuple[str, int]]] = field(default_factory=list)
    ends: dict[int, np.ndarray] = field(default_factory=dict)
    #: Line of each joint's OFFSET.
    lines: list[int] = field(default_factory=list)


class _Words:
    """Words of the hierarchy with the line they stand on, for error messages."""

    def __init__(self, text: str, path: Path) -> None:
        self.words = [(word, number) for number, line in enumerate(text.splitlines(), 1) for word in line.split()]
        self.at, self.path = 0, path

    def fail(self, reason: str) -> NoReturn:
        line = self.words[min(self.at, len(self.words)) - 1][1] if self.words else 1
        bad_file(self.path, reason, line=line, remedy="Export the file again as BVH.")

    def line(self) -> int:
        """The line of the word taken last."""
        return self.words[self.at - 1][1]

    def next(self) -> str:
        if self.at >= len(self.words):
            self.fail("the hierarchy ends too early")
        self.at += 1
        return self.words[self.at - 1][0]

    def peek(self) -> str:
        return self.words[self.at][0].upper() if self.at < len(self.words) else ""

    def expect(self, word: str) -> None:
        if (found := self.next()).upper() != word.upper():
            self.fail(f"expected {word!r}, found {found!r:.40}")

    def number(self) -> float:
        word = self.next()
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not abs(value) <= _MAXIMUM_LENGTH:
            self.fail(f"{word!r:.40} is not a number that makes sense here")
        return value

    def vector(self) -> list[float]:
        return [self.number() for _ in range(3)]


def read_bvh(path: str | Path, unit: str = "auto", options: ReadOptions | None = None) -> Motion:
    """Read a BVH whose lengths are in ``unit`` ("auto": told by the size of the body).

    ``options``, when given, stand in place of ``unit``. The travelling joint is the last of the pelvis' ancestors
    whose position changes. Raises :class:`~backend.engine.EngineError` (``bad_file``) naming file and line.
    """
    path = Path(path)
    options = options or ReadOptions(unit=unit)
    content = read_bytes(path)
    start = _MOTION.search(content)
    if start is None:
        bad_file(path, "has no MOTION section", remedy="Export the file again as BVH.")
    if start.start() > _MAXIMUM_HIERARCHY:
        bad_file(path, f"the hierarchy is {start.start() >> 20} MiB long", remedy="Export the file again as BVH.")
    hierarchy = _read_hierarchy(_Words(content[:start.start()].decode("utf-8-sig", "replace"), path))
    options.update(0.1, "reading frames")
    fps, table = _read_table(path, content, start.end(), hierarchy)
    options.update(0.5, "turning angles into rotations")
    return assemble(_raw(path, hierarchy, table, fps, options), options)


def _read_hierarchy(reader: _Words) -> _Hierarchy:
    tree = _Hierarchy()
    taken: set[str] = set()
    open_joints: list[int] = []
    reader.expect("HIERARCHY")
    while reader.at < len(reader.words):
        word = reader.next().upper()
        if word in ("ROOT", "JOINT"):
            if (word == "JOINT") != bool(open_joints) or len(tree.names) >= MAXIMUM_JOINTS:
                reader.fail(f"a {word} is not allowed here")
            name = reader.next()
            while reader.peek() not in ("{", ""):  # a name of several words
                name += " " + reader.next()
            if name in taken:
                name = f"{name}.{len(tree.names)}"
            taken.add(name)
            tree.names.append(name)
            tree.parents.append(open_joints[-1] if open_joints else -1)
            reader.expect("{")
            reader.expect("OFFSET")
            tree.lines.append(reader.line())
            tree.offsets.append(reader.vector())
            tree.channels.append(_channels(reader))
            open_joints.append(len(tree.names) - 1)
        elif word == "END" and open_joints:
            reader.next()  # "Site", or the name some programs give it
            reader.expect("{")
            reader.expect("OFFSET")
            tree.ends[open_joints[-1]] = np.array(reader.vector())
            reader.expect("}")
        elif word == "}" and open_joints:
            open_joints.pop()
        else:
            reader.fail(f"unexpected {word!r:.40}")
    if open_joints or not tree.names:
        reader.fail("the hierarchy ends too early")
    return tree


def _channels(reader: _Words) -> list[tuple[str, int]]:
    if reader.peek() != "CHANNELS":
        return []
    reader.next()
    count = reader.number()
    if not 0 <= count <= 6 or count != int(count):
        reader.fail(f"a joint has {count:g} channels, expected 0 to 6")
    found = []
    for _ in range(int(count)):
        match = _CHANNEL.match(name := reader.next())
        if match is None:
            reader.fail(f"unknown channel {name!r:.40}")
        found.append((match[2].lower(), "XYZ".index(match[1].upper())))
    if len(set(found)) != len(found):
        reader.fail("a channel appears twice")
    return found


def _read_table(path: Path, content: bytes, start: int, tree: _Hierarchy) -> tuple[float, np.ndarray]:
    """(frames a second, (T, channels)) of what follows the word MOTION."""
    def line_at(place: int) -> int:
        return content.count(b"\n", 0, place) + 1

    header = _HEADER.match(content, start)
    if header is None:
        bad_file(path, "Frames: and Frame Time: are missing behind MOTION", line=line_at(start))
    width = sum(map(len, tree.channels))
    try:
        frames, time = int(header[1]), float(header[2])
    except ValueError:
        bad_file(path, "the number of frames or the frame time is not a number", line=line_at(header.start(1)))
    if frames < 1:
        bad_file(path, f"{frames} frames are announced, expected one or more", line=line_at(header.start(1)),
                 remedy="Export the file again as BVH.")
    if frames > MAXIMUM_FRAMES or frames * len(tree.names) > MAXIMUM_ROTATIONS:
        bad_file(path, f"{frames} frames of {len(tree.names)} joints are announced, more than can be read",
                 line=line_at(header.start(1)), remedy="Cut the file into shorter clips.")
    if not 1e-3 <= time <= 10:
        bad_file(path, f"a frame time of {time:g} s makes no sense", line=line_at(header.start(2)))
    if width == 0:
        bad_file(path, "no joint has channels", line=line_at(start))
    # A frame takes at least a digit and a blank a channel: refuse before memory is taken for what is not there.
    if len(content) - header.end() < frames * (2 * width - 1):
        bad_file(path, f"{frames} frames of {width} values are announced, but the file ends before",
                 line=line_at(len(content)))
    _check_lines(path, content, header.end(), frames, width)
    table = _numbers(content, header.end(), frames)
    if table is None or table.shape != (frames, width) or not np.abs(table).max() <= _MAXIMUM_LENGTH:
        _find_fault(path, content, header.end(), frames, width)
    # Frame times are written rounded: 0.0333333 is 30 fps.
    fps = 1 / time
    return (float(round(fps)) if fps > 2 and abs(fps - round(fps)) < 2e-3 * fps else fps), table


def _check_lines(path: Path, content: bytes, start: int, frames: int, width: int) -> None:
    """Refuse tables whose lines are so many or so long that taking them apart would eat the memory."""
    count = content.count(b"\n", start)
    if count > 2 * frames + 100_000:
        bad_file(path, f"{count} lines for {frames} frames", line=content.count(b"\n", 0, start) + 1)
    ends = np.flatnonzero(np.frombuffer(content, np.uint8, offset=start) == ord("\n"))
    lengths = np.diff(ends, prepend=-1, append=len(content) - start)
    longest = int(lengths.argmax())
    if lengths[longest] > _MAXIMUM_NUMBER * width + 4096:
        bad_file(path, f"{lengths[longest]} bytes for {width} values",
                 line=content.count(b"\n", 0, start) + longest + 1)


def _numbers(content: bytes, start: int, frames: int) -> np.ndarray | None:
    """The first ``frames`` lines from ``start`` on as numbers; None when they do not all have as many."""
    stream = io.BytesIO(content)
    stream.seek(start)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no lines at all: found out by the shape
        try:
            return np.loadtxt(stream, comments=None, ndmin=2, max_rows=frames)
        except (ValueError, OverflowError, MemoryError):
            return None


def _find_fault(path: Path, content: bytes, start: int, frames: int, width: int) -> NoReturn:
    """Raise the error of the first line that is no frame."""
    number = content.count(b"\n", 0, start)
    found = 0
    for line in content[start:].split(b"\n"):
        number += 1
        words = line.split()
        if not words or found == frames:
            continue
        found += 1
        if len(words) != width:
            bad_file(path, f"a frame of {len(words)} values, expected {width}", line=number)
        for word in words:
            try:
                sound = abs(float(word)) <= _MAXIMUM_LENGTH
            except ValueError:
                sound = False
            if not sound:
                bad_file(path, f"{word[:40].decode('utf-8', 'replace')!r} is not a number that makes sense here",
                         line=number)
    if found < frames:
        bad_file(path, f"{found} frames, but {frames} are announced", line=number)
    bad_file(path, "the frames are damaged", line=number)


def _raw(path_of_file: Path, tree: _Hierarchy, table: np.ndarray, fps: float, options: ReadOptions) -> Raw:
    parents = np.array(tree.parents)
    offsets = np.array(tree.offsets)
    turns, positions = _channel_values(tree, table)
    offsets, moving = _rigid(tree, offsets, positions, options.notes)
    heads = np.empty_like(offsets)
    for joint, parent in enumerate(parents):
        heads[joint] = offsets[joint] + (heads[parent] if parent >= 0 else 0)
    root = _travelling(parents, moving)
    path = _path(parents, offsets, turns, {joint: positions[joint] for joint in moving}, root)
    top = root
    while parents[top] >= 0:
        top = int(parents[top])
    if top in positions and _counts_from_offset(parents, heads, turns, root, path, offsets[top]):
        path = path + offsets[top]
    return Raw(name=stem_of(path_of_file), names=tree.names, parents=parents, heads=heads, turns=turns, path=path,
               root=root, fps=fps, ends=tree.ends, path_of_file=path_of_file, lines=tree.lines)


def _channel_values(tree: _Hierarchy, table: np.ndarray) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """(T, J, 4) rotations relative to the parents, and (T, 3) position channels of the joints that have some."""
    turns = np.zeros((len(table), len(tree.names), 4))
    turns[..., 0] = 1
    positions: dict[int, np.ndarray] = {}
    groups: dict[str, list[tuple[int, list[int]]]] = {}
    column = 0
    for joint, kinds in enumerate(tree.channels):
        columns = {}
        for kind, axis in kinds:
            if kind == "position":
                if joint not in positions:
                    positions[joint] = np.tile(np.array(tree.offsets[joint]), (len(table), 1))
                positions[joint][:, axis] = table[:, column]
            else:
                columns["xyz"[axis]] = column
            column += 1
        if columns:
            groups.setdefault("".join(columns), []).append((joint, list(columns.values())))
    for order, members in groups.items():
        angles = np.radians(table[:, [columns for _, columns in members]])
        turns[:, [joint for joint, _ in members]] = from_euler(angles, order)
    return turns, positions


def _rigid(tree: _Hierarchy, offsets: np.ndarray, positions: dict[int, np.ndarray],
           notes: list[str]) -> tuple[np.ndarray, set[int]]:
    """Offsets with what constant position channels say, and the joints that move in their parents."""
    size = max(float(np.abs(offsets).sum(axis=0).max()), 1e-9)
    offsets = offsets.copy()
    moving: set[int] = set()
    dropped = []
    for joint, place in positions.items():
        if tree.parents[joint] < 0:
            moving.add(joint)
            continue
        middle = np.median(place, axis=0)
        if np.linalg.norm(middle - offsets[joint]) > np.linalg.norm(middle):  # counted from the OFFSET
            middle = middle + offsets[joint]
            positions[joint] = place = place + offsets[joint]
        if np.abs(place - middle).max() <= 1e-3 * size:
            offsets[joint] = middle
        elif _spine_only(tree, joint):
            moving.add(joint)
        else:
            offsets[joint] = middle
            dropped.append(tree.names[joint])
    if dropped:
        shown = ", ".join(dropped[:5]) + (" ..." if len(dropped) > 5 else "")
        notes.append(f"Joints that slide in their parents were held still: {shown}.")
    return offsets, moving


def _spine_only(tree: _Hierarchy, joint: int) -> bool:
    """Whether a joint and all its ancestors are only children: a chain of roots above the pelvis."""
    while tree.parents[joint] >= 0:
        if tree.parents.count(tree.parents[joint]) > 1:
            return False
        joint = tree.parents[joint]
    return True


def _travelling(parents: np.ndarray, moving: set[int]) -> int:
    """The lowest moving joint of the first root's chain."""
    best = 0
    for joint in sorted(moving):
        above = joint
        while parents[above] >= 0:
            above = int(parents[above])
        if above == 0:
            best = max(best, joint)
    return best


def _path(parents: np.ndarray, offsets: np.ndarray, turns: np.ndarray, positions: dict[int, np.ndarray],
          root: int) -> np.ndarray:
    """(T, 3) the world place of ``root``, all that moves above it included."""
    chain = [root]
    while parents[chain[-1]] >= 0:
        chain.append(int(parents[chain[-1]]))
    chain.reverse()
    place = np.zeros((len(turns), 3))
    world = np.tile([1.0, 0, 0, 0], (len(turns), 1))
    for joint in chain:
        place = place + rotate(world, positions.get(joint, np.broadcast_to(offsets[joint], place.shape)))
        world = multiply(world, turns[:, joint])
    return place


def _counts_from_offset(parents: np.ndarray, heads: np.ndarray, turns: np.ndarray, root: int, path: np.ndarray,
                        offset: np.ndarray) -> bool:
    """Whether positions of the root count from its OFFSET: then the lowest joint comes nearer to the floor."""
    axis = int(np.abs(offset).argmax())
    if abs(offset[axis]) < 0.05 * float(np.ptp(heads, axis=0).max()):
        return False
    looked = np.unique(np.linspace(0, len(turns) - 1, 60).astype(int))
    posed = places(parents, heads, globals_of(turns[looked], parents), root, path[looked])
    lowest = float(np.median((posed[..., axis] * np.sign(offset[axis])).min(axis=1)))
    return abs(lowest + abs(float(offset[axis]))) < abs(lowest)


def _read(path: Path, options: ReadOptions) -> list[Motion]:
    return [read_bvh(path, options=options)]


def _write(path: Path, motions: Sequence[Motion], options: WriteOptions) -> None:
    write_bvh(path, motions[0], options.unit or "m")


FORMAT = Format("bvh", (".bvh",), "BVH (Biovision hierarchy)", _read, _write, packed=True)
