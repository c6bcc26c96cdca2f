# SPDX-License-Identifier: GPL-3.0-or-later
"""Blueberries: a few with crowns; raspberries and blackberries as clusters of drupelets."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, ball, blade, body
from backend.objects.modeling.surface import Surface


def _blueberry(r: float, n: int) -> list[Surface]:
    skin = body([(0, 0), (.45, .02), (.90, .22), (1.0, .5), (.88, .80), (.50, .955), (.36, .945), (.26, .90),
                 (0, .885)], r, 1.75 * r, 34, n, "skin")
    crown = [aimed(blade(.26 * r, .22 * r, "ovate", .6, .2, .2, thick=.05 * r, rows=8, columns=5, region="skin"),
                   2 * np.pi * k / 5, .5,
                   (.34 * r * np.cos(2 * np.pi * k / 5), .34 * r * np.sin(2 * np.pi * k / 5),
                    1.62 * r)) for k in range(5)]
    return [skin, *crown]


def _cluster(r: float, region: str, d: Draw) -> list[Surface]:
    made = []
    rows = 7
    for row in range(rows):
        t = row / (rows - 1)
        q, z = r * (1.0 - .78 * t ** 1.5), 1.9 * r * (t * .92 + .02)
        count = max(3, round(2 * np.pi * q / (.46 * r)))
        for k in range(count):
            a = 2 * np.pi * (k + .5 * (row % 2)) / count
            size = .275 * r * d.between(.94, 1.08)
            made.append(ball(size, 8, 10, region).moved(q * .86 * np.cos(a), q * .86 * np.sin(a), z + .25 * r))
    made.append(ball((.72 * r, .72 * r, .98 * r), 14, 20, region).moved(0, 0, 1.15 * r))
    made += [aimed(blade(.75 * r, .30 * r, "lance", -.15, .5, .2, thick=.04 * r, rows=8, columns=5, region="leaf"),
                   2 * np.pi * k / 5, 0,
                   (0, 0, .22 * r)) for k in range(5)]
    return [p.rotated(np.pi, "x").moved(0, 0, 2.35 * r) for p in made]


def build(d: Draw) -> list[Part]:
    kind = d.choose({"blueberry": 1.0, "raspberry": 1.0, "blackberry": .6})
    count = int(d.between(3, 5.9))
    r = d.between(.0075, .009) if kind == "blueberry" else d.between(.0095, .0115)
    parts = []
    n = d.segments(36, 24)
    for k in range(count):
        pieces = _blueberry(r, n) if kind == "blueberry" else _cluster(r, kind, d)
        a, out = 2 * np.pi * k / count, 1.25 * r / np.sin(np.pi / max(count, 3))
        lean = d.between(-.5, .5) if kind == "blueberry" else d.between(1.1, 1.5)
        turned = [p.moved(0, 0, -.9 * r).rotated(lean, "x").rotated(d.between(0, 0.01) + 2.1 * k) for p in pieces]
        low = min(float(p.vertices[:, 2].min()) for p in turned)
        parts.append(part(f"berry {k + 1}", *(p.moved(out * np.cos(a), out * np.sin(a), -low) for p in turned)))
    leaf = aimed(blade(4.0 * r, 1.9 * r, "ovate", .15, .5, .3, thick=.0006, rows=16, region="leaf"), d.between(0, 6),
                 .05, (0, 0, .0015))
    return [*parts, part("leaf", leaf)]


FAMILY = Family(
    name="blueberry", words=("blueberry", "blueberries", "raspberry", "raspberries", "blackberry", "blackberries",
                             "berry", "berries"),
    gloss=("a few blueberries", "ripe raspberries"), extent=(.03, .13), build=build, principal="width",
    materials=("aubergine skin",),
    looks={"skin": "main", "raspberry": ("cherry skin", "tomato skin"), "blackberry": "olive", "leaf": "fresh leaf"},
    part_words={"leaf": ("leaf", "leaves")},
    styles={"blueberry": ("blueberry", "blueberries"), "raspberry": ("raspberry", "raspberries"),
            "blackberry": ("blackberry", "blackberries")})
