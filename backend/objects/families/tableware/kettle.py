# SPDX-License-Identifier: GPL-3.0-or-later
"""A stove kettle: a domed body, a short spout, a bail handle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import bezier, circle, fillet, spline, superellipse
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    half = d.between(0.085, 0.105)
    tall = half * d.between(1.15, 1.45)
    shape = d.choose({"dome": 1.0, "cone": 0.6})
    knots = [(.92, 0), (1.0, .05), (1.0, .16), (.96, .42), (.80, .74), (.52, .95), (.36, 1.0)] if shape == "dome" else [
        (.96, 0), (1.0, .04), (.98, .12), (.78, .50), (.54, .88), (.40, 1.0)]
    outer = spline([(r * half, z * tall) for r, z in knots], d.segments(48, 28))
    profile = np.concatenate([[(0, 0.0), (0.84 * half, 0.0)], outer, [(0, tall)]])
    body_ = lathe(profile, d.segments(80, 44), "body")
    mouth = outer[-1, 0]
    lid = lathe(fillet([(0, tall - 0.002), (mouth * 1.06, tall - 0.002), (mouth * 1.06, tall + 0.003),
                        (mouth * .5, tall + 0.010), (0.006, tall + 0.012), (0.006, tall + 0.018), (0.015, tall + 0.022),
                        (0.013, tall + 0.034), (0, tall + 0.035)], [0, .001, .002, .01, .002, .002, .004, .005, 0], 5),
                d.segments(56, 32), "lid")
    lid = painted(lid, "handle", lambda c: c[:, 2] > tall + 0.017)
    low = 0.52 * tall
    root = float(np.interp(low, outer[:, 1], outer[:, 0]))
    t = np.linspace(0, 1, d.segments(24, 16))
    path = bezier((-(root - 0.012), 0, low), (-(root + 0.03), 0, low + 0.01), (-(root + .045), 0, 0.86 * tall),
                  (-(root + 0.070), 0, 0.98 * tall), len(t))
    spout = sweep(path, circle(d.segments(24, 14)), np.interp(t, [0, .4, 1], [.026, .017, .0125]), up=(0, 1, 0),
                  bevel=0.06,
                  region="body")
    bore = sweep(path[-2:] + np.array([[-.0022, 0, .0015]]), circle(20), 0.0098, up=(0, 1, 0), bevel=0.02,
                 region="dark")
    reach, rise = 0.74 * half, tall + d.between(0.075, 0.10)
    z = float(np.interp(reach, outer[::-1, 0], outer[::-1, 1]))
    arch = bezier((-reach, 0, z - 0.01), (-1.05 * reach, 0, rise + 0.025), (1.05 * reach, 0, rise + 0.025),
                  (reach, 0, z - 0.01), d.segments(40, 28))
    bail = sweep(arch, superellipse(14, 2.0, 1.0, 3.0), 0.0065, up=(0, 1, 0), region="metal")
    third = len(arch) // 3
    grip = sweep(arch[third:-third], circle(d.segments(20, 12)), 0.0115, up=(0, 1, 0), round_ends=True, region="handle")
    return [part("body", body_), part("lid", lid), part("spout", spout, bore), part("bail", bail), part("grip", grip)]


FAMILY = Family(
    name="kettle", words=("kettle", "teakettle", "tea kettle", "water kettle", "whistling kettle"),
    gloss=("a kettle to boil water on the stove", "a whistling tea kettle"),
    extent=(0.18, 0.32), build=build, materials=("steel", "enamelled", "copper", "steel"),
    looks={"body": "main", "lid": "main", "handle": ("black plastic", "walnut"), "metal": "steel", "dark": "nonstick"},
    part_words={"lid": ("lid",), "handle": ("handle", "grip"), "body": ("body",)},
    styles={"dome": ("round", "domed"), "cone": ("conical", "modern")})
