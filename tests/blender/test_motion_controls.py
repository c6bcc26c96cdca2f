# SPDX-License-Identifier: GPL-3.0-or-later
"""Timeline, parts, path, poses, takes, extend, in-between, loop and the figure, on the installed extension, with a
real backend where it takes one."""

import json
import os
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import pytest
import rig_makers
from mathutils import Vector
from test_recipes import Paper

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("TROUPE_BACKEND", ROOT / ".venv" / "backend"))
COMMAND = PROGRAM if PROGRAM.is_file() else PROGRAM / "bin" / "troupe"
needs_backend = pytest.mark.skipif(not COMMAND.exists(), reason="no backend: set TROUPE_BACKEND or make .venv/backend")


@pytest.fixture(scope="module")
def backend(installed, tmp_path_factory):
    """A running backend of the real engines and one of a third party, for all tests here."""
    import importlib

    site = tmp_path_factory.mktemp("site")
    info = site / "ghost-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ghost\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[troupe.engines]\nghost = troupe_ghost_engine:Ghost\n")
    engine = Path(__file__).parent / "engines" / "troupe_ghost_engine.py"
    (site / engine.name).write_bytes(engine.read_bytes())
    module = importlib.import_module(f"{installed}.backend")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(site))
        process = module.Backend([str(COMMAND)], Path(os.environ["TROUPE_CONNECTION"]))
    process.wait(60.0)
    yield process
    process.stop()


@pytest.fixture
def world(troupe, backend):
    """The session connected to the backend, and an avatar of a simple kind."""
    runtime = troupe.module("runtime")
    scene = bpy.context.scene
    scene.render.fps = 24
    scene.troupe.modality = "motion"
    session = runtime.session()
    session.open()
    assert runtime.pump(30.0, lambda: session.status == "online" and bool(session.engines)), session.error
    target = figure(troupe)
    scene.troupe.target = target
    return SimpleNamespace(scene=scene, fields=scene.troupe_controls, session=session, runtime=runtime, target=target,
                           troupe=troupe)


_SKELETON = {}


def figure(troupe):
    """The backend's own 22-joint figure as an armature; its rest pose is kept between tests."""
    if not _SKELETON:
        code = ("import json; from backend.motion.skeleton import make_skeleton as m; s = m(1.7); print(json.dumps({"
                "'names': s.names, 'parents': s.parents.tolist(), 'heads': s.heads.tolist(), 'tails': s.tails.tolist(),"
                "'z_axes': s.z_axes.tolist(), 'roles': s.roles, 'convention': s.convention}))")
        python = COMMAND.with_name("python")
        _SKELETON.update(json.loads(subprocess.run([str(python), "-c", code], cwd=ROOT, check=True,
                                                   capture_output=True, text=True).stdout))
    arrays = {name: np.array(_SKELETON[name], "i4" if name == "parents" else "f4")
              for name in ("parents", "heads", "tails", "z_axes")}
    asset = troupe.assets.Skeleton(name="Figure", names=_SKELETON["names"], convention=_SKELETON["convention"],
                                   roles=_SKELETON["roles"], **arrays)
    return troupe.skeleton.build(asset, bpy.context.scene.collection)


def finish(world, seconds=180.0):
    """Let the timer turn until no job is under way; the faults of those that failed."""
    done = world.runtime.pump(seconds, lambda: not any(job.active for job in world.session.jobs.values()))
    assert done, [(job.state, job.stage) for job in world.session.jobs.values()]
    return [job.error["message"] for job in world.session.jobs.values() if job.error]


def pose(target, frame, bones=None):
    """(J, 4, 4) matrices of the bones at a frame."""
    bpy.context.scene.frame_set(int(frame))
    return np.array([bone.matrix for bone in target.pose.bones if bones is None or bone.name in bones])


def walk(world, prompt="walk forward", **options):
    """The figure with an action, made by the real backend."""
    settings = world.scene.troupe
    settings.prompt_motion, settings.seed, settings.seed_locked, settings.engine_motion = prompt, 3, True, "procedural"
    for name, value in (options.get("parameters") or {}).items():
        setattr(world.scene.troupe_engine_procedural, f"p_{name}", value)
    assert bpy.ops.troupe.generate() == {"FINISHED"} and finish(world) == []
    settings.engine_motion, settings.seed_locked = "BEST", False
    return world.target.animation_data.action


# Without a backend: fields, briefs, engines, keys


