# SPDX-License-Identifier: GPL-3.0-or-later
"""Quaternions (w, x, y, z) over many frames and joints at once; angles in radians."""

from __future__ import annotations

import numpy as np


def multiply(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Hamilton product, (..., 4) x (..., 4): ``b`` first, then ``a``."""
    aw, ax, ay, az = a[..., 0], a[..., 1], a[..., 2], a[..., 3]
    bw, bx, by, bz = b[..., 0], b[..., 1], b[..., 2], b[..., 3]
    return np.stack([aw * bw - ax * bx - ay * by - az * bz, aw * bx + ax * bw + ay * bz - az * by,
                     aw * by - ax * bz + ay * bw + az * bx, aw * bz + ax * by - ay * bx + az * bw], -1)


def conjugate(q: np.ndarray) -> np.ndarray:
    """The inverse of unit quaternions (..., 4)."""
    return q * np.array([1.0, -1.0, -1.0, -1.0])


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


def from_vector(vectors: np.ndarray) -> np.ndarray:
    """Rotation vectors (axis times angle, (..., 3)) -> (..., 4)."""
    angle = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.concatenate([np.cos(angle / 2), 0.5 * np.sinc(angle / (2 * np.pi)) * vectors], -1)


def to_vector(q: np.ndarray) -> np.ndarray:
    """Unit quaternions (..., 4) -> rotation vectors (..., 3) of at most half a turn."""
    q = np.where(q[..., :1] < 0, -q, q)
    sine = np.linalg.norm(q[..., 1:], axis=-1, keepdims=True)
    angle = 2 * np.arctan2(sine, q[..., :1])
    return q[..., 1:] * np.where(sine < 1e-9, 2.0, angle / np.maximum(sine, 1e-9))


def slerp(a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Between unit quaternions (..., 4) the short way; ``share`` (...) 0 gives ``a``."""
    dot = (a * b).sum(-1, keepdims=True)
    b = np.where(dot < 0, -b, b)
    angle = np.arccos(np.clip(np.abs(dot), 0.0, 1.0))
    share = np.asarray(share)[..., None]
    sine = np.maximum(np.sin(angle), 1e-12)
    straight = angle < 1e-6
    first = np.where(straight, 1 - share, np.sin((1 - share) * angle) / sine)
    second = np.where(straight, share, np.sin(share * angle) / sine)
    result = first * a + second * b
    return result / np.linalg.norm(result, axis=-1, keepdims=True)


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
