# SPDX-License-Identifier: GPL-3.0-or-later
"""The same clip on the rigs of other tools, through the real backend: measured in the world, as a viewer sees it."""

import importlib
import os
from itertools import pairwise
from pathlib import Path

import bpy
import makers
import numpy as np
import pytest
import rig_makers

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("TROUPE_BACKEND", ROOT / ".venv" / "backend"))
#: Limbs as (joint, joint at its end).
ARMS = [(f"{side}_{a}", f"{side}_{b}") for side in ("left", "right")
        for a, b in (("shoulder", "elbow"), ("elbow", "wrist"))]
LEGS = [(f"{side}_{a}", f"{side}_{b}") for side in ("left", "right") for a, b in (("hip", "knee"), ("knee", "ankle"))]
FPS, SECONDS = 24, 2.5

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="no backend: set TROUPE_BACKEND or make .venv/backend")


@pytest.fixture(scope="module")
def serving(installed, tmp_path_factory):
    """A backend for all tests here; its connection file."""
    backend = importlib.import_module(f"{installed}.backend")
    path = tmp_path_factory.mktemp("serving") / "connection.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TROUPE_BACKEND", str(PROGRAM))
        process = backend.Backend(backend.find(""), path)
    process.wait(30)
    yield path
    process.stop()


@pytest.fixture
def api(troupe, serving):
    bpy.context.scene.render.fps = FPS
    module = troupe.module("api")
    module.connect(serving)
    yield module
    module.close()


_clips = []


@pytest.fixture
def clip(api):
    """A walk on the canonical skeleton, made once."""
    if not _clips:
        _clips.append(api.generate("motion", "she walks forward", engine="procedural", seed=3,
                                   parameters={"fps": float(FPS), "duration": SECONDS}))
    return _clips[0]


RECIPE = {"recipe": 1, "fps": FPS, "tracks": [
    {"segments": [{"text": "the clip", "source": {"engine": "clip", "input": "clip_a"}}]}]}


def apply(api, clip, ob, **options):
    return api.motion("the clip", target=ob, engine="script", spec=RECIPE, inputs={"clip_a": clip}, **options)


def places(ob, roles, frames):
    """Joint -> (T, 3) in the world, of the bones that show the motion."""
    found = {joint: [] for joint in roles}
    for frame in frames:
        bpy.context.scene.frame_set(frame)
        evaluated = ob.evaluated_get(bpy.context.evaluated_depsgraph_get())
        for joint, bone in roles.items():
            found[joint].append(evaluated.matrix_world @ evaluated.pose.bones[bone].head)
    return {joint: np.array(each) for joint, each in found.items()}


def of_clip(clip, frames):
    """The same of a Motion on the canonical skeleton."""
    posed = np.array([makers.posed(clip, frame) for frame in frames])
    return {joint: posed[:, number, :3, 3] for number, joint in enumerate(clip.skeleton.names)}


def turned(found, yaw):
    turn = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
    return {joint: each @ turn.T for joint, each in found.items()}


def heading(found):
    away = found["pelvis"][-1] - found["pelvis"][0]
    return np.arctan2(away[1], away[0])