def engine(name, controls=(), rank=1, available=True):
    return {"name": name, "title": name.title(), "modality": "motion", "version": "1", "description": "", "licence": "",
            "weights": [], "inputs": {}, "rank": rank, "deterministic": True, "available": available, "reason": "off",
            "remedy": "", "controls": list(controls), "parameters": [
                {"name": "duration", "type": "float", "default": 4.0, "minimum": 0.0, "maximum": 100.0, "choices": [],
                 "unit": "s", "title": "Duration", "help": "", "advanced": False}]}


ALL = ("timeline", "parts", "path", "poses", "before", "after", "loop")


@pytest.fixture
def engines(troupe):
    """Three engines: one that can everything, one around any other, one that can nothing but words."""
    runtime, parameters = troupe.module("runtime"), troupe.module("parameters")
    session = runtime.session()
    session.engines = [engine("native", ALL, 3), engine("around", (*ALL, "engine"), 2), engine("plain")]
    assert parameters.register(session.engines) == []
    scene = bpy.context.scene
    scene.troupe.modality = "motion"
    scene.troupe.target = figure(troupe)
    yield SimpleNamespace(session=session, scene=scene, fields=scene.troupe_controls,
                          ordering=troupe.module("ordering"))
    session.engines = []
    parameters.register([])


def test_the_timeline_becomes_a_brief_for_an_engine_that_can(engines):
    fields, scene = engines.fields, engines.scene
    scene.troupe.prompt_motion = "walk"
    assert bpy.ops.troupe.sentence_add() == {"FINISHED"} and fields.use_timeline
    assert fields.sentences[0].text == "walk" and fields.sentences[0].seconds == 3.0
    bpy.ops.troupe.sentence_add()
    fields.sentences[1].text, fields.sentences[1].use_seconds = "wave", False
    fields.sentences[1].parts.head = "nod"
    where = engines.ordering.delivery(bpy.context)
    order, extra = engines.ordering.controlled(bpy.context, where)
    assert order.engine == "native" and not extra and order.prompt == "walk. wave"
    assert order.spec == {"segments": [{"text": "walk", "seconds": 3.0, "parts": {}},
                                       {"text": "wave", "seconds": None, "parts": {"head": "nod"}}]}
    bpy.ops.troupe.sentence_move(direction="UP")
    assert [item.text for item in fields.sentences] == ["wave", "walk"] and fields.sentences[0].parts.head == "nod"
    bpy.ops.troupe.sentence_remove()
    assert [item.text for item in fields.sentences] == ["walk"]
    # One sentence of no stated length is a prompt; it is that one, not the field above the timeline.
    fields.sentences[0].text, fields.sentences[0].use_seconds = "crawl", False
    order, _ = engines.ordering.controlled(bpy.context, where)
    assert order.prompt == "crawl" and order.spec is None and engines.ordering.used_controls(bpy.context) == []
    bpy.ops.troupe.sentence_remove()
    with pytest.raises(ValueError, match="empty"):
        engines.ordering.controlled(bpy.context, where)
    fields.use_timeline = False
    plain, _ = engines.ordering.controlled(bpy.context, where)
    assert plain.spec is None and plain.engine == "native"


def test_another_engine_helps_one_that_cannot(engines):
    fields, scene = engines.fields, engines.scene
    scene.troupe.prompt_motion, scene.troupe.engine_motion = "walk", "plain"
    scene.troupe_engine_plain.p_duration = 7.0
    fields.loop = True
    where = engines.ordering.delivery(bpy.context)
    order, _ = engines.ordering.controlled(bpy.context, where)
    assert order.engine == "around" and order.spec["engine"] == "plain" and order.spec["loop"] is True
    assert order.parameters["duration"] == 7.0
    note = engines.ordering.control_note(bpy.context, engines.ordering.used_controls(bpy.context))
    assert "Plain" in note and "a loop" in note and "Around" in note
    engines.session.engines = [each for each in engines.session.engines if each["name"] != "around"]
    with pytest.raises(ValueError, match="Plain cannot take a loop"):
        engines.ordering.controlled(bpy.context, where)
    scene.troupe.engine_motion = "native"
    assert engines.ordering.controlled(bpy.context, where)[0].engine == "native"
    assert not engines.ordering.control_note(bpy.context, ["loop"])


def test_a_curve_becomes_the_path(engines):
    curve = bpy.data.curves.new("Way", "CURVE")
    spline = curve.splines.new("POLY")
    spline.points.add(1)
    for point, place in zip(spline.points, ((0, 0, 0), (2, 0, 0))):
        point.co = (*place, 1)
    ob = bpy.data.objects.new("Way", curve)
    engines.scene.collection.objects.link(ob)
    engines.fields.path = ob
    order, _ = engines.ordering.controlled(bpy.context, engines.ordering.delivery(bpy.context))
    points = [each["position"] for each in order.spec["path"]]
    assert points[0] == [0.0, 0.0] and points[-1] == pytest.approx([2.0, 0.0], abs=1e-4) and len(points) > 10


