# SPDX-License-Identifier: GPL-3.0-or-later
"""Radishes, beets and turnips: a round root with a thin tail and a tuft of leaves."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, blade, body, painted, tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"radish": 1.0, "beet": 1.0, "turnip": .6})
    r = {"radish": .014, "beet": .036, "turnip": .038}[kind] * d.between(.92, 1.1)
    n = d.segments(56, 36)
    tall = r * d.between(1.9, 2.2)
    root = body([(0, 0), (.05, .01), (.20, .10), (.62, .22), (.95, .44), (1.0, .62), (.84, .84), (.42, .96),
                 (.24, .99), (.15, 1.04), (0, 1.04)], r, tall, 44, n,
                "skin" if kind == "radish" else kind)
    if kind == "turnip":
        root = painted(root, "blush", lambda c: c[:,
                                                  2] > .66 * tall + .06 * r * np.sin(4 * np.arctan2(c[:, 1], c[:, 0])))
    elif kind == "radish" and d.chance(.4):
        root = painted(root, "white", lambda c: c[:, 2] < .30 * tall)
    tail = tube([(0, 0, .08 * tall), (.05 * r, 0, -.4 * r), (.25 * r, .1 * r, -1.2 * r), (.15 * r, .3 * r, -1.9 * r)],
                [.10 * r, .05 * r, .012 * r], 16, 8,
                "white" if kind != "beet" else "beet")
    stems, leaves = [], []
    count = int(d.between(5, 8))
    long = r * (3.6 if kind == "radish" else 2.6)
    for k in range(count):
        a, lift = 2 * np.pi * k / count + d.between(-.3, .3), d.between(.9, 1.35)
        tip = np.array([np.cos(a) * np.cos(lift), np.sin(a) * np.cos(lift), np.sin(lift)]) * long * .62 + np.array([0,
                                                                                          0, tall])
        stems.append(tube([np.array((0, 0, .98 * tall)), (tip + np.array([0, 0, tall])) / 2, tip],
                          [.10 * r, .07 * r, .05 * r], 10, 8,
                          "stem" if kind != "beet" else "beet stem"))
        leaf = blade(long * .75, long * .36, "spoon" if kind == "radish" else "ovate", .1, .7, .3, .05, 3,
                     thick=.012 * r, rows=16, region="leaf")
        leaves.append(aimed(leaf, a, lift * .8, tip - np.array([0, 0, .01 * r])))
    lean = 1.32
    turn = d.between(-.5, .5)
    parts = [part("root", root, tail), part("stalks", *stems), part("leaves", *leaves)]
    return [Part(p.name, tuple(q.rotated(lean, "y").rotated(turn) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="radish", words=("radish", "beet", "beetroot", "turnip", "radishes", "taro"),
    gloss=("a red radish with leaves", "a beetroot"), extent=(.06, .30),
    build=build, principal="width", materials=("cherry skin", "tomato skin"),
    looks={"skin": "main", "beet": "cherry skin", "turnip": "main or coconut flesh", "blush": "ham",
           "white": "coconut flesh", "stem": "stalk",
           "beet stem": "cherry skin", "leaf": "fresh leaf"},
    part_words={"leaf": ("leaf", "leaves"), "skin": ("root",)},
    styles={"radish": ("radish",), "beet": ("beet", "beetroot"), "turnip": ("turnip",)})
