# SPDX-License-Identifier: GPL-3.0-or-later
"""An avatar that rests in the T-pose, for formats that ask for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from protocol.assets import Avatar, Mesh, Skeleton


def in_t_pose(avatar: Avatar) -> Avatar:
    """The same avatar with its arms straight out at the sides: skin, clothes and bones are turned with them, so that
    this is what it looks like at rest. Face shapes stay: no face hangs on an arm."""
    bones = avatar.skeleton
    transforms = _transforms(bones)
    turned = transforms[:, :3, :3]
    heads = bones.heads.astype(np.float64)
    moved = np.einsum("jab,jb->ja", turned, heads) + transforms[:, :3, 3]
    tails = np.einsum("jab,jb->ja", turned, bones.tails.astype(np.float64)) + transforms[:, :3, 3]
    z_axes = np.einsum("jab,jb->ja", turned, bones.rest_rotations()[:, :, 2])
    skeleton = replace(bones, heads=moved.astype(np.float32), tails=tails.astype(np.float32),
                       z_axes=z_axes.astype(np.float32))
    return replace(avatar, skeleton=skeleton, meshes=[_posed(each, transforms) for each in avatar.meshes])


def _transforms(bones: Skeleton) -> np.ndarray:
    """Rest-to-posed matrices (J, 4, 4): upper arms, forearms and hands along X, all else with its parent."""
    heads = bones.heads.astype(np.float64)
    index = {name: number for number, name in enumerate(bones.names)}
    ends: dict[int, np.ndarray] = {}
    for side in ("left", "right"):
        chain = [bones.roles[role] for each in ("shoulder", "elbow", "wrist")
                 if (role := f"{side}_{each}") in bones.roles]
        if len(chain) < 3:
            continue
        upper, lower, hand = (index[name] for name in chain)
        ends |= {upper: heads[lower], lower: heads[hand], hand: bones.tails[hand].astype(np.float64)}
    result = np.tile(np.eye(4), (len(bones.names), 1, 1))
    for joint in range(len(bones.names)):
        parent = int(bones.parents[joint])
        if parent >= 0:
            result[joint] = result[parent]
        if joint not in ends:
            continue
        along = result[joint, :3, :3] @ (ends[joint] - heads[joint])
        turn = _shortest(along, np.array([np.sign(heads[joint, 0]), 0.0, 0.0]))
        place = result[joint, :3, :3] @ heads[joint] + result[joint, :3, 3]
        result[joint, :3, :3] = turn @ result[joint, :3, :3]
        result[joint, :3, 3] = place - result[joint, :3, :3] @ heads[joint]
    return result


def _shortest(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The smallest rotation (3, 3) that turns ``a`` to the direction of unit ``b``."""
    a = a / max(float(np.linalg.norm(a)), 1e-12)
    axis, cosine = np.cross(a, b), float(a @ b)
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + cross + cross @ cross / (1 + cosine) if cosine > -0.999 else np.diag([-1.0, -1.0, 1.0])


def _posed(mesh: Mesh, transforms: np.ndarray) -> Mesh:
    if mesh.joints is None or mesh.weights is None:
        return mesh
    points = np.zeros((len(mesh.vertices), 3))
    rest = mesh.vertices.astype(np.float64)
    for slot in range(mesh.joints.shape[1]):
        chosen = transforms[mesh.joints[:, slot]]
        points += mesh.weights[:, slot, None] * (np.einsum("vij,vj->vi", chosen[:, :3, :3], rest) + chosen[:, :3, 3])
    return replace(mesh, vertices=points.astype(np.float32))
