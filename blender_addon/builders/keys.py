# SPDX-License-Identifier: GPL-3.0-or-later
"""Channels of pose bones to F-curves, written with ``foreach_set``: every frame, or simplified."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from .. import compat
from . import simplify
from .pose import Channel
from .simplify import Tolerance

# Keyframe.interpolation and Keyframe.handle_left_type, as foreach_set wants them.
_CONSTANT, _LINEAR, _BEZIER = 0, 1, 2
_ALIGNED = 3


def write(bag: Any, channel: Channel, frames: np.ndarray, *, repeat: bool = False, tolerance: Tolerance | None = None,
          loop: bool = False, metres: float = 1.0) -> float:
    """One F-curve a column of the channel; return by how much they are off at the worst frame (radians or metres).

    A bone that never moves gets a single key. ``repeat`` adds Cycles modifiers. ``loop``: the last row equals
    the first, travel apart. ``metres`` is the length of a unit of the channel's locations.
    """
    values = channel.values
    travels = channel.name == "location"
    slopes, error = None, 0.0
    if (values == values[:1]).all():
        chosen = np.zeros(1, np.int64)
    elif tolerance is None or len(values) < 3:
        chosen = np.arange(len(values))
    else:
        limit = tolerance.distance / metres if travels else tolerance.angle
        metric = {"location": simplify.distance_between, "rotation_quaternion": simplify.angle_between}.get(
            channel.name, simplify.greatest_difference)
        found = simplify.simplify(values, limit, metric, linear=tolerance.linear, loop=loop)
        chosen, slopes, error = found.frames, found.slopes, found.error * (metres if travels else 1.0)
    for column in range(values.shape[1]):
        curve = compat.new_fcurve(bag, channel.path, column, channel.bone)
        _fill(curve, frames[chosen], values[chosen, column], None if slopes is None else slopes[:, column],
              float(frames[1] - frames[0]) if len(frames) > 1 else 1.0)
        if repeat:
            cycles = curve.modifiers.new("CYCLES")
            cycles.mode_before = cycles.mode_after = "REPEAT_OFFSET" if travels else "REPEAT"
    return error


def constant(bag: Any, path: str, index: int, group: str, frame: float, value: float) -> None:
    """A single key that holds ``value``."""
    curve = compat.new_fcurve(bag, path, index, group)
    points = curve.keyframe_points
    points.add(1)
    points.foreach_set("co", [frame, value])
    points.foreach_set("interpolation", [_CONSTANT])
    curve.update()


def _fill(curve: bpy.types.FCurve, frames: np.ndarray, values: np.ndarray, slopes: np.ndarray | None,
          step: float) -> None:
    """Keys at ``frames``; ``slopes`` are changes a row, which are ``step`` frames apart."""
    count = len(frames)
    points = curve.keyframe_points
    points.add(count)
    place = np.stack([frames, values], axis=1).astype(np.float32)
    points.foreach_set("co", place.ravel())
    if slopes is None or count < 2:
        points.foreach_set("interpolation", np.full(count, _LINEAR, np.int32))
        curve.update()
        return
    points.foreach_set("interpolation", np.full(count, _BEZIER, np.int32))
    for name in ("handle_left_type", "handle_right_type"):
        points.foreach_set(name, np.full(count, _ALIGNED, np.int32))
    gaps = np.diff(frames.astype(np.float64)) / 3
    for name, reach in (("handle_left", -np.append(gaps[0], gaps)), ("handle_right", np.append(gaps, gaps[-1]))):
        handles = np.stack([frames + reach, values + reach * slopes / step], axis=1).astype(np.float32)
        points.foreach_set(name, handles.ravel())
    curve.update()
