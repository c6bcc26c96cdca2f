# SPDX-License-Identifier: GPL-3.0-or-later
"""Acclaim's ASF (skeleton) and AMC (motion), the original form of the CMU motion capture database.

An ASF bone lies along ``direction`` and turns about axes given by ``axis``: with C the rotation of those axes and
M that of the AMC's angles, both applied in the order they are named, the bone turns by C M C^-1 relative to
its parent. Lengths are in inches divided by the file's ``length``. AMC tells no frame rate; CMU's is 120.
(M. Schafer, J. Lander: Acclaim skeleton and motion files, as published by the University of Wisconsin.)
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import numpy as np

from backend.motion.formats import axes
from backend.motion.formats.assembly import assemble
from backend.motion.formats.base import (
    MAXIMUM_FRAMES,
    MAXIMUM_JOINTS,
    MAXIMUM_ROTATIONS,
    Format,
    ReadOptions,
    bad_file,
    read_bytes,
    read_text,
    stem_of,
)
from backend.motion.formats.landmarks import Landmarks
from backend.motion.formats.raw import Raw
from backend.motion.quaternions import conjugate, from_euler, multiply
from protocol.assets import Motion

_USUAL_FPS = 120.0
_MAXIMUM = 1e7
#: Ten times the longest trial of CMU.
_MAXIMUM_BYTES = 128 << 20


@dataclass
class _Bone:
    name: str
    line: int
    direction: np.ndarray = field(default_factory=lambda: np.zeros(3))
    length: float = 0.0
    #: Rotation of the bone's own axes.
    frame: np.ndarray = field(default_factory=lambda: np.array([1.0, 0, 0, 0]))
    dof: tuple[str, ...] = ()


@dataclass
class Acclaim:
    """An ASF skeleton: ``bones[0]`` is the root."""

    bones: list[_Bone]
    parents: list[int]
    #: Metres a unit.
    unit: float
    degrees: bool
    position: np.ndarray


class _Lines:
    """Meaningful lines of an ASF, split into words, and where they stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        text = read_text(path, 4 << 20)
        self.lines = [(number, words) for number, line in enumerate(text.splitlines(), 1)
                      if (words := line.split("#")[0].split())]
        #: Where what is missing would have to stand at the latest.
        self.last = max(1, len(text.splitlines()))

    def fail(self, reason: str, line: int | None = None) -> NoReturn:
        bad_file(self.path, reason, line=line, remedy="Download the .asf file again.")

    def numbers(self, line: int, words: list[str], count: int) -> list[float]:
        try:
            values = [float(word) for word in words[:count]]
        except ValueError:
            values = []
        if len(values) != count or not all(abs(value) <= _MAXIMUM for value in values):
            self.fail(f"expected {count} numbers, found {' '.join(words)!r:.60}", line)
        return values

    def rotation(self, line: int, words: list[str], degrees: bool) -> np.ndarray:
        angles = np.array(self.numbers(line, words, 3))
        order = words[3].lower() if len(words) > 3 else "xyz"
        if sorted(order) != ["x", "y", "z"]:
            self.fail(f"{order!r:.20} is no order of axes", line)
        # The first axis named turns first, so it stands last in the product.
        return from_euler((np.radians(angles) if degrees else angles)[::-1], order[::-1])


