# SPDX-License-Identifier: GPL-3.0-or-later
"""Padlocks standing up: a brass block or an old iron heart, shut or sprung open, with a keyhole."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import arc, circle, fillet
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"block": 1.2, "antique": 0.6, "combination": 0.4})
    wide = d.between(.042, .056)
    tall = wide * d.between(.78, .95)
    thick = wide * d.between(.34, .44)
    if kind == "antique":
        outline = fillet([(.5, 1), (.5, .42), (.26, .04), (0, 0), (-.26, .04), (-.5, .42), (-.5, 1)],
                         [.10, .30, .16, .2, .16, .30, .10], 6, closed=True) * (wide, 1.12 * wide)
        tall = 1.12 * wide
    else:
        outline = fillet([(.5 * wide, tall), (.5 * wide, 0), (-.5 * wide, 0), (-.5 * wide, tall)],
                         [.16 * wide, .12 * wide, .12 * wide, .16 * wide], 6, closed=True)

    def upright(piece: Surface, y: float) -> Surface:
        return piece.rotated(np.pi / 2, "x").moved(0, y, 0)

    body = upright(plate(outline, thick, .10 * thick + .0012, "body", (), 4), thick / 2)
    parts = [part("body", body)]
    r = .105 * wide + .0004
    half = .30 * wide
    rise = wide * d.between(.62, .85)
    sprung = d.choose({"closed": 0.7, "open": 0.3}) == "open"
    lift = .34 * wide if sprung else 0.0
    top = tall - .004
    legs = np.concatenate([[(half, 0, top - .01), (half, 0, top + rise - half + lift)],
                           np.column_stack([half * np.cos(a := np.linspace(0, np.pi, 25)[1:-1]), 0 * a,
                                            top + rise - half + lift + half * np.sin(a)]),
                           [(-half, 0, top + rise - half + lift), (-half, 0, top + (.012 + lift if sprung else -.01))]])
    shackle = sweep(legs, circle(20, r), up=(0, 1, 0), region="shackle", bevel=.2)
    if sprung:
        shackle = shackle.moved(-half).rotated(-.55).moved(half)
    sockets = [turned([(1.45 * r, -.003), (1.45 * r, .0012), (1.25 * r, .0022)], .0006, 24, "trim").moved(s * half, 0,
                                                                                                          tall - .0004)
               for s in (1, -1)]
    parts += [part("shackle", shackle), part("collars", *sockets)]
    y = -thick / 2
    if kind == "combination":
        wheels = []
        for k in range(4):
            z = tall * (.20 + .2 * k)
            wheel = turned([(.17 * wide, -.07 * tall), (.19 * wide, -.05 * tall), (.19 * wide, .05 * tall),
                            (.17 * wide, .07 * tall)],
                           .001, 30, "wheel")
            wheels.append(wheel.moved(0, y + .12 * wide, z))
            wheels.append(box(.030 * wide, .002, .07 * tall, .0004, 1, region="print").moved(0, y - .071 * wide,
                                                                                             z - .035 * tall))
        return [*parts, part("wheels", *wheels)]
    scale = .19 * wide
    hole = np.concatenate([arc((0, .25 * scale), .32 * scale, -.95, np.pi + .95, 16), [(-.17 * scale, -.80 * scale),
                                                                                      (.17 * scale, -.80 * scale)]])
    z = .42 * tall
    escutcheon = circle(40, 1.0) * (1.25 * scale, 1.45 * scale) if kind == "antique" else circle(40, 1.15 * scale)
    ring = upright(plate(escutcheon, .0022, .0006, "trim", [hole]), y + .0004).moved(0, 0, z)
    dark = upright(plate(hole * 1.15, .001, .0002, "print"), y + .0002).moved(0, 0, z)
    parts += [part("keyhole plate", ring), part("keyhole", dark)]
    if kind == "antique":
        studs = [turned([(.0022, 0), (.0016, .0014)], .0006, 12, "trim").rotated(np.pi / 2, "x").moved(sx * .36 * wide,
                                                                                                       y + .0004,
                                                                                                      tall * q)
                 for sx, q in ((1, .88), (-1, .88), (1, .50), (-1, .50), (0, .12))]
        parts.append(part("studs", *studs))
    else:
        lines = [box(.92 * wide, .0010, .0012, .0003, 1, region="trim").moved(0, y - .0001, tall * q) for q in (.80,
                                                                                                                .74)]
        parts.append(part("grooves", *lines))
    return parts


FAMILY = Family(
    name="padlock", words=("padlock", "lock", "combination lock"),
    gloss=("a padlock with a keyhole", "a brass lock for a gate"),
    extent=(.06, .12), build=build, materials=("brass", "brass", "steel", "toy black", "bronze"),
    looks={"body": "main", "shackle": ("chrome", "steel"), "trim": ("steel", "iron"), "print": "ink",
           "wheel": ("chrome", "black plastic")},
    part_words={"shackle": ("shackle", "bow", "ring"), "print": ("keyhole",)},
    styles={"block": ("modern",), "antique": ("antique", "old", "medieval", "heart"),
            "combination": ("combination", "combination lock"), "open": ("open", "unlocked"),
            "closed": ("closed", "locked")})
