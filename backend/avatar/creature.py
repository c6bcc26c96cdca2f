# SPDX-License-Identifier: GPL-3.0-or-later
"""Heads no human has: a smooth map of space about the head that moves skin, eyes, bones and face shapes alike."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backend.body import hm08

from .coordinates import joint
from .easing import smoothstep

Warp = Callable[[np.ndarray], np.ndarray]


def warp(shape: str, vertices: np.ndarray) -> Warp | None:
    """The map (N, 3) -> (N, 3) of a head shape of :data:`.spec.HEAD_SHAPES` for a shaped body; None for a usual one."""
    return _alien(vertices) if shape == "alien" else None


def _alien(vertices: np.ndarray) -> Warp:
    """A high, wide cranium above great slanting eyes, a small face and a pointed chin."""
    skin = vertices[slice(*hm08.BODY)]
    eyes = np.array([vertices[np.unique(hm08.base_mesh().faces[f"helper-{side}-eye"])].mean(axis=0)
                     for side in ("l", "r")])
    neck, crown = joint("neck", vertices), float(skin[:, 2].max())
    level = float(eyes[:, 2].mean())
    size = crown - level
    chin = level - 1.05 * size
    middle = np.array([0.0, float(joint("head", vertices)[1]), level])

    def move(points: np.ndarray) -> np.ndarray:
        result = points.copy()
        z = points[:, 2]
        # Only the head: arms held up are elsewhere in the pose this is applied in.
        near = smoothstep((0.34 - np.hypot(points[:, 0], points[:, 1] - middle[1])) / 0.12) * smoothstep(
            (z - neck[2]) / max(chin - neck[2], 0.02))
        above = smoothstep((z - (level - 0.5 * size)) / size) * near
        low = smoothstep((level - 0.1 * size - z) / (0.9 * size)) * near
        result[:, 0] *= 1 + 0.42 * above - 0.34 * low
        result[:, 1] = middle[1] + (points[:, 1] - middle[1]) * (1 + 0.30 * above - 0.06 * low)
        result[:, 2] = z + above * 0.55 * np.maximum(z - level + 0.3 * size, 0.0)
        for eye in eyes:
            offset = points - eye
            pull = np.exp(-((np.linalg.norm(offset, axis=1) / 0.030) ** 2)) * near
            side = np.sign(eye[0])
            grown = np.stack([1.05 * offset[:, 0], 0.25 * offset[:, 1],
                              0.95 * offset[:, 2] + 0.40 * side * offset[:, 0]], axis=1)
            result += pull[:, None] * (grown + np.array([0.008 * side, 0.0, 0.0]))
        return result

    return move
