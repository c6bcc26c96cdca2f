# SPDX-License-Identifier: GPL-3.0-or-later
"""The transfer curve of sRGB (IEC 61966-2-1)."""

from __future__ import annotations

import numpy as np


def encode(linear: np.ndarray) -> np.ndarray:
    """Linear values, clipped to [0, 1], as sRGB in [0, 1]."""
    clipped = np.clip(linear, 0.0, 1.0)
    return np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)


def decode(encoded: np.ndarray) -> np.ndarray:
    """sRGB values in [0, 1] as linear ones."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def to_bytes(linear: np.ndarray) -> np.ndarray:
    """Linear values as sRGB u1, rounded."""
    return np.round(encode(linear) * 255).astype(np.uint8)
