# SPDX-License-Identifier: GPL-3.0-or-later
"""Any triangles to one closed, manifold skin: distances on a grid, the outside flooded, a surface net around the rest.

What encloses space becomes solid; open sheets become slabs about a cell thick; what lies inside is gone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.engine import Progress
from backend.objects.finishing.nearest import Surface
from backend.objects.finishing.soup import Soup
from backend.objects.modeling.meshing import surface_net

#: Cells along the longest extent, and cells that the skin is drawn off the surface for the flood to be stopped by it.
CELLS, _SKIN = 128, 0.9
#: Part of a cell by which the skin stays off, so that the two sides of a sheet do not meet.
_OFF = 0.12
_CHUNK = 1 << 16


def remeshed(soup: Soup, progress: Progress, cells: int = CELLS) -> Soup:
    """``soup`` as one closed skin, with its colours, within about a ``cells``-th of its longest extent."""
    from scipy.ndimage import distance_transform_edt, label
    low, high = soup.vertices.min(axis=0), soup.vertices.max(axis=0)
    cell = float((high - low).max()) / cells
    origin = low - 4 * cell
    shape = np.ceil((high - low) / cell).astype(int) + 9
    surface = Surface(soup, seeds=12 * cells ** 2)
    # Cells near the surface, found by strewing it with points half a cell apart; their distance is exact.
    marked = np.zeros(shape, bool)
    at = np.round((surface.places - origin) / cell).astype(int)
    marked[tuple(at.T)] = True
    progress.update(0.1, "Remeshing")
    near = distance_transform_edt(~marked)
    field = near * cell
    band = np.argwhere(near <= 3.0)
    for start in range(0, len(band), _CHUNK):
        progress.update(0.1 + 0.5 * start / len(band), "Remeshing")
        rows = band[start:start + _CHUNK]
        points = origin + rows * cell
        triangle, weights = surface.nearest(points)
        place = np.einsum("nk,nkd->nd", weights, soup.vertices[soup.triangles[triangle]])
        field[tuple(rows.T)] = np.linalg.norm(points - place, axis=1)
    regions, _ = label(field > _SKIN * cell)
    outside = regions == regions[0, 0, 0]
    field = np.where(outside, field - _SKIN * cell, -np.abs(field - _SKIN * cell) - 1e-6 * cell)
    progress.update(0.65, "Remeshing")
    points, quads = surface_net(field / cell, origin, cell)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    # Back onto the surface, all but a hair.
    for start in range(0, len(points), _CHUNK):
        progress.update(0.75 + 0.25 * start / len(points), "Remeshing")
        part = slice(start, start + _CHUNK)
        triangle, weights = surface.nearest(points[part])
        way = points[part] - np.einsum("nk,nkd->nd", weights, soup.vertices[soup.triangles[triangle]])
        length = np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-12)
        points[part] -= way * np.clip((length - _OFF * cell) / length, 0, np.minimum(1, 1.5 * cell / length))
    made = replace(soup, vertices=points, triangles=triangles, colors=None, uvs=None, picture=None,
                   notes=[*soup.notes, f"It was remeshed as one closed skin, {cell * 1000:.3g} mm fine."])
    if soup.colors is not None:
        made.colors = surface.values(points, soup.colors)
    return made
