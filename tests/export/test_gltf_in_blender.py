# SPDX-License-Identifier: GPL-3.0-or-later
"""Blender's own glTF importer, in a process of its own, finds what was written."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from gltf_fixtures import joint_positions, make_avatar, make_motion, make_skeleton

from backend.export.gltf import write_glb

ROOT = Path(__file__).resolve().parents[2]
BLENDER_PYTHON = Path(os.environ.get("TROUPE_BLENDER_PYTHON", ROOT / ".venv" / "blender" / "bin" / "python"))
FPS, FRAMES, LOOKED_AT = 30, 24, (0, 7, 23)

_SCRIPT = """
import json, sys
import bpy
out = {}
for path in sys.argv[2:]:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.scene.render.fps = FPS
    bpy.ops.import_scene.gltf(filepath=path)
    rig = next(o for o in bpy.data.objects if o.type == "ARMATURE")
    found = {"bones": [b.name for b in rig.data.bones], "heads": {}, "tips": {},
             "actions": [list(a.frame_range) for a in bpy.data.actions]}
    for frame in FRAMES:
        bpy.context.scene.frame_set(frame)
        bpy.context.view_layer.update()
        found["heads"][frame] = {b.name: list((rig.matrix_world @ b.matrix).translation) for b in rig.pose.bones}
    for body in (o for o in bpy.data.objects if o.type == "MESH" and o.find_armature()):
        rig.data.pose_position = "REST"
        bpy.context.view_layer.update()
        found["size"] = list(body.evaluated_get(bpy.context.evaluated_depsgraph_get()).dimensions)
        found["keys"] = [k.name for k in body.data.shape_keys.key_blocks]
        found["groups"] = len(body.vertex_groups)
    out[path] = found
with open(sys.argv[1], "w") as file:
    json.dump(out, file)
""".replace("FPS", str(FPS)).replace("FRAMES", str(LOOKED_AT))


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    if not BLENDER_PYTHON.is_file():
        pytest.skip(f"no Blender at {BLENDER_PYTHON}: install the bpy wheel there to run this")
    folder = tmp_path_factory.mktemp("blender")
    avatar = make_avatar(make_skeleton(), rings=24)
    motion = make_motion(avatar.skeleton, FRAMES)
    whole, alone, answer = folder / "avatar.glb", folder / "motion.glb", folder / "out.json"
    write_glb(whole, avatar, motion)
    write_glb(alone, motion)
    script = folder / "look.py"
    script.write_text(_SCRIPT)
    done = subprocess.run([BLENDER_PYTHON, script, answer, whole, alone], capture_output=True, text=True, timeout=240)
    assert answer.is_file(), done.stdout + done.stderr
    found = json.loads(answer.read_text())
    return avatar, motion, found[str(whole)], found[str(alone)]


def test_bones_and_their_motion(imported):
    avatar, motion, whole, alone = imported
    expected = joint_positions(motion)
    for found in (whole, alone):
        assert sorted(found["bones"]) == sorted(avatar.skeleton.names)
        assert len(found["actions"]) == 1
        start, end = found["actions"][0]
        assert (end - start) / FPS == pytest.approx((FRAMES - 1) / FPS, abs=1e-3)
        for frame in LOOKED_AT:
            for joint, name in enumerate(avatar.skeleton.names):
                assert np.abs(np.array(found["heads"][str(frame)][name]) - expected[frame, joint]).max() < 1e-4


def test_mesh_size_shape_keys_and_groups(imported):
    avatar, _, whole, _ = imported
    body = avatar.meshes[0]
    assert np.allclose(whole["size"], np.ptp(body.vertices, axis=0), atol=1e-4)
    assert whole["keys"] == ["Basis", *body.shape_keys.names]
    assert whole["groups"] == len(avatar.skeleton.names)
