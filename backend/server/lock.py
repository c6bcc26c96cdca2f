# SPDX-License-Identifier: GPL-3.0-or-later
"""One broker for each store."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from .storage import StorageError, storage_error


class StoreLock:
    """Holds ``folder/lock`` for the life of the process; the system frees it even after a crash.

    ``folder/owner`` holds the owner's process id. It is removed when the owner ends in order, so one
    that is found later tells of a crash.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None
        #: Whether the last owner did not end in order.
        self.crashed = False
        #: Set it to leave word that this owner did not either.
        self.untidy = False

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = (self._folder / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise storage_error(error, self._folder) from error
        try:
            _lock(file)
        except OSError:
            file.close()
            owner_id = ""
            with contextlib.suppress(OSError):
                owner_id = (self._folder / "owner").read_text(encoding="utf-8").strip()
            raise StorageError(
                f"Another backend{f' (process {owner_id})' if owner_id else ''} is using the store {self._folder}.",
                "Use that one, stop it, or start this one with --store on another folder.",
                "storage_locked") from None
        self._file = file
        owner = self._folder / "owner"
        try:
            self.crashed = owner.exists()
            owner.write_text(str(os.getpid()), encoding="utf-8")
        except OSError as error:
            raise storage_error(error, self._folder) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if kind is None and not self.untidy:
            with contextlib.suppress(OSError):
                (self._folder / "owner").unlink()
        if self._file is not None:
            self._file.close()


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
