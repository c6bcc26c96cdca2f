# SPDX-License-Identifier: GPL-3.0-or-later
"""Watering cans: a tapered or bellied can, half covered, a long spout with a rose, a handle over and behind."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import bezier, circle, spline, superellipse
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe, sweep, turned, vessel
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    height = d.measure("height", .30, .38)
    kind = d.choose({"garden": 1.2, "indoor": 0.6})
    body = height * (.62 if kind == "garden" else .50)
    r = body * d.between(.50, .60)
    n = d.segments(80, 48)
    if kind == "garden":
        line = np.array([(r, 0), (r, .08 * body), (.97 * r, .5 * body), (.93 * r, .98 * body), (.93 * r, body)])
    else:
        line = np.array([(.80 * r, 0), (1.02 * r, .22 * body), (1.0 * r, .45 * body), (.66 * r, .84 * body),
                         (.58 * r, body)])
    outer = spline(line, d.segments(28, 18))
    shell = vessel(outer, .0024, .003, n, foot=.008)
    mouth = float(outer[-1, 0])
    rim = lathe(circle(10, .0042) + np.array((mouth, body - .001)), n, "rim", loop=True)
    bands: list[Surface] = []
    if kind == "garden":
        bands = [lathe(circle(10, .004) + np.array((float(np.interp(z, outer[:, 1], outer[:, 0])) + .001, z)), n,
                       "rim", loop=True)
                 for z in (.10 * body, .82 * body)]
        # The hood over the front half of the mouth.
        t = np.linspace(-np.pi / 2, np.pi / 2, 25)
        half = np.column_stack([mouth * .995 * np.cos(t), mouth * .995 * np.sin(t)])
        hood = plate(half, .0025, .0008, "body").deformed(
            lambda v: v + np.column_stack([np.zeros((len(v), 2)),
                                           .018 * (1 - (np.hypot(v[:, 0], v[:, 1]) / mouth) ** 2)]))
        bands.append(hood.moved(z=body - .002))
    # The spout runs to +X from low on the body.
    z0 = .16 * body
    wall = float(np.interp(z0, outer[:, 1], outer[:, 0]))
    reach, tip = r + d.between(.17, .22) * (1 if kind == "garden" else .9), height * d.between(.74, .86)
    if kind == "garden":
        path = np.linspace((wall - .012, 0, z0), (reach, 0, tip), 18)
        size = np.linspace(.030, .0125, 18)
    else:
        path = bezier((wall - .012, 0, z0), (wall + .09, 0, z0 + .01), (wall + .05, 0, tip * .92), (reach, 0, tip), 30)
        size = np.linspace(.016, .0062, 30)
    spout = sweep(path, circle(d.segments(24, 14)), size, up=(0, 1, 0), bevel=.05, region="spout")
    parts = [part("body", shell), part("rim", rim, *bands), part("spout", spout)]
    heading = path[-1] - path[-2]
    angle = np.arctan2(heading[0], heading[2])
    if kind == "garden":
        rose = turned([(.0125, -.012), (.014, 0), (.036, .030), (.037, .034), (.030, .040), (.004, .043)],
                      [.002, .006, .002, .002, .006, .002], 40, "rose")
        dots = []
        for k in range(25):
            a, q = k * 2.399963, .030 * np.sqrt((k + .5) / 25)
            dots.append(ball((.0019, .0019, .0012), 4, 6, "hole").moved(q * np.cos(a), q * np.sin(a),
                                                                        .0425 - 2.2 * q * q))
        parts.append(part("rose", *(piece.rotated(angle + .15, "y").moved(*path[-1]) for piece in (rose, *dots))))
        strut = sweep(np.array([(mouth - .004, 0, body - .01), (.5 * (mouth + path[11, 0]), 0,
                                                                .5 * (body + path[11, 2])),
                                tuple(path[11])]), circle(8, .0032), region="handle")
        arch = bezier((.72 * mouth, 0, body + .004), (.66 * mouth, 0, 1.03 * height + .33 * (height - body)),
                      (-.66 * mouth, 0, 1.03 * height + .33 * (height - body)), (-.72 * mouth, 0, body - .004), 30)
        arch[:, 2] = np.minimum(arch[:, 2], height - .009)
        section = superellipse(14, .018, .010, 2.4)
        handles = [sweep(arch, section, up=(0, 1, 0), region="handle"), strut]
        back = bezier((-mouth + .004, 0, .92 * body), (-mouth - .10, 0, 1.02 * body), (-r - .10, 0, .30 * body),
                      (-r + .004, 0, .20 * body), 28)
        handles.append(sweep(back, section, up=(0, 1, 0), region="handle"))
    else:
        back = bezier((-.4 * mouth, 0, body - .002), (-1.2 * r, 0, 1.34 * height), (-2.1 * r, 0, .62 * height),
                      (-.94 * r, 0, .24 * body), 40)
        back[:, 2] = np.minimum(back[:, 2], height - .006)
        handles = [sweep(back, circle(14, .0065), up=(0, 1, 0), region="handle")]
    return [*parts, part("handles", *handles)]


FAMILY = Family(
    name="watering_can", words=("watering can", "water can", "garden can"),
    gloss=("a can to water flowers", "a watering can in a garden"),
    extent=(.30, .62), build=build, native=("height",), materials=("steel", "toy green", "enamelled", "copper",
                                                                   "toy yellow"),
    looks={**VESSEL_LOOKS, "spout": "main", "rose": ("main", "brass", "copper"), "hole": "ink"},
    part_words={**VESSEL_WORDS, "handle": ("handle", "handles"), "spout": ("spout",), "rose": ("rose", "sprinkler")},
    styles={"garden": ("garden", "galvanised", "big"), "indoor": ("indoor", "modern", "small", "house")})
