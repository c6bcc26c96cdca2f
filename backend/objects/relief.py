# SPDX-License-Identifier: GPL-3.0-or-later
"""The fine relief of a material as a normal map: heights over the atlas, and their slopes."""

from __future__ import annotations

from typing import Any

import numpy as np

from backend.objects.modeling.atlas import fill
from backend.objects.noise import fractal
from protocol.assets import Image

#: What is rough lies this much of the relief's depth lower: pores, pits of rust, crumbs of dirt.
_PITS = 1.5
_STEEPEST = 1.0


def heights(points: np.ndarray, rough: np.ndarray, hint: dict[str, Any], texel: float, seed: int) -> np.ndarray:
    """Metres (N,) above the surface at ``points`` (N, 3) by the "bump" ``hint`` of a material; ``rough`` (N,) is how
    much rougher than the material the place is. Octaves finer than ``texel`` metres are left out."""
    scale = float(hint["scale"])
    depth = float(hint["distance"]) * float(hint.get("strength", 0.3))
    most = int(np.floor(np.log2(max(0.5 / (texel * scale), 1e-9)))) + 1
    octaves = min(int(hint.get("detail", 2.0)) + 1, most)
    noise = fractal(points * scale, octaves, seed + 901) if octaves > 0 else np.zeros(len(points))
    return depth * noise - _PITS * depth * rough


def normal_map(name: str, height: np.ndarray, texel: np.ndarray, resolution: int, size: float) -> Image:
    """A tangent-space normal map (Y up) of ``height`` (N,) metres at texel numbers ``texel``, ``size`` metres each."""
    covered = np.zeros((resolution, resolution), bool)
    covered.flat[texel] = True
    field = np.zeros(resolution * resolution, np.float32)
    field[texel] = height
    field = fill(field.reshape(resolution, resolution), covered)
    # Rows run down, v runs up.
    down, right = np.gradient(field, size)
    slope = np.stack([-right, down], axis=2)
    slope *= np.minimum(1, _STEEPEST / np.maximum(np.linalg.norm(slope, axis=2, keepdims=True), 1e-12))
    slope[~covered] = 0
    normal = np.concatenate([slope, np.ones((resolution, resolution, 1), np.float32)], axis=2)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    pixels = fill(np.round(normal * 127.5 + 127.5).astype(np.uint8), covered)
    return Image(name=f"{name} normal", pixels=np.ascontiguousarray(pixels), colorspace="Non-Color")
