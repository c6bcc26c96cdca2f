# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the soles of the feet are: the points that touch the floor."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.kinematics import transform
from backend.motion.pose import Performance
from backend.motion.skeleton import ANKLES, TOES


def feet(performance: Performance, body: Body) -> np.ndarray:
    """Sole points over time, (T, 2 sides, 3 points: heel, ball, tip of the toes, 3), floor at z = 0."""
    return soles(performance.positions(body), performance.rotations, body)


def soles(positions: np.ndarray, rotations: np.ndarray, body: Body) -> np.ndarray:
    """:func:`feet` from joint positions (T, 22, 3) and global rotations (T, 22, 3, 3)."""
    points = []
    for side in (0, 1):
        foot, toes = rotations[:, ANKLES[side]], rotations[:, TOES[side]]
        ball = positions[:, TOES[side]]
        below = np.array([0.0, 0.0, body.toe_tip[side, 2]])
        points.append(np.stack([positions[:, ANKLES[side]] + transform(foot, body.heel[side]),
                                ball + transform(toes, below), ball + transform(toes, body.toe_tip[side])], 1))
    return np.stack(points, 1)
