# SPDX-License-Identifier: GPL-3.0-or-later
"""Perfume bottles: thick glass with a tinted scent inside, a metal collar, a stopper or a bulb atomiser."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import bezier, circle, rounded_rectangle, superellipse
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, lathe, post, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    shape = d.choose({"square": 1.0, "round": 0.8, "disc": 0.6, "faceted": 0.7})
    tall = d.between(.060, .085)
    top = d.choose({"cap": 0.9, "ball": 0.7, "atomiser": 0.5})
    fill = d.between(.55, .85)
    if shape == "disc":
        thick = tall * d.between(.34, .42)
        turn = np.linspace(-np.pi / 2 + .36, 1.5 * np.pi - .36, 64)
        flat = np.column_stack([.53 * tall * np.cos(turn), .5 * tall * np.sin(turn)])
        flat[:, 1] -= flat[:, 1].min()
        glass = plate(flat, thick, .10 * thick, "glass", (), 4).rotated(np.pi / 2, "x").moved(0, thick / 2)
        center = np.array((0, .46 * tall))
        inner = (flat - center) * .80 + center
        inner[:, 1] = np.minimum(inner[:, 1], fill * tall)
        scent = plate(inner, .62 * thick, .06 * thick, "scent", (), 3).rotated(np.pi / 2, "x").moved(0, .31 * thick)
        shoulder = .965 * tall
        label: list[Surface] = []
    elif shape == "round":
        r = tall * d.between(.40, .52)
        outline = [(.80 * r, 0), (.98 * r, .18 * tall), (r, .42 * tall), (.72 * r, .80 * tall), (.24 * r, .96 * tall),
                   (.22 * r, 1.04 * tall)]
        glass = turned(outline, [.08 * tall, .10 * tall, .16 * tall, .14 * tall, .04 * tall, .001], d.segments(64, 40),
                       "glass", 6)
        rows = [(a * .84, .06 * tall + b * .86) for a, b in outline[:3]]
        level = .06 * tall + fill * .72 * tall
        scent = turned([*rows, (.74 * r * (1.1 - .4 * fill), level)], [.05 * tall, .08 * tall, .10 * tall, .001],
                       d.segments(56, 32),
                       "scent", 5)
        shoulder = 1.02 * tall
        label = []
    else:
        width = tall * d.between(.74, .98)
        depth = width * (d.between(.42, .58) if shape == "square" else .98)
        line = rounded_rectangle(width, depth, .10 * depth, 4) if shape == "square" else superellipse(8, width, depth,
                                                                                                      2.0)
        if shape == "faceted":
            angle = np.pi / 8 + np.arange(8) * np.pi / 4
            line = np.column_stack([np.cos(angle), np.sin(angle)]) * width / 2 * 1.04
        cut = .10 * depth
        half = depth / 2
        soft = [(0, 1 - .4 * cut / half), (.7 * cut, 1), (tall - 1.6 * cut, 1),
                (tall - 1.1 * cut, 1 - .25 * cut / half),
                (tall - .45 * cut, 1 - .9 * cut / half), (tall, 1 - 2.4 * cut / half)]
        glass = post(line, [(z, f, 0, 0) for z, f in soft], .0008, "glass")
        scent = post(line, [(.10 * tall, .80, 0, 0), (.5 * fill * tall, .80, 0, 0), (fill * tall, .80, 0, 0)], .0008,
                     "scent")
        shoulder = tall - .001
        y = -depth / 2 if shape == "square" else -width / 2 * 1.04 * np.cos(np.pi / 8)
        label = [box(.52 * width, .0010, .24 * tall, .0003, 1, region="label").moved(0, y - .0002, .40 * tall)]
        label += [box(.52 * width * w, .0008, .0016, .0002, 1, region="gold").moved(0, y - .0009, tall * q)
                  for w, q in ((.7, .55), (.46, .50), (.60, .445))]
        if shape == "faceted":
            label = []
    n = d.segments(48, 28)
    neck = .0085
    collar = turned([(neck + .0012, shoulder - .0005), (neck + .0020, shoulder + .0010), (neck + .0020,
                                                                                          shoulder + .0035),
                                                                                          (neck, shoulder + .0042),
                     (neck, shoulder + .0070), (neck + .0012, shoulder + .0078)], .0006, n, "gold")
    base = shoulder + .0074
    parts = [part("bottle", glass), part("scent", scent), part("collar", collar)]
    if label:
        parts.append(part("label", *label))
    if top == "cap":
        high = d.between(.020, .032)
        wide = d.between(.011, .0155)
        cap: list[Surface] = [turned([(wide, base), (wide, base + high)], [.001, .003], n, "cap"),
                              turned([(wide + .0005, base + .0015), (wide + .0005, base + .0042)], .0004, n, "gold")]
    elif top == "ball":
        r = d.between(.0125, .018)
        cap = [turned([(.008, base - .001), (.0055, base + .003), (.008, base + .0055)], .001, n, "gold"),
               lathe(np.array([(0, 0), (.50 * r, .02 * r), (.86 * r, .45 * r), (r, .95 * r), (.86 * r, 1.5 * r),
                               (.45 * r, 1.9 * r), (0, 2 * r)]),
                     10, "cap").moved(z=base + .004)]
    else:
        cap = [turned([(.0075, base - .001), (.0085, base + .002), (.006, base + .006), (.005, base + .016),
                       (.0075, base + .018), (.0075, base + .024),
                       (.003, base + .027)], .001, n, "gold")]
        jet = turned([(.0032, 0), (.0042, .010), (.0052, .012)], .0006, 20, "gold").rotated(-np.pi / 2,
                                                                                            "y").moved(-.005, 0,
                                                                                                       base + .021)
        r = d.between(.0155, .020)
        hose = bezier((.006, 0, base + .021), (.028, 0, base + .026), (.030, 0, base - .004), (.040, -.006,
                                                                                               base - .012), 20)
        bulb = turned([(.25 * r, -1.25 * r), (.80 * r, -.75 * r), (r, 0), (.80 * r, .75 * r), (.25 * r, 1.25 * r)],
                      .5 * r, 36, "bulb")
        bulb = bulb.rotated(1.1, "y").moved(.040 + r, -.006, base - .012 - .8 * r)
        tail = ball(.0048, 8, 12, "gold").moved(.040 + 2.15 * r, -.006, base - .012 - 1.35 * r)
        cap += [jet, sweep(hose, circle(10, .0026), region="bulb"), bulb, tail]
    parts.append(part("stopper", *cap))
    return parts


FAMILY = Family(
    name="perfume_bottle", words=("perfume bottle", "perfume", "bottle of perfume", "cologne", "fragrance", "atomizer",
                                  "eau de toilette"),
    gloss=("a bottle of perfume on a dressing table", "an elegant glass bottle of scent"),
    extent=(.07, .15), build=build, materials=("glass",),
    looks={"glass": "main", "scent": "perfume", "gold": ("gold", "silver", "gold"), "cap": ("glass", "gold",
                                                                                            "toy black", "silver"),
           "label": "white card", "bulb": ("red book", "blue book", "fabric")},
    part_words={"cap": ("cap", "stopper", "lid", "top"), "label": ("label",), "scent": ("liquid", "contents"),
                "bulb": ("bulb",)},
    styles={"square": ("square", "rectangular", "modern"), "round": ("round",), "disc": ("disc", "flat"),
            "faceted": ("faceted", "crystal cut"),
            "atomiser": ("atomizer", "vintage", "bulb"), "ball": ("ball",)})
