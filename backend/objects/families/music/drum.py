# SPDX-License-Identifier: GPL-3.0-or-later
"""Drums: a snare or field drum with hoops, lugs and rods, and a waisted or bellied hand drum laced with rope."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.solids import lathe, sweep, turned


def build(d: Draw) -> list[Part]:
    return _hand(d) if d.choose({"snare": 1.2, "hand": 0.8}) == "hand" else _snare(d)


def _hoop(r: float, tall: float, thick: float, z: float, d: Draw):
    ring = np.array([(r, z), (r + thick, z), (r + thick, z + tall), (r, z + tall)])
    inset = thick * .25
    rows = np.array([ring[0] + (0, inset), ring[0] + (inset, 0), ring[1] - (inset, 0), ring[1] + (0, inset),
                     ring[2] - (0, inset), ring[2] - (inset, 0), ring[3] + (inset, 0), ring[3] - (0, inset)])
    return lathe(rows, d.segments(64), "hoops", loop=True)


def _snare(d: Draw) -> list[Part]:
    r, tall = d.between(.15, .20), d.between(.14, .32)
    rim = .020
    shell = turned([(r, .010), (r, tall - .010)], .001, d.segments(64), "shell")
    skins = [turned([(r * .99, z), (r * 1.004, z + .002), (r * .99, z + .006)], .001, d.segments(64), "skin")
             for z in (.006, tall - .012)]
    hoops = [_hoop(r - .002, rim, .009, z, d) for z in (0, tall - rim)]
    count = int(d.random.integers(6, 11))
    hardware = []
    for k in range(count):
        a = 2 * np.pi * k / count
        rod = sweep(np.column_stack([np.full(3, r + .011), np.zeros(3), np.linspace(.006, tall - .004, 3)]),
                    circle(10, .003), up=(0, 1, 0), region="hardware")
        lug = turned([(.007, tall * .36), (.008, tall * .40), (.008, tall * .60), (.007, tall * .64)], .002, 16,
                     "hardware").moved(r + .006)
        claw = turned([(.006, tall - .002), (.006, tall + .005)], .001, 6, "hardware").moved(r + .011)
        hardware += [piece.rotated(a) for piece in (rod, lug, claw)]
    return [part("shell", shell), part("skins", *skins), part("hoops", *hoops), part("hardware", *hardware)]


def _hand(d: Draw) -> list[Part]:
    """A bellied or goblet shell of wood, its skin laced down in a zigzag."""
    tall, r = d.between(.42, .62), d.between(.13, .17)
    waist = d.between(.45, 1.25)
    knots = [(.72 * r, 0), (.66 * r, .12 * tall), (min(.62, waist) * r + .0, .34 * tall),
             (max(.9, min(1.15, waist)) * r, .72 * tall), (r, .97 * tall)]
    curve = spline(knots, d.segments(40, 20))
    shell = lathe(np.concatenate([[(0, 0)], [(curve[0, 0] * .97, 0)], curve + np.array([0, .002]),
                                  [(r * .96, .97 * tall + .003), (0, .97 * tall + .003)]]), d.segments(64), "shell")
    skin = turned([(1.02 * r, .93 * tall), (1.03 * r, .985 * tall), (.96 * r, tall)], [.002, .01, .02], d.segments(64),
                  "skin")
    hoops = [_hoop(1.01 * r, .014, .008, .92 * tall, d)]
    count = int(d.random.integers(8, 13))
    at = np.arange(2 * count)
    low, high = .52 * tall, .925 * tall
    z = np.where(at % 2 == 0, high, low)
    dense = np.linspace(0, 2 * count, 12 * count, endpoint=False)
    height = np.interp(dense, np.arange(2 * count + 1), np.append(z, z[0]))
    radius = np.interp(height, curve[:, 1], curve[:, 0]) + .004
    radius = np.maximum(radius, np.where(height > .90 * tall, 1.07 * r, 0))
    angle = dense / (2 * count) * 2 * np.pi
    path = np.column_stack([radius * np.cos(angle), radius * np.sin(angle), height])
    lace = sweep(path, circle(8, .0038), loop=True, region="lacing")
    waistline = np.array([float(np.interp(low, curve[:, 1], curve[:, 0])) + .004, low])
    belt = lathe(circle(12, .005) + waistline, d.segments(64), "lacing", loop=True)
    return [part("shell", shell), part("skin", skin), part("hoop", *hoops), part("lacing", lace, belt)]


FAMILY = Family(
    name="drum", words=("drum", "snare drum", "snare", "djembe", "bongo", "conga", "tom-tom", "hand drum"),
    gloss=("a percussion instrument with a stretched skin", "a marching drum", "an african hand drum"),
    extent=(0.28, 0.70), build=build, materials=("lacquer", "mahogany", "birch", "steel"),
    looks={"shell": "main", "skin": "paper", "hoops": ("chrome", "brass", "pine"), "hardware": ("chrome", "brass"),
           "lacing": "white plastic"},
    part_words={"skin": ("skin", "head"), "hoops": ("hoop", "hoops", "rim"), "shell": ("shell",),
                "lacing": ("rope", "lacing")},
    styles={"snare": ("snare", "marching", "field", "snare drum"),
            "hand": ("hand", "djembe", "african", "conga", "hand drum")})
