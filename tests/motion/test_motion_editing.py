# SPDX-License-Identifier: GPL-3.0-or-later
"""Loops close, transitions do not jump, layers change only their part, paths are followed, constraints are met."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.motion import clip_ops
from backend.motion.clip import clip_of
from backend.motion.editing import constraints
from backend.motion.editing.constraints import KeyPose, Place, Reach, key_pose
from backend.motion.editing.layers import LOWER, PARTS, compose
from backend.motion.editing.loops import find_cycle, make_loop
from backend.motion.editing.path import follow
from backend.motion.editing.smooth import smooth
from backend.motion.editing.style import by_words, style_of
from backend.motion.editing.transitions import chain, join
from backend.motion.kinematics import rotation_angle
from backend.motion.metrics import measure
from backend.motion.quaternions import exponential, multiply
from backend.motion.skeleton import INDEX


@pytest.fixture(scope="module")
def clips(make):
    prompts = ("walk", "run", "wave with the right hand", "idle", "punch", "jump", "walk to the left")
    return {prompt: clip_of(make(prompt, duration=3.0)) for prompt in prompts}


def _speeds(clip):
    """(T - 1, 22) m/s."""
    return np.linalg.norm(np.diff(clip.positions(), axis=0), axis=-1) * clip.fps


def _jolts(clip):
    """(T - 2,) greatest change of any joint's velocity from one frame to the next, m/s."""
    return np.linalg.norm(np.diff(clip.positions(), 2, axis=0), axis=-1).max(axis=1) * clip.fps


def _no_cut(clip, *parts):
    """No joint jumps, or changes its velocity, more abruptly than it does within the parts."""
    # A foot that has farther to go than in either part hurries.
    assert _speeds(clip).max() < 1.3 * max(_speeds(part).max() for part in parts) + 0.3
    assert _jolts(clip).max() < 1.3 * max(_jolts(part).max() for part in parts) + 0.6


# Loops


def _part(clip, start, seconds):
    return clip_ops.trim(replace(clip, loop=False), start, start + seconds)


@pytest.mark.parametrize("prompt", ["walk", "run"])
def test_a_loop_made_of_part_of_a_gait_has_no_seam(clips, prompt):
    part = _part(clips[prompt], 0.3, 2.4)
    assert measure(part).seam_pose > 0.02
    loop = make_loop(part)
    assert loop.loop
    metrics = measure(loop)
    usual = float(np.median(_speeds(part))) / part.fps
    assert metrics.seam_pose < 0.4 * usual + 0.002 and metrics.skate < 0.01 and metrics.penetration < 0.005
    # It goes on as fast as the gait does, and straight on when played again and again.
    pace = np.linalg.norm(clip_ops.cycle_travel(loop)) / loop.duration
    whole = clips[prompt]
    assert pace == pytest.approx(np.linalg.norm(clip_ops.cycle_travel(whole)) / whole.duration, rel=0.06)
    thrice = clip_ops.repeat(loop, 3 * len(loop))
    _no_cut(thrice, part)
    assert measure(thrice).skate < 0.01


def test_the_cycle_found_is_a_whole_number_of_strides(clips):
    stride = clips["walk"].duration / 3
    first, last = find_cycle(_part(clips["walk"], 0.2, 2.6))
    rounds = (last - first) / clips["walk"].fps / stride
    assert rounds >= 0.9 and abs(rounds - round(rounds)) < 0.12


@settings(max_examples=12, deadline=None, derandomize=True)
@given(seconds=st.floats(0.8, 8.0))
def test_a_loop_of_a_wanted_length(clips, seconds):
    loop = make_loop(_part(clips["walk"], 0.2, 2.6), seconds)
    assert loop.loop and loop.duration == pytest.approx(seconds, abs=0.5 / loop.fps + 1e-6)
    assert measure(loop).seam_pose < 0.03


def test_a_loop_of_a_turning_walk_goes_straight(clips):
    turning = follow(clips["walk"], [(0, 0), (0, -1.5), (1.5, -3), (3, -3)])
    loop = make_loop(turning)
    facing = clip_ops.heading(clip_ops.repeat(loop, 4 * len(loop)))
    assert abs(facing[-len(loop)] - facing[0]) < 0.02
    assert measure(loop).seam_pose < 0.02


