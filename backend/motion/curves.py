# SPDX-License-Identifier: GPL-3.0-or-later
"""Smooth curves through a few keys: eased tracks, periodic cycles and slow seeded drift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Keys = Sequence[tuple[float, float]]


def _hermite(times: np.ndarray, x: np.ndarray, y: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    index = np.clip(np.searchsorted(x, times, side="right") - 1, 0, len(x) - 2)
    step = x[index + 1] - x[index]
    u = (times - x[index]) / step
    return ((1 + 2 * u) * (1 - u) ** 2 * y[index] + u * (1 - u) ** 2 * step * slopes[index]
            + u * u * (3 - 2 * u) * y[index + 1] + u * u * (u - 1) * step * slopes[index + 1])


def _monotone_slopes(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Interior slopes of Fritsch & Carlson (SIAM J. Numer. Anal. 17, 1980): no overshoot; ends are zero."""
    step, rise = np.diff(x), np.diff(y)
    secant = rise / step
    slopes = np.zeros_like(y)
    if len(x) > 2:
        before, after = secant[:-1], secant[1:]
        first, second = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
        same = before * after > 0
        safe_before, safe_after = np.where(same, before, 1.0), np.where(same, after, 1.0)
        slopes[1:-1] = np.where(same, (first + second) / (first / safe_before + second / safe_after), 0.0)
    return slopes


def track(times: np.ndarray, keys: Keys) -> np.ndarray:
    """Values at ``times`` (T,) of a C1 curve through (time, value) keys, at rest at both ends."""
    x, y = np.array(keys, dtype=np.float64).T
    return _hermite(np.clip(times, x[0], x[-1]), x, y, _monotone_slopes(x, y))


def cycle(phase: np.ndarray, keys: Keys) -> np.ndarray:
    """Values at ``phase`` of a C1 curve of period 1 through (phase, value) keys with 0 <= phase < 1."""
    x, y = np.array(keys, dtype=np.float64).T
    x = np.concatenate([x[-2:] - 1, x, x[:2] + 1])
    y = np.concatenate([y[-2:], y, y[:2]])
    wrapped = np.mod(phase - keys[0][0], 1.0) + keys[0][0]
    return _hermite(wrapped, x, y, _monotone_slopes(x, y))


def clamped_spline(times: np.ndarray, x: np.ndarray, y: np.ndarray, start: np.ndarray,
                   end: np.ndarray) -> np.ndarray:
    """Cubic spline (C2) through ``y`` (K, D) at ``x`` (K,) with end velocities ``start``/``end`` (D,)."""
    count, step = len(x), np.diff(x)
    matrix, right = np.zeros((count, count)), np.empty_like(y, dtype=np.float64)
    matrix[0, 0] = matrix[-1, -1] = 1.0
    right[0], right[-1] = start, end
    for i in range(1, count - 1):
        matrix[i, i - 1:i + 2] = 1 / step[i - 1], 2 / step[i - 1] + 2 / step[i], 1 / step[i]
        right[i] = 3 * ((y[i] - y[i - 1]) / step[i - 1] ** 2 + (y[i + 1] - y[i]) / step[i] ** 2)
    slopes = np.linalg.solve(matrix, right)
    return np.stack([_hermite(times, x, y[:, d], slopes[:, d]) for d in range(y.shape[1])], -1)


def ease(u: np.ndarray) -> np.ndarray:
    """Minimum-jerk step from 0 to 1 (Flash & Hogan, J. Neurosci. 5, 1985); flat outside 0..1."""
    u = np.clip(u, 0.0, 1.0)
    return u**3 * (10 - 15 * u + 6 * u * u)


def plateau(u: np.ndarray, rise: float, fall: float) -> np.ndarray:
    """0 -> 1 -> 0 over 0..1: up within ``rise`` and down within ``fall``, quick at the ends like a foot lifted
    off the floor and set down again."""
    up, down = (1 - np.clip(each, 0, 1) for each in (u / rise, (1 - u) / fall))
    return (1 - up**3) * (1 - down**3)


def drift(times: np.ndarray, duration: float, rng: np.random.Generator, slowest: int = 1, count: int = 3,
          target_period: float = 4.0) -> np.ndarray:
    """Seeded slow wander of about unit size (T,), periodic over ``duration`` so that clips loop."""
    base = max(slowest, round(duration / target_period))
    value = np.zeros_like(times)
    for k in range(count):
        amplitude, angle = rng.normal() / (k + 1), rng.uniform(0, 2 * np.pi)
        value += amplitude * np.sin(2 * np.pi * (base + k) * times / duration + angle)
    return value / 1.2


def spread(values: np.ndarray, frames: int) -> np.ndarray:
    """Peaks of ``values`` (T,) >= 0 with slopes ``frames`` long on both sides."""
    result = values.copy()
    for shift in range(1, min(frames, len(values) - 1) + 1):
        weight = np.cos(0.5 * np.pi * shift / (frames + 1)) ** 2
        result[shift:] = np.maximum(result[shift:], weight * values[:-shift])
        result[:-shift] = np.maximum(result[:-shift], weight * values[shift:])
    return result
