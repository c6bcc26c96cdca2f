# SPDX-License-Identifier: GPL-3.0-or-later
"""Windmills: a tower mill with lattice sails and a gallery, or a slim modern turbine."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.street.shared_street import brick
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import blade, body
from backend.objects.modeling.solids import box, lathe, post, sweep, turned


def build(d: Draw) -> list[Part]:
    return _turbine(d) if d.choose({"mill": 1.3, "turbine": .6}) == "turbine" else _mill(d)


def _mill(d: Draw) -> list[Part]:
    tall, r = d.between(8.5, 10.5), d.between(2.5, 2.9)
    n = d.segments(64, 40)
    eight = d.chance(.6)
    section = circle(8 if eight else n, 1.0)
    if eight:
        section = np.concatenate([np.linspace(a, b, 5)[:-1] for a, b in zip(section, np.roll(section, -1, axis=0))])
    top_r = .58 * r
    wall = post(section, [(1.6, r, 0, 0), (tall * .6, .5 * (r + top_r), 0, 0), (tall, top_r, 0, 0)], .05, "body")
    base = post(section, [(0, 1.12 * r, 0, 0), (1.7, 1.06 * r, 0, 0)], .05, "stone")
    parts = [part("base", base), part("tower", wall)]
    gallery = [turned([(1.42 * r, 0), (1.42 * r, .12)], .03, n, "wood").moved(z=2.6)]
    for k in range(24):
        a = 2 * np.pi * k / 24
        gallery.append(brick(.08, .08, .85, "wood").moved(1.36 * r * np.cos(a), 1.36 * r * np.sin(a), 2.7))
        if k % 2:
            gallery.append(rail((.98 * r * np.cos(a), .98 * r * np.sin(a), 1.5),
                                (1.34 * r * np.cos(a), 1.34 * r * np.sin(a), 2.6), .10,
                                d, "wood"))
    gallery += [lathe(circle(8, .045) + np.array([1.36 * r, 0]), n, "wood", loop=True).moved(z=z) for z in (3.55, 3.15)]
    parts.append(part("gallery", *gallery))
    cap = body([(1.0, 0), (1.12, .0), (1.10, .12), (.98, .5), (.62, .84), (.22, .98), (0, 1.0)], 1.12 * top_r, 1.75,
               30, n, "cap")
    lip = turned([(1.26 * top_r, -.08), (1.26 * top_r, .06)], .03, n, "wood")
    parts.append(part("cap", cap.moved(z=tall), lip.moved(z=tall)))
    hub_z, front = tall + .72, -1.30 * top_r - .35
    axle = [turned([(.16, 0), (.16, 1.3), (.24, 1.32), (.24, 1.62), (.10, 1.75)], .03, 28, "wood").rotated(np.pi / 2,
                                                                                          "x").moved(
        0, front + 1.35, hub_z)]
    reach, wide = .66 * tall, 1.05
    turn = d.between(.0, np.pi / 2)
    sails = []
    for k in range(4):
        pieces = [box(.16, .14, reach, .03, 1, region="wood")]
        for z in np.arange(.22 * reach, reach, .38):
            pieces.append(brick(wide, .05, .06, "wood").moved(.40 * wide, -.06, z))
        for x in (.30, .60, .90):
            pieces.append(brick(.045, .05, .78 * reach, "wood").moved(x * wide, -.10, .22 * reach))
        cloth = box(.56 * wide, .02, .72 * reach, .006, 1, region="sail").moved(.62 * wide, -.02, .25 * reach)
        sails.append(part(f"sail {k + 1}", *(p.rotated(turn + k * np.pi / 2, "y").moved(0, front - .25,
                                                                                        hub_z) for p in (*pieces,
                                                                                                                  cloth))))
    door = [box(1.05, .14, 2.0, .03, region="door").moved(0, -1.08 * r, .05),
            box(1.3, .10, 2.15, .03, region="frame").moved(
        0, -1.07 * r, .0)]
    panes = []
    for z in (.46, .70):
        for s in (0, 1):
            a = s * np.pi / 2
            pane = [box(.62, .10, .92, .02, 1, region="frame"),
                    *(brick(.24, .05, .38, "glass").moved(i * .14, -.045, .05 + .43 * j)
                                                                for i in (1, -1) for j in (0, 1))]
            at = (1.6 + (tall - 1.6) * z, r + (top_r - r) * z)
            panes += [p.moved(0, -at[1] + .04, at[0]).rotated(a) for p in pane]
    return [*parts, part("shaft", *axle), *sails, part("door", *door), part("windows", *panes)]


def _turbine(d: Draw) -> list[Part]:
    tall, n = d.between(28, 36), d.segments(48, 32)
    r = .030 * tall
    mast = turned([(1.9 * r, 0), (1.9 * r, .02 * tall), (r, .022 * tall), (.55 * r, tall)], .05, n, "white")
    nacelle = body([(0, 0), (.8, .02), (1, .15), (1, .8), (.75, .97), (0, 1.0)], 1.1 * r, 5.2 * r, 24, n,
                   "white").rotated(
        np.pi / 2, "x").moved(0, 2.8 * r, tall + .3 * r)
    spin = body([(1, 0), (1, .05), (.85, .4), (.4, .9), (0, 1)], .95 * r, 1.8 * r, 20, n, "white").rotated(np.pi / 2,
                                                                                          "x").moved(
        0, -2.35 * r, tall + .3 * r)
    blades = []
    turn = d.between(0, 2 * np.pi / 3)
    for k in range(3):
        flat = blade(.55 * tall, 1.9 * r, lambda s: np.interp(s, [0, .06, .16, 1], [.42, .42, 1, .16]), 0, 0, 0,
                     thick=.35 * r, rows=24,
                     columns=9, region="white")
        blades.append(flat.rotated(.45, "x").rotated(-np.pi / 2, "y").rotated(turn + k * 2 * np.pi / 3, "y").moved(
            0, -2.7 * r, tall + .3 * r))
    bands = [b.named("band") for b in (sweep(np.array([(0, 0, .09 * tall), (0, 0, .12 * tall)]), circle(n, .985 * r)),)]
    door = box(.9, .12, 2.1, .03, region="band").moved(0, -1.02 * r, .022 * tall)
    return [part("mast", mast), part("nacelle", nacelle), part("hub", spin), part("blades", *blades),
            part("band", *bands, door)]


FAMILY = Family(
    name="windmill", words=("windmill", "wind mill", "wind turbine", "mill"), gloss=("a windmill with four sails",),
    extent=(11.0, 60.0), build=build, materials=("plaster", "terracotta", "stone"),
    looks={"body": "main", "stone": "stone", "wood": ("teak", "walnut", "pine"), "cap": ("walnut", "straw", "toy red"),
           "sail": "sailcloth", "door": ("toy green", "toy red", "toy blue"), "frame": "white plastic",
           "glass": "dark glass",
           "white": "white plastic", "band": "toy red"},
    part_words={"sail": ("sail", "sails"), "cap": ("cap", "roof"), "door": ("door",),
                "body": ("tower", "wall", "walls")},
    styles={"mill": ("old", "dutch"), "turbine": ("turbine", "modern")})
