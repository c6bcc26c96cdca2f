# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces that several families are built from: vessel handles, legs, rails."""

from __future__ import annotations

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import bezier, circle, rounded_rectangle, spline, superellipse
from backend.objects.modeling.solids import box, post, sweep
from backend.objects.modeling.surface import Surface

VESSEL_LOOKS = {"body": "main", "rim": "main", "inside": "main", "foot": "main", "handle": "main"}
VESSEL_WORDS = {"body": ("body",), "rim": ("rim", "lip", "edge", "mouth"), "inside": ("inside", "interior"),
                "foot": ("foot", "base", "bottom"), "handle": ("handle", "handles", "ear", "ears")}


def radius_at(outer: np.ndarray, z: float) -> float:
    """Outer radius of a profile (radius, z) whose z rises."""
    order = np.argsort(outer[:, 1], kind="stable")
    return float(np.interp(z, outer[order, 1], outer[order, 0]))


def ear(outer: np.ndarray, low: float, high: float, reach: float, wall: float, thickness: float, d: Draw,
        width: float = 1.5, rise: float = 0.0, drop: float = 0.0) -> Surface:
    """A handle in the +X half of the XZ plane, from height ``high`` out by ``reach`` and back at ``low``.

    Its ends lie inside the wall and flare as pulled clay does. ``width`` is strap width over
    thickness; ``rise`` and ``drop`` bend the two roots up and down.
    """
    top = np.array([radius_at(outer, high) - 0.5 * wall, 0.0, high])
    bottom = np.array([radius_at(outer, low) - 0.5 * wall, 0.0, low])
    out = max(top[0], bottom[0]) + reach
    # A cubic reaches three quarters of the way to its control points.
    far = (out - 0.125 * (top[0] + bottom[0])) / 0.75
    path = bezier(top, (far, 0, high + rise), (far, 0, low - drop), bottom, d.segments(28, 16))
    t = np.linspace(-1, 1, len(path))
    flare = 1 + 0.45 * np.clip((np.abs(t) - 0.72) / 0.28, 0, 1) ** 2
    section = superellipse(d.segments(16, 12), thickness * width, thickness, 2.4)
    return sweep(path, section, flare, up=(0, 0, 1), region="handle")


def leg(kind: str, foot: tuple[float, float], top: tuple[float, float], height: float, width: float, d: Draw,
        region: str = "leg", base: float = 0.0) -> Surface:
    """A leg of a ``kind`` ("square", "tapered", "round", "turned") from its foot to its top, (x, y) each."""
    def place(t: np.ndarray) -> np.ndarray:
        return np.column_stack([foot[0] + t * (top[0] - foot[0]), foot[1] + t * (top[1] - foot[1])])

    if kind == "turned":
        knots = [(0, .30), (.05, .42), (.09, .30), (.30, .42), (.50, .52), (.60, .42), (.63, .56), (.66, .40),
                 (.70, .50), (.74, .5)]
        t = np.linspace(0, 1, d.segments(56, 32))
        curve = spline([(r, z) for z, r in knots] + [(.5, .85), (.5, 1.0)], 200)
        scale = np.interp(t, curve[:, 1], curve[:, 0]) * width
        return post(circle(d.segments(24, 12)), np.column_stack([base + t * height, scale, place(t)]),
                    0.1 * width, region)
    t = np.linspace(0, 1, 5)
    if kind == "round":
        scale = width * (0.34 + 0.16 * t)
        return post(circle(d.segments(24, 12)), np.column_stack([base + t * height, scale, place(t)]),
                    0.08 * width, region)
    scale = np.ones(5) if kind == "square" else 0.6 + 0.4 * t
    return post(rounded_rectangle(width, width, 0.12 * width), np.column_stack([base + t * height, scale, place(t)]),
                0.05 * width, region)


def rail(start: tuple[float, float, float], end: tuple[float, float, float], thickness: float, d: Draw,
         region: str = "stretcher") -> Surface:
    """A round stretcher between two points, a little fuller in the middle."""
    t = np.linspace(0, 1, 7)
    path = np.asarray(start) + t[:, None] * (np.asarray(end) - np.asarray(start))
    return sweep(path, circle(d.segments(16, 8), thickness / 2), 0.82 + 0.72 * t * (1 - t), region=region)


def board(width: float, depth: float, height: float, at: tuple[float, float, float], bevel: float = 0.003,
          region: str = "body", bow: float = 0.0, divisions: int = 1) -> Surface:
    """A board whose lower centre is ``at``; ``bow`` bends its middle backwards (+Y) by that much."""
    plank = box(width, depth, height, bevel, 3, divisions, region)
    if bow:
        half = width / 2
        plank = plank.deformed(lambda v: v + np.column_stack(
            [np.zeros(len(v)), bow * (1 - (v[:, 0] / half) ** 2), np.zeros(len(v))]))
    return plank.moved(*at)
