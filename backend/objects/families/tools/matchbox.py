# SPDX-License-Identifier: GPL-3.0-or-later
"""Matchboxes: a printed sleeve half drawn off a tray of matches, a few matches beside it."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box
from backend.objects.modeling.surface import Surface


def _match(long: float, d: Draw) -> list[Surface]:
    """A match along +X from the origin, its head at the end."""
    stick = box(long, .0021, .0021, .0003, 1, region="stick").moved(long / 2)
    head = ball((.0034, .0019, .0019), 7, 10, "head").moved(long - .0005, 0, .00105)
    return [stick, head]


def build(d: Draw) -> list[Part]:
    width, depth, tall = d.between(.050, .058), d.between(.034, .040), d.between(.0125, .016)
    wall = .0008
    out = d.between(.30, .58) * width
    # The sleeve is a flat tube along X.
    outer = np.array([(depth / 2, 0), (depth / 2, tall), (-depth / 2, tall), (-depth / 2, 0)])
    inner = np.array([(depth / 2 - wall, wall), (depth / 2 - wall, tall - wall), (-depth / 2 + wall, tall - wall),
                      (-depth / 2 + wall, wall)])
    sleeve = plate(outer, width, .00022, "sleeve", [inner]).rotated(np.pi / 2, "x").rotated(np.pi / 2).moved(-width / 2)
    strikers = [box(.94 * width, .0007, .80 * tall, .0002, 1, region="striker").moved(0, s * (depth / 2 + .0001),
                                                                                      .10 * tall)
                for s in (1, -1)]
    border = plate(np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * (.44 * width, .42 * depth), .0005, .0001, "print",
                   [np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * (.425 * width,
                                                                      .395 * depth)]).moved(z=tall - .0002)
    disc = np.column_stack([np.cos(a := np.linspace(0, 2 * np.pi, 36, endpoint=False)), np.sin(a)]) * .30 * depth
    sun = plate(disc, .0005, .0001, "print").moved(-.16 * width, 0, tall - .0002)
    points = 12
    b = np.arange(points * 2) * np.pi / points
    rays = np.column_stack([np.cos(b), np.sin(b)]) * np.where(np.arange(points * 2) % 2, .21, .13)[:, None] * depth
    star = plate(rays, .0005, .0001, "sleeve").moved(-.16 * width, 0, tall)
    bars = [box(.30 * width * f, .0030, .0005, .0001, 1, region="print").moved(.22 * width, y * depth, tall - .0002)
            for f, y in ((1, .20), (.8, .06), (1, -.10), (.55, -.24))]
    # The tray, drawn out to +X.
    w, dd, h = width - .001, depth - 2.6 * wall, tall - 2.8 * wall
    tray = [box(w, dd, wall, .0002, 1, region="tray")]
    tray += [box(w, wall, h, .0002, 1, region="tray").moved(0, s * (dd - wall) / 2) for s in (1, -1)]
    tray += [box(wall, dd, h, .0002, 1, region="tray").moved(s * (w - wall) / 2) for s in (1, -1)]
    tray = [piece.moved(out, 0, 1.2 * wall) for piece in tray]
    long = w - 4 * wall - .0042
    matches: list[Surface] = []
    rows = int((h - wall) / .0024)
    across = int((dd - 2 * wall) / .0030)
    for level in range(rows - 1):
        for k in range(across):
            if level == rows - 2 and d.chance(.3):
                continue
            y = (k - (across - 1) / 2) * .0030 + d.between(-.0003, .0003)
            matches += [piece.rotated(d.between(-.012, .012)).moved(
                out - long / 2 - .0016, y, 2.3 * wall + level * .0024) for piece in _match(long - d.between(0, .0012),
                                                                                           d)]
    spare: list[Surface] = []
    for k in range(int(d.random.integers(1, 4))):
        turn = d.between(-.5, .5)
        spare += [piece.rotated(turn).moved(-.2 * width + .010 * k, -depth / 2 - .012 - .006 * k)
                  for piece in _match(long, d)]
    return [part("sleeve", sleeve), part("striking strips", *strikers), part("print", border, sun, star, *bars),
            part("tray", *tray), part("matches", *matches), part("loose matches", *spare)]


FAMILY = Family(
    name="matchbox", words=("matchbox", "box of matches", "match box", "matches", "matchsticks"),
    gloss=("a box of matches to light a fire", "a matchbox with matches"),
    extent=(.06, .11), build=build, principal="width", materials=("toy red", "toy blue", "toy green", "toy yellow"),
    looks={"sleeve": "main", "striker": "striker", "print": "paper label", "tray": "white card", "stick": "pine",
           "head": "match head"},
    part_words={"head": ("head", "heads", "tips"), "sleeve": ("sleeve", "cover")})
