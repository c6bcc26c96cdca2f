# SPDX-License-Identifier: GPL-3.0-or-later
"""Theatres: a stage with curtains behind its arch, rows of seats, boxes and a balcony; seen from the stalls or from
the stage."""

from __future__ import annotations

import math

import numpy as np

from .builder import Group, Scene
from .indoors import BY_NIGHT, WARM, Kit, Room
from .materials import CLOTH, PLANKS, STUFF, Material, glow, stuff

#: The hall, in metres: its front is at y = 0, the stage behind it and ``_STAGE`` high, seats before it.
_HALF, _BACK, _HIGH = 9.0, -19.0, 11.0
_STAGE, _DEEP, _MOUTH, _ARCH = 1.0, 9.0, 6.0, 7.2
_ROWS, _ROW, _RAKE, _FIRST = 15, 0.98, 0.10, -2.6
_AISLE = 0.72


def stalls(kit: Kit) -> Room:
    """From the aisle between the rows, facing the stage."""
    row = 5
    return _theatre(kit, (0.0, _FIRST - _ROW * row - 0.1, _RAKE * row))


def stage(kit: Kit) -> Room:
    """From the boards, with the seats before the viewer."""
    return _theatre(kit, (0.0, 2.6, _STAGE))


def _theatre(kit: Kit, eye: tuple[float, float, float]) -> Room:
    scene = kit.scene
    shift = -np.asarray(eye)
    hall = scene.group()
    scene.place(hall, shift)
    lit = 0.0 if kit.room["lamps"] is False else BY_NIGHT
    wall = kit.stuff("wall", "paint", (0.30, 0.05, 0.045))
    gold = Material((0.50, 0.35, 0.13), (0.36, 0.24, 0.08), gloss=0.12, rough=0.4)
    floor = kit.stuff("floor", "carpet", (0.17, 0.025, 0.025), floor=True)
    velvet = kit.stuff("curtain", "fabric", (0.36, 0.018, 0.022))
    _walls(hall, wall, gold, kit.stuff("ceiling", "paint", (0.52, 0.47, 0.38)))
    _stage(hall, velvet, gold)
    _seats(scene, hall, shift, kit.stuff("chair", "fabric", (0.38, 0.022, 0.025)), floor)
    _balcony(hall, gold, floor, velvet)
    _lamps(scene, hall, shift, gold, lit)
    # a chair on the boards
    still = hall
    x, y = 1.8, 4.6
    wood = stuff("dark_wood")
    still.box((x, y, _STAGE + 0.46), (0.46, 0.46, 0.05), wood, 0.5, 0.01)
    for dx in (-0.19, 0.19):
        for dy in (-0.19, 0.19):
            still.tube((x + dx, y + dy, _STAGE), (x + dx, y + dy, _STAGE + (0.98 if dy > 0 else 0.45)), 0.02, wood)
    still.box((x, y + 0.19, _STAGE + 0.82), (0.42, 0.03, 0.3), wood)
    return kit.done(floor, sunny=False, key=0.85)


def _walls(hall: Group, wall: Material, gold: Material, ceiling: Material) -> None:
    middle, long_ = (_BACK + _DEEP) / 2, _DEEP - _BACK
    for side in (-1, 1):
        hall.box((side * (_HALF + 0.2), middle, _HIGH / 2 - 0.5), (0.4, long_, _HIGH + 1), wall)
        for k in range(7):
            y = -2.2 - 2.5 * k
            hall.box((side * (_HALF - 0.10), y, 4.6), (0.22, 0.42, 9.0), gold, bevel=0.03)
            hall.box((side * (_HALF - 0.12), y, 9.0), (0.34, 0.62, 0.35), gold, bevel=0.05)
        hall.box((side * (_HALF - 0.15), _BACK / 2, 9.4), (0.4, -_BACK, 0.45), gold, bevel=0.08)
        hall.box((side * (_HALF - 0.03), _BACK / 2, 0.9), (0.08, -_BACK, 1.8), stuff("walnut"), bevel=0.02)
    hall.box((0, _BACK - 0.2, _HIGH / 2), (2 * _HALF + 0.8, 0.4, _HIGH + 1), wall)
    hall.box((0, _BACK / 2, _HIGH + 0.2), (2 * _HALF + 0.8, -_BACK + 1, 0.4), ceiling)
    # a shallow dome of rings about the chandelier
    for k, (radius, z) in enumerate(
        ((5.2, _HIGH - 0.04), (4.9, _HIGH - 0.12), (3.2, _HIGH - 0.06), (1.4, _HIGH - 0.1))
    ):
        count = 40
        for j in range(count):
            a, b = 2 * math.pi * j / count, 2 * math.pi * (j + 1) / count
            p, q = ((radius * math.cos(t), -9.0 + radius * math.sin(t), z) for t in (a, b))
            hall.tube(p, q, 0.13 if k != 1 else 0.07, gold)
    for j in range(12):
        a = 2 * math.pi * j / 12
        hall.tube(
            (1.5 * math.cos(a), -9 + 1.5 * math.sin(a), _HIGH - 0.06),
            (4.9 * math.cos(a), -9 + 4.9 * math.sin(a), _HIGH - 0.06),
            0.05,
            gold,
        )


