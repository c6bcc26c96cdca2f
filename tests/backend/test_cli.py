# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a user or a pipeline meets it: files, JSON, exit codes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import trimesh

TROUPE = Path(sys.executable).with_name("troupe")


def troupe(*arguments, home=None):
    environment = dict(os.environ, **({"TROUPE_HOME": str(home), "TROUPE_CONNECTION": str(home / "connection.json")}
                       if home else {}))
    return subprocess.run([str(TROUPE), *map(str, arguments)], capture_output=True, text=True, env=environment,
                          timeout=280, stdin=subprocess.DEVNULL)


@pytest.fixture
def here(monkeypatch, capfd):
    """The command within this process: what needs no start of its own."""
    from backend.cli import main

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["troupe", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, left.value.code, told.out, told.err)

    return run


def test_a_vase_is_written_as_glb_in_metres(tmp_path):
    done = troupe("generate", "object", "a blue ceramic vase 30 cm tall", "-o", tmp_path / "vase.glb",
                  "--seed", 4, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["ok"] and report["seed"] == 4 and report["engine"] == "parametric"
    scene = trimesh.load(tmp_path / "vase.glb")
    assert scene.extents[1] == pytest.approx(0.30, abs=0.005)  # glTF is Y up
    assert scene.bounds[0][1] == pytest.approx(0.0, abs=0.002)


def test_a_run_is_written_as_bvh_that_travels(tmp_path):
    done = troupe("generate", "motion", "he is running", "-o", tmp_path / "run.bvh", "--seed", 1)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "run.bvh")
    text = (tmp_path / "run.bvh").read_text()
    assert text.startswith("HIERARCHY") and "MOTION" in text
    frames = [line.split() for line in text[text.index("Frame Time"):].splitlines()[1:] if line.strip()]
    roots = np.array([[float(value) for value in frame[:3]] for frame in frames])
    assert np.linalg.norm(roots[-1] - roots[0]) / np.ptp(roots[:, 1]) > 5  # goes somewhere, does not climb


def test_spec_says_what_was_understood_without_generating():
    done = troupe("spec", "object", "a blue ceramic vase with glorp", "--json")
    assert done.returncode == 0, done.stderr
    reading = json.loads(done.stdout)
    assert reading["spec"]["category"] == "vase"
    assert reading["unparsed"] == ["glorp"]


