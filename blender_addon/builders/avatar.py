# SPDX-License-Identifier: GPL-3.0-or-later
"""Avatar assets to an armature with skinned meshes, and to new parts of one that is there."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import bpy
import numpy as np
from mathutils import Vector

from ..protocol.assets import Avatar, Mesh
from . import mesh, provenance, skeleton
from .material import Materials

#: Custom property of a part's object: the role its mesh has in the asset.
ROLE = "troupe_role"


def build(asset: Avatar, collection: bpy.types.Collection,
          location: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> bpy.types.Object:
    """The armature object; its meshes are its children, all in a collection named after it."""
    home = bpy.data.collections.new(asset.name)
    collection.children.link(home)
    rig = skeleton.build(asset.skeleton, home, asset.name)
    rig.show_in_front = True
    rig.data.display_type = "STICK"
    _hang(asset.meshes, asset.skeleton.names, rig, home)
    rig.location = Vector(location)
    _record(asset, rig, home)
    return rig


def parts(rig: bpy.types.Object) -> list[bpy.types.Object]:
    """The mesh objects of an avatar that were built with it, not what the user hung on it."""
    return [ob for ob in rig.children if ob.get(ROLE) is not None]


def home_of(rig: bpy.types.Object) -> bpy.types.Collection:
    """The collection that was made for an avatar; where that is gone, one it is in."""
    for each in rig.users_collection:
        found = provenance.read(each)
        if found and found.get("modality") == "avatar":
            return each
    return rig.users_collection[0]


def update(asset: Avatar, rig: bpy.types.Object, only: str = "all") -> bpy.types.Object:
    """Make an avatar, or the groups of it that ``only`` names (as the engine's parameter does), into ``asset``'s.

    The armature object stays: its transform, pose, actions, constraints and what the user has hung on it. Values and
    animation of face shapes go over to the new parts. Raises ``ValueError`` for an avatar of before parts were marked.
    """
    old = parts(rig)
    if not old:
        raise ValueError(f"{rig.name} was made by an earlier version of Troupe, whose parts cannot be told apart: "
                         "generate it again.")
    from ..people import hair_curves, levels, rigify
    from ..rigs import ik

    on_rigify = rigify.KEY in rig
    if on_rigify and only == "all":
        raise ValueError(f"{rig.name} has a Rigify rig, which fits its present body. Generate the changed avatar anew "
                         "and put that one on Rigify; clothes, hair, skin and face can be changed here.")
    levels.forget(rig)
    home = home_of(rig)
    groups = {"body", "hair", "clothes"} if only == "all" else set(only.split("_"))
    curves = hair_curves.revert(rig) if groups & {"body", "hair"} else 0
    gone = [ob for ob in old if _group(ob[ROLE]) in groups]
    new = [each for each in asset.meshes if _group(each.role) in groups]
    controlled = only == "all" and ik.has(rig)
    held = ik.release(rig) if controlled else []
    if controlled:
        ik.remove(rig)
    if only == "all":
        _reshape(asset, rig, home)
    kept = {ob.name.rsplit(".", 1)[0]: _kept(ob) for ob in gone}
    meshes = [ob.data for ob in gone]
    bpy.data.batch_remove(gone)
    bpy.data.batch_remove([each for each in dict.fromkeys(meshes) if each.users == 0])
    for ob in _hang(new, asset.skeleton.names, rig, home):
        _give_back(ob, kept.get(ob.name.rsplit(".", 1)[0], {}))
        if on_rigify:
            rigify.rebind(ob, asset.skeleton, rig)
    covered = next((each.hidden for each in asset.meshes if each.role == "body"), None)
    if "body" not in groups and covered is not None:
        for ob in parts(rig):
            if ob[ROLE] == "body":
                _cover(ob, covered)
    if controlled:
        ik.add(rig, on=False)
        ik.hold(rig, held)
    _record(asset, rig, home)
    if curves and any(_group(ob[ROLE]) == "hair" for ob in parts(rig)):
        with contextlib.suppress(ValueError):  # hair of a pack stays as it is
            hair_curves.convert(rig)
    return rig


def _group(role: str) -> str:
    """The group of parts that a mesh's role belongs to."""
    return {"garment": "clothes", "hair": "hair"}.get(role, "body")


def _hang(meshes: Sequence[Mesh], bones: Sequence[str], rig: bpy.types.Object,
          home: bpy.types.Collection) -> list[bpy.types.Object]:
    materials = Materials()
    made = []
    for part in meshes:
        ob = mesh.build(part, home, materials, bones)
        ob[ROLE] = part.role
        ob.parent = rig
        modifier = ob.modifiers.new("Armature", "ARMATURE")
        modifier.object = rig
        # Deform before covered skin is masked: the top of the stack, where artists look for it.
        ob.modifiers.move(len(ob.modifiers) - 1, 0)
        made.append(ob)
    return made


def _reshape(asset: Avatar, rig: bpy.types.Object, home: bpy.types.Collection) -> None:
    """Give the armature object the bones of ``asset``: by data of its own, so that pose and actions stay."""
    made = skeleton.build(asset.skeleton, home, asset.name)
    data, before = made.data, rig.data
    data.display_type = before.display_type
    bpy.data.objects.remove(made)
    rig.data = data
    if before.users == 0:
        name = before.name
        bpy.data.armatures.remove(before)
        data.name = name


def _cover(ob: bpy.types.Object, hidden: np.ndarray) -> None:
    """Hide the skin that new clothes cover, and no other."""
    for modifier in [each for each in ob.modifiers if each.type == "MASK" and each.vertex_group == mesh.HIDDEN_GROUP]:
        ob.modifiers.remove(modifier)
    if (group := ob.vertex_groups.get(mesh.HIDDEN_GROUP)) is not None:
        ob.vertex_groups.remove(group)
    if len(hidden) == len(ob.data.vertices) and hidden.any():
        mesh.hide_vertices(ob, np.flatnonzero(hidden))


def _kept(ob: bpy.types.Object) -> dict:
    """What a part's successor takes over."""
    keys = ob.data.shape_keys
    found = {"hide_viewport": ob.hide_viewport, "hide_render": ob.hide_render, "values": {}, "action": None}
    if keys is not None:
        found["values"] = {each.name: each.value for each in keys.key_blocks}
        found["action"] = keys.animation_data.action if keys.animation_data else None
    return found


def _give_back(ob: bpy.types.Object, kept: dict) -> None:
    if not kept:
        return
    ob.hide_viewport, ob.hide_render = kept["hide_viewport"], kept["hide_render"]
    keys = ob.data.shape_keys
    if keys is None:
        return
    for name, value in kept["values"].items():
        if name in keys.key_blocks:
            keys.key_blocks[name].value = value
    if kept["action"] is not None:
        from .. import compat

        compat.bind_action(kept["action"], keys)


def _record(asset: Avatar, rig: bpy.types.Object, home: bpy.types.Collection) -> None:
    """Where the avatar came from, on its armature object and its collection, and its spec in its fields."""
    if asset.provenance is not None and "only" in asset.provenance.parameters:
        asset.provenance.parameters["only"] = "all"  # of the whole person, who may be made again
    provenance.write(rig, "avatar", asset.provenance, height=asset.height, collection=home.name)
    provenance.write(home, "avatar", asset.provenance, height=asset.height, root=rig.name)
    from ..people import fields

    if fields.record_of(rig) is not None:
        fields.load(rig)
