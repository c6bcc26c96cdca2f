# SPDX-License-Identifier: GPL-3.0-or-later
"""Backpacks: a school pack with zips and pockets, a rucksack under a buckled flap."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import cord, strap
from backend.objects.modeling.curves import rounded_rectangle, spline
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import box, sweep
from backend.objects.modeling.surface import Surface


def _bag(wide: float, deep: float, high: float, top: float, region: str, puff: float = .0) -> Surface:
    """A stuffed bag standing on z = 0: an upright arch-topped outline carried from back (y = 0) to front (-Y)."""
    w = wide / 2
    t = np.linspace(0, np.pi, 25)
    arch = np.column_stack([w * .94 * np.cos(t), high - top + top * np.sin(t) ** .9])
    outline = np.concatenate([[(-w * .95, .03), (-w * .90, .006), (-w * .75, 0), (0, -.002), (w * .75, 0), (w * .90,
                                                                                                            .006),
                               (w * .95, .03), (w, high * .3), (w * .985, high * .6)], arch,
                              [(-w * .985, high * .6), (-w, high * .3)]])
    outline = spline(outline, 88, closed=True)
    e = min(.030, .4 * deep)
    rows = [(-e, 0), (-.4 * e, .12 * e), (-.08 * e, .5 * e), (0, e), (puff, deep / 2), (0, deep - e), (-.1 * e,
                                                                                                       deep - .5 * e),
            (-.45 * e, deep - .12 * e), (-1.1 * e, deep)]
    made = slab(outline, rows, region, 5).deformed(lambda v: v + np.column_stack(
        [0 * v[:, 0], 0 * v[:, 0], np.where(v[:, 2] > .99 * deep, .16 * e * np.exp(-(v[:, 0] / (.7 * w)) ** 2), 0)]))
    return made.rotated(np.pi / 2, "x")


def build(d: Draw) -> list[Part]:
    ruck = d.choose({"school": 1.2, "rucksack": .8}) == "rucksack"
    wide, high, deep = d.between(.29, .33), d.between(.42, .48), d.between(.15, .18)
    body = _bag(wide, deep, high, .10, "body", .004)
    pw, ph, pd = wide * .74, high * d.between(.40, .46), .058
    pocket = _bag(pw, pd, ph, .045, "pocket", .002).moved(0, -deep + .008, .028)
    side = [_bag(deep * .62, .040, high * .36, .03, "pocket").rotated(s * np.pi / 2).moved(
        s * (wide / 2 - .008), -deep / 2, .020) for s in (1, -1)]
    base = box(wide * .93, deep * .95, .030, .014, 4, region="base").moved(0, -deep / 2, -.004)
    zips: list[Surface] = []
    t = np.linspace(-.16, np.pi + .16, 40)
    w = wide / 2
    front = -deep
    metal: list[Surface] = []
    if not ruck:
        arch = np.column_stack([(w + .0015) * .965 * np.cos(t), np.full(40, -.56 * deep),
                                high - .100 + .1015 * np.where(
            np.sin(t) > 0, np.abs(np.sin(t)) ** .9, -1.6 * np.abs(np.sin(t)))])
        zips.append(sweep(arch, rounded_rectangle(.013, .005, .002, 2), up=(0, 1, 0), region="zip"))
        for a in (1.2, 1.95):
            at = np.array([(w + .004) * .965 * np.cos(a), -.56 * deep - .002, high - .099 + .104 * np.sin(a) ** .9])
            metal.append(box(.007, .012, .006, .002, 2, region="metal").moved(*at))
            zips.append(cord([at, at + np.array([.004, -.018, -.012]), at + np.array([.003, -.024, -.034])], .0022,
                             "trim"))
        u = np.linspace(-.10, np.pi + .10, 32)
        pouch = np.column_stack([.44 * pw * np.cos(u), np.full(32, front - pd + .0098),
                                 .028 + ph - .060 + .040 * np.sin(u)])
        zips.append(sweep(pouch, rounded_rectangle(.010, .004, .0015, 2), up=(0, -1, 0), region="zip"))
        metal.append(box(.006, .006, .012, .002, 2, region="metal").moved(-.40 * pw, front - pd + .004, ph - .035))
        label = box(.060, .003, .034, .001, 2, region="label").moved(0, front - pd + .0075, .028 + ph * .34)
        extra = [part("label", label)]
    else:
        lid = _bag(wide * .99, deep * 1.0, .10, .055, "body", .004).moved(0, -.006, high - .055)
        flap = slab(spline([(-w * .9, 0), (-w * .88, -.12), (-w * .6, -.165), (0, -.172), (w * .6, -.165), (w * .88,
                                                                                                            -.12),
                            (w * .9, 0), (0, .01)], 64, closed=True), [(-.003, 0), (0, .003), (0, .008), (-.003, .011)],
                    "body", 3).rotated(np.pi / 2, "x").rotated(-.09, "x").moved(0, front - .004, high - .006)
        extra = [part("lid", lid, flap)]
        for s in (1, -1):
            x = s * wide * .22
            extra_strap = strap([(x, front + .03, high + .038), (x, front - .012, high + .016), (x, front - .030,
                                                                                                 high - .10),
                                 (x, front - pd - .006, high * .50), (x, front - pd - .008, high * .36)], .024, .005,
                                "trim",
                                (0, -1, .3))
            zips.append(extra_strap)
            metal += [box(.034, .005, .030, .002, 2, region="metal").moved(x, front - pd - .008, high * .42),
                      box(.016, .007, .014, .002, 2, region="trim").moved(x, front - pd - .009, high * .438)]
    hang = strap([(-.035, -.020, high - .012), (-.030, -.022, high + .030), (0, -.022, high + .042),
                  (.030, -.022, high + .030), (.035, -.020, high - .012)], .022, .006, "trim", (0, .3, 1))
    shoulders = []
    for s in (1, -1):
        x = s * wide * .20
        path = spline([(x * .8, -.005, high - .05), (x, .045, high - .06), (x * 1.25, .075, high - .17),
                       (x * 1.5, .060, high * .34), (s * wide * .40, .016, .075)], 40)
        shoulders.append(sweep(path, rounded_rectangle(.056, .013, .005, 3), np.interp(
            np.linspace(0, 1, 40), [0, .5, .8, 1], [1, 1, .85, .5]), up=(0, 1, .2), region="trim"))
        shoulders.append(strap([(s * wide * .40, .018, .085), (s * wide * .44, .010, .040), (s * wide * .45, -.01,
                                                                                             .030)],
                               .022, .004, "trim", (0, 1, .4), 12))
    parts = [part("body", body), part("front pocket", pocket), part("side pockets", *side), part("base", base),
             part("zips" if not ruck else "flap straps", *zips), part("metal", *metal), *extra, part("handle", hang),
             part("shoulder straps", *shoulders)]
    return parts


FAMILY = Family(
    name="backpack", words=("backpack", "rucksack", "school bag", "schoolbag", "knapsack", "daypack", "book bag"),
    gloss=("a bag worn on the back", "a school backpack with pockets", "a hiker's rucksack"),
    extent=(0.36, 0.6), build=build, materials=("pack cloth",),
    looks={"body": "main", "pocket": "main", "base": "main or dark sole", "zip": "webbing", "trim": ("webbing",
                                                                                                     "leather"),
           "metal": ("steel", "brass", "black plastic"), "label": ("leather", "pale sole", "sport accent")},
    part_words={"trim": ("strap", "straps", "handle"), "pocket": ("pocket", "pockets"), "base": ("base", "bottom"),
                "metal": ("buckle", "buckles", "zip", "zipper")},
    styles={"school": ("school", "school bag", "schoolbag", "modern"),
            "rucksack": ("rucksack", "hiking", "vintage", "canvas", "knapsack")})
