# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place that starts Taichi. Import kernel modules only after :func:`start`."""

from __future__ import annotations

import contextlib
import io
import os
import threading

from backend.paths import cache_dir

_lock = threading.Lock()
_started = ""


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
    """Free the device's memory; the next :func:`start` begins again."""
    global _started
    with _lock:
        if _started:
            import taichi as ti

            ti.reset()
            _started = ""
