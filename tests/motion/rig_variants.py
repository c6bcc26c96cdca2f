# SPDX-License-Identifier: GPL-3.0-or-later
"""Rigs that differ from a given one in one respect: rest pose, facing, size, number of bones, names."""

from __future__ import annotations

import numpy as np

from backend.motion.kinematics import axis_angle, matrix_from_quaternion, quaternion_from_matrix, rotation_z, transform
from backend.motion.retarget import _pose
from protocol.assets import Motion, Skeleton


def rebuilt(skeleton: Skeleton, rows: list[tuple[str, str, np.ndarray, np.ndarray]], name: str | None = None,
            roles: dict[str, str] | None = None) -> Skeleton:
    """A skeleton of (bone, parent, head, tail)."""
    names = [row[0] for row in rows]
    heads, tails = (np.array([row[k] for row in rows], float) for k in (2, 3))
    upright = np.abs(tails - heads)[:, 2] > 0.7 * np.linalg.norm(tails - heads, axis=1)
    z_axes = np.where(upright[:, None], [0.0, 1.0, 0.0], [0.0, 0.1, 1.0])
    return Skeleton(name=name or skeleton.name, names=names,
                    parents=np.array([names.index(row[1]) if row[1] else -1 for row in rows], "<i4"),
                    heads=heads.astype("<f4"), tails=tails.astype("<f4"), z_axes=z_axes.astype("<f4"),
                    roles=roles or {})


def rows_of(skeleton: Skeleton) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    return [(name, skeleton.names[parent] if parent >= 0 else "", head.astype(float), tail.astype(float))
            for name, parent, head, tail in zip(skeleton.names, skeleton.parents, skeleton.heads, skeleton.tails)]


def reposed(skeleton: Skeleton, turns: dict[str, np.ndarray], yaw: float = 0.0, scale: float = 1.0) -> Skeleton:
    """The skeleton with bones (and what hangs from them) turned by (3, 3) about their heads, then turned and scaled."""
    world = np.tile(np.eye(3), (len(skeleton.names), 1, 1))
    heads = skeleton.heads.astype(float)
    places = heads.copy()
    for bone, parent in enumerate(skeleton.parents):
        if parent >= 0:
            world[bone] = world[parent]
            places[bone] = places[parent] + world[parent] @ (heads[bone] - heads[parent])
        world[bone] = turns.get(skeleton.names[bone], np.eye(3)) @ world[bone]
    tails = places + transform(world, skeleton.tails - heads)
    # Spread legs are shorter upwards: put the feet back on the floor.
    body = [bone for bone in range(len(heads)) if skeleton.parents[bone] >= 0]
    drop = places[body, 2].min() - heads[body, 2].min()
    places[body, 2] -= drop
    tails[body, 2] -= drop
    turn = scale * rotation_z(yaw)
    return Skeleton(name=skeleton.name, names=list(skeleton.names), parents=skeleton.parents,
                    heads=(places @ turn.T).astype("<f4"), tails=(tails @ turn.T).astype("<f4"),
                    z_axes=(transform(world, skeleton.z_axes.astype(float)) @ turn.T / scale).astype("<f4"),
                    convention=skeleton.convention, roles=dict(skeleton.roles))


def nameless(skeleton: Skeleton, seed: int) -> tuple[Skeleton, dict[str, str]]:
    """(the skeleton with meaningless names in another order, new name -> old name)."""
    rng = np.random.default_rng(seed)
    order, waiting = [], [bone for bone, parent in enumerate(skeleton.parents) if parent < 0]
    while waiting:
        bone = waiting.pop(int(rng.integers(len(waiting))))
        order.append(bone)
        waiting += [child for child, parent in enumerate(skeleton.parents) if parent == bone]
    place = {bone: index for index, bone in enumerate(order)}
    names = [f"Bone.{number:03d}" for number in rng.permutation(900)[:len(order)]]
    result = Skeleton(
        name="nameless", names=names,
        parents=np.array([place[int(skeleton.parents[b])] if skeleton.parents[b] >= 0 else -1 for b in order], "<i4"),
        heads=skeleton.heads[order], tails=skeleton.tails[order], z_axes=skeleton.z_axes[order])
    return result, {new: skeleton.names[bone] for new, bone in zip(names, order)}


def with_spine(skeleton: Skeleton, count: int) -> Skeleton:
    """The game engine rig with ``count`` bones between pelvis and shoulders."""
    heads = {row[0]: row for row in rows_of(skeleton)}
    bottom, top = heads["spine_01"][2], heads["spine_03"][3]
    points = [bottom + (top - bottom) * k / count for k in range(count + 1)]
    rows: list[tuple[str, str, np.ndarray, np.ndarray]] = []
    for name, parent, head, tail in rows_of(skeleton):
        if name == "spine_01":
            rows += [(f"back_{k}", f"back_{k - 1}" if k else "pelvis", points[k], points[k + 1]) for k in range(count)]
        elif not name.startswith("spine"):
            rows.append((name, f"back_{count - 1}" if parent == "spine_03" else parent, head, tail))
    roles = {role: bone for role, bone in skeleton.roles.items() if not role.startswith("spine")}
    return rebuilt(skeleton, rows, f"{count} spine bones", roles | {"spine3": f"back_{count - 1}"})


