# SPDX-License-Identifier: GPL-3.0-or-later
"""Roast chicken drumsticks with the bone."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt


def build(d: Draw) -> list[Part]:
    fat, bend = d.between(.92, 1.10), d.between(-.05, .12)
    s = Sculpt(.05)
    s.limb([(0, -.46, .20), (0, -.30, .22), (bend * .5, -.02, .20), (bend, .22, .19), (bend, .36, .19)],
           [.10 * fat, .20 * fat, .175 * fat, .085, .060], "meat", rows=24)
    s.blob((.03, -.34, .20), (.19 * fat, .20, .17 * fat), "meat", .06)
    for _ in range(9):
        way = np.array([d.between(-1, 1), d.between(-1, .3), d.between(-.2, 1)])
        s.blob(s.outlet((0, -.22, .2), way), d.between(.02, .045), "meat", .05)
    bone = Sculpt(.03)
    bone.limb([(bend, .28, .19), (bend * 1.1, .46, .19), (bend * 1.15, .58, .19)], [.045, .038, .044], "bone")
    bone.blob((bend * 1.15 + .032, .615, .20), (.042, .040, .040), "bone", .02)
    bone.blob((bend * 1.15 - .030, .605, .185), (.038, .038, .036), "bone", .02)
    cuff = Sculpt(.02)
    for k in range(9):
        a = 2 * np.pi * k / 9
        cuff.blob((bend + .056 * np.cos(a), .355 + .012 * np.sin(3 * a), .19 + .056 * np.sin(a)), (.026, .034, .026),
                  "meat", .02)
    scale = .115 * d.between(.92, 1.1)
    parts = [part("meat", s.surface(80, d.detail), cuff.surface(36, d.detail)),
             part("bone", bone.surface(44, d.detail))]
    turn = d.between(-.8, .4)
    return [Part(p.name, tuple(q.scaled((scale,) * 3).rotated(turn) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="chicken_leg", words=("chicken leg", "drumstick", "chicken drumstick", "roast chicken", "turkey leg",
                               "fried chicken"),
    gloss=("a roast chicken drumstick",), extent=(.08, .16), build=build, principal="depth",
    materials=("bread crust", "bun", "dough"),
    looks={"meat": "main", "bone": "ivory"}, part_words={"meat": ("meat", "skin"), "bone": ("bone",)})
