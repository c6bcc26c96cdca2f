# SPDX-License-Identifier: GPL-3.0-or-later
"""A stack of pancakes with butter and syrup."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import disc, painted
from backend.objects.modeling.solids import box


def build(d: Draw) -> list[Part]:
    half, thick = d.between(0.062, 0.074), d.between(0.012, 0.015)
    count = int(d.random.integers(3, 7))
    parts, z = [], 0.0
    for k in range(count):
        phase = d.between(0, 6.28)

        def uneven(angle: np.ndarray, h: np.ndarray, phase: float = phase) -> np.ndarray:
            return 1 + 0.02 * np.cos(2 * angle + phase) + 0.014 * np.cos(3 * angle - phase)
        cake = disc(half * d.between(0.95, 1.03), thick, 0.45 * thick, d.segments(56, 36), "pancake", 4, 4, uneven)
        cake = painted(cake, "edge", lambda c: (c[:, 2] > 0.28 * thick) & (c[:, 2] < 0.72 * thick))
        x, y = (float(shift) for shift in d.random.uniform(-.05, .05, 2) * half)
        parts.append(part(f"pancake {k + 1}", cake.moved(x, y, z)))
        z += 0.97 * thick
    top = z + 0.03 * thick
    phase, drips = d.between(0, 6.28), int(d.random.integers(3, 6))
    reach = disc(0.62 * half, 0.0022, 0.001, d.segments(72, 44), "syrup", 2, 5)

    def spread(v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How far from the middle, along its surface, the syrup runs, and in which direction."""
        a = np.arctan2(v[:, 1], v[:, 0])
        wander = 0.18 * np.cos(drips * a + phase) + 0.10 * np.cos(2 * a - phase)
        tongue = np.clip(np.cos(drips * a + phase), 0, 1) ** 3
        return np.hypot(v[:, 0], v[:, 1]) * (1 + wander + 0.8 * tongue), a

    def poured(v: np.ndarray) -> np.ndarray:
        r, a = spread(v)
        over = np.clip(r - 0.97 * half, 0, None)
        out = np.minimum(r, 0.97 * half + 0.0022) + 0.08 * over
        return np.column_stack([out * np.cos(a), out * np.sin(a), v[:, 2] - over])

    r, a = spread(reach.vertices)
    flat = np.column_stack([r * np.cos(a), r * np.sin(a)])[reach.corners]
    faces = np.isin(reach.charts, (0, reach.charts.max()))
    reach.uvs[:] = np.where(np.repeat(faces, np.diff(reach.offsets))[:, None], flat, reach.uvs)
    syrup = reach.deformed(poured).moved(z=top)
    butter = box(0.022, 0.022, 0.009, 0.002, 2, 1, "butter").rotated(d.between(0, 1.5)).moved(
        d.between(-.1, .1) * half, d.between(-.1, .1) * half, top + 0.0012)
    return [*parts, part("syrup", syrup), part("butter", butter)]


FAMILY = Family(
    name="pancakes", words=("pancake", "pancakes", "stack of pancakes", "crepe"),
    gloss=("a stack of pancakes with butter and maple syrup", "pancakes for breakfast"),
    extent=(0.11, 0.17), build=build, principal="width", materials=("pancake",),
    looks={"pancake": "main", "edge": "sponge", "syrup": "syrup", "butter": "butter"},
    part_words={"syrup": ("syrup", "honey"), "butter": ("butter",)})