def key(target, frame, bone="left_shoulder", angle=0.5):
    target.pose.bones[bone].rotation_mode = "QUATERNION"
    target.pose.bones[bone].rotation_quaternion = (np.cos(angle / 2), 0, 0, np.sin(angle / 2))
    target.pose.bones[bone].keyframe_insert("rotation_quaternion", frame=frame)


def test_keyed_poses_are_read_at_their_frames(engines, troupe):
    target, fields = engines.scene.troupe.target, engines.fields
    engines.scene.render.fps = 24
    fields.use_poses = True
    where = engines.ordering.delivery(bpy.context)
    with pytest.raises(ValueError, match="no action with keyed poses"):
        engines.ordering.controlled(bpy.context, where)
    for frame, angle in ((1, 0.0), (25, 1.0), (49, -1.0)):
        key(target, frame, angle=angle)
    order, extra = engines.ordering.controlled(bpy.context, where)
    assert order.spec["poses"] == [{"at": 0.0, "frame": 0, "part": "left_arm"},
                                   {"at": 1.0, "frame": 1, "part": "left_arm"},
                                   {"at": 2.0, "frame": 2, "part": "left_arm"}]
    assert order.spec["segments"][0]["seconds"] == 2.0
    motion = extra["poses"]
    joint = motion.skeleton.names.index("left_shoulder")
    assert motion.rotations[1, joint] == pytest.approx([np.cos(0.5), 0, 0, np.sin(0.5)], abs=1e-5)
    # Another bone as well: the whole body's pose is meant.
    key(target, 25, "right_knee")
    assert engines.ordering.controlled(bpy.context, where)[0].spec["poses"][1]["part"] == "whole"
    for frame in range(1, 60):
        key(target, frame)
    with pytest.raises(ValueError, match="In-Between"):
        engines.ordering.controlled(bpy.context, where)


def test_the_gap_is_where_two_frames_are_selected(engines, troupe):
    poses, compat = troupe.module("controls.poses"), troupe.module("compat")
    target = engines.scene.troupe.target
    for frame in (1, 10, 30, 50):
        key(target, frame)
    scene = bpy.context.scene
    scene.frame_set(12)
    assert poses.gap(target, scene) == (10, 30)
    scene.frame_set(60)
    with pytest.raises(ValueError, match="between two keyed poses"):
        poses.gap(target, scene)
    scene.use_preview_range, scene.frame_preview_start, scene.frame_preview_end = True, 5, 25
    assert poses.gap(target, scene) == (5, 25)
    for curve in compat.bound_fcurves(target):
        for point in curve.keyframe_points:
            point.select_control_point = point.co[0] in (10, 50)
    assert poses.gap(target, scene) == (10, 50)


def test_keys_go_into_a_copy_and_nothing_else_changes(engines, troupe):
    merge, compat = troupe.module("controls.merge"), troupe.module("compat")
    target = engines.scene.troupe.target
    for frame, angle in ((1, 0.0), (10, 1.0), (20, 2.0), (30, 3.0)):
        key(target, frame, angle=angle)
    base = target.animation_data.action
    made = bpy.data.actions.new("Made")
    bag = compat.channels(made, target)
    # The new keys turn the other way round (-q), and move a bone that had none.
    for index, values in enumerate(([-np.cos(0.5), -0.9, -np.cos(1.0)], [0, 0, 0], [0, 0, 0],
                                    [-np.sin(0.5), -0.43, -np.sin(1.0)])):
        for path, factor in (("left_shoulder", 1.0), ("right_knee", 1.0)):
            curve = compat.new_fcurve(bag, f'pose.bones["{path}"].rotation_quaternion', index, path)
            for frame, value in zip((10, 15, 20), values):
                curve.keyframe_points.insert(frame, value * factor)
    copy = merge.into_copy(base, made, target, 10, 20)
    curves = {(each.data_path, each.array_index): each for each in compat.bound_fcurves(target)}
    shoulder = curves['pose.bones["left_shoulder"].rotation_quaternion', 0]
    assert [point.co[0] for point in shoulder.keyframe_points] == [1, 10, 15, 20, 30]
    assert shoulder.evaluate(15) == pytest.approx(0.9, abs=1e-5)
    assert shoulder.evaluate(10) == pytest.approx(np.cos(0.5), abs=1e-5)
    assert shoulder.evaluate(30) == pytest.approx(np.cos(1.5), abs=1e-5)
    knee = curves['pose.bones["right_knee"].rotation_quaternion', 0]
    assert [point.co[0] for point in knee.keyframe_points] == [1, 15]
    assert target.animation_data.action == copy != base
    assert sorted(point.co[0] for point in next(iter(compat.fcurves(base))).keyframe_points) == [1, 10, 20, 30]
    extended = merge.into_copy(base, made, target, 10)
    curves = {(each.data_path, each.array_index): each for each in compat.bound_fcurves(target)}
    shoulder = curves['pose.bones["left_shoulder"].rotation_quaternion', 0]
    assert [point.co[0] for point in shoulder.keyframe_points] == [1, 10, 15, 20] and extended != copy


