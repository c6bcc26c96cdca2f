# SPDX-License-Identifier: GPL-3.0-or-later
"""Levels of detail of an avatar: every part's object shows the mesh of one level, and keeps those of the others.

Level 0 is the mesh that was there first; it is never written to. Coarser ones are made by the backend, as for export,
from the meshes as they are in the scene.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import bpy

from .. import compat
from ..builders import avatar, mesh, mesh_reader, skeleton
from ..builders.material import Materials
from ..protocol.assets import Asset, Avatar

SERVICE = "avatar.levels"
#: Coarser levels that there are.
COUNT = 3
#: Seconds they may take to make.
SECONDS = 300.0
#: Custom property of a part's object: the mesh of a level, with its number behind it; of the rig: the level shown.
_MESH, _SHOWN = "troupe_level_", "troupe_level"


def shown(rig: bpy.types.Object) -> int:
    """The level that an avatar shows."""
    return int(rig.get(_SHOWN, 0))


def made(rig: bpy.types.Object) -> bool:
    """Whether all parts have all levels."""
    found = avatar.parts(rig)
    return bool(found) and all(_mesh(ob, level) is not None for ob in found for level in range(COUNT + 1))


def triangles(rig: bpy.types.Object, level: int) -> int:
    """How many triangles an avatar has at a level; 0 where it is not made yet."""
    found = [_mesh(ob, level) or (None if level else ob.data) for ob in avatar.parts(rig)]
    return sum(len(each.loops) - 2 * len(each.polygons) for each in found) if all(found) else 0


def question(rig: bpy.types.Object) -> dict[str, Asset]:
    """The inputs of the service: the avatar at level 0. Raises ``ValueError`` with a sentence for the user."""
    show(rig, 0)
    bones = skeleton.read(rig, every_bone=True)
    found = avatar.parts(rig)
    if not found:
        raise ValueError(f"{rig.name} has no meshes of its own.")
    return {"avatar": Avatar(name=rig.name, skeleton=bones, height=1.0, meshes=[
        mesh_reader.read(ob, bones.names, str(ob[avatar.ROLE])) for ob in found])}


def keep(rig: bpy.types.Object, answer: Mapping[str, Any]) -> None:
    """Store what the service has made on the parts. Raises ``ValueError`` where they are no longer those asked for."""
    forget(rig)
    found = {ob.name: ob for ob in avatar.parts(rig)}
    bones = [bone.name for bone in sorted(rig.data.bones, key=lambda bone: len(bone.parent_recursive))]
    for level in range(1, COUNT + 1):
        asset = answer[f"lod{level}"]
        if [part.name for part in asset.meshes] != list(found) or asset.skeleton.names != bones:
            raise ValueError(f"{rig.name} has changed while its levels of detail were made. Make them again.")
        for part in asset.meshes:
            ob = found[part.name]
            built = mesh.build(dataclasses.replace(part, name=f"{part.name} LOD{level}", materials=[]),
                               ob.users_collection[0], Materials(), bones)
            ob[f"{_MESH}{level}"] = built.data
            bpy.data.objects.remove(built)
    for ob in found.values():
        ob[f"{_MESH}0"] = ob.data


def show(rig: bpy.types.Object, level: int) -> None:
    """Let every part show its mesh of a level; face shapes, their animation and materials go along.

    Raises ``ValueError`` with a sentence for the user where the level is not made."""
    if level == shown(rig):
        return
    found = [(ob, _mesh(ob, level)) for ob in avatar.parts(rig)]
    if any(each is None for _, each in found):
        raise ValueError(f"Level {level} of {rig.name} is not made yet.")
    for ob, coming in found:
        _change(ob, coming)
    rig[_SHOWN] = level


def forget(rig: bpy.types.Object) -> None:
    """Back to level 0, and the meshes of the others away."""
    if any(_mesh(ob, 0) for ob in avatar.parts(rig)) and shown(rig):
        for ob in avatar.parts(rig):
            if (first := _mesh(ob, 0)) is not None:
                _change(ob, first)
    rig.pop(_SHOWN, None)
    gone = []
    for ob in avatar.parts(rig):
        gone += [each for level in range(1, COUNT + 1) if (each := _mesh(ob, level)) is not None]
        for level in range(COUNT + 1):
            ob.pop(f"{_MESH}{level}", None)
    bpy.data.batch_remove(list(dict.fromkeys(gone)))


def _mesh(ob: bpy.types.Object, level: int) -> bpy.types.Mesh | None:
    found = ob.get(f"{_MESH}{level}")
    return found if isinstance(found, bpy.types.Mesh) else None


def _change(ob: bpy.types.Object, coming: bpy.types.Mesh) -> None:
    """Show another mesh with the same materials and face."""
    going = ob.data
    if going == coming:
        return
    for slot, material in enumerate(going.materials):  # clear() would put every face on the first slot
        if slot < len(coming.materials):
            coming.materials[slot] = material
        else:
            coming.materials.append(material)
    before, after = going.shape_keys, coming.shape_keys
    if before is not None and after is not None:
        for block in before.key_blocks:
            if (other := after.key_blocks.get(block.name)) is not None:
                other.value, other.mute = block.value, block.mute
                other.slider_min, other.slider_max = block.slider_min, block.slider_max
        animation = before.animation_data
        if animation is not None and animation.action is not None:
            compat.bind_action(animation.action, after, compat.slot_name(before))
        elif after.animation_data is not None:
            after.animation_data.action = None
    ob.data = coming
