# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms for sport: a gym with weights and machines, a hall with a court."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from . import furniture as f
from .builder import Group, Scene
from .indoors import Kit, Room, garden, shell_of
from .materials import CARPET, GRAIN, STUFF, Material, Rgb, stuff
from .publicrooms import tube_lights
from .rooms import Opening

_RUBBER = Material((0.022, 0.022, 0.023), gloss=0.03, rough=0.5)
_IRON = Material((0.035, 0.035, 0.037), gloss=0.045, rough=0.35)
_CHROME = Material((0.55, 0.55, 0.56), gloss=0.6, rough=0.12)
_PAD = Material((0.03, 0.03, 0.032), gloss=0.04, rough=0.35)


def gym(kit: Kit) -> Room:
    """Dumbbells before a wall of mirrors, benches, racks with bars and plates, treadmills that face the windows."""
    w, d, h = kit.size(9.8, 9.8, 3.4)
    floor = kit.stuff("floor", "carpet", (0.055, 0.056, 0.06), floor=True)
    panes = kit.windows(Opening("south", 0.0, 0.5, 7.4, 2.3, panes=(6, 1)))
    wall = kit.walls((0.62, 0.62, 0.61))
    walls = {side: wall for side in ("east", "west", "north", "south")}
    if not kit.spec["surfaces"].get("wall"):
        walls["west"] = stuff("brick", (0.30, 0.13, 0.085))
    shell = shell_of(
        kit, (w, d, h), floor, [*panes, Opening("west", 3.4, 0, 1.0, 2.1, "door")], walls, (0.0, 0.8), False
    )
    scene, (x0, y0), (x1, y1) = kit.scene, shell.low, shell.high
    mirror = Material((0.62, 0.63, 0.63), gloss=0.86, rough=0.0)
    for k in range(6):
        shell.block(scene, "north", -4.05 + 1.62 * k, 0.45, 1.60, 2.1, 0.02, mirror)
    accent: Rgb = (0.50, 0.035, 0.02)
    _dumbbells(scene, y1 - 0.55, 7.0)
    for x in (-3.0, -0.9, 1.2, 3.3):
        _bench(scene, (x, y1 - 2.3), math.pi / 2 + (0.12 if x < 0 else -0.1), tilted=abs(x) < 2)
    for k, y in enumerate((-1.6, 1.2)):
        _rack(scene, (x1 - 1.25, y), -math.pi / 2, 3 + k, accent)
    _cables(scene, (x1 - 0.8, y1 - 1.9), -math.pi / 2)
    for k in range(5):
        _treadmill(scene, (-3.0 + 1.5 * k, y0 + 1.45), math.pi)
    for k in range(2):
        _bicycle(scene, (x0 + 1.3, y0 + 2.9 + 1.2 * k), math.pi / 2)
    bag = (x0 + 1.6, 2.0)
    scene.still.tube((*bag, 0.85), (*bag, 2.05), 0.18, Material((0.06, 0.012, 0.01), gloss=0.04, rough=0.3))
    for z in (1.1, 1.75):
        scene.still.tube((*bag, z), (*bag, z + 0.06), 0.183, Material((0.5, 0.5, 0.49)))
    scene.still.tube((*bag, 2.05), (*bag, h), 0.012, _CHROME)
    for k, color in enumerate(((0.05, 0.20, 0.42), (0.45, 0.06, 0.04), (0.10, 0.30, 0.12))):
        scene.still.ball((x0 + 0.55, 3.4 - 0.85 * k, 0.33), 0.33, Material(color, gloss=0.04, rough=0.25))
    mats = Material((0.04, 0.13, 0.20), gloss=0.02)
    for x, yaw in ((-1.4, 0.0), (-2.3, 0.05)):
        scene.still.box((x, 1.9, 0.012), (0.65, 1.8, 0.022), mats, yaw, 0.01)
    shell.block(scene, "east", 2.6, 1.45, 1.5, 0.85, 0.05, Material((0.012, 0.012, 0.013), gloss=0.05, rough=0.03))
    stripe = Material(accent)
    shell.block(scene, "east", 0.0, 2.72, d, 0.22, 0.012, stripe)
    for y in np.arange(y0 + 2.6, y1 - 0.5, 2.6):
        scene.still.tube((x0, float(y), h - 0.25), (x1, float(y), h - 0.25), 0.10, Material((0.10, 0.10, 0.105)))
    tube_lights(
        kit,
        [(x, float(y)) for x in (-3.9, -1.5, 1.5, 3.9) for y in np.arange(y0 + 1.7, y1 - 0.8, 2.9)],
        h - 0.45,
        (0.09, 1.0),
        2.6 * kit.glowing or (2.4 if kit.room["lamps"] is None else 0.0),
    )
    garden(kit, "south", floor=-0.5)
    return kit.done(floor)


