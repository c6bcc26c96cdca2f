# SPDX-License-Identifier: GPL-3.0-or-later
"""What engines with large networks share: keeping them between requests, and where they work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from backend.engine import Engine, Parameter

T = TypeVar("T")

DEVICE = Parameter(name="device", type="enum", default="auto", title="Device", advanced=True,
                   choices=(("auto", "Automatic"), ("cpu", "CPU"), ("cuda", "Graphics card")),
                   help="Where the network works")
LOW_MEMORY = Parameter(name="low_memory", type="bool", default=False, title="Low memory", advanced=True,
                       help="Only the network at work is on the graphics card, and pictures come in tiles; slower")


class KeepingEngine(Engine):
    """An engine whose networks stay in memory until other ones are asked for, or :meth:`unload`."""

    def __init__(self) -> None:
        self._kept: tuple[Any, Any] | None = None

    def kept(self, state: Any, load: Callable[[], T]) -> T:
        """What ``load`` made when it was last called for the same ``state``; else it is called, after what was kept is
        given up, so that two are never in memory."""
        if self._kept is None or self._kept[0] != state:
            self.unload()
            self._kept = (state, load())
        result: T = self._kept[1]
        return result

    def unload(self) -> None:
        from backend.torch_device import free_memory

        self._kept = None
        free_memory()
