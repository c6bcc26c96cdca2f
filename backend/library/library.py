# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as its users see it: add, search, take out clips and their pictures."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError, Progress
from backend.language.embedding import encoder
from backend.library import packing, terms, thumbnails
from backend.library.adding import Adder, Report, embed_captions, encoder_key, refresh, setting
from backend.library.captions import words_of
from backend.library.database import Database
from backend.library.features import from_json
from backend.library.place import FILE, default_folder
from backend.library.reading import bits
from backend.library.search_index import Filters, Row, SearchIndex
from backend.motion.clip import Clip

#: A hit with a lower score hardly means what was asked; what is asked of so many of the first ones.
FITS_WELL, _BEST = 0.45, 3
#: What a clip must be known to have, or the user is told.
_TOLD = ("way", "limb", "pace", "style")
#: Identifiers asked for in one statement; SQLite's own limit is higher everywhere.
_AT_ONCE = 500



@dataclass(frozen=True)
class Hit:
    """One clip that was found. ``score`` is 0..1; ``caption`` is the one that fits the question best."""

    id: str
    name: str
    caption: str
    score: float
    duration: float
    fps: float
    frames: int
    looping: bool
    in_place: bool
    source: str
    licence: str
    path: str
    animation: str
    #: The file is gone; the clip can be used all the same.
    missing: bool
    tags: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"tags": list(self.tags), "score": round(self.score, 4)}


