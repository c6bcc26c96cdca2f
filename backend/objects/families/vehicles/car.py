# SPDX-License-Identifier: GPL-3.0-or-later
"""Cars: a saloon, a small hatchback, a pick-up and a sports car; the nose points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.vehicles.shared_vehicle import along_x, wheel
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    kind = d.choose({"sedan": 1.0, "hatchback": 1.0, "pickup": 0.8, "sports": 0.8})
    long, high, wide = {"sedan": (4.6, 1.45, 1.80), "hatchback": (3.6, 1.50, 1.66), "pickup": (5.1, 1.75, 1.90),
                        "sports": (4.3, 1.22, 1.86)}[kind]
    long, high = long * d.between(.96, 1.04), high * d.between(.97, 1.03)
    r = {"pickup": .38, "sports": .34}.get(kind, .31)
    waist = {"pickup": 1.02, "sports": .80, "hatchback": .92}.get(kind, .88)
    low = .20 if kind != "pickup" else .32
    hood = waist - {"pickup": .06, "sports": .02}.get(kind, .07)
    a, half = long / 2, wide / 2
    rows = [(-a, 0, .80 * half, low + .16, hood - .24), (-a + .03, 0, .86 * half, low + .08, hood - .16),
            (-a + .14, 0, .93 * half, low + .02, hood - .08), (-.68 * a, 0, half, low, hood - .02),
            (-.35 * a, 0, half, low, waist), (.30 * a, 0, half, low, waist + .02),
            (.78 * a, 0, half, low, waist), (a - .12, 0, .95 * half, low + .04, waist - .03),
            (a - .03, 0, .90 * half, low + .12, waist - .08), (a, 0, .84 * half, low + .20, waist - .16)]
    xs = np.array([row[0] for row in rows])
    fine = np.unique(np.concatenate([xs, np.linspace(-a + .14, a - .12, 30)]))
    dense = [(x, *(float(np.interp(x, xs, [row[k] for row in rows])) for k in range(1, 5))) for x in fine]
    shell = along_x(dense, superellipse(d.segments(36, 28), 2, 2, 6.0))
    shell = painted(shell, "trim", lambda c: c[:, 2] < low + .10)
    front, back, tip, tail = {"sedan": (-.40, .62, -.10, .34), "hatchback": (-.52, .95, -.22, .74),
                              "pickup": (-.42, .22, -.20, .12), "sports": (-.28, .66, .02, .30)}[kind]
    cabin = []
    for t in np.linspace(0, 1, 15):
        e = 1 - (1 - t) ** 1.15
        x0, x1 = (front + (tip - front) * e) * a, (back + (tail - back) * e) * a
        outline = superellipse(d.segments(96, 56), x1 - x0, 2 * half * (.93 - .17 * t), 7.0)
        cabin.append(np.column_stack([outline[:, 0] + (x0 + x1) / 2, outline[:, 1],
                                      np.full(len(outline), waist - .03 + t * (high - waist))]))
    crown, middle = cabin[-1], cabin[-1].mean(axis=0)
    for f, z in ((.97, .018), (.90, .028), (.5, .034), (0, .036)):
        cabin.append(middle + (crown - middle) * f + (0, 0, z))
    cabin.insert(0, np.tile(cabin[0].mean(axis=0), (len(crown), 1)))
    roof = skin(np.stack(cabin), region="body")
    # Whole columns of faces are pillars, so that their edges run straight from waist to roof.
    place = (crown + np.roll(crown, -1, axis=0)) / 2 - middle
    u, v = (np.abs(place[:, :2]) / np.abs(place[:, :2]).max(axis=0)).T
    pillar = (u > .84) & (v > .80)
    if kind in ("sedan", "hatchback"):
        pillar |= (v > .80) & (u < .09)
    levels = np.zeros(len(cabin) - 1, bool)
    levels[3:13] = True
    roof.regions[(levels[:, None] & ~pillar).ravel()] = "glass"
    parts = [part("body", shell), part("cabin", roof)]
    axles = (-.62 * a, .60 * a)
    names = ("front", "rear")
    for x, end in zip(axles, names):
        for s, side in ((1, "right"), (-1, "left")):
            arch = turned([(1.12 * r, -.05), (1.12 * r, .05)], .012, d.segments(32, 20), "trim").rotated(np.pi / 2, "x")
            parts.append(part(f"wheel {end} {side}", *wheel(r, .20, (x, s * (half - .075), r), d),
                              arch.moved(x, s * (half - .042), r + .01)))
    if kind == "pickup":
        bed = box(.72 * a, 2 * half - .22, .03, .01, region="trim").moved(.60 * a, 0, waist + .012)
        sides = [box(.74 * a, .09, .14, .03, region="body").moved(.61 * a, s * (half - .08), waist) for s in (1, -1)]
        gate = box(.09, 2 * half - .14, .14, .03, region="body").moved(a - .10, 0, waist)
        parts.append(part("bed", bed, *sides, gate))
    lights = [ball((.05, .17, .075), 14, 20, "headlight").moved(-a + .045, s * .66 * half, hood - .25) for s in (1, -1)]
    tails = [box(.05, .26, .10, .02, region="taillight").moved(a - .035, s * .62 * half, waist - .28) for s in (1, -1)]
    grille = box(.04, .8 * half, .11, .02, region="trim").moved(-a + .0, 0, hood - .42)
    plate = box(.02, .44, .10, .006, region="plate").moved(a - .005, 0, waist - .42)
    bumpers = [box(.10, 1.5 * half, .10, .035, 4, region="trim").moved(s * (a - .02), 0, low + .12) for s in (1, -1)]
    mirrors = [ball((.06, .09, .06), 12, 16, "body").moved((front + .10) * a, s * (half + .06),
                                                           waist + .05) for s in (1, -1)]
    handles = [box(.16, .03, .03, .01, region="rim").moved(.06 * a, s * half, waist - .13) for s in (1, -1)]
    return [*parts, part("headlights", *lights), part("tail lights", *tails), part("grille", grille), part("plate",
                                                                                                           plate),
            part("bumpers", *bumpers), part("mirrors", *mirrors), part("door handles", *handles)]


FAMILY = Family(
    name="car", words=("car", "automobile", "sedan", "hatchback", "pickup", "pickup truck", "sports car", "suv"),
    gloss=("a car to drive on the road", "a family car with four wheels", "an automobile"),
    extent=(3.2, 5.5), build=build, principal="width", materials=("car paint",),
    looks={"body": "main", "glass": "dark glass", "tyre": "tyre", "rim": ("steel", "chrome"), "dark": "black plastic",
           "trim": "black plastic", "headlight": "headlight", "taillight": "taillight", "plate": "white plastic"},
    part_words={"rim": ("rim", "rims", "hubcap"), "glass": ("window", "windows"), "tyre": ("wheel", "wheels", "tyre",
                                                                                           "tyres")},
    styles={"sedan": ("sedan", "saloon"), "hatchback": ("hatchback", "small"), "pickup": ("pickup", "pickup truck"),
            "sports": ("sports", "sports car", "fast")})
