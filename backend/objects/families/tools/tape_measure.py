# SPDX-License-Identifier: GPL-3.0-or-later
"""Tape measures: a case with a thumb lock, a marked steel tape drawn out with its hook."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    size = d.between(.062, .078)
    thick = d.between(.034, .042)
    out = d.between(.06, .14)
    outline = fillet([(.5 * size, 0), (.5 * size, .60 * size), (.20 * size, .98 * size), (-.30 * size, .98 * size),
                      (-.5 * size, .70 * size), (-.5 * size, 0)],
                     np.array([.14, .30, .30, .30, .30, .14]) * size, 8, closed=True)

    def upright(piece: Surface, y: float) -> Surface:
        """A plate drawn in (x, z), its thickness from y towards the viewer."""
        return piece.rotated(np.pi / 2, "x").moved(0, y, 0)

    case = upright(plate(outline, thick, .0048, "case", (), 4), thick / 2)
    middle = np.array([-.01 * size, .49 * size])
    band = upright(plate((outline - middle) * 1.035 + middle, .46 * thick, .003, "rubber", (), 3), .23 * thick)
    low = float(band.vertices[:, 2].min())
    badge = []
    for s in (1, -1):
        disc = turned([(.30 * size, 0), (.30 * size, .0012), (.27 * size, .0018)], .0004, 40, "badge")
        ring = turned([(.33 * size, 0), (.33 * size, .0008)], .0003, 40, "rubber")
        badge += [piece.rotated(s * np.pi / 2, "x").moved(middle[0], -s * (thick / 2 - .0004),
                                                          middle[1]) for piece in (ring, disc)]
    lock = [box(.24 * size, .30 * thick, .012, .004, 3, region="rubber").rotated(.62, "y").moved(.40 * size, 0,
                                                                                                 .78 * size),
            box(.10 * size, .34 * thick, .010, .003, 2, region="rubber").rotated(.62, "y").moved(.37 * size, 0,
                                                                                                 .84 * size)]
    wide = .62 * thick
    z = .10 * size
    t = np.linspace(0, 1, 24)
    v = np.linspace(-1, 1, 9)
    rings = []
    for s in t:
        x = .45 * size + s * (out + .05 * size)
        dish = .0036 * (v ** 2) + z - .004 * s
        top = np.column_stack([np.full(9, x), v * wide / 2, dish + .0004])
        rings.append(np.concatenate([top, (top - (0, 0, .0006))[::-1]]))
    ends = [np.tile(rings[k].mean(axis=0), (18, 1)) for k in (0, -1)]
    tape = skin(np.stack([ends[0], *rings, ends[1]]), region="tape")
    marks = []
    start, pitch = .5 * size + .006, .005
    for k in range(int((out - .012) / pitch)):
        long = .62 if k % 5 == 0 else .30
        x = start + k * pitch
        far = (x - .45 * size) / (out + .05 * size)
        for side in (1, -1):
            y = side * wide * (.48 - long / 4)
            at = .0036 * (2 * y / wide) ** 2 + z - .004 * far + .0003
            marks.append(box(.0005, wide * long / 2, .0005, .0001, 1, region="print").rotated(
                side * .0036 * 8 * abs(y) / wide ** 2, "x").moved(x, y, at))
    for k in range(1, int((out - .012) / .025) + 1):
        x = start + k * .025 - .003
        if x < .5 * size + out - .006:
            level = z - .004 * (x - .45 * size) / out + .0004
            marks.append(box(.0030, .0042, .0006, .0001, 1, region="red").moved(x, 0, level))
    end = .5 * size + out
    hook = [box(.0014, .7 * wide, .016, .0004, 1, region="metal").moved(end, 0, z - .018),
            box(.014, .55 * wide, .0012, .0004, 1, region="metal").moved(end - .006, 0, z - .0032)]
    rivets = [turned([(.0019, 0), (.0015, .0008)], .0003, 10, "metal").moved(end - .006, y, z - .0022) for y in (-.003,
                                                                                                                 .003)]
    mouth = box(.006, .72 * thick, .012, .002, 2, region="rubber").moved(.5 * size, 0, z - .006)
    return [part("case", case.moved(z=-low)), part("grip", band.moved(z=-low),
                                                   *(piece.moved(z=-low) for piece in lock), mouth),
            part("badge", *badge), part("tape", tape), part("marks", *marks), part("hook", *hook, *rivets)]


FAMILY = Family(
    name="tape_measure", words=("tape measure", "measuring tape", "tapeline", "tape rule"),
    gloss=("a tape to measure length", "a yellow tape measure"),
    extent=(.11, .25), build=build, principal="width", materials=("signal yellow", "toy orange", "toy red", "toy blue"),
    looks={"case": "main", "rubber": "black plastic", "badge": ("toy white", "steel"), "tape": "signal yellow",
           "print": "ink",
           "red": "toy red", "metal": "steel"},
    part_words={"tape": ("tape", "blade"), "rubber": ("grip", "rubber")})