def read_asf(path: Path) -> Acclaim:
    """The skeleton in an ASF file; raises :class:`~backend.engine.EngineError` (``bad_file``)."""
    source = _Lines(path)
    sections: dict[str, list[tuple[int, list[str]]]] = {}
    current: list[tuple[int, list[str]]] = []
    for number, words in source.lines:
        if words[0].startswith(":"):
            current = sections.setdefault(words[0][1:].lower(), [])
            words = words[1:]
        if words:
            current.append((number, words))
    for wanted in ("root", "bonedata", "hierarchy"):
        if wanted not in sections:
            source.fail(f"has no :{wanted} section", source.last)
    unit, degrees = 1.0, True
    for number, words in sections.get("units", []):
        if words[0].lower() == "length":
            unit = source.numbers(number, words[1:], 1)[0]
            if not 1e-6 < unit < 1e6:
                source.fail(f"a length unit of {unit:g} makes no sense", number)
        elif words[0].lower() == "angle" and len(words) > 1:
            degrees = words[1].lower().startswith("deg")
    root = _Bone("root", source.lines[0][0], dof=("tx", "ty", "tz", "rx", "ry", "rz"))
    position, angles, order = np.zeros(3), ["0", "0", "0"], "xyz"
    for number, words in sections["root"]:
        key = words[0].lower()
        if key == "order":
            root.dof = _dof(source, number, words[1:])
        elif key == "axis" and len(words) > 1:
            order = words[1]
        elif key == "position":
            position = np.array(source.numbers(number, words[1:], 3))
        elif key == "orientation":
            angles, root.line = words[1:4], number
    root.frame = source.rotation(root.line, [*angles, order], degrees)
    bones = [root, *_bones(source, sections["bonedata"], degrees)]
    bones, parents = _hierarchy(source, sections["hierarchy"], bones)
    return Acclaim(bones, parents, 0.0254 / unit, degrees, position)


def _dof(source: _Lines, line: int, words: list[str]) -> tuple[str, ...]:
    found = tuple(word.lower() for word in words)
    if len(set(found)) != len(found) or not set(found) <= {"tx", "ty", "tz", "rx", "ry", "rz", "l"}:
        source.fail(f"{' '.join(words)!r:.60} are no degrees of freedom", line)
    return found


def _bones(source: _Lines, lines: list[tuple[int, list[str]]], degrees: bool) -> list[_Bone]:
    bones: list[_Bone] = []
    names = {"root"}
    bone: _Bone | None = None
    for number, words in lines:
        key = words[0].lower()
        if key == "begin":
            bone = _Bone("", number)
        elif bone is None:
            source.fail(f"{key!r:.40} stands outside of a bone", number)
        elif key == "end":
            if not bone.name or len(bones) >= MAXIMUM_JOINTS:
                source.fail("a bone has no name, or there are too many", number)
            bones.append(bone)
            bone = None
        elif key == "name" and len(words) > 1:
            bone.name, bone.line = words[1], number
            if bone.name in names:
                source.fail(f"the bone {bone.name!r:.40} is there twice", number)
            names.add(bone.name)
        elif key == "direction":
            bone.direction = np.array(source.numbers(number, words[1:], 3))
        elif key == "length":
            bone.length = source.numbers(number, words[1:], 1)[0]
        elif key == "axis":
            bone.frame = source.rotation(number, words[1:], degrees)
        elif key == "dof":
            bone.dof = _dof(source, number, words[1:])
    if bone is not None:
        source.fail("the last bone does not end", bone.line)
    return bones


def _hierarchy(source: _Lines, lines: list[tuple[int, list[str]]],
               bones: list[_Bone]) -> tuple[list[_Bone], list[int]]:
    """Bones with parents before children, and their parents."""
    number_of = {bone.name: index for index, bone in enumerate(bones)}
    above = {0: -1}
    children: dict[int, list[int]] = {}
    for line, words in lines:
        if words[0].lower() in ("begin", "end"):
            continue
        for name in words:
            if name not in number_of:
                source.fail(f"the hierarchy names an unknown bone {name!r:.40}", line)
        parent = number_of[words[0]]
        for child in (number_of[name] for name in words[1:]):
            if child in above:
                source.fail(f"the bone {bones[child].name!r:.40} has two parents", line)
            above[child] = parent
            children.setdefault(parent, []).append(child)
    order = [0]
    for joint in order:
        order += children.get(joint, [])
    if len(order) != len(bones):
        lost = next(bone for index, bone in enumerate(bones) if index not in set(order))
        source.fail(f"the bone {lost.name!r:.40} does not hang below the root", lost.line)
    place = {joint: index for index, joint in enumerate(order)}
    return [bones[joint] for joint in order], [place[above[joint]] if joint else -1 for joint in order]


