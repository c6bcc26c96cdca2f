# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of worn things: the outline of a foot, soles cut to it, uppers modelled over it, laces, straps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.bake import Part
from backend.objects.families.base import Draw
from backend.objects.modeling.blobs import Sculpt
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.meshing import projected
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface

#: A sole's outline, toe at -Y, (x, y) by its length.
_FOOT = np.array([(0.00, -.500), (.070, -.488), (.132, -.430), (.160, -.340), (.164, -.240), (.148, -.120),
                  (.122, .030),
                  (.114, .180), (.120, .320), (.108, .425), (.066, .487), (0.00, .500), (-.066, .487), (-.108, .425),
                  (-.120, .320), (-.118, .180), (-.130, .030), (-.152, -.120), (-.160, -.240), (-.148, -.340),
                  (-.112, -.428), (-.058, -.482)])


def sole_outline(long: float, d: Draw, wide: float = 1.0, point: float = 0.0) -> np.ndarray:
    """The closed outline of a sole of length ``long``; ``point`` sharpens the toe."""
    rows = _FOOT * (wide, 1.0)
    toe = np.clip((-.16 - rows[:, 1]) / .34, 0, 1)
    rows[:, 0] *= 1 - .55 * point * toe
    rows[:, 1] -= .08 * point * toe ** 2
    return spline(rows * long, d.segments(96, 64), closed=True)


def raised(surface: Surface, lift: Callable[[np.ndarray], np.ndarray]) -> Surface:
    """Every point raised by ``lift`` of its y."""
    return surface.deformed(lambda v: v + np.column_stack([np.zeros((len(v), 2)), lift(v[:, 1])]))


def heel_lift(long: float, rise: float, start: float, span: float, toe: tuple[float, float, float]
              ) -> Callable[[np.ndarray], np.ndarray]:
    """How high the sole of a shoe of length ``long`` stands at y: up to ``rise`` at the heel, smoothly over ``span``
    from ``start``, and sprung at the tip: ``toe`` is by how much, where before the middle, and over what length. Places
    are shares of the length from its middle, heights metres."""
    spring, begins, reach = toe

    def lift(y: np.ndarray) -> np.ndarray:
        at = y / long
        t = np.clip((at - start) / span, 0, 1)
        return rise * t * t * (3 - 2 * t) + spring * np.clip((-begins - at) / reach, 0, 1) ** 2

    return lift


def settled(v: np.ndarray, level: float, undercut: float = .014) -> np.ndarray:
    """What is below ``level`` + ``undercut`` pressed flat onto ``level``, where the sole hides it; a rounded body
    thereby comes down to the sole upright."""
    tall = 2.6 * undercut
    z = np.where(v[:, 2] < level + tall, level + (v[:, 2] - level - undercut) * tall / (tall - undercut), v[:, 2])
    # Not quite flat: faces keep an area to lay charts on.
    return np.column_stack([v[:, :2], np.where(z < level, level + .03 * (z - level), z)])


def fitted(body: Surface, outline: np.ndarray, level: float, tall: float,
           inset: float = .001) -> Callable[[np.ndarray], np.ndarray]:
    """The change of places (V, 3) that brings the foot of ``body``, at ``level``, out to the sole's ``outline``.

    Lengthwise it is a stretch of all; the widening fades over the height ``tall``, so that the ankle keeps its shape.
    Laces and straps take it too.
    """
    v = settled(body.vertices, level)
    v = v[v[:, 2] < level + .5 * tall]
    low, high = v[:, 1].min(), v[:, 1].max()
    start, stop = outline[:, 1].min() + inset, outline[:, 1].max() - inset
    stations = np.linspace(low, high, 36)
    factors = []
    for sign in (1, -1):
        mine = v[v[:, 0] * sign >= 0]
        half = outline[outline[:, 0] * sign >= -1e-9]
        half = half[np.argsort(half[:, 1])]
        wide = np.array([np.abs(mine[np.abs(mine[:, 1] - y) < .006, 0]).max(initial=1e-3) for y in stations])
        place = start + (stations - low) / (high - low) * (stop - start)
        target = np.interp(place, half[:, 1], np.abs(half[:, 0])) - inset
        factor = np.clip(target / wide, .8, 1.7)
        factors.append(np.convolve(np.pad(factor, 2, mode="edge"), np.ones(5) / 5, mode="valid"))

    def change(p: np.ndarray) -> np.ndarray:
        p = settled(p, level)
        fade = np.clip(1 - (p[:, 2] - level) / tall, 0, 1)
        fade = fade * fade * (3 - 2 * fade)
        factor = np.where(p[:, 0] >= 0, *(np.interp(p[:, 1], stations, f) for f in factors))
        y = start + (p[:, 1] - low) / (high - low) * (stop - start)
        return np.column_stack([p[:, 0] * (1 + (factor - 1) * fade), y, p[:, 2]])

    return change


def welt(outline: np.ndarray, rows: Sequence[tuple[float, float]], region: str | Sequence[str]) -> Surface:
    """A sole of ``rows`` (outset, z), its faces cut finely enough to be bent."""
    return slab(outline, rows, region, 6)


def turned_aside(parts: Sequence[Part], angle: float = -1.15) -> list[Part]:
    """A shoe modelled with its toe at -Y, turned to show its side."""
    return [Part(p.name, tuple(s.rotated(angle) for s in p.pieces)) for p in parts]


