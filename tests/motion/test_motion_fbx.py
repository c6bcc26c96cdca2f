# SPDX-License-Identifier: GPL-3.0-or-later
"""FBX and .blend through headless Blender, and the program that watches it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
from motion_files import joints_of, same, wild

from backend.blender_worker import run
from backend.engine import Cancelled, EngineError, Progress
from backend.motion.formats import fbx, read_motion, read_motions, write_motion, write_motions
from backend.motion.kinematics import matrix_from_quaternion
from backend.motion.skeleton import make_skeleton
from protocol.assets import Motion, Skeleton
from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[2]
BLENDER = Path(os.environ.get("TROUPE_BLENDER", ROOT / ".venv" / "blender" / "bin" / "python"))
#: FBX of CMU trials with the read-out that lies beside them.
TRIALS = ("07_01", "85_12", "91_48")


@pytest.fixture
def blender(monkeypatch):
    if not BLENDER.exists():
        pytest.skip("no Blender; set TROUPE_BLENDER")
    monkeypatch.setenv("TROUPE_BLENDER", str(BLENDER))
    return BLENDER


@pytest.fixture
def fake(monkeypatch, tmp_path):
    """A program in Blender's place: a script that finds the task's folder in ``folder``."""
    def install(body: str) -> None:
        path = tmp_path / "blender"
        path.write_text(f"#!{sys.executable}\nimport pathlib, subprocess, sys, time\n"
                        "folder = pathlib.Path(sys.argv[-1])\n" + textwrap.dedent(body), "utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("TROUPE_BLENDER", str(path))
    if sys.platform == "win32":
        pytest.skip("needs scripts that can be run")
    return install


def test_written_motions_are_read_back(blender, tmp_path):
    """Two takes at a rate that is no whole number; the travelling joint hangs below others that turn."""
    motions = [wild(name="One", fps=29.97, root=6), wild(name="Two", seed=5, frames=25, fps=29.97, root=6)]
    write_motions(tmp_path / "both.fbx", motions)
    found = sorted(read_motions(tmp_path / "both.fbx"), key=lambda motion: motion.name)
    assert [motion.name for motion in found] == ["One", "Two"]
    for each, motion in zip(found, motions):
        same(each, motion, place=1e-4, angle=1e-4)
        assert each.fps == pytest.approx(29.97, rel=1e-4) and each.skeleton.convention == "troupe22"
        np.testing.assert_allclose(each.skeleton.rest_rotations()[0], motion.skeleton.rest_rotations()[0], atol=1e-4)
    assert [path.name for path in tmp_path.iterdir()] == ["both.fbx"]


_IMPORT = """
import json, sys, bpy, addon_utils
path, how = sys.argv[-2:]
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.context.scene.render.fps = 30
for module in ("io_scene_fbx", "io_scene_gltf2", "io_anim_bvh"):
    addon_utils.enable(module, default_set=False)
if how == "bvh":
    bpy.ops.import_anim.bvh(filepath=path)
elif how == "glb":
    bpy.ops.import_scene.gltf(filepath=path)
elif how == "new":
    bpy.ops.wm.fbx_import(filepath=path)
else:
    bpy.ops.import_scene.fbx(filepath=path, automatic_bone_orientation=how == "turned")
ob = next(each for each in bpy.context.scene.objects if each.type == "ARMATURE")
if not ob.animation_data.action:
    ob.animation_data.action = bpy.data.actions[0]
start, end = (round(each) for each in ob.animation_data.action.frame_range)
seen = []
for frame in range(start, end + 1):
    bpy.context.scene.frame_set(frame)
    seen.append({bone.name: list(ob.matrix_world @ bone.head) for bone in ob.pose.bones})
print("SEEN" + json.dumps([seen, [action.name for action in bpy.data.actions], hasattr(bpy.ops.wm, "fbx_import")]))
"""


def _in_blender(path: Path, how: str) -> tuple[list[dict], list[str]]:
    """What an importer of Blender's makes of a file: joints' places frame by frame, and the actions' names."""
    done = subprocess.run([BLENDER, "-c", _IMPORT, str(path), how], capture_output=True, text=True, timeout=240)
    line = next((each for each in done.stdout.splitlines() if each.startswith("SEEN")), None)
    if line is None and ("io_anim_bvh" in done.stderr or "fbx_import" in done.stderr):
        pytest.skip("this Blender has no such importer")
    assert line, done.stderr
    return json.loads(line[4:])[:2]


