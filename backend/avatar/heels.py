# SPDX-License-Identifier: GPL-3.0-or-later
"""Feet on high heels: the heel raised about the ball of the foot, and all of the body with the ankles."""

from __future__ import annotations

import numpy as np

from backend.body import hm08

from .coordinates import joint
from .easing import smoothstep

#: Place of the ball along the foot, as a share of its length from the heel.
BALL = 0.70


def lifted(vertices: np.ndarray, height: float) -> np.ndarray:
    """Base mesh vertices (19158, 3) of a body that stands on heels of ``height`` metres.

    Each foot turns about its ball, the toes stay flat, and what is above the ankles is raised as they are. Joints are
    moved with the skin about them, so that skeletons fit.
    """
    skin, ankle = vertices[slice(*hm08.BODY)], joint("l-ankle", vertices)
    floor = float(skin[:, 2].min())
    sole = skin[skin[:, 2] < floor + 0.3 * (ankle[2] - floor)]
    heel, toe = float(sole[:, 1].max()), float(sole[:, 1].min())
    ball = np.array([heel + BALL * (toe - heel), floor])
    angle = np.arcsin(min(height / max(BALL * (heel - toe), 1e-3), 0.7))
    cos, sin = np.cos(angle), np.sin(angle)

    def moved(points: np.ndarray) -> np.ndarray:
        """How far points (N, 2) of depth and height are moved with the foot."""
        offset = points - ball
        turned = np.stack([offset[:, 0] * cos - offset[:, 1] * sin, offset[:, 0] * sin + offset[:, 1] * cos], axis=1)
        return smoothstep((offset[:, 0] / (heel - toe) + 0.06) / 0.16)[:, None] * (turned - offset)

    side = vertices[:, 1:]
    above = smoothstep((side[:, 1] - (ankle[2] - 0.012)) / 0.08)[:, None]
    whole = moved(ankle[None, 1:])
    result = vertices.copy()
    # The body stays above where it was: its feet go forward instead.
    result[:, 1:] += (1 - above) * moved(side) + above * whole - whole * [1.0, 0.0]
    return result
