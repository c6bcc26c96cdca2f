# SPDX-License-Identifier: GPL-3.0-or-later
"""An apple with its stem and sometimes a leaf."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.solids import lathe, sweep
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    width = d.measure("width", 0.070, 0.084)
    half, tall = width / 2, width * d.between(0.84, 0.97)
    knots = [(0, .105), (.10, .075), (.24, .012), (.38, 0), (.62, .06), (.86, .24), (1.0, .54), (.96, .78), (.78, .955),
             (.52, 1.0), (.28, .955), (.13, .87), (0, .80)]
    outline = spline([(r * half, z * tall) for r, z in knots], d.segments(64, 36))
    outline[[0, -1], 0] = 0.0
    phase, depth = d.between(0, 6.28), d.between(0.25, 1.0)
    skew = d.random.uniform(-1, 1, 3)

    def lobes(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        t = np.clip(z / tall, 0, 1)
        five = np.cos(5 * (angle + phase))
        return 1 + depth * (0.055 * (1 - t) ** 2.5 + 0.014 * t ** 3) * five + 0.02 * skew[0] * np.cos(angle) \
            + 0.012 * skew[1] * np.cos(2 * angle + phase)

    def lean(v: np.ndarray) -> np.ndarray:
        t = np.clip(v[:, 2] / tall, 0, 1)
        v[:, 2] += t ** 2 * 0.05 * skew[2] * v[:, 0] + 0.015 * tall * t ** 3 * np.cos(2 * np.arctan2(v[:, 1], v[:, 0]))
        return v

    skin_surface = lathe(outline, d.segments(72), "skin", modulation=lobes).deformed(lean)
    base = 0.80 * tall
    bend = d.random.uniform(-0.006, 0.006, 2) * width / 0.077
    length = d.between(0.30, 0.42) * tall
    t = np.linspace(0, 1, 9)
    path = np.column_stack([bend[0] * t ** 2, bend[1] * t ** 2, base - 0.002 + length * t])
    stem = sweep(path, circle(12, 0.0013 * width / 0.077), 0.95 + 0.75 * np.abs(t - 0.35) ** 1.5, region="stem")
    parts = [part("skin", skin_surface), part("stem", stem)]
    if d.choose({"bare": 0.55, "leaf": 0.45}) == "leaf":
        parts.append(part("leaf", _leaf(0.045 * width / 0.077).rotated(d.between(0, 6.28)).moved(*path[6])))
    return parts


def _leaf(length: float) -> Surface:
    """A thin folded blade along +X: closed sections, each a flat lens bent about the midrib."""
    stations = np.linspace(0, 1, 15)
    rings = []
    for s in stations:
        wide = length * (0.025 + 0.23 * np.sin(np.pi * s ** 0.82) ** 0.9) * (s < 1)
        across = np.concatenate([np.linspace(-1, 1, 9), np.linspace(1, -1, 9)[1:-1]])
        thick = 0.00025 * np.where(np.arange(16) < 9, 1, -1) * np.sqrt(np.clip(1 - across ** 2, 0, 1))
        lift = 0.30 * wide * np.abs(across) + length * (0.34 * s - 0.42 * s ** 2)
        lift += 0.02 * length * np.sin(9 * s) * np.abs(across)
        ring = np.column_stack([np.full(16, s * length), across * wide, lift + thick])
        rings.append(ring)
    closed = [np.tile(r.mean(axis=0), (16, 1)) for r in (rings[0], rings[-1])]
    return skin(np.stack([closed[0], *rings[:-1], closed[1]]), region="leaf")


FAMILY = Family(
    name="apple", words=("apple", "fruit"),
    gloss=("a juicy apple", "a piece of fruit", "a green granny smith", "something healthy to eat"),
    extent=(0.06, 0.14), build=build, principal="width", native=("width",), materials=("apple skin",),
    looks={"skin": "main", "stem": "bark", "leaf": "leaf"},
    part_words={"skin": ("skin",), "stem": ("stem", "stalk"), "leaf": ("leaf", "leaves")},
    styles={"leaf": ("leaf", "leaves", "fresh")})
