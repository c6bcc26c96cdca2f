# SPDX-License-Identifier: GPL-3.0-or-later
"""Engines that need a Python of their own: made with the user's word, checked, removed.

Some programs pin versions that nothing else can live with. Each gets a virtual environment below Troupe's data folder,
filled from a list of exact versions by the user's pip, and is only ever run as a separate process.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.engine import Availability, EngineError, Progress
from backend.paths import data_dir
from backend.weights.download import check_space, write_error

_MARK = "troupe-home.json"
#: Seconds an installation may go without anything arriving, and that Python has to answer.
_STALLED, _ANSWER = 900.0, 60.0


@dataclass(frozen=True)
class Home:
    """One such environment."""

    name: str
    title: str
    #: "3.11": the one version it runs on.
    python: str
    #: Exact versions of everything, installed without resolving.
    requirements: Path
    licence: str
    #: About: on disk, and fetched.
    gigabytes: float
    fetched_gigabytes: float
    minutes: str
    #: Environment variable that names another folder.
    variable: str
    #: A program that must run in it, and prints nothing else than "ready" in its last line.
    check: str

    @property
    def folder(self) -> Path:
        return Path(os.environ.get(self.variable) or data_dir() / "homes" / self.name).expanduser()

    @property
    def interpreter(self) -> Path:
        """Its Python, there or not."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def terms(self) -> str:
        return (f"{self.title}: about {self.fetched_gigabytes:g} GB are fetched from your package index, "
                f"{self.gigabytes:g} GB on disk in {self.folder}, {self.minutes}; licence {self.licence}. "
                f"Needs Python {self.python}.")

    def availability(self) -> Availability:
        """Whether it was installed to the end. Cheap: looks at two files."""
        if self.interpreter.is_file() and (self.folder / _MARK).is_file():
            return Availability(ok=True)
        return Availability(
            ok=False, reason=f"{self.title} is not installed.",
            remedy=f"Run: troupe engines install {self.name} (about {self.fetched_gigabytes:g} GB fetched, "
                   f"{self.gigabytes:g} GB on disk, {self.minutes}, needs Python {self.python}, licence "
                   f"{self.licence})")

    def install(self, consent: bool, progress: Progress) -> Path:
        """Make it, with the user's ``consent``; return its folder.

        What was there unfinished is made anew. Raises :class:`EngineError` ("consent_required", "needs_python",
        "disk_full", "install_failed") and :class:`backend.engine.Cancelled`, after which nothing is left of it.
        """
        if consent is not True:
            raise EngineError(self.terms, "Agree to go on (troupe engines install asks, or --yes).", "consent_required")
        if self.availability().ok:
            return self.folder
        python = self._python()
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise write_error(error, self.folder) from error
        check_space(self.folder.parent, int((self.gigabytes + self.fetched_gigabytes) * 1e9))
        if self.folder.exists():
            self.remove()
        try:
            progress.update(0.0, "Making an environment")
            _run([python, "-m", "venv", "--without-pip", str(self.folder)], self.folder.with_suffix(".log"))
            # Without this interpreter's own pip: it may be older than what reads today's wheels.
            _pip(self, progress.part(0.02, 0.9))
            progress.update(0.92, "Trying it")
            _run([str(self.interpreter), "-c", self.check], self.folder.with_suffix(".log"), "ready")
            (self.folder / _MARK).write_text(json.dumps({"requirements": self.requirements.name,
                                                         "installed": int(time.time())}), "utf-8")
        except BaseException:
            self.remove()
            raise
        progress.update(1.0, f"{self.title} is ready")
        return self.folder

    def remove(self) -> bool:
        """Delete it; whether there was one. Never deletes a folder that is no virtual environment."""
        if not self.folder.exists():
            return False
        if self.folder.is_symlink() or not (self.folder / "pyvenv.cfg").is_file():
            raise EngineError(f"{self.folder} is no environment that Troupe made.", "Remove it yourself.",
                              "not_removed")
        try:
            shutil.rmtree(self.folder)
        except OSError as error:
            raise EngineError(f"{self.folder} could not be removed: {error.strerror or error}.",
                              "End the programs that use it.", "not_removed") from error
        return True

    def _python(self) -> str:
        """A Python of the right version: this one, or one that is on the path."""
        found = [sys.executable] if f"{sys.version_info[0]}.{sys.version_info[1]}" == self.python else []
        named = shutil.which(f"python{self.python}")
        found += [named] if named else []
        launcher = shutil.which("py") if sys.platform == "win32" else None
        if launcher:
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                found.append(subprocess.run([launcher, f"-{self.python}", "-c", "import sys; print(sys.executable)"],
                                            capture_output=True, text=True, timeout=_ANSWER, check=True).stdout.strip())
        for each in found:
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                done = subprocess.run([each, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"],
                                      capture_output=True, text=True, timeout=_ANSWER, check=True)
                if done.stdout.strip() == self.python:
                    return each
        raise EngineError(f"{self.title} runs on Python {self.python} alone, and none was found.",
                          f"Install Python {self.python}, so that python{self.python} is on the path, and try again.",
                          "needs_python")


def _run(command: Sequence[str], log: Path, last: str = "") -> None:
    """Run a short program; its last line must be ``last``."""
    try:
        done = subprocess.run(list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(f"{command[0]} could not be run: {error!s:.200}.", "Try again.", "install_failed") from error
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()] or [""]
    if done.returncode or (last and lines[-1] != last):
        raise EngineError(f"{Path(command[0]).name} failed: {lines[-1]:.200}", "Try again, or report this.",
                          "install_failed")


def _pip(home: Home, progress: Progress) -> None:
    """Let this Python's pip, with the user's index and certificates, fill the new environment."""
    command = [sys.executable, "-m", "pip", "--python", str(home.interpreter), "install", "--no-deps",
               "--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--progress-bar", "off",
               "--requirement", str(home.requirements)]
    log = home.folder / "install.log"
    total = max(sum(1 for line in home.requirements.read_text("utf-8").splitlines()
                    if line.strip() and not line.startswith("#")), 1)
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        size, changed = -1, time.monotonic()
        try:
            while process.poll() is None:
                text = log.read_text("utf-8", "replace")
                lines = text.splitlines()
                got = sum(line.startswith(("Collecting ", "Processing ")) for line in lines)
                unpacking = any(line.startswith("Installing collected") for line in lines)
                name = next((line.split()[1].split("==")[0] for line in reversed(lines)
                             if line.startswith("Collecting ")), "the list")
                grown = len(text) + sum(1 for _ in _names(home.folder)) if unpacking else len(text)
                if grown != size:
                    size, changed = grown, time.monotonic()
                if time.monotonic() - changed > _STALLED:
                    raise EngineError("Nothing has arrived for a quarter of an hour.", "Check the connection.",
                                      "install_failed")
                progress.update(0.8 + 0.1 * min(1.0, size / 30_000) if unpacking else 0.8 * got / total,
                                f"Unpacking into {home.folder}" if unpacking else f"Fetching {name}")
                time.sleep(0.25)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if process.returncode:
        raise _failed(home, log.read_text("utf-8", "replace"))


def _names(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from folder.glob("[Ll]ib*/**/*.dist-info")


def _failed(home: Home, output: str) -> EngineError:
    lines = [line for line in output.splitlines() if line.startswith("ERROR")] or output.splitlines()[-1:] or [""]
    last = lines[-1].removeprefix("ERROR: ")
    if "No module named pip" in output:
        return EngineError("pip is missing from the backend's Python.", f"Run: {sys.executable} -m ensurepip",
                           "install_failed")
    if "No space left" in output:
        return EngineError("The disk became full during the installation.",
                           "Free some space, or set TROUPE_HOME to a larger disk.", "disk_full")
    if "No matching distribution" in output or "not a supported wheel" in output:
        return EngineError(f"{home.title} has no build for this computer: {last:.200}",
                           f"It needs Linux, macOS or Windows on a usual processor, and Python {home.python}.",
                           "install_failed")
    return EngineError(f"pip could not install {home.title}: {last:.200}",
                       "Check the connection and pip's index settings, and try again.", "install_failed")


HOMES = {"infinigen": Home(
    name="infinigen", title="Infinigen", python="3.11",
    requirements=Path(__file__).parent / "objects" / "infinigen" / "requirements.txt",
    licence="BSD-3, in parts GPL-3 (it imports Blender, which is GPL)", gigabytes=2.3, fetched_gigabytes=0.7,
    minutes="one to ten minutes", variable="TROUPE_INFINIGEN",
    check="import bpy, infinigen, os, sys; print('ready'); sys.stdout.flush(); os._exit(0)")}
