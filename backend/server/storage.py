# SPDX-License-Identifier: GPL-3.0-or-later
"""The job database's file, and disk faults told in the user's words."""

from __future__ import annotations

import errno
import logging
import sqlite3
import time
from pathlib import Path

from backend.engine import EngineError

log = logging.getLogger(__name__)

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_READONLY = {errno.EROFS, errno.EACCES, errno.EPERM}

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    modality TEXT NOT NULL,
    engine TEXT NOT NULL,
    prompt TEXT NOT NULL,
    seed INTEGER NOT NULL,
    parameters TEXT NOT NULL,
    spec TEXT,
    inputs TEXT NOT NULL,
    state TEXT NOT NULL,
    created REAL NOT NULL,
    started REAL,
    finished REAL,
    attempts INTEGER NOT NULL,
    error TEXT,
    result TEXT NOT NULL,
    nbytes INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS jobs_state ON jobs (state);
CREATE INDEX IF NOT EXISTS jobs_result ON jobs (result);
CREATE INDEX IF NOT EXISTS jobs_inputs ON jobs (inputs);
CREATE TABLE IF NOT EXISTS results (
    digest TEXT PRIMARY KEY,
    nbytes INTEGER NOT NULL,
    created REAL NOT NULL,
    fetched REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS links (
    result TEXT NOT NULL REFERENCES results (digest) ON DELETE CASCADE,
    blob TEXT NOT NULL,
    nbytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    PRIMARY KEY (result, blob)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_blob ON links (blob);
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    result TEXT NOT NULL REFERENCES results (digest) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_result ON answers (result);
"""
_VERSION = 1


class StorageError(EngineError):
    """The store cannot be written or read. Codes: ``storage_full``, ``storage_readonly``,
    ``storage_failed``, ``storage_locked``, ``result_lost``, ``too_large``."""


def storage_error(error: OSError | sqlite3.Error, where: Path) -> StorageError:
    """The :class:`StorageError` that tells ``error``, met while using ``where``."""
    name = getattr(error, "sqlite_errorname", "") or ""
    number = getattr(error, "errno", None)
    if number in _FULL or name.startswith("SQLITE_FULL"):
        return StorageError(
            f"There is no room left to store results in {where}.",
            "Free some disk space, or start the backend with --store on a larger disk.", "storage_full")
    if number in _READONLY or name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return StorageError(
            f"The backend may not write to its store {where}.",
            "Make the folder writable, or start the backend with --store on a folder that is.", "storage_readonly")
    return StorageError(
        f"The store {where} failed: {error}.",
        "Check the disk, or start the backend with --store on another one.", "storage_failed")


def open_database(folder: Path) -> sqlite3.Connection:
    """Open (or make) ``folder/jobs.sqlite`` in WAL mode; raises :class:`StorageError`.

    A file that is not a sound database is set aside under another name, never deleted: losing
    the history is better than a backend that cannot start.
    """
    path = folder / "jobs.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _open(path)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "") not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise
            aside = path.with_name(f"jobs-damaged-{int(time.time())}.sqlite")
            log.error("the job database is damaged (%s); set aside as %s", error, aside)
            path.rename(aside)
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            return _open(path)
    except (OSError, sqlite3.Error) as error:
        raise storage_error(error, folder) from error


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=1.0)
    try:
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA foreign_keys = ON")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise StorageError(
                f"The store {path.parent} was made by a newer Troupe.",
                "Update the backend, or start it with --store on another folder.", "storage_failed")
        database.executescript(_SCHEMA)
        database.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        database.close()
        raise
    return database
