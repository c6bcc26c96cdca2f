# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: the same clips on three rigs, rendered frame by frame.

    python motions_scene.py -- --extension troupe.zip --out out/motions --clips clips.json

``clips.json`` is a list of {"label", "prompt"} or {"label", "clip"} (an id in the motion library). For each
clip it renders ``strip-NN-K.png``, K instants of it, and ``film-NN-FFF.png``, small frames of its first
seconds. The backend is the one of ``TROUPE_CONNECTION``.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from math import radians
from pathlib import Path
from types import ModuleType

import bpy
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parent))
from mannequin import mannequin
from stage import FPS, aim, camera, cycles, opened, shoot, sky, sun, tiles

#: Body, rig and place of the three performers; the last one is a Rigify rig with a wooden mannequin.
CAST = (("a tall athletic man in a grey t-shirt, dark blue jeans and white sneakers", "game_engine", 1.3),
        ("a short fat woman in a red sweater, black leggings and black shoes", "mixamo", 0.0))
MANNEQUIN_PLACE = -1.3
INSTANTS = 5
STRIP, FILM = (512, 384), (320, 240)
FILM_SECONDS, FILM_FPS = 2.4, 10


def main() -> None:
    arguments, clips, api = opened()
    scene = bpy.context.scene
    started = time.perf_counter()
    cast = [api.avatar(prompt, seed=arguments.seed, parameters={"rig": rig}, location=(place, 0, 0))
            for prompt, rig, place in CAST]
    cast.append(mannequin((MANNEQUIN_PLACE, 0, 0)))
    studio()
    print(f"    three performers: {time.perf_counter() - started:.1f} s", flush=True)
    for number, clip in enumerate(clips):
        started = time.perf_counter()
        length = perform(api, cast, clip, arguments.seed)
        made = time.perf_counter() - started
        show(scene, cast[0], arguments.out, number, length)
        print(f"    {clip['label']}: made in {made:.1f} s, rendered in {time.perf_counter() - started - made:.1f} s",
              flush=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(arguments.out / "motions.blend"), compress=True)
    api.close()


def perform(api: ModuleType, cast: Sequence[bpy.types.Object], clip: Mapping[str, str], seed: int) -> int:
    """Let everybody do one clip; the frames that the shortest of them lasts."""
    lengths = []
    for performer in cast:
        rest(performer)
        if "clip" in clip:
            action = api.library_apply(clip["clip"], seed=seed, target=performer)
        else:
            action = api.motion(clip["prompt"], seed=seed, target=performer)
        lengths.append(action.frame_range[1] - action.frame_range[0])
    return round(min(lengths))


def rest(performer: bpy.types.Object) -> None:
    """Back to the rest pose, so that nothing of the last clip is left."""
    if performer.animation_data is not None:
        performer.animation_data.action = None
    for bone in performer.pose.bones:
        bone.matrix_basis.identity()


def studio() -> None:
    """A floor of one-metre tiles, a camera, a sun and a sky."""
    tiles(40, 1.0, (0.55, 0.42))
    camera().data.lens = 45
    sun(3.2, radians(3), (radians(38), radians(-14), radians(-30)))
    sky((0.62, 0.72, 0.88))
    cycles(STRIP, 24, 3, film=True)


def show(scene: bpy.types.Scene, leader: bpy.types.Object, out: Path, number: int, length: int) -> None:
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
            shoot(out / f"{name}-{number:02}-{index:03}.png")


def follow(camera: bpy.types.Object, leader: bpy.types.Object) -> None:
    """Look at the three from their front left, level with their chests, wherever they have got to."""
    hips = leader.matrix_world @ leader.pose.bones["pelvis"].head
    centre = Vector((hips.x - CAST[0][2], hips.y, 1.0))
    aim(camera, centre + Vector((1.8, -6.2, 0.8)), centre)
    camera.rotation_euler.rotate_axis("X", radians(-1.5))


if __name__ == "__main__":
    main()
