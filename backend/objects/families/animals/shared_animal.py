# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of birds, sea animals and insects: legs with toes, hooked beaks, jointed legs, fins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.bake import Part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import blade, tube
from backend.objects.modeling.surface import Surface, skin


def xyz(x: float, y: float, z: float) -> np.ndarray:
    """A step in space."""
    return np.array([x, y, z], float)


def sized(parts: Sequence[Part], factor: float) -> list[Part]:
    """The parts with every length times ``factor``."""
    return [Part(p.name, tuple(piece.scaled((factor,) * 3) for piece in p.pieces)) for p in parts]


def bird_leg(hip: ArrayLike, foot: ArrayLike, thick: float, toe: float, region: str = "leg", back: bool = True,
             spread: float = 0.45) -> list[Surface]:
    """A bare leg from ``hip`` to the middle of its ``foot`` on the ground, with three toes ahead and one behind."""
    top, low = np.asarray(hip, float), np.asarray(foot, float)
    knee = (top + low) / 2 + xyz(0, 0.5 * toe * 0.4, 0)
    ankle = low + xyz(0, 0, 0.9 * thick)
    pieces = [tube([top, knee, ankle], [1.25 * thick, thick, 0.95 * thick], 9, 10, region)]
    for turn in (-spread, 0.0, spread):
        way = np.array([np.sin(turn), -np.cos(turn), 0.0])
        reach = toe * (1.0 if turn == 0 else 0.88)
        pieces.append(tube([ankle, low + way * 0.5 * reach + xyz(0, 0, 0.95 * thick), low + way * reach
                            + xyz(0, 0, 0.45 * thick)], [0.9 * thick, 0.75 * thick, 0.3 * thick], 7, 8, region))
    if back:
        pieces.append(tube([ankle, low + xyz(0, 0.55 * toe, 0.4 * thick)], [0.8 * thick, 0.3 * thick], 5, 8, region))
    return pieces


def webbed(middle: ArrayLike, long: float, region: str = "foot", thick: float = 0.12) -> Surface:
    """A webbed foot on the ground, its heel behind ``middle``, three points ahead."""
    turns = np.array([-.62, -.32, 0, .32, .62])
    reach = np.array([.92, .80, 1.0, .80, .92]) * long
    edge = [(np.sin(a) * r, -np.cos(a) * r) for a, r in zip(turns, reach)]
    outline = spline([*edge, (.16 * long, .02 * long), (0, .16 * long), (-.16 * long, .02 * long)], 36, closed=True)
    high = thick * long
    center = np.array([0.0, -.35 * long])
    rows = []
    for f, z in ((0, 0), (.6, 0), (.96, 0), (1, .25), (.97, .6), (.6, .85), (.25, 1.15), (0, 1.25)):
        rows.append(np.column_stack([center + (outline - center) * f, np.full(36, z * high)]))
    x, y, z = np.asarray(middle, float)
    return skin(np.stack(rows), region=region).moved(x, y, z)


def feathers(roots: ArrayLike, tips: ArrayLike, width: float, region: str, thick: float = 0.05) -> list[Surface]:
    """Flat feathers from each of ``roots`` to each of ``tips`` (N, 3), their flats facing up."""
    made = []
    for a, b in zip(np.asarray(roots, float), np.asarray(tips, float)):
        way = b - a
        long = float(np.linalg.norm(way))
        flat = blade(long, width, "strap", 0.0, 0.12, 0.15, thick=thick * width, rows=12, columns=7, region=region)
        made.append(flat.rotated(-float(np.arcsin(way[2] / long)), "y").rotated(float(np.arctan2(way[1], way[0])))
                    .moved(*a))
    return made


def fin(outline: ArrayLike, thick: float, region: str = "fin", count: int = 40) -> Surface:
    """An upright fin of a side view (y, z), star-shaped about its middle, thinning from its middle to its edge."""
    edge = spline(outline, count, closed=True)
    middle = edge.mean(axis=0)
    rows = []
    for f, x in ((0, -1), (.35, -.92), (.7, -.62), (.92, -.28), (1, 0), (.92, .28), (.7, .62), (.35, .92), (0, 1)):
        flat = middle + (edge - middle) * f
        rows.append(np.column_stack([np.full(count, x * thick / 2), flat]))
    return planar(skin(np.stack(rows), region=region), 0)


def jointed(points: ArrayLike, radii: Sequence[float], region: str = "leg", around: int = 10,
            steps: int = 5) -> list[Surface]:
    """A leg of rigid links between ``points``, each a little thicker in its middle than at its joints."""
    given = np.asarray(points, float)
    made = []
    for k, (a, b) in enumerate(pairwise(given)):
        r, s = radii[k], radii[k + 1]
        made.append(tube([a, (a + b) / 2, b], [r * .82, max(r, s) * .98, s * .85], steps + 2, around, region))
    return made


def planar(surface: Surface, axis: int = 2) -> Surface:
    """A thin plate's charts laid flat: one of what looks along ``axis``, one of what looks against it."""
    u, v = (k for k in range(3) if k != axis)
    corner = surface.corners[surface.offsets[:-1]], surface.corners[surface.offsets[:-1] + 1], \
        surface.corners[surface.offsets[:-1] + 2]
    a, b, c = (surface.vertices[k] for k in corner)
    facing = np.cross(b - a, c - a)[:, axis] >= 0
    return replace(surface, uvs=surface.vertices[surface.corners][:, [u, v]], charts=(~facing).astype(int))