def _plate(group: Group, start: np.ndarray, along: np.ndarray, radius: float, made_of: Material) -> None:
    group.tube(start, start + along, radius, made_of)
    group.tube(start - 0.06 * along, start + 1.06 * along, 0.3 * radius, _CHROME)


def _dumbbells(scene: Scene, y: float, long_: float) -> None:
    """Three rows on a leaning stand along x, heavier towards the floor."""
    for row in range(3):
        z, out = 0.32 + 0.36 * row, y - 0.22 + 0.16 * row
        scene.still.box((0, out, z - 0.09), (long_, 0.26, 0.05), _IRON, bevel=0.01)
        step = 0.40 - 0.06 * row
        radius = 0.085 - 0.016 * row
        for k in range(int((long_ - 0.2) / step)):
            x = -long_ / 2 + 0.2 + step * k
            scene.still.tube((x, out - 0.13, z), (x, out + 0.13, z), 0.015, _CHROME)
            for end in (-1, 1):
                a = out + end * 0.06
                scene.still.tube((x, a, z), (x, a + end * 0.09, z), radius, _RUBBER, 0.92 * radius)
                scene.still.tube((x, a + end * 0.09, z), (x, a + end * 0.093, z), 0.6 * radius, _CHROME)
    for x in (-long_ / 2, 0.0, long_ / 2):
        scene.still.box((x, y, 0.56), (0.07, 0.5, 1.12), _IRON, bevel=0.01)


def _bench(scene: Scene, at: tuple[float, float], yaw: float, tilted: bool) -> None:
    s = f.Spot(scene.still, at, yaw)
    s.pillow((-0.42 if tilted else 0.0, 0, 0.44), (0.42 if tilted else 1.24, 0.30, 0.09), _PAD, square=9.0, thick=4.0)
    if tilted:
        for k in range(5):
            s.pillow((-0.13 + 0.15 * k, 0, 0.50 + 0.10 * k), (0.24, 0.30, 0.12), _PAD, square=9.0, thick=4.0)
        s.bar((0.1, 0, 0.1), (0.35, 0, 0.75), 0.03, _IRON)
    s.bar((-0.55, 0, 0.09), (0.55, 0, 0.09), 0.035, _IRON)
    for x in (-0.5, 0.5):
        s.bar((x, -0.26, 0.04), (x, 0.26, 0.04), 0.03, _IRON)
        s.bar((x * 0.7, 0, 0.08), (x * 0.7, 0, 0.42), 0.03, _IRON)


def _rack(scene: Scene, at: tuple[float, float], yaw: float, plates: int, accent: Rgb) -> None:
    """A cage of uprights with a loaded bar, plates on pegs, and a floor of boards."""
    s = f.Spot(scene.still, at, yaw)
    paint = Material(accent, gloss=0.04, rough=0.3)
    s.box((0, -0.35, 0.025), (2.3, 2.1, 0.05), stuff("pine", (0.34, 0.24, 0.14)), 0.01)
    for x in (-0.58, 0.58):
        for y in (-0.5, 0.5):
            s.box((x, y, 1.18), (0.075, 0.075, 2.3), paint)
            for k in range(12):
                s.box((x, y - 0.038, 0.5 + 0.13 * k), (0.024, 0.004, 0.024), _RUBBER, 0)
        s.box((x, 0, 2.30), (0.075, 1.08, 0.075), paint)
        s.box((x, 0, 0.08), (0.075, 1.08, 0.075), paint)
        for z in (0.5, 0.95):
            for k in range(2):
                _plate(
                    scene.still,
                    s.to(x + math.copysign(0.06 + 0.07 * k, x), 0.5, z),
                    s.turn @ np.array([math.copysign(0.05, x), 0, 0]),
                    0.17,
                    _RUBBER,
                )
    for y in (-0.5, 0.5):
        s.bar((-0.58, y, 2.3), (0.58, y, 2.3), 0.03, _IRON)
    z = 1.28
    s.bar((-1.08, -0.62, z), (1.08, -0.62, z), 0.015, _CHROME)
    for end in (-1, 1):
        s.box((end * 0.58, -0.58, z - 0.04), (0.05, 0.10, 0.04), _IRON)
        for k in range(plates):
            _plate(
                scene.still,
                s.to(end * (0.72 + 0.065 * k), -0.62, z),
                s.turn @ np.array([end * 0.055, 0, 0]),
                0.225 if k < 2 else 0.16,
                _RUBBER if k else Material(accent, gloss=0.03),
            )


