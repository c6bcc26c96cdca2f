# SPDX-License-Identifier: GPL-3.0-or-later
"""Hot air balloons: a striped envelope of gores, ropes, burner and wicker basket."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.curves import rounded_rectangle, spline
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import box, lathe, sweep, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"gores": 1.2, "zigzag": .7, "rings": .7})
    r, gores = d.between(7.0, 8.5), 16
    n = 128 if d.detail >= .75 else 64
    z0 = 5.4
    rows = spline([(0, 0), (.16, .0), (.20, .02), (.42, .28), (.72, .58), (.95, .95), (1.0, 1.30), (.90, 1.66),
                   (.62, 1.96),
                   (.28, 2.12), (0, 2.16)], 72)
    rows[:, 0] = np.maximum(rows[:, 0], 0)
    rows[[0, -1], 0] = 0
    shell = lathe(rows * r, n, "body", modulation=lambda a, z: 1
                  + .020 * np.abs(np.sin(a * gores / 2)))

    def second(c: np.ndarray) -> np.ndarray:
        k = np.floor(np.arctan2(c[:, 1], c[:, 0]) / (2 * np.pi) * gores).astype(int) % 2
        h = c[:, 2] / r
        if kind == "gores":
            return k == 0
        if kind == "rings":
            return (h > .9) & (h < 1.55)
        u = np.arctan2(c[:, 1], c[:, 0]) / (2 * np.pi) * gores / 2
        return np.abs(h - 1.25 - .34 * (np.abs(u - np.floor(u) - .5) - .25)) < .16

    shell = painted(shell, "second", second)
    if kind != "gores":
        shell = painted(shell, "third", lambda c: (c[:, 2] / r > 1.92) | (c[:, 2] / r < .34))
    shell = painted(shell, "skirt", lambda c: c[:, 2] / r < .10)
    wide, tall = 1.15, 1.15
    basket = sweep(np.array([(0, 0, z) for z in np.linspace(.02, tall, 12)]),
                   rounded_rectangle(2 * wide, 1.5 * wide, .16, 4),
                   1 + .10 * np.linspace(-1, 1, 12), up=(0, 1, 0), region="wicker", bevel=.04)
    bands = [sweep(np.array([(0, 0, z - .03), (0, 0, z + .03)]), rounded_rectangle(2 * wide, 1.5 * wide, .16, 4)
                   * (1.045 + .10 * (2 * z / tall - 1)), up=(0, 1, 0), region="wicker", bevel=.03)
             for z in np.linspace(.12, tall - .2, 6)]
    lip = sweep(np.array([(0, 0, tall - .05), (0, 0, tall + .08)]),
                rounded_rectangle(2 * wide, 1.5 * wide, .16, 4) * 1.15,
                up=(0, 1, 0), region="leather", bevel=.05)
    hollow = box(2.05 * wide, 1.5 * wide, .03, .01, 1, region="dark").moved(0, 0, tall + .12)
    poles, ropes = [], []
    for x in (1, -1):
        for y in (1, -1):
            poles.append(rail((x * 1.0 * wide, y * .74 * wide, tall), (x * .55, y * .45, tall + 1.5), .07, d,
                              "leather"))
            for k in range(3):
                a = np.arctan2(y, x) + (k - 1) * .5
                ropes.append(rail((x * .55, y * .45, tall + 1.5),
                                  (.175 * r * np.cos(a), .175 * r * np.sin(a), z0 + .02 * r), .035, d,
                                  "rope"))
    frame = [box(1.2, .07, .07, .02, 1, region="metal").moved(0, s * .45, tall + 1.47) for s in (1, -1)]
    frame += [box(.07, .96, .07, .02, 1, region="metal").moved(s * .55, 0, tall + 1.47) for s in (1, -1)]
    frame += [turned([(.16, 0), (.20, .35), (.14, .55)], .03, 28, "metal").moved(s * .24, 0, tall + 1.46) for s in (1,
                                                                                          -1)]
    flames = [ball((.13, .13, .34), 14, 18, "flame").moved(s * .24, 0, tall + 2.25) for s in (1, -1)]
    bags = [ball((.16, .14, .26), 12, 16, "rope").moved(x * 1.2 * wide, y * .45, .72) for x in (1, -1) for y in (1, -1)]
    return [part("envelope", shell.moved(z=z0)), part("basket", basket, *bands, lip, hollow), part("poles", *poles),
            part("ropes", *ropes), part("burner", *frame), part("flames", *flames), part("sandbags", *bags)]


FAMILY = Family(
    name="hot_air_balloon", words=("hot air balloon", "hot-air balloon", "air balloon"),
    gloss=("a hot air balloon with a basket", "a striped balloon one flies with"), extent=(18.0, 27.0), build=build,
    materials=("toy paint",),
    looks={"body": "main", "second": ("toy yellow", "toy white", "toy blue", "toy white"),
           "third": ("toy red", "toy blue"),
           "skirt": ("toy white", "toy red"), "wicker": "straw", "leather": "leather", "dark": "dark mane",
           "rope": "straw",
           "metal": "steel", "flame": "flame"},
    part_words={"body": ("balloon", "envelope"), "second": ("stripe", "stripes"), "wicker": ("basket",)},
    styles={"gores": ("striped",), "zigzag": ("zigzag",), "rings": ("banded",)})
