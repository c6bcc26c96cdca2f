# SPDX-License-Identifier: GPL-3.0-or-later
"""Start headless Blender for one task, watch it, and end it with its children when it is not wanted any more."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError, Progress

#: Seconds a task may take: Blender starts in two, and reads an hour of motion in a few minutes.
LIMIT = 900.0
_SCRIPT = Path(__file__).with_name("inside.py")
_POLL = 0.02
#: Bytes of arrays a task may answer.
_MAXIMUM_ANSWER = 4 << 30
_REMEDY = ("Install Blender 4.2 or newer, or set TROUPE_BLENDER to its path (or to a Python that has the bpy "
           "package); BVH and GLB need no Blender.")


def perform(task: str, request: Mapping[str, Any], arrays: Mapping[str, np.ndarray] | None = None, *,
            progress: Progress | None = None, limit: float = LIMIT) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Run ``task`` of :mod:`.inside` in headless Blender; (its answer, its arrays).

    Raises :class:`EngineError`: ``needs_blender`` when none is found, ``blender_failed`` when it broke or took
    longer than ``limit`` seconds, or what the task itself found wrong; :class:`~backend.engine.Cancelled` when
    ``progress`` says so. In each case nothing of it runs on.
    """
    from backend.doctor import find_blender
    program = find_blender()
    if program is None:
        raise EngineError("This needs Blender, which was not found.", _REMEDY, "needs_blender")
    with tempfile.TemporaryDirectory(prefix="troupe-blender-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        (folder / "request.json").write_text(json.dumps({"task": task, **request}), "utf-8")
        if arrays:
            np.savez(folder / "request.npz", allow_pickle=False, **dict(arrays))
        with open(folder / "log.txt", "wb") as log:
            code = _watched(program, folder, log, progress, limit)
        return _answer(folder, code)


def _watched(program: Path, folder: Path, log: Any, progress: Progress | None, limit: float) -> int:
    python = program.name.lower().startswith("python")
    command = [str(program)] if python else [
        str(program), "--background", "--factory-startup", "--disable-autoexec", "--python-exit-code", "1", "--python"]
    command += [str(_SCRIPT), "--", str(folder)]
    # Its own settings folder: no add-on or preference of the user takes part.
    environment = {**os.environ, "BLENDER_USER_RESOURCES": str(folder / "blender"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT, cwd=folder, start_new_session=True)
    except OSError as error:
        raise EngineError(f"Blender at {program} cannot be started: {error.strerror or error}.", _REMEDY,
                          "needs_blender") from error
    started = time.monotonic()
    try:
        while (code := process.poll()) is None:
            if time.monotonic() - started > limit:
                raise EngineError(f"Blender did not end within {limit:.0f} seconds.", "Try a shorter or simpler file.",
                                  "blender_failed")
            if progress is not None:
                progress.update(_fraction(folder), "in Blender")
            time.sleep(_POLL)
    finally:
        _end(process)
    return code


def _fraction(folder: Path) -> float:
    try:
        return min(max(float((folder / "progress").read_text("ascii")), 0.0), 1.0)
    except (OSError, ValueError):
        return 0.0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it has started."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
            process.wait(timeout=30)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)  # its own group, which outlives it as long as a child does
    process.wait(timeout=30)


def _answer(folder: Path, code: int) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    try:
        answer = json.loads((folder / "answer.json").read_text("utf-8"))
    except (OSError, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise EngineError(f"Blender ended with code {code}: {_last_words(folder)}", "Try the file in Blender itself.",
                          "blender_failed")
    if "error" in answer:
        raise EngineError(str(answer["error"]), str(answer.get("remedy", "")), str(answer.get("code", "bad_file")))
    path = folder / "answer.npz"
    arrays: dict[str, np.ndarray] = {}
    if path.exists():
        try:
            if path.stat().st_size > _MAXIMUM_ANSWER:
                raise ValueError("too much")
            with np.load(path, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
        except (ValueError, OSError, zipfile.BadZipFile) as error:
            raise EngineError(f"What Blender answered cannot be read: {error}.", "", "blender_failed") from error
    return answer, arrays


def _last_words(folder: Path) -> str:
    try:
        lines = (folder / "log.txt").read_text("utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    return " / ".join(line.strip() for line in lines[-3:])[-300:] or "it printed nothing."
