# SPDX-License-Identifier: GPL-3.0-or-later
"""The user's weights: what is here, where, and whether it is sound.

Search order for every entry of the manifest: the user's own folder (pulled or imported), then an
installed Python package that carries the files ("embedded"). Nothing is ever downloaded but by
:meth:`WeightsStore.pull` with the user's consent.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.engine import EngineError, Progress
from backend.paths import weights_dir
from backend.weights.manifest import WeightFile, Weights, load_manifest
from backend.weights.verify import Verifier

log = logging.getLogger("troupe.weights")


@dataclass(frozen=True)
class Entry:
    """One set of weights as it is on this machine."""

    weights: Weights
    #: "installed" (the user's folder), "embedded" (a Python package), "missing" or "corrupt".
    state: str
    #: Folder with the files when the state is "installed" or "embedded".
    path: Path | None = None
    #: Why it is missing or corrupt, in the user's words.
    reason: str = ""

    @property
    def name(self) -> str:
        return self.weights.name

    @property
    def title(self) -> str:
        return self.weights.title

    @property
    def licence(self) -> str:
        return self.weights.licence

    @property
    def revision(self) -> str:
        return self.weights.revision

    @property
    def size(self) -> int:
        return self.weights.size

    @property
    def source(self) -> str:
        return str(self.weights.source)

    @property
    def remedy(self) -> str:
        """What the user can do about a missing or corrupt entry; "" when it is sound."""
        return "" if self.path else f"Run: troupe weights pull {self.name}"


class WeightsStore:
    """Weights under ``root`` (default: the user's data folder), one folder a name."""

    def __init__(self, root: Path | str | None = None, *, manifest: dict[str, Weights] | None = None,
                 verifier: Verifier | None = None) -> None:
        self.root = Path(root) if root is not None else weights_dir()
        self.manifest = load_manifest() if manifest is None else manifest
        self.verifier = verifier or Verifier()

    def weights(self, name: str) -> Weights:
        """The manifest's entry; raises :class:`EngineError` ("unknown_weights")."""
        if name not in self.manifest:
            raise EngineError(f"There are no weights called {name!r}.",
                              f"Known: {', '.join(sorted(self.manifest)) or 'none'}.", "unknown_weights")
        return self.manifest[name]

    def entries(self) -> list[Entry]:
        """Every entry of the manifest with its state."""
        return [self.entry(name) for name in self.manifest]

    def entry(self, name: str) -> Entry:
        """The state of one set of weights; hashes only files that changed since they were last hashed."""
        return self._look(self.weights(name), rehash=False)

    def path(self, name: str) -> Path | None:
        """Folder holding every file of ``name``, each verified; None when missing or corrupt."""
        entry = self.entry(name)
        if entry.state == "corrupt":
            log.warning("%s. %s", entry.reason, entry.remedy)
        return entry.path

    def file(self, name: str, path: str) -> Path | None:
        """One verified file of ``name`` by its manifest path; None when the set is not here."""
        folder = self.path(name)
        if folder is None:
            return None
        return folder / path if any(each.path == path for each in self.weights(name).files) else None

    def digest(self, name: str) -> str:
        """The digest of the set for provenance; "" when it is not here."""
        return self.weights(name).digest if self.path(name) else ""

    def verify(self, name: str, progress: Progress | None = None) -> bool:
        """Hash every file again: True when a sound set is here; :meth:`entry` then tells the rest."""
        return self._look(self.weights(name), rehash=True, progress=progress).path is not None

    def pull(self, name: str, consent: bool, progress: Progress | None = None) -> Path:
        """Download what is missing of ``name``, with the user's ``consent``; return its folder.

        Resumes a download that was cut off; every file is verified before it is put in place.
        Raises :class:`EngineError` ("consent_required", "download_failed", "corrupt_weights",
        "disk_full") and :class:`backend.engine.Cancelled`.
        """
        from backend.weights.pull import pull
        weights = self.weights(name)
        if consent is not True:
            raise EngineError(
                f"{weights.title}: {megabytes(weights.size)} would be downloaded from {weights.source} "
                f"(licence {weights.licence}).", "Agree to the download to go on (troupe weights pull asks, or --yes).",
                "consent_required")
        progress = progress or Progress()
        return self.entry(name).path or pull(self, weights, progress)

    def import_path(self, path: Path | str, progress: Progress | None = None) -> list[str]:
        """Copy the weights found in a file, folder or zip; return the names they belong to, sorted.

        Files are recognised by their content alone. Raises :class:`EngineError` ("not_found",
        "unknown_weights", "unsafe_weights", "disk_full") and :class:`backend.engine.Cancelled`.
        """
        from backend.weights.importing import import_path
        return import_path(self, Path(path), progress or Progress())

    def target(self, weights: Weights, file: WeightFile) -> Path:
        """Where a pulled or imported file goes."""
        return self.root / weights.name / file.path

    def _look(self, weights: Weights, *, rehash: bool, progress: Progress | None = None) -> Entry:
        """Search the places in order: the first sound one wins; the first unsound one is reported."""
        fault: Entry | None = None
        for state, folder in self._places(weights):
            missing, wrong = self._check(weights, folder, rehash, progress)
            if not missing and not wrong:
                if fault is not None:
                    log.warning("%s; using the copy in %s", fault.reason, folder)
                return Entry(weights, state, folder)
            if fault is None and wrong:
                fault = Entry(weights, "corrupt", None, f"{folder / wrong[0]} is damaged or not the expected version")
            elif fault is None and len(missing) < len(weights.files):
                fault = Entry(weights, "missing", None, f"{weights.name} still needs {', '.join(missing)}")
        return fault or Entry(weights, "missing", None, f"{weights.title} is not on this machine")

    def _places(self, weights: Weights) -> list[tuple[str, Path]]:
        places = [("installed", self.root / weights.name)]
        if weights.source.module:
            # find_spec of a top-level name does not run the package's code.
            spec = importlib.util.find_spec(weights.source.module)
            for location in (spec.submodule_search_locations or ()) if spec else ():
                first = weights.files[0]
                places.append(("embedded", Path(location).parent / first.member.removesuffix(first.path)))
        return places

    def _check(self, weights: Weights, folder: Path, rehash: bool,
               progress: Progress | None) -> tuple[list[str], list[str]]:
        """(paths missing, paths wrong) of ``weights`` in ``folder``."""
        missing, wrong, done = [], [], 0
        for file in weights.files:
            path = folder / file.path
            if not path.is_file():
                missing.append(file.path)
            elif not self.verifier.matches(path, file, rehash=rehash,
                                           step=stepper(progress, done, weights.size, f"Verifying {file.path}")):
                wrong.append(file.path)
            done += file.size
        return missing, wrong


def stepper(progress: Progress | None, before: int, total: int, stage: str) -> Callable[[int], None]:
    """A callback ``step(bytes_done)`` that reports ``before + bytes_done`` of ``total``."""
    def step(done: int) -> None:
        if progress is not None:
            progress.update((before + done) / max(total, 1), stage)
    return step


def megabytes(size: int) -> str:
    """ "90.9 MB" """
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


def digest(name: str) -> str:
    """The digest of the weights ``name`` in the user's store, for provenance; "" when not here."""
    return WeightsStore().digest(name)
