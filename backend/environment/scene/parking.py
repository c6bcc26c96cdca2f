# SPDX-License-Identifier: GPL-3.0-or-later
"""A parking lot: bays, islands with kerbs, and what years do to asphalt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .builder import Scene
from .dwellings import house
from .furniture import Spot
from .materials import Material
from .streets import KERB, WHITE_PAINT, building_color, car, car_color, lamp_post, lamplight, place_cars

#: Middles of the double rows of bays along x, metres; a bay's width and length; bays to each side of the middle.
ROWS, WIDE, LONG, BAYS = (-25.5, -8.5, 8.5, 25.5), 2.6, 5.1, 12
#: Islands end the rows: their middles along x, and half their size.
ISLANDS, ISLAND = (-33.3, 33.3), (1.9, 5.0)
#: The lot's edge.
EDGE = (38.0, 36.0)
_TAR = Material((0.022, 0.022, 0.023), (0.03, 0.03, 0.03), gloss=0.03, rough=0.35)
_CRACK = Material((0.028, 0.027, 0.026))
_OIL = Material((0.030, 0.029, 0.027), gloss=0.02, rough=0.5)
_MENDED = Material((0.105, 0.104, 0.102), (0.085, 0.084, 0.083))
_LAWN = Material((0.075, 0.115, 0.03), (0.05, 0.08, 0.02), 7, bump=0.3)
_IRON = Material((0.09, 0.085, 0.08), gloss=0.04, rough=0.5)


def parking(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, night: bool) -> None:
    """Rows of bays about the viewer, islands, lamp posts, and low buildings at the edge."""
    _worn(scene, rng)
    for row in ROWS:
        _bays(scene, spec, rng, row)
        for x in ISLANDS:
            _island(scene, x, row)
    for y, heading in ((-17.0, 0.0), (0.0, math.pi), (17.0, 0.0)):
        for x in (-21.0, 8.0, 24.0) if y else (-15.0, 17.0):
            _arrow(scene, (x, y - 1.6), heading + math.pi / 2)
            _arrow(scene, (x + 5.0, y + 1.6), heading - math.pi / 2)
    wide, deep = EDGE
    for y in (-deep, deep):
        scene.still.box((0, y, 0.07), (2 * wide, 0.3, 0.14), KERB, bevel=0.03)
    for x in (-wide, wide):
        scene.still.box((x, 0, 0.07), (0.3, 2 * deep, 0.14), KERB, bevel=0.03)
    # between the bays, where no car can meet them
    for x, y in ((-15.6, -8.5), (15.6, -8.5), (-15.6, 8.5), (15.6, 8.5), (0.0, -25.5), (0.0, 25.5)):
        scene.still.tube((x, y, 0), (x, y, 0.7), 0.28, Material((0.5, 0.42, 0.08)))
        lamp_post(scene, (x, y), math.pi / 2 if y < 0 else -math.pi / 2, night, 7.5, lamplight(spec))
    color = building_color(spec)
    house(scene, rng, (-34, 46), (12, 62), 7.0, night, color or (0.55, 0.53, 0.50), True)
    house(scene, rng, (20, 52), (46, 70), 10.5, night, color)
    for x0, y0, x1, y1 in ((-110, deep + 0.2, 110, 46), (-110, -110, 110, -deep - 0.2), (-110, 62, 110, 110),
                           (-110, -deep - 0.2, -wide - 0.2, deep + 0.2), (wide + 0.2, -deep - 0.2, 110, deep + 0.2)):
        scene.still.box(((x0 + x1) / 2, (y0 + y1) / 2, 0.05), (x1 - x0, y1 - y0, 0.1), _LAWN)


def _bays(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, row: float) -> None:
    """A double row of bays with lines, wheel stops, drops of oil and, but in an empty lot, cars."""
    for k in range(-BAYS, BAYS + 1):
        for half in (-1, 1):
            scene.still.box((WIDE * k, row + half * (0.5 * LONG + 0.05), 0.004), (0.11, LONG, 0.004), WHITE_PAINT)
    scene.still.box((0, row, 0.004), (2 * BAYS * WIDE, 0.11, 0.004), WHITE_PAINT)
    for k in range(-BAYS, BAYS):
        for half in (-1, 1):
            x = WIDE * (k + 0.5)
            scene.still.box((x + rng.normal(0, 0.05), row + half * 0.55, 0.055), (1.7, 0.16, 0.11), KERB, bevel=0.03)
            if rng.random() < 0.6:
                _oil(scene, rng, (x, row + half * 3.9))
            if place_cars(spec) and rng.random() < 0.35:
                car(scene, (x, row + half * 2.85), 0 if half < 0 else math.pi, car_color(spec, rng))


def _oil(scene: Scene, rng: np.random.Generator, at: Sequence[float]) -> None:
    """Drops where an engine stood."""
    for _ in range(int(rng.integers(2, 9))):
        x, y = at[0] + rng.normal(0, 0.22), at[1] + rng.normal(0, 0.4)
        scene.still.tube((x, y, 0.0), (x, y, 0.0025), float(rng.uniform(0.02, 0.13)), _OIL)


def _island(scene: Scene, x: float, y: float) -> None:
    half, long_ = ISLAND
    scene.still.box((x, y, 0.07), (2 * half, 2 * long_, 0.14), KERB, bevel=0.05)
    scene.still.box((x, y, 0.09), (2 * half - 0.36, 2 * long_ - 0.36, 0.14), _LAWN, bevel=0.05)


def _arrow(scene: Scene, at: Sequence[float], yaw: float) -> None:
    """An arrow on the ground that points along its y, turned by ``yaw``."""
    paint = Spot(scene.still, (*at, 0.0), yaw)
    paint.box((0, 0, 0.004), (0.16, 1.5, 0.004), WHITE_PAINT)
    for side in (-1, 1):
        c, s = math.cos(yaw), math.sin(yaw)
        tip = Spot(scene.still, (at[0] + c * side * 0.19 - s * 0.72, at[1] + s * side * 0.19 + c * 0.72, 0.0),
                   yaw + side * 0.62)
        tip.box((0, 0, 0.0045), (0.16, 0.62, 0.004), WHITE_PAINT)


def _worn(scene: Scene, rng: np.random.Generator) -> None:
    """Mended patches, cracks, some of them sealed with tar, and drains."""
    wide, deep = EDGE
    for _ in range(16):
        x, y = rng.uniform(-wide + 4, wide - 4), rng.uniform(-deep + 3, deep - 3)
        size = rng.uniform(0.8, 4.5), rng.uniform(0.6, 2.2)
        scene.still.box((x, y, 0.0), (size[0] + 0.09, size[1] + 0.09, 0.002), _TAR)
        scene.still.box((x, y, 0.001), (*size, 0.003), _MENDED)
    for k in range(60):
        # more of them near by, where they show
        reach = 1.5 + deep * rng.random() ** 1.3
        angle = rng.uniform(0, 2 * math.pi)
        sealed = k % 2 == 0
        _crack(scene, rng, (reach * math.cos(angle), reach * math.sin(angle)),
               _TAR if sealed else _CRACK, float(rng.uniform(0.035, 0.06) if sealed else rng.uniform(0.006, 0.013)))
    for x, y in ((-6.0, 1.2), (19.0, -17.5), (-24.0, 16.2)):
        scene.still.box((x, y, 0.0), (0.62, 0.46, 0.012), _IRON)
        for k in range(5):
            scene.still.box((x - 0.2 + 0.1 * k, y, 0.006), (0.04, 0.34, 0.004), _CRACK)


def _crack(scene: Scene, rng: np.random.Generator, at: Sequence[float], made_of: Material, width: float) -> None:
    """A line that wanders, of pieces as wide as ``width`` or less."""
    x, y = at
    heading = rng.uniform(0, 2 * math.pi)
    for _ in range(int(rng.integers(12, 60))):
        length = rng.uniform(0.05, 0.22)
        heading += rng.normal(0, 0.30)
        middle = x + 0.5 * length * math.cos(heading), y + 0.5 * length * math.sin(heading), 0.0
        Spot(scene.still, middle, heading).box((0, 0, 0.001), (length + 0.6 * width, width * rng.uniform(0.55, 1.0),
                                                               0.0025), made_of)
        x, y = x + length * math.cos(heading), y + length * math.sin(heading)
