# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files of some folders are motions, and what the tables and sidecars there say about them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.engine import EngineError
from backend.library.captions import Said, Table, read_sidecars, read_table
from backend.motion.formats import readable
from backend.motion.formats.base import extension_of, stem_of

#: Folders above a given path in which a captions table is looked for.
_ABOVE = 3
_TABLE = "captions.csv"


@dataclass(frozen=True)
class Failure:
    """A file, or one animation of it, that is not in the library, and why."""

    path: str
    message: str
    remedy: str = ""
    animation: str = ""


@dataclass(frozen=True)
class Candidate:
    """A motion file to be looked at."""

    path: Path
    #: The folder it was found through; None for a file that was named itself.
    root: Path | None
    #: Entries of tables, then of sidecars.
    said: tuple[Said, ...] = ()


@dataclass
class Scan:
    """What was found, in the order of the paths."""

    candidates: list[Candidate] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    roots: list[Path] = field(default_factory=list)


def scan(paths: Iterable[str | Path], looked: Callable[[], None] = lambda: None) -> Scan:
    """Look through files, folders and captions tables; ``looked`` is called now and then, and may cancel."""
    result = Scan()
    seen: set[Path] = set()
    tables: dict[Path, Table] = {}
    for given in paths:
        path = Path(os.path.abspath(Path(given).expanduser()))
        if path.is_dir():
            path = path.resolve()
            result.roots.append(path)
            files, found = _walk(path, result, looked)
            tables |= found
        elif path.suffix.lower() == ".csv" and path.is_file():
            files = _listed(path.resolve(), tables, result)
        elif path.is_file() and readable(path):
            files = [(path.resolve(), None)]
        else:
            result.failures.append(_refused(path))
            continue
        for file, root in files:
            if file in seen:
                continue
            seen.add(file)
            try:
                result.candidates.append(Candidate(file, root, _said(file, tables, result)))
            except EngineError as error:
                result.failures.append(Failure(str(file), error.message, error.remedy))
                result.candidates.append(Candidate(file, root))
            looked()
    aside = {path for table in tables.values() for path in table.aside} - {
        path for table in tables.values() for path in table.rows}
    result.candidates = [each for each in result.candidates if each.root is None or each.path not in aside]
    return result


def _refused(path: Path) -> Failure:
    if not path.exists():
        return Failure(str(path), f"{path} does not exist.", "Check the path.")
    return Failure(str(path), f"{path.name} is in no motion format known here.",
                   "Convert it to BVH, glTF or FBX, or name a folder.")


def _walk(root: Path, result: Scan, looked: Callable[[], None]) -> tuple[list[tuple[Path, Path | None]],
                                                                           dict[Path, Table]]:
    """Motion files below ``root`` and the captions tables there, hidden folders left out."""
    files: list[tuple[Path, Path | None]] = []
    tables: dict[Path, Table] = {}

    def unreadable(error: OSError) -> None:
        result.failures.append(Failure(str(error.filename), f"{error.filename} cannot be read: {error.strerror}.",
                                       "Check who may read it."))

    for folder, folders, names in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith("."):
                continue
            if path.suffix.lower() == ".csv":
                _add_table(path.resolve(), tables, result)
            elif is_motion(path, names):
                files.append((path.resolve(), root))
                looked()
    return files, tables


def is_motion(path: Path, neighbours: Sequence[str] = ()) -> bool:
    """Whether a file met in a folder should be read: by its extension, a text also by its content."""
    if not readable(path):
        return False
    if extension_of(path) != ".txt":
        return True
    stem = stem_of(path)
    if any(other != path.name and readable(other) and extension_of(Path(other)) != ".txt"
           and stem in (stem_of(Path(other)), other) for other in neighbours):
        return False
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rb") as file:
            return b'"Frames"' in file.read(4096)
    except (OSError, EOFError):
        return False


def _add_table(path: Path, tables: dict[Path, Table], result: Scan) -> Table | None:
    if path in tables:
        return tables[path]
    try:
        table = read_table(path)
    except EngineError as error:
        result.failures.append(Failure(str(path), error.message, error.remedy))
        tables[path] = Table(path, {}, frozenset())
        return None
    if table is not None:
        tables[path] = table
    return table


def _listed(path: Path, tables: dict[Path, Table], result: Scan) -> list[tuple[Path, Path | None]]:
    """The files that a named csv lists."""
    table = _add_table(path, tables, result)
    if table is None:
        if not any(each.path == str(path) for each in result.failures):
            result.failures.append(Failure(str(path), f"{path.name} is no table of captions.",
                                           "It needs the columns path and caption_1."))
        return []
    files: list[tuple[Path, Path | None]] = []
    for each in table.rows:
        if each.is_file():
            files.append((each, path.parent))
        else:
            result.failures.append(Failure(str(each), f"{each.name}, listed in {path.name}, does not exist.",
                                           "Correct the table."))
    return files


def _said(path: Path, tables: dict[Path, Table], result: Scan) -> tuple[Said, ...]:
    """What tables say (those met, and captions.csv of the folders above), then what sidecars say."""
    for folder in list(path.parents)[:_ABOVE]:
        above = folder / _TABLE
        if above not in tables and above.is_file():
            _add_table(above, tables, result)
    found = [said for table in tables.values() for said in table.rows.get(path, ())]
    return (*found, *read_sidecars(path))
