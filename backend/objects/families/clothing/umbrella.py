# SPDX-License-Identifier: GPL-3.0-or-later
"""Umbrellas: open with a scalloped canopy, or furled."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.curves import bezier, circle, spline
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import lathe, sweep, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"open": 1.3, "furled": 0.5})
    tall = d.measure("height", .82, .95)
    r, rise = d.between(.46, .56), d.between(.20, .26)
    n = d.segments(96, 64)
    shaft = rail((0, 0, .14), (0, 0, tall), .010, d, "metal")
    tip = turned([(.006, tall - .01), (.002, tall + .05)], .001, 16, "metal")
    path = bezier((0, 0, .16), (0, 0, -.07), (.09, 0, -.07), (.085, 0, .07), 30)
    path[:, 2] -= path[:, 2].min() - .012
    grip = sweep(path[::-1], circle(16, .012), round_ends=True, up=(0, 1, 0), region="handle")
    parts = [part("shaft", shaft, tip), part("handle", grip)]
    if kind == "furled":
        knots = [(.30, .30), (.55, .34), (1.0, .42), (.80, .65), (.34, .94), (.2, .97)]
        outline = spline([(a * .055, b * tall) for a, b in knots], 40)
        roll = lathe(np.concatenate([[(0, .30 * tall)], outline, [(0, .97 * tall)]]), n, "body",modulation=lambda a,
                     z: 1 + .16 * np.cos(8 * a + 9 * z) * np.clip(1.1 - z, .2, 1))
        strap = lathe(circle(12, 1) * (.004, .014) + (.055, .52 * tall), 40, "strap", loop=True)
        return [*parts, part("canopy", roll), part("strap", strap)]
    ribs = 8
    top = tall - .02
    t = np.linspace(0, 1, d.segments(36, 24))
    outer = np.column_stack([r * np.sin(t * 1.25) / np.sin(1.25),
                             top - rise * (1 - np.cos(t * 1.25)) / (1 - np.cos(1.25))])
    inner = outer[::-1] - (0, .003)
    inner[0, 0] -= .001
    outer[0, 0] = inner[-1, 0] = 0
    canopy = lathe(np.concatenate([outer, inner]), n, "body")
    def scalloped(v: np.ndarray) -> np.ndarray:
        a, q = np.arctan2(v[:, 1], v[:, 0]), np.hypot(v[:, 0], v[:, 1]) / r
        sag = np.abs(np.sin(ribs / 2 * a)) ** 1.2
        v[:, :2] *= (1 - .13 * sag * q ** 2)[:, None]
        v[:, 2] += .035 * sag * q ** 2.5
        return v
    canopy = canopy.deformed(scalloped)
    if d.chance(.4):
        canopy = painted(canopy, "strap", lambda c: (np.floor(np.arctan2(c[:, 1], c[:,
                                                                                    0]) / (2 * np.pi) * ribs) % 2) == 1)
    wires = []
    for k in range(ribs):
        a = k * 2 * np.pi / ribs
        curve = np.column_stack([outer[::3, 0] * np.cos(a), outer[::3, 0] * np.sin(a), outer[::3, 1] - .006])
        wires.append(sweep(curve, circle(8, .0022), region="metal"))
        mid = curve[len(curve) // 2]
        wires.append(rail((0.004 * np.cos(a), .004 * np.sin(a), top - .30), tuple(mid), .004, d, "metal"))
        end = curve[-1]
        wires.append(ball(.006, 8, 10, "metal").moved(*end))
    return [*parts, part("canopy", canopy), part("ribs", *wires)]


FAMILY = Family(
    name="umbrella", words=("umbrella", "parasol", "brolly", "sunshade"),
    gloss=("an umbrella against the rain", "an open umbrella with a curved handle"),
    extent=(0.8, 1.2), build=build, native=("height",), materials=("toy red", "toy blue", "toy yellow", "fabric"),
    looks={"body": "main", "handle": ("walnut", "black plastic"), "metal": "steel", "strap": "white plastic"},
    part_words={"handle": ("handle", "grip"), "body": ("canopy",)},
    styles={"open": ("open",), "furled": ("furled", "closed", "folded", "rolled")})
