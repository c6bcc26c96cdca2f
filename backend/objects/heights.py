# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of heights over a lattice: how far a thing can sink onto what is below it.

All fields of an arrangement share one lattice, so that things are moved by whole cells and compared cell by cell. A
field holds the highest surface of each column, so open hollows (a bowl, a crate, a chair's seat) are where things go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Triangles are sampled this much more finely than the lattice.
_FINER = 0.7
_MOST_HALVINGS = 24


@dataclass
class Columns:
    """The occupied cells of a thing: indices (N, 2) and the lowest and highest surface over each."""

    cells: np.ndarray
    low: np.ndarray
    high: np.ndarray


def sampled(vertices: np.ndarray, triangles: np.ndarray, spacing: float) -> np.ndarray:
    """Points on the triangles (T, 3), no farther apart than ``spacing`` as seen from above.

    Triangles are halved across their longest edge, so that slivers get no more points than they need.
    """
    found = [vertices]
    corners = vertices[triangles]
    for _ in range(_MOST_HALVINGS):
        edges = np.sum((corners[:, [1, 2, 0], :2] - corners[..., :2]) ** 2, axis=2)  # of corner i to i + 1
        split = edges.max(axis=1) > spacing ** 2
        if not split.any():
            break
        corners, edges = corners[split], edges[split]
        first = np.argmax(edges, axis=1)
        row = np.arange(len(corners))
        a, b, c = (corners[row, (first + step) % 3] for step in range(3))
        middle = (a + b) / 2
        found.append(middle)
        corners = np.concatenate([np.stack([a, middle, c], axis=1), np.stack([middle, b, c], axis=1)])
    return np.concatenate(found)


def columns(vertices: np.ndarray, triangles: np.ndarray, cell: float) -> Columns:
    """The columns of a thing on a lattice of ``cell`` metres whose cell (0, 0) begins at the origin."""
    points = sampled(vertices, triangles, _FINER * cell)
    index = np.floor(points[:, :2] / cell).astype(np.int64)
    return _gathered(index, points[:, 2], points[:, 2])


def merged(parts: list[Columns]) -> Columns:
    """Several things as one."""
    return _gathered(np.concatenate([each.cells for each in parts]), np.concatenate([each.low for each in parts]),
                     np.concatenate([each.high for each in parts]))


def _gathered(index: np.ndarray, lowest: np.ndarray, highest: np.ndarray) -> Columns:
    first = index.min(axis=0)
    shape = index.max(axis=0) - first + 1
    flat = (index[:, 0] - first[0]) * shape[1] + index[:, 1] - first[1]
    low, high = np.full(int(shape.prod()), np.inf), np.full(int(shape.prod()), -np.inf)
    np.minimum.at(low, flat, lowest)
    np.maximum.at(high, flat, highest)
    used = np.flatnonzero(np.isfinite(low))
    return Columns(np.stack(np.divmod(used, shape[1]), axis=1) + first, low[used], high[used])


class Ground:
    """What things are let down onto: the surface itself, and it with what already lies there."""

    def __init__(self, below: Columns, cell: float, margin: int = 2) -> None:
        self.cell = cell
        self.first = below.cells.min(axis=0) - margin
        self.shape = tuple(below.cells.max(axis=0) - self.first + 1 + margin)
        self.bare = self._field(below)
        self.top = _widened(self.bare)

    def _field(self, of: Columns) -> np.ndarray:
        field = np.full(self.shape, -np.inf)
        place = of.cells - self.first
        inside = ((place >= 0) & (place < self.shape)).all(axis=1)
        place = place[inside]
        np.maximum.at(field, (place[:, 0], place[:, 1]), of.high[inside])
        return field

    def add(self, of: Columns) -> None:
        """Something lies there now."""
        self.top = np.maximum(self.top, _widened(self._field(of)))

    def rest(self, thing: Columns, shifts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each shift (S, 2) in cells: the height by which ``thing`` must be raised to clear everything, the share
        of its sole that then stands on the bare surface, and the share that is over it."""
        height = float(np.ptp(np.concatenate([thing.low, thing.high])))
        sole = thing.low <= thing.low.min() + max(0.02 * height, 0.002)
        raised, touching, over = (np.full(len(shifts), value) for value in (-np.inf, 0.0, 0.0))
        size = np.array(self.shape)
        chunk = max(1, 2_000_000 // max(len(thing.cells), 1))
        for begin in range(0, len(shifts), chunk):
            some = slice(begin, begin + chunk)
            place = thing.cells[None] + shifts[some, None] - self.first
            inside = ((place >= 0) & (place < size)).all(axis=2)
            place = np.where(inside[..., None], place, 0)
            top = np.where(inside, self.top[place[..., 0], place[..., 1]], -np.inf)
            bare = np.where(inside, self.bare[place[..., 0], place[..., 1]], -np.inf)
            up = (top - thing.low).max(axis=1)
            raised[some] = up
            tolerance = max(0.004, 1.5 * self.cell)
            touching[some] = ((up[:, None] + thing.low)[:, sole] < bare[:, sole] + tolerance).mean(axis=1)
            over[some] = np.isfinite(bare[:, sole]).mean(axis=1)
        return raised, touching, over


def _widened(field: np.ndarray) -> np.ndarray:
    """Each cell as high as its highest neighbour: what is between the samples cannot be cut into."""
    padded = np.pad(field, 1, constant_values=-np.inf)
    wide = field
    for i in range(3):
        for j in range(3):
            wide = np.maximum(wide, padded[i:i + field.shape[0], j:j + field.shape[1]])
    return wide