def test_too_short_for_a_loop(clips):
    with pytest.raises(EngineError):
        make_loop(_part(clips["walk"], 0.0, 0.1))


# Transitions


@pytest.mark.parametrize("first, second", [("walk", "run"), ("walk", "wave with the right hand"), ("run", "idle"),
                                           ("idle", "punch"), ("wave with the right hand", "walk"), ("walk", "jump")])
def test_a_transition_neither_jumps_nor_slides(clips, first, second):
    joined = join(clips[first], clips[second])
    assert len(joined) == len(clips[first]) + len(clips[second])
    _no_cut(joined, clips[first], clips[second])
    metrics = measure(joined)
    assert metrics.skate < 0.01 and metrics.penetration < 0.005 and metrics.contact_speed < 0.25


def test_what_is_far_from_the_seam_stays(clips):
    walk, wave = clips["walk"], clips["wave with the right hand"]
    joined = join(walk, wave)
    early = slice(0, len(walk) - round(0.6 * walk.fps))
    assert np.allclose(joined.rotations[early], walk.rotations[early], atol=1e-9)
    late = slice(-round(0.5 * walk.fps), None)
    arms = [INDEX[name] for name in PARTS["arms"]]
    assert np.allclose(np.abs((joined.rotations[late][:, arms] * wave.rotations[late][:, arms]).sum(-1)), 1, atol=1e-6)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(turn=st.floats(-3.1, 3.1), shift=st.floats(-20, 20), cut=st.floats(0.5, 2.5), seconds=st.floats(0.15, 0.8))
def test_wherever_the_second_clip_lies_it_goes_on_from_the_first(clips, turn, shift, cut, seconds):
    first = _part(clips["walk"], 0.0, cut)
    second = clip_ops.place(clips["run"], turn, np.array([shift, -shift, 0.0]))
    joined = join(first, second, seconds)
    _no_cut(joined, first, second)
    way = joined.root[-1] - joined.root[len(first)]
    assert np.arctan2(way[0], -way[1]) == pytest.approx(0.0, abs=0.12)


def test_a_transition_can_turn(clips):
    joined = join(clips["walk"], clips["walk"], turn=np.pi / 2)
    way = joined.root[-1] - joined.root[len(clips["walk"]) + 30]
    assert np.arctan2(way[0], -way[1]) == pytest.approx(np.pi / 2, abs=0.1)


def test_searching_cuts_where_poses_agree(clips):
    first, second = _part(clips["walk"], 0.0, 2.0), _part(clips["walk"], 0.75, 2.0)
    plain, searched = join(first, second), join(first, second, search=0.6)
    assert len(searched) < len(plain)
    assert _jolts(searched).max() <= _jolts(plain).max() + 0.05


def test_chaining_adds_up(clips):
    parts = [clips["idle"], clips["walk"], clips["run"]]
    assert len(chain(parts)) == sum(len(part) for part in parts)
    assert chain(parts).caption == "idle, then walk, then run"


# Layers


def test_waving_while_walking(clips):
    walk, wave = clips["walk"], clips["wave with the right hand"]
    both = compose(walk, wave, "upper_body")
    below = [joint for name, joint in INDEX.items() if name not in PARTS["upper_body"]]
    assert np.array_equal(both.rotations[:, below], walk.rotations[:, below])
    assert np.array_equal(both.root, walk.root)
    # The hand is above the shoulder for as much of the time as when standing.
    high = [(clip.positions()[:, INDEX["right_wrist"], 2] > clip.positions()[:, INDEX["right_shoulder"], 2]).mean()
            for clip in (wave, both)]
    assert high[1] == pytest.approx(high[0], abs=0.1)
    # The chest is as upright as the waver's, whatever the pelvis below does.
    chest = [clip.global_rotations()[:, INDEX["spine3"]] for clip in (wave, both)]
    assert np.degrees(rotation_angle(np.swapaxes(chest[0][:1], -1, -2) @ chest[1])).max() < 8
    assert measure(both).skate < 0.01
    assert both.caption == f"{walk.caption} while {wave.caption}"


def test_two_loops_give_a_loop(clips):
    walk = make_loop(clips["walk"])
    both = compose(walk, clip_ops.retime(replace(clips["idle"], loop=True), 1.1), "arms")
    assert both.loop and measure(both).seam_pose < 0.02


