# SPDX-License-Identifier: GPL-3.0-or-later
"""The feature vectors of HumanML3D (22 joints, 263 numbers) and KIT-ML (21 joints, 251), exactly, both ways.

C. Guo et al., Generating diverse and natural 3D human motions from text, CVPR 2022. Y up, facing +Z; metres at
20 frames a second, or millimetres at 12.5. F frames of joints give F - 1 vectors of J joints:

[0] half the yaw a frame, [1:3] velocity of the root in the facing frame of the later frame, [3] its height,
3 (J - 1) joint places in the facing frame, 6 (J - 1) rotations (first two matrix columns) from inverse
kinematics, which knows no twist, 3 J joint velocities in the facing frame of the earlier frame, 4 contacts.

Some of its ways are odd and kept: inverse kinematics sees the hips' axis the other way round than the first
alignment does, sets the first heading to zero, and starts each chain from the root's rotation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.kinematics import matrix_from_quaternion
from backend.motion.quaternions import conjugate, multiply, rotate

_UP, _FORWARD = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])
#: Standard deviation, frames, of the filter that smooths the heading.
_SMOOTHING = 20


@dataclass(frozen=True, eq=False)
class Layout:
    """A skeleton and what the codec must know of it."""

    name: str
    fps: float
    #: Metres a unit.
    unit: float
    chains: tuple[tuple[int, ...], ...]
    #: (J, 3) unit directions from the parent in the rest pose.
    directions: np.ndarray
    #: Right hip, left hip, and the two joints of the shoulders as the published code names them.
    facing: tuple[int, int, int, int]
    #: Two joints whose offsets tell the leg's length; then ankle and toes of each foot.
    leg: tuple[int, int]
    left_foot: tuple[int, int]
    right_foot: tuple[int, int]
    #: Squared displacement a frame below which a foot touches the ground.
    contact: float
    #: (J,) bone lengths every clip is brought to; None: each clip keeps its own.
    lengths: np.ndarray | None = field(default=None)

    @property
    def joints(self) -> int:
        return len(self.directions)

    @property
    def width(self) -> int:
        return 12 * self.joints - 1

    @property
    def blocks(self) -> dict[str, slice]:
        """Columns of a vector by what they hold."""
        inner = self.joints - 1
        edges = np.cumsum([0, 1, 2, 1, 3 * inner, 6 * inner, 3 * self.joints, 4])
        names = ("yaw", "velocity", "height", "places", "rotations", "velocities", "contacts")
        return {name: slice(int(a), int(b)) for name, a, b in zip(names, edges, edges[1:])}

    def parents(self) -> np.ndarray:
        """(J,) parents along the chains, the root's -1."""
        result = np.full(self.joints, -1)
        for chain in self.chains:
            result[list(chain[1:])] = chain[:-1]
        return result


def _directions(axes: str) -> np.ndarray:
    named = {"0": (0, 0, 0), "x": (1, 0, 0), "-x": (-1, 0, 0), "y": (0, 1, 0), "-y": (0, -1, 0), "z": (0, 0, 1)}
    return np.array([named[axis] for axis in axes.split()], dtype=np.float64)


HUMANML3D = Layout(
    name="HumanML3D", fps=20.0, unit=1.0,
    chains=((0, 2, 5, 8, 11), (0, 1, 4, 7, 10), (0, 3, 6, 9, 12, 15), (9, 14, 17, 19, 21), (9, 13, 16, 18, 20)),
    directions=_directions("0 x -x y -y -y y -y -y y z z y x -x z -y -y -y -y -y -y"),
    facing=(2, 1, 17, 16), leg=(5, 8), left_foot=(7, 10), right_foot=(8, 11), contact=0.002,
    # Of the dataset's reference subject, measured on its published sample 012314, metres.
    lengths=np.array([0, .10307, .10988, .13157, .39362, .39019, .14319, .43243, .42564, .05736, .14338, .14942,
                      .21936, .13749, .14338, .10304, .13161, .12298, .25684, .26309, .26601, .26988]))
KIT = Layout(
    name="KIT", fps=12.5, unit=0.001,
    chains=((0, 11, 12, 13, 14, 15), (0, 16, 17, 18, 19, 20), (0, 1, 2, 3, 4), (3, 5, 6, 7), (3, 8, 9, 10)),
    directions=_directions("0 y y y y x -y -y -x -y -y x -y -y z z -x -y -y z z"),
    facing=(11, 16, 5, 8), leg=(17, 18), left_foot=(19, 20), right_foot=(14, 15), contact=0.05)


