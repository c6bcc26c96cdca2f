# SPDX-License-Identifier: GPL-3.0-or-later
"""Rackets lying flat: tennis and badminton, with strung heads; a shuttlecock or ball beside."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.sport.shared_sport import bound, strings, xyz
from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import lathe, sweep, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"tennis": 1.2, "badminton": .8})
    if kind == "tennis":
        hx, hy, long, frame, grip = .127, .168, .685, (.022, .013), (.034, .030)
    else:
        hx, hy, long, frame, grip = .095, .120, .672, (.010, .009), (.026, .024)
    hx, hy = hx * d.between(.95, 1.05), hy * d.between(.96, 1.04)
    z = .020
    top = long / 2 - hy - frame[1] / 2
    a = np.linspace(0, 2 * np.pi, d.segments(96, 64), endpoint=False)
    hoop = sweep(np.column_stack([hx * np.sin(a), top + hy * np.cos(a) * (1 + .05 * np.cos(a)), np.full(len(a), z)]),
                 superellipse(16, frame[1], frame[0], 2.6), loop=True, region="body")
    inner_x, inner_y = hx - frame[1] * .4, hy - frame[1] * .4
    net = [s.moved(0, top, z) for s in strings(inner_x, inner_y, 19 if kind == "tennis" else 22,
                                               16 if kind == "tennis" else 20,
                                               .0016)]
    throat = top - hy
    grip_top = -long / 2 + (.20 if kind == "tennis" else .17)
    pieces = []
    if kind == "tennis":
        for s in (1, -1):
            at = .80
            start = xyz(s * hx * np.sin(np.pi * at), top + hy * np.cos(np.pi * at), z)
            pieces.append(tube([start, xyz(s * .030, throat - .045, z), xyz(s * .008, grip_top + .06, z),
                                xyz(s * .006, grip_top, z)],
                               [.0075, .0085, .009, .010], 24, 14, "body"))
        pieces.append(tube([(-.72 * hx, top - .74 * hy, z), (0, throat - .008, z), (.72 * hx, top - .74 * hy, z)],
                           [.006, .0075, .006], 20,
                           12, "accent"))
    else:
        pieces.append(tube([(0, throat + .004, z), (0, throat - .08, z), (0, grip_top, z)], [.0045, .0035, .004], 16,
                           12, "shaft"))
        pieces.append(turned([(.0055, 0), (.005, .03), (.009, .04)], .001, 20, "accent").rotated(np.pi / 2,
                                                                                          "x").moved(0, throat + .012,
                                                                                          z))
    handle = bound(grip_top, -long / 2 + .008, grip[0], grip[1], 14, d, "grip", z)
    butt = turned([(.55 * grip[0], 0), (.60 * grip[0], .010), (.50 * grip[0], .018)], .004, 28,
                  "accent").rotated(-np.pi / 2, "x").moved(
        0, -long / 2 - .004, z)
    collar = turned([(.54 * grip[0], 0), (.50 * grip[0], .012)], .002, 28, "accent").rotated(-np.pi / 2, "x").moved(0,
                                                                                          grip_top - .004, z)
    parts = [part("frame", hoop, *pieces), part("strings", *net), part("grip", handle), part("butt", butt, collar)]
    x = hx + .075
    if kind == "tennis":
        r = .033
        felt = ball(r, 28, 40, "felt").moved(x, -.10, r)
        t = np.linspace(0, 2 * np.pi, 90, endpoint=False)
        seam = np.column_stack([np.cos(t) + .36 * np.cos(3 * t), np.sin(t) - .36 * np.sin(3 * t), 1.05 * np.sin(2 * t)])
        seam = seam / np.linalg.norm(seam, axis=1, keepdims=True) * r * 1.002
        parts.append(part("ball", felt, sweep(seam + xyz(x, -.10, r), circle(8, .0016), loop=True, region="seam")))
    else:
        cork = turned([(.010, -.002), (.0135, .006), (.013, .022)], .004, 28, "seam")
        quills = []
        for k in range(16):
            q = 2 * np.pi * k / 16
            out = np.array([np.cos(q), np.sin(q), 0])
            quills.append(tube([out * .010 + xyz(0, 0, .020), out * .031 + xyz(0, 0, .082)], [.0011, .0008], 3, 6,
                               "feather"))
        rim = spline([(.0105, .022), (.0205, .046), (.032, .085)], 12)
        cone = lathe(np.concatenate([rim, (rim - (.0012, 0))[::-1]]), 64, "feather", loop=True,
                     modulation=lambda q, zz: 1 + .045 * np.abs(np.cos(8 * q)) * np.clip((zz - .03) / .05, 0, 1))
        whole = [p.rotated(np.pi / 2 - .36, "x").rotated(.6).moved(x, -.12, .0335) for p in (cork, cone, *quills)]
        parts.append(part("shuttlecock", *whole))
    return parts


FAMILY = Family(
    name="racket", words=("racket", "tennis racket", "badminton racket", "racquet", "squash racket", "shuttlecock"),
    gloss=("a tennis racket with strings", "a badminton racket"), extent=(.6, .78), build=build, principal="depth",
    materials=("toy paint", "car paint"),
    looks={"body": "main", "accent": ("toy black", "toy white", "toy red"), "shaft": ("steel", "toy black"),
           "string": "white plastic",
           "grip": ("black plastic", "leather", "toy white"), "felt": "toy yellow", "seam": "white plastic",
           "feather": "white plumage"},
    part_words={"body": ("frame",), "string": ("strings", "string"), "grip": ("grip", "handle")},
    styles={"tennis": ("tennis",), "badminton": ("badminton",)})
