# SPDX-License-Identifier: GPL-3.0-or-later
"""Plane and space curves as point rows: splines, arcs, fillets, offsets and cross-sections."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

Points = np.ndarray


def spline(points: ArrayLike, count: int, closed: bool = False) -> Points:
    """``count`` points, evenly spaced by arc length, on the centripetal Catmull-Rom curve through ``points``.

    Centripetal knots (Yuksel et al. 2011) neither overshoot nor cusp, which keeps profiles simple.
    """
    given = np.asarray(points, float)
    if closed:
        padded = np.concatenate([given[-1:], given, given[:2]])
    else:
        padded = np.concatenate([[2 * given[0] - given[1]], given, [2 * given[-1] - given[-2]]])
    knots = np.concatenate([[0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(padded, axis=0), axis=1)) + 1e-12)])
    dense = []
    for i in range(1, len(padded) - 2):
        t0, t1, t2, t3 = knots[i - 1:i + 3]
        p0, p1, p2, p3 = padded[i - 1:i + 3]
        t = np.linspace(t1, t2, 32, endpoint=False)[:, None]
        a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
        a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
        a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
        b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
        b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
        dense.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
    dense.append(given[:1] if closed else given[-1:])
    return resample(np.concatenate(dense), count + 1)[:-1] if closed else resample(np.concatenate(dense), count)


def resample(points: Points, count: int) -> Points:
    """``count`` points evenly spaced by length along an open polyline."""
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, column) for column in points.T], axis=1)


def arc(center: ArrayLike, radius: float, start: float, end: float, count: int) -> Points:
    """``count`` points of a plane arc; angles in radians from the first axis."""
    angle = np.linspace(start, end, count)
    return np.asarray(center, float) + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def fillet(points: ArrayLike, radii: ArrayLike, segments: int = 4,
           closed: bool = False) -> Points:
    """A plane polyline whose corners are rounded by arcs of ``radii``, each clipped to half an edge.

    Ends of an open polyline stay. A support point just outside each arc keeps smooth shading flat
    on the straight stretches.
    """
    given = np.asarray(points, float)
    radius = np.broadcast_to(np.asarray(radii, float), len(given))
    out: list[np.ndarray] = []
    for i, corner in enumerate(given):
        if not closed and i in (0, len(given) - 1):
            out.append(corner[None])
            continue
        before, after = given[i - 1] - corner, given[(i + 1) % len(given)] - corner
        length_before, length_after = np.linalg.norm(before), np.linalg.norm(after)
        before, after = before / length_before, after / length_after
        half = np.arccos(np.clip(before @ after, -1, 1)) / 2
        if radius[i] <= 0 or half > np.pi / 2 - 0.02:
            out.append(corner[None])
            continue
        cut = min(radius[i] / np.tan(half), 0.42 * length_before, 0.42 * length_after)
        if cut < 1e-9:
            out.append(corner[None])
            continue
        first, last = corner + before * cut, corner + after * cut
        middle = corner + (before + after) / np.linalg.norm(before + after) * cut / np.cos(half)
        u, v = first - middle, last - middle
        sweep = np.arccos(np.clip(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)), -1, 1))
        t = np.linspace(0, 1, segments + 1)[:, None]
        bend = (np.sin((1 - t) * sweep) * u + np.sin(t * sweep) * v) / np.sin(sweep)
        support = cut * 0.35 / segments
        out += [first[None] + before * support, middle + bend, last[None] + after * support]
    return np.concatenate(out)


def offset(points: Points, distance: float) -> Points:
    """An open plane polyline moved to its left by ``distance`` (mitred, mitres limited to 2)."""
    tangent = np.diff(points, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-15
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    before, after = np.concatenate([normal[:1], normal]), np.concatenate([normal, normal[-1:]])
    bisector = before + after
    length = np.linalg.norm(bisector, axis=1, keepdims=True)
    bisector /= np.maximum(length, 1e-9)
    mitre = np.minimum(1 / np.maximum((bisector * after).sum(axis=1), 1e-6), 2.0)
    return points + bisector * (mitre * distance)[:, None]


def circle(count: int, radius: float = 1.0) -> Points:
    """A closed circle, anticlockwise, starting at +Y so that seams lie at the back."""
    angle = np.pi / 2 + np.arange(count) / count * 2 * np.pi
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def superellipse(count: int, width: float, depth: float, power: float = 2.0) -> Points:
    """A closed superellipse |x/a|^n + |y/b|^n = 1 of full ``width`` and ``depth``: n = 2 is an ellipse."""
    unit = circle(count)
    scale = (np.abs(unit) ** power).sum(axis=1) ** (-1 / power)
    return unit * scale[:, None] * (width / 2, depth / 2)


def rounded_rectangle(width: float, depth: float, radius: float, segments: int = 3) -> Points:
    """A closed rectangle with round corners, anticlockwise from the back."""
    x, y = width / 2, depth / 2
    return fillet([(x, y), (-x, y), (-x, -y), (x, -y)], min(radius, 0.98 * min(x, y)), segments, closed=True)


def bezier(p0: ArrayLike, p1: ArrayLike, p2: ArrayLike, p3: ArrayLike, count: int) -> Points:
    """``count`` points, evenly spaced by length, of a cubic Bezier curve."""
    t = np.linspace(0, 1, 64)[:, None]
    a, b, c, d = (np.asarray(p, float) for p in (p0, p1, p2, p3))
    return resample((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d, count)
