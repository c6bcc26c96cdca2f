# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: one avatar after another in a studio, each rendered once.

    python avatars_scene.py -- --extension troupe.zip --out out/avatars --clips prompts.json

``prompts.json`` is a list of {"label", "prompt", "action"}; for each it renders ``avatar-NN.png``. The backend is the
one of ``TROUPE_CONNECTION``.
"""

import argparse
import json
import sys
import time
from math import radians
from pathlib import Path

import bpy
from mathutils import Vector

SIZE = (360, 620)
SAMPLES = 24
#: How everyone stands who does nothing else, and the second of that motion which is shown.
STANDING, AT = "stands still", 0.6


def main() -> None:
    arguments = parse(sys.argv[sys.argv.index("--") + 1:])
    people = json.loads(arguments.clips.read_text("utf-8"))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.extensions.package_install_files(filepath=str(arguments.extension), repo="user_default",
                                             enable_on_install=True)
    from bl_ext.user_default.troupe import api

    scene = bpy.context.scene
    scene.render.fps = 30
    print(f"==> {api.connect()}", flush=True)
    studio(scene)
    for number, person in enumerate(people):
        started = time.perf_counter()
        avatar = api.avatar(person["prompt"], seed=arguments.seed + number)
        made = time.perf_counter() - started
        action = api.motion(person["action"] or STANDING, seed=arguments.seed, target=avatar)
        first, last = action.frame_range
        scene.frame_set(round(first + (0.5 * (last - first) if person["action"] else AT * scene.render.fps)))
        avatar.rotation_euler.z = radians(28)
        frame(scene, avatar)
        scene.render.filepath = str(arguments.out / f"avatar-{number:02d}.png")
        bpy.ops.render.render(write_still=True)
        print(f"    {person['label']}: made in {made:.1f} s, {time.perf_counter() - started:.1f} s in all", flush=True)
        for each in [*avatar.children_recursive, avatar]:
            bpy.data.objects.remove(each)
        bpy.ops.outliner.orphans_purge(do_recursive=True)
    api.close()


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="avatars_scene.py")
    parser.add_argument("--extension", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    return parser.parse_args(arguments)


def studio(scene: bpy.types.Scene) -> None:
    """A paper backdrop that curves up behind, a large soft key, a rim light and a dim sky."""
    steps = 12
    profile = [(-6.0, 0.0), (1.2, 0.0)]
    profile += [(1.2 + 1.2 * (i / steps), 1.2 * (1 - (1 - (i / steps) ** 2) ** 0.5)) for i in range(1, steps + 1)]
    profile.append((2.4, 6.0))
    points = [(x, y, z) for y, z in profile for x in (-8.0, 8.0)]
    mesh = bpy.data.meshes.new("Backdrop")
    mesh.from_pydata(points, [], [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(profile) - 1)])
    mesh.shade_smooth()
    backdrop = bpy.data.objects.new("Backdrop", mesh)
    paper = bpy.data.materials.new("Paper")
    paper.use_nodes = True
    paper.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (0.42, 0.43, 0.45, 1)
    paper.node_tree.nodes["Principled BSDF"].inputs["Roughness"].default_value = 0.9
    mesh.materials.append(paper)
    scene.collection.objects.link(backdrop)
    lamps = (((-2.2, -3.2, 3.0), 210, 1.8), ((2.8, -1.6, 1.8), 60, 1.6), ((1.6, 1.2, 2.9), 120, 0.9))
    for place, energy, size in lamps:
        lamp = bpy.data.lights.new("Softbox", "AREA")
        lamp.energy, lamp.size = energy, size
        light = bpy.data.objects.new("Softbox", lamp)
        light.location = place
        light.rotation_euler = (Vector((0, 0, 1.1)) - light.location).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(light)
    world = bpy.data.worlds.new("Studio")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = (0.75, 0.8, 0.9, 1)
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = 0.35
    scene.world = world
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.lens = 85
    scene.collection.objects.link(camera)
    scene.camera = camera
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.max_bounces = SAMPLES, True, 6
    scene.render.resolution_x, scene.render.resolution_y = SIZE
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"


def frame(scene: bpy.types.Scene, avatar: bpy.types.Object) -> None:
    """Set the camera so that everybody, tall or small, is seen at one scale unless they do not fit."""
    bpy.context.view_layer.update()
    depsgraph = bpy.context.evaluated_depsgraph_get()
    corners = [each.evaluated_get(depsgraph).matrix_world @ Vector(corner) for each in avatar.children_recursive
               if each.type == "MESH" for corner in each.evaluated_get(depsgraph).bound_box]
    top = max(corner.z for corner in corners)
    wide = 2 * max(abs(corner.x) for corner in corners)
    height = max(2.02, top + 0.10, wide * SIZE[1] / SIZE[0] * 1.04)
    camera = scene.camera
    distance = height / (2 * 0.5 * camera.data.sensor_width / camera.data.lens)
    middle = Vector((0, 0, height / 2 - 0.06))
    camera.location = middle + Vector((0, -distance, 0.35))
    camera.rotation_euler = (middle - camera.location).to_track_quat("-Z", "Y").to_euler()


if __name__ == "__main__":
    main()
