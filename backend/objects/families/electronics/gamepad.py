# SPDX-License-Identifier: GPL-3.0-or-later
"""Game controllers: a two-horned pad with sticks and buttons, an arcade joystick on its box."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import ball, rounded, slab, tube
from backend.objects.modeling.solids import lathe, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    return _stick(d) if d.choose({"pad": 1.3, "joystick": .7}) == "joystick" else _pad(d)


def _pad(d: Draw) -> list[Part]:
    grow = d.between(.96, 1.05)
    s = Sculpt(.016)
    flatten = flat((0, 0, 1), .62)
    s.limb([(-.048, .018, .030), (0, .022, .031), (.048, .018, .030)], [.030, .027, .030], "body", None, flatten)
    s.limb([(.052, .014, .030), (.066, -.018, .027), (.072 + d.between(-.004, .006), -.056, .020)], [.031, .025, .0165],
           "body", .014, flat((0, 0, 1), .72), mirror=True)
    s.blob((0, -.010, .027), (.040, .026, .016), "body", .012)
    body = s.surface(92, d.detail)
    lo = float(body.vertices[:, 2].min())

    def top(x: float, y: float) -> float:
        return float(s.touch((x, y, .2), (0, 0, -1))[2])

    def seat(piece: Surface, x: float, y: float, sink: float = .0008) -> Surface:
        return piece.moved(x, y, top(x, y) - sink)

    sticks, wells = [], []
    pattern = d.choose({"even": 1.0, "offset": 1.0})
    places = [(-.026, -.014), (.026, -.014)] if pattern == "even" else [(-.052, .012), (.026, -.014)]
    cross_at = (-.053, .013) if pattern == "even" else (-.026, -.014)
    for x, y in places:
        wells.append(seat(lathe(np.array([(0, -.004), (.0150, -.004), (.0150, .0012), (.0138, .0018), (.0112, -.0006),
                                          (0, -.0006)]), 40, "dark"), x, y, 0))
        stem = turned([(.0060, -.002), (.0048, .0065)], .0006, 20, "dark")
        cap = lathe(np.array([(0, .0075), (.0085, .0080), (.0102, .0095), (.0102, .0112), (.0090, .0122), (.0075,
                                                                                                           .0112),
                              (0, .0106)]), 36, "sticks")
        sticks += [seat(stem, x, y), seat(cap, x, y)]
    cross = []
    for w, h in ((.0215, .0075), (.0075, .0215)):
        cross.append(seat(slab(rounded_rectangle(w, h, .0016, 3), rounded(.0050, .0012), "dark"), *cross_at, .0012))
    wells.append(seat(turned([(.0142, -.003), (.0140, .0008)], .0006, 36, "inset"), *cross_at, .0002))
    buttons = []
    for region, (dx, dy) in zip(("green", "red", "blue", "yellow"), ((0, -1), (1, 0), (-1, 0), (0, 1))):
        buttons.append(seat(turned([(.0050, -.002), (.0050, .0030), (.0044, .0040)], .0012, 26, region),
                            .053 + dx * .0112,
                            .012 + dy * .0112, .0006))
    middle = [seat(slab(rounded_rectangle(.0075, .0036, .0017, 3), rounded(.0018, .0006), "dark"), x, .018, .0004)
              for x in (-.014, .014)]
    middle.append(seat(turned([(.0062, -.001), (.0058, .0016)], .0006, 28, "light"), 0, .026, .0004))
    shoulder = []
    for side in (1, -1):
        shoulder += [tube([(side * .032, .0465, .037), (side * .052, .0475, .036), (side * .068, .041, .033)],
                          [.0068, .0075, .006], 12, 16, "dark"),
                     tube([(side * .040, .048, .022), (side * .054, .049, .021), (side * .064, .045, .021)],
                          [.0062, .0078, .006], 12, 16, "dark")]
    pieces = [part("body", body), part("stick wells", *wells), part("sticks", *sticks), part("cross", *cross),
              part("buttons", *buttons), part("middle buttons", *middle), part("shoulder buttons", *shoulder)]
    return [Part(p.name, tuple(q.moved(z=-lo).scaled((grow,) * 3) for q in p.pieces)) for p in pieces]


def _stick(d: Draw) -> list[Part]:
    wide, deep = d.between(.20, .28), d.between(.15, .18)
    tall = .052
    slope = .12
    case = slab(rounded_rectangle(wide, deep, .018, 6), rounded(tall, .008, 4), "body", 3)

    def sloped(v: np.ndarray) -> np.ndarray:
        v[:, 2] += np.where(v[:, 2] > tall / 2, (v[:, 1] + deep / 2) * slope, 0)
        return v

    def top(y: float) -> float:
        return tall + (y + deep / 2) * slope

    panel = slab(rounded_rectangle(wide - .020, deep - .020, .012, 6), rounded(.002, .0008), "panel",
                 2).moved(z=tall - .001)
    panel = panel.deformed(lambda v: v + np.column_stack([0 * v[:, 0], 0 * v[:, 0], (v[:, 1] + deep / 2) * slope]))
    x0 = -wide * .26
    z0 = top(0)
    lean = (d.between(-.14, .14), d.between(-.10, .10))
    boot = turned([(.026, 0), (.024, .006), (.014, .012), (.011, .022)], .004, 40, "dark")
    shaft = turned([(.0052, .01), (.0052, .070)], .001, 20, "metal")
    bat = ball(.0185, 20, 32, "stick").moved(z=.082)
    stick = [q.rotated(lean[0], "y").rotated(lean[1], "x").moved(x0, 0, z0) for q in (shaft, bat)]
    plate_ = turned([(.034, 0), (.033, .0025)], .001, 44, "metal").moved(x0, 0, z0 - .0005)
    buttons, rims = [], []
    regions = ("red", "yellow", "blue", "green", "red", "blue")
    columns = 3 if wide > .23 else 2
    for k in range(columns * 2):
        c, r = k % columns, k // columns
        x = wide * .06 + c * .034
        y = .018 - r * .038 + .006 * (c == 1)
        rims.append(turned([(.0150, -.001), (.0150, .0030), (.0132, .0042)], .001, 36, "dark").moved(x, y, top(y)))
        buttons.append(turned([(.0122, 0), (.0122, .0068), (.0112, .0078)], .0015, 36, regions[k]).moved(x, y, top(y)))
    start = [turned([(.006, 0), (.0055, .004)], .0012, 24, "dark").moved(wide * .40, deep * .36, top(deep * .36))]
    feet = [board(.022, .022, .006, (sx * wide * .40, sy * deep * .36, -.005), .002, "dark") for sx in (1, -1)
            for sy in (1, -1)]
    return [part("case", case.deformed(sloped)), part("panel", panel), part("boot", boot.moved(x0, 0, z0)),
            part("stick", *stick), part("stick plate", plate_), part("button rims", *rims), part("buttons", *buttons),
            part("start", *start), part("feet", *feet)]


FAMILY = Family(
    name="gamepad", words=("gamepad", "game controller", "joystick", "game pad", "video game controller", "controller",
                           "arcade stick"),
    gloss=("a controller for video games", "an arcade joystick with buttons", "a console's game pad"),
    extent=(0.12, 0.3), build=build, principal="width",
    materials=("black plastic", "white plastic", "toy red", "toy blue", "grey plastic"),
    looks={"body": "main", "dark": "black plastic", "sticks": ("grey plastic", "black plastic"),
           "inset": "grey plastic",
           "green": "toy green", "red": "toy red", "blue": "toy blue", "yellow": "toy yellow", "light": "lit white",
           "metal": "chrome", "stick": ("toy red", "toy black", "toy yellow"), "panel": ("black plastic", "steel",
                                                                                         "ink")},
    part_words={"sticks": ("sticks",), "stick": ("stick", "knob"), "panel": ("panel",)},
    styles={"pad": ("gamepad", "game pad", "console"), "joystick": ("joystick", "arcade", "arcade stick")})
