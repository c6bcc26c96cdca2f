# SPDX-License-Identifier: GPL-3.0-or-later
"""What the store holds and what it may let go: sizes, answers by job key, and the size cap.

When the cap is passed, results go in this order, oldest first: those no job of the history
refers to, those already fetched, the rest. Inputs of waiting jobs always stay.
"""

from __future__ import annotations

import dataclasses
import logging
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from protocol.transfer import Layout

from .results import Manifest, ResultStore
from .storage import StorageError, storage_error

log = logging.getLogger(__name__)

#: Results held open between chunks.
OPEN_RESULTS = 8

_VICTIMS = """
SELECT digest FROM results AS r WHERE digest != ?
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE inputs = r.digest AND state IN ('queued', 'running'))
ORDER BY EXISTS (SELECT 1 FROM jobs WHERE result = r.digest), fetched = 0, created, digest LIMIT 1
"""


@dataclasses.dataclass(frozen=True)
class Stored:
    """A result as it lies in the store; the arrays are mapped read-only."""

    manifest: Manifest
    arrays: list[np.ndarray]
    layout: Layout
    #: Where the bytes of each array are.
    files: tuple[str, ...]


class Ledger:
    """Accounts of a :class:`ResultStore`. Only the broker has one."""

    def __init__(self, database: sqlite3.Connection, store: ResultStore, limit: int) -> None:
        self._database = database
        self.store = store
        self.limit = limit
        self._open: OrderedDict[str, Stored] = OrderedDict()
        #: Bytes of all arrays kept, each counted once.
        self.total: int = database.execute("SELECT COALESCE(SUM(nbytes), 0) FROM ("
                                           "SELECT MAX(nbytes) AS nbytes FROM links GROUP BY blob)").fetchone()[0]

    def adopt(self, digest: str, key: str | None = None) -> int:
        """Account for what was just saved, make room if needed; returns its bytes.

        ``key`` lets later jobs of that key be answered with it. Raises :class:`StorageError`.
        """
        manifest = self.store.manifest(digest)
        try:
            added = self._enter(digest, manifest, key)
        except (sqlite3.Error, OSError) as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            if not self._entered(digest):
                self._discard([blob.digest for blob in manifest.blobs], digest)
            if isinstance(error, FileNotFoundError):
                raise StorageError("The result was lost before it was entered.", "Try again.", "result_lost") from error
            raise storage_error(error, self.store.folder) from error
        self.total += added
        self.make_room(keep=digest)
        return manifest.nbytes

    def _enter(self, digest: str, manifest: Manifest, key: str | None) -> int:
        """Enter a result and its blobs, all or nothing; returns the bytes that are new."""
        added = 0
        self._database.execute("BEGIN")
        self._database.execute("INSERT INTO results (digest, nbytes, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                               (digest, manifest.nbytes, time.time()))
        for blob in manifest.blobs:
            mtime_ns = self.store.blob_path(blob.digest).stat().st_mtime_ns
            # An older result vouches for the blob as it was then, not as it may have become since.
            row = self._database.execute("SELECT mtime_ns FROM links WHERE blob = ? LIMIT 1",
                                         (blob.digest,)).fetchone()
            added += 0 if row else blob.nbytes
            self._database.execute("INSERT INTO links VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                   (digest, blob.digest, blob.nbytes, row[0] if row else mtime_ns))
        if key is not None:
            self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, digest))
        self._database.execute("COMMIT")
        return added

    def answer(self, key: str) -> str | None:
        """Digest of the result a job with this key would give, if it is in the store."""
        row = self._database.execute("SELECT result FROM answers WHERE key = ?", (key,)).fetchone()
        return row[0] if row and self.holds(row[0]) else None

    def holds(self, digest: str) -> bool:
        """Whether the result is there, as far as file names and sizes tell."""
        try:
            blobs = self.store.manifest(digest).blobs
            if all(self.store.blob_path(blob.digest).stat().st_size == blob.nbytes for blob in blobs):
                return True
        except FileNotFoundError:
            pass
        except (StorageError, OSError) as error:
            if getattr(error, "code", "") != "result_lost":
                log.warning("cannot look for result %s: %s", digest, error)
                return False  # the disk may come back
        self.drop(digest)
        return False

    def load(self, digest: str) -> Stored:
        """A result, held open for the chunks that will be asked for next.

        Raises :class:`StorageError`; what is found damaged is dropped, so that the next job of the
        same key makes it again.
        """
        if digest in self._open:
            self._open.move_to_end(digest)
            return self._open[digest]
        known = dict(self._database.execute("SELECT blob, mtime_ns FROM links WHERE result = ?", (digest,)).fetchall())
        try:
            manifest = self.store.manifest(digest)
            arrays = [self.store.open(blob, known.get(blob.digest)) for blob in manifest.blobs]
        except StorageError as error:
            if error.code == "result_lost":
                self.drop(digest)
            raise
        try:
            self._database.execute("UPDATE results SET fetched = ? WHERE digest = ?", (time.time(), digest))
        except sqlite3.Error as error:
            log.warning("cannot note that a result was fetched: %s", error)
        layout = dataclasses.replace(Layout.of(arrays), chunk_bytes=manifest.chunk_bytes)
        files = tuple(str(self.store.blob_path(blob.digest).absolute()) for blob in manifest.blobs)
        self._open[digest] = Stored(manifest, arrays, layout, files)
        if len(self._open) > OPEN_RESULTS:
            self._open.popitem(last=False)
        return self._open[digest]

    def drop(self, digest: str) -> None:
        """Let a result go, with the blobs nothing else uses."""
        self._open.pop(digest, None)
        blobs = dict(self._database.execute("SELECT blob, nbytes FROM links WHERE result = ?", (digest,)).fetchall())
        try:
            self._database.execute("DELETE FROM results WHERE digest = ?", (digest,))
        except sqlite3.Error as error:
            # Reading may go on from a disk that takes no change: deleting is all that needs writing.
            log.warning("cannot drop result %s: %s", digest, error)
            return
        self.total -= sum(blobs[each] for each in self._discard(blobs, digest))

    def _discard(self, blobs: Iterable[str], digest: str) -> list[str]:
        """Delete the tree ``digest`` and those of ``blobs`` no result refers to; returns the latter."""
        unused = [blob for blob in blobs if not self._linked(blob)]
        for path in [self.store.tree_path(digest), *map(self.store.blob_path, unused)]:
            _remove(path)
        return unused

    def release(self, digest: str) -> None:
        """Let a result go unless a job still refers to it."""
        if self._database.execute("SELECT 1 FROM jobs WHERE result = ? LIMIT 1", (digest,)).fetchone() is None:
            self.drop(digest)

    def make_room(self, keep: str = "") -> None:
        """Drop results until the store is within its cap."""
        while self.total > self.limit:
            row = self._database.execute(_VICTIMS, (keep,)).fetchone()
            if row is None:
                return
            log.info("store over its limit: dropping result %s", row[0])
            self.drop(row[0])
            if self._entered(row[0]):
                return  # it could not be deleted: stop rather than spin

    def sweep(self) -> int:
        """Delete files no result refers to, left by a crash; returns how many. Call it while no worker runs."""
        linked = {row[0] for row in self._database.execute("SELECT blob FROM links")}
        known = {f"{row[0]}.json" for row in self._database.execute("SELECT digest FROM results")}
        removed = 0
        for kind, wanted in (("blobs", linked), ("trees", known)):
            for path in (self.store.folder / kind).glob("*/*"):
                if path.name not in wanted:
                    removed += _remove(path)
        return removed

    def _entered(self, digest: str) -> bool:
        return self._database.execute("SELECT 1 FROM results WHERE digest = ?", (digest,)).fetchone() is not None

    def _linked(self, blob: str) -> bool:
        return self._database.execute("SELECT 1 FROM links WHERE blob = ? LIMIT 1", (blob,)).fetchone() is not None


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError as error:
        log.debug("cannot delete %s: %s", path, error)
        return False
    return True
