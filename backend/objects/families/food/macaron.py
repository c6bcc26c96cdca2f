# SPDX-License-Identifier: GPL-3.0-or-later
"""Macarons: two domed shells with ruffled feet and a filling, a few stacked."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import body, disc, roughened
from backend.objects.modeling.surface import Surface


def _shell(r: float, region: str, n: int, seed: int) -> list[Surface]:
    dome = body([(0, 0), (.90, 0), (.985, .10), (1.0, .28), (.93, .58), (.70, .86), (.36, .98), (0, 1.0)], r, .46 * r,
                30, n, region)
    foot = disc(1.015 * r, .13 * r, .055 * r, n, region, 3, 2, lambda a,
                z: 1 + .012 * np.cos(31 * a) + .010 * np.cos(17 * a + 2))
    return [dome.moved(z=.10 * r), roughened(foot, .022 * r, .07 * r, seed)]


def build(d: Draw) -> list[Part]:
    count = int(d.between(2, 4.9))
    r, n = d.between(.020, .024), d.segments(72, 48)
    names = ["body", "second", "third", "body"]
    parts, z = [], 0.0
    for k in range(count):
        seed = int(d.random.integers(999))
        top, cream = _shell(r, names[k % 4], n, seed), disc(.94 * r, .20 * r, .09 * r, n, "cream")
        low = [p.rotated(np.pi, "x").moved(0, 0, .56 * r) for p in _shell(r, names[k % 4], n, seed + 1)]
        pieces = [*low, cream.moved(0, 0, .53 * r), *(p.moved(0, 0, .70 * r) for p in top)]
        if k == count - 1 and count > 2:
            pieces = [p.moved(0, 0, -.63 * r).rotated(1.15, "x").rotated(.5).moved(1.0 * r, -2.0 * r,
                                                                                   1.05 * r) for p in pieces]
            low_z = min(float(p.vertices[:, 2].min()) for p in pieces)
            pieces = [p.moved(0, 0, -low_z) for p in pieces]
        else:
            x, y = d.between(-.10, .10) * r, d.between(-.10, .10) * r
            pieces = [p.rotated(d.between(0, .01)).moved(x, y, z) for p in pieces]
            z += 1.255 * r
        parts.append(part(f"macaron {k + 1}", *pieces))
    return parts


FAMILY = Family(
    name="macaron", words=("macaron", "macarons", "macaroon"), gloss=("colourful french macarons",),
    extent=(.035, .13), build=build,
    materials=("frosting", "ice cream", "frosting"),
    looks={"body": "main", "second": ("butter", "kiwi flesh", "frosting"), "third": ("chocolate", "ham", "ice cream"),
           "cream": ("cream", "jam", "chocolate")},
    part_words={"cream": ("filling", "cream")})
