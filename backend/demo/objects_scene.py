# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: each GLB of an order in soft studio light, from a little above, as a PNG.

    blender -b --factory-startup -P objects_scene.py -- order.json
    python objects_scene.py -- order.json          (a Python that has bpy)
"""

import sys
from math import radians
from pathlib import Path

import bpy
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parent))
import stage

#: From the object to the camera: a little from the right and from above, fronts (-Y) towards us.
VIEW = Vector((0.5, -1.0, 0.52)).normalized()
#: Background, scene-linear.
PAPER = (0.80, 0.79, 0.77)


def main() -> None:
    order = stage.ordered()
    for file in order["files"]:
        show(Path(file), order["size"], order["samples"])


def show(file: Path, size: int, samples: int) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=str(file))
    scene = bpy.context.scene
    corners = [ob.matrix_world @ Vector(corner) for ob in scene.objects if ob.type == "MESH" for corner in ob.bound_box]
    low, high = (Vector(edge(each[axis] for each in corners) for axis in range(3)) for edge in (min, max))
    middle, radius = (low + high) / 2, (high - low).length / 2
    profile = [(-8.0, 0.0), (2.2, 0.0)] + [(2.2 + 1.6 * a, 1.6 * b) for a, b in (
        (0.38, 0.08), (0.71, 0.29), (0.92, 0.62), (1.0, 1.0))] + [(3.8, 12.0)]
    stage.paper(PAPER, [(y * radius, z * radius) for y, z in profile], 28.0 * radius, low.z)
    light(middle, radius)
    camera(corners, middle, radius)
    stage.cycles((size, size), samples, 6)
    stage.shoot(file.with_suffix(".png"))
    print(f"    {file.stem}", flush=True)


def light(middle: Vector, radius: float) -> None:
    """A large soft box from the upper left, a fill from the right, and a grey room."""
    stage.sky((0.75, 0.78, 0.82), 0.6)
    for way, size, power in ((Vector((-0.75, -0.55, 1.15)), 2.4, 150.0), (Vector((1.2, -0.6, 0.5)), 2.0, 40.0)):
        stage.softbox(middle + way.normalized() * 4.2 * radius, middle, power * radius * radius, size * radius)


def camera(corners: list[Vector], middle: Vector, radius: float) -> None:
    """Far enough that every corner is in the picture with a margin."""
    made = stage.camera()
    made.data.angle = radians(24)
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
