# SPDX-License-Identifier: GPL-3.0-or-later
"""Cardboard boxes: a taped parcel with a label, and an open carton with its flaps turned out."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.solids import box
from backend.objects.modeling.surface import Surface

_QUARTER = np.pi / 2


def build(d: Draw) -> list[Part]:
    kind = d.choose({"parcel": 1.2, "open": 0.8})
    width, depth = d.measure("width", .26, .46), d.measure("depth", .20, .34)
    height = d.measure("height", .16, .34)
    wall = .005
    card: list[Surface] = []
    for s in (1, -1):
        card.append(board(width, wall, height, (0, s * (depth - wall) / 2, 0), .0012, "card"))
        card.append(board(depth - 1.2 * wall, wall, height, (0, 0, 0), .0012, "card").rotated(_QUARTER).moved(
            s * (width - wall) / 2, 0, 0))
    card.append(board(width - wall, depth - wall, wall, (0, 0, 0), .001, "card"))
    parts = [part("sides", *card)]
    if kind == "open":
        flaps: list[Surface] = []
        for s in (1, -1):
            for long, reach, turn in ((width - .006, depth / 2, 0.0), (depth - .006, depth / 2, _QUARTER)):
                bend = d.between(.55, 1.75)
                flap = board(long, .9 * wall, reach, (0, 0, 0), .0012, "card").rotated(-s * bend, "x")
                flap = flap.moved(z=height - .001)
                out = (depth if not turn else width) / 2 - wall / 2
                flaps.append(flap.moved(0, s * out).rotated(turn))
        parts.append(part("flaps", *flaps))
        return [*parts, *_print(width, depth, height, d)]
    gap = .0012
    flaps = [board(width - .0006, depth / 2 - gap / 2, wall, (0, s * (depth / 4 + gap / 4), height - .0008), .0012,
                   "card")
             for s in (1, -1)]
    under = [board(width / 3, depth - .01, wall * .8, (s * width / 3, 0, height - wall), .001, "card") for s in (1, -1)]
    parts.append(part("flaps", *flaps, *under))
    top = height + wall - .0009
    wide = d.between(.045, .06)
    tape = [box(width + .0012, wide, .0011, .0004, 1, region="tape").moved(0, 0, top - .0004)]
    tape += [box(.0012, wide, .32 * height, .0004, 1, region="tape").moved(s * (width / 2 + .0002), 0,
                                                                           top - .32 * height) for s in (1, -1)]
    parts.append(part("tape", *tape))
    label_w = min(.14, .42 * width)
    label_d = min(.62 * label_w, .5 * depth - .5 * wide - .014)
    x, y = d.between(-.2, .2) * width, -depth / 4 - wide / 4
    parts.append(part("label", box(label_w, label_d, .0009, .0003, 1, region="label").moved(x, y, top - .0004)))
    lines = [box(label_w * w, .0030, .0008, .0002, 1, region="ink").moved(
        x - .5 * label_w * (.88 - w), y + label_d * (.30 - .17 * k), top + .0001) for k, w in enumerate((.5, .7, .34))]
    bars = [box(.0016 + .0016 * (k % 3 == 0), .22 * label_d, .0008, .0002, 1, region="ink").moved(
        x - .40 * label_w + .8 * label_w * k / 21, y - .34 * label_d, top + .0001) for k in range(22)]
    parts.append(part("print", *lines, *bars))
    return [*parts, *_print(width, depth, height, d)]


def _print(width: float, depth: float, height: float, d: Draw) -> list[Part]:
    """Two arrows over a line, as for "this side up", on the front; hand holes on the sides."""
    size = min(.075, .40 * height, .3 * width)
    x, z = -.30 * width if d.chance(.5) else .28 * width, .30 * height
    y = -depth / 2 - .0004
    ink: list[Surface] = [box(size, .0010, .06 * size, .0003, 1, region="ink").moved(x, y, z)]
    for s in (1, -1):
        ink.append(box(.09 * size, .0010, .55 * size, .0003, 1, region="ink").moved(x + s * .26 * size, y,
                                                                                    z + .16 * size))
        for t in (1, -1):
            ink.append(box(.09 * size, .0010, .34 * size, .0003, 1, region="ink").rotated(t * .72, "y").moved(
                x + s * .26 * size + t * -.224 * size, y, z + .50 * size))
    holes = [box(.0012, min(.09, .4 * depth), .024, .0004, 1, region="shadow").moved(s * (width / 2 + .0001), 0,
                                                                                     .68 * height)
             for s in (1, -1)] if height > .2 else []
    return [part("arrows", *ink)] + ([part("hand holes", *holes)] if holes else [])


FAMILY = Family(
    name="box", words=("box", "cardboard box", "package", "parcel", "carton", "delivery box", "moving box",
                       "shipping box"),
    gloss=("a cardboard box", "a parcel to be delivered", "a box with tape and a label"),
    extent=(.24, .85), build=build, native=("height", "width", "depth"), materials=("cardboard",),
    looks={"card": "main", "tape": "packing tape", "label": "white card", "ink": "ink", "shadow": "ink"},
    part_words={"tape": ("tape",), "label": ("label",), "card": ("cardboard", "flaps")},
    styles={"parcel": ("parcel", "package", "closed", "sealed", "delivery box", "delivery", "shipping box"),
            "open": ("open", "opened", "empty", "full")})
