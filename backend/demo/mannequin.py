# SPDX-License-Identifier: GPL-3.0-or-later
"""For scripts that Blender runs: a Rigify rig that wears a wooden mannequin, and capsules on the bones of any rig."""

import bpy
import numpy as np
from stage import link, paint

#: Radius (m) of the mannequin's wood around each deforming bone of Rigify, and how it tapers.
_WOOD = {"spine.004": 0.05, "spine.005": 0.05, "spine.006": 0.0, "spine": 0.11, "pelvis": 0.06, "thigh": 0.075,
         "shin": 0.052, "foot": 0.042, "toe": 0.035, "shoulder": 0.05,
         "upper_arm": 0.045, "forearm": 0.037, "hand": 0.035, "f_": 0.010, "thumb": 0.012, "palm": 0.012}



def mannequin(place: tuple[float, float, float]) -> bpy.types.Object:
    """A generated Rigify rig, which is driven by its controls, with a capsule around each deforming bone."""
    bpy.ops.preferences.addon_enable(module="rigify")
    bpy.ops.object.armature_human_metarig_add()
    metarig = bpy.context.object
    bpy.ops.pose.rigify_generate()
    rig = bpy.context.object
    bpy.data.objects.remove(metarig)
    rig.location = place
    for each in list(bpy.data.objects):
        if each.name.startswith("WGT-"):
            each.hide_render = True
    rig.hide_render = True
    limbs = []
    for bone in rig.data.bones:
        name = bone.name.removeprefix("DEF-")
        radius = next((size for start, size in _WOOD.items() if name.startswith(start)), None)
        if bone.use_deform and bone.name.startswith("DEF-") and radius:
            head, tail = np.array(bone.head_local), np.array(bone.tail_local)
            limbs.append((bone.name, head, tail, min(radius, 0.6 * bone.length + 0.012)))
    skull = rig.data.bones["DEF-spine.006"]
    up = np.array([0.0, 0.0, 0.033])
    centre = np.array(skull.head_local) * 0.4 + np.array(skull.tail_local) * 0.6
    limbs.append((skull.name, centre - up, centre + up, 0.085))
    dress(rig, limbs, (0.45, 0.25, 0.10))
    return rig


def dress(rig: bpy.types.Object, limbs: list[tuple[str, np.ndarray, np.ndarray, float]],
          color: tuple[float, float, float]) -> None:
    """Put capsules (bone, start, end, radius) on a rig, each moving with its bone."""
    vertices: list[tuple] = []
    faces: list[list[int]] = []
    owners: list[str] = []
    for bone, start, end, radius in limbs:
        points, quads = capsule(start, end, radius)
        faces += [[len(vertices) + corner for corner in quad] for quad in quads]
        vertices += points
        owners += [bone] * len(points)
    mesh = bpy.data.meshes.new("Mannequin")
    mesh.from_pydata(vertices, [], faces)
    mesh.shade_smooth()
    mesh.materials.append(paint("Wood", color, 0.45))
    body = link("Mannequin", mesh)
    for name in dict.fromkeys(owners):
        group = body.vertex_groups.new(name=name)
        group.add([index for index, owner in enumerate(owners) if owner == name], 1.0, "REPLACE")
    body.parent = rig
    body.modifiers.new("Armature", "ARMATURE").object = rig


def capsule(start: np.ndarray, end: np.ndarray, radius: float) -> tuple[list[tuple], list[list[int]]]:
    """Points and quads of a capsule from ``start`` to ``end``."""
    along = end - start
    axis = along / max(np.linalg.norm(along), 1e-9)
    side = np.cross(axis, [0, 0, 1] if abs(axis[2]) < 0.9 else [0, 1, 0])
    side /= np.linalg.norm(side)
    other = np.cross(axis, side)
    rings, around = 10, 16
    points = []
    for ring in range(rings):
        angle = np.pi * (ring + 0.5) / rings - np.pi / 2
        base = start if ring < rings // 2 else end
        for step in range(around):
            turn = 2 * np.pi * step / around
            out = np.cos(angle) * (np.cos(turn) * side + np.sin(turn) * other) + np.sin(angle) * axis
            points.append(tuple(base + radius * out))
    quads = [[ring * around + step, ring * around + (step + 1) % around, (ring + 1) * around + (step + 1) % around,
              (ring + 1) * around + step] for ring in range(rings - 1) for step in range(around)]
    caps = [list(range(around))[::-1], [(rings - 1) * around + step for step in range(around)]]
    return points, quads + caps
