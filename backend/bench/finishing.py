# SPDX-License-Identifier: GPL-3.0-or-later
"""Finishing 80,000 triangles with vertex colours: seconds a stage, and baking against the plain trimesh route."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from backend import srgb
from backend.engine import Progress
from backend.objects.finishing.baking import Charted
from backend.objects.finishing.soup import Soup

FACES, RESOLUTION = 10_000, 1024


def measure() -> dict[str, float]:
    """``total_s`` from triangles to a written GLB; seconds of each stage; ``ratio``: how many times longer
    colours alone take here (``colors_s``) than by the plain route, which knows the nearest vertex only; ``error`` and
    ``plain_error``: the mean distance of the baked colours from the field that the vertices were coloured by."""
    import trimesh

    from backend.export.files import write_asset
    from backend.objects.finishing.baking import bake, charted
    from backend.objects.finishing.finish import Options, finish
    from backend.objects.finishing.repair import repaired
    from backend.objects.finishing.simplify import simplified
    from backend.objects.modeling.atlas import rasterise

    ball = trimesh.creation.icosphere(subdivisions=6)
    points = np.asarray(ball.vertices)
    points = points * (1 + 0.15 * np.sin(6 * points[:, :1]) * np.cos(5 * points[:, 1:2]))
    soup = Soup(points, np.asarray(ball.faces, np.int64), _field(points))
    found: dict[str, float] = {}

    def timed(name: str, action):
        begun = time.perf_counter()
        made = action()
        found[name] = time.perf_counter() - begun
        return made

    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as scratch:
        timed("total_s", lambda: write_asset(Path(scratch) / "ball.glb", finish(
            soup, Options(faces=FACES, resolution=RESOLUTION), Progress())[0]))
    high = timed("repair_s", lambda: repaired(soup))
    low = timed("simplify_s", lambda: simplified(high, FACES))
    charts = timed("unwrap_s", lambda: charted(low, RESOLUTION))
    timed("bake_s", lambda: bake(low, charts, high, RESOLUTION, Progress()))
    material = timed("colors_s", lambda: bake(low, charts, high, RESOLUTION, Progress(), normals=False))
    plain = timed("plain_s", lambda: _plain(low, charts, high))
    texel, triangle, weights = rasterise(charts.uvs, charts.triangles, RESOLUTION)
    places = np.einsum("nk,nkd->nd", weights, low.vertices[charts.source[charts.triangles[triangle]]])
    # Both as the bytes of a texture, and back.
    for name, bytes_ in (("error", material.base_color_image.pixels), ("plain_error", srgb.to_bytes(plain))):
        seen = srgb.decode(bytes_.reshape(-1, 3)[texel] / 255)
        found[name] = float(np.abs(seen - _field(places)).mean())
    return found | {"ratio": found["colors_s"] / found["plain_s"]}


def _field(points: np.ndarray) -> np.ndarray:
    return 0.5 + 0.5 * np.sin(7 * points)


def _plain(low: Soup, charts: Charted, high: Soup) -> np.ndarray:
    """The colours as one bakes them with trimesh alone: a loop over the triangles, trimesh's tree of vertices, and the
    colour of the nearest. (Its ``closest_point`` is far slower.)"""
    import trimesh
    from scipy.ndimage import distance_transform_edt

    tree = trimesh.Trimesh(high.vertices, high.triangles, process=False).kdtree
    image, covered = np.zeros((RESOLUTION, RESOLUTION, 3)), np.zeros((RESOLUTION, RESOLUTION), bool)
    colors = np.zeros((0, 3)) if high.colors is None else high.colors
    for triangle in charts.triangles:
        corners = charts.uvs[triangle] * RESOLUTION - 0.5
        low_x, low_y = np.ceil(corners.min(axis=0)).astype(int)
        high_x, high_y = np.floor(corners.max(axis=0)).astype(int)
        x, y = (each.ravel() for each in np.meshgrid(np.arange(low_x, high_x + 1), np.arange(low_y, high_y + 1)))
        matrix = np.vstack([corners.T, np.ones(3)])
        if not len(x) or abs(np.linalg.det(matrix)) < 1e-12:
            continue
        weights = np.linalg.solve(matrix, np.vstack([x, y, np.ones(len(x))])).T
        inside = (weights >= 0).all(axis=1)
        if inside.any():
            _, nearest = tree.query(weights[inside] @ low.vertices[charts.source[triangle]])
            rows, columns = RESOLUTION - 1 - y[inside], x[inside]
            image[rows, columns], covered[rows, columns] = colors[nearest], True
    rows, columns = distance_transform_edt(~covered, return_distances=False, return_indices=True)
    return image[rows, columns]
