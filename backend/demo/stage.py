# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scripts that Blender runs for the demonstrations share: opening, materials, light, camera, Cycles.

Not imported by the backend: a script puts its own folder on the path and imports this beside bpy.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import bpy
import numpy as np
from mathutils import Vector

FPS = 30


def opened() -> tuple[argparse.Namespace, list[dict[str, Any]], ModuleType]:
    """(the command line, the clips it names, the scripting interface connected to the backend of
    ``TROUPE_CONNECTION``), in an empty scene."""
    parser = argparse.ArgumentParser(prog=Path(sys.argv[0]).name)
    parser.add_argument("--extension", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args(sys.argv[sys.argv.index("--") + 1:])
    api = installed(arguments.extension)
    bpy.context.scene.render.fps = FPS
    print(f"==> {api.connect()}", flush=True)
    return arguments, json.loads(arguments.clips.read_text("utf-8")), api


def ordered() -> dict[str, Any]:
    """The JSON that the command line names, and nothing else in the scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return json.loads(Path(sys.argv[sys.argv.index("--") + 1]).read_text("utf-8"))


def installed(extension: Path) -> ModuleType:
    """Install the zip into this Blender's user folder and return the scripting interface; the scene is empty then."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.extensions.package_install_files(filepath=str(extension), repo="user_default", enable_on_install=True)
    from bl_ext.user_default.troupe import api

    return api


def paint(name: str, color: Sequence[float], roughness: float = 0.5, **inputs: Any) -> bpy.types.Material:
    """A plain material: ``color`` scene-linear RGB; other ``inputs`` of the shader with _ for spaces."""
    material = bpy.data.materials.new(name)
    shader = next(node for node in _tree(material).nodes if node.type == "BSDF_PRINCIPLED")
    told = {"Base Color": (*color[:3], 1.0), "Roughness": roughness,
            **{key.replace("_", " "): value for key, value in inputs.items()}}
    for key, value in told.items():
        shader.inputs[key].default_value = value
    material.diffuse_color = told["Base Color"]
    return material


def _tree(owner: bpy.types.Material | bpy.types.World) -> bpy.types.NodeTree:
    # Before 5.0 there is none until nodes are used; from then on there always is, and the switch is deprecated.
    if not owner.node_tree:
        owner.use_nodes = True
    return owner.node_tree


def link(name: str, data: bpy.types.ID) -> bpy.types.Object:
    """A new object of ``data`` in the scene."""
    made = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(made)
    return made


def tiles(count: int, side: float, shades: tuple[float, float], roughness: float = 0.8) -> bpy.types.Object:
    """A chequered floor of ``count`` x ``count`` tiles of ``side`` metres, on which a sliding foot shows."""
    mesh = bpy.data.meshes.new("Floor")
    wide = count + 1
    corners = [((x - count / 2) * side, (y - count / 2) * side, 0) for y in range(wide) for x in range(wide)]
    mesh.from_pydata(corners, [], [(y * wide + x, y * wide + x + 1, (y + 1) * wide + x + 1, (y + 1) * wide + x)
                                   for y in range(count) for x in range(count)])
    for shade in shades:
        mesh.materials.append(paint("Tile", (shade, shade, shade * 1.03), roughness))
    mesh.polygons.foreach_set("material_index", np.array([(x + y) % 2 for y in range(count) for x in range(count)]))
    return link("Floor", mesh)


def paper(color: Sequence[float], profile: Sequence[tuple[float, float]], width: float,
          base: float = 0.0) -> bpy.types.Object:
    """A sheet of paper, floor and wall in one curve: ``profile`` (y, z) from the front up the wall, m."""
    mesh = bpy.data.meshes.new("Paper")
    mesh.from_pydata([(x, y, base + z) for y, z in profile for x in (-width / 2, width / 2)], [],
                     [(2 * each, 2 * each + 1, 2 * each + 3, 2 * each + 2) for each in range(len(profile) - 1)])
    mesh.shade_smooth()
    mesh.materials.append(paint("Paper", color, 0.9))
    return link("Paper", mesh)


def sun(energy: float, angle: float, rotation: Sequence[float]) -> bpy.types.Object:
    """A sun of W/m², radians wide, turned by Euler angles."""
    lamp = bpy.data.lights.new("Sun", "SUN")
    lamp.energy, lamp.angle = energy, angle
    made = link("Sun", lamp)
    made.rotation_euler = rotation
    return made


def softbox(place: Vector, towards: Vector, energy: float, size: float) -> bpy.types.Object:
    """A square lamp of W, m wide, that shines from ``place`` towards a point."""
    lamp = bpy.data.lights.new("Softbox", "AREA")
    lamp.energy, lamp.size = energy, size
    made = link("Softbox", lamp)
    aim(made, place, towards)
    return made


def sky(color: Sequence[float], strength: float = 1.0) -> None:
    """The same light from everywhere."""
    world = bpy.context.scene.world = bpy.data.worlds.new("World")
    background = next(node for node in _tree(world).nodes if node.type == "BACKGROUND")
    background.inputs["Color"].default_value = (*color[:3], 1.0)
    background.inputs["Strength"].default_value = strength


def camera() -> bpy.types.Object:
    """The scene's camera, new."""
    made = bpy.context.scene.camera = link("Camera", bpy.data.cameras.new("Camera"))
    return made


def aim(ob: bpy.types.Object, place: Vector, towards: Vector) -> None:
    """Put a camera or lamp at ``place`` and let it look ``towards`` a point."""
    ob.location = place
    ob.rotation_euler = (towards - place).to_track_quat("-Z", "Y").to_euler()


def cycles(size: Sequence[int], samples: int, bounces: int, transform: str = "AgX",
           look: str = "AgX - Medium High Contrast", film: bool = False) -> None:
    """Render by Cycles on the processor, denoised, to RGB PNGs of ``size``. A ``film`` keeps what Cycles has loaded
    from frame to frame; where things are removed between pictures, new images would get the looks of old ones."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device, scene.cycles.use_denoising, scene.cycles.max_bounces = "CPU", True, bounces
    scene.cycles.samples = samples
    scene.render.use_persistent_data = film
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.render.image_settings.file_format, scene.render.image_settings.color_mode = "PNG", "RGB"
    scene.view_settings.view_transform = transform
    if transform == "AgX":
        scene.view_settings.look = look


def shoot(path: Path) -> None:
    """Render the frame as it is now."""
    bpy.context.scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
