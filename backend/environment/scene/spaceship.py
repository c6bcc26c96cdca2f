# SPDX-License-Identifier: GPL-3.0-or-later
"""The bridge of a spaceship: slanting walls of panels, lit screens, seats before a wide window on a planet below."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from . import furniture as f
from .builder import BOX, Scene
from .indoors import Kit, Room
from .materials import SLABS, Material, Rgb, glow

#: Half the cross-section from the floor up: x and z, metres; the room from y to y.
_PROFILE = ((3.5, 0.0), (4.2, 0.75), (4.2, 1.95), (3.1, 3.0), (1.1, 3.25))
_BACK, _FRONT = -5.2, 6.4
_PALE = Material((0.50, 0.515, 0.53), (0.42, 0.43, 0.44), gloss=0.04, rough=0.3)
_GREY = Material((0.17, 0.18, 0.195), gloss=0.045, rough=0.3)
_DARK = Material((0.035, 0.037, 0.042), gloss=0.045, rough=0.3)
_COOL: Rgb = (0.80, 0.92, 1.0)
_INKS: tuple[Rgb, ...] = (
    (0.10, 0.60, 1.0),
    (0.15, 0.95, 0.75),
    (1.0, 0.48, 0.08),
    (0.85, 0.90, 1.0),
    (1.0, 0.12, 0.08),
)


def bridge(kit: Kit) -> Room:
    """The viewer stands between the captain's seat and the helm."""
    scene = kit.scene
    lit = kit.room["lamps"] is not False
    panel = kit.stuff("wall", "paint", _PALE.color) if kit.spec["surfaces"].get("wall") else _PALE
    floor = Material((0.115, 0.12, 0.13), (0.085, 0.09, 0.098), SLABS, 0.9, gloss=0.04, rough=0.25)
    if kit.spec["surfaces"].get("floor"):
        floor = kit.stuff("floor", "metal", floor=True)
    middle, long_ = (_BACK + _FRONT) / 2, _FRONT - _BACK
    scene.still.box((0, middle, -0.06), (9.5, long_ + 1, 0.12), floor)
    _hull(scene, panel, lit)
    _window(scene, panel)
    _aft(scene, panel, lit)
    _helm(kit)
    for side in (-1, 1):
        for y in (-2.6, 0.9, 3.6):
            _station(kit, side, y)
    _seat(scene, (0.0, -1.75), 0.0, 1.15)
    scene.still.tube((0, -1.75, 0), (0, -1.75, 0.05), 1.3, _GREY, 1.15)
    # a planet under the window
    world = Material((0.72, 0.73, 0.74), (0.02, 0.085, 0.20), 19)
    scene.still.ball((6.0, 75.0, -48.0), 60.0, world)
    room = kit.done(floor, key=0.55)
    room.sunny = True
    return room


def _slab(
    scene: Scene,
    a: np.ndarray,
    b: np.ndarray,
    y0: float,
    y1: float,
    thick: float,
    made_of: Material,
    bevel: float = 0.02,
) -> None:
    """A plate between two points of the cross-section (x, z), from ``y0`` to ``y1``."""
    along, out = (b - a) / 2, np.array([b[1] - a[1], a[0] - b[0]])
    out = out / np.linalg.norm(out) * thick / 2
    middle = (a + b) / 2
    scene.still.add(
        BOX,
        made_of,
        np.stack(
            [
                np.array([along[0], 0, along[1]]),
                np.array([0, (y1 - y0) / 2, 0]),
                np.array([out[0], 0, out[1]]),
                np.array([middle[0], (y0 + y1) / 2, middle[1]]),
            ],
            axis=1,
        ),
        bevel,
        0.0,
        0.4,
    )


