# SPDX-License-Identifier: GPL-3.0-or-later
"""Coarser levels of detail under the same textures: quadric simplification, UVs and materials found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.engine import Progress
from backend.objects.finishing.nearest import Surface
from backend.objects.finishing.repair import neighbours, pieces_of
from backend.objects.finishing.simplify import simplified
from backend.objects.finishing.soup import Soup
from backend.objects.modeling.polygons import fans
from protocol.assets import Mesh

#: Share of the triangles that each coarser level keeps.
LEVELS = (0.5, 0.2, 0.06)
#: How far apart in space, as a part of the extent, two places count whose normals are opposite: more than walls are
#: thick, so that the inside of a cup is not painted like its outside.
_OPPOSITE = 0.2
#: What a metre on the chart counts against one in space: a cut through a chart lies far across on it.
_ACROSS = 0.5


def levels(meshes: Sequence[Mesh], progress: Progress, shares: Sequence[float] = LEVELS) -> list[Mesh]:
    """Each mesh at each of ``shares``, as triangles, with role "lod1", "lod2" ...; as closed as it was."""
    sources = [_Source(mesh) for mesh in meshes]
    found = []
    for number, share in enumerate(shares):
        for step, source in enumerate(sources):
            progress.update((number + step / len(sources)) / len(shares), f"Level of detail {number + 1}")
            found.append(replace(source.thinned(share), name=f"{source.mesh.name} LOD{number + 1}",
                                 role=f"lod{number + 1}"))
    return found


class _Source:
    """A mesh as triangles, with what is needed to look up UVs and materials on it."""

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.corners, self.face = fans(mesh.face_offsets)
        self.soup = Soup(mesh.vertices.astype(float), mesh.corner_vertices[self.corners].astype(np.int64))
        extent = float(np.ptp(self.soup.vertices, axis=0).max()) or 1.0
        self.facing = 0.5 * _OPPOSITE * extent
        normals = np.repeat(self.facing * _unit(self.soup.normals())[:, None], 3, axis=1)
        self.normals = self.soup.vertex_normals()
        self.plain = Surface(self.soup, seeds=8 * len(self.corners), beside=normals)
        self.seams = None if mesh.material_index is None else _borders(self.soup, mesh.material_index[self.face])
        if mesh.uvs is None:
            return
        self.uv = mesh.uvs[self.corners].astype(float)
        self.chart = _charts(self.soup.triangles, self.uv)
        on_chart = np.abs(_cross(self.uv)).sum()
        self.metres = float(np.sqrt(np.linalg.norm(self.soup.normals(), axis=1).sum() / max(on_chart, 1e-12)))
        self.apart = 10 * extent
        beside = np.concatenate([normals, _ACROSS * self.metres * self.uv,
                                 np.repeat(self.apart * self.chart[:, None, None], 3, axis=1)], axis=2)
        self.within = Surface(self.soup, seeds=8 * len(self.corners), beside=beside)

    def thinned(self, share: float) -> Mesh:
        mesh = self.mesh
        thin = simplified(self.soup, max(4, round(share * len(self.corners))), self.seams)
        normal = self.facing * _unit(thin.normals())
        corner = thin.vertices[thin.triangles]
        owner, _ = self.plain.nearest(corner.mean(axis=1), normal)
        material = None if mesh.material_index is None else mesh.material_index[self.face[owner]]
        return replace(mesh, vertices=thin.vertices.astype("<f4"),
                       corner_vertices=thin.triangles.reshape(-1).astype("<i4"),
                       face_offsets=np.arange(0, 3 * len(corner) + 1, 3, dtype="<i4"), colors=None,
                       uvs=None if mesh.uvs is None else self._uvs(corner, owner, normal), material_index=material,
                       smooth=mesh.smooth and self._smoothly(thin, normal))

    def _smoothly(self, thin: Soup, beside: np.ndarray) -> bool:
        """Whether smooth shading of ``thin`` comes nearer to that of the mesh than flat shading does."""
        near = np.full((3, 3), 0.2) + 0.4 * np.eye(3)
        places = np.einsum("sk,tkd->tsd", near, thin.vertices[thin.triangles])
        triangle, weights = self.plain.nearest(places.reshape(-1, 3), np.repeat(beside, 3, axis=0))
        wanted = _unit(np.einsum("nk,nkd->nd", weights, self.normals[self.soup.triangles[triangle]]))
        soft = _unit(np.einsum("sk,tkd->tsd", near, thin.vertex_normals()[thin.triangles]).reshape(-1, 3))
        area = np.repeat(np.linalg.norm(thin.normals(), axis=1), 3)
        flat = np.repeat(_unit(thin.normals()), 3, axis=0)
        smooth, hard = (float(area @ np.linalg.norm(each - wanted, axis=1)) for each in (soft, flat))
        return smooth <= hard

    def _uvs(self, corner: np.ndarray, owner: np.ndarray, normal: np.ndarray) -> np.ndarray:
        """UVs of the corners (T, 3, 3) of triangles, each on the chart of the triangle ``owner`` (T,) under its
        middle: where that map, carried on, would have them, moved to the nearest place that the chart has."""
        guess = _carried_on(self.soup.vertices[self.soup.triangles[owner]], self.uv[owner], corner)
        label = np.repeat(self.chart[owner], 3)
        beside = np.concatenate([np.repeat(normal, 3, axis=0), _ACROSS * self.metres * guess.reshape(-1, 2),
                                 self.apart * label[:, None]], axis=1)
        under, weights = self.within.nearest(corner.reshape(-1, 3), beside)
        return np.einsum("nk,nkd->nd", weights, self.uv[under]).astype("<f4")


def _borders(soup: Soup, material: np.ndarray) -> np.ndarray:
    """Edges (E, 2) between triangles of different ``material`` (T,)."""
    one, two, ends = neighbours(soup)
    return ends[material[one] != material[two]]


def _charts(triangles: np.ndarray, uv: np.ndarray) -> np.ndarray:
    """Number of each triangle's chart: what hangs together by corners with one vertex and one UV."""
    rows = np.column_stack([triangles.reshape(-1, 1), np.round(uv.reshape(-1, 2) * (1 << 20)).astype(np.int64)])
    _, number = np.unique(rows @ np.array([1 << 42, 1 << 21, 1]), return_inverse=True)
    number = number.reshape(-1, 3)
    return pieces_of(Soup(np.empty((int(number.max()) + 1, 3)), number))


