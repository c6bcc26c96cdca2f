# SPDX-License-Identifier: GPL-3.0-or-later
"""High-heeled shoes: a pump on a stiletto or a block heel, a strap round the ankle or none."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import (
    fitted,
    heel_lift,
    raised,
    recharted,
    sole_outline,
    strap,
    turned_aside,
    welt,
)
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import rounded_rectangle, superellipse
from backend.objects.modeling.solids import box, post


def build(d: Draw) -> list[Part]:
    kind = d.choose({"stiletto": 1.3, "block": .8})
    long = d.between(.222, .238)
    k = long / .23
    rise = d.between(.082, .104) if kind == "stiletto" else d.between(.055, .075)
    outline = sole_outline(long, d, .90, d.between(.45, .9))
    thin = .0045
    lift = heel_lift(long, rise, -.20, .56, (.006, .34, .2))
    plate = raised(welt(outline, [(-.002, 0), (.0, .0008), (.0005, .002), (0, thin)], "sole"), lift)
    h = thin - .001
    s = Sculpt(.010)
    s.limb([(0, -.082 * k, h + .012), (0, -.045 * k, h + .018), (0, .010 * k, h + .022), (0, .072 * k, h + .026)],
           [.021, .0325, .0300, .0245], "upper", .010, flat((0, 0, 1), .92))
    s.limb([(0, .040 * k, h + .028), (0, .078 * k, h + .040)], [.022, .0235], "upper", .012)
    s.limb([(0, -.044 * k, h + .060), (0, .0, h + .047), (0, .040 * k, h + .050), (0, .074 * k, h + .072)],
           [.0265, .0275, .0235, .0260], "lining", .003, carve=True)
    s.limb([(0, -.022 * k, h + .038), (0, .030 * k, h + .032), (0, .074 * k, h + .034)], [.0215, .0215, .0180],
           "lining", .003,
           carve=True)
    body = s.surface(124, d.detail)
    fit = fitted(body, outline, h, .06)
    made = [part("sole", plate), part("upper", recharted(raised(body.deformed(fit), lift)))]
    at = .405 * long
    top = float(lift(np.array([at]))[0]) + thin * .5
    if kind == "stiletto":
        t = np.linspace(0, 1, 15)
        wide = np.interp(t, [0, .05, .5, .75, .92, 1], [.0052, .0055, .0072, .0120, .0220, .0265])
        rows = np.column_stack([t * (top + .003), 2 * wide, 0 * t, at + .006 - .012 * t + .006 * np.sin(np.pi * t)])
        heel = post(superellipse(32, 1, 1, 2.4), rows, .0012, "heel")
        made.append(part("heel tip", post(superellipse(24, 1, 1, 2.4), [(0, .0108, 0, at + .006), (.004, .0108, 0,
                                                                                                   at + .006)],
                                          .0008, "tip")))
        heel = heel.moved(z=.002)
    else:
        rows = np.array([(0, .034, 0, at - .002), (.4 * top, .037, 0, at - .004), (.8 * top, .043, 0, at - .008),
                         (top + .004, .048, 0, at - .012)])
        heel = post(rounded_rectangle(1, .95, .28, 6), rows, .0015, "heel")
    made.append(part("heel", heel))
    if d.choose({"plain": 1.0, "strap": .7}) == "strap":
        level = rise + .085
        y = .062 * k
        band = strap([(.0265 * np.sin(a), y - .0345 * np.cos(a), level + .010 * np.cos(a)) for a in
                      np.linspace(0, 2 * np.pi, 14, endpoint=False)], .0022, .0095, "strap", (0, 0, 1), 56, True)
        tabs = [strap([(s_ * .022, y + .024, rise + .038), (s_ * .0255, y + .020, rise + .062),
                       (s_ * .0262, y + .012, level - .004)], .012, .0022, "strap", (s_, 0, 0), 12) for s_ in (1, -1)]
        buckle = box(.0022, .013, .013, .001, 2, region="buckle").moved(.0272, y - .004, level - .007)
        made += [part("strap", band, *tabs), part("buckle", buckle)]
    return turned_aside(made)


FAMILY = Family(
    name="high_heel", words=("high heel", "high heels", "high heeled shoe", "stiletto", "pump shoe", "heels",
                             "court shoe"),
    gloss=("a woman's shoe with a high heel", "a red stiletto", "an elegant evening shoe"),
    extent=(0.17, 0.27), build=build, principal="width", materials=("patent leather", "patent leather", "shoe leather"),
    looks={"upper": "main", "heel": "main", "strap": "main", "sole": ("dark sole", "gum sole", "toy red"), "tip": "ink",
           "lining": ("shoe lining", "pale sole"), "buckle": ("gold", "silver")},
    part_words={"heel": ("heel",), "sole": ("sole",), "strap": ("strap",)},
    styles={"stiletto": ("stiletto", "elegant"), "block": ("block",), "strap": ("ankle strap", "strappy")})
