# SPDX-License-Identifier: GPL-3.0-or-later
"""An avatar on a generated Rigify rig: a human metarig fitted to its joints, its skin handed over to the new bones."""

from __future__ import annotations

import re
from collections.abc import Iterable

import bpy
import numpy as np
from mathutils import Vector

from ..builders import avatar, provenance
from ..protocol.assets import Skeleton
from ..rigs import ik, joints, rigmap
from . import levels

#: Custom property of a rig made here: what its meshes' groups were called before, so that new parts can be bound.
KEY = "troupe_rigify"
_SIDES = (("left", "L"), ("right", "R"))
#: Joint without its side -> metarig bone.
_LIMBS = {"hip": "thigh", "knee": "shin", "ankle": "foot", "foot": "toe", "collar": "shoulder",
          "shoulder": "upper_arm", "elbow": "forearm", "wrist": "hand"}
_SPINE = {"pelvis": "spine", "spine1": "spine.001", "spine2": "spine.002", "spine3": "spine.003",
          "neck": "spine.004", "head": "spine.006"}
_FINGERS = {"thumb": "thumb", "index": "f_index", "middle": "f_middle", "ring": "f_ring", "pinky": "f_pinky"}
_PALMS = {"index": "palm.01", "middle": "palm.02", "ring": "palm.03", "pinky": "palm.04"}
#: Joints whose limb is two deforming segments, and the neck's two bones.
_SEGMENTED = ("hip", "knee", "shoulder", "elbow")
#: How far an elbow or a knee is pushed to the side it bends to, where a limb is straight: Rigify must see which way.
_BEND = 0.004


def convert(rig: bpy.types.Object) -> bpy.types.Object:
    """Replace an avatar's armature object by a generated Rigify rig in the same place; the new rig.

    Meshes, face shapes and materials stay; a pose or action of the old rig does not fit the new one and is not taken
    over (the action stays in the file). Raises ``ValueError`` with a sentence for the user.
    """
    roles = rigmap.of(rig.data).roles
    missing = [joint for joint in (*_SPINE, *(f"{side}_{each}" for side, _ in _SIDES for each in _LIMBS))
               if joint not in roles]
    if missing:
        raise ValueError(f"{rig.name} has no {missing[0].replace('_', ' ')}: its rig map must be whole for Rigify.")
    bpy.ops.preferences.addon_enable(module="rigify")
    if not hasattr(bpy.ops.object, "armature_human_metarig_add"):
        raise ValueError("Rigify is not installed. It comes with Blender: enable it in the preferences.")
    levels.forget(rig)  # their weights are of the old bones
    ik.remove(rig)
    _rest(rig)
    playing = players(rig, roles)
    home = avatar.home_of(rig)
    metarig = _metarig(rig, playing)
    try:
        generated = _generated(metarig)
    finally:
        bpy.data.objects.remove(metarig)
    for each in list(generated.users_collection):
        each.objects.unlink(generated)
    home.objects.link(generated)
    generated.matrix_world = rig.matrix_world
    generated.show_in_front = True
    segments = _segments(rig, playing)
    children = [ob for ob in rig.children if ob.type == "MESH"]
    for ob in children:
        bind(ob, segments)
    for ob in list(rig.children):
        bone = ob.parent_bone if ob.parent_type == "BONE" else ""
        placed = ob.matrix_world.copy()
        ob.parent = generated
        if bone:
            ob.parent_bone = next(iter(segments.get(bone, [("DEF-spine.006",)])))[0]
        ob.matrix_world = placed
        for modifier in ob.modifiers:
            if modifier.type == "ARMATURE" and modifier.object == rig:
                modifier.object = generated
    generated[KEY] = {bone: [name for name, *_ in found] for bone, found in segments.items()}
    record = provenance.read(rig)
    if record is not None:
        provenance.replace(generated, record)
        provenance.amend(home, root=generated.name)
    name, data = rig.name, rig.data
    bpy.data.objects.remove(rig)
    if not data.users:
        bpy.data.armatures.remove(data)
    generated.name = generated.data.name = name
    if record is not None:
        provenance.amend(home, root=generated.name)
        from . import fields

        if fields.record_of(generated) is not None:
            fields.load(generated)
    return generated


def players(rig: bpy.types.Object, roles: dict[str, str]) -> dict[str, str]:
    """Joint -> bone of an avatar's rig: the body's from its rig map, fingers by their names."""
    return {**roles, **joints.fingers(rig.data.bones.keys())}


def _rest(rig: bpy.types.Object) -> None:
    if rig.animation_data is not None:
        if rig.animation_data.action is not None:
            rig.animation_data.action.use_fake_user = True
        rig.animation_data.action = None
    for bone in rig.pose.bones:
        bone.matrix_basis.identity()


