# SPDX-License-Identifier: GPL-3.0-or-later
"""The equirectangular convention of :class:`protocol.assets.Environment`, in numpy."""

from __future__ import annotations

import math

import numpy as np


def elevations(rows: np.ndarray, height: int) -> np.ndarray:
    """Radians above the middle of a map of ``height`` rows (R,), of places from its upper edge (centres at + 0.5)."""
    return np.asarray((0.5 - np.asarray(rows, np.float64) / height) * math.pi)


def directions(rows: np.ndarray, columns: np.ndarray, width: int) -> np.ndarray:
    """Unit vectors (R, C, 3) of places in pixels from the upper left corner (centres are at + 0.5)."""
    elevation = elevations(rows, width // 2)
    azimuth = math.pi * (1 - 2 * np.asarray(columns, np.float64) / width)
    flat = np.cos(elevation)[:, None]
    return np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth),
                     np.broadcast_to(np.sin(elevation)[:, None], (len(elevation), len(azimuth)))], axis=-1)


def pixel_of(direction: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Row and column, in pixels from the upper left corner, of unit vectors (3, ...)."""
    x, y, z = np.asarray(direction, np.float64)
    row = (0.5 - np.arcsin(np.clip(z, -1, 1)) / math.pi) * (width // 2)
    column = (0.5 - np.arctan2(y, x) / (2 * math.pi)) * width
    return row, column


def solid_angles(width: int) -> np.ndarray:
    """Exact solid angle of one pixel of each row, (width / 2,), steradian."""
    height = width // 2
    edges = np.sin((0.5 - np.arange(height + 1) / height) * math.pi)
    return (edges[:-1] - edges[1:]) * (2 * math.pi / width)
