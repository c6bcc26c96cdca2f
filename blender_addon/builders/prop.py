# SPDX-License-Identifier: GPL-3.0-or-later
"""Prop assets to mesh objects."""

from __future__ import annotations

import bpy
from mathutils import Vector

from ..protocol.assets import Prop
from . import mesh, provenance
from .material import Materials


def build(asset: Prop, collection: bpy.types.Collection,
          location: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> bpy.types.Object:
    """One mesh object, or an empty that carries the named parts in a collection of their own."""
    materials = Materials()
    if len(asset.meshes) == 1:
        root = mesh.build(asset.meshes[0], collection, materials)
        root.name = root.data.name = asset.name
    else:
        home = bpy.data.collections.new(asset.name)
        collection.children.link(home)
        root = bpy.data.objects.new(asset.name, None)
        root.empty_display_type = "PLAIN_AXES"
        root.empty_display_size = 0.5 * max(float(abs(part.vertices).max(initial=0.0)) for part in asset.meshes)
        home.objects.link(root)
        for part in asset.meshes:
            mesh.build(part, home, materials).parent = root
        provenance.write(home, "object", asset.provenance, category=asset.category, root=root.name)
    root.location = Vector(location)
    provenance.write(root, "object", asset.provenance, category=asset.category)
    return root
