# SPDX-License-Identifier: GPL-3.0-or-later
"""A railway station: a platform between tracks under a roof of iron and glass, a train beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .builder import Group, Scene
from .furniture import Spot
from .indoors import Kit, Room, garden
from .materials import BRICK, CARPET, SIGN, SLABS, STUFF, Material, Rgb, color_of, glow, stuff

#: Half the platform, middle of the tracks, half the hall, metres; depth of the tracks below the platform.
_HALF, _TRACK, _WALL = 3.6, 5.35, 11.5
_DROP, _SPRING, _RISE, _LONG = 1.0, 4.6, 7.2, 132.0
_IRON = Material((0.055, 0.085, 0.075), gloss=0.04, rough=0.4)


def station(kit: Kit) -> Room:
    """The platform runs along y; the tracks to the left are free, a train stands on the right."""
    scene = kit.scene
    wall = kit.stuff("wall", "brick", (0.36, 0.18, 0.12))
    floor = kit.stuff("floor", "stone", (0.36, 0.35, 0.33), floor=True)
    slab = Material(floor.color, floor.second, SLABS, 0.9, bump=0.03)
    _platform(scene, slab)
    _tracks(scene)
    _roof(kit, wall)
    said = color_of(kit.spec, "car")
    _train(scene, _TRACK, said or (0.03, 0.10, 0.24), (0.66, 0.66, 0.64))
    for k in range(-6, 7):
        y = 9.0 * k + 4.5
        _column(scene, (1.9 if k % 2 else -1.9, y))
    for k in range(-5, 6):
        y = 9.0 * k
        if k:
            _bench(scene, (0.0, y), kit)
    for y in (-24.0, -9.0, 12.0, 30.0):
        _sign(scene, kit, y)
    _clock(scene, (-1.2, 7.4))
    bin_ = Material((0.06, 0.07, 0.07), gloss=0.04)
    for y in (-13.0, 5.2, 23.0):
        scene.still.tube((1.5, y, 0), (1.5, y, 0.85), 0.24, bin_, 0.26)
        scene.still.tube((1.5, y, 0.85), (1.5, y, 0.92), 0.27, Material((0.3, 0.3, 0.3), gloss=0.3), 0.22)
    _machine(scene, (0.4, -6.0))
    bag = Material((0.26, 0.05, 0.04), gloss=0.03)
    for x, y, yaw in ((-0.7, 8.6, 0.2), (-1.1, 8.5, -0.3)):
        scene.still.box(
            (x, y, 0.36), (0.45, 0.26, 0.62), bag if x < -1 else Material((0.05, 0.06, 0.08), gloss=0.03), yaw, 0.04
        )
    lit = 0.0 if kit.room["lamps"] is False else kit.glowing
    for k in range(-6, 7):
        y = 9.0 * k + (2.6 if k == 0 else 0.0)
        _lamp(scene, y, lit)
    garden(kit, "east", "west", floor=-1.2)
    return kit.done(slab, sunny=False, key=0.6)


def _platform(scene: Scene, slab: Material) -> None:
    for side in (0, -1):
        # the one of the viewer, and the one across the free track
        x = 0.0 if side == 0 else -(2 * _TRACK + (_WALL - 2 * _TRACK + _HALF) / 2)
        half = _HALF if side == 0 else (_WALL - 2 * _TRACK + _HALF) / 2
        scene.still.box((x, 0, -_DROP / 2), (2 * half, _LONG, _DROP), slab)
        edges = (-1, 1) if side == 0 else (1,)
        for edge in edges:
            scene.still.box(
                (x + edge * (half - 0.22), 0, 0.006),
                (0.44, _LONG, 0.02),
                Material((0.56, 0.55, 0.53), (0.46, 0.45, 0.43), SLABS, 0.9),
                bevel=0.01,
            )
            scene.still.box(
                (x + edge * (half - 0.85), 0, 0.006),
                (0.32, _LONG, 0.014),
                Material((0.62, 0.46, 0.04), (0.5, 0.37, 0.03), SLABS, 0.3, bump=0.3),
            )


def _tracks(scene: Scene) -> None:
    stone = Material((0.17, 0.155, 0.14), (0.085, 0.08, 0.072), CARPET, bump=0.9)
    scene.still.box((0, 0, -_DROP - 0.35), (2 * _WALL + 2, _LONG * 1.4, 0.3), stone)
    sleeper = Material((0.26, 0.25, 0.235), (0.2, 0.19, 0.18), SLABS, 1.0)
    rail = Material((0.21, 0.15, 0.115), gloss=0.25, rough=0.35)
    ties = scene.group()
    ties.box((0, 0, -_DROP - 0.16), (2.5, 0.26, 0.16), sleeper, bevel=0.015)
    for side in (-1, 1):
        for k in range(-112, 113):
            scene.place(ties, (side * _TRACK, 0.62 * k, 0))
        for edge in (-0.75, 0.75):
            x = side * _TRACK + edge
            scene.still.box((x, 0, -_DROP + 0.06), (0.07, _LONG * 1.4, 0.05), rail, bevel=0.01)
            scene.still.box((x, 0, -_DROP - 0.02), (0.02, _LONG * 1.4, 0.14), rail)


def _roof(kit: Kit, wall: Material) -> None:
    """Walls with arches, arched ribs, a closed crown, glass to both sides of it, open ends."""
    scene, still = kit.scene, kit.scene.still
    far = _LONG / 2
    for side in (-1, 1):
        still.box((side * (_WALL + 0.3), 0, (_SPRING - _DROP) / 2), (0.6, _LONG, _SPRING + _DROP + 0.6), wall)
        still.box(
            (side * (_WALL - 0.05), 0, _SPRING - 0.15), (0.4, _LONG, 0.35), Material((0.45, 0.43, 0.39)), bevel=0.06
        )
        for k in range(-7, 8):
            y = 9.0 * k + 4.5
            still.box((side * (_WALL - 0.06), y, (_SPRING - _DROP) / 2), (0.5, 0.9, _SPRING + _DROP), wall)
            # blind arches between the piers, with a bill in some
            still.box(
                (side * (_WALL + 0.02), y + 4.5, 1.55),
                (0.1, 5.0, 3.1),
                Material((0.22, 0.11, 0.08), (0.38, 0.36, 0.33), BRICK, 0.24, bump=0.3),
            )
            if (k + side) % 2:
                paper = ((0.60, 0.10, 0.06), (0.05, 0.22, 0.40), (0.66, 0.55, 0.12))[k % 3]
                card = Material(paper, (0.8, 0.8, 0.78), SIGN, 0.8)
                still.card(
                    (side * (_WALL - 0.06), y + 4.5, 1.75),
                    (0, -side * 1.0, 0),
                    (0, 0, 1.25),
                    card,
                    seed=float(kit.rng.random()),
                )
    crown = Material((0.56, 0.54, 0.50), (0.48, 0.46, 0.42), 1, 0.22)
    still.tunnel((0, 0, _SPRING), _WALL, _RISE, _LONG, crown, start=0.88)
    steps = 22
    angles = [math.pi * k / steps for k in range(steps + 1)]
    for k in range(-7, 8):
        y = 9.0 * k + 4.5
        for a, b in pairwise(angles):
            for inset, thick in ((0.12, 0.10), (0.75, 0.06)):
                p, q = (
                    np.array([(_WALL - inset) * math.cos(t), y, _SPRING + (_RISE - inset) * math.sin(t)])
                    for t in (a, b)
                )
                still.tube(p, q, thick, _IRON)
            if a > 0:
                still.tube(
                    ((_WALL - 0.12) * math.cos(a), y, _SPRING + (_RISE - 0.12) * math.sin(a)),
                    ((_WALL - 0.75) * math.cos(b), y, _SPRING + (_RISE - 0.75) * math.sin(b)),
                    0.035,
                    _IRON,
                )
        still.tube((-_WALL + 0.75, y, _SPRING + 0.2), (_WALL - 0.75, y, _SPRING + 0.2), 0.025, _IRON)
    for k, angle in enumerate(angles):
        if 0.12 < angle < 0.36 * math.pi or 0.64 * math.pi < angle < math.pi - 0.12:
            x, z = _WALL * math.cos(angle), _SPRING + _RISE * math.sin(angle)
            still.tube((x, -far, z), (x, far, z), 0.035 if k % 2 else 0.06, _IRON)
    # glazing bars across the slopes
    for k in range(int(_LONG / 1.5)):
        y = -far + 1.5 * (k + 0.5)
        for side in (-1, 1):
            for j in range(3):
                a, b = 0.14 + 0.26 * j, 0.14 + 0.26 * (j + 1)
                p, q = (np.array([side * _WALL * math.cos(t), y, _SPRING + _RISE * math.sin(t)]) for t in (a, b))
                still.tube(p, q, 0.018, _IRON)
    for side in (-1, 1):
        low = np.array([side * _WALL * math.cos(0.1), 0, _SPRING + _RISE * math.sin(0.1)])
        high = np.array([side * _WALL * math.cos(1.06), 0, _SPRING + _RISE * math.sin(1.06)])
        scene.lamp(
            (low + high) / 2 + np.array([side * 0.6, 0, 0.6]),
            (0, -side * far, 0),
            (high - low) / 2,
            (1, 1, 1),
            portal=True,
        )
    for end in (-1, 1):
        scene.lamp((0, end * far, 5.0), (end * _WALL, 0, 0), (0, 0, 5.5), (1, 1, 1), portal=True)
        # the screen of glass that closes the upper part of an end
        for k in range(-9, 10):
            x = 1.2 * k
            top = _SPRING + _RISE * math.sqrt(max(0.0, 1 - (x / _WALL) ** 2))
            if top > 6.6:
                still.box((x, end * far, (6.4 + top) / 2), (0.08, 0.08, top - 6.4), _IRON)
        still.box((0, end * far, 6.4), (2 * _WALL, 0.2, 0.35), _IRON)


def _train(scene: Scene, x: float, color: Sequence[float], second: Rgb) -> None:
    """Three carriages with doors and rows of windows, their lights on."""
    body = Material((float(color[0]), float(color[1]), float(color[2])), gloss=0.05, rough=0.08)
    pale = Material(second, gloss=0.05, rough=0.08)
    glass = Material((0.012, 0.014, 0.016), gloss=0.08, rough=0.0, light=(0.16, 0.14, 0.11))
    dark = Material((0.03, 0.03, 0.03))
    car = scene.group()
    half, long_ = 1.42, 20.0
    car.box((0, 0, 0.75), (2 * half, long_, 1.9), body, bevel=0.06)
    car.box((0, 0, 1.52), (2 * half + 0.012, long_ - 0.3, 0.98), dark, bevel=0.02)
    car.box((0, 0, 2.15), (2 * half, long_, 0.34), pale, bevel=0.05)
    car.box((0, 0, 0.98), (2 * half + 0.01, long_, 0.06), pale)
    car.tunnel((0, 0, 2.3), half, 0.55, long_, Material((0.30, 0.30, 0.31), gloss=0.03))
    for end in (-1, 1):
        car.ball((0, end * (long_ / 2 - 0.01), 2.3), (half, 0.05, 0.54), pale)
        car.box((0, end * (long_ / 2 + 0.15), 1.1), (1.3, 0.4, 2.3), dark)
    car.box((0, 0, -0.45), (2 * half - 0.3, long_ - 1.0, 0.5), dark)
    for y in (-7.4, 7.4):
        for dy in (-1.15, 1.15):
            for side in (-1, 1):
                car.tube(
                    (side * 0.66, y + dy, -0.62),
                    (side * 0.84, y + dy, -0.62),
                    0.42,
                    Material((0.10, 0.09, 0.085), gloss=0.15, rough=0.4),
                )
        car.box((0, y, -0.55), (2.1, 3.2, 0.3), Material((0.06, 0.06, 0.06)))
    for side in (-1, 1):
        face = side * (half + 0.012)
        for k in range(9):
            y = -7.2 + 1.8 * k
            if k in (1, 7):
                for leaf in (-0.36, 0.36):
                    car.box(
                        (face, y + leaf, 1.02),
                        (0.05, 0.70, 2.06),
                        Material((0.62, 0.47, 0.06), gloss=0.05, rough=0.1),
                        bevel=0.02,
                    )
                    car.box((face + side * 0.012, y + leaf, 1.45), (0.05, 0.46, 0.9), glass, bevel=0.02)
            else:
                car.box((face, y, 1.55), (0.04, 1.45, 0.82), glass, bevel=0.04)
                car.box((face, y, 1.82), (0.06, 1.45, 0.03), dark)
    for k in range(3):
        scene.place(car, (x, -30.0 + 20.9 * k + 4.0, 0.0))


def _column(scene: Scene, at: tuple[float, float]) -> None:
    """A cast column with brackets, to the rib above."""
    x, y = at
    top = _SPRING + _RISE - 1.0
    scene.still.tube((x, y, 0), (x, y, 0.5), 0.24, _IRON, 0.17)
    scene.still.tube((x, y, 0.5), (x, y, 3.6), 0.13, _IRON, 0.11)
    scene.still.tube((x, y, 3.5), (x, y, 3.75), 0.13, _IRON, 0.26)
    scene.still.tube((x, y, 3.75), (x, y, top), 0.09, _IRON)
    for side in (-1, 1):
        for k in range(6):
            a, b = (math.pi / 2 * j / 6 for j in (k, k + 1))
            p, q = ((x + side * 1.3 * (1 - math.cos(t)), y, 3.75 + 1.3 * math.sin(t)) for t in (a, b))
            scene.still.tube(p, q, 0.045, _IRON)


def _bench(scene: Scene, at: tuple[float, float], kit: Kit) -> None:
    """Two seats back to back, of slats on iron legs."""
    wood = kit.stuff("chair", "oak", (0.30, 0.17, 0.085))
    for way in (0.0, math.pi):
        s = Spot(scene.still, at, math.pi / 2 + way)
        for k in range(4):
            s.box((0, -0.18 - 0.11 * k, 0.44), (1.8, 0.09, 0.035), wood)
            s.box((0, -0.08 + 0.012 * k, 0.54 + 0.12 * k), (1.8, 0.03, 0.09), wood)
        for x in (-0.75, 0.75):
            s.bar((x, -0.52, 0), (x, -0.5, 0.43), 0.025, _IRON)
            s.bar((x, -0.06, 0), (x, -0.04, 0.95), 0.025, _IRON)


def _sign(scene: Scene, kit: Kit, y: float) -> None:
    """A blue board with the name of the station, hung across the platform; the number of the track on a smaller one."""
    blue, white = (0.02, 0.06, 0.26), (0.80, 0.80, 0.79)
    for side in (-1, 1):
        scene.still.box((0, y, 3.0), (2.6, 0.12, 0.62), Material((0.05, 0.05, 0.06)), bevel=0.02)
        scene.still.card(
            (0, y + side * 0.066, 3.0),
            (-side * 1.27, 0, 0),
            (0, 0, 0.28),
            Material(blue, white, SIGN, 4.2, light=(0.01, 0.02, 0.05)),
            seed=float(kit.rng.random()),
        )
    for x in (-1.1, 1.1):
        scene.still.tube((x, y, 3.3), (x, y, 9.0), 0.02, _IRON)
    for side in (-1, 1):
        scene.still.box((side * 2.3, y + 2.0, 2.9), (0.5, 0.1, 0.5), Material(white), bevel=0.02)
        for face in (-1, 1):
            scene.still.box((side * 2.3, y + 2.0 + face * 0.052, 2.9), (0.07, 0.01, 0.32), Material(blue))
            if side > 0:
                scene.still.box((side * 2.3 + 0.12, y + 2.0 + face * 0.052, 2.9), (0.07, 0.01, 0.32), Material(blue))
        scene.still.tube((side * 2.3, y + 2.0, 3.15), (side * 2.3, y + 2.0, 9.5), 0.018, _IRON)


def _clock(scene: Scene, at: tuple[float, float]) -> None:
    """A clock with two faces at ten past ten, on an arm."""
    x, y = at
    z = 3.35
    scene.still.tube((x, y - 0.12, z), (x, y + 0.12, z), 0.46, Material((0.03, 0.03, 0.03), gloss=0.04))
    for face in (-1, 1):
        scene.still.tube(
            (x, y + face * 0.12, z),
            (x, y + face * 0.125, z),
            0.42,
            Material((0.78, 0.78, 0.75), light=(0.10, 0.10, 0.09)),
        )
        front = y + face * 0.13
        for k in range(12):
            a = 2 * math.pi * k / 12
            scene.still.tube(
                (x + 0.33 * math.sin(a), front, z + 0.33 * math.cos(a)),
                (x + 0.39 * math.sin(a), front, z + 0.39 * math.cos(a)),
                0.013,
                Material((0.02, 0.02, 0.02)),
            )
        for angle, long_ in ((2 * math.pi * 10.17 / 12, 0.22), (2 * math.pi * 2 / 12, 0.33)):
            scene.still.tube(
                (x, front, z),
                (x - face * long_ * math.sin(angle), front, z + long_ * math.cos(angle)),
                0.014,
                Material((0.02, 0.02, 0.02)),
            )
    scene.still.tube((x, y, z + 0.4), (x, y, 9.6), 0.03, _IRON)


def _machine(scene: Scene, at: tuple[float, float]) -> None:
    """A machine that sells drinks, its front lit."""
    x, y = at
    scene.still.box((x, y, 0.93), (0.95, 0.8, 1.86), Material((0.45, 0.03, 0.025), gloss=0.05, rough=0.1), bevel=0.03)
    front = y + 0.405
    scene.still.box((x - 0.12, front, 1.15), (0.56, 0.02, 1.2), Material((0.4, 0.4, 0.4), light=(0.75, 0.78, 0.80)))
    for i in range(4):
        for j in range(5):
            tone: Rgb = ((0.4, 0.05, 0.04), (0.06, 0.25, 0.1), (0.06, 0.12, 0.4), (0.6, 0.4, 0.05))[(i + j) % 4]
            scene.still.tube(
                (x - 0.33 + 0.14 * i, front + 0.03, 0.66 + 0.23 * j),
                (x - 0.33 + 0.14 * i, front + 0.03, 0.82 + 0.23 * j),
                0.045,
                Material(tone, gloss=0.05),
            )
    scene.still.box((x + 0.33, front, 1.2), (0.18, 0.03, 0.5), STUFF["steel"], bevel=0.01)
    scene.still.box((x - 0.12, front, 0.36), (0.56, 0.02, 0.18), Material((0.02, 0.02, 0.02)), bevel=0.01)


def _lamp(scene: Scene, y: float, lit: float) -> None:
    """Two enamel shades on a bar across the platform."""
    shade = stuff("metal", (0.06, 0.10, 0.085))
    for x in (-2.0, 2.0):
        group: Group = scene.still
        group.tube((x, y, 4.35), (x, y, 4.62), 0.38, shade, 0.06)
        group.tube((x, y, 4.62), (x, y, 9.6), 0.016, _IRON)
        color = (1.0, 0.86, 0.64)
        group.ball((x, y, 4.36), 0.13, glow(color, 26 * lit) if lit else STUFF["linen"])
        if lit:
            scene.bulb((x, y, 4.36), 0.13, np.array(color) * 26 * lit)
