# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars of soap: a stamped cake, bare or in a dish, with or without suds."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.organic import ball, slab
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    width, depth, tall = d.between(.078, .092), d.between(.050, .060), d.between(.022, .030)
    power = d.choose({"oval": 1.0, "block": 0.8})
    line = superellipse(72, width, depth, 2.5 if power == "oval" else 5.5)
    edge = .42 * tall
    turn = np.linspace(0, np.pi / 2, 7)
    rows = [(-edge * (1 - np.sin(t)), edge * .85 * (1 - np.cos(t))) for t in turn]
    rows += [(out, tall - z) for out, z in rows[::-1]]
    cake = slab(line, rows, "soap", 4)
    top = tall

    def sunk(v: np.ndarray) -> np.ndarray:
        inside = np.clip(1 - (np.abs(v[:, 0] / (.36 * width)) ** 4 + np.abs(v[:, 1] / (.33 * depth)) ** 4), 0, 1) ** .5
        return np.column_stack([v[:, :2], v[:, 2] + np.where(v[:, 2] > .8 * tall, .0012 * (1 - inside), 0)])

    cake = cake.deformed(sunk)
    ring = plate(superellipse(64, .76 * width, .72 * depth, 2.6), .0020, .0004, "soap",
                 [superellipse(56, .70 * width, .63 * depth, 2.6)])
    marks = [ring.moved(z=top - .0006)]
    motif = int(d.random.integers(3))
    if motif == 0:
        a = np.arange(60) * np.pi / 30
        flower = np.column_stack([np.cos(a), np.sin(a)]) * (.62 + .30 * np.cos(5 * a))[:, None] * .24 * depth
        marks.append(plate(flower, .0022, .0006, "soap", [circle(20, .06 * depth)]).moved(z=top - .0008))
    elif motif == 1:
        for s in (1, -1):
            leaf = superellipse(28, .26 * width, .10 * width, 2.0)
            marks.append(plate(leaf, .0022, .0006, "soap").rotated(s * .6).moved(s * .13 * width, 0, top - .0008))
        marks.append(plate(circle(24, .045 * width), .0024, .0006, "soap").moved(0, -.04 * width, top - .0008))
    else:
        for k, w in enumerate((.44, .30)):
            bar = plate(superellipse(28, w * width, .065 * depth, 6), .0022, .0006, "soap")
            marks.append(bar.moved(0, (.10 - .2 * k) * depth, top - .0008))
    lift = 0.0
    parts = []
    if d.choose({"dish": 0.7, "bare": 0.4}) == "dish":
        lift = .012
        outer = [(1.10, 0), (1.20, .002), (1.36, .012), (1.46, .022), (1.48, .024), (1.45, .0245), (1.33, .0145),
                 (1.17, .0075), (.9, .0065)]
        shape = superellipse(80, width, depth, 2.6)
        rings = [np.column_stack([shape * f, np.full(80, z)]) for f, z in outer]
        ends = [np.tile((0, 0, z), (80, 1)) for z in (0.0, .0065)]
        parts.append(part("dish", skin(np.stack([ends[0], *rings, ends[1]]), region="dish")))
        ribs = [plate(superellipse(24, .80 * width, .0045, 6), .0065, .0012, "dish").moved(0, y * depth,
                                                                                           .0058) for y in (-.26, 0,
                                                                                                            .26)]
        parts.append(part("ribs", *ribs))
    parts += [part("soap", cake.moved(z=lift)), part("stamp", *(piece.moved(z=lift) for piece in marks))]
    if d.choose({"suds": 0.45, "dry": 0.6}) == "suds":
        foam = []
        for k in range(46):
            angle = 2.4 * k
            q = d.between(.75, 1.05) if k % 3 else d.between(.1, .9)
            x, y = .45 * width * q * np.cos(angle), .45 * depth * q * np.sin(angle)
            size = d.between(.0018, .0062)
            z = tall * (.98 if q < .8 else d.between(.25, .9))
            foam.append(ball(size, 7, 10, "foam").moved(x, y, lift + z))
        parts.append(part("suds", *foam))
    return parts


FAMILY = Family(
    name="soap", words=("soap", "bar of soap", "soap bar", "soap dish"),
    gloss=("a bar of soap to wash the hands", "a piece of soap in a dish"),
    extent=(.075, .15), build=build, principal="width", materials=("soap",),
    looks={"soap": "main", "dish": ("porcelain", "ceramic", "white plastic"), "foam": "snow"},
    part_words={"dish": ("dish", "holder"), "foam": ("suds", "foam", "bubbles")},
    styles={"oval": ("oval", "round"), "block": ("square", "rectangular", "block"), "dish": ("dish", "soap dish"),
            "suds": ("soapy", "foamy", "wet", "suds"), "dry": ("dry",), "bare": ("bare",)})
