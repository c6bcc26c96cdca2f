# SPDX-License-Identifier: GPL-3.0-or-later
"""Finishing on shapes whose right answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import srgb
from backend.engine import InvalidParameter, Progress
from backend.objects.finishing.baking import bake, charted
from backend.objects.finishing.finish import Options, finish, size_of
from backend.objects.finishing.nearest import Surface
from backend.objects.finishing.remesh import remeshed
from backend.objects.finishing.repair import repaired
from backend.objects.finishing.report import report
from backend.objects.finishing.simplify import simplified
from backend.objects.finishing.soup import Soup
from backend.objects.modeling.atlas import rasterise


def soup_of(mesh: trimesh.Trimesh) -> Soup:
    return Soup(np.array(mesh.vertices, float), np.array(mesh.faces, np.int64))


def ball(subdivisions: int = 3) -> Soup:
    return soup_of(trimesh.creation.icosphere(subdivisions=subdivisions))


def around(points: np.ndarray) -> np.ndarray:
    return 0.5 + 0.4 * np.sin(3 * points)


def test_a_ball_is_without_fault() -> None:
    found = report(ball())
    assert found.faults == [] and found.watertight and found.manifold and found.components == 1
    assert found.size == pytest.approx((2, 2, 2), rel=0.01) and not found.base_at_origin


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, 319), min_size=1, max_size=319), st.booleans())
def test_turned_triangles_face_outward_again(which: set[int], split: bool) -> None:
    soup = ball(2)
    turned = soup.triangles.copy()
    rows = sorted(which)
    turned[rows] = turned[rows, ::-1]
    broken = replace(soup, triangles=turned)
    if split:
        broken = Soup(broken.vertices[turned].reshape(-1, 3), np.arange(turned.size).reshape(-1, 3))
    assert report(broken).flipped_triangles == len(which)
    whole = repaired(broken)
    assert report(whole).faults == [] and whole.volume() == pytest.approx(soup.volume())


def test_duplicates_and_degenerate_triangles_go() -> None:
    soup = ball(2)
    triangles = np.concatenate([soup.triangles, soup.triangles[:5], soup.triangles[:3, [0, 1, 1]]])
    broken = Soup(soup.vertices[triangles].reshape(-1, 3), np.arange(triangles.size).reshape(-1, 3))
    assert report(broken).degenerate_triangles == 3
    whole = repaired(broken)
    assert len(whole.triangles) == len(soup.triangles) and len(whole.vertices) == len(soup.vertices)
    assert any("twice" in note for note in whole.notes)


def test_small_holes_close_and_large_ones_wait_to_be_asked() -> None:
    soup = ball(4)
    high, low = soup.vertices[soup.triangles].mean(axis=1)[:, 2], soup.vertices[soup.triangles].mean(axis=1)[:, 0]
    holed = replace(soup, triangles=soup.triangles[(high < 0.995) & (low < 0.6)])
    kept = repaired(holed, hole=0.2)
    assert any("1 holes were closed" in note for note in kept.notes)
    assert any("1 openings were left" in note for note in kept.notes)
    assert not report(kept).watertight
    closed = repaired(holed, watertight=True)
    assert report(closed).watertight and 0 < closed.volume() < soup.volume()


def test_what_has_one_side_is_told() -> None:
    turns, across = np.meshgrid(np.linspace(0, 2 * np.pi, 40, endpoint=False), (-0.3, 0.3), indexing="ij")
    points = np.stack([(1 + across * np.cos(turns / 2)) * np.cos(turns), (1 + across * np.cos(turns / 2))
                       * np.sin(turns), across * np.sin(turns / 2)], axis=-1).reshape(-1, 3)
    ring = [(2 * i, 2 * i + 1, (2 * i + 2) % 80, (2 * i + 3) % 80) for i in range(40)]
    ring[-1] = (78, 79, 1, 0)
    band = Soup(points, np.array([t for a, b, c, d in ring for t in ((a, b, c), (b, d, c))]))
    assert any("two sides" in note for note in repaired(band).notes)


def test_crowded_edges_are_counted() -> None:
    fan = Soup(np.array([[0, 0, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [-1, -1, 0]], float),
               np.array([[0, 1, 2], [0, 1, 3], [0, 1, 4]]))
    found = report(fan)
    assert not found.manifold and found.crowded_edges == 1 and not found.watertight


def test_the_nearest_place_is_exact_on_large_and_small_triangles() -> None:
    box = soup_of(trimesh.creation.box(extents=(2, 2, 2)))
    points = np.random.default_rng(1).uniform(-2, 2, (2000, 3))
    triangle, weights = Surface(box).nearest(points)
    found = np.einsum("nk,nkd->nd", weights, box.vertices[box.triangles[triangle]])
    outside = np.abs(points).max(axis=1) > 1.05
    assert np.allclose(found[outside], np.clip(points, -1, 1)[outside], atol=1e-6)


def test_simplified_keeps_shape_closure_and_colours() -> None:
    soup = ball(5)
    soup.colors = around(soup.vertices)
    thin = simplified(soup, 2000)
    assert 1900 <= len(thin.triangles) <= 2000 and report(thin).faults == []
    assert thin.volume() == pytest.approx(soup.volume(), rel=0.01)
    assert thin.colors is not None and np.abs(thin.colors - around(thin.vertices)).max() < 0.03


@pytest.mark.parametrize("of", ["vertices", "field"])
def test_baked_colours_are_those_of_the_place(of: str) -> None:
    high = ball(5)
    high.colors = around(high.vertices)
    low = simplified(high, 1500)
    charts = charted(low, 256)
    material = bake(low, charts, high, 256, Progress(), around if of == "field" else None)
    texel, triangle, weights = rasterise(charts.uvs, charts.triangles, 256)
    points = np.einsum("nk,nkd->nd", weights, low.vertices[charts.source[charts.triangles[triangle]]])
    assert material.base_color_image is not None and material.normal_image is not None
    seen = srgb.decode(material.base_color_image.pixels.reshape(-1, 3)[texel] / 255)
    assert np.abs(seen - around(points)).mean() < 0.01 and np.quantile(np.abs(seen - around(points)), 0.99) < 0.05
    # Padding: no texel of the picture is black, though the charts leave gaps.
    assert material.base_color_image.pixels.max(axis=2).min() > 0
    normals = material.normal_image.pixels.reshape(-1, 3)[texel] / 127.5 - 1
    assert normals[:, 2].mean() > 0.98


def test_a_field_gives_roughness_and_metal() -> None:
    low = ball(2)
    charts = charted(low, 64)

    def field(points: np.ndarray) -> np.ndarray:
        return np.column_stack([np.full((len(points), 3), 0.25), points[:, 2] * 0.4 + 0.5, np.ones(len(points))])
    material = bake(low, charts, low, 64, Progress(), field, normals=False)
    assert material.metallic == 1.0 and material.metallic_image is None
    assert material.roughness_image is not None and np.ptp(material.roughness_image.pixels) > 150


def test_finished_stands_on_the_origin_with_falling_levels() -> None:
    soup = ball(5)
    soup.vertices = soup.vertices * (1, 1, 2) + (5, -3, 7)
    prop, notes = finish(soup, Options(faces=2000, size=0.3, resolution=64), Progress())
    prop.meshes[0].check()
    vertices = prop.meshes[0].vertices
    assert np.ptp(vertices[:, 2]) == pytest.approx(0.3, rel=0.01) and vertices[:, 2].min() == pytest.approx(0, abs=2e-3)
    assert np.abs(vertices[:, :2].max(axis=0) + vertices[:, :2].min(axis=0)).max() < 2e-3
    counts = [len(mesh.face_offsets) - 1 for mesh in (*prop.meshes, *prop.lods)]
    assert counts == sorted(counts, reverse=True) and counts[-1] < 0.08 * counts[0]
    for mesh in prop.lods:
        mesh.check()
        assert report(Soup(mesh.vertices.astype(float), mesh.corner_vertices.reshape(-1, 3).astype(int))).watertight
    found = report(Soup(vertices.astype(float), prop.meshes[0].corner_vertices.reshape(-1, 3).astype(int)),
                   np.asarray(prop.meshes[0].uvs, float).reshape(-1, 3, 2))
    assert found.faults == [] and found.uv_overlap == pytest.approx(0, abs=0.001) and found.base_at_origin
    assert any("became" in note for note in notes)


def test_overlapping_pieces_become_one_closed_skin_of_their_union() -> None:
    shift = trimesh.transformations.translation_matrix((0.5, 0.3, 0.2))
    both = soup_of(trimesh.util.concatenate([trimesh.creation.box((1, 1, 1)),
                                             trimesh.creation.box((1, 1, 1), transform=shift)]))
    both.colors = around(both.vertices)
    whole = remeshed(both, Progress(), 48)
    found = report(whole)
    assert found.watertight and found.manifold and found.components == 1 and found.flipped_triangles == 0
    assert whole.volume() == pytest.approx(2 - 0.5 * 0.7 * 0.8, rel=0.03)
    assert np.ptp(whole.vertices, axis=0) == pytest.approx((1.5, 1.3, 1.2), rel=0.03)
    assert whole.colors is not None and whole.colors.shape == whole.vertices.shape


def test_soup_is_watertight_when_that_is_asked() -> None:
    """Three sheets that cross, a loose triangle and a ball with holes: nothing that closing holes could mend."""
    sheets = trimesh.util.concatenate([trimesh.creation.box((1, 1, 0.001)), trimesh.creation.box((0.001, 1, 1))])
    square = np.array([[-1, 0, -1], [1, 0, -1], [1, 0, 1], [-1, 0, 1]], float)
    fans = Soup(np.concatenate([square, [[0, 1, 0]]]), np.array([[0, 1, 2], [0, 2, 3], [0, 2, 4], [0, 2, 1]]))
    for soup in (soup_of(sheets), fans):
        prop, notes = finish(soup, Options(faces=3000, resolution=0, watertight=True, lods=False), Progress())
        mesh = prop.meshes[0]
        found = report(Soup(mesh.vertices.astype(float), mesh.corner_vertices.reshape(-1, 3).astype(int)))
        assert found.watertight and found.open_edges == 0
    assert any("remeshed" in note for note in notes)


def test_overlap_and_stretch_are_seen() -> None:
    square = Soup(np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float), np.array([[0, 1, 2], [0, 2, 3]]))
    good = report(square, square.vertices[:, :2])
    assert good.uv_stretch == pytest.approx(1) and good.uv_overlap == 0 and good.texel_density == pytest.approx(1024)
    assert report(square, square.vertices[:, :2] * (1, 0.1)).uv_stretch == pytest.approx(10, rel=1e-3)
    folded = report(square, np.array([[0, 0], [1, 0], [1, 1], [1, 0]], float))
    assert folded.uv_overlap is not None and folded.uv_overlap > 0.9


def test_a_box_is_flat_and_a_ball_smooth() -> None:
    plain = Options(resolution=0, lods=False)
    assert finish(ball(), plain, Progress())[0].meshes[0].smooth
    assert not finish(soup_of(trimesh.creation.box()), plain, Progress())[0].meshes[0].smooth


def test_sizes_in_words() -> None:
    assert size_of("30cm") == pytest.approx(0.3) and size_of(" 0.5 m ") == 0.5 and 0.05 < size_of("mug") < 0.3
    with pytest.raises(InvalidParameter, match="neither a size"):
        size_of("zorblax")
    with pytest.raises(InvalidParameter):
        Options(faces=2)