def _below_a_root(aside: float = 0.0) -> Motion:
    """The pelvis travels, and begins where the root below it ends."""
    body = make_skeleton(1.7)
    heads = np.concatenate([[[-aside, 0, 0]], body.heads])
    tails = np.concatenate([[[-aside, 0, body.heads[0, 2]]], body.tails])
    skeleton = Skeleton(
        name="below", names=["root", *body.names], parents=np.concatenate([[-1], body.parents + 1]).astype("<i4"),
        heads=heads.astype("<f4"), tails=tails.astype("<f4"),
        z_axes=np.concatenate([[[0, 1, 0]], body.z_axes]).astype("<f4"))
    motion = wild(skeleton, root=1, frames=20, name="Walk")
    motion.rotations[:, 0] = [1, 0, 0, 0]
    return motion


@pytest.mark.parametrize("aside", [0.0, 1.5e-4])
@pytest.mark.parametrize(("extension", "how"), [
    ("fbx", "plain"), ("fbx", "turned"), ("fbx", "new"), ("glb", "glb"), ("bvh", "bvh")])
def test_blenders_importers_keep_the_travel_of_a_pelvis_below_a_root(blender, tmp_path, extension, how, aside):
    """They connect bones that touch, and ignore the location of those."""
    motion = _below_a_root(aside)
    write_motion(tmp_path / f"a.{extension}", motion)
    seen, _ = _in_blender(tmp_path / f"a.{extension}", how)
    places = joints_of(motion)
    for joint in ("pelvis", "head", "left_ankle"):
        found = np.array([frame[joint] for frame in seen])
        np.testing.assert_allclose(found, places[:, motion.skeleton.names.index(joint)], atol=1e-3)
    assert np.ptp(found[:, 2]) > 0.1


def test_a_game_characters_walk_keeps_its_height_in_blender(blender, tmp_path):
    motion = read_motion(shared("data", "motion", "kaykit", "Med_MovementBasic.glb"), animation="Rig_Medium|Walking_A")
    write_motion(tmp_path / "a.fbx", motion)
    seen, _ = _in_blender(tmp_path / "a.fbx", "plain")
    hips = joints_of(motion)[:, motion.skeleton.names.index("hips"), 2]
    np.testing.assert_allclose([frame["hips"][2] for frame in seen], hips, atol=1e-3)
    assert np.ptp(hips) > 0.02


@pytest.mark.parametrize("frames", [1, 12])
def test_takes_have_plain_names(blender, tmp_path, frames):
    body = make_skeleton(1.7)
    body.name = "02_01"
    write_motion(tmp_path / "a.fbx", wild(body, frames=frames, name="02_01"))
    if frames > 1:
        assert _in_blender(tmp_path / "a.fbx", "plain")[1] == ["Armature|02_01"]
    found = read_motion(tmp_path / "a.fbx")
    assert found.name in ("02_01", "a") and len(found.rotations) == frames


@pytest.mark.parametrize("trial", TRIALS)
def test_cmu_files_equal_their_read_out(blender, trial):
    notes: list[str] = []
    motion = read_motion(shared("data", "motion", "cmu", "fbx", f"{trial}.fbx"), notes=notes)
    with np.load(shared("data", "motion", "cmu", "fbx_npz", f"{trial}.npz")) as told:
        names, expected = told["joint_names"].tolist(), _told_places(told)
        assert motion.fps == pytest.approx(float(told["fps"])) and len(motion.rotations) == len(expected)
    joints = [(names.index(name), index) for index, name in enumerate(motion.skeleton.names)]
    expected = expected[:, [each for each, _ in joints]]
    found = joints_of(motion)[:, [each for _, each in joints]]
    # The whole is turned about Z to face -Y at rest, and may be moved onto the floor.
    found, expected = found - found[:1].mean((0, 1)), expected - expected[:1].mean((0, 1))
    across = (expected[..., 0] + 1j * expected[..., 1]).conj() * (found[..., 0] + 1j * found[..., 1])
    yaw = across.sum() / abs(across.sum())
    turned = (expected[..., 0] + 1j * expected[..., 1]) * yaw
    expected = np.stack([turned.real, turned.imag, expected[..., 2]], -1)
    assert np.abs(found - expected).max() < 2e-3
    feet = [index for index, name in enumerate(motion.skeleton.names) if "foot" in name.lower()]
    assert -0.02 < np.quantile(joints_of(motion)[:, feet, 2].min(axis=1), 0.05) < 0.2
    left = [name for name in motion.skeleton.names if name.lower().removeprefix("neo_") in ("leftupleg", "lthigh")]
    assert motion.skeleton.heads[motion.skeleton.names.index(left[0]), 0] > 0.05


