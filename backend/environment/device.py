# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place that starts Taichi, and the thread it lives in.

Loading Taichi switches the loading thread to flush subnormal numbers to zero, for good. What ran in
that thread afterwards (another engine in the same worker, a caller's script) would compute slightly
different numbers than before, so everything of Taichi's is done in a thread of its own, by :func:`run`.
Import kernel modules only there, and only after :func:`start`.
"""

from __future__ import annotations

import contextlib
import io
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from backend.engine import EngineError
from backend.paths import cache_dir

T = TypeVar("T")

_lock = threading.Lock()
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="taichi")
_started = ""
_asked = ""
_note = ""


def run(function: Callable[..., T], *arguments: Any) -> T:
    """Call ``function`` in Taichi's thread and wait; what it raises is raised here. Not to be nested."""
    return _thread.submit(function, *arguments).result()


def start(wanted: str = "") -> str:
    """Start Taichi in this process if it does not run yet; returns "cuda" or "x64"/"arm64".

    ``wanted`` is "cpu", "cuda", or "auto", which is CUDA where it works; "" keeps what runs, else it is "auto". What
    runs on another device than wanted is stopped first. Raises :class:`EngineError` for a card that cannot be used.
    """
    global _started, _asked, _note
    with _lock:
        if _started and (wanted in ("", _asked) or wanted == ("cuda" if _started == "cuda" else "cpu")):
            return _started
        _reset()
        os.environ.setdefault("TI_LOG_LEVEL", "error")
        os.environ.setdefault("ENABLE_TAICHI_HEADER_PRINT", "0")
        import taichi as ti

        _asked, _note = wanted or "auto", ""
        if wanted != "cpu" and ti.lang.misc.is_arch_supported(ti.cuda):
            try:
                _started = _init(ti, ti.cuda)
            except Exception as error:  # whatever the driver has to say
                _note = str(error).strip().splitlines()[-1][:200] if str(error).strip() else type(error).__name__
        if wanted == "cuda" and _started != "cuda":
            _reset()
            because = f" ({_note})" if _note else ""
            raise EngineError(f"There is no graphics card that Taichi can use{because}.",
                              "Choose Automatic or the CPU, or install NVIDIA's driver for your card.",
                              "invalid_parameter")
        if not _started:
            _started = _init(ti, ti.cpu)
        return _started


def fallen_back() -> str:
    """Why a card that is here does not render, as a sentence; empty where it does, or where there is none."""
    return f"Rendered on the CPU: the graphics card could not be started ({_note})." if _note else ""


def _init(ti: Any, arch: Any) -> str:
    """Start Taichi on ``arch``; returns what it runs on then."""
    folder = cache_dir() / "taichi"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        keep = os.access(folder, os.W_OK)
    except OSError:
        keep = False  # the kernels are compiled anew each time: slower, but it works
    # fast_math stays off: it may differ between a fresh and a cached kernel
    with contextlib.redirect_stdout(io.StringIO()):  # it greets there, amid the JSON of a command
        ti.init(arch=arch, offline_cache=keep, offline_cache_file_path=str(folder), random_seed=0, fast_math=False,
                log_level=ti.ERROR, default_fp=ti.f32)
    return str(ti.lang.impl.current_cfg().arch).rsplit(".", 1)[-1]


def stop() -> None:
    """Free the device's memory; the next :func:`start` begins again. Called from any other thread."""
    run(_stop)


def _stop() -> None:
    with _lock:
        _reset()


def _reset() -> None:
    global _started
    if _started:
        import taichi as ti

        ti.reset()
        _started = ""
