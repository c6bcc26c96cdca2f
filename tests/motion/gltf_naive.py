# SPDX-License-Identifier: GPL-3.0-or-later
"""glTF written by hand, and joints read from glTF the slow way: pygltflib for the file, scipy for the rotations."""

from __future__ import annotations

import base64
import json
import struct
from pathlib import Path

import numpy as np
import pygltflib
from scipy.spatial.transform import Rotation, Slerp

#: glTF's axes to ours.
TURN = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
_KINDS = {"i1": 5120, "u1": 5121, "i2": 5122, "u2": 5123, "u4": 5125, "f4": 5126}


class Builder:
    """A glTF document with one buffer."""

    def __init__(self) -> None:
        self.json: dict = {"asset": {"version": "2.0"}, "nodes": [], "accessors": [], "bufferViews": [],
                           "animations": []}
        self.data = b""

    def node(self, **fields) -> int:
        self.json["nodes"].append(fields)
        return len(self.json["nodes"]) - 1

    def view(self, values: np.ndarray) -> int:
        self.data += b"\0" * (-len(self.data) % 4)
        self.json["bufferViews"].append({"buffer": 0, "byteOffset": len(self.data), "byteLength": values.nbytes})
        self.data += values.tobytes()
        return len(self.json["bufferViews"]) - 1

    def accessor(self, values, dtype="f4", **fields) -> int:
        values = np.asarray(values, np.dtype(dtype).newbyteorder("<"))
        kind = {1: "SCALAR", 3: "VEC3", 4: "VEC4", 16: "MAT4"}[1 if values.ndim == 1 else values.shape[1]]
        self.json["accessors"].append({"bufferView": self.view(values), "componentType": _KINDS[dtype],
                                       "count": len(values), "type": kind} | fields)
        return len(self.json["accessors"]) - 1

    def animate(self, node: int, path: str, times: int, values: int, interpolation="LINEAR", name="Move") -> None:
        found = next((each for each in self.json["animations"] if each["name"] == name), None)
        if found is None:
            found = {"name": name, "channels": [], "samplers": []}
            self.json["animations"].append(found)
        found["samplers"].append({"input": times, "output": values, "interpolation": interpolation})
        found["channels"].append({"sampler": len(found["samplers"]) - 1, "target": {"node": node, "path": path}})

    def glb(self, path: Path) -> Path:
        self.json["buffers"] = [{"byteLength": len(self.data)}]
        text = json.dumps(self.json).encode()
        text += b" " * (-len(text) % 4)
        data = self.data + b"\0" * (-len(self.data) % 4)
        path.write_bytes(struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(data)) + struct.pack(
            "<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(data), b"BIN\0") + data)
        return path

    def gltf(self, path: Path, uri: str | None = None) -> Path:
        embedded = "data:application/octet-stream;base64," + base64.b64encode(self.data).decode()
        self.json["buffers"] = [{"byteLength": len(self.data), "uri": embedded if uri is None else uri}]
        path.write_text(json.dumps(self.json), "utf-8")
        return path


class Naive:
    """World matrices of a GLB's nodes, evaluated one key at a time."""

    def __init__(self, path: Path) -> None:
        self.file = pygltflib.GLTF2().load(str(path))
        self.blob = self.file.binary_blob()
        self.names = [node.name for node in self.file.nodes]
        self.parents = {child: index for index, node in enumerate(self.file.nodes) for child in node.children or []}

    def _values(self, index: int) -> np.ndarray:
        accessor = self.file.accessors[index]
        assert accessor.componentType == pygltflib.FLOAT
        view = self.file.bufferViews[accessor.bufferView]
        width = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}[accessor.type]
        return np.frombuffer(self.blob, "<f4", accessor.count * width,
                             (view.byteOffset or 0) + (accessor.byteOffset or 0)).reshape(-1, width).astype(float)

    def world(self, animation: str, joints: list[str], times: np.ndarray) -> np.ndarray:
        """(T, J, 4, 4) in glTF's axes, ``times`` counted from the first key."""
        tracks = {}
        for each in self.file.animations:
            for channel in each.channels if each.name == animation else ():
                sampler = each.samplers[channel.sampler]
                tracks[channel.target.node, channel.target.path] = (
                    self._values(sampler.input)[:, 0], self._values(sampler.output), sampler.interpolation or "LINEAR")
        result = np.empty((len(times), len(joints), 4, 4))
        start = min((keys[0] for keys, _, _ in tracks.values()), default=0.0)
        for number, time in enumerate(start + times):
            cache: dict[int, np.ndarray] = {}
            for joint, name in enumerate(joints):
                result[number, joint] = self._node(self.names.index(name), time, tracks, cache)
        return result

    def _node(self, index: int, time: float, tracks: dict, cache: dict[int, np.ndarray]) -> np.ndarray:
        if index not in cache:
            node = self.file.nodes[index]
            place = self._at(tracks.get((index, "translation")), time, node.translation or [0, 0, 0])
            turn = self._at(tracks.get((index, "rotation")), time, node.rotation or [0, 0, 0, 1])
            scale = self._at(tracks.get((index, "scale")), time, node.scale or [1, 1, 1])
            local = np.eye(4)
            local[:3, :3] = Rotation.from_quat(turn).as_matrix() * scale
            local[:3, 3] = place
            above = self.parents.get(index)
            cache[index] = local if above is None else self._node(above, time, tracks, cache) @ local
        return cache[index]

    @staticmethod
    def _at(track, time: float, rest) -> np.ndarray:
        if track is None:
            return np.array(rest, float)
        keys, values, kind = track
        time = min(max(time, keys[0]), keys[-1])
        if kind == "STEP" or len(keys) == 1:
            return values[np.searchsorted(keys, time + 1e-6, "right") - 1]
        if values.shape[1] == 4:
            return Slerp(keys, Rotation.from_quat(values))(time).as_quat()
        return np.array([np.interp(time, keys, column) for column in values.T])
