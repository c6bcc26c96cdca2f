# SPDX-License-Identifier: GPL-3.0-or-later
"""Passing smoothly from one thing to another."""

from __future__ import annotations

import numpy as np


def smoothstep(t: np.ndarray) -> np.ndarray:
    """From 0 to 1 over 0..1, level at both ends."""
    t = np.clip(t, 0.0, 1.0)
    return t * t * (3 - 2 * t)
