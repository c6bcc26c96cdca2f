# SPDX-License-Identifier: GPL-3.0-or-later
"""Saws lying flat: a joiner's handsaw with a wooden grip, a hacksaw with its bow."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import rivet
from backend.objects.modeling.curves import rounded_rectangle, spline
from backend.objects.modeling.solids import box, sweep, turned


def _teeth(start: tuple[float, float], end: tuple[float, float], pitch: float, deep: float) -> np.ndarray:
    """Points of a toothed edge from ``start`` to ``end``, the teeth to its right."""
    a, b = np.asarray(start), np.asarray(end)
    count = int(np.linalg.norm(b - a) / pitch)
    along = (b - a) / np.linalg.norm(b - a)
    right = np.array([along[1], -along[0]])
    t = np.repeat(np.arange(count), 2) / count
    t[1::2] += .75 / count
    points = a + t[:, None] * (b - a)
    points[1::2] += right * deep
    return points


def build(d: Draw) -> list[Part]:
    if d.choose({"hand": 1.3, "hack": 0.6}) == "hack":
        return _hacksaw(d)
    long = d.between(.40, .54)
    heel, toe = d.between(.105, .125), d.between(.045, .06)
    thick = .0014
    z = .0115
    # The toothed edge at -X, the back at +X; the heel at y = 0.
    pitch = d.between(.0075, .011)
    edge = _teeth((-heel / 2, long), (-heel / 2, .004), pitch, .55 * pitch)
    back = [(-heel / 2, 0), (heel / 2 - .006, 0), (heel / 2, .30 * long), (heel / 2 - .4 * (heel - toe), .75 * long),
            (-heel / 2 + toe, .985 * long), (-heel / 2 + toe - .010, long)]
    blade = plate(np.concatenate([edge, back]), thick, .0003, "blade").moved(z=z - thick / 2)
    shape = spline([(.38, .30), (.50, .02), (.44, -.26), (.50, -.55), (.58, -.92), (.34, -1.02), (.16, -.98),
                    (-.02, -.96),
                    (-.30, -1.02), (-.46, -.92), (-.38, -.62), (-.46, -.34), (-.56, -.06), (-.50, .22), (-.34, .36),
                    (-.10, .26), (.16, .30)], 72, closed=True) * (heel, .118)
    hole = spline([(.20, -.30), (.26, -.55), (.24, -.78), (.06, -.80), (-.14, -.78), (-.20, -.60), (-.15, -.34),
                   (.02, -.24)],
                  36, closed=True) * (heel, .118)
    grip = plate(shape, .023, .0055, "handle", [hole], 4)
    screws = [piece for x, y in ((.28, .04), (-.24, .10), (-.34, -.16)) for piece in
              rivet(x * heel, y * .118, z, .0075, .0128, "brass", slot=True)]
    return [part("blade", blade), part("handle", grip), part("screws", *screws)]


def _hacksaw(d: Draw) -> list[Part]:
    long, tall = d.between(.28, .33), d.between(.085, .105)
    z = .014
    path = np.array([(-.008, long + .012, z), (.5 * tall, long + .012, z), (.88 * tall, long + .006, z),
                     (tall, long - .012, z), (tall, .5 * long, z), (tall, .05 * long, z), (.93 * tall, .0 * long, z),
                     (.75 * tall, -.012, z), (.1 * tall, -.016, z), (-.01, -.016, z)])
    path = spline(path, 60)
    bow = sweep(path, rounded_rectangle(.016, .010, .003), region="frame", bevel=.2)
    edge = _teeth((-.013, long + .004), (-.013, -.006), .0042, .0022)
    blade = plate(np.concatenate([edge, [(-.001, -.006), (-.001, long + .004)]]), .0012, .0002,
                  "blade").moved(z=z - .0006)
    pins = [turned([(.0035, -.007), (.0035, .007)], .0008, 14, "metal").moved(-.006, y, z) for y in (long, -.002)]
    outline = spline([(.30, .10), (.36, -.25), (.40, -.70), (.60, -1.05), (.30, -1.16), (.0, -1.12), (-.12, -.80),
                      (-.14, -.40),
                      (-.20, -.02), (-.06, .12)], 56, closed=True) * (tall, .112)
    grip = plate(outline, .028, .008, "handle", (), 4).moved(0, -.018)
    nut = turned([(.009, 0), (.009, .012), (.005, .02)], .002, 20, "metal").rotated(-np.pi / 2, "x").moved(
        -.002, long + .018, z)
    shoe = box(.022, .02, .016, .003, region="metal").moved(-.004, -.014, z - .008)
    return [part("bow", bow), part("blade", blade), part("pins", *pins, nut, shoe), part("handle", grip)]


FAMILY = Family(
    name="saw", words=("saw", "handsaw", "hand saw", "hacksaw", "wood saw"),
    gloss=("a saw to cut wood", "a carpenter's handsaw with teeth"),
    extent=(.38, .75), build=build, principal="depth", materials=("oak", "walnut", "birch", "toy orange", "toy red"),
    looks={"handle": "main", "blade": "steel", "brass": "brass", "metal": "steel", "frame": ("toy black", "toy red",
                                                                                             "steel"),
           "dark": "iron"},
    part_words={"handle": ("handle", "grip"), "blade": ("blade",), "frame": ("frame", "bow")},
    styles={"hand": ("handsaw", "hand saw", "wood saw", "carpenter"), "hack": ("hacksaw", "hack")})