def angles(found, wanted, limbs):
    """(T,) degrees between limbs, the worst of ``limbs``."""
    worst = []
    for a, b in limbs:
        first, second = found[b] - found[a], wanted[b] - wanted[a]
        cosine = (first * second).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)
        worst.append(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
    return np.max(worst, axis=0)


@pytest.mark.parametrize("name", rig_makers.RIGS)
def test_a_walk_on_every_rig(api, clip, name):
    ob, roles = rig_makers.RIGS[name]()
    action = apply(api, clip, ob)
    first, last = (int(each) for each in action.frame_range)
    assert last - first + 1 == len(clip.rotations)
    frames = range(len(clip.rotations))
    found, wanted = places(ob, roles, range(first, last + 1)), of_clip(clip, frames)

    leg = np.linalg.norm(found["left_hip"][0] - found["left_knee"][0]) + np.linalg.norm(
        found["left_knee"][0] - found["left_ankle"][0])
    own = np.linalg.norm(wanted["left_hip"][0] - wanted["left_knee"][0]) + np.linalg.norm(
        wanted["left_knee"][0] - wanted["left_ankle"][0])
    travel, expected = (np.linalg.norm(each["pelvis"][-1] - each["pelvis"][0]) for each in (found, wanted))
    assert travel == pytest.approx(expected * leg / own, rel=0.03), "the path is not as long as the legs make it"
    assert found["pelvis"][-1][1] < -1.0, "it does not walk towards -Y"

    wanted = turned(wanted, heading(found) - heading(wanted))
    assert angles(found, wanted, ARMS).max() < 3.0
    assert angles(found, wanted, LEGS).max() < 16.0 and angles(found, wanted, LEGS).mean() < 6.0
    assert angles(found, wanted, [("pelvis", "neck")]).max() < 8.0
    across = found["left_hip"] - found["right_hip"]
    assert (across[:, 0] > 0).all() and (found["left_wrist"] - found["right_wrist"])[:, 0].min() > 0, "sides swapped"

    for side, column in (("left", 1), ("right", 3)):
        ball = found[f"{side}_foot"]
        assert -0.005 < ball[:, 2].min() < 0.05, "the feet are not on the floor"
        down = clip.contacts[:, column].astype(bool)
        slide = np.linalg.norm(np.diff(ball[:, :2], axis=0), axis=1)[down[1:] & down[:-1]] * FPS
        assert slide.size and slide.max() < 0.05, f"the {side} foot slides at {slide.max():.3f} m/s"


def test_simplified_feet_stay_where_they_stand(troupe, api, clip):
    ob, roles = rig_makers.mixamo()
    dense = apply(api, clip, ob)
    action = apply(api, clip, ob, simplify=True)
    counts = [sum(len(curve.keyframe_points) for curve in troupe.compat.fcurves(each)) for each in (dense, action)]
    assert counts[1] < 0.5 * counts[0], counts
    found = places(ob, roles, range(1, len(clip.rotations) + 1))
    for side, column in (("left", 1), ("right", 3)):
        down = clip.contacts[:, column].astype(bool)
        slide = np.linalg.norm(np.diff(found[f"{side}_foot"][:, :2], axis=0), axis=1)[down[1:] & down[:-1]] * FPS
        assert slide.mean() < 0.03 and slide.max() < 0.12


def test_deforming_bones_of_rigify_move_as_the_controls_were_told(troupe, api, clip):
    """In the world, against the motion's own kinematics; the fingers too, where the rig has them."""
    bpy.ops.preferences.addon_enable(module="rigify")
    ob, roles = rig_makers.rigify()
    bones = troupe.skeleton.read(ob)
    bones.validate()
    assert bones.roles["left_elbow"] == "forearm_fk.L" and not any("DEF-" in each for each in bones.names)
    asset = api.generate("motion", "he waves with his left hand", inputs={"target": bones},
                         parameters={"fps": float(FPS)})
    for limb in ("thigh_parent.L", "upper_arm_parent.R"):
        assert ob.pose.bones[limb]["IK_FK"] == 0.0
    ob.pose.bones["chest"].rotation_quaternion = (0.9, 0.3, 0, 0)  # what was left by hand must not be added
    troupe.action.build(asset, ob)
    assert ob.pose.bones["thigh_parent.L"]["IK_FK"] == 1.0
    number = {joint: bones.names.index(bone) for joint, bone in bones.roles.items()}
    frames = range(0, len(asset.rotations), 9)
    found = places(ob, roles, [1 + frame for frame in frames])
    posed = np.array([makers.posed(asset, frame) for frame in frames])
    wanted = {joint: posed[:, number[joint], :3, 3] for joint in number}
    assert angles(found, wanted, [*ARMS, *LEGS]).max() < 0.5
    for joint in ("left_wrist", "right_ankle", "head"):
        assert np.linalg.norm(found[joint] - wanted[joint], axis=1).max() < 0.002


def test_the_backend_recognises_a_rig_and_the_map_is_kept_for_its_copies(troupe, api):
    rigmap = troupe.module("rigs.rigmap")
    ob, roles = rig_makers.meaningless()
    assert rigmap.of(ob.data).source == "" and troupe.skeleton.read(ob).roles == {}
    found = api.rig_map(ob)
    assert {joint: bone for joint, bone in found.items() if joint in roles} == roles
    assert rigmap.of(ob.data).source == "recognised" and troupe.skeleton.read(ob).roles == found
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.preferences.addon_enable(module=troupe.package)
    copy, _ = rig_makers.meaningless()
    assert rigmap.of(copy.data).source == "saved" and rigmap.of(copy.data).roles == found
    assert api.rig_map(copy, {}) == {} and rigmap.of(copy.data).roles == {}


def test_a_map_of_the_users_own_is_checked_and_kept(api):
    ob, roles = rig_makers.mixamo()
    other = {"left": "right", "right": "left"}
    swapped = {f"{other[joint.split('_')[0]]}_{joint.split('_')[1]}" if "_" in joint else joint: bone
               for joint, bone in roles.items()}
    assert api.rig_map(ob, swapped) == swapped
    with pytest.raises(api.TroupeError, match="no bone Tail"):
        api.rig_map(ob, {"pelvis": "Tail"})
    assert api.rig_map(ob) == swapped
    api.rig_map(ob, {})


def test_a_script_follows_a_curve(troupe, api):
    ob, _ = rig_makers.unreal()
    ob.location = (2.0, 1.0, 0.0)
    ob.rotation_euler = (0, 0, np.pi / 2)
    curve = bpy.data.curves.new("Way", "CURVE")
    spline = curve.splines.new("POLY")
    line = np.array([[2, 1], [4, 1], [5, 2.5], [5, 4.5]], float)
    spline.points.add(3)
    for point, place in zip(spline.points, line):
        point.co = (*place, 0.0, 1.0)
    way = bpy.data.objects.new("Way", curve)
    bpy.context.scene.collection.objects.link(way)
    bpy.context.view_layer.update()
    before = len(bpy.data.curves), len(bpy.data.objects), len(bpy.data.meshes)
    action = api.motion_script(["she walks", {"text": "she waves", "seconds": 2.0}], target=ob, path=way, seed=2)
    assert (len(bpy.data.curves), len(bpy.data.objects), len(bpy.data.meshes)) == before
    spec = troupe.provenance.read(action)["provenance"]["spec"]
    assert len(spec["tracks"][0]["segments"]) == 2 and len(spec["path"]["points"]) > 50
    first, last = (int(each) for each in action.frame_range)
    pelvis = places(ob, {"pelvis": "pelvis"}, range(first, last + 1, 4))["pelvis"][:, :2]
    segments = [np.linspace(a, b, 60) for a, b in pairwise(line)]
    distance = np.linalg.norm(pelvis[:, None] - np.concatenate(segments)[None], axis=2).min(axis=1)
    assert distance.max() < 0.25, "it leaves the path"
    assert np.linalg.norm(pelvis[0] - line[0]) < 0.3 and np.linalg.norm(pelvis[-1] - pelvis[0]) > 0.5


def test_an_edited_recipe_is_made_again_from_the_sidebar(troupe, serving, api):
    """Edit Recipe, change a segment, add the action itself as a clip, Regenerate: a new result on the same armature."""
    ob, _ = rig_makers.unreal()
    bpy.context.view_layer.objects.active = ob
    first = api.motion_script(["she walks", {"text": "she waves", "seconds": 2.0}], target=ob, seed=2)
    api.close()
    runtime, preferences = troupe.module("runtime"), troupe.module("preferences")
    preferences.get().connection = str(serving)
    session = runtime.session()
    session.open()
    assert runtime.pump(20, lambda: session.engines), session.error
    assert bpy.ops.troupe.recipe_edit() == {"FINISHED"}
    fields = bpy.context.scene.troupe_recipe
    assert [item.text.split()[-1] for item in fields.segments] == ["walks", "waves"]
    fields.segments[1].text = "she bows"
    rigmap, recognition = troupe.module("rigs.rigmap"), troupe.module("rigs.recognition")
    assert rigmap.of(ob.data).source == ""
    recognition.look(ob)  # the rig map is in sight
    assert runtime.pump(10, lambda: rigmap.of(ob.data).roles) and rigmap.of(ob.data).roles["left_knee"] == "calf_l"
    assert troupe.skeleton.KEY not in ob.data, "looking alone must not change the file"
    fields.active = 1
    assert bpy.ops.troupe.recipe_add(use_action=True) == {"FINISHED"}
    bpy.context.scene.troupe.bake = "NLA"
    assert bpy.ops.troupe.recipe_make() == {"FINISHED"}
    job = next(iter(session.jobs.values()))
    assert runtime.pump(30, lambda: not job.active) and job.state == "done", job.error
    tracks = ob.animation_data.nla_tracks
    assert [track.strips[0].action for track in tracks] == [first, bpy.data.actions[job.made]]
    again = troupe.provenance.read(bpy.data.actions[job.made])
    segments = again["provenance"]["spec"]["tracks"][0]["segments"]
    assert [each["source"]["engine"] for each in segments] == ["procedural", "procedural", "clip"]
    assert segments[1]["text"] == "she bows" and again["edited"] and again["clips"] == {"clip_a": first.name}
    assert bpy.ops.troupe.recipe_edit() == {"FINISHED"}
    assert fields.origin == job.made and fields.segments[2].action == first
    assert bpy.ops.troupe.vary(of="ACTION") == {"FINISHED"}
    job = next(iter(session.jobs.values()))
    assert runtime.pump(30, lambda: not job.active) and job.state == "done", job.error
    assert len(tracks) == 3
    bpy.ops.preferences.addon_disable(module=troupe.package)


def controlled():
    """Deforming bones that copy controls, which hang from helpers instead of from one another. (object, deforming)"""
    heads = {joint: place for joint, place in rig_makers.places(1.7, drop=np.radians(30)).items()
             if joint[-1] not in "123" or joint.startswith("spine")}
    ends, bones = rig_makers.tails(heads), {}
    for joint, head in heads.items():
        above = rig_makers.PARENTS[joint]
        bones[f"help {joint}"] = (head, head + np.array([0, 0.03, 0]), "", (0, 0, 1))
        bones[f"control {joint}"] = (head, ends[joint], f"help {joint}", (0.2, 1, 0.1))
        bones[f"deform {joint}"] = (head, ends[joint], f"deform {above}" if above else "", (0, 1, 0.3))
    ob = rig_makers.armature("Controlled", bones)
    for joint in heads:
        if above := rig_makers.PARENTS[joint]:
            follow = ob.pose.bones[f"help {joint}"].constraints.new("ARMATURE")
            target = follow.targets.new()
            target.target, target.subtarget = ob, f"control {above}"
        copy = ob.pose.bones[f"deform {joint}"].constraints.new("COPY_TRANSFORMS")
        copy.target, copy.subtarget = ob, f"control {joint}"
    return ob, {joint: f"deform {joint}" for joint in heads}


def test_a_rig_with_controls_of_the_users_own(api, clip):
    """Keys on what its constraints hold are refused with the remedy; with the controls in the map it walks."""
    ob, deforming = controlled()
    api.rig_map(ob, deforming)
    with pytest.raises(api.TroupeError, match=r"moved by controls.*Choose the controls in the rig map"):
        apply(api, clip, ob)
    assert ob.animation_data is None
    api.rig_map(ob, {joint: f"control {joint}" for joint in deforming})
    apply(api, clip, ob)
    frames = range(0, len(clip.rotations), 6)
    found, wanted = places(ob, deforming, [1 + frame for frame in frames]), of_clip(clip, frames)
    wanted = turned(wanted, heading(found) - heading(wanted))
    assert angles(found, wanted, ARMS).max() < 3.0 and angles(found, wanted, LEGS).mean() < 6.0
    assert np.linalg.norm(found["pelvis"][-1] - found["pelvis"][0]) > 1.0
    api.rig_map(ob, {})
