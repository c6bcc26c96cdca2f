# SPDX-License-Identifier: GPL-3.0-or-later
"""Figs: ribbed drops, one cut open to its seeds."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import ball, body, disc


def build(d: Draw) -> list[Part]:
    r, n = d.between(.024, .029), d.segments(72, 48)
    tall = 2.35 * r * d.between(.94, 1.06)
    knots = [(0, 0), (.35, .005), (.80, .10), (1.0, .34), (.90, .56), (.52, .76), (.24, .88), (.15, .97), (.11, 1.0),
             (0, 1.0)]

    def ribs(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + .022 * np.cos(11 * angle) * np.sin(np.pi * np.clip(z / tall, 0, 1))

    whole = body(knots, r, tall, 44, n, "skin", ribs)
    low = body([(0, 0), (.35, .01), (.80, .22), (1.0, .72), (.985, 1.0), (.94, 1.0), (0, .98)], r, .46 * tall, 26, n,
               "skin", ribs)
    x, y = 2.15 * r, -.5 * r
    top = .455 * tall
    rind = disc(.93 * r, .0016, .0006, n, "rind").moved(x, y, top - .0008)
    flesh = disc(.78 * r, .0016, .0006, n, "flesh").moved(x, y, top - .0002)
    seeds = []
    for k in range(70):
        a, q = k * 2.399963, .72 * r * np.sqrt((k + .5) / 70)
        seeds.append(ball((.0011, .0008, .0007), 5, 7, "seed").rotated(a).moved(x + q * np.cos(a), y + q * np.sin(a),
                                                                                top + .0014))
    return [part("fig", whole), part("half", low.moved(x, y, 0), rind, flesh), part("seeds", *seeds)]


FAMILY = Family(
    name="fig", words=("fig", "figs"), gloss=("a ripe fig cut open",), extent=(.06, .15), build=build,
    materials=("aubergine skin", "grape skin"), looks={"skin": "main", "rind": "pale flesh", "flesh": "jam",
                                                       "seed": "seed"},
    part_words={"skin": ("skin",), "flesh": ("flesh",)})
