# SPDX-License-Identifier: GPL-3.0-or-later
"""Remote controls: a long handset with rows of buttons, a pad of arrows and the red power key."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import ring
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import ball, rounded, slab
from backend.objects.modeling.solids import turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    wide, long, thick = d.between(.044, .052), d.between(.165, .205), d.between(.017, .021)
    slim = d.choose({"classic": 1.2, "slim": .6}) == "slim"
    if slim:
        wide, long, thick = wide * .80, long * .82, thick * .62
    waist, arch = (1.0, 0.0) if slim else (d.between(.86, .96), d.between(.002, .005))
    body = slab(rounded_rectangle(wide, long, .35 * wide if slim else .012, 7), rounded(thick, .42 * thick, 5), "body",
                4)

    def shaped(v: np.ndarray) -> np.ndarray:
        t = v[:, 1] / long
        v[:, 0] *= waist + (1 - waist) * np.clip(np.abs(t) * 2, 0, 1) ** 2
        v[:, 2] += arch * (1 - (2 * t) ** 2) * (v[:, 2] / thick > .5)
        return v

    def face(y: float) -> float:
        return thick + arch * (1 - (2 * y / long) ** 2) - .0005

    def key(x: float, y: float, w: float, h: float, region: str, corner: float = .0024,
            tall: float = .0024) -> Surface:
        return slab(rounded_rectangle(w, h, min(corner, .49 * min(w, h)), 4), rounded(tall, .0009), region).moved(x, y,
                                                                                                                  face(y))

    keys, colours, arrows = [], [], []
    top = long / 2
    power = turned([(.0048, 0), (.0045, .0026)], .001, 24, "red")
    colours.append(power.moved(-wide * .26, top - .016, face(top - .016)))
    if slim:
        colours = [turned([(.0050, 0), (.0046, .0020)], .001, 24, "red").moved(0, top - .017, face(top - .017))]
        centre = top - .052
        rows = [centre - .032 - .0145 * k for k in range(3)]
        keys += [key(s * wide * .23, y, .0115, .0095, "keys", .0048, .0018) for y in rows for s in (1, -1)]
    else:
        keys.append(key(wide * .22, top - .016, .0135, .0065, "keys", .003))
        step = .0125
        y = top - .034
        for row in range(4):
            for column in range(3):
                keys.append(key((column - 1) * wide * .27, y - row * step, .0098, .0072, "keys"))
        centre = y - 4 * step - .017
        below = centre - .030
        for k, region in enumerate(("red", "green", "yellow", "blue")):
            colours.append(key((k - 1.5) * wide * .20, below, .0072, .0042, region, .0018))
        for x in (-wide * .25, wide * .25):
            keys.append(key(x, below - .018, .0100, .0220, "keys", .005, .0028))
        keys.append(key(0, below - .012, .0085, .0065, "keys"))
        keys.append(key(0, below - .024, .0085, .0065, "keys"))
        last = below - .040
        while last > -top + .016:
            keys += [key((c - 1) * wide * .27, last, .0092, .0058, "keys") for c in range(3)]
            last -= .0110
    arrows.append(ring(.0070, .0160 if not slim else .0135, .0022, d, "pad").moved(0, centre, face(centre) - .0002))
    arrows.append(turned([(.0060, 0), (.0056, .0028)], .001, 28, "keys").moved(0, centre, face(centre)))
    reach = .0117 if not slim else .0104
    arrows += [ball((.0012, .0012, .0006), 8, 10, "mark").moved(reach * np.cos(a), centre + reach * np.sin(a),
                                                                face(centre) + .0020) for a in np.arange(4) * np.pi / 2]
    lens = slab(rounded_rectangle(wide * .5, .006, .0028, 4), rounded(thick * .46, .001), "lens").moved(0, top - .0026,
                                                                                                  thick * .27)
    badge = key(0, -top + .0085, .014, .0030, "mark", .001, .0007)
    pieces = [part("body", body.deformed(shaped)), part("keys", *keys), part("coloured keys", *colours),
              part("arrow pad", *arrows), part("lens", lens), part("badge", badge)]
    turn = d.between(-.55, -.25)
    return [Part(p.name, tuple(s.rotated(turn) for s in p.pieces)) for p in pieces]


FAMILY = Family(
    name="remote_control", words=("remote control", "tv remote", "remote", "television remote", "remote controller"),
    gloss=("a remote control for the television", "a handset with buttons to change the channel"),
    extent=(0.1, 0.22), build=build, principal="depth",
    materials=("black plastic", "grey plastic", "pale plastic", "black plastic"),
    looks={"body": "main", "keys": ("pale plastic", "grey plastic", "white plastic"), "pad": ("grey plastic", "steel"),
           "red": "toy red", "green": "toy green", "yellow": "toy yellow", "blue": "toy blue", "mark": "toy white",
           "lens": "tinted glass"},
    part_words={"keys": ("key", "keys", "button", "buttons"), "pad": ("pad",)},
    styles={"classic": ("classic", "old"), "slim": ("slim", "modern", "small")})
