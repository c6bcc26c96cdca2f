# SPDX-License-Identifier: GPL-3.0-or-later
"""Popcorn heaped in a striped box."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import resample, rounded_rectangle
from backend.objects.modeling.organic import GOLDEN, ball, copies, painted, poses, roughened
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    low, high, tall = d.between(0.036, 0.042), d.between(0.052, 0.060), d.between(0.12, 0.15)
    stripes = 12
    t = np.linspace(0, 1, 6)
    outline = rounded_rectangle(2.0, 2.0, 0.10, 3)
    outline = resample(np.concatenate([outline, outline[:1]]), stripes * 4 + 1)[:-1]
    rings = [np.column_stack([outline * (low + (high - low) * s), np.full(len(outline), s * tall)]) for s in t]
    inner = [np.column_stack([outline * (low + (high - low) * s - 0.0016), np.full(len(outline), s * tall)])
             for s in t[::-1][:3]]
    ends = [np.tile((0, 0, 0), (len(outline), 1)), np.tile((0, 0, inner[-1][0, 2]), (len(outline), 1))]
    carton = skin(np.stack([ends[0], *rings, *inner, ends[1]]), region="white")

    def striped(c: np.ndarray) -> np.ndarray:
        scale = low + (high - low) * c[:, 2] / tall
        x, y = c[:, 0] / scale, c[:, 1] / scale
        along = np.where(np.abs(x) > np.abs(y), y, x)
        return (np.floor((along + 1) / 2 * 5).astype(int) % 2 == 0) & (c[:, 2] > 0.002)
    carton = painted(carton, "stripes", striped)
    seed = int(d.random.integers(1000))
    kernel = roughened(ball(0.0098, 9 if d.detail >= 0.75 else 7, 12 if d.detail >= 0.75 else 9, "popcorn"), 0.006,
                       0.0085,
                       seed, 2)
    at = []
    count = 62
    for k in range(count):
        r = 0.90 * high * np.sqrt((k + 0.5) / count) * 1.12
        a = k * GOLDEN
        x, y = np.clip([r * np.cos(a), r * np.sin(a)], -0.86 * high, 0.86 * high)
        dome = np.clip(1 - (np.hypot(x, y) / (1.25 * high)) ** 2, 0, 1)
        at.append((x, y, tall - 0.008 + 0.040 * dome + d.between(-.003, .003)))
    at += [(d.between(-.4, .4) * high, d.between(-.4, .4) * high,
            tall + 0.040 + d.between(-.004, .004)) for _ in range(7)]
    spots = np.array(at)
    corn = copies(kernel, poses(spots, d.random.uniform(0, 6.28, len(spots)), d.random.uniform(-1.5, 1.5, len(spots)),
                                d.random.uniform(0.85, 1.25, len(spots)), d.random.uniform(0, 6.28, len(spots))))
    return [part("box", carton), part("popcorn", corn)]


FAMILY = Family(
    name="popcorn", words=("popcorn", "box of popcorn", "popcorn bucket"),
    gloss=("a striped box of popcorn at the cinema",),
    extent=(0.12, 0.23), build=build, materials=("popcorn",),
    looks={"popcorn": "main", "stripes": "red stripe", "white": "white card"},
    part_words={"stripes": ("stripes", "box", "carton"), "popcorn": ("kernels",)})
