# SPDX-License-Identifier: GPL-3.0-or-later
"""Armatures as other tools leave them: Mixamo's, Unreal's, MakeHuman's, one without meaning, and Rigify's."""

from itertools import pairwise

import bpy
import numpy as np
from mathutils import Matrix, Vector

SIDES = (("left", 1.0), ("right", -1.0))
FINGERS = ("thumb", "index", "middle", "ring", "pinky")


def _moved(place, x, y, z):
    return place + np.array([x, y, z])


def places(height=1.75, legs=1.0, arms=1.0, drop=0.0):
    """Canonical joint -> place of a person facing -Y; ``drop`` is how far the arms hang below a T-pose, radians."""
    unit = height / 1.75
    hip = (0.04 + 0.86 * legs) * unit
    found = {"pelvis": (0, 0, hip + 0.05 * unit)}
    for number, (name, up) in enumerate({"spine1": 0.13, "spine2": 0.25, "spine3": 0.37, "neck": 0.53,
                                         "head": 0.62}.items()):
        found[name] = (0, 0.01 * (number % 2), hip + up * unit)
    for side, sign in SIDES:
        found[f"{side}_hip"] = (0.09 * sign * unit, 0, hip)
        found[f"{side}_knee"] = (0.095 * sign * unit, -0.012 * unit, 0.07 * unit + 0.42 * legs * unit)
        found[f"{side}_ankle"] = (0.10 * sign * unit, 0.01 * unit, 0.08 * unit)
        found[f"{side}_foot"] = (0.105 * sign * unit, -0.12 * unit, 0.02 * unit)
        shoulder = np.array([0.17 * sign * unit, 0.01, hip + 0.48 * unit])
        along = np.array([np.cos(drop) * sign, 0.0, -np.sin(drop)]) * unit * arms
        found[f"{side}_collar"] = (0.03 * sign * unit, 0, hip + 0.47 * unit)
        found[f"{side}_shoulder"] = tuple(shoulder)
        found[f"{side}_elbow"] = tuple(shoulder + 0.28 * along + (0, 0.01, 0))
        found[f"{side}_wrist"] = tuple(shoulder + 0.53 * along)
        for number, finger in enumerate(FINGERS):
            across = np.array([0.0, (-0.05, -0.03, -0.01, 0.012, 0.03)[number], 0.0]) * unit
            start = 0.56 if finger == "thumb" else 0.62
            for digit in (1, 2, 3):
                found[f"{side}_{finger}{digit}"] = tuple(
                    shoulder + (start + 0.03 * (digit - 1)) * along + across * (1.3 if finger == "thumb" else 1.0))
    return {joint: np.array(place, float) for joint, place in found.items()}


PARENTS = {"pelvis": "", "spine1": "pelvis", "spine2": "spine1", "spine3": "spine2", "neck": "spine3", "head": "neck"}
for _side, _ in SIDES:
    for _joint, _above in (("hip", "pelvis"), ("knee", "hip"), ("ankle", "knee"), ("foot", "ankle"),
                           ("collar", "spine3"), ("shoulder", "collar"), ("elbow", "shoulder"), ("wrist", "elbow")):
        PARENTS[f"{_side}_{_joint}"] = _above if _above in PARENTS else f"{_side}_{_above}"
    for _finger in FINGERS:
        for _digit in (1, 2, 3):
            PARENTS[f"{_side}_{_finger}{_digit}"] = (
                f"{_side}_{_finger}{_digit - 1}" if _digit > 1 else f"{_side}_wrist")


def tails(heads):
    """Joint -> where its bone ends: the next joint, or a little way on."""
    found = {}
    for joint, head in heads.items():
        child = next((each for each in heads if PARENTS[each] == joint and (
            each in ("spine1", "spine2", "spine3", "neck", "head") or joint not in ("pelvis", "spine3"))
            and not (joint.endswith("wrist") and not each.endswith("middle1"))), None)
        if child is not None:
            found[joint] = heads[child]
        elif joint == "head":
            found[joint] = _moved(head, 0, 0, 0.18)
        elif joint.endswith("_foot"):
            found[joint] = _moved(head, 0, -0.07, 0)
        else:
            above = head - heads[PARENTS[joint]]
            found[joint] = head + above * min(1.0, 0.03 / np.linalg.norm(above))
    return found


def armature(name, bones, connect=()):
    """An armature object from {bone: (head, tail, parent bone or "", z axis)}, parents first."""
    data = bpy.data.armatures.new(name)
    ob = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(ob)
    bpy.context.view_layer.objects.active = ob
    bpy.ops.object.mode_set(mode="EDIT")
    for bone, (head, tail, parent, z_axis) in bones.items():
        made = data.edit_bones.new(bone)
        made.head, made.tail = Vector(head), Vector(tail)
        made.align_roll(Vector(z_axis))
        if parent:
            made.parent = data.edit_bones[parent]
            made.use_connect = bone in connect
    bpy.ops.object.mode_set(mode="OBJECT")
    return ob


