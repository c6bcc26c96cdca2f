# SPDX-License-Identifier: GPL-3.0-or-later
"""An action read back as a Motion equals what the bones do."""

import importlib

import bpy
import makers
import numpy as np
import pytest
from mathutils import Matrix

#: Radians and metres.
ANGLE, PLACE = 1e-4, 1e-4


@pytest.fixture
def reader(troupe):
    return importlib.import_module(f"{troupe.package}.builders.action_reader")


@pytest.fixture
def rig(troupe):
    return troupe.avatar.build(makers.avatar(troupe.assets), bpy.context.collection)


@pytest.fixture
def motion(troupe, rig):
    return makers.motion(troupe.assets, troupe.skeleton.read(rig))


def angles(first, second):
    """(T, J) radians between quaternions."""
    first, second = np.asarray(first, float), np.asarray(second, float)
    sine = np.minimum(np.linalg.norm(first - second, axis=-1), np.linalg.norm(first + second, axis=-1)) / 2
    return 4 * np.arcsin(np.clip(sine, 0, 1))


def assert_same(found, expected):
    found.validate()
    assert found.fps == pytest.approx(expected.fps, rel=1e-6) and len(found.rotations) == len(expected.rotations)
    order = [found.skeleton.names.index(name) for name in expected.skeleton.names]
    assert found.skeleton.names[found.root_joint] == expected.skeleton.names[expected.root_joint]
    assert angles(found.rotations[:, order], expected.rotations).max() < ANGLE
    np.testing.assert_allclose(found.root_translation, expected.root_translation, atol=PLACE)


def test_what_was_built_is_read_back(troupe, reader, rig, motion):
    motion.root_translation *= 0.5
    troupe.action.build(motion, rig)
    bpy.context.scene.frame_set(9)
    before = [np.array(bone.matrix) for bone in rig.pose.bones]
    found = reader.read(rig)
    assert_same(found, motion)
    np.testing.assert_array_equal([np.array(bone.matrix) for bone in rig.pose.bones], before)
    assert (found.name, found.caption, found.loop) == ("Move", "a test", False)
    assert found.provenance == motion.provenance and found.skeleton.roles == {"pelvis": "bone.0"}
    assert bpy.context.scene.frame_current == 9 and len(bpy.data.scenes) == 1


def test_keys_between_the_frames_of_the_scene(troupe, reader, rig, motion):
    bpy.context.scene.render.fps = 60
    motion.fps, motion.loop = 23.976, True
    troupe.action.build(motion, rig, cyclic=True, start=7.0)
    found = reader.read(rig)
    assert_same(found, motion)
    assert found.loop
    some = reader.read(rig, start=10, end=20)
    assert some.fps == 60 and len(some.rotations) == 11


@pytest.mark.parametrize("mode", ["XYZ", "ZXY", "AXIS_ANGLE"])
def test_other_rotation_modes(reader, rig, mode):
    bone = rig.pose.bones["bone.2"]
    bone.rotation_mode = mode
    path, values = ("rotation_axis_angle", (1.1, 0.0, 0.6, 0.8)) if mode == "AXIS_ANGLE" else (
        "rotation_euler", (0.3, -0.7, 0.5))
    for frame, share in ((1, 0.0), (11, 1.0)):
        setattr(bone, path, [share * each if mode != "AXIS_ANGLE" or not number else each
                             for number, each in enumerate(values)])
        bone.keyframe_insert(path, frame=frame)
    found = reader.read(rig)
    assert len(found.rotations) == 11 and found.fps == 24
    joint = found.skeleton.names.index("bone.2")
    bpy.context.scene.frame_set(7)
    expected = np.array(bone.matrix_basis.to_quaternion())
    assert angles(found.rotations[6, joint], expected) < ANGLE
    still = np.delete(found.rotations, joint, axis=1)
    assert angles(still, np.broadcast_to([1.0, 0, 0, 0], still.shape)).max() < ANGLE