def between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The rotation (..., 4) that takes directions ``start`` to ``end`` the short way; none for a zero vector."""
    scalar = np.sqrt((start**2).sum(-1) * (end**2).sum(-1)) + (start * end).sum(-1)
    result = np.concatenate([scalar[..., None], np.cross(start, end)], -1)
    norm = np.linalg.norm(result, axis=-1, keepdims=True)
    # Opposite directions leave the axis open: any that is square to them.
    aside = np.roll(start, 1, axis=-1) * (1.0, 1.0, -1.0)
    half = np.concatenate([np.zeros_like(norm), np.cross(start, np.broadcast_to(aside, start.shape))], -1)
    opposite = (start * end).sum(-1, keepdims=True) < 0
    half = np.where(opposite & (np.linalg.norm(half, axis=-1, keepdims=True) > 1e-9), half, (1.0, 0.0, 0.0, 0.0))
    result = np.where(norm > 1e-12, result, half)
    return result / np.linalg.norm(result, axis=-1, keepdims=True)


def six_numbers(q: np.ndarray) -> np.ndarray:
    """The first two columns of the rotations' matrices, (..., 4) -> (..., 6)."""
    matrix = matrix_from_quaternion(q)
    return np.concatenate([matrix[..., 0], matrix[..., 1]], -1)


def from_six_numbers(values: np.ndarray) -> np.ndarray:
    """(..., 6), orthonormal or not -> rotation matrices (..., 3, 3)."""
    x = values[..., :3] / np.linalg.norm(values[..., :3], axis=-1, keepdims=True)
    z = np.cross(x, values[..., 3:])
    z = z / np.linalg.norm(z, axis=-1, keepdims=True)
    return np.stack([x, np.cross(z, x), z], -1)


def measure(layout: Layout, pose: np.ndarray) -> np.ndarray:
    """(J, 3) offsets with the rest directions of ``layout`` and the bone lengths of one pose (J, 3)."""
    parents = layout.parents()
    lengths = np.linalg.norm(pose - pose[parents], axis=-1)
    lengths[parents < 0] = 0
    return layout.directions * lengths[:, None]


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def inverse_kinematics(layout: Layout, joints: np.ndarray, smooth: bool = False) -> np.ndarray:
    """Joint places (T, J, 3) -> rotations (T, J, 4); ``smooth`` filters the heading over time."""
    a, b, c, d = layout.facing
    across = _unit((joints[:, b] - joints[:, a]) + (joints[:, c] - joints[:, d]))
    forward = np.cross(_UP, across)
    if smooth:
        forward = gaussian_filter1d(forward, _SMOOTHING, axis=0, mode="nearest")
    root = between(_unit(forward), np.broadcast_to(_FORWARD, forward.shape))
    root[0] = (1.0, 0.0, 0.0, 0.0)
    result = np.empty((*joints.shape[:2], 4))
    result[:, 0] = root
    for chain in layout.chains:
        above = root
        for joint, child in pairwise(chain):
            towards = _unit(joints[:, child] - joints[:, joint])
            whole = between(np.broadcast_to(layout.directions[child], towards.shape), towards)
            result[:, child] = multiply(conjugate(above), whole)
            above = multiply(above, result[:, child])
    return result


def forward_kinematics(layout: Layout, offsets: np.ndarray, rotations: np.ndarray, root: np.ndarray) -> np.ndarray:
    """Rotation matrices (T, J, 3, 3) of :func:`inverse_kinematics` and root places (T, 3) -> joints (T, J, 3)."""
    joints = np.empty((*rotations.shape[:2], 3))
    joints[:, 0] = root
    for chain in layout.chains:
        whole = rotations[:, 0]
        for joint, child in pairwise(chain):
            whole = whole @ rotations[:, child]
            joints[:, child] = joints[:, joint] + whole @ offsets[child]
    return joints