def _stage(hall: Group, velvet: Material, gold: Material) -> None:
    """The wall with its arch, boards, curtains drawn aside, a valance, wings and a cloth at the back."""
    boards = Material((0.30, 0.19, 0.10), (0.21, 0.125, 0.065), PLANKS, 0.14)
    hall.box((0, _DEEP / 2 - 0.5, _STAGE - 0.08), (2 * _HALF, _DEEP + 1.0, 0.16), boards)
    hall.box((0, -0.96, _STAGE / 2 - 0.1), (2 * _MOUTH + 2.0, 0.08, _STAGE), stuff("walnut"))
    top = _STAGE + _ARCH
    pale = Material((0.46, 0.38, 0.26), None, gloss=0.0)
    for side in (-1, 1):
        hall.box((side * (_MOUTH + _HALF) / 2 + side * 0.4, 0.0, _HIGH / 2), (_HALF - _MOUTH, 0.7, _HIGH), pale)
        for k, (off, wide) in enumerate(((0.2, 0.28), (0.62, 0.2), (1.05, 0.34))):
            hall.box(
                (side * (_MOUTH + off), -0.42 + 0.08 * (k == 1), (top + 0.5) / 2),
                (wide, 0.26, top + 0.5),
                gold,
                bevel=0.05,
            )
    hall.box((0, 0, (top + _HIGH) / 2 + 0.2), (2 * _HALF, 0.7, _HIGH - top), pale)
    for off, tall in ((0.2, 0.28), (0.62, 0.2), (1.05, 0.34)):
        hall.box((0, -0.42, top + off), (2 * _MOUTH + 2 * off, 0.26, tall), gold, bevel=0.05)
    # a shield in the middle of the arch
    hall.ball((0, -0.55, top + 0.75), (0.95, 0.25, 0.75), gold)
    hall.ball((0, -0.72, top + 0.75), (0.62, 0.14, 0.5), velvet)
    for side in (-1, 1):
        for k in range(16):
            # bunched at the sides, gathered by a cord a third of the way up
            x = side * (_MOUTH + 0.3 - 0.19 * k)
            waist = side * (_MOUTH + 0.2 - 0.075 * k)
            y = 0.55 + 0.10 * (k % 2)
            hall.tube((waist, y, _STAGE + 2.2), (x, y, top + 0.3), 0.12, velvet, 0.15)
            hall.tube((side * (_MOUTH + 0.2 - 0.115 * k), y, _STAGE), (waist, y, _STAGE + 2.2), 0.15, velvet, 0.12)
        hall.tube((side * (_MOUTH + 0.3), 0.42, _STAGE + 2.2), (side * (_MOUTH - 1.1), 0.42, _STAGE + 2.15), 0.07, gold)
        for k in range(3):
            # wings
            hall.box(
                (side * (_MOUTH + 0.4 + 0.2 * k), 2.6 + 1.9 * k, _STAGE + 3.4),
                (2.2, 0.06, 7.0),
                Material((0.03, 0.03, 0.033)),
            )
    swags = 7
    for k in range(swags):
        wide = 2 * _MOUTH / swags
        x = -_MOUTH + wide * (k + 0.5)
        for fold in range(5):
            z = top - 0.25 * fold
            for j in range(8):
                a, b = (-1 + 2 * j / 8, -1 + 2 * (j + 1) / 8)
                drop = 0.22 + 0.13 * fold
                p, q = ((x + t * wide / 2, 0.38 - 0.02 * fold, z - drop * (1 - t * t)) for t in (a, b))
                hall.tube(p, q, 0.11, velvet)
        hall.tube((x - wide / 2, 0.30, top - 1.35), (x - wide / 2, 0.30, top), 0.10, velvet, 0.05)
    for k in range(36):
        # the fringe along the swags
        x = -_MOUTH + 2 * _MOUTH * (k + 0.5) / 36
        t = ((k + 0.5) / 36 * swags) % 1.0 * 2 - 1
        z = top - 1.0 - 0.74 * (1 - t * t)
        hall.box((x, 0.28, z - 0.12), (2 * _MOUTH / 36, 0.03, 0.16), gold)
    cloth = Material((0.045, 0.10, 0.22), (0.035, 0.075, 0.17), CLOTH, bump=0.2)
    hall.box((0, _DEEP - 0.1, _STAGE + 3.6), (2 * _HALF, 0.1, 8.4), cloth)
    black = Material((0.02, 0.02, 0.02))
    hall.box((0, _DEEP / 2, top + 1.6), (2 * _HALF, _DEEP, 0.1), black)
    hall.box((0, _DEEP + 0.1, _HIGH / 2), (2 * _HALF + 0.8, 0.2, _HIGH + 2), black)


