# SPDX-License-Identifier: GPL-3.0-or-later
"""Swimming pools: one in a hall with lanes, one in a garden, on a terrace or on a roof."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from . import furniture as f
from .builder import Scene
from .indoors import Kit, Room, garden, shell_of
from .materials import POOL, STUFF, TILES, Material, Rgb, glow, stuff
from .publicrooms import tube_lights
from .rooms import Opening

#: Tiles below clear water.
_BLUE: Rgb = (0.46, 0.70, 0.76)
_CHROME = Material((0.55, 0.55, 0.56), gloss=0.6, rough=0.12)


def water(
    scene: Scene,
    low: tuple[float, float],
    high: tuple[float, float],
    level: float,
    deep: float = 1.6,
    light: float = 0.0,
    lanes: int = 0,
) -> None:
    """The surface of a pool between two corners, with the tiles of its floor ``deep`` metres below; with ``light``
    the radiance of lamps under water."""
    (x0, y0), (x1, y1) = low, high
    lit = (0.25 * light, 0.70 * light, 0.80 * light)
    made_of = Material(
        _BLUE,
        (float(lanes), (x1 - x0) / 2, (y1 - y0) / 2),
        POOL,
        gloss=0.022,
        rough=0.0,
        bump=0.5,
        light=lit,
        more=deep,
    )
    scene.still.card(((x0 + x1) / 2, (y0 + y1) / 2, level), ((x1 - x0) / 2, 0, 0), (0, (y1 - y0) / 2, 0), made_of)
    if light > 0:
        scene.lamp(
            ((x0 + x1) / 2, (y0 + y1) / 2, level + 0.01), ((x1 - x0) / 2, 0, 0), (0, (y1 - y0) / 2, 0), np.asarray(lit)
        )


def _rim(
    scene: Scene, low: tuple[float, float], high: tuple[float, float], wide: float, top: float, made_of: Material
) -> None:
    """Slabs about a pool, their upper faces ``top`` high."""
    (x0, y0), (x1, y1) = low, high
    for y in (y0 - wide / 2, y1 + wide / 2):
        scene.still.box(((x0 + x1) / 2, y, top - 0.06), (x1 - x0 + 2 * wide, wide, 0.12), made_of, bevel=0.02)
    for x in (x0 - wide / 2, x1 + wide / 2):
        scene.still.box((x, (y0 + y1) / 2, top - 0.06), (wide, y1 - y0, 0.12), made_of, bevel=0.02)


def _ladder(scene: Scene, at: tuple[float, float], toward: tuple[float, float], level: float) -> None:
    """Two bent rails and steps that lead into the water along ``toward``."""
    way = np.array([*toward, 0.0])
    side = np.array([-way[1], way[0], 0.0]) * 0.25
    foot = np.array([*at, level])
    for edge in (-1, 1):
        base = foot + edge * side - 0.55 * way
        points = [base, base + np.array([0, 0, 0.75])]
        for k in range(1, 7):
            t = math.pi * k / 6
            points.append(base + way * (0.42 * (1 - math.cos(t))) + np.array([0, 0, 0.75 + 0.2 * math.sin(t)]))
        points.append(points[-1] - np.array([0, 0, 0.9]))
        for a, b in pairwise(points):
            scene.still.tube(a, b, 0.022, _CHROME)
    for z in (-0.02, 0.2):
        p = foot + way * 0.29 + np.array([0, 0, z])
        scene.still.tube(p - side, p + side, 0.03, _CHROME)


def lounger(
    scene: Scene, at: tuple[float, float], yaw: float, cloth: Material, frame: Material, floor: float = 0.0
) -> None:
    """A sun bed with its back raised towards +y."""
    s = f.Spot(scene.still, at, yaw, floor)
    s.box((0, -0.1, 0.30), (0.68, 1.3, 0.05), frame, 0.01)
    s.pillow((0, -0.1, 0.36), (0.64, 1.34, 0.11), cloth, square=9.0, thick=4.0)
    s.pillow((0, 0.83, 0.58), (0.64, 0.80, 0.11), cloth, tilt=0.72, square=9.0, thick=4.0)
    for x in (-0.3, 0.3):
        for y in (-0.65, 0.45):
            s.bar((x, y, 0), (x, y, 0.3), 0.025, frame)
        s.bar((x, 0.5, 0.3), (x, 1.08, 0.80), 0.02, frame)


def parasol(scene: Scene, at: tuple[float, float], cloth: Material, radius: float = 1.5, height: float = 2.5) -> None:
    """A sunshade of eight gores, closed towards its tip."""
    x, y = at
    scene.still.tube((x, y, 0), (x, y, height + 0.08), 0.028, STUFF["pine"])
    scene.still.tube((x, y, 0), (x, y, 0.09), 0.3, stuff("concrete"), 0.27)
    scene.still.tube((x, y, height - 0.42), (x, y, height), radius, cloth, 0.03)
    for k in range(8):
        a = 2 * math.pi * k / 8
        scene.still.tube(
            (x, y, height - 0.03),
            (x + radius * math.cos(a), y + radius * math.sin(a), height - 0.44),
            0.012,
            STUFF["pine"],
        )


def swimming_hall(kit: Kit) -> Room:
    """A tiled hall with a basin of six lanes, starting blocks, ladders, benches, and a front of glass."""
    w, d, h = kit.size(22.0, 36.0, 7.0)
    tiles = kit.stuff("floor", "tile", (0.60, 0.60, 0.57), floor=True)
    panes = kit.windows(
        *(Opening("east", float(y), 0.35, 4.6, 4.6, panes=(3, 3)) for y in np.arange(-d / 2 + 3.2, d / 2 - 2, 5.0))
    )
    walls = kit.stuff("wall", "tile", (0.70, 0.72, 0.72))
    shell = shell_of(
        kit, (w, d, h), tiles, [*panes, Opening("west", 10.0, 0, 1.8, 2.2, "door")], walls, (4.4, 7.0), False
    )
    scene, (x0, y0), (x1, y1) = kit.scene, shell.low, shell.high
    low, high = (x0 + 8.2, y0 + 4.6), (x1 - 1.8, y1 - 3.4)
    level = 0.06
    lanes = 5
    water(scene, low, high, level, 1.8, lanes=lanes)
    _rim(
        scene,
        low,
        high,
        0.42,
        0.10,
        Material((0.60, 0.62, 0.62), (0.42, 0.44, 0.44), TILES, 0.2, gloss=0.04, rough=0.2),
    )
    width = (high[0] - low[0]) / lanes
    red, white, blue = (Material(c, gloss=0.04) for c in ((0.55, 0.04, 0.03), (0.72, 0.72, 0.71), (0.04, 0.10, 0.40)))
    for k in range(1, lanes):
        x = low[0] + width * k
        count = int((high[1] - low[1]) / 0.22)
        for j in range(count):
            y = low[1] + 0.22 * (j + 0.5)
            ends = min(j, count - j) < 12
            made_of = red if ends else (blue if (j // 4) % 2 else white)
            scene.still.tube((x, y - 0.10, level + 0.02), (x, y + 0.10, level + 0.02), 0.062, made_of)
    for k in range(lanes):
        x = low[0] + width * (k + 0.5)
        for end in (-1, 1):
            y = (low if end < 0 else high)[1] + end * 0.32
            scene.still.box((x, y, 0.40), (0.55, 0.5, 0.6), Material((0.66, 0.67, 0.67)), bevel=0.03)
            scene.still.box((x, y, 0.72), (0.58, 0.62, 0.05), Material((0.05, 0.14, 0.40)), bevel=0.02)
    for y in (low[1] + 3.0, high[1] - 3.0):
        _ladder(scene, (low[0] - 0.2, y), (1.0, 0.0), level)
    bench = Material((0.05, 0.16, 0.36), gloss=0.03)
    for y in np.arange(y0 + 2.5, y1 - 8, 3.4):
        shell.block(scene, "west", float(y - (y0 + y1) / 2), 0.36, 2.4, 0.07, 0.42, bench, bevel=0.02)
        shell.block(scene, "west", float(y - (y0 + y1) / 2), 0.0, 2.2, 0.36, 0.32, Material((0.55, 0.56, 0.56)))
    shell.block(scene, "west", 0.0, 1.5, d, 0.5, 0.012, Material((0.04, 0.16, 0.32), gloss=0.04, rough=0.1))
    # a chair on a frame for who watches over the bathers
    s = f.Spot(scene.still, (low[0] - 1.6, 6.5), -math.pi / 2)
    for x in (-0.35, 0.35):
        for y in (-0.35, 0.35):
            s.bar((x, y * 1.3, 0), (x * 0.8, y * 0.8, 1.75), 0.03, _CHROME)
        for z in (0.4, 0.8, 1.2):
            s.bar((-0.36, -0.42 + 0.06 * z, z), (0.36, -0.42 + 0.06 * z, z), 0.02, _CHROME)
    s.box((0, 0, 1.78), (0.62, 0.6, 0.06), red, 0.02)
    s.box((0, 0.3, 2.15), (0.6, 0.05, 0.7), red, 0.02)
    ring = Material((0.60, 0.09, 0.03))
    hook = shell.on("west", -8.5, 1.9, 0.08)
    for k in range(20):
        a, b = 2 * math.pi * k / 20, 2 * math.pi * (k + 1) / 20
        made_of = Material((0.7, 0.7, 0.69)) if k % 5 == 0 else ring
        p, q = (hook + np.array([0, 0.30 * math.cos(t), 0.30 * math.sin(t)]) for t in (a, b))
        scene.still.tube(p, q, 0.055, made_of)
    beam = kit.stuff("ceiling", "pine", (0.46, 0.31, 0.17))
    for y in np.arange(y0 + 2.0, y1, 3.1):
        scene.still.box(((x0 + x1) / 2, float(y), h - 0.35), (w, 0.22, 0.7), beam)
    tube_lights(
        kit,
        [(x, float(y)) for x in (x0 + 4.0, x0 + 10.0, x0 + 16.5) for y in np.arange(y0 + 3.5, y1 - 1, 6.2)],
        h - 0.75,
        (0.12, 1.2),
        6.0 * kit.glowing or (4.0 if kit.room["lamps"] else 0.0),
    )
    garden(kit, "east", floor=-0.4)
    return kit.done(tiles)


def outdoor_pool(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool) -> None:
    """A pool before the viewer on a terrace of stone, with sun beds, parasols, a ladder, plants in tubs and a
    hedge."""
    roof = bool(spec["place"]["rooftop"])
    low, high = (-4.6, 2.1), (4.6, 9.6)
    if roof:
        low, high = (-4.0, 2.0), (4.0, 8.8)
    said = spec["surfaces"].get("floor") or {}
    paving = stuff(said.get("material") or "stone", said.get("color") or (0.52, 0.49, 0.43), floor=True)
    edge = 9.0 if not roof else 8.6
    y0, y1 = -6.4, high[1] + 3.4 if not roof else 11.4
    for x_low, x_high, b, t in (
        (-edge, edge, y0, low[1] - 0.4),
        (-edge, edge, high[1] + 0.4, y1),
        (-edge, low[0] - 0.4, low[1] - 0.4, high[1] + 0.4),
        (high[0] + 0.4, edge, low[1] - 0.4, high[1] + 0.4),
    ):
        scene.still.box(((x_low + x_high) / 2, (b + t) / 2, 0.0), (x_high - x_low, t - b, 0.06), paving)
    level = 0.035
    water(scene, low, high, level, 1.5, light=0.55 if night else 0.0)
    _rim(scene, low, high, 0.4, 0.075, Material((0.62, 0.60, 0.55), (0.5, 0.48, 0.44), TILES, 0.6, bump=0.05))
    _ladder(scene, (low[0] - 0.2, 6.6), (1.0, 0.0), level)
    cloth = Material((0.74, 0.73, 0.70), (0.70, 0.69, 0.66), 6, bump=0.2)
    wood = stuff("walnut")
    for side in (-1, 1):
        for k in range(3 if not roof else 2):
            y = 3.2 + 2.5 * k
            x = side * (high[0] + 2.2)
            lounger(scene, (x, y), side * -math.pi / 2, cloth, wood, 0.03)
            if k < 2:
                parasol(scene, (x + side * 0.2, y + 1.25), Material((0.70, 0.66, 0.56), through=0.35))
    for x in (-2.6, 2.6):
        lounger(scene, (x, -3.6), math.pi + 0.1 * x, cloth, wood, 0.03)
    f.table(scene, (0.0, -4.0), 0, wood, (0.7, 0.7, 0.42))
    parasol(scene, (0.0, -4.9), Material((0.70, 0.66, 0.56), through=0.35))
    for x, y in (
        (-edge + 0.7, y0 + 0.7),
        (edge - 0.7, y0 + 0.7),
        (-edge + 0.7, y1 - 0.7),
        (edge - 0.7, y1 - 0.7),
        (-3.0, y1 - 0.6),
        (3.0, y1 - 0.6),
    ):
        scene.still.tube((x, y, 0.02), (x, y, 0.6), 0.27, Material((0.46, 0.20, 0.11)), 0.36)
        f.plant(scene, (x, y), 1.8, 0.4)
    if roof:
        return
    leaf = Material((0.055, 0.105, 0.030), (0.03, 0.065, 0.018), 7, bump=0.9)
    hedge = [
        ((0, y1 + 0.6), (2 * edge + 2, 1.0)),
        ((-edge - 0.6, (y0 + y1) / 2), (1.0, y1 - y0)),
        ((edge + 0.6, (y0 + y1) / 2), (1.0, y1 - y0)),
    ]
    for (x, y), (wide, long_) in hedge:
        along = max(wide, long_)
        count = int(along / 0.55)
        for k in range(count):
            t = (k + 0.5) / count - 0.5
            a, b = (x + t * wide, y) if wide > long_ else (x, y + t * long_)
            scene.still.pillow((a, b, 0.8), (0.85, 0.85, 1.65 + float(rng.uniform(-0.12, 0.12))), leaf, 0, 6.0, 5.0)
    if night:
        for k in range(6):
            x, y = (-6.6, 6.6)[k % 2], -3.0 + 5.5 * (k // 2)
            scene.still.tube((x, y, 0), (x, y, 0.6), 0.05, stuff("metal", (0.05, 0.05, 0.05)))
            scene.still.ball((x, y, 0.66), 0.09, glow((1.0, 0.74, 0.46), 30.0))
            scene.bulb((x, y, 0.66), 0.09, np.array((1.0, 0.74, 0.46)) * 30.0)
