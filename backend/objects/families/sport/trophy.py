# SPDX-License-Identifier: GPL-3.0-or-later
"""Trophies: a two-handled cup, a slim goblet or a star on a column, on a dark base."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import ear
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.solids import box, extrude, turned, vessel


def build(d: Draw) -> list[Part]:
    kind = d.choose({"cup": 1.3, "goblet": 0.7, "star": 0.7})
    tall = d.measure("height", 0.26, 0.42)
    n = d.segments(64, 40)
    side = 0.36 * tall
    base = turned([(side / 2, 0), (side / 2, .05 * tall), (.42 * side, .06 * tall), (.42 * side, .15 * tall)],
                  .006 * tall,
                  n, "base") if d.chance(.5) else box(side, side, .15 * tall, .008 * tall, 4, region="base")
    plate = box(.5 * side, .008 * tall, .05 * tall, .002 * tall, region="plate").moved(0, -side / 2, .05 * tall)
    parts = [part("base", base), part("plate", plate)]
    low = .15 * tall
    if kind == "star":
        column = turned([(.10 * tall, low), (.10 * tall, low + .02 * tall), (.045 * tall, low + .05 * tall),
                         (.036 * tall, .60 * tall), (.08 * tall, .63 * tall), (.03 * tall, .66 * tall)], .008 * tall, n,
                        "column")
        points = [(np.sin(a) * r, np.cos(a) * r) for a, r in
                  ((k * np.pi / 5, .205 * tall if k % 2 == 0 else .088 * tall) for k in range(10))]
        star = extrude(fillet(points, .008 * tall, 4, closed=True), .055 * tall, .009 * tall, "body", 4)
        star = star.rotated(np.pi / 2, "x").moved(0, .0275 * tall, .795 * tall)
        return [*parts, part("column", column), part("star", star)]
    wide = (.26 if kind == "cup" else .17) * tall
    bowl_low = (.36 if kind == "cup" else .46) * tall
    stem = [(.14 * tall, low), (.14 * tall, low + .015 * tall), (.05 * tall, low + .05 * tall),
            (.026 * tall, low + .55 * (bowl_low - low)), (.055 * tall, low + .65 * (bowl_low - low)),
            (.028 * tall, low + .78 * (bowl_low - low)), (.05 * tall, bowl_low + .02 * tall)]
    outer = spline([(r * wide, bowl_low + z * (tall - bowl_low)) for r, z in
                    [(.14, .0), (.50, .06), (.80, .24), (.90, .50), (.93, .80), (1.06, 1.0)]], 40)
    cup = vessel(outer, .010 * tall, .012 * tall, n, inside="body")
    cup = cup.named("body")
    parts += [part("stem", turned(stem, .008 * tall, n, "body")), part("cup", cup)]
    if kind == "cup":
        for s, name in ((1, "right"), (-1, "left")):
            handle = ear(outer, .50 * tall, .86 * tall, .115 * tall, .010 * tall, .022 * tall, d, 1.2, .05 * tall,
                         .02 * tall)
            parts.append(part(f"handle {name}", (handle if s > 0 else handle.mirrored()).named("body")))
    return parts


FAMILY = Family(
    name="trophy", words=("trophy", "winner's cup", "award", "prize cup", "championship cup"),
    gloss=("a golden trophy for the winner", "a cup won in a contest", "an award on a base"),
    extent=(0.22, 0.48), build=build, native=("height",), materials=("gold", "gold", "silver"),
    looks={"body": "main", "column": "main", "base": ("ebony", "walnut", "marble"), "plate": "brass"},
    part_words={"base": ("base", "plinth"), "plate": ("plate", "plaque")},
    styles={"cup": ("cup", "handled"), "goblet": ("goblet", "slim"), "star": ("star",)})
