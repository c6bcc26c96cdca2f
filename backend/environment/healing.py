# SPDX-License-Identifier: GPL-3.0-or-later
"""What painted panoramas get wrong, mended: a seam between the left and the right edge, and poles drawn as rows."""

from __future__ import annotations

import math

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d, map_coordinates

from backend.environment.metrics import seam_ratio

#: A seam below this is none, and the share of the width on each side over which one is evened out.
SEAM, _REACH = 1.2, 1 / 24
#: Radians about a pole that are painted anew from themselves, seen from below or above.
_CAP = math.radians(20.0)


def without_seam(picture: np.ndarray) -> np.ndarray:
    """``picture`` (H, W, 3) with the step between its edges spread over both sides; itself where there is no seam.

    The step is what the columns beside the edge do not continue: half of it is taken from each side, less and less.
    """
    if seam_ratio(picture) <= SEAM:
        return picture
    height, width = picture.shape[:2]
    first, second, last, before = (picture[:, column].astype(np.float64) for column in (0, 1, -1, -2))
    going_on = (first - second + before - last) / -2  # the slope on both sides
    step = first - last - going_on
    # Fine detail beside the seam is no step of it.
    step = gaussian_filter1d(step, max(1.0, height / 256), axis=0, mode="nearest")
    reach = max(2, round(width * _REACH))
    fade = 0.5 * (1 + np.cos(np.pi * np.arange(reach) / reach))
    result = picture.astype(np.float64)
    result[:, :reach] -= 0.5 * step[:, None] * fade[None, :, None]
    result[:, -reach:] += 0.5 * step[:, None] * fade[None, ::-1, None]
    return np.clip(result, 0, None if picture.max() > 1 else 1).astype(np.float32)


def with_healed_poles(picture: np.ndarray) -> np.ndarray:
    """``picture`` (H, W, 3) whose caps are what one sees looking up and down: streaks towards a pole are blurred as
    they lie on the sphere, the more the nearer."""
    result = picture.copy()
    result[:] = _cap(picture)
    result[:] = _cap(result[::-1])[::-1]
    return result


def _cap(picture: np.ndarray) -> np.ndarray:
    """``picture`` with its upper pole mended."""
    height, width = picture.shape[:2]
    rows = math.floor(_CAP / math.pi * height)
    if rows < 2:
        return picture
    # The cap as a disc seen along the axis, a texel as large as a row is high.
    line = np.arange(-rows - 2, rows + 3)
    x, y = np.meshgrid(line, line)
    seen = _looked_up(picture, np.hypot(x, y) - 0.5, np.arctan2(y, x) / (2 * np.pi) * width - 0.5)
    blurred = [gaussian_filter(seen, (sigma, sigma, 0), mode="nearest") for sigma in (rows / 24, rows / 6)]
    away = np.arange(rows) + 0.5
    angle = (np.arange(width) + 0.5) / width * 2 * np.pi
    at = (away[:, None] * np.sin(angle) + rows + 2, away[:, None] * np.cos(angle) + rows + 2)
    share = away / rows
    result = picture.copy()
    for soft, near in zip(blurred, (0.85, 0.45)):
        new = np.stack([map_coordinates(soft[..., channel], at, order=1, mode="nearest") for channel in range(3)], -1)
        weight = np.clip((1 - share) / near - (1 - near) / near, 0, 1)
        weight = (weight * weight * (3 - 2 * weight))[:, None, None]
        result[:rows] = result[:rows] * (1 - weight) + new * weight
    return result


def _looked_up(picture: np.ndarray, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    """``picture`` at (row, column) in pixels, columns around."""
    wide = np.concatenate([picture[:, -2:], picture, picture[:, :2]], axis=1)
    column = column % picture.shape[1] + 2
    row = np.clip(row, 0, picture.shape[0] - 1)
    return np.stack([map_coordinates(wide[..., channel], (row, column), order=1, mode="nearest")
                     for channel in range(3)], axis=-1)
