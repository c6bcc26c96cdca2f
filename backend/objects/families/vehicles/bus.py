# SPDX-License-Identifier: GPL-3.0-or-later
"""Buses: a city bus, a red double-decker, a yellow school bus; the nose points to -x."""

from __future__ import annotations

from dataclasses import replace

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.vehicles.shared_vehicle import fenders, panel, wheel
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box


def build(d: Draw) -> list[Part]:
    kind = d.choose({"city": 1.0, "double": .8, "school": .9})
    long, high = {"city": (11.0, 3.0), "double": (9.6, 4.3), "school": (8.4, 3.0)}[kind]
    long *= d.between(.94, 1.05)
    half, low, r = 1.24, .38, .48
    skin = {"city": "body", "double": "red", "school": "yellow"}[kind]
    a = long / 2
    front = -a + (1.45 if kind == "school" else 0)
    shell = box(a - front, 2 * half, high - low, .20, 5, 2, skin).moved((a + front) / 2, 0, low)
    skirt = box(a - front - .1, 2 * half + .02, .24, .04, region="trim").moved((a + front) / 2, 0, low + .02)
    parts = [part("body", shell), part("skirt", skirt)]
    glass, posts = [], []
    decks = [(low + 1.02, .92)] if kind != "double" else [(low + .98, .78), (low + 2.42, .72)]
    for z, tall in decks:
        count = int((a - front - .9) / (1.30 if kind != "school" else .92))
        step = (a - front - .7) / count
        for s in (1, -1):
            for k in range(count):
                x = front + .45 + (k + .5) * step
                door = s > 0 and z < low + 1.5 and (k == 0 or (k == count // 2 and kind == "city"))
                if not door or (kind == "school" and k):
                    glass.append(panel(step - (.10 if kind != "school" else .16), tall, (x, s * half, z), "glass", .05))
        glass.append(panel(2 * half - .5, tall, (a, 0, z), "glass", .05, "x"))
        if kind != "school" or z > low + 1.5:
            glass.append(panel(2 * half - .26, tall + (.25 if z < low + 1.5 else 0),
                               (front, 0, z - (.22 if z < low + 1.5
                                                                                       else 0)), "glass", .06, "x",
                                                                                       .02))
    doors = []
    spots = [front + .45 + .5 * step] + ([front + .45 + (count // 2 + .5) * step] if kind == "city" else [])
    for x in spots:
        for k in (-1, 1):
            doors.append(panel(.48, 1.98, (x + k * .26, half, low + .10), "glass", .07))
            doors.append(box(.04, .09, 1.98, .01, 1, region="trim").moved(x + k * .51, half, low + .10))
    rails = [box(.04, .09, 2.02, .01, 1, region="trim").moved(x, half, low + .08) for x in spots]
    if kind == "school":
        nose = box(1.65, 2 * half - .24, 1.10, .20, 5, 2, skin).moved(front - .62, 0, low + .06)
        parts.append(part("bonnet", nose))
        glass.append(panel(2 * half - .3, .95, (front - .005, 0, low + 1.18), "glass", .06, "x", .03))
        posts += [box(a - front - .3, 2 * half + .03, .07, .02, 1, region="trim").moved((a + front) / 2, 0, z)
                  for z in (low + .55, low + .86)]
        arm = box(.34, .05, .34, .05, 2, region="stop").moved(front + .9, -half - .06, low + .95)
        parts.append(part("stop sign", arm))
        lamps = [ball((.05, .12, .12), 12, 18, q).moved(front - .01 if s < 0 else a + .01, y, high - .24)
                 for s in (1, -1) for y, q in ((.92, "taillight"), (-.92, "taillight"), (.62, "amber"),
                                               (-.62, "amber"))]
        parts.append(part("warning lamps", *lamps))
    elif kind == "double":
        posts.append(box(a - front + .02, 2 * half + .02, .09, .02, 1, region="stripe").moved(0, 0, low + 2.08))
    else:
        posts.append(box(a - front + .02, 2 * half + .03, .20, .02, 1, region="stripe").moved(0, 0, low + .64))
        units = [box(1.5, 1.5, .26, .08, region="roof").moved(x, 0, high - .03) for x in (-.2 * a, .5 * a)]
        parts.append(part("roof units", *units))
    if kind != "school":
        sign = panel(1.5, .28, (front - .015, 0, high - .38 if kind == "city" else low + 1.98), "sign", .06, "x", .02)
        parts.append(part("sign", sign))
    nose_x = front - (1.42 if kind == "school" else .0)
    heads = [ball((.07, .17, .13), 14, 20, "headlight").moved(nose_x - .01, s * .86, low + .42) for s in (1, -1)]
    tails = [box(.05, .16, .34, .03, region="taillight").moved(a + .01, s * (half - .18), low + .45) for s in (1, -1)]
    bump = [box(.16, 2 * half - .06, .26, .06, region="trim").moved(x, 0, low - .02) for x in (nose_x - .02, a + .02)]
    mirrors = [box(.08, .16, .34, .03, region="trim").moved(front - .12, s * (half + .16), low + 1.55) for s in (1, -1)]
    plate = box(.03, .5, .12, .01, region="sign").moved(nose_x - .10, 0, low + .06)
    lean = replace(d, detail=.6 * d.detail)
    axles = (front + (1.9 if kind != "school" else -.45), a - 2.0)
    arches, wheels = [], []
    for x, end in zip(axles, ("front", "rear")):
        for s, side in ((1, "right"), (-1, "left")):
            deep = half - (.12 if kind == "school" and end == "front" else 0)
            arches.append(fenders(1.16 * r, (x, s * (deep - .065), r), .14, d))
            wheels.append(part(f"wheel {end} {side}", *wheel(r, .28, (x, s * (deep - .08), r), lean, 8)))
    return [*parts, part("windows", *glass), part("doors", *doors, *rails), part("headlights", *heads),
            part("tail lights", *tails), part("bumpers", *bump), part("mirrors", *mirrors), part("plate", plate),
            part("wheel arches", *arches), *wheels, *([part("bands", *posts)] if posts else [])]


FAMILY = Family(
    name="bus", words=("bus", "coach", "city bus", "double-decker", "double decker", "double decker bus", "school bus",
                       "toy bus"),
    gloss=("a bus for many passengers", "a red double-decker bus", "a yellow school bus"), extent=(7.5, 12.5),
    build=build, principal="width", materials=("car paint",),
    looks={"body": "main", "red": "toy red", "yellow": "toy yellow", "glass": "dark glass", "trim": "black plastic",
           "stripe": ("toy white", "toy blue", "toy yellow"), "roof": "white plastic", "sign": "toy yellow",
           "stop": "toy red", "amber": "toy orange", "headlight": "headlight", "taillight": "taillight",
           "tyre": "tyre", "rim": "steel", "dark": "black plastic"},
    part_words={"glass": ("window", "windows"), "rim": ("rim", "rims"), "tyre": ("wheel", "wheels", "tyres"),
                "stripe": ("stripe", "band")},
    styles={"city": ("city", "modern"), "double": ("double", "double-decker", "london"), "school": ("school",)})
