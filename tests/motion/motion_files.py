# SPDX-License-Identifier: GPL-3.0-or-later
"""Motions to put into files, and what is looked at when they come back."""

from __future__ import annotations

import numpy as np

from backend.motion.kinematics import matrix_from_quaternion, rotation_angle
from backend.motion.skeleton import make_skeleton
from protocol.assets import Motion, Skeleton


def wild(skeleton: Skeleton | None = None, *, frames: int = 40, fps: float = 30.0, name: str = "Wild", seed: int = 1,
         root: int = 0) -> Motion:
    """Every joint swings by up to a radian or so about an axis of its own; the root travels."""
    skeleton = skeleton or make_skeleton(1.7)
    random = np.random.default_rng(seed)
    time = np.linspace(0, 2 * np.pi, frames)[:, None, None]
    vectors = 0.6 * random.normal(size=(1, len(skeleton.names), 3)) * np.sin(
        time + random.uniform(0, 6, (1, len(skeleton.names), 1)))
    angle = np.linalg.norm(vectors, axis=-1, keepdims=True)
    rotations = np.concatenate([np.cos(angle / 2), 0.5 * np.sinc(angle / 2 / np.pi) * vectors], -1)
    travel = np.stack([0.3 * time[:, 0, 0], np.sin(time[:, 0, 0]), 0.1 * np.sin(2 * time[:, 0, 0])], -1)
    return Motion(name=name, fps=fps, skeleton=skeleton, rotations=rotations.astype("f4"),
                  root_translation=travel.astype("f4"), root_joint=root)


def _posed(motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    """Frames (T, J, 3, 3) and places (T, J, 3), from the meaning of a Motion's fields."""
    bones = motion.skeleton
    rest, heads = bones.rest_rotations(), bones.heads.astype(float)
    basis = matrix_from_quaternion(motion.rotations.astype(float))
    frames, places = np.empty_like(basis), np.empty((*basis.shape[:2], 3))
    for joint, parent in enumerate(bones.parents):
        if parent < 0:
            frames[:, joint], places[:, joint] = rest[joint] @ basis[:, joint], heads[joint]
        else:
            moved = frames[:, parent] @ rest[parent].T
            frames[:, joint] = moved @ rest[joint] @ basis[:, joint]
            places[:, joint] = places[:, parent] + np.einsum("tij,j->ti", moved, heads[joint] - heads[parent])
        if joint == motion.root_joint:
            places[:, joint] = heads[joint] + motion.root_translation
    return frames, places


def joints_of(motion: Motion) -> np.ndarray:
    """(T, J, 3) places of the joints."""
    return _posed(motion)[1]


def turned_of(motion: Motion) -> np.ndarray:
    """(T, J, 3, 3): how far each joint is turned in the world from its rest pose."""
    return _posed(motion)[0] @ motion.skeleton.rest_rotations().transpose(0, 2, 1)


def same(found: Motion, expected: Motion, *, place: float, angle: float) -> None:
    """Assert that the joints of ``expected`` are where they should be, and turned as they should."""
    order = [found.skeleton.names.index(name) for name in expected.skeleton.names]
    assert len(found.rotations) == len(expected.rotations)
    np.testing.assert_allclose(joints_of(found)[:, order], joints_of(expected), atol=place)
    off = rotation_angle(np.swapaxes(turned_of(expected), -1, -2) @ turned_of(found)[:, order])
    assert off.max() < angle
