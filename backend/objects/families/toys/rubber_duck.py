# SPDX-License-Identifier: GPL-3.0-or-later
"""Rubber ducks for the bath."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    fat, big, up = d.between(.92, 1.12), d.between(.90, 1.10), d.between(.9, 1.15)
    width = d.measure("width", 0.065, 0.09)
    s = Sculpt(.06)
    s.limb([(0, -.26, .29), (0, .0, .26), (0, .30, .33), (0, .47, .52 * up)], [.22, .285 * fat, .19, .04], "rubber",
           squeeze=flat((0, 0, 1), .95))
    s.blob((0, .02, .10), (.25, .36, .10), "rubber", .08)
    head = np.array([0, -.26, .70])
    s.blob(head, np.array((.205, .205, .20)) * big, "rubber", .07)
    s.limb([(.25 * fat, -.10, .36), (.30 * fat, .10, .38), (.26 * fat, .27, .46)], [.085, .095, .030], "rubber", .03,
           flat((1, 0, 0), .5), mirror=True)
    s.limb([head + np.array([0, -.16, -.02]) * big, head + np.array([0, -.29, -.005]) * big], [.075, .066], "bill", .02,
           flat((0, 0, 1), .48))
    s.limb([head + np.array([0, -.16, -.06]) * big, head + np.array([0, -.265, -.07]) * big], [.06, .052], "bill", .012,
           flat((0, 0, 1), .42))
    white = eyes(s, head + np.array([0, 0, .03]), .048 * big, .55, .82, .26, "eye white", .62)
    parts = [part("body", s.surface(88, d.detail)), part("eyes", *white),
             part("pupils", *pupils(white, .048 * big, (.45, -1, .1), .66))]
    scale = width / .60
    return [Part(p.name, tuple(q.scaled((scale,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="rubber_duck", words=("rubber duck", "bath duck", "rubber ducky", "toy duck"),
    gloss=("a yellow rubber duck for the bath",), extent=(0.06, 0.2), build=build, principal="width",
    materials=("toy yellow",), looks={"rubber": "main", "bill": "toy orange", "eye white": "eye white", "pupil": "eye"},
    part_words={"bill": ("bill", "beak"), "eye white": ("eye", "eyes"), "rubber": ("body",)})
