# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair of maracas: painted gourds on handles, standing crossed against each other's weight or lying."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.solids import turned
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    r, tall, stem = d.between(.036, .043), d.between(.100, .118), d.between(.120, .145)
    n = d.segments(48, 32)
    style = d.choose({"bands": 1.0, "zigzag": 1.0, "plain": .35})
    gourd = spline([(.0, 0), (.34 * r, .004), (.62 * r, .16 * tall), (.95 * r, .42 * tall), (r, .60 * tall),
                    (.82 * r, .86 * tall), (.42 * r, .98 * tall), (0, tall)], 400)
    rows = d.segments(72, 48)
    t = np.linspace(0, 1, rows)
    unit = circle(n)
    around = np.arctan2(unit[:, 1], unit[:, 0]) / (2 * np.pi) * 6
    zigzag = .045 * (4 * np.abs(around - np.floor(around) - .5) - 1) if style == "zigzag" else np.zeros(n)
    at = np.clip(t[:, None] + zigzag * np.sin(np.pi * t[:, None]) ** 1.5, 0, 1)
    radius, z = (np.interp(at, np.linspace(0, 1, 400), gourd[:, k]) for k in (0, 1))
    radius[[0, -1]], z[[0, -1]] = 0, np.array([[0], [tall]])
    rings = np.stack([radius * unit[:, 0], radius * unit[:, 1], stem + z], axis=-1)
    middle = (t[1:] + t[:-1]) / 2
    labels = np.full(rows - 1, "head", dtype="<U24")
    if style != "plain":
        labels[np.abs(middle - .52) < .11] = "band"
        labels[(np.abs(middle - .52) < .035) | (middle > .84)] = "stripe"
        labels[np.abs(middle - .26) < .03] = "band"
    head = skin(rings, region=labels.tolist())
    grip = turned([(.0085, 0), (.0125, .004), (.0125, .012), (.0078, .030), (.0092, .65 * stem), (.0075, stem - .006),
                   (.0105, stem + .004)], [.002, .004, .004, .01, .02, .004, .002], n, "handle")
    collar = turned([(.0112, stem - .002), (.0125, stem + .002), (.0112, stem + .007)], .002, n, "stripe")

    tilt = np.arctan2(r - .0125, stem + .60 * tall)

    def laid(s: Surface, heading: float, x: float, y: float) -> Surface:
        return s.rotated(np.pi / 2 + tilt, "y").rotated(heading).moved(x, y, 0)

    parts = []
    for number, (heading, x, y) in enumerate(((np.pi + .52 + d.between(-.1, .1), .115, .062),
                                              (np.pi - .42 + d.between(-.1, .1), .105, -.030))):
        name = ("left", "right")[number]
        parts += [part(f"{name} head", laid(head, heading, x, y)), part(f"{name} handle", laid(grip, heading, x, y),
                                                                        laid(collar, heading, x, y))]
    return parts


FAMILY = Family(
    name="maracas", words=("maracas", "maraca", "rumba shaker", "shaker rattles"),
    gloss=("a pair of rattles shaken to the music", "two gourd rattles with handles"),
    extent=(0.2, 0.36), build=build, principal="width",
    materials=("toy red", "toy yellow", "toy green", "teak", "toy orange", "birch"),
    looks={"head": "main", "handle": ("birch", "teak", "pine"), "band": ("toy yellow", "toy white", "toy green"),
           "stripe": ("toy blue", "toy black", "toy red")},
    part_words={"handle": ("handle", "handles"), "band": ("band", "bands", "stripe", "stripes")},
    styles={"bands": ("bands",), "zigzag": ("zigzag", "mexican"), "plain": ("plain",)})
