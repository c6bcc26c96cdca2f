# SPDX-License-Identifier: GPL-3.0-or-later
"""Algebra of unit quaternions (w, x, y, z), vectorised over any leading axes ``...``."""

from __future__ import annotations

import numpy as np


def multiply(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Hamilton product (..., 4): ``second`` is applied first."""
    w, x, y, z = np.moveaxis(first, -1, 0)
    a, b, c, d = np.moveaxis(second, -1, 0)
    return np.stack([w * a - x * b - y * c - z * d, w * b + x * a + y * d - z * c,
                     w * c - x * d + y * a + z * b, w * d + x * c - y * b + z * a], -1)


def conjugate(quaternions: np.ndarray) -> np.ndarray:
    """The inverse rotation of unit quaternions (..., 4)."""
    return quaternions * np.array([1.0, -1.0, -1.0, -1.0])


def logarithm(quaternions: np.ndarray) -> np.ndarray:
    """Rotation vectors (..., 3), radians, shorter than or equal to pi."""
    q = np.where(quaternions[..., :1] < 0, -quaternions, quaternions)
    length = np.linalg.norm(q[..., 1:], axis=-1, keepdims=True)
    angle = 2 * np.arctan2(length, q[..., :1])
    return q[..., 1:] * np.where(length > 1e-12, angle / np.maximum(length, 1e-12), 2.0)


def exponential(vectors: np.ndarray) -> np.ndarray:
    """Unit quaternions (..., 4) of rotation vectors (..., 3)."""
    half = 0.5 * np.linalg.norm(vectors, axis=-1, keepdims=True)
    # np.sinc(x) is sin(pi x) / (pi x): exact at zero.
    return np.concatenate([np.cos(half), 0.5 * np.sinc(half / np.pi) * vectors], -1)


def slerp(first: np.ndarray, second: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """The shorter great arc from ``first`` to ``second`` (..., 4); ``share`` (...) runs from 0 to 1
    (K. Shoemake, Animating rotation with quaternion curves, SIGGRAPH 1985)."""
    turn = logarithm(multiply(conjugate(first), second))
    return multiply(first, exponential(turn * np.asarray(share, dtype=np.float64)[..., None]))


def about_z(angle: np.ndarray | float) -> np.ndarray:
    """Quaternions (..., 4) of turns (...) about +Z, radians."""
    half = 0.5 * np.asarray(angle, dtype=np.float64)
    zero = np.zeros_like(half)
    return np.stack([np.cos(half), zero, zero, np.sin(half)], -1)
