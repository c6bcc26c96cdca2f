# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine ``retrieval``: the right clip, honest about it, as long as asked, on any rig, with feet that hold."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backend.engine import EngineError, Progress, Request, discover, files_state
from backend.library import Library
from backend.library.features import measure as features_of
from backend.motion.clip import clip_of
from backend.motion.metrics import measure
from backend.motion.retrieval_engine import RetrievalEngine
from backend.motion.skeleton import Proportions, make_skeleton
from protocol.assets import Motion, Skeleton


@pytest.fixture
def users_library(filled: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """The library of procedural clips as the user's own."""
    monkeypatch.setenv("TROUPE_LIBRARY", str(filled.folder))
    return filled


def make(prompt: str = "", *, spec=None, target: Skeleton | None = None, seed: int = 1, **parameters) -> Motion:
    inputs = {"target": target} if target is not None else {}
    request = Request(prompt=prompt, seed=seed, parameters=RetrievalEngine.complete(parameters), inputs=inputs,
                      spec=spec)
    motion = RetrievalEngine().generate(request, Progress())
    motion.validate()
    return motion


def test_it_is_offered_below_the_procedural_engine() -> None:
    engines, _ = discover()
    assert engines["retrieval"] is RetrievalEngine
    assert 0 < RetrievalEngine.rank < engines["procedural"].rank


def test_an_empty_library_is_told_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "none"))
    available = RetrievalEngine.availability()
    assert not available.ok and "troupe library add PATH" in available.remedy
    assert not (tmp_path / "none").exists()
    with pytest.raises(EngineError) as caught:
        make("walk")
    assert caught.value.code == "unavailable" and "troupe library add PATH" in caught.value.remedy


def test_it_says_which_clip_it_used(users_library: Library) -> None:
    assert RetrievalEngine.availability().ok
    motion = make("someone walks backwards")
    made = motion.provenance
    assert made is not None
    hit = users_library.search("walk backwards", 1)[0]
    assert (made.spec["clip"], made.spec["name"]) == (hit.id, "walk_backwards")
    assert made.spec["file"] == hit.path and 0.5 < made.spec["score"] <= 1
    assert "walk_backwards" in made.assumptions[0] and hit.caption in made.assumptions[0]
    assert len(made.spec["alternatives"]) >= 3
    json.dumps(made.spec)
    assert features_of(clip_of(motion)).direction == "backward"


def test_words_that_the_clip_does_not_have_are_told(users_library: Library) -> None:
    understand, parameters = RetrievalEngine().understand, RetrievalEngine.complete({})
    assert understand("a weary walk backwards", parameters).unparsed == ["weary"]
    assert understand("an angry walk forward", parameters).unparsed == []


def test_another_clip_put_into_the_spec_is_used(users_library: Library) -> None:
    spec = dict(RetrievalEngine().understand("walk backwards", RetrievalEngine.complete({})).spec)
    other = users_library.search("kick", 1)[0]
    made = make("walk backwards", spec={**spec, "clip": other.id}).provenance
    assert made is not None and (made.spec["name"], made.spec["caption"]) == ("kick", other.caption)
    alone = make(spec={"clip": other.id[:6]}).provenance
    assert alone is not None and alone.spec["clip"] == other.id
    for broken, code in (({"clip": "ffffffffffff"}, "not_found"), ({"clip": other.id, "speed": 2}, "invalid_spec"),
                         ({"clip": other.id, "duration": "long"}, "invalid_spec"), ({}, "invalid_spec"),
                         ({"clip": other.id, "mirror": 1}, "invalid_spec")):
        with pytest.raises(EngineError) as caught:
            make("x", spec=broken)
        assert caught.value.code == code


def test_what_fits_too_badly_is_refused_and_the_nearest_are_named(users_library: Library) -> None:
    with pytest.raises(EngineError) as caught:
        make("playing chess in a submarine", minimum_score=0.9)
    assert caught.value.code == "no_match" and caught.value.message.count("“") >= 5


@pytest.mark.parametrize("prompt, parameters, seconds", [
    ("walk forward for 9 seconds", {}, 9.0), ("walk forward", {"duration": 1.5}, 1.5),
    ("kick", {"duration": 7.0}, 7.0), ("someone waves with the left hand", {"duration": 2.0, "loop": True}, 2.0)])