def test_a_part_in_the_middle_is_eased_in_and_out(clips):
    walk, punch = clips["walk"], clips["punch"]
    both = compose(walk, punch, "right_arm", start=0.8, end=2.0, fade=0.3)
    arm = [INDEX[name] for name in PARTS["right_arm"]]
    same = np.isclose(np.abs((both.rotations[:, arm] * walk.rotations[:, arm]).sum(-1)), 1, atol=1e-9).all(axis=1)
    assert same[:23].all() and same[-25:].all() and not same[35:50].any()
    _no_cut(both, walk, punch)


def test_the_lower_body_brings_the_path(clips):
    both = compose(clips["wave with the right hand"], clips["walk"], LOWER)
    assert np.linalg.norm(both.root[-1] - both.root[0]) > 2
    assert both.positions()[:, INDEX["right_wrist"], 2].max() > 1.4


@pytest.mark.parametrize("part, start, end", [("tail", 0, None), ("arms", 2.0, 1.0), ("arms", -1.0, None),
                                              ("arms", 50.0, None), (LOWER, 1.0, None), ("arms", float("nan"), None)])
def test_impossible_layers_are_refused(clips, part, start, end):
    with pytest.raises(EngineError):
        compose(clips["walk"], clips["punch"], part, start, end)


# Paths


_PATHS = {"corner": [(0, 0), (0, -3), (3, -3)], "bend": [(0, 0), (2, -1), (4, 1), (6, 0)],
          "circle": [(2 * np.sin(a), 2 * np.cos(a) - 2, 0.3) for a in np.linspace(0, 2 * np.pi, 50)]}


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize("prompt", ["walk", "run"])
def test_a_path_is_followed_with_planted_feet(clips, prompt, path):
    points = np.array([point[:2] for point in _PATHS[path]])
    clip = follow(clips[prompt], _PATHS[path])
    # From the first point to the last, never farther from the line than sway and rounded corners allow.
    assert np.linalg.norm(clip.root[0, :2] - points[0]) < 0.1 and np.linalg.norm(clip.root[-1, :2] - points[-1]) < 0.15
    line = np.concatenate([np.linspace(a, b, 200) for a, b in pairwise(points)])
    assert np.linalg.norm(clip.root[:, None, :2] - line, axis=-1).min(axis=1).max() < 0.25
    # Facing where it goes.
    way = clip.root[20:] - clip.root[:-20]
    gap = np.arctan2(way[:, 0], -way[:, 1]) - clip_ops.facing(clip)[10:-10]
    assert np.abs(np.angle(np.exp(1j * gap))).max() < 0.5
    metrics = measure(clip)
    assert metrics.skate < 0.01 and metrics.penetration < 0.005
    # A standing foot does not turn.
    feet = clip.global_rotations()[:, [INDEX["left_ankle"], INDEX["right_ankle"]]]
    yaw = np.unwrap(np.arctan2(feet[..., 1, 0], feet[..., 0, 0]), axis=0)
    flat = clip.contacts.reshape(-1, 2, 2).all(axis=-1)
    turning = np.abs(np.diff(yaw, axis=0))[flat[1:] & flat[:-1]]
    assert np.degrees(turning.max(initial=0.0)) < 1.5


def test_runners_lean_into_the_turn(clips):
    circle = follow(clips["run"], [(4 * np.sin(a), 4 * np.cos(a) - 4) for a in np.linspace(0, 2 * np.pi, 60)])
    chest = circle.positions()[:, INDEX["neck"]] - circle.root
    inwards = (np.array([0.0, -4.0]) - circle.root[:, :2]) / 4
    lean = np.degrees(np.arctan2((chest[:, :2] * inwards).sum(1), chest[:, 2]))[20:-20]
    assert 5 < lean.mean() < 20 and measure(circle).skate < 0.01


@settings(max_examples=10, deadline=None, derandomize=True)
@given(speed=st.floats(0.6, 2.6))
def test_speed_along_the_path(clips, speed):
    clip = follow(clips["walk"], [(0, 0), (0, -6)], speed)
    assert 6 / clip.duration == pytest.approx(speed, rel=0.12)
    assert measure(clip).skate < 0.02