def _metarig(rig: bpy.types.Object, playing: dict[str, str]) -> bpy.types.Object:
    """Rigify's human metarig with the avatar's joints; without the face, which has shapes instead of bones."""
    bpy.ops.object.select_all(action="DESELECT")
    bpy.ops.object.armature_human_metarig_add()
    metarig = bpy.context.object
    bpy.ops.object.mode_set(mode="EDIT")
    bones = metarig.data.edit_bones
    for bone in [each for each in bones if each.name == "face" or "face" in [up.name for up in each.parent_recursive]
                 or each.name.startswith("breast")]:
        bones.remove(bone)
    at = {joint: rig.data.bones[bone].head_local.copy() for joint, bone in playing.items()}
    end = {joint: rig.data.bones[bone].tail_local.copy() for joint, bone in playing.items()}
    rolls = {bone.name: bone.z_axis.copy() for bone in bones}
    for bone in bones:
        bone.use_connect = False
    places = {"spine": (at["pelvis"], at["spine1"]), "spine.001": (at["spine1"], at["spine2"]),
              "spine.002": (at["spine2"], at["spine3"]), "spine.003": (at["spine3"], at["neck"]),
              "spine.004": (at["neck"], at["neck"].lerp(at["head"], 0.5)),
              "spine.005": (at["neck"].lerp(at["head"], 0.5), at["head"]), "spine.006": (at["head"], end["head"])}
    for side, mark in _SIDES:
        places |= _side(at, end, side, mark)
    for bone in list(bones):
        if bone.name in places:
            bone.head, bone.tail = places[bone.name]
            bone.align_roll(rolls[bone.name])
        elif bone.name.startswith(("f_", "thumb", "palm")):
            bones.remove(bone)
    for child, parent in (("spine.001", "spine"), ("spine.002", "spine.001"), ("spine.003", "spine.002"),
                          ("spine.005", "spine.004"), ("spine.006", "spine.005"), *(
            (f"{b}.{mark}", f"{a}.{mark}") for _, mark in _SIDES for a, b in (
                ("upper_arm", "forearm"), ("forearm", "hand"), ("thigh", "shin"), ("shin", "foot"), ("foot", "toe"), *(
                    (f"{stem}.0{n}", f"{stem}.0{n + 1}") for stem in _FINGERS.values() for n in (1, 2))))):
        if child in bones and parent in bones:
            bones[child].use_connect = True
    bpy.ops.object.mode_set(mode="OBJECT")
    return metarig


def _side(at: dict[str, Vector], end: dict[str, Vector], side: str, mark: str) -> dict[str, tuple[Vector, Vector]]:
    """Metarig bone -> (head, tail) of one side."""
    def joint(name: str) -> Vector:
        return at[f"{side}_{name}"]

    elbow, knee = (_bent(joint(a), joint(b), joint(c), way) for a, b, c, way in (
        ("shoulder", "elbow", "wrist", Vector((0, 1, 0))), ("hip", "knee", "ankle", Vector((0, -1, 0)))))
    ball, ankle = joint("foot"), joint("ankle")
    length = (end[f"{side}_foot"] - ankle).length
    heel = Vector((ankle.x, ankle.y + 0.28 * length, min(ball.z, end[f"{side}_foot"].z) - 0.02))
    wide = Vector((0.03 if side == "left" else -0.03, 0, 0))
    found = {"shoulder": (joint("collar"), joint("collar").lerp(joint("shoulder"), 0.92)),
             "upper_arm": (joint("shoulder"), elbow), "forearm": (elbow, joint("wrist")),
             "hand": (joint("wrist"), end[f"{side}_wrist"]), "thigh": (joint("hip"), knee), "shin": (knee, ankle),
             "foot": (ankle, ball), "toe": (ball, end[f"{side}_foot"]), "heel.02": (heel - wide, heel + wide),
             "pelvis": (at["pelvis"], joint("hip") + Vector((0, -0.04, 0.07)))}
    for finger, stem in _FINGERS.items():
        if f"{side}_{finger}1" not in at:
            continue
        for number in (1, 2, 3):
            stop = joint(f"{finger}{number + 1}") if number < 3 else end[f"{side}_{finger}3"]
            found[f"{stem}.0{number}"] = joint(f"{finger}{number}"), stop
        if finger in _PALMS:
            base = joint(f"{finger}1")
            found[_PALMS[finger]] = joint("wrist").lerp(base, 0.3), joint("wrist").lerp(base, 0.97)
    return {f"{name}.{mark}": ends for name, ends in found.items()}


def _bent(first: Vector, middle: Vector, last: Vector, way: Vector) -> Vector:
    """The middle joint, moved a little where the limb is straight or bends the other way."""
    along = (last - first).normalized()
    off = (middle - first) - along * (middle - first).dot(along)
    return middle + way * max(0.0, _BEND - off.dot(way))


def _generated(metarig: bpy.types.Object) -> bpy.types.Object:
    for ob in bpy.context.selected_objects:
        ob.select_set(False)
    metarig.select_set(True)
    bpy.context.view_layer.objects.active = metarig
    before = set(bpy.data.objects)
    try:
        bpy.ops.pose.rigify_generate()
    except RuntimeError as error:
        for ob in [each for each in bpy.data.objects if each not in before]:
            bpy.data.objects.remove(ob)
        raise ValueError(f"Rigify could not make a rig: {' '.join(str(error).split())[:200]}") from error
    return bpy.context.object


