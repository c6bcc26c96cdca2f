# SPDX-License-Identifier: GPL-3.0-or-later
"""Toothbrushes on their back: a curved handle with a soft inlay, tufts in two colours, perhaps a stripe of paste."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_tools import projected
from backend.objects.modeling.curves import circle, spline, superellipse
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    if d.choose({"manual": 1.2, "electric": 0.5}) == "electric":
        return _electric(d)
    long = d.between(.175, .195)
    z = .0055
    # From the end of the handle at -Y to the neck.
    path = spline([(0, -.62 * long, z), (0, -.45 * long, z + .001), (0, -.18 * long, z + .003),
                   (0, .02 * long, z + .001), (0, .14 * long, z + .0005),
                   (0, .26 * long, z + .001)], 48)
    t = np.linspace(0, 1, 48)
    wide = np.interp(t, [0, .04, .2, .45, .62, .75, .9, 1], [.0030, .0052, .0056, .0068, .0050, .0030, .0026, .0036])
    deep = np.interp(t, [0, .04, .2, .45, .62, .75, .9, 1], [.0028, .0042, .0046, .0052, .0042, .0028, .0022, .0020])
    handle = sweep(path, superellipse(24, 2, 2, 2.4), np.column_stack([wide, deep]), round_ends=True, region="handle")
    inlay_at = slice(8, 28)
    inlay = sweep(path[inlay_at] + (0, 0, .0026), superellipse(16, 2, 2, 2.4),
                  np.column_stack([.60 * wide[inlay_at], .62 * deep[inlay_at]])
                  * (np.sin(np.linspace(.25, np.pi - .25, 20)) ** .4)[:, None], round_ends=True, region="grip")
    head_long, head_wide = d.between(.026, .031), d.between(.0105, .0125)
    y0 = .25 * long + .5 * head_long
    line = superellipse(48, head_wide, head_long, 3.0)
    head = slab(line, [(-.001, z - .0022), (0, z - .0012), (0, z + .0012), (-.0008, z + .0020)], "handle", 1).moved(0,
                                                                                                                    y0)
    tufts: list[Surface] = []
    pitch = .0031
    for iy, y in enumerate(np.arange(-.42, .421, pitch / head_long) * head_long):
        for x in (-1, 0, 1):
            if abs(x) == 1 and abs(y) > .40 * head_long:
                continue
            tall = .0098 + .0014 * np.cos(iy * 1.4) + (.0012 if abs(y) > .36 * head_long else 0)
            region = "hair" if (iy // 2) % 2 or x == 0 else "hair two"
            tuft = turned([(.0012, 0), (.00135, .8 * tall), (.0013, tall)], .0003, 9, region, 1)
            tufts.append(tuft.moved(x * .0031, y0 + y, z + .0016))
    parts = [part("handle", handle, head), part("grip", inlay), part("bristles", *tufts)]
    if d.choose({"paste": 0.5, "plain": 0.6}) == "paste":
        s = np.linspace(0, 1, 22)
        blob = np.column_stack([.0009 * np.sin(9 * s), y0 + (s - .5) * .72 * head_long,
                                np.full(22, z + .0130) + .0009 * np.sin(14 * s)])
        size = .0036 * np.interp(s, [0, .12, .5, .88, .96, 1], [.55, .95, 1, .95, .6, .15])
        paste = sweep(blob, circle(16), size, round_ends=True, region="paste")
        stripe = sweep(blob[2:-3] + np.array((0, 0, .0024)), superellipse(8, 2, 1.4, 2), .46 * size[2:-3],
                       round_ends=True, region="stripe")
        parts.append(part("toothpaste", paste, stripe))
    return parts


def _electric(d: Draw) -> list[Part]:
    """Standing upright: a stout handle with a button, a slim shaft, a small round head facing forward."""
    body, r = d.between(.145, .165), d.between(.0135, .0155)
    n = d.segments(40, 24)
    grip = turned([(.96 * r, 0), (r, .008), (1.05 * r, .5 * body), (.92 * r, .88 * body), (.62 * r, body)],
                  [.003, .01, .03, .02, .004], n, "handle")
    foot = turned([(.99 * r, .0005), (1.015 * r, .004), (1.015 * r, .009)], .001, n, "grip")
    panel = slab(superellipse(40, .92 * r, .50 * body, 3.2), [(0, 0), (0, .0024), (-.0012, .0032)], "grip", 1).deformed(
        lambda v: np.column_stack([v[:, 0], -v[:, 2] - np.sqrt(np.maximum((1.02 * r) ** 2 - v[:, 0] ** 2,
                                                                          1e-9)) + .0015, v[:, 1] + .55 * body]))
    panel = panel.flipped() if panel.volume() < 0 else panel
    button = turned([(.0050, 0), (.0050, .0028), (.0036, .0036)], .0008, 24, "hair two")
    lamp = turned([(.0012, 0), (.0012, .0016)], .0003, 10, "led")
    button, lamp = (piece.rotated(np.pi / 2, "x").moved(0, -1.02 * r - out, at * body)
                    for piece, out, at in ((button, .0006, .66), (lamp, .0010, .58)))
    neck = turned([(.60 * r, body - .002), (.58 * r, body + .012), (.34 * r, body + .030), (.28 * r, body + .068)],
                  [.001, .003, .006, .001], n, "shaft")
    ring = turned([(.62 * r, body + .003), (.62 * r, body + .008)], .0008, n, "hair two")
    z = body + .074
    cup = turned([(.0058, -.006), (.0068, -.004), (.0068, .003)], .0012, 32, "shaft").rotated(np.pi / 2, "x").moved(0,
                                                                                                                    0,
                                                                                                                    z)
    tufts = []
    for k in range(19):
        a, q = k * 2.399963, .0058 * np.sqrt((k + .5) / 19)
        tuft = turned([(.0011, 0), (.0013, .0085)], .0003, 8, "hair" if q < .0042 else "hair two",
                      1).rotated(np.pi / 2, "x")
        tufts.append(tuft.moved(q * np.cos(a), -.0025, z + q * np.sin(a)))
    return [part("body", grip), part("foot", foot), part("panel", projected(panel)), part("button", button, lamp),
            part("shaft", neck, cup),
            part("ring", ring), part("bristles", *tufts)]


FAMILY = Family(
    name="toothbrush", words=("toothbrush", "tooth brush", "electric toothbrush"),
    gloss=("a brush for the teeth", "a toothbrush with toothpaste on it"),
    extent=(.16, .27), build=build, principal="depth", materials=("toy blue", "toy red", "toy green", "toy orange",
                                                                  "toy white"),
    looks={"handle": "main", "grip": ("toy white", "rubber"), "hair": "toy white",
           "hair two": ("toy blue", "toy green", "main"), "paste": "toy white",
           "stripe": ("toy blue", "toy red"), "shaft": "toy white", "led": "toy green"},
    part_words={"handle": ("handle",), "hair": ("bristles", "tufts"), "paste": ("toothpaste", "paste")},
    styles={"manual": ("manual",), "electric": ("electric", "electric toothbrush"), "paste": ("toothpaste",),
            "plain": ("plain",)})
