# SPDX-License-Identifier: GPL-3.0-or-later
"""Engines' parameters as Blender properties, made from their declarations alone.

Each engine gets a PropertyGroup class of its own and a pointer to it on the scene, so that values
are saved with the file, animators can keyframe nothing by accident, and an engine from a third
package appears in the sidebar without this add-on knowing of it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

import bpy

_INT32 = (1 << 31) - 1
_UNITS = {"m": {"unit": "LENGTH"}, "s": {"unit": "TIME_ABSOLUTE"}, "rad": {"subtype": "ANGLE"}}
#: Engine name -> (its declaration, the class made from it).
_registered: dict[str, tuple[dict[str, Any], type]] = {}


def identifier(prefix: str, name: str) -> str:
    """A property name that RNA accepts, unique for each ``name``."""
    if re.fullmatch(r"[a-z0-9_]{1,40}", name):
        return prefix + name
    return f"{prefix}{re.sub(r'[^a-z0-9_]', '_', name.lower())[:30]}_{zlib.crc32(name.encode()):08x}"


def register(engines: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Make properties for ``engines`` (declarations as the backend describes them).

    Engines that are unchanged keep their class; returns {name, package, reason} of those whose
    declaration Blender cannot take, which are left out.
    """
    broken = []
    for name in set(_registered) - {engine["name"] for engine in engines}:
        _remove(name)
    for engine in engines:
        known = _registered.get(engine["name"])
        if known is not None and known[0]["parameters"] == engine["parameters"]:
            _registered[engine["name"]] = (engine, known[1])
            continue
        if known is not None:
            _remove(engine["name"])
        try:
            _add(engine)
        except Exception as error:  # a third party's declaration may hold anything
            broken.append({"name": engine["name"], "package": "", "reason": f"its parameters: {error}"})
    return broken


def unregister() -> None:
    """Remove every class and property made here."""
    for name in list(_registered):
        _remove(name)


def group(scene: bpy.types.Scene, engine: str) -> bpy.types.PropertyGroup | None:
    """The properties of an engine on a scene."""
    return getattr(scene, identifier("troupe_engine_", engine), None) if engine in _registered else None


def values(scene: bpy.types.Scene, engine: Mapping[str, Any]) -> dict[str, Any]:
    """The engine's parameters as set on the scene, complete, as the backend wants them.

    A frame rate that was never touched is the scene's own, so that keys fall on whole frames.
    """
    properties = group(scene, engine["name"])
    result: dict[str, Any] = {}
    if properties is None:
        return result
    for parameter in engine["parameters"]:
        name = identifier("p_", parameter["name"])
        value = getattr(properties, name)
        if parameter["type"] == "color":
            value = [float(each) for each in value]
        elif parameter["type"] == "enum":
            value = _choices(parameter)[value]
        elif parameter.get("unit") == "fps" and not properties.is_property_set(name):
            value = frame_rate(scene, parameter)
        result[parameter["name"]] = value
    return result


def untouched(scene: bpy.types.Scene, engine: str, name: str) -> bool:
    """Whether the engine has a parameter of that name which nobody has set on the scene."""
    properties, name = group(scene, engine), identifier("p_", name)
    return hasattr(properties, name) and not properties.is_property_set(name)


def assign(scene: bpy.types.Scene, engine: Mapping[str, Any], chosen: Mapping[str, Any]) -> None:
    """Set the engine's properties; what is unknown, or no longer allowed, keeps its value."""
    properties = group(scene, engine["name"])
    if properties is None:
        return
    for parameter in engine["parameters"]:
        if parameter["name"] not in chosen:
            continue
        value = chosen[parameter["name"]]
        if parameter["type"] == "enum":
            value = next((key for key, each in _choices(parameter).items() if each == value), None)
        try:
            setattr(properties, identifier("p_", parameter["name"]), value)
        except (TypeError, ValueError):
            continue


def frame_rate(scene: bpy.types.Scene, parameter: Mapping[str, Any]) -> float | int:
    """The scene's frame rate as a value of a parameter."""
    return _clamped(scene.render.fps / scene.render.fps_base, parameter)


def _clamped(value: float, parameter: Mapping[str, Any]) -> float | int:
    low, high = parameter.get("minimum"), parameter.get("maximum")
    value = max(value, low if low is not None else value)
    value = min(value, high if high is not None else value)
    return round(value) if parameter["type"] == "int" else float(value)


def _choices(parameter: Mapping[str, Any]) -> dict[str, str]:
    """Enum identifiers (never empty) -> the values they stand for."""
    return {str(value) or "_": value for value, _ in parameter["choices"]}


def _property(parameter: Mapping[str, Any]) -> Any:
    """The bpy.props declaration of one parameter."""
    common = {"name": parameter["title"], "description": parameter["help"].rstrip(".")}
    kind, default = parameter["type"], parameter["default"]
    low, high = parameter.get("minimum"), parameter.get("maximum")
    if kind == "bool":
        return bpy.props.BoolProperty(default=bool(default), **common)
    if kind == "string":
        return bpy.props.StringProperty(default=str(default), **common)
    if kind == "enum":
        items = [(key, title, "") for key, (_, title) in zip(_choices(parameter), parameter["choices"])]
        return bpy.props.EnumProperty(items=items, default=str(default) or "_", **common)
    if kind == "color":
        return bpy.props.FloatVectorProperty(
            size=3, subtype="COLOR", default=tuple(default), min=0.0, soft_max=1.0, **common)
    if kind == "int":
        return bpy.props.IntProperty(
            default=int(default), min=int(max(-_INT32, low if low is not None else -_INT32)),
            max=int(min(_INT32, high if high is not None else _INT32)), **common)
    if kind == "float":
        bounds = {key: float(bound) for key, bound in (("min", low), ("max", high)) if bound is not None}
        return bpy.props.FloatProperty(default=float(default), **bounds, **_UNITS.get(parameter.get("unit", ""), {}),
                                       **common)
    raise ValueError(f"{parameter['name']} has unknown type {kind!r}")


def _add(engine: dict[str, Any]) -> None:
    names = [identifier("p_", parameter["name"]) for parameter in engine["parameters"]]
    annotations = dict(zip(names, map(_property, engine["parameters"])))
    suffix = re.sub(r"\W", "_", engine["name"])[:24]
    kind = type(f"TROUPE_PG_engine_{suffix}_{zlib.crc32(engine['name'].encode()):08x}", (bpy.types.PropertyGroup,),
                {"__annotations__": annotations, "__module__": __name__})
    bpy.utils.register_class(kind)
    setattr(bpy.types.Scene, identifier("troupe_engine_", engine["name"]), bpy.props.PointerProperty(type=kind))
    _registered[engine["name"]] = (engine, kind)


def _remove(name: str) -> None:
    _, kind = _registered.pop(name)
    delattr(bpy.types.Scene, identifier("troupe_engine_", name))
    bpy.utils.unregister_class(kind)