def _hull(scene: Scene, panel: Material, lit: bool) -> None:
    """Plates between ribs, strips of light along the floor, in the ribs and overhead."""
    bay = 1.45
    count = round((_FRONT - _BACK) / bay)
    bay = (_FRONT - _BACK) / count
    sides = [np.array([(s * x, z) for x, z in _PROFILE]) for s in (-1, 1)]
    for line in sides:
        for j, (a, b) in enumerate(pairwise(line)):
            _slab(scene, a, b, _BACK, _FRONT, 0.06, _DARK, 0.0)
            for k in range(count):
                y = _BACK + bay * k
                inset = (b - a) * 0.05
                thick = 0.14 if j != 1 else 0.10
                parts = 1 if j in (0, 1) else 2
                for part in range(parts):
                    p = a + inset + (b - a - 2 * inset) * part / parts + (0.02 * part)
                    q = a + inset + (b - a - 2 * inset) * (part + 1) / parts
                    _slab(scene, p, q, y + 0.13, y + bay - 0.13, thick, panel if (j + part) % 2 == 0 else _GREY)
    for k in range(count + 1):
        y = _BACK + bay * k
        for line in sides:
            for a, b in pairwise(line):
                _slab(scene, a * 0.97, b * 0.97, y - 0.07, y + 0.07, 0.16, _GREY, 0.03)
            a, b = (
                line[1] * np.array([0.945, 1.0]) + np.array([0, 0.15]),
                line[2] * np.array([0.945, 1.0]) - np.array([0, 0.1]),
            )
            _slab(scene, a, b, y - 0.018, y + 0.018, 0.02, glow(_INKS[0], 1.6, False) if lit else _DARK, 0.0)
        scene.still.box((0, y, 3.22), (2.4, 0.16, 0.16), _GREY, bevel=0.03)
    middle, long_ = (_BACK + _FRONT) / 2, _FRONT - _BACK
    scene.still.box((0, middle, 3.34), (2.6, long_, 0.12), _DARK)
    for side in (-1, 1):
        x = side * 3.47
        scene.still.box((x, middle, 0.05), (0.12, long_, 0.10), _GREY, bevel=0.02)
        scene.still.tube((side * 1.2, _BACK, 3.1), (side * 1.2, _FRONT, 3.1), 0.06, _GREY)
        if lit:
            scene.lamp(
                (x - side * 0.07, middle, 0.06),
                (0, side * long_ / 2, 0),
                (0, 0, 0.022),
                np.array(_COOL) * 7.0,
                visible=glow(_COOL, 7.0),
            )
    for k in range(count):
        y = _BACK + bay * (k + 0.5)
        for x in (-0.62, 0.62):
            scene.still.box((x, y, 3.25), (0.36, bay - 0.3, 0.06), _GREY, bevel=0.01)
            if lit:
                scene.lamp(
                    (x, y, 3.215),
                    (0.10, 0, 0),
                    (0, -(bay - 0.5) / 2, 0),
                    np.array(_COOL) * 9.0,
                    visible=glow(_COOL, 9.0),
                )


def _window(scene: Scene, panel: Material) -> None:
    """The front: a frame whose posts lean outwards, sky between them."""
    low, high = 0.95, 2.75
    scene.still.box((0, _FRONT + 0.1, low / 2), (9.0, 0.3, low), panel)
    scene.still.box((0, _FRONT + 0.1, (high + 3.5) / 2), (9.0, 0.3, 3.5 - high), panel)
    for x in (-4.2, -2.55, -0.85, 0.85, 2.55, 4.2):
        scene.still.tube((x, _FRONT, low), (0.94 * x, _FRONT + 0.05, high), 0.07, _GREY)
    for z in (low, high):
        scene.still.box((0, _FRONT, z), (8.6, 0.26, 0.10), _GREY, bevel=0.03)
    for side in (-1, 1):
        scene.still.box((side * 4.3, _FRONT + 0.1, 1.8), (0.6, 0.3, 2.2), panel)
    scene.lamp(
        (0, _FRONT + 0.12, (low + high) / 2), (4.0, 0, 0), (0, 0, (high - low) / 2), (1.0, 1.0, 1.0), portal=True
    )


