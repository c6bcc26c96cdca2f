# SPDX-License-Identifier: GPL-3.0-or-later
"""Hammers lying on their side: a claw hammer's bent and split tail, a ball-peen's knob."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, rounded_rectangle
from backend.objects.modeling.solids import sweep, turned

_QUARTER = np.pi / 2


def build(d: Draw) -> list[Part]:
    kind = d.choose({"claw": 1.4, "ball": 0.6})
    long = d.between(0.27, 0.36)
    r = d.between(0.0125, 0.0155)
    t = np.linspace(0, 1, 17)
    path = np.column_stack([np.zeros(17), -t * long, np.full(17, r)])
    grip = np.interp(t, [0, .1, .35, .6, .85, .95, 1], [.80, .78, .62, .78, 1.0, 1.0, .85])
    handle = sweep(path, circle(d.segments(28, 12), r) * (0.82, 1.0), grip, region="handle")
    eye = sweep(np.array([(0, -1.5 * r, r), (0, 0, r), (0, 1.6 * r, r)]), rounded_rectangle(2.4 * r, 2.4 * r, .5 * r),
                region="head")
    reach = d.between(2.4, 3.0) * r
    face = turned([(0.9 * r, 0), (0.72 * r, .35 * reach), (0.72 * r, .55 * reach), (1.16 * r, .66 * reach),
                   (1.16 * r, reach)], .08 * r, d.segments(40), "head")
    face = face.rotated(-_QUARTER, "y").moved(-0.7 * r, 0, r)
    wedge = sweep(np.array([(0, 1.55 * r, r), (0, 1.66 * r, r), (0, 1.72 * r, r)]), circle(20, .6 * r), region="handle")
    if kind == "ball":
        neck = turned([(.8 * r, 0), (.6 * r, .8 * r), (.6 * r, 1.5 * r)], .05 * r, 32, "head")
        ball = turned([(a * r, b * r) for a, b in ((.3, 1.3), (.85, 1.45), (.95, 2.0), (.7, 2.6), (.2, 2.8))],
                      np.array([.1, .3, .4, .3, .1]) * r, 40, "head")
        tail = [piece.rotated(_QUARTER, "y").moved(.7 * r, 0, r) for piece in (neck, ball)]
    else:
        tail = []
        bend = d.between(.9, 1.5)
        for s in (1, -1):
            u = np.linspace(0, 1, 12)
            claw = np.column_stack([.8 * r + u * 3.8 * r, -bend * r * 1.3 * u ** 2, r + s * (.52 + .22 * u) * r])
            size = np.column_stack([.52 - .18 * u, 1.1 - .82 * u ** 1.3])
            tail.append(sweep(claw, rounded_rectangle(2 * r, 2 * r, .4 * r), size, up=(0, 1, 0), region="head"))
    return [part("handle", handle, wedge), part("head", eye, face, *tail)]


FAMILY = Family(
    name="hammer", words=("hammer", "claw hammer", "mallet", "ball peen hammer"),
    gloss=("a tool to drive nails", "a carpenter's hammer", "a hand tool with a heavy steel head"),
    extent=(0.26, 0.44), build=build, principal="depth", materials=("birch", "oak", "rubber"),
    looks={"handle": "main", "head": ("steel", "iron")},
    part_words={"handle": ("handle", "grip", "shaft"), "head": ("head", "claw", "face")},
    styles={"claw": ("claw", "carpenter"), "ball": ("ball peen", "ball", "engineer")})