def _segments(rig: bpy.types.Object, playing: dict[str, str]) -> dict[str, list[tuple[str, Vector, Vector]]]:
    """Bone of the old rig -> the deforming bones that take its weights, each with the ends of what it covers."""
    bones = rig.data.bones
    own: dict[str, list[tuple[str, Vector, Vector]]] = {}
    for joint, bone in playing.items():
        side, _, part = joint.partition("_")
        mark = {"left": ".L", "right": ".R"}.get(side, "")
        head, tail = bones[bone].head_local.copy(), bones[bone].tail_local.copy()
        if not mark:
            name = _SPINE.get(joint)
            if name is None:
                continue
            names = ["DEF-spine.004", "DEF-spine.005"] if joint == "neck" else [f"DEF-{name}"]
            if joint == "neck":
                tail = bones[playing["head"]].head_local.copy()
        elif part in _LIMBS:
            following = {"hip": "knee", "knee": "ankle", "shoulder": "elbow", "elbow": "wrist"}.get(part)
            if following is not None:
                tail = bones[playing[f"{side}_{following}"]].head_local.copy()
            names = [f"DEF-{_LIMBS[part]}{mark}"]
            names += [f"DEF-{_LIMBS[part]}{mark}.001"] if part in _SEGMENTED else []
        else:
            match = re.fullmatch(r"(thumb|index|middle|ring|pinky)([123])", part)
            if match is None:
                continue
            names = [f"DEF-{_FINGERS[match[1]]}.0{match[2]}{mark}"]
        own[bone] = [(name, head.lerp(tail, n / len(names)), head.lerp(tail, (n + 1) / len(names)))
                     for n, name in enumerate(names)]
    result = {}
    for bone in bones:
        chain = [bone, *bone.parent_recursive]
        result[bone.name] = next((own[each.name] for each in chain if each.name in own), own[playing["pelvis"]])
    return result


def bind(ob: bpy.types.Object, segments: dict[str, list[tuple[str, Vector, Vector]]]) -> None:
    """Hand a mesh's weights over: each group's to its deforming bones, smoothly from the one to the next."""
    count = len(ob.data.vertices)
    points = np.empty(3 * count, np.float32)
    (ob.data.shape_keys.key_blocks[0].data if ob.data.shape_keys else ob.data.vertices).foreach_get("co", points)
    points = points.reshape(-1, 3).astype(np.float64)
    groups = {group.index: group.name for group in ob.vertex_groups if group.name in segments}
    rows: dict[str, list[tuple[int, float]]] = {}
    for vertex in ob.data.vertices:
        for each in vertex.groups:
            if each.group in groups and each.weight > 0:
                rows.setdefault(groups[each.group], []).append((vertex.index, each.weight))
    taken: dict[str, np.ndarray] = {}
    for name, pairs in rows.items():
        index, weight = np.array([i for i, _ in pairs]), np.array([w for _, w in pairs])
        for target, share in _shares(points[index], segments[name]):
            np.add.at(taken.setdefault(target, np.zeros(count)), index, weight * share)
    for name in set(groups.values()):
        ob.vertex_groups.remove(ob.vertex_groups[name])
    for name, weight in taken.items():
        _assigned(ob, name, np.flatnonzero(weight > 1e-4), weight)


def rebind(ob: bpy.types.Object, skeleton: Skeleton, rig: bpy.types.Object) -> None:
    """Bind a new part, whose groups have the names of ``skeleton``'s bones, to a rig that was made here."""
    told = {bone: list(names) for bone, names in rig[KEY].items()}
    segments = {}
    for bone, names in told.items():
        ends = [rig.data.bones[name] for name in names if name in rig.data.bones]
        segments[bone] = [(each.name, each.head_local.copy(), each.tail_local.copy()) for each in ends]
    bind(ob, {bone: found for bone, found in segments.items() if found and bone in skeleton.names})


def _shares(points: np.ndarray, found: list[tuple[str, Vector, Vector]]) -> Iterable[tuple[str, np.ndarray]]:
    if len(found) == 1:
        return [(found[0][0], np.ones(len(points)))]
    (first, start, _), (second, _, end) = found
    axis = np.array(end - start)
    along = (points - np.array(start)) @ axis / max(float(axis @ axis), 1e-12)
    t = np.clip((along - 0.38) / 0.24, 0, 1)
    t = t * t * (3 - 2 * t)
    return [(first, 1 - t), (second, t)]


def _assigned(ob: bpy.types.Object, name: str, index: np.ndarray, weight: np.ndarray) -> None:
    """Add weights to a group; equal ones at once, since a call for each vertex is slow."""
    group = ob.vertex_groups.get(name) or ob.vertex_groups.new(name=name)
    steps = np.round(weight[index] * 512).astype(int)
    for step in np.unique(steps):
        if step > 0:
            group.add(index[steps == step].tolist(), min(step / 512, 1.0), "REPLACE")
