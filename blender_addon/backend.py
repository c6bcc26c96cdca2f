# SPDX-License-Identifier: GPL-3.0-or-later
"""The backend as a program: finding it, starting it, stopping it, asking its doctor. No bpy here."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .protocol.connection import Connection, load
from .protocol.errors import ConnectionFileError, TroupeError

#: Seconds a backend may take to write its connection file.
START_LIMIT = 30.0
# By folder: the package of that name in the public index is someone else's.
INSTALL = ('Install it with "pipx install ." or "uv tool install ." in Troupe\'s folder (see its README), '
           "or name its command in the add-on's preferences.")
_WINDOWLESS = {"creationflags": subprocess.CREATE_NO_WINDOW} if sys.platform == "win32" else {}


class BackendError(TroupeError):
    """The backend cannot be found or started."""


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report. ``level`` is "ok", "note" or "fault"."""

    name: str
    level: str
    detail: str
    remedy: str = ""


def find(preferred: str = "") -> list[str]:
    """The command that runs ``troupe``: the user's own, TROUPE_BACKEND (the program or the folder of
    its environment), PATH, or where pipx and uv install programs. Raises :class:`BackendError`."""
    if preferred.strip():
        words = [preferred.strip()] if Path(preferred.strip()).exists() else shlex.split(preferred)
        if not shutil.which(words[0]):
            raise BackendError("no_backend", f"The backend command {words[0]} does not exist.",
                               "Correct it in the add-on's preferences, or clear it to search for the backend.")
        return words
    program = "troupe.exe" if sys.platform == "win32" else "troupe"
    given = os.environ.get("TROUPE_BACKEND", "")
    places = [Path(given), Path(given) / "bin" / program, Path(given) / "Scripts" / program] if given else []
    if on_path := shutil.which("troupe"):
        places.append(Path(on_path))
    places.append(Path.home() / ".local" / "bin" / program)
    for place in places:
        if place.is_file() and os.access(place, os.X_OK):
            return [str(place)]
    raise BackendError("no_backend", "The Troupe backend is not installed.", INSTALL)


class Backend:
    """A backend process started here. It ends when its standard input closes: with this object,
    or with Blender, however Blender ends."""

    def __init__(self, command: list[str], connection: Path, blender: str = "") -> None:
        """``blender`` is the Blender it may use to read files, unless the user has named another."""
        self.connection = connection
        named = {"TROUPE_BLENDER": blender} if blender and not os.environ.get("TROUPE_BLENDER") else {}
        self._log = tempfile.TemporaryFile(prefix="troupe-backend-")  # noqa: SIM115 (closed by stop)
        try:
            self.process = subprocess.Popen(
                [*command, "serve", "--connection", str(connection), "--die-with-parent"],
                stdin=subprocess.PIPE, stdout=self._log, stderr=subprocess.STDOUT, env={**os.environ, **named},
                **_WINDOWLESS)
        except OSError as error:
            self._log.close()
            raise BackendError("start_failed", f"{command[0]} cannot be started: {error.strerror or error}.",
                               INSTALL) from error

    def running(self) -> bool:
        """Whether the process lives."""
        return self.process.poll() is None

    def ready(self) -> Connection | None:
        """Its connection once it listens. Raises :class:`BackendError` if it has ended."""
        try:
            return load(self.connection)
        except ConnectionFileError:
            if not self.running():
                raise self.failure() from None
            return None

    def wait(self, limit: float = START_LIMIT) -> Connection:
        """Block until it listens. Raises :class:`BackendError`."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if connection := self.ready():
                return connection
            time.sleep(0.02)
        self.stop()
        raise BackendError("start_failed", f"The backend did not start within {limit:.0f} seconds.",
                           "Run the doctor, or start it in a terminal with: troupe serve")

    def failure(self) -> BackendError:
        """Why the process ended, with the last words it wrote."""
        words = self.log().strip().splitlines()[-6:]
        return BackendError("backend_ended", f"The backend ended with exit code {self.process.poll()}.\n"
                            + "\n".join(words), "Run the doctor; it names what is missing.")

    def log(self) -> str:
        """The end of what the process wrote."""
        if self._log.closed:
            return ""
        size = os.fstat(self._log.fileno()).st_size
        self._log.seek(max(0, size - 20_000))
        return self._log.read().decode(errors="replace")

    def stop(self, patience: float = 5.0) -> None:
        """End the process: politely by closing its input, then firmly."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        for end in (None, self.process.terminate, self.process.kill):
            if end is not None:
                end()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        self._log.close()


def doctor(command: list[str], closing: threading.Event | None = None, limit: float = 120.0) -> list[Finding]:
    """Run ``troupe doctor --json``. Blocks for seconds, or until ``closing`` is set; raises :class:`BackendError`."""
    try:
        findings = json.loads(_output([*command, "doctor", "--json"], closing or threading.Event(), limit))["findings"]
        return [Finding(*(str(each.get(name, "")) for name in ("name", "level", "detail", "remedy")))
                for each in findings]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackendError("doctor_failed", f"The doctor did not answer: {error}.",
                           "Run it in a terminal: troupe doctor") from error


def _output(command: list[str], closing: threading.Event, limit: float) -> str:
    """What a program prints; it is ended when ``closing`` is set or ``limit`` seconds are over."""
    deadline = time.monotonic() + limit
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True, encoding="utf-8", errors="replace", **_WINDOWLESS) as process:
        while True:
            try:
                return process.communicate(timeout=0.1)[0]
            except subprocess.TimeoutExpired:
                if closing.is_set() or time.monotonic() > deadline:
                    process.kill()
                    raise BackendError("doctor_failed", f"The doctor took more than {limit:.0f} seconds.",
                                       "Run it in a terminal: troupe doctor") from None
