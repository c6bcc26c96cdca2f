# SPDX-License-Identifier: GPL-3.0-or-later
"""Armatures, skinning and actions in Blender equal plain numpy kinematics."""

import bpy
import makers
import numpy as np
import pytest
from mathutils import Matrix


def pose_matrices(rig, names):
    bpy.context.view_layer.update()
    evaluated = rig.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return np.array([evaluated.pose.bones[name].matrix for name in names])


def at(frame):
    whole = int(np.floor(frame))
    bpy.context.scene.frame_set(whole, subframe=frame - whole)


@pytest.fixture
def rig(troupe):
    return troupe.avatar.build(makers.avatar(troupe.assets), bpy.context.collection)


def test_rest_pose_equals_the_asset(troupe, rig):
    bones = makers.skeleton(troupe.assets)
    rest = np.array([rig.data.bones[name].matrix_local for name in bones.names])
    np.testing.assert_allclose(rest[:, :3, :3], bones.rest_rotations(), atol=1e-5)
    np.testing.assert_allclose(rest[:, :3, 3], bones.heads, atol=1e-6)
    for name, parent in zip(bones.names, bones.parents):
        found = rig.data.bones[name].parent
        assert (found.name if found else None) == (bones.names[parent] if parent >= 0 else None)


def test_building_leaves_mode_selection_and_scenes_alone(troupe):
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    bpy.ops.object.mode_set(mode="EDIT")
    troupe.avatar.build(makers.avatar(troupe.assets), bpy.context.collection)
    assert bpy.context.mode == "EDIT_MESH" and bpy.context.active_object == cube
    assert len(bpy.data.scenes) == 1


def test_skeleton_is_read_back(troupe, rig):
    bones = makers.skeleton(troupe.assets)
    found = troupe.skeleton.read(rig)
    found.validate()
    assert found.roles == {"pelvis": "bone.0"} and found.convention == "custom"
    order = [found.names.index(name) for name in bones.names]
    np.testing.assert_allclose(found.heads[order], bones.heads, atol=1e-5)
    np.testing.assert_allclose(found.tails[order], bones.tails, atol=1e-5)
    np.testing.assert_allclose(found.rest_rotations()[order], bones.rest_rotations(), atol=1e-5)


def test_centimetre_y_up_rig_reads_in_metres_z_up(troupe, rig):
    """An FBX rig: data in centimetres with Y up, put upright by the object's transform."""
    expected = troupe.skeleton.read(rig)
    fix = Matrix.Rotation(np.pi / 2, 4, "X") @ Matrix.Scale(0.01, 4)
    rig.data.transform(fix.inverted())
    rig.matrix_world = Matrix.Rotation(0.7, 4, "Z") @ fix  # and the user turned it
    bpy.context.view_layer.update()
    found = troupe.skeleton.read(rig)
    np.testing.assert_allclose(found.heads, expected.heads, atol=1e-4)
    np.testing.assert_allclose(found.rest_rotations(), expected.rest_rotations(), atol=1e-4)
    motion = makers.motion(troupe.assets, found)
    troupe.action.build(motion, rig)
    at(9)
    space = np.linalg.inv(np.array(fix))
    expected_head = space[:3, :3] @ makers.posed(motion, 8)[0, :3, 3]
    np.testing.assert_allclose(pose_matrices(rig, [found.names[0]])[0, :3, 3], expected_head, atol=2e-3)


def test_skinning_equals_linear_blend_skinning(troupe, rig):
    avatar = makers.avatar(troupe.assets)
    motion = makers.motion(troupe.assets, avatar.skeleton)
    troupe.action.build(motion, rig)
    frame = 17
    at(frame + 1)
    bones, mesh = avatar.skeleton, avatar.meshes[0]
    rest = np.tile(np.eye(4), (len(bones.names), 1, 1))
    rest[:, :3, :3], rest[:, :3, 3] = bones.rest_rotations(), bones.heads
    deform = makers.posed(motion, frame) @ np.linalg.inv(rest)
    homogeneous = np.concatenate([mesh.vertices, np.ones((len(mesh.vertices), 1))], axis=1)
    expected = np.einsum("vk,vkij,vj->vi", mesh.weights, deform[mesh.joints], homogeneous)[:, :3]
    ob = next(child for child in rig.children if child.type == "MESH")
    evaluated = ob.evaluated_get(bpy.context.evaluated_depsgraph_get())
    found = np.empty(len(mesh.vertices) * 3, "f4")
    evaluated.data.vertices.foreach_get("co", found)
    assert np.abs(found.reshape(-1, 3) - expected).max() < 1e-5


