# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys on bones of every setting, simplified curves, and results stacked in the NLA."""

import bpy
import makers
import numpy as np
import pytest
from test_rig_builders import at, pose_matrices


@pytest.fixture
def rig(troupe):
    return troupe.skeleton.build(makers.skeleton(troupe.assets), bpy.context.collection)


@pytest.fixture
def bones(troupe):
    return makers.skeleton(troupe.assets)


def set_bones(rig, **settings):
    """Edit bones: {bone: {property: value}}."""
    bpy.context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    for name, values in settings.items():
        for key, value in values.items():
            setattr(rig.data.edit_bones[name.replace("_", ".")], key, value)
    bpy.ops.object.mode_set(mode="OBJECT")


def assert_plays(rig, motion, start=1, frames=(0, 7, 23, 39), tolerance=3e-5):
    for frame in frames:
        at(start + frame)
        np.testing.assert_allclose(pose_matrices(rig, motion.skeleton.names), makers.posed(motion, frame),
                                   atol=tolerance)


def test_bones_that_inherit_differently_are_posed_alike(troupe, rig, bones):
    for rotation, location in ((False, True), (True, False), (False, False)):
        settings = {"use_inherit_rotation": rotation, "use_local_location": location, "use_connect": False}
        set_bones(rig, **{name.replace(".", "_"): settings for name in bones.names[1:]})
        for root in (0, 3):
            motion = makers.motion(troupe.assets, bones, root_joint=root)
            troupe.action.build(motion, rig)
            assert_plays(rig, motion)
            clear(rig)


def clear(rig):
    """Take the motion away again, for the next one."""
    rig.animation_data_clear()
    for bone in rig.pose.bones:
        bone.matrix_basis.identity()
        bone.location, bone.rotation_quaternion = (0, 0, 0), (1, 0, 0, 0)


def test_a_connected_root_travels_by_the_bone_it_is_connected_to(troupe, rig, bones):
    root = 5
    carrier = rig.data.bones["bone.5"].parent
    assert rig.data.bones["bone.5"].use_connect and not carrier.use_connect and carrier.parent
    below = [root, *(joint for joint in range(len(bones.names)) if root in above(bones, joint))]
    for local in (True, False):
        set_bones(rig, bone_2={"use_local_location": local})
        motion = makers.motion(troupe.assets, bones, root_joint=root)
        action = troupe.action.build(motion, rig)
        moved = {curve.data_path for curve in troupe.compat.fcurves(action) if curve.data_path.endswith("location")}
        assert moved == {'pose.bones["bone.2"].location'}
        for frame in (0, 9, 31):
            at(1 + frame)
            np.testing.assert_allclose(pose_matrices(rig, [bones.names[each] for each in below]),
                                       makers.posed(motion, frame)[below], atol=3e-5)


def above(bones, joint):
    parent = int(bones.parents[joint])
    return [] if parent < 0 else [parent, *above(bones, parent)]


def test_bones_with_keys_keep_their_rotation_mode(troupe, rig, bones):
    for mode, path in (("XYZ", "rotation_euler"), ("ZXY", "rotation_euler"), ("AXIS_ANGLE", "rotation_axis_angle")):
        clear(rig)
        for bone in rig.pose.bones:
            bone.rotation_mode = mode
        rig.pose.bones["bone.2"].keyframe_insert(path, frame=1)
        motion = makers.motion(troupe.assets, bones)
        action = troupe.action.build(motion, rig)
        modes = [rig.pose.bones[name].rotation_mode for name in ("bone.2", "bone.3")]
        assert modes == [mode, "QUATERNION"]
        assert any(f'"bone.2"].{path}' in curve.data_path for curve in troupe.compat.fcurves(action))
        assert_plays(rig, motion)


def degrees_off(rig, motion):
    """The greatest angle and distance of any bone's own rotation, and the root's place, over all whole frames."""
    worst, away = 0.0, 0.0
    wanted = makers.matrices(motion.rotations.astype(float))
    for frame in range(len(motion.rotations)):
        at(1 + frame)
        found = np.array([rig.pose.bones[name].matrix_basis.to_3x3() for name in motion.skeleton.names])
        chord = np.linalg.norm(found - wanted[frame], axis=(1, 2)).max()
        worst = max(worst, np.degrees(2 * np.arcsin(min(chord / np.sqrt(8), 1.0))))
        root = pose_matrices(rig, [motion.skeleton.names[motion.root_joint]])[0, :3, 3]
        away = max(away, float(np.linalg.norm(root - makers.posed(motion, frame)[motion.root_joint, :3, 3])))
    return worst, away


def test_simplified_curves_keep_to_the_tolerance_with_fewer_keys(troupe, rig, bones):
    for limit in (0.3, 2.0):
        for linear in (False, True):
            assert_simplified(troupe, rig, bones, limit, linear)


