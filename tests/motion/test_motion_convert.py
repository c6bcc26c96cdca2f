# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe motion convert`` and ``formats`` as a user or a pipeline meets them."""
import itertools
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from format_samples import amc, asf, deepmimic, motion
from typer.testing import CliRunner

from backend.cli import app
from backend.motion.formats import FORMATS, read_motion, read_motions, write_motion, write_motions
from backend.motion.retarget import from_motion
from backend.motion.skeleton import INDEX

_RUN = CliRunner()


def troupe(*arguments):
    return _RUN.invoke(app, ["motion", *map(str, arguments)])


def _places(path):
    performance, body = from_motion(read_motion(path))
    return performance.positions(body)


@pytest.fixture
def sources(tmp_path):
    """A small file of every kind that is made without Blender."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "tiny.asf").write_text(asf())
    (folder / "tiny_1.amc").write_text(amc())
    (folder / "a.txt").write_text(deepmimic())
    for extension in (".bvh", ".npz", ".npy", ".glb"):
        write_motion(folder / f"a{extension}", motion())
    return folder


def test_everything_becomes_everything(sources, tmp_path):
    targets = [extension for extension, each in FORMATS.items() if each.write and extension in
               (".bvh", ".npz", ".npy", ".glb")]
    assert len(targets) == 4
    for source, target in itertools.product(("tiny_1.amc", "a.txt", "a.bvh", "a.npz", "a.npy", "a.glb"), targets):
        output = tmp_path / f"out{target}"
        done = troupe("convert", sources / source, output, "--json")
        report = json.loads(done.stdout)
        assert done.exit_code == 0 and report["ok"] and report["files"] == [str(output)], (source, target, report)
        before, after = _places(sources / source), _places(output)
        if target == ".npy" or source == "a.npy":
            continue  # another skeleton, by design
        joints = [INDEX[name] for name in ("left_ankle", "right_elbow", "left_knee")]  # glTF has no ends of bones
        assert np.allclose(after[:, joints] - after[:1, :1], before[:, joints] - before[:1, :1], atol=2e-3), (
            source, target)


def test_frames_a_second_and_units(sources, tmp_path):
    done = troupe("convert", sources / "tiny_1.amc", tmp_path / "a.bvh", "--fps", 30, "--source-fps", 60,
                  "--out-unit", "cm", "--json")
    report = json.loads(done.stdout)
    assert report["motions"] == [{"name": "tiny_1", "file": str(tmp_path / "a.bvh"), "frames": 4, "fps": 30.0,
                                  "seconds": 0.133, "joints": 13, "rig": report["motions"][0]["rig"]}]
    assert "Frame Time: 0.03333333" in (text := (tmp_path / "a.bvh").read_text())
    assert 50 < float(text[text.index("MOTION"):].splitlines()[3].split()[1]) < 120


def test_notes_go_to_stderr_and_the_name_of_the_file_to_stdout(sources, tmp_path):
    troupe_ = Path(sys.executable).with_name("troupe")
    done = subprocess.run([troupe_, "motion", "convert", sources / "tiny_1.amc", tmp_path / "a.bvh"],
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stdout.strip() == str(tmp_path / "a.bvh")
    assert "120 frames a second are assumed" in " ".join(done.stderr.split())


def test_many_animations_go_to_a_folder_or_one_is_chosen(tmp_path):
    many = [replace(motion(), name=name) for name in ("walk", "../../evil", "WALK", "a/b")]
    write_motions(tmp_path / "many.glb", many)
    done = troupe("convert", tmp_path / "many.glb", tmp_path / "out", "--to", "npz")
    assert done.exit_code == 0, done.output
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(files) == 4 and all(name.endswith(".npz") for name in files)
    assert not list(tmp_path.glob("evil*")) and {path.name for path in tmp_path.iterdir()} == {"many.glb", "out"}
    done = troupe("convert", tmp_path / "many.glb", tmp_path / "one.bvh")
    assert done.exit_code == 2 and "4" in done.output and "--animation" in done.output
    done = troupe("convert", tmp_path / "many.glb", tmp_path / "one.bvh", "--animation", "walk")
    assert done.exit_code == 0 and len(read_motions(tmp_path / "one.bvh")) == 1


@pytest.mark.parametrize(("source", "target", "options", "code", "words"), [
    ("a.bvh", "b.txt", (), 2, "can be read here, not written"), ("a.bvh", "b.xyz", (), 2, "no motion format"),
    ("nothing.bvh", "b.npz", (), 3, "does not exist"), ("a.bvh", "nowhere/b.npz", (), 2, "does not exist"),
    ("a.bvh", "b.npz", ("--fps", "-3"), 2, "out of the question"), ("a.bvh", "b.npz", ("--unit", "mile"), 2, "mile"),
    ("a.bvh", "b.npz", ("--up", "w"), 2, "axis"), ("a.bvh", "folder", ("--to", "doc"), 2, "doc"),
    ("a.bvh", "b.npz", ("--animation", "run"), 2, "no animation named"),
    ("broken.bvh", "b.npz", (), 3, "broken.bvh"), ("a.bvh", "b.npz", ("--layout", "odd"), 2, "odd")])
def test_mistakes_are_said_with_their_exit_code(sources, tmp_path, source, target, options, code, words):
    (sources / "broken.bvh").write_text("HIERARCHY\nROOT a\n{\n")
    done = troupe("convert", sources / source, tmp_path / target, *options, "--json")
    report = json.loads(done.stdout)
    assert done.exit_code == code and not report["ok"]
    assert words in report["error"]["message"] and report["error"]["remedy"]
    assert not (tmp_path / target).exists()


def test_the_formats_are_listed():
    rows = {row["name"]: row for row in json.loads(troupe("formats", "--json").stdout)["formats"]}
    assert rows["bvh"]["read"] and rows["bvh"]["write"] and rows["bvh"]["gz"]
    assert rows["amc"]["read"] and not rows["amc"]["write"]
    assert "DeepMimic" in troupe("formats").stdout
