# SPDX-License-Identifier: GPL-3.0-or-later
"""A croissant: a rolled crescent in segments."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.organic import roughened
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    width, thick = d.between(0.13, 0.16), d.between(0.027, 0.032)
    arch = d.between(1.0, 1.45)
    turns = 3.5
    s = np.linspace(-1, 1, d.segments(120, 80))
    radius = width / (2 * np.sin(arch))
    path = np.column_stack([radius * np.sin(s * arch), -radius * (np.cos(s * arch) - 1), np.zeros(len(s))])
    rank = np.abs(s) * turns
    step = np.clip((rank - np.floor(rank)) / 1.0, 0, 1)
    taper = np.interp(np.abs(s), [0, .12, .38, .7, .92, 1], [1.0, .98, .84, .60, .36, .24])
    ridge = 1 + 0.10 * (1 - step) ** 0.8 - 0.07 * np.exp(-(np.minimum(step, 1 - step) / 0.07) ** 2)
    fat = thick * taper * np.convolve(np.pad(ridge, 1, mode="edge"), [.2, .6, .2], "valid")
    unit = superellipse(d.segments(36, 24), 2.0, 1.86, 2.0)
    roll = sweep(path, unit, fat, bevel=0.55, region="crust")
    seed = int(d.random.integers(1000))
    twist = d.between(0.35, 0.6)

    def spiralled(v: np.ndarray) -> np.ndarray:
        # Layers run round the roll aslant: shear along the crescent by the height.
        side = np.sign(v[:, 0]) * np.clip(np.abs(v[:, 0]) / (0.2 * width), 0, 1)
        v[:, 0] -= side * twist * 0.35 * (v[:, 2])
        return v

    roll = roughened(roll.deformed(spiralled), 0.018 * thick, 0.3 * thick, seed)
    return [part("pastry", roll.deformed(lambda v: np.column_stack([v[:, :2], np.maximum(v[:, 2], -0.62 * thick)])))]


FAMILY = Family(
    name="croissant", words=("croissant", "crescent roll"),
    gloss=("a buttery french croissant", "a crescent-shaped pastry"),
    extent=(0.10, 0.19), build=build, principal="width", materials=("pastry",),
    looks={"crust": "main"}, part_words={"crust": ("crust",)})
