# SPDX-License-Identifier: GPL-3.0-or-later
"""The sand of :mod:`backend.bench.panorama` by Cycles, inside Blender, once for each sample count and seed.

Run by Blender (``blender -b -P panorama_cycles.py -- --folder FOLDER``) or by a Python that has bpy. Reads
``plan.json`` and ``scene.npz`` there; writes ``SEED_COUNT.npy`` and ``converged.npy``, radiance (H, W, 3) f4, and
``seconds.json``, the times [clock][seed][count] of rendering alone, by the clock and of the processors.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import bpy
import numpy as np


def image(name: str, pixels: np.ndarray) -> bpy.types.Image:
    """Linear pixels (H, W, 3), first row above, as an image."""
    height, width = pixels.shape[:2]
    made = bpy.data.images.new(name, width, height, float_buffer=True, is_data=True)
    made.pixels.foreach_set(np.concatenate([pixels, np.ones((height, width, 1))], 2)[::-1].astype("f4").ravel())
    return made


def world(sky: np.ndarray) -> None:
    """The finished sky all round."""
    made = bpy.data.worlds.new("Sky")
    bpy.context.scene.world = made
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    texture = nodes.new("ShaderNodeTexEnvironment")
    texture.image = image("Sky", sky)
    links.new(texture.outputs["Color"], nodes["Background"].inputs["Color"])


def sun(direction: np.ndarray, irradiance: np.ndarray) -> None:
    """A lamp as large as the sun."""
    from mathutils import Vector

    light = bpy.data.lights.new("Sun", "SUN")
    light.energy = float(irradiance.max())
    light.color = irradiance / irradiance.max()
    light.angle = 0.0093
    ob = bpy.data.objects.new("Sun", light)
    ob.rotation_euler = Vector(direction).to_track_quat("Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(ob)


def ground(scene: Any) -> None:
    """A plane of twenty kilometres, coloured and bumped by the tile."""
    size, relief, _ = (float(each) for each in scene["sizes"])
    mesh = bpy.data.meshes.new("Ground")
    reach = 1e4
    mesh.from_pydata([(-reach, -reach, 0), (reach, -reach, 0), (reach, reach, 0), (-reach, reach, 0)], [],
                     [(0, 1, 2, 3)])
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("Ground", mesh))
    material = bpy.data.materials.new("Sand")
    mesh.materials.append(material)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    place, scaled = nodes.new("ShaderNodeNewGeometry"), nodes.new("ShaderNodeVectorMath")
    scaled.operation = "SCALE"
    scaled.inputs["Scale"].default_value = 1 / size
    links.new(place.outputs["Position"], scaled.inputs[0])
    values = {}
    for name in ("tint", "relief"):
        values[name] = nodes.new("ShaderNodeTexImage")
        values[name].image = image(name, np.repeat(scene[name][..., None], 3, axis=2))
        links.new(scaled.outputs["Vector"], values[name].inputs["Vector"])
    colors = nodes.new("ShaderNodeMixRGB")
    for socket, color in zip(("Color1", "Color2"), scene["colors"]):
        colors.inputs[socket].default_value = (*(float(each) for each in color), 1.0)
    links.new(values["tint"].outputs["Color"], colors.inputs["Fac"])
    bump, diffuse, output = (nodes.new(f"ShaderNode{each}") for each in ("Bump", "BsdfDiffuse", "OutputMaterial"))
    bump.inputs["Distance"].default_value = relief
    links.new(values["relief"].outputs["Color"], bump.inputs["Height"])
    links.new(bump.outputs["Normal"], diffuse.inputs["Normal"])
    links.new(colors.outputs["Color"], diffuse.inputs["Color"])
    links.new(diffuse.outputs["BSDF"], output.inputs["Surface"])


def camera(eye: float) -> None:
    """An equirectangular one that looks along +X, as the maps of Troupe are laid out."""
    data = bpy.data.cameras.new("Eye")
    data.type = "PANO"
    lens = data if hasattr(data, "panorama_type") else data.cycles  # Blender 5.0 moved it
    lens.panorama_type = "EQUIRECTANGULAR"
    ob = bpy.data.objects.new("Eye", data)
    ob.location, ob.rotation_euler = (0, 0, eye), (np.pi / 2, 0, -np.pi / 2)
    bpy.context.scene.collection.objects.link(ob)
    bpy.context.scene.camera = ob


def settings(width: int) -> None:
    """Plain path tracing on the CPU: nothing that spends other samples than asked, nothing that changes their mean."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = width, width // 2, 100
    scene.cycles.use_adaptive_sampling = scene.cycles.use_denoising = False
    scene.cycles.max_bounces = 4
    scene.cycles.sample_clamp_direct = scene.cycles.sample_clamp_indirect = 0
    scene.cycles.pixel_filter_type, scene.cycles.filter_width = "BLACKMAN_HARRIS", 1.0
    scene.render.image_settings.file_format, scene.render.image_settings.color_depth = "OPEN_EXR", "32"
    scene.render.image_settings.exr_codec = "NONE"


def render(samples: int, seed: int, file: Path) -> tuple[float, float]:
    """Render, keep the picture in ``file`` as an array; returns seconds by the clock and of the processors."""
    scene = bpy.context.scene
    scene.cycles.samples, scene.cycles.seed = samples, seed
    start, busy = time.perf_counter(), time.process_time()
    bpy.ops.render.render()
    taken = time.perf_counter() - start, time.process_time() - busy
    exr = file.with_suffix(".exr")
    bpy.data.images["Render Result"].save_render(str(exr))
    loaded = bpy.data.images.load(str(exr))
    width, height = loaded.size
    pixels = np.empty(width * height * 4, "f4")
    loaded.pixels.foreach_get(pixels)
    bpy.data.images.remove(loaded)
    exr.unlink()
    np.save(file, pixels.reshape(height, width, 4)[::-1, :, :3])
    return taken


def main() -> None:
    """Build the place, render it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else None)
    folder = options.folder
    plan = json.loads((folder / "plan.json").read_text("utf-8"))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = np.load(folder / "scene.npz")
    world(scene["sky"])
    sun(scene["direction"], scene["sun"])
    ground(scene)
    camera(float(scene["sizes"][2]))
    settings(plan["width"])
    render(1, 0, folder / "warm.npy")
    seconds = [[render(count, seed, folder / f"{seed}_{count}.npy") for count in plan["counts"]]
               for seed in plan["seeds"]]
    render(plan["converged"], 999, folder / "converged.npy")
    (folder / "seconds.json").write_text(json.dumps(np.moveaxis(np.array(seconds), 2, 0).tolist()), "utf-8")


if __name__ == "__main__":
    main()
