# SPDX-License-Identifier: GPL-3.0-or-later
"""What buildings under pitched roofs share: ground to stand on, gables, slabs of roof, and what their walls are of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .builder import BOX, Group
from .dwellings import Heights
from .materials import CARPET, TILES, Material, Rgb, stuff

#: Half a cross-section of a roof: (x, z) from the eaves at the right to the ridge, metres.
Profile = Sequence[tuple[float, float]]


def seat(heights: Heights, at: Sequence[float], reach: float) -> tuple[float, float]:
    """Height of the ground at ``at`` (x, y), and the lowest within ``reach`` metres to each side."""
    axis = np.linspace(-reach, reach, 5)
    x, y = (each.ravel() for each in np.meshgrid(at[0] + axis, at[1] + axis))
    middle = float(heights(np.array([float(at[0])]), np.array([float(at[1])]))[0])
    return middle, float(heights(x, y).min())


def snowy(spec: Mapping[str, Any]) -> bool:
    """Whether snow lies on roofs and ledges."""
    return bool(spec["ground"]["kind"] == "snow")


def roofing(spec: Mapping[str, Any], color: Rgb, scale: float = 0.33) -> Material:
    """Tiles or shingles of a ``color``, or the snow on them."""
    if snowy(spec):
        return Material((0.80, 0.82, 0.85), (0.76, 0.79, 0.83), CARPET, bump=0.1)
    return Material(color, shade(color, 0.62), TILES, scale, bump=0.25)


def shade(color: Rgb, share: float) -> Rgb:
    """A colour made darker, or paler with a ``share`` above 1."""
    red, green, blue = (min(0.9, share * each) for each in color)
    return red, green, blue


def walling(spec: Mapping[str, Any], own: Material) -> Material:
    """What is said of the building's walls, its own ``own`` where nothing is."""
    said = spec["surfaces"].get("building") or {}
    if said.get("material"):
        return stuff(said["material"], said.get("color"))
    return own.tinted(said.get("color"))


def gable(group: Group, made_of: Material, profile: Profile, low: float, y: float, thick: float) -> None:
    """A wall across y under both halves of a roof, down to ``low``."""
    right = [np.array(each) for each in profile]
    for first, last in pairwise(right):
        for side in (-1, 1):
            half = (last - first) / 2
            middle = (first + last) / 2
            # a box sheared so that its upper face lies along the roof; what reaches below ``low`` is within the wall
            tall = (max(first[1], last[1]) - low) / 2
            group.add(
                BOX,
                made_of,
                np.array(
                    [
                        [abs(half[0]), 0, 0, side * middle[0]],
                        [0, thick / 2, 0, y],
                        [-side * math.copysign(half[1], half[1] * -half[0]), 0, tall, middle[1] - tall],
                    ]
                ),
            )


def slabs(
    group: Group,
    made_of: Material,
    profile: Profile,
    low: float,
    high: float,
    thick: float,
    over: float = 0.4,
) -> None:
    """Both halves of a roof from y = ``low`` to ``high``, reaching ``over`` metres past the eaves; the profile is that
    of its lower faces."""
    right = [np.array(each) for each in profile]
    start = right[0] + (right[0] - right[1]) / np.linalg.norm(right[0] - right[1]) * over
    for first, last in pairwise([start, *right[1:]]):
        way = (last - first) / 2
        long_ = float(np.linalg.norm(way))
        up = np.array([-way[1], way[0]]) / long_
        up = up if up[1] > 0 else -up
        # a little longer, or there were a gap along the bend
        way *= (long_ + 0.3 * thick) / long_
        middle = (first + last) / 2 + up * thick / 2
        for side in (-1, 1):
            group.add(
                BOX,
                made_of,
                np.array(
                    [
                        [side * way[0], 0, side * up[0] * thick / 2, side * middle[0]],
                        [0, (high - low) / 2, 0, (low + high) / 2],
                        [way[1], 0, up[1] * thick / 2, middle[1]],
                    ]
                ),
            )