def _carried_on(triangle: np.ndarray, uv: np.ndarray, points: np.ndarray) -> np.ndarray:
    """UVs (T, K, 2) of ``points`` (T, K, 3) by the linear map of each ``triangle`` (T, 3, 3) with ``uv`` (T, 3, 2)."""
    one, two = triangle[:, 1] - triangle[:, 0], triangle[:, 2] - triangle[:, 0]
    d11, d12, d22 = (np.einsum("nk,nk->n", a, b) for a, b in ((one, one), (one, two), (two, two)))
    area = d11 * d22 - d12 * d12
    safe = np.where(area > 1e-9 * d11 * d22, area, np.inf)
    way = points - triangle[:, None, 0]
    p, q = np.einsum("nkd,nd->nk", way, one), np.einsum("nkd,nd->nk", way, two)
    v = (d22[:, None] * p - d12[:, None] * q) / safe[:, None]
    w = (d11[:, None] * q - d12[:, None] * p) / safe[:, None]
    across, up = (uv[:, 1] - uv[:, 0])[:, None], (uv[:, 2] - uv[:, 0])[:, None]
    return uv[:, None, 0] + v[..., None] * across + w[..., None] * up


def _cross(uv: np.ndarray) -> np.ndarray:
    one, two = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    return one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-300)
