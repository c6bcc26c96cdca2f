# SPDX-License-Identifier: GPL-3.0-or-later
"""Snails: a coiled shell on a creeping foot, eyes on stalks."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import sweep


def build(d: Draw) -> list[Part]:
    turns, open_ = d.between(2.6, 3.3), d.between(.92, 1.08)
    t = np.linspace(0, 1, 150)
    grow = np.exp(1.15 * turns * .62 * (t - 1))
    a = t * turns * 2 * np.pi - (turns * 2 * np.pi) - 1.25
    reach, size = .225 * grow * open_, .150 * grow
    side = .12 * (1 - grow)
    path = np.column_stack([side, reach * np.cos(a), reach * np.sin(a)])
    coil = sweep(path, circle(d.segments(24, 16)), np.column_stack([size, size * 1.04]), up=(1, 0, 0), round_ends=True,
                 region="shell")
    lean = d.between(-.10, .16)
    center = np.array([0, .13, .355])
    coil = coil.rotated(lean, "y").moved(*center)
    s = Sculpt(.04)
    s.limb([(0, .62, .012), (0, .40, .04), (0, .10, .07), (0, -.20, .075), (0, -.36, .09)],
           [.010, .07, .125, .115, .090], "body", squeeze=flat((0, 0, 1), .55), rows=24)
    s.limb([(0, .55, .0), (0, .10, .015), (0, -.34, .015)], [.03, .15, .12], "body", .05, flat((0, 0, 1), .18))
    up = d.between(.9, 1.15)
    s.limb([(0, -.28, .09), (0, -.42, .15), (0, -.50, .235 * up)], [.085, .080, .070], "body", .05)
    s.limb([(0, .06, .10), (0, .10, .20)], [.12, .11], "body", .06)
    head = np.array([0, -.50, .235 * up])
    for side_ in (1, -1):
        tip = head + xyz(side_ * .12, -.10, .22)
        s.limb([head + xyz(side_ * .030, -.01, .03), head + xyz(side_ * .075, -.05, .13), tip], [.030, .020, .018],
               "body",
               .02)
        s.blob(tip, .026, "body", .01)
        s.limb([head + xyz(side_ * .030, -.055, -.01), head + xyz(side_ * .06, -.125, -.045)], [.020, .013], "body",
               .015)
    gaze = [ball(.020, 10, 12, "eye").moved(*(head + xyz(s_ * .123, -.112, .232))) for s_ in (1, -1)]
    parts = [part("shell", coil), part("body", s.surface(104, d.detail)), part("eyes", *gaze)]
    return sized(parts, .060 * d.between(.8, 1.3))


FAMILY = Family(
    name="snail", words=("snail", "garden snail", "slug"), gloss=("a snail with its house on its back",),
    extent=(0.04, 0.14), build=build, principal="depth", materials=("snail shell",),
    looks={"shell": "main", "body": "snail body", "eye": "eye"},
    part_words={"shell": ("shell", "house"), "body": ("body", "foot"), "eye": ("eye", "eyes")})