def _aft(scene: Scene, panel: Material, lit: bool) -> None:
    """The wall behind with a door of two leaves in an eight-sided frame."""
    y = _BACK - 0.1
    scene.still.box((0, y, 1.7), (9.0, 0.3, 3.6), panel)
    face = y + 0.16
    corners = [
        (-0.9, 0.0),
        (-1.25, 0.45),
        (-1.25, 1.95),
        (-0.8, 2.4),
        (0.8, 2.4),
        (1.25, 1.95),
        (1.25, 0.45),
        (0.9, 0.0),
    ]
    for leaf in (-1, 1):
        scene.still.box((leaf * 0.58, face, 1.2), (1.12, 0.08, 2.36), _GREY, bevel=0.03)
        for z in (0.5, 1.2, 1.9):
            scene.still.box((leaf * 0.6, face + 0.05, z), (0.8, 0.05, 0.5), _DARK, bevel=0.03)
    yellow = Material((0.55, 0.38, 0.02))
    for k in range(7):
        scene.still.box((-1.05 + 0.35 * k, face + 0.06, 0.10), (0.16, 0.02, 0.12), yellow)
    for (ax, az), (bx, bz) in pairwise(corners):
        scene.still.tube((ax, face + 0.04, az), (bx, face + 0.04, bz), 0.11, _PALE)
        scene.still.tube(
            (ax * 0.93, face + 0.14, az),
            (bx * 0.93, face + 0.14, bz * 0.97),
            0.02,
            glow(_INKS[0], 2.5, False) if lit else _DARK,
        )
    for side in (-1, 1):
        scene.still.box((side * 2.5, face, 1.5), (1.3, 0.14, 1.6), _GREY, bevel=0.03)
        for k in range(5):
            scene.still.box((side * 2.5, face + 0.08, 0.9 + 0.3 * k), (1.1, 0.05, 0.2), _DARK, bevel=0.02)


def _screen(scene: Scene, rng: np.random.Generator, center: np.ndarray, across: np.ndarray, up: np.ndarray) -> None:
    """A display: a dim ground, a curve, bars, lines of figures. ``across x up`` is where it faces."""
    normal = np.cross(across, up)
    normal = normal / np.linalg.norm(normal)
    ink = _INKS[int(rng.integers(3))]
    ground = Material(
        (0.01, 0.012, 0.015),
        gloss=0.04,
        rough=0.05,
        light=(0.02 + 0.03 * ink[0], 0.02 + 0.03 * ink[1], 0.02 + 0.04 * ink[2]),
    )
    scene.still.card(center, across, up, ground)
    lines, mark = glow(ink, 1.5, False), glow(_INKS[3], 1.2, False)
    spot = center + 0.004 * normal

    def bar(x: float, y: float, wide: float, tall: float, made_of: Material) -> None:
        scene.still.card(spot + across * x + up * y, across * wide, up * tall, made_of)

    kind = int(rng.integers(3))
    if kind == 0:
        for k in range(9):
            tall = float(rng.uniform(0.08, 0.42))
            bar(-0.75 + 0.13 * k, -0.7 + tall, 0.045, tall, lines)
        for k in range(5):
            bar(0.68, 0.6 - 0.28 * k, float(rng.uniform(0.08, 0.2)), 0.05, mark)
    elif kind == 1:
        last = None
        for k in range(15):
            point = np.array(
                [-0.85 + 0.12 * k, 0.5 * math.sin(0.8 * k + float(rng.uniform(0, 1))) * (0.4 + 0.04 * k)]
            )
            if last is not None:
                middle, half = (last + point) / 2, (point - last) / 2
                scene.still.tube(
                    spot + across * (middle - half)[0] + up * (middle - half)[1],
                    spot + across * (middle + half)[0] + up * (middle + half)[1],
                    0.006,
                    lines,
                )
            last = point
        bar(0.0, -0.85, 0.85, 0.03, mark)
    else:
        for k in range(20):
            a, b = 2 * math.pi * k / 20, 2 * math.pi * (k + 1) / 20
            for r in (0.38, 0.72):
                p, q = (spot + across * (r * 0.62 * math.cos(t) - 0.2) + up * (r * math.sin(t)) for t in (a, b))
                scene.still.tube(p, q, 0.005, lines)
        for k in range(6):
            bar(0.72, 0.7 - 0.27 * k, float(rng.uniform(0.08, 0.2)), 0.045, mark if k % 2 else lines)
    light = np.asarray(ink) * 0.35
    scene.lamp(spot + 0.01 * normal, across, up, light)


