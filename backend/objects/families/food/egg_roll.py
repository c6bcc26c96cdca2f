# SPDX-License-Identifier: GPL-3.0-or-later
"""Rolled food: crisp spring rolls, and burritos with a filling showing."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import ball, blade, body, roughened
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    kind = d.choose({"spring": 1.0, "burrito": 1.0})
    parts = []
    if kind == "spring":
        r, long = d.between(.013, .016), d.between(.085, .105)
        for k, (y, z, turn) in enumerate(((-1.06, 1.0, .0), (1.06, 1.0, .06), (0, 2.62, -.05))):
            roll = body([(0, 0), (.62, .01), (.92, .04), (1.0, .10), (1.02, .5), (1.0, .90), (.92, .96), (.62, .99),
                         (0, 1.0)], r, long, 44, d.segments(48, 32),
                        "skin", lambda a, q: 1 + .025 * np.cos(3 * a))
            roll = roughened(roll, .05 * r, .4 * r, int(d.random.integers(999)))
            flap = sweep(spline([(-.9 * r, .0, .1 * long), (.2 * r, -.55 * r, .38 * long),
                                 (.75 * r, -.5 * r, .62 * long), (-.3 * r, .1 * r, .9 * long)], 40)
                         * 1.12, np.array([(.0016, .0006), (-.0016, .0006), (-.0016, -.0006), (.0016, -.0006)]),
                         up=(0, 1, 0), region="skin")
            parts.append(part(f"roll {k + 1}", *(p.moved(0, 0, -long / 2).rotated(np.pi / 2,
                                                                                  "y").rotated(turn).moved(d.between(0,
                                                                                          .004), y * r, z * r)
                                                 for p in (roll, flap))))
        return parts
    r, long = d.between(.027, .033), d.between(.13, .16)
    wrap = body([(0, 0), (.50, .0), (.86, .05), (1.0, .20), (1.02, .55), (.98, .94), (.95, 1.0), (.86, 1.0),
                 (.84, .93), (0, .92)], r, long, 50, d.segments(64, 40),
                "tortilla", lambda a, q: 1 + .030 * np.cos(2 * a + 1))
    wrap = roughened(wrap, .035 * r, .5 * r, int(d.random.integers(999)))
    a = np.linspace(0, 1, 40)
    spiral = np.column_stack([1.035 * r * np.cos(3.4 - 1.0 * a), 1.035 * r * np.sin(3.4 - 1.0 * a),
                              long * (.10 + .84 * a)])
    flap = sweep(spiral, np.array([(.002, .0009), (-.002, .0009), (-.002, -.0009), (.002, -.0009)]), up=(0, 0, 1),
                 region="tortilla")
    fill = []
    for k in range(44):
        q, t = .78 * r * np.sqrt((k + .5) / 44), k * 2.399963
        name = ("beans", "rice", "tomato", "corn", "rice")[k % 5]
        fill.append(ball((.0062, .0050, .0050), 8, 10, name).moved(q * np.cos(t), q * np.sin(t),
                                                                   long * .955 + d.between(0, .007)))
    leaves = [blade(.030, .026, "petal", .9, .4, .3, .12, 3, thick=.0008, rows=10,
                    region="lettuce").rotated(2.1 * k).moved(
        .35 * r * np.cos(2.1 * k), .35 * r * np.sin(2.1 * k), long * .955) for k in range(3)]
    foil = body([(0, 0), (.54, -.004), (.92, .045), (1.055, .20), (1.07, .46), (1.03, .465), (0, .45)], r, long, 40,
                d.segments(64, 40), "foil",
                lambda q, z: 1 + .018 * np.cos(13 * q) + .03 * np.cos(2 * q + 1))
    parts = [part("tortilla", wrap, flap), part("filling", *fill), part("lettuce", *leaves),
             part("foil", roughened(foil, .03 * r, .25 * r, 5))]
    return [Part(p.name, tuple(s.rotated(np.pi / 2 - .06, "x").rotated(.5) for s in p.pieces)) for p in parts]


FAMILY = Family(
    name="egg_roll", words=("egg roll", "spring roll", "burrito", "wrap", "spring rolls", "egg rolls", "taco", "kebab"),
    gloss=("crisp spring rolls", "a burrito in foil"), extent=(.07, .19), build=build, principal="width",
    materials=("dough", "bread crust"),
    looks={"skin": "main", "tortilla": "main or flour", "foil": "foil", "beans": "chocolate", "rice": "rice",
           "tomato": "tomato skin",
           "corn": "corn kernels", "lettuce": "lettuce"},
    part_words={"tortilla": ("tortilla", "wrap"), "foil": ("foil",)},
    styles={"spring": ("spring", "crisp"), "burrito": ("burrito", "wrap", "kebab", "taco")})
