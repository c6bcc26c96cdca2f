# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress and cancel of what has no steps of its own to ask at: every call of a network is one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from backend.engine import Progress


@contextlib.contextmanager
def calls(network: Any, total: Callable[[], int], progress: Progress, stage: str) -> Iterator[None]:
    """Within, each call of ``network`` is reported as one of ``total()``; a cancel is raised out of it."""
    done = 0

    def before(module: Any, inputs: Any) -> None:
        nonlocal done
        most = max(total(), 1)
        progress.update(min(done / most, 1.0), f"{stage}: step {min(done + 1, most)} of {most}")
        done += 1
    handle = network.register_forward_pre_hook(before)
    try:
        yield
    finally:
        handle.remove()
