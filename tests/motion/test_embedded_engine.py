# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded engine with the weights that ship: what is said is done, kept to, and doubted where it should be."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from backend.engine import Cancelled, EngineError, Progress, Request
from backend.motion import fallback
from backend.motion.clip import clip_of, motion_of
from backend.motion.clip_ops import heading
from backend.motion.diffusion.embedded_model import embedded
from backend.motion.embedded_engine import EmbeddedEngine
from backend.motion.metrics import measure
from backend.motion.skeleton import INDEX, make_skeleton
from protocol.assets import Figure

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(autouse=True)
def _own_library(tmp_path, monkeypatch):
    """No library of a user's."""
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "library"))


def ask(prompt="", *, spec=None, inputs=None, seed=1, progress=None, **parameters):
    """A motion of the engine, validated."""
    engine = EmbeddedEngine()
    given = EmbeddedEngine.complete({"candidates": 1, **parameters})
    motion = engine.generate(Request(prompt=prompt, seed=seed, parameters=given, inputs=inputs or {}, spec=spec),
                             progress or Progress())
    motion.validate()
    return motion


@pytest.fixture(scope="module")
def walking():
    return clip_of(ask("a person walks forward", duration=4.0, candidates=2))


def test_who_walks_gets_ahead_on_feet_that_hold(walking):
    assert walking.duration == pytest.approx(4.0, abs=0.1)
    way = walking.root[-1, :2] - walking.root[0, :2]
    assert 1.5 < -way[1] < 9 and abs(way[0]) < 0.7 * -way[1]
    found = measure(walking)
    assert found.skate < 0.02 and found.penetration < 0.02 and found.score > 0.6
    knees = walking.positions()[:, [INDEX["left_ankle"], INDEX["right_ankle"]], 1]
    assert (np.diff(np.sign(knees[:, 0] - knees[:, 1])) != 0).sum() >= 3  # the feet take turns


def test_what_is_said_differs_from_something_else_said(walking):
    run = clip_of(ask("a person runs forward", duration=2.0))
    stand = clip_of(ask("a person stands and waits", duration=4.0))
    speeds = [np.linalg.norm(np.diff(clip.root[:, :2], axis=0), axis=1).mean() * clip.fps
              for clip in (stand, walking, run)]
    assert speeds[0] < 0.2 and speeds[0] < speeds[1] < speeds[2]


def test_the_same_seed_makes_the_same_and_candidates_are_told():
    one, again = (ask("a person stands and waits", duration=2.0, candidates=3) for _ in range(2))
    assert np.array_equal(one.rotations, again.rotations)
    assert any("best of 3" in note for note in one.provenance.assumptions)
    assert one.provenance.weights == embedded().version and one.provenance.engine == "embedded"
    assert any("275 open clips" in note for note in one.provenance.assumptions)


def test_a_motion_is_carried_on(walking):
    before = motion_of(walking)
    spec = {"segments": [{"text": "a person walks forward", "seconds": 2.0, "parts": {}}]}
    clip = clip_of(ask(spec=spec, inputs={"before": before}))
    end = walking.positions()[-1]
    assert np.abs(clip.positions()[0] - end).max() < 0.02
    assert np.linalg.norm(np.diff(clip.root, axis=0), axis=1).max() < 0.25


def test_a_gap_is_filled(walking):
    half = len(walking) // 2
    before, after = (motion_of(replace(walking, rotations=walking.rotations[part], root=walking.root[part],
                                       contacts=walking.contacts[part]))
                     for part in (slice(0, 20), slice(half, None)))
    seconds = (half - 19) / 30
    spec = {"segments": [{"text": "a person walks forward", "seconds": seconds, "parts": {}}]}
    clip = clip_of(ask(spec=spec, inputs={"before": before, "after": after}))
    assert np.abs(clip.positions()[0] - walking.positions()[19]).max() < 0.02
    assert np.abs(clip.positions()[-1] - walking.positions()[half]).max() < 0.02


def test_a_way_is_gone():
    path = [{"position": [0, 0], "at": None, "facing": None}, {"position": [0, -2.5], "at": None, "facing": None},
            {"position": [2.0, -4.0], "at": None, "facing": None}]
    spec = {"segments": [{"text": "a person walks forward", "seconds": 5.0, "parts": {}}], "path": path}
    clip = clip_of(ask(spec=spec))
    assert np.hypot(*(clip.root[-1, :2] - (2.0, -4.0))) < 0.15
    assert min(np.hypot(*(place - (0, -2.5))) for place in clip.root[:, :2]) < 0.3


