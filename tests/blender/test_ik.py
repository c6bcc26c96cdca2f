# SPDX-License-Identifier: GPL-3.0-or-later
"""IK controls: nothing moves when they come, switch or go; knees and elbows bend the right way; baking."""

from types import SimpleNamespace

import body_makers
import bpy
import numpy as np
import pytest
import rig_makers
from mathutils import Vector
from test_motion_controls import Sheet, needs_backend
from test_poses import rest

#: Metres: what nobody sees.
STILL = 1e-3


@pytest.fixture
def rigs(troupe):
    return SimpleNamespace(troupe=troupe, ik=troupe.module("rigs.ik"), bake=troupe.module("rigs.ik_bake"),
                           rigmap=troupe.module("rigs.rigmap"), apply=troupe.module("poses.apply").apply,
                           pose=troupe.module("poses.library").find)


def seen(rigs, ob):
    """Bone -> its matrix in the world, of the bones that were there first."""
    bpy.context.view_layer.update()
    return {bone.name: np.array(ob.matrix_world @ bone.matrix) for bone in ob.pose.bones
            if not rigs.ik.is_own(bone.name)}


def apart(before, after):
    """The largest distance of a joint (metres), and the largest difference of an axis."""
    assert set(before) == set(after)
    return (max(np.linalg.norm(before[name][:3, 3] - after[name][:3, 3]) for name in before),
            max(np.abs(before[name][:3, :3] - after[name][:3, :3]).max() for name in before))


def shape(ob):
    """What must be the same once the controls are gone."""
    return ({bone.name: (tuple(bone.head_local), tuple(bone.tail_local), bone.parent.name if bone.parent else "",
                         bone.use_deform) for bone in ob.data.bones},
            [each.name for each in ob.data.collections], {bone.name: len(bone.constraints) for bone in ob.pose.bones},
            len(ob.animation_data.drivers) if ob.animation_data else 0)


@needs_backend
@pytest.mark.parametrize("rig", body_makers.RIGS)
def test_nothing_moves_when_controls_come_switch_and_go(rigs, rig):
    ob = body_makers.avatar(rigs.troupe, rig, location=(1, 2, 0.3))
    ob.rotation_euler.z = 0.7
    plain = shape(ob)
    for key in ("", "t_pose", "arms_crossed", "kick", "squat", "arms_up", "side_split", "crawl"):
        rest(ob)
        if key:
            rigs.apply(ob, rigs.pose(key))
        first = seen(rigs, ob)
        assert bpy.ops.troupe.avatar_ik_add() == {"FINISHED"} and all(rigs.ik.is_on(ob, part) for part in rigs.ik.PARTS)
        for step in (lambda: None, lambda: bpy.ops.troupe.avatar_ik_switch(part="left_arm", to="FK"),
                     lambda: bpy.ops.troupe.avatar_ik_switch(part="all", to="FK"),
                     lambda: bpy.ops.troupe.avatar_ik_switch(part="all", to="IK"),
                     lambda: bpy.ops.troupe.avatar_ik_remove()):
            step()
            distance, axes = apart(first, seen(rigs, ob))
            assert distance < STILL and axes < 0.01, key
        assert shape(ob) == plain, "the rig is what it was"
    assert not [each for each in bpy.data.objects if each.name.startswith("Troupe IK")]


