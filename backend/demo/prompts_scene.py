# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: sentences acted by one avatar, by the engine that is asked when none is named.

    python prompts_scene.py -- --extension troupe.zip --out out/prompts --clips clips.json

``clips.json`` is a list of {"label", "prompt"}, maybe with {"moments"}, how many of them. For each sentence it renders
``strip-NN-KKK.png``, moments of the motion evenly spaced, and writes ``made.json``: who made each. The backend is the
one of ``TROUPE_CONNECTION``.
"""

import argparse
import json
import sys
import time
from math import radians
from pathlib import Path

import bpy
import numpy as np
from mathutils import Vector

#: Who acts.
ACTOR = "a tall athletic man in a red t-shirt, dark blue jeans and white sneakers"
MOMENTS, FPS, SIZE, SAMPLES = 16, 30, (192, 216), 6
#: Metres that the camera shows from side to side, the height it looks at, and where it stands.
_WIDE, _LEVEL, _AWAY = 2.45, 1.0, (2.9, -5.2, 1.1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="prompts_scene.py")
    parser.add_argument("--extension", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args(sys.argv[sys.argv.index("--") + 1:])
    clips = json.loads(arguments.clips.read_text("utf-8"))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.extensions.package_install_files(filepath=str(arguments.extension), repo="user_default",
                                             enable_on_install=True)
    from bl_ext.user_default.troupe import api
    from bl_ext.user_default.troupe.builders import provenance

    scene = bpy.context.scene
    scene.render.fps = FPS
    print(f"==> {api.connect()}", flush=True)
    actor = api.avatar(ACTOR, seed=arguments.seed, parameters={"rig": "game_engine"})
    stage(scene)
    made = []
    for number, clip in enumerate(clips):
        started = time.perf_counter()
        actor.animation_data_clear()
        for bone in actor.pose.bones:
            bone.matrix_basis.identity()
        action = api.motion(clip["prompt"], seed=arguments.seed, target=actor)
        told = (provenance.read(action) or {}).get("provenance") or {}
        assumed = told.get("assumptions") or [""]
        made.append({"prompt": clip["prompt"], "engine": told.get("engine", ""), "first": assumed[0]})
        first, last = action.frame_range
        ready = time.perf_counter()
        for moment, frame in enumerate(np.linspace(first, last, clip.get("moments", MOMENTS)).round().astype(int)):
            scene.frame_set(int(frame))
            follow(scene.camera, actor)
            scene.render.filepath = str(arguments.out / f"strip-{number:02}-{moment:03}.png")
            bpy.ops.render.render(write_still=True)
        print(f"    {clip['prompt']}: {made[-1]['engine']}, {(last - first) / FPS:.1f} s, made in "
              f"{ready - started:.1f} s, rendered in {time.perf_counter() - ready:.1f} s", flush=True)
    (arguments.out / "made.json").write_text(json.dumps(made, indent=1), "utf-8")
    api.close()


def stage(scene: bpy.types.Scene) -> None:
    """A chequered floor of half-metre tiles, an orthographic camera, a sun and a sky."""
    mesh = bpy.data.meshes.new("Floor")
    size, tile = 80, 0.5
    corners = [((x - size / 2) * tile, (y - size / 2) * tile, 0) for y in range(size + 1) for x in range(size + 1)]
    mesh.from_pydata(corners, [], [(y * (size + 1) + x, y * (size + 1) + x + 1, (y + 1) * (size + 1) + x + 1,
                                    (y + 1) * (size + 1) + x) for y in range(size) for x in range(size)])
    for shade in (0.5, 0.34):
        material = bpy.data.materials.new("Tile")
        if not material.node_tree:
            material.use_nodes = True
        material.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (shade, shade, shade, 1)
        mesh.materials.append(material)
    mesh.polygons.foreach_set("material_index", np.array([(x + y) % 2 for y in range(size) for x in range(size)]))
    scene.collection.objects.link(bpy.data.objects.new("Floor", mesh))
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.type, camera.data.ortho_scale = "ORTHO", _WIDE * SIZE[1] / SIZE[0]
    scene.collection.objects.link(camera)
    scene.camera = camera
    sun = bpy.data.objects.new("Sun", bpy.data.lights.new("Sun", "SUN"))
    sun.data.energy, sun.data.angle = 3.0, radians(4)
    sun.rotation_euler = (radians(38), radians(14), radians(20))
    scene.collection.objects.link(sun)
    scene.world = bpy.data.worlds.new("World")
    if not scene.world.node_tree:
        scene.world.use_nodes = True
    scene.world.node_tree.nodes["Background"].inputs["Color"].default_value = (0.72, 0.78, 0.88, 1)
    scene.render.engine = "CYCLES"
    scene.cycles.device, scene.cycles.samples, scene.cycles.max_bounces = "CPU", SAMPLES, 2
    scene.cycles.use_denoising = True
    scene.render.use_persistent_data = True
    scene.render.resolution_x, scene.render.resolution_y = SIZE
    scene.view_settings.view_transform = "Standard"
    scene.render.image_settings.file_format, scene.render.image_settings.color_mode = "PNG", "RGB"


def follow(camera: bpy.types.Object, actor: bpy.types.Object) -> None:
    """Look at the actor from the front left, wherever he has got to."""
    hips = actor.matrix_world @ actor.pose.bones["pelvis"].head
    centre = Vector((hips.x, hips.y, _LEVEL))
    camera.location = centre + Vector(_AWAY)
    camera.rotation_euler = (centre - camera.location).to_track_quat("-Z", "Y").to_euler()


if __name__ == "__main__":
    main()
