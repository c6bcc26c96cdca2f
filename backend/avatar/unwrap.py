# SPDX-License-Identifier: GPL-3.0-or-later
"""UVs of garments: cut into a tailor's pieces, each laid flat with the grain of the cloth upright.

Front, back, sleeves, skirt front and back, and one piece a trouser leg, sewn where a tailor sews:
at the sides, on the shoulders, under the arms, at the inner legs. UVs count tiles of cloth, so patterns have
their true size on every body, run straight in each piece and meet broken at the seams, as sewn cloth does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.body import hm08

from . import coordinates as c
from .cuts import MAIN, Cut
from .drape import Draped
from .flatten import flatten

FRONT, BACK, SKIRT_FRONT, SKIRT_BACK, LEFT_LEG, RIGHT_LEG, LEFT_SLEEVE, RIGHT_SLEEVE, TRIMMING = range(9)


@dataclass(frozen=True)
class Pieces:
    """How a garment is cut: ``islands`` (C,) numbers the vertices of all pieces, one for each corner; ``of`` (N,)
    names the kind of piece of each of these, ``island`` (N,) the connected part it lies in; ``triangles`` (M, 3)
    index them."""

    islands: np.ndarray
    of: np.ndarray
    island: np.ndarray
    vertex: np.ndarray
    triangles: np.ndarray


def uvs(draped: Draped, cut: Cut, corners: np.ndarray, offsets: np.ndarray, tile: float) -> np.ndarray:
    """UVs (C, 2) in tiles of ``tile`` metres for a garment; pieces lie whole tiles apart and do not overlap."""
    if cut.shoe:
        return _boxed(draped.points, corners, offsets, tile)
    pieces = _cut(draped, cut, corners, offsets)
    p = draped.points[pieces.vertex]
    flat = np.zeros((len(p), 2))
    first_free = 0.0
    for number in range(int(pieces.island.max()) + 1):
        chosen = pieces.island == number
        kind = int(pieces.of[np.argmax(chosen)])
        index = np.cumsum(chosen) - 1
        triangles = index[pieces.triangles[chosen[pieces.triangles[:, 0]]]]
        points = p[chosen]
        target = _grain(kind, points, draped.points)
        if kind != TRIMMING and _is_disc(len(points), triangles):
            uv = _laid(flatten(points, triangles), target)
        else:
            uv = target
        uv = uv / tile
        # Sides by side; a front keeps its middle, and all heights, on the same threads of the cloth.
        room = np.ceil(first_free - uv[:, 0].min())
        uv[:, 0] += room
        first_free = float(uv[:, 0].max()) + 0.05
        flat[chosen] = uv
    result = flat[pieces.islands]
    result[:, 1] -= np.floor(result[:, 1].min())
    return result.astype(np.float32)


def _grain(kind: int, p: np.ndarray, everything: np.ndarray) -> np.ndarray:
    """Where points (N, 3) of a piece would lie if it were flat already, metres: what its turn is fitted to."""
    x, y, z = p.T
    if kind in (FRONT, SKIRT_FRONT):
        return np.stack([x, z], axis=1)
    if kind in (BACK, SKIRT_BACK):
        return np.stack([-x, z], axis=1)
    if kind in (LEFT_LEG, RIGHT_LEG):
        side = 1.0 if kind == LEFT_LEG else -1.0
        middle = np.array([np.median(x), np.median(y)])
        turn = np.arctan2(y - middle[1], side * (x - middle[0]))
        radius = np.hypot(x - middle[0], y - middle[1]).mean()
        return np.stack([side * turn * radius, z], axis=1)
    if kind in (LEFT_SLEEVE, RIGHT_SLEEVE):
        side = 1.0 if kind == LEFT_SLEEVE else -1.0
        axis, above, forward = _sleeve_axes(p, side)
        centre = p.mean(axis=0)
        turn = np.arctan2((p - centre) @ forward, (p - centre) @ above)
        radius = np.hypot((p - centre) @ forward, (p - centre) @ above).mean()
        return np.stack([-side * turn * radius, -(p - centre) @ axis], axis=1)
    # Trimming: bands around the body or a limb, unrolled about their own middle.
    turn = np.arctan2(x - x.mean(), -(y - y.mean()))
    return np.stack([turn * np.hypot(x - x.mean(), y - y.mean()).mean(), z], axis=1)


def _sleeve_axes(p: np.ndarray, side: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Down the sleeve, above it and in front of it: unit vectors."""
    _, _, directions = np.linalg.svd(p - p.mean(axis=0), full_matrices=False)
    axis = directions[0] * np.sign(directions[0, 0] * side or 1.0)
    above = np.array([0.0, 0.0, 1.0]) - axis * axis[2]
    above /= max(float(np.linalg.norm(above)), 1e-9)
    forward = np.array([0.0, -1.0, 0.0]) + axis * axis[1]
    forward -= above * (forward @ above)
    return axis, above, forward / max(float(np.linalg.norm(forward)), 1e-9)


