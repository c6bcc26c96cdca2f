# SPDX-License-Identifier: GPL-3.0-or-later
"""One asset of one factory: the worker's process, and what it leaves as arrays that can be trusted."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backend.blender_worker.run import environment
from backend.blender_worker.watching import Watch, watched
from backend.engine import EngineError, Progress
from backend.homes import HOMES
from backend.objects.infinigen.table import Factory

WORKER = Path(__file__).with_name("worker.py")
_IMAGES = {"color": 3, "roughness": 1, "metallic": 1, "normal": 3}


@dataclass
class Raw:
    """What came of a factory: metres, Z up, front to +X."""

    vertices: np.ndarray
    triangles: np.ndarray
    #: (3T, 2), one a corner.
    uvs: np.ndarray
    #: (N, N, C) u1 by name, first row at the top; and where they hold something.
    images: dict[str, np.ndarray]
    covered: np.ndarray | None
    transmission: float
    #: Vertices before simplification, and seconds in all.
    made: int
    seconds: float


def spawn(factory: Factory, seed: int, faces: int, resolution: int, progress: Progress, *, normals: bool = True,
          worker: Path = WORKER, limit: float | None = None) -> Raw:
    """Run ``worker`` in Infinigen's Python; what it made.

    Raises :class:`EngineError`: "unavailable" where it is not installed, "infinigen_failed" where the process took
    longer than ``limit`` seconds, crashed or made nonsense; and :class:`backend.engine.Cancelled`.
    """
    state = HOMES["infinigen"].availability()
    if not state.ok:
        raise EngineError(state.reason, state.remedy, "unavailable")
    limit = factory.limit if limit is None else limit
    watch = Watch("Infinigen", f"Infinigen grows a {factory.name}", "infinigen_failed", limit,
                  "Try another seed or kind of object.",
                  "Try another seed; if this repeats, run: troupe engines remove infinigen, and install it again.")
    with tempfile.TemporaryDirectory(prefix="troupe-infinigen-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        (folder / "request.json").write_text(json.dumps({
            "module": factory.module, "factory": factory.factory, "seed": seed, "faces": faces,
            "resolution": resolution, "normals": normals}), "utf-8")
        command = [str(HOMES["infinigen"].interpreter), str(worker), str(folder)]
        answer, arrays = watched(command, environment(folder), folder, progress, watch)
    try:
        return _checked(answer, arrays, resolution)
    except (KeyError, ValueError, TypeError) as error:
        raise EngineError(f"What Infinigen made of a {factory.name} is no sound mesh: {error!s:.120}.",
                          watch.slow_remedy, "infinigen_failed") from error


def _checked(answer: dict, arrays: dict[str, np.ndarray], resolution: int) -> Raw:
    vertices, triangles, uvs = (np.asarray(arrays[name]) for name in ("vertices", "triangles", "uvs"))
    if vertices.ndim != 2 or vertices.shape[1] != 3 or not len(vertices) or not np.isfinite(vertices).all():
        raise ValueError("its vertices are no finite points")
    if triangles.ndim != 2 or triangles.shape[1] != 3 or not len(triangles) or triangles.min() < 0 \
            or triangles.max() >= len(vertices):
        raise ValueError("its triangles name vertices that are not there")
    if uvs.shape != (3 * len(triangles), 2) or not np.isfinite(uvs).all():
        raise ValueError("its texture coordinates do not fit")
    images = {name: arrays[name] for name in _IMAGES if name in arrays}
    for name, image in images.items():
        if image.shape != (resolution, resolution, _IMAGES[name]) or image.dtype != np.uint8:
            raise ValueError(f"its {name} is no texture")
    covered = arrays.get("covered")
    if covered is not None:
        covered = covered.astype(bool) if covered.shape == (resolution, resolution) else None
    return Raw(vertices.astype(np.float64), triangles.astype(np.int64), np.clip(uvs, 0, 1).astype(np.float32), images,
               covered, float(answer.get("transmission", 0.0)), int(answer.get("vertices", 0)),
               float(answer.get("seconds", 0.0)))
