# SPDX-License-Identifier: GPL-3.0-or-later
"""Brooms standing on their bristles: a flat corn broom, a witch's besom, a push broom."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_tools import shaft
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.organic import copies
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface, skin


def _straws(starts: np.ndarray, ends: np.ndarray, r: float, region: str) -> Surface:
    """Thin straws between two rows of points (N, 3)."""
    axis = ends - starts
    long = np.linalg.norm(axis, axis=1)
    square, usual = circle(4, r), float(long.mean())
    unit = skin(np.stack([np.column_stack([square * w, np.full(4, z * usual)])
                          for w, z in ((0, 0), (.8, 0), (1, .5), (.55, 1), (0, 1))]), region=region)
    up = axis / long[:, None]
    side = np.cross(up, (0, 1.0, 0))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    matrix = np.stack([side, np.cross(up, side), axis / usual, starts], axis=2)
    return copies(unit, matrix)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"flat": 1.1, "besom": 0.6, "push": 0.6})
    height = d.measure("height", 1.20, 1.42)
    if kind == "push":
        return _push(height, d)
    r = .0125
    if kind == "besom":
        return _besom(height, d)
    brush = d.between(.40, .46)
    wide = d.between(.34, .40)
    handle = shaft([(0, 0, .62 * brush), (0, 0, height)], [2 * r, 2 * r], [2 * r, 2 * r], d, "handle", 2.0, 10, 20, .5)
    ring = superellipse(40, 1.0, 1.0, 2.6)
    rows = [(.012, wide, .050), (.10 * brush, .99 * wide, .056), (.40 * brush, .80 * wide, .068), (.66 * brush,
                                                                                                   .58 * wide, .064),
            (.80 * brush, .34 * wide, .052), (.92 * brush, .15 * wide, .040), (1.03 * brush, .10 * wide, .032)]
    stack = [np.column_stack([ring * (w, t), np.full(40, z)]) for z, w, t in rows]
    ends = [np.tile((0, 0, z), (40, 1)) for z in (rows[0][0], rows[-1][0])]
    core = skin(np.stack([ends[0], *stack, ends[1]]), region="straw")
    count = 340
    a = d.random.uniform(0, 2 * np.pi, count)
    spread = np.sqrt(d.random.uniform(.3, 1, count))
    u = np.column_stack([np.sign(np.cos(a)) * np.abs(np.cos(a)) ** .77,
                         np.sign(np.sin(a)) * np.abs(np.sin(a)) ** .77]) * \
        spread[:, None]
    high = np.column_stack([u * (.56 * wide, .062) / 2 * 1.03, np.full(count, .68 * brush)])
    tips = np.column_stack([u * (1.04 * wide, .066) / 2, d.random.uniform(0, .022, count)])
    tips[:, :2] += d.random.normal(0, .0035, (count, 2))
    straws = _straws(high, tips, .0021, "straw")
    threads = []
    for z in (.46, .56, .66):
        w = float(np.interp(z * brush, [row[0] for row in rows], [row[1] for row in rows]))
        t = float(np.interp(z * brush, [row[0] for row in rows], [row[2] for row in rows]))
        loop = superellipse(48, w * 1.035, t * 1.10, 2.6)
        threads.append(sweep(np.column_stack([loop, np.full(48, z * brush)]), circle(6, .0024), loop=True,
                             region="thread"))
    wire = []
    for k in range(9):
        z = brush * (.87 + .017 * k)
        w = float(np.interp(z, [row[0] for row in rows], [row[1] for row in rows]))
        t = float(np.interp(z, [row[0] for row in rows], [row[2] for row in rows]))
        wire.append(sweep(np.column_stack([superellipse(28, w * 1.05 + .003, t * 1.05 + .003, 2.4), np.full(28, z)]),
                          circle(6, .0034), loop=True, region="thread"))
    return [part("handle", handle), part("brush", core), part("straws", straws), part("binding", *threads, *wire)]


def _besom(height: float, d: Draw) -> list[Part]:
    brush = d.between(.50, .60)
    points = [(0, 0, .5 * brush), (.010, 0, .62 * height), (-.008, .006, .8 * height), (.004, 0, height)]
    handle = shaft(points, [.028, .027, .030, .025, .027, .022], [.027, .029, .027, .026, .025, .022], d, "handle",
                   2.0, 30, 18,
                   .4)
    count = 300
    a = d.random.uniform(0, 2 * np.pi, count)
    s = np.sqrt(d.random.uniform(0, 1, count))
    neck = np.column_stack([.030 * s * np.cos(a), .030 * s * np.sin(a), d.random.uniform(.90, 1.02, count) * brush])
    mid = np.column_stack([.105 * s * np.cos(a), .105 * s * np.sin(a), np.full(count, .42 * brush)])
    tips = np.column_stack([.135 * s * np.cos(a), .135 * s * np.sin(a), d.random.uniform(0, .07, count)])
    tips[:, :2] += d.random.normal(0, .012, (count, 2))
    tips[0, 2] = 0.0
    core = turned([(.05, .06), (.088, .40 * brush), (.032, .84 * brush), (.026, .98 * brush)], [.03, .06, .02, .005],
                  28,
                  "straw")
    bands = [sweep(np.column_stack([circle(28, .033 + .004 * abs(k - 2) * .5), np.full(28, brush * (.80 + .022 * k))]),
                   circle(6, .0055), loop=True, region="thread") for k in range(5)]
    return [part("handle", handle), part("core", core), part("twigs", _straws(neck, mid, .0029, "straw"),
                                                             _straws(mid, tips, .0026, "straw")), part("binding",
                                                                                                       *bands)]


def _push(height: float, d: Draw) -> list[Part]:
    wide, deep = d.between(.40, .56), d.between(.060, .075)
    block = box(wide, deep, .042, .008, 3, region="block").moved(z=.085)
    nx, ny = round(wide / .026), 5
    x, y = np.meshgrid(np.linspace(-.475, .475, nx) * wide, np.linspace(-.38, .38, ny) * deep)
    top = np.column_stack([x.ravel(), y.ravel(), np.full(x.size, .088)])
    starts, ends = [], []
    for _ in range(5):
        starts.append(top + np.column_stack([d.random.normal(0, .0022, (x.size, 2)), np.zeros(x.size)]))
        out = top[:, :2] * 1.04 + d.random.normal(0, .005, (x.size, 2))
        ends.append(np.column_stack([out, d.random.uniform(0, .006, x.size)]))
    bristles = _straws(np.concatenate(starts), np.concatenate(ends), .0022, "straw")
    lean = d.between(.25, .4)
    start = np.array([0, .006, .115])
    long = (height - .115) / np.cos(lean)
    end = start + long * np.array([0, np.sin(lean), np.cos(lean)])
    handle = shaft([start, end], [.025, .025], [.025, .025], d, "handle", 2.0, 10, 20, .5)
    heading = (end - start) / long
    socket = shaft([start - .01 * heading, start + .045 * heading, start + .10 * heading], [.046, .036, .030],
                   [.046, .036, .030],
                   d, "socket", 2.0, 12, 20)
    return [part("block", block), part("bristles", bristles), part("socket", socket), part("handle", handle)]


FAMILY = Family(
    name="broom", words=("broom", "broomstick", "besom", "push broom", "witch's broom", "sweeper"),
    gloss=("a broom to sweep the floor", "a witch's broomstick"),
    extent=(1.1, 1.5), build=build, native=("height",), materials=("birch", "oak", "birch", "toy red", "toy blue"),
    looks={"handle": "main", "straw": ("straw", "straw", "bristle"), "thread": ("toy red", "ink", "leather", "steel"),
           "block": "birch",
           "socket": ("black plastic", "toy red")},
    part_words={"handle": ("handle", "stick"), "straw": ("bristles", "straw", "twigs", "brush")},
    styles={"flat": ("corn", "kitchen", "house"), "besom": ("besom", "witch's broom", "broomstick", "magic", "witch",
                                                            "flying"),
            "push": ("push", "push broom", "wide", "street")})
