# SPDX-License-Identifier: GPL-3.0-or-later
"""Tubes lying down: toothpaste, cream or paint in a crimped tube with a ribbed cap."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_tools import laid
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.solids import box, lathe, turned
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    long, r = d.between(.125, .165), d.between(.0165, .0215)
    z = 1.0 * r
    count = 56
    used = d.between(0, .35)
    # From the shoulder at y = 0 the round section flattens towards the crimp at -Y.
    t = np.linspace(0, 1, 26)
    rings = []
    for s in t:
        flat = np.clip(s + .4 * used * s * (1 - s), 0, 1) ** 1.5
        half_w = r + (np.pi / 2 * r - r) * flat
        half_h = r * (1 - flat) ** .9 + .0011
        line = superellipse(count, 2 * half_w, 2 * half_h, 2.0 + .8 * flat)
        sag = 1 + .05 * used * np.sin(3 * np.pi * s)
        rings.append(np.column_stack([line[:, 0], np.full(count, -s * long), z + line[:, 1] * sag]))
    ends = [np.tile((0, 0, z), (count, 1)), np.tile((0, -long, z), (count, 1))]
    tube = skin(np.stack([ends[0], *rings, ends[1]]), region="body")
    wide = np.pi * r + .001
    crimp = [box(wide, .010, .0026, .0006, 1, region="crimp").moved(0, -long - .003, z - .0013)]
    crimp += [box(.98 * wide, .0007, .0034, .0003, 1, region="crimp").moved(0, -long + .0002 - .0022 * k,
                                                                            z - .0017) for k in range(4)]
    shoulder = turned([(.98 * r, -.001), (1.0 * r, .001), (.46 * r, .0075), (.44 * r, .012)],
                      [.0006, .002, .002, .001], 48, "shoulder")
    high = d.between(.016, .022)

    def ribs(angle: np.ndarray, level: np.ndarray) -> np.ndarray:
        here = (level > .0115) & (level < .0095 + high)
        return 1 + .025 * here * np.cos(26 * angle)

    low_r, top_r = .62 * r, .54 * r
    cap = lathe(np.array([(0, .009), (low_r - .0006, .009), (low_r, .0096), (low_r, .0112), (low_r, .0118),
                          (top_r, .0090 + high), (top_r - .0010, .0100 + high),
                          (0, .0100 + high)]), 104, "cap", modulation=ribs)
    # Print follows the tube: bands are the same rings a hair outside, over part of the way round or all of it.
    def band(s0: float, s1: float, first: float, last: float, region: str, out: float) -> Surface:
        rows = []
        for s in np.linspace(s0, s1, 14):
            flat = np.clip(s + .4 * used * s * (1 - s), 0, 1) ** 1.5
            half_w, half_h = r + (np.pi / 2 * r - r) * flat, r * (1 - flat) ** .9 + .0011
            a = np.linspace(first, last, 15)
            unit = np.column_stack([np.cos(a), np.sin(a)])
            power = 2.0 + .8 * flat
            unit = unit * ((np.abs(unit) ** power).sum(axis=1) ** (-1 / power))[:, None] * (half_w, half_h)
            sag = 1 + .05 * used * np.sin(3 * np.pi * s)
            normal = unit / np.linalg.norm(unit, axis=1, keepdims=True)
            outer, inner = unit + normal * out, unit - normal * .0004
            ring = np.concatenate([outer, inner[::-1]])
            rows.append(np.column_stack([ring[:, 0], np.full(30, -s * long), z + ring[:, 1] * sag]))
        poles = [np.tile(rows[k].mean(axis=0), (30, 1)) for k in (0, -1)]
        return skin(np.stack([poles[0], *rows, poles[1]]), region=region)

    kind = d.choose({"toothpaste": 1.0, "paint": 0.5, "cream": 0.5})
    print_ = [band(.04, .09, .02, np.pi - .02, "accent", .00012), band(.86, .93, .02, np.pi - .02, "accent", .00012)]
    if kind == "toothpaste":
        print_ += [band(.24, .74, 1.18, 1.96, "pale", .00016), band(.30, .68, 1.42, 1.72, "accent", .00026),
                   band(.20, .78, 2.12, 2.24, "accent", .00016),
                   band(.20, .78, .90, 1.02, "accent", .00016)]
    elif kind == "paint":
        print_ += [band(.10, .50, .02, np.pi - .02, "accent", .00014), band(.20, .40, 1.25, 1.9, "pale", .00028)]
    else:
        print_ += [band(.34, .62, 1.15, 2.0, "pale", .00016), band(.42, .46, 1.30, 1.85, "accent", .00028),
                   band(.52, .55, 1.38, 1.76, "accent", .00028)]
    return [part("tube", tube), part("crimp", *crimp), part("shoulder", laid(shoulder, z)), part("cap", laid(cap, z)),
            part("print", *print_)]


FAMILY = Family(
    name="toothpaste", words=("toothpaste", "tube of toothpaste", "toothpaste tube", "paint tube", "tube of paint",
                              "cream tube", "hand cream",
                              "tube of cream", "ointment", "face cream", "facial cream", "lotion"),
    gloss=("a tube of toothpaste", "a squeezed tube of cream"),
    extent=(.13, .22), build=build, principal="depth", materials=("toy white", "toy white", "toy blue", "foil"),
    looks={"body": "main", "crimp": "main", "shoulder": "toy white", "cap": ("toy red", "toy blue", "toy white",
                                                                             "toy black"),
           "accent": ("toy red", "toy blue", "toy green", "toy orange"), "pale": ("toy white", "toy blue")},
    part_words={"cap": ("cap", "lid"), "accent": ("stripe", "stripes", "label")},
    styles={"toothpaste": ("toothpaste", "toothpaste tube"), "paint": ("paint", "paint tube", "oil"),
            "cream": ("cream", "cream tube", "hand cream", "face cream", "facial cream", "lotion")})
