# SPDX-License-Identifier: GPL-3.0-or-later
"""Skateboards: popsicle deck with kicked ends, grip tape, trucks and wheels; longboards."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.sport.shared_sport import plank
from backend.objects.modeling.solids import box, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"street": 1.2, "longboard": .7})
    long, wide = (d.between(.78, .82), d.between(.195, .215)) if kind == "street" else (d.between(.95, 1.08),
                                                                                        d.between(.22, .25))
    z, kick = .098, (.045 if kind == "street" else .018)
    y = np.linspace(-long / 2, long / 2, 61)
    u = np.abs(y) / (long / 2)
    lift = kick * np.clip((u - .62) / .38, 0, 1) ** 1.6 - (.008 if kind == "longboard" else 0) * (1 - u ** 2)
    tip = (.80, .20) if kind == "street" else (.55, .45)
    half = wide / 2 * np.where(u > tip[0], np.sqrt(np.clip(1 - ((u - tip[0]) / tip[1]) ** 2, 0,
                                                           1)) ** (1 if kind == "street" else 1.3), 1)
    half = np.maximum(half, .004)
    path = np.column_stack([0 * y, y, z + lift])
    deck = plank(path, half, np.full(61, .012), d, "grip", "body", 6.0)
    trucks, wheels = [], []
    base = .30 * long if kind == "street" else .34 * long
    for s in (1, -1):
        trucks += [box(.055, .085, .012, .003, 2, region="metal").moved(0, s * base, z - .020),
                   turned([(.018, 0), (.022, .012), (.016, .028)], .003, 20, "bush").moved(0, s * base, z - .046),
                   box(.030, .045, .030, .008, 3, region="metal").moved(0, s * base, z - .055),
                   rail((-.105, s * base, .028), (.105, s * base, .028), .012, d, "metal"),
                   box(.13, .022, .022, .006, 2, region="metal").moved(0, s * base, .022)]
        trucks += [turned([(.004, 0), (.004, .003)], .001, 10, "metal", 1).moved(x, s * base + q,
                                                                                 z + .006) for x in (-.02, .02)
                   for q in (-.028, .028)]
        for x in (1, -1):
            r = .027 if kind == "street" else .033
            wheels += [turned([(.72 * r, -.017), (r, -.012), (r, .012), (.72 * r, .017)], .005, d.segments(36, 24),
                              "wheel").rotated(
                np.pi / 2, "y").moved(x * .088, s * base, r),
                turned([(.011, -.019), (.011, .019)], .002, 18, "metal").rotated(
                    np.pi / 2, "y").moved(x * .088, s * base, r)]
    return [part("deck", deck), part("trucks", *trucks), part("wheels", *wheels)]


FAMILY = Family(
    name="skateboard", words=("skateboard", "longboard", "skate board"), gloss=("a skateboard with four wheels",),
    extent=(.7, 1.2), build=build, principal="depth", materials=("toy paint", "birch", "toy paint"),
    looks={"body": "main", "grip": "black plastic", "metal": "steel", "bush": ("toy red", "toy orange"),
           "wheel": ("toy white", "toy yellow", "toy orange", "toy green")},
    part_words={"body": ("deck", "board"), "wheel": ("wheel", "wheels"), "grip": ("grip", "top")},
    styles={"street": ("street", "trick"), "longboard": ("long",)})
