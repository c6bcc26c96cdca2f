# SPDX-License-Identifier: GPL-3.0-or-later
"""Pitayas: pink ovals with green-tipped scales, a half with white flesh and black seeds."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import aimed, ball, blade, body, disc, painted


def build(d: Draw) -> list[Part]:
    r, n = d.between(.040, .047), d.segments(64, 40)
    tall = 2.45 * r * d.between(.94, 1.06)
    knots = [(0, 0), (.40, .01), (.80, .14), (1.0, .42), (.94, .66), (.66, .88), (.30, .985), (0, 1.0)]
    whole = body(knots, r, tall, 44, n, "skin")
    scales = []
    count = 30
    for k in range(count):
        t = (k + .8) / (count + .5)
        a = k * 2.399963 + d.between(-.1, .1)
        q = float(np.interp(t, [z for _, z in knots], [x for x, _ in knots])) * r
        leaf = blade(.030 + .022 * t, .017, "lance", .55, -.55, .3, thick=.0016, rows=12, region="scale")
        leaf = painted(leaf, "leaf", lambda c: c[:, 0] > .019)
        scales.append(aimed(leaf, a, .50 + .5 * t, ((q - .003) * np.cos(a), (q - .003) * np.sin(a), t * tall * .94)))
    x, y = 2.3 * r, -.45 * r
    half = body([(0, 0), (.40, .02), (.80, .28), (1.0, .84), (1.0, 1.0), (.94, 1.0), (0, .98)], r, .50 * tall, 26, n,
                "skin")
    flesh = disc(.93 * r, .002, .0008, n, "flesh").moved(x, y, .50 * tall - .001)
    seeds = []
    for k in range(110):
        a, q = k * 2.399963, .86 * r * np.sqrt((k + .5) / 110)
        seeds.append(ball((.0013, .0009, .0008), 5, 7, "seed").rotated(a * 2).moved(x + q * np.cos(a),
                                                                                    y + q * np.sin(a),
                                                                                    .50 * tall + .0012))
    return [part("pitaya", whole), part("scales", *scales), part("half", half.moved(x, y, 0), flesh),
            part("seeds", *seeds)]


FAMILY = Family(
    name="pitaya", words=("pitaya", "dragon fruit", "dragonfruit"), gloss=("a pink dragon fruit with white flesh",),
    extent=(.12, .26), build=build,
    materials=("ham",), looks={"skin": "main", "scale": "main", "leaf": "fresh leaf", "flesh": "coconut flesh",
                               "seed": "dark seed"},
    part_words={"skin": ("skin",), "flesh": ("flesh",)})