def test_wrong_use_leaves_the_shell_with_2(tmp_path):
    done = troupe("generate", "object", "a vase", "-o", tmp_path / "vase.bvh")
    assert done.returncode == 2 and ".glb" in done.stderr and not done.stdout


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (("generate", "object", "a vase", "-o", "vase.bvh"), 2, ".glb"),
    (("generate", "object", "  ", "-o", "vase.glb"), 2, "empty"),
    (("generate", "object", "vase " * 500, "-o", "vase.glb"), 2, "2000"),
    (("generate", "dragon", "a dragon", "-o", "dragon.glb"), 2, "avatar"),
    (("generate", "object", "a vase", "--engine", "nope", "-o", "vase.glb"), 2, "parametric"),
    (("generate", "object", "a vase", "-s", "wobble=1", "-o", "vase.glb"), 2, "wobble"),
    (("generate", "object", "a vase", "-s", "wobble", "-o", "vase.glb"), 2, "name=value"),
    (("generate", "object", "a vase", "-o", "nowhere/vase.glb"), 2, "nowhere"),
    (("generate", "avatar", "a man", "-o", "man.json"), 2, "an avatar is written to .glb"),
    (("generate", "object", "a vase", "-o", "vase.glb", "--spec", "none.json"), 2, "none.json"),
])
def test_wrong_use_says_what_to_do_and_exits_2(tmp_path, monkeypatch, here, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    done = here(*arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("text", "words"), [
    ("{", "is not sound JSON"), ("[1]", "JSON object"), ('{"speed": NaN}', "not finite"),
    ('{"speed": 1' + 400 * "0" + "}", "64 bits"), ('{"pace": 1e308}', "pace"),
    ('{"gait": 1}', "gait"), ('{"verb": "fly"}', "fly"),
])
def test_a_wrong_spec_is_wrong_use(tmp_path, here, text, words):
    (tmp_path / "spec.json").write_text(text)
    done = here("generate", "motion", "he walks", "-o", tmp_path / "walk.bvh", "--spec", tmp_path / "spec.json",
                "--json")
    assert done.returncode == 2
    assert words in json.loads(done.stdout)["error"]["message"]
    assert not (tmp_path / "walk.bvh").exists()


def test_the_report_of_spec_is_accepted_back_with_one_value_edited(tmp_path):
    report = json.loads(troupe("spec", "motion", "he walks", "--json").stdout)
    report["spec"]["segments"][0]["seconds"] = 1.7
    (tmp_path / "spec.json").write_text(json.dumps(report))
    done = troupe("generate", "motion", "he walks", "-o", tmp_path / "walk.bvh", "--spec", tmp_path / "spec.json",
                  "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["spec"]["segments"][0]["seconds"] == 1.7


def test_the_spec_of_another_engine_is_made_by_that_one(tmp_path):
    (tmp_path / "spec.json").write_text('{"verb": "jump"}')
    done = troupe("generate", "motion", "he walks", "-o", tmp_path / "jump.bvh", "--spec", tmp_path / "spec.json",
                  "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["spec"]["verb"] == "jump"


def test_nothing_but_json_is_on_stdout_even_when_taichi_starts(tmp_path, shared_home):
    done = troupe("generate", "environment", "a clear noon", "-o", tmp_path / "noon.exr", "-s", "width=1024", "--json",
                  home=shared_home)
    assert json.loads(done.stdout)["ok"], done.stderr
    assert "Taichi" not in done.stderr


def test_a_folder_that_cannot_be_written_is_refused_before_any_work(tmp_path):
    from backend.engine import EngineError
    from backend.export.files import check_output

    folder = tmp_path / "vase.glb"
    folder.mkdir()
    with pytest.raises(EngineError, match="is a folder"):
        check_output(folder, "object")
    with pytest.raises(EngineError, match="cannot be written"):
        check_output(Path("/proc/vase.glb"), "object")


def test_a_fault_inside_an_engine_is_told_without_a_traceback(monkeypatch):
    from backend.engine import EngineError
    from backend.generation import run_here
    from backend.objects.parametric_engine import ParametricEngine

    def breaks(self, request, progress):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(ParametricEngine, "generate", breaks)
    with pytest.raises(EngineError, match="ZeroDivisionError: by nothing") as caught:
        run_here("object", "a vase")
    assert caught.value.code == "internal" and "--debug" in caught.value.remedy


def test_a_backend_that_is_killed_for_good_exits_5(tmp_path, monkeypatch):
    from backend.engine import EngineError, Progress
    from backend.generation import run_remote
    from protocol import client

    monkeypatch.setattr(client, "RESTART_TIMEOUT", 0.5)
    monkeypatch.setenv("TROUPE_CONNECTION", str(tmp_path / "connection.json"))
    process = subprocess.Popen([str(TROUPE), "serve", "--store", str(tmp_path / "store"), "--die-with-parent"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()  # it is ready

    def kill(fraction, stage, preview):
        process.kill()

    with pytest.raises(EngineError) as caught:
        run_remote("object", "a vase", progress=Progress(kill))
    assert caught.value.code == "unreachable" and "troupe serve" in caught.value.remedy
    process.communicate()


def test_without_a_backend_remote_exits_5_at_once(tmp_path):
    started = time.monotonic()
    done = troupe("generate", "object", "a vase", "-o", tmp_path / "v.glb", "--remote", "--json", home=tmp_path)
    assert done.returncode == 5
    assert "troupe serve" in json.loads(done.stdout)["error"]["remedy"]
    assert time.monotonic() - started < 8


def test_a_failed_write_keeps_the_file_that_was_there(tmp_path):
    from backend.export.files import write_asset
    from protocol.assets import Prop

    target = tmp_path / "keep.glb"
    target.write_bytes(b"precious")
    with pytest.raises(Exception):  # noqa: B017  whatever the writer raises for an empty prop
        write_asset(target, Prop(name="x", category="x", meshes=None))
    assert target.read_bytes() == b"precious"
    assert [path.name for path in tmp_path.iterdir()] == ["keep.glb"]


def test_doctor_finds_this_installation_sound(tmp_path):
    done = troupe("doctor", "--json", home=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["ok"], report
    names = {each["name"] for each in report["findings"]}
    assert names >= {"python", "packages", "torch", "engine anny", "store", "port"}


@pytest.mark.skipif(os.name == "nt", reason="permissions are different on Windows")
def test_doctor_names_the_remedy_for_a_store_that_cannot_be_written(tmp_path):
    (tmp_path / "store").write_text("a file where the folder should be")
    done = troupe("doctor", "--json", home=tmp_path)
    assert done.returncode == 1
    fault = next(each for each in json.loads(done.stdout)["findings"] if each["level"] == "fault")
    assert fault["name"] == "store" and "TROUPE_HOME" in fault["remedy"]


def test_no_remedy_installs_a_strangers_package_of_our_name(monkeypatch):
    from backend import doctor

    monkeypatch.setattr(doctor.importlib.metadata, "requires", lambda name: ["no-such-package-here>=2", "numpy>=99"])
    found = next(doctor.check_packages())
    assert found.level == "fault" and '"no-such-package-here>=2" "numpy>=99"' in found.remedy
    assert "troupe" not in found.remedy.split(" install ")[1]


def test_help_and_version_are_quick_and_light():
    script = "import sys, backend.cli; print([m for m in ('torch', 'numpy', 'zmq', 'taichi') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "torch" not in done.stdout and "taichi" not in done.stdout
    assert troupe("--version").stdout.startswith("troupe 0.")


def test_a_spec_needs_no_prompt(tmp_path):
    recipe = '{"recipe": 1, "tracks": [{"segments": [{"text": "walk"}, {"text": "bow"}]}]}'
    (tmp_path / "recipe.json").write_text(recipe)
    done = troupe("generate", "motion", "--spec", tmp_path / "recipe.json", "-o", tmp_path / "story.bvh")
    assert done.returncode == 0 and (tmp_path / "story.bvh").exists()
