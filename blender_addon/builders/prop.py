# SPDX-License-Identifier: GPL-3.0-or-later
"""Prop assets to mesh objects."""

from __future__ import annotations

import bpy
from mathutils import Vector

from ..protocol.assets import Prop
from . import mesh, provenance, rigid
from .material import Materials

#: Names of the collections beside an object's parts, hidden from view and render.
LODS, COLLIDERS = "LODs", "Colliders"


def build(asset: Prop, collection: bpy.types.Collection,
          location: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> bpy.types.Object:
    """One mesh object, or an empty that carries the named parts in a collection of their own.

    Levels of detail and collision hulls hang on it too, in hidden collections. With hulls the root is a mesh object
    without faces, since empties cannot be rigid bodies.
    """
    materials = Materials()
    if len(asset.meshes) == 1 and not asset.lods and not asset.colliders:
        root = mesh.build(asset.meshes[0], collection, materials)
        root.name = root.data.name = asset.name
    else:
        home = bpy.data.collections.new(asset.name)
        collection.children.link(home)
        root = bpy.data.objects.new(asset.name, bpy.data.meshes.new(asset.name) if asset.colliders else None)
        root.empty_display_type = "PLAIN_AXES"
        root.empty_display_size = 0.5 * max(float(abs(part.vertices).max(initial=0.0)) for part in asset.meshes)
        home.objects.link(root)
        for part in asset.meshes:
            mesh.build(part, home, materials).parent = root
        for title, extras in ((LODS, asset.lods), (COLLIDERS, asset.colliders)):
            if extras:
                aside = bpy.data.collections.new(f"{asset.name} {title}")
                home.children.link(aside)
                aside.hide_viewport = aside.hide_render = True
                for part in extras:
                    made = mesh.build(part, aside, materials)
                    made.parent = root
                    if title == COLLIDERS:
                        made.display_type = "WIRE"
                        made[rigid.COLLIDER] = True
        provenance.write(home, "object", asset.provenance, category=asset.category, root=root.name)
    root.location = Vector(location)
    provenance.write(root, "object", asset.provenance, category=asset.category, mass=round(rigid.mass(asset), 4))
    return root


def parts(root: bpy.types.Object) -> list[bpy.types.Object]:
    """The objects a result consists of, its root first: those that were built with it, not what the user hung on it."""
    home = _home(root)
    if home is None:
        return [root]
    return [root, *(ob for ob in home.all_objects if ob != root and ob.parent == root)]


def _home(root: bpy.types.Object) -> bpy.types.Collection | None:
    """The collection that was made for ``root``; it is found though the user has renamed the root."""
    for each in root.users_collection:
        found = provenance.read(each)
        if found and "root" in found and (found["root"] == root.name or each.objects.get(found["root"]) is None):
            return each
    return None


def replace(asset: Prop, old: bpy.types.Object) -> bpy.types.Object:
    """Build ``asset`` in the place of ``old``: its collections, transform, parent, name, children and the user's own
    properties are taken over, and ``old`` is removed."""
    home = _home(old)
    around = next((each for each in (*bpy.data.collections, *(scene.collection for scene in bpy.data.scenes))
                   if home is not None and home.name in each.children), None)
    new = build(asset, around or (old.users_collection[0] if home is None else bpy.context.scene.collection))
    new.parent, new.parent_type, new.parent_bone = old.parent, old.parent_type, old.parent_bone
    new.matrix_parent_inverse = old.matrix_parent_inverse
    new.rotation_mode = old.rotation_mode
    new.location, new.scale = old.location, old.scale
    new.rotation_euler, new.rotation_quaternion = old.rotation_euler, old.rotation_quaternion
    new.rotation_axis_angle = old.rotation_axis_angle
    for key, value in old.items():
        if key != provenance.KEY and new.get(key) is None:
            new[key] = value
    if old.rigid_body is not None:
        rigid.apply(new, old.rigid_body.type, bpy.context.scene)
    gone = parts(old)
    for child in [each for each in bpy.data.objects if each.parent == old and each not in gone]:
        inverse = child.matrix_parent_inverse.copy()
        child.parent = new
        child.matrix_parent_inverse = inverse
    meshes = [ob.data for ob in gone if ob.type == "MESH"]
    name = old.name
    bpy.data.batch_remove(gone)
    bpy.data.batch_remove([each for each in dict.fromkeys(meshes) if each.users == 0])
    if home is not None:
        for aside in list(home.children):
            if not aside.objects:
                bpy.data.collections.remove(aside)
        if not home.objects and not home.children:
            bpy.data.collections.remove(home)
    new.name = name
    own = _home(new)
    if own is not None:
        provenance.amend(own, root=new.name)
    return new
