# SPDX-License-Identifier: GPL-3.0-or-later
"""Polygon meshes as glTF primitives: triangulated, split where UVs differ, with skins and morph targets."""

from __future__ import annotations

from typing import Any

import numpy as np

from backend.export.glb import ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER, Document
from backend.export.gltf_material import MaterialWriter
from protocol.assets import Mesh

#: Roles whose surfaces are open sheets, seen from both sides.
_SHEETS = ("garment", "hair", "clothes", "eyelashes", "eyebrows")


def write_mesh(document: Document, mesh: Mesh, materials: MaterialWriter, axes: np.ndarray, influences: int = 4) -> int:
    """Index of ``mesh``, its points turned by ``axes`` (3, 3); one primitive a material, sharing attributes."""
    faces, face_of = triangulate(mesh)
    source, index = _split(mesh)
    triangles = index[faces].astype(np.uint32)
    positions = (mesh.vertices[source] @ axes.T.astype(np.float32)).astype("<f4")
    attributes = {"POSITION": document.accessor(positions, target=ARRAY_BUFFER, bounds=True),
                  "NORMAL": document.accessor(_normals(mesh, faces, source, index, axes), target=ARRAY_BUFFER)}
    if mesh.uvs is not None:
        uvs = np.zeros((len(source), 2), "<f4")
        uvs[index] = mesh.uvs
        uvs[:, 1] = 1 - uvs[:, 1]
        attributes["TEXCOORD_0"] = document.accessor(uvs, target=ARRAY_BUFFER)
    if mesh.colors is not None:
        attributes["COLOR_0"] = document.accessor(mesh.colors[source].astype("<f4"), target=ARRAY_BUFFER)
    if mesh.joints is not None and mesh.weights is not None:
        joints, weights = strongest(mesh.joints, mesh.weights, influences)
        small = "u1" if joints.max(initial=0) < 256 else "<u2"
        for k in range(0, joints.shape[1], 4):
            attributes[f"JOINTS_{k // 4}"] = document.accessor(joints[source, k:k + 4].astype(small),
                                                               target=ARRAY_BUFFER)
            attributes[f"WEIGHTS_{k // 4}"] = document.accessor(weights[source, k:k + 4].astype("<f4"),
                                                                target=ARRAY_BUFFER)
    targets = _targets(document, mesh, source, axes)

    primitives = []
    slot_of_face = mesh.material_index if mesh.material_index is not None else np.zeros(len(mesh.face_offsets) - 1, int)
    slots = slot_of_face[face_of]
    for slot in np.unique(slots):
        kind = "<u2" if len(source) <= 65535 else "<u4"
        indices = document.accessor(triangles[slots == slot].ravel().astype(kind), target=ELEMENT_ARRAY_BUFFER)
        primitive: dict[str, Any] = {"attributes": dict(attributes), "indices": indices, "mode": 4}
        if mesh.materials:
            primitive["material"] = materials.material(mesh.materials[int(slot)], mesh.role in _SHEETS)
        if targets:
            primitive["targets"] = targets
        primitives.append(primitive)
    out: dict[str, Any] = {"name": mesh.name, "primitives": primitives}
    if mesh.shape_keys is not None and mesh.shape_keys.names:
        out["weights"] = [0.0] * len(mesh.shape_keys.names)
        out["extras"] = {"targetNames": list(mesh.shape_keys.names)}
    return document.add("meshes", out)


