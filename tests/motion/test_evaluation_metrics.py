# SPDX-License-Identifier: GPL-3.0-or-later
"""The metrics against cases that can be worked out by hand."""

import numpy as np
import pytest

from backend.motion.evaluation.metrics import (
    diversity,
    frechet,
    interval,
    matching_distance,
    multimodality,
    r_precision,
)


@pytest.fixture
def random():
    return np.random.default_rng(5)


def test_frechet_of_a_set_and_itself_is_nothing(random):
    some = random.normal(size=(40, 64))
    assert frechet(some, some) == pytest.approx(0, abs=1e-6)
    assert frechet(some, some[::-1]) == pytest.approx(0, abs=1e-6)


def test_frechet_of_normal_distributions_is_the_formula(random):
    base = random.normal(size=(4000, 3))
    base = (base - base.mean(0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(base, rowvar=False)).T)
    # Exactly zero mean and unit covariance: moved by (3, 4, 0) and three times as wide along one axis.
    moved = base + np.array([3.0, 4.0, 0.0])
    assert frechet(base, moved) == pytest.approx(25, abs=1e-6)
    wide = base * [1.0, 1.0, 3.0]
    assert frechet(base, wide) == pytest.approx((3 - 1) ** 2, abs=1e-6)
    turned = wide @ np.array([[0.6, 0.0, 0.8], [0.0, 1.0, 0.0], [-0.8, 0.0, 0.6]])
    # Both turned alike are as far apart; and it is the same from either side.
    assert frechet(moved, turned) == pytest.approx(frechet(turned, moved), abs=1e-6)


def test_frechet_of_few_in_many_dimensions_is_real_and_biased(random):
    few, other = random.normal(size=(20, 64)), random.normal(size=(20, 64))
    many, more = random.normal(size=(4000, 64)), random.normal(size=(4000, 64))
    assert frechet(few, other) > 10 * frechet(many, more) > 0


def test_perfect_vectors_are_always_found(random):
    vectors = random.normal(size=(50, 8))
    found, pool = r_precision(vectors, vectors, np.arange(50), random)
    assert found.tolist() == [1, 1, 1] and pool == 32


def test_vectors_of_another_are_never_found(random):
    # Each sentence is exactly at the motion of its neighbour, far from its own: with all in the pool it never wins.
    vectors = np.eye(20) * 10
    found, pool = r_precision(vectors, np.roll(vectors, 1, axis=0), np.arange(20), random)
    assert pool == 20 and found[0] == 0


def test_one_answer_to_everything_is_chance(random):
    texts = random.normal(size=(64, 8))
    found, _ = r_precision(texts, np.ones((64, 8)), np.arange(64), random)
    assert found == pytest.approx(np.array([1, 2, 3]) / 32)


def test_ranks_are_counted_by_hand(random):
    # On a line: the sentence at 0 has rivals at 1 and 2 before its own motion at 3, and one at 9 behind it.
    texts = np.array([[0.0], [100.0], [200.0], [300.0]])
    motions = np.array([[3.0], [1.0], [2.0], [9.0]])
    found, pool = r_precision(texts, motions, np.arange(4), random)
    # The other sentences are to the far right: 9 is nearest for them, then 3, 2, 1.
    assert pool == 4 and found * 4 == pytest.approx([1, 1, 1 + 1 + 1])


def test_sentences_that_say_the_same_are_no_rivals(random):
    vectors = np.repeat(np.eye(5), 4, axis=0)
    found, pool = r_precision(vectors, vectors, np.repeat(np.arange(5), 4), random)
    assert pool == 5 and found.tolist() == [1, 1, 1]
    rivals, _ = r_precision(vectors, vectors, np.arange(20), random)
    assert rivals[0] < 0.5


def test_distances(random):
    texts, motions = np.zeros((6, 2)), np.tile([3.0, 4.0], (6, 1))
    assert matching_distance(texts, motions) == 5
    assert diversity(motions, random) == 0
    two = np.array([[0.0, 0.0], [0.0, 2.0]])
    assert diversity(two, random) == 2
    assert multimodality(np.stack([two, 2 * two]), random) == 3
    assert multimodality(np.zeros((3, 10, 4)), random) == 0


def test_intervals():
    found = interval([1.0, 2.0, 3.0])
    assert found.mean == 2 and found.half == pytest.approx(1.96 / np.sqrt(3)) and found.repeats == 3
    assert found.overlaps(interval([3.0, 3.0, 3.0])) and not found.overlaps(interval([3.2, 3.2]))
    assert interval([0.5]).half == 0
