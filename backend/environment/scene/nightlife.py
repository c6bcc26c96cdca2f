# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars: a dim room with a counter and lit bottles, and one in the open air under strings of bulbs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from . import furniture as f
from . import neon
from .builder import Group, Scene
from .indoors import BY_DAY, WARM, Kit, Room, garden, shell_of
from .materials import PLANKS, STUFF, Material, Rgb, glow, stuff
from .rooms import Opening
from .streets import lamplight

#: Glass and what is in it.
_BOTTLES: tuple[Rgb, ...] = (
    (0.10, 0.16, 0.05),
    (0.20, 0.09, 0.02),
    (0.34, 0.20, 0.05),
    (0.42, 0.43, 0.42),
    (0.05, 0.10, 0.22),
    (0.30, 0.04, 0.03),
)


def bottles(group: Group, rng: np.random.Generator, low: np.ndarray, along: np.ndarray, count: int) -> None:
    """Bottles in a row from ``low``, ``along`` the way from one to the next, on a board at their feet."""
    for k in range(count):
        x, y, z = low + along * (k + float(rng.uniform(-0.15, 0.15)))
        body = Material(_BOTTLES[int(rng.integers(len(_BOTTLES)))], gloss=0.06, rough=0.03)
        wide, tall = float(rng.uniform(0.030, 0.042)), float(rng.uniform(0.15, 0.20))
        group.tube((x, y, z), (x, y, z + tall), wide, body)
        group.tube((x, y, z + tall), (x, y, z + tall + 0.035), wide, body, 0.013)
        group.tube((x, y, z + tall + 0.03), (x, y, z + tall + 0.10), 0.013, body)
        if rng.random() < 0.6:
            tone = float(rng.uniform(0.3, 0.7))
            group.tube((x, y, z + 0.04), (x, y, z + 0.6 * tall), wide + 0.001, Material((tone, 0.9 * tone, 0.7 * tone)))


def counter(
    scene: Scene,
    rng: np.random.Generator,
    middle: tuple[float, float],
    long_: float,
    front: Material,
    top: Material,
    stool: Material,
    seat: Material,
) -> None:
    """A bar counter along x that is served from +y, with a foot rail, stools, taps and glasses."""
    x, y = middle
    still = scene.still
    still.box((x, y, 0.54), (long_, 0.52, 1.08), front, bevel=0.01)
    panels = round(long_ / 0.75)
    for k in range(panels):
        still.box(
            (x - long_ / 2 + long_ * (k + 0.5) / panels, y - 0.27, 0.56),
            (long_ / panels - 0.12, 0.03, 0.82),
            front,
            bevel=0.014,
        )
    still.box((x, y - 0.05, 1.10), (long_ + 0.14, 0.74, 0.055), top, bevel=0.014)
    rail = y - 0.42
    still.tube((x - long_ / 2, rail, 0.2), (x + long_ / 2, rail, 0.2), 0.022, STUFF["brass"])
    for k in range(round(long_ / 0.72)):
        at = (x - long_ / 2 + 0.45 + 0.72 * k, y - 0.78)
        if at[0] < x + long_ / 2 - 0.2:
            f.stool(scene, at, stool, seat, 0.76)
    for k in range(3):
        tap = x + 0.25 * (k - 1)
        still.tube((tap, y + 0.1, 1.12), (tap, y + 0.1, 1.42), 0.022, STUFF["brass"])
        still.tube((tap, y + 0.1, 1.40), (tap, y, 1.37), 0.012, STUFF["brass"])
        still.box((tap, y + 0.1, 1.49), (0.035, 0.03, 0.16), Material(_BOTTLES[(k + 1) % 6], gloss=0.04), bevel=0.01)
    glass = Material((0.30, 0.31, 0.31), gloss=0.06, rough=0.0)
    for _ in range(round(2.4 * long_)):
        a, b = x + float(rng.uniform(-0.47, 0.47)) * long_, y + float(rng.uniform(-0.28, 0.18))
        still.tube((a, b, 1.128), (a, b, 1.128 + float(rng.uniform(0.10, 0.15))), 0.030, glass, 0.036)


