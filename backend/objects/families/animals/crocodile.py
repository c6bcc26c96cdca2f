# SPDX-License-Identifier: GPL-3.0-or-later
"""Crocodiles and alligators: long jaws full of teeth, rows of scutes down the back, a heavy tail."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.animals.shared_reptile import sprawl
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import tube


def build(d: Draw) -> list[Part]:
    kind = d.choose({"alligator": 1.0, "crocodile": 1.0})
    broad = 1.25 if kind == "alligator" else .92
    bend, gape, fat = d.between(-.14, .14), d.between(.05, .26), d.between(.94, 1.08)
    up = .135
    spine = np.array([(0, -.42, up + .05), (0, -.24, up + .01), (0, .02, up), (0, .28, up - .005),
                      (bend * .5, .56, up - .035), (bend * 1.2, .86, up - .075), (bend * 1.3, 1.14, .030)])
    radii = np.array([.085, .115, .150, .115, .075, .046, .014]) * fat
    s = Sculpt(.04)
    s.limb(spine, radii, "coat", squeeze=flat((0, 0, 1), .78), rows=40)
    s.limb([(0, -.20, up - .03), (0, .02, up - .045), (0, .26, up - .03)], [.085, .115, .085], "belly", .02,
           flat((0, 0, 1), .75))
    head = np.array([0, -.50, up + .075])
    s.blob(head, (.095, .12, .070), "coat", .05)
    s.limb([head + xyz(0, -.04, .004), head + xyz(0, -.22, .0), head + xyz(0, -.40, -.004)],
           np.array([.080, .058, .052]) * (.55 + .45 * broad), "coat", .03, flat((0, 0, 1), .50))
    s.blob(head + xyz(.022, -.420, .024), (.022, .030, .020), "coat", .015, mirror=True)
    s.blob(head + xyz(.048, -.035, .055), (.032, .046, .034), "coat", .02, mirror=True)
    drop = np.array([0, -np.cos(gape), -np.sin(gape)])
    hinge = head + np.array([0, -.02, -.045])
    s.limb([hinge, hinge + drop * .20, hinge + drop * .385], np.array([.074, .052, .040]) * (.6 + .4 * broad), "coat",
           .02, flat((0, 0, 1), .40))
    if gape > .12:
        s.limb([hinge + drop * .10 + xyz(0, 0, .020), hinge + drop * .30 + xyz(0, 0, .016)], [.036, .026], "mouth",
               .006,
               flat((0, 0, 1), .4))
    teeth = []
    for t in np.linspace(.28, 1.0, 11):
        for side in (1, -1):
            x = (.074 - .030 * t) * (.6 + .4 * broad)
            tall = .032 * (1 + .45 * np.sin(9 * t))
            at = head + xyz(side * x, -.04 - .375 * t, -.018)
            teeth.append(tube([at, at + xyz(side * .004, 0, -tall)], [.0085, .0012], 4, 6, "tooth"))
            low = hinge + drop * .375 * (t - .03) + xyz(side * x * .80, 0, .012)
            teeth.append(tube([low, low + xyz(side * .004, 0, tall * .9)], [.008, .0012], 4, 6, "tooth"))
    step = d.between(-.05, .05)
    for side in (1, -1):
        k = step * side
        sprawl(s, [(side * .10, -.24, up - .02), (side * .22, -.22 - k, up - .02), (side * .25, -.30 - k, .030)],
               [.058, .042, .032], .080, side * .25, "coat", 5, 1.7, "claw")
        sprawl(s, [(side * .09, .26, up - .02), (side * .25, .20 + k, up), (side * .27, .32 + k, .032)],
               [.072, .052, .036], .090, side * .5, "coat", 4, 1.4, "claw")
    curve = spline(spine, 160)
    wide = np.interp(np.linspace(0, 1, 160), np.linspace(0, 1, 7), radii)
    scutes = []
    for t in np.linspace(.05, .97, 40):
        i = int(t * 159)
        lines = (-.62, -.22, .22, .62) if t < .45 else (-.35, .35) if t < .68 else (0.0,)
        for x in lines:
            tall = .020 + (.022 if t > .5 else 0) * (1 - .8 * abs(t - .7))
            r = wide[i]
            z = .78 * r * np.sqrt(1 - x * x)
            at = curve[i] + xyz(x * r, 0, z - .008)
            tip = at + xyz(x * .012, .014, tall)
            flatten = np.column_stack([.55 * np.cos(np.linspace(0, 2 * np.pi, 8, endpoint=False)),
                                       np.sin(np.linspace(0, 2 * np.pi, 8, endpoint=False))])
            scutes.append(tube([at - xyz(0, .0, .006), at + xyz(0, .004, tall * .5), tip], [.018, .014, .002], 5, 8,
                               "scute",
                               flatten, up=(0, 1, 0)))
    balls = eyes(s, head + xyz(.0, -.045, .060), .017, .86, .40, .35, "iris", .55)
    parts = [part("body", s.surface(130, d.detail)), part("scutes", *scutes), part("teeth", *teeth),
             part("eyes", *balls), part("pupils", *pupils(balls, .017, (.9, -.6, .3), .6))]
    return sized(parts, 1.75 * d.between(.85, 1.15))


FAMILY = Family(
    name="crocodile", words=("crocodile", "alligator", "caiman", "croc"),
    gloss=("a crocodile with a long jaw full of teeth", "an alligator of the swamp"), extent=(1.8, 4.2), build=build,
    principal="depth", materials=("reptile skin",),
    looks={"coat": "main", "belly": "plastron", "scute": "main", "claw": "dark beak", "tooth": "ivory",
           "mouth": "pink skin", "iris": "amber eye", "pupil": "eye"},
    part_words={"coat": ("skin", "body", "scales"), "scute": ("scutes", "ridge"), "belly": ("belly",),
                "tooth": ("tooth", "teeth"), "iris": ("eye", "eyes")},
    styles={"alligator": ("alligator", "broad"), "crocodile": ("crocodile", "slender")})