def uniform_skeleton(layout: Layout, joints: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The joints (T, J, 3) on a skeleton of other bone lengths, its path scaled by the length of the legs."""
    def leg(values: np.ndarray) -> float:
        return float(sum(np.abs(values[joint]).max() for joint in layout.leg))

    scale = leg(offsets) / leg(measure(layout, joints[0]))
    rotations = matrix_from_quaternion(inverse_kinematics(layout, joints))
    return forward_kinematics(layout, offsets, rotations, joints[:, 0] * scale)


def aligned(layout: Layout, joints: np.ndarray) -> np.ndarray:
    """The joints standing on y = 0, the first root at x = z = 0 and facing +Z."""
    joints = joints - (0.0, joints[..., 1].min(), 0.0)
    joints = joints - joints[0, 0] * (1.0, 0.0, 1.0)
    a, b, c, d = layout.facing
    across = _unit((joints[0, a] - joints[0, b]) + (joints[0, c] - joints[0, d]))
    turn = between(_unit(np.cross(_UP, across)), _FORWARD)
    return rotate(np.broadcast_to(turn, (*joints.shape[:2], 4)), joints)


def encode(layout: Layout, joints: np.ndarray, offsets: np.ndarray | None = None,
           contact: float | None = None) -> np.ndarray:
    """Joint places (T, J, 3), T >= 2 -> vectors (T - 1, width).

    ``offsets`` (J, 3) are those of the skeleton all clips are brought to; by default the dataset's, where
    known. ``contact`` is the squared displacement below which a foot stands, by default the dataset's.
    """
    if offsets is None and layout.lengths is not None:
        offsets = layout.directions * layout.lengths[:, None]
    if offsets is not None:
        joints = uniform_skeleton(layout, joints, offsets)
    return vectors(layout, aligned(layout, joints), layout.contact if contact is None else contact)


def vectors(layout: Layout, joints: np.ndarray, contact: float) -> np.ndarray:
    """:func:`encode` for joints that are :func:`aligned` already."""
    frames = len(joints)
    steps = joints[1:] - joints[:-1]
    rotations = inverse_kinematics(layout, joints, smooth=True)
    heading = rotations[:, 0]
    velocity = rotate(heading[1:], steps[:, 0])
    yaw = np.arcsin(np.clip(multiply(heading[1:], conjugate(heading[:-1]))[:, 2], -1.0, 1.0))
    local = rotate(np.broadcast_to(heading[:, None], (*joints.shape[:2], 4)), joints - joints[:, :1] * (1.0, 0.0, 1.0))
    velocities = rotate(np.broadcast_to(heading[:-1, None], (*steps.shape[:2], 4)), steps)
    feet = ((steps[:, [*layout.left_foot, *layout.right_foot]] ** 2).sum(-1) < contact).astype(np.float64)
    rows = frames - 1
    return np.concatenate([
        yaw[:, None], velocity[:, [0, 2]], joints[:-1, 0, 1:2], local[:-1, 1:].reshape(rows, -1),
        six_numbers(rotations[:-1, 1:]).reshape(rows, -1), velocities.reshape(rows, -1), feet], axis=1)


def root_path(data: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vectors (..., T, width) -> heading (..., T, 4) and root places (..., T, 3)."""
    angle = np.zeros(data.shape[:-1])
    angle[..., 1:] = np.cumsum(data[..., :-1, 0], axis=-1)
    heading = np.zeros((*angle.shape, 4))
    heading[..., 0], heading[..., 2] = np.cos(angle), np.sin(angle)
    place = np.zeros((*angle.shape, 3))
    place[..., 1:, 0], place[..., 1:, 2] = data[..., :-1, 1], data[..., :-1, 2]
    place = np.cumsum(rotate(conjugate(heading), place), axis=-2)
    place[..., 1] = data[..., 3]
    return heading, place


def joints_from_places(layout: Layout, data: np.ndarray) -> np.ndarray:
    """Vectors (..., T, width) -> joints (..., T, J, 3) from the joint places in them."""
    heading, root = root_path(data)
    local = data[..., layout.blocks["places"]].reshape(*data.shape[:-1], layout.joints - 1, 3)
    back = np.broadcast_to(conjugate(heading)[..., None, :], (*local.shape[:-1], 4))
    inner = rotate(back, local) + (root * (1.0, 0.0, 1.0))[..., None, :]
    return np.concatenate([root[..., None, :], inner], axis=-2)


def joints_from_rotations(layout: Layout, data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Vectors (T, width) -> joints (T, J, 3) from the rotations in them, on a skeleton with ``offsets`` (J, 3)."""
    heading, root = root_path(data)
    values = data[:, layout.blocks["rotations"]].reshape(len(data), layout.joints - 1, 6)
    rotations = np.concatenate([matrix_from_quaternion(heading)[:, None], from_six_numbers(values)], axis=1)
    return forward_kinematics(layout, offsets, rotations, root)


def mirrored(joints: np.ndarray) -> np.ndarray:
    """HumanML3D joints (T, 22, 3) with left and right exchanged."""
    result = joints * (-1.0, 1.0, 1.0)
    left, right = [1, 4, 7, 10, 13, 16, 18, 20], [2, 5, 8, 11, 14, 17, 19, 21]
    result[:, left + right] = result[:, right + left]
    return result
