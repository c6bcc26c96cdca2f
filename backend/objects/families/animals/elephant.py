# SPDX-License-Identifier: GPL-3.0-or-later
"""Elephants: trunk, big ears, tusks."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import eyes, horn
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    african = d.choose({"african": 1.0, "asian": 0.8}) == "african"
    calf = d.choose({"adult": 1.4, "calf": 0.5}) == "calf"
    e = (1.0 if african else 0.70) * d.between(0.92, 1.08)
    s = Sculpt(.12)
    s.limb([(0, .42, .70), (0, .18, .73), (0, -.10, .72), (0, -.36, .74)], [.235, .275, .28, .235],
           squeeze=flat((1, 0, 0), .90))
    stout = 1.12 if calf else 1.0
    stride = d.between(-0.07, 0.07)
    for x in (.15, -.15):
        k = np.sign(x) * stride
        s.limb([(x, -.34, .60), (x, -.35 - k / 2, .34), (x, -.35 - k, .07)], [.125, .092 * stout, .088 * stout],
               blend=.07)
        s.limb([(x, .42, .58), (x, .40 + k / 2, .34), (x, .43 + k, .07)], [.14, .095 * stout, .09 * stout], blend=.07)
        for y in (-.35 - k, .43 + k):
            for toe in (-.6, 0, .6):
                s.blob((x + .082 * stout * np.sin(toe), y - .082 * stout * np.cos(toe), .035), (.024, .018, .026),
                       "nail", .008)
    head = np.array([0, -.62, .87])
    big = 1.12 if calf else 1.0
    s.limb([(0, -.34, .78), head + np.array([0, .06, -.04])], [.20, .175])
    s.blob(head, np.array((.155, .185, .195)) * big)
    s.blob(head + np.array([.055, -.02, .13]), np.array((.075, .09, .075)) * big, mirror=True)
    curl = d.choose({"down": 1.0, "raised": 0.6})
    base = head + np.array([0, -.14, -.06])
    if curl == "raised":
        trunk = [base, base + np.array([0, -.12, -.14]), base + np.array([0, -.28, -.16]),
                 base + np.array([0, -.42, .02]), base + np.array([0, -.44, .22])]
    else:
        trunk = [base, base + np.array([0, -.10, -.17]), base + np.array([0, -.13, -.38]),
                 base + np.array([0, -.12, -.58]), base + np.array([0, -.20, -.70])]
    s.limb(trunk, [.115, .092, .068, .052, .040], blend=.09, rows=18)
    at = head + np.array([.135, .08, .09])
    s.limb([at, at + np.array([.08 * e, .06 * e, -.03]), at + np.array([.17 * e, .12 * e, -.16 * e]),
            at + np.array([.11 * e, .09 * e, -.36 * e])],
           [.08 * e, .15 * e, .17 * e, .08 * e], "ear", .04, flat((.5, -1, 0.05), .17), mirror=True)
    s.limb([(0, .60, .78), (0, .69, .66), (0, .70, .42)], [.035, .024, .018], "coat", .04)
    s.blob((0, .70, .37), (.022, .022, .05), "tuft", .02)
    body = s.surface(112, d.detail)
    parts = [part("body", body), part("eyes", *eyes(s, head + np.array([0, -.10, .0]), .017 * big, .9, .22, .10))]
    if not calf:
        k = d.between(0.75, 1.2) * (1.0 if african else 0.7)
        tusk = head + np.array([.085, -.13, -.10])
        parts.append(part("tusks", *horn([tusk, tusk + np.array([.03, -.13, -.12]) * k,
                                          tusk + np.array([.035, -.30, -.13]) * k],
                                         [.030, .026, .006])))
    height = d.between(1.1, 1.4) if calf else d.between(2.5, 3.0)
    return [Part(p.name, tuple(q.scaled((height,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="elephant", words=("elephant", "mammoth"), gloss=("an elephant with a trunk and tusks",),
    extent=(1.3, 6.0), build=build, materials=("elephant hide",),
    looks={"coat": "main", "ear": "main", "tuft": "dark mane", "nail": "horn", "eye": "eye", "horn": "ivory"},
    part_words={"coat": ("skin", "body", "hide"), "ear": ("ear", "ears"), "horn": ("tusk", "tusks"),
                "eye": ("eye", "eyes")},
    styles={"african": ("african",), "asian": ("asian", "indian"), "calf": ("calf", "baby", "small"),
            "raised": ("raised", "trumpeting"), "down": ("down",)})
