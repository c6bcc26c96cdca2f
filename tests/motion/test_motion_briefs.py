# SPDX-License-Identifier: GPL-3.0-or-later
"""Briefs met by editing: what is before, after and between is met exactly, the feet hold, and it is said how."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from backend.cli import app
from backend.engine import EngineError, Progress, Request, declaration
from backend.motion.body import body_of
from backend.motion.clip import canonical, clip_of, motion_of
from backend.motion.clip_ops import fitted, heading, place
from backend.motion.diffusion import constraints
from backend.motion.formats import read_motion
from backend.motion.formats.bvh import write_bvh
from backend.motion.metrics import measure
from backend.motion.script_engine import ScriptEngine
from backend.motion.skeleton import INDEX, make_skeleton

TARGET = make_skeleton(1.7)


def run(spec, inputs=None, prompt="", **parameters):
    request = Request(prompt=prompt, seed=1, spec=spec, parameters=ScriptEngine.complete(parameters),
                      inputs={"target": TARGET, **(inputs or {})})
    motion = ScriptEngine().generate(request, Progress())
    motion.validate()
    return clip_of(motion), motion


def at(motion, turn=0.0, x=0.0, y=0.0):
    """A motion of the target elsewhere, and as it must be met."""
    clip = clip_of(motion)
    clip = place(clip, turn - heading(clip)[0], np.zeros(3))
    clip = place(clip, 0.0, np.array([x, y, 0.0]) - clip.root[0] * (1, 1, 0))
    made = motion_of(clip, TARGET)
    return made, fitted(clip_of(made), canonical(body_of(TARGET)))


def gap(one, frame, other, index):
    dots = np.abs((one.rotations[frame] * other.rotations[index]).sum(-1)).clip(0, 1)
    return float(np.linalg.norm(one.root[frame] - other.root[index])), float(np.degrees(2 * np.arccos(dots)).max())


@pytest.fixture(scope="module")
def walking(make):
    return at(make("walk", duration=2, loop=False), 0.5, 1.0, 2.0)


@pytest.fixture(scope="module")
def sitting(make):
    return make("sit", duration=3)


def test_what_it_can_is_declared():
    told = declaration(ScriptEngine)
    assert set(told["controls"]) == {*constraints.CONTROLS, constraints.ANY_ENGINE}
    assert {name: told["inputs"][name] for name in constraints.INPUTS} == dict(constraints.INPUTS)


def test_a_motion_is_carried_on(walking):
    given, before = walking
    clip, motion = run({"segments": [{"text": "wave with the left hand", "seconds": 3.0}]}, {"before": given})
    metres, degrees = gap(clip, 0, before, -1)
    assert metres < 1e-4 and degrees < 0.01 and len(clip) == 91
    assert np.linalg.norm(clip.root[1] - (2 * before.root[-1] - before.root[-2])) < 0.02
    assert measure(clip).skate < 0.1
    wrist = clip.positions()[:, INDEX["left_wrist"], 2] - clip.root[:, 2]
    assert wrist[60:].max() > 0.3 > wrist[0]
    assert any("joining" in each for each in motion.provenance.assumptions)
    assert motion.provenance.spec["segments"][0]["seconds"] == 3.0


@pytest.mark.parametrize(("ahead", "aside", "turn"), [
    (2.0, 0.0, 0.0), (1.5, 1.0, 0.8), (-1.2, 0.2, 0.0), (0.0, 0.1, 0.2)])
def test_a_gap_is_filled_without_words(walking, sitting, ahead, aside, turn):
    given, before = walking
    facing = heading(before)[-1]
    goal = before.root[-1, :2] + ahead * np.array([np.sin(facing), -np.cos(facing)]) \
        + aside * np.array([np.cos(facing), np.sin(facing)])
    following, after = at(sitting, facing + turn, *goal)
    clip, _ = run({"segments": [{"text": "", "seconds": 2.5}]}, {"before": given, "after": following})
    assert len(clip) == 76
    for frame, other, index in ((0, before, -1), (-1, after, 0)):
        metres, degrees = gap(clip, frame, other, index)
        assert metres < 1e-4 and degrees < 0.01
    assert measure(clip).skate < 0.12
    # It goes there on the shortest way, and no faster than people do.
    steps = np.linalg.norm(np.diff(clip.root, axis=0), axis=1)
    assert steps.sum() < 1.5 * abs(ahead) + 1.5 and steps.max() * 30 < 3.0


def test_poses_parts_and_loops(sitting):
    given, poses = at(sitting)
    clip, _ = run({"segments": [{"text": "stand still", "seconds": 4.0}], "poses": [
        {"at": 1.0, "frame": 0}, {"at": 2.0, "frame": 60}]}, {"poses": given})
    for frame, index in ((30, 0), (60, 60)):
        metres, degrees = gap(clip, frame, poses, index)
        assert metres < 1e-4 and degrees < 0.01
    plain, _ = run({"segments": [{"text": "walk", "seconds": 3.0}], "loop": True})
    armed, motion = run({"segments": [{"text": "walk", "seconds": 3.0, "parts": {"left_arm": "wave"}}], "loop": True})
    assert motion.loop
    legs = [INDEX[name] for name in ("left_hip", "right_knee")]
    assert np.abs(armed.rotations[20:-20][:, legs] - plain.rotations[20:-20][:, legs]).max() < 0.05
    assert np.abs(armed.rotations[:, INDEX["left_shoulder"]] - plain.rotations[:, INDEX["left_shoulder"]]).max() > 0.3


def test_a_motion_becomes_a_loop_of_its_best_cycle(make):
    given, _ = at(make("walk", duration=4, loop=False))
    clip, motion = run({"segments": [{"text": ""}], "loop": True}, {"before": given})
    assert motion.loop and 0.6 < clip.duration < 4.0 and any("cycle" in each for each in motion.provenance.assumptions)
    local = clip.positions() - clip.root[:, None] * (1, 1, 0)
    assert np.linalg.norm(local[-1] - local[0], axis=-1).mean() < 2 * np.linalg.norm(
        np.diff(local, axis=0), axis=-1).mean()


def test_another_engine_makes_the_movements(walking):
    given, before = walking
    clip, motion = run({"segments": [{"text": "jump", "seconds": 1.5}], "engine": "procedural"}, {"before": given})
    assert any("'procedural'" in each and "the motion before by editing" in each
               for each in motion.provenance.assumptions)
    assert gap(clip, 0, before, -1)[0] < 1e-4
    with pytest.raises(EngineError) as raised:
        run({"segments": [{"text": "jump"}], "engine": "nobody"})
    assert "nobody" in raised.value.message


@pytest.mark.parametrize(("spec", "said"), [
    ({"segments": [{"text": ""}]}, "without words"), ({"segments": [{"text": "walk"}], "loop": "yes"}, "loop"),
    ({"segments": [{"text": "a", "parts": {"lower": "walk"}}, {"text": "b"}]}, "one sentence"),
    ({"segments": [{"text": "walk"}], "poses": [{"at": 1.0}]}, "poses")])
def test_what_cannot_be_is_refused(spec, said):
    with pytest.raises(EngineError) as raised:
        run(spec)
    assert said in raised.value.message and raised.value.remedy


def test_the_command_line_carries_files_on(walking, sitting, tmp_path):
    walk, sit = tmp_path / "walk.bvh", tmp_path / "sit.bvh"
    write_bvh(walk, walking[0])
    write_bvh(sit, at(sitting, 0.5, 2.0, 1.0)[0])
    tell = ["generate", "motion", "wave with the left hand for 2 seconds", "--input", f"before={walk}", "--engine",
            "script", "--seed", "1", "--json", "-o", str(tmp_path / "on.bvh")]
    told = CliRunner().invoke(app, tell)
    assert told.exit_code == 0, told.output
    made, given = clip_of(read_motion(tmp_path / "on.bvh")), clip_of(read_motion(walk))
    metres, degrees = gap(made, 0, given, -1)
    assert metres < 2e-3 and degrees < 0.2 and len(made) == pytest.approx(61, abs=1)
    brief = tmp_path / "brief.json"
    tell = ["generate", "motion", "-i", f"before={walk}", "-i", f"after={sit}", "--engine", "script",
            "--spec", str(brief), "-o", str(tmp_path / "gap.bvh")]
    told = CliRunner().invoke(app, tell)
    assert told.exit_code != 0  # the brief is not there yet
    brief.write_text(json.dumps({"segments": [{"text": "", "seconds": 2.0}]}))
    told = CliRunner().invoke(app, tell)
    assert told.exit_code == 0, told.output
    made, following = clip_of(read_motion(tmp_path / "gap.bvh")), clip_of(read_motion(sit))
    assert gap(made, 0, given, -1)[0] < 2e-3 and gap(made, -1, following, 0)[0] < 2e-3
    for wrong in ("before", f"before={tmp_path / 'none.bvh'}"):
        told = CliRunner().invoke(app, ["generate", "motion", "walk", "-i", wrong, "-o", str(tmp_path / "x.bvh")])
        assert told.exit_code != 0
