# SPDX-License-Identifier: GPL-3.0-or-later
"""The nearest place on a triangle mesh, for many points at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.spatial import cKDTree

from backend.objects.finishing.soup import Soup

#: Candidate triangles a point, and seeds strewn over the whole mesh at least.
_CANDIDATES, _SEEDS = 4, 40_000
_CHUNK = 1 << 17


class Surface:
    """A mesh to look up places on. Seeds lie on every triangle, the more the larger it is; the exact nearest place is
    sought on the triangles of the seeds nearest to a point.

    ``beside`` (T, 3, K) gives the corners further coordinates, by which seeds are far apart that lie near each other:
    the two sides of a thin wall, by their normals.
    """

    def __init__(self, soup: Soup, seeds: int = _SEEDS, beside: np.ndarray | None = None) -> None:
        self.soup = soup
        places = soup.vertices[soup.triangles]
        if beside is not None:
            places = np.concatenate([places, beside], axis=2)
        area = np.linalg.norm(soup.normals(), axis=1) / 2
        wanted = max(seeds, len(area))
        steps = np.clip(np.ceil(np.sqrt(area * wanted / max(float(area.sum()), 1e-300))), 1, 200).astype(int)
        strewn, owners = [], []
        for step in np.unique(steps):
            which = np.flatnonzero(steps == step)
            i, j = np.meshgrid(np.arange(step), np.arange(step), indexing="ij")
            up = i + j < step
            down = i + j < step - 1
            b = np.concatenate([(i[up] + 1 / 3) / step, (i[down] + 2 / 3) / step])
            c = np.concatenate([(j[up] + 1 / 3) / step, (j[down] + 2 / 3) / step])
            weights = np.stack([1 - b - c, b, c], axis=1)
            strewn.append(np.einsum("sk,tkd->tsd", weights, places[which]).reshape(-1, places.shape[2]))
            owners.append(np.repeat(which, len(weights)))
        self._owner = np.concatenate(owners)
        seeds_at = np.concatenate(strewn)
        #: Where the seeds lie, (S, 3).
        self.places = seeds_at[:, :3]
        self._tree = cKDTree(seeds_at)

    def nearest(self, points: np.ndarray, beside: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Triangle (N,) and barycentric weights (N, 3) of the place nearest to each of ``points`` (N, 3), which have
        the further coordinates ``beside`` (N, K)."""
        count = min(_CANDIDATES, len(self._owner))
        sought = points if beside is None else np.concatenate([points, beside], axis=1)
        _, seed = self._tree.query(sought, count, workers=-1)
        candidate = self._owner[seed.reshape(len(points), count)]
        best = np.full(len(points), np.inf)
        triangle, weights = candidate[:, 0].copy(), np.zeros((len(points), 3))
        for k in range(count):
            rows = np.arange(len(points)) if k == 0 else np.flatnonzero((candidate[:, k:k + 1]
                                                                         != candidate[:, :k]).all(axis=1))
            corners = self.soup.vertices[self.soup.triangles[candidate[rows, k]]]
            found = closest_weights(points[rows], corners)
            away = np.sum((np.einsum("nk,nkd->nd", found, corners) - points[rows]) ** 2, axis=1)
            better = away < best[rows]
            rows = rows[better]
            best[rows], triangle[rows], weights[rows] = away[better], candidate[rows, k], found[better]
        return triangle, weights

    def values(self, points: np.ndarray, of_vertex: np.ndarray) -> np.ndarray:
        """What ``of_vertex`` (V, K) is at the places nearest to ``points``."""
        made = np.empty((len(points), of_vertex.shape[1]))
        for start in range(0, len(points), _CHUNK):
            triangle, weights = self.nearest(points[start:start + _CHUNK])
            made[start:start + _CHUNK] = np.einsum("nk,nkd->nd", weights, of_vertex[self.soup.triangles[triangle]])
        return made


def painted(soup: Soup) -> Callable[[np.ndarray], np.ndarray]:
    """Places near ``soup`` -> linear RGB of its texture there, between texels in proportion, repeating."""
    surface, uvs, picture = Surface(soup), soup.uvs, soup.picture
    assert uvs is not None and picture is not None
    height, width = picture.shape[:2]

    def color(points: np.ndarray) -> np.ndarray:
        uv = surface.values(points, uvs)
        x, y = uv[:, 0] * width - 0.5, (1 - uv[:, 1]) * height - 0.5
        left, top = np.floor(x).astype(int), np.floor(y).astype(int)
        right, down = (x - left)[:, None], (y - top)[:, None]
        first, second, above, below = left % width, (left + 1) % width, top % height, (top + 1) % height
        return ((picture[above, first] * (1 - right) + picture[above, second] * right) * (1 - down)
                + (picture[below, first] * (1 - right) + picture[below, second] * right) * down)
    return color


def closest_weights(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Barycentric weights (N, 3) of the place on each triangle (N, 3, 3) nearest to its point (N, 3)."""
    a, b, c = corners.transpose(1, 0, 2)
    ab, ac, ap = b - a, c - a, points - a
    d11, d12, d22 = (np.einsum("nk,nk->n", u, v) for u, v in ((ab, ab), (ab, ac), (ac, ac)))
    d1, d2 = np.einsum("nk,nk->n", ab, ap), np.einsum("nk,nk->n", ac, ap)
    area = d11 * d22 - d12 * d12
    safe = np.where(area > 0, area, 1)
    v, w = (d22 * d1 - d12 * d2) / safe, (d11 * d2 - d12 * d1) / safe
    weights = np.stack([1 - v - w, v, w], axis=1)
    out = np.flatnonzero((weights < 0).any(axis=1) | (area <= 0))
    if not len(out):
        return weights
    # Outside: the best of the three edges.
    best = np.full(len(out), np.inf)
    for start, end in ((0, 1), (1, 2), (2, 0)):
        p, q = corners[out, start], corners[out, end]
        along = q - p
        length = np.einsum("nk,nk->n", along, along)
        t = np.clip(np.einsum("nk,nk->n", along, points[out] - p) / np.where(length > 0, length, 1), 0, 1)
        away = np.sum((p + t[:, None] * along - points[out]) ** 2, axis=1)
        better = away < best
        best[better] = away[better]
        edge = np.zeros((int(better.sum()), 3))
        edge[:, start], edge[:, end] = 1 - t[better], t[better]
        weights[out[better]] = edge
    return weights
