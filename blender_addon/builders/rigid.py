# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects as rigid bodies: their mass from volume and density, their shape from collision hulls."""

from __future__ import annotations

import bpy
import numpy as np

from ..protocol.assets import Mesh, Prop
from . import provenance

KINDS = ("ACTIVE", "PASSIVE")
#: Name of the custom property of collision hulls.
COLLIDER = "troupe_collider"
#: Metres that shapes keep apart, for things of a few centimetres and more.
_MARGIN = 0.0005
#: Density of what says none, kg a cubic metre.
_USUAL = 1000.0
_FRICTION, _BOUNCE = 0.6, 0.15
#: What the world is raised to: with Blender's 10 steps a frame, things of a few centimetres sink in and are thrown out.
_STEPS, _ITERATIONS = 30, 20


def mass(asset: Prop) -> float:
    """Kilograms of all parts: the volume each encloses times the density its materials hint at."""
    return sum(_volume(part) * _density(part) for part in asset.meshes)


def _volume(mesh: Mesh) -> float:
    total, offsets = 0.0, mesh.face_offsets
    points = mesh.vertices.astype(float)[mesh.corner_vertices]
    sizes = np.diff(offsets)
    for size in np.unique(sizes):
        starts = offsets[:-1][sizes == size]
        for step in range(1, int(size) - 1):
            a, b, c = points[starts], points[starts + step], points[starts + step + 1]
            total += float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6
    return abs(total)


def _density(mesh: Mesh) -> float:
    values = [float(each) if isinstance(each := material.procedural.get("density"), (int, float)) else _USUAL
              for material in mesh.materials] or [_USUAL]
    if mesh.material_index is None or len(values) == 1:
        return values[0]
    share = np.bincount(np.minimum(mesh.material_index, len(values) - 1), minlength=len(values))
    return float(np.average(values, weights=share))


def apply(root: bpy.types.Object, kind: str, scene: bpy.types.Scene) -> None:
    """Make the object ``root`` a rigid body of ``kind``, "ACTIVE" or "PASSIVE"; "" undoes it.

    With collision hulls it is a compound of them, else the convex hull of its mesh. Raises ``ValueError`` with a
    sentence for the user.
    """
    hulls = colliders(root)
    for ob in (*hulls, root):
        if ob.rigid_body is not None:
            with bpy.context.temp_override(scene=scene, object=ob, active_object=ob, selected_objects=[ob]):
                bpy.ops.rigidbody.object_remove()
    if not kind:
        return
    if root.type != "MESH":
        raise ValueError(f"{root.name} has several parts and no collision hulls: make it again with Collision Hulls.")
    bpy.context.view_layer.update()
    weight = float((provenance.read(root) or {}).get("mass") or 1.0)
    _add(root, kind, "COMPOUND" if hulls else "CONVEX_HULL", scene)
    root.rigid_body.mass = max(weight, 0.001)
    for hull in hulls:
        _add(hull, kind, "CONVEX_HULL", scene)
    world = scene.rigidbody_world
    world.use_split_impulse = True
    world.substeps_per_frame = max(world.substeps_per_frame, _STEPS)
    world.solver_iterations = max(world.solver_iterations, _ITERATIONS)


def colliders(root: bpy.types.Object) -> list[bpy.types.Object]:
    """The collision hulls that were built with ``root``."""
    return [ob for ob in root.children if ob.get(COLLIDER)]


def _add(ob: bpy.types.Object, kind: str, shape: str, scene: bpy.types.Scene) -> None:
    with bpy.context.temp_override(scene=scene, object=ob, active_object=ob, selected_objects=[ob]):
        bpy.ops.rigidbody.object_add(type=kind)
    body = ob.rigid_body
    body.collision_shape = shape
    body.use_margin, body.collision_margin = True, _MARGIN
    body.friction, body.restitution = _FRICTION, _BOUNCE