def test_centimetres_tilt_and_a_moving_object(troupe, reader, rig, motion):
    """A rig in centimetres, Y up, whose object walks and turns: the bones do, in metres, from where it starts."""
    fix = Matrix.Rotation(np.pi / 2, 4, "X") @ Matrix.Scale(0.01, 4)
    rig.data.transform(fix.inverted())
    rig.matrix_world = Matrix.Rotation(0.7, 4, "Z") @ fix
    bpy.context.view_layer.update()
    troupe.action.build(motion, rig)
    assert_same(reader.read(rig), motion)
    start = rig.matrix_world.copy()
    for frame, place, turn in ((1, (5.0, 0, 0), 0.0), (40, (5.0, 3.9, 0), 0.4)):
        rig.matrix_world = Matrix.Translation(place) @ Matrix.Rotation(turn, 4, "Z") @ start
        rig.keyframe_insert("location", frame=frame)
        rig.keyframe_insert("rotation_euler", frame=frame)
    found = reader.read(rig)
    bpy.context.scene.frame_set(40)
    head = found.skeleton.heads[found.root_joint] + found.root_translation[-1]
    yaw = Matrix.Rotation(0.7, 4, "Z")
    standing = Matrix.Translation((5, 0, 0)) @ yaw
    expected = standing.inverted() @ rig.matrix_world @ rig.pose.bones["bone.0"].head
    np.testing.assert_allclose(head, expected, atol=1e-3)


def test_constraints_are_baked_or_left_out(troupe, reader, rig, motion):
    troupe.action.build(motion, rig)
    goal = bpy.data.objects.new("Goal", None)
    bpy.context.collection.objects.link(goal)
    goal.location = (3, -2, 1)
    bone = rig.pose.bones["bone.8"]
    bone.constraints.new("DAMPED_TRACK").target = goal
    keyed = reader.read(rig, baked=False)
    assert_same(keyed, motion)
    found = reader.read(rig)
    joint = found.skeleton.names.index("bone.8")
    assert angles(found.rotations[:, joint], keyed.rotations[:, joint]).max() > 0.1
    order = [found.skeleton.names.index(name) for name in motion.skeleton.names]
    posed = makers.posed(found, 20)[joint]
    bpy.context.scene.frame_set(21)
    np.testing.assert_allclose(posed, np.array(bone.matrix), atol=1e-3)
    others = [each for each in order if each != joint and found.skeleton.parents[each] != joint]
    assert angles(found.rotations[:, others], keyed.rotations[:, others]).max() < ANGLE


def test_another_action_is_read_without_binding_it(troupe, reader, rig, motion):
    first = troupe.action.build(motion, rig)
    other = troupe.action.build(makers.motion(troupe.assets, motion.skeleton, seed=4, name="Other"), rig)
    rig.animation_data.use_nla = True
    slot = troupe.compat.bound_slot(rig.animation_data)
    assert_same(reader.read(rig, action=first), motion)
    assert rig.animation_data.action == other and troupe.compat.bound_slot(rig.animation_data) == slot
    assert rig.animation_data.use_nla


def test_what_the_nla_plays(troupe, reader, rig, motion):
    """Without an action of its own, over the scene's range, in which the builder has put it."""
    troupe.action.build(motion, rig, bake="NLA")
    assert rig.animation_data.action is None
    found = reader.read(rig)
    assert found.name == rig.name
    assert_same(found, motion)


def test_a_hidden_armature_with_a_parent(troupe, reader, rig, motion):
    troupe.action.build(motion, rig)
    above = bpy.data.objects.new("Above", None)
    bpy.context.collection.objects.link(above)
    rig.parent = above
    for frame, x in ((1, 0.0), (40, 3.9)):
        above.location.x = x
        above.keyframe_insert("location", frame=frame)
    for curve in troupe.compat.bound_fcurves(above):
        for key in curve.keyframe_points:
            key.interpolation = "LINEAR"
    rig.hide_viewport = True
    found = reader.read(rig)
    assert rig.hide_viewport
    motion.root_translation[:, 0] += np.arange(40) * 0.1
    assert_same(found, motion)


def test_nothing_to_read_is_said(reader, rig):
    with pytest.raises(ValueError, match="no action"):
        reader.read(rig)
    with pytest.raises(ValueError, match="armature"):
        reader.read(bpy.data.objects.new("Empty", None))
    assert len(bpy.data.scenes) == 1

