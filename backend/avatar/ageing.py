# SPDX-License-Identifier: GPL-3.0-or-later
"""What years do to a face: lines, bags, spots and folds, on the template's head like everything painted there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from .head import EYE
from .spec import Person


def amount(years: float) -> float:
    """How far lines have come, 0 until 35 to 1 at 85."""
    return float(np.clip((years - 35.0) / 50.0, 0.0, 1.0)) ** 0.8


@dataclass(frozen=True)
class _Line:
    """A crease through points of (x, z) on the template's face, metres, for both halves; ``depth`` and ``width`` in
    metres at the age of 85."""

    points: tuple[tuple[float, float], ...]
    depth: float
    width: float
    #: Least y in front: the crease lies on this side of it.
    front: float = -0.06


_X, _Z = float(EYE[0]), float(EYE[2])
LINES = (
    # across the forehead
    *(_Line(((0.0, z - 0.001), (0.018, z + 0.001), (0.034, z), (0.046, z - 0.004)), 0.00055, 0.0016)
      for z in (0.766, 0.776, 0.786)),
    # frown between the brows
    _Line(((0.0065, 0.756), (0.007, 0.747), (0.0055, 0.739)), 0.0006, 0.0015),
    # crow's feet
    *(_Line(((_X + 0.019, _Z + 0.45 * rise), (_X + 0.028, _Z + rise), (_X + 0.036, _Z + 1.7 * rise)), 0.0005, 0.0013)
      for rise in (0.009, 0.001, -0.007)),
    # under the eye: the bag's edge, and one finer
    _Line(((_X - 0.016, _Z - 0.012), (_X - 0.006, _Z - 0.019), (_X + 0.008, _Z - 0.019), (_X + 0.019, _Z - 0.011)),
          0.0007, 0.0020),
    _Line(((_X - 0.012, _Z - 0.011), (_X, _Z - 0.014), (_X + 0.013, _Z - 0.011)), 0.0003, 0.0012),
    # from the nose to the mouth, and from the mouth down
    _Line(((0.0165, 0.693), (0.023, 0.684), (0.029, 0.672), (0.033, 0.658)), 0.0012, 0.0028),
    _Line(((0.0285, 0.652), (0.031, 0.641), (0.031, 0.631)), 0.0005, 0.0024),
    # cheeks beside that fold, finer
    _Line(((0.041, 0.686), (0.046, 0.672), (0.047, 0.656)), 0.0002, 0.0024),
    # above the lip
    *(_Line(((x, 0.6775), (x * 1.06, 0.672)), 0.00025, 0.0010) for x in (0.005, 0.010, 0.015)),
    # around the neck
    *(_Line(((0.0, z), (0.025, z + 0.003), (0.045, z + 0.010)), 0.0007, 0.0024, front=0.02) for z in (0.592, 0.577)),
)


def creases(points: np.ndarray) -> np.ndarray:
    """Depth (N,) in metres of the creases of a face of 85 at template positions (N, 3)."""
    at = np.stack([np.abs(points[:, 0]), points[:, 2]], axis=1)
    depth = np.zeros(len(points))
    for line in LINES:
        path = np.array(line.points)
        low, high = path.min(axis=0) - 4 * line.width, path.max(axis=0) + 4 * line.width
        near = np.nonzero(((at > low) & (at < high)).all(axis=1) & (points[:, 1] < line.front))[0]
        if not len(near):
            continue
        p, best, along = at[near], np.full(len(near), np.inf), np.zeros(len(near))
        for number, (a, b) in enumerate(itertools.pairwise(path)):
            t = np.clip((p - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
            distance = np.linalg.norm(p - a - t[:, None] * (b - a), axis=1)
            closer = distance < best
            best[closer], along[closer] = distance[closer], (number + t[closer]) / (len(path) - 1)
        # Deepest in the middle, with soft ends; a line in the middle of the face has no end there.
        ends = np.minimum(along / 0.25, 1) if path[0, 0] > 0 else np.ones(len(near))
        ends = ends * np.minimum((1 - along) / 0.3, 1)
        # Wavering, or the lines look drawn.
        waver = 1 + 0.25 * np.sin(900 * p[:, 0] + 700 * p[:, 1])
        depth[near] += line.depth * ends * waver * np.exp(-((best / (0.6 * line.width)) ** 2))
    return depth


def spots(points: np.ndarray, seed: int, years: float) -> np.ndarray:
    """Share (N,) of age spots: small brown patches on temples, cheeks and forehead, after sixty."""
    count = int(np.clip((years - 58) * 0.9, 0, 28))
    rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 61]))
    share = np.zeros(len(points))
    face = np.nonzero((points[:, 1] < 0.0) & (points[:, 2] > 0.64))[0]
    for x, z, radius in zip(rng.uniform(-0.075, 0.075, 40)[:count], rng.uniform(0.665, 0.80, 40),
                            rng.uniform(0.0012, 0.0034, 40)):
        distance = np.hypot(points[face, 0] - x, 0.9 * (points[face, 2] - z)) / radius
        share[face] = np.maximum(share[face], np.clip(1.5 - 1.2 * distance, 0, 1))
    return share


def sagging(spec: Person) -> dict[str, float]:
    """Target weights of what years pull down: lids, cheeks, mouth, chin; noses grow."""
    share = amount(spec.age_years)
    return {name: weight * share for name, weight in _SAGGING.items()} if share else {}


_SAGGING = {
    "eyes/l-eye-bag-incr": 0.8, "eyes/r-eye-bag-incr": 0.8, "eyes/l-eye-eyefold-down": 0.6,
    "eyes/r-eye-eyefold-down": 0.6, "mouth/mouth-laugh-lines-in": 0.6,
    "mouth/mouth-angles-down": 0.2, "mouth/mouth-upperlip-volume-decr": 0.5, "mouth/mouth-lowerlip-volume-decr": 0.4,
    "cheek/l-cheek-volume-decr": 0.4, "cheek/r-cheek-volume-decr": 0.4, "cheek/l-cheek-trans-down": 0.35,
    "cheek/r-cheek-trans-down": 0.35, "neck/neck-double-incr": 0.35, "nose/nose-scale-vert-incr": 0.15,
}


def normals(height: np.ndarray, positions: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Normal map (S, S, 3) u1, +Y up, of ``height`` (S, S) in metres over texels at ``positions`` (S, S, 3)."""
    inside = mask & np.roll(mask, 1, 0) & np.roll(mask, -1, 0) & np.roll(mask, 1, 1) & np.roll(mask, -1, 1)
    rows, columns = np.nonzero(inside)
    pixels = np.empty((*height.shape, 3), dtype=np.uint8)
    pixels[:] = (128, 128, 255)
    size = len(height)
    right, left = (rows, (columns + 1) % size), (rows, columns - 1)
    above, below = (rows - 1, columns), ((rows + 1) % size, columns)

    def slope(ahead: tuple, behind: tuple) -> np.ndarray:
        run = np.linalg.norm(positions[ahead] - positions[behind], axis=1)
        return np.where(run < 0.01, (height[ahead] - height[behind]) / np.maximum(run, 1e-4), 0.0)

    normal = np.stack([-slope(right, left), -slope(above, below), np.ones(len(rows))], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    pixels[rows, columns] = np.round((normal * 0.5 + 0.5) * 255)
    return pixels
