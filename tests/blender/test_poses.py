# SPDX-License-Identifier: GPL-3.0-or-later
"""The pose library: the same pose on every rig, mirrored, on the floor, blended, keyed, as assets."""

from types import SimpleNamespace

import body_makers
import bpy
import numpy as np
import pytest
import rig_makers
from mathutils import Matrix, Vector
from test_motion_controls import Sheet, needs_backend

LIMBS = [(f"{side}_{a}", f"{side}_{b}") for side in ("left", "right") for a, b in (
    ("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"))]


@pytest.fixture
def poses(troupe):
    return SimpleNamespace(troupe=troupe, rigmap=troupe.module("rigs.rigmap"), **{
        name: troupe.module(f"poses.{name}") for name in ("angles", "apply", "assets", "library", "preview", "solve")})


def ways(ob, roles):
    """Directions of the limbs in the world."""
    bpy.context.view_layer.update()
    at = {joint: ob.matrix_world @ ob.pose.bones[name].head for joint, name in roles.items()}
    return {pair: np.array((at[pair[1]] - at[pair[0]]).normalized()) for pair in LIMBS}


def rest(ob):
    for bone in ob.pose.bones:
        bone.matrix_basis.identity()


def test_the_library_is_whole(poses):
    found = poses.library.POSES
    assert len(found) >= 40 and len({each.title for each in found.values()}) == len(found)
    assert {each.group for each in found.values()} == set(poses.library.GROUPS)
    for each in found.values():
        assert each.mirrored().mirrored() == each
        assert each.left_arm.hand in poses.angles.HANDS and each.right_arm.hand in poses.angles.HANDS
    assert poses.library.find("kick", mirrored=True).left_leg == found["kick"].right_leg
    with pytest.raises(ValueError, match=r"no pose 'fly'.*t_pose"):
        poses.library.find("fly")


@pytest.mark.parametrize("rig", ["mixamo", "unreal", "makehuman", "meaningless"])
def test_a_pose_is_the_same_on_bones_of_all_kinds(poses, rig):
    ob, roles = rig_makers.RIGS[rig]()
    poses.rigmap.set_roles(ob.data, roles, "edited")
    poses.apply.apply(ob, poses.library.find("t_pose"))
    found = ways(ob, roles)
    # "meaningless" looks along +X: its left is +Y.
    left, front = (Vector((0, 1, 0)), Vector((1, 0, 0))) if rig == "meaningless" else (
        Vector((1, 0, 0)), Vector((0, -1, 0)))
    for pair, sign in ((("left_shoulder", "left_elbow"), 1), (("right_elbow", "right_wrist"), -1)):
        assert found[pair] @ np.array(left) * sign > np.cos(np.radians(2)), pair
    assert found["left_hip", "left_knee"] @ np.array((0, 0, -1)) > np.cos(np.radians(2))
    rest(ob)
    poses.apply.apply(ob, poses.library.find("kick"))
    found = ways(ob, roles)
    assert found["right_hip", "right_knee"] @ np.array(front) > 0.8 and found["left_hip", "left_knee"][2] < -0.9
    # The other way round with left and right exchanged, in the mirror of the body's middle plane.
    rest(ob)
    poses.apply.apply(ob, poses.library.find("kick", mirrored=True))
    mirror = np.eye(3) - 2 * np.outer(left, left)
    for (a, b), way in ways(ob, roles).items():
        swap = {"left": "right", "right": "left"}
        other = tuple(f"{swap[each.split('_')[0]]}_{each.split('_')[1]}" for each in (a, b))
        assert np.linalg.norm(mirror @ way - found[other]) < 0.02, (a, b)


def test_a_pose_goes_onto_the_controls_of_rigify(poses):
    ob, _ = rig_makers.rigify()
    poses.apply.apply(ob, poses.library.find("t_pose"))
    bpy.context.view_layer.update()
    hand, shoulder = (ob.matrix_world @ ob.pose.bones[f"ORG-{each}.L"].head for each in ("hand", "upper_arm"))
    assert (hand - shoulder).normalized().x > 0.999
    assert ob.pose.bones["upper_arm_parent.L"]["IK_FK"] == 1.0


