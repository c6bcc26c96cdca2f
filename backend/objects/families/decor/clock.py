# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks: a twin-bell alarm clock and an arched mantel clock, showing ten past ten."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.curves import arc, bezier, circle, fillet
from backend.objects.modeling.solids import extrude, lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    if d.choose({"alarm": 1.0, "mantel": 0.9}) == "alarm":
        return _alarm(d)
    return _mantel(d)


def _face(r: float, at: tuple[float, float, float], d: Draw) -> list[Part]:
    """Dial, marks and hands of radius ``r``, facing -Y, the dial's front at ``at``."""
    def stand(surface: Surface) -> Surface:
        return surface.rotated(np.pi / 2, "x").moved(*at)

    dial = stand(turned([(r, -0.003), (r, 0.0)], 0.0004, d.segments(64), "dial"))
    marks = []
    for k in range(12):
        main = k % 3 == 0
        long, wide = r * (0.15 if main else 0.09), r * (0.045 if main else 0.028)
        bar = extrude(np.array([(wide, long), (-wide, long), (-wide, -long), (wide, -long)]) / 2, 0.0009, 0.0002,
                      "marks")
        marks.append(stand(bar.moved(0, r * 0.90 - long / 2, -0.0003).rotated(-k * np.pi / 6)))
    hands = []
    for turn, long, wide, lift in ((10 + 10 / 60, 0.52, 0.062, 0.0010), (2.0, 0.80, 0.045, 0.0020)):
        outline = np.array([(wide / 2, -0.14), (wide / 2, 0.0), (wide * 0.62, long * 0.72), (0.0, long),
                            (-wide * 0.62, long * 0.72),
                            (-wide / 2, 0.0), (-wide / 2, -0.14), (0.0, -0.16)]) * r
        hand = extrude(outline, 0.0009, 0.0002, "hands").rotated(-turn * np.pi / 6)
        hands.append(stand(hand.moved(z=lift)))
    hub = turned([(r * 0.055, 0.0), (r * 0.055, 0.0034), (r * 0.03, 0.0042)], 0.0005, 24, "hands")
    return [part("dial", dial), part("marks", *marks), part("hands", *hands, stand(hub))]


def _alarm(d: Draw) -> list[Part]:
    height = d.measure("height", 0.13, 0.17)
    r = 0.345 * height
    deep = 0.60 * r
    z = 0.46 * height
    case = lathe(fillet([(0, 0), (r * 0.90, 0), (r, deep * 0.22), (r, deep * 0.92), (r * 1.05, deep * 0.94),
                         (r * 1.05, deep * 1.06),
                         (r * 0.93, deep * 1.06), (r * 0.90, deep * 0.98), (0, deep * 0.98)],
                        [0, .10 * r, .2 * r, .01 * r, .02 * r, .05 * r, .04 * r, .01 * r, 0], 5), d.segments(80),
                        "body")
    case.regions[case.vertices[case.corners[case.offsets[:-1]], 2] > deep * 0.90] = "rim"
    case = case.rotated(np.pi / 2, "x").moved(0, deep / 2, z)
    parts = [part("case", case), *_face(r * 0.895, (0, -deep * 0.48 - 0.0015, z), d)]
    feet, bells, posts = [], [], []
    for s in (1, -1):
        direction = np.array([s * np.sin(0.62), 0, -np.cos(0.62)])
        start, length = z + direction[2] * r * 0.94, r * 0.94
        end = (0.010 - start) / direction[2]
        foot = np.array([(direction[0] * (length + end * t), 0, start + direction[2] * end * t) for t in np.linspace(0,
                                                                                                                     1,
                                                                                                                     6)])
        feet.append(sweep(foot, circle(16, 0.032 * height), [1, .8, .75, .8, .95, 1.0], round_ends=True, up=(0, 1, 0),
                          region="feet"))
        up = np.array([s * np.sin(0.56), 0, np.cos(0.56)])
        rb = 0.47 * r
        bell = lathe(np.concatenate([arc((0, 0), rb, np.pi / 2, 0, 14), arc((0, 0), rb * 0.90, 0, np.pi / 2, 14)]),
                     d.segments(56), "bells")
        where = up * (r * 1.20) + (0, 0, z)
        bells.append(bell.scaled((1, 1, 0.86)).rotated(s * 0.56, "y").moved(*where))
        posts.append(sweep(np.array([up * (r * 0.96) + (0, 0, z), up * (r * 1.4) + (0, 0, z),
                                     up * (r * 1.20 + rb * 0.95) + (0, 0, z)]),
                           circle(14, 0.018 * height), round_ends=True, up=(0, 1, 0), region="feet"))
    lowest = min(f.vertices[:, 2].min() for f in feet)
    top = height + lowest
    grip = bezier((-0.50 * r, 0, z + r * 1.30), (-0.42 * r, 0, 2 * top - z - 1.75 * r),
                  (0.42 * r, 0, 2 * top - z - 1.75 * r),
                  (0.50 * r, 0, z + r * 1.30), 24)
    handle = sweep(grip, circle(14, 0.017 * height), up=(0, 1, 0), region="handle")
    hammer = sweep(np.array([(0, 0, z + r * 0.97), (0, 0, z + r * 1.25), (0, 0, z + r * 1.5)]),
                   circle(12, 0.012 * height),
                   [0.8, 0.8, 2.2], round_ends=True, up=(0, 1, 0), region="feet")
    return [*parts, part("feet", *feet), part("bells", *bells), part("bell posts", *posts, hammer),
            part("handle", handle)]


