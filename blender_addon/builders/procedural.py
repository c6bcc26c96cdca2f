# SPDX-License-Identifier: GPL-3.0-or-later
"""``Material.procedural`` hints as shader nodes: editable detail without a texture.

Known entries::

    bump             {type, scale, detail, strength, distance}
    color_variation  {type, scale, detail, amount}
    roughness_variation  {type, scale, detail, amount}

``type`` is "noise" (default), "voronoi", "wave", "rings", "weave" or "brick"; scales count
features a metre. Unknown entries are ignored, so that an engine may hint at more than this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy

_TEXTURES = {"noise": "ShaderNodeTexNoise", "voronoi": "ShaderNodeTexVoronoi", "wave": "ShaderNodeTexWave",
             "rings": "ShaderNodeTexWave", "weave": "ShaderNodeTexChecker", "brick": "ShaderNodeTexBrick"}


def apply(tree: bpy.types.NodeTree, shader: bpy.types.Node, hints: Mapping[str, Any]) -> None:
    """Add the nodes of ``hints`` in front of ``shader``."""
    if isinstance(hint := hints.get("bump"), Mapping):
        _bump(tree, shader, hint)
    if isinstance(hint := hints.get("color_variation"), Mapping):
        _color_variation(tree, shader, hint)
    if isinstance(hint := hints.get("roughness_variation"), Mapping):
        _roughness_variation(tree, shader, hint)


def _number(hint: Mapping[str, Any], name: str, default: float) -> float:
    value = hint.get(name, default)
    return float(value) if isinstance(value, (int, float)) else default


def _texture(tree: bpy.types.NodeTree, hint: Mapping[str, Any], row: float) -> bpy.types.NodeSocket:
    """The scalar output (0..1) of the hint's texture in object space."""
    kind = hint.get("type", "noise")
    node = tree.nodes.new(_TEXTURES.get(kind, _TEXTURES["noise"]))
    node.location = (-800, row)
    if kind == "rings":
        node.wave_type = "RINGS"
    for socket, value in (("Scale", _number(hint, "scale", 10.0)), ("Detail", _number(hint, "detail", 2.0)),
                          ("Roughness", _number(hint, "roughness", 0.5)),
                          ("Distortion", _number(hint, "distortion", 0.0))):
        if socket in node.inputs:
            node.inputs[socket].default_value = value
    place = tree.nodes.new("ShaderNodeTexCoord")
    place.location = (-1200, row)
    tree.links.new(_stretched(tree, place.outputs["Object"], hint, row), node.inputs["Vector"])
    return next((node.outputs[name] for name in ("Fac", "Factor", "Distance") if name in node.outputs),
                node.outputs[0])


def _stretched(tree: bpy.types.NodeTree, vector: bpy.types.NodeSocket, hint: Mapping[str, Any],
               row: float) -> bpy.types.NodeSocket:
    """``vector`` scaled by the hint's "stretch" (three factors), e.g. along the grain of wood."""
    stretch = hint.get("stretch")
    if not (isinstance(stretch, (list, tuple)) and len(stretch) == 3):
        return vector
    mapping = tree.nodes.new("ShaderNodeMapping")
    mapping.location = (-1000, row)
    mapping.inputs["Scale"].default_value = [float(each) for each in stretch]
    tree.links.new(vector, mapping.inputs["Vector"])
    return mapping.outputs["Vector"]


def _bump(tree: bpy.types.NodeTree, shader: bpy.types.Node, hint: Mapping[str, Any]) -> None:
    bump = tree.nodes.new("ShaderNodeBump")
    bump.location = (-250, -500)
    bump.inputs["Strength"].default_value = min(max(_number(hint, "strength", 0.1), 0.0), 1.0)
    bump.inputs["Distance"].default_value = _number(hint, "distance", 0.001)
    for link in shader.inputs["Normal"].links:
        tree.links.new(link.from_socket, bump.inputs["Normal"])
    tree.links.new(_texture(tree, hint, -500), bump.inputs["Height"])
    tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])


def _color_variation(tree: bpy.types.NodeTree, shader: bpy.types.Node, hint: Mapping[str, Any]) -> None:
    """Brightness of the base colour times 1 - amount .. 1 + amount."""
    base = shader.inputs["Base Color"]
    vary = tree.nodes.new("ShaderNodeHueSaturation")
    vary.location = (-250, 200)
    if base.links:
        tree.links.new(base.links[0].from_socket, vary.inputs["Color"])
    else:
        vary.inputs["Color"].default_value = base.default_value
    amount = min(max(_number(hint, "amount", 0.1), 0.0), 1.0)
    tree.links.new(_remapped(tree, _texture(tree, hint, 200), 1.0 - amount, 1.0 + amount, 200),
                   vary.inputs["Value"])
    tree.links.new(vary.outputs["Color"], base)


def _roughness_variation(tree: bpy.types.NodeTree, shader: bpy.types.Node, hint: Mapping[str, Any]) -> None:
    """Roughness plus -amount .. amount; a roughness image is left alone."""
    socket = shader.inputs["Roughness"]
    if socket.links:
        return
    amount, middle = _number(hint, "amount", 0.1), socket.default_value
    tree.links.new(_remapped(tree, _texture(tree, hint, -150), max(middle - amount, 0.0), min(middle + amount, 1.0),
                             -150), socket)


def _remapped(tree: bpy.types.NodeTree, value: bpy.types.NodeSocket, low: float, high: float,
              row: float) -> bpy.types.NodeSocket:
    """0.25..0.75, where textures spend their time, mapped to ``low``..``high`` and clamped."""
    node = tree.nodes.new("ShaderNodeMapRange")
    node.location = (-550, row)
    for name, number in (("From Min", 0.25), ("From Max", 0.75), ("To Min", low), ("To Max", high)):
        node.inputs[name].default_value = number
    tree.links.new(value, node.inputs["Value"])
    return node.outputs["Result"]
