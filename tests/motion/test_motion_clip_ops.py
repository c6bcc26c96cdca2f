# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations on whole clips keep what they promise to keep."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.motion import clip_ops
from backend.motion.clip import clip_of
from backend.motion.quaternions import about_z, conjugate, exponential, logarithm, multiply, slerp
from backend.motion.skeleton import INDEX


@pytest.fixture(scope="module")
def walk(make):
    return clip_of(make("walk", duration=3.0))


@pytest.fixture(scope="module")
def wave(make):
    return clip_of(make("wave with the right hand", duration=2.0))


def _same_pose(first, second, tolerance=1e-6):
    assert np.abs((first * second).sum(-1)).min() > 1 - tolerance


def _moved(clip):
    """The distance each wrist travels relative to the pelvis: left, right."""
    places = clip.positions()[:, [INDEX["left_wrist"], INDEX["right_wrist"]]] - clip.root[:, None]
    return np.linalg.norm(np.diff(places, axis=0), axis=-1).sum(0)


def test_mirroring_swaps_the_waving_hand_and_is_its_own_inverse(wave):
    left, right = _moved(wave)
    assert right > 3 * left
    mirrored = clip_ops.mirror(wave)
    left, right = _moved(mirrored)
    assert left > 3 * right
    # The left wrist is now exactly where the right one was, reflected.
    before, after = wave.positions(), mirrored.positions()
    assert np.allclose(after[:, INDEX["left_wrist"]], before[:, INDEX["right_wrist"]] * [-1, 1, 1], atol=1e-9)
    again = clip_ops.mirror(mirrored)
    assert np.allclose(again.rotations, wave.rotations) and np.allclose(again.positions(), before)
    assert (again.contacts == wave.contacts).all()


def test_mirroring_exchanges_contacts(walk):
    assert (clip_ops.mirror(walk).contacts[:, :2] == walk.contacts[:, 2:]).all()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(fps=st.sampled_from([12.0, 24.0, 25.0, 59.94, 60.0, 120.0]))
def test_resampling_keeps_places_at_their_times(walk, fps):
    one = replace(walk, loop=False)
    other = clip_ops.resample(one, fps)
    assert abs(other.duration - one.duration) < 1 / fps + 1e-9
    times = np.arange(len(other)) / fps
    wanted = np.stack([np.interp(times, np.arange(len(one)) / one.fps, one.root[:, k]) for k in range(3)], -1)
    assert np.allclose(other.root, wanted, atol=1e-9)
    if fps % one.fps == 0:
        step = int(fps / one.fps)
        _same_pose(other.rotations[::step][:len(one)], one.rotations, 1e-9)


def test_a_resampled_loop_still_closes(walk):
    finer = clip_ops.resample(walk, 97.0)
    steps = np.linalg.norm(np.diff(np.concatenate([finer.root, finer.root[:1] + clip_ops.cycle_travel(walk)]), axis=0),
                           axis=1)
    assert steps[-1] < 1.3 * np.median(steps)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(speed=st.floats(0.3, 4.0))
def test_speed_changes_the_time_and_not_the_way(walk, speed):
    one = replace(walk, loop=False)
    other = clip_ops.retime(one, speed)
    assert other.duration == pytest.approx(one.duration / speed, abs=0.5 / one.fps + 1e-9)
    assert np.allclose(other.root[[0, -1]], one.root[[0, -1]])
    assert clip_ops.fit(one, 1.5).duration == pytest.approx(1.5, abs=0.5 / one.fps)


def test_trimming_keeps_the_chosen_poses_and_refuses_times_outside(walk):
    part = clip_ops.trim(walk, 0.5, 1.5)
    assert part.duration == pytest.approx(1.0, abs=1 / walk.fps) and not part.loop
    assert np.array_equal(part.root[0], walk.root[round(0.5 * walk.fps)])
    for start, end in ((2.0, 1.0), (9.0, None), (-1.0, 1.0)):
        with pytest.raises(EngineError):
            clip_ops.trim(walk, start, end)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(angle=st.floats(-3.1, 3.1), x=st.floats(-5, 5), y=st.floats(-5, 5))
def test_alignment_puts_the_first_frame_where_it_is_wanted(walk, angle, x, y):
    placed = clip_ops.align(walk, angle, (x, y))
    assert np.allclose(placed.root[0, :2], (x, y))
    assert np.cos(clip_ops.heading(placed)[0] - angle) > 1 - 1e-9
    # Rigid: all distances stay.
    assert np.linalg.norm(placed.root[-1] - placed.root[0]) == pytest.approx(
        np.linalg.norm(walk.root[-1] - walk.root[0]))
    # The way it goes turns with it.
    way, before = placed.root[-1] - placed.root[0], walk.root[-1] - walk.root[0]
    turn = angle - clip_ops.heading(walk)[0]
    assert np.cos(np.arctan2(way[1], way[0]) - np.arctan2(before[1], before[0]) - turn) > 1 - 1e-6


def test_in_place_takes_the_way_out_and_leaves_the_sway(walk):
    still = clip_ops.in_place(walk)
    assert np.abs(still.root[:, :2]).max() < 0.06
    assert np.array_equal(still.root[:, 2], walk.root[:, 2])
    assert np.ptp(still.root[:, 0]) == pytest.approx(np.ptp(walk.root[:, 0]), rel=0.2)
    assert np.linalg.norm(clip_ops.cycle_travel(still)) < 1e-6


def test_blending_ends_at_either_clip(walk, wave):
    both = clip_ops.blend(walk, wave, 0.0)
    assert np.allclose(both.rotations[:len(walk)], walk.rotations)
    other = clip_ops.blend(wave, walk, 1.0)
    _same_pose(other.rotations[:len(walk)], walk.rotations)
    half = clip_ops.blend(walk, walk, 0.5)
    _same_pose(half.rotations, walk.rotations)


def test_concatenating_converts_the_rate(walk, wave):
    both = clip_ops.concatenate([walk, clip_ops.resample(wave, 60.0)])
    assert both.fps == walk.fps and abs(len(both) - len(walk) - len(wave)) <= 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1.7, 1.7), min_size=6, max_size=6), st.floats(0, 1))
def test_quaternion_algebra(values, share):
    first, second = exponential(np.array(values[:3])), exponential(np.array(values[3:]))
    assert np.allclose(logarithm(first), values[:3], atol=1e-9)
    assert np.allclose(multiply(first, conjugate(first)), [1, 0, 0, 0], atol=1e-12)
    middle = slerp(first, second, share)
    assert np.linalg.norm(middle) == pytest.approx(1.0)
    whole = np.linalg.norm(logarithm(multiply(conjugate(first), second)))
    assert np.linalg.norm(logarithm(multiply(conjugate(first), middle))) == pytest.approx(share * whole, abs=1e-9)


def test_slerp_takes_the_shorter_way():
    near, same = about_z(0.1), -about_z(0.3)
    assert np.linalg.norm(logarithm(multiply(conjugate(about_z(0.2)), slerp(near, same, 0.5)))) < 1e-9


@pytest.mark.parametrize("call", [lambda clip: clip_ops.resample(clip, 0.0), lambda clip: clip_ops.retime(clip, -1.0),
                                  lambda clip: clip_ops.fit(clip, float("nan")),
                                  lambda clip: clip_ops.resample(clip, 1e9)])
def test_impossible_wishes_are_refused(walk, call):
    with pytest.raises(EngineError):
        call(replace(walk, loop=False))
