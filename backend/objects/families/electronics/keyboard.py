# SPDX-License-Identifier: GPL-3.0-or-later
"""Computer keyboards: a full board with number pad or a compact one, dished caps in the rows of a typist."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import cable
from backend.objects.families.shared import board
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.solids import post
from backend.objects.modeling.surface import Surface

_MAIN = ((1,) * 13 + (2,), (1.5,) + (1,) * 12 + (1.5,), (1.75,) + (1,) * 11 + (2.25,), (2.25,) + (1,) * 10 + (2.75,),
         (1.25, 1.25, 1.25, 6.25, 1.25, 1.25, 1.25, 1.25))


def build(d: Draw) -> list[Part]:
    full = d.choose({"full": 1.0, "compact": .8}) == "full"
    pitch = d.between(.0182, .0192)
    low = d.choose({"caps": 1.0, "flat": .7}) == "flat"
    tall = .0028 if low else .0085
    keys: list[Surface] = []
    other: list[Surface] = []
    accents: list[Surface] = []
    groups = {"keys": keys, "other keys": other, "accent keys": accents}

    def key(x: float, y: float, span: float, into: list[Surface], region: str, deep: float = 1.0) -> None:
        w, h = span * pitch - .0014, deep * pitch - .0014
        shape = rounded_rectangle(w, h, .0022, 2)
        shrink = .97 if low else .82
        rows = [(0, 1, x, y), (.3 * tall, 1, x, y), (tall, shrink, x, y + (0 if low else .0012))]
        into.append(post(shape, rows, .0006 if low else .0012, region, 2))

    left = 0.0
    for row, spans in enumerate(_MAIN):
        x, y = left, -(row + .5) * pitch
        for index, span in enumerate(spans):
            special = span != 1 and span != 6.25
            first = row == 3 and span == 2.75 and index == len(spans) - 1
            enter = row == 2 and index == len(spans) - 1
            name = "accent keys" if first or enter else "other keys" if special else "keys"
            key(x + span * pitch / 2, y, span, groups[name], name)
            x += span * pitch
    top = pitch * 1.25
    for index, x in enumerate((.5, 2.5, 3.5, 4.5, 5.5, 7, 8, 9, 10, 11.5, 12.5, 13.5, 14.5)):
        name = "accent keys" if index == 0 else "other keys" if 4 < index < 9 else "keys"
        key(x * pitch, top - .5 * pitch, 1, groups[name], name)
    right = 15 * pitch
    if full:
        x0 = right + .28 * pitch
        for c in range(3):
            key(x0 + (c + .5) * pitch, top - .5 * pitch, 1, other, "other keys")
            for r in range(2):
                key(x0 + (c + .5) * pitch, -(r + .5) * pitch, 1, other, "other keys")
            key(x0 + (c + .5) * pitch, -4.5 * pitch, 1, other, "other keys")
        key(x0 + 1.5 * pitch, -3.5 * pitch, 1, other, "other keys")
        x1 = x0 + 3.28 * pitch
        for r in range(4):
            for c in range(3):
                key(x1 + (c + .5) * pitch, -(r + .5) * pitch, 1, keys, "keys")
        key(x1 + 1 * pitch, -4.5 * pitch, 2, keys, "keys")
        key(x1 + 2.5 * pitch, -4.5 * pitch, 1, keys, "keys")
        for c in range(2):
            key(x1 + 3.5 * pitch, -(.5 + c) * pitch, 1, other, "other keys")
        key(x1 + 3.5 * pitch, -3.0 * pitch, 1, other, "other keys", 2)
        key(x1 + 3.5 * pitch, -4.5 * pitch, 1, accents, "accent keys")
        right = x1 + 4 * pitch
    margin = d.between(.006, .012)
    wide, y0, y1 = right + 2 * margin, -5 * pitch - margin, top + margin
    thick = .008 if low else .017
    cx, cy = right / 2, (y0 + y1) / 2
    case = board(wide, y1 - y0, thick, (cx, cy, 0), .0035, "body")
    well = board(right + .004, y1 - y0 - 2 * margin + .004, .0012, (cx, cy, thick - .0008), .0004, "well")
    face = thick + .0002
    lights = [board(.004, .0016, .0006, (right - .02 - .011 * k, y1 - margin * .55, thick - .0002), .0002, "led")
              for k in range(3)]
    tilt = .075

    def placed(s: Surface) -> Surface:
        return s.moved(-cx, -y0, 0).rotated(tilt, "x").moved(0, -(y1 - y0) / 2, 0)

    rise = (y1 - y0) * np.sin(tilt)
    feet = [board(.022, .010, rise + .006, (s * .38 * wide, (y1 - y0) / 2 - .022, 0), .002, "well") for s in (1, -1)]
    feet += [board(.030, .006, .003, (s * .38 * wide, -(y1 - y0) / 2 + .014, -.0012), .001, "well") for s in (1, -1)]
    made = [part("case", placed(case)), part("well", placed(well)), part("keys", *[placed(k.moved(z=face))
                                                                                   for k in keys]),
            part("other keys", *[placed(k.moved(z=face)) for k in other]),
            part("accent keys", *[placed(k.moved(z=face)) for k in accents]),
            part("lights", *[placed(k) for k in lights]), part("feet", *feet)]
    if d.choose({"cable": 1.0, "wireless": .8}) == "cable":
        y = (y1 - y0) / 2
        made.append(part("cable", cable([(0, y - .004, rise + .006), (.002, y + .02, rise), (.01, y + .05, .003),
                                         (.05, y + .065, .003), (.09, y + .055, .003)], .0026)))
    return made


FAMILY = Family(
    name="keyboard", words=("keyboard", "computer keyboard", "mechanical keyboard", "typing keyboard"),
    gloss=("a computer keyboard to type on", "rows of keys for a computer"),
    extent=(0.28, 0.52), build=build, principal="width", materials=("black plastic", "pale plastic", "device",
                                                                    "beige plastic"),
    looks={"body": "main", "well": "ink", "keys": ("white plastic", "grey plastic", "pale plastic"),
           "other keys": ("grey plastic", "beige plastic"), "accent keys": ("toy orange", "sky paint", "toy red"),
           "led": "lit green", "cable": "black plastic"},
    part_words={"keys": ("key", "keys", "keycaps"), "cable": ("cable", "cord", "wire"), "body": ("case",)},
    styles={"full": ("full size", "full"), "compact": ("compact",), "caps": ("mechanical", "mechanical keyboard"),
            "flat": ("flat", "slim", "low profile"), "cable": ("wired",), "wireless": ("wireless", "bluetooth")})
