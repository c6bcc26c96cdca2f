# SPDX-License-Identifier: GPL-3.0-or-later
"""Captioned clips to learn from: a folder with ``captions.csv``, or any Troupe library.

``takes(source, split)`` gives the clips of a split as :class:`~backend.motion.evaluation.protocol.Take` (name, clip,
captions): canonical clips at 30 frames a second, from their first usable frame on, with contacts, as they were made
(their own proportions, at any length, in place where they were made in place). ``mirrored(caption)`` says what is
true of ``clip_ops.mirror(clip)``; ``paraphrases(caption)`` says the same in other words.

    from backend.training.motion.data import mirrored, paraphrases, takes
    for take in takes("data/motion", "train"):
        print(take.name, take.clip, take.captions)

What was read is kept outside the repository (``cache``: in Troupe's data folder) and read again only when the
table, or the code's VERSION, has changed. Splits are those of the table's column ``split``; in a library and in a
table without that column, files are dealt out by their names: 90 % train, 5 % val, 5 % test.
"""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError, Progress
from backend.library.captions import Said, matching, read_table
from backend.library.reading import corrected
from backend.motion.body import Body
from backend.motion.clip import Clip, canonical
from backend.motion.clip_ops import resample
from backend.motion.editing.contacts import with_contacts
from backend.motion.evaluation.protocol import Take
from backend.paths import data_dir
from backend.training.motion.captions import mirrored, paraphrases

__all__ = ["RATE", "SPLITS", "mirrored", "paraphrases", "split_of", "takes"]

RATE = 30.0
SPLITS = ("train", "val", "test")
#: Bump when clips should be read again.
VERSION = 1
TABLE = "captions.csv"


def takes(source: str | Path, split: str = "", progress: Progress | None = None,
          cache: str | Path | None = None) -> list[Take]:
    """The captioned clips of a folder with ``captions.csv``, or of the Troupe library in a folder; all of them, or one
    split's.

    Raises :class:`EngineError`: ``not_found`` without either, ``bad_file`` for a table or a clip that cannot be
    read, ``invalid_parameter`` for another split than :data:`SPLITS`.
    """
    if split not in ("", *SPLITS):
        raise EngineError(f"There is no split {split!r:.40}.", f"Choose {', '.join(SPLITS)}.", "invalid_parameter")
    source, progress = Path(source), progress or Progress()
    if not (source / TABLE).is_file():
        return [take for _, take in _of_library(source, progress, split)]
    place = _cache_of(source, cache)
    every = _read_cache(place) if place.is_file() else None
    if every is None:
        every = list(_of_table(source, progress))
        _write_cache(place, every)
    return [take for own, take in every if split in ("", own)]


def split_of(name: str) -> str:
    """Where a file without a split of its own belongs: by lot, but always the same one."""
    lot = int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big") % 20
    return "val" if lot == 0 else "test" if lot == 1 else "train"


def _of_table(folder: Path, progress: Progress) -> Iterator[tuple[str, Take]]:
    """(split, take) of every line of the table."""
    from backend.motion.formats import read_clips

    path = folder / TABLE
    table = read_table(path)
    if table is None:
        raise EngineError(f"{path} has no columns path and caption_1.", "See the page on training motions.", "bad_file")
    named = _identities(path)
    for number, (file, said) in enumerate(table.rows.items()):
        progress.update(number / len(table.rows), f"Reading {file.name}")
        skeleton = next((each.skeleton for each in said if each.skeleton), "")
        options: dict[str, Any] = {"skeleton": skeleton} if skeleton else {}
        rate = next((each.fps for each in said if each.fps), None)
        if rate is not None:
            options["fps"] = rate
        clips = read_clips(file, **options)
        several = len({each.clip for each in said if each.clip}) > 1
        for clip in clips:
            entry = matching(said, clip.name, not several)
            if entry is None or not entry.captions:
                continue
            name, split = named.get((file, entry.clip), ("", ""))
            name = name or f"{file.stem}/{clip.name}"
            yield split or split_of(file.name), Take(name, _standardised(clip, entry), entry.captions)


