# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading .npz and .npy that strangers made: nothing is unpickled, and nothing is unpacked before its size is known."""

from __future__ import annotations

import io
import math
import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import NoReturn

import numpy as np

from backend.motion.formats.base import bad_file, read_bytes

#: Bytes of one array; what it may unpack to freely, or as a multiple of its packed size; arrays an archive may list.
_MAXIMUM_ARRAY, _FREE_BYTES, _MAXIMUM_RATIO, _MAXIMUM_MEMBERS = 1 << 29, 64 << 20, 100, 256
#: More than any header of an array takes.
_HEADER = 1 << 16
_REMEDY = "Save it again with numpy.savez, without Python objects."
#: What numpy and zipfile raise on damaged files, in their various versions.
_FAULTS = (ValueError, EOFError, OSError, KeyError, TypeError, SyntaxError, RuntimeError, NotImplementedError,
           OverflowError, MemoryError, RecursionError, zipfile.BadZipFile, zlib.error,
           tokenize.TokenError)


class Archive:
    """The arrays of an .npz, read when asked for. Every fault becomes an EngineError (``bad_file``)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            bad_file(path, "does not exist or is no plain file", remedy="Check the path.")
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
        except _FAULTS as error:
            bad_file(path, f"is no sound .npz archive ({_why(error)})", remedy=_REMEDY)
        if len(members) > _MAXIMUM_MEMBERS:
            bad_file(path, f"lists {len(members)} arrays, more than any motion has", remedy=_REMEDY)
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = member.filename.removesuffix(".npy")
            # numpy.savez writes plain names; a path in one is a trick played on whoever unpacks it.
            if name.startswith(("/", "\\")) or ".." in name or "\\" in name or ":" in name or name in self._members:
                bad_file(path, "is a path or there twice, and no name of an array", element=f"{name!r:.60}",
                         remedy=_REMEDY)
            self._members[name] = member

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        return list(self._members)

    def fail(self, reason: str, name: str = "", remedy: str = _REMEDY) -> NoReturn:
        bad_file(self.path, reason, element=f"array {name!r:.60}" if name else "", remedy=remedy)

    def array(self, name: str) -> np.ndarray:
        """The array of that name, of any type but objects."""
        member = self._members.get(name)
        if member is None:
            self.fail("is missing", name)
        if member.file_size > min(_MAXIMUM_ARRAY, max(_FREE_BYTES, _MAXIMUM_RATIO * member.compress_size)):
            self.fail(f"unpacks to {member.file_size >> 20} MiB, more than a motion needs", name)
        try:
            with zipfile.ZipFile(self.path) as archive:
                with archive.open(member) as file:
                    _check_header(file.read(_HEADER), member.file_size)
                return np.lib.format.read_array(io.BytesIO(archive.read(member)), allow_pickle=False)
        except _FAULTS as error:
            self.fail(f"is damaged ({_why(error)})", name)

    def numbers(self, name: str, *shape: int | None) -> np.ndarray:
        """The array as finite float64 of that shape; None stands for any length."""
        value = self.array(name)
        if value.dtype.kind not in "fiu":
            self.fail(f"is of type {value.dtype}, not numbers", name)
        if value.ndim != len(shape) or any(want is not None and want != have for want, have in zip(shape, value.shape)):
            wanted = " x ".join("?" if each is None else str(each) for each in shape) or "one number"
            self.fail(f"has the shape {value.shape}, expected {wanted}", name)
        result = value.astype(np.float64)
        if not (np.abs(result) <= 1e6).all():
            self.fail("holds numbers that make no sense in a motion", name)
        return result

    def number(self, name: str) -> float:
        """One number, however it is wrapped."""
        value = self.array(name)
        if value.size != 1 or value.dtype.kind not in "fiub" or not math.isfinite(value.item()):
            self.fail("is not one number", name)
        return float(value.item())

    def text(self, name: str, default: str = "") -> str:
        """A text, or ``default`` when it is not there."""
        if name not in self:
            return default
        value = self.array(name)
        if value.dtype.kind not in "US" or value.size != 1:
            self.fail("is not a text", name)
        item = value.reshape(-1)[0]
        return item.decode("utf-8", "replace") if isinstance(item, bytes) else str(item)

    def texts(self, name: str) -> list[str]:
        """A list of texts."""
        value = self.array(name)
        if value.dtype.kind not in "US" or value.ndim != 1:
            self.fail("is not a list of texts", name)
        return [item.decode("utf-8", "replace") if isinstance(item, bytes) else str(item) for item in value]


def read_npy(path: Path) -> np.ndarray:
    """The array in an .npy, of any type but objects; raises :class:`~backend.engine.EngineError` (``bad_file``)."""
    content = read_bytes(path)
    try:
        _check_header(content[:_HEADER], len(content))
        return np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    except _FAULTS as error:
        bad_file(path, f"is no sound .npy file ({_why(error)})", remedy="Save it again with numpy.save.")


def _check_header(start: bytes, size: int) -> None:
    """Raise ValueError unless an .npy of ``size`` bytes that begins with ``start`` holds plain values, as many as
    it says."""
    stream = io.BytesIO(start)
    major, _ = version = np.lib.format.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise ValueError(f"unknown version {major} of the format")
    read_header = (np.lib.format.read_array_header_1_0 if major == 1 else np.lib.format.read_array_header_2_0)
    shape, _, dtype = read_header(stream)
    if dtype.hasobject:
        raise ValueError("it holds Python objects, which may run code")
    if dtype.kind not in "fiubUS":
        raise ValueError(f"unknown type {dtype}")
    if any(length < 0 for length in shape) or math.prod(shape) * dtype.itemsize != size - stream.tell():
        raise ValueError("its size is not what its header says")


def _why(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:160] or type(error).__name__
