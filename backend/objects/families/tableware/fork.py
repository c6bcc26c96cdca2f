# SPDX-License-Identifier: GPL-3.0-or-later
"""A table fork with three or four tines."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tableware.shared_tableware import flatware_handle
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    tines = int(d.random.integers(3, 5))
    wide, long = d.between(0.023, 0.026), d.between(0.042, 0.050)
    root = 0.022
    thick = 0.0022
    t = np.linspace(0, 1, d.segments(28, 18))
    pitch = wide / tines

    def sag(x: np.ndarray) -> np.ndarray:
        # A shallow dip under the tines, rising at their points.
        s = np.clip(-x / (root + long), 0, 1)
        return -0.011 * np.sin(np.pi * s ** 0.9) + 0.004 * s ** 3

    pieces = []
    for k in range(tines):
        y = (k - (tines - 1) / 2) * pitch
        x = -root - long * t + 0.004
        path = np.column_stack([x, y * (1 - 0.05 * t), sag(x)])
        broad = np.interp(t, [0, .1, .8, 1], [.40, .34, .30, .10]) * pitch
        pieces.append(sweep(path, superellipse(12, 2.0, 2.0, 2.6), np.column_stack([broad, np.full(len(t), thick / 2)]),
                            up=(0, 0, 1), round_ends=True, region="tines"))
    s = np.linspace(0, 1, d.segments(20, 14))
    x = -(root + 0.004) * s + 0.004
    half = np.interp(s, [0, .25, .6, .85, 1], [.10, .22, .44, .5, .5]) * wide
    palm = sweep(np.column_stack([x, 0 * s, sag(x)]), superellipse(16, 2.0, 2.0, 3.0),
                 np.column_stack([half, np.full(len(s), thick / 2)]), up=(0, 0, 1), bevel=0.05, region="tines")
    handle = flatware_handle(d.between(0.128, 0.142), d).moved(x=-0.002)
    return [part("tines", palm, *pieces), part("handle", handle)]


FAMILY = Family(
    name="fork", words=("fork", "dinner fork", "dessert fork"),
    gloss=("a fork to eat with", "a silver dinner fork"),
    extent=(0.17, 0.24), build=build, principal="width", materials=("steel", "steel", "silver"),
    looks={"tines": "main", "handle": "main"}, part_words={"tines": ("tine", "tines", "prongs"), "handle": ("handle",)})
