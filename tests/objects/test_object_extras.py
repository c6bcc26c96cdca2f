# SPDX-License-Identifier: GPL-3.0-or-later
"""Levels of detail, collision hulls and wear of objects."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from backend.engine import Progress, Request
from backend.objects.body import triangles_of
from backend.objects.extras import LEVELS, MOST_VERTICES
from backend.objects.parametric_engine import ParametricEngine

ENGINE = ParametricEngine()


def make(prompt: str, **parameters):
    complete = ENGINE.complete({"texture_size": "0", **parameters})
    prop = ENGINE.generate(Request(prompt=prompt, seed=2, parameters=complete), Progress())
    prop.validate()
    return prop


@pytest.fixture(scope="module")
def mug():
    return make("a mug", lods=True, colliders=True)


def test_levels_of_detail_are_coarser_and_keep_the_shape(mug):
    assert len(mug.lods) == len(LEVELS) * len(mug.meshes)
    full = sum(len(triangles_of(mesh)) for mesh in mug.meshes)
    before = full
    for number, share in enumerate(LEVELS):
        level = [mesh for mesh in mug.lods if mesh.role == f"lod{number + 1}"]
        count = sum(len(mesh.face_offsets) - 1 for mesh in level)
        assert count < before and 0.4 * share < count / full < 1.6 * share
        before = count
        for coarse, mesh in zip(level, mug.meshes, strict=True):
            assert len(coarse.uvs) == len(coarse.corner_vertices) and coarse.materials == mesh.materials
            assert np.abs(np.ptp(coarse.vertices, axis=0) - np.ptp(mesh.vertices, axis=0)).max() < 0.02


def test_collision_hulls_are_convex_and_hold_every_part(mug):
    hulls = [trimesh.Trimesh(mesh.vertices, mesh.corner_vertices.reshape(-1, 3)) for mesh in mug.colliders]
    assert 2 <= len(hulls) <= 12 and all(hull.is_watertight and hull.volume > 0 for hull in hulls)
    assert all(hull.is_convex and len(hull.vertices) <= MOST_VERTICES for hull in hulls)
    points = np.concatenate([mesh.vertices for mesh in mug.meshes])[::7]
    outside = np.full(len(points), np.inf)
    for hull in hulls:
        normals, centers = hull.face_normals, hull.triangles_center
        outside = np.minimum(outside, (points @ normals.T - np.sum(normals * centers, axis=1)).max(axis=1))
    assert outside.max() < 0.003


def test_none_are_made_unasked():
    plain = make("a mug")
    assert plain.lods == [] and plain.colliders == []


def test_wear_darkens_and_rust_reddens():
    def color(prompt):
        mesh = next(mesh for mesh in make(prompt, texture_size="512").meshes if mesh.name == "body")
        return mesh.materials[0].base_color_image.pixels.reshape(-1, 3).mean(axis=0)

    new, rusty = color("a steel bucket"), color("a rusty steel bucket")
    assert rusty[0] - rusty[2] > 10 + abs(float(new[0] - new[2]))
    clean, dirty = color("a white porcelain bowl"), color("a filthy white porcelain bowl")
    assert dirty.mean() < 0.9 * clean.mean()


def test_what_cannot_rust_is_said():
    assert any("rust" in line for line in make("a rusty apple").provenance.assumptions)
