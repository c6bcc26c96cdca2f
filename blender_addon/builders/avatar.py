# SPDX-License-Identifier: GPL-3.0-or-later
"""Avatar assets to an armature with skinned meshes."""

from __future__ import annotations

import bpy
from mathutils import Vector

from ..protocol.assets import Avatar
from . import mesh, provenance, skeleton
from .material import Materials


def build(asset: Avatar, collection: bpy.types.Collection,
          location: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> bpy.types.Object:
    """The armature object; its meshes are its children, all in a collection named after it."""
    home = bpy.data.collections.new(asset.name)
    collection.children.link(home)
    rig = skeleton.build(asset.skeleton, home, asset.name)
    rig.show_in_front = True
    rig.data.display_type = "STICK"
    materials = Materials()
    for part in asset.meshes:
        ob = mesh.build(part, home, materials, asset.skeleton.names)
        ob.parent = rig
        modifier = ob.modifiers.new("Armature", "ARMATURE")
        modifier.object = rig
        # Deform before covered skin is masked: the top of the stack, where artists look for it.
        ob.modifiers.move(len(ob.modifiers) - 1, 0)
    rig.location = Vector(location)
    provenance.write(rig, "avatar", asset.provenance, height=asset.height, collection=home.name)
    provenance.write(home, "avatar", asset.provenance, height=asset.height, root=rig.name)
    return rig
