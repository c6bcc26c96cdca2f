# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of what lies beneath comes through the clothes in a pose: closest points against what is really visible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from backend.avatar.wardrobe import KINDS
from backend.body import rigs
from protocol.assets import Avatar, Mesh


def turn(axis: str, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return {"x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]), "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])}[axis]


#: Poses of the game engine rig.
POSES: dict[str, dict[str, np.ndarray]] = {
    "rest": {},
    "arms up": {"upperarm_l": turn("y", -75), "upperarm_r": turn("y", 75)},
    "squat": {"thigh_l": turn("x", -85), "thigh_r": turn("x", -85), "calf_l": turn("x", 95), "calf_r": turn("x", 95),
              "spine_01": turn("x", 20)},
    "split": {"thigh_l": turn("x", -65), "thigh_r": turn("x", 60)},
    "run": {"thigh_l": turn("x", -55), "calf_l": turn("x", 70), "thigh_r": turn("x", 25), "calf_r": turn("x", 60),
            "upperarm_l": turn("x", 40), "upperarm_r": turn("x", -40), "spine_01": turn("x", -8)},
}
#: How far, metres, a visible point must lie inside what is beneath it to count, and how far that is looked for.
DEPTH, REACH = 0.001, 0.03


@dataclass(frozen=True)
class Skin:
    """The visible triangles of a mesh in a pose; ``rim`` marks those at the edge of what is visible."""

    corners: np.ndarray
    normals: np.ndarray
    rim: np.ndarray


