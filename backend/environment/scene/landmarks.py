# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place outdoors may be built about, and the ground that it takes up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import castle, nightlife, pools
from .builder import Scene
from .dwellings import Heights

#: Where nothing else may stand: from and to in x, from and to in y, metres.
_GROUNDS: dict[str, tuple[float, float, float, float]] = {
    "bar": (-9.0, 9.0, -9.0, 9.5),
    "pool": (-11.5, 11.5, -8.0, 15.5),
    "castle": (-42.0, 42.0, 19.0, 85.0),
    "courtyard": (-24.0, 24.0, -24.0, 28.0),
}
#: Half as wide a way leads from the viewer to these, metres.
_WAYS: dict[str, float] = {"castle": 2.4}
#: Of these the middle is before the viewer, who would look out to sea: by the water they stand on the land behind.
_TURNED = ("lake", "beach", "sea")


def build(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The landmark of a complete spec's place, but those on a roof (see :mod:`.roof`)."""
    landmark = spec["place"]["landmark"]
    if landmark == "none" or spec["place"]["rooftop"]:
        return
    turned = _behind(spec["place"])
    part = Scene() if turned else scene
    level: Heights = (lambda x, y: heights(-np.asarray(x), -np.asarray(y))) if turned else heights
    if landmark == "bar":
        nightlife.open_air(part, rng, spec, night)
    elif landmark == "pool":
        pools.outdoor_pool(part, rng, spec, night)
    elif landmark == "castle":
        castle.outside(part, rng, spec, night, level)
    elif landmark == "courtyard":
        castle.courtyard(part, rng, spec, night)
    if turned:
        _add_turned(scene, part)


def covers(place: Mapping[str, Any], x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Which of the places (N,) belong to the landmark of a spec's place."""
    landmark = place["landmark"]
    if landmark == "none" or place["rooftop"]:
        return np.zeros(np.shape(x), bool)
    a, b = (-np.asarray(x), -np.asarray(y)) if _behind(place) else (np.asarray(x), np.asarray(y))
    x0, x1, y0, y1 = _GROUNDS[landmark]
    inside = (a > x0) & (a < x1) & (b > y0) & (b < y1)
    return np.asarray(inside | ((np.abs(a) < _WAYS.get(landmark, 0.0)) & (b > -26.0) & (b < y1)))


def _behind(place: Mapping[str, Any]) -> bool:
    return place["setting"] in _TURNED


def _add_turned(scene: Scene, part: Scene) -> None:
    """Add all of another scene, turned round the viewer by half a turn."""
    turn = np.diag((-1.0, -1.0, 1.0))
    copies = {number: scene.copied(group) for number, group in enumerate(part.groups) if len(group)}
    if len(part.still):
        scene.place(copies[0], (0.0, 0.0, 0.0), math.pi)
    for forward, number, seed in part.placed:
        scene.placed.append((turn @ forward, scene.groups.index(copies[number]), seed))
    for lamp in part.lamps:
        row = np.asarray(lamp)
        row[1:4] = turn @ row[1:4]
        if row[0] < 1.5:
            row[4:7], row[7:10] = turn @ row[4:7], turn @ row[7:10]
        scene.lamps.append([float(each) for each in row])