def _cables(scene: Scene, at: tuple[float, float], yaw: float) -> None:
    """Two towers with stacks of weights, a beam between, cables with handles."""
    s = f.Spot(scene.still, at, yaw)
    for x in (-1.25, 1.25):
        for dx in (-0.14, 0.14):
            s.box((x + dx, 0, 1.12), (0.06, 0.09, 2.24), _IRON)
        for k in range(13):
            s.box(
                (x, 0, 0.16 + 0.055 * k),
                (0.20, 0.14, 0.048),
                Material((0.10, 0.10, 0.105), gloss=0.05, rough=0.3),
                0.004,
            )
        s.bar((x, 0, 0.1), (x, 0, 2.2), 0.012, _CHROME)
        inner = x - math.copysign(0.2, x)
        s.bar((inner, -0.05, 2.05), (inner, -0.05, 1.25), 0.006, _RUBBER)
        s.bar((inner - 0.08, -0.05, 1.22), (inner + 0.08, -0.05, 1.22), 0.016, _CHROME)
        s.box((x, 0, 0.04), (0.5, 0.7, 0.07), _IRON)
    s.box((0, 0, 2.25), (2.8, 0.10, 0.10), _IRON)


def _treadmill(scene: Scene, at: tuple[float, float], yaw: float) -> None:
    s = f.Spot(scene.still, at, yaw)
    grey = Material((0.20, 0.205, 0.21), gloss=0.04, rough=0.3)
    s.box((0, -0.2, 0.13), (0.78, 1.75, 0.14), grey, 0.03)
    s.box((0, -0.25, 0.205), (0.52, 1.5, 0.012), _RUBBER, 0)
    s.box((0, 0.62, 0.24), (0.74, 0.36, 0.2), Material((0.05, 0.05, 0.055), gloss=0.05, rough=0.15), 0.06)
    for x in (-0.38, 0.38):
        s.bar((x, 0.62, 0.2), (x, 0.42, 1.28), 0.035, grey)
        s.bar((x, 0.42, 1.05), (x, -0.05, 0.98), 0.025, _RUBBER)
    s.box((0, 0.42, 1.30), (0.84, 0.10, 0.20), Material((0.04, 0.04, 0.045), gloss=0.04), 0.03)
    s.box((0, 0.365, 1.50), (0.50, 0.03, 0.32), Material((0.03, 0.03, 0.035), gloss=0.05, rough=0.05), 0.01)
    s.box((0, 0.348, 1.50), (0.44, 0.004, 0.26), Material((0.05, 0.10, 0.16), light=(0.10, 0.30, 0.50)), 0)


def _bicycle(scene: Scene, at: tuple[float, float], yaw: float) -> None:
    s = f.Spot(scene.still, at, yaw)
    s.bar((-0.03, 0.42, 0.32), (0.03, 0.42, 0.32), 0.26, _CHROME)
    for y in (-0.5, 0.6):
        s.bar((-0.28, y, 0.04), (0.28, y, 0.04), 0.035, _IRON)
    for a, b in (
        ((0, -0.5, 0.05), (0, -0.1, 0.3)),
        ((0, -0.1, 0.3), (0, 0.6, 0.05)),
        ((0, -0.1, 0.3), (0, -0.24, 0.92)),
        ((0, 0.3, 0.1), (0, 0.36, 1.1)),
        ((-0.24, 0.28, 1.14), (0.24, 0.28, 1.14)),
    ):
        s.bar(a, b, 0.032, _IRON)
    s.pillow((0, -0.24, 0.95), (0.2, 0.28, 0.09), _PAD, square=3.0, thick=3.0)
    s.box((0, 0.4, 1.24), (0.26, 0.03, 0.18), Material((0.03, 0.03, 0.035), gloss=0.05, rough=0.05), 0.01)