@needs_backend
@pytest.mark.parametrize("rig", body_makers.RIGS)
def test_knees_bend_forwards_elbows_backwards_and_hands_reach(rigs, rig):
    ob = body_makers.avatar(rigs.troupe, rig)
    rigs.ik.add(ob)
    roles = rigs.rigmap.of(ob.data).roles
    before = seen(rigs, ob)

    def at(joint):
        return Vector(seen(rigs, ob)[roles[joint]][:3, 3])

    # The hips go down, the feet stay: knees to the front and over the toes, not inwards.
    ob.pose.bones[rigs.ik.COG].location = (0, 0, -0.3)
    for side in ("left", "right"):
        ankle = at(f"{side}_ankle")
        assert (ankle - Vector(before[roles[f"{side}_ankle"]][:3, 3])).length < STILL
        assert at(f"{side}_knee").y < min(at(f"{side}_hip").y, ankle.y) - 0.15
        assert abs(at(f"{side}_knee").x - (at(f"{side}_hip").x + ankle.x) / 2) < 0.06
    assert at("pelvis").z == pytest.approx(before[roles["pelvis"]][2, 3] - 0.3, abs=STILL)
    # A foot up to the front, a hand to the breast: it gets there, the elbow points away from the body.
    ob.pose.bones[rigs.ik.COG].location = (0, 0, 0)
    for name, goal, joint in (("IK Foot.L", Vector((0.1, -0.45, 0.5)), "left_ankle"),
                              ("IK Hand.R", Vector((-0.12, -0.28, 1.2)), "right_wrist")):
        bone = ob.pose.bones[name]
        matrix = bone.matrix.copy()
        matrix.translation = goal
        bone.matrix = matrix
        assert (at(joint) - goal).length < STILL, name
    elbow = at("right_elbow")
    assert elbow.x < at("right_wrist").x - 0.08 and elbow.y > at("right_wrist").y + 0.05
    # The pole steers the elbow.
    pole = ob.pose.bones["IK Elbow.R"]
    matrix = pole.matrix.copy()
    matrix.translation += Vector((0, 0, 0.8))
    pole.matrix = matrix
    assert at("right_elbow").z > elbow.z + 0.03


@needs_backend
def test_actions_play_on_and_the_switch_is_keyed(rigs):
    ob = body_makers.avatar(rigs.troupe, "game_engine")
    scene = bpy.context.scene
    for frame, key in ((1, "squat"), (11, "relaxed"), (21, "kick")):
        rigs.apply(ob, rigs.pose(key), key=True, frame=frame)
    action = ob.animation_data.action
    curves = len(list(rigs.troupe.compat.fcurves(action)))
    played = {}
    for frame in (1, 6, 11, 16, 21):
        scene.frame_set(frame)
        played[frame] = seen(rigs, ob)
    scene.frame_set(6)
    bpy.ops.troupe.avatar_ik_add(switched=False)
    for frame, found in played.items():
        scene.frame_set(frame)
        assert apart(found, seen(rigs, ob))[0] < STILL, "FK plays under the controls"
    scene.frame_set(11)
    bpy.ops.troupe.avatar_ik_switch(part="right_leg", to="IK", key=True)
    for frame in (1, 6, 11):
        scene.frame_set(frame)
        assert apart(played[frame], seen(rigs, ob))[0] < STILL, "without a jump at the switch"
    scene.frame_set(16)
    ankle = rigs.rigmap.of(ob.data).roles["right_ankle"]
    held = seen(rigs, ob)[ankle][:3, 3]
    assert np.linalg.norm(held - played[11][ankle][:3, 3]) < 0.03, "held from there, as far as the leg reaches"
    assert np.linalg.norm(held - played[16][ankle][:3, 3]) > 0.1
    scene.frame_set(1)
    bpy.ops.troupe.avatar_ik_remove()
    for frame in (1, 6, 21):
        scene.frame_set(frame)
        assert apart(played[frame], seen(rigs, ob))[0] < STILL
    assert ob.animation_data.action == action and len(list(rigs.troupe.compat.fcurves(action))) > curves


@needs_backend
def test_ik_is_baked_onto_the_bones(rigs):
    ob = body_makers.avatar(rigs.troupe, "makehuman")
    scene = bpy.context.scene
    scene.frame_start, scene.frame_end = 3, 12
    thigh = ob.pose.bones["upperleg01.L"]
    thigh.rotation_mode = "YZX"
    bpy.ops.troupe.avatar_ik_add()
    hips, hand = ob.pose.bones[rigs.ik.COG], ob.pose.bones["IK Hand.L"]
    for frame, down, up in ((3, 0.0, 0.0), (12, -0.25, 0.3)):
        hips.location, hand.location = (0.1, 0, down), (0, up, 0)
        for bone in (hips, hand):
            bone.keyframe_insert("location", frame=frame)
    before = ob.animation_data.action
    expected = {}
    for frame in range(3, 13):
        scene.frame_set(frame)
        expected[frame] = seen(rigs, ob)
    assert bpy.ops.troupe.avatar_ik_bake() == {"FINISHED"}
    action = ob.animation_data.action
    assert action != before and before.use_fake_user and not rigs.ik.has(ob) and thigh.rotation_mode == "YZX"
    for frame, found in expected.items():
        scene.frame_set(frame)
        assert apart(found, seen(rigs, ob))[0] < STILL, frame
    assert not [each for each in rigs.troupe.compat.fcurves(action) if '"IK ' in each.data_path]
    assert not bpy.ops.troupe.avatar_ik_bake.poll()