def back_bar(
    scene: Scene, rng: np.random.Generator, wall: float, x: float, long_: float, wood: Material, radiance: float
) -> None:
    """Shelves of bottles along x before a wall at y = ``wall``, lit from behind, over cupboards."""
    f.cupboard(scene, (x, wall - 0.24), 0, wood, (long_, 0.44, 0.95), max(2, round(long_ / 0.7)))
    scene.still.box((x, wall - 0.24, 0.965), (long_ + 0.04, 0.5, 0.04), wood, bevel=0.01)
    back = Material((0.35, 0.28, 0.2)) if radiance <= 0 else glow((1.0, 0.62, 0.28), radiance)
    scene.still.box((x, wall - 0.02, 1.72), (long_, 0.02, 1.3), back)
    if radiance > 0:
        scene.lamp((x, wall - 0.04, 1.72), (long_ / 2, 0, 0), (0, 0, 0.65), np.array((1.0, 0.62, 0.28)) * radiance)
    for k in range(3):
        z = 0.99 + 0.43 * k
        if k:
            scene.still.box((x, wall - 0.17, z - 0.012), (long_, 0.28, 0.024), wood)
        for row in range(2):
            bottles(
                scene.still,
                rng,
                np.array([x - long_ / 2 + 0.12, wall - 0.25 + 0.13 * row, z]),
                np.array([0.105, 0.0, 0.0]),
                int((long_ - 0.2) / 0.105),
            )
    scene.still.box((x, wall - 0.17, 2.40), (long_ + 0.1, 0.34, 0.08), wood, bevel=0.01)
    for edge in (-1, 1):
        scene.still.box((x + edge * long_ / 2, wall - 0.17, 1.68), (0.06, 0.34, 1.44), wood, bevel=0.01)


