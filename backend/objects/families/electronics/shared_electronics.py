# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of electric things: what faces the front (-Y), knobs, round grilles, cables, a lit picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle, spline
from backend.objects.modeling.organic import rounded, slab
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface, skin

QUARTER = np.pi / 2


def facing(surface: Surface, at: Sequence[float] = (0, 0, 0)) -> Surface:
    """What stands on z = 0 turned to the front: its height reaches out of the plane y = ``at[1]`` towards -Y."""
    return surface.rotated(QUARTER, "x").moved(*at)


def plate(width: float, height: float, thick: float, at: Sequence[float], corner: float = .004, region: str = "body",
          edge: float = .0008, steps: int = 4) -> Surface:
    """An upright plate with round corners whose lower edge is ``at`` (x, y, z) and which is ``thick`` towards -Y."""
    flat = slab(rounded_rectangle(width, height, corner, steps), rounded(thick, min(edge, .45 * thick)), region)
    return facing(flat, (at[0], at[1], at[2] + height / 2))


def knob(radius: float, tall: float, d: Draw, region: str = "knob", ribs: int = 0) -> Surface:
    """A knob standing on z = 0, its edge fluted by ``ribs``."""
    rows = [(radius * 1.08, 0), (radius * 1.08, .16 * tall), (radius, .22 * tall), (radius * .94, tall)]
    around = d.segments(4 * ribs if ribs else 32, 20)
    profile = fillet([(0, 0), *rows, (0, tall)], [0, .001, .05 * tall, .02 * tall, .14 * tall, 0], 3)
    return lathe(profile, around, region, modulation=(
        lambda a, z: 1 + .045 * np.cos(ribs * a) * np.clip((z - .25 * tall) / (.05 * tall), 0, 1)) if ribs else None)


def cone(radius: float, d: Draw, deep: float = .35, surround: str = "rubber", region: str = "cone") -> list[Surface]:
    """A loudspeaker's face standing on z = 0: its surround, the cone sunk by ``deep`` radii and the dust cap."""
    n = d.segments(56, 32)
    roll = lathe(fillet([(.80 * radius, 0), (.80 * radius, .02 * radius), (.90 * radius, .13 * radius),
                         (radius, .02 * radius), (radius, 0)], [0, .02 * radius, .08 * radius, .02 * radius, 0], 4,
                        closed=True), n, surround, loop=True)
    sunk = -deep * radius
    dish = lathe(np.array([(0, sunk - .05 * radius), (.30 * radius, sunk - .05 * radius), (.83 * radius, -.05 * radius),
                           (.83 * radius, .012 * radius), (.72 * radius, -.05 * radius), (.52 * radius, .55 * sunk),
                           (.30 * radius, sunk), (0, sunk)]), n, region)
    turn = np.linspace(0, QUARTER, 8)
    cap = lathe(np.concatenate([[(0, sunk - .02 * radius)], np.column_stack([.32 * radius * np.cos(turn),
                                                                             sunk + .20 * radius * np.sin(turn)])])
                * np.r_[[[1, 1]] * 8, [[0, 1]]], n, "cap")
    return [roll, dish, cap]


def ring(inner: float, outer: float, tall: float, d: Draw, region: str, edge: float = .3) -> Surface:
    """A flat ring standing on z = 0."""
    rows = fillet([(inner, 0), (outer, 0), (outer, tall), (inner, tall)], edge * min(tall, outer - inner), 3,
                  closed=True)
    return lathe(rows, d.segments(56, 32), region, loop=True)


def cable(points: ArrayLike, radius: float = .0022, region: str = "cable", rows: int = 48) -> Surface:
    """A cable along the smooth curve through ``points``."""
    return sweep(spline(points, rows), circle(10, radius), round_ends=True, region=region)


def picture(width: float, height: float, at: Sequence[float], d: Draw) -> list[Surface]:
    """A lit landscape on a screen whose lower middle is ``at``; a fraction of a millimetre deep."""
    x0, y, z0 = at
    t = np.linspace(-.5, .5, 33)
    phase = d.between(0, 6)

    def ridge(base: float, swing: float, waves: float, shift: float) -> np.ndarray:
        top = base + swing * np.sin(2 * np.pi * waves * t + phase + shift) + .4 * swing * np.sin(
            4.7 * np.pi * waves * t + 2 * phase)
        return np.column_stack([t * width, np.clip(top, .05, .92) * height])

    def sheet(outline: np.ndarray, level: float, region: str) -> Surface:
        """A thin sheet below a ridge line, as a strip of sections."""
        rings = []
        for x, top in outline:
            rings.append([(x, level, 0), (x, level - .0002, 0), (x, level - .0002, top), (x, level, top)])
        rows = np.array(rings)
        ends = [np.broadcast_to(rows[k].mean(axis=0), (4, 3)) for k in (0, -1)]
        return skin(np.stack([ends[0], *rows, ends[1]]), region=region).moved(x0, y, z0)

    sky = sheet(np.column_stack([t * width, np.full(33, height)]), 0, "sky")
    sun = facing(turned([(.10 * height, 0), (.10 * height, .0002)], .00005, 36, "sun"),
                 (x0 + d.between(-.25, .28) * width, y - .0002, z0 + d.between(.66, .76) * height))
    far = sheet(ridge(.42, .09, d.between(.9, 1.5), 1.0), -.0004, "far hill")
    near = sheet(ridge(.22, .07, d.between(.6, 1.1), 3.0), -.0006, "hill")
    return [sky, sun, far, near]


#: Looks of :func:`picture`.
PICTURE = {"sky": "lit sky", "sun": "lit sun", "hill": "lit hill", "far hill": "lit far hill"}