def _visible(mesh: Mesh, points: np.ndarray) -> Skin:
    hidden = np.zeros(len(points), dtype=bool) if mesh.hidden is None else mesh.hidden.astype(bool)
    starts, counts = mesh.face_offsets[:-1], np.diff(mesh.face_offsets)
    shown = np.logical_or.reduceat(hidden[mesh.corner_vertices], starts) == 0
    if not shown.any():
        return Skin(np.zeros((0, 3, 3)), np.zeros((0, 3)), np.zeros(0, dtype=bool))
    triangles = np.concatenate([
        np.stack([mesh.corner_vertices[starts[chosen]], mesh.corner_vertices[starts[chosen] + i],
                  mesh.corner_vertices[starts[chosen] + i + 1]], axis=1)
        for i in range(1, int(counts.max()) - 1) for chosen in [shown & (counts > i + 1)]])
    a, b, c = (points[triangles[:, i]] for i in range(3))
    normals = np.cross(b - a, c - a)
    size = np.linalg.norm(normals, axis=1)
    sound = size > 1e-10
    triangles, normals = triangles[sound], normals[sound] / size[sound, None]
    ends = np.sort(np.concatenate([triangles[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
    edges, count = np.unique(ends, axis=0, return_counts=True)
    open_ends = np.unique(edges[count == 1])
    return Skin(points[triangles], normals, np.isin(triangles, open_ends).any(axis=1))


def _closest(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Closest points (N, K, 3) of triangles (N, K, 3, 3) to points (N, 3)."""
    a, b, c = corners[..., 0, :], corners[..., 1, :], corners[..., 2, :]
    p = points[:, None]

    def on_edge(s: np.ndarray, e: np.ndarray) -> np.ndarray:
        along = np.einsum("...i,...i", p - s, e - s) / np.maximum(np.einsum("...i,...i", e - s, e - s), 1e-18)
        return s + np.clip(along, 0, 1)[..., None] * (e - s)

    normal = np.cross(b - a, c - a)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-18)
    flat = p - np.einsum("...i,...i", p - a, normal)[..., None] * normal
    inside = np.ones(flat.shape[:-1], dtype=bool)
    for s, e in ((a, b), (b, c), (c, a)):
        inside &= np.einsum("...i,...i", np.cross(e - s, flat - s), normal) >= 0
    options = np.stack([on_edge(a, b), on_edge(b, c), on_edge(c, a), flat], axis=-2)
    distance = np.linalg.norm(options - p[..., None, :], axis=-1)
    distance[..., 3] = np.where(inside, distance[..., 3], np.inf)
    best = distance.argmin(axis=-1)
    return np.take_along_axis(options, best[..., None, None], axis=-2)[..., 0, :]


def inside(points: np.ndarray, skin: Skin, candidates: int = 12) -> np.ndarray:
    """Which points (N,) lie more than ``DEPTH`` beneath a visible surface, not beside its edge."""
    centres = skin.corners.mean(axis=1)
    _, near = cKDTree(centres).query(points, k=candidates)
    closest = _closest(points, skin.corners[near])
    distance = np.linalg.norm(closest - points[:, None], axis=-1)
    best = distance.argmin(axis=1)
    rows = np.arange(len(points))
    # Several triangles are as near where an edge or a corner is nearest: the mean of their normals decides.
    equal = distance < distance[rows, best][:, None] + 1e-6
    normal = (skin.normals[near] * equal[..., None]).sum(axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    height = np.einsum("ij,ij->i", points - closest[rows, best], normal)
    rim = (skin.rim[near] & equal).any(axis=1)
    return (height < -DEPTH) & (distance[rows, best] < REACH) & ~rim


def penetration(avatar: Avatar, pose: Mapping[str, np.ndarray]) -> dict[str, float]:
    """For each garment the share of its visible vertices that lie inside visible skin or inside cloth beneath it."""
    transforms = rigs.pose_transforms(avatar.skeleton, dict(pose))
    worn = sorted((each for each in avatar.meshes if each.name in SLOTS), key=_rank)
    layers = [avatar.meshes[0], *worn]
    posed = [rigs.skin(each.vertices, each.joints, each.weights, transforms) for each in layers]
    skins = [_visible(each, points) for each, points in zip(layers, posed)]
    result = {}
    nearest = cKDTree(layers[0].vertices)
    for index in range(1, len(layers)):
        mesh = layers[index]
        shown = np.ones(len(posed[index]), dtype=bool) if mesh.hidden is None else mesh.hidden == 0
        shown &= ~_turned_in(mesh)
        points = posed[index][shown]
        bad = np.zeros(len(points), dtype=bool)
        for lower in skins[:index]:
            if len(lower.corners):
                bad |= inside(points, lower)
        if bad.any():
            # Where the body itself is folded, belly on thigh, cloth meets cloth as skin meets skin: no fault of theirs.
            own = posed[0][nearest.query(mesh.vertices[shown][bad])[1]]
            fold = np.zeros(len(own), dtype=bool)
            for lower in skins[:index]:
                if len(lower.corners):
                    fold |= inside(own, lower)
            bad[np.nonzero(bad)[0][fold]] = False
        result[mesh.name] = float(bad.mean()) if len(bad) else 0.0
    return result


SLOTS = {kind.title: kind.slot for kind in KINDS.values()}


def _rank(mesh: Mesh) -> float:
    """Where in the layers a garment lies: shoes under trousers, boots over them, the more hidden the further inside."""
    if SLOTS[mesh.name] == "feet":
        return 2.0 if mesh.name == "Boots" else -2.0
    if mesh.name == "Leggings":
        return -1.5
    hidden = 0.0 if mesh.hidden is None else float(mesh.hidden.mean())
    return 1.0 if SLOTS[mesh.name] == "outer" else -hidden


def _turned_in(mesh: Mesh) -> np.ndarray:
    """The inner rows of hems, which nobody sees: vertices of a face strip's free edge."""
    starts = mesh.face_offsets[:-1]
    following = np.arange(len(mesh.corner_vertices)) + 1
    following[mesh.face_offsets[1:] - 1] = starts
    ends = np.sort(np.stack([mesh.corner_vertices, mesh.corner_vertices[following]], axis=1), axis=1)
    edges, count = np.unique(ends, axis=0, return_counts=True)
    result = np.zeros(len(mesh.vertices), dtype=bool)
    result[np.unique(edges[count == 1])] = True
    return result