@needs_backend
def test_poses_and_new_bodies_bring_the_controls_along(rigs):
    import makers
    ob = body_makers.avatar(rigs.troupe, "game_engine")
    rigs.apply(ob, rigs.pose("kneeling"))
    plain = seen(rigs, ob)
    rest(ob)
    bpy.ops.troupe.avatar_ik_add()
    bpy.ops.troupe.avatar_pose(pose="kneeling")
    assert rigs.ik.is_on(ob, "left_leg") and apart(plain, seen(rigs, ob))[0] < 3e-3
    # A body of other bones, of the same names: controls are there, and as they were switched.
    rest(ob)
    bpy.ops.troupe.avatar_ik_switch(part="left_arm", to="FK")
    taller = rigs.troupe.assets.Avatar(
        name="Taller", height=1.9, provenance=makers.provenance(rigs.troupe.assets),
        skeleton=rigs.troupe.skeleton.read(body_makers.avatar(rigs.troupe, "game_engine")), meshes=[
            makers.grid(rigs.troupe.assets)])
    taller.skeleton.heads, taller.skeleton.tails = 1.1 * taller.skeleton.heads, 1.1 * taller.skeleton.tails
    rigs.troupe.avatar.update(taller, ob)
    assert rigs.ik.has(ob) and [rigs.ik.is_on(ob, part) for part in ("hips", "left_arm", "right_arm")] == [
        True, False, True]
    foot = ob.data.bones["foot_l"].head_local
    assert (ob.data.bones["IK Foot.L"].head_local - foot).length < 1e-5


def test_what_stands_in_the_way_is_said(rigs):
    ob, roles = rig_makers.mixamo()
    rigs.rigmap.reset(ob.data)
    assert "pelvis" in rigs.ik.obstacle(ob)
    rigs.rigmap.set_roles(ob.data, roles, "edited")
    assert rigs.ik.obstacle(ob) == ""
    other = ob.copy()
    bpy.context.scene.collection.objects.link(other)
    assert "single user" in rigs.ik.obstacle(ob)
    bpy.data.objects.remove(other)
    held = ob.pose.bones[roles["left_knee"]].constraints.new("IK")
    held.target = bpy.data.objects.new("Goal", None)
    held.chain_count = 2
    assert "controls" in rigs.ik.obstacle(ob)
    count = len(ob.data.bones)
    with pytest.raises(ValueError, match="controls"):
        rigs.ik.add(ob)
    assert len(ob.data.bones) == count
    ob.pose.bones[roles["left_knee"]].constraints.remove(held)
    rigs.ik.add(ob)  # in centimetres, Y up
    assert "already" in rigs.ik.obstacle(ob)
    bpy.data.objects.remove(ob)
    generated, _ = rig_makers.rigify()
    assert "Rigify" in rigs.ik.obstacle(generated)


@needs_backend
def test_the_panel_draws(rigs):
    ob = body_makers.avatar(rigs.troupe, "game_engine")
    panel = rigs.troupe.module("panels.ik").TROUPE_PT_avatar_ik
    for wanted in ("avatar_ik_add", "avatar_ik_bake"):
        seen_: list[str] = []
        panel.draw(SimpleNamespace(layout=Sheet(seen_)), bpy.context)
        assert wanted in " ".join(seen_)
        if not rigs.ik.has(ob):
            rigs.ik.add(ob)
