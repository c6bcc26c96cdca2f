# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: each GLB of an order in soft studio light, from a little above, as a PNG.

    blender -b --factory-startup -P objects_scene.py -- order.json
    python objects_scene.py -- order.json          (a Python that has bpy)
"""

import json
import sys
from math import radians
from pathlib import Path

import bpy
from mathutils import Vector

#: From the object to the camera: a little from the right and from above, fronts (-Y) towards us.
VIEW = Vector((0.5, -1.0, 0.52)).normalized()
#: Background, scene-linear.
PAPER = (0.80, 0.79, 0.77)


def main() -> None:
    order = json.loads(Path(sys.argv[sys.argv.index("--") + 1]).read_text(encoding="utf-8"))
    for file in order["files"]:
        show(Path(file), order["size"], order["samples"])


def show(file: Path, size: int, samples: int) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=str(file))
    scene = bpy.context.scene
    corners = [ob.matrix_world @ Vector(corner) for ob in scene.objects if ob.type == "MESH" for corner in ob.bound_box]
    low, high = (Vector(edge(each[axis] for each in corners) for axis in range(3)) for edge in (min, max))
    middle, radius = (low + high) / 2, (high - low).length / 2
    floor(scene, low.z, radius)
    light(scene, middle, radius)
    camera(scene, corners, middle, radius)
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples, scene.cycles.use_denoising = samples, True
    scene.cycles.max_bounces = 6
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.render.image_settings.file_format = "PNG"
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.render.filepath = str(file.with_suffix(".png"))
    bpy.ops.render.render(write_still=True)
    print(f"    {file.stem}", flush=True)


def floor(scene, height: float, radius: float) -> None:
    """A sheet of paper: floor and wall in one curve."""
    profile = [(-8.0, 0.0), (2.2, 0.0)] + [(2.2 + 1.6 * a, 1.6 * b) for a, b in (
        (0.38, 0.08), (0.71, 0.29), (0.92, 0.62), (1.0, 1.0))] + [(3.8, 12.0)]
    vertices = [(x * radius, y * radius, height + z * radius) for y, z in profile for x in (-14.0, 14.0)]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(profile) - 1)]
    mesh = bpy.data.meshes.new("Paper")
    mesh.from_pydata(vertices, [], faces)
    mesh.shade_smooth()
    material = bpy.data.materials.new("Paper")
    material.use_nodes = True
    shader = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (*PAPER, 1.0)
    shader.inputs["Roughness"].default_value = 0.9
    mesh.materials.append(material)
    scene.collection.objects.link(bpy.data.objects.new("Paper", mesh))


def light(scene, middle: Vector, radius: float) -> None:
    """A large soft box from the upper left, a fill from the right, and a grey room."""
    world = bpy.data.worlds.new("Room")
    world.use_nodes = True
    background = next(node for node in world.node_tree.nodes if node.type == "BACKGROUND")
    background.inputs["Color"].default_value = (0.75, 0.78, 0.82, 1.0)
    background.inputs["Strength"].default_value = 0.6
    scene.world = world
    for way, size, power in ((Vector((-0.75, -0.55, 1.15)), 2.4, 150.0), (Vector((1.2, -0.6, 0.5)), 2.0, 40.0)):
        lamp = bpy.data.lights.new("Box", "AREA")
        lamp.size = size * radius
        lamp.energy = power * radius * radius
        ob = bpy.data.objects.new("Box", lamp)
        ob.location = middle + way.normalized() * 4.2 * radius
        ob.rotation_euler = (-way).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(ob)


def camera(scene, corners, middle: Vector, radius: float) -> None:
    """Far enough that every corner is in the picture with a margin."""
    made = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    made.data.angle = radians(24)
    scene.collection.objects.link(made)
    scene.camera = made
    rotation = (-VIEW).to_track_quat("-Z", "Y")
    made.rotation_euler = rotation.to_euler()
    across, up = rotation @ Vector((1, 0, 0)), rotation @ Vector((0, 1, 0))
    seen = [((corner - middle).dot(across), (corner - middle).dot(up)) for corner in corners]
    spans = [(min(values), max(values)) for values in zip(*seen, strict=True)]
    aim = middle + across * sum(spans[0]) / 2 + up * sum(spans[1]) / 2
    half = max(high - low for low, high in spans) / 2
    made.location = aim + VIEW * (1.18 * half / 0.2126 + 0.6 * radius)  # tan 12 degrees
    made.data.clip_start, made.data.clip_end = 0.01 * radius, 100 * radius


main()
