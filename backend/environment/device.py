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

from backend.paths import cache_dir

T = TypeVar("T")

_lock = threading.Lock()
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="taichi")
_started = ""


def run(function: Callable[..., T], *arguments: Any) -> T:
    """Call ``function`` in Taichi's thread and wait; what it raises is raised here. Not to be nested."""
    return _thread.submit(function, *arguments).result()


def start() -> str:
    """Start Taichi once in this process, on CUDA when there is some; returns "cuda" or "x64"/"arm64"."""
    global _started
    with _lock:
        if _started:
            return _started
        os.environ.setdefault("TI_LOG_LEVEL", "error")
        os.environ.setdefault("ENABLE_TAICHI_HEADER_PRINT", "0")
        import taichi as ti

        folder = cache_dir() / "taichi"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            keep = os.access(folder, os.W_OK)
        except OSError:
            keep = False  # the kernels are compiled anew each time: slower, but it works
        cuda = ti.lang.misc.is_arch_supported(ti.cuda)
        # fast_math stays off: it may differ between a fresh and a cached kernel
        with contextlib.redirect_stdout(io.StringIO()):  # it greets there, amid the JSON of a command
            ti.init(arch=ti.cuda if cuda else ti.cpu, offline_cache=keep, offline_cache_file_path=str(folder),
                    random_seed=0, fast_math=False, log_level=ti.ERROR, default_fp=ti.f32)
        _started = str(ti.lang.impl.current_cfg().arch).rsplit(".", 1)[-1]
        return _started


def stop() -> None:
    """Free the device's memory; the next :func:`start` begins again. Called from any other thread."""
    run(_stop)


def _stop() -> None:
    global _started
    with _lock:
        if _started:
            import taichi as ti

            ti.reset()
            _started = ""