def assert_simplified(troupe, rig, bones, limit, linear):
    simplify = troupe.module("builders.simplify")
    motion = makers.motion(troupe.assets, bones, frames=120)
    tolerance = simplify.Tolerance(angle=np.radians(limit), distance=0.004 * limit, linear=linear)
    action = troupe.action.build(motion, rig, simplify=tolerance)
    worst, away = degrees_off(rig, motion)
    assert worst <= limit + 0.01 and away <= 0.004 * limit + 1e-5
    counts = [len(curve.keyframe_points) for curve in troupe.compat.fcurves(action)]
    assert max(counts) < (0.75 if linear else 0.3) * 120, counts
    kinds = {point.interpolation for curve in troupe.compat.fcurves(action) for point in curve.keyframe_points}
    assert kinds == ({"LINEAR"} if linear else {"BEZIER"})
    said = troupe.provenance.read(action)["simplified"]
    assert said["rotation"] <= np.radians(limit) and said["location"] <= 0.004 * limit


def test_what_cannot_be_left_out_is_kept(troupe):
    """A step and a spike survive; a straight line needs two keys; noise keeps everything."""
    simplify = troupe.module("builders.simplify")
    line = np.linspace(0, 5, 50)[:, None]
    assert len(simplify.simplify(line, 1e-3, simplify.distance_between).frames) == 2
    spike = np.zeros((50, 1))
    spike[20] = 1.0
    for linear in (True, False):
        found = simplify.simplify(spike, 1e-3, simplify.distance_between, linear=linear)
        assert {19, 20, 21} <= set(found.frames.tolist()) and found.error <= 1e-3
    noise = np.random.default_rng(1).normal(size=(80, 3))
    assert len(simplify.simplify(noise, 1e-6, simplify.distance_between, linear=True).frames) == 80
    assert simplify.simplify(line[:1], 1e-3, simplify.distance_between).frames.tolist() == [0]


def test_simplifying_a_long_motion_is_quick(troupe):
    import time

    simplify = troupe.module("builders.simplify")
    bones = makers.skeleton(troupe.assets, joints=60)
    motion = makers.motion(troupe.assets, bones, frames=300)
    start = time.perf_counter()
    for joint in range(60):
        simplify.simplify(motion.rotations[:, joint], np.radians(0.5), simplify.angle_between)
    assert time.perf_counter() - start < 2.0


def test_a_simplified_loop_has_no_seam(troupe, rig, bones):
    motion = makers.motion(troupe.assets, bones, frames=48, loop=True)
    half = 0.5 * np.sin(np.arange(48) * 2 * np.pi / 48)[:, None] * np.linspace(0.2, 1, len(bones.names))
    motion.rotations[:] = np.stack([np.cos(half), np.sin(half), 0 * half, 0 * half], axis=2)
    motion.root_translation[:] = np.arange(48)[:, None] * np.array([0, -0.03, 0])
    simplify = troupe.module("builders.simplify")
    troupe.action.build(motion, rig, cyclic=True, simplify=simplify.Tolerance(angle=np.radians(0.4)))
    for frame in range(44, 54):
        at(1 + frame)
        found = rig.pose.bones["bone.4"].matrix_basis.to_3x3()
        wanted = makers.matrices(motion.rotations[frame % 48, 4].astype(float))
        assert np.degrees(np.linalg.norm(np.array(found) - wanted) / np.sqrt(2)) < 0.5


def test_results_are_stacked_in_the_nla(troupe, rig, bones):
    rig.pose.bones[0].location = (0, 0, 0.25)
    rig.pose.bones[0].keyframe_insert("location", frame=1)
    by_hand = rig.animation_data.action
    first, second = (makers.motion(troupe.assets, bones, seed=seed, name=name) for seed, name in
                     ((1, "he walks"), (2, "he waves")))
    made = [troupe.action.build(first, rig, bake="NLA", start=1),
            troupe.action.build(second, rig, bake="NLA", start=61, fit_scene=False)]
    animation = rig.animation_data
    assert animation.action is None
    assert [track.name for track in animation.nla_tracks] == [by_hand.name, "he walks", "he waves"]
    strips = [track.strips[0] for track in animation.nla_tracks]
    assert [strip.action for strip in strips] == [by_hand, *made]
    assert (strips[1].frame_start, strips[1].frame_end, strips[2].frame_start) == (1, 40, 61)
    assert_plays(rig, first, start=1)
    assert_plays(rig, second, start=61)
    if troupe.compat.slotted_actions():
        assert all(strip.action_slot is not None for strip in strips)
    animation.nla_tracks[2].mute = True
    at(61)
    assert np.abs(pose_matrices(rig, bones.names) - makers.posed(second, 0)).max() > 0.1


def test_strips_that_overlap_are_blended(troupe, rig, bones):
    first, second = (makers.motion(troupe.assets, bones, seed=seed) for seed in (1, 2))
    troupe.action.build(first, rig, bake="NLA")
    troupe.action.build(second, rig, bake="NLA", start=30, blend=8.0, fit_scene=False)
    strip = rig.animation_data.nla_tracks[1].strips[0]
    assert strip.blend_in == 8.0 and strip.extrapolation == "NOTHING"
    at(30)
    np.testing.assert_allclose(pose_matrices(rig, bones.names), makers.posed(first, 29), atol=3e-4)
    assert_plays(rig, second, start=30, frames=(8, 20))
