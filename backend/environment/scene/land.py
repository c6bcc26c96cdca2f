# SPDX-License-Identifier: GPL-3.0-or-later
"""The land of a spec: its heights by azimuth and distance, woods, and the light on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..spec import AZIMUTHS
from ..tracer.painter import Land
from .materials import color_of
from .plants import leaves
from .shores import COAST, COAST_TURN, Shores

#: Nearest and farthest ring of the land, metres, and how many there are.
NEAR, FAR, RINGS = 10.0, 45_000.0, 384
#: From the rim of a canyon to its floor, metres.
CANYON_DEPTH = 95.0


def leaf_color(spec: Mapping[str, Any]) -> tuple[float, float, float]:
    """Mean albedo of woods seen from afar: leaves shade one another."""
    if spec["place"]["trees"] == "conifer":
        return (0.30, 0.32, 0.34) if spec["ground"]["kind"] == "snow" else (0.026, 0.044, 0.022)
    leaf = leaves(spec["season"], color_of(spec, "tree")).color
    x, y, z = (0.62 * each for each in leaf)
    return x, y, z


def land_of(
    spec: Mapping[str, Any], seed: int, width: int, water: Shores, world: np.ndarray
) -> tuple[Land, Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """The land, and a function of its height at places (N,), (N,). Fills in the table's rings; in Taichi's thread."""
    from ..tracer import terrain
    from ..tracer import world as rows

    columns = int(np.clip(width, 512, 4096))
    factor = math.log(FAR / NEAR) / (RINGS - 1)
    radii = (NEAR * np.exp(factor * np.arange(RINGS))).astype(np.float32)
    world[rows.RADII, :2] = NEAR, factor
    heights = np.zeros((RINGS, columns), np.float32)
    cover = np.zeros((RINGS, columns), np.float32)
    polar = np.ascontiguousarray(np.stack([water.start, water.end, water.across]), np.float32)
    terrain.raise_land(heights, cover, radii, polar, _shape(spec), water.level, seed % 100_000)
    eye = float(world[rows.EYE, 2])
    if float(spec["place"]["hills"]) >= 900 and not water.wet:
        _turn_valley(heights, cover, radii, eye)
    slopes = np.maximum.accumulate((heights - eye) / radii[:, None], axis=0)
    # near cliffs the edges of shadows are near too
    down, across = (1, 2) if spec["place"]["canyon"] else (2, 4)
    lit = np.zeros((RINGS // down, columns // across, 2), np.float32)
    terrain.light_land(lit, heights, radii, world, float(heights.max()))
    # the level ground underfoot has no rings of its own: it gets the mean of the first, or its shadows would be wedges
    for ring in range(24 // down):
        share = 1 - ring * down / 24
        lit[ring] = lit[ring] * (1 - share) + lit[ring].mean(axis=0) * share

    def height_at(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        r = np.hypot(x, y)
        i = np.clip(np.log(np.maximum(r, 1e-3) / NEAR) / factor, 0, RINGS - 1.001)
        j = (np.arctan2(y, x) / (2 * math.pi) + 0.5) * columns - 0.5
        k, m = i.astype(int), np.floor(j).astype(int)
        a, b = i - k, j - m
        value = (heights[k, m % columns] * (1 - b) + heights[k, (m + 1) % columns] * b) * (1 - a) + (
            heights[k + 1, m % columns] * (1 - b) + heights[k + 1, (m + 1) % columns] * b
        ) * a
        # the first rings are level
        return np.where(r < NEAR, 0.0, value)

    return Land(polar, slopes, heights, cover, lit, radii), height_at


def _turn_valley(heights: np.ndarray, cover: np.ndarray, radii: np.ndarray, eye: float) -> None:
    """Turn mountains (R, A) about the viewer, in place, until their widest gap is where an afternoon's sun stands, or
    most places among them would lie in the shade. The hour that was asked for does not matter: the land stays."""
    columns = heights.shape[1]
    horizon = ((heights - eye) / radii[:, None]).max(axis=0)
    reach = max(1, columns * 14 // 360)
    wide = np.convolve(np.concatenate([horizon[-reach:], horizon, horizon[:reach]]), np.ones(2 * reach + 1), "valid")
    turn = int((math.radians(AZIMUTHS["west"]) / (2 * math.pi) + 0.5) * columns) - int(wide.argmin())
    heights[:], cover[:] = np.roll(heights, turn, axis=1), np.roll(cover, turn, axis=1)


def _shape(spec: Mapping[str, Any]) -> np.ndarray:
    """The numbers of ``terrain.raise_land``."""
    place = spec["place"]
    hills, setting = float(place["hills"]), place["setting"]
    built = place["road"] in ("street", "parking")
    gentle = (
        0.0 if built or setting == "sea" else {"lake": 3.0, "beach": 5.0, "desert": 0.4, "alien": 1.2}.get(setting, 2.4)
    )
    peaks = hills if hills >= 900 and setting != "desert" else 0.0
    rolling = hills if not peaks else 0.10 * hills
    if setting == "desert":
        rolling = 0.6 * hills if spec["ground"]["kind"] != "sand" else 0.0
    dunes = (1.0 if built else 1.7) if setting == "desert" and spec["ground"]["kind"] == "sand" else 0.0
    canyon = 0.0
    if place["canyon"]:
        canyon, dunes, rolling = CANYON_DEPTH, 0.0, 0.0
    spires = 190.0 if setting == "alien" else 0.0
    if canyon == 0 and setting == "desert" and spec["ground"]["kind"] in ("dirt", "rock"):
        spires = 150.0
    woods = 0.0
    if setting == "beach" and spec["ground"]["kind"] == "sand":
        woods = 0.55  # on the hills behind
    elif place["trees"] not in ("none", "palm") and setting not in ("desert", "alien"):
        woods = 0.95 if place["forest"] > 0.5 else 0.62 if setting == "lake" else 0.5
        if built:
            woods = 0.4
    tall = 7.0 if place["trees"] == "conifer" else 6.0
    coast = COAST if setting == "beach" else 0.0
    return np.array([gentle, rolling, peaks, dunes, tall, woods, coast, spires, COAST_TURN, canyon], np.float32)
