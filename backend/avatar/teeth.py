# SPDX-License-Identifier: GPL-3.0-or-later
"""Teeth one by one, and gums, on the two arches of the base mesh.

The base mesh has a smooth band for each row of teeth. Everything here is a blend of that band's vertices, so that teeth
follow every face, the jaw and the face shapes as the band does.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np

from backend.body import hm08

from .surface import Surface, join

#: Widths of the teeth from the middle outwards, mm: two incisors, a canine, two premolars, two molars (Wheeler's Dental
#: Anatomy, mesiodistal diameters of the crowns).
UPPER, LOWER = (8.5, 6.5, 7.5, 7.0, 7.0, 10.0, 9.0), (5.0, 5.5, 7.0, 7.0, 7.0, 11.0, 10.5)
#: Columns of vertices across a tooth, and the rows round it: a place on the band of 0 at the gum's upper edge, 1 half
#: way down, 2 at the biting edge and 3 at the inner edge.
ACROSS, ROWS = np.linspace(-1.0, 1.0, 7), np.array([0.30, 0.75, 1.20, 1.62, 1.88, 2.0, 2.12, 2.45, 2.9])
#: The same for the gum, and how far each row of it lies within the band, as a share of its depth.
GUM, SUNK = np.array([0.0, 0.12, 0.30, 0.45, 0.60]), np.array([0.02, -0.03, -0.01, 0.06, 0.16])
#: A point well within both arches, metres, from which its columns are sorted.
_WITHIN = np.array([0.0, -0.085])


@cache
def rows() -> Surface:
    """Both rows: teeth (tag 0) and gums (tag 1)."""
    parts = []
    for name, widths in (("upper", UPPER), ("lower", LOWER)):
        blends, place = _arch(f"helper-{name}-teeth")
        parts += [_teeth(blends, place, widths), _gum(blends, place)]
    return join(parts)


def _arch(group: str) -> tuple[np.ndarray, np.ndarray]:
    """The base mesh's vertices (17, 4) of a band by column and row, and each column's place (17,) along the arch,
    metres from the middle."""
    mesh = hm08.base_mesh()
    faces, points = mesh.faces[group], mesh.vertices
    inner = {vertex for edge in _rim(faces) for vertex in edge}
    # The band's outer rim, on the gum: of the two long sides of the rim the one further out.
    reach = {int(v): float(np.hypot(*(points[v, :2] - _WITHIN))) for v in np.unique(faces)}
    beside: dict[int, set[int]] = {}
    for quad in faces:
        for k in range(4):
            a, b = int(quad[k]), int(quad[(k + 1) % 4])
            beside.setdefault(a, set()).add(b)
            beside.setdefault(b, set()).add(a)

    def turn(vertex: int) -> float:
        return float(np.arctan2(points[vertex, 0], -(points[vertex, 1] - _WITHIN[1])))

    # At either end the two outermost corners of the rim are those with two neighbours.
    corners = sorted((v for v in inner if len(beside[v]) == 2), key=turn)
    assert len(corners) == 4, f"{group} is no plain band"
    line = [max(corners[:2], key=reach.__getitem__)]
    while line[-1] not in corners[2:]:
        onward = [v for v in beside[line[-1]] if v in inner and v not in line and turn(v) > turn(line[-1])]
        line.append(max(onward, key=reach.__getitem__))
    columns = [[vertex] for vertex in line]
    for _ in range(3):
        taken = {vertex for column in columns for vertex in column}
        for column in columns:
            column.append(next(v for v in beside[column[-1]] if v not in taken))
    result = np.array(columns)
    along = np.linalg.norm(np.diff(points[result[:, 1]], axis=0), axis=1)
    place = np.concatenate([[0.0], np.cumsum(along)])
    return result, place - np.interp(0.0, points[result[:, 1], 0], place)


def _rim(faces: np.ndarray) -> list[tuple[int, int]]:
    count: dict[frozenset[int], int] = {}
    for quad in faces:
        for k in range(4):
            edge = frozenset((int(quad[k]), int(quad[(k + 1) % 4])))
            count[edge] = count.get(edge, 0) + 1
    return [tuple(edge) for edge, owners in count.items() if owners == 1]  # type: ignore[misc]


def _blend(blends: np.ndarray, place: np.ndarray, at: np.ndarray, row: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """Dense blends (N, 17 * 4) of points at places (N,) along the arch, rows (N,) round the band, drawn by ``pull``
    (N,) of the way to its inner side."""
    def on(row: np.ndarray) -> np.ndarray:
        column = np.clip(np.searchsorted(place, at) - 1, 0, len(place) - 2)
        s = (at - place[column]) / (place[column + 1] - place[column])
        low = np.clip(row.astype(int), 0, 2)
        t = row - low
        result = np.zeros((len(at), *blends.shape))
        index = np.arange(len(at))
        for c, cs in ((column, 1 - s), (column + 1, s)):
            for r, rs in ((low, 1 - t), (low + 1, t)):
                result[index, c, r] += cs * rs
        return result.reshape(len(at), -1)

    return (1 - pull)[:, None] * on(row) + pull[:, None] * on(np.full(len(at), 2.8))


def _surface(blends: np.ndarray, dense: np.ndarray, faces: list[tuple[int, ...]], tag: int) -> Surface:
    from scipy.sparse import csr_matrix

    row, column = np.nonzero(dense)
    matrix = csr_matrix((dense[row, column], (row, blends.ravel()[column])),
                        shape=(len(dense), len(hm08.base_mesh().vertices)))
    points = matrix @ hm08.base_mesh().vertices
    corners = points[list(faces[0])]
    outward = np.cross(corners[2] - corners[0], corners[3] - corners[1]) @ [*(corners.mean(axis=0)[:2] - _WITHIN), 0.0]
    return Surface(matrix, faces if outward > 0 else [face[::-1] for face in faces], [tag] * len(faces))


def _grid(rows: int, columns: int, first: int = 0) -> list[tuple[int, ...]]:
    at = first + np.arange(rows * columns).reshape(rows, columns)
    quads = np.stack([at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]], axis=-1)
    return [tuple(map(int, quad)) for quad in quads.reshape(-1, 4)]


def _teeth(blends: np.ndarray, place: np.ndarray, widths: tuple[float, ...]) -> Surface:
    """Teeth apart: each bulges, is rounded at its biting edge and narrows towards the gum."""
    edges = np.concatenate([[0.0], np.cumsum(widths)]) / sum(widths)
    dense: list[np.ndarray] = []
    faces: list[tuple[int, ...]] = []
    u, row = (each.ravel() for each in np.meshgrid(ACROSS, ROWS))
    for side, end in ((-1.0, place[0]), (1.0, place[-1])):
        for a, b in pairwise(edges):
            narrow = 1 - 0.10 * np.clip(1.0 - row, 0, 1) - 0.05
            at = side * abs(end) * (0.5 * (a + b) + 0.5 * (b - a) * u * narrow)
            low = np.clip(1 - np.abs(row - 2.0) / 0.4, 0, 1)
            pull = 0.03 * u**2 + 0.15 * u**6 + 0.10 * low * u**4
            faces += _grid(len(ROWS), len(ACROSS), sum(len(each) for each in dense))
            # The gum rises between teeth.
            scalloped = row + np.where(row < 0.5, 0.25 * u**2, 0.0)
            dense.append(_blend(blends, place, at, scalloped, pull * (row < 2.4)))
    half = len(faces) // 2
    faces[:half] = [face[::-1] for face in faces[:half]]  # the right side runs the other way
    return _surface(blends, np.concatenate(dense), faces, 0)


def _gum(blends: np.ndarray, place: np.ndarray) -> Surface:
    """A strip that overhangs the teeth at their necks and lies behind them below."""
    columns = np.linspace(place[0], place[-1], 61)
    at, row = (each.ravel() for each in np.meshgrid(columns, GUM))
    pull = np.repeat(SUNK, len(columns))
    return _surface(blends, _blend(blends, place, at, row, pull), _grid(len(GUM), len(columns)), 1)
