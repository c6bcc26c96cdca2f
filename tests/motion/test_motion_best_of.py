# SPDX-License-Identifier: GPL-3.0-or-later
"""The best of several motions: the better one is taken, said, and can be made again; choosing never loses."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from backend.engine import Cancelled, Progress, Request
from backend.motion import best_of, ranking
from backend.motion.clip import Clip, clip_of
from backend.motion.metrics import measure
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.script_engine import ScriptEngine


@pytest.fixture(autouse=True)
def by_faults_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are judged in the tests of the ranking; here motions differ by their faults."""
    monkeypatch.setattr(ranking, "_agreement", lambda clips, prompt: (None, ""))


@pytest.fixture(scope="module")
def walk() -> Clip:
    request = Request(prompt="walk", seed=1, parameters=ProceduralEngine.complete({}))
    return clip_of(ProceduralEngine().generate(request, Progress()))


def shaken(clip: Clip, seed: int) -> Clip:
    """The same, trembling and sunk into the floor."""
    noise = np.random.default_rng(seed).normal(0, 0.01, clip.root.shape)
    return replace(clip, root=clip.root + noise - (0, 0, 0.05))


def test_the_good_one_among_bad_ones_is_taken_wherever_it_is(walk: Clip) -> None:
    tried = best_of.seeds(5, 4)
    for good in tried:
        found, said = best_of.best_by_seed(
            5, 4, "walk", lambda seed, _, good=good: walk if seed == good else shaken(walk, seed), lambda made: made,
            Progress())
        assert found is walk
        assert re.search(rf"best of 4 .*the seed {good}\b", said[0])
        assert f"{measure(walk).score:.3f}" in said[0] and said[0].count("0.0") >= 3


def test_seeds_begin_with_the_own_and_are_not_the_neighbours() -> None:
    one, other = best_of.seeds(7, 16), best_of.seeds(8, 16)
    assert (one[0], other[0]) == (7, 8) and len(set(one)) == 16 and not set(one) & set(other)
    assert best_of.seeds(7, 3) == one[:3] and all(0 <= each < 2**31 for each in one)


def test_a_single_candidate_is_made_as_ever_and_nothing_is_said(walk: Clip) -> None:
    assert best_of.best_by_seed(3, 1, "walk", lambda seed, _: (seed, walk), lambda made: made[1], Progress()) \
        == ((3, walk), [])


@pytest.mark.parametrize(("engine", "prompt"), [(ProceduralEngine, "walk and wave"),
                                                (ScriptEngine, "she walks, then she waves")])
def test_what_was_chosen_can_be_made_again(engine: type, prompt: str) -> None:
    def make(seed: int, **parameters: float):
        return engine().generate(Request(prompt=prompt, seed=seed, parameters=engine.complete(parameters)), Progress())

    chosen = make(2, candidates=3)
    said = next(each for each in chosen.provenance.assumptions if "best of 3" in each)
    seed = int(re.search(r"the seed (\d+)", said)[1])
    assert seed in best_of.seeds(2, 3)
    again = make(seed)
    np.testing.assert_array_equal(again.rotations, chosen.rotations)
    assert not any("best of" in each for each in again.provenance.assumptions)
    scores = [measure(make(each)).score for each in best_of.seeds(2, 3)]
    assert measure(chosen).score == pytest.approx(max(scores), abs=0.005)
    np.testing.assert_array_equal(make(2, candidates=3).rotations, chosen.rotations)


def test_a_cancel_ends_it_between_candidates(walk: Clip) -> None:
    import threading

    stop, made = threading.Event(), []

    def make(seed: int, progress: Progress) -> Clip:
        progress.update(0.0, "Making")
        made.append(seed)
        stop.set()
        return walk

    with pytest.raises(Cancelled):
        best_of.best_by_seed(1, 8, "walk", make, lambda each: each, Progress(cancelled=stop))
    assert len(made) == 1
