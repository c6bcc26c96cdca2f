# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounding volume hierarchies by the surface area heuristic, built level by level in numpy, then made wide.

How often a ray meets a box is about proportional to its surface, so a node is split where the sum of its halves'
areas, each times the things in it, is least (Goldsmith and Salmon 1987), among the planes between bins (Wald 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Levels below the root, at most: the tracer keeps so many numbers of each.
DEEP = 22
_BINS = 12
#: Where no ray gets to.
NOWHERE = 1e30


@dataclass(frozen=True)
class Tree:
    """A hierarchy over N things. Node 1 is the root; the two children of a node are neighbours."""

    #: The things in the order of the leaves, (N,).
    order: np.ndarray
    #: Lower and upper corner of each node, (M, 6) f4; row 0 is unused.
    bounds: np.ndarray
    #: First child and 0 of a node with children; first thing (in ``order``) and count of a leaf, (M, 2) i4.
    spans: np.ndarray


def build(low: np.ndarray, high: np.ndarray, leaf: int = 4) -> Tree:
    """The tree of N >= 1 boxes given by their corners (N, 3); at most ``leaf`` of them in a leaf."""
    count = len(low)
    middle = np.ascontiguousarray((0.5 * (low + high)).T, np.float32)
    corners = np.ascontiguousarray(np.concatenate([low, -high], axis=1).T, np.float32)  # both are minima then
    order = np.empty(count, np.int64)
    bounds, spans = np.zeros((2 * count + 2, 6), np.float32), np.zeros((2 * count + 2, 2), np.int32)
    # of the open nodes: their numbers, where their things start in the order, how many; and all their things in a row
    nodes, starts, counts, things = np.array([1]), np.array([0]), np.array([count]), np.arange(count)
    used = 2
    for level in range(DEEP + 1):
        first = np.cumsum(counts) - counts
        owner = np.repeat(np.arange(len(nodes)), counts)
        rank = np.arange(len(things)) - first[owner]
        corner, center = corners[:, things], middle[:, things]
        box = np.minimum.reduceat(corner, first, axis=1)
        bounds[nodes] = (box * np.array((1, 1, 1, -1, -1, -1), np.float32)[:, None]).T
        side, cost, larger = _split(corner, center, owner, first, counts)
        # a step down costs about as much as meeting two things
        done = (counts == 1) | ((counts <= leaf) & (cost + 2 * _area(box) >= counts * _area(box)))
        # halves by number where all lie in one place, and where the tree would grow too deep
        even = ~done & ((larger == counts) | (level + 1 + np.ceil(np.log2(larger)) > DEEP))
        if even.any():
            side = np.where(even[owner], _halves(center, owner, first, counts, rank), side)
        closed = done[owner]
        order[(starts[owner] + rank)[closed]] = things[closed]
        spans[nodes[done], 0], spans[nodes[done], 1] = starts[done], counts[done]
        if done.all():
            break
        split = ~done
        many = int(split.sum())
        spans[nodes[split], 0] = used + 2 * np.arange(many)
        child = (2 * (np.cumsum(split) - 1)[owner] + side)[~closed]
        things = things[~closed][np.argsort(child, kind="stable")]
        counts = np.bincount(child, minlength=2 * many)
        starts = np.stack([starts[split], starts[split] + counts[::2]], axis=1).ravel()
        nodes = used + np.arange(2 * many)
        used += 2 * many
    return Tree(order, bounds[:used], spans[:used])


def wide(tree: Tree) -> np.ndarray:
    """The tree with up to four children a node, (M, 32) f4, as the tracer reads it; row 0 is the root.

    A row holds the lower and upper x of four boxes, then their y, then z; then, as integers, what is in each: the row
    of a node, or ``-1 - (4 * first + count - 1)`` for a leaf. No ray enters the box of a child that is not there. Two
    levels become one, and beside a leaf one more node is taken apart: a walk takes half the steps, four boxes at once.
    """
    first, leaf = tree.spans[:, 0].astype(np.int64), tree.spans[:, 1] > 0
    area = _area(np.concatenate([tree.bounds[:, :3], -tree.bounds[:, 3:]], axis=1).T)
    if leaf[1]:
        return _rows(tree, np.array([[1, 0, 0, 0]]), np.zeros((1, 4), np.int64))
    rows, level, used = [], np.array([1]), 1
    while len(level):
        slots = np.zeros((len(level), 4), np.int64)
        slots[:, 0], slots[:, 1] = first[level], first[level] + 1
        each = np.arange(len(level))
        done = 1 - np.where(leaf[slots[:, :2]], -1.0, area[slots[:, :2]]).argmax(axis=1)
        for free in (2, 3):
            # one child after the other, where it is no leaf; else the largest of what there is
            inner = (slots > 0) & ~leaf[slots]
            at = np.where(inner[each, 1 - done], 1 - done, np.where(inner, area[slots], -1.0).argmax(axis=1))
            able = inner[each, at]
            taken = first[slots[each, at][able]]
            slots[each[able], at[able]], slots[able, free] = taken, taken + 1
            done = 1 - done
        inner = (slots > 0) & ~leaf[slots]
        number = np.zeros_like(slots)
        number[inner] = used + np.arange(int(inner.sum()))
        used += int(inner.sum())
        rows.append(_rows(tree, slots, number))
        level = slots[inner]
    return np.concatenate(rows)


def outline(nodes: np.ndarray, levels: int = 3) -> np.ndarray:
    """Boxes (K, 2, 3), lower and upper corners, that hold all of a :func:`wide` tree: those ``levels`` below its root,
    and leaves above them."""
    found, rows = [], nodes[:1]
    for level in range(levels):
        held = rows[:, :24].reshape(-1, 3, 2, 4).transpose(0, 3, 2, 1).reshape(-1, 2, 3)
        code = rows[:, 24:28].copy().view(np.int32).ravel()
        there = held[:, 0, 0] <= held[:, 1, 0]
        down = there & (code > 0) & (level + 1 < levels)
        found.append(held[there & ~down])
        rows = nodes[code[down]]
    return np.concatenate(found)


def _rows(tree: Tree, slots: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Rows of :func:`wide` for nodes whose children are ``slots`` (M, 4) of the tree, 0 for none; ``number`` (M, 4) is
    the row of those that are no leaves."""
    there = slots > 0
    rows = np.zeros((len(slots), 32), np.float32)
    boxes = np.where(there[..., None], tree.bounds[slots], np.array([NOWHERE] * 3 + [-NOWHERE] * 3, np.float32))
    rows[:, :24] = boxes.reshape(-1, 4, 2, 3).transpose(0, 3, 2, 1).reshape(-1, 24)
    first, count = tree.spans[slots, 0], tree.spans[slots, 1]
    rows[:, 24:28] = np.where(there & (count > 0), -(4 * first + count), number).astype(np.int32).view(np.float32)
    return rows


def _area(box: np.ndarray) -> np.ndarray:
    """Half the surface of boxes (6, ...) given as lower corners and negated upper ones; 0 of one with nothing in."""
    x, y, z = np.maximum(-box[3:] - box[:3], 0.0)
    area: np.ndarray = x * y + y * z + z * x
    return area


def _split(corners: np.ndarray, middle: np.ndarray, owner: np.ndarray, first: np.ndarray,
           counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The side (N,) of each thing under the best split of its node; for each node what the split costs, in things met
    times area, and how many things the larger side has (all of them, where nothing can be split)."""
    total = len(counts)
    low, high = np.minimum.reduceat(middle, first, axis=1), np.maximum.reduceat(middle, first, axis=1)
    scale = np.float32(_BINS) / np.maximum(high - low, 1e-12)
    bins = np.minimum(((middle - low[:, owner]) * scale[:, owner]).astype(np.int32), _BINS - 1)
    best = np.full(total, np.inf, np.float32)
    axis, plane, larger = np.zeros(total, np.int32), np.zeros(total, np.int32), counts.copy()
    each_node = np.arange(total)
    for each in range(3):
        key = owner * _BINS + bins[each]
        many = np.bincount(key, minlength=total * _BINS).reshape(total, _BINS)
        boxes = np.full((6, total * _BINS), np.inf, np.float32)
        for row in range(6):
            np.minimum.at(boxes[row], key, corners[row])
        binned = boxes.reshape(6, total, _BINS)
        before = np.minimum.accumulate(binned, axis=2)[..., :-1]
        after = np.minimum.accumulate(binned[..., ::-1], axis=2)[..., ::-1][..., 1:]
        left = np.cumsum(many, axis=1)[:, :-1]
        right = counts[:, None] - left
        cost = np.where((left > 0) & (right > 0), _area(before) * left + _area(after) * right, np.float32(np.inf))
        at = cost.argmin(axis=1)
        found = cost[each_node, at]
        better = found < best
        best[better], axis[better], plane[better] = found[better], each, at[better]
        larger[better] = np.maximum(left, right)[each_node, at][better]
    side = (bins[axis[owner], np.arange(len(owner))] > plane[owner]).astype(np.int64)
    return side, best, larger


def _halves(middle: np.ndarray, owner: np.ndarray, first: np.ndarray, counts: np.ndarray,
            rank: np.ndarray) -> np.ndarray:
    """The side (N,) of each thing when its node is halved at the median along its longest axis."""
    size = np.maximum.reduceat(middle, first, axis=1) - np.minimum.reduceat(middle, first, axis=1)
    key = middle[size.argmax(axis=0)[owner], np.arange(len(owner))]
    side = np.empty(len(owner), np.int64)
    side[np.lexsort((key, owner))] = rank >= ((counts + 1) // 2)[owner]
    return side
