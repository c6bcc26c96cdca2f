# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows in which the local sampler decides the detail of a panorama, and what can be decided at the same time.

A place is decided from the tokens of its window that come before it in the raster order of that window: those of the
rows above, and those on its left. Places of which none lies among another's are independent, and one pass of the
network may decide them all (a wavefront, as of H.264 decoders): the tokens are those of one place after the other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

#: Row and column of a token.
Place = tuple[int, int]


@dataclass(frozen=True)
class Windows:
    """Square windows of ``side`` tokens over a map of ``shape`` (rows, columns).

    ``stride`` places along each axis share a window. With 1 a window lies about each place, as published; with more it
    begins as far above them as it reaches. Where the map does not ``wrap``, windows stop at its edges, as published.
    Where it does, they run on over the left and right edge, and each row begins half a window further right than the
    row above it: a row has to begin somewhere, and where its end comes back to its beginning neither has seen the
    other. So those places lie scattered, and make no line.
    """

    shape: tuple[int, int]
    side: int
    stride: int = 1
    wraps: bool = True

    def first(self, row: int) -> int:
        """The column with which a row begins."""
        return row * (self.side // 2) % self.shape[1] if self.wraps else 0

    def row_order(self, row: int) -> list[Place]:
        """The places of a row in the order in which they are decided."""
        return [(row, (self.first(row) + each) % self.shape[1]) for each in range(self.shape[1])]

    def corner(self, row: int, column: int) -> Place:
        """The upper left place of the window in which a place is decided."""
        height, width = self.shape
        begun, half = self.first(row), self.side // 2
        # The window's own columns, from the beginning of the row.
        along = (column - begun) % width
        left = max(along - along % self.stride + self.stride // 2 - half, 0)
        if not self.wraps:
            left = min(left, width - self.side)
        top = row - half if self.stride == 1 else row - row % self.stride + self.stride - self.side
        return min(max(top, 0), height - self.side), (begun + left) % width

    def covered(self, corner: Place) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns, each (side,), of the window at ``corner``."""
        return corner[0] + np.arange(self.side), (corner[1] + np.arange(self.side)) % self.shape[1]

    def number(self, row: int, column: int) -> int:
        """Which of its window's tokens a place is: as many come before it."""
        top, left = self.corner(row, column)
        return (row - top) * self.side + (column - left) % self.shape[1]

    @cached_property
    def waves(self) -> list[list[Place]]:
        """All places: those of a wave are decided at the same time, from what earlier waves decided."""
        height, width = self.shape
        turn = np.zeros(self.shape, np.int64)
        found: list[list[Place]] = []
        for row in range(height):
            for _, column in self.row_order(row):
                corner = self.corner(row, column)
                columns = self.covered(corner)[1]
                above = turn[corner[0]:row][:, columns]
                beside = turn[row, columns[:(column - corner[1]) % width]]
                turn[row, column] = now = max(above.max(initial=-1), beside.max(initial=-1)) + 1
                while len(found) <= now:
                    found.append([])
                found[now].append((row, column))
        return found

    @cached_property
    def uses(self) -> Counter[Place]:
        """How many places are decided in the window at each corner."""
        return Counter(self.corner(*place) for wave in self.waves for place in wave)
