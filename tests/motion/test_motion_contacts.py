# SPDX-License-Identifier: GPL-3.0-or-later
"""Contacts told from motion alone, and feet that stand after cleaning."""

from dataclasses import replace

import numpy as np
import pytest

from backend.motion import clip_ops
from backend.motion.clip import clip_of
from backend.motion.editing.cleanup import clean, on_floor
from backend.motion.editing.contacts import detect, ground, runs
from backend.motion.editing.ik import LIMBS, reach
from backend.motion.editing.treadmill import travelling
from backend.motion.metrics import measure
from backend.motion.quaternions import exponential, multiply
from backend.motion.skeleton import ANKLES, INDEX

_PROMPTS = ("walk", "run", "jump", "wave", "turn", "kick", "sidestep to the left", "walk backward")


@pytest.fixture(scope="module")
def clips(make):
    return {prompt: clip_of(make(prompt)) for prompt in _PROMPTS}


def _agreement(first, second):
    return (first & second).sum() / (first | second).sum()


def _noisy(clip, size=0.01, seed=0):
    """Jitter of half a degree in every joint and a millimetre, a floor 13 cm too high that slopes, no contacts."""
    rng = np.random.default_rng(seed)
    jitter = exponential(rng.normal(0, size, (*clip.rotations.shape[:2], 3)))
    root = clip.root + rng.normal(0, 0.1 * size, clip.root.shape)
    root[:, 2] += 0.13 + 0.015 * root[:, 1]
    return replace(clip, rotations=multiply(clip.rotations, jitter), root=root, contacts=None, loop=False)


@pytest.mark.parametrize("prompt", _PROMPTS)
def test_detected_contacts_are_those_the_action_was_made_with(clips, prompt):
    clip = clips[prompt]
    # A runner's foot stands for a sixth of a second: a frame more or less at either end is much of that.
    assert _agreement(detect(clip), clip.contacts) > (0.6 if prompt == "run" else 0.85)


@pytest.mark.parametrize("prompt", _PROMPTS)
def test_a_wrong_sloping_floor_changes_nothing(clips, prompt):
    clip = clips[prompt]
    root = clip.root.copy()
    root[:, 2] += 0.2 + 0.02 * root[:, 1]
    assert _agreement(detect(replace(clip, root=root, loop=False)), detect(replace(clip, loop=False))) > 0.8
    seen = ground(replace(clip, root=root, loop=False, contacts=None))
    assert seen.level(clip.root[0]) == pytest.approx(0.2 + 0.02 * clip.root[0, 1], abs=0.015)


@pytest.mark.parametrize("prompt", ["walk", "run", "walk backward", "sidestep to the left"])
def test_in_place_the_ground_moves_the_other_way(clips, prompt):
    clip = clips[prompt]
    still = replace(clip_ops.in_place(clip), contacts=None)
    seen = ground(still)
    pace = clip_ops.cycle_travel(clip)[:2] / len(clip) * clip.fps
    assert seen.moves and np.allclose(seen.velocity, -pace, atol=0.12 * np.linalg.norm(pace))
    assert _agreement(detect(still), clip.contacts) > (0.6 if prompt == "run" else 0.8)
    again = travelling(still)
    way = np.linalg.norm(clip_ops.cycle_travel(clip))
    assert np.allclose(clip_ops.cycle_travel(again), clip_ops.cycle_travel(clip), atol=0.12 * way)
    assert not ground(clip).moves


def test_no_feet_touch_in_flight(clips):
    flying = clips["jump"]
    soles_up = flying.positions()[:, list(ANKLES), 2].min(axis=1) > 0.2
    assert soles_up.any() and not detect(flying)[soles_up].any()


def test_runs():
    assert runs(np.array([1, 1, 0, 1], bool)).tolist() == [[0, 2], [3, 4]]
    assert runs(np.zeros(3, bool)).tolist() == []


@pytest.mark.parametrize("prompt", _PROMPTS)
def test_cleaned_feet_neither_slide_nor_sink(clips, prompt):
    before = _noisy(clips[prompt])
    after = clean(before)
    was, metrics = measure(before), measure(after)
    assert metrics.skate < 0.01, metrics
    assert metrics.penetration < 0.005 and metrics.floating < 0.005 and metrics.contact_speed < 0.25
    assert was.skate > 0.02 or was.floating > 0.05
    # The pose is kept: what is above the hips has not turned, and the hips followed the floor only.
    above = [joint for name, joint in INDEX.items() if joint not in (1, 2, 4, 5, 7, 8, 10, 11)]
    assert np.allclose(after.rotations[:, above], before.rotations[:, above], atol=1e-6)
    assert np.abs(after.root[:, :2] - before.root[:, :2]).max() < 0.08


@pytest.mark.parametrize("prompt", ["walk", "wave", "kick"])
def test_cleaning_leaves_a_clean_clip_alone(clips, prompt):
    clip = clips[prompt]
    again = clean(clip)
    # Within what one sees: the feet within 2 cm, everything else with them.
    assert np.linalg.norm(again.positions() - clip.positions(), axis=-1).max() < 0.03
    assert again.loop == clip.loop and len(again) == len(clip)


def test_a_floor_in_the_wrong_place_is_found(clips):
    sunk = replace(clips["wave"], root=clips["wave"].root - [0, 0, 0.4])
    assert np.allclose(on_floor(sunk).root, clips["wave"].root, atol=0.005)
    assert on_floor(clips["wave"]) is clips["wave"]


def test_cleaning_a_dragged_standing_person(clips):
    """Somebody who stands and is dragged along at 0.3 m/s comes to stand, on the whole where they were."""
    clip = clips["wave"]
    root = clip.root.copy()
    root[:, 0] += 0.1 * np.sin(np.arange(len(root)) / clip.fps * 3)
    dragged = replace(clip, root=root, loop=False)
    assert measure(dragged).skate > 0.1
    cleaned = clean(dragged)
    assert measure(cleaned).skate < 0.01
    assert np.linalg.norm(cleaned.root.mean(0) - root.mean(0)) < 0.03


@pytest.mark.parametrize("limb", LIMBS)
def test_a_limb_reaches_its_goal_and_keeps_its_twist(clips, limb):
    clip = clips["walk"]
    rotations, positions = clip.global_rotations(), clip.positions()
    upper, middle, end = LIMBS[limb]
    # Nothing to do, nothing done.
    assert np.allclose(reach(rotations, positions, limb, positions[:, end]), rotations, atol=1e-5)
    goal = positions[:, end] + 0.3 * (positions[:, upper] - positions[:, end]) + [0.02, -0.03, 0.0]
    moved = clip.with_performance(replace(clip.performance(), rotations=reach(rotations, positions, limb, goal)))
    assert np.abs(moved.positions()[:, end] - goal).max() < 1e-4
    # Far away: stretched towards the goal, not broken.
    far = positions[:, upper] + [0.0, -5.0, 0.0]
    stretched = clip.with_performance(replace(clip.performance(), rotations=reach(rotations, positions, limb, far)))
    arm = stretched.positions()[:, end] - positions[:, upper]
    assert (arm[:, 1] < -0.99 * np.linalg.norm(arm, axis=1)).all() and np.isfinite(arm).all()
    # Knees and elbows bend the way they do.
    hinge = np.cross(moved.positions()[:, middle] - positions[:, upper],
                     moved.positions()[:, end] - moved.positions()[:, middle])
    own = np.cross(positions[:, middle] - positions[:, upper], positions[:, end] - positions[:, middle])
    bent = np.linalg.norm(own, axis=1) > 0.01
    assert ((hinge * own).sum(-1)[bent] > 0).all()
