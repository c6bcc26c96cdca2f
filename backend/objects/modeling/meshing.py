# SPDX-License-Identifier: GPL-3.0-or-later
"""A sampled distance field to a closed, manifold surface of quads with charts.

Naive surface nets (Gibson 1998): one vertex in every cell that the surface crosses, one quad about
every grid edge it crosses. A face of the grid whose corners alternate inside and outside would give
an edge with four quads, so such faces are filled first.
"""

from __future__ import annotations

import numpy as np

from backend.objects.modeling.surface import Surface

_CORNERS = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])
_EDGES = [(a, b) for a in range(8) for b in range(a + 1, 8) if np.abs(_CORNERS[a] - _CORNERS[b]).sum() == 1]
_AXES = np.concatenate([np.eye(3), -np.eye(3)])


def surface_net(field: np.ndarray, origin: np.ndarray, cell: float, relax: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (V, 3) and outward quads (F, 4) of the zero level of ``field`` (X, Y, Z), negative inside.

    The surface must not reach the border of the grid. ``relax`` rounds of smoothing even out the
    quads; vertices are brought back to the level after each.
    """
    field = _solid(unambiguous(field))
    inside = field < 0
    count = np.zeros(np.array(field.shape) - 1, np.int8)
    for x, y, z in _CORNERS:
        count += inside[x:x + count.shape[0], y:y + count.shape[1], z:z + count.shape[2]]
    active = (count > 0) & (count < 8)
    number = np.full(count.shape, -1)
    number[active] = np.arange(active.sum())
    cells = np.argwhere(active)
    corner = field[tuple((cells[:, None] + _CORNERS).transpose(2, 0, 1))]
    total, crossed = np.zeros((len(cells), 3)), np.zeros((len(cells), 1))
    for a, b in _EDGES:
        cut = (corner[:, a] < 0) != (corner[:, b] < 0)
        step = np.where(cut, corner[:, a] / np.where(cut, corner[:, a] - corner[:, b], 1), 0)[:, None]
        total += cut[:, None] * (_CORNERS[a] + step * (_CORNERS[b] - _CORNERS[a]))
        crossed += cut[:, None]
    places = cells + total / crossed

    quads = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        low = np.take(inside, range(field.shape[axis] - 1), axis)
        high = np.take(inside, range(1, field.shape[axis]), axis)
        edge = np.argwhere(low != high)
        out = low[tuple(edge.T)]
        around = []
        for du, dv in ((0, 0), (1, 0), (1, 1), (0, 1)):
            at = edge.copy()
            at[:, u] -= 1 - du
            at[:, v] -= 1 - dv
            around.append(number[tuple(at.T)])
        quad = np.stack(around, axis=1)
        quads.append(np.where(out[:, None], quad, quad[:, ::-1]))
    faces = np.concatenate(quads)
    places = _relaxed(places, faces, field, relax)
    return np.asarray(origin) + places * cell, faces


def _solid(field: np.ndarray) -> np.ndarray:
    """``field`` with hollows that have no way out filled."""
    from scipy.ndimage import label
    hollow, count = label(field >= 0)
    if count > 1:
        field = np.where((hollow > 0) & (hollow != hollow[0, 0, 0]), -1e-6, field)
    return field


def unambiguous(field: np.ndarray) -> np.ndarray:
    """``field`` with the outside corners filled where a grid face or cell has opposite corners inside alone."""
    field = field.copy()
    tiny = -1e-6
    for _ in range(8):
        changed = False
        inside = field < 0
        for axis in range(3):
            u, v = (axis + 1) % 3, (axis + 2) % 3
            at = {}
            for du, dv in ((0, 0), (1, 1), (1, 0), (0, 1)):
                index = [slice(None)] * 3
                index[u] = slice(du, inside.shape[u] - 1 + du)
                index[v] = slice(dv, inside.shape[v] - 1 + dv)
                at[du, dv] = tuple(index)
            a, b, c, d = (inside[index] for index in at.values())
            for bad, where in ((a & b & ~c & ~d, (1, 0)), (c & d & ~a & ~b, (0, 0))):
                if bad.any():
                    field[at[where]][bad] = tiny
                    changed = True
            inside = field < 0
        if not changed:
            break
    return field


def _relaxed(places: np.ndarray, faces: np.ndarray, field: np.ndarray, rounds: int) -> np.ndarray:
    """Evened out along the surface, in grid units."""
    from scipy.ndimage import map_coordinates
    from scipy.sparse import coo_matrix
    slopes = np.gradient(field)
    pairs = np.concatenate([faces[:, [k, (k + 1) % 4]] for k in range(4)])
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2).tocsr()
    graph = ((graph + graph.T) > 0).astype(float)
    degree = np.asarray(graph.sum(axis=1))

    def settle(points: np.ndarray) -> np.ndarray:
        value = map_coordinates(field, points.T, order=1)
        slope = np.stack([map_coordinates(s, points.T, order=1) for s in slopes], axis=1)
        step = -value[:, None] * slope / np.maximum((slope ** 2).sum(axis=1, keepdims=True), 1e-9)
        length = np.linalg.norm(step, axis=1, keepdims=True)
        return points + step * np.minimum(1, 0.4 / np.maximum(length, 1e-9))

    for _ in range(rounds):
        places = settle(places + 0.5 * (graph @ places / degree - places))
    return places


def projected(vertices: np.ndarray, faces: np.ndarray, regions: np.ndarray) -> Surface:
    """A :class:`Surface` whose charts are plane projections along the axis each face looks to most.

    Normals lie within 55 degrees of their chart's axis, but for specks given to a neighbour; what would lie over
    itself is cut. For the even, smooth quads of a net: a hundred times faster than xatlas, which unwraps what
    finishing gets (:mod:`backend.objects.finishing.baking`).
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    quad = vertices[faces]
    normal = np.cross(quad[:, 2] - quad[:, 0], quad[:, 3] - quad[:, 1])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-20)
    near = _neighbours(faces)
    score = normal @ _AXES.T
    graph = coo_matrix((np.ones(len(near)), (near[:, 0], near[:, 1])), shape=(len(faces),) * 2).tocsr()
    graph = graph + graph.T
    label = np.argmax(score, axis=1)
    for _ in range(4):
        votes = graph @ np.eye(6)[label]
        label = np.argmax(score + 0.16 * votes - 4 * (score < 0.35), axis=1)
    for _ in range(4):
        chart = _islands(label, near, len(faces), coo_matrix, connected_components)
        small = np.bincount(chart)[chart] < 14
        if not small.any():
            break
        votes = graph @ (np.eye(6)[label] * ~small[:, None])
        move = small & (votes.max(axis=1) > 0)
        wanted = np.argmax(votes - 4 * (score < 0.12), axis=1)
        label[move] = wanted[move]
    axis = label % 3
    for _ in range(4):
        chart = _islands(label, near, len(faces), coo_matrix, connected_components)
        above = _folded(quad, axis, chart)
        if not above.any():
            break
        label = np.where(above, label + 6, label)
    corner = quad.reshape(-1, 3)
    u, v = (np.repeat((axis + k) % 3, 4) for k in (1, 2))
    rows = np.arange(len(corner))
    uvs = np.stack([corner[rows, u], corner[rows, v]], axis=1)
    return Surface(vertices, faces.ravel(), np.arange(len(faces) + 1) * 4, uvs, chart, regions)


