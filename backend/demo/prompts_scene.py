# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: sentences acted by one avatar, by the engine that is asked when none is named.

    python prompts_scene.py -- --extension troupe.zip --out out/prompts --clips clips.json

``clips.json`` is a list of {"label", "prompt"}, maybe with {"moments"}, how many of them. For each sentence it renders
``strip-NN-KKK.png``, moments of the motion evenly spaced, and writes ``made.json``: who made each. The backend is the
one of ``TROUPE_CONNECTION``.
"""

import json
import sys
import time
from math import radians
from pathlib import Path

import bpy
import numpy as np
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parent))
from stage import FPS, aim, camera, cycles, opened, shoot, sky, sun, tiles

#: Who acts.
ACTOR = "a tall athletic man in a red t-shirt, dark blue jeans and white sneakers"
MOMENTS, SIZE, SAMPLES = 16, (192, 216), 6
#: Metres that the camera shows from side to side, the height it looks at, and where it stands.
_WIDE, _LEVEL, _AWAY = 2.45, 1.0, (2.9, -5.2, 1.1)


def main() -> None:
    arguments, clips, api = opened()
    from bl_ext.user_default.troupe.builders import provenance

    scene = bpy.context.scene
    actor = api.avatar(ACTOR, seed=arguments.seed, parameters={"rig": "game_engine"})
    studio()
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
            shoot(arguments.out / f"strip-{number:02}-{moment:03}.png")
        print(f"    {clip['prompt']}: {made[-1]['engine']}, {(last - first) / FPS:.1f} s, made in "
              f"{ready - started:.1f} s, rendered in {time.perf_counter() - ready:.1f} s", flush=True)
    (arguments.out / "made.json").write_text(json.dumps(made, indent=1), "utf-8")
    api.close()


def studio() -> None:
    """A floor of half-metre tiles, an orthographic camera, a sun and a sky."""
    tiles(80, 0.5, (0.5, 0.34))
    lens = camera().data
    lens.type, lens.ortho_scale = "ORTHO", _WIDE * SIZE[1] / SIZE[0]
    sun(3.0, radians(4), (radians(38), radians(14), radians(20)))
    sky((0.72, 0.78, 0.88))
    cycles(SIZE, SAMPLES, 2, "Standard", film=True)


def follow(camera: bpy.types.Object, actor: bpy.types.Object) -> None:
    """Look at the actor from the front left, wherever he has got to."""
    hips = actor.matrix_world @ actor.pose.bones["pelvis"].head
    centre = Vector((hips.x, hips.y, _LEVEL))
    aim(camera, centre + Vector(_AWAY), centre)


if __name__ == "__main__":
    main()