def triangulate(mesh: Mesh) -> tuple[np.ndarray, np.ndarray]:
    """Corner numbers (T, 3) and the face (T,) of each triangle.

    Quads are cut along the diagonal that keeps both halves facing the quad's way, the shorter one
    when either does; larger polygons by ear clipping.
    """
    sizes, starts = np.diff(mesh.face_offsets), mesh.face_offsets[:-1].astype(np.int64)
    points = mesh.vertices[mesh.corner_vertices].astype(np.float64)
    triangles, faces = [], []
    three = np.flatnonzero(sizes == 3)
    triangles.append(starts[three, None] + np.arange(3))
    faces.append(three)

    four = np.flatnonzero(sizes == 4)
    corner = starts[four, None] + np.arange(4)
    a, b, c, d = points[corner].transpose(1, 0, 2)
    normal = np.cross(c - a, d - b)

    def facing(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.einsum("ij,ij->i", np.cross(q - p, r - p), normal)

    first = np.minimum(facing(a, b, c), facing(a, c, d))
    second = np.minimum(facing(a, b, d), facing(b, c, d))
    shorter = np.linalg.norm(c - a, axis=1) <= np.linalg.norm(d - b, axis=1) * (1 + 1e-6)
    ac = np.where((first > 0) == (second > 0), shorter, first > 0)
    cut = np.where(ac[:, None, None], [[0, 1, 2], [0, 2, 3]], [[0, 1, 3], [1, 2, 3]])
    triangles.append(np.take_along_axis(corner[:, None, :], cut, axis=2).reshape(-1, 3))
    faces.append(np.repeat(four, 2))

    for face in np.flatnonzero(sizes > 4):
        corners = np.arange(starts[face], starts[face] + sizes[face])
        ears = _clip_ears(points[corners])
        triangles.append(corners[ears])
        faces.append(np.full(len(ears), face))
    every, face_of = np.concatenate(triangles), np.concatenate(faces)
    order = np.argsort(face_of, kind="stable")
    return every[order], face_of[order]


def _clip_ears(points: np.ndarray) -> np.ndarray:
    """(n - 2, 3) triangles of a simple polygon (n, 3), after Meisters 1975; a fan where it is degenerate."""
    following = np.roll(points, -1, axis=0)
    normal = np.cross(points, following).sum(axis=0)
    axis = int(np.argmax(np.abs(normal)))
    plane = np.delete(points, axis, axis=1)
    sign = (1.0 if normal[axis] > 0 else -1.0) * (-1.0 if axis == 1 else 1.0)

    def cross(o: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
        return sign * float((p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]))

    left = list(range(len(points)))
    out = []
    while len(left) > 3:
        for k in range(len(left)):
            i, j, m = left[k - 1], left[k], left[(k + 1) % len(left)]
            if cross(plane[i], plane[j], plane[m]) <= 1e-15:
                continue
            others = (plane[n] for n in left if n not in (i, j, m))
            if not any(cross(plane[i], plane[j], p) >= 0 and cross(plane[j], plane[m], p) >= 0
                       and cross(plane[m], plane[i], p) >= 0 for p in others):
                break
        else:
            k = 1
            i, j, m = left[0], left[1], left[2]
        out.append((i, j, m))
        left.pop(k)
    out.append((left[0], left[1], left[2]))
    return np.array(out)


def _split(mesh: Mesh) -> tuple[np.ndarray, np.ndarray]:
    """glTF vertices: the mesh vertex of each, and the glTF vertex of each corner.

    A vertex is split where its corners have different UVs or, in a flat mesh, lie on different faces.
    """
    corners = mesh.corner_vertices.astype(np.int64)
    keys = [corners]
    if mesh.uvs is not None:
        bits = np.ascontiguousarray(mesh.uvs + np.float32(0)).view("<u4").astype(np.int64)
        keys += [bits[:, 0] << 32 | bits[:, 1]]
    if not mesh.smooth:
        keys += [np.repeat(np.arange(len(mesh.face_offsets) - 1), np.diff(mesh.face_offsets))]
    order = np.lexsort(keys[::-1])
    fresh = np.ones(len(order), bool)
    fresh[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    index = np.empty(len(order), np.int64)
    index[order] = np.cumsum(fresh) - 1
    return corners[order[fresh]], index


def _normals(mesh: Mesh, faces: np.ndarray, source: np.ndarray, index: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Angle-weighted vertex normals (Thuermer and Wuethrich 1998) across UV seams; face normals when flat."""
    points = mesh.vertices[mesh.corner_vertices[faces]].astype(np.float64)
    edges = np.roll(points, -1, axis=1) - points
    face = np.cross(edges[:, 0], -edges[:, 2])
    if mesh.smooth:
        unit = edges / np.maximum(np.linalg.norm(edges, axis=2, keepdims=True), 1e-20)
        angle = np.arccos(np.clip(-(unit * np.roll(unit, 1, axis=1)).sum(axis=2), -1, 1))
        weighted = (face / np.maximum(np.linalg.norm(face, axis=1, keepdims=True), 1e-20))[:, None] * angle[:, :, None]
        owner, count = mesh.corner_vertices[faces], len(mesh.vertices)
    else:
        weighted = np.repeat(face[:, None], 3, axis=1)
        owner, count = index[faces], len(source)
    total = np.stack([np.bincount(owner.ravel(), weighted[..., k].ravel(), minlength=count) for k in range(3)], axis=1)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    total = np.where(length > 1e-12, total / np.maximum(length, 1e-20), [0.0, 0.0, 1.0])
    return ((total[source] if mesh.smooth else total) @ axes.T).astype("<f4")


def strongest(joints: np.ndarray, weights: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The ``most`` strongest influences of each vertex, weights summing to 1; unused slots joint 0, weight 0."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :most]
    kept, bones = np.take_along_axis(weights, order, axis=1), np.take_along_axis(joints, order, axis=1)
    kept = kept.astype(np.float64)
    kept /= np.maximum(kept.sum(axis=1, keepdims=True), 1e-12)
    bones = np.where(kept > 0, bones, 0)
    width = 4 if kept.shape[1] <= 4 or not kept[:, 4:].any() else 8
    pad = ((0, 0), (0, max(0, width - kept.shape[1])))
    return np.pad(bones, pad)[:, :width], np.pad(kept, pad)[:, :width].astype(np.float32)


def _targets(document: Document, mesh: Mesh, source: np.ndarray, axes: np.ndarray) -> list[dict[str, int]]:
    """A sparse morph target a shape key."""
    keys = mesh.shape_keys
    if keys is None:
        return []
    # Copies of each mesh vertex among the glTF vertices, as ranges of one sorted list.
    by_vertex = np.argsort(source, kind="stable")
    first = np.searchsorted(source[by_vertex], np.arange(len(mesh.vertices) + 1))
    turned = (keys.deltas @ axes.T.astype(np.float32)).astype("<f4")
    targets = []
    for low, high in zip(keys.offsets[:-1], keys.offsets[1:]):
        vertices = keys.indices[low:high]
        copies = first[vertices + 1] - first[vertices]
        row = np.repeat(np.arange(low, high), copies)
        within = np.arange(len(row)) - np.repeat(np.cumsum(copies) - copies, copies)
        index = by_vertex[np.repeat(first[vertices], copies) + within]
        order = np.argsort(index, kind="stable")
        targets.append({"POSITION": document.sparse(len(source), index[order], turned[row[order]])})
    return targets
