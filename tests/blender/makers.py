# SPDX-License-Identifier: GPL-3.0-or-later
"""Small synthetic assets for the tests of the extension, made with the installed protocol package."""

import numpy as np


def skeleton(assets, joints=9, seed=3):
    """A branching skeleton of ``joints`` bones in every direction, with rolls of every kind."""
    random = np.random.default_rng(seed)
    parents = np.array([-1] + [int(random.integers(max(0, each - 3), each)) for each in range(1, joints)], np.int32)
    directions = random.normal(size=(joints, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    lengths = random.uniform(0.1, 0.4, joints)
    heads, tails = np.zeros((joints, 3)), np.zeros((joints, 3))
    for joint in range(joints):
        # Odd joints start at their parent's tail, even ones somewhere else.
        heads[joint] = (0, 0, 1) if not joint else tails[parents[joint]] if joint % 2 else random.normal(size=3)
        tails[joint] = heads[joint] + directions[joint] * lengths[joint]
    return assets.Skeleton(
        name="Bones", names=[f"bone.{each}" for each in range(joints)], parents=parents,
        heads=heads.astype("f4"), tails=tails.astype("f4"), z_axes=random.normal(size=(joints, 3)).astype("f4"),
        convention="custom", roles={"pelvis": "bone.0"})


def grid(assets, columns=12, rows=9, joints=9, seed=5, **fields):
    """A wavy grid of quads with two triangles, UVs, weights of four joints, shape keys and colours."""
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
    vertices = np.stack([x, y, random.normal(0, 0.1, x.shape)], axis=2).reshape(-1, 3).astype("f4")
    faces = [[r * columns + c, r * columns + c + 1, (r + 1) * columns + c + 1, (r + 1) * columns + c]
             for r in range(rows - 1) for c in range(columns - 1)]
    first = faces.pop(0)
    faces += [first[:3], [first[0], first[2], first[3]]]
    corners = np.array([corner for face in faces for corner in face], np.int32)
    count = len(vertices)
    weights = random.uniform(0, 1, (count, 4)).astype("f4")
    weights[::5, 2:] = 0  # unused slots
    weights /= weights.sum(axis=1, keepdims=True)
    keys = assets.ShapeKeys(
        names=["jawOpen", "mouthSmileLeft"], offsets=np.array([0, 20, 55], np.int32),
        indices=np.concatenate([random.permutation(count)[:20], random.permutation(count)[:35]]).astype(np.int32),
        deltas=random.normal(0, 0.1, (55, 3)).astype("f4"))
    return assets.Mesh(**{
        "name": "Body", "vertices": vertices, "corner_vertices": corners,
        "face_offsets": np.cumsum([0] + [len(face) for face in faces]).astype(np.int32),
        "uvs": random.uniform(0, 1, (len(corners), 2)).astype("f4"),
        "material_index": (np.arange(len(faces)) % 2).astype(np.uint16),
        "materials": [assets.Material(name="Skin", subsurface=0.1), assets.Material(name="Cloth", sheen=0.5)],
        "joints": np.stack([random.permutation(joints)[:4] for _ in range(count)]).astype(np.uint16),
        "weights": weights, "shape_keys": keys,
        "colors": random.uniform(0, 1, (count, 4)).astype("f4"), "role": "body"} | fields)


def provenance(assets, **fields):
    return assets.Provenance(**{"engine": "test", "engine_version": "1", "prompt": "a « test »", "seed": 7,
                                "parameters": {"size": 2.0}, "spec": {"height": 1.8}} | fields)


def avatar(assets, **fields):
    return assets.Avatar(**{"name": "Tester", "skeleton": skeleton(assets), "meshes": [grid(assets)], "height": 1.8,
                            "provenance": provenance(assets)} | fields)


def motion(assets, bones, frames=40, seed=11, **fields):
    """A smooth random motion on ``bones``, signs of the quaternions deliberately jumping."""
    random = np.random.default_rng(seed)
    axes = random.normal(size=(1, len(bones.names), 3))
    axes /= np.linalg.norm(axes, axis=2, keepdims=True)
    time = np.linspace(0, 6, frames)[:, None]
    angle = np.sin(time + random.uniform(0, 6, (1, len(bones.names)))) * 2.5
    rotations = np.concatenate([np.cos(angle / 2)[..., None], np.sin(angle / 2)[..., None] * axes], axis=2)
    rotations *= random.choice([-1.0, 1.0], (frames, 1, 1))
    travel = np.stack([np.sin(time[:, 0]), time[:, 0], 0.1 * np.cos(time[:, 0])], axis=1)
    return assets.Motion(**{"name": "Move", "fps": 24.0, "skeleton": bones, "rotations": rotations.astype("f4"),
                            "root_translation": travel.astype("f4"), "caption": "a test",
                            "provenance": provenance(assets)} | fields)


def matrices(quaternions):
    """(..., 4) unit quaternions (w, x, y, z) -> (..., 3, 3), from the definition v' = q v q*."""
    w, u = quaternions[..., :1], quaternions[..., 1:]
    columns = []
    for axis in np.eye(3):
        v = np.broadcast_to(axis, u.shape)
        turned = v + 2 * w * np.cross(u, v) + 2 * np.cross(u, np.cross(u, v))
        columns.append(turned)
    return np.stack(columns, axis=-1)


def posed(motion, frame):
    """Forward kinematics of one frame, (J, 4, 4) in armature space.

    The root joint's head is displaced by root_translation from its rest place.
    """
    bones = motion.skeleton
    rest = np.tile(np.eye(4), (len(bones.names), 1, 1))
    rest[:, :3, :3], rest[:, :3, 3] = bones.rest_rotations(), bones.heads
    turn = matrices(motion.rotations[frame].astype(np.float64))
    result = np.empty_like(rest)
    for joint, parent in enumerate(bones.parents):
        base = np.eye(4) if parent < 0 else result[parent] @ np.linalg.inv(rest[parent])
        pose = base @ rest[joint]
        pose[:3, :3] = pose[:3, :3] @ turn[joint]
        if joint == motion.root_joint:
            pose[:3, 3] = rest[joint, :3, 3] + motion.root_translation[frame]
        result[joint] = pose
    return result
