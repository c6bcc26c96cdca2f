# SPDX-License-Identifier: GPL-3.0-or-later
"""The glTF 2.0 container, its nodes and its accessors, read with every number checked before it is used.

A file can neither make this read outside its own folder, nor ask the network, nor take more memory than a
budget. The parser is our own: pygltflib, the usual one, decodes no accessors and checks no ranges.
Specification: Khronos glTF 2.0, ISO/IEC 12113:2022.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import struct
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

import numpy as np

from backend.motion.formats.base import bad_file, read_bytes

_MAXIMUM_JSON = 64 << 20
_MAXIMUM_NODES = 100_000
#: Bytes of decoded accessors and of buffers in one file.
_BUDGET = 1 << 30
_COMPONENTS = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
#: No joint of a motion is further away, in metres.
_FAR = 1e7


class GltfFile:
    """One .glb or .gltf. Raises :class:`~backend.engine.EngineError` (``bad_file``) naming file and element."""

    def __init__(self, path: Path) -> None:
        self.path = path
        content = read_bytes(path)
        self._binary: bytes | None = None
        self._checked: dict[str, list[Any]] = {}
        text = self._chunks(content) if content[:4] == b"glTF" else content
        if len(text) > _MAXIMUM_JSON:
            self.fail("its JSON is too long")
        try:
            self.json = json.loads(text.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            self.fail(f"is not sound JSON ({str(error)[:80]})" if content[:4] == b"glTF" else
                      "is neither binary nor JSON glTF")
        if not isinstance(self.json, dict):
            self.fail("its JSON is no object")
        version = self.object(self.json.get("asset", {}), "asset").get("version")
        if not isinstance(version, str) or not version.startswith("2."):
            self.fail(f"is glTF version {version!r:.20}; version 2 is read", "asset")
        required = self.items("extensionsRequired", str)
        if unknown := [name for name in required if "compression" in name and "mesh" not in name.lower()]:
            self.fail(f"needs {', '.join(unknown)[:200]}", "extensionsRequired")
        self._buffers: dict[int, bytes] = {}
        self._decoded: dict[int, np.ndarray] = {}
        self._spent = 0
        self.nodes = [self.object(each, f"node {index}") for index, each in enumerate(self.items("nodes"))]
        if len(self.nodes) > _MAXIMUM_NODES:
            self.fail(f"has {len(self.nodes)} nodes, more than {_MAXIMUM_NODES}", "nodes")
        self.parents, self.order = self._tree()

    def fail(self, reason: str, element: str = "") -> NoReturn:
        bad_file(self.path, reason, element=element)

    # Values of the JSON, checked.

    def object(self, value: Any, element: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.fail("is no object", element)
        return value

    def items(self, key: str, kind: type = dict, owner: dict[str, Any] | None = None, element: str = "") -> list[Any]:
        """The array ``key`` of the file, or of ``owner``; empty when absent."""
        if owner is None and key in self._checked:
            return self._checked[key]
        value = (self.json if owner is None else owner).get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, kind) and not isinstance(each, bool)
                                                  for each in value):
            self.fail(f"its {key!r} is not an array as it should be", element)
        if owner is None:
            self._checked[key] = value
        return value

    def integer(self, owner: dict[str, Any], key: str, element: str, below: int, default: int | None = None) -> int:
        """``owner[key]`` as an integer in 0 .. below - 1."""
        value = owner.get(key, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
            wanted = f"expected 0 to {below - 1}" if below else "but there are none"
            self.fail(f"{key} is {value!r:.40}, {wanted}", element)
        return value

    def numbers(self, owner: dict[str, Any], key: str, element: str, default: list[float]) -> np.ndarray:
        values = owner.get(key, default)
        try:
            sound = isinstance(values, list) and len(values) == len(default) and all(
                isinstance(each, (int, float)) and math.isfinite(each) and abs(each) < _FAR for each in values)
        except OverflowError:
            sound = False
        if not sound:
            self.fail(f"{key} is not {len(default)} sensible numbers", element)
        return np.array(values, float)

    def name(self, owner: dict[str, Any], default: str) -> str:
        value = owner.get("name")
        return value[:200] if isinstance(value, str) and value else default

    # Nodes.

    def _tree(self) -> tuple[list[int], list[int]]:
        """(parent of each node or -1, nodes with parents first)."""
        parents = [-1] * len(self.nodes)
        for index, node in enumerate(self.nodes):
            for child in self.items("children", int, node, f"node {index}"):
                if not 0 <= child < len(self.nodes):
                    self.fail(f"its child {child} does not exist", f"node {index}")
                if parents[child] >= 0:
                    self.fail(f"is a child of both node {parents[child]} and node {index}", f"node {child}")
                parents[child] = index
        order = [index for index, parent in enumerate(parents) if parent < 0]
        for index in order:
            order += self.nodes[index].get("children", [])
        if len(order) != len(self.nodes):
            lost = next(iter(set(range(len(self.nodes))) - set(order)))
            self.fail("is its own ancestor", f"node {lost}")
        return parents, order

    def local(self, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
        """(translation, rotation (x, y, z, w), scale, matrix or None) of a node."""
        node, element = self.nodes[index], f"node {index}"
        matrix = None
        if "matrix" in node:
            matrix = self.numbers(node, "matrix", element, [0.0] * 16).reshape(4, 4).T
        rotation = self.numbers(node, "rotation", element, [0.0, 0.0, 0.0, 1.0])
        length = np.linalg.norm(rotation)
        if length < 1e-6:
            self.fail("its rotation is zero", element)
        return (self.numbers(node, "translation", element, [0.0] * 3), rotation / length,
                self.numbers(node, "scale", element, [1.0] * 3), matrix)

    # Buffers and accessors.

    def _chunks(self, content: bytes) -> bytes:
        """The JSON of a .glb; keeps its binary chunk."""
        if len(content) < 20:
            self.fail("is cut off in the header")
        version, length = struct.unpack_from("<II", content, 4)
        if version != 2:
            self.fail(f"is glTF version {version}; version 2 is read")
        if length > len(content):
            self.fail(f"is cut off: {len(content)} of {length} bytes")
        at, text = 12, None
        while at + 8 <= length:
            size, kind = struct.unpack_from("<I4s", content, at)
            at += 8
            if at + size > length:
                self.fail(f"a chunk at byte {at} is longer than the file")
            if kind == b"JSON" and text is None:
                text = content[at:at + size]
            elif kind == b"BIN\0" and self._binary is None:
                self._binary = content[at:at + size]
            at += size
        if text is None:
            self.fail("has no JSON chunk")
        return text

    def _buffer(self, index: int) -> bytes:
        if index not in self._buffers:
            element = f"buffer {index}"
            buffer = self.object(self.items("buffers")[index], element)
            uri = buffer.get("uri")
            length = self.integer(buffer, "byteLength", element, 1 << 40)
            if uri is None:
                if index or self._binary is None:
                    self.fail("has no data", element)
                data = self._binary
            elif not isinstance(uri, str):
                self.fail("its uri is no text", element)
            elif uri.startswith("data:"):
                data = self._embedded(uri, element)
            else:
                data = self._beside(uri, element)
            if len(data) < length:
                self.fail(f"holds {len(data)} of {length} bytes", element)
            self._spend(len(data), element)
            self._buffers[index] = data
        return self._buffers[index]

    def _embedded(self, uri: str, element: str) -> bytes:
        head, comma, body = uri.partition(",")
        if not comma or not head.endswith(";base64"):
            self.fail("its data URI is not base64", element)
        try:
            return base64.b64decode(body, validate=True)
        except (binascii.Error, ValueError):
            self.fail("its base64 is broken", element)

    def _beside(self, uri: str, element: str) -> bytes:
        """A file in the glTF's own folder or below; nothing else, whatever the URI says."""
        name = unquote(uri)
        if "://" in name or name.startswith(("/", "\\", "//")) or ":" in name or "\\" in name or "\0" in name:
            self.fail(f"its uri {uri!r:.80} leads out of the folder; nothing is fetched from there", element)
        folder = self.path.parent.resolve()
        try:
            target = (folder / name).resolve()
        except (OSError, ValueError, RuntimeError):
            self.fail(f"its uri {uri!r:.80} is no file name", element)
        if not target.is_relative_to(folder):
            self.fail(f"its uri {uri!r:.80} leads out of the folder; nothing is fetched from there", element)
        if not target.is_file():
            self.fail(f"the file {name!r:.80} is not there", element)
        return read_bytes(target)

    def _spend(self, size: int, element: str) -> None:
        self._spent += size
        if self._spent > _BUDGET:
            self.fail(f"the file's numbers take more than {_BUDGET >> 20} MiB", element)

    def accessor(self, index: int, width: str) -> np.ndarray:
        """(N,) or (N, 3 | 4 | 16) float64 numbers of an accessor of type ``width``, all finite."""
        if index not in self._decoded:
            self._decoded[index] = self._decode(index)
        values, element = self._decoded[index], f"accessor {index}"
        if values.shape[1] != _WIDTHS[width]:
            self.fail(f"is not {width}, as is needed here", element)
        return values[:, 0] if width == "SCALAR" else values

    def _decode(self, index: int) -> np.ndarray:
        element = f"accessor {index}"
        accessor = self.object(self.items("accessors")[index], element)
        kind, width = accessor.get("componentType"), accessor.get("type")
        if not isinstance(kind, int) or kind not in _COMPONENTS or not isinstance(width, str) or width not in _WIDTHS:
            self.fail(f"has the type {kind!r:.20} {width!r:.20}, which no motion has", element)
        count = self.integer(accessor, "count", element, 1 << 31)
        shape = (count, _WIDTHS[width])
        self._spend(8 * count * _WIDTHS[width], element)
        if "bufferView" in accessor:
            raw = self._view(accessor, shape, _COMPONENTS[kind], element)
        else:
            raw = np.zeros(shape, _COMPONENTS[kind])
        if "sparse" in accessor:
            raw = self._sparse(self.object(accessor["sparse"], element), raw, element)
        with np.errstate(invalid="ignore"):  # a signalling NaN, refused below
            values = raw.astype(np.float64)
        if accessor.get("normalized") is True and raw.dtype.kind != "f":
            # Signed ones reach -1 twice (glTF 2.0, section 3.11).
            values = np.maximum(values / np.iinfo(raw.dtype).max, -1.0)
        if not np.isfinite(values).all():
            self.fail("holds numbers that are not finite", element)
        return values

    def _view(self, owner: dict[str, Any], shape: tuple[int, int], dtype: str, element: str) -> np.ndarray:
        """Rows of a buffer view, as they lie in the file."""
        views = self.items("bufferViews")
        view = views[self.integer(owner, "bufferView", element, len(views))]
        where = f"{element}, its bufferView"
        data = self._buffer(self.integer(view, "buffer", where, len(self.items("buffers"))))
        start = self.integer(view, "byteOffset", where, len(data) + 1, 0)
        length = self.integer(view, "byteLength", where, len(data) - start + 1)
        offset = self.integer(owner, "byteOffset", element, length + 1, 0)
        size = np.dtype(dtype).itemsize * shape[1]
        stride = self.integer(view, "byteStride", where, 1 << 16, size) or size
        if stride < size or (shape[0] and offset + stride * (shape[0] - 1) + size > length):
            self.fail(f"its {shape[0]} elements reach beyond its data", element)
        if not shape[0]:
            return np.zeros(shape, dtype)
        return np.ndarray(shape, dtype, data, start + offset, (stride, np.dtype(dtype).itemsize))

    def _sparse(self, sparse: dict[str, Any], base: np.ndarray, element: str) -> np.ndarray:
        where = f"{element}, sparse"
        count = self.integer(sparse, "count", where, len(base) + 1)
        indices = self.object(sparse.get("indices"), where)
        kind = indices.get("componentType")
        if kind not in (5121, 5123, 5125):
            self.fail(f"its indices have the type {kind!r:.20}", where)
        at = self._view(indices, (count, 1), _COMPONENTS[kind], where)[:, 0].astype(np.int64)
        values = self._view(self.object(sparse.get("values"), where), (count, base.shape[1]), base.dtype.str, where)
        if count and at.max() >= len(base):
            self.fail("its indices reach beyond the accessor", where)
        result = base.copy()
        result[at] = values
        return result
