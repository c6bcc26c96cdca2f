# SPDX-License-Identifier: GPL-3.0-or-later
"""A pumpkin: ribbed, with a corky stalk; carved with a face if asked."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet, spline
from backend.objects.modeling.organic import body, slab, tube
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    half = d.between(0.12, 0.17)
    tall = half * 2 * d.between(0.62, 0.92)
    ribs = int(d.random.integers(9, 14))
    phase, depth = d.between(0, 6.28), d.between(0.10, 0.16)
    knots = [(0, .10), (.12, .07), (.34, .0), (.66, .05), (.92, .24), (1.0, .48), (.94, .72), (.74, .92), (.48, 1.0),
             (.24, .96), (.10, .87), (0, .84)]

    def ribbed(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        furrow = np.abs(np.sin(ribs / 2 * (angle + phase))) ** 0.6
        return 1 + depth * (furrow - 0.75) + 0.03 * np.cos(2 * angle + phase)

    fruit = body(knots, half, tall, d.segments(44, 28), d.segments(128, 88), "skin", ribbed)
    carved = d.choose({"plain": 1.0, "carved": 0.0}) == "carved"
    unit = circle(20)
    star = unit * (1 + 0.22 * np.cos(5 * np.arctan2(unit[:, 1], unit[:, 0])))[:, None]
    way = d.between(0, 6.28)
    out = np.array([np.cos(way), np.sin(way), 0]) * half * d.between(0.1, 0.3)
    path = spline(np.array([0, .0, .4, 1])[:, None] * out + np.array([.83, .97, 1.10, 1.22])[:, None] * (0, 0, tall),
                  d.segments(16, 10))
    stem = sweep(path, star, np.interp(np.linspace(0, 1, len(path)), [0, .25, .5, .9, 1], [.26, .15, .10, .10, .13])
                 * half, region="stem")
    parts = [part("skin", fruit), part("stem", stem)]
    if carved:
        parts.append(part("face", *_face(half, tall, ribbed, knots)))
    elif d.chance(0.4):
        t = np.linspace(0, 5, 24)
        curl = np.column_stack([0.10 + 0.12 * t + 0.07 * np.cos(3 * t), 0.07 * np.sin(3 * t) - 0.03 * t,
                                1.02 + 0.10 * np.sin(0.9 * t) * (t < 4)]) * (half, half, tall)
        parts.append(part("tendril", tube(curl, 0.016 * half, 48, 6, "tendril")))
    return parts


def _face(half: float, tall: float, ribbed, knots) -> list[Surface]:
    """Eyes, nose and a toothed mouth let into the front as glowing plates."""
    outline = spline([(r * half, z * tall) for r, z in knots], 80)

    def plate(points: list[tuple[float, float]]) -> Surface:
        flat = fillet(np.array(points), 0.03, 2, closed=True) * half * 0.9
        shape = slab(flat, [(0, 0), (0, 0.30 * half)], "face", 4)

        def wrap(v: np.ndarray) -> np.ndarray:
            angle = -np.pi / 2 + v[:, 0] / half * 1.05
            z = 0.50 * tall + v[:, 1]
            r = np.interp(z, outline[:, 1], outline[:, 0]) * ribbed(angle, z)
            r = r - 0.27 * half + v[:, 2]
            return np.column_stack([r * np.cos(angle), r * np.sin(angle), z])
        return shape.deformed(wrap)

    eye = [(-.52, .12), (-.16, .12), (-.34, .42)]
    mouth = [(-.62, -.12), (-.40, -.22), (-.34, -.12), (-.20, -.16), (-.14, -.28), (.14, -.28), (.20, -.16),
             (.34, -.12), (.40, -.22), (.62, -.12), (.44, -.38), (.14, -.48), (-.14, -.48), (-.44, -.38)]
    nose = [(-.08, -.06), (.08, -.06), (0, .10)]
    pieces = [plate(eye), plate([(-x, y) for x, y in eye[::-1]]), plate(nose), plate(mouth)]
    return [p if p.volume() > 0 else p.flipped() for p in pieces]


FAMILY = Family(
    name="pumpkin", words=("pumpkin", "squash", "gourd", "jack o lantern", "halloween pumpkin"),
    gloss=("an orange halloween pumpkin", "a jack-o'-lantern with a carved face", "a round squash"),
    extent=(0.2, 0.45), build=build, principal="width", materials=("pumpkin skin",),
    looks={"skin": "main", "stem": "dry stalk", "face": "flame", "tendril": "stalk"},
    part_words={"skin": ("skin",), "stem": ("stem", "stalk"), "face": ("face",)},
    styles={"plain": ("plain",), "carved": ("carved", "face", "halloween", "jack o lantern", "halloween pumpkin",
                                            "spooky", "scary")})
