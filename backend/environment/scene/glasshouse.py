# SPDX-License-Identifier: GPL-3.0-or-later
"""A greenhouse: a frame of glazing bars open to the sky, beds and tables full of plants."""

from __future__ import annotations

import math

import numpy as np

from .builder import DISC, Group, Scene
from .indoors import Kit, Room, garden
from .materials import CARPET, LEAF, PLANKS, TILES, Material, Rgb, stuff

#: Half its width, height of its eaves and of its ridge, from y to y, metres.
_HALF, _EAVES, _RIDGE = 4.3, 2.7, 4.6
_FRONT, _BACK = -7.0, 13.0
_LEAVES: tuple[tuple[Rgb, Rgb], ...] = (
    ((0.060, 0.150, 0.035), (0.030, 0.085, 0.020)),
    ((0.110, 0.190, 0.045), (0.060, 0.120, 0.028)),
    ((0.045, 0.120, 0.050), (0.024, 0.070, 0.030)),
    ((0.150, 0.210, 0.070), (0.080, 0.120, 0.040)),
)
_BLOSSOMS: tuple[Rgb, ...] = (
    (0.62, 0.03, 0.03),
    (0.70, 0.22, 0.34),
    (0.74, 0.52, 0.03),
    (0.74, 0.73, 0.70),
    (0.28, 0.07, 0.42),
)
_CLAY = Material((0.44, 0.19, 0.10), (0.36, 0.15, 0.08), bump=0.0)


def greenhouse(kit: Kit) -> Room:
    """A path between tables of seedlings and beds of tall plants, baskets that hang from the bars."""
    scene, rng = kit.scene, kit.rng
    frame = kit.stuff("window", "paint", (0.66, 0.68, 0.66))
    wall = kit.stuff("wall", "brick", (0.36, 0.17, 0.115))
    gravel = kit.stuff("floor", "stone", (0.40, 0.375, 0.33), floor=True)
    _frame(scene, frame, wall)
    middle, long_ = (_FRONT + _BACK) / 2, _BACK - _FRONT
    earth = Material((0.085, 0.060, 0.042), (0.050, 0.036, 0.026), CARPET, bump=0.9)
    scene.still.box((0, middle, -0.06), (2 * _HALF, long_, 0.08), earth)
    path = Material(gravel.color, gravel.second, TILES, 0.45, bump=0.12)
    scene.still.box((0, middle, -0.02), (1.9, long_, 0.05), path)
    for side in (-1, 1):
        scene.still.box((side * 1.02, middle, 0.05), (0.10, long_, 0.16), stuff("brick"), bevel=0.02)
    kinds = [_bush(scene, rng, k) for k in range(6)] + [_tomato(scene, rng) for _ in range(2)] + [_fern(scene, rng)]
    tall = [_banana(scene, rng) for _ in range(2)]
    wood = Material((0.36, 0.27, 0.18), (0.27, 0.20, 0.13), PLANKS, 0.12, bump=0.05)
    for side in (-1, 1):
        for k in range(6):
            y = _FRONT + 1.9 + 3.2 * k
            if (k + (side > 0)) % 3 == 2:
                _bed(scene, rng, (side * 2.7, y), kinds, tall)
            else:
                _table(scene, rng, (side * 2.35, y), kinds, wood)
                for _ in range(4):
                    x = side * float(rng.uniform(3.3, 4.0))
                    scene.place(
                        kinds[6 + int(rng.integers(3))],
                        (x, y + float(rng.uniform(-1.4, 1.4)), 0.0),
                        float(rng.uniform(0, 6)),
                        float(rng.uniform(1.3, 1.9)),
                        float(rng.random()),
                    )
    for k in range(9):
        y = _FRONT + 1.2 + 2.2 * k
        x = (-1.0 if k % 2 else 1.0) * 1.25
        if abs(y) > 1.0:
            _basket(scene, rng, (x, y), kinds)
    for x in (-2.6, -1.1, 1.0, 2.5):
        scene.place(tall[int(x > 0)], (x, _BACK - 1.2, 0.0), float(rng.uniform(0, 6)), float(rng.uniform(0.9, 1.15)))
    _tools(scene)
    if kit.glowing:
        for y in (_FRONT + 4.0, 2.6, 8.6):
            scene.still.tube(
                (0, y - 0.6, 3.2), (0, y + 0.6, 3.2), 0.04, Material((0.6, 0.6, 0.6), light=(9.0, 8.4, 7.4), lamp=True)
            )
            scene.lamp((0, y, 3.16), (0.05, 0, 0), (0, -0.6, 0), np.array((9.0, 8.4, 7.4)) * 3)
            for end in (-0.5, 0.5):
                scene.still.tube((0, y + end, 3.24), (0, y + end, _RIDGE), 0.006, frame)
    garden(kit, "east", "west", "north", "south", floor=-0.15)
    room = kit.done(path)
    room.key = 0.9
    return room


