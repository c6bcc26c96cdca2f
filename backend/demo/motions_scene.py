# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: the same clips on three rigs, rendered frame by frame.

    python motions_scene.py -- --extension troupe.zip --out out/motions --clips clips.json

``clips.json`` is a list of {"label", "prompt"} or {"label", "clip"} (an id in the motion library). For each
clip it renders ``strip-NN-K.png``, K instants of it, and ``film-NN-FFF.png``, small frames of its first
seconds. The backend is the one of ``TROUPE_CONNECTION``.
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

#: Body, rig and place of the three performers; the last one is a Rigify rig with a wooden mannequin.
CAST = (("a tall athletic man in a grey t-shirt, dark blue jeans and white sneakers", "game_engine", 1.3),
        ("a short fat woman in a red sweater, black leggings and black shoes", "mixamo", 0.0))
MANNEQUIN_PLACE = -1.3
INSTANTS = 5
FPS = 30
STRIP, FILM = (512, 384), (320, 240)
FILM_SECONDS, FILM_FPS = 2.4, 10
#: Radius (m) of the mannequin's wood around each deforming bone of Rigify, and how it tapers.
_WOOD = {"spine.004": 0.05, "spine.005": 0.05, "spine.006": 0.0, "spine": 0.11, "pelvis": 0.06, "thigh": 0.075,
         "shin": 0.052, "foot": 0.042, "toe": 0.035, "shoulder": 0.05,
         "upper_arm": 0.045, "forearm": 0.037, "hand": 0.035, "f_": 0.010, "thumb": 0.012, "palm": 0.012}


