# SPDX-License-Identifier: GPL-3.0-or-later
"""Empty flower pots: a terracotta pot with its collar on a saucer, a glazed planter, a window box."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS
from backend.objects.modeling.curves import fillet, rounded_rectangle
from backend.objects.modeling.solids import lathe, vessel
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    kind = d.choose({"classic": 1.3, "planter": 0.8, "trough": 0.5})
    if kind == "trough":
        return _trough(d)
    height = d.measure("height", .14, .32)
    n = d.segments(88, 48)
    soil_at = .80
    if kind == "classic":
        top = height * d.between(.50, .56)
        low = top * d.between(.60, .68)
        collar = d.between(.20, .27)
        bulge = 1.10
        rim = top / bulge
        step = rim * .985
        line = fillet([(low, 0), (step, (1 - collar) * height), (top * .985, (1 - collar) * height + .001),
                       (top, height)],
                      [.004, .004, .006, 0], 4)
    else:
        top = height * d.between(.44, .56)
        line = fillet([(.62 * top, 0), (1.06 * top, .42 * height), (.98 * top, .86 * height),
                       (1.04 * top, .93 * height), (1.05 * top, height)],
                      [.01, .20 * height, .06 * height, .01, 0], 8)
    wall = .028 * height + .002
    pot = _hollow(line, wall, n)
    parts = [part("pot", pot)]
    inside = float(np.interp(.70 * height, line[:, 1], line[:, 0])) - .5 * wall
    if d.choose({"filled": 0.6, "empty": 0.5}) == "filled":
        rings = np.linspace(0, inside, 9)
        mound = lathe(np.column_stack([np.concatenate([[0], rings[1:], [inside, 0]]), np.concatenate(
            [[soil_at * height + .012], soil_at * height + .012 * np.cos(np.pi / 2 * rings[1:] / inside),
             [soil_at * height - .02] * 2])]),
                      48, "soil")
        parts.append(part("soil", mound))
    if kind == "classic" and d.choose({"saucer": 0.6, "bare": 0.5}) == "saucer":
        r = low * 1.38
        dish = vessel(np.array([(.88 * r, 0), (.95 * r, .010), (r, .030)]), .0055, .006, n)
        parts = [part(each.name, *(piece.moved(z=.0062) for piece in each.pieces)) for each in parts]
        parts.append(part("saucer", dish))
    return parts


def _hollow(line: np.ndarray, wall: float, n: int) -> Surface:
    """A pot whose outside is ``line``, from the foot up; the inside runs smoothly behind its steps."""
    low, height = float(line[0, 0]), float(line[-1, 1])
    line = np.array([1, (height - .3 * wall) / height]) * line
    z = np.linspace(1.4 * wall, line[-1, 1], 16)
    at = np.interp(z, line[:, 1], line[:, 0])
    inner = np.convolve(np.pad(at, 2, "edge"), np.full(5, .2), "valid") - wall
    inner[-1] = line[-1, 0] - wall
    base = [(0, .4 * wall), (.72 * low, .4 * wall), (.80 * low, 0)]
    lip = [(line[-1, 0] - .30 * wall, height), (line[-1, 0] - .70 * wall, height)]
    inside = np.column_stack([inner, z])[::-1]
    profile = np.concatenate([base, line, lip, inside, [(.9 * inside[-1, 0], wall), (0, wall)]])
    names = ["foot"] * len(base) + ["body"] * (len(line) - 2) + ["rim"] * (len(lip) + 2)
    return lathe(profile, n, names + ["inside"] * (len(profile) - 1 - len(names)))


def _trough(d: Draw) -> list[Part]:
    width, depth = d.between(.48, .70), d.between(.17, .21)
    height = d.measure("height", .15, .19)

    def ring(w: float, dd: float, z: float) -> np.ndarray:
        line = rounded_rectangle(w, dd, .14 * depth, 4)
        return np.column_stack([line, np.full(len(line), z)])

    wall = .010
    rows = [(.90, 0), (.915, .004), (.97, .78 * height), (1.0, .80 * height), (1.03, .81 * height),
            (1.04, .83 * height), (1.045, height - .004),
            (1.04, height)]
    outer = [ring(width - (1 - f) * depth, depth * f, z) for f, z in rows]
    inner = [ring(width - (1 - f) * depth - 2 * wall, depth * f - 2 * wall, z) for f, z in ((1.04, height),
                                                                                            (1.03, height - .003),
                                                                                            (.97, .75 * height),
                                                                                           (.92, .012))]
    ends = [np.tile((0, 0, z), (len(outer[0]), 1)) for z in (0.0, .012)]
    box_ = skin(np.stack([ends[0], *outer, *inner, ends[1]]), region="body")
    soil = [ring(width - 2.4 * wall - .04 * depth, depth * .955 - 2 * wall, z) for z in (.60 * height, .76 * height)]
    caps = [np.tile((0, 0, z), (len(soil[0]), 1)) for z in (.60 * height, .78 * height)]
    earth = skin(np.stack([caps[0], *soil, caps[1]]), region="soil")
    return [part("planter", box_), part("soil", earth)]


FAMILY = Family(
    name="flower_pot", words=("plant pot", "planter", "terracotta pot", "window box",
                              "empty pot", "garden pot"),
    gloss=("an empty pot for a plant", "a terracotta flower pot"),
    extent=(.14, .85), build=build, native=("height",), materials=("terracotta", "terracotta", "terracotta", "ceramic",
                                                                   "stone"),
    looks={**VESSEL_LOOKS, "soil": "soil"}, part_words={**VESSEL_WORDS, "soil": ("soil", "earth")},
    styles={"classic": ("terracotta pot", "classic", "clay"), "planter": ("planter", "glazed", "modern"),
            "trough": ("window box", "trough", "long", "balcony"), "filled": ("filled", "soil"), "empty": ("empty",
                                                                                                           "empty pot"),
            "saucer": ("saucer",)})
