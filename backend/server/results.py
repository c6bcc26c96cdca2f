# SPDX-License-Identifier: GPL-3.0-or-later
"""The content-addressed store of results: files only, used by workers and broker alike.

``blobs/ab/abcd…`` holds the bytes of one array under their digest, so equal arrays are kept once.
``trees/ab/abcd…json`` holds an encoded asset: its tree, the dtype, shape and digest of each array, and the
digests of the chunks in which it travels (:mod:`protocol.transfer`), so that nobody hashes a result twice.
A file appears under its final name only when it is complete and flushed to disk.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from protocol.assets import DTYPES
from protocol.transfer import CHUNK_BYTES, INLINE_BYTES, Layout
from protocol.wire import DEFAULT_LIMITS, as_bytes
from protocol.wire import digest as sha256

from .storage import StorageError, storage_error

log = logging.getLogger(__name__)

#: Blobs up to this size are checked against their digest whenever they are loaded.
VERIFY_BYTES = 1 << 20


@dataclasses.dataclass(frozen=True)
class Blob:
    """One stored array."""

    digest: str
    dtype: str
    shape: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """Size of its file."""
        return int(np.prod(self.shape, dtype=np.int64)) * np.dtype(self.dtype).itemsize


@dataclasses.dataclass(frozen=True)
class Manifest:
    """An encoded asset without its bytes."""

    tree: dict[str, Any]
    blobs: tuple[Blob, ...]
    #: SHA-256 of every chunk of its layout, none for a result that travels in one message.
    chunk_digests: tuple[str, ...]
    #: Size of those chunks, which another version of the protocol may choose differently.
    chunk_bytes: int

    @property
    def nbytes(self) -> int:
        """Bytes of all its arrays, as they travel."""
        return sum(blob.nbytes for blob in self.blobs)


def digest_of(tree: dict[str, Any], arrays: Sequence[np.ndarray]) -> str:
    """The digest under which :meth:`ResultStore.save` would keep an encoded asset; writes nothing."""
    return sha256(_manifest_text(tree, arrays, [sha256(as_bytes(array)) for array in arrays]))


def _manifest_text(tree: dict[str, Any], arrays: Sequence[np.ndarray], digests: Sequence[str]) -> bytes:
    blobs = [{"digest": digest, "dtype": array.dtype.str, "shape": list(array.shape)}
             for array, digest in zip(arrays, digests)]
    chunks = _chunk_digests(arrays, sum(array.nbytes for array in arrays))
    return json.dumps({"tree": tree, "arrays": blobs, "chunks": chunks, "chunk_bytes": CHUNK_BYTES},
                      separators=(",", ":"), allow_nan=False).encode()


class ResultStore:
    """The files under ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def blob_path(self, digest: str) -> Path:
        """Where the bytes of an array are."""
        return self.folder / "blobs" / digest[:2] / digest

    def tree_path(self, digest: str) -> Path:
        """Where an encoded asset is."""
        return self.folder / "trees" / digest[:2] / f"{digest}.json"

    def save(self, tree: dict[str, Any], arrays: Sequence[np.ndarray], *, limit: int | None = None,
             sync: bool = True) -> tuple[str, int]:
        """Keep an encoded asset (contiguous arrays); returns (digest, bytes of its arrays).

        Raises :class:`StorageError`; ``limit`` is the size cap of the whole store in bytes. Without
        ``sync`` a power cut may lose what a mere crash does not.
        """
        total = sum(array.nbytes for array in arrays)
        if limit is not None and total > limit:
            raise StorageError(
                f"The result has {total / 1e6:.0f} MB, more than the whole store may hold ({limit / 1e6:.0f} MB).",
                "Start the backend with a larger --store-limit, or ask for less detail.", "storage_full")
        try:
            digests = [sha256(as_bytes(array)) for array in arrays]
            for array, digest in zip(arrays, digests):
                self._write(self.blob_path(digest), as_bytes(array), sync)
            text = _manifest_text(tree, arrays, digests)
            if len(text) > DEFAULT_LIMITS.header_bytes // 2 or len(arrays) > DEFAULT_LIMITS.arrays \
                    or total > DEFAULT_LIMITS.result_bytes:
                raise StorageError(
                    f"The result is too large to travel: {total / 1e6:.0f} MB in {len(arrays)} arrays.",
                    "Ask for a smaller size or less detail.", "too_large")
            digest = sha256(text)
            self._write(self.tree_path(digest), memoryview(text), sync)
        except OSError as error:
            raise storage_error(error, self.folder) from error
        return digest, total

    def _write(self, path: Path, data: memoryview, sync: bool) -> None:
        try:
            if path.stat().st_size == data.nbytes:
                return  # kept by an earlier result
        except FileNotFoundError:
            pass
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if sync:
                    os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def manifest(self, digest: str) -> Manifest:
        """Read an encoded asset; raises :class:`StorageError` if it is missing or damaged."""
        try:
            text = self.tree_path(digest).read_bytes()
        except FileNotFoundError:
            raise _missing() from None
        except OSError as error:
            raise storage_error(error, self.folder) from error
        if sha256(text) != digest:
            raise _corrupt(self.tree_path(digest))
        try:
            values = json.loads(text)
            blobs = tuple(Blob(each["digest"], each["dtype"], tuple(each["shape"])) for each in values["arrays"])
            manifest = Manifest(values["tree"], blobs, tuple(values["chunks"]), values["chunk_bytes"])
        except (ValueError, KeyError, TypeError):  # whole, but written by another version: made again
            raise _corrupt(self.tree_path(digest)) from None
        if any(blob.dtype not in DTYPES for blob in blobs):
            raise _corrupt(self.tree_path(digest))
        return manifest

    def open(self, blob: Blob, trusted_mtime_ns: int | None = None) -> np.ndarray:
        """The array, read-only and mapped from its file.

        Its digest is computed anew only for a small file, or for one changed since it had the
        modification time ``trusted_mtime_ns``; the receiver checks the digest of every array anyway.
        """
        path = self.blob_path(blob.digest)
        try:
            status = path.stat()
            if status.st_size != blob.nbytes:
                raise _corrupt(path)
            if blob.nbytes == 0:
                array = np.zeros(blob.shape, blob.dtype)
                array.flags.writeable = False
            else:
                array = np.asarray(np.memmap(path, blob.dtype, mode="r", shape=blob.shape))
        except FileNotFoundError:
            raise _missing() from None
        except OSError as error:
            raise storage_error(error, self.folder) from error
        if (blob.nbytes <= VERIFY_BYTES or status.st_mtime_ns != trusted_mtime_ns) \
                and sha256(as_bytes(array)) != blob.digest:
            raise _corrupt(path)
        return array

    def load(self, digest: str) -> tuple[dict[str, Any], list[np.ndarray]]:
        """An encoded asset with every array verified: what a worker needs of its inputs."""
        manifest = self.manifest(digest)
        return manifest.tree, [self.open(blob) for blob in manifest.blobs]


