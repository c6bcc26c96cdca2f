# SPDX-License-Identifier: GPL-3.0-or-later
"""Armatures and the scene inside the worker's Blender."""

import re

import bpy
import numpy as np


def enable(module):
    """Enable one of Blender's own add-ons."""
    import addon_utils
    addon_utils.enable(module, default_set=False)


def rate(whole=False):
    """Frames a second of the scene; ``whole``: without the base, as the FBX importer in Python lays keys."""
    render = bpy.context.scene.render
    return render.fps / (1.0 if whole else render.fps_base)


def set_rate(fps):
    render = bpy.context.scene.render
    render.fps = max(1, round(fps))
    render.fps_base = render.fps / fps


def silence_modifiers():
    """Meshes need not be deformed to know where the bones are."""
    for ob in bpy.context.scene.objects:
        if ob.type == "MESH":
            for modifier in ob.modifiers:
                modifier.show_viewport = False


def disconnect(ob):
    """Let every bone keep its own location: importers connect bones that happen to touch."""
    bpy.context.view_layer.objects.active = ob
    bpy.ops.object.mode_set(mode="EDIT")
    for bone in ob.data.edit_bones:
        bone.use_connect = False
    bpy.ops.object.mode_set(mode="OBJECT")


def chosen_bones(ob):
    """(bones, parent's index of each): the deforming bones where the rig has controls as well, parents first.

    A Rigify rig parents its DEF bones to ORG ones; the DEF bone of the same name stands for those.
    """
    bones = sorted(ob.data.bones, key=lambda bone: len(bone.parent_recursive))
    deforming = [bone for bone in bones if bone.use_deform]
    if len(deforming) < 3 or len(deforming) == len(bones):
        chosen = bones
    else:
        chosen = deforming
    names = {bone.name for bone in chosen}
    above = {bone.name: _parent(bone, names, ob.data.bones) for bone in chosen}
    order: list = []
    placed = {None}
    while len(order) < len(chosen):
        ready = [bone for bone in chosen if bone.name not in placed and above[bone.name] in placed]
        if not ready:  # a ring by name: what is left hangs from nothing
            for bone in chosen:
                if bone.name not in placed:
                    above[bone.name] = None
            continue
        for bone in ready:
            placed.add(bone.name)
        order += ready
    index = {bone.name: number for number, bone in enumerate(order)}
    return order, [index[above[bone.name]] if above[bone.name] else -1 for bone in order]


def _parent(bone, names, bones):
    """Name of the nearest chosen bone above, or None."""
    above = bone.parent
    while above is not None:
        for name in (above.name, re.sub(r"^(ORG|MCH)-", "DEF-", above.name)):
            if name in names and name != bone.name and name in bones:
                return name
        above = above.parent
    return None


def rest_of(ob, bones):
    """(rest matrices (J, 4, 4), tails (J, 3)) in armature space."""
    rest = np.array([bone.matrix_local for bone in bones], np.float64).reshape(-1, 4, 4)
    tails = np.array([bone.tail_local for bone in bones], np.float64).reshape(-1, 3)
    return rest, tails


def build_armature(name, names, parents, arrays):
    """An armature object in the scene, from heads, tails and Z axes (J, 3)."""
    data = bpy.data.armatures.new(name)
    ob = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(ob)
    bpy.context.view_layer.objects.active = ob
    bpy.ops.object.mode_set(mode="EDIT")
    made: list = []
    for index, (bone_name, parent) in enumerate(zip(names, parents)):
        bone = data.edit_bones.new(bone_name)
        bone.head, bone.tail = arrays["heads"][index].tolist(), arrays["tails"][index].tolist()
        bone.align_roll(arrays["z_axes"][index].tolist())
        if parent >= 0:
            bone.parent = made[parent]
        made.append(bone)
    bpy.ops.object.mode_set(mode="OBJECT")
    return ob