def test_a_figure_is_drawn_while_its_motion_is_made(engines, troupe):
    drawing, jobs = troupe.module("controls.figure"), troupe.module("jobs")
    target, session = engines.scene.troupe.target, engines.session
    target.location, target.rotation_euler = (5, 0, 0), (0, 0, np.pi / 2)
    bpy.context.view_layer.update()
    places = np.zeros((20, 3, 3), "f4")
    places[:, 1, 2], places[:, 2, 0] = 1.0, 0.5
    places[:, :, 1] = -np.linspace(0, 2, 20)[:, None]
    asset = troupe.assets.Figure(fps=10.0, places=places, parents=np.array([-1, 0, 1], "i4"))
    job = jobs.Job(order=jobs.Order(modality="motion", prompt="walk"), state="running", delivery=jobs.Delivery(
        target=target.name, scene=engines.scene.name))
    session.jobs[job.job_id] = job
    assert drawing.shown() == []
    before = [bone.matrix_basis.copy() for bone in target.pose.bones]
    session._on_progress(job.job_id, 0.3, "step 3 of 10", None, asset)
    session._on_progress(job.job_id, 0.4, "step 4 of 10", None)  # a number without a figure keeps the last one
    [(shown, matrix, _)] = drawing.shown()
    assert shown is asset
    found = drawing.lines(shown, matrix, 1.0)
    # 8 figures of two bones along the way, one that moves, and the way: forward (-Y) turned by a quarter is +X.
    assert found["standing"].shape == (32, 3) and found["moving"].shape == (4, 3) and found["way"].shape == (38, 3)
    assert found["way"][0] == pytest.approx([5, 0, 0], abs=1e-5)
    assert found["way"][-1] == pytest.approx([7, 0, 0], abs=1e-5)
    assert found["moving"][0, 0] == pytest.approx(5 + 2 * 10 / 19, abs=1e-5)
    engines.fields.show_figure = False
    assert drawing.shown() == []
    engines.fields.show_figure = True
    session.status = "online"
    session.cancel(job.job_id)
    assert drawing.shown() == [] and job.state == "cancelling"
    session._on_progress(job.job_id, 0.5, "step 5 of 10", None, asset)  # on its way when the user cancelled
    assert drawing.shown() == []
    assert [bone.matrix_basis for bone in target.pose.bones] == before
    session.status = "offline"
    session.jobs.clear()


# With the backend


@needs_backend
def test_extend_carries_the_action_on(world):
    base = walk(world, parameters={"duration": 2.0})
    last = base.frame_end
    pose_before, frames = pose(world.target, last), int(last)
    early = pose(world.target, 10)
    world.scene.troupe.prompt_motion = "wave with the left hand"
    world.fields.extend_seconds = 2.0
    assert bpy.ops.troupe.motion_extend() == {"FINISHED"}
    assert finish(world) == []
    made = world.target.animation_data.action
    assert made != base and made.frame_end == pytest.approx(frames + 48, abs=1) and base.name in bpy.data.actions
    assert np.abs(pose(world.target, last) - pose_before).max() < 1e-4
    assert np.abs(pose(world.target, 10) - early).max() < 1e-5
    # On the seam nothing jumps: a step of a frame is as in the walk itself.
    steps = [np.abs(pose(world.target, last + each + 1)[:, :3, 3] - pose(world.target, last + each)[:, :3, 3]).max()
             for each in range(-6, 8)]
    assert max(steps[5:]) < 2.0 * max(steps[:5]) + 0.02
    record = world.troupe.provenance.read(made)
    assert record["edit"] == {"kind": "extend", "action": base.name, "first": last, "last": None}
    # By the network where it knows the movement, else joined to it by rule; either says so.
    assert any("joining" in each or "network" in each for each in record["provenance"]["assumptions"])
    # Another variation of it goes on from the same motion, not from its own end.
    bpy.context.view_layer.objects.active = world.target
    assert bpy.ops.troupe.vary(of="ACTION") == {"FINISHED"} and finish(world) == []
    other = world.target.animation_data.action
    assert other not in (made, base) and other.frame_end == pytest.approx(made.frame_end, abs=1)
    assert np.abs(pose(world.target, last) - pose_before).max() < 1e-4
    # It can be carried on again.
    world.scene.troupe.prompt_motion = "walk forward"
    assert bpy.ops.troupe.motion_extend() == {"FINISHED"} and finish(world) == []
    assert world.target.animation_data.action.frame_end == pytest.approx(frames + 96, abs=2)