def find_asf(path: Path) -> Path:
    """The skeleton that belongs to an AMC: of the same name or the subject's ("01_02.amc": "01.asf"), beside it."""
    name = stem_of(path)
    for stem in (name, name.split("_")[0]):
        for suffix in (".asf", ".ASF", ".asf.gz"):
            if (found := path.with_name(stem + suffix)).is_file():
                return found
    bad_file(path, f"its skeleton {name.split('_')[0]}.asf is not beside it",
             remedy="Put the subject's .asf file into the same folder, or name one with --skeleton.")


def read_amc(path: str | Path, options: ReadOptions | None = None) -> Motion:
    """An AMC with the skeleton ``options.skeleton``, else the one beside it. Raises EngineError (``bad_file``)."""
    path, options = Path(path), options or ReadOptions()
    skeleton = read_asf(options.skeleton or find_asf(path))
    options.update(0.1, "reading frames")
    columns, table, degrees = _table(path, skeleton)
    options.update(0.5, "turning angles into rotations")
    fps = options.fps or _USUAL_FPS
    if options.fps is None:
        options.notes.append(f"{path.name}: AMC tells no frame rate; {_USUAL_FPS:g} frames a second are assumed.")
    raw = _raw(stem_of(path), skeleton, columns, table, degrees, fps)
    raw.path_of_file = path
    body = Landmarks(raw.names, raw.parents)
    if not body.whole or 0.35 <= skeleton.unit * axes.leg_length(body, raw.heads) <= 1.6:
        raw.unit = skeleton.unit
    return assemble(raw, options)


def _table(path: Path, skeleton: Acclaim) -> tuple[dict[str, tuple[int, int]], np.ndarray, bool]:
    """Bone -> (first, end) of its columns; (T, columns) numbers; whether angles are in degrees."""
    content = re.sub(rb"#[^\n]*", b"", read_bytes(path, _MAXIMUM_BYTES))
    dofs = {bone.name: len(bone.dof) for bone in skeleton.bones}
    first = re.search(rb"^[ \t]*1[ \t\r]*$", content, re.MULTILINE)
    if first is None:
        bad_file(path, "no frame 1 was found", remedy="Download the .amc file again.")
    degrees = skeleton.degrees if b":RADIANS" not in content[:first.start()].upper() else False
    words = content[first.start():].split()
    # The first frame tells what each frame holds: the frame's number, then a bone's name and its values, and so on.
    at: list[int] = []
    width, known, columns = 1, set(dofs), {}
    while width < len(words) and (name := words[width].decode("utf-8", "replace")) in known:
        known.discard(name)
        columns[name] = len(at), len(at) + dofs[name]
        at += range(width + 1, width + 1 + dofs[name])
        width += 1 + dofs[name]
    frames = len(words) // max(width, 1)
    if frames > MAXIMUM_FRAMES or frames * len(dofs) > MAXIMUM_ROTATIONS:
        bad_file(path, f"{frames} frames are more than can be read", remedy="Cut the file into shorter clips.")
    table = _numbers(words, width, at)
    if table is None or "root" not in columns:
        _find_fault(path, content[first.start():], content.count(b"\n", 0, first.start()) + 1, dofs)
    return columns, table, degrees


def _numbers(words: list[bytes], width: int, at: list[int]) -> np.ndarray | None:
    """(T, len(at)) values of frames of ``width`` words each; None where the frames differ."""
    if len(words) % width or not at:
        return None
    for column in sorted(set(range(1, width)) - set(at)):
        name = words[column]
        if any(word != name for word in words[column::width]):
            return None
    try:
        table = np.array([[float(word) for word in words[column::width]] for column in at]).T
        numbers = np.array([int(word) for word in words[::width]])
    except (ValueError, OverflowError):
        return None
    return table if np.abs(table).max() <= _MAXIMUM and (numbers == np.arange(1, len(numbers) + 1)).all() else None


