# SPDX-License-Identifier: GPL-3.0-or-later
"""Gift boxes: a lidded box in paper with crossed ribbon and a bow."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.decor.shared_decor import bow
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box


def build(d: Draw) -> list[Part]:
    wide = d.measure("width", .16, .30)
    deep, tall = wide * d.between(.72, 1.0), d.between(.10, .22)
    body = box(wide, deep, tall, .004, 3, region="body")
    lid = box(wide + .012, deep + .012, .28 * tall, .004, 3, region="lid").moved(z=.74 * tall)
    w = .13 * wide
    ribbon = [box(w, deep + .003, tall + .0015, .002, 2, region="ribbon"),
              box(wide + .003, w, tall + .0015, .002, 2, region="ribbon"),
              box(w, deep + .015, .28 * tall + .002, .002, 2, region="ribbon").moved(z=.74 * tall),
              box(wide + .015, w, .28 * tall + .002, .002, 2, region="ribbon").moved(z=.74 * tall)]
    top = 1.02 * tall + .002
    loops = [s.moved(z=top) for s in bow(.36 * wide, w * 1.05, d)]
    knot = ball((.075 * wide, .065 * wide, .045 * wide), 14, 20, "ribbon").moved(0, 0, top + .03 * wide)
    return [part("box", body), part("lid", lid), part("ribbon", *ribbon), part("bow", *loops, knot)]


FAMILY = Family(
    name="gift", words=("gift", "gift box", "present", "wrapped present", "birthday present", "christmas present"),
    gloss=("a wrapped present with a ribbon", "a gift box with a bow"), extent=(.14, .42), build=build,
    principal="width", native=("width",),
    materials=("toy paint", "paper", "toy white"),
    looks={"body": "main", "lid": "main", "ribbon": ("gold", "toy white", "toy red", "toy yellow")},
    part_words={"ribbon": ("ribbon", "bow"), "lid": ("lid",)})
