# SPDX-License-Identifier: GPL-3.0-or-later
"""Fewer keys for the same motion: the smallest set of frames, found by splitting where the curve is worst.

Between two keys the curve is a line or, with handles a third of the way, a cubic whose slopes are the
motion's own (a Bezier curve with its parameter linear in time, so that it can be evaluated exactly). The
frames that are worst are made keys until no frame is off by more than the tolerance: D. H. Douglas &
T. K. Peucker, Cartographica 10 (1973), with the fitted cubics of P. J. Schneider, Graphics Gems (1990).
numpy only.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

#: Distance of interpolated values (T, N) from the true ones (T, N), one number a frame.
Metric = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Tolerance:
    """How far a simplified curve may be off, at any frame."""

    #: Radians, of each bone's rotation in its parent.
    angle: float = np.radians(0.5)
    #: Metres, of the root's place.
    distance: float = 0.002
    #: Lines between the keys instead of smooth curves.
    linear: bool = False

    def scaled(self, share: float) -> Tolerance:
        """A finer one."""
        return replace(self, angle=self.angle * share, distance=self.distance * share)


@dataclass(frozen=True, eq=False)
class Keys:
    """The keys that are left."""

    #: (K,) which frames they are.
    frames: np.ndarray
    #: (K, N) change of each value a frame; None: lines.
    slopes: np.ndarray | None
    #: The greatest distance of any frame.
    error: float


def angle_between(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Radians between rotations given as quaternions, of which ``found`` need not be of unit length."""
    length = np.linalg.norm(found, axis=1) * np.linalg.norm(true, axis=1)
    # The chord is exact for small angles, where the cosine is not.
    unit = found / np.maximum(np.linalg.norm(found, axis=1), 1e-12)[:, None]
    same = true / np.maximum(np.linalg.norm(true, axis=1), 1e-12)[:, None]
    sign = np.where(np.einsum("tn,tn->t", unit, same) < 0, -1.0, 1.0)
    angle = 4 * np.arcsin(np.minimum(np.linalg.norm(unit - sign[:, None] * same, axis=1) / 2, 1.0))
    return np.where(length > 1e-9, angle, np.pi)


def distance_between(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Length of the difference."""
    return np.linalg.norm(found - true, axis=1)


def greatest_difference(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """The largest difference of any component, for Euler angles."""
    return np.abs(found - true).max(axis=1)


def slopes_of(values: np.ndarray, loop: bool = False) -> np.ndarray:
    """(T, N) change a frame by central differences; where a loop closes, over the seam, travel apart."""
    slopes = np.gradient(values, axis=0)
    if loop:  # the last frame is the first again
        seam = (values[1] - values[0] + values[-1] - values[-2]) / 2
        slopes[0] = slopes[-1] = seam
    return slopes


def evaluate(values: np.ndarray, keys: np.ndarray, slopes: np.ndarray | None) -> np.ndarray:
    """(T, N): the curve through the frames ``keys`` of ``values`` at every frame."""
    frames = np.arange(len(values))
    segment = np.clip(np.searchsorted(keys, frames, side="right") - 1, 0, len(keys) - 2)
    begin, end = keys[segment], keys[segment + 1]
    length = (end - begin).astype(np.float64)[:, None]
    u = (frames - begin)[:, None] / length
    if slopes is None:
        return values[begin] * (1 - u) + values[end] * u
    return ((1 + 2 * u) * (1 - u) ** 2 * values[begin] + u * (1 - u) ** 2 * length * slopes[begin]
            + u**2 * (3 - 2 * u) * values[end] + u**2 * (u - 1) * length * slopes[end])


def simplify(values: np.ndarray, tolerance: float, metric: Metric, *, linear: bool = False,
             loop: bool = False) -> Keys:
    """Keys of ``values`` (T, N), one set for all N components, that are nowhere off by more than ``tolerance``."""
    values = values.astype(np.float64)
    last = len(values) - 1
    if last < 1:
        return Keys(np.arange(len(values)), None if linear else np.zeros_like(values), 0.0)
    slopes = None if linear else slopes_of(values, loop)
    keys = np.array([0, last])
    while True:
        error = metric(evaluate(values, keys, slopes), values)
        error[keys] = 0.0
        if error.max() <= tolerance:
            break
        worst = []
        for begin, end in itertools.pairwise(keys.tolist()):
            if end - begin > 1 and error[begin:end].max() > tolerance:
                worst.append(begin + int(error[begin:end].argmax()))
        keys = np.union1d(keys, worst)
    keys = _thinned(values, keys, slopes, tolerance, metric)
    error = metric(evaluate(values, keys, slopes), values)
    return Keys(keys, None if slopes is None else slopes[keys], float(error.max()))


def _thinned(values: np.ndarray, keys: np.ndarray, slopes: np.ndarray | None, tolerance: float,
             metric: Metric) -> np.ndarray:
    """``keys`` without those that later splits have made needless; every other one is tried at a time."""
    for offset in (1, 2):
        index = np.arange(offset, len(keys) - 1, 2)
        if not len(index):
            continue
        kept = np.ones(len(keys), bool)
        kept[index] = False
        error = metric(evaluate(values, keys[kept], slopes), values)
        # Put back those whose gap has become too wide.
        for each in index:
            kept[each] = error[keys[each - 1]:keys[each + 1] + 1].max() > tolerance
        keys = keys[kept]
    return keys
