# SPDX-License-Identifier: GPL-3.0-or-later
"""An avatar as VRM, FBX and USD, read again by others, and its levels of detail."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pygltflib
import pytest

from backend.avatar.anny_engine import AnnyEngine
from backend.engine import EngineError, Progress, Request
from backend.export.files import FORMATS, check_output, write_asset, write_levels
from backend.export.lods import SHARES, level_of
from backend.export.tpose import in_t_pose
from backend.export.vrm import REQUIRED, humanoid
from backend.services import call
from protocol.assets import Avatar

ROOT = Path(__file__).resolve().parents[2]
BLENDER_PYTHON = Path(os.environ.get("TROUPE_BLENDER_PYTHON", ROOT / ".venv" / "blender" / "bin" / "python"))


def person(rig: str = "game_engine") -> Avatar:
    engine = AnnyEngine()
    return engine.generate(Request(prompt="a woman in a red plaid shirt and blue jeans with short hair", seed=4,
                                   parameters=engine.complete({"rig": rig, "texture_size": "1024"})), Progress())


@pytest.fixture(scope="module")
def avatar() -> Avatar:
    return person()


@pytest.mark.parametrize("rig", ["game_engine", "mixamo", "makehuman", "cmu_mb"])
def test_every_rig_has_the_bones_of_a_humanoid(rig) -> None:
    from backend.body import hm08, rigs

    bones = humanoid(rigs.skeleton(rig, hm08.base_mesh().vertices))
    assert set(REQUIRED) <= set(bones) and len(set(bones.values())) == len(bones)
    if rig in ("game_engine", "mixamo"):
        assert {"leftThumbMetacarpal", "rightLittleDistal", "leftIndexProximal"} <= set(bones)


def test_the_t_pose_is_one_and_leaves_the_rest_alone(avatar) -> None:
    turned = in_t_pose(avatar)
    turned.validate()
    bones = turned.skeleton
    at = {role: bones.heads[bones.names.index(bone)] for role, bone in bones.roles.items()}
    for side, sign in (("left", 1), ("right", -1)):
        shoulder, elbow, wrist = (at[f"{side}_{each}"] for each in ("shoulder", "elbow", "wrist"))
        for start, end in ((shoulder, elbow), (elbow, wrist)):
            along = (end - start) / np.linalg.norm(end - start)
            assert along == pytest.approx((sign, 0, 0), abs=1e-3)
    assert at["left_knee"] == pytest.approx(
        avatar.skeleton.heads[avatar.skeleton.names.index(avatar.skeleton.roles["left_knee"])], abs=1e-6)
    before, after = avatar.meshes[0].vertices, turned.meshes[0].vertices
    assert np.ptp(after[:, 0]) > np.ptp(before[:, 0]) + 0.15 and np.abs(after[:, 2].max() - before[:, 2].max()) < 1e-5
    # Bones keep their lengths.
    assert np.linalg.norm(turned.skeleton.tails - turned.skeleton.heads, axis=1) == pytest.approx(
        np.linalg.norm(avatar.skeleton.tails - avatar.skeleton.heads, axis=1), abs=1e-5)


def test_a_vrm_says_what_the_format_asks_for(avatar, tmp_path) -> None:
    write_asset(tmp_path / "hero.vrm", avatar)
    file = pygltflib.GLTF2().load_binary(
        str(tmp_path / "hero.vrm"))
    assert "VRMC_vrm" in file.extensionsUsed
    vrm = file.extensions["VRMC_vrm"]
    assert vrm["specVersion"] == "1.0" and vrm["meta"]["licenseUrl"] == "https://vrm.dev/licenses/1.0/"
    assert vrm["meta"]["authors"] and "CC0" in vrm["meta"]["thirdPartyLicenses"]
    bones = {name: each["node"] for name, each in vrm["humanoid"]["humanBones"].items()}
    assert set(REQUIRED) <= set(bones) and len(set(bones.values())) == len(bones)
    assert file.nodes[bones["hips"]].name == "pelvis" and file.nodes[bones["leftHand"]].name == "hand_l"
    # Every humanoid bone hangs below the one the format puts before it.
    parent = {child: number for number, node in enumerate(file.nodes) for child in node.children or ()}

    def above(node: int) -> list[int]:
        found = []
        while node in parent:
            node = parent[node]
            found.append(node)
        return found

    for child, before in (("leftHand", "leftLowerArm"), ("leftLowerArm", "leftUpperArm"), ("head", "neck"),
                          ("rightFoot", "rightLowerLeg"), ("spine", "hips"), ("leftIndexDistal", "leftIndexProximal")):
        assert bones[before] in above(bones[child]), (child, before)
    presets, custom = vrm["expressions"]["preset"], vrm["expressions"]["custom"]
    assert {"happy", "aa", "blink", "lookLeft"} <= set(presets) and len(custom) == 52
    for each in (*presets.values(), *custom.values()):
        for bind in each["morphTargetBinds"]:
            mesh = file.meshes[file.nodes[bind["node"]].mesh]
            assert bind["index"] < len(mesh.extras["targetNames"]) and 0 < bind["weight"] <= 1
    left = presets["blinkLeft"]["morphTargetBinds"][0]
    names = file.meshes[file.nodes[left["node"]].mesh].extras["targetNames"]
    assert names[left["index"]] == "eyeBlinkLeft"
    for mesh in file.meshes:
        assert all(not hasattr(each.attributes, "JOINTS_1") or each.attributes.JOINTS_1 is None
                   for each in mesh.primitives), "four influences"


def test_levels_of_detail_keep_what_hangs_on_vertices(avatar) -> None:
    whole = sum(len(each.corner_vertices) - 2 * (len(each.face_offsets) - 1) for each in avatar.meshes)
    before = whole
    for number, share in enumerate(SHARES, 1):
        thin = level_of(avatar, number)
        thin.validate()
        count = sum(len(each.corner_vertices) - 2 * (len(each.face_offsets) - 1) for each in thin.meshes)
        assert count < before and count < 1.15 * share * whole
        before = count
        body, own = thin.meshes[0], avatar.meshes[0]
        assert body.shape_keys.names == own.shape_keys.names and body.uvs is not None
        assert np.abs(body.weights.sum(axis=1) - 1).max() < 1e-3
        for mesh, old in zip(thin.meshes, avatar.meshes):
            assert mesh.name == old.name and mesh.role == old.role
            if old.hidden is None:  # covered skin is left out
                assert np.abs(np.ptp(mesh.vertices, axis=0) - np.ptp(old.vertices, axis=0)).max() < 0.06, mesh.name
        jaw = body.shape_keys.names.index("jawOpen")
        low, high = body.shape_keys.offsets[jaw:jaw + 2]
        assert high > low and body.shape_keys.deltas[low:high, 2].min() < -0.005, "the jaw still opens"


def test_levels_are_a_service(avatar) -> None:
    thin = call("avatar.levels", {}, {"avatar": avatar}, Progress()).assets
    assert list(thin) == ["lod1", "lod2", "lod3"]
    assert [mesh.name for mesh in thin["lod3"].meshes] == [mesh.name for mesh in avatar.meshes]
    assert len(thin["lod3"].meshes[0].vertices) < 0.2 * len(avatar.meshes[0].vertices)
    with pytest.raises(EngineError, match="no avatar"):
        call("avatar.levels", {}, {}, Progress())


def test_levels_are_written_beside(avatar, tmp_path) -> None:
    files = write_levels(tmp_path / "hero.glb", avatar)
    assert [each.name for each in files] == ["hero.glb", "hero.lod1.glb", "hero.lod2.glb", "hero.lod3.glb"]
    sizes = [each.stat().st_size for each in files]
    assert sizes == sorted(sizes, reverse=True)


_SCRIPT = """
import json, sys
import bpy
out = {}
for path in sys.argv[2:]:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    if path.endswith(".fbx"):
        import addon_utils
        addon_utils.enable("io_scene_fbx")
        bpy.ops.import_scene.fbx(filepath=path)
    elif path.endswith((".usdz", ".usdc")):
        bpy.ops.wm.usd_import(filepath=path)
    else:
        bpy.ops.import_scene.gltf(filepath=path)
    rigs = [o for o in bpy.data.objects if o.type == "ARMATURE"]
    rig = rigs[0]
    bpy.context.view_layer.update()
    found = {"bones": {b.name: list(rig.matrix_world @ b.head_local) for b in rig.data.bones}, "meshes": {},
             "images": sum(1 for image in bpy.data.images if image.size[0] > 0), "rigs": len(rigs)}
    for ob in bpy.data.objects:
        if ob.type == "MESH" and ob.find_armature():
            points = [ob.matrix_world @ v.co for v in ob.data.vertices]
            found["meshes"][ob.name] = {
                "low": [min(p[i] for p in points) for i in range(3)],
                "high": [max(p[i] for p in points) for i in range(3)],
                "keys": [k.name for k in ob.data.shape_keys.key_blocks][1:] if ob.data.shape_keys else [],
                "groups": len(ob.vertex_groups), "uvs": len(ob.data.uv_layers), "materials": len(ob.data.materials)}
    out[path] = found
