# SPDX-License-Identifier: GPL-3.0-or-later
"""The sun of an environment as a lamp that turns with the map."""

from __future__ import annotations

import math

import bpy

from ..protocol.assets import Sun

#: Custom property of the lamp object that names its world.
KEY = "troupe_world"


def build(asset: Sun, collection: bpy.types.Collection, world: bpy.types.World, mapping: str) -> bpy.types.Object:
    """A sun lamp. Its strength is the irradiance of a surface facing it, in the units of the map.

    A driver adds the Z rotation of the node ``mapping`` of ``world`` to the lamp's own, so that
    turning the map turns the light.
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
    _follow(ob, world, mapping, heading)
    return ob


def _follow(ob: bpy.types.Object, world: bpy.types.World, mapping: str, heading: float) -> None:
    driver = ob.driver_add("rotation_euler", 2).driver
    driver.type = "SCRIPTED"
    variable = driver.variables.new()
    variable.name = "turn"
    variable.type = "SINGLE_PROP"
    target = variable.targets[0]
    target.id_type, target.id = "WORLD", world
    target.data_path = f'node_tree.nodes["{mapping}"].inputs["Rotation"].default_value[2]'
    driver.expression = f"turn + {heading:.9f}"


def remove_all(scene: bpy.types.Scene) -> None:
    """Remove the suns of earlier environments from ``scene``: two suns are never meant."""
    for ob in [each for each in scene.objects if KEY in each and each.type == "LIGHT"]:
        light = ob.data
        bpy.data.objects.remove(ob)
        if not light.users:
            bpy.data.lights.remove(light)