def _helm(kit: Kit) -> None:
    """Two seats at a desk of screens that bends before the window."""
    scene, rng = kit.scene, kit.rng
    for k in range(5):
        a = math.radians(90 + 27 * (k - 2))
        way = np.array([math.cos(a), math.sin(a), 0.0])
        side = np.array([-way[1], way[0], 0.0])
        base = np.array([0.0, 0.9, 0.0]) + way * 3.35
        yaw = a - math.pi / 2
        scene.still.box(base + np.array([0, 0, 0.40]), (1.55, 0.7, 0.8), _GREY, yaw, 0.05)
        scene.still.box(base + np.array([0, 0, 0.42]) - 0.36 * way, (1.2, 0.02, 0.5), _DARK, yaw, 0.02)
        up = np.array([0, 0, 0.16]) + way * 0.24
        scene.still.add(
            BOX,
            _DARK,
            np.stack([side * 0.74, up * 1.15, np.cross(side, up) * 0.15, base + np.array([0, 0, 0.86])], axis=1),
            0.03,
            0.0,
            0.2,
        )
        for half in (-0.36, 0.36):
            _screen(
                scene,
                rng,
                base + np.array([0, 0, 0.86]) - side * half + np.cross(-side, up) * 0.16,
                -side * 0.33,
                up * 0.92,
            )
        if k in (1, 3):
            seat = np.array([0.0, 0.9, 0.0]) + way * 2.2
            _seat(scene, (float(seat[0]), float(seat[1])), yaw, 0.95)


def _seat(scene: Scene, at: tuple[float, float], yaw: float, size: float) -> None:
    """A seat with a high back and arm rests that faces +y when not turned."""
    s = f.Spot(scene.still, at, yaw + math.pi)
    cloth = Material((0.10, 0.105, 0.115), gloss=0.035, rough=0.4)
    red = Material((0.36, 0.05, 0.03), gloss=0.035, rough=0.4)
    s.bar((0, 0, 0.0), (0, 0, 0.06), 0.34 * size, _DARK)
    s.bar((0, 0, 0.06), (0, 0, 0.42), 0.08, _GREY)
    s.pillow((0, 0, 0.48), (0.62 * size, 0.60 * size, 0.16), cloth, square=6.0, thick=3.0)
    s.pillow((0, 0.30 * size, 0.90), (0.60 * size, 0.16, 0.86), cloth, tilt=-0.12, square=6.0, thick=5.0)
    s.pillow((0, 0.245 * size, 0.88), (0.36 * size, 0.12, 0.66), red, tilt=-0.12, square=5.0, thick=5.0)
    s.pillow((0, 0.37 * size, 1.38), (0.36 * size, 0.13, 0.22), cloth, tilt=-0.12, square=4.0, thick=4.0)
    for x in (-0.38, 0.38):
        s.box((x * size, 0.02, 0.68), (0.12, 0.48, 0.07), _PALE, 0.03)
        s.box((x * size, 0.2, 0.56), (0.07, 0.10, 0.2), _GREY, 0.02)
        s.box((x * size, -0.1, 0.722), (0.08, 0.16, 0.01), Material((0.02, 0.03, 0.04), light=(0.1, 0.5, 0.8)))


def _station(kit: Kit, side: int, y: float) -> None:
    """A desk at a side wall, screens above it, a seat before it."""
    scene, rng = kit.scene, kit.rng
    inward = np.array([-float(side), 0.0, 0.0])
    scene.still.box((side * 3.72, y, 0.74), (0.62, 1.7, 0.10), _GREY, bevel=0.03)
    scene.still.box((side * 3.85, y, 0.36), (0.4, 1.5, 0.7), _DARK, bevel=0.03)
    right = np.array([0.0, -float(side), 0.0])
    for k in (-0.55, 0.0, 0.55):
        _screen(
            scene, rng, np.array([side * 4.06, y + k, 1.42]) + inward * 0.03, right * 0.25, np.array([0, 0, 0.30])
        )
        scene.still.box((side * 4.10, y + k, 1.42), (0.06, 0.56, 0.68), _DARK, bevel=0.02)
    up = np.array([side * 0.18, 0, 0.03])
    _screen(scene, rng, np.array([side * 3.66, y, 0.80]), right * 0.7, up)
    for k in range(12):
        color = _INKS[int(rng.integers(5))]
        scene.still.box((side * 4.02, y - 0.7 + 0.127 * k, 0.92), (0.03, 0.06, 0.04), glow(color, 1.2, False))
    _seat(scene, (side * 2.95, y), -side * math.pi / 2, 0.85)
