# SPDX-License-Identifier: GPL-3.0-or-later
"""The best of several motions is the one that does what the sentence says, and does it without faults."""

from dataclasses import replace

import numpy as np
import pytest

from backend.motion.clip import clip_of
from backend.motion.evaluation import evaluator
from backend.motion.ranking import rank
from backend.motion.skeleton import INDEX


@pytest.fixture(scope="module")
def clips(make):
    """Sentence -> a motion of it."""
    return {"a person walks forward": clip_of(make("walk", duration=4.0)),
            "a person waves with the right hand": clip_of(make("wave with the right hand", duration=4.0)),
            "a person runs forward": clip_of(make("run", duration=4.0)),
            "a person stands around idly": clip_of(make("idle", duration=4.0)),
            "a person jumps up": clip_of(make("jump", duration=2.0))}


def _broken(clip):
    """The same, jittering, sliding, with knees that bend forwards."""
    random = np.random.default_rng(0)
    rotations = clip.rotations.copy()
    rotations[:, INDEX["left_knee"]] = rotations[:, INDEX["right_knee"]] = (np.cos(-0.4), np.sin(-0.4), 0, 0)
    root = clip.root + random.normal(0, 0.03, clip.root.shape) + np.linspace(0, 2, len(clip))[:, None] * [1, 0, 0]
    return replace(clip, rotations=rotations, root=root, contacts=None)


def test_the_right_motion_is_first(clips):
    for sentence, own in clips.items():
        others = [clip for text, clip in clips.items() if text != sentence]
        ranking = rank([*others, own], sentence)
        assert ranking.best.index == len(others), sentence
        assert ranking.best.agreement > 0.5 and ranking.notice == ""


def test_a_sound_motion_is_before_the_same_one_broken(clips):
    for sentence, own in clips.items():
        ranking = rank([_broken(own), own], sentence)
        assert ranking.order == (1, 0), sentence
        assert ranking.candidates[0].physical < 0.6 < ranking.candidates[1].physical


def test_own_before_other_and_broken(clips):
    walk, wave = clips["a person walks forward"], clips["a person waves with the right hand"]
    assert rank([wave, _broken(walk), walk], "somebody walks ahead").order[0] == 2
    assert rank([walk, _broken(wave), wave], "someone waves hello").order[0] == 2


def test_scores_are_told_in_the_order_given(clips):
    ranking = rank(list(clips.values()), "a person runs")
    assert [each.index for each in ranking.candidates] == list(range(len(clips)))
    scores = [ranking.candidates[each].combined for each in ranking.order]
    assert scores == sorted(scores, reverse=True)
    for each in ranking.candidates:
        assert 0 <= each.agreement <= 1 and 0 <= each.physical <= 1
        assert each.combined == pytest.approx(np.sqrt(each.agreement * each.physical))


def test_what_is_as_good_keeps_its_order(clips):
    walk = clips["a person walks forward"]
    assert rank([walk, walk, walk], "walk").order == (0, 1, 2)
    with pytest.raises(ValueError):
        rank([], "walk")


def test_without_weights_or_words_the_faults_decide(clips, monkeypatch, tmp_path):
    walk = clips["a person walks forward"]
    silent = rank([_broken(walk), walk], "  ")
    assert silent.order == (1, 0) and silent.best.agreement is None and silent.notice == ""
    monkeypatch.setattr(evaluator, "WEIGHTS", tmp_path / "none.safetensors")
    evaluator.embedded.cache_clear()
    try:
        ranking = rank([_broken(walk), walk], "a person waves")
    finally:
        evaluator.embedded.cache_clear()
    assert ranking.order == (1, 0) and ranking.best.combined == ranking.best.physical
    assert "none.safetensors" in ranking.notice and "Install Troupe again" in ranking.notice