def _laid(uv: np.ndarray, target: np.ndarray) -> np.ndarray:
    """``uv`` turned and moved, not mirrored, as near to ``target`` as it goes."""
    centre, goal = uv.mean(axis=0), target.mean(axis=0)
    s = (uv - centre).T @ (target - goal)
    angle = np.arctan2(s[0, 1] - s[1, 0], s[0, 0] + s[1, 1])
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (uv - centre) @ turn + goal


def _is_disc(count: int, triangles: np.ndarray) -> bool:
    """Whether a connected piece has one edge and no hole: vertices - edges + faces is 1."""
    if len(triangles) < 3:
        return False
    ends = np.sort(np.concatenate([triangles[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
    return count - len(np.unique(ends[:, 0] * count + ends[:, 1])) + len(triangles) == 1


_CUTS: dict[tuple[Cut, int], Pieces] = {}


def forget() -> None:
    """Forget the pieces of all cuts."""
    _CUTS.clear()


def _cut(draped: Draped, cut: Cut, corners: np.ndarray, offsets: np.ndarray) -> Pieces:
    """The pieces of a cut; they do not depend on the wearer and are kept."""
    key = (cut, len(corners))
    if key not in _CUTS:
        if len(_CUTS) > 64:
            _CUTS.clear()
        # the rims of patches have vertices of their own in the same places: the cloth is one piece all the same
        _, first, place = np.unique(draped.points, axis=0, return_index=True, return_inverse=True)
        _CUTS[key] = _scissors(draped, cut, first[place.ravel()][corners], offsets)
    return _CUTS[key]


def _scissors(draped: Draped, cut: Cut, corners: np.ndarray, offsets: np.ndarray) -> Pieces:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    counts = np.diff(offsets)
    face = np.repeat(np.arange(len(counts)), counts)

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(face, values[corners], len(counts)) / counts

    t = c.template()
    template = draped.rows @ hm08.base_mesh().vertices
    level, arm_share = mean(draped.rows @ t.level), mean(draped.rows @ t.arm_share)
    x, y, z = (mean(axis) for axis in template.T)
    kind = np.where(y < c.side_line(z), FRONT, BACK)
    low = level < c.WAIST
    skirt = cut.skirt is not None
    if skirt:
        kind = np.where(low, np.where(y < c.side_line(z), SKIRT_FRONT, SKIRT_BACK), kind)
    elif cut.bottom < c.CROTCH:
        kind = np.where(low, np.where(x > 0, LEFT_LEG, RIGHT_LEG), kind)
    kind = np.where(arm_share > 0.5, np.where(x > 0, LEFT_SLEEVE, RIGHT_SLEEVE), kind)
    kind = np.where(np.array(draped.tags) == MAIN, kind, TRIMMING)

    # The angle around a limb, whose jump is the seam: at the inner leg, under the arm, at the nape of a collar.
    thigh, ankle = (c.joint(f"l-{name}", hm08.base_mesh().vertices) for name in ("upper-leg", "ankle"))
    down = np.clip((thigh[2] - z) / (thigh[2] - ankle[2]), 0, 1)[:, None]
    middle = thigh + down * (ankle - thigh)
    leg = np.arctan2(y - middle[:, 1], np.abs(x) - middle[:, 0])
    shoulder, elbow, wrist = (c.joint(f"l-{name}", hm08.base_mesh().vertices) for name in ("shoulder", "elbow", "hand"))
    mirrored = np.stack([np.abs(x), y, z], axis=1)
    _, above, forward = _sleeve_axes(np.stack([shoulder, wrist]), 1.0)
    along = c.along(mirrored, shoulder, elbow, wrist)[:, None]
    bone = np.where(along < 1, shoulder + along * (elbow - shoulder), elbow + (along - 1) * (wrist - elbow))
    sleeve = np.arctan2((mirrored - bone) @ forward, (mirrored - bone) @ above)
    trim = np.arctan2(x, -y)
    angle = np.select([(kind == LEFT_LEG) | (kind == RIGHT_LEG), (kind == LEFT_SLEEVE) | (kind == RIGHT_SLEEVE),
                       kind == TRIMMING], [leg, sleeve, trim], 0.0)

    # Corners of two faces are one vertex of a piece where the faces meet at an edge nobody cuts.
    following = np.arange(len(corners)) + 1
    following[offsets[1:] - 1] = offsets[:-1]
    a, b = corners, corners[following]
    code = np.minimum(a, b).astype(np.int64) * (int(corners.max()) + 1) + np.maximum(a, b)
    order = np.argsort(code, kind="stable")
    same = code[order][1:] == code[order][:-1]
    one, two = order[:-1][same], order[1:][same]
    f, g = face[one], face[two]
    sewn = (kind[f] == kind[g]) & (np.abs(angle[f] - angle[g]) < np.pi)
    one, two = one[sewn], two[sewn]
    # The same edge runs the other way in the neighbour.
    against = corners[one] != corners[two]
    first = np.where(against, following[two], two)
    second = np.where(against, two, following[two])
    rows, columns = np.concatenate([one, following[one]]), np.concatenate([first, second])
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), (len(corners), len(corners)))
    count, islands = connected_components(graph, directed=False)
    fan = [(islands[start], islands[start + i], islands[start + i + 1])
           for start, size in zip(offsets[:-1], counts) for i in range(1, size - 1)]
    triangles = np.array(fan, dtype=np.int64)
    of, vertex = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    of[islands], vertex[islands] = kind[face], corners
    ends = np.concatenate([triangles[:, :2], triangles[:, 1:]])
    _, island = connected_components(coo_matrix((np.ones(len(ends)), ends.T), (count, count)), directed=False)
    # Pieces in the order of their kinds, so that the front always comes first.
    order = np.argsort([of[np.argmax(island == number)] for number in range(island.max() + 1)], kind="stable")
    return Pieces(islands, of, np.argsort(order)[island], vertex, triangles)


def _boxed(points: np.ndarray, corners: np.ndarray, offsets: np.ndarray, tile: float) -> np.ndarray:
    """Each face seen along the axis it faces most: for grain without direction, on shoes."""
    starts = offsets[:-1]
    normal = np.abs(np.cross(points[corners[starts + 1]] - points[corners[starts]],
                             points[corners[starts + 2]] - points[corners[starts]]))
    axis = np.repeat(normal.argmax(axis=1), np.diff(offsets))
    p = points[corners]
    u = np.where(axis == 0, p[:, 1], p[:, 0])
    v = np.where(axis == 2, p[:, 1], p[:, 2])
    # Six places apart, by axis and by side, so that nothing overlaps.
    place = axis * 2 + (np.repeat(points[corners[starts], 0], np.diff(offsets)) > 0)
    return (np.stack([u - u.min(), v - v.min()], axis=1) / tile + np.stack(
        [place * np.ceil(np.ptp(u) / tile + 1), np.zeros(len(p))], axis=1)).astype(np.float32)
