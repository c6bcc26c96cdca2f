# SPDX-License-Identifier: GPL-3.0-or-later
"""The binary glTF container: a growing JSON document with one buffer behind it (glTF 2.0, section 4.4)."""

from __future__ import annotations

import json
import os
import struct
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

FLOAT, UBYTE, USHORT, UINT = 5126, 5121, 5123, 5125
_COMPONENTS = {"f4": FLOAT, "u1": UBYTE, "u2": USHORT, "u4": UINT}
_TYPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963


class Document:
    """One glTF file being written."""

    def __init__(self, generator: str) -> None:
        self.json: dict[str, Any] = {"asset": {"version": "2.0", "generator": generator}}
        self._chunks: list[bytes] = []
        self._length = 0
        self._extensions: set[str] = set()

    def add(self, kind: str, item: dict[str, Any]) -> int:
        """Append to a top-level array such as "nodes"; its index."""
        items = self.json.setdefault(kind, [])
        items.append(item)
        return len(items) - 1

    def use(self, extension: str) -> str:
        self._extensions.add(extension)
        return extension

    def view(self, data: bytes, target: int | None = None) -> int:
        """A buffer view on 4-byte aligned ``data``."""
        view: dict[str, Any] = {"buffer": 0, "byteOffset": self._length, "byteLength": len(data)}
        if target:
            view["target"] = target
        padded = data + b"\0" * (-len(data) % 4)
        self._chunks.append(padded)
        self._length += len(padded)
        return self.add("bufferViews", view)

    def accessor(self, values: np.ndarray, *, target: int | None = None, bounds: bool = False) -> int:
        """An accessor on (N,) scalars, (N, 2..4) vectors or (N, 16) matrices (column major)."""
        values = np.ascontiguousarray(values)
        accessor = {**_described(values), "bufferView": self.view(values.tobytes(), target)}
        if bounds:
            accessor |= _bounds(values)
        return self.add("accessors", accessor)

    def sparse(self, count: int, indices: np.ndarray, values: np.ndarray) -> int:
        """An accessor of ``count`` zero vectors but for ``values`` at rising ``indices``."""
        values = np.ascontiguousarray(values)
        full = {**_described(values), "count": count}
        if len(indices):
            index = np.ascontiguousarray(indices, "<u2" if count <= 65535 else "<u4")
            full["sparse"] = {
                "count": len(indices),
                "indices": {"bufferView": self.view(index.tobytes()),
                            "componentType": _COMPONENTS[index.dtype.str[1:]]},
                "values": {"bufferView": self.view(values.tobytes())}}
        limits = values if len(indices) == count else np.concatenate([values,
                                                                      np.zeros((1, values.shape[1]), values.dtype)])
        return self.add("accessors", full | _bounds(limits))

    def write(self, path: Path) -> None:
        """Write the .glb beside its final place, then move it there."""
        if self._length:
            self.json["buffers"] = [{"byteLength": self._length}]
        if self._extensions:
            self.json["extensionsUsed"] = sorted(self._extensions)
        text = json.dumps(self.json, separators=(",", ":"), allow_nan=False).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + (8 + self._length if self._length else 0)
        descriptor, temporary = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(struct.pack("<4sII", b"glTF", 2, total))
                file.write(struct.pack("<I4s", len(text), b"JSON") + text)
                if self._length:
                    file.write(struct.pack("<I4s", self._length, b"BIN\0"))
                    file.writelines(self._chunks)
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _described(values: np.ndarray) -> dict[str, Any]:
    width = 1 if values.ndim == 1 else values.shape[1]
    return {"componentType": _COMPONENTS[values.dtype.newbyteorder("<").str[1:]], "count": len(values),
            "type": _TYPES[width]}


def _bounds(values: np.ndarray) -> dict[str, Any]:
    flat = values.reshape(len(values), -1)
    return {"min": [_plain(v) for v in flat.min(axis=0)], "max": [_plain(v) for v in flat.max(axis=0)]}


def _plain(value: np.generic) -> float | int:
    return int(value) if np.issubdtype(value.dtype, np.integer) else float(value)
