# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of vertices spread over a texture: a small rasteriser in UV space."""

from __future__ import annotations

import itertools

import numpy as np


def rasterise(uvs: np.ndarray, faces: np.ndarray, values: np.ndarray, vertex_faces: np.ndarray,
              size: int) -> tuple[np.ndarray, np.ndarray]:
    """Interpolate vertex values over UV quads.

    ``uvs`` (U, 2) with UV quads ``faces`` (F, 4); ``values`` (V, C) with the same quads of vertices
    ``vertex_faces`` (F, 4). Returns (size, size, C) f4, first row at the top, and a mask of the
    texels covered. Triangles of similar extent are filled together.
    """
    corners = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])
    vertices = np.concatenate([vertex_faces[:, [0, 1, 2]], vertex_faces[:, [0, 2, 3]]])
    points = np.stack([uvs[corners][..., 0] * size - 0.5, (1 - uvs[corners][..., 1]) * size - 0.5], axis=-1)
    low = np.floor(points.min(axis=1)).astype(int)
    extent = (np.ceil(points.max(axis=1)).astype(int) - low).max(axis=1) + 1
    image = np.zeros((size, size, values.shape[1]), dtype=np.float32)
    mask = np.zeros((size, size), dtype=bool)
    bounds = [0, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128, 256, 4096]
    for smallest, largest in itertools.pairwise(bounds):
        chosen = np.nonzero((extent > smallest) & (extent <= largest))[0]
        width = int(extent[chosen].max()) if len(chosen) else 0
        for start in range(0, len(chosen), max(1, 2_000_000 // max(width * width, 1))):
            part = chosen[start:start + max(1, 2_000_000 // (width * width))]
            _fill(points[part], low[part], width, values[vertices[part]], image, mask)
    return image, mask


def _fill(points: np.ndarray, low: np.ndarray, width: int, values: np.ndarray, image: np.ndarray,
          mask: np.ndarray) -> None:
    """Fill triangles (N, 3, 2) that lie in boxes of ``width`` texels from ``low`` (N, 2)."""
    size = len(image)
    step = np.arange(width)
    x = low[:, 0, None, None] + step[None, None, :]
    y = low[:, 1, None, None] + step[None, :, None]
    a, b, c = points[:, 0], points[:, 1], points[:, 2]
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    safe = np.where(np.abs(area) > 1e-12, area, 1.0)[:, None, None]

    def weight(p: np.ndarray, q: np.ndarray) -> np.ndarray:
        return ((q[:, 0] - p[:, 0])[:, None, None] * (y - p[:, 1, None, None])
                - (q[:, 1] - p[:, 1])[:, None, None] * (x - p[:, 0, None, None])) / safe

    weights = np.stack([weight(b, c), weight(c, a), weight(a, b)], axis=-1)
    inside = (weights.min(axis=-1) >= -0.02) & (np.abs(area) > 1e-12)[:, None, None]
    inside &= (x >= 0) & (x < size) & (y >= 0) & (y < size)
    triangle, row, column = np.nonzero(inside)
    rows, columns = low[triangle, 1] + row, low[triangle, 0] + column
    image[rows, columns] = np.einsum("nk,nkc->nc", weights[triangle, row, column], values[triangle])
    mask[rows, columns] = True
