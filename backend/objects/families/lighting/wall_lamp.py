# SPDX-License-Identifier: GPL-3.0-or-later
"""Lamps for a wall: a plate at the back, an arm forward, a shade, a glass globe or a candle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import extrude, lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"shade": 1.0, "globe": 0.8, "candle": 0.6})
    tall = d.between(.15, .21)
    wide = tall * d.between(.42, .62)
    back = d.choose({"oval": 1.0, "square": 0.6})
    n = d.segments(56, 32)
    outline = superellipse(n, wide, tall, 2.0 if back == "oval" else 5.0)
    plates = [extrude(outline * f, t, .003, "metal", 4).rotated(np.pi / 2, "x") for f, t in ((1.0, .010), (.78, .017))]
    boss = turned([(.020, 0), (.020, .012), (.012, .022)], .004, 28, "metal").rotated(np.pi / 2, "x").moved(0, -.014)
    twin = d.chance(.3)
    reach, rise = d.between(.10, .15), d.between(.05, .09)
    arms: list[Surface] = []
    metal: list[Surface] = []
    shades: list[Surface] = []
    bulbs: list[Surface] = []
    candles: list[Surface] = []
    for s in ((1, -1) if twin else (0,)):
        tip = np.array([s * .11, -reach, rise])
        path = spline([(0, -.018, 0), (.35 * tip[0], -.55 * reach, -.030), (.85 * tip[0], -.95 * reach, -.018),
                       (tip[0], tip[1], tip[2] - .02), tuple(tip)], d.segments(36, 22))
        arms.append(sweep(path, circle(14, .0062), region="metal"))
        pan = turned([(.007, -.010), (.014, 0), (.032, .008), (.034, .012), (.016, .012), (.014, .030)],
                     [.002, .003, .003, .001, .002, .001], 32, "metal")
        metal.append(pan.moved(*tip))
        if kind == "globe":
            r = d.between(.060, .075)
            hole = .26
            t = np.linspace(-np.pi / 2 + hole, np.pi / 2 - .55, d.segments(26, 16))
            outer = np.column_stack([r * np.cos(t), r * np.sin(t)])
            shell = lathe(np.concatenate([outer, outer[::-1] * (1 - .0025 / r)]), n, "globe", loop=True)
            shades.append(shell.moved(*tip).moved(z=.012 + r * np.cos(hole)))
            bulbs.append(ball((.024, .024, .030), 12, 20, "bulb").moved(*tip).moved(z=.07))
            continue
        candles.append(turned([(.0105, .026), (.0105, .085)], .002, 24, "candle").moved(*tip))
        line = spline([(0, .080), (.011, .094), (.0135, .108), (.007, .130), (0, .146)], 14)
        line[:, 0] = np.maximum(line[:, 0], 1e-5)
        line[[0, -1], 0] = 0
        bulbs.append(lathe(line, 24, "bulb").moved(*tip))
        if kind == "shade":
            low, high = .055, .055 + d.between(.105, .125)
            a, b = d.between(.072, .085), d.between(.045, .06)
            thin = .0014
            outer = np.column_stack([np.linspace(a, b, 8), np.linspace(low, high, 8)])
            outer = np.concatenate([outer[:1] + np.array((.001, 0)), outer[:1] + np.array((.0012, .004)), outer[1:-1],
                                    outer[-1:] + np.array((.0012, -.004)), outer[-1:] + np.array((.001, 0))])
            inner = np.column_stack([np.interp(outer[:, 1], [low, high], [a, b]) - thin, outer[:, 1]])[::-1]
            shades.append(lathe(np.concatenate([outer, inner]), n, "shade", loop=True).moved(*tip))
            ring = [sweep(np.array([(.012 * np.cos(q), .012 * np.sin(q), .078), (.5 * b * np.cos(q), .5 * b * np.sin(q),
                                    .5 * (.078 + high)), ((b - .001) * np.cos(q), (b - .001) * np.sin(q),
                                                          high - .012)]),
                          circle(8, .0012), region="metal").moved(*tip) for q in np.arange(3) * 2.0944]
            metal += ring
    parts = [part("plate", *plates, boss), part("arm", *arms), part("holder", *metal), part("bulb", *bulbs)]
    if candles:
        parts.append(part("candle", *candles))
    if shades:
        parts.append(part("shade", *shades))
    return parts


FAMILY = Family(
    name="wall_lamp", words=("wall lamp", "wall light", "sconce", "wall sconce"),
    gloss=("a lamp on a wall", "a sconce in a hallway"),
    extent=(.18, .45), build=build, materials=("brass", "iron", "bronze", "steel"),
    looks={"metal": "main", "shade": "fabric", "globe": ("glass", "white plastic"), "bulb": "bulb", "candle": "wax"},
    part_words={"shade": ("shade", "lampshade"), "metal": ("arm", "plate", "bracket"), "candle": ("candle", "candles"),
                "globe": ("globe",)},
    styles={"shade": ("shade",), "globe": ("globe", "modern"), "candle": ("candle", "medieval", "antique"),
            "oval": ("oval", "round"), "square": ("square",)})
