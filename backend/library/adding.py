# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing a library up to date with files on disk: what is new, changed, moved, deleted or the same."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import backend
from backend.engine import Cancelled, EngineError, Progress
from backend.language.embedding import SentenceEncoder, encoder
from backend.library import features, packing, reading, terms, thumbnails
from backend.library.captions import folder_words
from backend.library.database import Database
from backend.library.scanning import Candidate, Failure, scan

#: Files of an older reader are read again.
READER = f"{reading.VERSION}.{features.VERSION}"
#: Files that could not be read are read again by every other version: it may know how.
_FAILED = f"{READER}/{backend.__version__}"
#: Faults that lie in the file; others, such as a missing Blender, may be gone the next time.
_LASTING = ("bad_file", "unknown_rig")
#: Captions embedded in one transaction.
_BATCH = 64


@dataclass
class Report:
    """What an addition did. Counts of files; ``clips`` counts what the new and changed ones hold."""

    clips: int = 0
    added: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0
    #: Files whose content is in the library already, from another place.
    duplicates: int = 0
    #: Known files that are gone from the disk; their clips stay.
    missing: int = 0
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)

    @property
    def summary(self) -> str:
        """One sentence for the user."""
        files = self.added + self.changed
        parts = [f"{self.clips} clip{'' if self.clips == 1 else 's'} from {files} file{'' if files == 1 else 's'}"]
        parts += [f"{count} {name}" for count, name in (
            (self.moved, "moved"), (self.unchanged, "unchanged"), (self.duplicates, "the same as others"),
            (self.missing, "gone from the disk"), (len(self.failures), "could not be used")) if count]
        return ", ".join(parts)


