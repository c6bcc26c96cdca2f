# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of material as node groups with exposed inputs: "Troupe Wood", "Troupe Metal" ...

A group stands between a material's colour (plain, or a baked texture) and its Principled BSDF. There is one group a
kind and file: what the user changes inside changes every material of that kind, and is kept.

Inputs: Color, Roughness, Metallic; Grain, how much of the kind's own pattern is drawn (0 over a baked texture, which
has it); Scale of that pattern; Wear and its colour; Relief with features a metre and depth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import bpy

Socket = bpy.types.NodeSocket


class _Maker:
    """Places nodes in a group and wires them."""

    def __init__(self, tree: bpy.types.NodeTree) -> None:
        self.tree, self.count = tree, 0

    def node(self, kind: str, values: Mapping[str | int, Any] | None = None, **fields: Any) -> bpy.types.Node:
        """A node; ``values`` are sockets to link or numbers, by the input's name or index."""
        node = self.tree.nodes.new(kind)
        node.location = (220 * (self.count % 6) - 700, 500 - 260 * (self.count // 6))
        self.count += 1
        for name, value in fields.items():
            setattr(node, name, value)
        for name, value in (values or {}).items():
            if isinstance(name, str) and name not in node.inputs:
                continue  # a socket that this version lacks
            if isinstance(value, Socket):
                self.tree.links.new(value, node.inputs[name])
            else:
                node.inputs[name].default_value = value
        return node

    def math(self, operation: str, *values: Any, clamp: bool = False) -> Socket:
        return self.node("ShaderNodeMath", dict(enumerate(values)), operation=operation, use_clamp=clamp).outputs[0]

    def stretched(self, vector: Socket, factors: tuple[float, float, float]) -> Socket:
        return self.node("ShaderNodeVectorMath", {0: vector, 1: factors}, operation="MULTIPLY").outputs[0]

    def noise(self, vector: Socket, scale: float | Socket, detail: float = 2.0, distortion: float = 0.0) -> Socket:
        """About 0.2 to 0.8, ``scale`` features a metre."""
        return _scalar(self.node("ShaderNodeTexNoise", {"Vector": vector, "Scale": scale, "Detail": detail,
                                                        "Distortion": distortion}))

    def spread(self, value: Socket, low: float = 0.25, high: float = 0.75) -> Socket:
        """``low``..``high`` as 0..1, clamped."""
        return self.node("ShaderNodeMapRange", {"Value": value, "From Min": low, "From Max": high}).outputs[0]


def _scalar(node: bpy.types.Node) -> Socket:
    return next((node.outputs[name] for name in ("Fac", "Factor", "Distance") if name in node.outputs), node.outputs[0])


def _wood(m: _Maker, place: Socket) -> Socket:
    """Rings about a pith beside the part, the grain along Z, and fibres."""
    wander = m.stretched(place, (1.0, 1.0, 0.16))
    shifted = m.node("ShaderNodeVectorMath", {0: wander, 1: (0.09, 0.05, 0.0)}, operation="ADD").outputs[0]
    rings = _scalar(m.node("ShaderNodeTexWave", {"Vector": shifted, "Scale": 50.0, "Distortion": 4.0, "Detail": 2.0,
                                                 "Detail Scale": 0.4},
                           wave_type="RINGS", rings_direction="Z", wave_profile="SAW"))
    fibre = m.noise(m.stretched(place, (1.0, 1.0, 0.02)), 700.0)
    return m.math("MULTIPLY_ADD", rings, -0.7, m.math("MULTIPLY_ADD", fibre, -0.4, 1.0), clamp=True)


def _metal(m: _Maker, place: Socket) -> Socket:
    return m.spread(m.noise(place, 30.0, 4.0))


def _ceramic(m: _Maker, place: Socket) -> Socket:
    return m.spread(m.noise(m.stretched(place, (1.0, 1.0, 0.3)), 60.0, 3.0))


def _plaster(m: _Maker, place: Socket) -> Socket:
    return m.spread(m.noise(place, 25.0, 5.0))


def _stone(m: _Maker, place: Socket) -> Socket:
    return m.math("MULTIPLY_ADD", m.spread(m.noise(place, 20.0, 4.0)), 0.5,
                  m.math("MULTIPLY", m.spread(m.noise(place, 330.0, 3.0)), 0.5))


def _marble(m: _Maker, place: Socket) -> Socket:
    """Thin dark veins where the noise passes its middle."""
    vein = m.math("ABSOLUTE", m.math("SUBTRACT", m.noise(place, 7.0, 5.0, 1.2), 0.5))
    return m.spread(vein, 0.0, 0.07)


def _leather(m: _Maker, place: Socket) -> Socket:
    cells = m.node("ShaderNodeTexVoronoi", {"Vector": place, "Scale": 350.0}).outputs["Distance"]
    return m.math("MULTIPLY_ADD", m.spread(m.noise(place, 14.0, 3.0)), 0.6, m.math("MULTIPLY", cells, -0.5), clamp=True)


def _fabric(m: _Maker, place: Socket) -> Socket:
    """Threads two ways."""
    def threads(direction: str) -> Socket:
        return _scalar(m.node("ShaderNodeTexWave", {"Vector": place, "Scale": 220.0, "Distortion": 0.6},
                              wave_type="BANDS", bands_direction=direction))
    return m.math("MULTIPLY", m.math("ADD", threads("X"), threads("Z")), 0.5)


def _plastic(m: _Maker, place: Socket) -> Socket:
    return m.spread(m.noise(place, 40.0, 2.0))


#: Kind -> its pattern 0..1, how far it changes brightness and roughness, and the colour of wear.
KINDS: dict[str, tuple[Callable[[_Maker, Socket], Socket], float, float, tuple[float, float, float]]] = {
    "wood": (_wood, 0.42, -0.12, (0.055, 0.04, 0.026)), "metal": (_metal, 0.04, 0.25, (0.19, 0.062, 0.018)),
    "ceramic": (_ceramic, 0.22, 0.08, (0.62, 0.56, 0.48)), "plaster": (_plaster, 0.10, 0.05, (0.2, 0.17, 0.13)),
    "stone": (_stone, 0.35, 0.08, (0.06, 0.055, 0.045)), "marble": (_marble, 0.45, -0.05, (0.3, 0.27, 0.22)),
    "leather": (_leather, 0.30, 0.15, (0.3, 0.2, 0.12)), "fabric": (_fabric, 0.25, 0.0, (0.1, 0.08, 0.06)),
    "plastic": (_plastic, 0.03, 0.06, (0.3, 0.28, 0.25)),
}
_INPUTS = (
    ("Color", "NodeSocketColor", (0.8, 0.8, 0.8, 1.0), None, None),
    ("Roughness", "NodeSocketFloat", 0.5, 0.0, 1.0), ("Metallic", "NodeSocketFloat", 0.0, 0.0, 1.0),
    ("Grain", "NodeSocketFloat", 1.0, 0.0, 2.0), ("Scale", "NodeSocketFloat", 1.0, 0.01, 100.0),
    ("Wear", "NodeSocketFloat", 0.0, 0.0, 1.0), ("Wear Color", "NodeSocketColor", (0.1, 0.08, 0.06, 1.0), None, None),
    ("Relief", "NodeSocketFloat", 0.2, 0.0, 1.0), ("Relief Scale", "NodeSocketFloat", 200.0, 0.1, 10000.0),
    ("Relief Depth", "NodeSocketFloat", 0.0005, 0.0, 0.1))
_OUTPUTS = (("Color", "NodeSocketColor"), ("Roughness", "NodeSocketFloat"), ("Metallic", "NodeSocketFloat"),
            ("Normal", "NodeSocketVector"))
_FACTORS = ("Roughness", "Metallic", "Wear", "Relief")


def group(kind: str) -> bpy.types.NodeTree:
    """The file's node group of ``kind``, made where it is missing."""
    name = f"Troupe {kind.capitalize()}"
    found = bpy.data.node_groups.get(name)
    if found is None or found.get("troupe_surface") != kind:
        found = _build(name, kind)
    return found


def _build(name: str, kind: str) -> bpy.types.NodeTree:
    pattern, brightness, gloss, worn = KINDS[kind]
    tree = bpy.data.node_groups.new(name, "ShaderNodeTree")
    tree["troupe_surface"] = kind
    for title, socket, default, low, high in _INPUTS:
        made = tree.interface.new_socket(title, in_out="INPUT", socket_type=socket)
        made.default_value = (*worn, 1.0) if title == "Wear Color" else default
        if low is not None:
            made.min_value, made.max_value = low, high
        if title in _FACTORS:
            made.subtype = "FACTOR"
    for title, socket in _OUTPUTS:
        tree.interface.new_socket(title, in_out="OUTPUT", socket_type=socket)
    m = _Maker(tree)
    given = m.node("NodeGroupInput").outputs
    spot = m.node("ShaderNodeTexCoord").outputs["Object"]
    place = m.node("ShaderNodeVectorMath", {0: spot, "Scale": given["Scale"]}, operation="SCALE").outputs[0]
    drawn = m.math("MULTIPLY", m.math("SUBTRACT", pattern(m, place), 0.5), given["Grain"])  # -0.5 to 0.5
    shaded = m.node("ShaderNodeHueSaturation", {
        "Color": given["Color"], "Value": m.math("MULTIPLY_ADD", drawn, 2 * brightness, 1.0)}).outputs["Color"]
    # Wear begins at edges (Cycles knows them) and in patches, and spreads.
    edge = m.node("ShaderNodeNewGeometry").outputs["Pointiness"]
    patches = m.math("MULTIPLY_ADD", m.math("SUBTRACT", edge, 0.5), 4.0, m.noise(place, 16.0, 5.0))
    amount = m.math("MULTIPLY", m.math("SUBTRACT", patches, m.math("MULTIPLY_ADD", given["Wear"], -0.65, 0.85)), 8.0,
                    clamp=True)
    amount = m.math("MULTIPLY", amount, m.math("MULTIPLY", given["Wear"], 5.0, clamp=True))
    mixed = m.node("ShaderNodeMix", data_type="RGBA")
    for index, value in ((0, amount), (6, shaded), (7, given["Wear Color"])):
        tree.links.new(value, mixed.inputs[index])
    rough = m.math("ADD", given["Roughness"], m.math("MULTIPLY", drawn, 2 * gloss))
    rough = m.math("MULTIPLY_ADD", amount, 0.35, rough, clamp=True)
    metal = m.math("MULTIPLY", given["Metallic"], m.math("SUBTRACT", 1.0, amount))
    bump = m.node("ShaderNodeBump", {"Strength": given["Relief"], "Distance": given["Relief Depth"],
                                     "Height": m.noise(spot, given["Relief Scale"], 3.0)})
    m.node("NodeGroupOutput", {"Color": mixed.outputs[2], "Roughness": rough, "Metallic": metal,
                               "Normal": bump.outputs[0]})
    return tree


def apply(tree: bpy.types.NodeTree, shader: bpy.types.Node, hints: Mapping[str, Any]) -> bool:
    """Put the group of ``hints["kind"]`` in front of ``shader``; False where there is no such kind."""
    kind = hints.get("kind")
    if kind not in KINDS:
        return False
    node = tree.nodes.new("ShaderNodeGroup")
    node.node_tree, node.location, node.width = group(kind), (-300, 0), 200
    node.name = node.label = node.node_tree.name
    bump = hints.get("bump")
    bump = bump if isinstance(bump, Mapping) else {}
    for name, value in (("Relief", bump.get("strength", 0.0)), ("Relief Scale", bump.get("scale", 200.0)),
                        ("Relief Depth", bump.get("distance", 0.0005))):
        if isinstance(value, (int, float)):
            node.inputs[name].default_value = float(value)
    for name, socket in (("Color", "Base Color"), ("Roughness", "Roughness"), ("Metallic", "Metallic")):
        target = shader.inputs[socket]
        if target.links:
            tree.links.new(target.links[0].from_socket, node.inputs[name])
            if name == "Color":
                node.inputs["Grain"].default_value = 0.0
        else:
            node.inputs[name].default_value = target.default_value
        tree.links.new(node.outputs[name], target)
    if not shader.inputs["Normal"].links:
        tree.links.new(node.outputs["Normal"], shader.inputs["Normal"])
    return True
