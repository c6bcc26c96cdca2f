# SPDX-License-Identifier: GPL-3.0-or-later
"""The sun of an environment as a lamp that turns with the map."""

from __future__ import annotations

import math

import bpy

from ..protocol.assets import Sun

#: Custom property of the lamp object that names its world.
KEY = "troupe_world"


def build(asset: Sun, collection: bpy.types.Collection, world: bpy.types.World, mapping: str, stops: str,
          temperature: str) -> bpy.types.Object:
    """A sun lamp. Its strength is the irradiance of a surface facing it, in the units of the map.

    Drivers let it follow the world: the Z rotation of its node ``mapping`` turns the light with the map, its nodes
    ``stops`` and ``temperature`` make both brighter and warmer together.
    """
    strength = max(asset.irradiance)
    light = bpy.data.lights.new(f"{world.name} Sun", "SUN")
    light.energy = strength
    light.color = [each / strength for each in asset.irradiance] if strength else (1, 1, 1)
    light.angle = asset.angle
    ob = bpy.data.objects.new(light.name, light)
    ob[KEY] = world.name
    collection.objects.link(ob)
    x, y, z = asset.direction
    # A lamp shines along -Z. Rz(azimuth + 90 deg) Rx(zenith angle) turns Z towards the sun.
    heading = math.atan2(y, x) + math.pi / 2
    ob.rotation_euler = (math.acos(max(-1.0, min(1.0, z))), 0.0, heading)
    ob.location = (5 * x, 5 * y, 5 * z + 2)  # for the eye alone: a sun is everywhere
    node = 'node_tree.nodes["{}"]'.format
    _follow(ob.driver_add("rotation_euler", 2), world, f'{node(mapping)}.inputs["Rotation"].default_value[2]',
            f"turn + {heading:.9f}")
    _follow(light.driver_add("energy"), world, f"{node(stops)}.outputs[0].default_value",
            f"{strength:.9g} * pow(2, turn)")
    _colored(light, world, f'{node(temperature)}.inputs["Temperature"].default_value')
    return ob


def _colored(light: bpy.types.Light, world: bpy.types.World, path: str) -> None:
    """Let the lamp take the temperature of its world, by nodes."""
    from . import world as worlds

    if bpy.app.version < (5, 0, 0) or light.node_tree is None:
        light.use_nodes = True
    tree = light.node_tree
    tree.nodes.clear()
    colored = worlds.tint(tree, worlds.TEMPERATURE)
    colored.inputs[0].default_value = (1.0, 1.0, 1.0)
    emission, output = tree.nodes.new("ShaderNodeEmission"), tree.nodes.new("ShaderNodeOutputLight")
    tree.links.new(colored.outputs[0], emission.inputs["Color"])
    tree.links.new(emission.outputs[0], output.inputs[0])
    _follow(tree.driver_add(f'nodes["{worlds.TEMPERATURE}"].inputs["Temperature"].default_value'), world, path, "turn")


def _follow(curve: bpy.types.FCurve, world: bpy.types.World, path: str, expression: str) -> None:
    driver = curve.driver
    driver.type = "SCRIPTED"
    variable = driver.variables.new()
    variable.name = "turn"
    variable.type = "SINGLE_PROP"
    target = variable.targets[0]
    target.id_type, target.id = "WORLD", world
    target.data_path = path
    driver.expression = expression


def remove_all(scene: bpy.types.Scene) -> None:
    """Remove the suns of earlier environments from ``scene``: two suns are never meant."""
    for ob in [each for each in scene.objects if KEY in each and each.type == "LIGHT"]:
        light = ob.data
        bpy.data.objects.remove(ob)
        if not light.users:
            bpy.data.lights.remove(light)
