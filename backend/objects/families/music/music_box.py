# SPDX-License-Identifier: GPL-3.0-or-later
"""A music box: an open lined case, within it a pinned cylinder, its comb and a crank."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.curves import circle
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface

_QUARTER = np.pi / 2


def build(d: Draw) -> list[Part]:
    width, depth = d.between(0.15, 0.22), d.between(0.10, 0.14)
    tall, wall, lid_tall = d.between(0.044, 0.062), d.between(0.006, 0.009), d.between(0.010, 0.018)
    long = [board(width, wall, tall, (0, s * (depth - wall) / 2, 0.006), 0.0015, "case") for s in (1, -1)]
    short = [board(depth - 2 * wall + 0.0004, wall, tall, (0, 0, 0), 0.0015, "case").rotated(_QUARTER)
             .moved(s * (width - wall) / 2, 0, 0.006) for s in (1, -1)]
    foot = board(width + 0.010, depth + 0.010, 0.009, (0, 0, 0), 0.003, "base")
    lining = board(width - 2 * wall, depth - 2 * wall, 0.004, (0, 0, 0.008), 0.001, "lining")
    movement, crank = _movement(d, width - 2 * wall, depth - 2 * wall, tall, width / 2)
    return [part("case", *long, *short), part("base", foot), part("lining", lining),
            *_lid(d, width, depth, 0.006 + tall, lid_tall, wall), *movement, crank]


def _lid(d: Draw, width: float, depth: float, top: float, tall: float, wall: float) -> list[Part]:
    """The lid, hinged at the back and open past upright; its inside is lined."""
    angle = -d.between(1.75, 2.0)

    def opened(surface: Surface) -> Surface:
        return surface.moved(0, -depth / 2, 0).rotated(angle, "x").moved(0, depth / 2, top + 0.001)

    plate = board(width + 0.008, depth + 0.008, wall, (0, 0, tall), 0.0025, "lid")
    rims = [board(width, wall, tall + 0.001, (0, s * (depth - wall) / 2, 0), 0.0015, "lid") for s in (1, -1)]
    rims += [board(depth - 2 * wall + 0.0004, wall, tall + 0.001, (0, 0, 0), 0.0015, "lid").rotated(_QUARTER)
             .moved(s * (width - wall) / 2, 0, 0) for s in (1, -1)]
    inside = board(width - 2 * wall, depth - 2 * wall, 0.003, (0, 0, tall - 0.002), 0.001, "lining")
    hinges = [sweep(np.column_stack([np.linspace(-0.012, 0.012, 4) + s * 0.3 * width, np.full(4, depth / 2 + 0.001),
                                     np.full(4, top)]), circle(16, 0.0028), region="brass") for s in (1, -1)]
    return [part("lid", *map(opened, (plate, *rims))), part("lid lining", opened(inside)), part("hinges", *hinges)]


def _movement(d: Draw, width: float, depth: float, tall: float, side: float) -> tuple[list[Part], Part]:
    """Bedplate, cylinder with pins, comb and spring housing; and the crank through the right side."""
    floor, length = 0.012, 0.52 * width
    r = min(0.25 * depth, 0.34 * tall)
    x, y, z = -0.05 * width, 0.12 * depth, floor + 0.007 + 1.15 * r
    bed = board(0.88 * width, 0.80 * depth, 0.005, (0, 0, floor), 0.0015, "bed")

    def along(surface: Surface) -> Surface:
        return surface.rotated(_QUARTER, "y").moved(x, y, z)

    drum = along(turned([(r, -length / 2), (r, length / 2)], 0.0008, d.segments(56), "brass"))
    axle = along(turned([(0.22 * r, -length / 2 - 0.012), (0.22 * r, side - x - 0.002)], 0.0004, 16, "steel"))
    wheel = along(turned([(1.08 * r, length / 2 + 0.002), (1.08 * r, length / 2 + 0.005)], 0.0006, 40, "brass"))
    posts = [board(0.005, 0.9 * r, z + 0.4 * r - floor, (x + s * (length / 2 + 0.009), y, floor), 0.001, "brass")
             for s in (1, -1)]
    teeth = int(d.random.integers(18, 26))
    pitch = 0.94 * length / teeth
    pins = []
    for k in range(teeth):
        for angle in d.random.uniform(0, 2 * np.pi, 5):
            pin = turned([(0.0006, r - 0.0006), (0.0005, r + 0.0016)], 0.0001, 6, "steel", 1)
            pins.append(along(pin.rotated(_QUARTER, "y").rotated(float(angle))
                              .moved(z=(k + 0.5) * pitch - 0.47 * length)))
    front, start = y - r - 0.0022, -0.36 * depth
    bar = board(length, 0.10 * depth, 0.006, (x, start, z - 0.004), 0.0012, "steel")
    comb = []
    for k in range(teeth):
        long = front - start - 0.02 * depth
        comb.append(box(0.72 * pitch, long, 0.0016, 0.0004, 1, region="steel")
                    .moved(x + (k + 0.5) * pitch - 0.47 * length, start + 0.02 * depth + long / 2, z))
    stand = board(0.96 * length, 0.08 * depth, z - floor - 0.006, (x, start, floor + 0.003), 0.001, "brass")
    screws = [turned([(0.0032, 0), (0.0032, 0.0015), (0.002, 0.0022)], 0.0005, 20, "brass")
              .moved(x + s * 0.33 * length, start, z + 0.0018) for s in (-1, 0, 1)]
    reach = d.between(0.020, 0.030)
    out = side + 0.006
    shaft = sweep(np.array([(side - 0.004, y, z), (out, y, z), (out + 0.004, y, z)]), circle(14, 0.0022),
                  region="crank")
    arm = board(0.004, 0.008, reach + 0.008, (out + 0.003, y, z - 0.004), 0.0015, "crank")
    knob = turned([(0.0025, 0), (0.0032, 0.004), (0.0055, 0.013), (0.0045, 0.018)], 0.0015, 28, "knob")
    knob = knob.rotated(_QUARTER, "y").moved(out + 0.004, y, z + reach)
    return ([part("bedplate", bed), part("cylinder", drum, axle, wheel, *posts), part("pins", *pins),
             part("comb", bar, stand, *comb, *screws)], part("crank", shaft, arm, knob))


FAMILY = Family(
    name="music_box", words=("music box", "musical box", "musicbox"),
    gloss=("a box that plays a tune when its crank is turned", "a wind-up melody box with a pinned cylinder",
           "an antique musical box"),
    extent=(0.14, 0.36), build=build, materials=("walnut", "mahogany", "walnut", "teak", "oak"),
    looks={"case": "main", "base": "main", "lid": "main", "lining": "fabric", "brass": "brass", "bed": "brass",
           "steel": "steel", "crank": ("brass", "steel"), "knob": ("ebony", "mahogany", "porcelain")},
    part_words={"lid": ("lid", "cover"), "lining": ("lining", "inside"), "crank": ("crank", "handle"),
                "knob": ("knob",), "brass": ("cylinder", "movement", "mechanism"), "steel": ("comb", "pins"),
                "base": ("base", "foot")})