def cast(sculpt: Sculpt, starts: ArrayLike, way: ArrayLike) -> np.ndarray:
    """Where rays from outside along ``way`` first meet the body, (N, 3), all at once."""
    place = np.array(starts, float)
    heading = np.broadcast_to(np.asarray(way, float), place.shape)
    heading = heading / np.linalg.norm(heading, axis=1, keepdims=True)
    best, least = place.copy(), np.full(len(place), np.inf)
    for _ in range(48):
        gap = sculpt.distance(place)
        nearer = np.abs(gap) < least
        best[nearer], least[nearer] = place[nearer], np.abs(gap[nearer])
        if np.abs(gap).max() < 2e-5:
            break
        place = place + .85 * np.clip(gap, -.05, .3)[:, None] * heading
    # A ray that misses stops where it came nearest.
    return best


def recharted(surface: Surface) -> Surface:
    """A modelled body of quads whose charts are laid out anew after bending."""
    return projected(surface.vertices, surface.corners.reshape(-1, 4), surface.regions)


def over(sculpt: Sculpt, points: ArrayLike, gap: ArrayLike = 0.0) -> np.ndarray:
    """Points (N, 2) dropped onto the body from above, raised by ``gap``."""
    at = np.atleast_2d(np.asarray(points, float))
    found = cast(sculpt, np.column_stack([at, np.full(len(at), .4)]), (0, 0, -1))
    found[:, 2] += gap
    return found


def flank(sculpt: Sculpt, side: int, points: ArrayLike, gap: float = 0.0) -> np.ndarray:
    """Points (N, 2) of (y, z) brought onto the body's ``side`` (1: +x), pushed outward by ``gap``."""
    at = np.atleast_2d(np.asarray(points, float))
    found = cast(sculpt, np.column_stack([np.full(len(at), side * .2), at]), (-side, 0, 0))
    found[:, 0] += side * gap
    return found


def lacing(sculpt: Sculpt, front: float, back: float, rows: int, spread: tuple[float, float],
           radius: float = .0021) -> tuple[list[Surface], list[Surface]]:
    """Laces crossing over the body from y = ``front`` to ``back`` and their eyelets; the bow on the last row."""
    laces, eyelets = [], []
    ys = np.linspace(front, back, rows)
    half = np.interp(ys, [front, back], spread)
    section = circle(8, radius) * (1.5, .8)
    f = np.linspace(0, 1, 7)
    t = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    for k, y in enumerate(ys):
        holes = over(sculpt, [(s * half[k], y) for s in (1, -1)], .0006)
        for s, at in zip((1, -1), holes):
            ring = at + np.column_stack([.0036 * np.cos(t), .0030 * np.sin(t), -.0010 * s * np.cos(t)])
            eyelets.append(sweep(ring, circle(6, .0009), loop=True, region="eyelets"))
            if k + 1 < rows:
                ends = np.array([(s * half[k], y), (-s * half[k + 1], ys[k + 1])])
                path = over(sculpt, ends[0] + f[:, None] * (ends[1] - ends[0]),
                            radius * (.6 + (1.05 if s > 0 else .7) * np.sin(np.pi * f)))
                laces.append(sweep(path, section, round_ends=True, region="laces"))
        if k in (0, rows - 1):
            path = over(sculpt, [(x, y) for x in np.linspace(-half[k], half[k], 9)], radius * .8)
            laces.append(sweep(path, section, round_ends=True, region="laces"))
    knot = over(sculpt, [(0, ys[-1])], radius * 2)[0]
    for s in (1, -1):
        loop = spline([knot, knot + np.array([s * .014, -.006, .010]), knot + np.array([s * .034, -.012, .004]),
                       knot + np.array([s * .030, -.022, -.003]), knot + np.array([s * .012, -.010, .003]), knot], 26)
        end = spline([knot, knot + np.array([s * .010, -.016, .003]), knot + np.array([s * .020, -.034, -.004])], 16)
        for path in (loop, end):
            floor = over(sculpt, path[:, :2], radius * .7)
            path[:, 2] = np.maximum(path[:, 2], floor[:, 2])
            laces.append(sweep(path, circle(8, radius), round_ends=True, region="laces"))
    return laces, eyelets


def strap(points: ArrayLike, wide: float, thick: float, region: str = "strap", up: Sequence[float] = (0, 0, 1),
          rows: int = 40, loop: bool = False) -> Surface:
    """A flat band along the smooth curve through ``points``, as thick along ``up``."""
    path = spline(points, rows, closed=loop)
    return sweep(path, rounded_rectangle(wide, thick, .45 * thick, 2), up=up, loop=loop, region=region)


def across(sculpt: Sculpt, y: Callable[[float], float], reach: float, wide: float, thick: float, low: float,
           region: str = "strap", rows: int = 27) -> Surface:
    """A band lying over the body from the sole on one side to that on the other; ``y`` of -1..1 across."""
    u = np.linspace(-1, 1, rows)
    a = u * np.pi / 2
    out = np.column_stack([np.sin(a), 0 * a, np.cos(a)])
    line = cast(sculpt, np.column_stack([np.sin(a) * .25, [y(float(q)) for q in u], low + np.cos(a) * .25]), -out)
    line[[0, -1], 2] = low - .002
    line[[0, -1], 0] = np.sign(line[[0, -1], 0]) * reach
    return sweep(spline(line, 48), rounded_rectangle(thick, wide, .45 * thick, 2), up=(0, 1, 0), region=region)


def cord(points: ArrayLike, radius: float, region: str = "laces", rows: int = 24, loop: bool = False) -> Surface:
    """A lace, seam or cord along the smooth curve through ``points``."""
    return sweep(spline(points, rows, closed=loop), circle(8, radius), loop=loop, round_ends=True, region=region)
