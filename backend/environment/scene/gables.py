# SPDX-License-Identifier: GPL-3.0-or-later
"""What buildings under pitched roofs share: ground to stand on, gables, slabs of roof, and what their walls are of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .builder import BOX, Group, Point, Scene
from .dwellings import Heights
from .materials import CARPET, TILES, Material, Rgb, stuff

#: Half a cross-section of a roof: (x, z) from the eaves at the right to the ridge, metres.
Profile = Sequence[tuple[float, float]]


def seat(heights: Heights, at: Point, reach: float) -> tuple[float, float]:
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


def arched(
    group: Group,
    at: Point,
    along_x: bool,
    wide: float,
    tall: float,
    frame: Material,
    pane: Material,
    proud: float = 0.1,
) -> None:
    """A window or door under a round arch, ``tall`` metres to where that springs, in a wall along x or along y; ``at``
    is the middle of its foot. Its frame stands ``proud`` metres out of the wall on both sides."""
    x, y, z = at
    across = np.array([1.0, 0, 0]) if along_x else np.array([0, 1.0, 0])
    out = np.array([0, 1.0, 0]) if along_x else np.array([1.0, 0, 0])
    for made_of, more, deep in ((frame, 0.16, proud), (pane, 0.0, proud + 0.02)):
        size = across * (wide + 2 * more) + out * 2 * deep + np.array([0, 0, tall + more])
        group.box((x, y, z + (tall - more) / 2), size, made_of)
        spring = np.array([x, y, z + tall])
        group.tube(spring - out * deep, spring + out * deep, wide / 2 + more, made_of)
    sill = across * (wide + 0.5) + out * (2 * proud + 0.14) + np.array([0, 0, 0.12])
    group.box((x, y, z - 0.12), sill, frame, bevel=0.02)


def way(
    scene: Scene,
    heights: Heights,
    start: Point,
    end: Point,
    wide: float,
    made_of: Material,
    thick: float = 0.05,
) -> None:
    """A path from one place (x, y) to another along the land, pieces a metre long."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    count = max(1, round(float(np.linalg.norm(b - a))))
    spots = a + (b - a) * np.linspace(0, 1, count + 1)[:, None]
    z = heights(spots[:, 0], spots[:, 1])
    side = np.array([-(b - a)[1], (b - a)[0], 0.0]) / np.linalg.norm(b - a) * wide / 2
    for k in range(count):
        along = np.array([*(spots[k + 1] - spots[k]), z[k + 1] - z[k]]) / 2
        middle = np.array([*(spots[k + 1] + spots[k]) / 2, (z[k + 1] + z[k]) / 2])
        scene.still.add(BOX, made_of, np.stack([side, along * 1.02, (0, 0, thick), middle], axis=1), 0.0, 0.0, 0.3)


def dome(group: Group, at: Point, profile: Profile, made_of: Material) -> None:
    """A round roof about an axis at ``at`` (x, y): radii and heights (r, z) from below upwards."""
    for (first, low), (last, high) in pairwise(profile):
        group.tube((*at, low), (*at, high), max(first, 1e-3), made_of, max(last, 1e-3))
