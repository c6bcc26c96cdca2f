# SPDX-License-Identifier: GPL-3.0-or-later
"""A motion while it is made: stick figures drawn in the 3D views. Nothing in the scene is touched, so that there is
nothing to put back when the job is cancelled."""

from __future__ import annotations

import time
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from .. import runtime
from ..builders.skeleton import upright
from ..protocol.assets import Figure

#: Figures of the whole motion that stand along its way, the colour of those, of the one that moves, and of the way.
_STANDING = 8
_FAINT, _BRIGHT, _WAY = (0.45, 0.72, 1.0, 0.35), (1.0, 0.66, 0.15, 1.0), (0.45, 0.72, 1.0, 0.6)
_drawing: Any = None
_shown: set[str] = set()


def shown() -> list[tuple[Figure, Matrix, float]]:
    """(figure, from its space to the world, when it came) of every motion that is being made and is to be seen."""
    found = []
    for job in runtime.session().jobs.values():
        if not job.active or not isinstance(job.preview, Figure):
            continue
        target = bpy.data.objects.get(job.delivery.target)
        scene = bpy.data.scenes.get(job.delivery.scene)
        if target is not None and (scene is None or scene.troupe_controls.show_figure):
            found.append((job.preview, placed(target), job.created))
    return found


def placed(armature: bpy.types.Object) -> Matrix:
    """From a motion's upright metres to the world, for an armature object."""
    facing = (armature.matrix_world.to_3x3() @ upright(armature).to_3x3().inverted()).normalized()
    return Matrix.Translation(armature.matrix_world.to_translation()) @ facing.to_4x4()


def lines(figure: Figure, matrix: Matrix, seconds: float) -> dict[str, np.ndarray]:
    """World points, two a line (N, 3): "standing" figures along the way, the "moving" one ``seconds`` after its start
    (over and over), and the "way" of the root."""
    places = figure.places.astype(np.float64) @ np.array(matrix)[:3, :3].T + np.array(matrix)[:3, 3]
    joints = np.flatnonzero(figure.parents >= 0)
    bones = np.stack([figure.parents[joints], joints], axis=1)
    count = len(places)
    standing = np.unique(np.round(np.linspace(0, count - 1, min(_STANDING, count))).astype(int))
    moving = int(seconds * figure.fps) % count
    way = places[:, 0]
    return {"standing": places[standing][:, bones].reshape(-1, 3), "moving": places[moving][bones].reshape(-1, 3),
            "way": np.repeat(way, 2, axis=0)[1:-1] if count > 1 else np.empty((0, 3))}


def _draw() -> None:
    import gpu
    from gpu_extras.batch import batch_for_shader

    figures = shown()
    if not figures:
        return
    shader = gpu.shader.from_builtin("POLYLINE_UNIFORM_COLOR")
    view = gpu.state.viewport_get()
    gpu.state.blend_set("ALPHA")
    gpu.state.depth_test_set("NONE")
    shader.bind()
    shader.uniform_float("viewportSize", (view[2], view[3]))
    for figure, matrix, since in figures:
        found = lines(figure, matrix, time.time() - since)
        for name, color, width in (("way", _WAY, 1.5), ("standing", _FAINT, 1.5), ("moving", _BRIGHT, 3.0)):
            points = found[name].astype(np.float32)
            if len(points):
                shader.uniform_float("color", color)
                shader.uniform_float("lineWidth", width * bpy.context.preferences.system.ui_scale)
                batch_for_shader(shader, "LINES", {"pos": points}).draw(shader)
    gpu.state.blend_set("NONE")


def _chore(session: Any) -> bool:
    """Redraw the views while a figure is seen, and once more when it has gone."""
    global _shown
    now = {job.job_id for job in session.jobs.values() if job.active and isinstance(job.preview, Figure)}
    if now or _shown:
        for window in bpy.context.window_manager.windows:
            for area in window.screen.areas:
                if area.type == "VIEW_3D":
                    for region in area.regions:
                        if region.type == "WINDOW":
                            region.tag_redraw()
    _shown = now
    return bool(now)


def register() -> None:
    """Draw in every 3D view from now on."""
    global _drawing
    _drawing = bpy.types.SpaceView3D.draw_handler_add(_draw, (), "WINDOW", "POST_VIEW")
    runtime.chores.append(_chore)


def unregister() -> None:
    """Undo :func:`register`."""
    global _drawing
    if _drawing is not None:
        bpy.types.SpaceView3D.draw_handler_remove(_drawing, "WINDOW")
        _drawing = None
    if _chore in runtime.chores:
        runtime.chores.remove(_chore)
    _shown.clear()