@needs_backend
@pytest.mark.parametrize("kind", ["mixamo", "rigify"])
def test_other_rigs_are_carried_on_too(world, kind):
    bpy.data.objects.remove(world.target)
    made = getattr(rig_makers, kind)()
    world.target = world.scene.troupe.target = target = made[0] if isinstance(made, tuple) else made
    assert target.name in ("rig", "Mixamo")
    base = walk(world, parameters={"duration": 1.5, "loop": False})
    last = base.frame_end
    ended, early = pose(target, last), pose(target, 10)
    size = np.ptp(ended[:, :3, 3], axis=0).max()
    world.scene.troupe.prompt_motion, world.fields.extend_seconds = "wave with the left hand", 1.0
    assert bpy.ops.troupe.motion_extend() == {"FINISHED"} and finish(world) == []
    assert target.animation_data.action.frame_end == pytest.approx(last + 24, abs=1)
    # Fingers that the first motion leaves alone may be those of the second all along.
    body = [number for number, bone in enumerate(target.pose.bones) if not re.search("Thumb|Index|Middle|Ring|Pinky",
                                                                                    bone.name)]
    assert np.abs(pose(target, last) - ended)[body].max() < 1e-4 * size
    assert np.abs(pose(target, 10) - early)[body].max() < 1e-4 * size
    steps = [np.abs(pose(target, last + each + 1)[:, :3, 3] - pose(target, last + each)[:, :3, 3]).max() / size
             for each in range(-6, 6)]
    assert max(steps[5:8]) < 1.5 * max(steps[:5])
    # Where the hips are is not a matter of which bone plays the pelvis: they go on as they went.
    hips = [bone.name for bone in target.pose.bones if bone.name in ("ORG-spine", "mixamorig:Hips")]
    way = [pose(target, last + each, hips)[0, :3, 3] for each in (-2, -1, 0, 1, 2)]
    assert hips and np.linalg.norm(way[3] - 2 * way[2] + way[1]) < 0.012 * size


@needs_backend
def test_controls_that_are_keyed_are_poses_too(world):
    bpy.data.objects.remove(world.target)
    world.target = world.scene.troupe.target = target = rig_makers.rigify()[0]
    torso = target.pose.bones["torso"]
    for frame, height in ((1, 0.0), (25, -0.3), (49, 0.0)):
        torso.location = (0, 0, height)
        torso.keyframe_insert("location", frame=frame)
    wanted = [pose(target, frame, {"ORG-spine"})[0, :3, 3] for frame in (25, 49)]
    assert wanted[1][2] - wanted[0][2] > 0.29
    world.scene.troupe.prompt_motion, world.scene.troupe.engine_motion = "stand still", "procedural"
    world.fields.use_poses = True
    assert bpy.ops.troupe.generate() == {"FINISHED"} and finish(world) == []
    for frame, place in zip((25, 49), wanted):
        assert np.abs(pose(target, frame, {"ORG-spine"})[0, :3, 3] - place).max() < 2e-3


@needs_backend
def test_in_between_fills_the_gap_and_meets_both_ends(world):
    base = walk(world, "jump", parameters={"duration": 2.0})
    first, last = 12, 36
    ends = pose(world.target, first), pose(world.target, last)
    middle = pose(world.target, 24)
    assert bpy.ops.troupe.motion_between(first=first, last=last) == {"FINISHED"}
    assert finish(world) == []
    made = world.target.animation_data.action
    assert made != base
    for frame, wanted in zip((first, last), ends):
        assert np.abs(pose(world.target, frame) - wanted).max() < 1e-4
    assert np.abs(pose(world.target, 24)[:, :3, 3] - middle[:, :3, 3]).max() > 0.02
    for frame in (first, last - 1):
        gap = np.abs(pose(world.target, frame + 1)[:, :3, 3] - pose(world.target, frame)[:, :3, 3]).max()
        assert gap < 0.15
    assert np.abs(pose(world.target, 45) - pose_of(base, world.target, 45)).max() < 1e-4


