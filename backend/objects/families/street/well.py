# SPDX-License-Identifier: GPL-3.0-or-later
"""Wishing wells: a ring of stones with water, posts, crank with rope and bucket, little roof."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.street.shared_street import course
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import tube
from backend.objects.modeling.solids import box, lathe, sweep, turned, vessel
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    r, tall, n = d.between(.62, .74), d.between(.70, .85), d.segments(56, 36)
    rows = 4
    high = (tall - .12) / rows
    stones: list[Surface] = []
    for k in range(rows):
        for stone in course(r, high * .96, 13, .22, "body", k * high, (k % 2) * np.pi / 13, .06):
            stones.append(stone.scaled((d.between(.97, 1.03),) * 2 + (1.0,)))
    top = course(r + .01, .12, 11, .30, "stone", tall - .12, .1, .03)
    core = lathe(np.array([(r - .09, 0), (r + .07, 0), (r + .07, tall - .1), (r - .09, tall - .1)]), n, "mortar",
                 loop=True)
    water = turned([(r - .08, 0), (r - .08, tall * .55)], .01, n, "water")
    parts = [part("wall", *stones, core), part("coping", *top), part("water", water)]
    post_h, x = d.between(1.9, 2.15), r + .02
    posts = [box(.12, .12, post_h - .1, .015, 2, region="wood").moved(s * x, 0, .05) for s in (1, -1)]
    beam = box(2 * x + .5, .11, .11, .015, 2, region="wood").moved(0, 0, post_h - .10)
    braces = [rail((s * x, 0, post_h - .42), (s * (x - .32), 0, post_h - .06), .07, d, "wood") for s in (1, -1)]
    parts.append(part("posts", *posts, beam, *braces))
    wide, deep, rise = 2 * x + .62, 1.25, d.between(.42, .58)
    slope = np.arctan2(rise, deep / 2)
    length = deep / 2 / np.cos(slope) + .12
    tiles = []
    for s in (1, -1):
        for k in range(6):
            piece = box(wide, length / 6 + .05, .035, .010, 2, region="roof").rotated(.09, "x").moved(0,
                                                                                          -(k + .5) * length / 6, .01)
            piece = piece.rotated(slope, "x")
            tiles.append((piece if s > 0 else piece.rotated(np.pi)).moved(0, 0, post_h + rise))
    ridge = rail((-wide / 2, 0, post_h + rise + .03), (wide / 2, 0, post_h + rise + .03), .07, d, "roof")
    frames = [rail((e * (wide / 2 - .12), s * deep / 2, post_h), (e * (wide / 2 - .12), 0, post_h + rise - .02), .06,
                   d, "wood")
              for e in (1, -1) for s in (1, -1)]
    frames += [rail((e * (wide / 2 - .12), -deep / 2, post_h), (e * (wide / 2 - .12), deep / 2, post_h), .06, d,
                    "wood") for e in (1, -1)]
    parts.append(part("roof", *tiles, ridge, *frames))
    z = 1.28
    drum = turned([(.075, -x + .04), (.075, x - .04)], .01, 28, "wood").rotated(np.pi / 2, "y").moved(0, 0, z)
    crank = [tube([(x - .1, 0, z), (x + .28, 0, z), (x + .30, 0, z - .02), (x + .30, 0, z - .30),
                   (x + .32, 0, z - .32), (x + .52, 0,
                                                                                                              z - .32)],
                  [.018], 40, 10, "metal"),
             turned([(.028, 0), (.034, .06), (.028, .16)], .006, 20, "wood").rotated(np.pi / 2, "y").moved(x + .36, 0,
                                                                                          z - .32)]
    turn = np.linspace(0, 1, 110)
    coil = sweep(np.column_stack([-.12 + .24 * turn, .088 * np.cos(turn * 44), z + .088 * np.sin(turn * 44)]),
                 circle(7, .013),
                 region="rope")
    drop = d.between(.86, .98)
    line = sweep(np.array([(0, .085, z - .01), (0, .085, drop + .26)]), circle(8, .012), region="rope")
    pail = vessel(np.array([(.105, 0), (.115, .08), (.125, .16), (.132, .21)]), .012, .014, 36).named("pail").moved(0,
                                                                                          .085, drop - .12)
    hoops = [lathe(circle(8, .008) + np.array([rr, 0]), 36, "metal", loop=True).moved(0, .085, drop - .12 + h) for rr,
             h in ((.112, .04),
                                                                                                                 (.128,
                                                                                          .16))]
    bail = tube([(-.13, .085, drop + .07), (-.09, .085, drop + .20), (0, .085, drop + .26), (.09, .085, drop + .20),
                 (.13, .085, drop + .07)], [.008], 24, 8, "metal")
    return [*parts, part("windlass", drum, *crank), part("rope", coil, line), part("bucket", pail, *hoops, bail)]


FAMILY = Family(
    name="well", words=("well", "wishing well", "water well", "draw well"), gloss=("a well with a bucket on a rope",),
    extent=(1.9, 3.2), build=build, materials=("stone", "stone", "terracotta"),
    looks={"body": "main", "stone": "stone", "mortar": "concrete", "water": "dark glass",
           "wood": ("teak", "oak", "walnut"),
           "roof": ("terracotta", "walnut", "toy red", "straw"), "metal": "iron", "rope": "straw",
           "pail": ("oak", "teak")},
    part_words={"body": ("wall", "stones"), "roof": ("roof",), "pail": ("bucket",), "wood": ("posts",),
                "rope": ("rope",)})
