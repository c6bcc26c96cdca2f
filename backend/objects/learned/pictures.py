# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures as inputs: from files, with transparency on white; and for a network."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from backend import srgb
from backend.engine import EngineError, InvalidParameter
from protocol.assets import Image

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_LEAST, _MOST = 8, 8192


def read_image(path: str | Path) -> Image:
    """A picture in a file as an asset: RGB, or RGBA where it has transparency. Raises :class:`EngineError`."""
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    path = Path(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pictures.DecompressionBombWarning)
            with Pictures.open(path) as picture:
                if not _LEAST <= min(picture.size) <= max(picture.size) <= _MOST:
                    raise ValueError(f"it is {picture.width} x {picture.height} pixels, not {_LEAST} to {_MOST}")
                clear = "A" in picture.mode or "transparency" in picture.info
                pixels = np.array(picture.convert("RGBA" if clear else "RGB"))
    except FileNotFoundError:
        raise EngineError(f"There is no file {path}.", "Check the path.", "bad_file") from None
    except (UnidentifiedImageError, Pictures.DecompressionBombWarning, Pictures.DecompressionBombError, OSError,
            ValueError, SyntaxError, MemoryError) as error:
        raise EngineError(f"{path.name} cannot be used as a picture: {error!s:.120}.", "Save it again as PNG or JPEG.",
                          "bad_file") from error
    return Image(name=path.stem, pixels=pixels)


def picture_of(image: Any) -> Picture | None:
    """The input picture for a network: sRGB, on white where it is transparent. Raises :class:`InvalidParameter`."""
    from PIL import Image as Pictures

    if image is None:
        return None
    sides = image.pixels.shape[:2] if isinstance(image, Image) else (0, 0)
    if not _LEAST <= min(sides) <= max(sides) <= _MOST:
        raise InvalidParameter(f"The picture is not {_LEAST} to {_MOST} pixels wide and high.", "Scale it.")
    pixels = image.pixels.astype(np.float32) / (255 if image.pixels.dtype == np.uint8 else 1)
    if not np.isfinite(pixels).all():
        raise InvalidParameter("The picture holds values that are not finite.", "Save it again.")
    if pixels.shape[2] in (1, 2):
        pixels = np.concatenate([np.repeat(pixels[..., :1], 3, -1), pixels[..., 1:]], axis=-1)
    color = pixels[..., :3] if image.colorspace == "sRGB" else srgb.encode(np.clip(pixels[..., :3], 0, 1))
    if pixels.shape[2] == 4:
        cover = pixels[..., 3:]
        color = color * cover + (1 - cover)
    return Pictures.fromarray(np.round(255 * np.clip(color, 0, 1)).astype(np.uint8))
