# SPDX-License-Identifier: GPL-3.0-or-later
"""Depth and mask of an environment: to the size in which they travel, and to files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from backend.engine import EngineError
from protocol.assets import Environment

from .panorama import elevations

#: Distance from which on there is nothing but sky, metres.
BEYOND = 1e6
#: Widest that depth and mask travel: beside a 4K map of 100 MB they have 10 MB.
WIDEST = 2048
#: How far from the level below the eye a floor may lie: metres, and share of the eye's height.
_FLOOR, _ROUGH = 0.01, 0.02
#: Colours of the classes in a mask's picture: sky, ground, water, things.
_COLORS = ((120, 170, 235), (150, 120, 80), (30, 70, 140), (90, 150, 70))


def reduced(depth: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Depth (H, W) in metres and mask (H, W) of :class:`Environment`, half the map's size or less, infinite in the sky.

    Of the pixels that become one the nearest speaks: a mean of a trunk and the hill behind it is neither. Where no
    ground is told from things, as in a room, what lies as low as the place below the eye is ground.
    """
    height, width = depth.shape
    factor = 1
    while width // factor > WIDEST or (factor == 1 and width >= 512):
        factor *= 2
    rows, columns = height // factor, width // factor
    blocks = depth.reshape(rows, factor, columns, factor).swapaxes(1, 2).reshape(rows, columns, -1)
    classes = mask.reshape(rows, factor, columns, factor).swapaxes(1, 2).reshape(rows, columns, -1)
    nearest = blocks.argmin(axis=2)[..., None]
    near = np.take_along_axis(blocks, nearest, 2)[..., 0].astype(np.float32)
    what = np.take_along_axis(classes, nearest, 2)[..., 0].astype(np.uint8)
    if not np.isin(what, (Environment.GROUND, Environment.WATER)).any():
        what[_floor(near)] = Environment.GROUND
    away = (near >= BEYOND) | (what == Environment.SKY)
    near[away], what[away] = np.inf, Environment.SKY
    return np.maximum(near, 1e-3), what


def _floor(depth: np.ndarray) -> np.ndarray:
    """What lies on the level of what is straight below the eye, (H, W) bool: the floor of a room, and its rugs."""
    height = len(depth)
    sine = np.sin(elevations(np.arange(height) + 0.5, height))[:, None]
    level = depth * sine  # of what is seen, from the eye
    below = float(np.median(level[-max(1, height // 60):]))
    return (sine < 0) & (np.abs(level - below) < _FLOOR + _ROUGH * np.abs(below))


def write_depth(path: Path, environment: Environment) -> None:
    """Write the depth as an EXR of one float channel Y, metres, infinite for the sky.

    Raises :class:`EngineError` where the environment has none, or the file cannot be written.
    """
    import OpenEXR

    depth = _layer(environment, "depth")
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    try:
        OpenEXR.File(header, {"Y": np.ascontiguousarray(depth, np.float32)}).write(str(path))
    except (OSError, RuntimeError) as error:
        raise EngineError(f"{path} could not be written: {error}", "Choose a folder you may write to.",
                          "write_failed") from error


def write_mask(path: Path, environment: Environment) -> None:
    """Write the mask as a PNG whose palette indices are the classes: 0 sky, 1 ground, 2 water, 3 things.

    Raises :class:`EngineError` where the environment has none; OSError where the file cannot be written.
    """
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(_layer(environment, "mask"), np.uint8))
    picture.putpalette([value for color in _COLORS for value in color])
    picture.save(path, "PNG")


def _layer(environment: Environment, name: str) -> np.ndarray:
    layer: np.ndarray | None = getattr(environment, name)
    if layer is None:
        engine = environment.provenance.engine if environment.provenance is not None else "This engine"
        raise EngineError(f"{engine} makes no {name}.", "The engine panorama does: pass --engine panorama.",
                          "unavailable")
    return layer
