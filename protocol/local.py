# SPDX-License-Identifier: GPL-3.0-or-later
"""Large results read from the backend's own files, where client and backend share a disk.

On one computer a transfer over loopback copies every byte three times and keeps two processors busy. A backend
on loopback therefore says in which files the arrays lie and what their chunks hash to (all under the
signature of the reply); the client reads the chunks straight into its buffer, a few at a time, and
verifies each where it lies. Whatever keeps it from doing so (another user's files, a container, an
evicted or damaged file) only means that the chunks are asked for over the wire instead.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import ProtocolError
from .transfer import Layout
from .wire import digest, is_hex

#: Longest path that may be named.
_PATH = 4096


@dataclass(frozen=True)
class LocalCopy:
    """Where the arrays of ``layout`` lie: one file an array, exactly its bytes, and one SHA-256 a chunk."""

    layout: Layout
    files: tuple[str, ...]
    digests: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"files": [*self.files], "digests": [*self.digests]}

    @classmethod
    def from_json(cls, value: Any, layout: Layout) -> LocalCopy:
        """Check what a backend says of its files. Raises :class:`ProtocolError`."""
        if not isinstance(value, dict) or set(value) != {"files", "digests"}:
            raise ProtocolError("malformed", "A local copy needs files and digests.")
        files, digests = value["files"], value["digests"]
        if not _texts(files, len(layout.arrays)) or not _texts(digests, layout.chunks):
            raise ProtocolError("malformed", "A local copy needs a file for each array and a digest for each chunk.")
        if not all(0 < len(each) <= _PATH and "\0" not in each for each in files) \
                or not all(is_hex(each, 64) for each in digests):
            raise ProtocolError("malformed", "A local copy names a file or a digest that cannot be one.")
        return cls(layout, tuple(files), tuple(digests))

    def read(self, index: int, place: memoryview) -> None:
        """Chunk ``index`` into ``place``, which is as long as the chunk, verified.

        Raises ``OSError`` when a file cannot be read and :class:`ProtocolError` when it holds other bytes.
        """
        start, stop = self.layout.bounds(index)
        end = start
        for (dtype, shape, offset), file in zip(self.layout.arrays, self.files):
            nbytes = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
            low, high = max(start, offset), min(stop, offset + nbytes)
            if low >= high:
                continue
            place[end - start:low - start] = bytes(low - end)
            _read_exactly(file, low - offset, place[low - start:high - start])
            end = high
        place[end - start:] = bytes(stop - end)
        if digest(place) != self.digests[index]:
            raise ProtocolError("digest_mismatch", f"Chunk {index} of the result's files is damaged.")


def _texts(value: Any, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(each, str) for each in value)


def _read_exactly(path: str, offset: int, place: memoryview) -> None:
    # Never waits for a writer, should the name belong to a pipe.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{path} is not a file")
        file.seek(offset)
        done = 0
        while done < len(place):
            got = file.readinto(place[done:])
            if not got:
                raise OSError(f"{path} is too short")
            done += got

