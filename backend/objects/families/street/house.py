# SPDX-License-Identifier: GPL-3.0-or-later
"""Houses: a gabled cottage, a tall town house and a hipped bungalow, with doors, windows and a chimney."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.curves import fillet, resample
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, extrude
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    kind = d.choose({"cottage": 1.2, "town": 0.8, "hipped": 0.8})
    width, deep, wall = {"cottage": (8.5, 6.5, 2.9), "town": (6.0, 7.0, 5.6), "hipped": (9.5, 7.5, 2.9)}[kind]
    width, deep = width * d.between(.92, 1.1), deep * d.between(.92, 1.08)
    rise = d.between(.42, .56) * deep if kind != "hipped" else .30 * deep
    base = box(width + .2, deep + .2, .30, .03, region="base")
    over = .40
    parts = [part("base", base)]
    if kind == "hipped":
        walls = box(width, deep, wall, .03, region="body").moved(z=.25)
        x, y, ridge = width / 2 + over, deep / 2 + over, (width - deep) / 2 + .2
        rings = []
        for t in (0, 0, .02, .5, .97, 1, 1):
            rings.append([(x + (ridge - x) * t, y + (.08 - y) * t), (-x - (ridge - x) * t, y + (.08 - y) * t),
                          (-x - (ridge - x) * t, -y - (.08 - y) * t), (x + (ridge - x) * t, -y - (.08 - y) * t)])
        levels = [0, .16, .16 + .02 * rise, .16 + .5 * rise, .16 + .97 * rise, .16 + rise, .20 + rise]
        section = [np.column_stack([resample(np.array([*r, r[0]]), 33)[:-1], np.full(32, wall + .2 + z)]) for r,
                   z in zip(rings, levels)]
        ends = [np.tile(s.mean(axis=0), (32, 1)) for s in (section[0], section[-1])]
        parts += [part("walls", walls), part("roof", skin(np.stack([ends[0], *section, ends[1]]), region="roof"))]
    else:
        half = deep / 2
        gable = fillet([(-half, 0), (half, 0), (half, wall), (0, wall + rise), (-half, wall)], .02, 2, closed=True)
        walls = extrude(gable, width, .03, "body").rotated(np.pi / 2, "x").rotated(np.pi / 2).moved(-width / 2, 0, .25)
        slope = np.arctan2(rise, half)
        length = half / np.cos(slope) + over
        roofs = []
        for s in (1, -1):
            rows = 9
            for k in range(rows):
                piece = box(width + 2 * over, length / rows + .06, .10, .03, 2, region="roof").rotated(.04, "x")
                piece = piece.moved(0, -(k + .5) * length / rows, .02)
                piece = piece.rotated(slope, "x")
                roofs.append((piece if s > 0 else piece.rotated(np.pi)).moved(z=.25 + wall + rise))
        ridge_ = rail((-width / 2 - over, 0, .33 + wall + rise), (width / 2 + over, 0, .33 + wall + rise), .22, d,
                      "roof")
        parts += [part("walls", walls), part("roof", *roofs, ridge_)]
    front = -deep / 2
    door_x = d.between(-.12, .12) * width
    door = box(1.0, .10, 2.1, .02, region="door").moved(door_x, front - .02, .28)
    frame = box(1.22, .08, 2.22, .02, region="frame").moved(door_x, front - .01, .28)
    knob = ball(.05, 12, 16, "knob").moved(door_x + .36, front - .10, 1.3)
    steps = [box(1.5 - .1 * k, .5 - .2 * k, .14, .02, region="base").moved(door_x, front - .25 + .1 * k - .1,
                                                                           .14 * k) for k in range(2)]
    panes, frames_, shutters = [], [], []
    spots = [(x * width, z) for z in ((1.2,) if kind != "town" else (1.2, 3.9)) for x in (-.33, .33)]
    if kind == "town":
        spots.append((0.0, 3.9))
    for x, z in spots:
        beside = (1, -1) if x else ()
        frames_.append(box(1.24, .10, 1.34, .02, region="frame").moved(x, front - .01, z))
        panes += [box(.50, .06, .56, .01, 1, region="glass").moved(x + i * .28, front - .05,
                                                                z + .07 + j * .62) for i in (1, -1) for j in (0, 1)]
        shutters += [box(.42, .06, 1.34, .02, 2, region="door").moved(x + i * .86, front - .03, z)
                     for i in beside]
    for s in (1, -1):
        for y in (-.22 * deep, .22 * deep):
            frames_.append(box(.10, 1.14, 1.24, .02, region="frame").moved(s * (width / 2 + .01), y, 1.25))
            panes += [box(.06, .46, 1.04, .01, 1, region="glass").moved(s * (width / 2 + .05), y + i * .26,
                                                                     1.35) for i in (1, -1)]
    top = .25 + wall + rise
    chimney = box(.75, .75, 1.9, .03, region="chimney").moved(.28 * width, .16 * deep, top - 1.2)
    cap = box(.92, .92, .16, .03, region="base").moved(.28 * width, .16 * deep, top + .66)
    out = [*parts, part("door", door, knob), part("door frame", frame), part("steps", *steps), part("window frames",
                                                                                                    *frames_),
           part("windows", *panes), part("chimney", chimney, cap)]
    return [*out, part("shutters", *shutters)] if d.chance(.7) else out


FAMILY = Family(
    name="house", words=("house", "cottage", "home", "bungalow", "town house", "villa", "cabin", "hut"),
    gloss=("a house with a roof, a door and windows", "a small cottage with a chimney"),
    extent=(6.5, 12.0), build=build, materials=("plaster", "plaster", "wood"),
    looks={"body": "main", "roof": ("terracotta", "terracotta", "walnut"), "door": ("teak", "toy blue", "toy green",
                                                                                    "toy red"),
           "frame": "white plastic",
           "glass": "dark glass", "base": "stone", "chimney": ("terracotta", "stone"), "knob": "brass"},
    part_words={"roof": ("roof", "tiles"), "door": ("door", "doors", "shutters"), "chimney": ("chimney",),
                "frame": ("frames",),
                "body": ("wall", "walls")},
    styles={"cottage": ("cottage", "small", "country"), "town": ("town", "tall", "town house"), "hipped": ("bungalow",
                                                                                                           "wide")})