def _frame(scene: Scene, frame: Material, wall: Material) -> None:
    """Low walls of brick, glazing bars every 80 centimetres, a ridge, and what lets the sky in between them."""
    still = scene.still
    middle, long_ = (_FRONT + _BACK) / 2, _BACK - _FRONT
    for side in (-1, 1):
        still.box((side * _HALF, middle, 0.3), (0.24, long_, 0.75), wall)
        still.box((side * _HALF, middle, 0.70), (0.32, long_ + 0.1, 0.06), Material((0.42, 0.41, 0.39)), bevel=0.01)
        for z in (1.7, _EAVES):
            still.box((side * _HALF, middle, z), (0.08, long_, 0.07), frame)
        for share in (0.35, 0.7):
            x, z = side * _HALF * (1 - share), _EAVES + (_RIDGE - _EAVES) * share
            still.box((x, middle, z), (0.06, long_, 0.05), frame)
        count = round(long_ / 0.8)
        for k in range(count + 1):
            y = _FRONT + long_ * k / count
            thick = 0.045 if k % 4 == 0 else 0.022
            still.box((side * _HALF, y, (_EAVES + 0.7) / 2), (2 * thick, 2 * thick, _EAVES - 0.7), frame)
            still.tube((side * _HALF, y, _EAVES), (0, y, _RIDGE), thick, frame)
        for k in range(0, count + 1, 4):
            y = _FRONT + long_ * k / count
            still.tube((side * _HALF, y, _EAVES - 0.25), (side * 2.2, y, _EAVES + 0.92), 0.03, frame)
        # the slope of the roof and the wall below it
        run, rise = _HALF, _RIDGE - _EAVES
        up = np.array([-side * run / 2, 0, rise / 2])
        across = np.array([0, -side * long_ / 2, 0])
        scene.lamp((side * _HALF / 2, middle, (_EAVES + _RIDGE) / 2 + 0.08), across, up, (1, 1, 1), portal=True)
        scene.lamp(
            (side * (_HALF + 0.05), middle, (0.73 + _EAVES) / 2),
            (0, -side * long_ / 2, 0),
            (0, 0, (_EAVES - 0.73) / 2),
            (1, 1, 1),
            portal=True,
        )
    for y in (_FRONT, _BACK):
        still.box((0, y, 0.3), (2 * _HALF, 0.24, 0.75), wall)
        still.box((0, y, _EAVES), (2 * _HALF, 0.07, 0.08), frame)
        for k in range(12):
            x = -_HALF + 2 * _HALF * k / 11
            top = _EAVES + (_RIDGE - _EAVES) * (1 - abs(x) / _HALF)
            still.box((x, y, (0.7 + top) / 2), (0.05, 0.05, top - 0.7), frame)
        inward = 1.0 if y < 0 else -1.0
        scene.lamp((0, y - 0.05 * inward, 2.0), (-inward * _HALF, 0, 0), (0, 0, 1.3), (1, 1, 1), portal=True)
    for x in (-0.55, 0.55):
        still.box((x, _BACK, 1.1), (0.1, 0.1, 2.2), frame)
    still.box((0, _BACK, 2.2), (1.2, 0.1, 0.1), frame)
    still.box((0, middle, _RIDGE), (0.09, long_, 0.12), frame)


def _leafy(
    group: Group,
    rng: np.random.Generator,
    leaf: Material,
    foot: float,
    wide: float,
    tall: float,
    count: int,
    size: float,
) -> None:
    """Leaves on thin stems about an upright axis from ``foot``."""
    for k in range(count):
        turn, rise = k * 2.39996 + float(rng.uniform(-0.3, 0.3)), (k + 0.5) / count
        out = wide * (0.35 + 0.65 * math.sin(math.pi * min(0.95, rise + 0.15))) * float(rng.uniform(0.6, 1.0))
        tip = np.array([out * math.cos(turn), out * math.sin(turn), foot + tall * (0.25 + 0.75 * rise)])
        way = np.array([math.cos(turn), math.sin(turn), float(rng.uniform(-0.7, 0.3))])
        along = way / np.linalg.norm(way) * size
        side = np.cross(along, (0, 0, 1.0))
        side = side / np.linalg.norm(side) * size * 0.5
        group.card(tip + along * 0.6, along, side + np.array([0, 0, 0.15 * size]), leaf, DISC, seed=float(rng.random()))
        if k % 2 == 0:
            group.tube((0, 0, foot + tall * 0.2 * rise), tip, 0.005, leaf, 0.003)