def pose_of(action, target, frame):
    before = target.animation_data.action
    target.animation_data.action = action
    target.animation_data.action_slot = action.slots[0]
    found = pose(target, frame)
    target.animation_data.action = before
    target.animation_data.action_slot = before.slots[0]
    return found


@needs_backend
def test_a_gap_between_two_poses_that_an_animator_has_keyed(world):
    target = world.target
    key(target, 1, angle=0.0)
    key(target, 25, angle=0.9)
    world.scene.frame_set(10)
    assert bpy.ops.troupe.motion_between() == {"FINISHED"} and finish(world) == []
    curve = next(each for each in world.troupe.compat.bound_fcurves(target) if "left_shoulder" in each.data_path)
    assert len(curve.keyframe_points) > 20 and curve.keyframe_points[0].co[0] == 1
    assert curve.keyframe_points[-1].co[0] == 25


@needs_backend
def test_poses_are_gone_through_and_stay_known(world):
    target, scene = world.target, world.scene
    for frame, angle in ((1, 0.0), (25, -0.8), (49, 0.6)):
        key(target, frame, angle=angle)
        key(target, frame, "left_elbow", 0.4)
    keyed = target.animation_data.action
    scene.troupe.prompt_motion, scene.troupe.engine_motion, world.fields.use_poses = "stand still", "procedural", True
    made = []
    for press in (bpy.ops.troupe.generate, bpy.ops.troupe.generate, lambda: bpy.ops.troupe.regenerate(of="ACTION")):
        bpy.context.view_layer.objects.active = target
        assert press() == {"FINISHED"} and finish(world) == []
        made.append(target.animation_data.action)
        local = keyed_rotation(target, 25), keyed_rotation(target, 49)
        assert local[0] == pytest.approx([np.cos(0.4), 0, 0, -np.sin(0.4)], abs=2e-3)
        assert local[1] == pytest.approx([np.cos(0.3), 0, 0, np.sin(0.3)], abs=2e-3)
    # The poses are those that were keyed, also where the armature does what was made of them by now.
    assert len(set(made)) == 3 and keyed.name in bpy.data.actions
    assert world.troupe.provenance.read(made[1])["edit"]["action"] == keyed.name
    # Brought in once more from the store, it still knows them.
    job = world.session.history[0]
    assert bpy.ops.troupe.import_result(job_id=job.job_id) == {"FINISHED"} and finish(world) == []
    again = target.animation_data.action
    assert again not in made and world.troupe.provenance.read(again)["edit"]["action"] == keyed.name


def keyed_rotation(target, frame):
    bpy.context.scene.frame_set(frame)
    found = np.array(target.pose.bones["left_shoulder"].rotation_quaternion)
    return found * np.sign(found[0])


@needs_backend
def test_a_walk_becomes_a_loop(world):
    base = walk(world, "walk forward", parameters={"duration": 4.0, "loop": False})
    assert bpy.ops.troupe.motion_loop() == {"FINISHED"} and finish(world) == []
    made = world.target.animation_data.action
    record = world.troupe.provenance.read(made)
    assert record["loop"] is True and made.use_cyclic and base.name in bpy.data.actions
    assert 0.6 < (made.frame_end - made.frame_start) / 24 < 4.0
    assert any("cycle" in each for each in record["provenance"]["assumptions"])


def candidates(world, actions):
    """How many the engine chose each action from."""
    return [world.troupe.provenance.read(each)["provenance"]["parameters"]["candidates"] for each in actions]


@needs_backend
def test_takes_are_made_looked_at_and_one_is_kept(world):
    before = walk(world, "sit", parameters={"duration": 1.0})
    world.scene.troupe.prompt_motion, world.fields.takes = "walk forward", 3
    assert bpy.ops.troupe.takes_make() == {"FINISHED"} and finish(world) == []
    takes = world.troupe.module("controls.takes")
    found = takes.of(world.target)
    assert len(found) == 3 and world.target.animation_data.action in found
    seeds = [world.troupe.provenance.read(each)["provenance"]["seed"] for each in found]
    assert seeds == list(range(seeds[0], seeds[0] + 3))
    # Whoever looks at all of them chooses: nothing is made to be thrown away, unless it is asked for.
    assert candidates(world, found) == [1, 1, 1]
    assert bpy.ops.troupe.take_show(action=found[1].name) == {"FINISHED"}
    assert world.target.animation_data.action == found[1] and len(takes.of(world.target)) == 3
    names = [each.name for each in found]
    assert bpy.ops.troupe.take_keep(action=names[1]) == {"FINISHED"}
    assert [name in bpy.data.actions for name in names] == [False, True, False] and takes.of(world.target) == []
    assert world.target.animation_data.action.name == names[1]
    # And all of them are given up.
    assert bpy.ops.troupe.takes_make() == {"FINISHED"} and finish(world) == []
    made = [each.name for each in takes.of(world.target)]
    assert bpy.ops.troupe.takes_discard() == {"FINISHED"}
    parameters = world.troupe.module("parameters")
    parameters.assign(world.scene, world.scene.troupe.engine(), {"candidates": 2})
    world.fields.takes = 2
    assert bpy.ops.troupe.takes_make() == {"FINISHED"} and finish(world) == []
    assert candidates(world, takes.of(world.target)) == [2, 2]
    assert bpy.ops.troupe.takes_discard() == {"FINISHED"}
    assert not any(name in bpy.data.actions for name in made)
    assert world.target.animation_data.action.name == names[1] and before.name in bpy.data.actions