class Library:
    """The library in the folder ``path``. Safe to use from several threads and processes."""

    def __init__(self, path: str | Path | None = None, *, read_only: bool = False) -> None:
        """Open it, or make it unless ``read_only``. Raises :class:`EngineError` ("corrupt_library", "read_only",
        "newer_library", "not_found")."""
        self.folder = default_folder() if path is None else Path(path)
        self.database = Database(self.folder / FILE, read_only)
        self._lock = threading.Lock()
        self._index: tuple[Any, SearchIndex, list[str], list[str]] | None = None

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __len__(self) -> int:
        return int(self.database.one("SELECT count(*) FROM clips")[0])

    # -- filling it

    def add(self, paths: Iterable[str | Path], progress: Progress | None = None) -> Report:
        """Index files, folders and captions tables: only what is new or has changed is read.

        One bad file never stops it: the report names it. Raises :class:`EngineError` for faults of the library
        itself and :class:`~backend.engine.Cancelled`, which leaves what was done.
        """
        return Adder(self.database, progress or Progress()).add(paths)

    def rebuild(self, progress: Progress | None = None) -> Report:
        """Read every known file again; clips whose files are gone are measured and drawn again."""
        progress = progress or Progress()
        roots = [row[0] for row in self.database.all("SELECT path FROM roots") if os.path.isdir(row[0])]
        alone = [row[0] for row in self.database.all("SELECT path FROM files")
                 if os.path.isfile(row[0]) and not any(row[0].startswith(root + os.sep) for root in roots)]
        report = Adder(self.database, progress.part(0.0, 0.9), again=True).add([*roots, *alone])
        refresh(self.database, progress.part(0.9, 1.0))
        embed_captions(self.database, progress.part(0.99, 1.0))
        self.database.run("VACUUM")
        return report

    def remove(self, targets: Iterable[str | Path] = (), *, missing: bool = False) -> int:
        """Forget clips (by id), files or whole folders, and with ``missing`` those whose files are gone; the number
        of clips forgotten. Files on disk are not touched. Raises :class:`EngineError` ("not_found")."""
        before = len(self)
        for target in targets:
            text = str(target)
            if found := self._matching_ids(text):
                if len(found) > 1:
                    raise _ambiguous(text, found)
                self.database.run("DELETE FROM clips WHERE id = ?", (found[0],))
                continue
            path = str(Path(os.path.abspath(Path(text).expanduser())))
            removed = 0
            for number, each in self.database.all("SELECT id, path FROM files"):
                if each == path or each.startswith(path + os.sep):
                    self.database.run("DELETE FROM files WHERE id = ?", (number,))
                    removed += 1
            self.database.run("DELETE FROM roots WHERE path = ?", (path,))
            if not removed:
                raise EngineError(f"The library holds neither a clip nor a file {text!r:.200}.",
                                  "See `troupe library list` for what it holds.", "not_found")
        if missing:
            self.database.run("DELETE FROM files WHERE missing = 1")
        return before - len(self)

    # -- asking it

    def search(self, text: str, limit: int = 20, filters: Filters | None = None, offset: int = 0) -> list[Hit]:
        """The clips that fit ``text`` best; every clip that passes ``filters`` for an empty text."""
        index, ids, captions = self._searchable()
        meaning = terms.read(text)
        vector = denied = None
        if index.vectors is not None and text.strip():
            model = encoder()
            if meaning.text.strip():
                vector = model.embed([meaning.text])[0]
            if meaning.denied_text:
                denied = model.embed([meaning.denied_text])[0]
        found = index.search(text, vector, denied, filters, max(0, limit), max(0, offset))
        rows = self._rows([ids[each.clip] for each in found])
        hits = []
        for each in found:
            row = rows.get(ids[each.clip])
            if row is not None:  # removed by another process since the index was made
                caption = captions[each.caption] if each.caption >= 0 else ""
                hits.append(Hit(**row, caption=caption, score=each.score))
        return hits

    @property
    def notice(self) -> str:
        """Why searches are worse than they could be, in the user's words; "" when they are not."""
        model = encoder()
        if model.notice:
            return model.notice
        stored = setting(self.database, "encoder")
        if len(self) and stored != encoder_key(model):
            return "The captions were read without the language model. Run: troupe library rebuild"
        return ""

    def remarks(self, text: str, hits: Sequence[Hit]) -> str:
        """What the user should know about the answer to ``text``, its best ``hits`` first: :attr:`notice`, whether
        nothing fits well, and what is asked for that none of the best hits is known to have."""
        said = [self.notice] if self.notice else []
        if text.strip() and hits:
            if not said and hits[0].score < FITS_WELL:
                said.append("Nothing fits well; these are the nearest.")
            missing = [set(self.unmet(text, hit.id, hit.caption)) for hit in hits[:_BEST]]
            unmet = [word for word in self.unmet(text, "", "") if all(word in each for each in missing)]
            if unmet:
                said.append(f"The best hits are not known to be: {', '.join(unmet)}.")
        return " ".join(said)

    def unmet(self, text: str, clip: str, caption: str) -> list[str]:
        """Words of ``text`` about way, side, pace or manner that neither ``caption`` nor the measurements of the
        clip ``clip`` ("": none) have."""
        known = terms.read(caption).facets
        if clip:
            known |= bits(from_json(self.info(clip)["features"]))
        return list(dict.fromkeys(word for word, axis, bit in terms.spoken(text)
                                  if axis in _TOLD and not known & bit))

    def hit(self, clip: str, score: float = 1.0) -> Hit:
        """The clip ``clip`` as a hit with its first caption. Raises :class:`EngineError` ("not_found")."""
        clip = self.resolve(clip)
        row = self._rows([clip])[clip]
        caption = self.database.one("SELECT text FROM captions WHERE clip = ? ORDER BY number LIMIT 1", (clip,))
        return Hit(**row, caption=caption[0] if caption else "", score=score)

    def clip(self, clip: str) -> Clip:
        """The clip itself, from the library's own copy. Raises :class:`EngineError` ("not_found")."""
        row = self.database.one("SELECT data FROM payloads WHERE clip = ?", (self.resolve(clip),))
        return packing.unpack(row[0])

    def thumbnail(self, clip: str) -> bytes:
        """Its picture as a PNG file, 128 pixels square. Raises :class:`EngineError` ("not_found")."""
        return bytes(self.database.one("SELECT thumbnail FROM payloads WHERE clip = ?", (self.resolve(clip),))[0])

    def thumbnails(self, clips: Sequence[str]) -> np.ndarray:
        """(N, 128, 128, 4) uint8; a clip that is not here is transparent."""
        found: dict[str, bytes] = {}
        for start in range(0, len(clips), _AT_ONCE):
            part = list(clips[start:start + _AT_ONCE])
            found |= dict(self.database.all(
                f"SELECT clip, thumbnail FROM payloads WHERE clip IN ({', '.join('?' * len(part))})", part))
        result = np.zeros((len(clips), thumbnails.SIZE, thumbnails.SIZE, 4), np.uint8)
        for number, clip in enumerate(clips):
            if clip in found:
                result[number] = thumbnails.pixels(found[clip])
        return result

    def info(self, clip: str) -> dict[str, Any]:
        """Everything known about a clip, as JSON. Raises :class:`EngineError` ("not_found")."""
        hit = self.hit(clip)
        note, features = self.database.one("SELECT note, features FROM clips WHERE id = ?", (hit.id,))
        rows = self.database.all("SELECT text, kind FROM captions WHERE clip = ? ORDER BY number", (hit.id,))
        values = hit.to_json() | {"note": note, "captions": [text for text, _ in rows],
                                  "captions_from": rows[0][1] if rows else "", "features": json.loads(features)}
        del values["score"]
        return values

    def stats(self) -> dict[str, Any]:
        """How much of what there is, as JSON."""
        one, database = self.database.one, self.database
        files, missing, failed, copies = one(
            "SELECT count(*), coalesce(sum(missing), 0), coalesce(sum(error != ''), 0), coalesce(sum(same_as != ''), 0)"
            " FROM files")
        clips, seconds, frames = one("SELECT count(*), coalesce(sum(duration), 0), coalesce(sum(frames), 0) FROM clips")
        return {
            "path": str(self.database.path), "clips": clips, "seconds": round(seconds, 2), "frames": frames,
            "captions": one("SELECT count(*) FROM captions")[0], "files": files, "missing": missing, "failed": failed,
            "copies": copies, "bytes": self.database.path.stat().st_size,
            "encoder": setting(database, "encoder").split(":")[0],
            "sources": dict(database.all("SELECT source, count(*) FROM clips GROUP BY source ORDER BY source")),
            "licences": dict(database.all("SELECT licence, count(*) FROM clips GROUP BY licence ORDER BY licence")),
            "roots": [row[0] for row in database.all("SELECT path FROM roots ORDER BY path")]}

    def resolve(self, clip: str) -> str:
        """The full id of a clip from its beginning. Raises :class:`EngineError` ("not_found")."""
        found = self._matching_ids(clip)
        if not found:
            raise EngineError(f"The library has no clip {clip!r:.60}.",
                              "Search again: clips of files that have changed get new names.", "not_found")
        if len(found) > 1:
            raise _ambiguous(clip, found)
        return found[0]

    def _matching_ids(self, text: str) -> list[str]:
        if not 4 <= len(text) <= 12 or not text.isascii() or not text.isalnum():
            return []
        return [row[0] for row in self.database.all("SELECT id FROM clips WHERE id >= ? AND id < ? LIMIT 5",
                                                    (text, text + "~"))]

    def _rows(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        result = {}
        names = ("id", "name", "duration", "fps", "frames", "looping", "in_place", "source", "licence", "animation",
                 "path", "missing")
        for start in range(0, len(ids), _AT_ONCE):
            part = list(ids[start:start + _AT_ONCE])
            for *values, tags, features in self.database.all(
                    "SELECT clips.id, name, duration, fps, frames, looping, in_place, source, licence, animation, "
                    "path, missing, tags, features FROM clips JOIN files ON files.id = clips.file "
                    f"WHERE clips.id IN ({', '.join('?' * len(part))})", part):
                row = dict(zip(names, values))
                row |= {name: bool(row[name]) for name in ("looping", "in_place", "missing")}
                row["tags"] = _tags(tags, features)
                result[row["id"]] = row
        return result

    def _searchable(self) -> tuple[SearchIndex, list[str], list[str]]:
        """The index, made again when the library has changed."""
        with self._lock:
            state = self.database.state()
            if self._index is None or self._index[0] != state:
                self._index = (state, *self._load())
            return self._index[1:]

    def _load(self) -> tuple[SearchIndex, list[str], list[str]]:
        rows: list[Row] = []
        numbers: dict[str, int] = {}
        for clip, name, path, duration, looping, in_place, source, licence, tags, measured, features in (
                self.database.all(
                    "SELECT clips.id, name, path, duration, looping, in_place, source, licence, tags, measured, "
                    "features FROM clips JOIN files ON files.id = clips.file ORDER BY files.path, clips.number")):
            numbers[clip] = len(rows)
            own = _tags(tags, features)
            stems = [each for word in dict.fromkeys([*words_of(name), *words_of(Path(path).stem), *json.loads(tags)])
                     for each in terms.read(word).words]
            rows.append(Row(id=clip, duration=duration, looping=bool(looping), in_place=bool(in_place), source=source,
                            licence=licence, tags=own, names=tuple(stems), measured=measured))
        captions = [row for row in self.database.all("SELECT clip, text, terms, vector FROM captions ORDER BY number")
                    if row[0] in numbers]
        captions.sort(key=lambda row: numbers[row[0]])
        vectors = None
        width = max((len(row[3]) for row in captions if row[3] is not None), default=0)
        stored = setting(self.database, "encoder")
        if width and stored == encoder_key(encoder()):
            blank = b"\0" * width
            vectors = np.frombuffer(b"".join(row[3] or blank for row in captions), "<f4").reshape(len(captions), -1)
        known = setting(self.database, "terms") == str(terms.VERSION)
        index = SearchIndex(
            rows=rows, owners=np.array([numbers[row[0]] for row in captions], int),
            meanings=[_meaning(row[1], row[2], known) for row in captions], vectors=vectors)
        return index, [row.id for row in rows], [row[1] for row in captions]


def _meaning(text: str, stored: str, known: bool) -> tuple[Sequence[str], Sequence[str], int]:
    """What a caption says: as stored, unless another version stored it."""
    if known:
        return terms.unpacked(stored)
    meaning = terms.read(text)
    return meaning.words, meaning.denied, meaning.facets


def _tags(stored: str, features: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*json.loads(stored), *from_json(json.loads(features)).tags]))


def _ambiguous(text: str, found: Sequence[str]) -> EngineError:
    return EngineError(f"Several clips begin with {text}: {', '.join(found)}.", "Give more of the name.", "not_found")


_shared: dict[tuple[str, int], Library] = {}
_opening = threading.Lock()


def shared() -> Library:
    """The user's library, opened once for the process: its index stays in memory between searches.

    Raises :class:`EngineError` as :class:`Library` does; a library that was moved away and made anew is opened anew.
    """
    folder = default_folder()
    with _opening:
        file = folder / FILE
        key = (str(file), file.stat().st_ino if file.is_file() else 0)
        library = _shared.get(key)
        if library is None:
            for old in _shared.values():
                old.close()
            _shared.clear()
            library = Library(folder)
            _shared[str(file), file.stat().st_ino] = library
        return library

