# SPDX-License-Identifier: GPL-3.0-or-later
"""Rotations, forward kinematics and two-bone inverse kinematics, vectorised over time.

Angles in radians, lengths in metres, quaternions (w, x, y, z). ``...`` stands for any leading axes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def _planar(angle: np.ndarray | float, first: int, second: int) -> np.ndarray:
    angle = np.asarray(angle, dtype=np.float64)
    matrix = np.zeros((*angle.shape, 3, 3))
    matrix[..., range(3), range(3)] = 1.0
    cosine, sine = np.cos(angle), np.sin(angle)
    matrix[..., first, first] = matrix[..., second, second] = cosine
    matrix[..., first, second], matrix[..., second, first] = -sine, sine
    return matrix


def rotation_x(angle: np.ndarray | float) -> np.ndarray:
    """Rotation about X: (...) -> (..., 3, 3)."""
    return _planar(angle, 1, 2)


def rotation_y(angle: np.ndarray | float) -> np.ndarray:
    """Rotation about Y: (...) -> (..., 3, 3)."""
    return _planar(angle, 2, 0)


def rotation_z(angle: np.ndarray | float) -> np.ndarray:
    """Rotation about Z: (...) -> (..., 3, 3)."""
    return _planar(angle, 0, 1)


def unit(vectors: np.ndarray) -> np.ndarray:
    """(..., 3) scaled to length one; a zero vector stays zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def axis_angle(axis: np.ndarray, angle: np.ndarray | float) -> np.ndarray:
    """Rodrigues' formula: axes (..., 3) and angles (...) -> (..., 3, 3)."""
    x, y, z = np.moveaxis(unit(np.asarray(axis, dtype=np.float64)), -1, 0)
    zero = np.zeros_like(x)
    skew = np.stack([np.stack([zero, -z, y], -1), np.stack([z, zero, -x], -1), np.stack([-y, x, zero], -1)], -2)
    angle = np.asarray(angle, dtype=np.float64)[..., None, None]
    return np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * (skew @ skew)


def shortest_rotation(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The smallest rotation that takes direction ``start`` (3,) to ``end`` (3,): (3, 3)."""
    start, end = unit(start), unit(end)
    axis = np.cross(start, end)
    sine, cosine = float(np.linalg.norm(axis)), float(start @ end)
    if sine < 1e-9:
        if cosine > 0:
            return np.eye(3)
        axis = np.cross(start, np.eye(3)[int(np.abs(start).argmin())])
    return axis_angle(axis, np.arctan2(sine, cosine))


def transform(matrices: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Matrices (..., 3, 3) applied to vectors (..., 3)."""
    return np.einsum("...ij,...j->...i", matrices, vectors)


def quaternion_from_matrix(matrices: np.ndarray) -> np.ndarray:
    """(..., 3, 3) -> unit quaternions (..., 4), w >= 0.

    All four of Shepperd's candidates are formed and the best conditioned one is taken
    (S. W. Shepperd, Quaternion from rotation matrix, J. Guidance and Control 1(3), 1978).
    """
    m = np.asarray(matrices, dtype=np.float64)
    a, b, c = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    x, y, z = m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]
    xy, xz, yz = m[..., 0, 1] + m[..., 1, 0], m[..., 0, 2] + m[..., 2, 0], m[..., 1, 2] + m[..., 2, 1]
    candidates = np.stack([
        np.stack([1 + a + b + c, x, y, z], -1), np.stack([x, 1 + a - b - c, xy, xz], -1),
        np.stack([y, xy, 1 - a + b - c, yz], -1), np.stack([z, xz, yz, 1 - a - b + c], -1)], -2)
    best = np.diagonal(candidates, axis1=-2, axis2=-1).argmax(-1)
    quaternion = np.take_along_axis(candidates, best[..., None, None], -2)[..., 0, :]
    quaternion = quaternion / np.linalg.norm(quaternion, axis=-1, keepdims=True)
    return np.where(quaternion[..., :1] < 0, -quaternion, quaternion)


def matrix_from_quaternion(quaternions: np.ndarray) -> np.ndarray:
    """Quaternions (..., 4), normalised here -> (..., 3, 3)."""
    q = np.asarray(quaternions, dtype=np.float64)
    w, x, y, z = np.moveaxis(q / np.linalg.norm(q, axis=-1, keepdims=True), -1, 0)
    return np.stack([
        np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)], -1),
        np.stack([2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)], -1),
        np.stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], -1)], -2)


def continuous(quaternions: np.ndarray) -> np.ndarray:
    """Flip signs along the first axis (T, ..., 4) so that neighbours lie on the same hemisphere."""
    dots = (quaternions[1:] * quaternions[:-1]).sum(-1)
    signs = np.cumprod(np.where(dots < 0, -1.0, 1.0), axis=0)
    return np.concatenate([quaternions[:1], quaternions[1:] * signs[..., None]])