def test_the_side_somebody_moves_to_is_kept(clips):
    """Who walks to the left while facing ahead does so along the path."""
    clip = clips["walk to the left"]
    way = clip.root[-1] - clip.root[0]
    own = np.arctan2(way[0], -way[1]) - clip_ops.heading(clip).mean()
    moved = follow(clip, [(0, 0), (4, 0)])
    way = moved.root[-1] - moved.root[0]
    after = np.arctan2(way[0], -way[1]) - clip_ops.heading(moved).mean()
    assert np.cos(after - own) > 0.95


@pytest.mark.parametrize("points", [[], [(0, 0)], [(1, 1), (1, 1)], [(0, 0), (float("nan"), 1)], [(0,), (1,)], "line",
                                    [(0, 0), (0, 1e9)], None])
def test_lines_that_are_none(clips, points):
    with pytest.raises(EngineError):
        follow(clips["walk"], points)


def test_who_stands_cannot_follow_a_path(clips):
    with pytest.raises(EngineError, match="stays where it is"):
        follow(clips["idle"], [(0, 0), (0, -3)])


# Smoothing


def test_smoothing_takes_jitter_away_and_keeps_feet(clips):
    walk = clips["walk"]
    rng = np.random.default_rng(3)
    jitter = exponential(rng.normal(0, 0.02, (*walk.rotations.shape[:2], 3)))
    rough = replace(walk, rotations=multiply(walk.rotations, jitter))
    calm = smooth(rough, 0.08)
    error = [np.linalg.norm(clip.positions() - walk.positions(), axis=-1).mean() for clip in (rough, calm)]
    assert error[1] < 0.75 * error[0]
    assert measure(calm).jerk < 0.3 * measure(rough).jerk
    assert measure(calm).skate < 0.01 and (calm.contacts == walk.contacts).mean() > 0.95 and calm.loop


def test_smoothing_leaves_a_still_pose_as_it_is(clips):
    still = clip_ops.repeat(_part(clips["idle"], 0.0, 0.0), 30)
    assert np.allclose(smooth(still, 0.3).positions(), still.positions(), atol=2e-3)


# Constraints


@pytest.mark.parametrize("one", [
    Reach("right_hand", (-0.35, -0.45, 1.3), 1.2, 1.8), Reach("left_hand", (0.2, -0.7, 0.7), 1.5),
    Reach("left_hand", (0.2, -0.45, 0.1), 1.2, 1.6), Reach("left_foot", (0.15, -0.4, 0.45), 1.2, 1.5),
    Reach("right_foot", (-0.3, -0.4, 0.0), 1.2, 2.0)])
def test_hands_and_feet_get_where_they_are_wanted(clips, one):
    idle = replace(clips["idle"], loop=False)
    done = constraints.apply(idle, [one])
    assert constraints.misses(idle, [one])[0] > 0.2
    assert constraints.misses(done, [one])[0] < 0.005
    # Outside the eased time nothing has changed, and nothing jumps on the way.
    before = slice(0, round((one.start - one.ease) * idle.fps) - 1)
    assert np.allclose(done.positions()[before], idle.positions()[before], atol=1e-9)
    assert _speeds(done).max() < 5
    metrics = measure(done)
    assert metrics.penetration < 0.005 and metrics.contact_speed < 0.2
    if one.limb.endswith("hand"):
        other = [INDEX["left_ankle"], INDEX["right_ankle"]]
        assert np.abs(done.positions()[:, other] - idle.positions()[:, other]).max() < 0.01


def test_out_of_reach_is_reported_by_the_miss(clips):
    one = Reach("right_hand", (0.0, -5.0, 1.0), 1.5)
    idle = replace(clips["idle"], loop=False)
    done = constraints.apply(idle, [one])
    assert 3 < constraints.misses(done, [one])[0] < constraints.misses(idle, [one])[0]
    assert measure(done).bone_length < 1e-9


def test_a_pose_at_a_time(clips):
    walk, wave = replace(clips["walk"], loop=False), clips["wave with the right hand"]
    one = key_pose(wave, 40, 1.5, [name for name in PARTS["right_arm"]])
    done = constraints.apply(walk, [one])
    assert constraints.misses(done, [one])[0] < 1e-6 < constraints.misses(walk, [one])[0]
    assert np.allclose(done.rotations[:30], walk.rotations[:30], atol=1e-12)
    near = [replace(one, time=1.5), key_pose(walk, 10, 1.7, PARTS["right_arm"])]
    assert max(constraints.misses(constraints.apply(walk, near), near)) < 0.02