def test_a_loop_closes():
    spec = {"segments": [{"text": "a person stands and waits", "seconds": 3.0, "parts": {}}], "loop": True}
    motion = ask(spec=spec)
    assert motion.loop
    found = measure(motion)
    assert found.seam_pose < 0.05


def test_several_sentences_and_long_ones():
    clip = clip_of(ask("a person walks forward for 6 seconds, then a person stands and waits for 7 seconds"))
    assert clip.duration == pytest.approx(13.0, abs=0.2)
    pace = np.linalg.norm(np.diff(clip.root[:, :2], axis=0), axis=1) * clip.fps
    assert pace[30:150].mean() > 0.5 > 0.3 > pace[-120:].mean()
    assert np.abs(np.diff(heading(clip))).max() < 0.5


def test_a_loop_of_what_is_there_and_a_recipe_are_the_script_engines_work(walking):
    spec = {"segments": [{"text": "", "seconds": None, "parts": {}}], "loop": True}
    made = ask(spec=spec, inputs={"before": motion_of(walking)})
    assert made.loop and made.provenance.engine == "script" and "cycle" in " ".join(made.provenance.assumptions)
    jump = ask("he walks", spec={"verb": "jump"})
    assert jump.provenance.spec["verb"] == "jump" and "“Procedural”" in jump.provenance.assumptions[0]


def test_what_the_rules_know_and_the_network_does_not_is_made_by_rule_and_said_so():
    made = ask("a person bows", duration=2.0)
    assert made.provenance.engine == "procedural" and len(made.rotations) == 60
    assert "“a person bows” is not what the network has learnt" in made.provenance.assumptions[0]
    assert "made by the engine “Procedural”" in made.provenance.assumptions[0]


def test_what_nobody_knows_is_tried_and_doubted():
    for unknown in ("try", "other"):
        made = ask("a person plays the violin under water", duration=2.0, unknown=unknown)
        assert made.provenance.engine == "embedded"
        assert any("violin" in note and "not what the network has learnt" in note
                   for note in made.provenance.assumptions)


def test_what_does_not_show_what_is_asked_for_is_not_handed_out(monkeypatch):
    from backend.motion import showing

    monkeypatch.setattr(showing, "unshown", lambda text, clip: ["turning over on the hands"])
    monkeypatch.setattr(fallback, "by_another", lambda request, texts, why, least, progress: why)
    engine = EmbeddedEngine()
    request = Request(prompt="a person does a cartwheel", seed=1, parameters=engine.complete({"candidates": 1}))
    assert engine.generate(request, Progress()) == \
        "What the network made of “a person does a cartwheel” does not show turning over on the hands."


def test_several_sentences_of_which_one_is_not_known_are_made_by_another_as_a_whole():
    made = ask("a person walks forward for 2 seconds, then he bows")
    assert made.provenance.engine == "script"
    assert "“he bows” is not what the network has learnt" in made.provenance.assumptions[0]


def test_figures_are_shown_and_a_cancel_ends_it():
    seen = []
    ask("a person walks forward", duration=2.0, progress=Progress(lambda *told: seen.append(told)))
    fractions = [fraction for fraction, _, _ in seen]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    assert any(isinstance(shown, Figure) for _, _, shown in seen)
    stop = threading.Event()

    def report(fraction, stage, shown):
        if "step 3" in stage:
            stop.set()

    with pytest.raises(Cancelled):
        ask("a person walks forward", duration=2.0, progress=Progress(report, stop))


def test_on_another_body():
    target = make_skeleton(1.2)
    motion = ask("a person walks forward", duration=2.0, inputs={"target": target})
    assert motion.skeleton.heads == pytest.approx(target.heads) and measure(motion).penetration < 0.02


@pytest.mark.parametrize(("spec", "code"), [
    ({"segments": [{"text": "walks", "seconds": 0.1, "parts": {}}]}, "invalid_parameter"),
    ({"segments": []}, "invalid_parameter"),
    ({"segments": [{"text": "", "seconds": 1.0, "parts": {}}]}, "invalid_parameter")])
def test_faults_are_told(spec, code):
    with pytest.raises(EngineError) as caught:
        ask(spec=spec)
    assert caught.value.code == code
