# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that works in a folder: started, watched, ended with its children, and what it left read with suspicion.

The folder holds ``request.json`` (and ``request.npz``); the program leaves ``answer.json`` (and ``answer.npz``), and
tells in ``progress`` how far it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError, Progress

_POLL = 0.02
#: Bytes of arrays a program may answer.
MAXIMUM_ANSWER = 4 << 30


@dataclass(frozen=True)
class Watch:
    """How a program is spoken of, and the code of what goes wrong with it."""

    name: str
    stage: str
    code: str
    #: Seconds it may take, and what to do when it takes longer, or breaks.
    limit: float
    slow_remedy: str
    broken_remedy: str


def watched(command: Sequence[str], environment: Mapping[str, str], folder: Path, progress: Progress | None,
            watch: Watch) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Run ``command`` to its end in ``folder``; (its answer, its arrays).

    Raises :class:`EngineError` where it cannot be started ("cannot_start"), took too long or broke (``watch.code``), or
    with what it found wrong itself; :class:`~backend.engine.Cancelled` when ``progress`` says so. In each case nothing
    of it runs on.
    """
    with open(folder / "log.txt", "wb") as log:
        try:
            process = subprocess.Popen(list(command), env=dict(environment), stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=subprocess.STDOUT, cwd=folder, start_new_session=True)
        except OSError as error:
            raise EngineError(f"{watch.name} at {command[0]} cannot be started: {error.strerror or error}.",
                              watch.broken_remedy, "cannot_start") from error
        started = time.monotonic()
        try:
            while (code := process.poll()) is None:
                if time.monotonic() - started > watch.limit:
                    raise EngineError(f"{watch.name} did not end within {watch.limit:.0f} seconds.", watch.slow_remedy,
                                      watch.code)
                if progress is not None:
                    progress.update(_fraction(folder), watch.stage)
                time.sleep(_POLL)
        finally:
            end(process)
    return _answer(folder, code, watch)


def _fraction(folder: Path) -> float:
    try:
        return min(max(float((folder / "progress").read_text("ascii")), 0.0), 1.0)
    except (OSError, ValueError):
        return 0.0


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it has started."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
            process.wait(timeout=30)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)  # its own group, which outlives it as long as a child does
    process.wait(timeout=30)


def _answer(folder: Path, code: int, watch: Watch) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    try:
        answer = json.loads((folder / "answer.json").read_text("utf-8"))
    except (OSError, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise EngineError(f"{watch.name} ended with code {code}: {_last_words(folder)}", watch.broken_remedy,
                          watch.code)
    if "error" in answer:
        raise EngineError(str(answer["error"]), str(answer.get("remedy", "")), str(answer.get("code", "bad_file")))
    path = folder / "answer.npz"
    arrays: dict[str, np.ndarray] = {}
    if path.exists():
        try:
            if path.stat().st_size > MAXIMUM_ANSWER:
                raise ValueError("too much")
            with np.load(path, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
        except (ValueError, OSError, zipfile.BadZipFile) as error:
            raise EngineError(f"What {watch.name} answered cannot be read: {error}.", "", watch.code) from error
    return answer, arrays


def _last_words(folder: Path) -> str:
    try:
        lines = (folder / "log.txt").read_text("utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    return " / ".join(line.strip() for line in lines[-3:])[-300:] or "it printed nothing."
