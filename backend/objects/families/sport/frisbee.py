# SPDX-License-Identifier: GPL-3.0-or-later
"""Frisbees: a dished disc with a rolled rim and rings on top."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import painted
from backend.objects.modeling.solids import extrude, lathe


def build(d: Draw) -> list[Part]:
    r, tall = d.between(.115, .140), d.between(.026, .034)
    n = d.segments(96, 56)
    outer = [(0, tall), (.30 * r, tall), (.62 * r, .97 * tall), (.84 * r, .88 * tall), (.97 * r, .58 * tall),
             (r, .12 * tall), (.985 * r, 0),
             (.93 * r, 0), (.915 * r, .12 * tall), (.90 * r, .60 * tall), (.80 * r, .82 * tall), (.60 * r, .90 * tall),
             (0, .92 * tall)]
    rows = fillet(outer, [0, .01, .02, .02, .01, .003, .002, .002, .003, .01, .01, .02, 0], 5)
    steps = []
    for a, b in pairwise(rows):
        count = max(1, int(np.linalg.norm(b - a) / (.03 * r)))
        steps += [a + (b - a) * k / count for k in range(count)]
    disc = lathe(np.array([*steps, rows[-1]]), n, "body")
    inner, outer_ = d.between(.30, .40), d.between(.48, .60)

    def band(c: np.ndarray) -> np.ndarray:
        q = np.hypot(c[:, 0], c[:, 1]) / r
        return (q > inner) & (q < outer_) & (c[:, 2] > .935 * tall)

    disc = painted(disc, "print", band)
    ridges = [lathe(np.column_stack([q * r + .0016 * np.cos(t), z * tall + .0012 * np.sin(t)]), n, "body", loop=True)
              for q, z in ((.70, .955), (.74, .935),
                           (.78, .915)) for t in [np.linspace(0, 2 * np.pi, 10, endpoint=False)]]
    points = int(d.between(5, 9))
    outline = np.array([((.20 if k % 2 == 0 else .10) * r * np.cos(np.pi * k / points),
                         (.20 if k % 2 == 0 else .10) * r * np.sin(
        np.pi * k / points)) for k in range(2 * points)])
    star = extrude(outline, .0012, .0004, "print", 1).moved(z=tall - .0004)
    return [part("disc", disc), part("rings", *ridges), part("print", star)]


FAMILY = Family(
    name="frisbee", words=("frisbee", "flying disc"), gloss=("a flying disc to throw",), extent=(.2, .32), build=build,
    principal="width",
    materials=("toy paint", "plastic"), looks={"body": "main",
                                               "print": ("toy white", "toy black", "toy yellow", "toy blue")},
    part_words={"print": ("print", "star", "ring")})