#: Lines of a court, half its width and length, metres.
_HALF = (7.5, 14.0)


def sports_hall(kit: Kit) -> Room:
    """A court of boards with lines and baskets, wall bars, benches, high windows, lamps behind grilles."""
    w, d, h = kit.size(20.0, 33.0, 8.0)
    floor = kit.stuff("floor", "pine", (0.50, 0.33, 0.17), floor=True)
    panes = kit.windows(
        *(
            Opening(side, float(y), 4.6, 3.6, 2.0, panes=(4, 2))
            for side in ("east", "west")
            for y in np.arange(-d / 2 + 3.5, d / 2 - 2, 5.2)
        )
    )
    walls = kit.walls((0.66, 0.64, 0.58))
    # the viewer stands off the middle, who would otherwise cover the spot
    middle = (1.6, 5.0)
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("south", 3.0, 0, 2.0, 2.2, "door")], walls, middle, False)
    scene, (x0, y0), (x1, y1) = kit.scene, shell.low, shell.high
    wood = Material((0.46, 0.31, 0.17), (0.36, 0.23, 0.12), GRAIN, 0.3)
    for side in ("east", "west"):
        shell.block(scene, side, 0, 0, d, 2.4, 0.03, wood)
    for side in ("north", "south"):
        shell.block(scene, side, 6.2, 0, w - 12.4, 2.4, 0.03, wood)
        shell.block(scene, side, -6.2, 0, w - 12.4, 2.4, 0.03, wood)
    _court(scene, middle)
    for end in (-1, 1):
        _basket(scene, (middle[0], middle[1] + end * (_HALF[1] + 0.9)), end)
    for k in range(7):
        _wall_bars(scene, (x0 + 0.08, y0 + 5.0 + 1.6 * k))
    for k in range(4):
        y = y0 + 6.0 + 5.6 * k
        scene.still.box((x1 - 0.7, y, 0.44), (0.32, 3.6, 0.05), wood, bevel=0.01)
        for leg in (-1.4, 1.4):
            scene.still.box((x1 - 0.7, y + leg, 0.21), (0.28, 0.06, 0.42), wood)
    mat = Material((0.03, 0.10, 0.28), gloss=0.03)
    for k in range(3):
        scene.still.box((x0 + 1.2, y0 + 2.0, 0.13 + 0.25 * k), (1.6, 2.4, 0.24), mat, 0.04 * k, 0.03)
    for x, y in ((-3.2, 3.4), (-2.7, 3.9), (4.4, -2.0)):
        scene.still.ball((x, y, 0.122), 0.122, Material((0.48, 0.17, 0.05), (0.40, 0.14, 0.04), CARPET, bump=0.1))
    steel = Material((0.70, 0.70, 0.69))
    for y in np.arange(y0 + 3.0, y1, 5.2):
        scene.still.box((middle[0], float(y), h - 0.25), (w, 0.25, 0.5), steel)
    tube_lights(
        kit,
        [(middle[0] + x, float(y)) for x in (-5.4, 0.0, 5.4) for y in np.arange(y0 + 5.6, y1 - 1, 5.2)],
        h - 0.35,
        (0.3, 1.2),
        4.5 * kit.glowing or (6.0 if kit.room["lamps"] is None else 0.0),
    )
    garden(kit, "east", "west", floor=-0.2)
    return kit.done(floor)


