# SPDX-License-Identifier: GPL-3.0-or-later
"""Finishing a draped garment: patches raised, collars, buttons and zips sewn on, edges turned in to a hem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import attach, collars, soles
from .cuts import SOLE, Cut
from .drape_body import Body, Layer
from .ground import Ground, apart
from .patches import PATCHES
from .patterns import MAIN, TRIM, Pattern

#: Thickness of cloth at an edge and width of the turned-in hem, metres.
THICKNESS, HEM = 0.0025, 0.014
#: Width of the hem of cloth that is pulled tight, and how far from what is beneath it is kept, metres.
TAUT_HEM, TAUT_CLEAR = 0.006, 0.0008


@dataclass(frozen=True)
class Draped:
    """A garment on a body. ``rows`` are base mesh blends (V, 19158) for weights, like the points."""

    points: np.ndarray
    rows: Any
    faces: list[tuple[int, ...]]
    tags: list[int]


class _Sewing:
    """A garment being finished: its vertices in parts, faces and what they are made of."""

    def __init__(self, pattern: Pattern, points: np.ndarray) -> None:
        self.matrix = (pattern.sewn.matrix @ pattern.surface.matrix).tocsr()
        self.rows = [self.matrix]
        self.points = [points]
        self.faces, self.tags = list(pattern.sewn.faces), list(pattern.sewn.tags)
        self.count = len(points)

    def vertices(self, points: np.ndarray, rows: Any) -> int:
        """Add vertices; returns the number of the first."""
        self.points.append(points)
        self.rows.append(rows)
        self.count += len(points)
        return self.count - len(points)

    def band(self, ring: np.ndarray, source: list[int], previous: list[int], tag: int, closed: bool) -> list[int]:
        """Join ``previous`` to a new ring of vertices blended as ``source`` are; returns the new ring."""
        first = self.vertices(ring, self.matrix[source])
        current = list(range(first, first + len(source)))
        for index in range(len(source) - (not closed)):
            following = (index + 1) % len(source)
            self.faces.append((previous[following], previous[index], current[index], current[following]))
            self.tags.append(tag)
        return current


def finish(pattern: Pattern, points: np.ndarray, body: Body, layers: Sequence[Layer] = (),
           ground: Ground | None = None) -> Draped:
    """The whole garment (see the module) from the vertices (V, 3) of the pattern's surface; ``ground`` is what it is
    pulled tight over, by default the skin."""
    surface = pattern.surface
    normals = surface.normals(points)
    fine, fine_normals = pattern.sewn.points(points), _unit(pattern.sewn.points(normals))
    inward = pattern.sewn.points(pattern.mean @ points - points)
    sewing = _Sewing(pattern, fine)
    _patches(sewing, pattern, fine, fine_normals)
    for kind, loop in pattern.loops:
        if kind == "sole":
            _sole(sewing, loop, fine, body.floor, 0.009 if pattern.cut.top > 1.2 else 0.005, pattern.cut)
            continue
        _edge(sewing, pattern, body, kind, loop, fine, fine_normals, inward, layers, ground or body)
    for rows, each in pattern.details:
        vertices, faces, rides = attach.built(each, rows @ points, _unit(rows @ normals))
        first = sewing.vertices(vertices, (rows @ surface.matrix)[rides])
        sewing.faces += [tuple(v + first for v in face) for face in faces]
        sewing.tags += [each.tag] * len(faces)
    return _compact(sewing)


def _sole(sewing: _Sewing, loop: list[int], points: np.ndarray, floor: float, heel: float, cut: Cut) -> None:
    """The sole under the lower edge of a shoe; of one of straps, nothing of it is in the foot."""
    ring, nearest = soles.outline(points[loop])
    source = [loop[index] for index in nearest]
    first, *walls = (soles.heeled(ring, floor) if cut.heel > 0 else soles.rings(ring, floor, heel))[int(cut.straps):]
    start = sewing.vertices(first, sewing.matrix[source])
    current = list(range(start, start + len(source)))
    for wall in walls:
        current = sewing.band(wall, source, current, SOLE, True)
    faces = soles.underside(current)
    sewing.faces += faces
    sewing.tags += [SOLE] * len(faces)


def _patches(sewing: _Sewing, pattern: Pattern, points: np.ndarray, normals: np.ndarray) -> None:
    """Lift the faces of every patch and close the rim with the cloth about them."""
    for name, chosen in pattern.patches:
        patch = PATCHES[name]
        number: dict[int, int] = {}
        edges: dict[tuple[int, int], int] = {}
        for index in chosen:
            face = sewing.faces[index]
            for a, b in zip(face, face[1:] + face[:1]):
                edges[a, b] = edges.get((a, b), 0) + 1
                number.setdefault(a, len(number))
        source = list(number)
        lifted = points[source] + patch.lift * normals[source]
        first = sewing.vertices(lifted, sewing.matrix[source])
        for index in chosen:
            sewing.faces[index] = tuple(first + number[v] for v in sewing.faces[index])
            if patch.tag != MAIN:
                sewing.tags[index] = patch.tag
        tag = sewing.tags[chosen[0]]
        # The rim has vertices of its own: shared ones would round the patch's edge off, a face at a time.
        rim = [(a, b) for a, b in edges if (b, a) not in edges]
        ends = list(dict.fromkeys(vertex for edge in rim for vertex in edge))
        below = sewing.vertices(points[ends], sewing.matrix[ends])
        above = sewing.vertices(lifted[[number[each] for each in ends]], sewing.matrix[ends])
        at = {vertex: place for place, vertex in enumerate(ends)}
        for a, b in rim:
            sewing.faces.append((below + at[a], below + at[b], above + at[b], above + at[a]))
            sewing.tags.append(tag)


def _edge(sewing: _Sewing, pattern: Pattern, body: Body, kind: str, loop: list[int], points: np.ndarray,
          normals: np.ndarray, inward: np.ndarray, layers: Sequence[Layer], ground: Ground) -> None:
    """A hem along an edge of the cloth, and on a neck edge the collar."""
    cut = pattern.cut
    edge, out, into = points[loop], normals[loop], _unit(inward[loop])
    chain, closed = _chain(pattern, loop) if kind == "neck" and cut.collar not in ("crew", "none") else ([], False)
    if len(chain) > 8:
        for sheet in collars.raised(cut.collar, points[chain], closed, body, cut.clearance):
            source = [chain[column] for column in sheet.columns]
            if np.abs(sheet.rings[0] - points[source]).max() < 1e-9:
                current = source
            else:
                first = sewing.vertices(sheet.rings[0], sewing.matrix[source])
                current = list(range(first, first + len(source)))
            rings = [sheet.rings[0], *(_clear(ring, layers) for ring in sheet.rings[1:])]
            for ring in rings[1:]:
                current = sewing.band(ring, source, current, TRIM, sheet.closed)
            # The inner side: cloth has a thickness wherever its edge is seen.
            last, before = rings[-1], rings[-2]
            inner = sewing.band(last - THICKNESS * _away(last), source, current, TRIM, sheet.closed)
            sewing.band(before - THICKNESS * _away(before) * (len(rings) > 2), source, inner, TRIM, sheet.closed)
        if closed:
            return
    # Straps and the edges of briefs lie on the skin: they turn in no further than to it.
    close = cut.straps or cut.brief or cut.taut
    thick = 0.4 * THICKNESS if close else THICKNESS
    width = 0.4 * HEM if cut.straps else TAUT_HEM if cut.taut or cut.brief else HEM
    rings = [edge - thick * out, edge - 1.6 * thick * out + width * into]
    if cut.taut:
        rings = [apart(edge[:, 0], ground.clear(ring, TAUT_CLEAR)) for ring in rings]
    sewing.band(rings[1], loop, sewing.band(rings[0], loop, loop, MAIN, True), MAIN, True)


def _clear(ring: np.ndarray, layers: Sequence[Layer]) -> np.ndarray:
    """A ring of a collar moved outside of the collars beneath it, the thickness of its cloth included."""
    for layer in layers:
        ring = layer.push_out(ring, THICKNESS + 0.002, 0.025)
    return ring


def _away(ring: np.ndarray) -> np.ndarray:
    return _unit((ring - ring.mean(axis=0)) * [1, 1, 0])


def _chain(pattern: Pattern, loop: list[int]) -> tuple[list[int], bool]:
    """The vertices of a loop that lie on the neckline, in order, and whether these are all of it."""
    on = np.abs(pattern.neck[loop]) < 0.005
    if on.all():
        return loop, True
    start = int(np.argmin(on))
    turned, on = loop[start:] + loop[:start], np.roll(on, -start)
    runs, run = [], []
    for vertex, here in zip(turned, on):
        if here:
            run.append(vertex)
        elif run:
            runs.append(run)
            run = []
    runs.append(run)
    return max(runs, key=len), False


def _compact(sewing: _Sewing) -> Draped:
    """Without the vertices that patches have left behind."""
    from scipy.sparse import vstack

    points, rows = np.concatenate(sewing.points), vstack(sewing.rows).tocsr()
    used = np.zeros(len(points), dtype=bool)
    for face in sewing.faces:
        used[list(face)] = True
    number = np.cumsum(used) - 1
    return Draped(points[used], rows[used], [tuple(int(number[v]) for v in face) for face in sewing.faces],
                  sewing.tags)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
