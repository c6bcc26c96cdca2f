# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: the same clips on five rigs of different proportions, rendered one by one.

    python motions_rigs_scene.py -- --extension troupe.zip --out out/motions --clips clips.json

For each clip and rig it renders ``rig-NN-R-KKK.png``, INSTANTS moments of it. ``clips.json`` and the backend are as
for motions_scene.py.
"""

import sys
import time
from pathlib import Path

import bpy
import numpy as np
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parent))
from mannequin import dress, mannequin
from motions_scene import perform, studio
from stage import aim, link, opened, shoot

#: Avatars: prompt and rig. A Rigify mannequin and a toy follow.
CAST = (("a tall athletic man in a grey t-shirt, dark blue jeans and white sneakers", "game_engine"),
        ("a short fat woman in a red sweater, black leggings and black shoes", "mixamo"),
        ("a little boy, 5 years old, in a yellow t-shirt, blue shorts and sneakers", "makehuman"))
INSTANTS, SIZE, SAMPLES = 8, (240, 264), 16
#: Metres between performers, so that each is alone in its picture.
APART = 60.0
#: The toy: bone, parent, head, tail (left side and middle) and radius, with the proportions of a game's small hero:
#: a big head, and legs of half the usual length.
TOY = (("root", "", (0, 0, 0), (0, 0, 0.40), 0), ("hips", "root", (0, 0, 0.40), (0, 0, 0.58), 0.15),
       ("spine", "hips", (0, 0, 0.58), (0, 0, 0.86), 0.17), ("chest", "spine", (0, 0, 0.86), (0, 0, 1.08), 0.16),
       ("head", "chest", (0, 0, 1.10), (0, 0, 1.50), 0.24),
       ("upperleg.l", "hips", (0.14, 0, 0.44), (0.14, -0.008, 0.27), 0.085),
       ("lowerleg.l", "upperleg.l", (0.14, -0.008, 0.27), (0.14, 0.015, 0.11), 0.075),
       ("foot.l", "lowerleg.l", (0.14, 0.015, 0.11), (0.14, -0.10, 0.03), 0.06),
       ("toes.l", "foot.l", (0.14, -0.10, 0.03), (0.14, -0.17, 0.03), 0.045),
       ("upperarm.l", "chest", (0.20, 0, 1.02), (0.43, 0.012, 1.02), 0.065),
       ("lowerarm.l", "upperarm.l", (0.43, 0.012, 1.02), (0.67, 0, 1.02), 0.06),
       ("hand.l", "lowerarm.l", (0.67, 0, 1.02), (0.80, 0, 1.02), 0.062))


def main() -> None:
    arguments, clips, api = opened()
    scene = bpy.context.scene
    started = time.perf_counter()
    cast = [api.avatar(prompt, seed=arguments.seed, parameters={"rig": rig}, location=(APART * number, 0, 0))
            for number, (prompt, rig) in enumerate(CAST)]
    cast.append(mannequin((APART * len(cast), 0, 0)))
    cast.append(toy((APART * len(cast), 0, 0)))
    studio()
    scene.render.resolution_x, scene.render.resolution_y = SIZE
    scene.cycles.samples = SAMPLES
    scene.camera.data.lens = 84
    floor = bpy.data.objects["Floor"]
    floors = [floor] + [floor.copy() for _ in cast[1:]]
    for number, each in enumerate(floors):
        each.location.x = APART * number
        if number:
            scene.collection.objects.link(each)
    print(f"    five performers: {time.perf_counter() - started:.1f} s", flush=True)
    for number, clip in enumerate(clips):
        started = time.perf_counter()
        length = perform(api, cast, clip, arguments.seed)
        made = time.perf_counter() - started
        for instant in range(INSTANTS):
            scene.frame_set(scene.frame_start + round(length * instant / (INSTANTS - 1)))
            for rig, performer in enumerate(cast):
                follow(scene.camera, performer)
                shoot(arguments.out / f"rig-{number:02}-{rig}-{instant:03}.png")
        print(f"    {clip['label']}: made in {made:.1f} s, rendered in {time.perf_counter() - started - made:.1f} s",
              flush=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(arguments.out / "motions.blend"), compress=True)
    api.close()


def toy(place: tuple[float, float, float]) -> bpy.types.Object:
    """A toy figure of capsules on an armature with the names that small game characters often have."""
    data = bpy.data.armatures.new("Toy")
    rig = link("Toy", data)
    bpy.context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    limbs = []
    for name, parent, head, tail, radius in TOY:
        for side, sign in (("l", 1), ("r", -1)) if name.endswith(".l") else (("", 1),):
            own = name[:-1] + side if side else name
            bone = data.edit_bones.new(own)
            bone.head, bone.tail = Vector((sign * head[0], *head[1:])), Vector((sign * tail[0], *tail[1:]))
            if parent:
                bone.parent = data.edit_bones[parent[:-1] + side if parent.endswith(".l") else parent]
            if radius:
                start, end = np.array(bone.head), np.array(bone.tail)
                if name == "head":
                    start[2], end[2] = start[2] + 0.19, end[2] - 0.19
                limbs.append((own, start, end, radius))
    bpy.ops.object.mode_set(mode="OBJECT")
    rig.location = place
    rig.hide_render = True
    dress(rig, limbs, (0.12, 0.32, 0.42))
    return rig


def follow(camera: bpy.types.Object, performer: bpy.types.Object) -> None:
    """Look at the performer from its front left, always from as far, wherever it has got to."""
    evaluated = performer.evaluated_get(bpy.context.evaluated_depsgraph_get())
    bone = next(each for name in ("pelvis", "mixamorig:Hips", "root", "DEF-spine", "hips")
                if (each := evaluated.pose.bones.get(name)) is not None and (name != "root" or "hips" not in
                                                                            evaluated.pose.bones))
    hips = performer.matrix_world @ bone.head
    centre = Vector((hips.x, hips.y, 0.95))
    aim(camera, centre + Vector((2.6, -5.0, 0.55)), centre)


if __name__ == "__main__":
    main()
