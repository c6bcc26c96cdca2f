# SPDX-License-Identifier: GPL-3.0-or-later
"""A Blender curve as the path of a character: points on the floor, in the armature's own upright metres."""

from __future__ import annotations

import bpy
import numpy as np
from mathutils import Matrix

from ..builders.skeleton import upright

#: Points at most, and metres between them at least.
MOST, SPACING = 512, 0.05


def points(curve: bpy.types.Object, armature: bpy.types.Object) -> tuple[list[list[float]], bool]:
    """The first spline of ``curve`` at even distances, in the order of its points, and whether it is closed.

    Raises ``ValueError`` with a sentence for the user when there is nothing to follow.
    """
    if not curve.data.splines:
        raise ValueError(f"The curve {curve.name} has no splines.")
    closed = bool(curve.data.splines[0].use_cyclic_u)
    world = _along(curve, closed)
    place = armature.matrix_world.to_translation()
    # What is left of the object's matrix when its scale and tilt are taken out: where it stands and faces.
    facing = (armature.matrix_world.to_3x3() @ upright(armature).to_3x3().inverted()).normalized()
    inverse = np.array((Matrix.Translation(place) @ facing.to_4x4()).inverted())
    line = world @ inverse[:3, :3].T + inverse[:3, 3]
    line = _even(line[:, :2])
    if line is None:
        raise ValueError(f"The curve {curve.name} leads nowhere: it has no length on the floor.")
    return [[round(float(x), 5), round(float(y), 5)] for x, y in line], closed


def _along(curve: bpy.types.Object, closed: bool) -> np.ndarray:
    """(N, 3) world places along the curve's first spline, without bevel, extrusion and modifiers."""
    data = curve.data.copy()
    ob = bpy.data.objects.new(curve.name, data)
    try:
        for spline in list(data.splines)[1:]:
            data.splines.remove(spline)
        data.bevel_depth = data.extrude = 0.0
        data.bevel_object = data.taper_object = None
        data.dimensions = "3D"
        data.resolution_u = max(data.resolution_u, 16)
        data.splines[0].resolution_u = max(data.splines[0].resolution_u, 16)
        mesh = ob.to_mesh()
        places = np.empty(len(mesh.vertices) * 3, np.float32)
        mesh.vertices.foreach_get("co", places)
        ob.to_mesh_clear()
    finally:
        bpy.data.objects.remove(ob)
        bpy.data.curves.remove(data)
    matrix = np.array(curve.matrix_world)
    places = places.reshape(-1, 3).astype(np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
    return np.concatenate([places, places[:1]]) if closed and len(places) else places


def _even(line: np.ndarray) -> np.ndarray | None:
    """Places along ``line`` (N, 2) at equal distances, None where it has no length."""
    if len(line) < 2:
        return None
    distance = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    if distance[-1] < 1e-4:
        return None
    count = int(np.clip(np.ceil(distance[-1] / SPACING) + 1, 2, MOST))
    wanted = np.linspace(0.0, distance[-1], count)
    return np.stack([np.interp(wanted, distance, line[:, axis]) for axis in (0, 1)], axis=1)
