# SPDX-License-Identifier: GPL-3.0-or-later
"""Animations of a glTF file: samplers evaluated at even steps, nodes' matrices from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backend.motion.formats.base import MAXIMUM_FRAMES, MAXIMUM_ROTATIONS
from backend.motion.formats.gltf_file import GltfFile
from backend.motion.kinematics import matrix_from_quaternion
from backend.motion.quaternions import slerp

#: Rates that keys are usually made at, the lowest first; the first one whose frames meet the keys is taken.
_RATES = (24.0, 25.0, 30.0, 48.0, 50.0, 60.0, 90.0, 100.0, 120.0, 24000 / 1001, 30000 / 1001, 60000 / 1001,
          144.0, 240.0)
#: Slowest rate (fps) of keys at every frame rather than at chosen moments, and how many such keys show it.
_SLOWEST, _EVEN_KEYS = 10.0, 8
_PATHS = {"translation": 3, "rotation": 4, "scale": 3}


@dataclass(frozen=True, eq=False)
class Track:
    """One animated property of a node: key times (K,), values (K, n), tangents (K, n) of CUBICSPLINE."""

    times: np.ndarray
    values: np.ndarray
    interpolation: str
    tangents: tuple[np.ndarray, np.ndarray] | None = None

    def at(self, times: np.ndarray) -> np.ndarray:
        """(T, n) at ``times`` (T,); before the first and after the last key the value stays."""
        keys = self.times
        times = np.clip(times, keys[0], keys[-1])
        left = np.clip(np.searchsorted(keys, times, "right") - 1, 0, max(len(keys) - 2, 0))
        if len(keys) == 1:
            return np.repeat(self.values, len(times), axis=0)
        right = left + 1
        span = keys[right] - keys[left]
        share = np.where(span > 0, (times - keys[left]) / np.where(span > 0, span, 1.0), 1.0)
        first, second = self.values[left], self.values[right]
        if self.interpolation == "STEP":
            return np.where((times >= keys[right])[:, None], second, first)
        if self.tangents is not None:
            # The Hermite spline of glTF 2.0, appendix C.4.
            s, span = share[:, None], span[:, None]
            arriving, leaving = self.tangents
            return ((2 * s**3 - 3 * s**2 + 1) * first + span * (s**3 - 2 * s**2 + s) * leaving[left]
                    + (3 * s**2 - 2 * s**3) * second + span * (s**3 - s**2) * arriving[right])
        if self.values.shape[1] == 4:
            return slerp(first, second, share)
        return first + share[:, None] * (second - first)


@dataclass(frozen=True, eq=False)
class Animation:
    """The tracks of one animation: (node, path) -> track."""

    name: str
    tracks: dict[tuple[int, str], Track] = field(default_factory=dict)

    def moved(self) -> set[int]:
        return {node for node, _ in self.tracks}


def animations(file: GltfFile) -> list[Animation]:
    """Every animation of the file that moves nodes; their names are made distinct."""
    found: list[Animation] = []
    taken: set[str] = set()
    for number, each in enumerate(file.items("animations")):
        name = unique(file.name(each, f"animation {number}"), taken)
        animation = Animation(name)
        samplers = file.items("samplers", dict, each, f"animation {name!r:.60}")
        for index, channel in enumerate(file.items("channels", dict, each, f"animation {name!r:.60}")):
            element = f"animation {name!r:.60}, channel {index}"
            target = file.object(channel.get("target"), element)
            path = target.get("path")
            if "node" not in target or not isinstance(path, str) or path not in _PATHS:
                continue  # morph weights and extensions move no joints
            node = file.integer(target, "node", element, len(file.nodes))
            sampler = samplers[file.integer(channel, "sampler", element, len(samplers))]
            animation.tracks[node, path] = _track(file, sampler, path, element)
        if animation.tracks:
            found.append(animation)
    return found


def unique(name: str, taken: set[str]) -> str:
    """``name``, or with a number where it is taken; takes it."""
    result, number = name, 1
    while result in taken:
        number += 1
        result = f"{name} {number}"
    taken.add(result)
    return result


def _track(file: GltfFile, sampler: dict[str, Any], path: str, element: str) -> Track:
    count = len(file.items("accessors"))
    times = file.accessor(file.integer(sampler, "input", element, count), "SCALAR")
    width = _PATHS[path]
    values = file.accessor(file.integer(sampler, "output", element, count), "VEC4" if width == 4 else "VEC3")
    kind = sampler.get("interpolation", "LINEAR")
    if kind not in ("LINEAR", "STEP", "CUBICSPLINE"):
        file.fail(f"has the interpolation {kind!r:.40}", element)
    if not len(times) or len(values) != len(times) * (3 if kind == "CUBICSPLINE" else 1):
        file.fail(f"has {len(times)} key times and {len(values)} values", element)
    if len(times) > MAXIMUM_FRAMES or (np.diff(times) < 0).any() or times[0] < 0 or times[-1] > 1e6:
        file.fail("its key times do not rise from 0 within reason", element)
    if np.abs(values).max() > 1e7:
        file.fail("holds numbers beyond reason", element)
    if kind == "CUBICSPLINE":
        parts = values.reshape(len(times), 3, width)
        return Track(times, parts[:, 1], kind, (parts[:, 0], parts[:, 2]))
    if path == "rotation":
        length = np.linalg.norm(values, axis=1, keepdims=True)
        if (length < 1e-6).any():
            file.fail("holds a rotation of zero", element)
        values = values / length
    return Track(times, values, kind)


@dataclass(frozen=True, eq=False)
class Clock:
    """Even steps over an animation: frame f is at ``start + f / fps`` seconds."""

    start: float
    fps: float
    frames: int


def clock_of(file: GltfFile, animation: Animation, nodes: set[int], joints: int) -> Clock:
    """The steps that meet the keys of ``nodes``."""
    tracks = [track for (node, _), track in animation.tracks.items() if node in nodes]
    keys = np.unique(np.concatenate([track.times for track in tracks]).round(5))
    start, length = float(keys[0]), float(keys[-1] - keys[0])
    fps = _rate(keys - start)
    frames = round(length * fps) + 1
    if frames > MAXIMUM_FRAMES or frames * joints > MAXIMUM_ROTATIONS:
        file.fail(f"is {length:.0f} s long, too long to read", f"animation {animation.name!r:.60}")
    return Clock(start, fps, frames)


def _rate(keys: np.ndarray) -> float:
    """Frames a second, of key times from 0 on."""
    if len(keys) < 2:
        return 30.0
    step = float(np.median(np.diff(keys)))
    if len(keys) >= _EVEN_KEYS and _SLOWEST <= 1 / max(step, 1e-6) < _RATES[0] - 0.5:
        # Keys at every frame of a slow recording: frames between them would be made up.
        rate = (len(keys) - 1) / keys[-1]
        rate = float(round(rate)) if abs(rate - round(rate)) < 2e-3 * rate else float(rate)
        if np.abs(keys * rate - np.arange(len(keys))).max() < 0.02:
            return rate
    for rate in _RATES:
        off = np.abs(keys * rate - np.round(keys * rate))
        if (off < 0.02 + 2e-5 * rate).mean() > 0.98:
            return rate
    return float(np.clip(1 / max(step, 1e-6), 24.0, 240.0))


def world_matrices(file: GltfFile, animation: Animation | None, times: np.ndarray, joints: list[int]) -> np.ndarray:
    """(T, J, 4, 4) of the nodes ``joints`` at ``times``; without an animation as the file's scene stands."""
    wanted: set[int] = set()
    for joint in joints:
        node = joint
        while node >= 0 and node not in wanted:
            wanted.add(node)
            node = file.parents[node]
    world: dict[int, np.ndarray] = {}
    for node in file.order:
        if node in wanted:
            local = _local_matrices(file, animation, node, times)
            parent = file.parents[node]
            world[node] = local if parent < 0 else world[parent] @ local
    return np.stack([np.broadcast_to(world[joint], (len(times), 4, 4)) for joint in joints], axis=1)


def _local_matrices(file: GltfFile, animation: Animation | None, node: int, times: np.ndarray) -> np.ndarray:
    """(T, 4, 4), or (1, 4, 4) for a node that is not animated."""
    translation, rotation, scale, matrix = file.local(node)
    tracks = {} if animation is None else {
        path: animation.tracks[node, path].at(times) for path in _PATHS if (node, path) in animation.tracks}
    if not tracks and matrix is not None:
        return matrix[None]
    moved = tracks.get("translation", translation[None])
    turned = tracks.get("rotation", rotation[None])
    scaled = tracks.get("scale", scale[None])
    count = max(len(moved), len(turned), len(scaled))
    result = np.zeros((count, 4, 4))
    result[:, 3, 3] = 1.0
    length = np.linalg.norm(turned, axis=1, keepdims=True)
    turned = np.where(length < 1e-6, [0.0, 0.0, 0.0, 1.0], turned / np.maximum(length, 1e-12))
    result[:, :3, :3] = matrix_from_quaternion(turned[:, [3, 0, 1, 2]]) * scaled[:, None, :]
    result[:, :3, 3] = moved
    return result