def _folded(quad: np.ndarray, axis: np.ndarray, chart: np.ndarray) -> np.ndarray:
    """Faces (F,) to be cut off, above a plane across the axis, from charts that lie over themselves."""
    rows, middle = np.arange(len(quad)), quad.mean(axis=1)
    depth = middle[rows, axis]
    cell = 1.5 * float(np.median(np.linalg.norm(quad[:, 1] - quad[:, 0], axis=1)))
    u, v = (np.floor(middle[rows, (axis + k) % 3] / cell).astype(np.int64) for k in (1, 2))
    order = np.lexsort((depth, v, u, chart))
    same = (np.diff(np.stack([chart, u, v])[:, order], axis=1) == 0).all(axis=0)
    # Faces lean by up to 70 degrees, which is three cells of depth in one.
    over = np.flatnonzero(same & (np.diff(depth[order]) > 4 * cell))
    found = np.zeros(len(quad), bool)
    cuts = (depth[order[over]] + depth[order[over + 1]]) / 2
    for each in np.unique(chart[order[over]]):
        found |= (chart == each) & (depth > np.median(cuts[chart[order[over]] == each]))
    return found


def _neighbours(faces: np.ndarray) -> np.ndarray:
    """Pairs of faces that share an edge, (E, 2)."""
    edges = np.sort(np.concatenate([faces[:, [k, (k + 1) % 4]] for k in range(4)]), axis=1)
    owner = np.tile(np.arange(len(faces)), 4)
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    edges, owner = edges[order], owner[order]
    same = (edges[1:] == edges[:-1]).all(axis=1)
    return np.stack([owner[:-1][same], owner[1:][same]], axis=1)


def _islands(label: np.ndarray, near: np.ndarray, count: int, coo_matrix, connected_components) -> np.ndarray:
    joined = near[label[near[:, 0]] == label[near[:, 1]]]
    graph = coo_matrix((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1]
