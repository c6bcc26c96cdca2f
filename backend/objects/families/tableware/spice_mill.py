# SPDX-License-Identifier: GPL-3.0-or-later
"""A pepper mill, or a salt shaker."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import disc
from backend.objects.modeling.solids import lathe, vessel


def build(d: Draw) -> list[Part]:
    kind = d.choose({"mill": 1.0, "shaker": 0.7})
    if kind == "shaker":
        half, tall = d.between(0.019, 0.023), d.between(0.062, 0.078)
        facets = int(d.random.integers(8, 13))
        outer = spline([(.92, 0), (1.0, .04), (.98, .3), (.80, .8), (.74, 1.0)], 32) * (half, tall)
        glass = vessel(outer, 0.0022, 0.004, facets * 8, rim_width=0.001,
                       modulation=lambda a, z: 1 - 0.03 * np.abs(np.cos(facets / 2 * a))).named("glass")
        fill = np.concatenate([[(0, 0.0055)], [(r - 0.0034, z) for r, z in outer[2:22]], [(0, outer[21, 1])]])
        salt = lathe(fill, 40, "salt")
        top = 0.78 * half
        cap = lathe(fillet([(0, tall - .001), (top, tall - .008), (top + .0016, tall - .008),
                            (top + .0016, tall + .004),
                            (.6 * top, tall + .013), (0, tall + .0145)], [0, .001, .0006, .003, .008, 0], 5), 56, "cap")
        spots = [(0, 0)] + [(0.36 * top * np.cos(a), 0.36 * top * np.sin(a)) for a in np.arange(6) * np.pi / 3]
        holes = [disc(0.0011, 0.0012, 0.0002, 10, "holes", 1, 0).moved(x, y, tall + .0136 - 18 * (x * x + y * y) * .9)
                 for x, y in spots]
        return [part("glass", glass), part("contents", salt), part("cap", cap), part("holes", *holes)]
    tall = d.between(0.16, 0.26)
    half = d.between(0.026, 0.031)
    waist = d.between(0.52, 0.72)
    lower = spline([(1.0, 0), (1.0, .04), (.92, .10), (waist, .30), (waist * 1.06, .44), (.88, .60), (.84, .66)], 48)
    upper = spline([(.84, .668), (.92, .70), (1.02, .80), (.82, .915), (.30, .945)], 40)
    base = lathe(np.concatenate([[(0, 0)], lower, [(0, .66)]]) * (half, tall), d.segments(64, 40), "wood")
    head = lathe(np.concatenate([[(0, .668)], upper, [(0, .945)]]) * (half, tall), d.segments(64, 40), "wood")
    ring = lathe(np.array([(.80, .655), (.845, .655), (.845, .673), (.80, .673)]) * (half, tall), d.segments(64, 40),
                 "metal",
                 loop=True)
    knob = lathe(fillet([(0, .94 * tall), (.004, .94 * tall), (.004, .955 * tall), (.0085, .965 * tall),
                         (.0085, .985 * tall),
                         (0, tall)], [0, .0005, .001, .002, .005, 0], 4), d.segments(28, 20), "metal")
    return [part("body", base), part("head", head), part("ring", ring), part("knob", knob)]


FAMILY = Family(
    name="spice_mill", words=("spice mill", "pepper mill", "salt shaker", "pepper shaker", "pepper grinder",
                              "salt and pepper"),
    gloss=("a wooden pepper mill", "a glass salt shaker with a metal cap"),
    extent=(0.06, 0.28), build=build, materials=("wood", "walnut", "mahogany"),
    looks={"wood": "main", "metal": "steel", "glass": "glass", "salt": ("salt", "peppercorns"), "cap": "steel",
           "holes": "ink"},
    part_words={"wood": ("body",), "cap": ("cap", "top"), "metal": ("knob", "ring")},
    styles={"mill": ("mill", "pepper mill", "grinder", "pepper grinder"), "shaker": ("shaker", "salt shaker",
                                                                                     "pepper shaker")})
