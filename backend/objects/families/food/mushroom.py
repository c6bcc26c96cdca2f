# SPDX-License-Identifier: GPL-3.0-or-later
"""A mushroom: cap, gills, ring and stem; toadstools are red with white spots."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import GOLDEN, ball, copies, poses, tube
from backend.objects.modeling.solids import box, lathe

_CAPS = {"button": [(0.0, .98), (.3, .96), (.66, .80), (.92, .48), (1.0, .22), (.94, .06), (.86, 0)],
         "flat": [(0.0, .60), (.3, .58), (.7, .46), (.95, .24), (1.0, .12), (.97, .03), (.92, 0)],
         "toadstool": [(0.0, .92), (.35, .86), (.68, .66), (.92, .34), (1.0, .14), (.98, .04), (.93, 0)]}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"button": 1.0, "flat": 0.6, "toadstool": 0.7})
    half = {"button": d.between(.021, .028), "flat": d.between(.03, .045), "toadstool": d.between(.042, .058)}[kind]
    tall = half * {"button": d.between(1.05, 1.4), "flat": d.between(1.3, 1.9), "toadstool": d.between(1.9, 2.5)}[kind]
    stem = half * {"button": .40, "flat": .26, "toadstool": .20}[kind]
    under = tall
    cap = spline([(r * half, under + z * half) for r, z in _CAPS[kind]], d.segments(32, 20))
    profile = np.concatenate([cap, [(0.80 * half, under + 0.05 * half), (0.5 * half, under + 0.10 * half),
                                    (0.0, under + 0.10 * half)]])
    profile[0, 0] = 0
    gills = 48
    name = "red cap" if kind == "toadstool" else "cap"
    cap_surface = lathe(profile, d.segments(72, 48), [name] * (len(cap) - 1) + ["gills"] * 3)
    angle = np.arange(gills) * 2 * np.pi / gills
    fin = box(0.5 * half, 0.010 * half, 0.07 * half, 0.001 * half, 1, 1, "gills").moved(x=0.62 * half)
    fins = copies(fin, poses(np.tile((0, 0, under + 0.015 * half), (gills, 1)), angle, np.zeros(gills)), shared=True)
    bend = d.random.uniform(-0.18, 0.18, 2) * tall
    trunk = tube([(bend[0], bend[1], 0), (bend[0] * .5, bend[1] * .4, 0.35 * tall), (0, 0, 0.75 * tall),
                  (0, 0, under + 0.14 * half)], np.array([1.12, 1.02, .95, 1.1]) * stem, d.segments(20, 12),
                 d.segments(24, 14), "stem")
    parts = [part("cap", cap_surface, fins), part("stem", trunk)]
    if kind == "toadstool":
        ring = lathe(fillet([(stem * .8, .70 * tall), (stem * 2.1, .61 * tall), (stem * 2.0, .64 * tall),
                             (stem * .8, .74 * tall)], 0.002, 3, closed=True), d.segments(36, 24), "stem", loop=True)
        places = spline([(r * half, under + z * half) for r, z in _CAPS[kind]], 100)
        at, tilt, turn = [], [], []
        for k in range(26):
            row = int(78 * np.sqrt((k + 0.5) / 26))
            a = k * GOLDEN + d.between(-.3, .3)
            at.append((places[row, 0] * np.cos(a), places[row, 0] * np.sin(a), places[row, 1]))
            step = places[row + 1] - places[row - 1]
            tilt.append(np.arctan2(step[0], -step[1]))
            turn.append(a)
        wart = ball((0.022 * half, 0.085 * half, 0.085 * half), 6, 10, "spots")
        parts += [part("ring", ring), part("spots", copies(wart, poses(
            np.array(at), np.array(turn), np.array(tilt), d.random.uniform(0.55, 1.3, 26)), shared=True))]
    return parts


FAMILY = Family(
    name="mushroom", words=("mushroom", "toadstool", "champignon", "fly agaric", "fungus"),
    gloss=("a brown mushroom", "a red toadstool with white spots", "a fairy tale mushroom"),
    extent=(0.035, 0.22), build=build, materials=("mushroom cap",),
    looks={"cap": "main", "gills": "gills", "stem": "mushroom stem", "spots": "white card",
           "red cap": "main or toadstool cap"},
    part_words={"cap": ("cap", "hat"), "red cap": ("toadstool cap",), "stem": ("stem", "stalk"),
                "spots": ("spots", "dots"), "gills": ("gills",)},
    styles={"button": ("button", "champignon"), "flat": ("flat", "portobello", "field"),
            "toadstool": ("toadstool", "fly agaric", "spotted", "fairy", "spots")})