@needs_backend
def test_a_timeline_with_a_path_and_a_part_is_made(world):
    curve = bpy.data.curves.new("Way", "CURVE")
    spline = curve.splines.new("POLY")
    spline.points.add(1)
    for point, place in zip(spline.points, ((0, 0, 0), (3, -1, 0))):
        point.co = (*place, 1)
    ob = bpy.data.objects.new("Way", curve)
    world.scene.collection.objects.link(ob)
    world.fields.path = ob
    world.scene.troupe.prompt_motion = "walk"
    world.fields.parts.show, world.fields.parts.left_arm = True, "wave"
    assert bpy.ops.troupe.generate() == {"FINISHED"} and finish(world) == []
    made = world.target.animation_data.action
    end = pose(world.target, made.frame_end, {"pelvis"})[0, :3, 3]
    assert np.linalg.norm((world.target.matrix_world.to_3x3() @ Vector(end.tolist()))[:2] - np.array([3, -1])) < 0.4
    spec = world.troupe.provenance.read(made)["provenance"]["spec"]
    assert spec["segments"][0]["parts"] == {"left_arm": "wave"} and len(spec["path"]) > 10


@needs_backend
def test_scripts_can_all_of_it(world):
    api = world.troupe.module("api")
    api.connect(os.environ["TROUPE_CONNECTION"])
    target = world.target
    base = api.motion_brief([{"text": "walk forward", "seconds": 2.0}, {"text": "wave", "seconds": 1.5, "parts": {
        "head": "nod"}}], target=target, path=[(0, 0), (0, -1), (1, -2)], seed=4)
    assert world.scene.frame_end == int(base.frame_end) and base.frame_end == pytest.approx(1 + 3.5 * 24, abs=3)
    assert pose(target, base.frame_end, {"pelvis"}).shape == (1, 4, 4)
    longer = api.motion_extend("jump", target=target, seconds=1.5)
    assert longer.frame_end == pytest.approx(base.frame_end + 36, abs=1)
    assert world.scene.frame_end >= longer.frame_end - 1
    refilled = api.motion_between(20, 40, target=target)
    assert refilled.frame_end == longer.frame_end and target.animation_data.action == refilled
    assert np.abs(pose(target, 60) - pose_of(longer, target, 60)).max() < 1e-4
    plain = api.motion_brief(["walk"], target=target, engine="procedural", simplify=True, start=11)
    assert plain.frame_start == 11
    assert len(next(iter(world.troupe.compat.fcurves(plain))).keyframe_points) < plain.frame_end - plain.frame_start
    assert world.troupe.provenance.read(plain)["provenance"]["engine"] == "procedural"
    loop = api.motion_loop(target=target)
    assert loop.use_cyclic
    with pytest.raises(api.TroupeError) as caught:
        api.motion_between(20, 21, target=target)
    assert caught.value.code == "wrong_brief"
    with pytest.raises(api.TroupeError) as caught:
        api.motion_extend("walk", target=target, engine="nobody")
    assert caught.value.code == "unknown_engine" and "script" in caught.value.remedy
    api.close()


