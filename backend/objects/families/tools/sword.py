# SPDX-License-Identifier: GPL-3.0-or-later
"""Swords lying flat: a straight double-edged blade or a curved sabre, guard, bound grip and pommel."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.solids import sweep, turned

_QUARTER = np.pi / 2


def build(d: Draw) -> list[Part]:
    kind = d.choose({"straight": 1.3, "curved": 0.7})
    long, wide = d.between(0.70, 0.95), d.between(0.038, 0.055)
    thick, z = 0.0035, 0.022
    bow = d.between(.05, .10) if kind == "curved" else 0.0
    u = np.linspace(0, 1, 34) ** .8
    path = np.column_stack([bow * u ** 2, u * long, np.full(34, z)])
    taper = np.interp(u, [0, .6, .86, .95, .985, 1], [1, .86, .72, .48, .22, .04])
    diamond = np.array([(1, 0), (.55, .55), (.12, .8), (-.12, .8), (-.55, .55), (-1, 0), (-.55, -.55), (-.12, -.8),
                        (.12, -.8), (.55, -.55)]) * (wide / 2, thick)
    blade = sweep(path, diamond, np.column_stack([taper, .35 + .65 * taper]), region="blade", bevel=.02)
    grip_long = d.between(.10, .17)
    t = np.linspace(0, 1, 45)
    grip = sweep(np.column_stack([np.zeros(45), -.012 - t * grip_long, np.full(45, z)]),
                 circle(d.segments(24, 12), .0145) * (1.0, .82),
                 (1 + .12 * np.sin(np.pi * t)) * (1 + .035 * np.sin(t * 2 * np.pi * 11)), region="grip")
    span, droop = d.between(.075, .11), d.between(-.02, .035)
    v = np.linspace(-1, 1, 21)
    guard = sweep(np.column_stack([v * span, -.006 + droop * v ** 2, np.full(21, z)]), circle(16, .0085),
                  .85 + .45 * np.abs(v) ** 3, round_ends=True, region="guard")
    r = d.between(.019, z - .001)
    pommel = turned([(.45 * r, -1.0 * r), (.95 * r, -.5 * r), (r, 0.0), (.95 * r, .5 * r), (.45 * r, 1.0 * r)], .35 * r,
                    36, "guard").rotated(_QUARTER, "x").moved(0, -.012 - grip_long - .8 * r, z)
    return [part("blade", blade), part("guard", guard), part("grip", grip), part("pommel", pommel)]


FAMILY = Family(
    name="sword", words=("sword", "blade", "sabre", "saber", "longsword", "rapier", "katana"),
    gloss=("a knight's weapon with a long blade", "a medieval longsword", "a curved sabre"),
    extent=(0.8, 1.3), build=build, principal="depth", materials=("steel",),
    looks={"blade": "main", "guard": ("brass", "iron", "gold", "bronze"), "grip": ("leather", "leather", "ebony")},
    part_words={"guard": ("guard", "hilt", "pommel", "crossguard"), "grip": ("grip", "handle")},
    styles={"straight": ("straight", "longsword", "knight", "medieval"), "curved": ("curved", "sabre", "saber")})
