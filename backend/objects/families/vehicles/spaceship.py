# SPDX-License-Identifier: GPL-3.0-or-later
"""Spaceships: a flying saucer on legs, or a winged fighter; the nose points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import along_x, foil
from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.organic import ball, body, painted
from backend.objects.modeling.solids import lathe, turned


def build(d: Draw) -> list[Part]:
    return _saucer(d) if d.choose({"saucer": 1.2, "fighter": .9}) == "saucer" else _fighter(d)


def _saucer(d: Draw) -> list[Part]:
    r, tall = d.between(3.2, 4.2), d.between(.85, 1.15)
    n = d.segments(96, 56)
    z = 1.3
    rows = spline([(0, 0), (.30, .005), (.55, .05), (.82, .16), (.98, .255), (1.0, .285), (.97, .315), (.78, .40),
                   (.46, .50),
                   (.40, .52), (0, .52)], 70)
    rows[:, 0] = np.maximum(rows[:, 0], 0)
    rows[[0, -1], 0] = 0
    shell = lathe(rows * (r, r * tall), n, "body")
    shell = painted(shell, "rim", lambda c: (c[:, 2] > .235 * r * tall) & (c[:, 2] < .335 * r * tall))
    dome = body([(1, 0), (1, .02), (.95, .35), (.72, .72), (.36, .94), (0, 1.0)], .40 * r, .36 * r, 24, n, "glass")
    base = ball((.40 * r, .40 * r, .02 * r), 8, n, "rim")
    collar = lathe(circle(14, .03 * r) * (1, 1.1) + np.array([.41 * r, 0]), n, "rim", loop=True)
    top = .50 * r * tall
    pilot = [ball((.10 * r, .10 * r, .13 * r), 16, 22, "alien").moved(0, -.02 * r, top + .17 * r),
             body([(0, 0), (.9, .1), (1, .5), (.4, 1), (0, 1)], .085 * r, .12 * r, 14, 20, "alien").moved(0, 0,
                                                                                          top - .01)]
    pilot += [ball((.030 * r, .02 * r, .045 * r), 10, 14, "dark").rotated(s * .4, "y").moved(s * .045 * r, -.105 * r,
                                                                                          top + .18 * r)
              for s in (1, -1)]
    lights = []
    count = int(d.between(12, 19))
    for k in range(count):
        a = 2 * np.pi * k / count
        lights.append(ball(.040 * r, 10, 14, ("lamp a", "lamp b")[k % 2]).moved(.90 * r * np.cos(a),
                                                                                .90 * r * np.sin(a),
                                                                             .355 * r * tall))
    beam = turned([(.22 * r, -.06 * r), (.26 * r, .02 * r)], .02 * r, 48, "lamp a")
    bottom = turned([(.36 * r, -.03 * r), (.42 * r, .05 * r)], .02 * r, 56, "rim")
    legs = []
    for k in range(3):
        a = 2 * np.pi * k / 3 + .5
        out = np.array([np.cos(a), np.sin(a), 0])
        legs.append(rail(tuple(out * .55 * r + np.array([0, 0, z + .05 * r * tall])),
                         tuple(out * .78 * r + np.array([0, 0, .10])),
                         .10, d, "leg"))
        legs.append(turned([(.26, 0), (.26, .06), (.10, .14)], .03, 32, "leg").moved(*(out * .79 * r)))
    return [part("hull", shell.moved(z=z)), part("dome", dome.moved(z=z + top), base.moved(z=z + top),
                                                 collar.moved(z=z + top)),
            part("pilot", *(p.moved(z=z) for p in pilot)), part("lights", *(p.moved(z=z) for p in lights)),
            part("hatch", beam.moved(z=z), bottom.moved(z=z)), part("landing legs", *legs)]


def _fighter(d: Draw) -> list[Part]:
    long = d.between(8.5, 11.0)
    a, z = long / 2, 1.25
    r = .075 * long
    rows = [(-a, 0, .12 * r, z - .12 * r, z + .10 * r), (-a + .05 * long, 0, .35 * r, z - .28 * r, z + .25 * r),
            (-a + .25 * long, 0, .62 * r, z - .45 * r, z + .50 * r), (-a + .50 * long, 0, r, z - .62 * r, z + .85 * r),
            (-a + .75 * long, 0, 1.1 * r, z - .62 * r, z + .90 * r),
            (a - .02 * long, 0, .9 * r, z - .5 * r, z + .72 * r),
            (a, 0, .8 * r, z - .42 * r, z + .62 * r)]
    xs = np.array([row[0] for row in rows])
    fine = np.unique(np.concatenate([xs, np.linspace(-a, a, 50)]))
    dense = [(x, *(float(np.interp(x, xs, [row[k] for row in rows])) for k in range(1, 5))) for x in fine]
    hull = along_x(dense, superellipse(d.segments(56, 40), 2, 2, 3.0))
    hull = painted(hull, "stripe", lambda c: (np.abs(c[:, 1]) < .22 * r) & (c[:, 2] > z) & (c[:, 0] < -.12 * long))
    canopy = ball((.115 * long, .60 * r, .60 * r), 22, 32, "glass").moved(-.06 * long, 0, z + .70 * r)
    sweep_, double = d.between(.10, .24), d.chance(.5)
    wings, guns = [], []
    for s in (1, -1):
        for up in (1, -1) if double else (1,):
            lift = .10 * long * up if up < 0 else .02 * long
            rows_ = [(s * (t * .48 * long), (.04 + sweep_ * t) * long,
                      (.04 + sweep_ * t) * long + (.34 - .22 * t) * long * f,
                      z + lift * t) for t, f in ((0, 1), (.3, 1), (.7, 1), (.96, 1), (.985, .9), (1, .6))]
            wings.append(foil(rows_, "body", .07))
        tip = s * .47 * long
        guns.append(rail(((-.12 + sweep_) * long, tip, z + .02 * long), ((.16 + sweep_) * long, tip, z + .02 * long),
                         .10, d, "dark"))
        guns.append(turned([(.16, 0), (.13, .35)], .03, 24, "rim").rotated(np.pi / 2, "y").moved((.06 + sweep_) * long,
                                                                                          tip,
                                                                                              z + .02 * long))
    fins = [foil([(z + .5 * r + t * .16 * long, (.28 + .12 * t) * long,
                   (.28 + .12 * t) * long + (.16 - .07 * t) * long * f, s * .0)
                  for t, f in ((0, 1), (.5, 1), (.95, .95), (1, .6))], "stripe", .09,
                  True).moved(0, s * .75 * r, 0) for s in (1, -1)]
    jets, fires = [], []
    for s in (1, -1):
        jets.append(turned([(.62 * r, 0), (.70 * r, .02 * long), (.66 * r, .30 * long), (.52 * r, .36 * long),
                            (.46 * r, .36 * long)],
                           .03, 40, "rim").rotated(np.pi / 2, "y").moved(.17 * long, s * 1.35 * r, z))
        fires.append(ball((.05, .44 * r, .44 * r), 12, 32, "lamp b").moved(.53 * long, s * 1.35 * r, z))
    legs = []
    for x, y in ((-.22 * long, 0), (.22 * long, .8 * r), (.22 * long, -.8 * r)):
        legs += [rail((x, y, z - .3 * r), (x, y, .1), .12, d, "dark"),
                 turned([(.22, 0), (.20, .07)], .03, 24, "dark").moved(x, y, 0)]
    return [part("hull", hull), part("canopy", canopy), part("wings", *wings), part("guns", *guns), part("fins", *fins),
            part("engines", *jets), part("exhaust", *fires), part("landing legs", *legs)]


FAMILY = Family(
    name="spaceship", words=("spaceship", "ufo", "flying saucer", "spacecraft", "starship", "space fighter",
                             "alien ship"),
    gloss=("a flying saucer from space", "a spaceship with wings and engines"), extent=(5.8, 12.0), build=build,
    principal="width", materials=("steel", "silver", "toy white", "steel"),
    looks={"body": "main", "rim": ("iron", "steel", "toy blue"), "glass": "glass", "alien": "toy green",
           "dark": "toy black",
           "lamp a": ("bulb", "toy yellow"), "lamp b": ("flame", "toy red"), "leg": "steel",
           "stripe": ("toy red", "toy blue", "toy orange")},
    part_words={"body": ("hull",), "glass": ("dome", "canopy", "window"), "lamp a": ("light", "lights"),
                "stripe": ("stripe", "fins")},
    styles={"saucer": ("saucer", "alien", "round"), "fighter": ("fighter", "winged")})
