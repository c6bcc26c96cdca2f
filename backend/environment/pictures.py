# SPDX-License-Identifier: GPL-3.0-or-later
"""Panoramas in files: ordinary pictures and radiance maps, read with suspicion."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np

from backend.engine import EngineError
from backend.environment.exr import read_exr
from backend.environment.hdr import read_hdr

#: Widest panorama that is read: 16K takes 1.6 GB as floats.
MAXIMUM_WIDTH = 16384
RADIANCE = (".exr", ".hdr")
#: How far from 2:1 a panorama's sides may be, in pixels of height.
_TOLERANCE = 2


def read_picture(path: str | Path) -> np.ndarray:
    """An ordinary picture (PNG, JPEG, WebP, TIFF ...) as (H, W, 3) f4 in [0, 1], sRGB; transparency on black.

    Raises :class:`EngineError` (``bad_file``) for what is no picture, or too large a one.
    """
    from PIL import Image, UnidentifiedImageError

    path = Path(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                if image.width > MAXIMUM_WIDTH or image.height > MAXIMUM_WIDTH:
                    raise _bad(path, f"it is {image.width} x {image.height} pixels",
                               f"Make it at most {MAXIMUM_WIDTH} pixels wide.")
                return _values(image)
    except FileNotFoundError:
        raise EngineError(f"There is no file {path}.", "Check the path.", "bad_file") from None
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError, OSError, ValueError,
            SyntaxError, MemoryError) as error:
        raise _bad(path, f"it cannot be read as a picture ({error!s:.120})",
                   "Save it again as PNG or JPEG.") from error


def _values(image) -> np.ndarray:  # type: ignore[no-untyped-def]
    if image.mode.startswith(("I;16", "I")) or image.mode == "F":
        levels = np.asarray(image, np.float32)
        if not np.isfinite(levels).all():
            raise ValueError("it holds values that are not finite")
        # Sixteen bits, unless the values themselves say eight, or one.
        top = float(levels.max(initial=0.0))
        levels = np.clip(levels / (1.0 if image.mode == "F" and top <= 1 else 255.0 if top <= 255 else 65535.0), 0, 1)
        return np.repeat(levels[..., None], 3, -1)
    return np.asarray(image.convert("RGBA").convert("RGB") if "A" in image.mode else image.convert("RGB"),
                      np.float32) / 255


def read_map(path: str | Path) -> np.ndarray:
    """A radiance map (.exr, .hdr) as (H, W, 3) f4, linear. Raises :class:`EngineError` (``bad_file``)."""
    path = Path(path)
    if path.suffix.lower() not in RADIANCE:
        raise _bad(path, f"{path.suffix or 'a file without ending'} is no format of radiance maps",
                   "Name an .exr or .hdr file; `troupe environment hdr` makes one of a picture.")
    if not path.exists():
        raise EngineError(f"There is no file {path}.", "Check the path.", "bad_file")
    pixels = read_exr(path) if path.suffix.lower() == ".exr" else read_hdr(path)
    if pixels.ndim != 3 or pixels.shape[2] < 3:
        raise _bad(path, "it has no three colours", "Export it again with red, green and blue.")
    return np.asarray(pixels[..., :3], np.float32)


def check_panorama(path: str | Path, shape: tuple[int, ...]) -> None:
    """Raise :class:`EngineError` unless (H, W, ...) is twice as wide as high."""
    height, width = shape[:2]
    if abs(width - 2 * height) > _TOLERANCE or height < 8:
        raise _bad(Path(path), f"it is {width} x {height} pixels, and a panorama is twice as wide as high",
                   "Give the whole sphere as an equirectangular picture.")


def _bad(path: Path, reason: str, remedy: str) -> EngineError:
    return EngineError(f"{path.name} is no panorama that can be used: {reason}.", remedy, "bad_file")
