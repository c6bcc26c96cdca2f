# SPDX-License-Identifier: GPL-3.0-or-later
"""Houses: blocks of storeys in towns, cottages with pitched roofs in villages, towers on the skyline."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from .builder import BOX, Group, Scene
from .materials import CARPET, FACADE, GLASSWALL, TILES, Material, Rgb, glow

#: Height of the land at places (N,), (N,).
Heights = Callable[[np.ndarray, np.ndarray], np.ndarray]
#: Walls of brick, render and stone.
WALLS: tuple[Rgb, ...] = (
    (0.42, 0.20, 0.13),
    (0.52, 0.46, 0.36),
    (0.38, 0.36, 0.33),
    (0.60, 0.55, 0.46),
    (0.30, 0.17, 0.12),
    (0.48, 0.47, 0.45),
    (0.44, 0.33, 0.22),
)
#: Render of cottages: white, cream, ochre, pink, and bare stone.
_RENDER: tuple[Rgb, ...] = (
    (0.70, 0.68, 0.63),
    (0.66, 0.58, 0.44),
    (0.58, 0.43, 0.26),
    (0.62, 0.46, 0.38),
    (0.40, 0.36, 0.30),
)
_SHUTTERS: tuple[Rgb, ...] = ((0.05, 0.13, 0.10), (0.07, 0.12, 0.22), (0.22, 0.06, 0.05), (0.25, 0.20, 0.14))
_BRICK = Material((0.33, 0.15, 0.10), (0.4, 0.38, 0.36), 5, 0.24)
_GLASS = Material((0.02, 0.024, 0.028), gloss=0.07, rough=0.0)
_FRAME = Material((0.70, 0.69, 0.66))


def house(
    scene: Scene,
    rng: np.random.Generator,
    low: Sequence[float],
    high: Sequence[float],
    height: float,
    night: bool,
    color: Sequence[float] | None,
    glassy: bool = False,
) -> None:
    """A block of storeys on the ground between two corners, with a cornice and things on its roof."""
    tone = np.asarray(color if color is not None else WALLS[int(rng.integers(len(WALLS)))])
    tone = np.clip(tone * rng.uniform(0.85, 1.15), 0.02, 0.85)
    made_of = Material(
        (float(tone[0]), float(tone[1]), float(tone[2])),
        (0.50, 0.49, 0.47),
        GLASSWALL if glassy else FACADE,
        3.4 if not glassy else 3.6,
        gloss=0.0,
        through=0.9 if night else 0.0,
        more=float(rng.uniform(0.22, 0.5)) if night else 0.0,
    )
    (x0, y0), (x1, y1) = low, high
    cx, cy, w, d = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
    storeys = max(2, round(height / 3.4))
    height = storeys * 3.4
    scene.still.box((cx, cy, height / 2), (w, d, height), made_of, seed=float(rng.random()))
    edge = Material((0.45, 0.44, 0.42)) if not glassy else Material((0.12, 0.12, 0.13))
    scene.still.box((cx, cy, height + 0.12), (w + 0.5, d + 0.5, 0.45), edge, bevel=0.05)
    if not glassy:
        scene.still.box((cx, cy, 3.5), (w + 0.22, d + 0.22, 0.22), edge, bevel=0.04)
    for _ in range(int(rng.integers(1, 4))):
        bx, by = rng.uniform(x0 + 1.5, x1 - 1.5), rng.uniform(y0 + 1.5, y1 - 1.5)
        tall = rng.uniform(1.2, 3.0)
        scene.still.box(
            (bx, by, height + tall / 2), (rng.uniform(1, 2.6), rng.uniform(1, 2.6), tall), Material((0.33, 0.32, 0.31))
        )


def towers(
    scene: Scene,
    rng: np.random.Generator,
    count: int,
    near: float,
    far: float,
    tall: tuple[float, float],
    night: bool,
    color: Sequence[float] | None,
    glassy: float,
    free: Callable[[float, float], bool] = lambda x, y: True,
) -> None:
    """High houses all round between two distances, where ``free`` says so; a share of them ``glassy``."""
    for k in range(count):
        angle = 2 * math.pi * (k + rng.uniform(0.1, 0.9)) / count
        r, w = float(rng.uniform(near, far)), float(rng.uniform(14, 30))
        x, y = r * math.cos(angle), r * math.sin(angle)
        if free(x, y):
            house(scene, rng, (x - w / 2, y - w / 2), (x + w / 2, y + w / 2), float(rng.uniform(*tall)), night, color,
                  rng.random() < glassy)


def _pane(group: Group, at: Sequence[float], wide: float, tall: float, along_x: bool, lit: bool, shutter: Material
          ) -> None:
    """A window in a wall: frame, glass, a cross bar, two shutters."""
    x, y, z = at

    def size(w: float, deep: float, h: float) -> tuple[float, float, float]:
        return (w, deep, h) if along_x else (deep, w, h)

    glass = glow((1.0, 0.72, 0.42), 2.2, lamp=False) if lit else _GLASS
    group.box(at, size(wide + 0.16, 0.10, tall + 0.16), _FRAME, bevel=0.01)
    group.box(at, size(wide, 0.14, tall), glass)
    group.box(at, size(0.05, 0.17, tall), _FRAME)
    group.box((x, y, z + 0.15 * tall), size(wide, 0.17, 0.05), _FRAME)
    for side in (-1, 1):
        off = side * (wide * 0.76 + 0.1)
        group.box((x + off * along_x, y + off * (not along_x), z), size(wide * 0.48, 0.12, tall + 0.1), shutter,
                  bevel=0.01)


def cottage(scene: Scene, rng: np.random.Generator, color: Sequence[float] | None, night: bool, snow: bool = False
            ) -> tuple[Group, float]:
    """A house of one or two storeys with a pitched roof, perhaps under ``snow``, its door towards -y, about the
    origin; and half its depth."""
    group = scene.group()
    tone = color if color is not None else _RENDER[int(rng.integers(len(_RENDER)))]
    wall = Material((float(tone[0]), float(tone[1]), float(tone[2])), None, 9)
    storeys = 2 if rng.random() < 0.6 else 1
    w, d, h = float(rng.uniform(8.5, 12.0)), float(rng.uniform(6.5, 8.0)), 2.75 * storeys + 0.3
    rise = d / 2 * float(rng.uniform(0.75, 1.0))
    roof_tone = ((0.28, 0.105, 0.065), (0.17, 0.155, 0.15), (0.22, 0.12, 0.08))[int(rng.integers(3))]
    roof = Material(roof_tone, (roof_tone[0] * 0.65, roof_tone[1] * 0.65, roof_tone[2] * 0.65), TILES, 0.33, bump=0.25)
    if snow:
        roof = Material((0.80, 0.82, 0.85), (0.76, 0.79, 0.83), CARPET, bump=0.1)
    shutter = Material(_SHUTTERS[int(rng.integers(4))])
    group.box((0, 0, h / 2 - 0.3), (w, d, h + 0.6), wall)
    # the gables: a prism, the lower half of a lozenge hidden in the house
    half_x, side, up = np.array([w / 2, 0, 0]), np.array([0, d / 4, 0]), np.array([0, 0, rise / 2])
    group.add(BOX, wall, np.stack([half_x, side + up, side - up, np.array([0, 0, h])], axis=1))
    slope = math.hypot(rise, d / 2)
    for turn in (-1, 1):
        fall = np.array([0, turn * d / 2, -rise]) * (1 + 0.55 / slope)
        middle = np.array([0, 0, h + rise + 0.05]) + fall / 2
        group.card(middle, (w / 2 + 0.35, 0, 0), fall / 2, roof)
        group.card(middle - (0, 0, 0.14), (w / 2 + 0.33, 0, 0), fall / 2, Material((0.20, 0.15, 0.11)))
    group.tube((-w / 2 - 0.35, 0, h + rise + 0.03), (w / 2 + 0.35, 0, h + rise + 0.03), 0.10, roof)
    group.box((w * 0.27, d * 0.10, h + rise), (0.75, 0.6, 1.9), _BRICK)
    columns = 3 if w < 10 else 4
    for storey in range(storeys):
        z = 1.45 + 2.75 * storey
        for k in range(columns):
            x = w * ((k + 0.5) / columns - 0.5)
            for front in (-1, 1):
                if front < 0 and storey == 0 and k == columns // 2:
                    group.box((x, -d / 2, 1.05), (1.25, 0.12, 2.2), _FRAME, bevel=0.01)
                    group.box((x, -d / 2, 1.02), (1.0, 0.16, 2.05), shutter, bevel=0.01)
                    group.box((x, -d / 2 - 0.45, 0.0), (1.6, 0.9, 0.3), Material((0.36, 0.34, 0.31)), bevel=0.02)
                else:
                    _pane(group, (x, front * d / 2, z), 0.85, 1.15, True, night and rng.random() < 0.5, shutter)
        for end in (-1, 1):
            for y in (-d / 4, d / 4):
                _pane(group, (end * w / 2, y, z), 0.8, 1.1, False, night and rng.random() < 0.4, shutter)
    return group, d / 2


def village(
    scene: Scene,
    rng: np.random.Generator,
    count: int,
    color: Sequence[float] | None,
    night: bool,
    heights: Heights,
    free: Callable[[float, float], bool],
    snow: bool = False,
) -> list[tuple[float, float]]:
    """Cottages scattered about, some near; where they stand."""
    kinds = [cottage(scene, rng, color, night, snow) for _ in range(6)]
    stands: list[tuple[float, float]] = []
    for _ in range(count * 6):
        r, angle = float(24 + 88 * rng.random() ** 1.3), float(rng.uniform(0, 2 * math.pi))
        x, y = r * math.cos(angle), r * math.sin(angle)
        if len(stands) == count:
            break
        if not free(x, y) or any(math.hypot(x - a, y - b) < 15.5 for a, b in stands):
            continue
        stands.append((x, y))
        z = float(heights(np.array([x]), np.array([y]))[0])
        # doors face the middle, more or less
        yaw = angle - math.pi / 2 + float(rng.choice((0.0, math.pi / 2, 0.0))) + float(rng.uniform(-0.2, 0.2))
        scene.place(kinds[int(rng.integers(6))][0], (x, y, z), yaw)
    return stands


def row_of_cottages(scene: Scene, rng: np.random.Generator, color: Sequence[float] | None, night: bool, front: float,
                    snow: bool = False) -> None:
    """Cottages along both sides of a street that runs along y, their doors ``front`` metres from its middle."""
    kinds = [cottage(scene, rng, color, night, snow) for _ in range(7)]
    for side in (-1, 1):
        y = -118.0 + float(rng.uniform(0, 6))
        while y < 118:
            kind, half = kinds[int(rng.integers(7))]
            x = side * (front + half + float(rng.uniform(0, 1.6)))
            scene.place(kind, (x, y, 0), side * math.pi / 2)
            y += float(rng.uniform(13.5, 19))