def _seats(scene: Scene, hall: Group, shift: np.ndarray, cloth: Material, floor: Material) -> None:
    """Rows to both sides of an aisle, each a step higher than the one before it."""
    seat = scene.group()
    wood = stuff("walnut")
    seat.pillow((0, 0.02, 0.46), (0.50, 0.48, 0.13), cloth, 0, 7.0, 3.5)
    seat.pillow((0, -0.24, 0.76), (0.50, 0.13, 0.62), cloth, 0, 6.0, 5.0, tilt=0.12)
    seat.box((0, -0.31, 0.66), (0.48, 0.03, 0.66), wood)
    for x in (-0.27, 0.27):
        seat.box((x, -0.02, 0.62), (0.05, 0.42, 0.05), wood, bevel=0.012)
        seat.box((x, -0.06, 0.31), (0.04, 0.34, 0.62), Material((0.03, 0.03, 0.03)))
    seat.box((0, 0.0, 0.2), (0.06, 0.3, 0.4), Material((0.03, 0.03, 0.03)))
    for row in range(-2, _ROWS + 3):
        y, z = _FIRST - _ROW * row, _RAKE * max(row, 0)
        hall.box((0, y, z - 0.5), (2 * _HALF, _ROW, 1.0), floor)
        if not 0 <= row < _ROWS:
            continue
        for side in (-1, 1):
            x = _AISLE + 0.3
            while x < _HALF - 0.9:
                scene.place(seat, shift + np.array([side * x, y, z]), 0.0)
                x += 0.56
    hall.box((0, _FIRST - _ROW * (_ROWS + 2), 0.5), (2 * _HALF, 2.0, 2.0), floor)


def _balcony(hall: Group, gold: Material, floor: Material, velvet: Material) -> None:
    """A balcony over the last rows, and boxes along the side walls in two tiers."""
    pale = Material((0.50, 0.43, 0.31))
    hall.box((0, _BACK + 2.2, 4.6), (2 * _HALF, 4.6, 0.4), pale)
    hall.box((0, _BACK + 4.55, 5.0), (2 * _HALF, 0.22, 1.0), pale, bevel=0.04)
    hall.box((0, _BACK + 4.50, 5.55), (2 * _HALF, 0.42, 0.14), velvet, bevel=0.05)
    for z in (4.55, 5.40):
        hall.box((0, _BACK + 4.70, z), (2 * _HALF, 0.1, 0.12), gold, bevel=0.03)
    for k in range(13):
        hall.ball((-_HALF + 0.75 + 1.375 * k, _BACK + 4.70, 4.98), (0.42, 0.08, 0.24), gold)
    for side in (-1, 1):
        for tier in (3.3, 6.3):
            for k in range(4):
                y = -2.4 - 2.5 * k - 1.0
                x = side * (_HALF - 0.55)
                hall.tube((x, y, tier), (x, y, tier + 1.0), 1.15, pale, 1.15)
                hall.tube((x, y, tier - 0.55), (x, y, tier), 0.25, gold, 1.15)
                hall.tube((x, y, tier + 0.96), (x, y, tier + 1.08), 1.22, velvet)
                hall.tube((x, y, tier + 0.02), (x, y, tier + 0.12), 1.2, gold)
                hall.box((side * (_HALF - 0.02), y, tier + 2.0), (0.1, 1.5, 1.9), Material((0.05, 0.012, 0.012)))
                for edge in (-0.78, 0.78):
                    hall.tube(
                        (side * (_HALF - 0.12), y + edge, tier + 1.05),
                        (side * (_HALF - 0.12), y + edge * 0.9, tier + 2.9),
                        0.13,
                        velvet,
                        0.2,
                    )


