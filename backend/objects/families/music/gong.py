# SPDX-License-Identifier: GPL-3.0-or-later
"""Gongs: a bossed bronze disc hung by cords in a wooden frame, its mallet hooked at the side."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import bezier, circle, fillet, rounded_rectangle, spline
from backend.objects.modeling.organic import painted, tube
from backend.objects.modeling.solids import box, lathe, sweep, turned


def build(d: Draw) -> list[Part]:
    r = d.between(.24, .30)
    kind = d.choose({"square": 1.0, "round": .6})
    low, gap = .10, .075
    center = low + gap + r
    boss = d.between(.22, .34) * r
    rows = [(0, .030), (.55 * boss, .027), (boss, .006), (1.2 * boss, .0), (.72 * r, .0), (.90 * r, .004), (r, -.010),
            (r + .004, -.044), (r - .004, -.045), (r - .008, -.014)]
    front = fillet(rows, [.0, .02, .01, .01, .05, .02, .012, .002, .002, .004], 5)
    back = [(.90 * r, -.002), (boss, -.004), (0, -.004)]
    disc = lathe(np.concatenate([front, back]), d.segments(80, 56), "disc")
    disc = painted(disc, "boss", lambda c: (np.hypot(c[:, 0], c[:, 1]) < 1.05 * boss) & (c[:, 2] > -.003))
    disc = painted(disc, "dark ring", lambda c: (np.abs(np.hypot(c[:, 0], c[:, 1]) / r - .84) < .055) & (c[:,
                                                                                                           2] > -.02))
    disc = disc.rotated(np.pi / 2, "x").moved(0, -.012, center)
    half = r + gap
    top = center + r + gap
    frame = []
    if kind == "round":
        a = np.linspace(-.36 * np.pi, 1.36 * np.pi, 60)
        hoop = np.column_stack([half * np.cos(a), 0 * a, center + half * np.sin(a)])
        frame.append(sweep(hoop, circle(20, .019), up=(0, 1, 0), round_ends=True, region="frame"))
        x = half * np.cos(.36 * np.pi)
        frame += [tube([(s * x, 0, center - half * np.sin(.36 * np.pi)), (s * x * 1.3, 0, .03)], .019, 8, 18, "frame")
                  for s in (1, -1)]
        feet = [x * 1.3, -x * 1.3]
        hang = center + half
    else:
        t = np.linspace(-1, 1, 25)
        over = half + .095
        beam = sweep(np.column_stack([t * over, 0 * t, top + .020 + .050 * np.abs(t) ** 4]),
                     rounded_rectangle(1, 1, .2, 4), np.column_stack([np.full(25, .050), .052 - .014 * np.abs(t)]),
                     region="frame")
        brace = box(2 * half, .030, .034, .006, region="frame").moved(0, 0, low + .005)
        frame += [beam, brace]
        frame += [box(.044, .044, top - .02, .006, region="frame").moved(s * half, 0, .03) for s in (1, -1)]
        feet = [half, -half]
        hang = top
    stands = [box(.06, .30, .045, .012, 4, region="frame").moved(x, 0, 0) for x in feet]
    if kind == "round":
        stands.append(box(2 * abs(feet[0]), .040, .034, .008, region="frame").moved(0, 0, .012))
    cords = []
    for s in (1, -1):
        x = s * .46 * r
        z = center + r * .86
        beam_z = hang + (.02 if kind == "square" else -half + np.sqrt(half ** 2 - x ** 2))
        cords.append(sweep(np.array([(x, -.004, z), (x, -.002, (z + beam_z) / 2), (x, 0, beam_z)]), circle(10, .0055),
                           region="cord"))
        cords.append(sweep(circle(28, 1) @ np.array([(.0, .034, 0), (0, 0, .034)]) * (1, 1, 1) + np.array(
            [x, 0, beam_z]), circle(8, .0055), up=(1, 0, 0), loop=True, region="cord"))
    side = half + .045
    z0 = center + .02
    stick = turned([(.010, z0 - .26), (.008, z0 - .05), (.008, z0 + .10)], .003, 16, "stick").moved(side, -.03)
    head = turned([(.018, z0 + .085), (.036, z0 + .095), (.040, z0 + .120), (.036, z0 + .145), (.018, z0 + .155)],
                  .012, 28,
                  "mallet").moved(side, -.03)
    loop = sweep(bezier((side - .010, -.03, z0 + .02), (side - .02, .01, z0 + .10), (side - .05, -.04, z0 + .10),
                        (side - .022 if kind == "square" else side - .03, -.03, z0 + .02), 20),
                 circle(8, .003), region="cord")
    hook = tube(spline([(half - .01, -.01, z0 + .08), (side - .01, -.03, z0 + .076), (side + .016, -.03, z0 + .076),
                        (side + .018, -.03, z0 + .092)], 14), .0045, 14, 10, "metal")
    return [part("gong", disc), part("frame", *frame, *stands), part("cords", *cords, loop), part("mallet stick",
                                                                                                  stick),
            part("mallet head", head), part("hook", hook)]


FAMILY = Family(
    name="gong", words=("gong", "tam-tam", "temple gong"),
    gloss=("a large bronze disc struck with a mallet", "a gong hanging in a wooden frame"),
    extent=(0.7, 1.05), build=build, materials=("walnut", "mahogany", "ebony", "toy red", "bamboo"),
    looks={"frame": "main", "disc": ("brass", "bronze", "brass"), "boss": ("brass", "bronze"),
           "dark ring": ("bronze", "iron"), "cord": ("cord", "rope"), "stick": ("birch", "ebony"),
           "mallet": ("toy red", "toy white", "felt"), "metal": "iron"},
    part_words={"frame": ("frame", "stand"), "mallet": ("mallet", "beater"), "disc": ("disc",), "cord": ("cord",
                                                                                                         "rope")},
    styles={"square": ("square", "temple"), "round": ("round",)})
