# SPDX-License-Identifier: GPL-3.0-or-later
"""Teapots: body, spout, handle and a lid with a knob."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS, ear, radius_at
from backend.objects.modeling.curves import bezier, circle, fillet, spline
from backend.objects.modeling.solids import frames, lathe, vessel
from backend.objects.modeling.surface import Surface, skin

_SHAPES = {"round": [(.50, 0), (.56, .03), (.86, .20), (1.0, .50), (.84, .82), (.52, 1.0)],
           "squat": [(.60, 0), (.66, .03), (.94, .26), (1.0, .46), (.80, .82), (.48, 1.0)],
           "tall": [(.72, 0), (.78, .03), (.96, .18), (.98, .36), (.78, .76), (.54, 1.0)]}


def _spout(outer: np.ndarray, height: float, half: float, wall: float, d: Draw) -> Surface:
    """A curved spout with a bore: out along the path, over the lip, and back inside."""
    low = 0.34 * height
    start = np.array([-(radius_at(outer, low) - 0.6 * wall), 0, low])
    tip = np.array([-(half + 0.46 * height), 0, 0.94 * height])
    path = bezier(start, start + np.array([-0.36, 0, 0.02]) * height, tip + np.array([0.16, 0, -0.42]) * height, tip,
                  d.segments(28, 16))
    normal, side = frames(path, (0, 0, 1))
    unit = circle(d.segments(28, 16))
    t = np.linspace(0, 1, len(path))
    radius = height * (0.155 - 0.098 * t ** 0.7)

    def ring(i: int, r: float) -> np.ndarray:
        # The mouth is cut nearly level, as poured tea wants it.
        cut = np.clip((t[i] - 0.7) / 0.3, 0, 1)
        tangent = np.cross(normal[i], side[i])
        flat = r * (unit[:, :1] * side[i] + unit[:, 1:] * normal[i])
        return path[i] + flat + tangent * (-(flat @ normal[i]) * 0.55 * cut)[:, None]

    last = len(path) - 1
    lip = [ring(last, radius[-1] - wall * 0.5 * (1 - np.cos(a))) + np.cross(normal[-1],
                                                                            side[-1]) * wall * 0.5 * np.sin(a)
           for a in np.linspace(0, np.pi, 7)]
    bore = [ring(i, radius[i] - wall) for i in range(last - 1, last // 2, -2)]
    rings = [ring(0, 0.0), *(ring(i, radius[i]) for i in range(last)), *lip, *bore]
    return skin(np.stack([*rings, ring(last // 2 + 1, 0.0)]), region="spout")


def build(d: Draw) -> list[Part]:
    shape = d.choose({"round": 1.2, "squat": 0.9, "tall": 0.6})
    whole = d.measure("height", 0.14, 0.18)
    height = whole * 0.80
    half = height * {"round": 1.12, "squat": 1.34, "tall": 0.86}[shape] * d.between(0.95, 1.05) / 2
    outer = spline([(r * half, z * height) for r, z in _SHAPES[shape]], d.segments(56, 32))
    wall = 0.028 * height
    mouth = outer[-1, 0]
    body = vessel(outer, wall, wall * 1.3, d.segments(80), foot=0.025 * height, rim_width=0.04 * height)
    knob = 0.17 * mouth + 0.004
    rise = whole - height
    lid = lathe(fillet(
        [(0, height - 0.05 * height), (mouth - 1.25 * wall, height - 0.05 * height),
         (mouth - 1.2 * wall, height + 0.2 * wall),
         (mouth + 0.1 * wall, height + 0.45 * wall), (mouth * 0.97, height + 1.1 * wall),
         (mouth * 0.55, height + 0.36 * rise),
         (knob * 0.55, height + 0.46 * rise), (knob * 0.55, height + 0.58 * rise), (knob, height + 0.78 * rise),
         (knob * 0.8, height + rise), (0, height + rise)],
        [0, .001, .001, .001, .004, .05, .004, .003, .008, .006, 0], 5), d.segments(64), "lid")
    lid.regions[lid.vertices[lid.corners[lid.offsets[:-1]], 2] > height + 0.47 * rise] = "knob"
    handle = ear(outer, 0.24 * height, 0.80 * height, 0.44 * height, wall, 0.078 * height, d, 1.35, rise=0.20 * height)
    return [part("body", body), part("lid", lid), part("spout", _spout(outer, height, half, wall, d)),
            part("handle", handle)]


FAMILY = Family(
    name="teapot", words=("teapot", "tea pot", "coffee pot", "coffeepot"),
    gloss=("a teapot for pouring tea", "a pot with a spout"),
    extent=(0.14, 0.4), build=build, native=("height",), materials=("ceramic",) * 4 + ("porcelain", "terracotta"),
    looks={**VESSEL_LOOKS, "lid": "main", "spout": "main", "knob": "main"},
    part_words={**VESSEL_WORDS, "lid": ("lid", "top", "cover"), "spout": ("spout",), "knob": ("knob", "finial")},
    styles={"round": ("round",), "squat": ("squat", "low", "flat"), "tall": ("tall", "slender")})
