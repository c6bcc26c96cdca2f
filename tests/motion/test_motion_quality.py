# SPDX-License-Identifier: GPL-3.0-or-later
"""No action, in no style, on no body, skates, sinks, flips or jerks at its seam."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from motion_rigs import PEOPLE, game_engine

from backend.motion.kinematics import matrix_from_quaternion, rotation_angle
from backend.motion.metrics import measure
from backend.motion.retarget import from_motion
from backend.motion.soles import feet
from backend.motion.spec import VERB_NAMES
from backend.motion.style import STYLES

_CYCLIC = [verb for verb in VERB_NAMES if verb not in ("sit", "stand up", "turn")]


def _check(motion, joint_speed=26.0):
    quality = measure(motion)
    assert quality.skate < 0.02, quality
    assert quality.contact_speed < 0.2, quality
    assert quality.penetration < 0.005, quality
    assert quality.joint_speed < joint_speed, quality


@pytest.mark.parametrize("verb", VERB_NAMES)
def test_every_style_on_the_canonical_skeleton(make, verb):
    for style in (None, *STYLES):
        _check(make(spec={"verb": verb, "styles": {style: 1.0} if style else {}}))


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("verb", VERB_NAMES)
def test_every_verb_on_rigs_of_other_proportions(make, verb, person):
    for style in (None, "tired", "happy", "sneaking"):
        motion = make(spec={"verb": verb, "styles": {style: 1.0} if style else {}}, target=PEOPLE[person])
        assert motion.skeleton is PEOPLE[person]
        _check(motion)


def _seam(motion):
    """(angle gap / usual step, velocity gap / usual change) between the last frame and the first."""
    basis = matrix_from_quaternion(motion.rotations)
    steps = rotation_angle(np.swapaxes(basis, -1, -2) @ np.roll(basis, -1, axis=0))
    return steps[-1], steps[:-1].max(axis=0)


@pytest.mark.parametrize("verb", _CYCLIC)
def test_loops_have_no_seam(make, verb):
    for fps in (24.0, 60.0):
        motion = make(spec={"verb": verb}, fps=fps)
        assert motion.loop
        gap, usual = _seam(motion)
        # The step from the last frame to the first is no larger than steps elsewhere in the clip.
        assert (gap <= 1.15 * usual + np.radians(0.35)).all()
        travel = motion.root_translation
        step = np.diff(travel, axis=0)
        height = abs(travel[-1, 2] - travel[0, 2])
        assert height <= 1.2 * np.abs(step[:, 2]).max() + 1e-3


def test_a_looping_walk_lands_where_its_first_frame_started(make):
    """Played twice in a row, shifted by its travel, the feet still do not skate at the joint."""
    motion = make("walk")
    performance, body = from_motion(motion)
    soles = feet(performance, body)
    step = soles[1:, :, :2] - soles[:-1, :, :2]
    travelled = motion.root_translation[-1] - motion.root_translation[0]
    per_frame = travelled / (len(motion.rotations) - 1)
    first_after = soles[0, :, :2] + travelled + per_frame
    jump = np.linalg.norm((first_after - soles[-1, :, :2])[..., :2], axis=-1)
    assert (jump <= np.linalg.norm(step[..., :2], axis=-1).max(axis=0) * 1.1 + 0.01).all()
    touching = motion.contacts.reshape(-1, 2, 2).astype(bool)
    held = touching[0] & touching[-1]
    assert held.any() and (jump[held] * motion.fps < 0.2).all()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(verb=st.sampled_from(VERB_NAMES), duration=st.floats(0.4, 9.0),
       fps=st.sampled_from([12.0, 25.0, 30.0, 60.0, 120.0]), speed=st.floats(0.4, 2.0),
       intensity=st.floats(0.4, 1.8), seed=st.integers(0, 2**31 - 1))
def test_any_length_speed_and_rate(make, verb, duration, fps, speed, intensity, seed):
    motion = make(spec={"verb": verb}, duration=duration, fps=fps, speed=speed, intensity=intensity, seed=seed)
    assert len(motion.rotations) == max(2, round(duration * fps))
    _check(motion, joint_speed=80.0)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(speed=st.floats(0.25, 3.0), height=st.floats(1.0, 2.1), verb=st.sampled_from(["walk", "run"]),
       style=st.sampled_from(sorted(STYLES)), fps=st.sampled_from([24.0, 30.0, 60.0, 120.0]))
def test_walks_and_runs_of_any_speed_style_and_height(make, speed, height, verb, style, fps):
    motion = make(spec={"verb": verb, "styles": {style: 1.0}}, speed=speed, fps=fps, target=game_engine(height))
    _check(motion, joint_speed=80.0)
    assert motion.root_translation[-1, 1] < -0.5


@pytest.mark.parametrize("verb", ["walk", "run"])
@pytest.mark.parametrize("starts, stops", [(True, False), (False, True), (True, True)])
def test_starting_and_stopping_feet_do_not_skate(make, verb, starts, stops):
    for direction in ("forward", "backward"):
        for style, person in ((None, "ordinary"), ("sneaking", "child"), ("happy", "tall and heavy")):
            motion = make(spec={"verb": verb, "starts": starts, "stops": stops, "direction": direction,
                                "styles": {style: 1.0} if style else {}}, target=PEOPLE[person])
            _check(motion, joint_speed=36.0)
            assert not motion.loop


def test_the_measure_sees_skating(make):
    """A run dragged sideways under its own feet is no good motion."""
    motion = make("run")
    motion.root_translation = motion.root_translation.copy()
    motion.root_translation[:, 0] += 0.5 * np.arange(len(motion.rotations)) / motion.fps
    assert measure(motion).skate > 0.1
