# SPDX-License-Identifier: GPL-3.0-or-later
"""What IK controls look like: wire shapes that are in the file, but in no scene."""

from __future__ import annotations

import math
from collections.abc import Iterable

import bpy

_NAME = "Troupe IK {}"
_EDGES = ((0, 1), (1, 3), (3, 2), (2, 0), (4, 5), (5, 7), (7, 6), (6, 4), (0, 4), (1, 5), (2, 6), (3, 7))


def give(ob: bpy.types.Object, wanted: Iterable[tuple[str, str]]) -> None:
    """Bone -> "ring", "box" or "ball"."""
    for name, kind in wanted:
        bone = ob.pose.bones[name]
        bone.custom_shape = _shape(kind)
        bone.use_custom_shape_bone_size = True
        bone.bone.show_wire = True


def take(ob: bpy.types.Object, bones: Iterable[str]) -> None:
    """Give no shapes any more; those that nobody has any more go."""
    for name in bones:
        if (bone := ob.pose.bones.get(name)) is not None:
            bone.custom_shape = None
    for kind in ("ring", "box", "ball"):
        found = bpy.data.objects.get(_NAME.format(kind))
        if found is not None and found.users == 0:
            mesh = found.data
            bpy.data.objects.remove(found)
            if mesh.users == 0:
                bpy.data.meshes.remove(mesh)


def _shape(kind: str) -> bpy.types.Object:
    name = _NAME.format(kind)
    if (found := bpy.data.objects.get(name)) is not None:
        return found
    mesh = bpy.data.meshes.new(name)
    if kind == "box":
        mesh.from_pydata([(x, y, z) for x in (-0.45, 0.45) for y in (-0.2, 1.1) for z in (-0.35, 0.35)], _EDGES, [])
    else:
        rings = [(0, 1)] if kind == "ring" else [(0, 1), (1, 2), (0, 2)]
        size, count, points, edges = (1.0 if kind == "ring" else 0.35), 32, [], []
        for first, second in rings:
            base = len(points)
            for step in range(count):
                place = [0.0, 0.0, 0.0]
                place[first] = size * math.cos(2 * math.pi * step / count)
                place[second] = size * math.sin(2 * math.pi * step / count)
                points.append(place)
            edges += [(base + step, base + (step + 1) % count) for step in range(count)]
        mesh.from_pydata(points, edges, [])
    return bpy.data.objects.new(name, mesh)