def _court(scene: Scene, middle: tuple[float, float]) -> None:
    """The lines of a basketball court, the areas below the baskets painted, and a few lines of other games."""
    cx, cy = middle
    white, blue, other = (
        Material((0.74, 0.74, 0.72)),
        Material((0.035, 0.10, 0.28), gloss=0.04, rough=0.15),
        Material((0.45, 0.05, 0.03)),
    )
    wide, long_ = _HALF

    def line(xa: float, ya: float, xb: float, yb: float, made_of: Material = white, thick: float = 0.05) -> None:
        scene.still.box(
            (cx + (xa + xb) / 2, cy + (ya + yb) / 2, 0.003),
            (abs(xb - xa) + thick, abs(yb - ya) + thick, 0.004),
            made_of,
        )

    def arc(y: float, radius: float, first: float, last: float) -> None:
        for a, b in pairwise(np.linspace(first, last, 36)):
            p, q = (np.array([cx + radius * math.cos(t), cy + y + radius * math.sin(t), 0.003]) for t in (a, b))
            scene.still.box(
                (p + q) / 2, (float(np.linalg.norm(q - p)) + 0.02, 0.05, 0.0045), white, math.atan2(*(q - p)[1::-1])
            )

    for x in (-wide, wide):
        line(x, -long_, x, long_)
        line(0.8 * x, -long_ * 0.72, 0.8 * x, long_ * 0.72, other)
    for y in (-long_, 0.0, long_):
        line(-wide, y, wide, y)
    for y in (-long_ * 0.72, long_ * 0.72):
        line(-0.8 * wide, y, 0.8 * wide, y, other)
    arc(0.0, 1.8, 0, 2 * math.pi)
    for end in (-1, 1):
        scene.still.box((cx, cy + end * (long_ - 2.9), 0.001), (4.9, 5.8, 0.003), blue)
        for x in (-2.45, 2.45):
            line(x, end * long_, x, end * (long_ - 5.8))
        line(-2.45, end * (long_ - 5.8), 2.45, end * (long_ - 5.8))
        arc(end * (long_ - 5.8), 1.8, math.pi if end > 0 else 0, 2 * math.pi if end > 0 else math.pi)
        arc(
            end * (long_ - 1.575),
            6.75,
            math.pi + 0.2 if end > 0 else 0.2,
            2 * math.pi - 0.2 if end > 0 else math.pi - 0.2,
        )


def _basket(scene: Scene, at: tuple[float, float], end: int) -> None:
    """A board on a steel arm from the wall, its ring 3.05 metres high, a net."""
    x, y = at
    steel = stuff("metal", (0.12, 0.12, 0.125))
    front = y - end * 2.1
    for dx in (-0.5, 0.5):
        scene.still.tube((x + dx, y + end * 1.5, 3.9), (x + dx, front, 3.7), 0.05, steel)
        scene.still.tube((x + dx, y + end * 1.5, 2.9), (x + dx, front, 3.2), 0.05, steel)
    scene.still.box(
        (x, front, 3.42), (1.8, 0.05, 1.05), Material((0.74, 0.74, 0.73), gloss=0.05, rough=0.05), bevel=0.01
    )
    red = Material((0.55, 0.05, 0.02))
    face = front - end * 0.03
    for a, b, c, e in (
        (-0.3, 3.1, 0.3, 3.1),
        (-0.3, 3.55, 0.3, 3.55),
        (-0.3, 3.1, -0.3, 3.55),
        (0.3, 3.1, 0.3, 3.55),
        (-0.88, 2.92, 0.88, 2.92),
        (-0.88, 3.92, 0.88, 3.92),
        (-0.88, 2.92, -0.88, 3.92),
        (0.88, 2.92, 0.88, 3.92),
    ):
        scene.still.box((x + (a + c) / 2, face, (b + e) / 2), (abs(c - a) + 0.05, 0.012, abs(e - b) + 0.05), red)
    ring = np.array([x, face - end * 0.38, 3.05])
    cord = Material((0.70, 0.70, 0.68))
    angles = np.linspace(0, 2 * math.pi, 17)
    for k, (a, b) in enumerate(pairwise(angles)):
        p, q = (ring + 0.23 * np.array([math.cos(t), math.sin(t), 0]) for t in (a, b))
        scene.still.tube(p, q, 0.012, red)
        low = ring + np.array([0.13 * math.cos(a + 0.2), 0.13 * math.sin(a + 0.2), -0.42])
        low2 = ring + np.array([0.13 * math.cos(a - 0.2), 0.13 * math.sin(a - 0.2), -0.42])
        scene.still.tube(p, low, 0.006, cord)
        if k % 2:
            scene.still.tube(p, low2, 0.006, cord)


def _wall_bars(scene: Scene, at: tuple[float, float]) -> None:
    x, y = at
    wood = STUFF["pine"]
    for end in (-0.5, 0.5):
        scene.still.box((x + 0.06, y + end, 1.35), (0.13, 0.05, 2.7), wood, bevel=0.008)
    for k in range(14):
        scene.still.tube((x + 0.09, y - 0.5, 0.35 + 0.17 * k), (x + 0.09, y + 0.5, 0.35 + 0.17 * k), 0.018, wood)
