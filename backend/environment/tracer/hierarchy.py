# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounding volume hierarchies as balanced heaps, built level by level in numpy.

Node 1 is the root, node k has the children 2 k and 2 k + 1, and the last level are the leaves: no links are stored.
Each node is split at the median along its longest axis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Things in a leaf, at most.
LEAF = 3


@dataclass(frozen=True)
class Tree:
    """A hierarchy over N things."""

    #: The things in the order of the leaves, (N,).
    order: np.ndarray
    #: Lower and upper corner of each node, (2 L, 6) f4; row 0 is unused.
    bounds: np.ndarray
    #: First thing (in ``order``) and count of each node that is a leaf, (2 L, 2) i4.
    spans: np.ndarray

    @property
    def leaves(self) -> int:
        """L, which is also the first node that is a leaf."""
        return len(self.bounds) // 2


def build(low: np.ndarray, high: np.ndarray) -> Tree:
    """The tree of N >= 1 boxes given by their corners (N, 3)."""
    count = len(low)
    depth = max(0, int(np.ceil(np.log2(max(count, 1) / LEAF))))
    middle = 0.5 * (low + high)
    order = np.arange(count)
    counts = np.array([count])
    for _ in range(depth):
        starts = np.cumsum(counts) - counts
        node = np.repeat(np.arange(len(counts)), counts)
        span = (np.maximum.reduceat(middle[order], starts) - np.minimum.reduceat(middle[order], starts))
        key = middle[order, span.argmax(axis=1)[node]]
        order = order[np.lexsort((key, node))]
        left = (counts + 1) // 2
        counts = np.stack([left, counts - left], axis=1).ravel()
    leaves = len(counts)
    starts = np.cumsum(counts) - counts
    bounds = np.zeros((2 * leaves, 6), np.float32)
    bounds[leaves:, :3] = np.minimum.reduceat(low[order], starts)
    bounds[leaves:, 3:] = np.maximum.reduceat(high[order], starts)
    level = leaves
    while level > 1:
        below = bounds[level:2 * level].reshape(-1, 2, 6)
        level //= 2
        bounds[level:2 * level, :3] = below[:, :, :3].min(axis=1)
        bounds[level:2 * level, 3:] = below[:, :, 3:].max(axis=1)
    spans = np.zeros((2 * leaves, 2), np.int32)
    spans[leaves:, 0], spans[leaves:, 1] = starts, counts
    return Tree(order, bounds, spans)