def _lamps(scene: Scene, hall: Group, shift: np.ndarray, gold: Material, lit: float) -> None:
    """A chandelier, brackets on the walls, lamps on the stage; the stage is the brightest."""
    middle = np.array([0.0, -9.0, _HIGH - 2.6])
    hall.tube(middle + np.array([0, 0, 0.4]), (0, -9, _HIGH), 0.03, gold)
    shine = glow(WARM, 16 * lit) if lit else STUFF["linen"]
    for radius, z, count in ((1.25, -0.2, 16), (0.75, 0.35, 10)):
        for k in range(count):
            a, b = 2 * math.pi * k / count, 2 * math.pi * (k + 1) / count
            p, q = (middle + np.array([radius * math.cos(t), radius * math.sin(t), z]) for t in (a, b))
            hall.tube(p, q, 0.035, gold)
            hall.ball(p + np.array([0, 0, 0.13]), (0.07, 0.07, 0.10), shine)
            hall.tube(p - np.array([0, 0, 0.3]), p, 0.012, Material((0.6, 0.6, 0.6), gloss=0.08, rough=0.02), 0.03)
    hall.tube(middle - np.array([0, 0, 0.9]), middle + np.array([0, 0, 0.6]), 0.12, gold, 0.05)
    if lit:
        scene.bulb(middle + shift, 0.6, np.asarray(WARM) * 13 * lit)
    for side in (-1, 1):
        for k in range(6):
            spot = np.array([side * (_HALF - 0.28), -3.45 - 2.5 * k, 2.5])
            hall.ball(spot, (0.13, 0.13, 0.16), glow(WARM, 8 * lit) if lit else STUFF["linen"])
            hall.tube(spot - np.array([0, 0, 0.3]), spot - np.array([0, 0, 0.14]), 0.03, gold, 0.08)
            if lit:
                scene.bulb(spot + shift, 0.14, np.asarray(WARM) * 8 * lit)
    for k in range(9):
        # footlights in shells
        x = -_MOUTH + 0.8 + 1.3 * k
        hall.ball((x, -0.75, _STAGE + 0.05), (0.15, 0.1, 0.12), gold)
        if lit:
            scene.lamp(
                shift + np.array([x, -0.62, _STAGE + 0.1]),
                (-0.12, 0, 0),
                (0, -0.03, 0.06),
                np.asarray(WARM) * 14 * lit,
                visible=glow(WARM, 14 * lit),
            )
    for y in (1.3, 4.0):
        bar = _STAGE + _ARCH - 0.7
        hall.tube((-_MOUTH, y, bar), (_MOUTH, y, bar), 0.04, Material((0.03, 0.03, 0.03)))
        for k in range(8):
            x = -_MOUTH + 0.9 + 1.46 * k
            hall.tube((x, y, bar - 0.05), (x, y + 0.12, bar - 0.42), 0.12, Material((0.02, 0.02, 0.02)), 0.15)
            if lit:
                white = np.array((1.0, 0.88, 0.70)) * 90 * lit
                scene.lamp(
                    shift + np.array([x, y + 0.13, bar - 0.43]),
                    (0.11, 0, 0),
                    (0, -0.11, -0.03),
                    white,
                    visible=glow((1.0, 0.88, 0.70), 90 * lit),
                )
