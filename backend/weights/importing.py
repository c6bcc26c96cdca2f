# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights the user already has: found in a file, folder or zip by their content, then copied."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from backend.engine import EngineError, Progress
from backend.weights.download import check_space, write_error
from backend.weights.manifest import WeightFile, Weights
from backend.weights.pull import copy_exactly, place
from backend.weights.verify import CHUNK, unsafe

if TYPE_CHECKING:
    from backend.weights.store import WeightsStore

#: A folder or zip with more files is not a set of weights.
_MAXIMUM_FILES = 20_000
_UNSAFE = (".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".bin", ".joblib", ".dill")


@dataclass(frozen=True)
class _Candidate:
    """A file, on disk or inside a zip."""

    name: str
    size: int
    path: Path
    #: Member of the zip at ``path``, or "".
    member: str = ""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        if not self.member:
            with self.path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
            yield file


def import_path(store: WeightsStore, path: Path, progress: Progress) -> list[str]:
    """See :meth:`backend.weights.store.WeightsStore.import_path`."""
    progress.update(0.0, "Looking for weights")
    candidates = list(_candidates(path))
    known = _by_size(store)
    hopeful = [each for each in candidates if each.size in known]
    total = max(sum(each.size for each in hopeful), 1)
    names: set[str] = set()
    done = 0
    for candidate in hopeful:
        share = progress.part(done / total, (done + candidate.size) / total)
        digest = _digest(candidate, share.part(0.0, 0.5))
        matching = [(weights, file) for weights, file in known[candidate.size] if file.sha256 == digest]
        for weights, file in matching:
            _copy(store, weights, file, candidate, share.part(0.5, 1.0))
            names.add(weights.name)
        done += candidate.size
    if not names:
        raise _nothing(path, candidates)
    progress.update(1.0, "Imported")
    return sorted(names)


def _by_size(store: WeightsStore) -> dict[int, list[tuple[Weights, WeightFile]]]:
    known: dict[int, list[tuple[Weights, WeightFile]]] = {}
    for weights in store.manifest.values():
        for file in weights.files:
            known.setdefault(file.size, []).append((weights, file))
    return known


def _candidates(path: Path) -> Iterator[_Candidate]:
    """Every plain file at or under ``path``; zips (and wheels) are looked into. Links are not followed."""
    if not path.exists():
        raise EngineError(f"{path} does not exist.", "Check the path.", "not_found")
    try:
        files = [path] if path.is_file() else [
            each for each in sorted(path.rglob("*")) if each.is_file() and not each.is_symlink()]
        if len(files) > _MAXIMUM_FILES:
            raise EngineError(f"{path} holds more than {_MAXIMUM_FILES} files.",
                              "Choose the folder of the weights itself.", "unknown_weights")
        for file in files:
            yield _Candidate(file.name, file.stat().st_size, file)
            if file.suffix.lower() in (".zip", ".whl"):
                yield from _members(file)
    except OSError as error:
        raise EngineError(f"{path} cannot be read: {error.strerror or error}.", "Check its permissions.",
                          "not_found") from error


def _members(path: Path) -> Iterator[_Candidate]:
    """Files inside a zip. Their names are never used as paths, so none can leave the store."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise EngineError(f"{path.name} is not a readable zip file.", "Download it again.",
                          "corrupt_weights") from error
    for member in members[:_MAXIMUM_FILES]:
        if not member.flag_bits & 1:  # encrypted
            yield _Candidate(Path(member.filename).name, member.file_size, path, member.filename)


def _digest(candidate: _Candidate, progress: Progress) -> str:
    """SHA-256 of at most the size the candidate declares."""
    digest, done = hashlib.sha256(), 0
    try:
        with candidate.open() as file:
            while (chunk := file.read(CHUNK)) and done <= candidate.size:
                digest.update(chunk)
                done += len(chunk)
                progress.update(done / max(candidate.size, 1), f"Reading {candidate.name}")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise EngineError(f"{candidate.name} cannot be read: {error}.", "Get the weights again.",
                          "corrupt_weights") from error
    return digest.hexdigest()


def _copy(store: WeightsStore, weights: Weights, file: WeightFile, candidate: _Candidate, progress: Progress) -> None:
    target = store.target(weights, file)
    if store.verifier.matches(target, file):
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        check_space(target.parent, file.size)
        with tempfile.TemporaryDirectory(dir=store.root, prefix=".import-") as folder:
            arrived = Path(folder) / "file"
            with candidate.open() as stream:
                found = copy_exactly(stream, arrived, file, progress)
            if found != file.sha256:
                raise EngineError(f"{candidate.name} changed while it was read.", "Import it again.", "corrupt_weights")
            place(store, weights, file, arrived)
    except OSError as error:
        raise write_error(error, target) from error


def _nothing(path: Path, candidates: list[_Candidate]) -> EngineError:
    """Why nothing at ``path`` was imported."""
    risky = [each.name for each in candidates if each.name.lower().endswith(_UNSAFE)]
    if risky and len(risky) == len([each for each in candidates if not each.name.lower().endswith((".zip", ".whl"))]):
        return unsafe(risky[0], "its format can carry programs and Troupe does not know this file")
    return EngineError(f"Nothing in {path} is a file that Troupe knows ({len(candidates)} looked at).",
                       "See which weights exist with: troupe weights list", "unknown_weights")
