# SPDX-License-Identifier: GPL-3.0-or-later
"""Building props for tests, and what every mesh of them must satisfy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import trimesh

from backend.engine import Progress
from backend.objects.making import make
from backend.objects.spec import check

#: Where only the outline counts.
COARSE = 0.25
BARE = {"texture_size": "0", "detail": 1.0, "size_scale": 1.0}


def build(category: str, seed: int = 0, detail: float = 0.5, **spec):
    """A prop of the family without textures."""
    prop, notes = make(check({"category": category, **spec}), seed, {**BARE, "detail": detail}, Progress())
    assert not notes
    prop.validate()
    return prop


def extents(prop) -> np.ndarray:
    return np.ptp(np.concatenate([mesh.vertices for mesh in prop.meshes]), axis=0)


def triangles_of(offsets: np.ndarray) -> np.ndarray:
    """Corner numbers (T, 3) of a fan triangulation."""
    fans = [(start, start + k, start + k + 1) for start, end in pairwise(offsets)
            for k in range(1, end - start - 1)]
    return np.array(fans)


def assert_closed(surface) -> None:
    """Watertight, consistently wound and outward."""
    assert_closed_mesh(surface.vertices, surface.corners, surface.offsets)


def assert_closed_mesh(vertices: np.ndarray, corners: np.ndarray, offsets: np.ndarray) -> None:
    triangles = np.asarray(corners)[triangles_of(np.asarray(offsets))]
    mesh = trimesh.Trimesh(np.asarray(vertices, float), triangles, process=False)
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    for shell in mesh.split(only_watertight=False):
        assert shell.volume > 0
    assert np.isfinite(mesh.vertices).all()
    assert np.linalg.norm(np.cross(*(mesh.triangles[:, k] - mesh.triangles[:, 0] for k in (1, 2))), axis=1).max() > 0


def stretch(vertices: np.ndarray, corners: np.ndarray, offsets: np.ndarray, uvs: np.ndarray) -> float:
    """Area-weighted mean of the larger over the smaller singular value of the UV map: 1 is conformal."""
    triangles = triangles_of(np.asarray(offsets))
    points, flat = np.asarray(vertices, float)[np.asarray(corners)[triangles]], np.asarray(uvs, float)[triangles]
    e1, e2 = points[:, 1] - points[:, 0], points[:, 2] - points[:, 0]
    area = np.linalg.norm(np.cross(e1, e2), axis=1)
    keep = area > 1e-3 * area.mean()
    e1, e2, flat, area = e1[keep], e2[keep], flat[keep], area[keep]
    x = e1 / np.linalg.norm(e1, axis=1, keepdims=True)
    y = np.cross(np.cross(e1, e2), x)
    y /= np.linalg.norm(y, axis=1, keepdims=True)
    local = np.stack([np.stack([(e1 * x).sum(1), (e2 * x).sum(1)], -1),
                      np.stack([(e1 * y).sum(1), (e2 * y).sum(1)], -1)], 1)
    mapped = np.stack([flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]], axis=2)
    singular = np.linalg.svd(mapped @ np.linalg.inv(local), compute_uv=False)
    return float(np.average(singular[:, 0] / np.maximum(singular[:, 1], 1e-9), weights=area))
