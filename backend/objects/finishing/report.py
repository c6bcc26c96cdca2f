# SPDX-License-Identifier: GPL-3.0-or-later
"""What is good and what is wrong with a mesh, in figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.objects.finishing.repair import edges_of, facing, welded
from backend.objects.finishing.soup import Soup
from backend.objects.modeling.atlas import rasterise

_GRID = 1024


@dataclass(frozen=True, kw_only=True)
class Report:
    """Measures of a mesh; lengths in metres. Of UVs None where the file has none."""

    triangles: int
    vertices: int
    components: int
    #: Every edge has two triangles that run along it in opposite directions.
    watertight: bool
    #: No edge has more than two triangles.
    manifold: bool
    open_edges: int
    crowded_edges: int
    duplicate_vertices: int
    degenerate_triangles: int
    #: Triangles that face inward, or against their neighbours.
    flipped_triangles: int
    size: tuple[float, float, float]
    base_at_origin: bool
    #: Share of the covered texels that more than one triangle claims.
    uv_overlap: float | None = None
    #: Mean and 95th percentile of the larger over the smaller singular value of the map, 1 at best.
    uv_stretch: float | None = None
    uv_stretch_95: float | None = None
    uv_coverage: float | None = None
    #: Texels a metre on a texture of 1024, the median by area.
    texel_density: float | None = None

    @property
    def faults(self) -> list[str]:
        """What is wrong, in sentences."""
        found = []
        if self.crowded_edges:
            found.append(f"{self.crowded_edges:,} edges have more than two triangles.")
        if self.open_edges:
            found.append(f"{self.open_edges:,} edges are open, so it is not watertight.")
        if self.degenerate_triangles:
            found.append(f"{self.degenerate_triangles:,} triangles have no area.")
        if self.flipped_triangles:
            found.append(f"{self.flipped_triangles:,} triangles face inward.")
        if self.uv_overlap is not None and self.uv_overlap > 0.01:
            found.append(f"{self.uv_overlap:.0%} of the charts overlap.")
        if self.uv_stretch_95 is not None and self.uv_stretch_95 > 4:
            found.append(f"A twentieth of the surface is stretched {self.uv_stretch_95:.1f} times or more.")
        if not 0.001 <= max(self.size) <= 100:
            found.append(f"It is {max(self.size):.3g} m across: its unit may be wrong.")
        return found

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def report(soup: Soup, uvs: np.ndarray | None = None) -> Report:
    """Measure ``soup``; ``uvs`` (V, 2) or one a corner (T, 3, 2). Vertices at one place count as one for the
    topology, since files split them along seams."""
    whole = welded(Soup(soup.vertices, soup.triangles))
    a, b, c = whole.triangles.T
    extent = float(np.ptp(soup.vertices, axis=0).max()) or 1.0
    flat = (a == b) | (b == c) | (c == a) | (np.linalg.norm(whole.normals(), axis=1) <= 1e-14 * extent ** 2)
    sound = Soup(whole.vertices, whole.triangles[~flat])
    directed, number = edges_of(sound.triangles)
    count = np.bincount(number)
    balance = np.bincount(number, np.where(directed[:, 0] < directed[:, 1], 1, -1))
    graph = coo_matrix((np.ones(len(directed)), directed.T), (len(whole.vertices),) * 2)
    label = connected_components(graph, directed=False)[1]
    used = soup.vertices[np.unique(soup.triangles)]
    low, high = used.min(axis=0), used.max(axis=0)
    middle = (low + high) / 2
    return Report(
        triangles=len(soup.triangles), vertices=len(used), components=len(np.unique(label[sound.triangles])),
        watertight=bool(len(count) and (count == 2).all() and (balance == 0).all()),
        manifold=bool(len(count) and (count <= 2).all()), open_edges=int((count == 1).sum()),
        crowded_edges=int((count > 2).sum()), duplicate_vertices=len(soup.vertices) - len(whole.vertices),
        degenerate_triangles=int(flat.sum()), flipped_triangles=int(facing(sound)[0].sum()),
        size=(float(high[0] - low[0]), float(high[1] - low[1]), float(high[2] - low[2])),
        base_at_origin=bool(max(abs(middle[0]), abs(middle[1]), abs(low[2])) < 0.01 * extent),
        **({} if uvs is None else _charts(soup, uvs)))


def _charts(soup: Soup, uvs: np.ndarray) -> dict[str, float]:
    corner = uvs if uvs.ndim == 3 else uvs[soup.triangles]
    texel, _, weights = rasterise(np.clip(corner.reshape(-1, 2), 0, 1), np.arange(corner.size // 2).reshape(-1, 3),
                                  _GRID)
    # Texels on an edge belong to both of its triangles: only those well inside tell of an overlap.
    deep = texel[(weights > 0.02).all(axis=1)]
    claimed = np.bincount(deep, minlength=1)
    one, two = (soup.vertices[soup.triangles[:, k]] - soup.vertices[soup.triangles[:, 0]] for k in (1, 2))
    normal = np.cross(one, two)
    area = np.linalg.norm(normal, axis=1)
    ok = area > 0
    length = np.linalg.norm(one, axis=1)
    u, v = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    safe = np.where(ok & (length > 0), length, 1)
    along = np.einsum("nk,nk->n", two, one) / safe
    across = np.where(ok, area, 1) / safe
    # Metres of the plane of the triangle -> UV; its singular values by the closed form for 2 x 2.
    x = u / safe[:, None]
    y = (v - x * along[:, None]) / np.where(across > 0, across, 1)[:, None]
    p, q, r = (x * x).sum(axis=1), (y * y).sum(axis=1), (x * y).sum(axis=1)
    root = np.sqrt((p - q) ** 2 + 4 * r * r)
    large, small = np.sqrt((p + q + root) / 2), np.sqrt(np.maximum(p + q - root, 0) / 2)
    stretch = np.clip(large / np.maximum(small, 1e-12), 1, 1e3)
    density = _GRID * np.sqrt(large * small)

    def share(values: np.ndarray, part: float) -> float:
        order = np.argsort(values)
        total = np.cumsum(area[order])
        return float(values[order][min(np.searchsorted(total, part * total[-1]), len(order) - 1)])

    return {"uv_overlap": float((claimed > 1).sum() / max(int((claimed > 0).sum()), 1)),
            "uv_stretch": float(np.average(stretch, weights=area)) if ok.any() else 1.0,
            "uv_stretch_95": share(stretch, 0.95), "texel_density": share(density, 0.5),
            "uv_coverage": len(np.unique(texel)) / _GRID ** 2}