class Adder:
    """One addition to ``database``."""

    def __init__(self, database: Database, progress: Progress, again: bool = False) -> None:
        self.database, self.progress, self.again = database, progress, again
        self.report = Report()

    def add(self, paths: Iterable[str | Path]) -> Report:
        """Index ``paths``. What is done is kept when :class:`Cancelled` is raised on the way."""
        looked = self.progress.part(0.0, 0.02)
        found = scan(paths, lambda: looked.update(0.5, "Looking for motions"))
        self.report.failures += found.failures
        reads = self.progress.part(0.02, 0.85)
        for number, candidate in enumerate(found.candidates):
            self._file(candidate, reads.part(number / len(found.candidates), (number + 1) / len(found.candidates)))
        with self.database.transaction():
            for root in found.roots:
                self.database.run("INSERT OR IGNORE INTO roots VALUES (?)", (str(root),))
        self._look_for_missing(found.roots)
        read_terms(self.database)
        embed_captions(self.database, self.progress.part(0.85, 1.0))
        self.progress.update(1.0, "Done")
        return self.report

    def _file(self, candidate: Candidate, progress: Progress) -> None:
        path = candidate.path
        try:
            progress.update(0.0, path.name)
            self._check(candidate, progress)
        except Cancelled:
            raise
        except EngineError as error:
            if error.code in ("corrupt_library", "read_only", "disk_full", "busy"):
                raise
            self._fail(candidate, Failure(str(path), error.message, error.remedy), error.code in _LASTING)
        except OSError as error:
            self.report.failures.append(Failure(str(path), f"{path.name} cannot be read: {error.strerror or error}.",
                                                "Check who may read it."))
        except UnicodeEncodeError:
            self.report.failures.append(Failure(ascii(str(path)), "The file's name is not valid Unicode.",
                                                "Rename the file."))
        except Exception as error:  # one bad file never stops an addition, whatever a reader does about it
            self._fail(candidate, Failure(str(path), f"{path.name} cannot be read: {type(error).__name__}: {error}.",
                                          "Export the file again."), True)

    def _check(self, candidate: Candidate, progress: Progress) -> None:
        """Decide what happened to a file since it was seen last."""
        path = candidate.path
        state = path.stat()
        said = _said_key(candidate)
        known = self.database.one("SELECT id, size, changed, digest, said, reader, same_as, error, remedy, missing "
                                  "FROM files WHERE path = ?", (str(path),))
        if known and not self.again:
            number, size, changed, digest, before, reader, same_as, error, remedy, missing = known
            touched = (size, changed) != (state.st_size, state.st_mtime_ns)
            if touched and reading.digest_of(path) == digest:
                touched = False
                self.database.run("UPDATE files SET size = ?, changed = ? WHERE id = ?",
                                  (state.st_size, state.st_mtime_ns, number))
            if missing:
                self.database.run("UPDATE files SET missing = 0 WHERE id = ?", (number,))
            as_before = reader == (_FAILED if error else READER) and before == said
            if not touched and as_before and (not same_as or os.path.exists(same_as)):
                if error:
                    self.report.failures.append(Failure(str(path), error, remedy))
                elif same_as:
                    self.report.duplicates += 1
                else:
                    self.report.unchanged += 1
                return
        digest = reading.digest_of(path, lambda: progress.update(0.0, path.name))
        if not self._elsewhere(candidate, digest, said, progress):
            self._read(candidate, digest, said, bool(known), progress)

    def _elsewhere(self, candidate: Candidate, digest: str, said: str, progress: Progress) -> bool:
        """Whether the content is known from another path: then the file is a copy, or has been moved."""
        path = candidate.path
        state = path.stat()
        rows = self.database.all("SELECT id, path, said, reader FROM files WHERE digest = ? AND path != ? AND "
                                 "same_as = '' AND error = ''", (digest, str(path)))
        for number, other, before, reader in rows:
            with self.database.transaction():
                self.database.run("DELETE FROM files WHERE path = ?", (str(path),))
                if os.path.exists(other):
                    self._insert(candidate, digest, said, same_as=other)
                    self.report.duplicates += 1
                    return True
                self.database.run("UPDATE files SET path = ?, size = ?, changed = ?, missing = 0 WHERE id = ?",
                                  (str(path), state.st_size, state.st_mtime_ns, number))
            self.report.moved += 1
            if before != said or reader != READER or Path(other).name != path.name:
                self._read(candidate, digest, said, True, progress, counted=False)
            return True
        return False

    def _insert(self, candidate: Candidate, digest: str, said: str, **more: Any) -> int:
        state = candidate.path.stat()
        values = {"path": str(candidate.path), "size": state.st_size, "changed": state.st_mtime_ns, "digest": digest,
                  "said": said, "reader": READER, **more}
        return self.database.run(f"INSERT INTO files ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
                                 list(values.values()))

    def _read(self, candidate: Candidate, digest: str, said: str, known: bool, progress: Progress,
              counted: bool = True) -> None:
        notes: list[str] = []
        entries, failures = reading.read_entries(candidate, digest, notes, progress)
        if not entries:
            raise EngineError(failures[0].message, failures[0].remedy, "bad_file")
        with self.database.transaction():
            self.database.run("DELETE FROM files WHERE path = ?", (str(candidate.path),))
            number = self._insert(candidate, digest, said, notes=json.dumps(notes, ensure_ascii=False))
            for entry in entries:
                self._store(number, entry)
        self.report.failures += failures
        self.report.notes += [f"{candidate.path.name}: {note}" for note in notes]
        self.report.clips += len(entries)
        if counted:
            self.report.changed += known
            self.report.added += not known

    def _store(self, file: int, entry: reading.Entry) -> None:
        clip, said = entry.clip, entry.said
        # A clip of the same content may be left from a file that has changed since.
        self.database.run("DELETE FROM clips WHERE id = ?", (entry.id,))
        self.database.run(
            "INSERT INTO clips VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.id, file, entry.number, entry.animation, clip.name, said.source, said.licence, said.note,
             json.dumps(list(said.tags), ensure_ascii=False), clip.duration, clip.fps, len(clip),
             clip.loop or entry.features.cyclic, entry.features.in_place, entry.measured,
             json.dumps(entry.features.to_json())))
        self.database.run("INSERT INTO payloads VALUES (?, ?, ?)", (entry.id, entry.data, entry.thumbnail))
        for number, text in enumerate(said.captions):
            self.database.run("INSERT INTO captions (clip, number, text, kind, terms) VALUES (?, ?, ?, ?, ?)",
                              (entry.id, number, text, said.kind, terms.read(text).pack()))

    def _fail(self, candidate: Candidate, failure: Failure, lasting: bool) -> None:
        """Report a bad file; if the fault is ``lasting``, remember it, so that it is not read until it changes."""
        self.report.failures.append(failure)
        if not lasting:
            return
        try:
            digest, said = reading.digest_of(candidate.path), _said_key(candidate)
            with self.database.transaction():
                self.database.run("DELETE FROM files WHERE path = ?", (failure.path,))
                self._insert(candidate, digest, said, reader=_FAILED, error=failure.message, remedy=failure.remedy)
        except OSError:
            return

    def _look_for_missing(self, roots: Iterable[Path]) -> None:
        """Mark known files below ``roots`` that are gone; a copy elsewhere takes the place of one."""
        for root in roots:
            inside = _escaped(str(root) + os.sep) + "%"
            for number, path, same_as in self.database.all(
                    "SELECT id, path, same_as FROM files WHERE path LIKE ? ESCAPE '~'", (inside,)):
                if os.path.exists(path):
                    continue
                copy = self.database.one("SELECT id, path FROM files WHERE same_as = ?", (path,))
                with self.database.transaction():
                    if same_as:
                        self.database.run("DELETE FROM files WHERE id = ?", (number,))
                    elif copy and os.path.exists(copy[1]):
                        self.database.run("DELETE FROM files WHERE id = ?", (copy[0],))
                        self.database.run("UPDATE files SET path = ?, missing = 0 WHERE id = ?", (copy[1], number))
                        self.database.run("UPDATE files SET same_as = ? WHERE same_as = ?", (copy[1], path))
                    else:
                        self.database.run("UPDATE files SET missing = 1 WHERE id = ?", (number,))
                        self.report.missing += 1


