# SPDX-License-Identifier: GPL-3.0-or-later
"""Houses for animals: a birdhouse on a post, a dog kennel."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.curves import arc, circle, fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, extrude, lathe, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    return _kennel(d) if d.choose({"bird": 1.2, "kennel": .8}) == "kennel" else _birdhouse(d)


def _roof(wide: float, deep: float, z: float, rise: float, half: float, rows: int,
          thick: float) -> list[Surface]:
    slope = np.arctan2(rise, half)
    length = half / np.cos(slope) + .22 * half
    made = []
    for s in (1, -1):
        for k in range(rows):
            piece = box(deep, length / rows * 1.12, thick, .2 * thick, 2,
                        region="roof").rotated(.5 * thick / (length / rows), "x")
            piece = piece.moved(0, -(k + .5) * length / rows, 0).rotated(slope, "x").rotated(s * np.pi / 2)
            made.append(piece.moved(0, 0, z + rise))
    ridge = box(thick * 2.2, deep * 1.02, thick * 1.1, .3 * thick, 2, region="roof").moved(0, 0, z + rise + .3 * thick)
    return [*made, ridge]


def _birdhouse(d: Draw) -> list[Part]:
    wide, deep, wall = d.between(.15, .18), d.between(.15, .19), d.between(.17, .22)
    half, rise = wide / 2, d.between(.07, .10)
    low = d.between(.50, .75) if d.choose({"post": .7, "short": 1.0}) == "post" else .12
    gable = fillet([(-half, 0), (half, 0), (half, wall), (0, wall + rise), (-half, wall)], .003, 2, closed=True)
    walls = extrude(gable, deep, .003, "body").rotated(np.pi / 2, "x").moved(0, deep / 2, low)
    hole = turned([(.027, -.002), (.027, .004)], .001, 36, "dark").rotated(np.pi / 2, "x").moved(0, -deep / 2 - .0005,
                                                                                          low + .62 * wall)
    ring = lathe(circle(10, .005) + np.array([.029, 0]), 40, "trim", loop=True).rotated(np.pi / 2, "x").moved(0,
                                                                                          -deep / 2, low
                                                                                                          + .62 * wall)
    perch = [turned([(.006, 0), (.006, .055)], .002, 14, "trim").rotated(np.pi / 2, "x").moved(0, -deep / 2 + .005,
                                                                                          low + .34 * wall),
             ball(.009, 8, 12, "trim").moved(0, -deep / 2 - .052, low + .34 * wall)]
    base = box(wide + .05, deep + .06, .012, .003, 2, region="trim").moved(0, -.01, low - .010)
    post = [box(.045, .045, low, .006, 2, region="post")] if low > .3 else \
        [turned([(.075, 0), (.075, .012), (.02, .02), (.018, low)], .004, 28, "post")]
    heart = [rail((x, -deep / 2 - .001, low + .90 * wall), (0, -deep / 2 - .001, low + .83 * wall), .010, d,
                  "trim") for x in (-.012, .012)]
    planks = [box(wide + .001, deep + .001, .0015, .0005, 1, region="dark").moved(0, 0, low + z * wall) for z in (.25,
                                                                                          .5, .75)]
    return [part("house", walls, *planks), part("roof", *_roof(wide, deep + .06, low + wall, rise, half, 4, .010)),
            part("entrance", hole, ring), part("perch", *perch), part("floor", base), part("post", *post),
            part("heart", *heart)]


def _kennel(d: Draw) -> list[Part]:
    wide, deep, wall = d.between(.78, .92), d.between(.95, 1.15), d.between(.58, .68)
    half, rise = wide / 2, d.between(.26, .36)
    low = .07
    gable = fillet([(-half, 0), (half, 0), (half, wall), (0, wall + rise), (-half, wall)], .01, 2, closed=True)
    walls = extrude(gable, deep, .012, "body").rotated(np.pi / 2, "x").moved(0, deep / 2, low)
    w, h = .42, .54

    def arch(grow: float) -> np.ndarray:
        a = w / 2 + grow
        return np.concatenate([[(a, 0), (a, .5 * (h - w / 2))], arc((0, h - w / 2), a, 0, np.pi, 21),
                               [(-a, .5 * (h - w / 2)), (-a, 0)]])

    frame = extrude(arch(.045), .03, .008, "trim").rotated(np.pi / 2, "x").moved(0, -deep / 2 + .005, low + .02)
    door = extrude(arch(0), .03, .004, "dark").rotated(np.pi / 2, "x").moved(0, -deep / 2 - .005, low + .02)
    seams = [box(wide + .006, deep + .006, .006, .002, 1, region="dark").moved(0, 0, low + z) for z in np.arange(.11,
                                                                                          wall, .115)]
    feet = [box(.09, deep, low + .01, .01, 2, region="trim").moved(s * .38 * wide, 0, 0) for s in (1, -1)]
    plate = [box(.34, .022, .10, .02, 3, region="sign").moved(0, -deep / 2 - .012, low + wall + .02),
             *(box(.03, .01, .045, .004, 1, region="dark").moved(x, -deep / 2 - .027,
                                                                 low + wall + .048) for x in (-.09, -.03, .03, .09))]
    bone = [rail((-.1, -deep / 2 - .34, .035), (.1, -deep / 2 - .34, .035), .035, d, "bone"),
            *(ball(.028, 10, 14, "bone").moved(x, -deep / 2 - .34 + y, .035) for x in (-.1, .1) for y in (-.022, .022))]
    return [part("house", walls, *seams), part("roof", *_roof(wide, deep + .16, low + wall, rise, half, 6, .035)),
            part("door", frame, door), part("feet", *feet), part("name plate", *plate), part("bone", *bone)]


FAMILY = Family(
    name="birdhouse", words=("birdhouse", "bird house", "nesting box", "kennel", "dog house", "doghouse", "dog kennel"),
    gloss=("a little wooden house for birds", "a house for a dog"), extent=(.25, 1.9), build=build,
    materials=("pine", "toy blue", "toy red", "oak", "toy yellow"),
    looks={"body": "main", "roof": ("toy red", "walnut", "toy blue", "toy green"), "trim": ("toy white", "birch"),
           "dark": "dark mane",
           "post": ("oak", "pine"), "sign": "toy white", "bone": "ivory"},
    part_words={"roof": ("roof",), "post": ("post",), "trim": ("frame", "perch")},
    styles={"bird": ("bird",), "kennel": ("dog", "kennel"), "post": ("tall",), "short": ("short",)})
