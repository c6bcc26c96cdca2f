# SPDX-License-Identifier: GPL-3.0-or-later
"""Solids are closed, outward, mapped without much stretch, and the size they were asked to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from object_checks import assert_closed, stretch

from backend.objects.modeling.atlas import fill, pack, rasterise
from backend.objects.modeling.curves import bezier, circle, fillet, offset, resample, rounded_rectangle, spline
from backend.objects.modeling.solids import box, extrude, lathe, post, sweep, turned, vessel, vessel_profile
from backend.objects.modeling.surface import join, skin

length = st.floats(0.02, 2.0)


@settings(max_examples=30, deadline=None)
@given(length, length, length, st.floats(0.0005, 0.2), st.integers(1, 4), st.integers(1, 5))
def test_boxes(width, depth, height, bevel, steps, divisions):
    solid = box(width, depth, height, bevel, steps, divisions)
    assert_closed(solid)
    low, high = solid.bounds()
    assert np.allclose(high - low, [width, depth, height])
    assert low[2] == pytest.approx(0, abs=1e-12)
    assert 0.5 * width * depth * height < solid.volume() < width * depth * height


def test_ball_and_ring_have_the_volume_of_geometry():
    angle = np.linspace(-np.pi / 2, np.pi / 2, 65)
    profile = np.column_stack([np.cos(angle), np.sin(angle)])
    profile[[0, -1], 0] = 0
    assert lathe(profile, 128).volume() == pytest.approx(4 / 3 * np.pi, rel=5e-3)
    turn = circle(96)
    ring = sweep(np.column_stack([turn, np.zeros(96)]), circle(48, 0.2), loop=True)
    assert_closed(ring)
    assert ring.volume() == pytest.approx(2 * np.pi ** 2 * 0.04, rel=1e-2)


def test_an_open_skin_is_refused():
    with pytest.raises(ValueError, match="point"):
        skin(np.stack([np.column_stack([circle(8), np.full(8, z)]) for z in (0.0, 1.0)]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.03, 0.12), min_size=3, max_size=5), st.floats(0.1, 0.4), st.floats(0.0, 0.008))
def test_vessels_are_closed_and_hollow(radii, height, foot):
    outer = spline(np.column_stack([radii, np.linspace(0, height, len(radii))]), 40)
    wall = 0.003
    solid = vessel(outer, wall, 0.005, 48, foot=foot)
    assert_closed(solid)
    assert {"body", "rim", "inside", "foot"} == set(solid.regions.tolist())
    profile, _ = vessel_profile(outer, wall, 0.005)
    full = lathe(np.concatenate([[[0, 0]], outer, [[0, outer[-1, 1]]]]), 48).volume()
    assert solid.volume() < 0.6 * full
    assert profile[-1, 0] == 0 and profile[-1, 1] > 0


@pytest.mark.parametrize("solid", [
    turned([(0.1, 0), (0.1, 0.2), (0.05, 0.3)], 0.01),
    extrude(rounded_rectangle(1, 0.5, 0.1), 0.1, 0.01),
    post(circle(16), [(0, 0.02, 0, 0), (0.5, 0.03, 0.05, 0.02), (1, 0.02, 0.1, 0.0)]),
    sweep(bezier((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1), 24), circle(12, 0.05), round_ends=True),
    sweep(bezier((0, 0, 0), (1, 0, 0), (1, 1, 1), (0, 0, 1), 24), rounded_rectangle(0.1, 0.04, 0.01)),
], ids=["turned", "extruded", "post", "round ends", "twisting strap"])
def test_other_solids(solid):
    assert_closed(solid)
    assert stretch(solid.vertices, solid.corners, solid.offsets, solid.uvs) < 1.6


def test_a_post_stands_level():
    solid = post(circle(16), [(0, 0.02, 0.1, 0), (0.7, 0.02, 0, 0)], 0.002)
    floor = solid.vertices[solid.vertices[:, 2] < 1e-9]
    assert len(floor) > 10


def test_mirror_keeps_outward():
    solid = box(0.3, 0.2, 0.1).moved(x=1)
    mirrored = solid.mirrored()
    assert_closed(mirrored)
    assert mirrored.vertices[:, 0].max() < 0
    assert_closed(join([solid, mirrored]))


def test_spline_passes_its_points_evenly():
    points = np.array([(0, 0), (1, 2), (3, 2), (4, 0)], float)
    curve = spline(points, 400)
    steps = np.linalg.norm(np.diff(curve, axis=0), axis=1)
    assert steps.std() / steps.mean() < 0.02
    for point in points:
        assert np.linalg.norm(curve - point, axis=1).min() < 0.02


def test_fillet_is_tangent_and_stays_within_the_polygon():
    rounded = fillet([(0, 0), (1, 0), (1, 1)], 0.2, 8)
    arc = rounded[(rounded[:, 0] > 0.79) & (rounded[:, 1] < 0.21)]
    distance = np.linalg.norm(arc - (0.8, 0.2), axis=1)
    assert np.abs(distance[2:-2] - 0.2).max() < 1e-9
    assert (rounded >= -1e-12).all() and (rounded <= 1 + 1e-12).all()


def test_offset_of_a_line_is_parallel():
    line = resample(np.array([(0.0, 0.0), (0.0, 1.0)]), 5)
    assert np.allclose(offset(line, 0.1)[:, 0], -0.1)


def test_packing_keeps_density_and_never_overlaps():
    solids = [box(0.4, 0.3, 0.2, 0.02), turned([(0.1, 0), (0.1, 0.5)], 0.01), box(0.05, 0.05, 0.9, 0.005)]
    uvs = pack(solids)
    densities = []
    for solid, uv in zip(solids, uvs):
        assert uv.min() >= 0 and uv.max() <= 1
        triangles = solid.triangles()

        def area(points, triangles=triangles):
            a, b, c = points[triangles].transpose(1, 0, 2)
            u, v = b - a, c - a
            return np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]).sum() / 2

        densities.append(area(uv) / area(solid.uvs))
    assert np.ptp(densities) / np.mean(densities) < 1e-6
    # Seen from above the atlas, every texel centre lies in one triangle at most (edges apart).
    whole = join(solids)
    texel, _, weights = rasterise(np.concatenate(uvs), whole.triangles(), 256)
    inner = weights.min(axis=1) > 1e-3
    assert len(np.unique(texel[inner])) == inner.sum()
    assert len(np.unique(texel)) / 256 ** 2 > 0.35  # the square is put to use


def test_rasterised_positions_are_the_surface():
    solid = box(0.4, 0.3, 0.2, 0.02)
    uv = pack([solid])[0]
    triangles = solid.triangles()
    _, triangle, weights = rasterise(uv, triangles, 128)
    points = np.einsum("nk,nkd->nd", weights, solid.vertices[solid.corners[triangles[triangle]]])
    low, high = solid.bounds()
    assert (points >= low - 1e-4).all() and (points <= high + 1e-4).all()
    outside = np.minimum(points - low, high - points).min(axis=1)
    assert np.median(outside) < 1e-3  # most lie on a flat side


def test_fill_takes_the_nearest_texel():
    image, covered = np.zeros((5, 5), int), np.zeros((5, 5), bool)
    image[0, 0], image[4, 4] = 1, 2
    covered[0, 0] = covered[4, 4] = True
    filled = fill(image, covered)
    assert filled[1, 0] == 1 and filled[3, 4] == 2 and (filled > 0).all()
