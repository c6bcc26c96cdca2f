# SPDX-License-Identifier: GPL-3.0-or-later
"""Approximate convex decomposition by CoACD (Wei et al. 2022), in a process that can be ended at any time."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from backend.engine import Progress
from backend.objects.finishing.soup import Soup

_SCRIPT = Path(__file__).with_name("convex_worker.py")
_POLL = 0.02


def available() -> bool:
    """Whether CoACD is installed."""
    return importlib.util.find_spec("coacd") is not None


def decomposed(soups: Sequence[Soup], most_hulls: int, most_vertices: int, limit: float,
               progress: Progress) -> list[list[np.ndarray] | None]:
    """Points (N, 3) of the convex pieces of each of ``soups``; None for those that were not done within ``limit``
    seconds of all, or at which CoACD failed. :class:`~backend.engine.Cancelled` ends the process at once."""
    with tempfile.TemporaryDirectory(prefix="troupe-convex-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        arrays = {f"{name}{number}": values for number, soup in enumerate(soups)
                  for name, values in (("v", soup.vertices), ("t", soup.triangles.astype(np.int32)))}
        np.savez(folder / "request.npz", allow_pickle=False, **arrays)
        started, first = time.monotonic(), 0
        # One that crashes it is passed over.
        while first < len(soups) and time.monotonic() - started < limit:
            process = subprocess.Popen(
                [sys.executable, str(_SCRIPT), str(folder), str(first), str(most_hulls), str(most_vertices)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
            try:
                while process.poll() is None and time.monotonic() - started < limit:
                    progress.update(_done(folder, first) / len(soups), "Collision hulls")
                    time.sleep(_POLL)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait(timeout=30)
            first = _done(folder, first) + 1
        return [_read(folder / f"{number}.npz") for number in range(len(soups))]


def _done(folder: Path, first: int) -> int:
    """Number of the first mesh from ``first`` on without an answer."""
    while (folder / f"{first}.npz").exists():
        first += 1
    return first


def _read(path: Path) -> list[np.ndarray] | None:
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as stored:
        pieces = [stored[f"h{number}"] for number in range(len(stored.files))]
    return [piece for piece in pieces if len(piece) >= 4 and np.isfinite(piece).all()] or None