def main() -> None:
    arguments = parse(sys.argv[sys.argv.index("--") + 1:])
    clips = json.loads(arguments.clips.read_text("utf-8"))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.extensions.package_install_files(filepath=str(arguments.extension), repo="user_default",
                                             enable_on_install=True)
    from bl_ext.user_default.troupe import api

    scene = bpy.context.scene
    scene.render.fps = FPS
    print(f"==> {api.connect()}", flush=True)
    started = time.perf_counter()
    cast = [api.avatar(prompt, seed=arguments.seed, parameters={"rig": rig}, location=(place, 0, 0))
            for prompt, rig, place in CAST]
    cast.append(mannequin((MANNEQUIN_PLACE, 0, 0)))
    stage(scene)
    print(f"    three performers: {time.perf_counter() - started:.1f} s", flush=True)
    for number, clip in enumerate(clips):
        started = time.perf_counter()
        lengths = []
        for performer in cast:
            rest(performer)
            options = {"seed": arguments.seed, "target": performer}
            if "clip" in clip:
                action = api.library_apply(clip["clip"], **options)
            else:
                action = api.motion(clip["prompt"], **options)
            lengths.append(action.frame_range[1] - action.frame_range[0])
        made = time.perf_counter() - started
        shoot(scene, cast[0], arguments.out, number, round(min(lengths)))
        print(f"    {clip['label']}: made in {made:.1f} s, rendered in {time.perf_counter() - started - made:.1f} s",
              flush=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(arguments.out / "motions.blend"), compress=True)
    api.close()


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motions_scene.py")
    parser.add_argument("--extension", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    return parser.parse_args(arguments)


def rest(performer: bpy.types.Object) -> None:
    """Back to the rest pose, so that nothing of the last clip is left."""
    if performer.animation_data is not None:
        performer.animation_data.action = None
    for bone in performer.pose.bones:
        bone.matrix_basis.identity()


def mannequin(place: tuple[float, float, float]) -> bpy.types.Object:
    """A generated Rigify rig, which is driven by its controls, with a capsule around each deforming bone."""
    bpy.ops.preferences.addon_enable(module="rigify")
    bpy.ops.object.armature_human_metarig_add()
    metarig = bpy.context.object
    bpy.ops.pose.rigify_generate()
    rig = bpy.context.object
    bpy.data.objects.remove(metarig)
    rig.location = place
    for each in list(bpy.data.objects):
        if each.name.startswith("WGT-"):
            each.hide_render = True
    rig.hide_render = True
    limbs = []
    for bone in rig.data.bones:
        name = bone.name.removeprefix("DEF-")
        radius = next((size for start, size in _WOOD.items() if name.startswith(start)), None)
        if bone.use_deform and bone.name.startswith("DEF-") and radius:
            head, tail = np.array(bone.head_local), np.array(bone.tail_local)
            limbs.append((bone.name, head, tail, min(radius, 0.6 * bone.length + 0.012)))
    skull = rig.data.bones["DEF-spine.006"]
    up = np.array([0.0, 0.0, 0.033])
    centre = np.array(skull.head_local) * 0.4 + np.array(skull.tail_local) * 0.6
    limbs.append((skull.name, centre - up, centre + up, 0.085))
    dress(rig, limbs, (0.45, 0.25, 0.10, 1))
    return rig


def dress(rig: bpy.types.Object, limbs: list[tuple[str, np.ndarray, np.ndarray, float]],
          color: tuple[float, float, float, float]) -> None:
    """Put capsules (bone, start, end, radius) on a rig, each moving with its bone."""
    vertices: list[tuple] = []
    faces: list[list[int]] = []
    owners: list[str] = []
    for bone, start, end, radius in limbs:
        points, quads = capsule(start, end, radius)
        faces += [[len(vertices) + corner for corner in quad] for quad in quads]
        vertices += points
        owners += [bone] * len(points)
    mesh = bpy.data.meshes.new("Mannequin")
    mesh.from_pydata(vertices, [], faces)
    mesh.shade_smooth()
    mesh.materials.append(paint("Wood", color, 0.45))
    body = bpy.data.objects.new("Mannequin", mesh)
    bpy.context.scene.collection.objects.link(body)
    for name in dict.fromkeys(owners):
        group = body.vertex_groups.new(name=name)
        group.add([index for index, owner in enumerate(owners) if owner == name], 1.0, "REPLACE")
    body.parent = rig
    body.modifiers.new("Armature", "ARMATURE").object = rig


def capsule(start: np.ndarray, end: np.ndarray, radius: float) -> tuple[list[tuple], list[list[int]]]:
    """Points and quads of a capsule from ``start`` to ``end``."""
    along = end - start
    axis = along / max(np.linalg.norm(along), 1e-9)
    side = np.cross(axis, [0, 0, 1] if abs(axis[2]) < 0.9 else [0, 1, 0])
    side /= np.linalg.norm(side)
    other = np.cross(axis, side)
    rings, around = 10, 16
    points = []
    for ring in range(rings):
        angle = np.pi * (ring + 0.5) / rings - np.pi / 2
        base = start if ring < rings // 2 else end
        for step in range(around):
            turn = 2 * np.pi * step / around
            out = np.cos(angle) * (np.cos(turn) * side + np.sin(turn) * other) + np.sin(angle) * axis
            points.append(tuple(base + radius * out))
    quads = [[ring * around + step, ring * around + (step + 1) % around, (ring + 1) * around + (step + 1) % around,
              (ring + 1) * around + step] for ring in range(rings - 1) for step in range(around)]
    caps = [list(range(around))[::-1], [(rings - 1) * around + step for step in range(around)]]
    return points, quads + caps


def stage(scene: bpy.types.Scene) -> None:
    """A chequered floor of one-metre tiles, on which a sliding foot shows, and a camera."""
    mesh = bpy.data.meshes.new("Floor")
    size = 40
    corners = [(x - size / 2, y - size / 2, 0) for y in range(size + 1) for x in range(size + 1)]
    tiles = [[y * (size + 1) + x, y * (size + 1) + x + 1, (y + 1) * (size + 1) + x + 1, (y + 1) * (size + 1) + x]
             for y in range(size) for x in range(size)]
    mesh.from_pydata(corners, [], tiles)
    for shade in (0.55, 0.42):
        mesh.materials.append(paint("Tile", (shade, shade, shade * 1.03, 1), 0.8))
    mesh.polygons.foreach_set("material_index", np.array([(x + y) % 2 for y in range(size) for x in range(size)]))
    scene.collection.objects.link(bpy.data.objects.new("Floor", mesh))
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.lens = 45
    scene.collection.objects.link(camera)
    scene.camera = camera
    sun = bpy.data.objects.new("Sun", bpy.data.lights.new("Sun", "SUN"))
    sun.data.energy, sun.data.angle = 3.2, radians(3)
    sun.rotation_euler = (radians(38), radians(-14), radians(-30))
    scene.collection.objects.link(sun)
    scene.world = bpy.data.worlds.new("World")
    if not scene.world.node_tree:
        scene.world.use_nodes = True
    scene.world.node_tree.nodes["Background"].inputs["Color"].default_value = (0.62, 0.72, 0.88, 1)
    scene.render.engine = "CYCLES"
    scene.cycles.device, scene.cycles.use_denoising, scene.cycles.max_bounces = "CPU", True, 3
    scene.render.use_persistent_data = True
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGB"


def paint(name: str, color: tuple[float, float, float, float], roughness: float) -> bpy.types.Material:
    """A plain material."""
    material = bpy.data.materials.new(name)
    if not material.node_tree:
        material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = material.diffuse_color = color
    shader.inputs["Roughness"].default_value = roughness
    return material


def shoot(scene: bpy.types.Scene, leader: bpy.types.Object, out: Path, number: int, length: int) -> None:
    """The strip and the film of one clip; the camera walks along with the performers."""
    first = scene.frame_start
    instants = [first + round(length * each / INSTANTS) for each in range(INSTANTS)]
    shown = min(round(FILM_SECONDS * FPS), max(2, length))
    film = [first + round(each * FPS / FILM_FPS) for each in range(max(2, round(shown * FILM_FPS / FPS)))]
    for size, samples, frames, name in ((STRIP, 24, instants, "strip"), (FILM, 8, film, "film")):
        scene.render.resolution_x, scene.render.resolution_y = size
        scene.cycles.samples = samples
        for index, frame in enumerate(frames):
            scene.frame_set(frame)
            follow(scene.camera, leader)
            scene.render.filepath = str(out / f"{name}-{number:02}-{index:03}.png")
            bpy.ops.render.render(write_still=True)


def follow(camera: bpy.types.Object, leader: bpy.types.Object) -> None:
    """Look at the three from their front left, level with their chests, wherever they have got to."""
    hips = leader.matrix_world @ leader.pose.bones["pelvis"].head
    centre = Vector((hips.x - CAST[0][2], hips.y, 1.0))
    camera.location = centre + Vector((1.8, -6.2, 0.8))
    camera.rotation_euler = (centre - camera.location).to_track_quat("-Z", "Y").to_euler()
    camera.rotation_euler.rotate_axis("X", radians(-1.5))


if __name__ == "__main__":
    main()
