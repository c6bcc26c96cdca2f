# SPDX-License-Identifier: GPL-3.0-or-later
"""Small hard things on a garment: buttons, zips, belt loops, seams. They ride on the cloth where they are sewn on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from backend.body import hm08

from . import coordinates as c
from .cuts import FASTENER, MAIN, METAL, STITCH, Cut
from .surface import Surface

#: Distance between the buttons of a shirt, metres on the template.
BUTTONS = 0.082


@dataclass(frozen=True)
class Detail:
    """One thing sewn on: what it is, where (template: metres aside and height, on front or back), its size."""

    kind: str
    x: np.ndarray
    z: np.ndarray
    front: bool
    size: float
    tag: int


def details(cut: Cut) -> list[Detail]:
    """What a cut has sewn on."""
    found: list[Detail] = []

    def put(kind: str, x: Any, z: Any, size: float, tag: int, front: bool = True) -> None:
        x, z = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(z, dtype=float))
        found.append(Detail(kind, np.atleast_1d(x), np.atleast_1d(z), front, size, tag))

    bottom = c.height(cut.bottom)
    if cut.fastener == "buttons":
        top = c.height(5.86)
        z = np.arange(top, max(bottom, c.height(3.3 if cut.skirt is None else 3.0)) + 0.03, -BUTTONS)
        put("button", 0.0, z, 0.0052, FASTENER)
    elif cut.fastener == "jacket":
        put("button", -0.002, [c.height(4.20), c.height(3.84)], 0.0095, FASTENER)
    elif cut.fastener == "vest":
        put("button", 0.0, np.linspace(c.height(4.62), c.height(3.84), 5), 0.0065, FASTENER)
    elif cut.fastener == "double":
        put("button", 0.045, [c.height(4.75), c.height(4.35), c.height(3.95)], 0.011, FASTENER)
        put("button", -0.045, [c.height(4.75), c.height(4.35), c.height(3.95)], 0.011, FASTENER)
    elif cut.fastener == "chef":
        for side in (-1, 1):
            put("button", side * 0.062, np.linspace(c.height(5.30), c.height(3.78), 5), 0.0090, FASTENER)
    elif cut.fastener == "zip":
        z = np.linspace(c.height(5.55), max(bottom + 0.006, c.height(3.3)), 40)
        put("strip", 0.0, z, 0.0042, METAL)
        for side in (-1, 1):
            put("strip", side * 0.0115, z, 0.0010, STITCH)
    if cut.waistband and cut.top < 8:
        high = c.height(cut.top)
        put("strip", 0.0, [high - 0.016, high - 0.018], 0.007, FASTENER)
        for front, places in ((True, (0.075, 0.135, -0.075, -0.135)), (False, (0.0, 0.095, -0.095))):
            for x in places:
                put("strip", [x, x], [high + 0.001, high - 0.040], 0.0048, MAIN, front)
    if cut.seams:
        high = c.height(cut.top) - 0.03
        turn = np.linspace(0, 1, 12)
        for side in (-1, 1):
            # The scooped openings of the front pockets, and the seams of the back pockets' yoke.
            put("strip", side * (0.088 + 0.062 * turn**1.6), high - 0.012 - 0.062 * turn**0.6, 0.0011, STITCH)
            put("strip", side * (0.010 + 0.130 * turn), high - 0.030 + 0.014 * turn, 0.0011, STITCH, False)
        put("strip", 0.034 * np.clip(turn * 3, 0, 1) ** 0.5 * np.ones(12) - 0.0, high - 0.005 - 0.085 * turn[::-1],
            0.0011, STITCH)
        if cut.waistband:
            put("button", 0.0, high + 0.014, 0.0085, METAL)
    return found


def spots(surface: Surface, each: Detail) -> Any:
    """Blends (N, V) of a surface's vertices at a detail's points: the cloth's face there on the template."""
    from scipy.sparse import csr_matrix
    from scipy.spatial import cKDTree

    p = surface.points(hm08.base_mesh().vertices)
    t = c.template().on(surface)
    here = ((t.depth < c.side_line(t.height)) == each.front) & (t.arm_share < 0.4)
    triangles = np.array([(face[0], face[i], face[i + 1]) for face in surface.faces if here[list(face)].all()
                          for i in range(1, len(face) - 1)])
    flat = p[:, [0, 2]]
    a, b, d = (flat[triangles[:, corner]] for corner in range(3))
    wanted = np.stack([each.x, each.z], axis=1)
    _, near = cKDTree((a + b + d) / 3).query(wanted, k=min(24, len(triangles)))
    area = (b[:, 0] - a[:, 0]) * (d[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (d[:, 0] - a[:, 0])
    rows, columns, values = [], [], []
    for index, (point, options) in enumerate(zip(wanted, near)):
        e = point - a[options]
        span = np.where(np.abs(area[options]) < 1e-12, 1e-12, area[options])
        ab, ad = b[options] - a[options], d[options] - a[options]
        u = (e[:, 0] * ad[:, 1] - e[:, 1] * ad[:, 0]) / span
        v = (ab[:, 0] * e[:, 1] - ab[:, 1] * e[:, 0]) / span
        outside = np.maximum(np.maximum(-u, -v), u + v - 1)
        best = int(np.argmin(np.round(np.maximum(outside, 0), 3) * 100 + np.arange(len(options)) * 1e-6))
        share = np.clip([1 - u[best] - v[best], u[best], v[best]], 0, 1)
        rows += [index] * 3
        columns += list(triangles[options[best]])
        values += list(share / share.sum())
    return csr_matrix((values, (rows, columns)), shape=(len(wanted), surface.matrix.shape[0]))


def built(each: Detail, points: np.ndarray, normals: np.ndarray
          ) -> tuple[np.ndarray, list[tuple[int, ...]], np.ndarray]:
    """Vertices (M, 3), faces and, for each vertex, the spot (M,) it rides on."""
    if each.kind == "button":
        return _buttons(points, normals, each.size)
    return _strip(points, normals, each.size)


def _buttons(points: np.ndarray, normals: np.ndarray, radius: float
             ) -> tuple[np.ndarray, list[tuple[int, ...]], np.ndarray]:
    vertices: list[np.ndarray] = []
    faces: list[tuple[int, ...]] = []
    rides: list[int] = []
    turn = np.arange(10) * 2 * np.pi / 10
    for index, (point, normal) in enumerate(zip(points, normals)):
        across = np.cross([0.0, 0.0, 1.0], normal)
        across /= max(float(np.linalg.norm(across)), 1e-6)
        up = np.cross(normal, across)
        first = len(rides)
        for share, lift in ((1.0, 0.0002), (1.0, 0.0030), (0.82, 0.0036), (0.66, 0.0028)):
            ring = np.cos(turn)[:, None] * across + np.sin(turn)[:, None] * up
            vertices.append(point + share * radius * ring + lift * normal)
            rides += [index] * 10
        for ring in range(3):
            start = first + 10 * ring
            faces += [(start + i, start + (i + 1) % 10, start + 10 + (i + 1) % 10, start + 10 + i) for i in range(10)]
        last = first + 30
        faces += [(last, last + 1, last + 2, last + 3), (last + 3, last + 4, last + 5, last),
                  (last + 5, last + 6, last + 7, last + 8), (last + 8, last + 9, last, last + 5)]
    return np.concatenate(vertices), faces, np.array(rides)


def _strip(points: np.ndarray, normals: np.ndarray, half: float
           ) -> tuple[np.ndarray, list[tuple[int, ...]], np.ndarray]:
    """A raised band along the spots."""
    along = np.gradient(points, axis=0)
    across = np.cross(normals, along)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    lift = min(0.0028, 0.5 * half)
    rows = [points + share * half * across + height * normals
            for share, height in ((-1.0, 0.0002), (-0.85, lift), (0.85, lift), (1.0, 0.0002))]
    count = len(points)
    vertices = np.concatenate(rows)
    faces = [(row * count + i, row * count + i + 1, (row + 1) * count + i + 1, (row + 1) * count + i)
             for row in range(3) for i in range(count - 1)]
    turned: list[tuple[int, ...]] = [face[::-1] for face in faces]
    return vertices, turned, np.tile(np.arange(count), 4)
