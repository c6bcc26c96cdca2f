# SPDX-License-Identifier: GPL-3.0-or-later
"""Weld, drop what has no area, turn faces outward, close small holes. Every step leaves a note."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.objects.finishing.soup import Soup


def edges_of(triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Directed edges (3T, 2), and the undirected edge's number of each (3T,)."""
    directed = triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    low, high = directed.min(axis=1), directed.max(axis=1)
    _, number = np.unique(low * (int(triangles.max(initial=0)) + 1) + high, return_inverse=True)
    return directed, number


def neighbours(soup: Soup) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The two triangles of each edge that has two, and its ends (E, 2) as the first runs along it."""
    directed, number = edges_of(soup.triangles)
    order = np.argsort(number, kind="stable")
    begin = np.flatnonzero(np.diff(number[order], prepend=-1))
    pairs = begin[np.diff(np.append(begin, len(order))) == 2]
    one, two = order[pairs], order[pairs + 1]
    return one // 3, two // 3, directed[one]


def pieces_of(soup: Soup) -> np.ndarray:
    """Number (T,) of the piece of each triangle: what hangs together by vertices."""
    a, b, c = soup.triangles.T
    graph = coo_matrix((np.ones(2 * len(a)), (np.append(a, a), np.append(b, c))), (len(soup.vertices),) * 2)
    return connected_components(graph, directed=False)[1][a]


def repaired(soup: Soup, watertight: bool = False, hole: float = 0.1) -> Soup:
    """``soup`` welded, clean, outward; holes up to ``hole`` of the longest extent across are closed, all of them with
    ``watertight``."""
    soup = _oriented(_clean(welded(replace(soup, notes=list(soup.notes)))))
    return _oriented(_closed(soup, np.inf if watertight else hole), quiet=True)


def welded(soup: Soup) -> Soup:
    """Vertices closer than a millionth of the extent become one."""
    extent = float(np.ptp(soup.vertices, axis=0).max()) or 1.0
    cells = np.round((soup.vertices - soup.vertices.min(axis=0)) / (extent * 1e-6)).astype(np.int64)
    _, first, index = np.unique(cells @ np.array([1, 1 << 21, 1 << 42]), return_index=True, return_inverse=True)
    gone = len(soup.vertices) - len(first)
    if gone:
        soup.notes.append(f"{gone:,} duplicate vertices were welded.")
    colors = soup.colors
    if colors is not None:
        count = np.bincount(index)
        colors = np.stack([np.bincount(index, colors[:, k]) / count for k in range(3)], axis=1)
    return replace(soup, vertices=soup.vertices[first], triangles=index.reshape(-1)[soup.triangles],
                   colors=colors, uvs=None, picture=None)


def _clean(soup: Soup) -> Soup:
    t = soup.triangles
    extent = float(np.ptp(soup.vertices, axis=0).max()) or 1.0
    flat = np.linalg.norm(soup.normals(), axis=1) <= 1e-14 * extent ** 2
    flat |= (t[:, 0] == t[:, 1]) | (t[:, 1] == t[:, 2]) | (t[:, 2] == t[:, 0])
    _, first = np.unique(np.sort(t, axis=1), axis=0, return_index=True)
    twin = np.ones(len(t), bool)
    twin[first] = False
    for which, what in ((flat, "without area"), (twin & ~flat, "that were there twice")):
        if which.any():
            soup.notes.append(f"{int(which.sum()):,} triangles {what} were left out.")
    kept = t[~(flat | twin)]
    used, index = np.unique(kept, return_inverse=True)
    return replace(soup, vertices=soup.vertices[used], triangles=index.reshape(-1, 3),
                   colors=None if soup.colors is None else soup.colors[used])


def facing(soup: Soup) -> tuple[np.ndarray, bool]:
    """Which triangles (T,) must be turned for neighbours to agree and pieces to enclose a positive volume, and whether
    every piece has two sides."""
    count = len(soup.triangles)
    if not count:
        return np.zeros(0, bool), True
    directed, number = edges_of(soup.triangles)
    order = np.argsort(number, kind="stable")
    begin = np.flatnonzero(np.diff(number[order], prepend=-1))
    pairs = begin[np.diff(np.append(begin, len(order))) == 2]
    one, two = order[pairs], order[pairs + 1]
    same = directed[one, 0] == directed[two, 0]
    a, b = one // 3, two // 3
    graph = coo_matrix((np.ones(len(a)), (a, b)), (count, count))
    pieces, label = connected_components(graph, directed=False)
    # Every triangle twice, as it is and turned; what agrees is joined. A piece with two sides falls into two halves.
    c, d = np.where(same, b + count, b), np.where(same, b, b + count)
    cover = coo_matrix((np.ones(2 * len(a)), (np.append(a, a + count), np.append(c, d))), (2 * count, 2 * count))
    _, half = connected_components(cover, directed=False)
    start = np.full(pieces, count)
    np.minimum.at(start, label, np.arange(count))
    sound = half[start] != half[start + count]
    flip = (half[:count] != half[start[label]]) & sound[label]
    x, y, z = (soup.vertices[soup.triangles[:, k]] - soup.vertices.mean(axis=0) for k in range(3))
    volume = np.einsum("nk,nk->n", x, np.cross(y, z)) * np.where(flip, -1, 1)
    flip ^= (np.bincount(label, volume, pieces) < 0)[label]
    return flip, bool(sound.all())


def _oriented(soup: Soup, quiet: bool = False) -> Soup:
    flip, sound = facing(soup)
    if flip.any() and not quiet:
        soup.notes.append(f"{int(flip.sum()):,} triangles were turned outward.")
    if not sound and not quiet:
        soup.notes.append("Part of the surface has no two sides, so its normals cannot all agree.")
    return replace(soup, triangles=np.where(flip[:, None], soup.triangles[:, ::-1], soup.triangles))


def _closed(soup: Soup, most: float) -> Soup:
    """Fans over boundary loops at most ``most`` of the extent across."""
    directed, number = edges_of(soup.triangles)
    rim = directed[np.bincount(number)[number] == 1]
    if not len(rim):
        return soup
    following: dict[int, list[int]] = {}
    for start, end in rim.tolist():
        following.setdefault(start, []).append(end)
    extent = float(np.ptp(soup.vertices, axis=0).max())
    points, colors, added = [soup.vertices], [] if soup.colors is None else [soup.colors], [soup.triangles]
    top, closed, kept = len(soup.vertices), 0, 0
    while following:
        start = next(iter(following))
        loop, at = [start], start
        while at in following:
            ends = following[at]
            at = ends.pop()
            if not ends:
                del following[loop[-1]]
            if at == start:
                break
            loop.append(at)
        ring = np.array(loop)
        across = float(np.linalg.norm(np.ptp(soup.vertices[ring], axis=0)))
        if at != start or len(ring) < 3 or across > most * extent:
            kept += 1
            continue
        closed += 1
        after = np.roll(ring, -1)
        if len(ring) == 3:
            added.append(ring[None, ::-1])
            continue
        points.append(soup.vertices[ring].mean(axis=0)[None])
        if soup.colors is not None:
            colors.append(soup.colors[ring].mean(axis=0)[None])
        added.append(np.stack([after, ring, np.full(len(ring), top)], axis=1))
        top += 1
    if closed:
        soup.notes.append(f"{closed:,} holes were closed.")
    if kept:
        soup.notes.append(f"{kept:,} openings were left as they are.")
    return replace(soup, vertices=np.concatenate(points), triangles=np.concatenate(added),
                   colors=np.concatenate(colors) if colors else None)
