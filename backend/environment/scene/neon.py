# SPDX-License-Identifier: GPL-3.0-or-later
"""Neon: words and figures bent of glowing tubes, on walls of rooms and along the fronts of a street."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .builder import Scene
from .materials import Material, Rgb, glow, stuff

Line = tuple[tuple[float, float], ...]

#: Light of gas discharge tubes: neon, argon with mercury, and coated glass.
COLORS: tuple[Rgb, ...] = (
    (1.0, 0.10, 0.04),
    (0.06, 0.30, 1.0),
    (1.0, 0.06, 0.42),
    (0.05, 0.85, 0.75),
    (0.45, 0.10, 1.0),
    (1.0, 0.42, 0.04),
    (0.10, 0.90, 0.16),
)
#: Letters as strokes in a box 0.6 wide and 1 high.
LETTERS: dict[str, tuple[Line, ...]] = {
    "A": (((0, 0), (0.3, 1), (0.6, 0)), ((0.12, 0.38), (0.48, 0.38))),
    "B": (
        ((0, 0), (0, 1), (0.42, 1), (0.55, 0.86), (0.55, 0.66), (0.42, 0.53), (0, 0.53)),
        ((0.42, 0.53), (0.6, 0.38), (0.6, 0.16), (0.44, 0), (0, 0)),
    ),
    "C": (((0.6, 0.8), (0.46, 1), (0.14, 1), (0, 0.82), (0, 0.18), (0.14, 0), (0.46, 0), (0.6, 0.2)),),
    "E": (((0.58, 1), (0, 1), (0, 0), (0.58, 0)), ((0, 0.52), (0.46, 0.52))),
    "F": (((0.58, 1), (0, 1), (0, 0)), ((0, 0.52), (0.46, 0.52))),
    "H": (((0, 0), (0, 1)), ((0.6, 0), (0.6, 1)), ((0, 0.52), (0.6, 0.52))),
    "I": (((0.3, 0), (0.3, 1)),),
    "K": (((0, 0), (0, 1)), ((0.58, 1), (0, 0.45)), ((0.16, 0.58), (0.6, 0))),
    "L": (((0, 1), (0, 0), (0.56, 0)),),
    "M": (((0, 0), (0, 1), (0.3, 0.4), (0.6, 1), (0.6, 0)),),
    "N": (((0, 0), (0, 1), (0.6, 0), (0.6, 1)),),
    "O": (((0.16, 0), (0, 0.18), (0, 0.82), (0.16, 1), (0.44, 1), (0.6, 0.82), (0.6, 0.18), (0.44, 0), (0.16, 0)),),
    "P": (((0, 0), (0, 1), (0.44, 1), (0.6, 0.86), (0.6, 0.6), (0.44, 0.46), (0, 0.46)),),
    "R": (((0, 0), (0, 1), (0.44, 1), (0.6, 0.86), (0.6, 0.62), (0.44, 0.48), (0, 0.48)), ((0.3, 0.48), (0.6, 0))),
    "S": (
        (
            (0.58, 0.84),
            (0.44, 1),
            (0.14, 1),
            (0, 0.86),
            (0, 0.66),
            (0.14, 0.53),
            (0.46, 0.5),
            (0.6, 0.36),
            (0.6, 0.14),
            (0.44, 0),
            (0.14, 0),
            (0, 0.16),
        ),
    ),
    "T": (((0, 1), (0.6, 1)), ((0.3, 1), (0.3, 0))),
    "U": (((0, 1), (0, 0.18), (0.16, 0), (0.44, 0), (0.6, 0.18), (0.6, 1)),),
    "X": (((0, 0), (0.6, 1)), ((0, 1), (0.6, 0))),
}
_ADVANCE = 0.86
#: Share of its radiance that a tube shows to the eye.
_SEEN = 0.15
#: A glass on a foot with a straw, an arrow, and a heart, each in a box 1 wide and 1 high.
_HEART = tuple(
    (
        0.5 + 0.5 * (math.sin(t) ** 3),
        0.56 + 0.03 * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)),
    )
    for t in np.linspace(0, 2 * math.pi, 22)
)
FIGURES: dict[str, tuple[Line, ...]] = {
    "glass": (
        ((0.05, 1), (0.95, 1), (0.5, 0.5), (0.05, 1)),
        ((0.5, 0.5), (0.5, 0.04)),
        ((0.22, 0.02), (0.78, 0.02)),
        ((0.42, 0.72), (0.86, 1.22)),
    ),
    "arrow": (((0, 0.62), (0.6, 0.62), (0.6, 0.9), (1, 0.5), (0.6, 0.1), (0.6, 0.38), (0, 0.38), (0, 0.62)),),
    "heart": (_HEART,),
}


def tubes(
    scene: Scene,
    center: Sequence[float] | np.ndarray,
    right: Sequence[float] | np.ndarray,
    strokes: Sequence[Line],
    height: float,
    color: Rgb,
    radiance: float,
    thick: float = 0.014,
    thrown: bool = True,
) -> None:
    """Strokes (boxes of ``height`` 1) as tubes about ``center``; ``right`` is the unit vector along the writing. They
    light what they face, which is ``right x up``, unless what they throw is not worth tracing."""
    points = np.array([point for line in strokes for point in line])
    low, high = points.min(axis=0), points.max(axis=0)
    across, up = np.asarray(right, float), np.array([0.0, 0.0, 1.0])
    middle = np.asarray(center, float)

    def at(point: tuple[float, float]) -> np.ndarray:
        x, y = (np.asarray(point) - (low + high) / 2) * height
        return middle + across * x + up * y

    # seen along its axis a tube is dimmer than the gas that fills it: else its colour would bleach in the picture
    lit = glow(color, _SEEN * radiance)
    long_ = 0.0
    for line in strokes:
        for a, b in pairwise(line):
            p, q = at(a), at(b)
            scene.still.tube(p, q, thick, lit)
            long_ += float(np.linalg.norm(q - p))
        for point in line[1:-1]:
            scene.still.ball(at(point), thick, lit)
    if not thrown:
        return
    half = np.maximum((high - low) * height / 2, 2 * thick)
    share = 2 * thick * long_ / float(4 * half[0] * half[1])
    out = np.cross(across, up) * 2 * thick
    scene.lamp(middle + out, across * half[0], up * half[1], np.asarray(color) * radiance * min(share, 1.0))


def writing(word: str) -> tuple[Line, ...]:
    """The strokes of a word in a line; letters that are not there are left out."""
    return tuple(
        tuple((x + _ADVANCE * k, y) for x, y in line)
        for k, letter in enumerate(word)
        for line in LETTERS.get(letter, ())
    )


def column(word: str) -> tuple[Line, ...]:
    """The strokes of a word whose letters stand below each other."""
    return tuple(
        tuple((x, y - 1.3 * k) for x, y in line) for k, letter in enumerate(word) for line in LETTERS.get(letter, ())
    )


def ring(strokes: Sequence[Line], margin: float = 0.35) -> tuple[Line, ...]:
    """A rounded frame about strokes."""
    points = np.array([point for line in strokes for point in line])
    (x0, y0), (x1, y1) = points.min(axis=0) - margin, points.max(axis=0) + margin
    r = 0.25
    return (
        (
            (x0 + r, y0),
            (x1 - r, y0),
            (x1, y0 + r),
            (x1, y1 - r),
            (x1 - r, y1),
            (x0 + r, y1),
            (x0, y1 - r),
            (x0, y0 + r),
            (x0 + r, y0),
        ),
    )


#: Words over shops, and the fronts along a street (y, metres) that the side streets leave free.
_SHOPS = ("BAR", "HOTEL", "CAFE", "OPEN", "CLUB", "RAMEN", "PHO", "MOTEL", "LOTUS", "SUSHI", "KINO", "MUSIC")
_GAPS = ((17.0, 31.0), (-76.0, -61.0), (-50.0, -36.0))


def along_street(scene: Scene, rng: np.random.Generator, front: float) -> None:
    """Signs at the fronts of a street along y whose houses begin ``front`` metres from its middle: blades that stand
    out over the pavement, boxes of light, writing on the walls."""
    dark = stuff("metal", (0.04, 0.04, 0.045))
    for side in (-1, 1):
        y = -46.0 + 1.5 * (side > 0)
        while y < 52:
            if not any(a < y < b for a, b in _GAPS):
                color, other = (COLORS[int(each)] for each in rng.choice(len(COLORS), 2, replace=False))
                word = _SHOPS[int(rng.integers(len(_SHOPS)))]
                kind = float(rng.random())
                if kind < 0.45:
                    _blade(scene, side, front, y, float(rng.choice((3.4, 4.4, 6.8))), word, color, other, dark)
                elif kind < 0.7:
                    _box(scene, side, front, y, float(rng.choice((3.0, 4.2, 5.6))), word, color)
                else:
                    _on_wall(scene, side, front, y, float(rng.choice((3.6, 6.9))), word, color, other)
            y += float(rng.uniform(2.3, 3.9))


def _blade(
    scene: Scene, side: int, front: float, y: float, foot: float, word: str, color: Rgb, other: Rgb, dark: Material
) -> None:
    """A board across the pavement, its letters below each other on both faces."""
    strokes = column(word)
    tall = 0.52
    high = tall * (1.3 * len(word) - 0.3)
    x, z = side * (front - 0.95), foot + high / 2
    scene.still.box((x, y, z), (0.80, 0.20, high + 0.6), dark, bevel=0.03)
    for bar in (-0.4, 0.4):
        scene.still.tube((side * (front - 0.55), y, z + bar * high), (side * front, y, z + bar * high), 0.03, dark)
    for face in (-1, 1):
        right = np.array([-face, 0.0, 0.0])
        center = (x, y + face * 0.13, z)
        tubes(scene, center, right, strokes, tall, color, 30.0, 0.034, abs(y) < 26)
        tubes(scene, center, right, ring(strokes, 0.22), tall, other, 20.0, 0.024, False)


def _box(scene: Scene, side: int, front: float, y: float, foot: float, word: str, color: Rgb) -> None:
    """A box of milky glass in one colour, lit from within, its word in dark letters."""
    paper = tuple(0.25 + 0.75 * c for c in color)
    lit = glow((paper[0], paper[1], paper[2]), 2.2)
    wide, tall = 1.3, 0.8
    x, z = side * (front - 0.85), foot
    scene.still.box((x, y, z), (wide, 0.22, tall), lit, bevel=0.03)
    ink = Material((0.02, 0.02, 0.03))
    strokes = writing(word)
    points = np.array([point for line in strokes for point in line])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(0.84 * wide / (high - low)[0], 0.55 * tall)
    for face in (-1, 1):
        if abs(y) < 26:
            scene.lamp((x, y + face * 0.12, z), (-face * wide / 2, 0, 0), (0, 0, tall / 2), np.asarray(paper) * 2.2)
        for line in strokes:
            for a, b in pairwise(line):
                p, q = ((np.asarray(each) - (low + high) / 2) * scale for each in (a, b))
                ends = [np.array([x - face * e[0], y + face * 0.115, z + e[1]]) for e in (p, q)]
                scene.still.tube(ends[0], ends[1], 0.035, ink)


def _on_wall(scene: Scene, side: int, front: float, y: float, z: float, word: str, color: Rgb, other: Rgb) -> None:
    """Writing flat on a front, underlined."""
    right = np.array([0.0, -float(side), 0.0])
    strokes = writing(word)
    wide = _ADVANCE * len(word)
    center = np.array([side * (front - 0.14), y, z])
    tubes(scene, center, right, strokes, 0.75, color, 30.0, 0.03, abs(y) < 26)
    tubes(
        scene,
        center - np.array([0, 0, 0.66]),
        right,
        (((0, 0), (wide, 0)), ((0.2, 0.16), (wide - 0.2, 0.16))),
        0.75,
        other,
        24.0,
        0.024,
        False,
    )


def on_walls(
    scene: Scene, spots: Sequence[tuple[np.ndarray, np.ndarray, str]], rng: np.random.Generator, radiance: float
) -> None:
    """A sign at each spot of a room's wall: its middle, the unit vector to the right along the wall, and what it is: a
    word or one of :data:`FIGURES`."""
    first = int(rng.integers(len(COLORS)))
    for k, (center, right, what) in enumerate(spots):
        color, other = COLORS[(first + 2 * k) % len(COLORS)], COLORS[(first + 2 * k + 1) % len(COLORS)]
        if what in FIGURES:
            tubes(scene, center, right, FIGURES[what], 0.62, color, radiance, 0.013)
            continue
        strokes = writing(what)
        tubes(scene, center, right, strokes, 0.36, color, radiance, 0.014)
        tubes(scene, center, right, ring(strokes), 0.36, other, 0.8 * radiance, 0.011, False)
