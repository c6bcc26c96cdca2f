# SPDX-License-Identifier: GPL-3.0-or-later
"""Paintbrushes lying down: a decorator's flat brush, an artist's round one; clean or dipped in paint."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import laid, projected
from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.solids import lathe, turned
from backend.objects.modeling.surface import Surface, skin


def _tuft(section: np.ndarray, rows: list[tuple[float, float, float]], ragged: float, region: str, d: Draw) -> Surface:
    """Hair along +Y: ``section`` through rows (y, width, thickness), with strands drawn along it."""
    count = len(section)
    strand = 1 + .045 * d.random.standard_normal(count)
    rings = []
    for k, (y, w, h) in enumerate(rows):
        late = k / (len(rows) - 1)
        ring = section * (w, h) * (1 + (strand[:, None] - 1) * (.35 + late))
        end = ragged * late ** 6 * np.abs(strand - 1) * 14
        rings.append(np.column_stack([ring[:, 0], y - end, ring[:, 1]]))
    ends = [np.tile(r.mean(axis=0), (count, 1)) for r in (rings[0], rings[-1])]
    return projected(skin(np.stack([ends[0], *rings, ends[1]]), region=region))


def build(d: Draw) -> list[Part]:
    kind = d.choose({"flat": 1.2, "artist": 0.7})
    dipped = d.choose({"dipped": 0.6, "clean": 0.4}) == "dipped"
    if kind == "artist":
        return _artist(dipped, d)
    wide = d.between(.036, .066)
    thick = d.between(.013, .017)
    long = d.between(.125, .15)
    hair = d.between(.048, .062)
    z = thick / 2 + .001
    line = spline([(.30 * wide, .0), (.44 * wide, -.02), (.30 * wide, -.045), (.0095, -.072), (.0105, -.11),
                   (.0135, -.94 * long),
                   (.0095, -long), (-.0095, -long), (-.0135, -.94 * long), (-.0105, -.11), (-.0095, -.072),
                   (-.30 * wide, -.045),
                   (-.44 * wide, -.02), (-.30 * wide, .0)], 88)
    eye = circle(20, .0036) + np.array((0, -long + .014))
    handle = plate(line, .78 * thick, .0018, "handle", [eye], 3).moved(z=z - .39 * thick)
    metal = .030
    section = superellipse(64, 1.0, 1.0, 6.0)
    rings = [(-.006, .99), (-.004, 1.0), (.004, 1.0), (.005, 1.012), (.008, 1.012), (.009, 1.0), (metal - .008, 1.0),
             (metal - .007, 1.012), (metal - .004, 1.012), (metal - .003, 1.0), (metal, .99)]
    stack = [np.column_stack([section[:, 0] * wide * f, np.full(64, y), z + section[:,
                                                                                    1] * thick * (f + .35 * (f - 1))])
             for y, f in rings]
    ends = [np.tile((0, y, z), (64, 1)) for y in (-.006, metal)]
    ferrule = skin(np.stack([ends[0], *stack, ends[1]]), region="metal")
    nails = [turned([(.0018, 0), (.0016, .0012)], .0004, 10, "metal").moved(x * wide, .013, z + .5 * thick - .0004)
             for x in (-.3, 0, .3)]
    hairs = superellipse(88, 1.0, 1.0, 4.0)
    rows = [(metal - .004, .96 * wide, .94 * thick), (metal + .2 * hair, 1.0 * wide, 1.04 * thick),
            (metal + .55 * hair, 1.06 * wide, 1.02 * thick), (metal + .85 * hair, 1.09 * wide, .72 * thick),
            (metal + hair, 1.10 * wide, .40 * thick)]
    cut = d.between(.50, .72)
    parts = [part("handle", handle), part("ferrule", ferrule, *nails)]
    tuft = _tuft(hairs, rows, .006, "hair", d).moved(z=z)
    parts.append(part("bristles", tuft))
    if dipped:
        over = [(metal + cut * hair, 1.062 * wide, 1.03 * thick), (metal + (cut + .06) * hair, 1.085 * wide,
                                                                   1.08 * thick),
                (metal + .86 * hair, 1.115 * wide, .80 * thick), (metal + 1.03 * hair, 1.12 * wide, .46 * thick)]
        paint = _tuft(hairs, over, .006, "paint", d).moved(z=z)
        parts.append(part("paint", paint))
    return parts


def _artist(dipped: bool, d: Draw) -> list[Part]:
    long, r = d.between(.15, .20), d.between(.0036, .0052)
    z = 1.05 * r
    n = d.segments(28, 16)
    handle = turned([(.20 * r, -long), (.50 * r, -.72 * long), (.95 * r, -.22 * long), (1.05 * r, -.12 * long),
                     (.72 * r, .002)],
                    [.0004, .03, .02, .02, .001], n, "handle")
    tail = turned([(.19 * r, -long - .002), (.52 * r, -.80 * long)], .0005, n, "tip")
    metal = turned([(.76 * r, -.008), (.80 * r, .0), (.78 * r, .004), (.84 * r, .005), (.78 * r, .007),
                    (.62 * r, .030)],
                   .0004, n, "metal")
    hair = d.between(.018, .026)
    line = spline([(.60 * r, .028), (.95 * r, .028 + .35 * hair), (.62 * r, .028 + .72 * hair), (.0004, .028 + hair)],
                  16)
    line = np.concatenate([[(0, .028)], line[:-1], [(0, .028 + hair)]])

    def strands(angle: np.ndarray, y: np.ndarray) -> np.ndarray:
        return 1 + .05 * np.sin(13 * angle) * np.ones_like(y)

    tuft = lathe(line, 52, "paint" if dipped else "hair", modulation=strands)
    pieces = [part("handle", laid(handle, z)), part("tail", laid(tail, z)), part("ferrule", laid(metal, z)),
              part("bristles", laid(tuft, z))]
    if dipped:
        pieces.append(part("hair", laid(turned([(.66 * r, .027), (.80 * r, .028 + .2 * hair)], .0003, n, "hair"), z)))
    return pieces



FAMILY = Family(
    name="paintbrush", words=("paintbrush", "paint brush", "artist's brush", "art brush"),
    gloss=("a brush to paint a wall", "a painter's brush with bristles"),
    extent=(.16, .29), build=build, principal="depth", materials=("birch", "toy red", "toy blue", "oak", "toy black"),
    looks={"handle": "main", "metal": ("steel", "brass", "copper"), "hair": "bristle", "paint": "toy paint",
           "tip": "toy white"},
    part_words={"handle": ("handle",), "hair": ("bristles", "bristle", "hair"), "paint": ("paint", "tip", "tips"),
                "metal": ("ferrule",)},
    styles={"flat": ("flat", "decorator", "wall"), "artist": ("artist", "artist's brush", "art brush", "fine", "round"),
            "dipped": ("dipped", "used"), "clean": ("clean", "new")})