def _identities(path: Path) -> dict[tuple[Path, str], tuple[str, str]]:
    """(file, animation) -> (name, split) of every line of the table."""
    found = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            split = (row.get("split") or "").strip().lower()
            if split and split not in SPLITS:
                raise EngineError(f"{path.name}: the split {split!r:.40} is unknown.", f"Use {', '.join(SPLITS)}.",
                                  "bad_file")
            place = (path.parent / (row.get("path") or "").strip()).resolve()
            found[place, (row.get("clip") or "").strip()] = ((row.get("clip_id") or "").strip(), split)
    return found


def _of_library(folder: Path, progress: Progress, split: str = "") -> Iterator[tuple[str, Take]]:
    """(split, take) of every captioned clip, or of one split's: no other is read."""
    from backend.library import Library
    from backend.library.place import FILE

    if not (folder / FILE).is_file():
        raise EngineError(f"{folder} holds neither {TABLE} nor a motion library.",
                          "Give the folder of a captions table, or of a library (troupe library add PATH).",
                          "not_found")
    with Library(folder, read_only=True) as library:
        rows = library.database.all("SELECT id FROM clips ORDER BY id")
        for number, (identity,) in enumerate(rows):
            progress.update(number / max(len(rows), 1), "Reading the library")
            told = library.info(identity)
            captions = tuple(told.get("captions") or ([told["caption"]] if told.get("caption") else []))
            own = split_of(Path(str(told["path"])).name)
            if captions and split in ("", own):
                yield own, Take(identity, _standardised(library.clip(identity), Said()), captions)


def _standardised(clip: Clip, said: Said) -> Clip:
    clip = corrected(clip, said)
    return with_contacts(replace(resample(clip, RATE), hands=None))


def _cache_of(source: Path, cache: str | Path | None) -> Path:
    """Where the clips of a table are kept: by the content of the table and the place of its folder."""
    told = hashlib.blake2b((source / TABLE).read_bytes(), digest_size=12)
    told.update(f"{source.resolve()}\0{VERSION}".encode())
    folder = data_dir() / "training" if cache is None else Path(cache)
    return folder / f"clips-{told.hexdigest()}.npz"


def _write_cache(path: Path, takes: Sequence[tuple[str, Take]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, np.ndarray] = {}
    head = []
    for number, (split, take) in enumerate(takes):
        clip = take.clip
        head.append({"split": split, "name": take.name, "captions": list(take.captions), "clip": clip.name,
                     "fps": clip.fps, "loop": clip.loop, "licence": clip.licence, "source": clip.source,
                     "girth": clip.body.girth})
        arrays |= {f"{number}.rotations": clip.rotations.astype(np.float32), f"{number}.root": clip.root,
                   f"{number}.contacts": np.asarray(clip.contacts)}
        arrays |= {f"{number}.body.{name}": getattr(clip.body, name)
                   for name in ("offsets", "ankle_height", "heel", "ball", "toe_tip")}
    partial = path.with_name(f".{path.name}.partial.npz")
    np.savez(partial, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **arrays)  # type: ignore[arg-type]
    partial.replace(path)


def _read_cache(path: Path) -> list[tuple[str, Take]] | None:
    """What :func:`_write_cache` wrote; None where the file is damaged."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            return [(each["split"], _take(stored, number, each)) for number, each in enumerate(head)]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _take(stored: Any, number: int, told: dict[str, Any]) -> Take:
    body = Body(offsets=stored[f"{number}.body.offsets"], alignments=np.tile(np.eye(3), (22, 1, 1)),
                bones=np.arange(22), floor=0.0, ankle_height=stored[f"{number}.body.ankle_height"],
                heel=stored[f"{number}.body.heel"], ball=stored[f"{number}.body.ball"],
                toe_tip=stored[f"{number}.body.toe_tip"], girth=told["girth"])
    rotations = stored[f"{number}.rotations"].astype(np.float64)
    rotations /= np.linalg.norm(rotations, axis=-1, keepdims=True)
    clip = Clip(name=told["clip"], fps=told["fps"], body=canonical(body), rotations=rotations,
                root=stored[f"{number}.root"], contacts=stored[f"{number}.contacts"], loop=told["loop"],
                licence=told["licence"], source=told["source"])
    return Take(told["name"], clip, tuple(told["captions"]))
