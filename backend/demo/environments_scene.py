# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: a glossy monkey and glass, matt and glossy balls in the light of a map, as a PNG.

    blender -b --factory-startup -P environments_scene.py -- order.json
    python environments_scene.py -- order.json          (a Python that has bpy)
"""

import sys
from math import radians
from pathlib import Path

import bpy
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parent))
import stage
from stage import paint


def main() -> None:
    order = stage.ordered()
    world(order["map"])
    if order["sun"]:
        sun(order["sun"])
    ground(order["ground"])
    things()
    camera()
    stage.cycles(order["size"], order["samples"], 8, look="None")
    stage.shoot(Path(order["picture"]))


def world(file: str) -> None:
    stage.sky((1.0, 1.0, 1.0))
    tree = bpy.context.scene.world.node_tree
    texture = tree.nodes.new("ShaderNodeTexEnvironment")
    texture.image = bpy.data.images.load(file)
    texture.image.colorspace_settings.name = "Linear Rec.709"
    background = next(node for node in tree.nodes if node.type == "BACKGROUND")
    tree.links.new(texture.outputs["Color"], background.inputs["Color"])


def sun(told: dict) -> None:
    energy = max(told["irradiance"])
    lamp = stage.sun(energy, told["angle"], Vector(told["direction"]).to_track_quat("Z", "Y").to_euler())
    lamp.data.color = [each / energy for each in told["irradiance"]]


def ground(color) -> None:
    """A disc of the place's own ground, which takes the shadows."""
    bpy.ops.mesh.primitive_circle_add(vertices=96, radius=2.6, fill_type="NGON", location=(0, 0, 0))
    bpy.context.object.data.materials.append(paint("Ground", color, 0.9))


def things() -> None:
    bpy.ops.mesh.primitive_monkey_add(size=1.3, location=(0, 0.35, 0.78), rotation=(radians(-20), 0, 0))
    monkey = bpy.context.object
    monkey.data.materials.append(paint("Monkey", (0.40, 0.05, 0.03), 0.12))
    monkey.modifiers.new("Smooth", "SUBSURF").render_levels = 2
    monkey.data.shade_smooth()
    for x, y, size, made in (
        (-1.15, -0.35, 0.42, paint("Glass", (1, 1, 1), 0.0, Transmission_Weight=1, IOR=1.5)),
        (-0.35, -0.95, 0.25, paint("Matt", (0.5, 0.5, 0.5), 1.0)),
        (1.15, -0.35, 0.42, paint("Mirror", (0.9, 0.9, 0.9), 0.03, Metallic=1.0)),
    ):
        bpy.ops.mesh.primitive_uv_sphere_add(segments=64, ring_count=32, radius=size, location=(x, y, size))
        ball = bpy.context.object
        ball.data.materials.append(made)
        ball.data.shade_smooth()


def camera() -> None:
    made = stage.camera()
    made.data.angle = radians(40)
    stage.aim(made, Vector((0.0, -5.4, 1.55)), Vector((0, -0.2, 0.62)))


main()
