# SPDX-License-Identifier: GPL-3.0-or-later
"""Large results in chunks: the arrays end to end in one blob, fetched piece by piece.

The receiver asks for chunks, a few at a time, so it is never flooded, a slow one costs the backend
nothing, and a lost connection resumes where it stopped. Hashing a chunk overlaps with receiving
the next. The backend hashes a blob once, when it is stored: :attr:`Layout.digests`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import ProtocolError
from .wire import DEFAULT_LIMITS, Limits, as_bytes, check_array, digest, is_count, view

#: Results with at most this many array bytes travel in one message.
INLINE_BYTES = 1 << 20
CHUNK_BYTES = 4 << 20
#: Chunks asked for and not yet received; more gain nothing on loopback.
WINDOW = 12
#: Every array starts at a multiple of this in the blob.
ALIGNMENT = 64


@dataclass(frozen=True)
class Layout:
    """How arrays lie in a blob of ``nbytes``: (dtype, shape, offset) of each, in order."""

    arrays: tuple[tuple[str, tuple[int, ...], int], ...]
    nbytes: int
    chunk_bytes: int = CHUNK_BYTES

    @classmethod
    def of(cls, arrays: Sequence[np.ndarray]) -> Layout:
        """The layout of contiguous little-endian ``arrays``."""
        slots, end = [], 0
        for each in arrays:
            start = _aligned(end)
            slots.append((each.dtype.str, each.shape, start))
            end = start + each.nbytes
        return cls(tuple(slots), end)

    @property
    def chunks(self) -> int:
        return -(-self.nbytes // self.chunk_bytes)

    def bounds(self, index: int) -> tuple[int, int]:
        """Start and stop of a chunk in the blob; raises :class:`ProtocolError` if there is none."""
        if not 0 <= index < self.chunks:
            raise ProtocolError("malformed", f"There is no chunk {index} of {self.chunks}.")
        start = index * self.chunk_bytes
        return start, min(start + self.chunk_bytes, self.nbytes)

    def parts(self, arrays: Sequence[np.ndarray]) -> Iterator[Any]:
        """The blob in pieces, padding included, for writing it to a file without a copy."""
        end = 0
        for each, (_, _, start) in zip(arrays, self.arrays):
            if start > end:
                yield bytes(start - end)
            if each.size:
                yield as_bytes(each)
            end = start + each.nbytes

    def digests(self, blob: Any) -> list[str]:
        """SHA-256 of every chunk of ``blob`` (bytes, mmap or memoryview), to keep beside it."""
        whole = memoryview(blob)
        return [digest(whole[slice(*self.bounds(index))]) for index in range(self.chunks)]

    def views(self, blob: Any) -> list[np.ndarray]:
        """Read-only arrays over ``blob``."""
        whole = memoryview(blob).cast("B") if self.nbytes else memoryview(b"")
        itemsize = {name: np.dtype(name).itemsize for name, _, _ in self.arrays}
        return [
            view(whole[start:start + int(np.prod(shape, dtype=np.int64)) * itemsize[dtype]], dtype, shape)
            for dtype, shape, start in self.arrays]

    def to_json(self) -> dict[str, Any]:
        return {
            "arrays": [{"dtype": dtype, "shape": list(shape), "offset": start} for dtype, shape, start in self.arrays],
            "nbytes": self.nbytes, "chunk_bytes": self.chunk_bytes}

    @classmethod
    def from_json(cls, value: Any, limits: Limits = DEFAULT_LIMITS) -> Layout:
        """Check a layout before anything is allocated for it. Raises :class:`ProtocolError`."""
        if not isinstance(value, dict) or set(value) != {"arrays", "nbytes", "chunk_bytes"}:
            raise ProtocolError("malformed", "A layout needs arrays, nbytes and chunk_bytes.")
        described, nbytes, chunk_bytes = value["arrays"], value["nbytes"], value["chunk_bytes"]
        if not isinstance(described, list) or len(described) > limits.arrays or not is_count(nbytes):
            raise ProtocolError("malformed", "A layout holds too many arrays or no size.")
        if nbytes > limits.result_bytes:
            raise ProtocolError("too_large", f"A result of {nbytes} bytes is over {limits.result_bytes}.")
        if not is_count(chunk_bytes) or not 1 << 16 <= chunk_bytes <= limits.array_bytes:
            raise ProtocolError("malformed", f"A layout has chunks of {chunk_bytes!r:.20} bytes.")
        whole = Limits(array_bytes=limits.result_bytes, dimensions=limits.dimensions)
        slots, end = [], 0
        for each in described:
            if not isinstance(each, dict) or set(each) != {"dtype", "shape", "offset"}:
                raise ProtocolError("malformed", "An array of a layout needs dtype, shape and offset.")
            size = _nbytes(each)
            check_array({**each, "nbytes": size}, whole)
            if each["offset"] != _aligned(end) or type(each["offset"]) is not int:
                raise ProtocolError("malformed", "The arrays of a layout do not follow one another.")
            slots.append((each["dtype"], tuple(each["shape"]), each["offset"]))
            end = each["offset"] + size
        if end != nbytes:
            raise ProtocolError("malformed", f"A layout of {nbytes} bytes describes {end}.")
        return cls(tuple(slots), nbytes, chunk_bytes)


class Assembly:
    """A result being received: :meth:`put` chunks in any order, then :meth:`arrays`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.missing = set(range(layout.chunks))
        self._blob = np.empty(layout.nbytes, np.uint8)

    @property
    def complete(self) -> bool:
        return not self.missing

    def put(self, index: int, data: np.ndarray) -> memoryview:
        """Copy a chunk into its place, and return that place: whoever has not verified it yet may do
        so there. A chunk that comes again changes nothing."""
        start, stop = self.layout.bounds(index)
        if data.dtype != np.uint8 or data.shape != (stop - start,):
            raise ProtocolError("malformed", f"Chunk {index} has shape {data.shape}, expected {stop - start} bytes.")
        self._blob[start:stop] = data
        self.missing.discard(index)
        return self.place(index)

    def place(self, index: int) -> memoryview:
        """Where a chunk belongs in the buffer."""
        return self._blob[slice(*self.layout.bounds(index))].data

    def arrays(self) -> list[np.ndarray]:
        """The arrays, views of one buffer."""
        return self.layout.views(self._blob)


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT


def _nbytes(described: dict[str, Any]) -> int:
    """Bytes of an array whose description has not been checked yet; -1 when that makes no sense."""
    shape, dtype = described["shape"], described["dtype"]
    sound = isinstance(dtype, str) and isinstance(shape, list) and len(shape) <= 64 and all(map(is_count, shape))
    if not sound:
        return -1
    try:
        size = np.dtype(dtype).itemsize
    except TypeError:
        return -1
    for each in shape:
        size *= each
    return size
