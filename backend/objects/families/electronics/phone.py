# SPDX-License-Identifier: GPL-3.0-or-later
"""Mobile phones: a smartphone leaning on its back, seen from the screen or the lenses, and an old one with buttons."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import facing
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import rounded, slab
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface

_ICONS = ("icon red", "icon green", "icon blue", "icon yellow", "icon white", "icon purple")


def build(d: Draw) -> list[Part]:
    old = d.choose({"smart": 1.4, "buttons": .5}) == "buttons"
    parts = _buttons(d) if old else _smart(d)
    return [Part(p.name, tuple(s.rotated(-.32, "x") for s in p.pieces)) for p in parts]


def _rounded(width: float, high: float, thick: float, corner: float, edge: float, region: str) -> Surface:
    return slab(rounded_rectangle(width, high, corner, 7), rounded(thick, edge, 5), region)


def _smart(d: Draw) -> list[Part]:
    wide, high, thick = d.between(.070, .078), d.between(.146, .163), d.between(.0074, .0085)
    corner = d.between(.009, .013)
    body = _rounded(wide, high, thick, corner, .0030, "body")
    glass = _rounded(wide - .0030, high - .0030, .0008, corner - .0015, .0003, "frame").moved(z=thick - .0004)
    face = thick + .0004
    lit = _rounded(wide - .0065, high - .0065, .0003, corner - .003, .0001, "screen").moved(z=face - .0001)
    lens_hole = turned([(.0017, 0), (.0017, .0002)], .00005, 20, "frame").moved(0, high / 2 - .0085, face + .0002)
    icons: list[Surface] = []
    pitch, size = (wide - .014) / 4, .0105
    rows = int(d.random.integers(4, 6))
    for row in range(rows):
        for column in range(4):
            if row == rows - 1 and column == 3:
                continue
            region = _ICONS[int(d.random.integers(len(_ICONS)))]
            icons.append(_rounded(size, size, .0003, .0026, .0001, region).moved(
                (column - 1.5) * pitch, high / 2 - .030 - row * .0180, face + .0001))
    dock = _rounded(wide - .013, .0175, .0002, .005, .0001, "dock").moved(0, -high / 2 + .0155, face + .0001)
    icons += [_rounded(size, size, .0003, .0026, .0001, region).moved((k - 1.5) * pitch, -high / 2 + .0155,
                                                                      face + .0002)
              for k, region in enumerate(("icon green", "icon blue", "icon white", "icon red"))]
    keys = [box(.0012, long, .0028, .0005, 2, region="body").moved(s * (wide / 2 + .0003), y, thick / 2 - .0014)
            for s, y, long in ((1, .018, .017), (-1, .024, .011), (-1, .010, .011))]
    hump = _rounded(.030, .032, .0022, .007, .0008, "body").moved(-wide / 2 + .0205, high / 2 - .0215, -.0016)
    lenses = []
    for x, y in ((-.0065, .0072), (-.0065, -.0072), (.0075, .0)):
        at = (-wide / 2 + .0205 + x, high / 2 - .0215 + y, -.0016)
        lenses += [turned([(.0056, -.0008), (.0056, .001)], .0003, 28, "body").moved(*at),
                   turned([(.0043, -.0011), (.0043, 0)], .0002, 28, "frame").moved(*at)]
    port = box(.009, .003, .0032, .0012, 3, region="frame").moved(0, -high / 2 + .0012, thick / 2 - .0016)
    made = [part("case", body), part("buttons", *keys), part("glass", glass, lens_hole, port), part("screen", lit,
                                                                                                    dock),
            part("icons", *icons), part("camera", hump, *lenses)]
    return [Part(p.name, tuple(facing(s, (0, 0, high / 2)) for s in p.pieces)) for p in made]


def _buttons(d: Draw) -> list[Part]:
    wide, high, thick = d.between(.046, .051), d.between(.108, .122), d.between(.017, .021)
    waist = d.between(.90, .97)
    body = slab(rounded_rectangle(wide, high, .016, 8), rounded(thick, .0070, 6), "body", 4)
    body = body.deformed(lambda v: v * np.column_stack([waist + (1 - waist) * (2 * v[:, 1] / high) ** 2,
                                                        np.ones(len(v)),
                                                        np.ones(len(v))]))
    face = thick
    window = _rounded(wide * .74, high * .34, .0012, .005, .0004, "frame").moved(0, high * .21, face - .0006)
    lcd = _rounded(wide * .60, high * .24, .0004, .0015, .0001, "lcd").moved(0, high * .215, face + .0005)
    ink = [box(w, .0016, .0002, .00006, 1, region="frame").moved(-wide * .26 + w / 2, high * .29 - k * .0055,
                                                                  face + .0009)
           for k, w in enumerate((.014, .020, .011, .017))]
    keys = [_rounded(.0105, .0055, .0018, .0026, .0008, "keys").moved((c - 1) * .0125,
                                                                      -high * .12 - r * .0088 - .0015 * (c == 1),
                                                                      face - .0006)
            for r in range(4) for c in range(3)]
    pad = _rounded(.020, .0068, .0020, .0032, .0009, "keys").moved(0, -high * .015, face - .0006)
    side = [_rounded(.0085, .0060, .0018, .0028, .0008, key).moved(s * .0155, -high * .020, face - .0006)
            for s, key in ((-1, "icon green"), (1, "icon red"))]
    slots = [box(.0035, .0012, .0004, .0001, 1, region="frame").moved(x, high * .435, face - .0012) for x in
             (-.005, 0, .005)]
    aerial = turned([(.0042, high * .47), (.0042, high * .60), (.0030, high * .62)], .0015, 24, "frame").rotated(
        -np.pi / 2, "x").moved(-wide * .30, 0, thick * .55)
    made = [part("case", body), part("window", window, *slots), part("display", lcd), part("text", *ink),
            part("keys", *keys, pad), part("call keys", *side), part("aerial", aerial)]
    return [Part(p.name, tuple(facing(s, (0, 0, high / 2)) for s in p.pieces)) for p in made]


FAMILY = Family(
    name="phone", words=("phone", "smartphone", "mobile phone", "cell phone", "cellphone", "mobile", "iphone"),
    gloss=("a mobile phone with a touch screen", "a smartphone showing its apps", "an old cell phone with buttons"),
    extent=(0.1, 0.18), build=build, materials=("device", "device", "black plastic"),
    looks={"body": "main", "frame": "display", "screen": "lit display", "dock": "lit far hill", "icon red": "lit red",
           "icon green": "lit green", "icon blue": "lit sky", "icon yellow": "lit amber", "icon white": "lit white",
           "icon purple": "purple paint", "lcd": "lcd", "keys": "pale plastic"},
    part_words={"screen": ("screen", "display"), "keys": ("key", "keys", "buttons"), "body": ("case", "back")},
    styles={"smart": ("smartphone", "smart", "modern", "touch screen"),
            "buttons": ("old", "vintage", "retro", "button", "nokia")})
