# SPDX-License-Identifier: GPL-3.0-or-later
"""The pose library as pose assets of Blender's: a .blend of actions for a rig, in an asset library with catalogues."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np

from .. import compat
from ..builders import keys, skeleton
from ..builders import pose as channels
from ..rigs import ik, joints, rigmap
from . import apply, library, preview
from .angles import Pose
from .solve import Solver

#: What the asset library is called in the preferences.
NAME = "Troupe Poses"
_CATALOGS = "blender_assets.cats.txt"
_SPACE = uuid.UUID("6f1f3f3e-6a0f-5f1d-9a3a-7d6d0c3b2a11")


def folder() -> Path:
    """The asset library's folder, which is made where it is missing. Raises ``ValueError`` outside an extension."""
    return Path(bpy.utils.extension_path_user(__package__.rpartition(".")[0], path="poses", create=True))


def catalog(group: str) -> str:
    """The id of the catalogue of a group of poses; the same everywhere."""
    return str(uuid.uuid5(_SPACE, group))


def write(ob: bpy.types.Object, where: Path) -> Iterator[float]:
    """Write all poses for the bones of ``ob`` to a .blend in the folder ``where``, and its catalogues; yields the share
    that is done. The armature's pose and the file at hand stay as they are, also where it is given up before the end.
    Raises ``ValueError`` with a sentence for the user.
    """
    convention = rigmap.of(ob.data).convention
    target = where / f"{convention if convention != 'custom' else ob.data.name}.blend"
    bones = skeleton.read(ob)
    solver = Solver(bones, {**joints.fingers(bones.names), **bones.roles})
    made: list[bpy.types.Action] = []
    held = ik.release(ob)
    try:
        for number, pose in enumerate(library.POSES.values()):
            made.append(_action(ob, pose, solver))
            yield (number + 1) / (len(library.POSES) + 1)
        try:
            bpy.data.libraries.write(str(target), set(made), fake_user=True)
            (where / _CATALOGS).write_text(_catalogs(), encoding="utf-8")
        except (OSError, RuntimeError) as error:
            raise ValueError(f"The poses cannot be written to {where}: {error}") from error
        yield 1.0
    finally:
        bpy.data.batch_remove(made)
        ik.hold(ob, held)


def offer(where: Path) -> None:
    """Put the folder among the asset libraries of the preferences, once."""
    known = bpy.context.preferences.filepaths.asset_libraries
    if not any(Path(each.path) == where for each in known):
        known.new(name=NAME, directory=str(where))


def _action(ob: bpy.types.Object, pose: Pose, solver: Solver) -> bpy.types.Action:
    """One pose as an action of one frame, marked as an asset."""
    before = {bone.name: bone.matrix_basis.copy() for bone in ob.pose.bones}
    modes = {bone.name: bone.rotation_mode for bone in ob.pose.bones}
    try:
        wanted = apply.settled(ob, pose)
    finally:
        for bone in ob.pose.bones:
            bone.rotation_mode = modes[bone.name]
            bone.matrix_basis = before[bone.name]
    action = bpy.data.actions.new(pose.title)
    bag = compat.channels(action, ob)
    for name, each in wanted.items():
        if each.location is not None:
            keys.write(bag, channels.Channel(name, "location", np.array([each.location])), np.array([1.0]))
        if each.rotation is not None:
            property_ = apply.PROPERTY.get(modes[name], "rotation_euler")
            value = np.array([apply.in_mode(each.rotation, modes[name])], np.float32)
            keys.write(bag, channels.Channel(name, property_, value), np.array([1.0]))
    action.asset_mark()
    data = action.asset_data
    data.author, data.description = "Troupe", f"{pose.title}, for the bones of {ob.data.name}"
    data.catalog_id = catalog(pose.group)
    data.tags.new(pose.group)
    image = preview.picture(solver, pose)
    found = action.preview_ensure()
    found.image_size = image.shape[:2]
    found.image_pixels_float.foreach_set(image.ravel())
    return action


def _catalogs() -> str:
    lines = ["VERSION 1", ""]
    lines += [f"{catalog(group)}:Troupe/{title}:Troupe-{title.replace(' ', '-')}"
              for group, title in library.GROUPS.items()]
    return "\n".join(lines) + "\n"