def _named(names, heads, ends, z_axis):
    return {names[joint]: (heads[joint], ends[joint], names.get(PARENTS[joint], ""), z_axis(joint))
            for joint in heads if joint in names}


def mixamo():
    """T-pose, centimetres with Y up, put upright by the object; names with a namespace. Returns (object, roles)."""
    names = {"pelvis": "Hips", "spine1": "Spine", "spine2": "Spine1", "spine3": "Spine2", "neck": "Neck",
             "head": "Head"}
    for side, _ in SIDES:
        for joint, word in (("hip", "UpLeg"), ("knee", "Leg"), ("ankle", "Foot"), ("foot", "ToeBase"),
                            ("collar", "Shoulder"), ("shoulder", "Arm"), ("elbow", "ForeArm"), ("wrist", "Hand")):
            names[f"{side}_{joint}"] = side.title() + word
        for finger in FINGERS:
            for digit in (1, 2, 3):
                names[f"{side}_{finger}{digit}"] = f"{side.title()}Hand{finger.title()}{digit}"
    names = {joint: f"mixamorig:{word}" for joint, word in names.items()}
    heads = places(1.8)
    ob = armature("Mixamo", _named(names, heads, tails(heads), lambda joint: (0, -1, 0)))
    upright = Matrix.Rotation(np.pi / 2, 4, "X") @ Matrix.Scale(0.01, 4)
    ob.data.transform(upright.inverted())
    ob.matrix_world = upright
    bpy.context.view_layer.update()
    return ob, names


def unreal():
    """A-pose, a root on the floor, twist bones, bones that do not point along their limbs."""
    names = {"pelvis": "pelvis", "spine1": "spine_01", "spine2": "spine_02", "spine3": "spine_03", "neck": "neck_01",
             "head": "head"}
    for side, _ in SIDES:
        for joint, word in (("hip", "thigh"), ("knee", "calf"), ("ankle", "foot"), ("foot", "ball"),
                            ("collar", "clavicle"), ("shoulder", "upperarm"), ("elbow", "lowerarm"), ("wrist", "hand")):
            names[f"{side}_{joint}"] = f"{word}_{side[0]}"
        for finger in FINGERS:
            for digit in (1, 2, 3):
                names[f"{side}_{finger}{digit}"] = f"{finger}_0{digit}_{side[0]}"
    heads = places(1.72, legs=1.05, drop=np.radians(50))
    ends = {joint: _moved(head, 0.02, 0.03, 0.05) for joint, head in heads.items()}
    bones = {"root": ((0, 0, 0), (0, 0.2, 0), "", (0, 0, 1))}
    bones.update(_named(names, heads, ends, lambda joint: (0.3, 1, 0.2)))
    bones["pelvis"] = (*bones["pelvis"][:2], "root", bones["pelvis"][3])
    for side in "lr":
        thigh, calf = (np.array(bones[f"{each}_{side}"][0]) for each in ("thigh", "calf"))
        middle = (thigh + calf) / 2
        bones[f"thigh_twist_01_{side}"] = (middle, _moved(middle, 0, 0, -0.05), f"thigh_{side}", (0, 1, 0))
        foot = np.array(bones[f"foot_{side}"][0])
        bones[f"ik_foot_{side}"] = (foot, _moved(foot, 0, -0.1, 0), "root", (0, 0, 1))
    return armature("Unreal", bones), names


