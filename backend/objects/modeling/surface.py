# SPDX-License-Identifier: GPL-3.0-or-later
"""A polygon surface under construction, and the skin over a row of sections that makes most of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.modeling.polygons import fans


@dataclass
class Surface:
    """Polygons with UV charts in metres and a named region (what a colour may be bound to) a face."""

    #: (V, 3), metres.
    vertices: np.ndarray
    #: (C,) vertex of each face corner, and (F+1,) where faces begin.
    corners: np.ndarray
    offsets: np.ndarray
    #: (C, 2), metres within each chart.
    uvs: np.ndarray
    #: (F,) chart number.
    charts: np.ndarray
    #: (F,) region name.
    regions: np.ndarray

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Surface:
        return replace(self, vertices=self.vertices + np.array([x, y, z]))

    def rotated(self, angle: float, axis: str = "z") -> Surface:
        """Turned by ``angle`` radians about a coordinate axis through the origin."""
        c, s = np.cos(angle), np.sin(angle)
        i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        matrix = np.eye(3)
        matrix[i, i] = matrix[j, j] = c
        matrix[i, j], matrix[j, i] = -s, s
        return replace(self, vertices=self.vertices @ matrix.T)

    def scaled(self, factors: ArrayLike) -> Surface:
        """Scaled along the axes; texel density follows the geometric mean. Factors must be positive."""
        mean = float(np.prod(np.asarray(factors, float))) ** (1 / 3)
        return replace(self, vertices=self.vertices * np.asarray(factors, float), uvs=self.uvs * mean)

    def mirrored(self) -> Surface:
        """Mirrored in x, kept outward."""
        return replace(self, vertices=self.vertices * (-1, 1, 1)).flipped()

    def deformed(self, function: Callable[[np.ndarray], np.ndarray]) -> Surface:
        """Vertices through ``function`` ((V, 3) -> (V, 3)); charts stay."""
        return replace(self, vertices=function(self.vertices.copy()))

    def named(self, region: str) -> Surface:
        """The same surface with one region name."""
        return replace(self, regions=np.full(len(self.charts), region, dtype="<U24"))

    def flipped(self) -> Surface:
        order = np.arange(len(self.corners))
        for size in np.unique(np.diff(self.offsets)):
            starts = self.offsets[:-1][np.diff(self.offsets) == size]
            index = starts[:, None] + np.arange(size)
            order[index] = index[:, ::-1]
        return replace(self, corners=self.corners[order], uvs=self.uvs[order])

    def triangles(self) -> np.ndarray:
        """(T, 3) corner numbers of a fan triangulation."""
        return fans(self.offsets)[0]

    def volume(self) -> float:
        """Signed volume enclosed, cubic metres; positive when faces look outward."""
        a, b, c = self.vertices[self.corners[self.triangles()]].transpose(1, 0, 2)
        return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        return self.vertices.min(axis=0), self.vertices.max(axis=0)


def join(surfaces: Sequence[Surface]) -> Surface:
    """One surface of several, as separate shells."""
    vertex = np.cumsum([0] + [len(s.vertices) for s in surfaces])
    corner = np.cumsum([0] + [len(s.corners) for s in surfaces])
    chart = np.cumsum([0] + [int(s.charts.max()) + 1 for s in surfaces])
    return Surface(
        vertices=np.concatenate([s.vertices for s in surfaces]),
        corners=np.concatenate([s.corners + base for s, base in zip(surfaces, vertex)]),
        offsets=np.concatenate([[0]] + [s.offsets[1:] + base for s, base in zip(surfaces, corner)]),
        uvs=np.concatenate([s.uvs for s in surfaces]),
        charts=np.concatenate([s.charts + base for s, base in zip(surfaces, chart)]),
        regions=np.concatenate([s.regions for s in surfaces]))


def skin(rings: np.ndarray, loop: bool = False, region: str | Sequence[str] = "body") -> Surface:
    """The closed surface through ``rings`` (K, M, 3): K closed sections of M points each.

    A ring whose points coincide becomes one vertex with a fan around it, so a surface ends in such
    a ring at both ends unless it is a ``loop`` (a torus). ``region`` may name each of the segments
    between rings. The result faces outward whichever way the rings run.
    """
    rings = np.asarray(rings, float)
    count, around, _ = rings.shape
    size = np.abs(rings - rings[:, :1]).max(axis=(1, 2))
    pole = size < 1e-9
    if not loop and not (pole[0] and pole[-1]):
        raise ValueError("an open skin must begin and end in a point")
    first = np.concatenate([[0], np.cumsum(np.where(pole, 1, around))])
    vertices = np.concatenate([ring[:1] if end else ring for ring, end in zip(rings, pole)])
    step = np.where(pole, 0, 1)
    segments = count if loop else count - 1
    charts, uv_low, uv_high = _chart(rings, pole, segments)

    column = np.arange(around)
    corners, uvs, sizes, chart_ids, labels = [], [], [], [], []
    for k in range(segments):
        n = (k + 1) % count
        if pole[k] and pole[n]:
            continue
        following = (column + 1) % around
        quad = np.stack([first[k] + column * step[k], first[k] + following * step[k],
                         first[n] + following * step[n], first[n] + column * step[n]], axis=1)
        uv = np.stack([uv_low[k][:-1], uv_low[k][1:], uv_high[k][1:], uv_high[k][:-1]], axis=1)
        if pole[k]:
            quad, uv = quad[:, [0, 2, 3]], uv[:, [0, 2, 3]]
        elif pole[n]:
            quad, uv = quad[:, :3], uv[:, :3]
        corners.append(quad.ravel())
        uvs.append(uv.reshape(-1, 2))
        sizes.append(np.full(around, quad.shape[1]))
        chart_ids.append(np.full(around, charts[k]))
        labels.append(np.full(around, region if isinstance(region, str) else region[k], dtype="<U24"))
    surface = Surface(vertices, np.concatenate(corners), np.concatenate([[0], np.cumsum(np.concatenate(sizes))]),
                      np.concatenate(uvs), np.concatenate(chart_ids), np.concatenate(labels))
    return surface.flipped() if surface.volume() < 0 else surface


def _chart(rings: np.ndarray, pole: np.ndarray, segments: int) -> tuple[np.ndarray, list, list]:
    """Chart number of each segment and the UVs of its lower and upper edge, (M+1, 2) each, metres.

    Flat stretches that reach well towards the axis unroll as discs, all others as strips, which
    are cut where the perimeter has halved or doubled: stretch stays below about 1.5 either way.
    """
    count, around, _ = rings.shape
    ahead = np.roll(rings, -1, axis=0)[:segments]
    along = np.linalg.norm(ahead - rings[:segments], axis=2).mean(axis=1)
    center = rings.mean(axis=1)
    radius = np.linalg.norm(rings - center[:, None], axis=2).mean(axis=1)
    edge = np.linalg.norm(np.roll(rings, -1, axis=1) - rings, axis=2)
    perimeter = edge.sum(axis=1)
    change = np.roll(radius, -1)[:segments] - radius[:segments]
    kind = np.where(np.abs(change) > 0.8 * along, np.sign(change).astype(int), 0)

    start = 0  # a disc must be worth its square in the atlas
    while start < segments:
        stop = start + 1
        while stop < segments and kind[stop] == kind[start]:
            stop += 1
        ends = radius[start], radius[stop % count]
        if kind[start] and min(ends) > 0.6 * max(ends):
            kind[start:stop] = 0
        start = stop

    charts = np.zeros(segments, int)
    low: list[np.ndarray] = [np.zeros((0, 2))] * segments
    high: list[np.ndarray] = [np.zeros((0, 2))] * segments
    start = chart = 0
    while start < segments:
        stop, least, most = start, np.inf, 0.0
        while stop < segments and kind[stop] == kind[start]:
            pair = [perimeter[stop], perimeter[(stop + 1) % count]]
            least, most = min(least, *pair), max(most, *pair)
            if kind[start] == 0 and stop > start and most > 2 * least:
                break
            stop += 1
        span = np.arange(start, stop)
        charts[span] = chart
        distance = np.concatenate([[0], np.cumsum(along[span])])
        if kind[start]:
            _unroll_disc(rings, center, radius, span, distance, kind[start], low, high)
        else:
            inner = [k for k in (*span, (stop % count)) if not pole[k]]
            fraction = np.concatenate([[0], np.cumsum(edge[inner].mean(axis=0))])
            middle = (perimeter[span] + perimeter[(span + 1) % count]) / 2
            width = np.average(middle, weights=along[span] + 1e-12)
            u = fraction / fraction[-1] * width
            for index, k in enumerate(span):
                low[k] = np.stack([u, np.full(around + 1, distance[index])], axis=1)
                high[k] = np.stack([u, np.full(around + 1, distance[index + 1])], axis=1)
        start, chart = stop, chart + 1
    return charts, low, high


def _unroll_disc(rings, center, radius, span, distance, sign, low, high) -> None:
    """Polar UVs: direction from the outermost ring, distance from the centre by length along the surface."""
    count = len(rings)
    edges = [*span, (span[-1] + 1) % count]
    reach = radius[edges[0]] + distance if sign > 0 else radius[edges[-1]] + distance[-1] - distance
    outer = edges[-1] if sign > 0 else edges[0]
    spokes = rings[outer] - center[outer]
    _, _, axes = np.linalg.svd(spokes, full_matrices=False)
    unit = spokes @ axes[:2].T / max(radius[outer], 1e-12)
    unit = np.concatenate([unit, unit[:1]])
    for index, k in enumerate(span):
        low[k], high[k] = unit * reach[index], unit * reach[index + 1]
