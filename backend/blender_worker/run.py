# SPDX-License-Identifier: GPL-3.0-or-later
"""Start headless Blender for one task, watch it, and end it with its children when it is not wanted any more."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from backend.blender_worker.watching import Watch, watched
from backend.engine import EngineError, Progress

#: Seconds a task may take: Blender starts in two, and reads an hour of motion in a few minutes.
LIMIT = 900.0
_SCRIPT = Path(__file__).with_name("inside.py")
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
        watch = Watch("Blender", "in Blender", "blender_failed", limit, "Try a shorter or simpler file.",
                      "Try the file in Blender itself.")
        try:
            return watched(_command(program, folder), environment(folder), folder, progress, watch)
        except EngineError as error:
            if error.code == "cannot_start":
                raise EngineError(error.message, _REMEDY, "needs_blender") from error
            raise


def _command(program: Path, folder: Path) -> list[str]:
    python = program.name.lower().startswith("python")
    command = [str(program)] if python else [
        str(program), "--background", "--factory-startup", "--disable-autoexec", "--python-exit-code", "1", "--python"]
    return [*command, str(_SCRIPT), "--", str(folder)]


def environment(folder: Path) -> dict[str, str]:
    """For a Blender with its own settings folder: no add-on or preference of the user takes part."""
    return {**os.environ, "BLENDER_USER_RESOURCES": str(folder / "blender"), "PYTHONDONTWRITEBYTECODE": "1"}