def _mantel(d: Draw) -> list[Part]:
    height = d.measure("height", 0.22, 0.30)
    width, deep = 0.74 * height, 0.34 * height
    base_tall = 0.12 * height
    base = board(width * 1.14, deep * 1.2, base_tall * 0.6, (0, 0, 0), 0.005, "base")
    step = board(width * 1.05, deep * 1.08, base_tall * 0.45, (0, 0, base_tall * 0.58), 0.005, "base")
    low, r = base_tall * 1.02, width / 2
    tall = height - low
    arch = np.concatenate([arc((0, tall - r), r, 0, np.pi, 41),
                           np.column_stack([np.full(7, -r), np.linspace(tall - r, 0, 9)[1:-1]]),
                           fillet([(-r, 0.001), (-r, 0), (r, 0), (r, 0.001)], 0, 1)[1:-1],
                           np.column_stack([np.full(7, r), np.linspace(0, tall - r, 9)[1:-1]])])
    case = extrude(arch, deep, 0.006, "body", 4).rotated(np.pi / 2, "x").moved(0, deep / 2, low)
    face = 0.78 * r
    z = low + tall - r
    front = -deep / 2
    bezel = lathe(circle(20, 0.05 * r) * (1.2, 1) + (face, 0), d.segments(72), "rim", loop=True)
    bezel = bezel.rotated(np.pi / 2, "x").moved(0, front, z)
    return [part("base", base, step), part("case", case), part("bezel", bezel), *_face(face, (0, front - 0.0012, z), d)]


FAMILY = Family(
    name="clock", words=("clock", "alarm clock", "mantel clock", "timer", "table clock"),
    gloss=("a clock that tells the time", "an alarm clock that rings in the morning", "an old mantel clock"),
    extent=(0.12, 0.32), build=build, native=("height",), materials=("walnut", "mahogany"),
    looks={"body": "main", "rim": ("brass", "steel"), "base": "main", "dial": "dial", "marks": "ink", "hands": "ink",
           "feet": ("brass", "steel"), "bells": ("brass", "steel"), "handle": ("brass", "steel")},
    part_words={"rim": ("rim", "bezel"), "dial": ("dial", "face"), "hands": ("hand", "hands"), "feet": ("foot", "feet"),
                "bells": ("bell", "bells"), "base": ("base",), "handle": ("handle",)},
    styles={"alarm": ("alarm", "alarm clock", "ringing", "bell"),
            "mantel": ("mantel", "mantel clock", "table clock", "old", "antique")})