def bar(kit: Kit) -> Room:
    """A counter with stools before lit shelves of bottles, booths along a wall, small tables, low warm lamps."""
    w, d, h = kit.size(7.6, 8.4, 3.1)
    floor = kit.stuff("floor", "dark_wood", floor=True)
    walls = kit.stuff("wall", "brick", (0.20, 0.085, 0.055))
    panes = kit.windows(Opening("south", -1.2, 0.9, 2.2, 1.6, panes=(3, 1)))
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("south", 2.4, 0, 1.0, 2.1, "door")], walls, (0.0, 0.6))
    scene, (x0, y0), y1 = kit.scene, shell.low, shell.high[1]
    if not kit.spec["surfaces"].get("ceiling"):
        scene.still.box((0, 0.6, h - 0.01), (w, d, 0.02), stuff("paint", (0.07, 0.065, 0.06)))
    lit = 0.0 if kit.room["lamps"] is False else kit.glowing or BY_DAY
    wood, leather = stuff("walnut"), kit.stuff("sofa", "leather", (0.16, 0.035, 0.025))
    iron = stuff("metal", (0.04, 0.04, 0.04))
    counter(
        scene,
        kit.rng,
        (0.0, y1 - 1.75),
        5.6,
        kit.stuff("counter", "oak", (0.30, 0.17, 0.085)),
        replace(stuff("dark_wood"), gloss=0.05, rough=0.08),
        iron,
        kit.stuff("stool", "leather", (0.14, 0.05, 0.03)),
    )
    back_bar(scene, kit.rng, y1, 0.0, 5.6, wood, 0.17 * lit)
    for k in range(5):
        f.pendant(scene, (-2.3 + 1.15 * k, y1 - 1.9), h, 1.15, 30 * lit, kit.lamplight, STUFF["brass"])
    for k in range(3):
        # booths, back to back along the wall, a lamp over each table
        y = y0 + 1.2 + 1.9 * k
        x = x0 + 0.95
        for way in (-1, 1):
            s = f.Spot(scene.still, (x, y + 0.62 * way), 0 if way > 0 else math.pi)
            s.box((0, 0.06, 0.22), (1.7, 0.50, 0.44), wood, 0.02)
            s.pillow((0, 0.0, 0.46), (1.66, 0.56, 0.16), leather, square=9.0, thick=3.0)
            s.pillow((0, 0.27, 0.86), (1.70, 0.20, 0.78), leather, square=9.0, thick=4.0)
        f.table(scene, (x - 0.05, y), 0, kit.stuff("table", "walnut"), (1.35, 0.62, 0.74), iron)
        f.pendant(scene, (x - 0.1, y), h, 1.45, 20 * lit, kit.lamplight, iron)
        scene.still.tube(
            (x, y + 0.1, 0.74), (x, y + 0.1, 0.88), 0.033, Material((0.3, 0.3, 0.3), gloss=0.06, rough=0.0)
        )
    for x, y in ((2.3, -0.6), (1.5, -2.5), (2.9, 1.4)):
        scene.still.tube((x, y, 1.02), (x, y, 1.06), 0.34, wood)
        scene.still.tube((x, y, 0.03), (x, y, 1.02), 0.04, iron)
        scene.still.tube((x, y, 0), (x, y, 0.03), 0.24, iron)
        for turn in (0.4, 2.6, 4.6):
            f.stool(scene, (x + 0.62 * math.cos(turn), y + 0.62 * math.sin(turn)), iron, leather, 0.74)
        scene.still.ball((x + 0.05, y, 1.10), 0.04, glow(kit.lamplight, 30 * lit) if lit else STUFF["linen"])
        if lit:
            scene.bulb((x + 0.05, y, 1.10), 0.04, np.asarray(kit.lamplight) * 30 * lit)
    for along, up in ((-2.6, 1.9), (0.4, 2.0)):
        f.picture(scene, shell, "east", along, up, 0.9, 0.7)
    if kit.spec["place"]["neon"]:
        spots = [
            (shell.on("east", 2.4, 1.95, 0.06), shell.wall("east")[1], "BAR"),
            (shell.on("west", 0.4, 2.2, 0.06), shell.wall("west")[1], "OPEN"),
            (shell.on("west", -2.4, 2.05, 0.06), shell.wall("west")[1], "glass"),
            (shell.on("north", 0.0, 2.74, 0.06), shell.wall("north")[1], "COCKTAIL"),
            (shell.on("east", -1.2, 2.35, 0.06), shell.wall("east")[1], "heart"),
        ]
        neon.on_walls(scene, spots, kit.rng, 9.0)
    garden(kit, "south")
    room = kit.done(floor, sunny=False, key=1.25)
    room.lamplit = bool(lit)
    return room


