# SPDX-License-Identifier: GPL-3.0-or-later
"""Levels of detail, collision hulls and wear of objects."""

from __future__ import annotations

import subprocess
import threading

import numpy as np
import pytest
import trimesh

from backend.engine import Cancelled, Progress, Request
from backend.objects import convex
from backend.objects.finishing.levels import LEVELS, levels
from backend.objects.finishing.report import report
from backend.objects.finishing.soup import Soup
from backend.objects.hulls import MOST_VERTICES, colliders
from backend.objects.modeling.atlas import rasterise
from backend.objects.modeling.polygons import fans, triangles_of
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


def test_levels_stay_closed_and_slender_parts_thin_out_too():
    chair = make("an oak chair", lods=True)
    for mesh in chair.lods:
        assert report(Soup(mesh.vertices.astype(float), mesh.corner_vertices.reshape(-1, 3).astype(int))).watertight
    full = {mesh.name: len(triangles_of(mesh)) for mesh in chair.meshes}
    for mesh in (each for each in chair.lods if each.role == "lod3"):
        assert len(mesh.face_offsets) - 1 < 0.2 * full[mesh.name.removesuffix(" LOD3")], mesh.name


def test_borders_between_materials_stay_where_they_are():
    vase = make("a vase with a gold rim")
    body = next(mesh for mesh in vase.meshes if len(mesh.materials) > 1)
    gold = [material.name for material in body.materials].index("Gold")

    def lowest(mesh):
        rows = mesh.corner_vertices[np.repeat(mesh.material_index == gold, np.diff(mesh.face_offsets))]
        return mesh.vertices[rows, 2].min()
    for mesh in levels([body], Progress()):
        assert lowest(mesh) == pytest.approx(lowest(body), abs=0.002)


def test_levels_have_the_uvs_of_their_places():
    """What the texture holds under any place of a level is what lies there on the mesh, but for specks."""
    mesh, = make("a bowl").meshes
    size, corners = 512, fans(mesh.face_offsets)[0]
    texel, triangle, weights = rasterise(mesh.uvs.astype(float), corners, size)
    painted = np.full((size * size, 3), np.nan)
    painted[texel] = np.einsum("nk,nkd->nd", weights, mesh.vertices[mesh.corner_vertices[corners[triangle]]])
    for number, level in enumerate(levels([mesh], Progress())):
        texel, triangle, weights = rasterise(level.uvs.astype(float), np.arange(len(level.uvs)).reshape(-1, 3), size)
        corner = level.vertices[level.corner_vertices.reshape(-1, 3)[triangle]]
        away = np.linalg.norm(np.einsum("nk,nkd->nd", weights, corner) - painted[texel], axis=1)
        assert len(away) > 0.9 * np.isfinite(painted[:, 0]).sum()
        assert np.nanquantile(away, 0.95) < (0.003, 0.006, 0.012)[number], number  # metres, of a bowl 30 cm across


def test_collision_hulls_are_convex_and_hold_every_part(mug):
    hulls = [trimesh.Trimesh(mesh.vertices, mesh.corner_vertices.reshape(-1, 3)) for mesh in mug.colliders]
    assert 2 <= len(hulls) <= 40 and all(hull.is_watertight and hull.volume > 0 for hull in hulls)
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


def inside(hulls, point) -> bool:
    return any(((hull.triangles_center - point) * hull.face_normals).sum(axis=1).min() > 0 for hull in hulls)


def test_a_cup_stays_hollow_to_what_collides_with_it(mug):
    hulls = [trimesh.Trimesh(mesh.vertices, mesh.corner_vertices.reshape(-1, 3)) for mesh in mug.colliders]
    body = next(mesh for mesh in mug.meshes if mesh.name == "body").vertices
    middle = (body.min(axis=0) + body.max(axis=0)) / 2
    assert not inside(hulls, middle) and inside(hulls, [middle[0], middle[1], body[:, 2].min() + 0.002])


def test_without_coacd_or_time_there_are_rough_hulls_and_a_note(monkeypatch):
    meshes = make("a mug").meshes
    rough, notes = colliders(meshes, Progress(), limit=0.01)
    assert rough and "could not be taken apart" in notes[0]
    monkeypatch.setattr(convex, "available", lambda: False)
    rough, notes = colliders(meshes, Progress())
    assert rough and "not installed" in notes[0]


def test_one_that_breaks_the_program_does_not_cost_the_others(tmp_path, monkeypatch):
    worker = tmp_path / "worker.py"
    worker.write_text(convex._SCRIPT.read_text().replace(
        "parts = coacd", "os.abort() if len(vertices) == 8 else None\n        parts = coacd"))
    monkeypatch.setattr(convex, "_SCRIPT", worker)
    torus, box = trimesh.creation.torus(1, 0.3, 12, 8), trimesh.creation.box()
    soups = [Soup(np.array(each.vertices), np.array(each.faces)) for each in (torus, box, torus)]
    first, broken, last = convex.decomposed(soups, 8, 32, 60.0, Progress())
    assert broken is None and first and last and len(first) == len(last) > 1


def test_cancel_ends_the_decomposition_at_once(monkeypatch):
    started = []
    real = subprocess.Popen

    def start(*rest, **more):
        started.append(real(*rest, **more))
        return started[-1]
    monkeypatch.setattr(convex.subprocess, "Popen", start)
    flag = threading.Event()
    ball = trimesh.creation.torus(1, 0.4, 64, 32)
    with pytest.raises(Cancelled):
        convex.decomposed([Soup(np.array(ball.vertices), np.array(ball.faces))] * 3, 32, 64, 60.0,
                          Progress(lambda *_: flag.set() if started else None, flag))
    assert len(started) == 1 and started[0].poll() is not None


def test_materials_know_what_they_weigh():
    steel, oak = (make(prompt).meshes[0].materials[0].procedural["density"]
                  for prompt in ("a steel bowl", "an oak bowl"))
    assert steel == 7800 and 600 < oak < 800
