# SPDX-License-Identifier: GPL-3.0-or-later
"""Radiance .hdr files (RGBE, run-length encoded): Ward, *Real Pixels*, Graphics Gems II, 1991."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from backend.engine import EngineError


def to_rgbe(pixels: np.ndarray) -> np.ndarray:
    """(..., 3) radiance to (..., 4) u1 with a shared exponent; error under 1 % of the largest channel."""
    peak = pixels.max(axis=-1)
    _, exponent = np.frexp(peak)
    scale = np.where(peak > 1e-32, np.ldexp(256.0, -exponent), 0.0)
    mantissa = np.clip(pixels * scale[..., None], 0, 255)
    return np.concatenate([mantissa, np.where(peak > 1e-32, exponent + 128, 0)[..., None]], axis=-1).astype(np.uint8)


def from_rgbe(rgbe: np.ndarray) -> np.ndarray:
    """Inverse of :func:`to_rgbe`, f4; mantissas are taken at the middle of their step."""
    exponent = rgbe[..., 3].astype(np.int32)
    value = np.ldexp(rgbe[..., :3].astype(np.float32) + 0.5, (exponent - 136)[..., None])
    return np.where(exponent[..., None] > 0, value, 0.0).astype(np.float32)


def write_hdr(path: str | Path, pixels: np.ndarray) -> None:
    """Write (H, W, 3) radiance; W must be 8 to 32767. Raises :class:`EngineError` if the file cannot be written."""
    height, width, _ = pixels.shape
    if not 8 <= width < 32768:
        raise ValueError(f"a .hdr file is 8 to 32767 pixels wide, not {width}")
    rgbe = to_rgbe(np.asarray(pixels, np.float32))
    parts = [f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n".encode()]
    start = bytes((2, 2, width >> 8, width & 255))
    for row in rgbe:
        parts.append(start)
        parts += [_pack(row[:, channel]) for channel in range(4)]
    try:
        Path(path).write_bytes(b"".join(parts))
    except OSError as error:
        raise EngineError(
            f"{path} could not be written: {error}", "Choose a folder you may write to.", "write_failed"
        ) from error


def _pack(values: np.ndarray) -> bytes:
    """Run-length code of one channel of one row: runs of 4 and more, literals between."""
    edges = np.flatnonzero(np.diff(values)) + 1
    starts = np.concatenate([[0], edges])
    lengths = np.diff(np.concatenate([starts, [len(values)]]))
    long = lengths >= 4
    out = bytearray()
    done = 0
    data = values.tobytes()
    for start, length in zip(starts[long].tolist(), lengths[long].tolist()):
        _literals(out, data, done, start)
        done = start + length
        while length:
            count = min(length, 127)
            out += bytes((128 + count, data[start]))
            length -= count
    _literals(out, data, done, len(data))
    return bytes(out)


def _literals(out: bytearray, data: bytes, first: int, last: int) -> None:
    for start in range(first, last, 128):
        piece = data[start : min(start + 128, last)]
        out.append(len(piece))
        out += piece


def read_hdr(path: str | Path) -> np.ndarray:
    """Read a .hdr file, run-length encoded or flat, as (H, W, 3) f4, first row at the top."""
    try:
        data = Path(path).read_bytes()
        head, _, rest = data.partition(b"\n\n")
        if not head.startswith(b"#?"):
            raise ValueError("it does not begin with #?")
        size, _, body = rest.partition(b"\n")
        fields = size.split()
        if len(fields) != 4 or fields[0] != b"-Y" or fields[2] != b"+X":
            raise ValueError(f"unsupported orientation {size[:40]!r}")
        height, width = int(fields[1]), int(fields[3])
        if not (0 < height <= 65_536 and 0 < width <= 65_536):
            raise ValueError(f"implausible size {width} x {height}")
        return from_rgbe(_unpack(body, height, width))
    except (OSError, ValueError, IndexError) as error:
        raise EngineError(
            f"{path} could not be read: {error}", "Check that it is a Radiance .hdr file.", "read_failed"
        ) from error


def _unpack(body: bytes, height: int, width: int) -> np.ndarray:
    if not (8 <= width < 32768 and body[:2] == b"\2\2"):
        flat = np.frombuffer(body, np.uint8, height * width * 4)
        return flat.reshape(height, width, 4)
    out = np.empty((height, 4, width), np.uint8)
    at = 0
    for row in range(height):
        if body[at : at + 4] != bytes((2, 2, width >> 8, width & 255)):
            raise ValueError(f"row {row} is damaged")
        at += 4
        for channel in range(4):
            column, line = 0, out[row, channel]
            while column < width:
                count = body[at]
                if count > 128:
                    count -= 128
                    line[column : column + count] = body[at + 1]
                    at += 2
                else:
                    if count == 0 or at + 1 + count > len(body):
                        raise ValueError(f"row {row} is damaged")
                    line[column : column + count] = np.frombuffer(body, np.uint8, count, at + 1)
                    at += 1 + count
                column += count
            if column != width:
                raise ValueError(f"row {row} is damaged")
    return out.transpose(0, 2, 1)
