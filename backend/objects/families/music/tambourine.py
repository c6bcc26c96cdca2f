# SPDX-License-Identifier: GPL-3.0-or-later
"""Tambourines: a slotted wooden frame with pairs of jingles, a skin over it or none."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.music.shared_music import QUARTER
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle
from backend.objects.modeling.solids import lathe, sweep, turned


def _hoop(inner: float, outer: float, low: float, high: float, n: int, region: str):
    return lathe(fillet([(inner, low), (outer, low), (outer, high), (inner, high)], .0018, 3, closed=True), n, region,
                 loop=True)


def build(d: Draw) -> list[Part]:
    r, tall, wall = d.between(.112, .132), d.between(.046, .056), .007
    n = d.segments(80, 48)
    slots = int(d.random.integers(5, 8))
    edge = .30 * tall
    rings = [_hoop(r - wall, r, 0, edge, n, "frame"), _hoop(r - wall, r, tall - edge, tall, n, "frame")]
    half = .026 / r
    blocks, jingles, pins = [], [], []
    for k in range(slots):
        a = 2 * np.pi * (k + .5) / slots
        following = a + 2 * np.pi / slots
        turn = np.linspace(a + half, following - half, 14)
        path = np.column_stack([(r - wall / 2) * np.cos(turn), (r - wall / 2) * np.sin(turn), np.full(14, tall / 2)])
        blocks.append(sweep(path, rounded_rectangle(wall, tall - 2 * edge + .004, .001, 2), region="frame"))
        for z, flip in ((tall / 2 + .0022, 1), (tall / 2 - .0022, -1)):
            cup = turned([(.0210, 0), (.0210, .0010), (.0120, .0024), (.0095, .0050), (.004, .0060)], .0006, 28,
                         "jingles")
            cup = cup if flip > 0 else cup.rotated(np.pi, "x")
            jingles.append(cup.rotated(d.between(-.10, .10), "y").moved(r - wall / 2, 0, z).rotated(a))
        pins.append(turned([(.0014, .12 * tall), (.0014, .88 * tall)], .0003, 10, "pins").moved(r - wall / 2, 0, 0)
                    .rotated(a))
    made = [part("frame", *rings, *blocks), part("jingles", *jingles), part("pins", *pins)]
    if d.choose({"skin": 1.0, "open": .45}) == "skin":
        skin = turned([(r - wall, tall - .004), (r + .0012, tall - .012), (r + .0014, tall - .001), (r - .003,
                                                                                                     tall + .0008)],
                      [.0005, .0005, .002, .001], n, "skin")
        tacks = [turned([(.0028, 0), (.002, .0014)], .0006, 12, "pins").rotated(QUARTER, "y")
                 .moved(r + .0008, 0, tall - .008).rotated(2 * np.pi * k / (4 * slots)) for k in range(4 * slots)]
        made += [part("skin", skin), part("tacks", *tacks)]
    else:
        made.append(part("band", lathe(circle(10, .0016) + np.array([r, tall - .004]), n, "skin", loop=True)))

    return made


FAMILY = Family(
    name="tambourine", words=("tambourine", "timbrel", "riq"),
    gloss=("a shaken percussion instrument with jingles", "a round frame with little cymbals"),
    extent=(0.2, 0.32), build=build, principal="width",
    materials=("birch", "teak", "toy red", "toy blue", "mahogany"),
    looks={"frame": "main", "jingles": ("brass", "brass", "chrome"), "pins": "brass",
           "skin": ("dial", "white plastic")},
    part_words={"jingles": ("jingle", "jingles", "cymbals"), "skin": ("skin", "head"), "frame": ("frame",)},
    styles={"skin": ("skin",), "open": ("headless",)})
