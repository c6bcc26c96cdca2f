# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripting interface against a real backend: what docs/scripting.md promises."""

import os
import re
import subprocess
from pathlib import Path

import bpy
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("TROUPE_BACKEND", ROOT / ".venv" / "backend"))

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="no backend: set TROUPE_BACKEND or make .venv/backend")


@pytest.fixture
def api(troupe, monkeypatch):
    """The module, with a backend it will start by itself and stops at the end."""
    monkeypatch.setenv("TROUPE_BACKEND", str(PROGRAM))
    module = troupe.module("api")
    yield module
    module.close()


def test_connect_starts_a_backend_and_close_stops_it(api):
    assert "roupe" in api.connect()
    process = api._backend.process
    assert {each["modality"] for each in api.engines()} == {"avatar", "motion", "environment", "object"}
    assert all(each["modality"] == "motion" for each in api.engines("motion"))
    api.close()
    assert process.poll() is not None
    with pytest.raises(api.TroupeError) as caught:
        api.connect(start=False)
    assert caught.value.code in ("no_connection", "stale_connection") and caught.value.remedy


def test_a_connection_file_that_is_not_there_starts_nothing(api, tmp_path):
    with pytest.raises(api.TroupeError) as caught:
        api.connect(tmp_path / "studio.json")
    assert caught.value.code == "no_connection"
    assert api._backend is None and not list(tmp_path.iterdir())


def test_a_motion_for_nothing_says_what_to_pass(api):
    with pytest.raises(api.TroupeError, match="not an armature"):
        api.motion("he walks", target=bpy.data.objects.get("nobody"))


def test_an_armature_without_bones_and_a_bone_that_is_not_there_are_told_with_remedies(api):
    empty = bpy.data.objects.new("Empty", bpy.data.armatures.new("Empty"))
    bpy.context.scene.collection.objects.link(empty)
    for call, code in ((lambda: api.rig_map(empty, {"pelvis": "Nobody"}), "unknown_rig"),
                       (lambda: api.motion("walk", target=empty), "wrong_target")):
        with pytest.raises(api.TroupeError) as caught:
            call()
        assert caught.value.code == code and "armature" in caught.value.remedy and "rig_map" in caught.value.remedy


def test_an_object_may_be_a_rigid_body_that_weighs_what_it_is_made_of(api):
    mug = api.object("a ceramic mug", seed=2, rigid_body="active", parameters={"texture_size": "0"})
    assert mug.rigid_body.type == "ACTIVE" and mug.rigid_body.collision_shape == "COMPOUND"
    assert 0.15 < mug.rigid_body.mass < 0.8
    with pytest.raises(api.TroupeError, match="rigid body"):
        api.object("a mug", rigid_body="floating")


def test_object_arrives_where_it_is_wanted(api):
    home = bpy.data.collections.new("Props")
    bpy.context.scene.collection.children.link(home)
    stages = []
    vase = api.object("a blue ceramic vase", seed=3, collection=home, location=(1, 2, 0),
                      parameters=_smallest_texture(api), progress=lambda event: stages.append(event.fraction))
    assert vase.location[:] == (1, 2, 0) and stages and stages == sorted(stages)
    assert vase.users_collection[0] == home or home.children[0] in vase.users_collection
    low = min((ob.matrix_world @ vertex.co).z for ob in (vase, *vase.children) if ob.type == "MESH"
              for vertex in ob.data.vertices)
    assert abs(low) < 1e-3


def _smallest_texture(api):
    found = next(each for each in api.engines("object") if each["name"] == "parametric")
    for parameter in found["parameters"]:
        if parameter["name"] == "texture_size" and parameter["choices"]:
            return {"texture_size": parameter["choices"][0][0]}
    return {}


@pytest.mark.slow
def test_an_avatar_runs(api, troupe):
    bpy.context.scene.render.fps = 24
    available = {each["name"]: each["available"] for each in api.engines("avatar")}
    if not any(available.values()):
        pytest.skip("no avatar engine can run here")
    hero = api.avatar("a tall and fat man in an orange jumpsuit", seed=7)
    assert hero.type == "ARMATURE" and len(hero.children) >= 2
    assert troupe.provenance.read(hero)["provenance"]["seed"] == 7
    action = api.motion("he is running", target=hero, start=10)
    assert hero.animation_data.action == action and action.frame_range[0] == 10
    frames = {point.co[0] for curve in troupe.compat.fcurves(action) for point in curve.keyframe_points}
    assert all(float(frame).is_integer() for frame in frames), "keys are not on whole frames"
    pelvis = troupe.skeleton.read(hero).roles["pelvis"]
    places = []
    for frame in (bpy.context.scene.frame_start, bpy.context.scene.frame_end):
        bpy.context.scene.frame_set(frame)
        places.append(hero.pose.bones[pelvis].head.copy())
    assert (places[1] - places[0]).length > 1.0, "he does not run anywhere"


def test_clips_are_added_found_and_applied(api, troupe, monkeypatch, tmp_path):
    import rig_makers

    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "library"))
    assert api.library_search("walk") == []
    motions = tmp_path / "motions"
    motions.mkdir()
    backend = [*troupe.module("backend").find(""), "generate", "motion", "he walks angrily", "--output"]
    subprocess.run([*backend, str(motions / "angry_walk.bvh")], check=True, capture_output=True)
    (motions / "broken.bvh").write_text("HIERARCHY\nROOT")
    stages = []
    report = api.library_add(motions, progress=lambda event: stages.append(event.stage))
    assert report["clips"] == 1 and "broken.bvh" in report["failures"][0]["path"] and report["failures"][0]["message"]
    assert api.library_search("angry walk", shortest=100.0) == []
    hit = api.library_search("angry walk", limit=5)[0]
    assert "angry" in hit.caption and hit.duration > 1 and 0 < hit.score <= 1
    rig, _ = rig_makers.mixamo()
    for each in (hit, hit.id):
        action = api.library_apply(each, target=rig, start=5)
        assert rig.animation_data.action == action and action.frame_range[0] == 5
    origin = troupe.provenance.read(action)["provenance"]
    assert origin["engine"] == "retrieval" and origin["spec"]["clip"] == hit.id
    with pytest.raises(api.TroupeError, match="clip"):
        api.library_apply("0123456789ab", target=rig)
    with pytest.raises(api.TroupeError, match="no filter"):
        api.library_search("walk", colour="red")


def test_errors_are_the_backends_own_words(api):
    with pytest.raises(api.JobFailed) as caught:
        api.object("a blue ceramic vase", parameters={"no_such_parameter": 1})
    assert caught.value.code == "invalid_parameter" and "no_such_parameter" in str(caught.value)
    with pytest.raises(api.TroupeError, match="engine"):
        api.object("a blue ceramic vase", engine="nonsense")
    with pytest.raises(api.TroupeError, match="not an armature"):
        api.motion("he walks", target=bpy.data.objects.new("Empty", None))


def test_what_progress_raises_ends_the_wait(api):
    class Stop(Exception):
        pass

    def stop(event):
        raise Stop

    with pytest.raises(Stop):
        api.environment("a clear morning", progress=stop)
    assert bpy.context.scene.world is None


def test_documented_calls_exist(api):
    """Every api.something in docs/scripting.md is public."""
    text = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    names = set(re.findall(r"\bapi\.(\w+)", text))
    assert {"connect", "avatar", "motion", "environment", "object"} <= names
    assert names <= set(api.__all__)
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        compile(block, "docs/scripting.md", "exec")
