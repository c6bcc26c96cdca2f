# SPDX-License-Identifier: GPL-3.0-or-later
"""Stemmed glasses and goblets."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import arc, fillet, offset, spline
from backend.objects.modeling.solids import lathe

_BOWLS = {"red": [(.10, 0), (.62, .10), (1.0, .42), (.95, .68), (.72, 1.0)],
          "white": [(.10, 0), (.58, .10), (1.0, .45), (.96, .72), (.84, 1.0)],
          "flute": [(.12, 0), (.60, .08), (.96, .36), (1.0, .65), (.92, 1.0)],
          "goblet": [(.12, 0), (.70, .06), (.95, .28), (1.0, .65), (1.04, 1.0)]}


def build(d: Draw) -> list[Part]:
    shape = d.choose({"red": 1.2, "white": 0.8, "flute": 0.6, "goblet": 0.6})
    height = d.measure("height", 0.17, 0.23)
    stem, slim = {"red": (.45, .44), "white": (.46, .36), "flute": (.42, .26), "goblet": (.38, .44)}[shape]
    stem *= height
    half = height * slim * d.between(0.95, 1.05) / 2
    wall = 0.0016 if shape != "goblet" else 0.0028
    bowl = spline([(max(r * half, 0.0045), stem + z * (height - wall / 2 - stem)) for r, z in _BOWLS[shape]],
                  d.segments(48, 24))
    inside = offset(bowl, wall)[::-1]
    inside = inside[(inside[:, 1] > stem + 0.004) & (inside[:, 0] > 0.002)]
    foot = half * (0.92 if shape != "flute" else 1.15)
    thin = 0.0042 if shape != "goblet" else 0.007
    base = fillet([(0, 0.0022), (foot * 0.55, 0.0012), (foot * 0.93, 0), (foot, 0), (foot, 0.0022),
                   (foot * 0.35, 0.006), (thin, 0.030), (thin * 0.9, stem * 0.6),
                   (bowl[0, 0], stem)], [0, .01, .001, .0009, .0009, .02, .02, .05, 0], 5)
    turn = np.arctan2(*(bowl[-1] - bowl[-2])[::-1]) - np.pi / 2
    middle = (bowl[-1] + inside[0]) / 2
    rim = arc(middle, wall / 2, turn, turn + np.pi, 7)[1:-1]
    profile = np.concatenate([base[:-1], bowl, rim, inside, [[0.0, inside[-1, 1]]]])
    labels = np.full(len(profile) - 1, "body", dtype="<U24")
    labels[:len(base) - 1] = np.where(base[1:, 1] < 0.012, "foot", "stem")
    tip = slice(len(base) + len(bowl) - 4, len(base) + len(bowl) + 8)
    labels[tip] = "rim"
    return [part("body", lathe(profile, d.segments(72), labels.tolist()))]


FAMILY = Family(
    name="wineglass", words=("wineglass", "wine glass", "goblet", "chalice", "champagne flute", "champagne glass",
                             "drinking glass"),
    gloss=("a glass of wine", "a goblet", "a chalice for a king", "a champagne flute", "a stemmed drinking glass"),
    extent=(0.16, 0.24), build=build, native=("height",), materials=("glass",),
    looks={"body": "main", "stem": "main", "foot": "main", "rim": "main"},
    part_words={"stem": ("stem",), "foot": ("foot", "base"), "rim": ("rim", "lip", "edge"), "body": ("body", "bowl")},
    styles={"red": ("red wine",), "white": ("white wine",),
            "flute": ("flute", "champagne flute", "champagne", "champagne glass"),
            "goblet": ("goblet", "chalice", "medieval")})
