# SPDX-License-Identifier: GPL-3.0-or-later
"""``.mhclo``: how the vertices of a piece hang on the base mesh, and ``.obj``, the piece itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import numpy as np

from backend.body import data
from backend.engine import EngineError

#: Bytes of a text file, and vertices of a piece: the largest known have 2 MB and 20,000.
MAXIMUM_BYTES, MAXIMUM_VERTICES = 64 << 20, 500_000


@dataclass
class Fitting:
    """One ``.mhclo``. Each vertex is a blend of three vertices of the base mesh and an offset.

    ``references`` (V, 3), ``shares`` (V, 3) and ``offsets`` (V, 3) in MakeHuman's axes (Y up), in units of the scales;
    ``scales``: for x, y and z the two vertices whose distance along that axis is the scale, and its divisor.
    """

    name: str = ""
    mesh: str = ""
    material: str = ""
    tags: list[str] = field(default_factory=list)
    licence: str = ""
    author: str = ""
    references: np.ndarray = field(default_factory=lambda: np.zeros((0, 3), np.int64))
    shares: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))
    offsets: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))
    scales: dict[str, tuple[int, int, float]] = field(default_factory=dict)
    #: Base mesh vertices that the piece covers.
    hidden: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass
class Piece:
    """An ``.obj``: polygons with texture coordinates. ``corners`` and ``uv_corners`` are flat, ``offsets`` (F+1,)."""

    count: int
    corners: np.ndarray
    offsets: np.ndarray
    uvs: np.ndarray
    uv_corners: np.ndarray | None


def fail(path: Path, what: str, line: int = 0) -> NoReturn:
    """Raise ``bad_file`` with the file's name and line."""
    where = f", line {line}" if line else ""
    raise EngineError(f"{path.name}{where}: {what}.", "Get the asset again, or leave it out of the pack.", "bad_file")


def lines_of(path: Path) -> list[str]:
    """The lines of a text file of a pack."""
    if path.stat().st_size > MAXIMUM_BYTES:
        fail(path, f"is larger than {MAXIMUM_BYTES >> 20} MB")
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def read_fitting(path: Path) -> Fitting:
    """A ``.mhclo``. Raises :class:`EngineError` ("bad_file") with the line at fault."""
    found = Fitting(name=path.stem)
    rows: list[tuple[int, ...] | tuple[float, ...]] = []
    hidden: list[int] = []
    section = ""
    for number, line in enumerate(lines_of(path), 1):
        words = line.split()
        if not words or words[0] in ("#", "//"):
            if words and len(words) > 1 and words[0] == "#":
                key = words[1].rstrip(":").lower()
                if key in ("license", "licence"):
                    found.licence = " ".join(words[2:])
                elif key == "author":
                    found.author = " ".join(words[2:])
            continue
        if words[0].startswith("#"):
            continue
        try:
            if section == "verts" and _number(words[0]):
                rows.append(tuple(map(float, words)))
                if len(rows[-1]) not in (1, 9):
                    fail(path, f"a vertex has {len(rows[-1])} numbers, expected 1 or 9", number)
                if len(rows) > MAXIMUM_VERTICES:
                    fail(path, f"has more than {MAXIMUM_VERTICES} vertices", number)
            elif section == "delete" and (_number(words[0]) or words[0] == "-"):
                hidden += _ranges(words)
            else:
                # Keywords may stand anywhere, also between "verts 0" and the vertices.
                section = _keyword(found, words, section)
        except (ValueError, IndexError) as error:
            fail(path, f"cannot be read: {error}", number)
    if not rows:
        fail(path, "has no vertices")
    _fill(path, found, rows)
    if hidden and not 0 <= min(hidden) <= max(hidden) < data.VERTEX_COUNT:
        fail(path, "hides vertices that the base mesh does not have")
    found.hidden = np.unique(np.array(hidden, np.int64))
    return found


def _number(word: str) -> bool:
    return word.lstrip("-")[:1].isdigit()


def _ranges(words: list[str]) -> list[int]:
    """ "3 5 - 8 11" -> 3, 5, 6, 7, 8, 11."""
    found: list[int] = []
    position = 0
    while position < len(words):
        first = int(words[position])
        if position + 2 < len(words) and words[position + 1] == "-":
            last = int(words[position + 2])
            if not first <= last < first + data.VERTEX_COUNT:
                raise ValueError(f"the range {first} - {last}")
            found += range(first, last + 1)
            position += 3
        else:
            found.append(first)
            position += 1
    return found


