# SPDX-License-Identifier: GPL-3.0-or-later
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.motion.curves import cycle, plateau, track
from backend.motion.kinematics import (
    axis_angle,
    continuous,
    matrix_from_quaternion,
    quaternion_from_matrix,
    rotation_angle,
    rotation_x,
    shortest_rotation,
    two_bone_ik,
    unit,
)

_direction = st.tuples(*[st.floats(-1, 1)] * 3).map(np.array).filter(lambda v: np.linalg.norm(v) > 0.1)


@given(_direction, st.floats(-np.pi, np.pi))
def test_a_rotation_survives_the_way_through_quaternions(axis, angle):
    matrix = axis_angle(axis, angle)
    quaternion = quaternion_from_matrix(matrix)
    assert abs(np.linalg.norm(quaternion) - 1) < 1e-12
    assert np.allclose(matrix_from_quaternion(quaternion), matrix, atol=1e-12)
    assert np.isclose(rotation_angle(matrix), abs(angle), atol=1e-7)


@given(_direction, _direction)
def test_the_shortest_rotation_arrives_and_is_the_shortest(start, end):
    matrix = shortest_rotation(start, end)
    assert np.allclose(matrix @ unit(start), unit(end), atol=1e-7)
    between = np.arccos(np.clip(unit(start) @ unit(end), -1, 1))
    assert np.isclose(rotation_angle(matrix), between, atol=1e-6)


def test_opposite_directions_are_half_a_turn_apart():
    matrix = shortest_rotation(np.array([0, 0, 1.0]), np.array([0, 0, -1.0]))
    assert np.allclose(matrix @ [0, 0, 1], [0, 0, -1])
    assert np.isclose(np.linalg.det(matrix), 1)


@settings(max_examples=60)
@given(_direction, st.floats(0.1, 0.86))
def test_a_leg_reaches_its_goal_with_the_knee_in_front(direction, distance):
    goal = (unit(direction) * [1, 1, -1]) * distance
    if abs(unit(goal)[0]) > 0.95:  # straight out to the side the hinge has no direction
        return
    start, hinge = np.zeros((1, 3)), np.array([[1.0, 0, 0]])
    upper, lower = two_bone_ik(start, goal[None], 0.44, 0.42, hinge)
    knee = upper[0] @ [0, 0, -0.44]
    assert np.allclose(knee + lower[0] @ [0, 0, -0.42], goal, atol=1e-6)
    forward = np.cross(unit(goal), upper[0, :, 0])
    assert knee @ forward >= -1e-9
    assert np.allclose(upper[0].T @ upper[0], np.eye(3), atol=1e-9)


def test_a_leg_that_passes_through_straight_does_not_flip():
    """The knee's hinge comes from outside, so that a leg swept through full extension turns smoothly."""
    angle = np.linspace(-1.2, 1.2, 400)
    goal = np.stack([np.zeros_like(angle), -np.sin(angle), -np.cos(angle)], -1) * 0.9
    upper, lower = two_bone_ik(np.zeros((400, 3)), goal, 0.44, 0.42, np.tile([1.0, 0, 0], (400, 1)))
    for rotations in (upper, lower):
        assert rotation_angle(np.swapaxes(rotations[:-1], 1, 2) @ rotations[1:]).max() < 0.02


def test_an_arm_out_of_reach_stretches_towards_its_goal():
    upper, lower = two_bone_ik(np.zeros((1, 3)), np.array([[0, -3.0, 0]]), 0.3, 0.25, np.array([[1.0, 0, 0]]))
    assert np.allclose(upper[0] @ [0, 0, -1], [0, -1, 0], atol=1e-3)
    assert np.allclose(lower[0] @ [0, 0, -1], [0, -1, 0], atol=1e-3)


def test_neighbouring_quaternions_share_a_hemisphere():
    quaternions = quaternion_from_matrix(rotation_x(np.linspace(0, 4 * np.pi, 90)))
    smooth = continuous(quaternions)
    assert ((smooth[1:] * smooth[:-1]).sum(-1) > 0).all()
    assert (quaternions[:, 0] >= 0).all()


def test_tracks_keep_to_their_keys_without_overshoot():
    keys = [(0.0, 1.0), (1.0, 3.0), (1.2, 3.0), (2.0, -1.0)]
    times = np.linspace(-1, 3, 801)
    values = track(times, keys)
    assert np.allclose(track(np.array([k for k, _ in keys]), keys), [v for _, v in keys])
    assert values.min() >= -1 - 1e-9 and values.max() <= 3 + 1e-9
    assert values[0] == 1 and values[-1] == -1


@given(st.floats(-3, 3))
def test_cycles_repeat(phase):
    keys = ((0.0, 2.0), (0.3, -1.0), (0.7, 4.0))
    assert np.isclose(cycle(np.array([phase]), keys), cycle(np.array([phase + 1]), keys), atol=1e-9)


def test_a_plateau_is_flat_in_between_and_zero_at_both_ends():
    assert plateau(np.array([0.0, 0.5, 1.0]), 0.2, 0.2).tolist() == [0, 1, 0]