@needs_backend
def test_a_motion_is_seen_while_it_is_made_and_gone_when_cancelled(world):
    drawing = world.troupe.module("controls.figure")
    settings = world.scene.troupe
    settings.engine_motion, settings.prompt_motion = "ghost", "stand"
    world.scene.troupe_engine_ghost.p_steps = 400
    world.target.location = (3.0, 0.0, 0.0)
    bpy.context.view_layer.update()
    before = [bone.matrix_basis.copy() for bone in world.target.pose.bones]
    assert bpy.ops.troupe.generate() == {"FINISHED"}
    assert world.runtime.pump(20.0, drawing.shown)
    [(figure, matrix, _)] = drawing.shown()
    names = [bone.name for bone in world.target.data.bones]
    assert figure.places.shape == (10, len(names), 3)
    # It stands where the armature is, and goes on from there.
    found = drawing.lines(figure, matrix, 0.0)
    assert found["way"][0][0] == pytest.approx(3.0, abs=1e-4) and found["way"][-1][1] == pytest.approx(-1.0, abs=0.05)
    assert bpy.ops.troupe.cancel() == {"FINISHED"} and drawing.shown() == []
    assert finish(world) == [] and drawing.shown() == []
    assert world.target.animation_data is None or world.target.animation_data.action is None
    assert [bone.matrix_basis for bone in world.target.pose.bones] == before and not bpy.data.actions
    world.scene.troupe_engine_ghost.p_steps = 3
    assert bpy.ops.troupe.generate() == {"FINISHED"} and finish(world) == []
    assert world.target.animation_data.action is not None and drawing.shown() == []


@needs_backend
def test_faults_are_told_with_their_remedy_and_leave_all_as_it_was(world):
    base = walk(world, parameters={"duration": 1.0})
    world.scene.troupe.prompt_motion = ""
    with pytest.raises(RuntimeError, match="Say in the prompt"):
        bpy.ops.troupe.motion_extend()
    world.scene.troupe.prompt_motion = "walk"
    assert bpy.ops.troupe.motion_extend() == {"FINISHED"}
    other = base.copy()
    world.target.animation_data.action = other
    [message] = finish(world)
    assert "another action" in message and world.target.animation_data.action == other
    names = {each.name for each in bpy.data.actions}
    assert names == {base.name, other.name}


@needs_backend
def test_cancelling_takes_leaves_the_scene_as_it_was(world):
    base = walk(world, parameters={"duration": 1.0})
    before = pose(world.target, 5)
    world.scene.troupe.prompt_motion, world.fields.takes = "walk forward", 8
    assert bpy.ops.troupe.takes_make() == {"FINISHED"}
    assert bpy.ops.troupe.cancel() == {"FINISHED"}
    assert finish(world) == []
    takes = world.troupe.module("controls.takes")
    assert len(takes.of(world.target)) < 8
    takes.discard(world.target)
    assert world.target.animation_data.action == base and np.array_equal(pose(world.target, 5), before)


class Sheet(Paper):
    """A layout as :class:`Paper`, for what the panels of motions draw as well."""

    def _part(self, **_):
        return Sheet(self.notes)

    row = column = box = split = _part

    def prop(self, owner, name, text=None, icon="NONE", emboss=True):
        super().prop(owner, name, text, icon, emboss)

    def operator(self, name, text=None, icon="NONE", depress=False):
        return super().operator(name, text, icon)


def test_the_panels_draw(engines, troupe):
    panels, takes = troupe.module("panels.motion"), troupe.module("controls.takes")
    bpy.ops.troupe.sentence_add()
    engines.fields.sentences[0].parts.show = True
    key(engines.scene.troupe.target, 1)
    action = engines.scene.troupe.target.animation_data.action
    troupe.provenance.write(action, "motion", None)
    takes.mark(action, "group", engines.scene.troupe.target, "", 0)
    context = SimpleNamespace(
        region=SimpleNamespace(width=300), preferences=SimpleNamespace(system=SimpleNamespace(ui_scale=1.0)),
        scene=bpy.context.scene, view_layer=bpy.context.view_layer, selected_objects=[])
    engines.scene.troupe.engine_motion = "plain"
    seen = []
    for panel in (panels.TROUPE_PT_motion_control, panels.TROUPE_PT_motion_edit, panels.TROUPE_PT_motion_takes):
        assert panel.poll(context)
        paper = SimpleNamespace(layout=Sheet(seen), **{name: getattr(panel, name) for name in dir(panel)
                                                       if name.startswith("_draw") or name == "_parts"})
        panel.draw(paper, context)
    panels.TROUPE_UL_sentences.draw_item(None, None, Sheet(seen), engines.fields, engines.fields.sentences[0], 0,
                                         engines.fields, "active")
    text = " ".join(seen)
    for each in ("TROUPE_UL_sentences", "left_arm", "path", "use_poses", "loop", "troupe.motion_extend",
                 "troupe.motion_between", "troupe.motion_loop", "troupe.takes_make", "troupe.take_keep", "3.0 s",
                 "takes no several sentences"):
        assert each in text, each
    engines.scene.troupe.modality = "object"
    assert not panels.TROUPE_PT_motion_control.poll(context)
