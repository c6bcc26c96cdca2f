# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender, not by the backend: install the extension, generate, compose, save and render.

    blender -b --factory-startup -P scene.py -- --extension troupe.zip --out out
    python scene.py -- --extension troupe.zip --out out          (a Python that has bpy)

The backend is the one of ``TROUPE_CONNECTION``; else the extension starts one.
"""

import argparse
import re
import sys
import time
from contextlib import contextmanager
from math import radians
from pathlib import Path

import bpy
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parent))
import stage

AVATAR = "a tall and fat man in an orange jumpsuit"
MOTION = "he is running"
ENVIRONMENT = "a wooden dock on a lake in the late afternoon, scattered clouds"
OBJECT = "a blue ceramic vase"

#: Environment maps are seen from this height: a camera at the same height looks along their ground.
EYE_HEIGHT = 1.6
SAMPLES = 48
#: The runner is turned a little from the camera, so that the stride shows.
HEADING = radians(26)


def main() -> None:
    arguments = parse(sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else [])
    with step("install the extension"):
        api = stage.installed(arguments.extension)
    scene = bpy.context.scene
    scene.render.fps = stage.FPS
    with step("connect"):
        print(f"    {api.connect()}")
    options = {"seed": arguments.seed, "progress": Reporter()}
    with step(f"avatar: {AVATAR}"):
        hero = api.avatar(AVATAR, **options)
    with step(f"motion: {MOTION}"):
        action = api.motion(MOTION, target=hero, **options)
    with step(f"environment: {ENVIRONMENT}"):
        api.environment(ENVIRONMENT, parameters={"width": "4096"}, **options)
    with step(f"object: {OBJECT}"):
        vase = api.object(OBJECT, **options)
    with step("compose"):
        frame = compose(scene, hero, action, vase)
    with step("save"):
        save(scene, arguments.out)
    with step(f"render frame {frame}"):
        render(scene, arguments.out / "demo.png")
    api.close()


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scene.py")
    parser.add_argument("--extension", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args(arguments)


@contextmanager
def step(title: str):
    print(f"==> {title}", flush=True)
    started = time.perf_counter()
    yield
    print(f"    {time.perf_counter() - started:.1f} s", flush=True)


class Reporter:
    """Prints a stage when it begins, and its share of the whole."""

    def __init__(self) -> None:
        self.stage = ""

    def __call__(self, event) -> None:
        if event.stage != self.stage:
            self.stage = event.stage
            print(f"    {event.fraction:4.0%}  {event.stage}", flush=True)


class Samples:
    """Prints how many samples are done, at every quarter; Cycles tells in its status line."""

    def __init__(self) -> None:
        self.quarter = 0

    def __call__(self, status, *_) -> None:
        found = re.search(r"Sample (\d+)/(\d+)", status or "")
        if found and (quarter := 4 * int(found[1]) // int(found[2])) > self.quarter:
            self.quarter = quarter
            print(f"    {quarter / 4:4.0%}  {found[0]}", flush=True)


def compose(scene, hero, action, vase) -> int:
    """Place the runner at the origin in mid stride, the vase beside, and a camera at eye height."""
    first, last = (int(edge) for edge in action.frame_range)
    frame = mid_stride(scene, hero, first, last)
    scene.frame_set(frame)
    hero.rotation_euler.z = HEADING
    bpy.context.view_layer.update()
    hips = hero.matrix_world @ hero.pose.bones["pelvis"].head
    hero.location.x -= hips.x + 0.1
    hero.location.y -= hips.y
    vase.location = (1.05, -0.25, 0.0)
    ground(scene)
    camera = stage.camera()
    camera.data.lens = 35
    stage.aim(camera, Vector((0.45, -4.3, EYE_HEIGHT)), Vector((0.38, 0.0, 0.98)))
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure += 0.5
    return frame


def mid_stride(scene, hero, first: int, last: int) -> int:
    """The frame of the first two seconds in which the feet are farthest apart along the way."""
    def spread(frame: int) -> float:
        scene.frame_set(frame)
        bones = hero.pose.bones
        return abs((bones["foot_l"].head - bones["foot_r"].head).y)
    return max(range(first, min(last, first + 60) + 1), key=spread)


def ground(scene) -> None:
    """A shadow catcher: the map's own ground shows, with the shadows of what stands on it."""
    mesh = bpy.data.meshes.new("Ground")
    mesh.from_pydata([(-20, -20, 0), (20, -20, 0), (20, 20, 0), (-20, 20, 0)], [], [(0, 1, 2, 3)])
    stage.link("Ground", mesh).is_shadow_catcher = True


def save(scene, out: Path) -> None:
    """Write demo.exr, demo.glb and demo.blend."""
    image = next(node.image for node in scene.world.node_tree.nodes if node.type == "TEX_ENVIRONMENT")
    copy = image.copy()
    copy.filepath_raw, copy.file_format = str(out / "demo.exr"), "OPEN_EXR"
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth, scene.render.image_settings.exr_codec = "32", "ZIP"
    copy.save_render(str(out / "demo.exr"), scene=scene)
    bpy.data.images.remove(copy)
    bpy.ops.export_scene.gltf(filepath=str(out / "demo.glb"), export_format="GLB", export_animations=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(out / "demo.blend"), compress=True)


def render(scene, path: Path) -> None:
    scene.render.engine = "CYCLES"
    scene.cycles.samples = SAMPLES
    scene.cycles.use_denoising = True
    scene.cycles.device = "CPU"
    scene.render.resolution_x, scene.render.resolution_y = 1280, 800
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode, scene.render.image_settings.color_depth = "RGB", "8"
    scene.render.filepath = str(path)
    bpy.app.handlers.render_stats.append(Samples())
    bpy.ops.render.render(write_still=True)


def guarded() -> None:
    """Run, and end with a message and exit code 1 when the backend says no."""
    try:
        main()
    except Exception as error:
        remedy = getattr(error, "remedy", None)
        if remedy is None:  # not one of the extension's, whose class can only be imported once it is installed
            raise
        print(f"Error: {error.args[0]}\nRemedy: {remedy}", file=sys.stderr, flush=True)
        sys.exit(1)


guarded()
