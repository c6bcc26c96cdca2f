# SPDX-License-Identifier: GPL-3.0-or-later
"""A spoon: table spoon, tea spoon, or a cook's wooden spoon."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tableware.shared_tableware import flatware_handle
from backend.objects.modeling.curves import circle
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface, skin


def _bowl(long: float, wide: float, deep: float, wall: float, d: Draw) -> Surface:
    """A spoon's bowl: a shallow oval shell, its tip at -X, the neck at the origin."""
    unit = circle(d.segments(40, 24))
    egg = unit[:, 0] * (1 + 0.16 * unit[:, 0])  # fuller towards the neck, pointed at the tip
    rows = np.linspace(0, 1, d.segments(12, 8))
    rings = []
    for t in rows:
        rings.append(np.column_stack([-long / 2 + long / 2 * t * egg,
                                      wide / 2 * t * unit[:, 1] * (1 + .04 * unit[:, 0]),
                                      np.full(len(unit), deep * (t ** 2.2 - 1))]))
    inner = [ring + np.array([0, 0, wall]) for ring in rings[::-1]]
    edge = [rings[-1] + np.array([0, 0, wall * 0.5])]
    return skin(np.stack([*rings, *edge, *inner]), region="bowl")


def build(d: Draw) -> list[Part]:
    kind = d.choose({"table": 1.0, "tea": 0.6, "wooden": 0.6})
    if kind == "wooden":
        long, wide = d.between(0.064, 0.078), d.between(0.046, 0.054)
        t = np.linspace(0, 1, d.segments(32, 20))
        path = np.column_stack([-0.008 + d.between(0.21, 0.26) * t, 0 * t, 0.012 * t])
        handle = sweep(path, circle(d.segments(20, 12)), np.interp(t, [0, .1, .5, 1], [.0068, .0056, .0062, .0078]),
                       round_ends=True, region="wood")
        return [part("bowl", _bowl(long, wide, 0.014, 0.0055, d).named("wood bowl")), part("handle", handle)]
    size = 1.0 if kind == "table" else 0.72
    bowl = _bowl(size * d.between(.058, .066), size * d.between(.038, .042), size * 0.0088, 0.0013, d)
    handle = flatware_handle(size * d.between(0.125, 0.138), d).moved(x=-0.005, z=0.0002)
    return [part("bowl", bowl), part("handle", handle)]


FAMILY = Family(
    name="spoon", words=("spoon", "tablespoon", "teaspoon", "wooden spoon", "soup spoon", "ladle"),
    gloss=("a spoon to eat soup", "a silver teaspoon", "a wooden cooking spoon"),
    extent=(0.12, 0.36), build=build, principal="width", materials=("steel", "steel", "silver"),
    looks={"bowl": "main", "handle": "main", "wood bowl": "main or birch", "wood": "main or birch"},
    part_words={"bowl": ("bowl",), "handle": ("handle",)},
    styles={"table": ("table", "tablespoon", "soup spoon"), "tea": ("tea", "teaspoon", "coffee"),
            "wooden": ("wooden", "wooden spoon", "cooking", "kitchen")})
