# SPDX-License-Identifier: GPL-3.0-or-later
"""The arithmetic of the bench against Cycles: noise, and the time for a picture as clean."""

import math

import numpy as np
import pytest

from backend.bench.panorama import compare, equal_samples, noise, time_of, tone

COUNTS = np.array([1, 2, 4, 8, 16])


def test_noise_is_weighted_and_tone_mapped():
    converged = np.full((2, 4, 3), 0.5)
    picture = converged.copy()
    picture[0] = 1.0
    step = tone(np.array(1.0)) - tone(np.array(0.5))
    assert noise(picture, converged, np.ones((2, 4))) == pytest.approx(step / math.sqrt(2))
    assert noise(picture, converged, np.array([[1.0] * 4, [0.0] * 4])) == pytest.approx(step)
    picture[0, 0] = 1e6  # a spark is as bad as white is
    assert noise(picture, converged, np.ones((2, 4))) < 1


@pytest.mark.parametrize("wanted", [0.5, 1.0, 3.0, 11.0, 16.0, 100.0])
def test_equal_samples_follow_the_root_law_within_and_beyond(wanted):
    noises = 0.3 / np.sqrt(COUNTS)
    assert equal_samples(0.3 / math.sqrt(wanted), COUNTS, noises) == pytest.approx(wanted)


def test_equal_samples_bend_with_what_was_measured():
    noises = np.array([0.4, 0.3, 0.1, 0.09, 0.08])
    assert equal_samples(math.sqrt(0.3 * 0.1), COUNTS, noises) == pytest.approx(math.sqrt(2 * 4))
    # a count that came out worse by chance does not ask for more samples than a better, smaller one
    assert equal_samples(0.2, COUNTS, np.array([0.4, 0.2, 0.21, 0.1, 0.05])) == pytest.approx(2, rel=0.01)


def test_time_is_a_start_and_so_much_a_sample():
    assert time_of(100, COUNTS, 2 + 0.5 * COUNTS) == pytest.approx(52)
    assert time_of(0.5, COUNTS, 0.5 * COUNTS) == pytest.approx(0.25)


def test_ratio_at_equal_noise_and_its_interval():
    noises = np.stack([0.3 / np.sqrt(COUNTS)] * 3)
    seconds = np.stack([1 + 0.1 * COUNTS] * 3)
    ours = [(0.5, 0.05), (0.5, 0.05), (0.5, 0.05)]
    found = compare(ours, COUNTS, noises, seconds)
    assert found.samples == pytest.approx(36)
    assert found.ratio == pytest.approx(4.6 / 0.5) == found.low == found.high
    found = compare([(0.4, 0.05), (0.5, 0.05), (0.6, 0.05)], COUNTS, noises, seconds)
    assert found.low < found.ratio < found.high