def makehuman():
    """MPFB's default rig: five spine bones, three neck bones, limbs of two bones each, connected throughout."""
    heads = places(1.62, legs=0.95, arms=0.92, drop=np.radians(38))
    ends = tails(heads)
    bones, connect, names = {}, set(), {"pelvis": "root"}

    def chain(start, end, words, parent, z_axis=(0, 1, 0)):
        points = np.linspace(start, end, len(words) + 1)
        for word, (head, tail) in zip(words, pairwise(points)):
            bones[word] = (head, tail, parent, z_axis)
            parent = word
        connect.update(words[1:])
        return parent

    bones["root"] = (heads["pelvis"], heads["spine1"] - (0, 0, 0.03), "", (0, 1, 0))
    top = chain(heads["spine1"], heads["neck"], [f"spine0{each}" for each in (5, 4, 3, 2, 1)], "root")
    neck = chain(heads["neck"], heads["head"], ["neck01", "neck02", "neck03"], top)
    chain(heads["head"], ends["head"], ["head"], neck)
    names.update(spine3="spine01", neck="neck01", head="head")
    for side, _ in SIDES:
        letter = side[0].upper()
        collar = chain(heads[f"{side}_collar"], heads[f"{side}_shoulder"] - (0, 0, 0.01), [f"clavicle.{letter}"], top)
        chain(heads[f"{side}_hip"] + (-0.04 if side == "left" else 0.04, 0, 0.04), heads[f"{side}_hip"],
              [f"pelvis.{letter}"], "root")
        above = chain(heads[f"{side}_hip"], heads[f"{side}_knee"], [f"upperleg0{each}.{letter}" for each in (1, 2)],
                      f"pelvis.{letter}")
        above = chain(heads[f"{side}_knee"], heads[f"{side}_ankle"], [f"lowerleg0{each}.{letter}" for each in (1, 2)],
                      above)
        above = chain(heads[f"{side}_ankle"], heads[f"{side}_foot"], [f"foot.{letter}"], above, (0, 0, 1))
        for toe in (1, 2, 3):
            start = heads[f"{side}_foot"] + ((toe - 2) * 0.02, 0, 0)
            chain(start, _moved(start, 0, -0.06, 0), [f"toe{toe}-1.{letter}"], above, (0, 0, 1))
        above = chain(heads[f"{side}_shoulder"], heads[f"{side}_elbow"],
                      [f"upperarm0{each}.{letter}" for each in (1, 2)], collar)
        above = chain(heads[f"{side}_elbow"], heads[f"{side}_wrist"], [f"lowerarm0{each}.{letter}" for each in (1, 2)],
                      above)
        above = chain(heads[f"{side}_wrist"], heads[f"{side}_middle1"], [f"wrist.{letter}"], above)
        for number, finger in enumerate(FINGERS, 1):
            points = [heads[f"{side}_{finger}{digit}"] for digit in (1, 2, 3)]
            for digit, (head, tail) in enumerate(pairwise([*points, 2 * points[2] - points[1]]), 1):
                word = f"finger{number}-{digit}.{letter}"
                bones[word] = (head, tail, f"finger{number}-{digit - 1}.{letter}" if digit > 1 else above, (0, 1, 0))
        names.update({f"{side}_{joint}": f"{word}.{letter}" for joint, word in (
            ("collar", "clavicle"), ("hip", "upperleg01"), ("knee", "lowerleg01"), ("ankle", "foot"),
            ("shoulder", "upperarm01"), ("elbow", "lowerarm01"), ("wrist", "wrist"), ("foot", "toe2-1"))})
    return armature("MakeHuman", bones, connect), names


def meaningless():
    """Numbered bones in no order, a pelvis that is connected to a root, and the character looks along +X."""
    heads = {joint: place for joint, place in places(1.9, legs=0.92, drop=np.radians(20)).items()
             if joint[-1] not in "123" or joint.startswith("spine")}
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # -Y becomes +X
    ends = {joint: turn @ place for joint, place in tails(heads).items()}
    heads = {joint: turn @ place for joint, place in heads.items()}
    numbers = np.random.default_rng(4).permutation(len(heads))
    names = {joint: f"b{number:03d}" for joint, number in zip(heads, numbers)}
    bones = {"b900": ((0, 0, 0), heads["pelvis"], "", (1, 0, 0))}
    bones.update(_named(names, heads, ends, lambda joint: (1, 0.2, 0.1)))
    pelvis = bones[names["pelvis"]]
    bones[names["pelvis"]] = (pelvis[0], pelvis[1], "b900", pelvis[3])
    return armature("Numbers", bones, {names["pelvis"]}), names


def rigify():
    """Blender's own human, generated; its deforming bones follow controls. Roles are of the deforming bones."""
    bpy.ops.preferences.addon_enable(module="rigify")
    bpy.ops.object.armature_basic_human_metarig_add()
    metarig = bpy.context.object
    bpy.ops.pose.rigify_generate()
    ob = next(each for each in bpy.data.objects if each.type == "ARMATURE" and each != metarig)
    bpy.data.objects.remove(metarig)
    names = {"pelvis": "DEF-spine", "spine3": "DEF-spine.003", "neck": "DEF-spine.004", "head": "DEF-spine.006"}
    for side, _ in SIDES:
        for joint, word in (("hip", "thigh"), ("knee", "shin"), ("ankle", "foot"), ("foot", "toe"),
                            ("collar", "shoulder"), ("shoulder", "upper_arm"), ("elbow", "forearm"), ("wrist", "hand")):
            names[f"{side}_{joint}"] = f"DEF-{word}.{side[0].upper()}"
    return ob, names


RIGS = {"mixamo": mixamo, "unreal": unreal, "makehuman": makehuman, "meaningless": meaningless, "rigify": rigify}
