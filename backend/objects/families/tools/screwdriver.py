# SPDX-License-Identifier: GPL-3.0-or-later
"""Screwdrivers: a fluted grip, a round or square shaft, a flat or a cross tip."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_tools import fluted, laid
from backend.objects.modeling.curves import circle
from backend.objects.modeling.solids import lathe, post, turned
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    tip = d.choose({"flat": 1.0, "cross": 1.0})
    grip = d.between(.090, .115)
    r = d.between(.0135, .0175)
    long = d.between(.09, .15)
    steel = d.between(.0026, .0036)
    z = r
    shape = d.choose({"fluted": 1.2, "ball": 0.5})
    if shape == "fluted":
        knots = [(.62 * r, -grip), (.90 * r, -.985 * grip), (r, -.90 * grip), (r, -.45 * grip), (.94 * r, -.24 * grip),
                 (.60 * r, -.14 * grip), (.74 * r, -.05 * grip), (.62 * r, -.005 * grip)]
        handle = fluted(knots, 6, .13, (-.93 * grip, -.22 * grip), d)
        bands = [turned([(.80 * r, -grip - .004), (.92 * r, -grip), (.96 * r, -.955 * grip), (.9 * r, -.95 * grip)],
                        .002,
                        36, "accent")]
    else:
        grip *= .85
        knots = [(.45 * r, -grip), (.95 * r, -.96 * grip), (1.05 * r, -.82 * grip), (.80 * r, -.55 * grip),
                 (.62 * r, -.35 * grip), (.80 * r, -.16 * grip), (.55 * r, -.01 * grip)]
        handle = fluted(knots, 8, .07, (-.80 * grip, -.12 * grip), d)
        z = 1.05 * r
        bands = []
    bands.append(turned([(.60 * r, -.06 * grip), (.60 * r, .004), (.46 * r, .012)], .0012, 36, "accent"))
    if tip == "flat":
        flare = d.between(1.0, 1.5)
        n = 24
        line = circle(n)
        rings = [(z_, steel * a, steel * b) for z_, a, b in ((-.01, 1, 1), (.80 * long, 1, 1), (.86 * long, 1.0, .95),
                                                             (.94 * long, flare * 1.1, .55), (.985 * long,
                                                                                              flare * 1.12, .26),
                                                             (long, flare * 1.08, .22))]
        stack = [np.column_stack([line * (a, b), np.full(n, z_)]) for z_, a, b in rings]
        ends = [np.tile((0, 0, z_), (n, 1)) for z_ in (-.01, long)]
        rod = skin(np.stack([ends[0], *stack, ends[1]]), region="steel")
    else:
        def cross(angle: np.ndarray, level: np.ndarray) -> np.ndarray:
            here = np.clip((level - .93 * long) / (.02 * long), 0, 1)
            return 1 - .45 * here * np.exp(-((np.mod(angle + np.pi / 4, np.pi / 2) - np.pi / 4) / .34) ** 2)

        outline = [(0, -.01), (steel, -.01), (steel, .90 * long), (steel, .93 * long), (.97 * steel, .945 * long),
                   (.70 * steel, .97 * long), (.34 * steel, .994 * long), (.12 * steel, long), (0, long)]
        rod = lathe(np.array(outline), 48, "steel", modulation=cross)
    collar = post(circle(6, 1.9 * steel), [(.008, 1, 0, 0), (.022, 1, 0, 0)], .0006, "steel") \
        if d.chance(.4) else None
    pieces = [laid(rod, z)] + ([laid(collar, z)] if collar is not None else [])
    return [part("handle", laid(handle, z)), part("bands", *(laid(each, z) for each in bands)), part("shaft", *pieces)]


FAMILY = Family(
    name="screwdriver", words=("screwdriver", "screw driver", "phillips screwdriver", "flathead screwdriver"),
    gloss=("a tool to turn screws", "a screwdriver with a plastic handle"),
    extent=(.15, .29), build=build, principal="depth", materials=("toy red", "toy blue", "signal yellow", "toy orange",
                                                                  "toy green"),
    looks={"handle": "main", "accent": ("black plastic", "toy black"), "steel": ("steel", "chrome")},
    part_words={"handle": ("handle", "grip"), "steel": ("shaft", "blade", "tip")},
    styles={"flat": ("flat", "flathead", "flathead screwdriver", "slotted"), "cross": ("phillips", "cross",
                                                                                      "phillips screwdriver")})
