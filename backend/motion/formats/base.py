# SPDX-License-Identifier: GPL-3.0-or-later
"""What every motion format shares: its entry in the table, the options, reading files without running away."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from backend.engine import EngineError, Progress
from protocol.assets import Motion

#: More text than this is refused: an hour of 60 joints at 60 frames a second is about 400 MB.
MAXIMUM_BYTES = 1 << 29
#: A .gz may unpack to this, or to so many times its own size; motion text shrinks 3 to 20 times.
_FREE_BYTES, _MAXIMUM_RATIO = 64 << 20, 100
#: Limits of a clip, far above real ones.
MAXIMUM_JOINTS, MAXIMUM_FRAMES, MAXIMUM_ROTATIONS = 4096, 1_000_000, 10_000_000


@dataclass(frozen=True)
class ReadOptions:
    """What a caller may ask of a reader; a reader takes what concerns it."""

    #: Name of the one animation wanted; None: all.
    animation: str | None = None
    #: Unit of the file's lengths ("m", "cm", "mm", "inch", "cmu" or metres a unit as text); "auto": by the body's size.
    unit: str = "auto"
    #: "x", "y", "z" or "auto": the file's upward axis.
    up: str = "auto"
    #: A file that holds the skeleton, where the format keeps it apart (ASF for AMC, a DeepMimic character).
    skeleton: Path | None = None
    #: Frames a second, for formats that do not tell; None: what is usual there.
    fps: float | None = None
    progress: Progress | None = None
    #: Sentences for the user about what was guessed or left out; readers append.
    notes: list[str] = field(default_factory=list)

    def update(self, fraction: float, stage: str) -> None:
        """Report progress; raises :class:`~backend.engine.Cancelled`."""
        if self.progress is not None:
            self.progress.update(fraction, stage)


@dataclass(frozen=True)
class WriteOptions:
    """What a caller may ask of a writer; a writer takes what concerns it."""

    #: "m" or "cm"; None: the format's own.
    unit: str | None = None
    #: Variant of the format, such as "clip", "joints" or "smpl" for .npz; None: the format's own choice.
    layout: str | None = None
    progress: Progress | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Format:
    """One motion file format. ``read`` and ``write`` raise :class:`EngineError` for every fault of a file."""

    name: str
    #: Lower case with the dot, the usual one first.
    extensions: tuple[str, ...]
    description: str
    read: Callable[[Path, ReadOptions], list[Motion]] | None = None
    #: Writes all motions given; called with one unless ``many``.
    write: Callable[[Path, Sequence[Motion], WriteOptions], None] | None = None
    #: Several animations fit into one file.
    many: bool = False
    #: ``.gz`` behind the extension is read transparently (the reader calls :func:`read_bytes`).
    packed: bool = False


def bad_file(path: str | Path, reason: str, *, line: int | None = None, element: str = "",
             remedy: str = "Export or download the file again.") -> NoReturn:
    """Raise the error of a broken file: which file, where in it, and why."""
    where = Path(path).name + (f", line {line}" if line is not None else "") + (f", {element}" if element else "")
    raise EngineError(f"{where}: {reason}.", remedy, "bad_file")


def read_bytes(path: Path, maximum: int = MAXIMUM_BYTES) -> bytes:
    """The content of a file, unpacked when it is gzip. Raises :class:`EngineError` naming the file."""
    try:
        if not path.is_file():
            if path.is_dir():
                bad_file(path, "is a folder", remedy="Name a file in it.")
            bad_file(path, "does not exist or is no plain file", remedy="Check the path.")
        size = path.stat().st_size
        if size > maximum:
            bad_file(path, f"is {size >> 20} MiB long, more than {maximum >> 20}", remedy="Cut it into shorter clips.")
        content = path.read_bytes()
    except OSError as error:
        bad_file(path, f"cannot be read: {error.strerror or error}", remedy="Check the path.")
    if content[:2] != b"\x1f\x8b":
        if path.suffix.lower() == ".gz":
            bad_file(path, "is not packed with gzip, as its name says")
        return content
    return _unpacked(path, content, min(maximum, max(_FREE_BYTES, _MAXIMUM_RATIO * len(content))))


def _unpacked(path: Path, content: bytes, limit: int) -> bytes:
    parts, total = [], 0
    try:
        while content:
            unpacker = zlib.decompressobj(wbits=31)
            part = unpacker.decompress(content, limit - total + 1)
            total += len(part)
            if total > limit:
                bad_file(path, f"unpacks to more than {limit >> 20} MiB", remedy="Unpack it to see what it is.")
            if not unpacker.eof:
                bad_file(path, "the packed data ends too early")
            parts.append(part)
            # Zeros may pad a gzip file to a block's size.
            content = unpacker.unused_data.lstrip(b"\0")
    except zlib.error as error:
        bad_file(path, f"is not sound gzip ({error})")
    return b"".join(parts)


def read_text(path: Path, maximum: int = MAXIMUM_BYTES) -> str:
    """As :func:`read_bytes`, as text; bytes that are no UTF-8 are replaced."""
    return read_bytes(path, maximum).decode("utf-8-sig", errors="replace")


def stem_of(path: Path) -> str:
    """A file's name without its extension: "01_02.amc.gz" -> "01_02"."""
    return Path(path.stem).stem if path.suffix.lower() == ".gz" else path.stem


def extension_of(path: Path) -> str:
    """A file's extension in lower case, that of the file inside for ``.gz``."""
    return (Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix).lower()
