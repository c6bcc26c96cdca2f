# SPDX-License-Identifier: GPL-3.0-or-later
"""Each measure sees its fault, and only that."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from motion_rigs import game_engine

from backend.cli.motion import app
from backend.motion import clip_ops
from backend.motion.clip import clip_of, motion_of
from backend.motion.editing import constraints
from backend.motion.editing.constraints import Reach
from backend.motion.formats.bvh import write_bvh
from backend.motion.metrics import Metrics, measure
from backend.motion.quaternions import exponential, multiply
from backend.motion.skeleton import INDEX


@pytest.fixture(scope="module")
def walk(make):
    return clip_of(make("walk", duration=3.0))


@pytest.fixture(scope="module")
def idle(make):
    return clip_of(make("idle", duration=3.0))


def _turned(clip, joint, degrees, axis):
    rotations = clip.rotations.copy()
    vector = np.zeros(3)
    vector["xyz".index(axis)] = np.radians(degrees)
    rotations[:, INDEX[joint]] = multiply(rotations[:, INDEX[joint]], np.broadcast_to(exponential(vector), (
        len(clip), 4)))
    return replace(clip, rotations=rotations)


def test_a_sound_walk_has_no_faults(walk):
    metrics = measure(walk)
    assert metrics.skate == 0 and metrics.penetration < 1e-3 and metrics.floating < 0.01
    assert metrics.joint_limits == 0 and metrics.worst_joint == "" and metrics.self_intersection == 0
    assert metrics.bone_length < 1e-9 and metrics.seam_pose < 0.01 and metrics.consistency > 0.85
    assert not metrics.in_place and abs(metrics.floor) < 0.005 and metrics.score > 0.9


def test_a_clip_and_its_motion_measure_alike(walk):
    on_rig = measure(motion_of(walk, game_engine()))
    assert on_rig.skate < 0.01 and on_rig.frames == len(walk) and on_rig.seconds == pytest.approx(walk.duration)
    same = measure(motion_of(walk))
    for name in ("skate", "penetration", "floating", "jerk", "seam_pose", "contact_speed"):
        assert getattr(same, name) == pytest.approx(getattr(measure(walk), name), abs=2e-3, rel=0.01)


def test_sliding_sinking_and_floating_are_seen(walk, idle):
    frames = np.arange(len(idle))[:, None] / idle.fps
    sliding = replace(idle, root=idle.root + frames * [0.4, 0, 0], loop=False)
    assert measure(sliding).skate > 0.9 and measure(sliding).contact_speed == pytest.approx(0.4, abs=0.02)
    sunk = measure(replace(walk, root=walk.root - [0, 0, 0.05]))
    assert sunk.penetration == pytest.approx(0.05, abs=0.005) and sunk.floor == pytest.approx(-0.05, abs=0.01)
    high = measure(replace(idle, root=idle.root + np.array([0, 0, 0.3])))
    assert high.floating == pytest.approx(0.3, abs=0.01) and high.penetration == 0
    for worse in (measure(sliding), sunk, high):
        assert worse.score < 0.85


def test_in_place_is_no_skating_but_irregular_in_place_is(walk):
    still = clip_ops.in_place(walk)
    assert measure(still).in_place and measure(still).skate < 0.03
    assert measure(replace(still, contacts=None)).skate < 0.03
    wobbly = replace(still, root=still.root + 0.12 * np.sin(np.arange(len(still)) / 2.0)[:, None] * [0, 1, 0])
    assert measure(wobbly).skate > 0.1


def test_jitter_is_jerk(walk):
    rng = np.random.default_rng(0)
    jittery = replace(walk, root=walk.root + rng.normal(0, 0.01, walk.root.shape))
    assert measure(jittery).jerk > 3 * measure(walk).jerk
    # Measured at one rate, so that the same motion at another rate measures alike.
    assert measure(clip_ops.resample(walk, 90.0)).jerk == pytest.approx(measure(walk).jerk, rel=0.1)


@pytest.mark.parametrize("joint, degrees, axis", [
    ("left_knee", -60, "x"), ("right_knee", -60, "x"), ("left_elbow", 90, "z"), ("right_elbow", -90, "z"),
    ("head", 130, "z"), ("left_ankle", 90, "x"), ("right_hip", 90, "z"), ("spine2", 100, "y")])
def test_broken_joints_are_named(idle, joint, degrees, axis):
    metrics = measure(_turned(idle, joint, degrees, axis))
    expected = "spine3" if joint == "spine2" else joint
    assert metrics.joint_limits > 0.05 and metrics.worst_joint == expected and metrics.worst_excess > 5


def test_mirror_images_break_the_same_joints(idle):
    broken = _turned(idle, "left_elbow", 90, "z")
    first, second = measure(broken), measure(clip_ops.mirror(broken))
    assert second.worst_joint == "right_elbow" and second.worst_excess == pytest.approx(first.worst_excess)
    assert second.score == pytest.approx(first.score, abs=1e-6)


def test_an_arm_in_the_belly_is_seen(idle):
    still = replace(idle, loop=False)
    belly = tuple(still.positions()[45, INDEX["spine1"]])
    crossing = measure(constraints.apply(still, [Reach("left_hand", belly, 1.0, 2.0)]))
    assert 0.3 < crossing.self_intersection < 0.7 and crossing.overlap > 0.05
    assert measure(idle).self_intersection == 0


def test_seams_of_loops_count(walk):
    cut = replace(clip_ops.cut(walk, 0, len(walk) - 9), loop=True)
    assert measure(cut).seam_pose > 0.03 > measure(walk).seam_pose
    assert measure(cut).score < measure(walk).score


def test_marks_that_do_not_hold_are_inconsistent(walk):
    assert measure(replace(walk, contacts=~walk.contacts)).consistency < 0.2
    assert measure(replace(walk, contacts=None)).consistency == 1.0


@pytest.mark.parametrize("frames", [1, 2, 3, 4])
def test_the_shortest_clips_are_measured(walk, frames):
    metrics = measure(clip_ops.cut(walk, 10, 10 + frames))
    assert metrics.frames == frames and all(
        np.isfinite(getattr(metrics, item.name)) for item in fields(Metrics) if item.type == "float")


def test_ranking_prefers_the_better(walk):
    rng = np.random.default_rng(1)
    scores = [measure(replace(walk, root=walk.root + rng.normal(0, noise, walk.root.shape))).score
              for noise in (0.0, 0.003, 0.01, 0.03)]
    assert scores == sorted(scores, reverse=True)


@pytest.fixture()
def troupe():
    from typer.testing import CliRunner

    return lambda *arguments: CliRunner().invoke(app, [str(each) for each in arguments])


def test_check_reports_what_measure_says(troupe, make, tmp_path):
    motion = make("walk")
    write_bvh(tmp_path / "walk.bvh", motion)
    done = troupe("check", tmp_path / "walk.bvh", "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    metrics = report["motions"][0]["metrics"]
    assert report["ok"] and report["passed"] and report["motions"][0]["failed"] == []
    assert set(metrics) == {item.name for item in fields(Metrics)}
    assert metrics["skate"] < 0.01 and metrics["frames"] == len(motion.rotations)
    table = troupe("check", tmp_path / "walk.bvh")
    assert table.exit_code == 0 and "Sliding feet" in table.stdout and "Score" in table.stdout


def test_check_fails_a_bad_motion_only_when_strict(troupe, make, tmp_path):
    motion = make("idle")
    motion.root_translation = motion.root_translation + np.float32([0, 0, -0.1])
    write_bvh(tmp_path / "sunk.bvh", motion)
    done = troupe("check", tmp_path / "sunk.bvh", "--json")
    assert done.exit_code == 0 and json.loads(done.stdout)["motions"][0]["failed"] == ["penetration"]
    assert troupe("check", tmp_path / "sunk.bvh", "--strict").exit_code == 1


def test_check_names_a_file_it_cannot_read(troupe, tmp_path):
    (tmp_path / "broken.bvh").write_text("HIERARCHY\nROOT Hips\n{\n")
    for name in ("broken.bvh", "missing.bvh"):
        done = troupe("check", tmp_path / name, "--json")
        report = json.loads(done.stdout)
        assert done.exit_code == 3 and not report["ok"] and name in report["error"]["message"]


def test_clapping_hands_may_meet(make):
    assert measure(make("clap")).self_intersection == 0
