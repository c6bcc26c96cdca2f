# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenEXR files of radiance maps: 32-bit float, ZIP. Half floats would turn a sun into infinity."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from backend.engine import EngineError


def write_exr(path: str | Path, pixels: np.ndarray) -> None:
    """Write (H, W, 3) or (H, W, 4) scene-linear values, exactly; raises :class:`EngineError` if it cannot.

    The file appears complete or not at all.
    """
    import OpenEXR

    path = Path(path)
    pixels = np.ascontiguousarray(pixels, np.float32)
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or 0 in pixels.shape:
        raise ValueError(f"an image of shape {pixels.shape} is not (H, W, 3) or (H, W, 4)")
    if not np.isfinite(pixels).all():
        raise ValueError("the image holds values that are not finite")
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    partial = path.with_name(path.name + ".part")
    try:
        OpenEXR.File(header, {"RGB" if pixels.shape[2] == 3 else "RGBA": pixels}).write(str(partial))
        partial.replace(path)
    except (OSError, RuntimeError) as error:
        partial.unlink(missing_ok=True)
        raise EngineError(
            f"{path} could not be written: {error}", "Choose a folder you may write to.", "write_failed"
        ) from error


def read_exr(path: str | Path) -> np.ndarray:
    """Read an OpenEXR file of any compression as (H, W, 3) or (H, W, 4) f4."""
    import OpenEXR

    try:
        with OpenEXR.File(str(path)) as file:
            channels = file.channels()
            for name in ("RGBA", "RGB"):
                if name in channels:
                    return np.ascontiguousarray(channels[name].pixels, np.float32)
            single = {name[0].upper(): each.pixels for name, each in channels.items() if name[:1].upper() in "RGBAYVZ"}
    # the library has no exception of its own: what is cut short or damaged comes as any of these
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError, MemoryError) as error:
        raise EngineError(
            f"{path} could not be read: {error}", "Check that it is an OpenEXR file.", "read_failed"
        ) from error
    planes = [single[each] for each in "RGBA" if each in single] or [single["Y"]] * 3 if single else []
    if len(planes) not in (3, 4):
        raise EngineError(f"{path} has no RGB channels.", "Save it with red, green and blue.", "read_failed")
    return np.ascontiguousarray(np.stack(planes, axis=-1), np.float32)