def test_a_place_at_a_time(clips):
    walk = replace(clips["walk"], loop=False)
    ones = [Place(1.0, (0.5, -1.3)), Place(2.5, (0.2, -3.2), heading=0.4)]
    done = constraints.apply(walk, ones)
    assert max(constraints.misses(done, ones)) < 0.01
    assert clip_ops.heading(done)[round(2.5 * walk.fps)] == pytest.approx(0.4, abs=0.01)
    assert measure(done).skate < 0.01


def test_constraints_survive_json():
    for one in (Reach("left_hand", (0.1, 0.2, 0.3), 1.0, 2.0, 0.3), Place(1.0, (0.5, 0.5), 1.0),
                KeyPose(0.5, {"head": (1.0, 0.0, 0.0, 0.0)})):
        assert constraints.from_json(constraints.to_json(one)) == one


@pytest.mark.parametrize("value", [
    {"kind": "teleport"}, {}, {"kind": "reach", "limb": "tail", "point": [0, 0, 0], "start": 1},
    {"kind": "reach", "limb": "left_hand", "point": [0, 0], "start": 1}, {"kind": "reach", "limb": "left_hand"},
    {"kind": "reach", "limb": "left_hand", "point": [0, 0, float("inf")], "start": 1},
    {"kind": "reach", "limb": "left_hand", "point": "abc", "start": 1},
    {"kind": "place", "time": 1, "place": [0, None]},
    {"kind": "reach", "limb": "left_hand", "point": [0, 0, 1], "start": 2, "end": 1},
    {"kind": "pose", "time": 1, "rotations": {"nose": [1, 0, 0, 0]}},
    {"kind": "pose", "time": 1, "rotations": {"head": [0, 0, 0, 0]}}, {"kind": "place", "time": 1, "where": 3}])
def test_wrong_constraints_are_refused(value):
    with pytest.raises(EngineError):
        constraints.from_json(value)


def test_times_outside_the_clip_are_refused(clips):
    for time in (-1.0, 99.0):
        with pytest.raises(EngineError, match=r"outside the clip|negative"):
            constraints.apply(clips["idle"], [Place(time, (0.0, 0.0))])


# Style


def _swing(clip, joint="right_wrist"):
    """How far a joint swings about, relative to the pelvis."""
    place = clip.positions()[:, INDEX[joint]] - clip.root
    return np.linalg.norm(place - place.mean(0), axis=-1).mean()


def test_larger_and_smaller_move_the_arms_more_and_less(clips):
    walk = clips["walk"]
    sizes = [_swing(by_words(walk, words)) for words in ("much smaller", "smaller", "larger", "much larger")]
    assert sizes == sorted(sizes) and sizes[1] < 0.85 * _swing(walk) and sizes[2] > 1.15 * _swing(walk)


def test_faster_and_slower_change_the_time(clips):
    walk = clips["walk"]
    assert by_words(walk, "faster").duration < 0.85 * walk.duration < walk.duration
    assert by_words(walk, "slightly slower").duration == pytest.approx(walk.duration / 0.75**0.45, rel=0.03)


@pytest.mark.parametrize("words", ["tired", "proud", "angry and faster", "very sad", "sneaking", "drunk", "larger"])
def test_styled_walks_stay_sound(clips, words):
    walk = by_words(clips["walk"], words)
    metrics = measure(walk)
    assert walk.loop and metrics.skate < 0.02 and metrics.penetration < 0.005 and metrics.joint_limits < 0.02
    assert metrics.seam_pose < 0.03


def test_the_tired_bow_their_heads(clips):
    heads = [(clip.positions()[:, INDEX["head"]] - clip.root)[:, 1:].mean(0) for clip in (
        clips["walk"], by_words(clips["walk"], "tired"))]
    assert heads[1][0] < heads[0][0] - 0.03 and heads[1][1] < heads[0][1]


def test_words_without_meaning_are_named(clips):
    assert style_of("very tired and frobnicated")[1] == ["frobnicated"]
    with pytest.raises(EngineError, match="says nothing"):
        by_words(clips["walk"], "purple")
    assert by_words(clips["walk"], "") is clips["walk"]
