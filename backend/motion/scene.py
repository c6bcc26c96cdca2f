# SPDX-License-Identifier: GPL-3.0-or-later
"""What an action is asked for: how long, how fast, in which style, on which body."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backend.motion.style import NEUTRAL, Style


@dataclass(frozen=True)
class Scene:
    """One clip to make. ``times`` (T,) runs from 0 in steps of 1/fps and excludes ``span``, its end."""

    fps: float
    frames: int
    seed: int = 0
    style: Style = NEUTRAL
    #: Size of the movement: 1 is ordinary.
    intensity: float = 1.0
    #: Arms held away from a broad trunk (radians); each foot set further out (metres).
    clearance: float = 0.0
    clearance_width: float = 0.0
    #: Size of the seeded idle variation: 1 is ordinary.
    liveliness: float = 1.0
    #: The motion spec (see :mod:`backend.motion.spec`).
    spec: dict[str, Any] = field(default_factory=dict)

    @property
    def span(self) -> float:
        """Length in seconds: the time at which a loop is back at its first frame."""
        return self.frames / self.fps

    @property
    def times(self) -> np.ndarray:
        return np.arange(self.frames) / self.fps

    def random(self, purpose: str) -> np.random.Generator:
        """A generator of its own for each purpose, so that one use never shifts another."""
        return np.random.Generator(np.random.PCG64([self.seed & 0xFFFFFFFFFFFFFFFF, zlib.crc32(purpose.encode())]))
