# SPDX-License-Identifier: GPL-3.0-or-later
"""The travel of a motion as formats and Blender keep it: in the space of the travelling joint."""

from __future__ import annotations

import numpy as np

from backend.motion.kinematics import matrix_from_quaternion
from protocol.assets import Motion


def root_location(motion: Motion) -> np.ndarray:
    """(T, 3): the ``location`` of the root's pose bone that moves its head by ``root_translation``.

    A pose bone's matrix is parent x rest from parent x basis, so the travel d of a head h gives
    R^-1 (h + d - P h), with P the parent's deformation and R its rotation times the bone's rest rotation.
    """
    skeleton, root = motion.skeleton, motion.root_joint
    rest, heads = skeleton.rest_rotations(), skeleton.heads.astype(float)
    chain, joint = [], int(skeleton.parents[root])
    while joint >= 0:
        chain.append(joint)
        joint = int(skeleton.parents[joint])
    turn = np.tile(np.eye(3), (len(motion.rotations), 1, 1))
    place = np.zeros((len(motion.rotations), 3))
    for joint in reversed(chain):
        basis = matrix_from_quaternion(motion.rotations[:, joint].astype(float))
        about = rest[joint] @ basis @ rest[joint].T
        place = place + np.einsum("tij,tj->ti", turn, heads[joint] - np.einsum("tij,j->ti", about, heads[joint]))
        turn = turn @ about
    away = heads[root] + motion.root_translation - (np.einsum("tij,j->ti", turn, heads[root]) + place)
    return np.einsum("tji,tj->ti", turn @ rest[root], away)