@needs_backend
@pytest.mark.parametrize("rig", body_makers.RIGS)
def test_poses_of_avatars_agree_and_touch_the_floor(poses, rig):
    ob = body_makers.avatar(poses.troupe, rig, location=(2, 1, 0.5))
    roles = poses.rigmap.of(ob.data).roles
    expected = _expected(poses, ob)
    for key in ("relaxed", "kneeling", "crawl", "lying_back", "jump", "tree"):
        pose = poses.library.find(key)
        rest(ob)
        poses.apply.apply(ob, pose)
        found = ways(ob, roles)
        free = LIMBS if key not in ("crawl", "relaxed") else LIMBS[:2] if key == "crawl" else []
        for pair in free:
            assert found[pair] @ expected[key][pair] > np.cos(np.radians(1.5)), (key, pair)
        height = poses.apply.lowest(ob)
        lift = pose.lift * poses.apply._height(ob)
        assert height == pytest.approx(lift, abs=0.012 if pose.stands else 1e-3), key
        root = (ob.matrix_world @ ob.pose.bones[roles["pelvis"]].head) - ob.matrix_world.translation
        assert abs(root.x) < 0.02, "over its place"


_KNOWN = {}


def _expected(poses, ob):
    """Limb directions of the game-engine rig, which all others are held to."""
    if not _KNOWN:
        own = ob if poses.rigmap.of(ob.data).convention == "game_engine" else body_makers.avatar(
            poses.troupe, "game_engine")
        roles = poses.rigmap.of(own.data).roles
        for key in ("kneeling", "crawl", "lying_back", "jump", "tree"):
            rest(own)
            poses.apply.apply(own, poses.library.find(key))
            _KNOWN[key] = ways(own, roles)
        bpy.context.view_layer.objects.active = ob
    return _KNOWN


@needs_backend
def test_half_a_pose_is_half_way_and_face_bones_stay(poses):
    ob = body_makers.avatar(poses.troupe, "makehuman")
    jaw, thigh = ob.pose.bones["jaw"], ob.pose.bones["upperleg01.L"]
    jaw.rotation_mode, jaw.rotation_euler = "XYZ", (0.2, 0, 0)
    thigh.rotation_mode = "ZXY"
    assert bpy.ops.troupe.avatar_pose(pose="chair", amount=0.5, key=True) == {"FINISHED"}
    half = thigh.matrix_basis.to_quaternion()
    assert tuple(jaw.rotation_euler) == pytest.approx((0.2, 0, 0)) and thigh.rotation_mode == "ZXY"
    curves = [each.data_path for each in poses.troupe.compat.fcurves(ob.animation_data.action)]
    assert 'pose.bones["upperleg01.L"].rotation_euler' in curves and not any("jaw" in each for each in curves)
    assert bpy.ops.troupe.avatar_pose(pose="chair") == {"FINISHED"}
    whole = thigh.matrix_basis.to_quaternion()
    assert half.rotation_difference(whole).angle == pytest.approx(half.angle, abs=2e-3)
    # Selected bones alone.
    bpy.ops.object.mode_set(mode="POSE")
    for bone in ob.pose.bones:
        (bone if bpy.app.version >= (5, 0, 0) else bone.bone).select = bone.name == "upperarm01.R"
    arm = ob.pose.bones["upperarm01.R"].matrix_basis.copy()
    assert bpy.ops.troupe.avatar_pose(pose="arms_up", selected=True) == {"FINISHED"}
    assert thigh.matrix_basis.to_quaternion().rotation_difference(whole).angle < 1e-3
    assert ob.pose.bones["upperarm01.R"].matrix_basis != arm
    bpy.ops.object.mode_set(mode="OBJECT")