def _chunk_digests(arrays: Sequence[np.ndarray], total: int) -> list[str]:
    if total <= INLINE_BYTES:
        return []
    layout = dataclasses.replace(Layout.of(arrays), chunk_bytes=CHUNK_BYTES)
    return [sha256(_joined(chunk_parts(layout, arrays, index))) for index in range(layout.chunks)]


def chunk(layout: Layout, arrays: Sequence[np.ndarray], index: int) -> np.ndarray:
    """Chunk ``index`` of a result as an array of u1: a view where it lies within one array."""
    parts = chunk_parts(layout, arrays, index)
    return np.frombuffer(_joined(parts), np.uint8)


def chunk_parts(layout: Layout, arrays: Sequence[np.ndarray], index: int) -> list[memoryview]:
    """The pieces of arrays, and the padding between them, that make up chunk ``index``."""
    start, stop = layout.bounds(index)
    parts, end = [], start
    for array, (_, _, offset) in zip(arrays, layout.arrays):
        low, high = max(start, offset), min(stop, offset + array.nbytes)
        if low >= high:
            continue
        if low > end:
            parts.append(memoryview(bytes(low - end)))
        parts.append(as_bytes(array)[low - offset:high - offset])
        end = high
    return [*parts, memoryview(bytes(stop - end))] if end < stop else parts


def _joined(parts: Sequence[memoryview]) -> bytes | memoryview:
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _missing() -> StorageError:
    return StorageError("This result is no longer in the store.",
                        "Generate it again: the same seed and settings give the same result.", "result_lost")


def _corrupt(path: Path) -> StorageError:
    """Delete the damaged file, so that the same content can be written again."""
    log.error("damaged file in the store: %s", path)
    with contextlib.suppress(OSError):
        path.unlink()
    return StorageError("The stored result is damaged and was discarded.",
                        "Generate it again: the same seed and settings give the same result. "
                        "If this happens often, check the disk.", "result_lost")
