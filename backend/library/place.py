# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the user's library lies, and whether anything is in it. Imports next to nothing."""

from __future__ import annotations

import os
from pathlib import Path

from backend.library.database import Database
from backend.paths import data_dir

FILE = "library.sqlite"


def default_folder() -> Path:
    """The user's library: the environment variable ``TROUPE_LIBRARY``, else in the data folder."""
    if named := os.environ.get("TROUPE_LIBRARY"):
        return Path(named).expanduser()
    return data_dir() / "library"


def state_files() -> tuple[Path, Path]:
    """The files of which one is written whenever the library changes: the database and its write-ahead log."""
    path = default_folder() / FILE
    return path, path.with_name(FILE + "-wal")


def count_clips() -> int:
    """How many clips the user's library holds, without making one. Raises :class:`~backend.engine.EngineError`."""
    path = default_folder() / FILE
    if not path.is_file():
        return 0
    database = Database(path, read_only=True)
    try:
        return int(database.one("SELECT count(*) FROM clips")[0])
    finally:
        database.close()