def _escaped(text: str) -> str:
    """For LIKE ... ESCAPE '~'."""
    return text.replace("~", "~~").replace("%", "~%").replace("_", "~_")


def _said_key(candidate: Candidate) -> str:
    return json.dumps([[each.key() for each in candidate.said], folder_words(candidate.path, candidate.root)],
                      ensure_ascii=False)


def encoder_key(model: SentenceEncoder) -> str:
    """Which encoder made vectors; "" for the fallback, whose vectors are of no use here: words are matched anyway."""
    return "" if model.notice else f"{model.name}:{model.digest}"


def setting(database: Database, name: str) -> str:
    """A value of the table of settings; "" where there is none."""
    return str((database.one("SELECT value FROM settings WHERE name = ?", (name,)) or ("",))[0])


def read_terms(database: Database) -> None:
    """Read the words of all captions anew, and what was measured, where another version did it."""
    if setting(database, "terms") == str(terms.VERSION):
        return
    with database.transaction():
        for number, text in database.all("SELECT id, text FROM captions"):
            database.run("UPDATE captions SET terms = ? WHERE id = ?", (terms.read(text).pack(), number))
        for clip, measured in database.all("SELECT id, features FROM clips"):
            database.run("UPDATE clips SET measured = ? WHERE id = ?",
                         (reading.bits(features.from_json(json.loads(measured))), clip))
        database.run("INSERT OR REPLACE INTO settings VALUES ('terms', ?)", (str(terms.VERSION),))


def embed_captions(database: Database, progress: Progress) -> None:
    """Give every caption without a vector one, where there is an encoder; all of them when it is another one."""
    stored = setting(database, "encoder")
    if not database.one("SELECT 1 FROM captions WHERE vector IS NULL LIMIT 1") and stored:
        return
    if not database.one("SELECT 1 FROM captions LIMIT 1"):
        return
    progress.update(0.0, "Loading the language model")
    model = encoder()
    key = encoder_key(model)
    if not key:
        return
    if key != stored:
        with database.transaction():
            database.run("UPDATE captions SET vector = NULL")
            database.run("INSERT OR REPLACE INTO settings VALUES ('encoder', ?)", (key,))
    texts = [row[0] for row in database.all("SELECT DISTINCT text FROM captions WHERE vector IS NULL")]
    for start in range(0, len(texts), _BATCH):
        progress.update(start / len(texts), "Understanding the captions")
        part = texts[start:start + _BATCH]
        vectors = model.embed([terms.plain(text) for text in part])
        with database.transaction():
            for text, vector in zip(part, vectors):
                database.run("UPDATE captions SET vector = ? WHERE text = ? AND vector IS NULL",
                             (np.ascontiguousarray(vector, "<f4").tobytes(), text))


def refresh(database: Database, progress: Progress) -> None:
    """Measure, draw and read again what is stored of clips whose files are gone."""
    rows = database.all("SELECT clips.id, payloads.data FROM clips JOIN files ON files.id = clips.file "
                        "JOIN payloads ON payloads.clip = clips.id WHERE files.missing = 1")
    for number, (name, data) in enumerate(rows):
        progress.update(number / len(rows), name)
        clip = packing.unpack(data)
        measured = features.measure(clip)
        with database.transaction():
            database.run("UPDATE clips SET features = ?, measured = ?, looping = ?, in_place = ? WHERE id = ?",
                         (json.dumps(measured.to_json()), reading.bits(measured), clip.loop or measured.cyclic,
                          measured.in_place, name))
            database.run("UPDATE payloads SET thumbnail = ? WHERE clip = ?", (thumbnails.png(clip), name))
