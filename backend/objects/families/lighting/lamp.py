# SPDX-License-Identifier: GPL-3.0-or-later
"""Lamps with a fabric shade: table lamps and floor lamps."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet, spline
from backend.objects.modeling.solids import lathe, sweep, turned

_BASES = {"gourd": [(.62, 0), (.66, .05), (1.0, .32), (.80, .58), (.40, .78), (.30, 1.0)],
          "ginger jar": [(.56, 0), (.60, .04), (.80, .30), (1.0, .66), (.86, .88), (.40, .97), (.30, 1.0)],
          "column": [(1.0, 0), (1.0, .07), (.46, .14), (.36, .50), (.34, .90), (.28, 1.0)],
          "sphere": [(.42, 0), (.46, .04), (.88, .26), (1.0, .52), (.84, .80), (.36, .97), (.28, 1.0)]}


def build(d: Draw) -> list[Part]:
    floor = d.choose({"table": 1.3, "floor": 0.4}) == "floor"
    height = d.measure("height", *((1.48, 1.62) if floor else (0.46, 0.58)))
    shade_height = height * (0.19 if floor else d.between(0.36, 0.42))
    wide = shade_height * d.between(0.72, 0.86) * (1.0 if floor else 0.92)
    narrow = wide * d.between(0.62, 0.9)
    low = height - shade_height
    if floor:
        plate = 0.62 * wide + 0.02
        stand = turned([(plate, 0), (plate, 0.014), (0.030, 0.026), (0.012, 0.050), (0.012, low + 0.35 * shade_height)],
                       [.003, .004, .01, .02, .001], d.segments(56), "base")
        parts = [part("base", stand)]
    else:
        shape = d.choose({"gourd": 1.0, "ginger jar": 1.0, "column": 0.7, "sphere": 0.8})
        tall = low * d.between(0.86, 0.96)
        half = {"gourd": .30, "ginger jar": .30, "column": .26, "sphere": .40}[shape] * tall
        outline = spline([(r * half, z * tall) for r, z in _BASES[shape]],
                         d.segments(64, 32)) if shape != "column" else \
            fillet([(r * half, z * tall) for r, z in _BASES[shape]], [0, .006, .012, .05, .05, 0], 6)
        edge = np.array([(0.0, 0.0), (half * _BASES[shape][0][0] - 0.003, 0.0)])
        profile = np.concatenate([edge, outline[1:], [[0.0, tall]]])
        base = lathe(profile, d.segments(72), "base")
        stem = turned([(0.016, tall - 0.004), (0.016, tall + 0.006), (0.007, tall + 0.012),
                       (0.007, low + 0.35 * shade_height)],
                      [.001, .002, .003, .001], d.segments(24), "stem")
        parts = [part("base", base), part("stem", stem)]
    return parts + _shade(low, shade_height, wide, narrow, d)


def _shade(low: float, height: float, wide: float, narrow: float, d: Draw) -> list[Part]:
    """A truncated cone of fabric on a wire spider, with a bulb inside."""
    thin = 0.0016
    t = np.linspace(0, 1, 9)
    outer = np.column_stack([wide + (narrow - wide) * t, low + height * t])
    trim = np.array([(0.0012, 0.0), (0.0014, 0.006)])
    outer = np.concatenate([outer[:1] + trim, outer[1:-1], outer[-1:] + trim[::-1] * (1, -1)])
    inner = np.column_stack([np.interp(outer[::-1, 1], [low, low + height], [wide, narrow]) - thin, outer[::-1, 1]])
    shade = lathe(np.concatenate([outer, inner]), d.segments(80), "shade", loop=True)
    middle = low + 0.35 * height
    r = min(0.030, 0.16 * wide + 0.008)
    socket = turned([(0.013, middle - 0.012), (0.015, middle + 0.012), (0.015, middle + 0.022)], 0.002, d.segments(24),
                    "stem")
    bulb = lathe(fillet([(0, middle + 0.016), (0.012, middle + 0.016), (0.012, middle + 0.026),
                         (r, middle + 0.026 + 1.2 * r),
                         (r * 0.9, middle + 0.026 + 2.1 * r), (0, middle + 0.026 + 2.3 * r)], [0, .002, .01, r, r, 0],
                         8),
                 d.segments(32), "bulb")
    z = low + height - 0.022
    at = np.interp(z, [low, low + height], [wide, narrow]) - thin
    arms = [sweep(np.array([(0, 0, z), (at * 0.5 * np.cos(a), at * 0.5 * np.sin(a), z),
                            (at * np.cos(a), at * np.sin(a), z)]),
                  circle(8, 0.0018), region="stem") for a in np.arange(3) * 2 * np.pi / 3 + 0.3]
    offset = r + 0.016
    harp = [sweep(np.array([(s * 0.012, 0, middle), (s * offset, 0, middle + 0.05),
                            (s * offset, 0, (middle + z) / 2 + 0.02), (0, 0, z)]),
                  circle(8, 0.0016), region="stem") for s in (1, -1)]
    return [part("shade", shade), part("socket", socket), part("bulb", bulb), part("harp", *harp, *arms)]


FAMILY = Family(
    name="lamp", words=("lamp", "table lamp", "floor lamp", "bedside lamp", "light", "standing lamp"),
    gloss=("a lamp to read by", "a light on a bedside table", "a standing lamp", "something that gives light"),
    extent=(0.45, 1.65), build=build, native=("height",), materials=("ceramic",) * 4 + ("brass", "walnut"),
    looks={"base": "main", "stem": "brass", "shade": "fabric", "bulb": "bulb"},
    part_words={"base": ("base", "foot", "body", "stand"), "shade": ("shade", "lampshade"), "stem": ("stem", "pole")},
    styles={"table": ("table", "table lamp", "bedside", "bedside lamp"),
            "floor": ("floor", "floor lamp", "standing", "standing lamp"), "column": ("column",), "sphere": ("round",
                                                                                                             "spherical"),
            "gourd": ("gourd",), "ginger jar": ("ginger jar", "chinese", "oriental")})