@pytest.mark.parametrize("root", [0, 1])
def test_action_equals_forward_kinematics(troupe, rig, root):
    bones = makers.skeleton(troupe.assets)
    bones.roles = {"pelvis": bones.names[root]}
    bpy.data.objects.remove(rig)
    rig = troupe.skeleton.build(bones, bpy.context.collection)
    motion = makers.motion(troupe.assets, bones, root_joint=root)
    action = troupe.action.build(motion, rig, start=5)
    assert rig.animation_data.action == action
    for frame in (0, 1, 13, 39):
        at(5 + frame)
        np.testing.assert_allclose(pose_matrices(rig, bones.names), makers.posed(motion, frame), atol=2e-5)


def test_between_frames_no_bone_takes_the_long_way_round(troupe, rig):
    """q and -q turn alike, but an F-curve from one to the other would spin the bone."""
    bones = makers.skeleton(troupe.assets)
    motion = makers.motion(troupe.assets, bones)
    troupe.action.build(motion, rig)
    at(10.5)
    found = np.array([pose.matrix_basis.to_3x3() for pose in (rig.pose.bones[name] for name in bones.names)])
    before, after = makers.matrices(motion.rotations[9]), makers.matrices(motion.rotations[10])
    assert np.linalg.norm(found - before, axis=(1, 2)).max() < np.linalg.norm(after - before, axis=(1, 2)).max() + 1e-3


def test_time_is_kept_at_another_frame_rate(troupe, rig):
    bpy.context.scene.render.fps = 30
    bones = makers.skeleton(troupe.assets)
    motion = makers.motion(troupe.assets, bones, fps=20.0)
    troupe.action.build(motion, rig)
    at(1 + 10 * 30 / 20)
    np.testing.assert_allclose(pose_matrices(rig, bones.names), makers.posed(motion, 10), atol=2e-5)
    assert bpy.context.scene.frame_end == 1 + int(39 * 1.5)


def test_curves_are_grouped_by_bone_and_still_bones_get_one_key(troupe, rig):
    bones = makers.skeleton(troupe.assets)
    motion = makers.motion(troupe.assets, bones)
    motion.rotations[:, 3] = (1, 0, 0, 0)
    action = troupe.action.build(motion, rig)
    curves = list(troupe.compat.fcurves(action))
    assert len(curves) == 3 + 4 * len(bones.names)
    assert {curve.group.name for curve in curves} == set(bones.names)
    assert all(f'"{curve.group.name}"' in curve.data_path for curve in curves)
    for curve in curves:
        assert len(curve.keyframe_points) == (1 if '"bone.3"' in curve.data_path else 40)


def test_loop_repeats_and_travels_on(troupe, rig):
    bones = makers.skeleton(troupe.assets)
    motion = makers.motion(troupe.assets, bones, frames=20, loop=True)
    time = np.arange(20) * 2 * np.pi / 20
    half = 0.4 * np.sin(time)[:, None]
    motion.rotations[:] = np.stack([np.cos(half), np.sin(half), 0 * half, 0 * half], axis=2)
    motion.root_translation[:] = np.stack([0 * time, -0.1 * np.arange(20), 0 * time], axis=1)
    action = troupe.action.build(motion, rig, cyclic=True)
    assert action.use_cyclic
    at(1 + 45)
    expected = makers.posed(motion, 5)
    expected[:, :3, 3] += (0, -0.1 * 40, 0)
    np.testing.assert_allclose(pose_matrices(rig, bones.names), expected, atol=1e-4)