def _pot(group: Group, wide: float, tall: float) -> None:
    group.tube((0, 0, 0), (0, 0, tall), wide * 0.72, _CLAY, wide)
    group.tube((0, 0, tall * 0.85), (0, 0, tall), wide * 1.06, _CLAY, wide * 1.1)
    group.tube((0, 0, tall), (0, 0, tall + 0.004), wide * 0.9, Material((0.06, 0.045, 0.03)))


def _bush(scene: Scene, rng: np.random.Generator, kind: int) -> Group:
    """A pot plant, half of the kinds in flower."""
    group = scene.group()
    pale, dark = _LEAVES[kind % 4]
    leaf = Material(pale, dark, LEAF, through=0.35)
    _pot(group, 0.10, 0.17)
    _leafy(group, rng, leaf, 0.17, 0.16, 0.34, 46, 0.055)
    if kind % 2 == 0:
        petal = Material(_BLOSSOMS[kind // 2 % 5], through=0.2)
        for k in range(16):
            a, r = k * 2.4, 0.15 * math.sqrt((k + 0.5) / 16)
            at = (r * math.cos(a), r * math.sin(a), 0.42 + float(rng.uniform(0.0, 0.12)))
            group.ball(at, (0.026, 0.026, 0.018), petal)
    return group


def _tomato(scene: Scene, rng: np.random.Generator) -> Group:
    """A plant tied to a cane, with red fruit."""
    group = scene.group()
    leaf = Material((0.075, 0.140, 0.040), (0.040, 0.085, 0.024), LEAF, through=0.35)
    group.tube((0, 0, 0), (0, 0, 1.25), 0.008, stuff("pine"))
    _leafy(group, rng, leaf, 0.1, 0.25, 1.05, 90, 0.075)
    for k in range(12):
        a, z = k * 2.4, 0.25 + 0.07 * k
        group.ball(
            (0.12 * math.cos(a), 0.12 * math.sin(a), z),
            0.032,
            Material((0.50, 0.045, 0.02) if k < 9 else (0.30, 0.28, 0.05), gloss=0.05, rough=0.1),
        )
    return group


def _fern(scene: Scene, rng: np.random.Generator) -> Group:
    group = scene.group()
    leaf = Material((0.065, 0.155, 0.040), (0.035, 0.095, 0.024), LEAF, through=0.4)
    for k in range(34):
        turn = k * 2.39996
        last = np.array([0.0, 0.0, 0.05])
        reach, rise = float(rng.uniform(0.28, 0.5)), float(rng.uniform(0.5, 0.8))
        for j in range(1, 6):
            t = j / 5
            point = np.array(
                [reach * t * math.cos(turn), reach * t * math.sin(turn), 0.05 + rise * t * (1.25 - 0.75 * t)]
            )
            along = (point - last) * 0.7
            side = np.cross(along, (0, 0, 1.0))
            side = side / np.linalg.norm(side) * 0.055 * (1.15 - t)
            group.card((point + last) / 2, along, side, leaf, DISC, seed=float(rng.random()))
            last = point
    return group


def _banana(scene: Scene, rng: np.random.Generator) -> Group:
    """A tall plant with great arching leaves."""
    group = scene.group()
    stem = Material((0.16, 0.17, 0.07), (0.10, 0.11, 0.045), 11, bump=0.3)
    leaf = Material((0.085, 0.185, 0.040), (0.05, 0.12, 0.026), LEAF, through=0.45)
    group.tube((0, 0, 0), (0, 0, 1.9), 0.10, stem, 0.06)
    for k in range(11):
        turn = k * 2.39996
        last = np.array([0.0, 0.0, 1.4 + 0.04 * k])
        reach, rise = float(rng.uniform(0.9, 1.4)), float(rng.uniform(0.9, 1.5))
        for j in range(1, 7):
            t = j / 6
            point = np.array(
                [reach * t * math.cos(turn), reach * t * math.sin(turn), 1.4 + 0.04 * k + rise * t * (1.3 - t)]
            )
            along = (point - last) * 0.62
            side = np.array([-math.sin(turn), math.cos(turn), 0.0]) * 0.22 * math.sin(math.pi * (0.12 + 0.8 * t))
            group.card((point + last) / 2, along, side, leaf, seed=float(rng.random()))
            last = point
    return group


def _table(scene: Scene, rng: np.random.Generator, at: tuple[float, float], kinds: list[Group], wood: Material) -> None:
    """A slatted table with rows of pots and a tray of seedlings."""
    x, y = at
    scene.still.box((x, y, 0.82), (1.25, 2.5, 0.05), wood, bevel=0.008)
    for dx in (-0.55, 0.55):
        for dy in (-1.15, 1.15):
            scene.still.box((x + dx, y + dy, 0.4), (0.07, 0.07, 0.8), wood)
        scene.still.box((x + dx * 1.1, y, 0.88), (0.04, 2.5, 0.1), wood, bevel=0.008)
    for i in range(3):
        for j in range(6):
            kind = kinds[int(rng.integers(6))]
            scene.place(
                kind,
                (x - 0.38 + 0.38 * i + float(rng.uniform(-0.04, 0.04)), y - 1.05 + 0.42 * j, 0.845),
                float(rng.uniform(0, 6)),
                float(rng.uniform(0.8, 1.15)),
                float(rng.random()),
            )
    for k in range(5):
        # empty pots and full ones below
        kind = kinds[int(rng.integers(6))]
        scene.place(
            kind,
            (x + float(rng.uniform(-0.4, 0.4)), y - 1.0 + 0.5 * k, 0.0),
            float(rng.uniform(0, 6)),
            1.1,
            float(rng.random()),
        )


def _bed(
    scene: Scene, rng: np.random.Generator, at: tuple[float, float], kinds: list[Group], tall: list[Group]
) -> None:
    """A bed edged with brick: a great plant among ferns and flowers."""
    x, y = at
    for dx in (-1.35, 1.45):
        scene.still.box((x + dx, y, 0.12), (0.12, 2.9, 0.3), stuff("brick"), bevel=0.02)
    scene.still.box(
        (x, y, 0.08), (2.7, 2.9, 0.2), Material((0.07, 0.05, 0.035), (0.045, 0.032, 0.022), CARPET, bump=0.9)
    )
    scene.place(
        tall[int(rng.integers(2))],
        (x + math.copysign(0.3, x), y, 0.15),
        float(rng.uniform(0, 6)),
        1.0,
        float(rng.random()),
    )
    for _ in range(22):
        kind = kinds[8] if rng.random() < 0.5 else kinds[int(rng.integers(8))]
        low = 0.18 if kind is kinds[8] or kind in kinds[6:8] else 0.02
        scene.place(
            kind,
            (x + float(rng.uniform(-1.15, 1.25)), y + float(rng.uniform(-1.3, 1.3)), low),
            float(rng.uniform(0, 6)),
            float(rng.uniform(0.8, 1.4)),
            float(rng.random()),
        )


def _basket(scene: Scene, rng: np.random.Generator, at: tuple[float, float], kinds: list[Group]) -> None:
    """A fern or flowers in a basket on a chain from the roof."""
    x, y = at
    z = 2.35
    top = _EAVES + (_RIDGE - _EAVES) * (1 - abs(x) / _HALF)
    wicker = Material((0.22, 0.15, 0.08), (0.14, 0.09, 0.05), 6, bump=0.3)
    scene.still.ball((x, y, z), (0.19, 0.19, 0.13), wicker)
    for turn in (0.0, 2.1, 4.2):
        scene.still.tube(
            (x + 0.17 * math.cos(turn), y + 0.17 * math.sin(turn), z + 0.05), (x, y, z + 0.65), 0.004, wicker
        )
    scene.still.tube((x, y, z + 0.65), (x, y, top), 0.005, wicker)
    kind = kinds[8] if rng.random() < 0.6 else kinds[0]
    scene.place(
        kind, (x, y, z + 0.04 if kind is kinds[8] else z - 0.10), float(rng.uniform(0, 6)), 0.9, float(rng.random())
    )


def _tools(scene: Scene) -> None:
    """A watering can and a stack of pots on the path, a hose on the brick."""
    zinc = stuff("metal", (0.42, 0.43, 0.43))
    x, y = 0.72, 2.6
    scene.still.tube((x, y, 0.01), (x, y, 0.30), 0.14, zinc, 0.12)
    scene.still.tube((x, y + 0.1, 0.08), (x - 0.1, y + 0.46, 0.36), 0.02, zinc)
    scene.still.tube((x - 0.1, y + 0.46, 0.36), (x - 0.12, y + 0.52, 0.38), 0.02, zinc, 0.06)
    for a, b in (
        ((0, -0.12, 0.26), (0, -0.24, 0.34)),
        ((0, -0.24, 0.34), (0, -0.2, 0.12)),
        ((0, -0.2, 0.12), (0, -0.13, 0.1)),
    ):
        scene.still.tube((x + a[0], y + a[1], a[2]), (x + b[0], y + b[1], b[2]), 0.012, zinc)
    for k in range(5):
        scene.still.tube((-0.74, 3.4, 0.01 + 0.05 * k), (-0.74, 3.4, 0.2 + 0.05 * k), 0.09, _CLAY, 0.125)