def _find_fault(path: Path, content: bytes, line: int, dofs: dict[str, int]) -> NoReturn:
    """Raise the error of the first line that does not fit the skeleton or the frames before."""
    remedy = "Download the .amc file again, or name the skeleton it was made with."
    frame = 0
    seen: set[str] = set()
    usual: set[str] = set()
    for number, text in enumerate(content.split(b"\n"), line):
        words = text.decode("utf-8", "replace").split()
        if not words:
            continue
        if len(words) == 1 and words[0] not in dofs:
            if words[0] != str(frame + 1):
                bad_file(path, f"expected frame {frame + 1}, found {words[0]!r:.40}", line=number, remedy=remedy)
            if frame > 0 and seen != (usual := usual or seen):
                bad_file(path, f"frame {frame} does not hold the bones of the first one", line=number, remedy=remedy)
            frame, seen = frame + 1, set()
            continue
        if words[0] not in dofs or words[0] in seen:
            bad_file(path, f"the bone {words[0]!r:.40} is not in the skeleton, or there twice", line=number,
                     remedy=remedy)
        seen.add(words[0])
        try:
            sound = all(abs(float(word)) <= _MAXIMUM for word in words[1:])
        except ValueError:
            sound = False
        if not sound or len(words) - 1 != dofs[words[0]]:
            bad_file(path, f"{words[0]} needs {dofs[words[0]]} numbers, found {' '.join(words[1:])!r:.60}",
                     line=number, remedy=remedy)
    bad_file(path, "the last frame is incomplete, or bones change places", line=line + content.count(b"\n"),
             remedy=remedy)


def _raw(name: str, skeleton: Acclaim, columns: dict[str, tuple[int, int]], table: np.ndarray, degrees: bool,
         fps: float) -> Raw:
    count = len(skeleton.bones)
    heads, tails = np.zeros((count, 3)), np.zeros((count, 3))
    turns = np.zeros((len(table), count, 4))
    turns[..., 0] = 1
    path = np.zeros((len(table), 3))
    for joint, bone in enumerate(skeleton.bones):
        # A bone without length or direction still turns; it ends where it starts.
        norm = float(np.linalg.norm(bone.direction))
        along = bone.direction / norm * bone.length if norm > 1e-9 else np.zeros(3)
        heads[joint] = tails[skeleton.parents[joint]] if joint else skeleton.position
        tails[joint] = heads[joint] + along
        if bone.name not in columns:
            continue
        values = table[:, slice(*columns[bone.name])]
        rotating = [index for index, dof in enumerate(bone.dof) if dof.startswith("r")]
        if rotating:
            angles = np.radians(values[:, rotating]) if degrees else values[:, rotating]
            order = "".join(bone.dof[index][1] for index in rotating)
            turn = from_euler(angles[:, ::-1], order[::-1])
            turns[:, joint] = multiply(multiply(bone.frame, turn), conjugate(bone.frame))
        if joint == 0:
            path = np.tile(skeleton.position, (len(table), 1))
            for index, dof in enumerate(bone.dof):
                if dof.startswith("t"):
                    path[:, "xyz".index(dof[1])] += values[:, index]
    ends = {joint: tails[joint] - heads[joint] for joint in range(1, count)
            if math.isfinite(skeleton.bones[joint].length)}
    return Raw(name=name, names=[bone.name for bone in skeleton.bones], parents=np.array(skeleton.parents), heads=heads,
               turns=turns, path=path, root=0, fps=fps, ends=ends)


def _read(path: Path, options: ReadOptions) -> list[Motion]:
    return [read_amc(path, options)]


FORMAT = Format("amc", (".amc",), "ASF/AMC (Acclaim, CMU)", _read, packed=True)
