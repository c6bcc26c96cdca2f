# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts by xatlas, and textures baked over them: colours or any field, and what simplification took as normals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backend import srgb
from backend.engine import Progress
from backend.objects.finishing.nearest import Surface
from backend.objects.finishing.soup import Soup
from backend.objects.modeling.atlas import fill, rasterise
from protocol.assets import Image, Material

#: Places (N, 3) in metres -> linear RGB (N, 3), or with roughness and metallic behind (N, 5).
Field = Callable[[np.ndarray], np.ndarray]
_CHUNK = 1 << 17


@dataclass
class Charted:
    """A mesh cut along its charts: ``source`` is the vertex each of the C chart vertices came from."""

    source: np.ndarray
    #: (T, 3) chart vertices, in the order of the mesh's triangles.
    triangles: np.ndarray
    #: (C, 2) in 0..1, origin at the lower left.
    uvs: np.ndarray


def charted(soup: Soup, resolution: int = 1024, padding: int = 4) -> Charted:
    """Charts with ``padding`` texels between them at ``resolution``."""
    import xatlas
    atlas = xatlas.Atlas()
    middle, extent = soup.vertices.mean(axis=0), float(np.ptp(soup.vertices, axis=0).max())
    atlas.add_mesh(((soup.vertices - middle) / extent).astype(np.float32), soup.triangles.astype(np.uint32))
    options = xatlas.PackOptions()
    options.resolution, options.padding, options.bilinear = resolution, padding, True
    atlas.generate(xatlas.ChartOptions(), options)
    source, triangles, uvs = atlas[0]
    return Charted(source.astype(np.int64), triangles.reshape(-1, 3).astype(np.int64),
                   np.clip(uvs.astype(float), 0, 1))


def bake(low: Soup, charts: Charted, high: Soup, resolution: int, progress: Progress, field: Field | None = None,
         normals: bool = True, name: str = "Finished", surface: Surface | None = None) -> Material:
    """A material whose textures hold ``field``, or the colours of ``high``, and its normals over those of ``low``."""
    texel, triangle, weights = rasterise(charts.uvs, charts.triangles, resolution)
    texel, first = np.unique(texel, return_index=True)
    triangle, weights = triangle[first], weights[first]
    colored = field is not None or high.colors is not None
    material = Material(name=name, roughness=0.6)
    if not len(texel) or not (colored or normals):
        return material
    surface = surface or Surface(high)
    smooth, frame = (high.vertex_normals(), _frames(low, charts)) if normals else (None, None)
    color = np.zeros((len(texel), 5))
    bent = np.zeros((len(texel), 3))
    for start in range(0, len(texel), _CHUNK):
        progress.update(start / len(texel), "Baking textures")
        rows = slice(start, start + _CHUNK)
        corner = charts.source[charts.triangles[triangle[rows]]]
        points = np.einsum("nk,nkd->nd", weights[rows], low.vertices[corner])
        if field is not None:
            made = np.asarray(field(points))
            color[rows, :made.shape[1]] = made
            if made.shape[1] == 3:
                color[rows, 3] = material.roughness
        if normals or (field is None and colored):
            owner, inner = surface.nearest(points)
            places = high.triangles[owner]
            if field is None and high.colors is not None:
                color[rows, :3] = np.einsum("nk,nkd->nd", inner, high.colors[places])
            if smooth is not None and frame is not None:
                wanted = _unit(np.einsum("nk,nkd->nd", inner, smooth[places]))
                axes = np.einsum("nk,nkij->nij", weights[rows], frame[charts.triangles[triangle[rows]]])
                normal = _unit(axes[:, 2])
                tangent = _unit(axes[:, 0] - normal * np.einsum("nk,nk->n", axes[:, 0], normal)[:, None])
                side = np.cross(normal, tangent)
                side *= np.where(np.einsum("nk,nk->n", side, axes[:, 1]) < 0, -1.0, 1.0)[:, None]
                bent[rows] = np.stack([np.einsum("nk,nk->n", wanted, axis) for axis in (tangent, side, normal)], axis=1)
    if colored:
        material.base_color_image = _image(f"{name} color", srgb.encode(np.clip(color[:, :3], 0, 1)), texel, resolution,
                                           "sRGB")
        for channel, what in ((3, "roughness"), (4, "metallic")):
            if field is not None and np.ptp(color[:, channel]) > 0.01:
                values = np.clip(color[:, channel:channel + 1], 0, 1)
                setattr(material, f"{what}_image", _image(f"{name} {what}", values, texel, resolution, "Non-Color"))
            elif field is not None:
                setattr(material, what, float(np.clip(color[:, channel].mean(), 0, 1)))
    if normals:
        # What lies behind the low surface tells nothing of this side of it.
        bent[bent[:, 2] < 0.1] = (0, 0, 1)
        material.normal_image = _image(f"{name} normal", bent * 0.5 + 0.5, texel, resolution, "Non-Color")
    return material


def _frames(low: Soup, charts: Charted) -> np.ndarray:
    """(C, 3, 3): tangent, bitangent and normal of every chart vertex, as rows."""
    corners = low.vertices[charts.source[charts.triangles]]
    uv = charts.uvs[charts.triangles]
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    u, v = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    turn = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    turn = np.where(np.abs(turn) > 1e-12, turn, 1e-12)[:, None]
    area = np.linalg.norm(np.cross(one, two), axis=1)[:, None]
    frames = np.zeros((len(charts.source), 3, 3))
    for row, axis in ((0, (one * v[:, 1:] - two * u[:, 1:]) / turn), (1, (two * u[:, :1] - one * v[:, :1]) / turn)):
        weighted = np.repeat(_unit(axis) * area, 3, axis=0)
        for k in range(3):
            frames[:, row, k] = np.bincount(charts.triangles.ravel(), weighted[:, k], len(frames))
        frames[:, row] = _unit(frames[:, row])
    frames[:, 2] = low.vertex_normals()[charts.source]
    return frames


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def _image(name: str, values: np.ndarray, texel: np.ndarray, size: int, colorspace: str) -> Image:
    covered = np.zeros((size, size), bool)
    covered.flat[texel] = True
    pixels = np.zeros((size * size, values.shape[1]), np.uint8)
    pixels[texel] = np.round(255 * values)
    return Image(name=name, pixels=np.ascontiguousarray(fill(pixels.reshape(size, size, -1), covered)),
                 colorspace=colorspace)