def open_air(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool) -> None:
    """A bar under the sky: a boarded floor, a counter below a roof on posts, high tables, sofas about a low table,
    plants in tubs, and bulbs on wires overhead."""
    still = scene.still
    boards = Material((0.34, 0.24, 0.155), (0.24, 0.16, 0.10), PLANKS, 0.14, more=1.0)
    still.box((0, 0.6, 0.02), (14.6, 15.6, 0.06), boards)
    wood, iron = stuff("walnut"), stuff("metal", (0.05, 0.05, 0.055))
    said = spec["surfaces"].get("counter") or {}
    front = stuff(said.get("material") or "oak", said.get("color"))
    y = 4.4
    counter(scene, rng, (0.0, y), 6.4, front, wood, iron, stuff("leather", (0.22, 0.10, 0.05)))
    lit, shine = 34.0 if night else 0.0, lamplight(spec, WARM)
    # the back wall of shelves, and the roof of battens above the barkeeper
    wall = y + 2.1
    still.box((0, wall + 0.06, 1.35), (6.8, 0.12, 2.7), stuff("dark_wood"))
    back_bar(scene, rng, wall, 0.0, 6.2, wood, 2.4 if night else 0.0)
    for x in (-3.5, 3.5):
        for z_y in (y - 0.55, wall + 0.05):
            still.box((x, z_y, 1.45), (0.14, 0.14, 2.9), wood, bevel=0.01)
        still.box((x, (y + wall) / 2 - 0.2, 2.9), (0.12, wall - y + 1.4, 0.18), wood)
    for k in range(15):
        still.box((0, y - 0.8 + 0.23 * k, 3.0), (7.6, 0.09, 0.10), wood)
    if night:
        for k in range(4):
            f.pendant(scene, (-2.4 + 1.6 * k, y - 0.05), 2.95, 0.75, lit, shine, iron)
    for x, y_ in ((-4.6, 1.3), (4.4, 0.9), (3.1, -3.4)):
        still.tube((x, y_, 1.04), (x, y_, 1.09), 0.36, wood)
        still.tube((x, y_, 0.06), (x, y_, 1.04), 0.04, iron)
        still.tube((x, y_, 0.04), (x, y_, 0.07), 0.26, iron)
        for turn in (0.3, 2.4, 4.5):
            f.stool(scene, (x + 0.66 * math.cos(turn), y_ + 0.66 * math.sin(turn)), iron, stuff("oak"), 0.8)
        candle = (x, y_, 1.15)
        still.tube((x, y_, 1.09), (x, y_, 1.2), 0.04, glow(shine, 20.0) if night else STUFF["linen"])
        if night:
            scene.bulb(candle, 0.05, np.asarray(shine) * 20.0)
    cloth, cushion = stuff("fabric", (0.52, 0.50, 0.46)), stuff("fabric", (0.10, 0.20, 0.22))
    f.sofa(scene, (-2.6, -4.3), math.pi, cloth, cushion, 2.4)
    f.sofa(scene, (-4.9, -2.4), math.pi / 2, cloth, stuff("fabric", (0.45, 0.19, 0.06)), 2.2)
    f.table(scene, (-2.8, -2.6), 0, wood, (1.2, 0.8, 0.4), iron)
    for x, y_ in ((-6.8, 5.4), (6.8, 5.2), (6.8, -6.2), (-6.8, -6.4), (-6.8, 0.0), (6.8, -1.0), (0.6, -6.6)):
        still.tube((x, y_, 0.03), (x, y_, 0.55), 0.26, stuff("concrete", (0.30, 0.30, 0.29)), 0.32)
        f.plant(scene, (x, y_), 1.5, 0.35)
    _strings(scene, night, shine)
    if spec["place"]["neon"]:
        neon.tubes(scene, (0, y - 0.92, 2.62), (1.0, 0, 0), neon.writing("BAR"), 0.55, neon.COLORS[2], 24.0, 0.022)
        neon.tubes(scene, (2.6, wall - 0.1, 2.75), (1.0, 0, 0), neon.FIGURES["glass"], 0.6, neon.COLORS[3], 24.0, 0.018)


def _strings(scene: Scene, night: bool, shine: Rgb) -> None:
    """Wires that sag between six masts, with a bulb every two thirds of a metre."""
    iron, cord = stuff("metal", (0.05, 0.05, 0.055)), Material((0.02, 0.02, 0.02))
    masts = [np.array([x, y, 3.7]) for y in (-6.6, -0.6, 6.9) for x in (-6.9, 6.9)]
    for top in masts:
        scene.still.tube((top[0], top[1], 0), top, 0.045, iron)
    off = Material((0.55, 0.53, 0.46), gloss=0.05)
    for first, last in ((0, 1), (2, 3), (4, 5), (0, 3), (2, 1), (2, 5), (4, 3)):
        a, b = masts[first], masts[last]
        count = int(np.linalg.norm(b - a) / 0.66)
        last_point = a
        for k in range(1, count + 1):
            t = k / count
            point = a + (b - a) * t - np.array([0, 0, 3.2 * 0.75 * t * (1 - t)])
            scene.still.tube(last_point, point, 0.006, cord)
            if k < count:
                scene.still.ball(point - np.array([0, 0, 0.07]), 0.035, glow(shine, 60.0) if night else off)
                if night and k % 3 == 1:
                    # one bulb stands for its two neighbours' light
                    scene.bulb(point - np.array([0, 0, 0.07]), 0.06, np.asarray(shine) * 60.0)
            last_point = point
