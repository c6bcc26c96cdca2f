# SPDX-License-Identifier: GPL-3.0-or-later
"""A small synthetic character: a tube skinned to a branching chain of oddly rolled bones."""

from __future__ import annotations

import numpy as np

from protocol.assets import Avatar, Material, Mesh, Motion, ShapeKeys, Skeleton


def make_skeleton(spine: int = 6) -> Skeleton:
    """A root on the floor, ``spine`` bones upward, two arms at the top; every bone has its own roll."""
    heights = np.linspace(0.1, 1.6, spine + 1)
    names, parents = ["root"], [-1]
    heads, tails = [(0, 0, 0)], [(0, -0.1, 0.02)]
    for k in range(spine):
        names.append(f"spine_{k}")
        parents.append(k)
        heads.append((0.02 * np.sin(k), 0.0, heights[k]))
        tails.append((0.02 * np.sin(k + 1), 0.01, heights[k + 1]))
    for side, sign in (("left", 1), ("right", -1)):
        names.append(f"{side}_arm")
        parents.append(spine)
        heads.append((0.1 * sign, 0, 1.5))
        tails.append((0.7 * sign, 0.05, 1.4))
    rng = np.random.default_rng(1)
    z_axes = rng.normal(size=(len(names), 3)) * 0.2 + (0, -1, 0.3)
    return Skeleton(name="rig", names=names, parents=np.array(parents, "<i4"), heads=np.array(heads, "<f4"),
                    tails=np.array(tails, "<f4"), z_axes=z_axes.astype("<f4"), roles={"pelvis": "spine_0"})


def make_avatar(skeleton: Skeleton, rings: int, around: int = 12, keys: int = 3) -> Avatar:
    """A tube of 1.7 m around the skeleton, six influences a vertex, with ``keys`` shape keys."""
    z, angle = np.linspace(0, 1.7, rings), np.arange(around) / around * 2 * np.pi
    radius = 0.2 + 0.03 * np.sin(6 * z)
    vertices = np.stack([radius[:, None] * np.cos(angle), radius[:, None] * np.sin(angle),
                         np.repeat(z[:, None], around, axis=1)], axis=2).reshape(-1, 3)
    k, m = np.meshgrid(np.arange(rings - 1), np.arange(around), indexing="ij")
    n = (m + 1) % around
    faces = np.stack([k * around + m, k * around + n, (k + 1) * around + n, (k + 1) * around + m], axis=-1).reshape(-1,
                                                                                                                    4)
    uvs = np.stack([np.stack([m, m + 1, m + 1, m], axis=-1) / around,
                    np.stack([k, k, k + 1, k + 1], axis=-1) / (rings - 1)], axis=-1).reshape(-1, 2)
    away = np.linalg.norm(vertices[:, None] - (skeleton.heads + skeleton.tails)[None] / 2, axis=2)
    joints = np.argsort(away, axis=1)[:, :6]
    weights = 1 / (0.02 + np.take_along_axis(away, joints, axis=1)) ** 3
    weights /= weights.sum(axis=1, keepdims=True)
    rng = np.random.default_rng(2)
    indices, deltas, offsets = [], [], [0]
    for _ in range(keys):
        chosen = np.sort(rng.choice(len(vertices), len(vertices) // 8, replace=False))
        indices.append(chosen)
        deltas.append(rng.normal(0, 0.01, (len(chosen), 3)))
        offsets.append(offsets[-1] + len(chosen))
    shape_keys = ShapeKeys(names=[f"key {i}" for i in range(keys)], offsets=np.array(offsets, "<i4"),
                           indices=np.concatenate(indices).astype("<i4"), deltas=np.concatenate(deltas).astype("<f4"))
    body = Mesh(name="body", vertices=vertices.astype("<f4"), corner_vertices=faces.ravel().astype("<i4"),
                face_offsets=np.arange(0, faces.size + 1, 4, dtype="<i4"), uvs=uvs.astype("<f4"),
                joints=joints.astype("<u2"), weights=weights.astype("<f4"), shape_keys=shape_keys, role="body",
                materials=[Material(name="Skin", subsurface=0.2)])
    avatar = Avatar(name="Somebody", skeleton=skeleton, meshes=[body], height=1.7)
    avatar.validate()
    return avatar


def make_motion(skeleton: Skeleton, frames: int) -> Motion:
    """Every joint but the last swings about its own axis; the pelvis travels."""
    rng = np.random.default_rng(5)
    count = len(skeleton.names)
    axis = rng.normal(size=(count, 3))
    axis /= np.linalg.norm(axis, axis=1, keepdims=True)
    angle = np.linspace(0, 5, frames)[:, None] * rng.uniform(0.2, 1.5, count)
    angle[:, -1] = 0
    rotations = np.concatenate([np.cos(angle / 2)[..., None], np.sin(angle / 2)[..., None] * axis], axis=2)
    t = np.arange(frames)
    travel = np.stack([0.01 * t, -0.02 * t, 0.1 * np.sin(t)], axis=1)
    motion = Motion(name="Swing", fps=30.0, skeleton=skeleton, rotations=rotations.astype("<f4"),
                    root_translation=travel.astype("<f4"), root_joint=1)
    motion.validate()
    return motion


def joint_positions(motion: Motion) -> np.ndarray:
    """(T, J, 3) heads in armature space by Blender's own rule: pose = parent pose, rest offset, basis."""
    skeleton = motion.skeleton
    count = len(skeleton.names)
    rest = np.tile(np.eye(4), (count, 1, 1))
    rest[:, :3, :3], rest[:, :3, 3] = skeleton.rest_rotations(), skeleton.heads
    out = np.zeros((len(motion.rotations), count, 3))
    for frame, quaternions in enumerate(motion.rotations.astype(float)):
        pose: list[np.ndarray] = []
        for joint, (w, x, y, z) in enumerate(quaternions):
            basis = np.eye(4)
            basis[:3, :3] = [[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                             [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                             [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]]
            parent = int(skeleton.parents[joint])
            local = rest[joint] if parent < 0 else np.linalg.inv(rest[parent]) @ rest[joint]
            pose.append((np.eye(4) if parent < 0 else pose[parent]) @ local @ basis)
            if joint == motion.root_joint:  # from its rest place, wherever its parents are
                pose[joint][:3, 3] = rest[joint, :3, 3] + motion.root_translation[frame]
            out[frame, joint] = pose[joint][:3, 3]
    return out
