# SPDX-License-Identifier: GPL-3.0-or-later
"""An environment while it is made: its scene is lit by what there is so far, and has its own world back whenever the
result does not come. A file is never saved with a stand-in in it."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.app.handlers import persistent

from . import delivery, preferences, runtime
from .builders.stand_in import KEY, restore, show
from .protocol.assets import Image

#: The preview that a scene shows, by the scene's name.
_shown: dict[str, Any] = {}


def _wanted(session: Any) -> dict[str, Image]:
    """The newest preview of a map for each scene, by its name."""
    found = {}
    for job in session.jobs.values():
        picture = job.preview
        if job.active and job.order.modality == "environment" and isinstance(picture, Image) \
                and picture.pixels.shape[1] == 2 * picture.pixels.shape[0] and picture.pixels.shape[2] >= 3:
            scene = bpy.data.scenes.get(job.delivery.scene)
            if scene is not None:
                found[scene.name] = picture
    return found


def _chore(session: Any) -> bool:
    """Follow the previews of the jobs there are."""
    wanted = _wanted(session) if preferences.get().live_world else {}
    if not wanted and not any(KEY in each for each in bpy.data.worlds):
        _shown.clear()
        return False
    if not delivery.possible():
        return True
    for scene in bpy.data.scenes:
        if scene.name not in wanted:
            if scene.world is not None and KEY in scene.world:
                restore(scene)
        elif wanted[scene.name] is not _shown.get(scene.name) or scene.world is None or KEY not in scene.world:
            show(scene, wanted[scene.name])
            _shown[scene.name] = wanted[scene.name]
    if not wanted:
        restore()  # of scenes that are no more
    return bool(wanted)


@persistent
def _before_save(*_: Any) -> None:
    restore()


def register() -> None:
    """Follow previews from now on."""
    runtime.chores.append(_chore)
    bpy.app.handlers.save_pre.append(_before_save)


def unregister() -> None:
    """Undo :func:`register`; every scene has its own world again."""
    if _chore in runtime.chores:
        runtime.chores.remove(_chore)
    if _before_save in bpy.app.handlers.save_pre:
        bpy.app.handlers.save_pre.remove(_before_save)
    if hasattr(bpy.data, "worlds"):  # not while Blender itself starts or ends
        restore()
    _shown.clear()
