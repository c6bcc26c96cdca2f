# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies close on the skin: gloves, socks and masks, cut from the body's own surface."""

from __future__ import annotations

from functools import cache

import numpy as np

from backend.body import hm08

from .. import coordinates as c
from .. import head
from ..surface import Surface, from_quads
from .fitting import Fitting
from .pieces import Piece


@cache
def _cut(kind: str) -> tuple[Surface, np.ndarray]:
    """The surface of a kind on the template, its skin and its turned-in edge, and which vertices are the edge's."""
    from scipy.sparse import vstack

    base = hm08.base_mesh()
    t = c.template()
    body = from_quads(base.faces["body"])
    if kind == "gloves":
        value = np.where(t.arm_share > 0.5, t.arm - 1.78, -1.0)
    elif kind == "socks":
        # Below the middle of the shin, and only the leg.
        value = np.where(t.arm_share < 0.5, 1.38 - t.level, -1.0)
    else:
        value = _mask_value(base.vertices)
    surface = body.cut(body.points(value))
    rim: list[int] = []
    rows, faces, tags = [surface.matrix], list(surface.faces), list(surface.tags)
    count = surface.matrix.shape[0]
    for loop in surface.boundary():
        current = list(range(count, count + len(loop)))
        count += len(loop)
        rows.append(surface.matrix[loop])
        rim += current
        for index in range(len(loop)):
            following = (index + 1) % len(loop)
            faces.append((loop[following], loop[index], current[index], current[following]))
            tags.append(0)
    edge = np.zeros(count, dtype=bool)
    edge[rim] = True
    return Surface(vstack(rows).tocsr(), faces, tags), edge


def _mask_value(v: np.ndarray) -> np.ndarray:
    """Positive on the lower face: from the bridge of the nose to under the chin and back to the ears."""
    x, y, z = np.abs(v[:, 0]), v[:, 1], v[:, 2]
    top = np.interp(x, [0.0, 0.02, 0.05, 0.075, 0.09], [0.712, 0.704, 0.702, 0.712, 0.72])
    value = np.minimum(top - z, z - 0.588)
    value = np.minimum(value, -0.012 - y)
    value[head.ear(v)] = -0.01
    value[slice(hm08.BODY[1], None)] = -0.01
    return np.where((z > 0.56) & (z < 0.76), value, -0.01)


def _second_skin(f: Fitting, kind: str, ease: float, color: np.ndarray, cloth: str, smooth: int = 0) -> Piece:
    surface, edge = _cut(kind)
    points = surface.points(f.body.vertices)
    normals = surface.normals(points)
    if smooth:
        mean = surface.neighbours()
        inner = points.copy()
        for _ in range(smooth):
            inner = np.where(edge[:, None], inner, 0.5 * inner + 0.5 * (mean @ inner))
        points = inner
        normals = surface.normals(points)
    points = points + normals * np.where(edge, 0.0, ease)[:, None]
    points = np.where(edge[:, None], points, f.body.push_out(points, ease * 0.9))
    across = np.arctan2(points[:, 0] - np.sign(points[:, 0]) * np.abs(points[:, 0]).mean(), points[:, 1])
    uv = np.stack([across * 0.05, points[:, 2]], axis=1)
    return Piece(points, list(surface.faces), uv, color, cloth, "near", rows=surface.matrix)


def gloves(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    return [_second_skin(f, "gloves", 0.0022, color, "leather")]


def socks(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    return [_second_skin(f, "socks", 0.0018, color, "knit")]


def mask(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Cloth over nose, mouth and jaw."""
    return [_second_skin(f, "mask", 0.0045, color, "cotton", smooth=14)]


MAKERS = {"gloves": gloves, "socks": socks, "mask": mask}