def _told_places(told) -> np.ndarray:
    """(T, J, 3) joint places of the read-out, Z up."""
    turns, parents = matrix_from_quaternion(told["local_quats"].astype(float)), told["parents"]
    world, places = np.empty_like(turns), np.empty((*turns.shape[:2], 3))
    for joint, parent in enumerate(parents):
        if parent < 0:
            world[:, joint], places[:, joint] = turns[:, joint], told["root_translation"]
        else:
            world[:, joint] = world[:, parent] @ turns[:, joint]
            places[:, joint] = places[:, parent] + world[:, parent] @ told["rest_offsets"][joint].astype(float)
    return places[..., [0, 2, 1]] * [1, -1, 1]


def test_rest_pose_from_another_file(blender):
    """Files whose own bones have no upright rest pose may be given one."""
    path = shared("data", "motion", "cmu", "fbx", "85_04.fbx")
    motion = read_motion(path, skeleton=shared("data", "motion", "cmu", "fbx", "85_135_rest_pose.fbx"))
    heads, names = motion.skeleton.heads, motion.skeleton.names
    hip, knee, ankle = (heads[names.index(f"Neo_Left{each}")] for each in ("UpLeg", "Leg", "Foot"))
    assert hip[2] > knee[2] > ankle[2] and abs(hip[0] - ankle[0]) < 0.02


def test_actions_of_a_blend_file(blender, tmp_path):
    """An armature with constraints, two actions, a mesh and a script that must not run."""
    script = tmp_path / "make.py"
    mark = tmp_path / "ran"
    script.write_text(textwrap.dedent(f"""
        import bpy
        bpy.ops.wm.read_factory_settings(use_empty=True)
        data = bpy.data.armatures.new("Rig")
        ob = bpy.data.objects.new("Rig", data)
        bpy.context.scene.collection.objects.link(ob)
        bpy.context.view_layer.objects.active = ob
        bpy.ops.object.mode_set(mode="EDIT")
        for number in range(4):
            bone = data.edit_bones.new(f"b{{number}}")
            bone.head, bone.tail = (0, 0, number), (0, 0, number + 1)
            if number:
                bone.parent = data.edit_bones[f"b{{number - 1}}"]
        bpy.ops.object.mode_set(mode="POSE")
        bpy.context.scene.render.fps = 25
        constraint = ob.pose.bones["b3"].constraints.new("COPY_ROTATION")
        constraint.target, constraint.subtarget = ob, "b1"
        constraint.target_space = constraint.owner_space = "LOCAL"
        for name, angle in (("Nod", 0.5), ("Bow", 1.2)):
            ob.animation_data_create().action = bpy.data.actions.new(name)
            ob.animation_data.action.use_fake_user = True
            bone = ob.pose.bones["b1"]
            bone.rotation_mode = "XYZ"
            for frame, turn in ((1, 0.0), (11, angle)):
                bone.rotation_euler = (turn, 0, 0)
                bone.keyframe_insert("rotation_euler", frame=frame)
        text = bpy.data.texts.new("evil.py")
        text.write("open({str(mark)!r}, 'w')")
        text.use_module = True
        bpy.ops.wm.save_as_mainfile(filepath={str(tmp_path / 'rig.blend')!r})
        """), "utf-8")
    subprocess.run([str(blender), str(script)], check=True, capture_output=True)
    motions = {motion.name: motion for motion in read_motions(tmp_path / "rig.blend")}
    assert sorted(motions) == ["Bow", "Nod"]
    for name, angle in (("Nod", 0.5), ("Bow", 1.2)):
        motion = motions[name]
        assert motion.fps == 25 and len(motion.rotations) == 11 and motion.skeleton.name == "Rig"
        for bone in (1, 3):  # the constraint copies it
            assert 2 * np.arccos(abs(motion.rotations[-1, bone, 0])) == pytest.approx(angle, abs=1e-3)
    assert [motion.name for motion in read_motions(tmp_path / "rig.blend", animation="Nod")] == ["Nod"]
    assert not mark.exists()


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.fbx", b"", "bad_file"), ("a.fbx", b"Kaydara FBX Binary  \0\x1a\0\xe8\x1c\0\0" + bytes(40), "bad_file"),
    ("a.fbx", b"no such thing", "bad_file"), ("a.blend", b"BLENDER-v500" + bytes(90), "bad_file"),
    ("a.blend", b"PK\3\4", "bad_file")])
