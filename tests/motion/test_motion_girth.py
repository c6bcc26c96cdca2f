# SPDX-License-Identifier: GPL-3.0-or-later
"""A man of BMI 40 as the avatar engine makes him: his arms pass his belly, his feet stay where they stand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from backend.engine import Progress, Request
from backend.motion.kinematics import matrix_from_quaternion, transform
from backend.motion.metrics import measure

_ARM = ("lowerarm", "hand", "index", "middle", "ring", "pinky", "thumb")
_TRUNK = ("pelvis", "spine", "thigh")


@pytest.fixture(scope="module")
def heavy():
    from backend.avatar.anny_engine import AnnyEngine

    if not AnnyEngine.availability().ok:
        pytest.skip("the body data is not installed")
    parameters = AnnyEngine.complete({"texture_size": "1024", "face_keys": False})
    prompt = "a very fat man 1.75 m tall, 122 kg in a t-shirt and jeans"
    return AnnyEngine().generate(Request(prompt=prompt, seed=1, parameters=parameters), Progress())


def _weight(mesh, skeleton, bones):
    numbers = [i for i, name in enumerate(skeleton.names) if name.startswith(bones)]
    return (mesh.weights * np.isin(mesh.joints, numbers)).sum(1)


def _bones(motion, frame):
    """(rotation, translation) of each bone from its rest place at a frame."""
    skeleton, rest = motion.skeleton, motion.skeleton.rest_rotations()
    basis = matrix_from_quaternion(motion.rotations[frame])
    heads = skeleton.heads.astype(float)
    world, places = np.empty_like(basis), np.empty_like(heads)
    for bone, parent in enumerate(skeleton.parents):
        world[bone], places[bone] = rest[bone] @ basis[bone], heads[bone]
        if parent >= 0:
            world[bone] = world[parent] @ rest[parent].T @ world[bone]
            places[bone] = places[parent] + world[parent] @ rest[parent].T @ (heads[bone] - heads[parent])
        if bone == motion.root_joint:
            places[bone] += motion.root_translation[frame]
    turn = world @ np.swapaxes(rest, 1, 2)
    return turn, places - transform(turn, heads)


def _posed(mesh, turn, shift):
    vertices = mesh.vertices.astype(float)
    return sum(mesh.weights[:, k, None] * (transform(turn[mesh.joints[:, k]], vertices) + shift[mesh.joints[:, k]])
               for k in range(mesh.joints.shape[1]))


def _depth(avatar, motion, frame):
    """How deep a vertex of hands and forearms lies under the nearest faces of trunk, thighs and their clothes."""
    turn, shift = _bones(motion, frame)
    body = avatar.meshes[0]
    arm = _weight(body, avatar.skeleton, _ARM) > 0.9
    points = _posed(body, turn, shift)[arm]
    deepest = 0.0
    for mesh in avatar.meshes:
        if mesh.role not in ("body", "garment"):
            continue
        quads = mesh.corner_vertices[mesh.face_offsets[:-1, None] + np.arange(3)]
        quads = quads[(_weight(mesh, avatar.skeleton, _TRUNK) > 0.6)[quads].all(1)]
        if not len(quads):
            continue  # shoes
        corners = _posed(mesh, turn, shift)[quads]
        centres = corners.mean(1)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12
        distance, nearest = cKDTree(centres).query(points, k=4)
        outside = ((points[:, None] - centres[nearest]) * normals[nearest]).sum(-1).max(1)
        deepest = max(deepest, float(np.where(distance[:, 0] < 0.12, -outside, 0.0).max()))
    return deepest


@pytest.mark.parametrize("prompt", ["he is running", "he walks", "idle", "he moves to the left"])
def test_arms_do_not_pass_through_the_belly(make, heavy, prompt):
    assert 0.2 < heavy.skeleton.girth < 0.35
    motion = make(prompt, target=heavy.skeleton)
    frames = np.linspace(0, len(motion.rotations) - 1, 9).astype(int)
    assert max(_depth(heavy, motion, frame) for frame in frames) < 0.01
    quality = measure(motion)
    assert quality.skate < 0.02 and quality.penetration < 0.005


def test_arms_would_touch_a_belly_nobody_measured(make, heavy):
    """The measure bites: arms pressed against the body do go through it."""
    motion = make("idle", target=replace(heavy.skeleton, girth=0.0), arm_clearance=0.0)
    turned = motion.rotations.copy()
    for side in ("l", "r"):
        turned[:, motion.skeleton.names.index(f"clavicle_{side}")] = (
            np.cos(0.2), 0.0, 0.0, np.sin(0.2) * (1 if side == "l" else -1))
    pressed = replace(motion, rotations=turned.astype("f4"))
    assert max(_depth(heavy, each, 0) for each in (motion, pressed)) > 0.01
