# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixels to PNG and OpenEXR bytes, without bpy, so that it may run off the main thread.

Handing Blender a finished file to pack costs it nothing until the image is first seen; filling
``Image.pixels`` and packing costs up to a second for a large texture, on the main thread.

PNG: ISO/IEC 15948, filter "Up" on every row. OpenEXR: single-part scanline file, float or half
channels, ZIPS (one row a block) or none, after the file layout published by the Academy Software
Foundation.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

from ..protocol.assets import ASSET_TYPES, Environment, Image

_CACHE, _LAYERS = "_encoded_file", "_encoded_layers"


def image_file(image: Image) -> bytes:
    """PNG for 8-bit images, EXR for float ones; kept on the asset, so asking twice costs nothing."""
    data = image.__dict__.get(_CACHE)
    if data is None:
        data = png(image.pixels) if image.pixels.dtype == np.uint8 else exr(image.pixels, compress=True)
        image.__dict__[_CACHE] = data
    return data


def environment_file(environment: Environment) -> bytes:
    """The map as a float32 EXR; kept on the asset."""
    data = environment.__dict__.get(_CACHE)
    if data is None:
        data = environment.__dict__[_CACHE] = exr(environment.pixels, compress=True)
    return data


#: Widest that depth and mask are kept with a world.
LAYERS_WIDTH = 512


def layers_file(environment: Environment) -> tuple[bytes, tuple[int, int]]:
    """Depth (red, metres, 0 for the sky) and mask (green) of an environment that has both as a float32 EXR, at most
    :data:`LAYERS_WIDTH` wide, and its (height, width); kept on the asset."""
    made = environment.__dict__.get(_LAYERS)
    if made is None:
        step = -(-environment.depth.shape[1] // LAYERS_WIDTH)
        rows, columns = (size // step for size in environment.depth.shape)
        cut = np.s_[step // 2:rows * step:step, step // 2:columns * step:step]
        depth = environment.depth[cut]
        pixels = np.zeros((*depth.shape, 3), np.float32)
        pixels[..., 0] = np.where(np.isfinite(depth), depth, 0.0)
        pixels[..., 1] = environment.mask[cut]
        made = environment.__dict__[_LAYERS] = exr(pixels, compress=True), depth.shape
    return made


def prepare(asset: Any) -> None:
    """Encode every image of an asset ahead of its builder. Safe, and meant, for another thread."""
    if isinstance(asset, Image):
        image_file(asset)
    elif isinstance(asset, Environment):
        environment_file(asset)
        if asset.depth is not None and asset.mask is not None:
            layers_file(asset)
    elif isinstance(asset, list):
        for each in asset:
            prepare(each)
    elif type(asset).__name__ in ASSET_TYPES:
        for each in list(vars(asset).values()):
            if isinstance(each, (list, Image)) or type(each).__name__ in ASSET_TYPES:
                prepare(each)


def png(pixels: np.ndarray) -> bytes:
    """(H, W, 1|3|4) u1, first row at the top -> PNG file."""
    height, width, channels = pixels.shape
    rows = np.ascontiguousarray(pixels).reshape(height, width * channels)
    filtered = np.empty((height, width * channels + 1), np.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(filtered, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks)


def exr(pixels: np.ndarray, compress: bool) -> bytes:
    """(H, W, 1|3|4) f4 or f2, first row at the top -> OpenEXR file."""
    height, width, channels = pixels.shape
    names = {1: "Y", 3: "BGR", 4: "ABGR"}[channels]  # the file keeps channels in alphabetical order
    half = pixels.dtype == np.float16
    planes = np.ascontiguousarray(pixels[:, :, ::-1].transpose(0, 2, 1), "<f2" if half else "<f4")
    blocks = [_zips(row.tobytes()) if compress else row.tobytes() for row in planes]

    header = b"\x76\x2f\x31\x01" + struct.pack("<I", 2)
    channel_list = b"".join(
        name.encode() + b"\0" + struct.pack("<iBxxxii", 1 if half else 2, 0, 1, 1) for name in names) + b"\0"
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    for name, kind, value in (
            ("channels", "chlist", channel_list), ("compression", "compression", bytes([2 if compress else 0])),
            ("dataWindow", "box2i", window), ("displayWindow", "box2i", window),
            ("lineOrder", "lineOrder", b"\0"), ("pixelAspectRatio", "float", struct.pack("<f", 1.0)),
            ("screenWindowCenter", "v2f", struct.pack("<2f", 0.0, 0.0)),
            ("screenWindowWidth", "float", struct.pack("<f", 1.0))):
        header += name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<i", len(value)) + value
    header += b"\0"
    sizes = np.array([len(block) + 8 for block in blocks], np.uint64)
    offsets = np.cumsum(sizes) - sizes + len(header) + 8 * height
    return b"".join([header, offsets.astype("<u8").tobytes(), *(
        piece for row, block in enumerate(blocks) for piece in (struct.pack("<ii", row, len(block)), block))])


def _zips(raw: bytes) -> bytes:
    """One block of EXR ZIP: split even and odd bytes, delta, deflate; raw when that is no smaller."""
    data = np.frombuffer(raw, np.uint8)
    split = np.concatenate([data[0::2], data[1::2]])
    delta = split.copy()
    delta[1:] = split[1:] - split[:-1] + np.uint8(128)
    packed = zlib.compress(delta, 1)
    return packed if len(packed) < len(raw) else raw
