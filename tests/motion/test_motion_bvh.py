# SPDX-License-Identifier: GPL-3.0-or-later
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from motion_rigs import game_engine

from backend.engine import EngineError
from backend.motion.formats.bvh import read_bvh, write_bvh
from backend.motion.retarget import from_motion, retarget
from backend.motion.skeleton import INDEX, make_skeleton

_BLENDER = Path(__file__).parents[2] / ".venv" / "blender" / "bin" / "python"


@pytest.mark.parametrize("unit", ["m", "cm"])
@pytest.mark.parametrize("rig", ["troupe22", "game_engine"])
def test_a_motion_survives_the_file(make, tmp_path, rig, unit):
    motion = make("he is running", target=make_skeleton() if rig == "troupe22" else game_engine())
    write_bvh(tmp_path / "run.bvh", motion, unit=unit)
    again = read_bvh(tmp_path / "run.bvh", unit=unit)
    again.validate()
    assert again.fps == motion.fps and set(again.skeleton.names) == set(motion.skeleton.names)
    assert again.skeleton.convention == rig
    (a, body), (b, other) = from_motion(motion), from_motion(again)
    assert np.abs(a.positions(body) - b.positions(other)).max() < 1e-4


def test_the_file_is_y_up_faces_plus_z_and_speaks_degrees(make, tmp_path):
    write_bvh(tmp_path / "walk.bvh", make("walk"))
    text = (tmp_path / "walk.bvh").read_text()
    assert text.startswith("HIERARCHY\nROOT pelvis\n")
    head, table = text.split("MOTION\n")
    assert head.count("{") == head.count("}")
    rows = [[float(value) for value in line.split()] for line in table.splitlines()[2:]]
    assert len({len(row) for row in rows}) == 1 and len(rows[0]) == 3 + 22 * 3
    assert rows[-1][2] - rows[0][2] > 3  # forward is +Z
    assert 0.7 < rows[0][1] < 1.1  # up is Y, in metres


def test_a_bvh_from_elsewhere_can_be_retargeted(make, tmp_path):
    write_bvh(tmp_path / "kick.bvh", make("kick", target=game_engine()), unit="cm")
    moved = retarget(read_bvh(tmp_path / "kick.bvh", unit="cm"), make_skeleton(1.6))
    moved.validate()
    performance, body = from_motion(moved)
    assert performance.positions(body)[:, INDEX["right_ankle"], 2].max() > 0.45 * body.leg


_MINIMAL = """HIERARCHY
ROOT hip
{
  OFFSET 0 1 0
  CHANNELS 6 Xposition Yposition Zposition Yrotation Xrotation Zrotation
  End Site
  {
    OFFSET 0 0.5 0
  }
}
MOTION
Frames: 2
Frame Time: 0.0333333
0 1 0 0 0 0
0 1 1 90 0 0
"""


def test_another_channel_order_is_read(tmp_path):
    (tmp_path / "a.bvh").write_text(_MINIMAL)
    motion = read_bvh(tmp_path / "a.bvh")
    assert motion.fps == 30
    assert np.allclose(motion.skeleton.heads, [[0, 0, 1]]) and np.allclose(motion.skeleton.tails, [[0, 0, 1.5]])
    assert np.allclose(motion.root_translation, [[0, 0, 0], [0, -1, 0]], atol=1e-6)
    # 90 degrees about the file's Y is about our Z: the bone's own axis, since it points up.
    assert np.allclose(motion.rotations[1], [[np.sqrt(0.5), 0, np.sqrt(0.5), 0]], atol=1e-6)


@pytest.mark.parametrize("old, new", [
    ("MOTION", "MOTIN"), ("Frames: 2", "Frames: 3"), ("0 1 1 90 0 0", "0 1 1 90 0"), ("0 1 1 90 0 0", "0 1 nan 90 0 0"),
    ("OFFSET 0 1 0", "OFFSET 0 one 0"), ("Xposition", "Wposition"), ("Frame Time: 0.0333333", "Frame Time: 0"),
    ("CHANNELS 6", "CHANNELS 60"), ("ROOT hip", "JOINT hip"),
    ("    OFFSET 0 0.5 0\n  }\n}", "    OFFSET 0 0.5 0\n  }\n")])
def test_broken_files_are_refused_politely(tmp_path, old, new):
    assert old in _MINIMAL
    (tmp_path / "broken.bvh").write_text(_MINIMAL.replace(old, new))
    with pytest.raises(EngineError, match="broken") as caught:
        read_bvh(tmp_path / "broken.bvh")
    assert caught.value.code == "bad_file"


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(EngineError, match="nowhere"):
        read_bvh(tmp_path / "nowhere.bvh")


_IMPORT = """
import json, sys, bpy, addon_utils
bpy.ops.wm.read_factory_settings(use_empty=True)
addon_utils.enable("io_anim_bvh", default_set=False)
bpy.context.scene.render.fps = 30
bpy.ops.import_anim.bvh(filepath=sys.argv[1], axis_forward="-Z", axis_up="Y", rotate_mode="QUATERNION",
                        update_scene_duration=True)
ob = bpy.context.object
heads = []
for frame in (1, 20, 40):
    bpy.context.scene.frame_set(frame)
    heads.append({bone.name: list((ob.matrix_world @ bone.matrix).translation) for bone in ob.pose.bones})
print("HEADS" + json.dumps(heads))
"""


@pytest.mark.slow
def test_blenders_own_importer_sees_the_same_pose(make, tmp_path):
    if not _BLENDER.exists():
        pytest.skip("no Blender environment at .venv/blender")
    motion = make("he is running")
    write_bvh(tmp_path / "run.bvh", motion)
    done = subprocess.run([_BLENDER, "-c", _IMPORT, str(tmp_path / "run.bvh")], capture_output=True, text=True,
                          timeout=240)
    line = next((each for each in done.stdout.splitlines() if each.startswith("HEADS")), None)
    if line is None and "io_anim_bvh" in done.stderr:
        pytest.skip("this Blender ships no BVH importer")
    assert line, done.stderr
    performance, body = from_motion(motion)
    positions = performance.positions(body)
    for frame, heads in zip((0, 19, 39), json.loads(line[5:])):
        for joint, index in INDEX.items():
            assert np.allclose(heads[joint], positions[frame, index], atol=2e-3), (frame, joint)
