# SPDX-License-Identifier: GPL-3.0-or-later
"""New keys into a copy of an action: after its end, or between two of its frames. What it had elsewhere stays."""

from __future__ import annotations

import re
from typing import Any

import bpy
import numpy as np

from .. import compat

_QUATERNION = re.compile(r"rotation_quaternion$")
_EULER = re.compile(r"rotation_euler$")
#: Fields of a key, as foreach_get knows them: numbers each, and their type.
_FIELDS = {"co": (2, np.float32), "handle_left": (2, np.float32), "handle_right": (2, np.float32),
           "interpolation": (1, np.int32), "handle_left_type": (1, np.int32), "handle_right_type": (1, np.int32)}
#: Keys this near to a frame are on it.
_ON = 1e-3

Keys = dict[str, np.ndarray]


def into_copy(base: bpy.types.Action, made: bpy.types.Action, target: bpy.types.Object, first: float,
              last: float | None = None, slot: str = "") -> bpy.types.Action:
    """A copy of ``base`` with the keys of ``made`` after ``first`` and, where given, before ``last``, for its own ones.

    Both actions move ``target``; ``made`` has the pose of ``base`` at ``first`` (and ``last``). Neither is changed; the
    copy becomes the target's action, by the ``slot`` of that name. A bone that only one of them moves stays as that one
    says.
    """
    copy = base.copy()
    compat.bind_action(copy, target, slot)
    own = {(curve.data_path, curve.array_index): curve for curve in compat.bound_fcurves(target)}
    begin = min((curve.keyframe_points[0].co[0] for curve in own.values() if len(curve.keyframe_points)), default=first)
    bag = _bag(copy, target)
    given: dict[str, dict[int, Keys]] = {}
    for curve in compat.fcurves(made):
        given.setdefault(curve.data_path, {})[curve.array_index] = _read(curve)
    stop = max((float(keys["co"][-1, 0]) for each in given.values() for keys in each.values()), default=first)
    for path, columns in given.items():
        columns = {index: _spread(keys, first, stop) for index, keys in columns.items()}
        had = {index: own.get((path, index)) for index in columns}
        _matched(path, columns, had, first, last)
        for index, keys in columns.items():
            curve = had[index]
            if curve is None:
                curve = compat.new_fcurve(bag, path, index, _group(path))
                # Before the first new key the bone rests as it does there.
                _write(curve, [_one(begin, float(keys["co"][0, 1]))] if begin < first else [])
            kept = _read(curve)
            parts = [_chosen(kept, kept["co"][:, 0] <= first + _ON),
                     _chosen(keys, (keys["co"][:, 0] > first + _ON) & (
                         keys["co"][:, 0] < (np.inf if last is None else last - _ON)))]
            if last is not None:
                parts.append(_chosen(kept, kept["co"][:, 0] >= last - _ON))
            _write(curve, parts)
    copy.use_frame_range = base.use_frame_range
    if base.use_frame_range:
        copy.frame_start = base.frame_start
        copy.frame_end = max(base.frame_end, stop) if last is not None else stop
    copy.use_cyclic = False
    return copy


def _bag(action: bpy.types.Action, owner: bpy.types.Object) -> Any:
    if not compat.slotted_actions():
        return action
    slot = owner.animation_data.action_slot
    layer = action.layers[0] if action.layers else action.layers.new("Layer")
    strip = layer.strips[0] if layer.strips else layer.strips.new(type="KEYFRAME")
    return strip.channelbag(slot, ensure=True)


def _group(path: str) -> str:
    match = re.match(r'pose\.bones\["((?:[^"\\]|\\.)+)"\]', path)
    return bpy.utils.unescape_identifier(match[1]) if match else "Object"


def _read(curve: bpy.types.FCurve) -> Keys:
    points, found = curve.keyframe_points, {}
    for name, (width, kind) in _FIELDS.items():
        values = np.empty(len(points) * width, kind)
        points.foreach_get(name, values)
        found[name] = values.reshape(-1, width) if width > 1 else values
    return found


def _chosen(keys: Keys, which: np.ndarray) -> Keys:
    return {name: values[which] for name, values in keys.items()}


def _one(frame: float, value: float) -> Keys:
    place = np.array([[frame, value]], np.float32)
    return {"co": place, "handle_left": place.copy(), "handle_right": place.copy(),
            "interpolation": np.array([1], np.int32), "handle_left_type": np.array([1], np.int32),
            "handle_right_type": np.array([1], np.int32)}


def _spread(keys: Keys, first: float, stop: float) -> Keys:
    """A bone that never moves has a single key: it holds from the beginning to the end."""
    if len(keys["co"]) > 1 or stop <= first:
        return keys
    value = float(keys["co"][0, 1])
    both = [_one(first, value), _one(first + 1, value), _one(max(stop - 1, first + 1), value), _one(stop, value)]
    joined = {name: np.concatenate([each[name] for each in both]) for name in _FIELDS}
    _, places = np.unique(joined["co"][:, 0], return_index=True)
    return _chosen(joined, places)


def _write(curve: bpy.types.FCurve, parts: list[Keys]) -> None:
    points = curve.keyframe_points
    points.clear()
    parts = [each for each in parts if len(each["co"])]
    if parts:
        points.add(sum(len(each["co"]) for each in parts))
        for name, (_, kind) in _FIELDS.items():
            points.foreach_set(name, np.concatenate([each[name] for each in parts]).astype(kind).ravel())
    curve.update()


def _matched(path: str, columns: dict[int, Keys], had: dict[int, bpy.types.FCurve | None], first: float,
             last: float | None) -> None:
    """Turn what turns alike the same way round: q and -q, and angles a full turn apart."""
    if _QUATERNION.search(path):
        if set(columns) != {0, 1, 2, 3} or any(each is None for each in had.values()):
            return
        own = np.array([had[index].evaluate(first) for index in range(4)])
        new = np.array([columns[index]["co"][0, 1] for index in range(4)])
        if own @ new < 0:
            for keys in columns.values():
                _scale(keys, -1.0, slice(None))
        if last is not None:
            own = np.array([had[index].evaluate(last) for index in range(4)])
            new = np.array([columns[index]["co"][-1, 1] for index in range(4)])
            if own @ new < 0:
                for curve in had.values():
                    keys = _read(curve)
                    _scale(keys, -1.0, keys["co"][:, 0] >= last - _ON)
                    _write(curve, [keys])
    elif _EULER.search(path):
        for index, keys in columns.items():
            curve = had[index]
            if curve is None:
                continue
            _shift(keys, _turns(curve.evaluate(first) - float(keys["co"][0, 1])), slice(None))
            if last is not None:
                turns = _turns(float(keys["co"][-1, 1]) - curve.evaluate(last))
                if turns:
                    kept = _read(curve)
                    _shift(kept, turns, kept["co"][:, 0] >= last - _ON)
                    _write(curve, [kept])


def _turns(angle: float) -> float:
    return float(2 * np.pi * np.round(angle / (2 * np.pi)))


def _scale(keys: Keys, factor: float, which: Any) -> None:
    for name in ("co", "handle_left", "handle_right"):
        keys[name][which, 1] *= factor


def _shift(keys: Keys, by: float, which: Any) -> None:
    for name in ("co", "handle_left", "handle_right"):
        keys[name][which, 1] += by
