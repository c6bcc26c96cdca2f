# SPDX-License-Identifier: GPL-3.0-or-later
"""Globes of the Earth: continents, a tilted arc and a stand."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface

#: Continents as (longitude, latitude, reach east-west, reach north-south) in degrees.
_LAND = ((-100, 48, 26, 17), (-82, 58, 16, 12), (-125, 60, 18, 10), (-102, 28, 10, 12), (-88, 15, 7, 6),
         (-62, -6, 17, 15), (-65, -28, 9, 18),
         (-70, -46, 4, 9), (-42, 72, 12, 10), (15, 50, 14, 9), (20, 62, 9, 9), (40, 55, 18, 13), (5, 44, 9, 6),
         (80, 58, 34, 15), (120, 60, 30, 12),
         (105, 34, 22, 14), (78, 20, 8, 13), (102, 15, 7, 10), (48, 26, 10, 10), (2, 17, 17, 15), (20, 10, 18, 15),
         (27, -12, 12, 17), (46, -19, 3, 7),
         (134, -25, 18, 11), (115, -2, 7, 5), (140, -5, 8, 4), (138, 37, 4, 7), (-3, 54, 4, 5), (172, -42, 3, 6))


def _earth(r: float, d: Draw) -> Surface:
    world = ball(r, 90, d.segments(160, 112), "sea")

    def land(c: np.ndarray) -> np.ndarray:
        lon = np.degrees(np.arctan2(c[:, 1], c[:, 0]))
        lat = np.degrees(np.arcsin(np.clip(c[:, 2] / np.linalg.norm(c, axis=1), -1, 1)))
        wave = 1 + .16 * np.sin(lon * .21) * np.cos(lat * .33) + .10 * np.sin(lon * .55 + lat * .4)
        hit = np.zeros(len(c), bool)
        for x, y, a, b in _LAND:
            away = (lon - x + 180) % 360 - 180
            hit |= (away / a) ** 2 + ((lat - y) / b) ** 2 < wave
        return hit

    def ice(c: np.ndarray) -> np.ndarray:
        lat = np.degrees(np.arcsin(np.clip(c[:, 2] / np.linalg.norm(c, axis=1), -1, 1)))
        return (lat > 78) | (lat < -71)

    world = painted(world, "land", land)
    return painted(world, "ice", ice)


def build(d: Draw) -> list[Part]:
    r, n = d.between(.10, .15), d.segments(64, 40)
    tilt = .41
    low = r * 1.62
    spin = d.between(0, 2 * np.pi)
    world = _earth(r, d).rotated(spin).rotated(tilt, "y")
    a = np.linspace(-np.pi / 2 - .10, np.pi / 2 + .10, 60)
    arc_ = np.column_stack([1.13 * r * np.cos(a), 0 * a, 1.13 * r * np.sin(a)])
    band = sweep(arc_, rounded_rectangle(.085 * r, .05 * r, .015 * r), up=(0, 1, 0), region="metal").rotated(tilt, "y")
    pins = [turned([(.022 * r, -1.20 * r), (.022 * r, -.98 * r)], .004 * r, 16, "metal").rotated(tilt, "y"),
            turned([(.022 * r, .98 * r), (.022 * r, 1.20 * r), (.05 * r, 1.22 * r), (.03 * r, 1.30 * r)], .006 * r, 20,
                   "metal").rotated(tilt, "y")]
    stem = turned([(.78 * r, 0), (.80 * r, .05 * r), (.70 * r, .12 * r), (.30 * r, .20 * r), (.13 * r, .30 * r),
                   (.18 * r, .38 * r),
                   (.09 * r, .45 * r), (.07 * r, .52 * r)], .02 * r, n, "base")
    return [part("globe", world.moved(z=low)), part("meridian", band.moved(z=low), *(p.moved(z=low) for p in pins)),
            part("stand", stem),
            part("collar", turned([(.10 * r, .48 * r), (.12 * r, .53 * r)], .01 * r, 24, "metal"))]


FAMILY = Family(
    name="globe", words=("globe", "world globe", "earth", "terrestrial globe", "planet"),
    gloss=("a globe of the world on a stand",),
    extent=(.26, .48), build=build, materials=("toy blue", "toy blue", "shark skin"),
    looks={"sea": "main", "land": ("toy green", "leaf", "pale plumage"), "ice": "toy white",
           "metal": ("brass", "steel"),
           "base": ("walnut", "mahogany", "ebony")},
    part_words={"sea": ("sea", "ocean", "water"), "land": ("land", "continents"), "base": ("stand", "base")})