def with_twist_bones(skeleton: Skeleton) -> Skeleton:
    """Upper arms and thighs in two parts one behind the other, and a leaf bone along the forearm."""
    rows: list[tuple[str, str, np.ndarray, np.ndarray]] = []
    for name, parent, head, tail in rows_of(skeleton):
        stem, side = name[:-2], name[-2:]
        if stem in ("upperarm", "thigh"):
            rows += [(name, parent, head, (head + tail) / 2), (f"{stem}_part{side}", name, (head + tail) / 2, tail)]
        else:
            above = {"lowerarm": "upperarm_part", "calf": "thigh_part"}.get(stem)
            rows.append((name, above + side if above else parent, head, tail))
        if stem == "lowerarm":
            rows.append((f"lowerarm_twist_01{side}", name, (head + 2 * tail) / 3, tail))
    return rebuilt(skeleton, rows, "twist bones", skeleton.roles)


def with_fingers(skeleton: Skeleton, curl: float = 0.0) -> Skeleton:
    """Three bones a finger on the game engine rig, at rest bent by ``curl`` radians at each joint."""
    rows = [row for row in rows_of(skeleton) if not row[0].startswith(("index", "pinky"))]
    for side, sign in (("l", 1.0), ("r", -1.0)):
        _, _, hand, _ = next(row for row in rows if row[0] == f"hand_{side}")
        fore = hand - next(row for row in rows if row[0] == f"lowerarm_{side}")[2]
        along = fore / np.linalg.norm(fore)
        front = np.array([0.0, -1.0, 0.0]) - along * (along @ [0.0, -1.0, 0.0])
        front /= np.linalg.norm(front)
        down = -np.cross(along, front) * sign
        for finger, shift in (("thumb", 0.03), ("index", 0.03), ("middle", 0.01), ("ring", -0.01), ("pinky", -0.03)):
            direction = along if finger != "thumb" else (along + front) / np.sqrt(2)
            place, parent = hand + (0.09 if finger != "thumb" else 0.03) * along + shift * front, f"hand_{side}"
            axis = np.cross(direction, down)
            for number in (1, 2, 3):
                direction = axis_angle(axis, curl) @ direction
                name = f"{finger}_0{number}_{side}"
                rows.append((name, parent, place, place + 0.03 * direction))
                place, parent = place + 0.03 * direction, name
    return rebuilt(skeleton, rows, "fingers", skeleton.roles)


def along_one_axis(motion: Motion) -> Motion:
    """The same motion on the same bones with a zero pose in which every bone points up, as some BVH files have it."""
    skeleton = motion.skeleton
    rest = skeleton.rest_rotations()
    offsets = [np.zeros(3)] * len(skeleton.names)
    heads = np.zeros((len(skeleton.names), 3))
    for bone, parent in enumerate(skeleton.parents):
        if parent >= 0:
            offsets[bone] = rest[parent].T @ (skeleton.heads[bone] - skeleton.heads[parent])
            heads[bone] = heads[parent] + np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]) @ offsets[bone]
    frame = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])  # bone axes X, Y, Z -> right, up, back
    lengths = np.linalg.norm(skeleton.tails - skeleton.heads, axis=1)
    zero = Skeleton(name="zero pose", names=list(skeleton.names), parents=skeleton.parents, heads=heads.astype("<f4"),
                    tails=(heads + frame[:, 1] * lengths[:, None]).astype("<f4"),
                    z_axes=np.tile(frame[:, 2], (len(heads), 1)).astype("<f4"), roles=dict(skeleton.roles))
    world, places = _pose(motion)
    local = np.empty_like(world)
    for bone, parent in enumerate(skeleton.parents):
        above = np.broadcast_to(frame, world[:, bone].shape) if parent < 0 else world[:, parent]
        local[:, bone] = np.swapaxes(above, -1, -2) @ world[:, bone]
    root = motion.root_joint
    path = places[:, root] - heads[root]
    above = int(skeleton.parents[root])
    while above >= 0:  # the bones above stand still: their rest pose has moved instead
        local[:, above] = np.eye(3)
        local[:, root] = frame.T @ world[:, root]
        above = int(skeleton.parents[above])
    return Motion(name=motion.name, fps=motion.fps, skeleton=zero,
                  rotations=quaternion_from_matrix(local).astype("<f4"), root_translation=path.astype("<f4"),
                  root_joint=root, contacts=motion.contacts)


def bone_directions(motion: Motion, bones: list[str]) -> np.ndarray:
    """(T, N, 3) where bones point."""
    world, _ = _pose(motion)
    return world[:, [motion.skeleton.names.index(bone) for bone in bones], :, 1]


def quaternions_about(axis: tuple[float, float, float], angles: np.ndarray) -> np.ndarray:
    """(T, 4) rotations about an axis."""
    return quaternion_from_matrix(axis_angle(np.broadcast_to(axis, (len(angles), 3)), angles))


__all__ = ["along_one_axis", "bone_directions", "matrix_from_quaternion", "nameless", "quaternions_about", "rebuilt",
           "reposed", "rows_of", "with_fingers", "with_spine", "with_twist_bones"]
