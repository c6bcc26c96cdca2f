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


def rotate(q: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Vectors (..., 3) turned by unit quaternions (..., 4)."""
    axis = q[..., 1:]
    across = 2 * _cross(axis, v)
    return v + q[..., :1] * across + _cross(axis, across)


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """As numpy's for three numbers, at a third of its time for short arrays."""
    a0, a1, a2, b0, b1, b2 = a[..., 0], a[..., 1], a[..., 2], b[..., 0], b[..., 1], b[..., 2]
    return np.stack([a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0], -1)


def turned(q: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """The rotations ``q`` (..., 4) seen from other axes: F q F^-1 for the rotation matrices F (..., 3, 3)."""
    return np.concatenate([q[..., :1], np.einsum("...ij,...j->...i", frame, q[..., 1:])], -1)


def from_euler(angles: np.ndarray, order: str) -> np.ndarray:
    """(..., n) angles about the axes of ``order`` ("zxy": R = Rz Rx Ry) -> (..., 4). Fewer than three will do."""
    half = angles * 0.5
    cosines, sines = np.cos(half), np.sin(half)
    result = None
    for index, axis in enumerate(order):
        each = np.zeros((*angles.shape[:-1], 4))
        each[..., 0] = cosines[..., index]
        each[..., 1 + "xyz".index(axis)] = sines[..., index]
        result = each if result is None else multiply(result, each)
    if result is None:
        result = np.zeros((*angles.shape[:-1], 4))
        result[..., 0] = 1
    return result


def globals_of(local: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """Rotations relative to the parents (T, J, 4), parents first -> relative to the world."""
    result = local.copy()
    for joint, parent in enumerate(parents):
        if parent >= 0:
            result[:, joint] = multiply(result[:, parent], local[:, joint])
    return result


def locals_of(world: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """The inverse of :func:`globals_of`."""
    parents = np.asarray(parents)
    inner = np.flatnonzero(parents >= 0)
    result = world.copy()
    result[:, inner] = multiply(conjugate(world[:, parents[inner]]), world[:, inner])
    return result
