# SPDX-License-Identifier: GPL-3.0-or-later
"""A potato: an uneven lump with eyes."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball, roughened


def build(d: Draw) -> list[Part]:
    size = np.array([d.between(.042, .056), d.between(.029, .036), d.between(.024, .030)])
    seed = int(d.random.integers(1000))
    sweet = d.choose({"plain": 1.0, "sweet": 0.25}) == "sweet"
    if sweet:
        size = size * (1.7, 0.9, 0.95)
    tuber = ball(size, d.segments(32, 20), d.segments(44, 26), "skin")
    if sweet:
        tuber = tuber.deformed(lambda v: v * np.column_stack(
            [np.ones(len(v)), *[1.12 - 0.5 * (np.abs(v[:, 0]) / size[0]) ** 2] * 2]))
    tuber = roughened(tuber, 0.30 * size[2], 1.9 * size[2], seed, 2)
    eyes = d.random.normal(size=(9, 3))
    eyes = eyes / np.linalg.norm(eyes, axis=1, keepdims=True)

    def pocked(v: np.ndarray) -> np.ndarray:
        unit = v / np.linalg.norm(v, axis=1, keepdims=True)
        for eye in eyes:
            gap = np.arccos(np.clip(unit @ eye, -1, 1))
            v = v * (1 - 0.075 * np.exp(-(gap / 0.12) ** 2) + 0.02 * np.exp(-((gap - 0.22) / 0.08) ** 2))[:, None]
        return v

    return [part("skin", tuber.deformed(pocked).rotated(d.between(-0.4, 0.4), "z"))]


FAMILY = Family(
    name="potato", words=("potato", "potatoes", "sweet potato", "yam"),
    gloss=("a brown potato", "a tuber from the field"),
    extent=(0.07, 0.21), build=build, principal="width", materials=("potato skin",),
    looks={"skin": "main"}, part_words={"skin": ("skin", "peel")},
    styles={"plain": ("plain",), "sweet": ("sweet potato", "yam")})
