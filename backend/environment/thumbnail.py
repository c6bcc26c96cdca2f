# SPDX-License-Identifier: GPL-3.0-or-later
"""Small tone-mapped pictures of a radiance map."""

from __future__ import annotations

import numpy as np

from backend import srgb
from protocol.assets import Image


def tone_map(pixels: np.ndarray, exposure: float = 0.0) -> np.ndarray:
    """Scene-linear radiance (..., 3) to sRGB u1: the filmic curve of Narkowicz (2015) after ``exposure`` stops.

    The curve is applied to the largest channel, with highlights bleaching to white as film does.
    """
    x = np.maximum(pixels.astype(np.float32), 0.0) * (0.9 * 2.0 ** exposure)
    peak = np.maximum(x.max(axis=-1, keepdims=True), 1e-6)
    curve = np.clip(peak * (2.51 * peak + 0.03) / (peak * (2.43 * peak + 0.59) + 0.14), 0, 1)
    kept = x / peak * curve
    per_channel = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1)
    y = 0.4 * kept + 0.6 * per_channel
    return srgb.to_bytes(y)


def thumbnail(pixels: np.ndarray, width: int = 512, exposure: float = 0.0) -> Image:
    """A tone-mapped preview at most ``width`` pixels wide, averaged from (H, W, 3) radiance."""
    # highlights are limited before the average, else one bright pixel whitens its block
    small = _reduced(np.minimum(pixels, 8.0), width)
    return Image(name="preview", pixels=np.ascontiguousarray(tone_map(small, exposure)), colorspace="sRGB")


def preview(pixels: np.ndarray, width: int = 512) -> Image:
    """What there is of a map so far, (H, W, 3) radiance: at most ``width`` pixels wide, linear half floats."""
    half = np.clip(np.nan_to_num(_reduced(pixels, width), nan=0.0, posinf=6e4), 0.0, 6e4).astype(np.float16)
    return Image(name="preview", pixels=half, colorspace="Linear")


def _reduced(pixels: np.ndarray, width: int) -> np.ndarray:
    """Means of square blocks of (H, W, 3), at most ``width`` wide. Adding whole strided pictures takes a tenth of the
    time of a mean over short axes."""
    factor = max(1, pixels.shape[1] // width)
    rows, columns = pixels.shape[0] // factor * factor, pixels.shape[1] // factor * factor
    total = np.zeros((rows // factor, columns // factor, pixels.shape[2]), np.float32)
    for row in range(factor):
        for column in range(factor):
            total += pixels[row:rows:factor, column:columns:factor]
    return total / np.float32(factor * factor)
