# SPDX-License-Identifier: GPL-3.0-or-later
"""Toy balloons on a string: one, or a bunch; hearts as well."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import body, tube
from backend.objects.modeling.solids import turned


def build(d: Draw) -> list[Part]:
    bunch = d.choose({"single": 1.0, "bunch": .9}) == "bunch"
    heart = d.choose({"round": 1.3, "heart": .5}) == "heart"
    count = int(d.between(3, 6)) if bunch else 1
    n = d.segments(56, 36)
    parts = []
    names = ["body", "second", "third", "body", "second"]
    for k in range(count):
        r = d.between(.125, .15)
        a = 2 * np.pi * k / max(count, 1) + d.between(-.2, .2)
        lean = .42 if bunch else 0.0
        up = d.between(.78, .95) + (.16 if k % 2 else 0)
        region = names[k % 5]
        if heart:
            skin = body([(0, 0), (.10, .01), (.40, .25), (.80, .58), (.92, .80), (.72, .97), (.35, 1.0), (0, .95)],
                        r * 1.12, 2.0 * r, 44, n, region)

            def hearted(v: np.ndarray, r: float = r) -> np.ndarray:
                notch = np.exp(-(v[:, 0] / (.30 * r)) ** 2) * np.clip(v[:, 2] / (2 * r) - .5, 0, 1) * .75 * r
                return v * (1, .62, 1) - np.column_stack([0 * notch, 0 * notch, notch])

            skin = skin.deformed(hearted)
        else:
            skin = body([(0, 0), (.10, .004), (.22, .06), (.58, .24), (.92, .52), (1.0, .68), (.88, .86), (.55, .97),
                         (.2, .998), (0, 1)], r,
                        2.45 * r, 44, n, region)
        knot = turned([(.012, -.030), (.016, -.028), (.007, -.012), (.012, 0), (.012, .010)], .002, 24, region)
        out = np.array([np.cos(a), np.sin(a), 0]) * (.135 if bunch else 0)
        at = out * 1.0 + np.array([0, 0, up])
        tilt = [p.rotated(lean * .55, "y").rotated(a).moved(*at) for p in (skin, knot)]
        foot = np.array([0, 0, .30]) if bunch else np.array([0, 0, 0])
        wave = d.between(-.03, .03)
        line = tube([at - np.array([0, 0, .02]), at * .6 + foot * .4 + np.array([wave, .02, 0]),
                     at * .25 + foot * .75 + np.array([-wave, -.015, 0]), foot], [.0016], 40, 6, "string")
        parts.append(part(f"balloon {k + 1}", *tilt))
        parts.append(part(f"string {k + 1}", line))
    if bunch:
        tail = [tube([(0, 0, .31), (.012, .006, .20), (-.012, 0, .10), (.0, .006, .035)], [.0024], 30, 6, "string")]
        weight = turned([(.035, 0), (.038, .01), (.030, .04), (.012, .048)], .004, 32, "third")
        parts.append(part("weight", weight, *tail))
    else:
        parts.append(part("weight", turned([(.022, 0), (.024, .006), (.018, .024), (.006, .028)], .003, 28, "third")))
    return parts


FAMILY = Family(
    name="balloon", words=("balloon", "balloons", "party balloon", "toy balloon"),
    gloss=("a balloon on a string", "a bunch of party balloons"),
    extent=(.8, 1.8), build=build, materials=("toy red", "toy blue", "toy yellow", "toy green"),
    looks={"body": "main", "second": ("main or toy yellow", "main or toy white"),
           "third": ("main or toy blue", "main or toy green"),
           "string": "white plastic"},
    part_words={"string": ("string", "strings")},
    styles={"single": ("single",), "bunch": ("bunch", "many"), "heart": ("heart",), "round": ("round",)})