def test_a_motion_for_other_bones_is_refused(troupe, rig):
    bones = makers.skeleton(troupe.assets)
    bones.names = [f"other{index}" for index in range(len(bones.names))]
    bones.roles = {}
    with pytest.raises(ValueError, match="none of the bones"):
        troupe.action.build(makers.motion(troupe.assets, bones), rig)


def test_a_build_that_fails_leaves_nothing(troupe, rig, monkeypatch):
    delivery, jobs = troupe.module("delivery"), troupe.module("jobs")
    kinds = ("objects", "collections", "meshes", "armatures", "materials", "images", "actions", "scenes")

    def present():
        return {kind: sorted(each.name for each in getattr(bpy.data, kind)) for kind in kinds}

    def fail(*_, **__):
        raise ValueError("The disk is full.")

    before = present()
    where = jobs.Delivery(scene=bpy.context.scene.name, target=rig.name)
    for builder, asset in ((troupe.mesh, makers.avatar(troupe.assets)),
                           (troupe.action, makers.motion(troupe.assets, makers.skeleton(troupe.assets)))):
        monkeypatch.setattr(builder, "hide_vertices" if builder is troupe.mesh else "_hold", fail)
        monkeypatch.setattr(troupe.provenance, "write", fail)
        with pytest.raises(ValueError, match="disk is full"):
            delivery.build(asset, where)
        assert present() == before
    assert bpy.context.scene.objects.get(rig.name) is rig


@pytest.mark.parametrize("stage", ["keys.write", "pose.channels", "provenance.write"])
def test_a_motion_that_fails_leaves_the_armature_as_it_was(troupe, rig, monkeypatch, stage):
    def fail(*_, **__):
        raise ValueError("The disk is full.")

    scene = bpy.context.scene
    scene.frame_start, scene.frame_end = 3, 77
    for bone in rig.pose.bones:
        bone.rotation_mode = "XYZ"
    rig.pose.bones[0].location = (0, 0, 0.5)
    rig.pose.bones[0].keyframe_insert("location", frame=1)
    animation = rig.animation_data
    by_hand, slot = animation.action, getattr(animation, "action_slot", None)
    users, count = by_hand.users, len(bpy.data.actions)
    module, function = stage.split(".")
    monkeypatch.setattr(troupe.module(f"builders.{module}"), function, fail)
    where = troupe.module("jobs").Delivery(scene=scene.name, target=rig.name)
    with pytest.raises(ValueError, match="disk is full"):
        troupe.module("delivery").build(makers.motion(troupe.assets, makers.skeleton(troupe.assets)), where)
    assert animation.action == by_hand and getattr(animation, "action_slot", None) == slot
    assert by_hand.users == users and not by_hand.use_fake_user and len(bpy.data.actions) == count
    assert {bone.rotation_mode for bone in rig.pose.bones} == {"XYZ"}
    assert (scene.frame_start, scene.frame_end) == (3, 77)
    rig.pose.bones[0].location = (0, 0, 0)
    at(1)
    assert rig.pose.bones[0].location.z == pytest.approx(0.5)


def test_the_action_before_is_not_lost(troupe, rig):
    rig.pose.bones[0].keyframe_insert("location", frame=1)
    by_hand = rig.animation_data.action
    made = troupe.action.build(makers.motion(troupe.assets, makers.skeleton(troupe.assets)), rig)
    assert rig.animation_data.action == made and by_hand.use_fake_user and not made.use_fake_user


def test_provenance_is_on_the_results(troupe, rig):
    bones = makers.skeleton(troupe.assets)
    action = troupe.action.build(makers.motion(troupe.assets, bones), rig)
    for block, modality in ((rig, "avatar"), (action, "motion")):
        record = troupe.provenance.read(block)
        assert record["modality"] == modality
        assert record["provenance"]["prompt"] == "a « test »" and record["provenance"]["seed"] == 7
        assert record["provenance"]["spec"] == {"height": 1.8}
    rig["troupe"] = "{broken"
    assert troupe.provenance.read(rig) is None