def test_length_rate_and_feet(users_library: Library, prompt: str, parameters: dict, seconds: float) -> None:
    motion = make(prompt, fps=24, **parameters)
    assert motion.fps == 24 and len(motion.rotations) == round(seconds * 24)
    assert motion.loop == parameters.get("loop", False)
    found = measure(motion)
    assert found.skate < 0.01 and found.penetration < 0.005
    if motion.loop:
        assert found.seam_pose < 0.05


def test_in_place_and_travelling(users_library: Library) -> None:
    stays, goes = make("walk forward", in_place=True), make("walk forward")
    assert np.ptp(stays.root_translation[:, :2], axis=0).max() < 0.3
    assert -goes.root_translation[-1, 1] > 1.0
    told = make("walk forward on the spot")
    assert np.ptp(told.root_translation[:, :2], axis=0).max() < 0.3


def test_a_missing_side_is_mirrored(library: Library, motions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add([motions / "acts" / "wave_left_hand.bvh"])
    monkeypatch.setenv("TROUPE_LIBRARY", str(library.folder))
    motion = make("wave with the right hand")
    assert motion.provenance is not None and motion.provenance.spec["mirror"] is True
    assert "mirrored" in motion.provenance.assumptions[0]
    limbs = features_of(clip_of(motion)).limbs
    assert limbs["right_arm"] > 3 * limbs["left_arm"]


def test_the_seed_varies_only_when_asked(users_library: Library) -> None:
    def chosen(seed: int, variation: float) -> str:
        made = make("a person walks", seed=seed, variation=variation).provenance
        assert made is not None
        return str(made.spec["name"])

    assert len({chosen(seed, 0.0) for seed in range(4)}) == 1
    varied = [chosen(seed, 1.0) for seed in range(6)]
    assert len(set(varied)) > 1 and varied[0] == chosen(0, 1.0)
    assert all("walk" in name for name in varied)


def test_on_a_body_of_other_proportions(users_library: Library) -> None:
    short = make_skeleton(1.2, Proportions(thigh=0.2, shin=0.28))
    motion = make("walk forward", target=short)
    assert motion.skeleton is short
    found = measure(motion)
    assert found.skate < 0.01 and found.penetration < 0.005


def test_a_library_that_changes_asks_for_other_results(filled: Library, tmp_path: Path, monkeypatch) -> None:
    from backend.library.place import FILE
    from backend.motion.script_engine import ScriptEngine

    folder = tmp_path / "library"
    folder.mkdir()
    filled.database.run("VACUUM INTO ?", (str(folder / FILE),))
    monkeypatch.setenv("TROUPE_LIBRARY", str(folder))

    def state() -> list:
        found = [files_state(map(str, engine.state_files())) for engine in (RetrievalEngine, ScriptEngine)]
        assert found[0] == found[1]
        return found[0]

    with Library(folder) as library:
        before = state()
        library.search("walk backwards", 1)
        make("walk backwards", duration=1.0)
        assert state() == before
        library.database.run("UPDATE captions SET text = 'hops' WHERE id = 1")
        assert state() != before


def test_among_clips_that_fit_alike_the_one_with_the_fewest_faults_is_taken(
        tmp_path: Path, make_bvh, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from backend.motion import ranking
    from backend.motion.clip import motion_of
    from backend.motion.formats import read_motion
    from backend.motion.formats.bvh import write_bvh

    monkeypatch.setattr(ranking, "_agreement", lambda clips, prompt: (None, ""))
    clip = clip_of(read_motion(make_bvh(tmp_path / "good" / "walk_forward.bvh", "walk forward")))
    noise = np.random.default_rng(0).normal(0, 0.012, clip.root.shape)
    (tmp_path / "bad").mkdir()
    write_bvh(tmp_path / "bad" / "walk_forward.bvh", motion_of(replace(clip, root=clip.root + noise)), unit="cm")
    with Library(tmp_path / "library") as library:
        assert library.add([tmp_path / "bad", tmp_path / "good"]).added == 2
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "library"))
    motion = make("walk forward", candidates=4)
    made = motion.provenance
    assert made is not None and Path(made.spec["file"]).parent.name == "good"
    assert any("The best of 2 candidates" in each and made.spec["clip"] in each for each in made.assumptions)
    assert made.spec["score"] > 0.5 and [each["clip"] for each in made.spec["alternatives"]] != [made.spec["clip"]]
    again = make("walk forward", spec=made.spec)
    np.testing.assert_array_equal(again.rotations, motion.rotations)
