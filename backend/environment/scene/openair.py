# SPDX-License-Identifier: GPL-3.0-or-later
"""What people put down in the open: furniture, parked cars."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from .builder import Scene
from .dwellings import Heights
from .furniture import chair, table
from .materials import stuff_of
from .pieces import piece
from .streets import car, car_color, lamplight

#: Where pieces stand about the viewer, metres: the first before the camera, the others around.
_SPOTS = ((0.0, 3.4), (-3.2, 2.6), (3.3, 2.4), (-3.6, -1.8), (3.7, -1.6), (0.4, -3.6))
#: Where cars are parked on open land, metres, and how they are turned, degrees.
_BAYS = ((7.2, 9.0, 24.0), (-10.5, 13.5, -66.0), (13.5, -8.5, 140.0))
#: Radiance of a lamp in the open at night.
_LAMP = 60.0


def furnish(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, night: bool, heights: Heights) -> None:
    """The furniture of a spec's place about the viewer, each piece turned to the middle. A table and chairs said
    together stand together, several times over."""
    pieces = list(spec["place"]["furniture"])
    spots = list(_SPOTS)
    if spec["place"]["road"] in ("path", "track"):
        # beside the way, not on it
        spots = [(x if abs(x) > 3.0 else 2.6 * (1 if x >= 0 else -1), y) for x, y in spots]
    if "table" in pieces and "chair" in pieces:
        pieces = [each for each in pieces if each not in ("table", "chair")]
        for x, y in spots if not pieces else spots[-2:]:
            _table_for_four(scene, spec, (x, y), float(rng.uniform(0, math.pi)), heights)
    for name, (x, y) in zip(pieces, spots):
        part = Scene()
        piece(part, spec, name, lamplight(spec), _LAMP if night else 0.0)
        scene.include(part, (x, y, _floor(heights, x, y)), math.atan2(y, x) - math.pi / 2)


def _floor(heights: Heights, x: float, y: float) -> float:
    return float(heights(np.array([x]), np.array([y]))[0])


def _table_for_four(scene: Scene, spec: Mapping[str, Any], at: tuple[float, float], yaw: float, heights: Heights
                    ) -> None:
    part, seats = Scene(), stuff_of(spec, "chair", "wood")
    table(part, (0, 0), 0, stuff_of(spec, "table", "wood"), (0.85, 0.85, 0.74))
    for k in range(4):
        a = math.pi / 2 * k
        chair(part, (0.72 * math.cos(a), 0.72 * math.sin(a)), a - math.pi / 2, seats)
    scene.include(part, (*at, _floor(heights, *at)), yaw)


def park(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    """A few cars left on open land or on the verge of a road."""
    half = {"street": 4.9, "track": 3.1, "path": 4.4}.get(spec["place"]["road"])
    bays = _BAYS if half is None else ((half, 8.5, 0.0), (-half, 17.0, 0.0), (half, -14.0, 0.0))
    for x, y, yaw in bays:
        part = Scene()
        car(part, (0, 0), 0.0, car_color(spec, rng))
        z = min(_floor(heights, x + a, y + b) for a, b in ((0, 0), (1.2, 1.2), (-1.2, -1.2)))
        scene.include(part, (x, y, z - 0.02), math.radians(yaw))
