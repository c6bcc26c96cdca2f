# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair that is tied: tails, buns and braids that begin at a knot."""

from __future__ import annotations

import numpy as np

from .coordinates import joint
from .drape import Body

#: Points along a lock of a tail or a braid.
RINGS = 72


def knots(gather: str, body: Body, scale: float) -> np.ndarray:
    """Where hair is tied, (K, 3): at the back, on top, or behind both ears."""
    crown, neck = joint("head-2", body.vertices), joint("head", body.vertices)
    if gather == "top":
        return np.array([0.95 * crown + 0.05 * neck + np.array([0.0, 0.045 * scale, -0.004])])
    if gather in ("tails", "braids"):
        side = 0.38 * crown + 0.62 * neck + np.array([0.0, 0.055 * scale, 0.0])
        return np.stack([side + np.array([0.080 * scale, 0, 0]), side - np.array([0.080 * scale, 0, 0])])
    high = 0.36 if gather == "braid" else 0.62
    return np.array(
        [high * crown + (1 - high) * neck + np.array([0.0, (0.104 if gather == "braid" else 0.112) * scale, 0.0])]
    )


def gathered(gather: str, body: Body, scale: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Paths (N, RINGS, 3) of what hangs from each knot or is wound about it."""
    places = knots(gather, body, scale)
    if gather in ("bun", "top"):
        return [_ball(knot, 0.032 if gather == "bun" else 0.027, scale, rng) for knot in places]
    if gather in ("braid", "braids"):
        return [_braid(_fall(knot, body, scale, 0.34), scale, rng) for knot in places]
    return [_tail(knot, body, scale, rng) for knot in places]


def _ball(knot: np.ndarray, size: float, scale: float, rng: np.random.Generator, count: int = 160) -> np.ndarray:
    axis = rng.normal(size=(count, 3))
    axis /= np.linalg.norm(axis, axis=1, keepdims=True)
    across = np.cross(axis, rng.normal(size=(count, 3)))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    radius = size * scale * rng.uniform(0.8, 1.0, (count, 1, 1))
    turn = 1.9 * np.pi * np.linspace(0, 1, RINGS)[None, :, None]
    return (
        knot
        + np.array([0.0, 0.012, 0.0])
        + radius * (np.cos(turn) * axis[:, None] + np.sin(turn) * np.cross(across, axis)[:, None])
    )


def _fall(knot: np.ndarray, body: Body, scale: float, length: float) -> np.ndarray:
    """A line (RINGS, 3) from a knot: out a little, then down, over neck, shoulders and clothes."""
    side = np.sign(round(float(knot[0]), 3))
    t = np.linspace(0, 1, RINGS)[:, None]
    out = np.array([0.035 * side, 0.05 if not side else 0.012, -0.01])
    line = knot + scale * (out * np.minimum(t * 4, 1) + np.array([0.0, 0.0, -length]) * np.maximum(t - 0.06, 0) ** 1.1)
    _, near = body.tree.query(line)
    height = np.einsum("ij,ij->i", line - body.skin[near], body.normals[near])
    line = line + np.maximum(0.034 * scale - height, 0)[:, None] * body.normals[near]
    for _ in range(4):
        line[1:-1] = 0.5 * line[1:-1] + 0.25 * (line[:-2] + line[2:])
    return line


def _tail(knot: np.ndarray, body: Body, scale: float, rng: np.random.Generator, count: int = 160) -> np.ndarray:
    line = _fall(knot, body, scale, 0.27)
    t = np.linspace(0, 1, RINGS)[None, :, None]
    spread = rng.normal(0, 0.012, (count, 1, 3)) * scale
    uneven = 1 + rng.uniform(-0.14, 0.04, (count, 1, 1)) * t
    return knot + (line - knot)[None] * uneven + spread * (0.4 + 0.9 * np.sin(np.pi * np.minimum(t * 1.15, 1)))


def _braid(line: np.ndarray, scale: float, rng: np.random.Generator, count: int = 26) -> np.ndarray:
    """Three strands that cross each other in turn: side to side once, front to back twice a turn."""
    t = np.linspace(0, 1, len(line))
    tangent = np.gradient(line, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    across = np.cross(tangent, [0.0, 1.0, 0.0])
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    front = np.cross(across, tangent)
    thick = 0.019 * scale * np.interp(t, [0, 0.08, 0.75, 0.9, 1.0], [0.75, 1.0, 0.72, 0.5, 0.55])
    paths = []
    for strand in range(3):
        phase = 2 * np.pi * (4.5 * t + strand / 3)
        centre = line + (thick * np.sin(phase))[:, None] * across + (0.5 * thick * np.sin(2 * phase))[:, None] * front
        for _ in range(count):
            # Hairs of a strand keep their place in it.
            radius, turn = 0.62 * np.sqrt(rng.uniform()), rng.uniform(0, 2 * np.pi)
            loose = 1 + 1.4 * np.maximum(t - 0.9, 0) / 0.1 * (t > 0.9)
            offset = radius * thick * loose
            paths.append(centre + (offset * np.cos(turn))[:, None] * across + (offset * np.sin(turn))[:, None] * front)
    return np.stack(paths)
