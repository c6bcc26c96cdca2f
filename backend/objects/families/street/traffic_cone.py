# SPDX-License-Identifier: GPL-3.0-or-later
"""Traffic cones: one or two reflective bands on a square or an eight-cornered foot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import extrude, lathe


def build(d: Draw) -> list[Part]:
    tall = d.measure("height", 0.42, 0.80)
    kind = d.choose({"single": 1.0, "double": 1.0})
    half, foot = d.between(0.17, 0.21) * tall, d.between(0.50, 0.58) * tall
    thick = 0.045 * tall
    outline = rounded_rectangle(foot, foot, d.between(0.08, 0.22) * foot, 6)
    base = extrude(outline, thick, 0.012 * tall, "foot", 4)
    levels = np.linspace(thick, tall, 60)
    t = (levels - thick) / (tall - thick)
    radius = half + (0.036 * tall - half) * t + 0.03 * tall * np.exp(-t / 0.02)
    profile = np.column_stack([radius, levels])
    cone = lathe(np.concatenate([[(0, thick - 0.004)], [(radius[0], thick - 0.004)], profile,
                                 [(0.7 * radius[-1], tall + 0.006 * tall), (0, tall + 0.006 * tall)]]),
                 d.segments(56, 32), "body")
    spans = ((0.45, 0.70),) if kind == "single" else ((0.28, 0.46), (0.60, 0.76))
    for low, high in spans:
        cone = painted(cone, "band", _between(low * tall, high * tall))
    return [part("foot", base), part("cone", cone)]


def _between(low: float, high: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda c: (c[:, 2] > low) & (c[:, 2] < high)


FAMILY = Family(
    name="traffic_cone", words=("traffic cone", "road cone", "pylon", "safety cone"),
    gloss=("an orange traffic cone at road works", "a striped cone on the road"),
    extent=(0.4, 0.85), build=build, native=("height",), materials=("toy orange",),
    looks={"body": "main", "band": "white plastic", "foot": ("black plastic", "toy orange", "rubber")},
    part_words={"band": ("band", "bands", "stripe", "stripes"), "foot": ("foot", "base")},
    styles={"single": ("single",), "double": ("double", "two bands")})
