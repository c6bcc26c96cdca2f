# SPDX-License-Identifier: GPL-3.0-or-later
"""Official checkpoints that only the user can bring: which files they are, and in which folder they are looked for.

Their authors publish them in places that cannot be pinned (shared drives, without digests), under licences of their
own, so that they are no entries of the manifest: they are files in a folder, checked when they are opened.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.engine import Availability, EngineError
from backend.paths import weights_dir


@dataclass(frozen=True)
class OfficialFile:
    """One file of a set, wherever the published archive puts it."""

    #: For the user: "the checkpoint".
    what: str
    #: Below the folder; the first is the plain one, the others are those of the published archives.
    places: tuple[str, ...]
    needed: bool = True


@dataclass(frozen=True)
class OfficialSet:
    """The files of one published model."""

    name: str
    title: str
    #: Environment variable that names another folder.
    variable: str
    homepage: str
    files: Mapping[str, OfficialFile]

    @property
    def folder(self) -> Path:
        """Where the files are looked for."""
        return Path(os.environ.get(self.variable) or weights_dir() / self.name).expanduser()

    def found(self) -> dict[str, Path]:
        """The files that are there, by their keys."""
        folder = self.folder
        result = {}
        for key, file in self.files.items():
            present = next((folder / each for each in file.places if (folder / each).is_file()), None)
            if present is not None:
                result[key] = present
        return result

    def availability(self) -> Availability:
        """Whether every needed file is there."""
        found = self.found()
        missing = [file for key, file in self.files.items() if file.needed and key not in found]
        if not missing:
            return Availability(ok=True)
        names = ", ".join(f"{file.places[0]} ({file.what})" for file in missing)
        return Availability(
            ok=False, reason=f"{self.title} needs its official files: {names}.",
            remedy=f"Get them from {self.homepage} and put them into {self.folder}, as they were unpacked; "
                   f"{self.variable} names another folder. See docs/weights.md.")

    def paths(self) -> dict[str, Path]:
        """The files, by their keys. Raises :class:`EngineError` (``weights_missing``) where a needed one is not."""
        state = self.availability()
        if not state.ok:
            raise EngineError(state.reason, state.remedy, "weights_missing")
        return self.found()


def stamp(paths: Mapping[str, Path]) -> tuple[tuple[str, int, int], ...]:
    """What tells whether files have changed since they were read."""
    states = [(path, path.stat()) for path in paths.values()]
    return tuple((str(path), state.st_size, state.st_mtime_ns) for path, state in states)
