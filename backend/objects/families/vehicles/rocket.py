# SPDX-License-Identifier: GPL-3.0-or-later
"""Rockets: the bulged one of old comics on three fins, and a slender launcher with boosters."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import ball, body, painted, rounded, slab
from backend.objects.modeling.solids import lathe, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"retro": 1.2, "launcher": 0.8})
    tall = d.measure("height", 8, 14) if kind == "retro" else d.measure("height", 30, 45)
    n = d.segments(64, 40)
    if kind == "retro":
        low, half = .14 * tall, d.between(.125, .15) * tall
        hull = body([(0, 0), (.50, 0), (.56, .01), (.86, .22), (1.0, .45), (.90, .68), (.56, .88), (.16, .985), (0,
                                                                                                                 1.0)],
                    half, tall - low, d.segments(72, 44), n, "body")
        hull = painted(hull, "accent", lambda c: (c[:, 2] > .66 * (tall - low)) | (c[:, 2] < .06 * (tall - low)))
        nozzle = turned([(.075 * tall, -.07 * tall), (.045 * tall, .01 * tall)], .006 * tall, n, "metal")
        fins = []
        count = int(d.random.integers(3, 5))
        for k in range(count):
            outline = spline([(.06, .16), (.10, .40), (.15, .30), (.24, .12), (.27, -.13), (.24, -.14), (.19, -.01),
                              (.07, .05)], 56,
                             closed=True) * tall
            fin = slab(outline, rounded(.026 * tall, .010 * tall, 3), "accent", 1).rotated(np.pi / 2, "x")
            fin = fin.moved(y=.013 * tall)
            fins.append(fin.moved(z=low).rotated(k * 2 * np.pi / count + np.pi / 2 + .4))
        glass, ring = [], []
        for k in range(2 if d.chance(.5) else 1):
            z = low + (.56 - .17 * k) * (tall - low)
            out = .965 * half
            glass.append(ball((.040 * tall, .016 * tall, .040 * tall), 16, 28, "glass").moved(0, -out, z))
            ring.append(lathe(circle(14, .010 * tall) + np.array([.044 * tall, 0]), 40, "metal", loop=True)
                        .rotated(np.pi / 2, "x").moved(0, -out, z))
        return [part("hull", hull.moved(z=low)), part("nozzle", nozzle.moved(z=low)), part("fins", *fins),
                part("windows", *glass), part("window rings", *ring)]
    r = d.between(.050, .058) * tall
    hull = turned([(r, .05 * tall), (r, .60 * tall), (.8 * r, .64 * tall), (.8 * r, .82 * tall), (.62 * r, .90 * tall),
                   (.30 * r, .965 * tall), (.04 * r, tall)], .03 * tall, n, "body", 6)
    hull = painted(hull, "accent", lambda c: (c[:, 2] > .82 * tall) | (np.abs(c[:, 2] - .62 * tall) < .022 * tall))
    count = int(d.random.integers(2, 5))
    boosters, noses = [], []
    for k in range(count):
        angle = k * 2 * np.pi / count + .3
        b = turned([(.62 * r, .04 * tall), (.62 * r, .38 * tall), (.34 * r, .44 * tall), (.05 * r, .47 * tall)],
                   .01 * tall,
                   d.segments(40, 24), "body")
        b = painted(b, "accent", lambda c: c[:, 2] > .375 * tall)
        boosters.append(b.moved(1.68 * r).rotated(angle))
        noses.append(turned([(.60 * r, 0), (.30 * r, .045 * tall)], .003 * tall, 32,
                            "metal").moved(1.68 * r).rotated(angle))
    core = turned([(.8 * r, .0), (.4 * r, .055 * tall)], .004 * tall, 40, "metal")
    bands = [turned([(1.02 * r, z * tall), (1.02 * r, (z + .012) * tall)], .001 * tall, n, "dark") for z in (.30, .50)]
    return [part("hull", hull), part("boosters", *boosters), part("nozzles", core, *noses), part("bands", *bands)]


FAMILY = Family(
    name="rocket", words=("rocket", "space rocket", "rocket ship"),
    gloss=("a rocket that flies to the moon", "a spaceship on its fins"),
    extent=(7.0, 50.0), build=build, native=("height",), materials=("white plastic", "white plastic", "steel"),
    looks={"body": "main", "accent": ("toy red", "toy blue", "toy orange"), "metal": "steel", "glass": "dark glass",
           "dark": "black plastic"},
    part_words={"accent": ("fin", "fins", "nose", "tip"), "glass": ("window", "windows")},
    styles={"retro": ("retro", "comic", "old"), "launcher": ("launcher", "modern", "realistic")})
