# SPDX-License-Identifier: GPL-3.0-or-later
"""Fewer triangles by quadric error (fast_simplification), the colours carried along."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.finishing.nearest import Surface
from backend.objects.finishing.repair import pieces_of
from backend.objects.finishing.soup import Soup

#: Above this many times the wanted triangles, slender pieces are tried another way.
_STALLED = 1.15
#: How far lines are drawn apart then: 1 puts all vertices' coordinates at even distances.
_EVEN = 0.3


def simplified(soup: Soup, target: int, seams: np.ndarray | None = None) -> Soup:
    """``soup`` with about ``target`` triangles; itself when it has no more. Lines along ``seams`` (E, 2), edges by
    their vertices, stay where they are."""
    if len(soup.triangles) <= target:
        return soup
    middle, extent = soup.vertices.mean(axis=0), float(np.ptp(soup.vertices, axis=0).max())
    points, triangles = _reduced((soup.vertices - middle) / extent, soup.triangles, target, seams)
    points = points * extent + middle
    if len(triangles) > _STALLED * target:
        other = _reduced_by_piece(soup, target / len(soup.triangles), seams)
        if len(other[1]) < len(triangles):
            points, triangles = other
    if not len(triangles):
        return soup
    used, index = np.unique(triangles, return_inverse=True)
    thin = replace(soup, vertices=points[used], triangles=index.reshape(-1, 3), colors=None, uvs=None, picture=None)
    if soup.colors is not None:
        thin.colors = Surface(soup).values(thin.vertices, soup.colors)
    return thin


def _reduced(points: np.ndarray, triangles: np.ndarray, target: int, seams: np.ndarray | None,
             ) -> tuple[np.ndarray, np.ndarray]:
    import fast_simplification
    points, triangles = points.astype(np.float32), triangles.astype(np.int32)
    fins = np.zeros((0, 3), np.float32)
    if seams is not None and len(seams):
        # A fin on every edge of a seam: leaving its plane costs as much as leaving the surface.
        normal = Soup(points.astype(float), triangles).vertex_normals()
        one, two = points[seams[:, 0]], points[seams[:, 1]]
        reach = np.linalg.norm(two - one, axis=1, keepdims=True)
        fins = ((one + two) / 2 + reach * normal[seams].mean(axis=1)).astype(np.float32)
        tips = len(points) + np.arange(len(fins))
        points = np.concatenate([points, fins])
        triangles = np.concatenate([triangles, np.column_stack([seams, tips]).astype(np.int32)])
    points, triangles = fast_simplification.simplify(points, triangles, target_count=target, agg=5)
    triangles = triangles.astype(np.int64)
    if len(fins):
        tip = np.isin(_bits(points), _bits(fins))
        triangles = triangles[~tip[triangles].any(axis=1)]
    a, b, c = triangles.T
    return points.astype(float), triangles[(a != b) & (b != c) & (c != a)]


def _bits(points: np.ndarray) -> np.ndarray:
    """Each row (N, 3) of float32 as one value to compare."""
    return np.ascontiguousarray(points, np.float32).view([("", "<u4")] * 3).reshape(-1)


def _reduced_by_piece(soup: Soup, share: float, seams: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Each piece drawn to a cube along its principal axes, its close lines drawn apart, reduced there, and drawn back.

    The library collapses no edge into triangles that are nearly lines; of slats, rods and boxes with narrow bevels it
    would leave most.
    """
    label = pieces_of(soup)
    order = np.argsort(label, kind="stable")
    points, triangles, first = [], [], 0
    for rows in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        used, index = np.unique(soup.triangles[rows], return_inverse=True)
        middle = soup.vertices[used].mean(axis=0)
        axes = np.linalg.svd(soup.vertices[used] - middle, full_matrices=False)[2]
        flat = (soup.vertices[used] - middle) @ axes.T
        drawn, lines = np.empty_like(flat), []
        for axis in range(3):
            value = np.unique(np.round(flat[:, axis], 12))
            span = max(float(np.ptp(value)), 1e-3 * float(np.ptp(flat)))
            even = np.linspace(0, 1, len(value)) if len(value) > 1 else np.zeros(1)
            lines.append((value, _EVEN * even + (1 - _EVEN) * (value - value[0]) / span))
            drawn[:, axis] = np.interp(flat[:, axis], *lines[-1])
        mine = None
        if seams is not None:
            here = seams[np.isin(seams, used).all(axis=1)]
            mine = np.searchsorted(used, here)
        made, kept = _reduced(drawn, index.reshape(-1, 3), max(4, round(share * len(rows))), mine)
        back = np.stack([np.interp(made[:, axis], *lines[axis][::-1]) for axis in range(3)], axis=1)
        points.append(back @ axes + middle)
        triangles.append(kept + first)
        first += len(made)
    return np.concatenate(points), np.concatenate(triangles)
