# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of plants: branching wood, pots with soil, fronds, tufts of leaves."""

from __future__ import annotations

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import GOLDEN, ball, blade, disc, poses, roughened, tube
from backend.objects.modeling.solids import vessel
from backend.objects.modeling.surface import Surface


def pot(half: float, tall: float, d: Draw, region: str = "pot") -> list[Surface]:
    """A planter with earth in it, standing on z = 0; the earth lies at 0.88 of its height."""
    kind = d.choose({"flowerpot": 1.0, "rounded": 0.6, "cylinder": 0.5})
    if kind == "flowerpot":
        outer = fillet([(.70 * half, 0), (.90 * half, .76 * tall), (half, .765 * tall), (1.02 * half, tall)],
                       [0, .002, .002, 0], 3)
    elif kind == "rounded":
        outer = spline([(.55, 0), (.62, .05), (.95, .40), (1.0, .66), (.92, 1.0)], 24) * (half, tall)
    else:
        outer = np.linspace((.86 * half, 0), (.94 * half, tall), 10)
    wall = 0.07 * half
    inside = float(np.interp(0.86 * tall, outer[:, 1], outer[:, 0])) - 0.9 * wall
    soil = disc(inside, 0.05 * tall, 0.01 * tall, d.segments(36, 24), "soil", 2, 5)
    soil = roughened(soil, 0.02 * tall, 0.2 * half, int(d.random.integers(1000)))
    return [vessel(outer, wall, 0.08 * tall, d.segments(56, 32), rim_width=0.001).named(region),
            soil.moved(z=0.83 * tall)]


def frond(length: float, width: float, teeth: int, lift: float, bend: float, fold: float = -0.4, region: str = "leaf",
          rows: int = 0) -> Surface:
    """A feathered leaf in one piece: a blade whose edge is cut into ``teeth`` leaflets a side."""
    def cut(s: np.ndarray) -> np.ndarray:
        saw = s * teeth - np.floor(s * teeth)
        deep = 0.20 + 0.80 * (1 - np.abs(2 * saw - 1)) ** 0.8
        return np.clip(np.minimum(1, 0.25 + 3.2 * s) * (1 - s ** 2.2), 0.02, 1) * deep
    return blade(length, width, cut, lift, bend, fold, 0.0, thick=0.012 * width, rows=rows or teeth * 4 + 1, columns=5,
                 region=region)


def branches(d: Draw, height: float, thick: float, forks: int, depth: int, spread: float = 0.7, start: float = 0.35,
             region: str = "bark", sides: int = 8) -> tuple[list[Surface], np.ndarray]:
    """A trunk with boughs and twigs; also the (N, 3) tips."""
    pieces, tips = [], []

    def grow(at: np.ndarray, way: np.ndarray, long: float, radius: float, level: int) -> None:
        wander = d.random.normal(size=3) * 0.10 * long
        middle, end = at + 0.5 * long * way + wander, at + long * way + (0, 0, 0.12 * long * level)
        pieces.append(tube(np.array([at, middle, end]), [radius, 0.80 * radius, 0.50 * radius], 9 if level else 14,
                           max(6, sides - 2 * level) if level else sides + 6, region))
        if level == depth:
            tips.append(end)
            return
        for k in range(forks):
            t = 1.0 if k == 0 else d.between(start if level == 0 else 0.3, 0.95)
            a = k * GOLDEN + d.between(-.4, .4)
            side = np.cross(way, (0.3, 0.2, 1.0) if abs(way[2]) < 0.9 else (1.0, 0.0, 0.0))
            side /= np.linalg.norm(side)
            other = np.cross(way, side)
            out = np.cos(a) * side + np.sin(a) * other
            lean = (0.25 if k == 0 else 1.0) * spread * d.between(0.8, 1.2)
            new = way * np.cos(lean) + out * np.sin(lean)
            new[2] = max(new[2], -0.05)
            new /= np.linalg.norm(new)
            curve = (1 - t) ** 2 * at + 2 * t * (1 - t) * (2 * middle - 0.5 * (at + end)) + t ** 2 * end
            grow(curve, new, long * d.between(0.52, 0.72), radius * (0.62 if k == 0 else 0.45), level + 1)
        tips.append(end)

    grow(np.zeros(3), np.array([0.0, 0.0, 1.0]), height, thick, 0)
    return pieces, np.array(tips)


def leaf_matrices(d: Draw, center: np.ndarray, radius: np.ndarray, count: int, scale: float) -> np.ndarray:
    """Poses of ``count`` leaves that look outward over an ellipsoid's upper and side parts."""
    a = np.arange(count) * GOLDEN + d.between(0, 6.28)
    z = 1 - 1.7 * (np.arange(count) + 0.5) / count
    r = np.sqrt(np.clip(1 - z * z, 0, 1))
    at = center + np.column_stack([r * np.cos(a), r * np.sin(a), z]) * radius * d.random.uniform(0.86, 1.04, (count, 1))
    return poses(at, a + d.random.uniform(-.9, .9, count), np.arcsin(z) * 0.7 + d.random.uniform(-.7, .7, count),
                 scale * d.random.uniform(0.7, 1.25, count), d.random.uniform(-.8, .8, count))


def clump(radius: np.ndarray, d: Draw, region: str = "foliage", rough: float = 0.16) -> Surface:
    """A ball of foliage: an ellipsoid pushed about."""
    size = float(np.mean(radius))
    made = ball(radius, 20 if d.detail >= 0.75 else 14, 28 if d.detail >= 0.75 else 20, region)
    return roughened(made, 1.6 * rough * size, 0.30 * size, int(d.random.integers(1000)), 3,
                     lambda n: np.abs(n) * 1.7 - 0.35)
