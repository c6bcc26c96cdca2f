# SPDX-License-Identifier: GPL-3.0-or-later
"""The SQLite file of a library: its schema, how it is opened, and what its faults mean to the user.

The journal is a write-ahead log, so that searches go on while files are added; every file is one
transaction, so that an addition that was cut off leaves whole files behind.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.engine import EngineError

#: "Trpe": tells a library from other SQLite files.
_APPLICATION = 0x54727065
#: What leads from each version of the schema to the next; the first makes it.
_STEPS = ("""
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE roots (path TEXT PRIMARY KEY);
CREATE TABLE files (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, changed INTEGER NOT NULL,
    digest TEXT NOT NULL, said TEXT NOT NULL, reader TEXT NOT NULL, same_as TEXT NOT NULL DEFAULT '',
    missing INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', remedy TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '[]');
CREATE INDEX files_by_digest ON files (digest);
CREATE TABLE clips (
    id TEXT PRIMARY KEY, file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    animation TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL, note TEXT NOT NULL,
    tags TEXT NOT NULL, duration REAL NOT NULL, fps REAL NOT NULL, frames INTEGER NOT NULL,
    looping INTEGER NOT NULL, in_place INTEGER NOT NULL, measured INTEGER NOT NULL, features TEXT NOT NULL);
CREATE INDEX clips_by_file ON clips (file);
CREATE TABLE payloads (
    clip TEXT PRIMARY KEY REFERENCES clips (id) ON DELETE CASCADE, data BLOB NOT NULL, thumbnail BLOB NOT NULL);
CREATE TABLE captions (
    id INTEGER PRIMARY KEY, clip TEXT NOT NULL REFERENCES clips (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    text TEXT NOT NULL, kind TEXT NOT NULL, terms TEXT NOT NULL, vector BLOB);
CREATE INDEX captions_by_clip ON captions (clip);
""",)
VERSION = len(_STEPS)


class Database:
    """One connection, shared by the threads of a process one at a time."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        """Open or make the file. Raises :class:`EngineError` ("corrupt_library", "read_only", "newer_library",
        "not_found")."""
        self.path = path
        #: Also where the file may only be read: it is searched then, and cannot be added to.
        self.read_only = read_only or (path.is_file() and not os.access(path, os.W_OK))
        self._lock = threading.RLock()
        with self.faults():
            self._connection = self._open()
            self._prepare()

    def _open(self) -> sqlite3.Connection:
        if self.read_only:
            if not self.path.is_file():
                raise EngineError(f"There is no library at {self.path}.", "Run: troupe library add PATH", "not_found")
            uri = self.path.resolve().as_uri() + "?mode=ro"
            log = self.path.with_name(self.path.name + "-wal")
            if not os.access(self.path.parent, os.W_OK) and not (log.is_file() and log.stat().st_size):
                # With a write-ahead log even readers need to write, unless nobody at all does.
                uri += "&immutable=1"
            return sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(f"The folder {self.path.parent} of the library cannot be made: {error.strerror}.",
                              "Choose another with the environment variable TROUPE_LIBRARY.", "read_only") from error
        return sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)

    def _prepare(self) -> None:
        found = self.one("PRAGMA user_version")[0]
        application = self.one("PRAGMA application_id")[0]
        tables = self.one("SELECT count(*) FROM sqlite_master")[0]
        if application != _APPLICATION and tables:
            raise EngineError(f"{self.path} is not a library of Troupe.", "Name another folder.", "corrupt_library")
        if found > VERSION:
            raise EngineError(f"The library {self.path} was made by a newer version of Troupe.",
                              "Update Troupe, or choose another folder with TROUPE_LIBRARY.", "newer_library")
        if self.read_only:
            if found < VERSION:
                raise EngineError(f"The library {self.path} is of an older version.",
                                  "Open it once where it can be written.", "read_only")
            return
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        if found == VERSION:
            return
        with self.transaction():
            # Another process may have made it meanwhile.
            for step in _STEPS[self.one("PRAGMA user_version")[0]:]:
                for statement in step.split(";"):
                    if statement.strip():
                        self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        """Close the connection; nothing can be asked afterwards."""
        with self._lock:
            self._connection.close()

    def all(self, statement: str, values: tuple[Any, ...] | list[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        with self._lock, self.faults():
            return self._connection.execute(statement, values).fetchall()

    def one(self, statement: str, values: tuple[Any, ...] | list[Any] = ()) -> tuple[Any, ...]:
        """The first row of a query; () when there is none."""
        with self._lock, self.faults():
            return self._connection.execute(statement, values).fetchone() or ()

    def run(self, statement: str, values: tuple[Any, ...] | list[Any] = ()) -> int:
        """Execute a change; the id of the row inserted last."""
        with self._lock, self.faults():
            return self._connection.execute(statement, values).lastrowid or 0

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is done within, or nothing."""
        with self._lock, self.faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def state(self) -> tuple[int, int]:
        """Changes whenever anybody has changed the library: this connection or another one."""
        with self._lock, self.faults():
            return (self._connection.execute("PRAGMA data_version").fetchone()[0], self._connection.total_changes)

    @contextlib.contextmanager
    def faults(self) -> Iterator[None]:
        """SQLite's errors as the user should read them."""
        try:
            yield
        except sqlite3.OperationalError as error:
            text = str(error)
            if "readonly" in text or "unable to open" in text:
                raise EngineError(f"The library {self.path} cannot be written: {text}.",
                                  "Make its folder writable, or choose another with the environment variable "
                                  "TROUPE_LIBRARY.", "read_only") from error
            if "full" in text:
                raise EngineError(f"The disk of {self.path.parent} is full.", "Make room and add again: what is there "
                                  "already is kept.", "disk_full") from error
            if "locked" in text or "busy" in text:
                raise EngineError(f"The library {self.path} is being changed by another program.",
                                  "Wait until that is done, then try again.", "busy") from error
            raise self._corrupt(error) from error
        except sqlite3.DatabaseError as error:
            raise self._corrupt(error) from error

    def _corrupt(self, error: Exception) -> EngineError:
        return EngineError(f"The library {self.path} is damaged: {error}.",
                           f"Move {self.path.name} away (your motion files are not touched) and run: "
                           "troupe library add PATH", "corrupt_library")
