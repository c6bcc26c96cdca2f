# SPDX-License-Identifier: GPL-3.0-or-later
"""Crabs: a broad shell, two claws, eight walking legs, eyes on stalks."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import jointed, sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import ball, tube


def claw(s: Sculpt, wrist: np.ndarray, way: np.ndarray, size: float, gape: float, up: np.ndarray,
         region: str = "claw") -> None:
    """A pincer: a swollen palm, a fixed finger and one that opens by ``gape`` radians."""
    side = np.cross(up, way)
    s.limb([wrist, wrist + way * .30 * size, wrist + way * .62 * size], np.array([.17, .33, .34]) * size, region, .03,
           flat(tuple(up), .66))
    base = wrist + way * .62 * size
    for sign, spread in ((1, .30), (-1, .30 + gape)):
        a = sign * spread
        out = np.cos(a) * way + np.sin(a) * side
        inn = np.cos(a * .15) * way + np.sin(a * .15) * side
        s.limb([base + sign * side * .13 * size, base + sign * side * .16 * size + out * .36 * size,
                base + sign * side * .12 * size + out * .38 * size + inn * .34 * size],
               np.array([.20, .15, .03]) * size, region, .015, flat(tuple(up), .72))


def build(d: Draw) -> list[Part]:
    wide, big = d.between(.36, .44), d.between(.85, 1.25)
    gape = d.between(.45, .85)
    s = Sculpt(.03)
    s.limb([(-.62 * wide, .03, .20), (0, -.01, .215), (.62 * wide, .03, .20)], [.17, .225, .17], "shell", .04,
           flat((0, 0, 1), .52), rows=12)
    s.blob((0, .02, .165), (wide * .80, .19, .075), "belly", .03)
    for t in np.linspace(-1, 1, 8):
        s.blob((t * wide * .80, -.195 + .10 * t * t, .205), (.022, .024, .016), "shell", .015)
    for side in (1, -1):
        elbow = np.array([side * (wide + .13), -.24, .23])
        wrist = np.array([side * (wide * .92), -.42, .25])
        s.limb([xyz(side * wide * .72, -.10, .19), elbow], [.055, .052], "claw", .02)
        s.limb([elbow, wrist], [.060, .055], "claw", .02)
        way = np.array([-side * .50, -.80, .22])
        k = big if side > 0 else d.between(.8, 1.0)
        claw(s, wrist, way / np.linalg.norm(way), .38 * k, gape, np.array([0, 0.15, 1.0]) / 1.011)
    parts = [part("shell", s.surface(120, d.detail))]
    for side, name in ((1, "right"), (-1, "left")):
        legs = []
        for k in range(4):
            y = -.09 + .085 * k
            fan = (-.42 + .42 * k)
            out = np.array([side * np.cos(fan), np.sin(fan), 0])
            root = np.array([side * wide * .80, y, .18])
            reach = (.30, .33, .32, .27)[k] * d.between(.94, 1.06)
            knee = root + out * reach * .80 + xyz(0, 0, .12)
            shin = root + out * reach * 1.35 + xyz(0, 0, -.04)
            tip = root + out * reach * 1.60
            tip[2] = 0.0
            legs += jointed([root - out * .06, knee, shin, tip], [.040, .036, .028, .006], "leg")
        parts.append(part(f"legs {name}", *legs))
    stalks, balls = [], []
    for side in (1, -1):
        at = np.array([side * .085, -.205, .225])
        stalks.append(tube([at + xyz(0, .05, -.01), at + xyz(0, -.01, .075)], [.020, .016], 5, 10, "leg"))
        balls.append(ball(.028, 12, 16, "eye").moved(*(at + xyz(0, -.01, .09))))
    parts += [part("eye stalks", *stalks), part("eyes", *balls)]
    return sized(parts, .20 * d.between(.8, 1.25))


FAMILY = Family(
    name="crab", words=("crab", "crabs"), gloss=("a crab with two claws", "a red crab on the beach"),
    extent=(0.12, 0.5), build=build, principal="width", materials=("crab shell",),
    looks={"shell": "main", "claw": "main", "leg": "main", "belly": "plastron", "eye": "eye"},
    part_words={"shell": ("shell", "body"), "claw": ("claw", "claws", "pincers"), "leg": ("leg", "legs"),
                "eye": ("eye", "eyes")})