with open(sys.argv[1], "w") as file:
    json.dump(out, file)
"""


def test_fbx_and_usd_hold_the_same_person(avatar, tmp_path, monkeypatch) -> None:
    if not BLENDER_PYTHON.is_file():
        pytest.skip(f"no Blender at {BLENDER_PYTHON}: install the bpy wheel there to run this")
    monkeypatch.setenv("TROUPE_BLENDER", str(BLENDER_PYTHON))
    files = [tmp_path / "hero.fbx", tmp_path / "hero.usdz", tmp_path / "hero.vrm.glb"]
    for path in files[:2]:
        assert write_asset(path, avatar) == [path] and path.stat().st_size > 1e6
    from backend.export.vrm import write_vrm

    write_vrm(files[2], avatar)
    script, answer = tmp_path / "look.py", tmp_path / "out.json"
    script.write_text(_SCRIPT)
    done = subprocess.run([BLENDER_PYTHON, script, answer, *map(str, files)], capture_output=True, text=True,
                          timeout=240)
    assert answer.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    for path, found in json.loads(answer.read_text()).items():
        kind = Path(path).suffix
        turned = in_t_pose(avatar) if path.endswith(".glb") else avatar
        assert found["rigs"] == 1
        places = dict(zip(turned.skeleton.names, turned.skeleton.heads))
        assert set(places) <= set(found["bones"]), kind
        for name in ("hand_l", "foot_r", "head", "calf_l"):
            assert found["bones"][name] == pytest.approx(places[name].tolist(), abs=2e-3), (kind, name)
        assert len(found["meshes"]) == len(avatar.meshes), kind
        for mesh in turned.meshes:
            told = next(each for name, each in found["meshes"].items() if name.startswith(mesh.name))
            assert bool(told["uvs"]) == (mesh.uvs is not None), (kind, mesh.name)
            assert told["groups"] and told["materials"], (kind, mesh.name)
            if mesh.hidden is None:
                assert told["low"] == pytest.approx(mesh.vertices.min(axis=0).tolist(), abs=3e-3), (kind, mesh.name)
                assert told["high"] == pytest.approx(mesh.vertices.max(axis=0).tolist(), abs=3e-3), (kind, mesh.name)
        body = next(each for name, each in found["meshes"].items() if name.startswith("Body"))
        assert {"jawOpen", "eyeBlinkLeft"} <= set(body["keys"]), kind
        assert found["images"] >= 3, kind


def test_formats_are_named_before_any_work(tmp_path) -> None:
    assert ".vrm" in FORMATS["avatar"] and ".usdz" in FORMATS["object"]
    with pytest.raises(EngineError, match="an avatar is written to"):
        check_output(tmp_path / "hero.bvh", "avatar")
    with pytest.raises(EngineError, match="an object is written to"):
        check_output(tmp_path / "hero.vrm", "object")
