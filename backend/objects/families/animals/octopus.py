# SPDX-License-Identifier: GPL-3.0-or-later
"""Octopuses: a bulging mantle and eight curling arms with suckers."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import ball


def build(d: Draw) -> list[Part]:
    lean, big = d.between(.0, .14), d.between(.92, 1.1)
    s = Sculpt(.06)
    s.limb([(0, -.02, .22), (0, .0, .36), (0, .06 + lean, .56), (0, .10 + 1.6 * lean, .70)],
           np.array([.16, .165, .225, .13]) * big, "skin", .06)
    head = np.array([0, -.05, .34])
    s.blob(head + xyz(.115, -.04, .06), (.062, .062, .066), "skin", .04, mirror=True)
    s.limb([(0, -.12, .22), (0, -.20, .20)], [.05, .036], "skin", .03)
    cups = []
    for k in range(8):
        a = (k + .5) * np.pi / 4 + d.between(-.12, .12)
        out, side = np.array([np.sin(a), -np.cos(a), 0]), np.array([np.cos(a), np.sin(a), 0])
        long, curl = d.between(.88, 1.12), d.between(-.30, .30)
        lift = d.between(.05, .18) if k % 3 == 0 else .0
        pts = np.array([out * .06 + xyz(0, 0, .19), out * .22 + xyz(0, 0, .12), out * .40 * long + xyz(0, 0, .045),
                        out * .60 * long + side * curl * .35 + xyz(0, 0, .035 + lift * .5),
                        out * .74 * long + side * curl * .9 + xyz(0, 0, .035 + lift),
                        out * .70 * long + side * (curl * 1.25 + .08 * np.sign(curl)) + xyz(0, 0, .05 + 1.3 * lift),
                        out * .60 * long + side * (curl * 1.15 + .05 * np.sign(curl)) + xyz(0, 0, .055 + 1.4 * lift)])
        radii = np.array([.088, .072, .054, .042, .031, .021, .010])
        s.limb(pts, radii, "skin", .045, rows=18)
        path = spline(pts, 60)
        r = np.interp(np.linspace(0, 1, 60), np.linspace(0, 1, 7), radii)
        for i in range(10, 57, 2 if d.detail >= .75 else 4):
            way = path[min(i + 1, 59)] - path[i - 1]
            way = way / np.linalg.norm(way)
            across = np.cross(way, (0, 0, 1.0))
            across /= np.linalg.norm(across) + 1e-9
            for q in (1, -1):
                if lift:
                    under = np.cross(across, way)
                    at = path[i] + (across * q * .62 + under * -.68 * np.sign(under[2])) * r[i] * .92
                else:
                    at = path[i] + (across * q * .82 + np.array([0, 0, -.30])) * r[i]
                cups.append(ball(r[i] * .30, 5, 7, "sucker").moved(*at))
    whites = eyes(s, head + xyz(0, .02, .075), .050, .80, .55, .12, "iris", .62)
    parts = [part("body", s.surface(90, d.detail)), part("suckers", *cups), part("eyes", *whites),
             part("pupils", *pupils(whites, .050, (.75, -1, .0), .55))]
    return sized(parts, .42 * d.between(.75, 1.3))


FAMILY = Family(
    name="octopus", words=("octopus", "squid", "kraken", "cuttlefish"),
    gloss=("an octopus with eight arms", "a sea animal with tentacles"), extent=(0.3, 1.2), build=build,
    principal="width", materials=("octopus skin",),
    looks={"skin": "main", "sucker": "suckers", "iris": ("amber eye", "eye white"), "pupil": "eye"},
    part_words={"skin": ("skin", "body"), "sucker": ("sucker", "suckers"), "iris": ("eye", "eyes")})
