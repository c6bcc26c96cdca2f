# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: one avatar after another in a studio, each rendered once.

    python avatars_scene.py -- --extension troupe.zip --out out/avatars --clips prompts.json

``prompts.json`` is a list of {"label", "prompt", "action"}; for each it renders ``avatar-NN.png``. The backend is the
one of ``TROUPE_CONNECTION``.
"""

import sys
import time
from math import radians
from pathlib import Path

import bpy
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parent))
from stage import FPS, aim, camera, cycles, opened, paper, shoot, sky, softbox

SIZE = (360, 620)
SAMPLES = 24
#: How everyone stands who does nothing else, and the second of that motion which is shown.
STANDING, AT = "stands still", 0.6


def main() -> None:
    arguments, people, api = opened()
    scene = bpy.context.scene
    studio()
    for number, person in enumerate(people):
        started = time.perf_counter()
        avatar = api.avatar(person["prompt"], seed=arguments.seed + number)
        made = time.perf_counter() - started
        action = api.motion(person["action"] or STANDING, seed=arguments.seed, target=avatar)
        first, last = action.frame_range
        scene.frame_set(round(first + (0.5 * (last - first) if person["action"] else AT * FPS)))
        avatar.rotation_euler.z = radians(28)
        frame(scene, avatar)
        shoot(arguments.out / f"avatar-{number:02d}.png")
        print(f"    {person['label']}: made in {made:.1f} s, {time.perf_counter() - started:.1f} s in all", flush=True)
        for each in [*avatar.children_recursive, avatar]:
            bpy.data.objects.remove(each)
        bpy.ops.outliner.orphans_purge(do_recursive=True)
    api.close()


def studio() -> None:
    """A paper backdrop that curves up behind, a large soft key, a rim light and a dim sky."""
    steps = 12
    curve = [(1.2 + 1.2 * (i / steps), 1.2 * (1 - (1 - (i / steps) ** 2) ** 0.5)) for i in range(1, steps + 1)]
    paper((0.42, 0.43, 0.45), [(-6.0, 0.0), (1.2, 0.0), *curve, (2.4, 6.0)], 16.0)
    lamps = (((-2.2, -3.2, 3.0), 210, 1.8), ((2.8, -1.6, 1.8), 60, 1.6), ((1.6, 1.2, 2.9), 120, 0.9))
    for place, energy, size in lamps:
        softbox(Vector(place), Vector((0, 0, 1.1)), energy, size)
    sky((0.75, 0.8, 0.9), 0.35)
    camera().data.lens = 85
    cycles(SIZE, SAMPLES, 6)


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
    aim(camera, middle + Vector((0, -distance, 0.35)), middle)


if __name__ == "__main__":
    main()
