# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: every pose of the extension's library, a row of them at a time.

    python poses_scene.py -- --extension troupe.zip --out out/poses --clips people.json

``people.json`` is a list of {"label", "prompt", "rig"}: who takes the poses, in turn. It renders ``row-NN.png``, each
of :data:`COLUMNS` cells of equal width, and writes the poses' titles into ``poses.json``. The backend is the one of
``TROUPE_CONNECTION``.
"""

import json
import sys
import time
from math import radians
from pathlib import Path

import bpy
from mathutils import Matrix, Vector

sys.path.insert(0, str(Path(__file__).parent))
from stage import aim, camera, cycles, link, opened, paint, paper, shoot, sky, sun

COLUMNS = 8
#: Metres that a cell shows, and its pixels.
SHOWN, SIZE = (1.75, 2.2), (176, 221)
SAMPLES = 8
TURNED = 28.0


def main() -> None:
    arguments, people, api = opened()
    from bl_ext.user_default.troupe.poses import apply, library

    started = time.perf_counter()
    studio()
    cast = [api.avatar(each["prompt"], seed=arguments.seed + number, parameters={"rig": each["rig"]})
            for number, each in enumerate(people)]
    for actor in cast:
        for each in actor.children_recursive:
            each.hide_render = True
    print(f"    {len(cast)} people: {time.perf_counter() - started:.1f} s", flush=True)
    poses = list(library.POSES.values())
    for row in range(0, len(poses), COLUMNS):
        made = []
        for column, pose in enumerate(poses[row:row + COLUMNS]):
            actor = cast[(row + column) % len(cast)]
            for bone in actor.pose.bones:
                bone.matrix_basis.identity()
            apply.apply(actor, pose)
            place = Matrix.Translation((column * SHOWN[0], 0, 0)) @ Matrix.Rotation(radians(TURNED), 4, "Z")
            made += statues(actor, place)
            if pose.key == "chair":
                made.append(stool(actor, place))
        shoot(arguments.out / f"row-{row // COLUMNS:02d}.png")
        meshes = [ob.data for ob in made]
        bpy.data.batch_remove(made)
        bpy.data.batch_remove(meshes)
    (arguments.out / "poses.json").write_text(json.dumps([pose.title for pose in poses]), "utf-8")
    print(f"    {len(poses)} poses: {time.perf_counter() - started:.1f} s in all", flush=True)
    api.close()


def studio() -> None:
    """A paper backdrop, two suns and a sky, which light every cell alike, and a camera without perspective."""
    paper((0.42, 0.43, 0.45), [(-8.0, 0.0), (5.0, 0.0), (6.0, 0.3), (6.5, 1.2), (6.5, 9.0)], 60.0)
    sun(2.6, radians(14), (radians(42), 0.0, radians(-34)))
    sun(0.7, radians(30), (radians(55), 0.0, radians(70)))
    sky((0.75, 0.8, 0.9), 0.45)
    cycles((COLUMNS * SIZE[0], SIZE[1]), SAMPLES, 2)
    eye = camera()
    eye.data.type, eye.data.sensor_fit, eye.data.ortho_scale = "ORTHO", "HORIZONTAL", COLUMNS * SHOWN[0]
    middle = Vector(((COLUMNS - 1) * SHOWN[0] / 2, 0, SHOWN[1] / 2 - 0.1))
    aim(eye, middle + Vector((0, -12, 1.7)), middle)


def statues(actor: bpy.types.Object, place: Matrix) -> list[bpy.types.Object]:
    """The actor's meshes as they are posed now, at another place."""
    bpy.context.view_layer.update()
    graph = bpy.context.evaluated_depsgraph_get()
    made = []
    for part in actor.children_recursive:
        if part.type == "MESH":
            seen = part.evaluated_get(graph)
            statue = link(part.name, bpy.data.meshes.new_from_object(seen, preserve_all_data_layers=True,
                                                                     depsgraph=graph))
            statue.matrix_world = place @ seen.matrix_world
            made.append(statue)
    return made


def stool(actor: bpy.types.Object, place: Matrix) -> bpy.types.Object:
    """A wooden block to sit on."""
    roles = json.loads(actor.data["troupe_skeleton"])["roles"]
    left, right = (actor.matrix_world @ actor.pose.bones[roles[f"{side}_hip"]].head for side in ("left", "right"))
    mesh = bpy.data.meshes.new("Stool")
    points = [(x, y, z) for z in (-0.8, 0.0) for x, y in ((-0.2, -0.16), (0.2, -0.16), (0.2, 0.18), (-0.2, 0.18))]
    mesh.from_pydata(points, [], [(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)])
    mesh.materials.append(paint("Wood", (0.28, 0.16, 0.08), 0.6))
    made = link("Stool", mesh)
    made.matrix_world = place @ Matrix.Translation((left + right) / 2 - Vector((0, 0, 0.095)))
    return made


if __name__ == "__main__":
    main()
