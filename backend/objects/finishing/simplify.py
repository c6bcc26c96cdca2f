# SPDX-License-Identifier: GPL-3.0-or-later
"""Fewer triangles by quadric error (fast_simplification), the colours carried along."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.finishing.nearest import Surface
from backend.objects.finishing.soup import Soup


def simplified(soup: Soup, target: int) -> Soup:
    """``soup`` with about ``target`` triangles; itself when it has no more."""
    if len(soup.triangles) <= target:
        return soup
    import fast_simplification
    middle, extent = soup.vertices.mean(axis=0), float(np.ptp(soup.vertices, axis=0).max())
    points, triangles = fast_simplification.simplify(
        ((soup.vertices - middle) / extent).astype(np.float32), soup.triangles.astype(np.int32), target_count=target,
        agg=5)
    points, triangles = points.astype(float) * extent + middle, triangles.astype(np.int64)
    a, b, c = triangles.T
    triangles = triangles[(a != b) & (b != c) & (c != a)]
    if not len(triangles):
        return soup
    used, index = np.unique(triangles, return_inverse=True)
    thin = replace(soup, vertices=points[used], triangles=index.reshape(-1, 3), colors=None)
    if soup.colors is not None:
        thin.colors = Surface(soup).values(thin.vertices, soup.colors)
    return thin
