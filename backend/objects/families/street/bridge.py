# SPDX-License-Identifier: GPL-3.0-or-later
"""Bridges: an arched stone bridge, an arched wooden garden bridge, a suspension bridge."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.street.shared_street import brick
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, sweep
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    return {"stone": _stone, "wooden": _wooden, "suspension": _suspension}[
        d.choose({"stone": 1.0, "wooden": 1.0, "suspension": .7})](d)


def _stone(d: Draw) -> list[Part]:
    spans = int(d.choose({"one": 1.0, "two": .7, "three": .5}) == "two") + 1
    wide, open_ = d.between(3.0, 3.8), d.between(4.6, 5.6)
    pier = 1.3
    long = spans * open_ + (spans + 1) * pier + 2.2
    crown = open_ / 2 + .85
    hump = d.between(.3, .9)
    count = 160
    x = np.linspace(-long / 2, long / 2, count)
    top = crown + hump * (1 - (2 * x / long) ** 2) - .35 * np.abs(2 * x / long) ** 4
    low = np.zeros(count)
    for k in range(spans):
        c = -long / 2 + 1.1 + pier + open_ / 2 + k * (open_ + pier)
        inside = np.abs(x - c) < open_ / 2
        low[inside] = np.maximum(low[inside], .35 + np.sqrt(np.maximum((open_ / 2) ** 2 - (x[inside] - c) ** 2,
                                                                       0)) * .94)
    rings = []
    y = np.linspace(-wide / 2, wide / 2, 7)
    for a, lo, hi in zip(x, low, top):
        ring = np.concatenate([[(a, q, lo) for q in y], [(a, wide / 2, lo + (hi - lo) * t) for t in (.3, .7)],
                               [(a, q, hi) for q in y[::-1]], [(a, -wide / 2, hi + (lo - hi) * t) for t in (.3, .7)]])
        rings.append(ring)
    ends = [np.tile(rings[k].mean(axis=0), (len(rings[0]), 1)) for k in (0, -1)]
    body = skin(np.stack([ends[0], *rings, ends[1]]), region="body")
    parts = [part("bridge", body)]
    stones, parapet, road = [], [], []
    for k in range(spans):
        c = -long / 2 + 1.1 + pier + open_ / 2 + k * (open_ + pier)
        for s in (1, -1):
            for a in np.linspace(.06, np.pi - .06, 17):
                block = brick(.48, .30, open_ / 2 * np.pi / 17 * .90,
                              "stone").moved(z=-open_ / 2 * np.pi / 34).rotated(-a, "y")
                r = open_ / 2 + .20
                stones.append(block.moved(c + r * np.cos(a), s * (wide / 2 + .02), .35 + r * np.sin(a) * .94))
    n = int(long / .62)
    for k in range(n):
        a = -long / 2 + (k + .5) * long / n
        z = float(np.interp(a, x, top))
        tilt = float(np.arctan(np.interp(a + .2, x, top) - np.interp(a - .2, x, top)) / .4 * .4)
        for s in (1, -1):
            parapet.append(brick(long / n * .97, .34, .62, "body").rotated(-tilt, "y").moved(a, s * (wide / 2 - .16),
                                                                                          z - .05))
            parapet.append(brick(long / n * 1.0, .46, .13, "stone").rotated(-tilt, "y").moved(a, s * (wide / 2 - .16),
                                                                                          z + .55))
        road.append(brick(long / n * .98, wide - .7, .10, "road").rotated(-tilt, "y").moved(a, 0, z - .03))
    parts += [part("arch stones", *stones), part("parapets", *parapet), part("road", *road)]
    posts = []
    for s in (1, -1):
        for e in (1, -1):
            z = float(top[0])
            posts += [box(.62, .62, 1.25, .05, 2, region="stone").moved(e * (long / 2 - .3), s * (wide / 2 - .16),
                                                                        z - .4),
                      ball(.30, 14, 20, "stone").moved(e * (long / 2 - .3), s * (wide / 2 - .16), z + 1.05)]
    return [*parts, part("end posts", *posts)]


def _wooden(d: Draw) -> list[Part]:
    long, wide, hump = d.between(3.4, 4.6), d.between(1.2, 1.5), d.between(.55, .85)

    def height(x: np.ndarray | float) -> np.ndarray:
        return np.asarray(.16 + hump * np.cos(np.pi * np.asarray(x) / long) ** 1.0)

    x = np.linspace(-long / 2, long / 2, 40)
    beams = [sweep(np.column_stack([x, np.full(40, s * .42 * wide), height(x) - .09]), superellipse(12, .09, .16, 6.0),
                   up=(0, 0, 1),
                   region="post") for s in (1, -1)]
    planks = []
    n = int(long / .15)
    for k in range(n):
        a = -long / 2 + (k + .5) * long / n
        tilt = float(np.arctan((height(a + .05) - height(a - .05)) / .1))
        planks.append(box(.135, wide, .035, .008, 1, region="body").rotated(-tilt, "y").moved(a, 0,
                                                                                          float(height(a)) - .02
                                                                                              + d.between(0, .006)))
    posts, rails = [], []
    spots = np.linspace(-.46 * long, .46 * long, 7)
    for s in (1, -1):
        for a in spots:
            h = float(height(a))
            posts += [box(.08, .08, .92, .012, 2, region="post").moved(a, s * .46 * wide, h - .12),
                      ball((.06, .06, .055), 10, 14, "post").moved(a, s * .46 * wide, h + .82)]
        for lift, thick in ((.74, .062), (.42, .042)):
            rails.append(sweep(np.column_stack([x * .96, np.full(40, s * .46 * wide), height(x * .96) + lift]),
                               circle(12, thick / 2),
                               up=(0, 0, 1), round_ends=True, region="rail"))
    feet = [box(.34, wide * 1.1, .24, .03, 2, region="stone").moved(s * (long / 2 - .05), 0, 0) for s in (1, -1)]
    return [part("beams", *beams), part("planks", *planks), part("posts", *posts), part("railings", *rails),
            part("footings", *feet)]


def _suspension(d: Draw) -> list[Part]:
    long, wide, tall = d.between(60, 76), d.between(5.5, 6.5), d.between(17, 21)
    deck_z, at = .30 * tall, .27 * long
    deck = [box(long, wide, .45, .08, 2, region="road").moved(0, 0, deck_z),
            *(box(long, .35, .8, .06, 2, region="body").moved(0, s * wide / 2, deck_z - .15) for s in (1, -1))]
    lines = [brick(1.6, .16, .03, "line").moved(x, 0, deck_z + .44) for x in np.arange(-long / 2 + 2, long / 2 - 1,
                                                                                       3.6)]
    towers = []
    for e in (1, -1):
        towers += [box(1.5, 1.1, tall, .08, 2, region="body").moved(e * at, s * (wide / 2 + .35), 0) for s in (1, -1)]
        towers += [box(1.1, wide + .6, h, .08, 2, region="body").moved(e * at, 0, z) for z,
                   h in ((tall - 1.5, 1.3), (.66 * tall, .9),
                                                                                              (.20 * tall, 1.0))]
        towers += [box(2.6, wide + 3.0, 1.6, .12, 2, region="stone").moved(e * at, 0, 0)]
        towers += [box(4.2, wide + 1.4, deck_z, .10, 2, region="stone").moved(e * (long / 2 - 2.0), 0, 0)]
    cables, hangers = [], []
    for s in (1, -1):
        y = s * (wide / 2 + .1)
        x = np.linspace(-at, at, 60)
        z = deck_z + 1.5 + (tall - deck_z - 1.5) * (x / at) ** 2
        cables.append(tube(np.column_stack([x, np.full(60, y), z]), [.17], 60, 10, "cable"))
        for e in (1, -1):
            cables.append(tube([(e * at, y, tall), (e * (at + .5 * (long / 2 - at)), y, deck_z + .40 * (tall - deck_z)),
                                (e * (long / 2 - .4), y, deck_z + .2)], [.17], 24, 10, "cable"))
        for q in np.arange(-.92 * at, .93 * at, 1.9):
            hangers.append(tube([(q, y, deck_z + .4), (q, y, deck_z + 1.5 + (tall - deck_z - 1.5) * (q / at) ** 2)],
                                [.05], 2, 6, "cable",
                                round_ends=False))
    rails = [rail((-long / 2, s * wide / 2, deck_z + 1.3), (long / 2, s * wide / 2, deck_z + 1.3), .10, d,
                  "body") for s in (1, -1)]
    rails += [brick(.09, .09, .85, "body").moved(x, s * wide / 2, deck_z + .5) for s in (1, -1)
              for x in np.arange(-long / 2 + 1, long / 2, 2.4)]
    return [part("deck", *deck, *lines), part("towers", *towers), part("cables", *cables), part("hangers", *hangers),
            part("railings", *rails)]


FAMILY = Family(
    name="bridge", words=("bridge", "footbridge", "suspension bridge", "stone bridge"),
    gloss=("a stone bridge with arches", "a small wooden bridge", "a long suspension bridge"), extent=(3.2, 80.0),
    build=build,
    principal="width", materials=("stone", "teak", "toy red", "concrete"),
    looks={"body": "main", "stone": "stone", "road": "concrete", "post": ("teak", "walnut", "toy red"),
           "rail": ("teak", "toy red"),
           "cable": ("main", "steel"), "line": "toy white"},
    part_words={"rail": ("rail", "rails", "railing", "railings"), "road": ("road", "deck"),
                "cable": ("cable", "cables")},
    styles={"stone": ("stone", "arched", "old"), "wooden": ("wooden", "garden", "japanese"),
            "suspension": ("suspension", "modern"),
            "two": ("double",)})