@needs_backend
def test_the_poses_become_assets(poses, tmp_path):
    ob = body_makers.avatar(poses.troupe, "game_engine")
    ob.pose.bones["head"].rotation_mode = "QUATERNION"
    ob.pose.bones["head"].rotation_quaternion = (0.8, 0.6, 0, 0)
    steps = poses.assets.write(ob, tmp_path)
    next(steps)
    steps.close()
    assert not bpy.data.actions and not list(tmp_path.iterdir()), "given up: nothing is left"
    assert bpy.ops.troupe.pose_assets(directory=str(tmp_path)) == {"FINISHED"}
    assert not bpy.data.actions
    assert tuple(ob.pose.bones["head"].rotation_quaternion) == pytest.approx((0.8, 0.6, 0, 0))
    libraries = bpy.context.preferences.filepaths.asset_libraries
    assert [each.name for each in libraries if each.path.rstrip("/") == str(tmp_path)] == [poses.assets.NAME]
    with bpy.data.libraries.load(str(tmp_path / "game_engine.blend"), assets_only=True) as (there, here):
        assert set(there.actions) == {each.title for each in poses.library.POSES.values()}
        here.actions = ["Kicking", "Crawling"]
    kick, crawl = (bpy.data.actions[each] for each in ("Kicking", "Crawling"))
    assert kick.asset_data.catalog_id in (tmp_path / "blender_assets.cats.txt").read_text()
    assert tuple(kick.preview.image_size) == (128, 128) and max(kick.preview.image_pixels_float) > 0.5
    # The action gives the same pose as the operator.
    rest(ob)
    poses.troupe.compat.bind_action(crawl, ob)
    bpy.context.scene.frame_set(1)
    shown = {bone.name: bone.matrix.copy() for bone in ob.pose.bones}
    ob.animation_data.action = None
    rest(ob)
    bpy.ops.troupe.avatar_pose(pose="crawl")
    bpy.context.view_layer.update()
    for name, matrix in shown.items():
        if name != "head":
            assert np.abs(np.array(matrix - ob.pose.bones[name].matrix)).max() < 2e-3, name


def test_a_picture_shows_the_pose(poses):
    ob, roles = rig_makers.mixamo()
    poses.rigmap.set_roles(ob.data, roles, "edited")
    solver = poses.solve.Solver(poses.troupe.skeleton.read(ob), roles)
    wide, tall = (poses.preview.picture(solver, poses.library.find(key), 64)[:, :, 3] for key in ("t_pose", "arms_up"))
    for image in (wide, tall):
        assert 0.03 < (image > 0.5).mean() < 0.4 and image[:2].max() < 0.5 and image[:, :1].max() < 0.5
    columns = [(image > 0.5).any(axis=0).sum() for image in (wide, tall)]
    assert columns[0] > 1.4 * columns[1]
    with pytest.raises(ValueError, match="no left hip"):
        poses.solve.Solver(poses.troupe.skeleton.read(ob), {"pelvis": roles["pelvis"]})


@needs_backend
def test_the_menus_draw(poses):
    body_makers.avatar(poses.troupe, "game_engine")
    panel, seen = poses.troupe.module("panels.poses"), []
    for menu in panel.MENUS:
        menu.draw(SimpleNamespace(layout=_Menu(seen), GROUP=menu.GROUP), bpy.context)
    assert seen == [each.title for group in poses.library.GROUPS for each in poses.library.POSES.values()
                    if each.group == group]
    assert panel.TROUPE_PT_avatar_poses.poll(bpy.context)


class _Menu(Sheet):
    def operator(self, name, text=None, icon="NONE", depress=False, icon_value=0):
        assert name == "troupe.avatar_pose" and icon_value == 0, "no pictures in the background"
        self.notes.append(text)
        return SimpleNamespace()


def test_what_cannot_be_posed_is_said(poses):
    ob, _ = rig_makers.mixamo()
    poses.rigmap.reset(ob.data)
    with pytest.raises(ValueError, match="rig map"):
        poses.apply.apply(ob, poses.library.find("t_pose"))
    ob.matrix_world = Matrix.Diagonal((1, 2, 1, 1))
    bpy.context.view_layer.update()
    with pytest.raises(ValueError, match="scale"):
        poses.apply.apply(ob, poses.library.find("t_pose"))
