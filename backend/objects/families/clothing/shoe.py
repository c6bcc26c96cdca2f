# SPDX-License-Identifier: GPL-3.0-or-later
"""Leather shoes: a laced oxford with a cap, a loafer with its strap; low heels."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import (
    across,
    cord,
    fitted,
    heel_lift,
    lacing,
    over,
    raised,
    recharted,
    sole_outline,
    turned_aside,
    welt,
)
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import spline


def build(d: Draw) -> list[Part]:
    loafer = d.choose({"oxford": 1.0, "loafer": .9}) == "loafer"
    long = d.between(.280, .305)
    k = long / .29
    outline = sole_outline(long, d, .93, d.between(.25, .55))
    thin, heel = .007, d.between(.020, .027)
    lift = heel_lift(long, heel - .004, -.16, .34, (.010, .30, .22))
    plate = raised(welt(outline, [(-.001, 0), (.0025, .001), (.003, .003), (.0025, thin - .001), (.000, thin)],
                        "sole"), lift)
    back = outline[outline[:, 1] > .20 * long]
    block = spline(np.concatenate([back[np.argsort(np.arctan2(back[:, 1] - .34 * long, back[:, 0]))]]), 64, closed=True)
    stack = welt(block, [(-.003, 0), (-.001, .0012), (.0, .004), (.001, heel), (.0005, heel + .003)], "heel")
    h = thin - .002
    s = Sculpt(.012)
    s.limb([(0, -.104 * k, h + .014), (0, -.060 * k, h + .020), (0, -.005 * k, h + .029), (0, .055 * k, h + .034),
            (0, .098 * k, h + .032)], [.026, .0385, .0380, .0325, .0300], "upper", .012, flat((0, 0, 1), .88))
    s.limb([(0, .020 * k, h + .040), (0, .090 * k, h + .046)], [.027, .0285], "upper", .012)
    if loafer:
        s.limb([(0, .090 * k, h + .105), (0, .060 * k, h + .074), (0, .022 * k, h + .076)], [.034, .0300, .0235],
               "lining",
               .004, carve=True)
    else:
        s.limb([(0, .078 * k, h + .115), (0, .066 * k, h + .068), (0, .044 * k, h + .062)], [.034, .0265, .020],
               "lining",
               .004, carve=True)
    body = s.surface(112, d.detail)
    fit = fitted(body, outline, h, .07)
    made = [part("upper", recharted(raised(body.deformed(fit), lift)))]
    if loafer:
        band = across(s, lambda u: (-.012 - .006 * (1 - u * u)) * k, .036, .022, .0030, h, "upper")
        ring = np.linspace(-.9, .9, 30)
        edge = np.column_stack([.027 * np.sin(ring * np.pi / 1.8), (-.030 - .062 * np.cos(ring * np.pi / 1.8)) * k])
        seam = cord(over(s, edge, .0004), .0016, "upper", 60)
        made += [part("strap", raised(band.deformed(fit), lift)), part("apron seam", raised(seam.deformed(fit), lift))]
        tongue = Sculpt(.005)
        tongue.limb([(0, -.030 * k, h + .048), (0, -.004 * k, h + .062), (0, .014 * k, h + .078)], [.016, .019, .016],
                    "upper",
                    None, flat((0, .5, .86), .26))
        made.append(part("tongue", raised(tongue.surface(44, d.detail).deformed(fit), lift)))
    else:
        laces, eyelets = lacing(s, -.034 * k, .010 * k, 4, (.010, .015), .0014)
        seam = across(s, lambda u: (-.076 + .012 * u * u) * k, .034, .0024, .0016, h, "upper", 21)
        tongue = Sculpt(.005)
        tongue.limb([(0, -.026 * k, h + .050), (0, .006 * k, h + .066), (0, .022 * k, h + .082)], [.012, .015, .014],
                    "upper",
                    None, flat((0, .5, .86), .26))
        made += [part("cap seam", raised(seam.deformed(fit), lift)),
                 part("laces", *[raised(q.deformed(fit), lift) for q in laces]),
                 part("eyelets", *[raised(q.deformed(fit), lift) for q in eyelets]),
                 part("tongue", raised(tongue.surface(44, d.detail).deformed(fit), lift))]
    return turned_aside([part("sole", plate), part("heel", stack), *made])


FAMILY = Family(
    name="shoe", words=("shoe", "shoes", "leather shoe", "oxford shoe", "dress shoe", "loafer", "loafers", "brogue"),
    gloss=("a leather shoe", "a man's polished dress shoe", "a loafer to slip on"),
    extent=(0.23, 0.34), build=build, principal="width", materials=("shoe leather",),
    looks={"upper": "main", "sole": ("dark sole", "gum sole"), "heel": "dark sole", "lining": "shoe lining",
           "laces": ("ink", "shoe leather"), "eyelets": ("brass", "ink")},
    part_words={"sole": ("sole", "soles"), "laces": ("lace", "laces", "shoelaces"), "heel": ("heel",)},
    styles={"oxford": ("oxford", "oxford shoe", "brogue", "dress shoe"), "loafer": ("loafer", "loafers", "slip-on")})