def _keyword(found: Fitting, words: list[str], section: str) -> str:
    """Take in a line that is no vertex; the section the next lines belong to."""
    key, rest = words[0].lower(), words[1:]
    if key == "name" and rest:
        found.name = " ".join(rest)
    elif key == "tag" and rest:
        found.tags.append(" ".join(rest))
    elif key == "obj_file" and rest:
        found.mesh = " ".join(rest)
    elif key == "material" and rest:
        found.material = " ".join(rest)
    elif key in ("x_scale", "y_scale", "z_scale") and len(rest) >= 3:
        first, second, divisor = int(rest[0]), int(rest[1]), float(rest[2])
        if not (0 <= first < data.VERTEX_COUNT and 0 <= second < data.VERTEX_COUNT and abs(divisor) > 1e-9):
            raise ValueError(f"{key} {' '.join(rest)}")
        found.scales[key[0]] = first, second, divisor
    elif key == "verts":
        return "verts"
    elif key == "delete_verts":
        return "delete"
    return section


def _fill(path: Path, found: Fitting, rows: list) -> None:
    references: list[tuple[int, ...]] = []
    shares, offsets = [], []
    for row in rows:
        if len(row) == 1:
            references.append((int(row[0]),) * 3)
            shares.append((1.0, 0.0, 0.0))
            offsets.append((0.0, 0.0, 0.0))
        else:
            references.append(tuple(map(int, row[:3])))
            shares.append(row[3:6])
            offsets.append(row[6:9])
    found.references, found.shares = np.array(references, np.int64), np.array(shares)
    found.offsets = np.array(offsets)
    if found.references.min() < 0 or found.references.max() >= data.VERTEX_COUNT:
        fail(path, "hangs on vertices that the base mesh does not have")
    total = found.shares.sum(axis=1)
    if not np.isfinite(found.shares).all() or not np.isfinite(found.offsets).all() or (np.abs(total - 1) > 0.2).any():
        fail(path, "has shares that are no shares")


def read_piece(path: Path) -> Piece:
    """An ``.obj``'s topology and texture coordinates; its positions are the fitting's business."""
    count = 0
    uvs: list[tuple[float, float]] = []
    corners: list[int] = []
    uv_corners: list[int] = []
    offsets = [0]
    textured = True
    for number, line in enumerate(lines_of(path), 1):
        words = line.split()
        if not words:
            continue
        try:
            if words[0] == "v":
                count += 1
            elif words[0] == "vt":
                uvs.append((float(words[1]), float(words[2])))
            elif words[0] == "f":
                if not 3 <= len(words) - 1 <= 64:
                    fail(path, f"a face has {len(words) - 1} corners", number)
                for word in words[1:]:
                    parts = word.split("/")
                    corners.append(_index(parts[0], count))
                    if len(parts) > 1 and parts[1]:
                        uv_corners.append(_index(parts[1], len(uvs)))
                    else:
                        textured = False
                offsets.append(len(corners))
        except (ValueError, IndexError) as error:
            fail(path, f"cannot be read: {error}", number)
        if count > MAXIMUM_VERTICES or len(corners) > 8 * MAXIMUM_VERTICES:
            fail(path, f"has more than {MAXIMUM_VERTICES} vertices", number)
    if len(offsets) < 2:
        fail(path, "has no faces")
    if min(corners) < 0 or max(corners) >= count:
        fail(path, "has faces of vertices it does not have")
    if textured and (min(uv_corners) < 0 or max(uv_corners) >= len(uvs)):
        fail(path, "has faces of texture coordinates it does not have")
    return Piece(count=count, corners=np.array(corners, np.int32), offsets=np.array(offsets, np.int32),
                 uvs=np.array(uvs, np.float32).reshape(-1, 2),
                 uv_corners=np.array(uv_corners, np.int64) if textured else None)


def _index(word: str, count: int) -> int:
    """An index of an .obj, from 1, or from the end where it is negative."""
    value = int(word)
    return value - 1 if value > 0 else count + value
