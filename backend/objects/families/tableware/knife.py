# SPDX-License-Identifier: GPL-3.0-or-later
"""Knives: a table knife, or a cook's knife with a riveted handle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tableware.shared_tableware import flatware_handle
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface, skin


def _blade(long: float, deep: float, thick: float, belly: float, d: Draw) -> Surface:
    """A blade along -X from the origin, its edge down (-Y), spine straight, tapered to the edge."""
    t = np.linspace(0, 1, d.segments(40, 24))
    spine = 0.5 * deep * np.interp(t, [0, .6, 1], [1, .96, .2])
    edge = -0.5 * deep * np.interp(t, [0, .55, .8, .93, 1], [1, 1, .84, .48, -.1]) * belly - 0.5 * deep * (1 - belly)
    edge = np.minimum(edge, spine - 0.0012)
    rings = []
    for k, s in enumerate(t):
        y = np.array([edge[k], 0.7 * edge[k] + 0.3 * spine[k], spine[k] - 0.0004, spine[k], spine[k] - 0.0004,
                      0.7 * edge[k] + 0.3 * spine[k]])
        z = np.array([0, .36, .5, 0, -.5, -.36]) * thick * (1 - 0.5 * s)
        rings.append(np.column_stack([np.full(6, -long * s), y, z]))
    ends = [np.tile(r.mean(axis=0), (6, 1)) for r in (rings[0], rings[-1])]
    return skin(np.stack([ends[0], *rings, ends[1]]), region="blade")


def build(d: Draw) -> list[Part]:
    kind = d.choose({"table": 0.7, "chef": 1.0})
    if kind == "table":
        blade_ = _blade(d.between(.100, .115), 0.019, 0.0022, 0.75, d)
        handle = flatware_handle(d.between(0.105, 0.115), d, 0.005).moved(x=-0.002)
        handle = handle.deformed(lambda v: v * (1, 1, 1) - np.column_stack([0 * v[:, 0], 0 * v[:, 0], 0.7 * v[:, 2] * (
            v[:, 2] > 0)]))
        return [part("blade", blade_), part("handle", handle)]
    long, deep = d.between(0.17, 0.21), d.between(0.040, 0.046)
    steel = _blade(long, deep, 0.0034, 1.0, d)
    bolster = box(0.012, 0.024, 0.014, 0.003, 2, 1, "blade").moved(x=0.003, y=0.004, z=-0.007)
    t = np.linspace(0, 1, d.segments(28, 18))
    grip_long = d.between(0.110, 0.122)
    path = np.column_stack([0.006 + grip_long * t, 0.006 - 0.005 * np.sin(np.pi * t), 0 * t])
    wide = np.interp(t, [0, .2, .55, .85, 1], [.0115, .0125, .0112, .0138, .0122])
    grip = sweep(path, superellipse(20, 2.0, 1.3, 2.8), np.column_stack([wide, wide * 0.9]), up=(0, 0, 1), bevel=0.25,
                 region="grip")
    rivets = [turned([(0.0028, -0.0079), (0.0028, 0.0079)], 0.0006, 16, "rivets").moved(
        0.006 + grip_long * s, 0.006 - 0.005 * np.sin(np.pi * s)) for s in (.2, .5, .8)]
    return [part("blade", steel, bolster), part("grip", grip), part("rivets", *rivets)]


FAMILY = Family(
    name="knife", words=("knife", "kitchen knife", "chef's knife", "table knife", "bread knife", "paper knife"),
    gloss=("a sharp kitchen knife", "a butter knife", "a chef's knife"),
    extent=(0.19, 0.37), build=build, principal="width", materials=("steel",),
    looks={"blade": "main", "handle": "main", "grip": ("walnut", "black plastic", "ebony"), "rivets": "brass"},
    part_words={"blade": ("blade",), "handle": ("table handle",), "grip": ("handle", "grip"), "rivets": ("rivet",
                                                                                                     "rivets")},
    styles={"table": ("table", "table knife", "butter", "paper knife"),
            "chef": ("kitchen", "kitchen knife", "chef's knife",
                                                                              "bread knife")})
