# SPDX-License-Identifier: GPL-3.0-or-later
"""Packing charts into one unit square, and reading surface positions back for every texel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.objects.modeling.surface import Surface


def pack(surfaces: Sequence[Surface], margin: float = 0.004) -> list[np.ndarray]:
    """UVs in 0..1 for every corner of ``surfaces``, which share one atlas, at one texel density.

    Charts keep their shape; mirrored ones are turned over and tall ones laid on their side, then
    they are set on shelves by falling height. ``margin`` is the gap around each chart as a part of
    the atlas. Returns one (C, 2) array a surface.
    """
    placed: list[tuple[int, np.ndarray]] = []
    uvs = []
    for index, surface in enumerate(surfaces):
        uv = surface.uvs.copy()
        sizes = np.diff(surface.offsets)
        chart_of_corner = np.repeat(surface.charts, sizes)
        fans = surface.triangles()
        a, b, c = uv[fans].transpose(1, 0, 2)
        signed = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        area = np.bincount(chart_of_corner[fans[:, 0]], signed, minlength=int(surface.charts.max()) + 1)
        for chart in np.unique(surface.charts):
            corners = np.flatnonzero(chart_of_corner == chart)
            if area[chart] < 0:
                uv[corners, 0] *= -1
            width, height = np.ptp(uv[corners], axis=0)
            if height > width:
                uv[corners] = np.stack([uv[corners, 1], -uv[corners, 0]], axis=1)
            uv[corners] -= uv[corners].min(axis=0)
            placed.append((index, corners))
        uvs.append(uv)

    sizes = np.array([uvs[index][corners].max(axis=0) for index, corners in placed])
    order = np.argsort(-sizes[:, 1], kind="stable")
    low, high = float(np.sqrt(sizes.prod(axis=1).sum())), float(sizes[:, 0].max() + sizes[:, 1].sum()) * 1.5
    for _ in range(24):
        side = (low + high) / 2
        if _shelve(sizes, order, side, margin * side) is None:
            low = side
        else:
            high = side
    positions = _shelve(sizes, order, high, margin * high)
    assert positions is not None
    for (index, corners), position in zip(placed, positions):
        uvs[index][corners] = (uvs[index][corners] + position) / high
    return uvs


def _shelve(sizes: np.ndarray, order: np.ndarray, side: float, gap: float) -> np.ndarray | None:
    """Lower left corners of rectangles on shelves in a square of ``side``, None when they do not fit."""
    positions = np.zeros_like(sizes)
    x = y = gap
    shelf = 0.0
    for k in order:
        width, height = sizes[k]
        if x + width + gap > side:
            x, y, shelf = gap, y + shelf + gap, 0.0
        if x + width + gap > side or y + height + gap > side:
            return None
        positions[k] = x, y
        x, shelf = x + width + gap, max(shelf, height)
    return positions


def rasterise(uvs: np.ndarray, triangles: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Texels whose centre lies in a triangle: texel number (N,) (row major, top row first),
    triangle (N,) and barycentric coordinates (N, 3).

    ``uvs`` (C, 2) in 0..1, ``triangles`` (T, 3). Every texel of each bounding box is tested, all
    triangles at once; boxes are small because the meshes are fine and charts lie square.
    """
    corner = uvs[triangles] * size - 0.5
    corner[..., 1] = size - 1 - corner[..., 1]
    first = np.clip(np.ceil(corner.min(axis=1) - 1e-6), 0, size - 1).astype(int)
    last = np.clip(np.floor(corner.max(axis=1) + 1e-6), 0, size - 1).astype(int)
    extent = np.maximum(last - first + 1, 0)
    count = extent.prod(axis=1)
    owner = np.repeat(np.arange(len(triangles)), count)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    x = first[owner, 0] + within % extent[owner, 0]
    y = first[owner, 1] + within // extent[owner, 0]
    a, b, c = corner.transpose(1, 0, 2)
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    inverse = np.where(np.abs(area) > 1e-12, 1 / np.where(area == 0, 1, area), 0)[owner]
    a, b, c = a[owner], b[owner], c[owner]
    wb = ((x - a[:, 0]) * (c[:, 1] - a[:, 1]) - (y - a[:, 1]) * (c[:, 0] - a[:, 0])) * inverse
    wc = ((b[:, 0] - a[:, 0]) * (y - a[:, 1]) - (b[:, 1] - a[:, 1]) * (x - a[:, 0])) * inverse
    weights = np.stack([1 - wb - wc, wb, wc], axis=1)
    inside = (weights >= -1e-4).all(axis=1) & (inverse != 0)
    return (y * size + x)[inside], owner[inside], weights[inside]


def fill(image: np.ndarray, covered: np.ndarray) -> np.ndarray:
    """Texels outside every chart take the value of the nearest one inside, so mip levels never bleed."""
    from scipy.ndimage import distance_transform_edt
    if covered.all() or not covered.any():
        return image
    rows, columns = distance_transform_edt(~covered, return_distances=False, return_indices=True)
    return image[rows, columns]
