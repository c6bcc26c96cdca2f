# SPDX-License-Identifier: GPL-3.0-or-later
"""Armatures that cannot show a motion: a sentence that says why and what to do, and nothing changed."""

import json

import bpy
import makers
import pytest


@pytest.fixture
def rig(troupe):
    return troupe.skeleton.build(makers.skeleton(troupe.assets), bpy.context.collection)


def refused(troupe, rig, match):
    """The order is refused, and so is a result that comes all the same; the armature stays as it was."""
    before = (len(bpy.data.actions), rig.animation_data and rig.animation_data.action,
              [bone.rotation_mode for bone in rig.pose.bones])
    with pytest.raises(ValueError, match=match):
        troupe.skeleton.of_target(rig)
    with pytest.raises(ValueError, match=match):
        troupe.module("delivery").build(
            makers.motion(troupe.assets, makers.skeleton(troupe.assets)),
            troupe.module("jobs").Delivery(scene=bpy.context.scene.name, target=rig.name))
    assert before == (len(bpy.data.actions), rig.animation_data and rig.animation_data.action,
                      [bone.rotation_mode for bone in rig.pose.bones])


def test_scales_that_shear_or_mirror(troupe, rig):
    for scale, match in (((1, 1, 2), "Apply the scale"), ((-1, 1, 1), "mirrored"), ((0, 0, 0), "scale of zero")):
        rig.scale = scale
        bpy.context.view_layer.update()
        with pytest.raises(ValueError, match=match):
            troupe.skeleton.of_target(rig)


def test_bones_held_by_constraints(troupe, rig):
    other = bpy.data.objects.new("Goal", None)
    bpy.context.collection.objects.link(other)
    held = rig.pose.bones["bone.0"].constraints.new("COPY_ROTATION")
    held.target = other
    refused(troupe, rig, r"bone\.0 \(Copy Rotation\).*rig map")
    held.mix_mode = "ADD"
    troupe.skeleton.of_target(rig)
    held.mix_mode, held.mute = "REPLACE", True
    troupe.skeleton.of_target(rig)
    troupe.action.build(makers.motion(troupe.assets, makers.skeleton(troupe.assets)), rig)


def test_bones_in_a_chain_of_inverse_kinematics(troupe, rig):
    rig.data[troupe.skeleton.KEY] = json.dumps({"roles": {"pelvis": "bone.0", "left_hip": "bone.1"}})
    goal = bpy.data.objects.new("Goal", None)
    bpy.context.collection.objects.link(goal)
    solver = rig.pose.bones["bone.1"].constraints.new("IK")
    solver.target, solver.chain_count = goal, 1
    refused(troupe, rig, r"bone\.1 \(IK\) would")
    solver.chain_count = 2
    refused(troupe, rig, r"bone\.0 \(inverse kinematics of bone\.1\)")
    solver.influence = 0.0
    troupe.skeleton.of_target(rig)


def test_bones_with_drivers(troupe, rig):
    rig.pose.bones["bone.0"].driver_add("rotation_quaternion", 1)
    refused(troupe, rig, "a driver")


def test_linked_armatures_and_their_overrides(troupe, rig, tmp_path):
    path = tmp_path / "library.blend"
    home = bpy.data.collections.new("Hero")
    home.objects.link(rig)
    bpy.data.libraries.write(str(path), {home})
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.preferences.addon_enable(module=troupe.package)
    with bpy.data.libraries.load(str(path), link=True) as (_, into):
        into.collections = ["Hero"]
    linked = bpy.data.collections["Hero"]
    bpy.context.scene.collection.children.link(linked)
    ob = linked.objects[0]
    refused(troupe, ob, "library override first")
    linked.override_hierarchy_create(bpy.context.scene, bpy.context.view_layer)
    own = next(each for each in bpy.data.objects if each.override_library is not None)
    own.override_library.is_system_override = True
    refused(troupe, own, "not editable")
    own.override_library.is_system_override = False
    motion = makers.motion(troupe.assets, makers.skeleton(troupe.assets))
    action = troupe.action.build(motion, own)
    assert own.animation_data.action == action
    rigmap = troupe.module("rigs.rigmap")
    assert not rigmap.editable(own.data) or own.data.library is None


def test_a_strip_in_tweak_mode(troupe, rig):
    motion = makers.motion(troupe.assets, makers.skeleton(troupe.assets))
    troupe.action.build(motion, rig, bake="NLA")
    rig.animation_data.nla_tracks[0].strips[0].select = True
    rig.animation_data.nla_tracks.active = rig.animation_data.nla_tracks[0]
    rig.animation_data.use_tweak_mode = True
    if not rig.animation_data.use_tweak_mode:
        pytest.skip("tweak mode cannot be entered here")
    refused(troupe, rig, "tweak mode")


def test_an_armature_without_bones(troupe):
    ob = bpy.data.objects.new("Empty", bpy.data.armatures.new("Empty"))
    bpy.context.collection.objects.link(ob)
    with pytest.raises(ValueError, match="no bones"):
        troupe.skeleton.read(ob)
