# SPDX-License-Identifier: GPL-3.0-or-later
"""What the embedded network sees of a clip is the whole clip, wherever it lies."""

from __future__ import annotations

import numpy as np
import pytest

from backend.motion.clip import clip_of
from backend.motion.clip_ops import align, fitted, mirror, place, resample
from backend.motion.diffusion.embedded_features import (
    CONTACTS,
    GROUP_NAMES,
    GROUPS,
    PLACES,
    RATE,
    WIDTH,
    clip_from,
    features_of,
    standard_body,
    steady_heading,
)
from backend.motion.kinematics import matrix_from_quaternion, rotation_angle, rotation_z
from backend.motion.quaternions import about_z, multiply
from tests.shared_data import shared


def _both(clip):
    """(the clip as it is told from where its first heading leads, what its features give back)."""
    clip = fitted(resample(clip, RATE), standard_body())
    turn = -float(steady_heading(clip)[0])
    start = rotation_z(turn) @ clip.root[0]
    return place(clip, turn, np.array([-start[0], -start[1], 0.0])), clip_from(features_of(clip))


def _same(clip):
    wanted, found = _both(clip)
    assert np.abs(wanted.positions() - found.positions()).max() < 1e-4
    apart = np.swapaxes(matrix_from_quaternion(wanted.rotations), -1, -2) @ matrix_from_quaternion(found.rotations)
    assert np.degrees(rotation_angle(apart)).max() < 0.1


@pytest.mark.parametrize("prompt", ["walk in a circle", "run", "jump", "turn around", "sit down"])
def test_round_trip(make, prompt):
    _same(clip_of(make(prompt, duration=3.0)))


@pytest.mark.parametrize("name", ["backflip", "cartwheel", "roll", "sideflip"])
def test_round_trip_upside_down(name):
    from backend.motion.formats import read_clips

    clip = read_clips(shared("data", "motion", "deepmimic", f"humanoid3d_{name}.txt"))[0]
    _same(clip)
    # Nobody turns about the vertical at four turns a second in these: the heading does not spin upside down.
    assert np.abs(features_of(clip)[:, 0]).max() < 8 * np.pi


def test_places_are_where_the_rotations_lead(make):
    rows = features_of(clip_of(make("wave", duration=2.0)))
    clip = clip_from(rows)
    heads = rows[:, PLACES].reshape(-1, 21, 3)
    assert np.abs((clip.positions() - clip.root[:, None] * [1, 1, 0])[0, 1:] - heads[0]).max() < 1e-4


def test_where_a_clip_lies_does_not_matter(make):
    clip = clip_of(make("walk", duration=2.0))
    moved = place(clip, 2.0, np.array([3.0, -4.0, 0.0]))
    assert np.abs(features_of(clip) - features_of(moved)).max() < 1e-3


def test_mirrored_clips_turn_the_other_way(make):
    clip = clip_of(make("turn left by 90 degrees", duration=2.0))
    one, other = features_of(clip), features_of(mirror(clip))
    assert np.allclose(one[:, 0], -other[:, 0], atol=1e-3) and one[:, 0].mean() > 0.3
    assert np.allclose(one[:, 3], other[:, 3], atol=1e-3)
    assert (one[:, CONTACTS] == other[:, CONTACTS][:, [2, 3, 0, 1]]).mean() > 0.97


def test_every_feature_has_a_group():
    assert GROUPS.shape == (WIDTH,) and set(GROUPS) == set(range(len(GROUP_NAMES)))


def test_unsound_rotations_come_out_sound(make):
    rows = features_of(clip_of(make("walk", duration=1.0)))
    rows = rows + np.random.default_rng(0).normal(0, 0.3, rows.shape).astype(np.float32)
    matrices = matrix_from_quaternion(clip_from(rows).rotations)
    assert np.allclose(np.linalg.det(matrices), 1.0) and np.isfinite(clip_from(rows).positions()).all()


def test_a_spinning_body_keeps_turning(make):
    clip = align(clip_of(make("idle", duration=2.0)))
    turn = np.linspace(0, 4 * np.pi, len(clip))
    rotations = clip.rotations.copy()
    rotations[:, 0] = multiply(about_z(turn), rotations[:, 0])
    from dataclasses import replace

    rows = features_of(replace(clip, rotations=rotations, contacts=None))
    assert rows[10:-10, 0].mean() == pytest.approx(2 * np.pi * 2 / clip.duration, rel=0.05)