def shortest_rotations(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The smallest rotations (..., 3, 3) that take directions ``start`` (..., 3) to ``end`` (..., 3)."""
    start, end = unit(start), unit(end)
    axis = np.cross(start, end)
    return axis_angle(axis, np.arctan2(np.linalg.norm(axis, axis=-1), (start * end).sum(-1)))


def bend_limb(upper: np.ndarray, lower: np.ndarray, first: np.ndarray, second: np.ndarray, start: np.ndarray,
              goal: np.ndarray, hinge: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (T, 3, 3) of both parts of a limb changed as little as puts its end on ``goal`` (T, 3).

    ``first`` and ``second`` (3,) lead along the parts in their own frames, ``hinge`` (3,) is the axis in the upper
    part's frame about which the limb bends, where it is too straight to show it. The middle joint opens or closes
    in the plane it is bent in, then the whole limb turns the shortest way: twist and the way the middle joint points
    stay. A goal out of reach is pointed at.
    """
    a, b = transform(upper, first), transform(lower, second)
    lengths = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    product = max(lengths[0] * lengths[1], 1e-12)
    # The plane it is bent in; the hinge has a say that outweighs an overstretched limb, whose plane is turned over.
    axis = unit(np.cross(a, b) / product + 0.25 * transform(upper, hinge))
    span = goal - start
    distance = np.clip(np.linalg.norm(span, axis=-1), abs(lengths[0] - lengths[1]) + 1e-6, sum(lengths) * (1 - 1e-9))
    # Turn b about the axis until a . b is what the law of cosines asks for.
    along = (a * axis).sum(-1) * (b * axis).sum(-1)
    level, across = (a * b).sum(-1) - along, (np.cross(a, b) * axis).sum(-1)
    wanted = (distance**2 - lengths[0] ** 2 - lengths[1] ** 2) / 2 - along
    bend = np.arccos(np.clip(wanted / np.maximum(np.hypot(level, across), 1e-12), -1, 1))
    lower = axis_angle(axis, bend - np.arctan2(across, level)) @ lower
    turn = shortest_rotations(a + transform(lower, second), span)
    return turn @ upper, turn @ lower


def interpolated(rotations: np.ndarray, heights: np.ndarray, at: float) -> np.ndarray:
    """Rotations (T, K, 3, 3) given at rising ``heights`` (K,), at height ``at``: (T, 3, 3), by the shortest way."""
    upper = int(np.clip(np.searchsorted(heights, at - 1e-9), 1, len(heights) - 1))
    share = float((at - heights[upper - 1]) / (heights[upper] - heights[upper - 1]))
    if abs(share) < 1e-9 or abs(share - 1) < 1e-9:
        return rotations[:, upper - 1 + round(share)]
    first = rotations[:, upper - 1]
    quaternion = quaternion_from_matrix(np.swapaxes(first, -1, -2) @ rotations[:, upper])
    angle = 2 * np.arctan2(np.linalg.norm(quaternion[..., 1:], axis=-1), quaternion[..., 0])
    return first @ axis_angle(quaternion[..., 1:], share * angle)


def rotation_angle(matrices: np.ndarray) -> np.ndarray:
    """Angle of rotations (..., 3, 3), 0..pi; accurate near zero, unlike the arc cosine of the trace."""
    quaternion = quaternion_from_matrix(matrices)
    return 2 * np.arctan2(np.linalg.norm(quaternion[..., 1:], axis=-1), quaternion[..., 0])


def forward_kinematics(parents: Sequence[int], offsets: np.ndarray, rotations: np.ndarray,
                       root: np.ndarray) -> np.ndarray:
    """Joint positions (T, J, 3) from *global* rotations (T, J, 3, 3), offsets (J, 3) and root (T, 3)."""
    positions = np.empty((len(root), len(parents), 3))
    for joint, parent in enumerate(parents):
        if parent < 0:
            positions[:, joint] = root
        else:
            positions[:, joint] = positions[:, parent] + transform(rotations[:, parent], offsets[joint])
    return positions


def two_bone_ik(start: np.ndarray, goal: np.ndarray, upper: float, lower: float,
                hinge: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (T, 3, 3) of a limb hanging along -Z at rest whose hinge is X, by the law of cosines.

    ``start`` and ``goal`` (T, 3) are the ends; ``hinge`` (T, 3) is the wanted hinge axis, made
    perpendicular to start -> goal here. The middle joint moves towards (limb x hinge): forwards for
    a leg. Because the hinge is given and not derived from the bend, a straight limb never flips.
    A goal out of reach stretches the limb towards it.
    """
    span = goal - start
    length = np.linalg.norm(span, axis=-1)
    along = span / np.maximum(length, 1e-9)[:, None]
    length = np.clip(length, abs(upper - lower) + 1e-6, upper + lower - 1e-9)
    axis = unit(hinge - (hinge * along).sum(-1, keepdims=True) * along)
    projection = (upper**2 - lower**2 + length**2) / (2 * length)
    height = np.sqrt(np.maximum(upper**2 - projection**2, 0.0))
    middle = projection[:, None] * along + height[:, None] * np.cross(along, axis)
    ends = (-middle / upper, (middle - length[:, None] * along) / lower)
    first, second = (np.stack([axis, np.cross(unit(z), axis), unit(z)], -1) for z in ends)
    return first, second
