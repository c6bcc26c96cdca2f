# SPDX-License-Identifier: GPL-3.0-or-later
"""Fire hydrants: barrel with bolted flanges, domed bonnet, side caps on chains."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface


def _bolts(count: int, ring: float, z: float, size: float) -> list[Surface]:
    return [turned([(size, 0), (size, .9 * size)], .2 * size, 6, "metal", 1).moved(
        ring * np.cos(a), ring * np.sin(a), z) for a in np.arange(count) * 2 * np.pi / count]


def _cap(size: float, reach: float, n: int) -> list[Surface]:
    """An outlet with its cap, along +z."""
    neck = turned([(.92 * size, 0), (.92 * size, .55 * reach), (1.18 * size, .57 * reach), (1.18 * size, .68 * reach)],
                  .006, n, "body")
    cap = turned([(1.08 * size, .68 * reach), (1.08 * size, .92 * reach), (.85 * size, reach)], .010, n, "cap")
    nut = turned([(.34 * size, reach - .004), (.30 * size, 1.22 * reach)], .004, 5, "cap", 1)
    ribs = [turned([(.010, .70 * reach), (.010, .90 * reach)], .003, 8, "cap", 1).moved(1.07 * size * np.cos(a),
                                                                                     1.07 * size * np.sin(a))
            for a in np.arange(12) * np.pi / 6]
    return [neck, cap, nut, *ribs]


def build(d: Draw) -> list[Part]:
    tall, r, n = d.measure("height", .70, .86), d.between(.095, .115), d.segments(56, 36)
    k = tall / .78
    foot = turned([(1.65 * r, 0), (1.65 * r, .035), (1.15 * r, .05), (1.08 * r, .10)], .008, n, "body")
    barrel = turned([(1.08 * r, .05), (1.0 * r, .12), (.98 * r, .56 * k), (1.02 * r, .60 * k)], .012, n, "body")
    flange = turned([(1.42 * r, 0), (1.42 * r, .032)], .008, n, "body")
    rings = [flange.moved(z=.14), flange.moved(z=.575 * k),
             turned([(1.34 * r, 0), (1.34 * r, .026)], .007, n, "cap").moved(
        z=.606 * k)]
    bonnet = turned([(1.14 * r, .62 * k), (1.12 * r, .66 * k), (.92 * r, .72 * k), (.55 * r, .765 * k),
                     (.30 * r, .775 * k)], .02, n,
                    "cap")
    ridge = [sweep(np.array([(1.10 * r, 0, .65 * k), (.95 * r, 0, .712 * k), (.58 * r, 0, .762 * k),
                             (.3 * r, 0, .78 * k)]),
                   circle(8, .010), region="cap").rotated(a) for a in np.arange(8) * np.pi / 4]
    top = turned([(.30 * r, .77 * k), (.24 * r, tall)], .004, 5, "metal", 1)
    side = _cap(.052, .115, 40)
    caps = []
    for s, name in ((1, "right"), (-1, "left")):
        caps.append(part(f"outlet {name}", *(p.rotated(s * np.pi / 2, "y").moved(s * .90 * r, 0,
                                                                                 .47 * k) for p in side)))
    big = [p.rotated(np.pi / 2, "x").moved(0, -.90 * r, .42 * k) for p in _cap(.075, .125, 44)]
    chain = []
    for s in (1, -1):
        t = np.linspace(0, 1, 13)
        path = np.column_stack([s * (.9 * r + .055 + .05 * t), -.02 - .055 * (1 - t),
                                .47 * k - .055 - .085 * np.sin(np.pi * t)])
        for i in range(12):
            link = sweep(np.column_stack([.010 * np.cos(np.arange(14) * 2 * np.pi / 14), .0065 * np.sin(
                np.arange(14) * 2 * np.pi / 14), np.zeros(14)]), circle(6, .0022), loop=True, region="metal")
            way = path[i + 1] - path[i]
            chain.append(link.rotated((i % 2) * np.pi / 2, "x").rotated(-float(np.arctan2(way[2], way[0])), "y").moved(
                *((path[i] + path[i + 1]) / 2)))
    return [part("base", foot, *_bolts(8, 1.40 * r, .034, .014)), part("barrel", barrel, *rings),
            part("bonnet", bonnet, *ridge, ball((.3 * r, .3 * r, .02), 8, 20, "cap").moved(z=.775 * k)),
            part("operating nut", top),
            part("bolts", *_bolts(8, 1.24 * r, .606 * k + .024, .012), *_bolts(8, 1.24 * r, .171, .012)), *caps,
            part("steamer outlet", *big), part("chains", *chain)]


FAMILY = Family(
    name="fire_hydrant", words=("fire hydrant", "hydrant", "fireplug"), gloss=("a red fire hydrant in the street",),
    extent=(.6, 1.0), build=build, native=("height",), materials=("toy red", "toy yellow", "toy red", "enamelled"),
    looks={"body": "main", "cap": ("main", "main", "toy white", "steel"), "metal": "iron"},
    part_words={"cap": ("cap", "caps", "top", "bonnet"), "metal": ("bolts", "chain", "chains"), "body": ("barrel",)})
