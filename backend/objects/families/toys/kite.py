# SPDX-License-Identifier: GPL-3.0-or-later
"""Kites: a diamond in four colours with spars, bridle and a tail of bows."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import planar
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.toys.shared_toy import xyz
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import tube
from backend.objects.modeling.surface import Surface, skin


def _sail(corners: np.ndarray, region: str, billow: float) -> Surface:
    """A triangle of cloth (3, 3) bellied backwards (+Y)."""
    a, b, c = corners
    rings = []
    for s in np.linspace(0, .97, 12):
        p, q = a + (c - a) * s, b + (c - b) * s
        t = np.linspace(0, 1, 12)[:, None]
        line = p + (q - p) * t
        depth = billow * np.sin(np.pi * t[:, 0]) * np.sin(np.pi * s / .97) * 1.2
        line = line + np.column_stack([0 * depth, depth, 0 * depth])
        thin = .0015 * np.clip(6 * t[:, 0], 0, 1) * np.clip(6 * (1 - t[:, 0]), 0, 1) * min(1.0, 5 * s, 5 * (.97 - s))
        shift = np.column_stack([0 * thin, thin, 0 * thin])
        rings.append(np.concatenate([line - shift, (line + shift)[::-1]]))
    ends = [np.tile(rings[k].mean(axis=0), (24, 1)) for k in (0, -1)]
    return planar(skin(np.stack([ends[0], *rings, ends[1]]), region=region), 1)


def build(d: Draw) -> list[Part]:
    tall, wide = d.between(.75, .95), d.between(.62, .80)
    cross = d.between(.64, .72) * tall
    top, bottom = np.array([0, 0, tall]), np.array([0, 0, 0.0])
    left, right, mid = np.array([-wide / 2, .05, cross]), np.array([wide / 2, .05, cross]), np.array([0, 0.0, cross])
    sails = [_sail(np.array([mid, top, right]), "body", .025), _sail(np.array([mid, top, left]), "second", .025),
             _sail(np.array([mid, bottom, right]), "second", .04), _sail(np.array([mid, bottom, left]), "body", .04)]
    two = d.choose({"two": 1.0, "four": 1.0})
    if two == "four":
        sails[2], sails[3] = sails[2].named("third"), sails[3].named("fourth")
    spars = [rail((0, .006, -.01), (0, .006, tall + .01), .012, d, "spar"),
             tube([left + xyz(0, .004, 0), mid + xyz(0, .012, 0), right + xyz(0, .004, 0)],
                                                                            [.005], 20, 10, "spar")]
    edge = [tube([p, q], [.003], 3, 8, "string") for p,
            q in ((top, left), (left, bottom), (bottom, right), (right, top))]
    bridle = [tube([(0, 0, .88 * tall), (0, -.20, .62 * tall)], [.0015], 3, 6, "string"),
              tube([(0, 0, .22 * tall), (0, -.20, .62 * tall)], [.0015], 3, 6,
                                                                                          "string"),
              tube([(0, -.20, .62 * tall), (.05, -.45, .42 * tall), (.02, -.62, .05), (.12, -.70, .01)], [.0015], 30,
                   6, "string")]
    path = np.array([(0, 0, 0), (.08, .05, -.16), (-.05, .08, -.34), (.07, .06, -.52), (-.03, .09, -.70)])
    line = spline(path, 80)
    tail = [tube(line, [.0022], 60, 6, "string")]
    bows = []
    for k in range(6):
        at = line[10 + 13 * k]
        name = ("body", "second", "third")[k % 3]
        for s in (1, -1):
            tri = np.array([at, at + xyz(s * .062, -.004, .030), at + xyz(s * .062, .010, -.030)])
            bows.append(_sail(tri[[1, 2, 0]], name, .006))
    lift = .74
    return [part("sail", *(p.moved(z=lift) for p in sails)), part("spars", *(p.moved(z=lift) for p in (*spars, *edge))),
            part("bridle", *(p.moved(z=lift) for p in bridle)),
            part("tail", *(p.moved(z=lift) for p in (*tail, *bows)))]


FAMILY = Family(
    name="kite", words=("kite", "paper kite"), gloss=("a kite with a long tail that flies in the wind",),
    extent=(1.2, 2.0), build=build,
    materials=("toy red", "toy blue", "toy yellow", "toy green"),
    looks={"body": "main", "second": ("toy yellow", "toy white", "toy orange"), "third": ("toy blue", "toy green"),
           "fourth": ("toy orange", "toy green"),
           "spar": ("birch", "pine"), "string": "straw"},
    part_words={"second": ("stripe",), "spar": ("frame", "spars"), "string": ("string",)},
    styles={"two": ("two-coloured",), "four": ("rainbow", "colourful")})
