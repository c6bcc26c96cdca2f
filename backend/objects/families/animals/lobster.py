# SPDX-License-Identifier: GPL-3.0-or-later
"""Lobsters and crayfish: jointed tail with a fan, two heavy claws, long feelers."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.crab import claw
from backend.objects.families.animals.shared_animal import jointed, sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import aimed, ball, blade, tube


def build(d: Draw) -> list[Part]:
    big, lift = d.between(.9, 1.15), d.between(-.02, .03)
    s = Sculpt(.02)
    s.limb([(0, .0, .13), (0, -.16, .14), (0, -.30, .13), (0, -.40, .125)], [.105, .112, .085, .030], "shell", .03,
           flat((1, 0, 0), .95), rows=16)
    s.limb([(0, -.34, .17), (0, -.47, .18)], [.028, .006], "shell", .02)
    y, z = .03, .125
    for k in range(6):
        r = .098 - .0085 * k
        s.limb([(0, y, z), (0, y + .062, z - .004)], [r, r * .93], "shell", .010, flat((0, 0, 1), .82))
        s.blob((0, y + .02, z - .02), (r * 1.10, .030, r * .72), "shell", .012)
        y, z = y + .074, z - .006 - .004 * k + lift * .3
    for side in (1, -1):
        elbow, wrist = np.array([side * .19, -.30, .13]), np.array([side * .20, -.46, .135])
        s.limb([xyz(side * .07, -.22, .11), elbow], [.034, .036], "claw", .015)
        s.limb([elbow, wrist], [.040, .042], "claw", .015)
        way = np.array([-side * .10, -.98, .10])
        claw(s, wrist, way / np.linalg.norm(way), (.36 if side > 0 else .32) * big, d.between(.15, .4),
             np.array([0, .1, .995]))
    parts = [part("shell", s.surface(132, d.detail))]
    fan = []
    for a in (-.85, -.42, 0, .42, .85):
        leaf = blade(.165 if a else .15, .105, "petal", -.12, .12, .12, thick=.014, rows=14, region="fan")
        fan.append(aimed(leaf, np.pi / 2 + a, -.12, (.02 * np.sin(-a), y - .045, z)))
    parts.append(part("tail fan", *fan))
    for side, name in ((1, "right"), (-1, "left")):
        legs = []
        for k in range(4):
            root = np.array([side * .07, -.20 + .065 * k, .09])
            out = np.array([side * np.cos(-.55 + .36 * k), np.sin(-.55 + .36 * k), 0])
            knee, shin = root + out * .13 + xyz(0, 0, .055), root + out * .21 + xyz(0, 0, -.02)
            tip = root + out * .25
            tip[2] = 0
            legs += jointed([root, knee, shin, tip], [.017, .015, .011, .004], "leg", 8)
        parts.append(part(f"legs {name}", *legs))
    feelers, gaze = [], []
    for side in (1, -1):
        wave = d.between(.9, 1.15)
        feelers.append(tube([(side * .030, -.38, .15), (side * .09, -.54, .24), (side * .20, -.62 * wave, .36),
                             (side * .42, -.50 * wave, .46)], [.016, .009, .007, .002], 22, 8, "feeler"))
        feelers.append(tube([(side * .014, -.40, .16), (side * .035, -.55, .22), (side * .05, -.64, .22)],
                            [.008, .005, .002], 10, 8, "feeler"))
        gaze.append(ball(.017, 10, 14, "eye").moved(side * .042, -.385, .172))
    parts += [part("feelers", *feelers), part("eyes", *gaze)]
    return sized(parts, .36 * d.between(.8, 1.2))


FAMILY = Family(
    name="lobster", words=("lobster", "crayfish", "crawfish"),
    gloss=("a lobster with two heavy claws", "a red crayfish"), extent=(0.25, 0.75), build=build, principal="depth",
    materials=("crab shell",),
    looks={"shell": "main", "claw": "main", "leg": "main", "fan": "main", "feeler": "crab shell", "eye": "eye"},
    part_words={"shell": ("shell", "body"), "claw": ("claw", "claws"), "fan": ("tail",), "leg": ("leg", "legs"),
                "feeler": ("feeler", "feelers", "antennae")})
