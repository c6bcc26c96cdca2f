# SPDX-License-Identifier: GPL-3.0-or-later
"""What cloth that is pulled tight is laid on."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from backend.avatar.ground import Ground, apart, joined, quads


def _sheet(height: float, base: int) -> Ground:
    """Three by three vertices a metre apart at a height, which move as base mesh vertices from ``base`` on."""
    x, y = np.meshgrid(np.arange(3.0), np.arange(3.0))
    corner = np.array([0, 1, 3, 4])
    return Ground(np.stack([x.ravel(), y.ravel(), np.full(9, height)], axis=1), np.tile([0.0, 0.0, 1.0], (9, 1)),
                  np.stack([corner, corner + 1, corner + 4, corner + 3], axis=1),
                  csr_matrix((np.ones(9), (np.arange(9), base + np.arange(9))), shape=(9, 20)))


def test_cloth_is_moved_out_of_the_surface_and_no_further() -> None:
    points = np.array([[0.5, 0.5, -0.2], [1.25, 1.5, 0.004], [0.3, 1.7, 0.4]])
    assert _sheet(0.0, 0).clear(points, 0.01) == pytest.approx(np.array(
        [[0.5, 0.5, 0.01], [1.25, 1.5, 0.01], [0.3, 1.7, 0.4]]))


def test_of_several_surfaces_the_nearest_counts_and_it_is_moved_as() -> None:
    both = joined([_sheet(0.0, 0), _sheet(1.0, 10)])
    places, normals = both.nearest(np.array([[0.25, 0.0, 0.3], [2.0, 2.0, 0.8]]))
    assert places == pytest.approx(np.array([[0.25, 0.0, 0.0], [2.0, 2.0, 1.0]]))
    assert normals == pytest.approx(np.array([[0.0, 0.0, 1.0]] * 2))
    rows = both.blend(np.array([[0.25, 0.0, 0.3], [2.0, 2.0, 0.8]])).toarray()
    assert rows[0, [0, 1]] == pytest.approx([0.75, 0.25]) and rows[1, 18] == pytest.approx(1.0)
    assert rows.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_polygons_become_quads_of_the_same_area() -> None:
    turn = np.linspace(0, 2 * np.pi, 7, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    for corners in (3, 4, 5, 6, 7):
        made = quads([tuple(range(corners))])
        x, y = ring[made].transpose(2, 0, 1)
        area = 0.5 * (x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum()
        x, y = ring[:corners].T
        assert area == pytest.approx(0.5 * (x * np.roll(y, -1) - y * np.roll(x, -1)).sum())


def test_points_stay_on_their_side_of_the_middle() -> None:
    points = np.array([[-0.01, 1.0, 2.0], [0.02, 1.0, 2.0], [0.03, 0.0, 0.0], [-0.03, 0.0, 0.0]])
    kept = apart(np.array([0.1, 0.1, -0.1, 0.0]), points)
    assert kept[:, 0].tolist() == [0.0, 0.02, 0.0, 0.0] and np.array_equal(kept[:, 1:], points[:, 1:])
