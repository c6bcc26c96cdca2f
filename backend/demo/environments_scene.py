# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: a glossy monkey and glass, matt and glossy balls in the light of a map, as a PNG.

    blender -b --factory-startup -P environments_scene.py -- order.json
    python environments_scene.py -- order.json          (a Python that has bpy)
"""

import json
import sys
from math import radians
from pathlib import Path

import bpy
from mathutils import Vector


def main() -> None:
    order = json.loads(Path(sys.argv[sys.argv.index("--") + 1]).read_text(encoding="utf-8"))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    world(scene, order["map"])
    if order["sun"]:
        sun(scene, order["sun"])
    ground(scene, order["ground"])
    things(scene)
    camera(scene)
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples, scene.cycles.use_denoising = order["samples"], True
    scene.cycles.max_bounces = 8
    scene.render.resolution_x, scene.render.resolution_y = order["size"]
    scene.render.image_settings.file_format = "PNG"
    scene.view_settings.view_transform = "AgX"
    scene.render.filepath = order["picture"]
    bpy.ops.render.render(write_still=True)


def world(scene, file: str) -> None:
    made = bpy.data.worlds.new("Light")
    made.use_nodes = True
    tree = made.node_tree
    background = next(node for node in tree.nodes if node.type == "BACKGROUND")
    texture = tree.nodes.new("ShaderNodeTexEnvironment")
    texture.image = bpy.data.images.load(file)
    texture.image.colorspace_settings.name = "Linear Rec.709"
    tree.links.new(texture.outputs["Color"], background.inputs["Color"])
    scene.world = made


def sun(scene, told: dict) -> None:
    lamp = bpy.data.lights.new("Sun", "SUN")
    irradiance = told["irradiance"]
    lamp.energy = max(irradiance)
    lamp.color = [each / lamp.energy for each in irradiance]
    lamp.angle = told["angle"]
    ob = bpy.data.objects.new("Sun", lamp)
    ob.rotation_euler = Vector(told["direction"]).to_track_quat("Z", "Y").to_euler()
    scene.collection.objects.link(ob)


def material(name: str, **inputs):
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    shader = next(node for node in made.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    for key, value in inputs.items():
        shader.inputs[key.replace("_", " ")].default_value = value
    return made


def ground(scene, color) -> None:
    """A disc of the place's own ground, which takes the shadows."""
    bpy.ops.mesh.primitive_circle_add(vertices=96, radius=2.6, fill_type="NGON", location=(0, 0, 0))
    bpy.context.object.data.materials.append(material("Ground", Base_Color=(*color, 1.0), Roughness=0.9))


def things(scene) -> None:
    bpy.ops.mesh.primitive_monkey_add(size=1.3, location=(0, 0.35, 0.78), rotation=(radians(-20), 0, 0))
    monkey = bpy.context.object
    monkey.data.materials.append(material("Monkey", Base_Color=(0.40, 0.05, 0.03, 1.0), Roughness=0.12))
    monkey.modifiers.new("Smooth", "SUBSURF").render_levels = 2
    monkey.data.shade_smooth()
    for x, y, size, made in (
        (-1.15, -0.35, 0.42, material("Glass", Base_Color=(1, 1, 1, 1), Roughness=0.0, Transmission_Weight=1, IOR=1.5)),
        (-0.35, -0.95, 0.25, material("Matt", Base_Color=(0.5, 0.5, 0.5, 1), Roughness=1.0)),
        (1.15, -0.35, 0.42, material("Mirror", Base_Color=(0.9, 0.9, 0.9, 1), Roughness=0.03, Metallic=1.0)),
    ):
        bpy.ops.mesh.primitive_uv_sphere_add(segments=64, ring_count=32, radius=size, location=(x, y, size))
        ball = bpy.context.object
        ball.data.materials.append(made)
        ball.data.shade_smooth()


def camera(scene) -> None:
    made = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    made.data.angle = radians(40)
    made.location = (0.0, -5.4, 1.55)
    made.rotation_euler = (Vector((0, -0.2, 0.62)) - Vector(made.location)).to_track_quat("-Z", "Y").to_euler()
    scene.collection.objects.link(made)
    scene.camera = made


main()