def test_broken_files_are_refused(blender, tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EngineError) as caught:
        read_motions(tmp_path / name)
    assert caught.value.code == code and name in caught.value.message


def test_without_blender_the_remedy_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr("backend.doctor.find_blender", lambda wanted=None: None)
    with pytest.raises(EngineError) as caught:
        write_motion(tmp_path / "m.fbx", wild())
    assert caught.value.code == "needs_blender" and "TROUPE_BLENDER" in caught.value.remedy
    assert not list(tmp_path.iterdir())


def test_cancelling_ends_blender_and_its_children(fake, tmp_path):
    mark = tmp_path / "pids"
    fake(f"""
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        import os
        pathlib.Path({str(mark)!r}).write_text(f"{{os.getpid()}} {{child.pid}}")
        time.sleep(60)
        """)

    class Impatient(Progress):
        def update(self, fraction, stage=""):
            if mark.exists() and len(mark.read_text().split()) == 2:
                raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        run.perform("read_fbx", {}, progress=Impatient())
    assert time.monotonic() - started < 20
    for pid in map(int, mark.read_text().split()):
        _assert_ends(pid)


def _assert_ends(pid: int) -> None:
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if sys.platform == "linux" and state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return  # ended; whoever started it has not looked yet
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    pytest.fail(f"process {pid} still ran")


def test_a_task_has_a_limit(fake):
    fake("time.sleep(60)")
    with pytest.raises(EngineError, match="within 1 seconds") as caught:
        run.perform("read_fbx", {}, limit=1)
    assert caught.value.code == "blender_failed"


@pytest.mark.parametrize(("body", "code", "words"), [
    ("print('it went wrong'); sys.exit(3)", "blender_failed", "code 3: it went wrong"),
    ("(folder / 'answer.json').write_text('[1]')", "blender_failed", "ended with code 0"),
    ("(folder / 'answer.json').write_text('{}'); (folder / 'answer.npz').write_bytes(b'PKxx')", "blender_failed",
     "cannot be read"),
    ("(folder / 'answer.json').write_text('{\"error\": \"x.fbx: no\", \"code\": \"bad_file\"}')", "bad_file", "x.fbx")])
def test_what_blender_answers_is_checked(fake, body, code, words):
    fake(body)
    with pytest.raises(EngineError, match=words) as caught:
        run.perform("read_fbx", {})
    assert caught.value.code == code


def test_pickles_are_not_loaded(fake):
    fake("""
        import numpy as np
        np.savez(folder / "answer.npz", x=np.array([{}], dtype=object))
        (folder / "answer.json").write_text("{}")
        """)
    with pytest.raises(EngineError) as caught:
        run.perform("read_fbx", {})
    assert caught.value.code == "blender_failed"


def test_names_of_takes():
    """A lone take has the file's name where its own says nothing."""
    for name, expected in (("mixamo.com", "angry walk"), ("Take 001", "angry walk"), ("Stomp", "Stomp")):
        motion = wild(name=name, frames=2)
        fbx._tell_apart([motion], {"skeletons": [{"name": "Rig", "takes": [{}]}]}, Path("angry walk.fbx"))
        assert motion.name == expected and motion.skeleton.name == "Rig"
    pair = [wild(name="Take 001", frames=2), wild(name="Take 001", frames=2)]
    fbx._tell_apart(pair, {"skeletons": [{"name": "A", "takes": [{}]}, {"name": "B", "takes": [{}]}]}, Path("two.fbx"))
    assert [motion.name for motion in pair] == ["Take 001 (A)", "Take 001 (B)"]
